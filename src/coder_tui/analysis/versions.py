"""The versions of the rubric that the scores of a copy were given under."""

from dataclasses import dataclass

from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.domain.text import visible_line
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import meanings_of
from coder_tui.storage.study import StudyFile

OF_THE_SET = """
select fingerprint, toml
from rubric
where fingerprint = (select fingerprint from rubric_of_the_set)
"""

IN_FORCE = "select fingerprint from rubric_in_force"

ENDED = """
select previous, max(clock)
from adoption
where previous <> (select fingerprint from rubric_in_force)
group by previous
order by min(number)
"""


@dataclass(frozen=True, slots=True)
class Considered:
    """A version under which scores stood, and the last clock at which it was in force."""

    fingerprint: str
    until: int | None
    """None: it is in force, or nothing after it is looked at."""


def in_force(study: Connection) -> Considered:
    """The version in force."""
    return Considered(str(study.execute(IN_FORCE).fetchone()[0]), None)


def of_the_set(study: Connection) -> Considered:
    """The version that the reliability set stays under."""
    return Considered(str(study.execute(OF_THE_SET).fetchone()[0]), None)


def ended(study: Connection) -> tuple[Considered, ...]:
    """The versions that are not in force, in the order in which they were given up first."""
    return tuple(Considered(*row) for row in study.execute(ENDED).fetchall())


def measured_rubric(study: StudyFile) -> Rubric:
    """The version by which agreement is measured: a frozen set stays under its own."""
    fingerprint, toml = study.connection.execute(OF_THE_SET).fetchone()
    if fingerprint == study.rubric_fingerprint:
        return study.rubric
    return read_rubric(toml, "the study's rubric")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What dimensions mean where agreement is measured, and by the version in force."""

    measured: str
    """The version by which agreement is measured."""
    in_force: str
    otherwise: frozenset[str]
    """Dimensions that mean something else in these two; in one and the same version none."""

    def of(self, dimension: str) -> str:
        """Say by which version agreement on a dimension is; nothing where it means the same."""
        if dimension not in self.otherwise:
            return ""
        return (
            f"by version {visible_line(self.measured)}, before its meaning changed "
            f"({visible_line(self.in_force)} is in force); frozen"
        )

    @property
    def unlisted(self) -> str:
        """Why disagreements behind the agreement on such a dimension are not listed."""
        version = visible_line(self.measured)
        return f"those of version {version} are not listed: they are about an earlier meaning"


SAME_MEANINGS = Meanings("", "", frozenset())
"""Of a study of which there was never another version."""


def meanings(study: StudyFile) -> Meanings:
    """Compare the two versions."""
    connection = study.connection
    measured = meanings_of(connection, of_the_set(connection).fingerprint)
    means = meanings_of(connection, study.rubric_fingerprint)
    otherwise = frozenset(name for name, meaning in measured.items() if means.get(name) != meaning)
    return Meanings(measured_rubric(study).version, study.rubric.version, otherwise)
