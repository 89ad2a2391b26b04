"""A coder's judgements, as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coder_tui.domain.coding import (
    Citation,
    EvidenceRow,
    Move,
    MoveRow,
    Reversal,
    Row,
    RowId,
    ScoreRow,
    Sheet,
    Source,
    replay,
)
from coder_tui.domain.rubric import Answer, State
from coder_tui.storage.chain import Check
from coder_tui.storage.database import Connection
from coder_tui.storage.item_texts import refuse_changed_text
from coder_tui.storage.judgements import Value
from coder_tui.storage.own_work import refuse_not_held
from coder_tui.storage.rubric_versions import refuse_replaced
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.whereabouts import Bookmark

EVIDENCE = """'evidence', clock, sitting, seq, dimension, attached, null, null,
    undoes_sitting, undoes_seq,
    part, span_start, span_end, quote, part_hash,
    source_kind, source_url, source_place, source_accessed"""
"""The columns of a citation as `rows_of` takes them."""

_ROWS = f"""
select 'score' as what, clock, sitting, seq, dimension, state, value, number,
    undoes_sitting, undoes_seq,
    null as part, null as span_start, null as span_end, null as quote, null as part_hash,
    null as source_kind, null as source_url, null as source_place, null as source_accessed
from score
where {{which}}
and (dimension, rubric) in (select dimension, fingerprint from counted_version)
union all
select {EVIDENCE}
from dated_evidence
where {{which}}
and counts = 1
union all
select 'submission', clock, sitting, seq, null, move, reason, null, null, null,
    null, null, null, null, null, null, null, null, null
from submission
where {{which}}
order by 2, 3, 4
"""
"""Scores and evidence under another meaning of their dimension do not stand."""

ROWS_OF_ITEM = _ROWS.format(which="coder = :coder and blind_id = :blind_id")
ROWS_SINCE = _ROWS.format(which="sitting = :sitting and seq > :seq and +blind_id = :blind_id")
"""Those on an item that a sitting wrote behind a number; the plus keeps SQLite to that index."""

Record = tuple[object, ...]
"""A row of either."""

LATEST_COMMENT = """
select text
from comment
where coder = :coder and blind_id = :blind_id and dimension is :dimension
order by clock desc, sitting desc, seq desc
limit 1
"""

LATEST_FLAG = """
select reason
from flag
where coder = :coder and blind_id = :blind_id
order by clock desc, sitting desc, seq desc
limit 1
"""


def read_sheet(connection: Connection, coder: str, blind_id: str) -> Sheet:
    """Give what stands on an item for a coder."""
    rows = connection.execute(ROWS_OF_ITEM, {"coder": coder, "blind_id": blind_id}).fetchall()
    return replay(rows_of(rows))


def read_submitted_sheet(connection: Connection, coder: str, blind_id: str) -> Sheet:
    """Give what stood on an item for a coder at the latest submit; nothing where there is none.

    What came after it is a draft, also that of a coder who has opened the item again.
    """
    records = connection.execute(ROWS_OF_ITEM, {"coder": coder, "blind_id": blind_id}).fetchall()
    rows = list(rows_of(records))
    while rows and not (isinstance(rows[-1], MoveRow) and rows[-1].move is Move.SUBMITTED):
        rows.pop()
    return replay(rows)


def rows_of(records: Iterable[Record]) -> Iterable[Row]:
    """Give the judgements that records of `ROWS_OF_ITEM` or `ROWS_SINCE` hold."""
    for record in records:
        what, _, sitting, seq, dimension, state, value, number, undoes, undoes_seq, *span = record
        row_id = RowId(str(sitting), int(str(seq)))
        undone = RowId(str(undoes), int(str(undoes_seq))) if undoes is not None else None
        if what == "score":
            answer = Answer.stored(
                str(state),
                None if value is None else str(value),
                number if isinstance(number, float) else None,
            )
            yield ScoreRow(row_id, str(dimension), answer, undone)
        elif what == "evidence":
            yield EvidenceRow(row_id, str(dimension), _citation(span), bool(state), undone)
        else:
            yield MoveRow(row_id, Move(str(state)), str(value))


def _citation(columns: Sequence[object]) -> Citation:
    part, start, end, quote, part_hash, kind, url, place, accessed = columns
    source = None
    if kind is not None:
        source = Source(str(kind), str(url or ""), str(place or ""), str(accessed or ""))
    return Citation(
        int(str(part)), int(str(start)), int(str(end)), str(quote), str(part_hash), source
    )


@dataclass(frozen=True, slots=True)
class Notes:
    """A coder's own latest comment and flag on an item; empty where there is none."""

    comment: str
    flag: str


def read_notes(connection: Connection, coder: str, blind_id: str) -> Notes:
    """Give the coder's own comment and flag on an item."""
    key = {"coder": coder, "blind_id": blind_id, "dimension": None}
    comment = connection.execute(LATEST_COMMENT, key).fetchone()
    flag = connection.execute(LATEST_FLAG, key).fetchone()
    return Notes(comment[0] if comment else "", flag[0] if flag else "")


class Recorder:
    """Writes one coder's judgements; each is committed when its method returns.

    Every method raises `NotSavedError` where the row could not be written; the row is kept. Those
    that judge by the rubric raise `RefusedError` where another version came into force, and all of
    them `NotHeldError` where a screen shows an item that is no longer the coder's: no such row is
    made.
    """

    def __init__(self, sitting: Sitting, rubric_fingerprint: str) -> None:
        self.sitting = sitting
        self.coder = sitting.person
        self._rubric = rubric_fingerprint
        self._shown: tuple[str, str] | None = None

    @classmethod
    def start(cls, connection: Connection, path: Path, coder: str, rubric: str) -> "Recorder":
        """Open a sitting of coding."""
        return cls(Sitting.start(connection, path, coder, "coding"), rubric)

    def take_up(self, rubric_fingerprint: str) -> None:
        """Judge by another version of the rubric from here on."""
        self._rubric = rubric_fingerprint

    def shows(self, blind_id: str, content_hash: str) -> None:
        """Judge from here on only while the coder has the item, quote while it has that text."""
        self._shown = blind_id, content_hash

    def _judge(self, table: str, values: dict[str, Value], check: Check | None = None) -> RowId:
        """Write a judgement that rests on the rubric, unless it has another version.

        One that had to wait for the file is written all the same, and stands under its own.
        """
        at_once = partial(refuse_replaced, fingerprint=self._rubric)
        checks = self._asking(values, check)
        return self.sitting.append(table, values, check=checks, check_at_once=at_once)

    def _note(self, table: str, values: dict[str, Value]) -> RowId:
        """Write a judgement in the coder's own words, which rests on no rubric."""
        return self.sitting.append(table, values, check=self._asking(values))

    def _asking(self, values: dict[str, Value], check: Check | None = None) -> Check | None:
        """Give what is asked in the transaction that writes a judgement, also if it had to wait."""
        if self._shown is None:
            return check
        blind_id = str(values["blind_id"])

        def ask(connection: Connection) -> None:
            refuse_not_held(connection, coder=self.coder, blind_id=blind_id)
            if check is not None:
                check(connection)

        return ask

    def score(
        self, blind_id: str, dimension: str, answer: Answer, undoes: RowId | None = None
    ) -> RowId:
        """Record an answer, or with `CLEARED` take it away."""
        return self._judge("score", self.score_values(blind_id, dimension, answer, undoes))

    def score_values(
        self, blind_id: str, dimension: str, answer: Answer, undoes: RowId | None = None
    ) -> dict[str, Value]:
        """Give the columns of a score."""
        return {
            "coder": self.coder,
            "blind_id": blind_id,
            "dimension": dimension,
            "state": answer.state.value,
            "value": answer.value,
            "number": answer.number,
            "rubric": self._rubric,
            **_undoing(undoes),
        }

    def cite(
        self,
        blind_id: str,
        dimension: str,
        citation: Citation,
        *,
        attached: bool = True,
        undoes: RowId | None = None,
    ) -> RowId:
        """Attach a citation to a dimension, or take it away.

        Raises:
            TextChangedError: it quotes a text that is no longer the item's; no such row is made.
        """
        values = self.evidence_values(blind_id, dimension, citation, attached, undoes)
        check = None
        if citation.quote and self._shown is not None and self._shown[0] == blind_id:
            check = partial(refuse_changed_text, blind_id=blind_id, shown=self._shown[1])
        return self._judge("evidence", values, check)

    def evidence_values(
        self,
        blind_id: str,
        dimension: str,
        citation: Citation,
        attached: bool = True,
        undoes: RowId | None = None,
    ) -> dict[str, Value]:
        """Give the columns of a citation."""
        return {
            "coder": self.coder,
            "blind_id": blind_id,
            "dimension": dimension,
            "part": citation.part,
            "span_start": citation.start,
            "span_end": citation.end,
            "quote": citation.quote,
            "part_hash": citation.part_hash,
            "attached": int(attached),
            "rubric": self._rubric,
            **_source(citation.source),
            **_undoing(undoes),
        }

    def reverse(self, blind_id: str, reversal: Reversal) -> RowId:
        """Write an undo or a redo."""
        if reversal.citation is None:
            answer = reversal.answer or Answer(State.CLEARED)
            return self.score(blind_id, reversal.dimension, answer, reversal.undoes)
        return self.cite(
            blind_id,
            reversal.dimension,
            reversal.citation,
            attached=reversal.attached,
            undoes=reversal.undoes,
        )

    def comment(self, blind_id: str, text: str, dimension: str | None = None) -> RowId:
        """Record a comment; the latest one counts, an empty one withdraws it."""
        return self._note("comment", self.comment_values(blind_id, text, dimension))

    def comment_values(self, blind_id: str, text: str, dimension: str | None) -> dict[str, Value]:
        """Give the columns of a comment."""
        return {"coder": self.coder, "blind_id": blind_id, "dimension": dimension, "text": text}

    def flag(self, blind_id: str, reason: str) -> RowId:
        """Flag an item with a reason; an empty reason takes the flag away."""
        return self._note("flag", {"coder": self.coder, "blind_id": blind_id, "reason": reason})

    def move(self, blind_id: str, move: Move, reason: str = "") -> RowId:
        """Submit, reopen or skip an item."""
        return self._judge("submission", self.move_values(blind_id, move, reason))

    def move_values(self, blind_id: str, move: Move, reason: str = "") -> dict[str, Value]:
        """Give the columns of a submission."""
        return {"coder": self.coder, "blind_id": blind_id, "move": move.value, "reason": reason}

    def bookmark(self, bookmark: Bookmark) -> None:
        """Remember the place; written with the next judgement or flush."""
        self.sitting.place_bookmark(bookmark)


def _source(source: Source | None) -> dict[str, Value]:
    return {
        "source_kind": source.kind if source else None,
        "source_url": source.url if source else None,
        "source_place": source.place if source else None,
        "source_accessed": source.accessed if source else None,
    }


def _undoing(undoes: RowId | None) -> dict[str, Value]:
    return {
        "undoes_sitting": undoes.sitting if undoes else None,
        "undoes_seq": undoes.seq if undoes else None,
    }
