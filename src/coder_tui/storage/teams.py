"""Who codes what, as a running study has it, and how that is changed."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from coder_tui.domain.coding import Progress
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.redealing import Held, Redeal
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.own_work import has_adjudicated
from coder_tui.storage.study import StudyFile
from coder_tui.storage.wall_clock import now

PATIENCE = 10.0
"""Seconds that a change of the team waits for somebody who is writing."""

CODED = """
select coder, blind_id, move = 'submitted'
from (
    select coder, blind_id, move, row_number() over (
        partition by coder, blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    join coder on coder.name = submission.coder and coder.kind = 'human'
    where blind_id not in (select blind_id from uncounted_item)
)
where recency = 1
and (coder, blind_id) not in (select coder, blind_id from assignment)
and (coder, blind_id) in (select coder, blind_id from submission where move = 'submitted')
order by coder, blind_id
"""
"""What was submitted once by somebody who does not hold it: who left had opened it again."""

LOG = "insert into event values (lower(hex(randomblob(8))), ?, ?, ?, ?)"


def refuse_adjudicator(study: StudyFile, name: str) -> None:
    """Make sure that who is to be a coder has not seen coders' answers, unless the study lets them.

    Raises:
        RefusedError: the person has had the screen of adjudication open.
    """
    if has_adjudicated(study.connection, name) and not study.info.adjudicator_may_code:
        raise RefusedError(
            f"{study.path}: {name} has seen coders' answers on the screen of adjudication and so "
            "cannot be a coder.",
            title="An adjudicator",
            hint="Somebody else codes, under another name; or the study is registered with "
            "adjudicator_may_code = true.",
        )


def active_coders(connection: Connection, kind: str = "human") -> list[str]:
    """The coders of a kind who have not been withdrawn, by name."""
    rows = connection.execute(
        """
        select name
        from coder
        where kind = ? and name not in (select coder from withdrawal)
        order by name
        """,
        (kind,),
    ).fetchall()
    return [name for (name,) in rows]


def owed(connection: Connection) -> list[str]:
    """The items that lack a coder, each as often as it does; also those that are left out."""
    row = connection.execute(
        "select detail from event where kind = 'assign' order by rowid desc limit 1"
    ).fetchone()
    return list(json.loads(row[0]).get("owed", ())) if row else []


def withdrawn_coders(connection: Connection) -> set[str]:
    """The coders who were withdrawn."""
    return {name for (name,) in connection.execute("select coder from withdrawal").fetchall()}


def has_left(study: StudyFile, coder: str) -> bool:
    """Whether a coder was withdrawn and holds nothing that is open."""
    if coder not in withdrawn_coders(study.connection):
        return False
    return all(each.progress is Progress.SUBMITTED for each in study.assignments(coder))


def coded(study: StudyFile, repeats: Mapping[str, str]) -> dict[str, list[Held]]:
    """What coders have submitted once and do not hold; no items that are left out.

    Args:
        study: open for reading.
        repeats: from the key: silent repeats and their originals.
    """
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for coder, blind_id, done in study.connection.execute(CODED).fetchall():
        found[coder].append(
            Held(blind_id, open=False, done=bool(done), repeats=repeats.get(blind_id))
        )
    return dict(found)


def hands(
    study: StudyFile,
    repeats: Mapping[str, str],
    *,
    movable: frozenset[Progress],
    of: Sequence[str],
    gone: Collection[str] = (),
) -> dict[str, list[Held]]:
    """What the human coders have, in order.

    Args:
        study: open for reading.
        repeats: from the key: silent repeats and their originals.
        movable: states in which an assignment may go to somebody else.
        of: whose assignments may go; those of all others stay.
        gone: who has left, or leaves: what they submitted and opened again is nobody's work.
    """
    human = {coder.name for coder in study.coders() if coder.kind == "human"}
    held: dict[str, list[Held]] = {name: [] for name in sorted(human)}
    for each in study.assignments():
        if each.coder in human:
            held[each.coder].append(
                Held(
                    each.blind_id,
                    open=each.coder in of and each.progress in movable,
                    done=each.progress is Progress.SUBMITTED,
                    untouched=each.progress is Progress.NOT_STARTED,
                    repeats=repeats.get(each.blind_id),
                    let_go=each.coder in gone and each.progress is Progress.REOPENED,
                )
            )
    return held


def write_team(
    study: StudyFile,
    before: Mapping[str, Sequence[Held]],
    dealt: Redeal,
    *,
    person: str,
    added: str | None = None,
    withdrawn: str | None = None,
    detail: Mapping[str, object],
) -> None:
    """Write new orders, in one transaction with whoever comes or goes and a line in the log.

    Args:
        study: open for writing.
        before: what was dealt from: where the file has changed since, nothing is written.
        dealt: the new orders.
        person: who did it.
        added: a coder who is new, or who comes back.
        withdrawn: a coder who goes.
        detail: for the log.

    Raises:
        RefusedError: somebody's work went on meanwhile.
        NotSavedError: the file cannot be written; nothing has changed.
    """
    connection = study.connection
    with immediate(connection, patience=PATIENCE):
        _refuse_if_changed(study, before)
        if added is not None:
            connection.execute(
                "insert into coder values (?, 'human') on conflict do nothing", (added,)
            )
            connection.execute("delete from withdrawal where coder = ?", (added,))
        if withdrawn is not None:
            connection.execute(
                "insert into withdrawal values (?, ?, ?) on conflict do nothing",
                (withdrawn, person, now()),
            )
        for coder, order in dealt.orders.items():
            connection.execute("delete from assignment where coder = ?", (coder,))
            connection.executemany(
                "insert into assignment values (?, ?, ?)",
                ((coder, blind_id, place) for place, blind_id in enumerate(order, start=1)),
            )
        connection.execute(
            LOG, (person, "assign", json.dumps(dict(detail), sort_keys=True), now())
        )  # fmt: skip


def _refuse_if_changed(study: StudyFile, before: Mapping[str, Sequence[Held]]) -> None:
    """Make sure that what goes away is still what it was, and that the deal is still the same."""
    present: defaultdict[str, dict[str, Progress]] = defaultdict(dict)
    for each in study.assignments():
        present[each.coder][each.blind_id] = each.progress
    for coder, held in before.items():
        same = {each.blind_id for each in held} == present[coder].keys()
        if not same or any(_went_on(each, present[coder][each.blind_id]) for each in held):
            raise RefusedError(
                f"{study.path}: {coder} went on coding while the work was dealt; nothing changed.",
                title="Not dealt",
                hint="Try again.",
            )


def _went_on(held: Held, progress: Progress) -> bool:
    """Whether an assignment may not be treated as it was dealt: work on it went on."""
    if held.let_go or held.done:
        return progress is not (Progress.REOPENED if held.let_go else Progress.SUBMITTED)
    if held.untouched:
        return progress is not Progress.NOT_STARTED
    return held.open and progress in (Progress.SUBMITTED, Progress.REOPENED)
