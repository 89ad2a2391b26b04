"""What a coder's keys do to the study, without a screen.

Every method that changes something returns when the change is committed; what stands is then read
back from the file, so that the screen can only show what is saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from coder_tui.domain.blinding import text_hash
from coder_tui.domain.coding import Citation, Move, Progress, Reversal, Sheet, redo, undo
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.items import ItemKind, ItemView, Part
from coder_tui.domain.rubric import CLEARED, Answer, Dimension, scored
from coder_tui.storage.scores import Notes, Recorder, read_notes, read_sheet
from coder_tui.storage.sittings import Bookmark
from coder_tui.storage.study import StudyFile


@dataclass(frozen=True, slots=True)
class Notice:
    """What a key came to, in a few words; `refused` where it did nothing."""

    text: str
    refused: bool = False


SUBMITTED = Notice("This item is submitted; u reopens it.", refused=True)
WAITING = Notice("Not yet: something is not saved. It is tried again by itself.", refused=True)
ELSEWHERE = Notice("This item was changed in another window: look, then press again.", refused=True)


def _kept(what: str) -> Notice:
    return Notice(f"{what}: kept, but NOT SAVED yet.", refused=True)


class Desk:
    """One coder at work: an open item, what stands on it, and the dimension in question."""

    def __init__(self, study: StudyFile, recorder: Recorder) -> None:
        self.study = study
        self.recorder = recorder
        self.coder = recorder.coder
        self.item: ItemView
        self.sheet: Sheet
        self.notes: Notes
        self.dimension: Dimension
        self.place, self.total = 0, 0
        self._bookmark: Bookmark | None = None
        self._left: Dimension | None = None
        """The dimension that the last answer or citation went on from."""

    # Opening

    def open_first(self) -> Bookmark | None:
        """Open where the coder was, else the next open item, else the first.

        Returns:
            The bookmark, if the item is the one it names.
        """
        bookmark = self.study.bookmark(self.coder)
        if bookmark is not None and self.study.place(self.coder, bookmark.blind_id)[0]:
            self.open(bookmark.blind_id)
            if self.sheet.progress is not Progress.SUBMITTED:
                self._turn_to(bookmark.dimension)
                return bookmark
        following = self.study.next_open(self.coder)
        if following is None:
            following = self.study.assignments(self.coder)[0].blind_id
        self.open(following)
        return None

    def open(self, blind_id: str) -> None:
        """Open an item on its first dimension without an answer."""
        self.item = self.study.item(blind_id)
        self.place, self.total = self.study.place(self.coder, blind_id)
        self.reload()
        self._left = None
        gaps = self.sheet.gaps(self.study.rubric)
        self.dimension = gaps[0].dimension if gaps else self.open_dimensions[0]

    def reload(self) -> None:
        """Read what stands on the item from the file."""
        connection = self.study.connection
        self.sheet = read_sheet(connection, self.coder, self.item.blind_id)
        self.notes = read_notes(connection, self.coder, self.item.blind_id)

    # Looking

    @property
    def open_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions that are asked, given the answers so far."""
        return self.study.rubric.open_dimensions(self.sheet.answers)

    @property
    def scored_count(self) -> int:
        """How many of the open dimensions have an answer."""
        return sum(d.id in self.sheet.answers for d in self.open_dimensions)

    @property
    def unit(self) -> str:
        """What the parts of the item are called."""
        return "turn" if self.item.kind is ItemKind.TRANSCRIPT else "field"

    @property
    def unsaved(self) -> int:
        """How many judgements are waiting to be written."""
        return self.recorder.sitting.unsaved

    @property
    def is_submitted(self) -> bool:
        """Whether the item is submitted and so closed to changes."""
        return self.sheet.progress is Progress.SUBMITTED

    # Judging

    def _closed(self) -> Notice | None:
        """Say why nothing can be judged right now; None where it can.

        The same coder may have a second window open. What stands is read again before each
        judgement, so that none is made on a picture that is no longer true.
        """
        if self.unsaved:
            return WAITING
        shown = self.sheet
        self._look_again()
        if self.sheet != shown:
            return ELSEWHERE
        return SUBMITTED if self.is_submitted else None

    def score(self, value: int) -> Notice:
        """Score the current dimension; go on unless evidence is owed."""
        return self._answer(scored(value), f"{value}")

    def answer(self, answer: Answer) -> Notice:
        """Answer *not applicable* or *cannot judge*."""
        return self._answer(answer, answer.word)

    def _answer(self, answer: Answer, word: str) -> Notice:
        if closed := self._closed():
            return closed
        dimension = self.dimension
        if not dimension.allows(answer):
            allowed = ", ".join(dimension.values)
            extra = ", x not applicable" if dimension.not_applicable else ""
            return Notice(
                f"{dimension.short} takes {allowed}{extra}, z cannot judge.", refused=True
            )
        self._left = None
        if self.sheet.answer(dimension) != answer:
            row = partial(self.recorder.score, self.item.blind_id, dimension.id, answer)
            if not self._write(row):
                return _kept(f"{dimension.short} = {word}")
        if dimension.owes_evidence(answer) and not self.sheet.cited(dimension):
            return Notice(
                f"{dimension.short} = {word}. Go to the {self.unit} that shows it: cite (e)"
            )
        return self._go_on(f"{dimension.short} = {word}.")

    def _go_on(self, done: str) -> Notice:
        """Turn to the next gap behind the current dimension, or say that nothing is missing."""
        gaps = [gap.dimension.id for gap in self.sheet.gaps(self.study.rubric)]
        if not gaps:
            return Notice(f"{done} Nothing is missing: Enter submits.")
        self._left = self.dimension
        self._turn_to(self._first_behind(gaps))
        return Notice(done)

    def cite(self, part: Part, *, in_one_go: bool = False) -> Notice:
        """Attach a whole turn or field as evidence for the current dimension.

        Args:
            part: the turn or field.
            in_one_go: the key follows an answer or citation at once, and so means the dimension
                that was just dealt with, even where the screen has gone on to the next.
        """
        if closed := self._closed():
            return closed
        dimension = self._left if in_one_go and self._left else self.dimension
        if not dimension.evidence_offered:
            return Notice(f"{dimension.short} takes no evidence.", refused=True)
        if not part.idx:
            return Notice("The reference is no evidence; cite a turn.", refused=True)
        part_hash = text_hash(self.study.info.salt, part.text)
        citation = Citation(part.idx, 0, len(part.text), part.text, part_hash)
        if citation in self.sheet.cited(dimension):
            return Notice(f"{dimension.short} has this one already.", refused=True)
        row = partial(self.recorder.cite, self.item.blind_id, dimension.id, citation)
        if not self._write(row):
            return _kept(f"{dimension.short} cites {self.unit} {part.idx}")
        done = f"{dimension.short} cites {self.unit} {part.idx}."
        if dimension.id != self.dimension.id or dimension.id not in self.sheet.answers:
            return Notice(done)
        return self._go_on(done)

    def clear(self) -> Notice:
        """Take the answer away; where there is none, the citation attached last."""
        if closed := self._closed():
            return closed
        dimension = self.dimension
        blind_id = self.item.blind_id
        if self.sheet.answer(dimension) is not None:
            if not self._write(partial(self.recorder.score, blind_id, dimension.id, CLEARED)):
                return _kept(f"{dimension.short} cleared")
            return Notice(f"{dimension.short} cleared; u brings it back.")
        cited = self.sheet.cited(dimension)
        if not cited:
            return Notice(f"{dimension.short} has nothing to clear.", refused=True)
        row = partial(self.recorder.cite, blind_id, dimension.id, cited[-1], attached=False)
        if not self._write(row):
            return _kept(f"{dimension.short}: citation of {self.unit} {cited[-1].part} taken away")
        gone = f"{dimension.short} no longer cites {self.unit} {cited[-1].part}"
        return Notice(f"{gone}; u undoes it.")

    def undo(self) -> Notice:
        """Undo the last step on this item; undoing a submit reopens it."""
        closed = self._closed()
        if closed is SUBMITTED:
            row = partial(self.recorder.move, self.item.blind_id, Move.REOPENED, "undo")
            if not self._write(row):
                return _kept("Reopened")
            return Notice("Reopened: change what you want and submit again. This is logged.")
        if closed:
            return closed
        step = undo(self.sheet)
        if step is None:
            since = " since its submit" if self.sheet.progress is Progress.REOPENED else ""
            return Notice(f"Nothing to undo on this item{since}.", refused=True)
        if not self._write(partial(self.recorder.reverse, self.item.blind_id, step)):
            return _kept("Undone")
        self._turn_to(step.dimension)
        return Notice(f"Undone: {self._now_stands(step)}; U brings it back.")

    def redo(self) -> Notice:
        """Bring back what was undone last."""
        if closed := self._closed():
            return closed
        step = redo(self.sheet)
        if step is None:
            return Notice("Nothing to redo.", refused=True)
        if not self._write(partial(self.recorder.reverse, self.item.blind_id, step)):
            return _kept("Redone")
        self._turn_to(step.dimension)
        return Notice(f"Redone: {self._now_stands(step)}.")

    def _now_stands(self, step: Reversal) -> str:
        """Say what an undo or redo came to: `D3 = 1`, `D3 has no score`, `D3 cites turn 4`."""
        short = self.study.rubric.dimension(step.dimension).short
        if step.citation is not None:
            word = "cites" if step.attached else "no longer cites"
            return f"{short} {word} {self.unit} {step.citation.part}"
        answer = self.sheet.answers.get(step.dimension)
        return f"{short} = {answer.word}" if answer else f"{short} has no score"

    def comment(self, text: str) -> Notice:
        """Keep a comment on the item."""
        if text == self.notes.comment:
            return Notice("The comment stays as it is.", refused=True)
        if not self._write(partial(self.recorder.comment, self.item.blind_id, text)):
            return _kept("The comment")
        return Notice("Comment kept." if text else "Comment withdrawn.")

    def flag(self, reason: str) -> Notice:
        """Flag the item, or with an empty reason take the flag away."""
        if reason == self.notes.flag:
            return Notice(
                "A flag needs its reason." if not reason else "The flag stays as it is.",
                refused=True,
            )
        if not self._write(partial(self.recorder.flag, self.item.blind_id, reason)):
            return _kept("The flag")
        return Notice("Flagged." if reason else "Flag taken away.")

    def skip(self, reason: str) -> Notice:
        """Skip the item; it comes back at the end."""
        if closed := self._closed():
            return closed
        blind_id = self.item.blind_id
        if not self._write(partial(self.recorder.move, blind_id, Move.SKIPPED, reason)):
            return _kept("The skip")
        self._open_next()
        return Notice(f"{blind_id} skipped; it comes back at the end.")

    def submit(self) -> Notice:
        """Submit a complete item and open the next; else turn to the first gap and do no more."""
        closed = self._closed()
        if closed is SUBMITTED:
            return Notice("Submitted already; > goes on, u reopens it.", refused=True)
        if closed:
            return closed
        gaps = self.sheet.gaps(self.study.rubric)
        if gaps:
            self.dimension = gaps[0].dimension
            missing = "evidence: cite (e)" if gaps[0].evidence else "a score"
            return Notice(f"{self.dimension.short} still needs {missing}", refused=True)
        blind_id = self.item.blind_id
        if not self._write(partial(self.recorder.move, blind_id, Move.SUBMITTED)):
            return _kept("The submit")
        return Notice(f"{blind_id} submitted.{'' if self._open_next() else ' That was the last.'}")

    def _open_next(self) -> bool:
        following = self.study.next_open(self.coder)
        if following is None or following == self.item.blind_id:
            return False
        self.open(following)
        return True

    # Moving

    def go_to_item(self, blind_id: str) -> Notice | None:
        """Open another item, but not while something of this one is not saved."""
        if self.unsaved:
            return WAITING
        self.open(blind_id)
        return None

    def neighbour(self, step: int) -> str | None:
        """The previous or next item in the coder's order."""
        return self.study.neighbour(self.coder, self.item.blind_id, step)

    def turn(self, step: int) -> None:
        """Turn to the previous or next dimension."""
        self._left = None
        dimensions = self.open_dimensions
        here = dimensions.index(self.dimension) if self.dimension in dimensions else 0
        self.dimension = dimensions[(here + step) % len(dimensions)]

    def turn_to_gap(self) -> Notice:
        """Turn to the next dimension without an answer or without its evidence."""
        return self._go_on("")

    def turn_to_unanswered(self) -> bool:
        """Turn to the next dimension without an answer, if need be; False where there is none."""
        if self.sheet.answer(self.dimension) is None:
            return True
        gaps = self.sheet.gaps(self.study.rubric)
        unanswered = [gap.dimension.id for gap in gaps if not gap.evidence]
        if unanswered:
            self._turn_to(self._first_behind(unanswered))
        return bool(unanswered)

    def _first_behind(self, dimensions: Sequence[str]) -> str:
        """Give the first of some dimensions behind the current one, going round."""
        order = [dimension.id for dimension in self.study.rubric.dimensions]
        here = order.index(self.dimension.id)
        return min(dimensions, key=lambda each: (order.index(each) - here - 1) % len(order))

    def _turn_to(self, dimension_id: str) -> None:
        for dimension in self.open_dimensions:
            if dimension.id == dimension_id:
                self.dimension = dimension

    # Saving

    def remember_place(self, part: int, line: int) -> None:
        """Remember where the coder is; written with the next judgement or `save_place`."""
        here = Bookmark(self.item.blind_id, self.dimension.id, part, line)
        if here != self._bookmark:
            self._bookmark = here
            self.recorder.bookmark(here)

    def try_again(self) -> bool:
        """Write what is waiting, the bookmark with it; False where it still cannot be written."""
        waiting = self.unsaved
        try:
            self.recorder.sitting.flush(patience=0.1)
        except NotSavedError:
            return False
        if waiting:
            self._look_again()
        return True

    def _write(self, write: Callable[[], object]) -> bool:
        """Write a judgement and read back what stands; False: it waits, being kept in memory."""
        try:
            write()
        except NotSavedError:
            return False
        self._look_again()
        return True

    def _look_again(self) -> None:
        """Read back what stands; the dimension in question may have become hidden by it."""
        self.reload()
        if self.dimension not in self.open_dimensions:
            self.dimension = self.open_dimensions[0]
