"""A round of practice: a desk on which practice items come first, and what it tells afterwards.

Every coder gets the practice items in the same order, each with feedback after its submit. When all
are submitted the round is passed, and the coder's own items open; or it begins again, cleared.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from coder_tui.domain.calibration import Compared, Feedback, compare
from coder_tui.domain.coding import Progress, Sheet
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.text import plural
from coder_tui.storage.rounds import (
    begin_again,
    cleared_by_round,
    has_passed,
    log_round,
    practice_items,
    rounds_done,
)
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile
from coder_tui.storage.whereabouts import Bookmark
from coder_tui.tui.coding.guess_desk import GuessDesk
from coder_tui.tui.help_pages import heading
from coder_tui.tui.literal import Piece
from coder_tui.tui.notice import Notice

FIRST = Notice("Practise first: your own items open when the round is passed.", refused=True)
NO_SKIP = Notice("A practice item is not skipped; z says that you cannot judge.", refused=True)
CLEARED = Notice("Nothing to undo on this item in this round.", refused=True)
NOT_ENDED = Notice("The round's end is not saved yet: Enter tries again.", refused=True)


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """How a round ended."""

    attempt: int
    items: int
    passed_items: int

    @property
    def passed(self) -> bool:
        """Whether every item of it was passed."""
        return self.passed_items == self.items


@dataclass(frozen=True, slots=True)
class Told:
    """What is told after the submit of a practice item."""

    blind_id: str
    place: int
    total: int
    feedback: Feedback
    end: RoundEnd | None
    """There after the last item of the round."""

    @property
    def notice(self) -> Notice | None:
        """What stands on the screen when the page is closed."""
        if self.end is None:
            return None
        if self.end.passed:
            return Notice("The round is passed: this is the first item of your own.")
        return Notice("The round begins again with its first item.", refused=True)


class PracticeDesk(GuessDesk):
    """One coder at work, who practises first; afterwards a desk like any other."""

    def __init__(self, study: StudyFile, recorder: Recorder) -> None:
        super().__init__(study, recorder)
        self._practice = {each.blind_id: each for each in practice_items(study)}
        self.practising = bool(self._practice) and not has_passed(study, self.coder)
        self.told: Told | None = None
        """What the screen has to tell; it takes it away."""

    # Opening

    def open_first(self) -> Bookmark | None:
        """Open the practice item at hand, where the coder was on it; after practice as usual."""
        if not self.practising:
            return super().open_first()
        following = self._next_practice()
        if following is None:
            # The program ended between the last submit and the end of the round.
            self.open(list(self._practice)[-1])
            self._tell()
            return None
        bookmark = self.study.bookmark(self.coder)
        self.open(following)
        if bookmark is None or bookmark.blind_id != following:
            return None
        self._turn_to(bookmark.dimension)
        return bookmark

    def open(self, blind_id: str) -> None:
        """Open an item; a practice item has its place among these."""
        super().open(blind_id)
        if blind_id in self._practice:
            self.place = list(self._practice).index(blind_id) + 1
            self.total = len(self._practice)

    def _next_practice(self) -> str | None:
        for blind_id in self._practice:
            if self._sheet_of(blind_id).progress is not Progress.SUBMITTED:
                return blind_id
        return None

    def _sheet_of(self, blind_id: str) -> Sheet:
        return read_sheet(self.study.connection, self.coder, blind_id)

    def _take_up_rubric(self, *, moved: bool = False) -> Notice:
        """Go on under another version, whose scales the right answers fit as well."""
        notice = super()._take_up_rubric(moved=moved)
        self._practice = {each.blind_id: each for each in practice_items(self.study)}
        return notice

    # Keys that do something else during practice

    def submit(self) -> Notice:
        """Submit a practice item: what is told about it is in `told`."""
        if not self.practising:
            return super().submit()
        if self.is_submitted and not self.unsaved:
            self._tell()
            return Notice("Submitted.") if self.told else NOT_ENDED
        notice = super().submit()
        ended = self.told is not None or not self.is_submitted or notice.refused
        return notice if ended else NOT_ENDED

    def _open_next(self) -> bool:
        if not self.practising:
            return super()._open_next()
        self._tell()
        return True

    def undo(self) -> Notice:
        """Undo the last step of this round; what an earlier round left is not brought back."""
        if self.practising:
            if self.is_submitted:
                return CLEARED
            connection, blind_id = self.study.connection, self.item.blind_id
            if cleared_by_round(connection, self.coder, blind_id, self.sheet):
                return CLEARED
        return super().undo()

    def skip(self, reason: str) -> Notice:
        """Skip an item; a practice item is not skipped."""
        return NO_SKIP if self.practising else super().skip(reason)

    def go_to_item(self, blind_id: str) -> Notice | None:
        """Open another item; during practice only the one at hand."""
        if self.practising:
            return FIRST
        return super().go_to_item(blind_id)

    def neighbour(self, step: int) -> str | None:
        """The previous or next item; none during practice."""
        return None if self.practising else super().neighbour(step)

    # The round

    def _feedback(self, blind_id: str, sheet: Sheet) -> Feedback:
        return compare(self.study.rubric, self._practice[blind_id].item, sheet.answers)

    def _tell(self) -> None:
        """Put together what is told about the submitted item, and go on from it."""
        blind_id, place = self.item.blind_id, self.place
        feedback = self._feedback(blind_id, self.sheet)
        following = self._next_practice()
        end = None
        if following is None:
            try:
                end = self._end_round()
            except NotSavedError:
                return
        self.told = Told(blind_id, place, len(self._practice), feedback, end)
        if self.practising:
            self.open(following or next(iter(self._practice)))
        else:
            super().open_first()

    def _end_round(self) -> RoundEnd:
        """Write how the round ended, and where it is not passed, begin it again.

        Raises:
            NotSavedError: it is not ended.
        """
        sheets = {blind_id: self._sheet_of(blind_id) for blind_id in self._practice}
        feedback = {blind_id: self._feedback(blind_id, each) for blind_id, each in sheets.items()}
        passed = sum(each.passed for each in feedback.values())
        end = RoundEnd(rounds_done(self.study, self.coder), len(feedback), passed)
        shares = {blind_id: each.share for blind_id, each in feedback.items()}
        log_round(self.study, self.coder, end.attempt, shares, passed=end.passed)
        if end.passed:
            self.practising = False
        else:
            # What could not be written waits like any judgement, and is tried again.
            with contextlib.suppress(NotSavedError):
                begin_again(self.recorder, sheets)
        return end


# What is told


def feedback_pieces(told: Told) -> list[Piece]:
    """Give the page that is shown after a practice item."""
    feedback = told.feedback
    verdict = ("enough", "$success bold") if feedback.passed else ("not enough", "$error bold")
    pieces: list[Piece] = [
        heading(f"PRACTICE {told.place} of {told.total}: {told.blind_id}"),
        f"{feedback.agreed} of {plural(len(feedback.compared), 'dimension')} as they should be "
        f"({feedback.share:.0%}); {feedback.pass_mark:.0%} is needed: ",
        verdict,
        ".\n",
        *_end_pieces(told.end),
        "\n",
    ]
    for each in feedback.compared:
        pieces += _dimension_pieces(each)
    return pieces


def _dimension_pieces(each: Compared) -> Iterator[Piece]:
    own = each.own.word if each.own else "no answer"
    yield (f"{each.dimension.label}\n", "$accent bold")
    if each.agrees:
        yield ("  right: ", "$success bold")
        yield f"{own}\n"
    else:
        yield ("  yours: ", "$error bold")
        yield f"{own}   "
        yield ("right: ", "$success bold")
        yield f"{each.gold.word}\n"
    point = each.dimension.point(each.gold.value) if each.gold.value else None
    if point is not None:
        yield f"  {point.value} {point.label}: {point.anchor}\n"
        if point.near_miss:
            yield ("  near miss: ", "$secondary")
            yield f"{point.near_miss}\n"
    if each.why:
        yield ("  why: ", "$secondary")
        yield f"{each.why}\n"
    yield "\n"


def _end_pieces(end: RoundEnd | None) -> list[Piece]:
    if end is None:
        return []
    if end.passed:
        return [("The round is passed", "$success bold"), ": your own items open now.\n"]
    return [
        ("The round is not passed", "$error bold"),
        f": {end.passed_items} of {plural(end.items, 'item')} had enough. It begins again with "
        "the first one, empty.\n",
    ]
