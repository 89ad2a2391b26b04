"""What the search for names found, and what the lead decided; it stands in the key alone."""

from collections import defaultdict
from collections.abc import Iterable

from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.storage.key import KeyFile
from coder_tui.storage.teams import PATIENCE
from coder_tui.storage.wall_clock import now

DECIDE = """
update leak
set decision = :decision, person = :person, decided_at = :at
where blind_id = :blind_id and turn = :turn and source_start = :start and source_end = :end
"""

NOT_SEARCHED = (
    "select count(*) from condition where blind_id not in (select blind_id from searched)"
)


def keep_findings(key: KeyFile, found: Iterable[Finding], *, searched: Iterable[str]) -> None:
    """Write what a search found; decisions on places that are found again stay.

    Args:
        key: open for writing.
        found: the findings.
        searched: the items that were searched; what was found in them before, is not found any more
            and was not decided, goes.

    Raises:
        RefusedError: the study is frozen.
        NotSavedError: the key cannot be written.
    """
    items, at = tuple(searched), now()
    with key.changing(patience=PATIENCE):
        key.connection.executemany(
            "insert or replace into searched values (?, ?)", ((each, at) for each in items)
        )
        key.connection.executemany(
            "delete from leak where blind_id = ? and decision is null", ((each,) for each in items)
        )
        key.connection.executemany(
            """
            insert into leak values (?, ?, ?, ?, ?, ?, ?, null, null, null)
            on conflict do nothing
            """,
            ((*each.place, each.kind.value, each.name, each.spelling) for each in found),
        )


def not_searched(key: KeyFile) -> int:
    """How many items names were never looked for in, since they have the text that they have."""
    (count,) = key.connection.execute(NOT_SEARCHED).fetchone()
    return int(count)


def findings(key: KeyFile) -> list[Finding]:
    """All findings, those in silent repeats left out: what is decided holds for these, too."""
    rows = key.connection.execute(
        """
        select leak.*
        from leak
        join condition on condition.blind_id = leak.blind_id
        where condition.repeats_blind_id is null
        order by leak.kind, lower(leak.name), lower(leak.spelling), leak.blind_id, leak.turn,
            leak.source_start
        """
    ).fetchall()
    return [_finding(*row) for row in rows]


def _finding(
    blind_id: str, turn: int, start: int, end: int, kind: str, name: str, spelling: str,
    decision: str | None, person: str | None, at: str | None,
) -> Finding:  # fmt: skip
    decided = Decision(decision) if decision else None
    return Finding(blind_id, turn, start, end, LeakKind(kind), name, spelling, decided, person, at)


def decide(
    key: KeyFile,
    decided: Iterable[Finding],
    decision: Decision | None,
    *,
    person: str,
    patience: float = PATIENCE,
) -> None:
    """Write a decision on findings, None to take one back; on silent repeats the same.

    Args:
        key: open for writing.
        decided: the findings.
        decision: what becomes of them.
        person: who decides.
        patience: seconds for which another writer is waited for.

    Raises:
        RefusedError: the study is frozen.
        NotSavedError: the key cannot be written.
    """
    repeats = _silent_repeats(key)
    with key.changing(patience=patience):
        key.connection.executemany(
            DECIDE,
            (
                {
                    "decision": decision.value if decision else None,
                    "person": person if decision else None,
                    "at": now() if decision else None,
                    "blind_id": blind_id,
                    "turn": each.turn,
                    "start": each.start,
                    "end": each.end,
                }
                for each in decided
                for blind_id in (each.blind_id, *repeats[each.blind_id])
            ),
        )


def _silent_repeats(key: KeyFile) -> defaultdict[str, list[str]]:
    """Give the silent repeats of each item that has some."""
    repeats: defaultdict[str, list[str]] = defaultdict(list)
    rows = key.connection.execute(
        "select repeats_blind_id, blind_id from condition where repeats_blind_id is not null"
    )
    for original, blind_id in rows:
        repeats[original].append(blind_id)
    return repeats
