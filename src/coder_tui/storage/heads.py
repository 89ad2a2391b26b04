"""The heads of sittings: the last judgement of each, whose hash covers those before it."""

from dataclasses import dataclass

from coder_tui.storage.database import Connection
from coder_tui.storage.judgements import JUDGEMENTS

_HEADS = "select sitting, max(seq) as seq, hash from {table} group by sitting"

HEADS = f"""
select sitting, max(seq), hash
from ({" union all ".join(_HEADS.format(table=table) for table in JUDGEMENTS)})
group by sitting
order by sitting
"""
"""Beside `max` SQLite gives the other columns of the row that has it."""

KEEP_HEAD = "insert into sitting_head (act, sitting, seq, hash) values (?, ?, ?, ?)"


def beyond(act: str, table: str, columns: str) -> str:
    """Give the query for what is beyond the heads of an act, which costs what there is of it.

    Args:
        act: the query for its id, in brackets.
        table: a table of judgements, called `late` in the query.
        columns: which of its columns.
    """
    return f"""
select {columns}
from sitting
left join sitting_head as head on head.act in {act} and head.sitting = sitting.id
join {table} as late on late.sitting = sitting.id and late.seq > coalesce(head.seq, 0)
where exists {act}
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The last judgement of a sitting."""

    sitting: str
    seq: int
    hash: str


def heads_now(connection: Connection) -> tuple[Head, ...]:
    """The heads of all sittings in which something was judged, by sitting."""
    return tuple(Head(*row) for row in connection.execute(HEADS).fetchall())


def heads_at(connection: Connection, act: str) -> tuple[Head, ...]:
    """The heads at a freeze or an unblinding, by sitting."""
    rows = connection.execute(
        "select sitting, seq, hash from sitting_head where act = ? order by sitting", (act,)
    ).fetchall()
    return tuple(Head(*row) for row in rows)


def keep_heads(connection: Connection, act: str, heads: tuple[Head, ...]) -> None:
    """Write the heads at a freeze or an unblinding, within the caller's transaction."""
    rows = ((act, each.sitting, each.seq, each.hash) for each in heads)
    connection.executemany(KEEP_HEAD, rows)


def judged_since(now: tuple[Head, ...], before: tuple[Head, ...]) -> int:
    """How many judgements came in between two moments."""
    had = {each.sitting: each.seq for each in before}
    return sum(max(0, each.seq - had.get(each.sitting, 0)) for each in now)
