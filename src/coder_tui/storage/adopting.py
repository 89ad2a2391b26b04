"""Bringing a version of the rubric into force: one transaction, in which no judgement changes.

Old scores stay under their version. What has to be coded again is reopened by rows in a sitting of
whoever adopts the version.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from coder_tui.domain.calibration import gold_from_json
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import BadInputError, CoderError, RefusedError
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_diff import RULES, RubricDiff, diff_rubrics
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.judgements import LAST_CLOCK
from coder_tui.storage.recoding import REASON, Effect, effect_of
from coder_tui.storage.rubric_versions import (
    Version,
    meanings_of,
    read_versions,
    refuse_replaced,
    write_adoption,
    write_version,
)
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import LOG, PATIENCE
from coder_tui.storage.unblinding import unblinding
from coder_tui.storage.wall_clock import now

PURPOSE = "recoding"
EVENT = "rubric"
OFTEN = 500
"""So many rows wait at most; more of them would only fill the memory."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the lead says about changes of words."""

    wording: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Plan:
    """A version that may be adopted, and what that would do."""

    version: Version
    previous: str
    """Fingerprint of the version in force."""
    diff: RubricDiff
    meanings: Mapping[str, str]
    """The version from which each dimension has its meaning."""
    effect: Effect
    is_back: bool
    """Whether the study has had this version before."""


def plan_adoption(study: StudyFile, version: Version, said: Said = NOTHING_SAID) -> Plan:
    """Say what adopting a version would do.

    Args:
        study: open.
        version: the new one.
        said: what the lead says about changes of words.

    Raises:
        BadInputError: the lead names what does not change.
        RefusedError: it is no version of this study's rubric, or is in force already.
    """
    _refuse_unfit(study, version)
    return foresee(study, version, said)


def why_refused(study: StudyFile, version: Version) -> str:
    """Say why a version cannot be adopted; nothing where it can."""
    try:
        _refuse_unfit(study, version)
    except RefusedError as error:
        return str(error)
    return ""


def foresee(study: StudyFile, version: Version, said: Said = NOTHING_SAID) -> Plan:
    """Say what a version would do if it came into force, whether it may be adopted or not.

    Raises:
        BadInputError: the lead names what does not change.
    """
    known = {each.fingerprint: each for each in read_versions(study.connection)}
    is_back = version.fingerprint in known
    if is_back and (said.wording or said.meaning):
        raise BadInputError(
            "The study has had this version before; what changes in meaning was said then.",
            title="Known version",
            hint="Leave --wording and --meaning out.",
        )
    diff = diff_rubrics(study.rubric, version.rubric, wording=said.wording, meaning=said.meaning)
    before = meanings_of(study.connection, study.rubric_fingerprint)
    if is_back:
        meanings = meanings_of(study.connection, version.fingerprint)
    else:
        meanings = {each: was for each, was in before.items() if each not in diff.touched}
        meanings |= _meanings(study.connection, version, diff, said, known.values())
    diff = diff.with_touched(
        {each for each, meaning in meanings.items() if before.get(each) != meaning}
    )
    return Plan(
        version,
        study.rubric_fingerprint,
        diff,
        meanings,
        effect_of(study.connection, diff, meanings),
        is_back,
    )


def adopt(study: StudyFile, version: Version, said: Said = NOTHING_SAID, *, person: str) -> Plan:
    """Bring a version into force.

    Args:
        study: open for writing; its rubric is this version afterwards.
        version: the new one.
        said: what the lead says about changes of words.
        person: whose login it is.

    Raises:
        BadInputError: the lead names what does not change.
        RefusedError: it cannot be adopted; nothing has changed.
        NotSavedError: the file cannot be written; nothing has changed.
    """
    connection = study.connection
    with immediate(connection, patience=PATIENCE):
        refuse_replaced(connection, study.rubric_fingerprint)
        plan = plan_adoption(study, version, said)
        clock = connection.execute(LAST_CLOCK).fetchone()[0] or 0
        if not plan.is_back:
            write_version(connection, version, plan.meanings)
        told = _told(plan) | {"after_unblinding": unblinding(connection) is not None}
        write_adoption(
            connection,
            version.fingerprint,
            previous=plan.previous,
            person=person,
            clock=clock,
            changes=told,
        )
        _move(study, plan.effect, person)
        connection.execute(LOG, (person, EVENT, json.dumps(_counts(plan), sort_keys=True), now()))
    study.rubric_fingerprint, study.rubric = version.fingerprint, version.rubric
    return plan


def _refuse_unfit(study: StudyFile, version: Version) -> None:
    """Make sure that it is another version of this study's rubric.

    Raises:
        RefusedError: it is not, or is in force already.
    """
    _refuse_other_rubric(study, version)
    _refuse_same_version(study, version, read_versions(study.connection))
    _refuse_unfit_gold(study, version.rubric)


def _refuse_other_rubric(study: StudyFile, version: Version) -> None:
    old, new = study.rubric, version.rubric
    for what, here, there in (("id", old.id, new.id), ("unit", old.unit, new.unit)):
        if here != there:
            raise RefusedError(
                f"{study.path}: its rubric has the {what} {here!r}, and the new one {there!r}; "
                "that is another rubric, not another version.",
                title="Another rubric",
                hint="Make a study of its own for it with: coder-tui init",
            )


def _refuse_same_version(study: StudyFile, version: Version, known: Iterable[Version]) -> None:
    if version.fingerprint == study.rubric_fingerprint:
        raise RefusedError(
            f"{study.path}: this version is in force already; nothing changes.", title="No change"
        )
    for each in known:
        same = each.rubric.version == version.rubric.version
        if same and each.fingerprint != version.fingerprint:
            raise RefusedError(
                f"{study.path}: it has a version {version.rubric.version!r} already, with another "
                "text.",
                title="Same version",
                hint="Give the new rubric another `version`.",
            )


def _meanings(
    connection: Connection,
    version: Version,
    diff: RubricDiff,
    said: Said,
    known: Iterable[Version],
) -> dict[str, str]:
    """Give the meanings of what changes: an earlier one where an earlier version says the same.

    The same to the letter goes before words that only mean the same, and a later version before an
    earlier one: that is what was said of these words last.
    """
    insisted = {each.partition(":")[0] for each in said.meaning}
    found = dict.fromkeys(diff.touched, version.fingerprint)
    if RULES in insisted:
        return found
    to_the_letter = set()
    for earlier in known:
        meant = meanings_of(connection, earlier.fingerprint)
        since = diff_rubrics(earlier.rubric, version.rubric)
        for name in diff.touched:
            if name not in meant or name in since.touched or name in insisted:
                continue
            if not since.of(name):
                to_the_letter.add(name)
            elif name in to_the_letter:
                continue
            found[name] = meant[name]
    return found


def _move(study: StudyFile, effect: Effect, person: str) -> None:
    """Open what has to be coded again, and close what has not, in a sitting of who adopts."""
    if not (effect.reopened or effect.closed):
        return
    sitting = Sitting.within(study.connection, study.path, person, PURPOSE)
    for move, items in ((Move.REOPENED, effect.reopened), (Move.SUBMITTED, effect.closed)):
        for coder, blind_id in items:
            values = {"blind_id": blind_id, "move": move.value, "reason": REASON}
            sitting.prepare("submission", {"coder": coder, **values})
            if sitting.unsaved >= OFTEN:
                sitting.write()
    sitting.end()


def _told(plan: Plan) -> dict[str, object]:
    """Give what the record of an adoption says of the changes."""
    return {
        "changes": [asdict(change) for change in plan.diff.changes],
        "touched": list(plan.diff.touched),
        "added": list(plan.diff.added),
        "removed": list(plan.diff.removed),
        "reopened": dict(plan.effect.by_coder),
    }


def _counts(plan: Plan) -> dict[str, object]:
    return {
        "version": plan.version.rubric.version,
        "rubric": plan.version.fingerprint,
        "touched": list(plan.diff.touched),
        "reopened": len(plan.effect.reopened),
    }


def _refuse_unfit_gold(study: StudyFile, rubric: Rubric) -> None:
    """Make sure that practice items can be answered right under the new version."""
    for blind_id, gold in study.connection.execute("select blind_id, gold from calibration"):
        try:
            fits = all(
                rubric.dimension(name).allows(answer)
                for name, answer in gold_from_json(gold, rubric).items()
            )
        except CoderError:
            fits = False
        if not fits:
            raise RefusedError(
                f"{study.path}: the right answers of practice item {blind_id} do not fit the new "
                "version: a dimension or a value of theirs is gone.",
                title="Practice items",
                hint="Keep that dimension and value, or make a new study.",
            )
