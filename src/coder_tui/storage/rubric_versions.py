"""The versions of a study's rubric: which there are, which is in force, whose scores count."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coder_tui.domain.errors import RefusedError
from coder_tui.domain.moments import moment
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.domain.rubric_diff import Change
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.domain.text import visible_line
from coder_tui.storage.database import Connection
from coder_tui.storage.wall_clock import now

IN_FORCE = """
select rubric.fingerprint, rubric.toml
from rubric
where rubric.fingerprint = (select fingerprint from rubric_in_force)
"""

VERSIONS = """
select rubric.fingerprint, rubric.toml
from rubric
order by (select min(number) from adoption where adoption.rubric = rubric.fingerprint)
"""

ADOPTIONS = """
select number, rubric, coalesce(previous, ''), person, adopted_at, clock, changes
from adoption
order by number
"""

MEANINGS = "select dimension, meaning from rubric_dimension where fingerprint = :version"
ALL_MEANINGS = "select dimension, fingerprint, meaning from rubric_dimension"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the rubric that a study has or is to have."""

    fingerprint: str
    text: str
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class Adoption:
    """That a version came into force."""

    number: int
    """1 for the version with which the study was made."""
    rubric: str
    previous: str
    """The version before; empty for the first."""
    person: str
    adopted_at: str
    clock: int
    """Of the last judgement before."""
    changes: Mapping[str, Any]
    """What the record of it says: `changes`, `touched`, `added`, `removed`, `reopened`."""

    @property
    def diff(self) -> tuple[Change, ...]:
        """What changed."""
        return tuple(Change(**each) for each in self.changes.get("changes", ()))

    @property
    def touched(self) -> tuple[str, ...]:
        """The dimensions that mean something else since."""
        return tuple(self.changes.get("touched", ()))


def read_in_force(connection: Connection) -> Version:
    """Give the version in force."""
    fingerprint, text = connection.execute(IN_FORCE).fetchone()
    return Version(fingerprint, text, read_rubric(text, "the study's rubric"))


def fingerprint_in_force(connection: Connection) -> str:
    """Give the fingerprint of the version in force."""
    return str(connection.execute("select fingerprint from rubric_in_force").fetchone()[0])


def refuse_replaced(connection: Connection, fingerprint: str) -> None:
    """Make sure that a version is still the one in force.

    Raises:
        RefusedError: another one was adopted meanwhile.
    """
    if fingerprint_in_force(connection) != fingerprint:
        raise RefusedError(
            "Another version of the rubric was adopted meanwhile; nothing has changed.",
            title="Rubric changed",
            hint="Try again.",
        )


def read_versions(connection: Connection) -> tuple[Version, ...]:
    """Give all versions, in the order in which they were first adopted."""
    return tuple(
        Version(fingerprint, text, read_rubric(text, "the study's rubric"))
        for fingerprint, text in connection.execute(VERSIONS).fetchall()
    )


def other_version_of(connection: Connection, fingerprint: str) -> str:
    """Say under which version something stays; nothing where that is the version in force."""
    now_in_force = read_in_force(connection)
    if fingerprint == now_in_force.fingerprint:
        return ""
    text = connection.execute(
        "select toml from rubric where fingerprint = ?", (fingerprint,)
    ).fetchone()[0]
    under = visible_line(read_rubric(text, "the study's rubric").version)
    return (
        f"It stays under version {under} of the rubric; "
        f"{visible_line(now_in_force.rubric.version)} is in force."
    )


def in_force_sentence(connection: Connection) -> str:
    """Say which version is in force, and since when; nothing where there was never another one."""
    latest = read_adoptions(connection)[-1]
    if not latest.previous:
        return ""
    version = visible_line(read_in_force(connection).rubric.version)
    return f"Version {version} of the rubric is in force, adopted {moment(latest.adopted_at)}."


def read_adoptions(connection: Connection) -> tuple[Adoption, ...]:
    """Give what came into force when, oldest first."""
    return tuple(
        Adoption(number, rubric, previous, person, at, clock, json.loads(changes))
        for number, rubric, previous, person, at, clock, changes in connection.execute(ADOPTIONS)
    )


def meanings_of(connection: Connection, fingerprint: str) -> dict[str, str]:
    """Give the version from which each dimension of a version has its meaning."""
    return dict(connection.execute(MEANINGS, {"version": fingerprint}).fetchall())


def counted_with(connection: Connection, meanings: Mapping[str, str]) -> set[tuple[str, str]]:
    """Give dimension and version of the scores that count where dimensions have these meanings."""
    return {
        (dimension, fingerprint)
        for dimension, fingerprint, meaning in connection.execute(ALL_MEANINGS)
        if meanings.get(dimension) == meaning
    }


def write_version(connection: Connection, version: Version, meanings: Mapping[str, str]) -> None:
    """Write a version that the study does not have, within an open transaction.

    Args:
        connection: the study's.
        version: the version.
        meanings: the version from which dimensions have their meaning, where it is not this one.
    """
    fingerprint, rubric = version.fingerprint, version.rubric
    connection.execute("insert into rubric values (?, ?, ?)", (fingerprint, version.text, now()))
    for place, dimension in enumerate(rubric.dimensions):
        connection.execute(
            "insert into rubric_dimension values (?, ?, ?, ?, ?, ?, ?)",
            (
                fingerprint,
                dimension.id,
                place,
                dimension.label,
                dimension.level.value,
                json.dumps(_scale(dimension)),
                meanings.get(dimension.id, fingerprint),
            ),
        )
        connection.executemany(
            "insert into rubric_condition values (?, ?, ?, ?)",
            (
                (fingerprint, dimension.id, condition.dimension, condition.at_least)
                for condition in rubric.conditions(dimension)
            ),
        )


def write_adoption(
    connection: Connection,
    fingerprint: str,
    *,
    previous: str | None = None,
    person: str,
    clock: int = 0,
    changes: Mapping[str, object] | None = None,
) -> int:
    """Bring a version into force, within an open transaction; give the adoption's number."""
    row = connection.execute("select coalesce(max(number), 0) + 1 from adoption").fetchone()
    told = json.dumps(changes or {}, sort_keys=True, ensure_ascii=False)
    connection.execute(
        "insert into adoption values (?, ?, ?, ?, ?, ?, ?)",
        (row[0], fingerprint, previous, person, now(), clock, told),
    )
    return int(row[0])


def _scale(dimension: Dimension) -> list[str] | dict[str, float | bool | None]:
    """Give the values of a declared scale, or the range of numbers that are typed."""
    if dimension.has_points or not dimension.level.is_ordered:
        return list(dimension.values)
    return {
        "minimum": dimension.minimum,
        "maximum": dimension.maximum,
        "whole": dimension.whole,
    }
