"""The item that lies open before a coder: what stands on it, which dimension is in question.

Everything that changes something returns when the change is committed; what stands is then read
back from the file, so that the screen can only show what is saved.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence

from coder_tui.domain.attention import Stopwatch
from coder_tui.domain.coding import Gap, Lack, Move, Progress, Sheet
from coder_tui.domain.errors import (
    NotHeldError,
    NotSavedError,
    RefusedError,
    TextChangedError,
)
from coder_tui.domain.items import ItemKind, ItemView
from coder_tui.domain.rubric import Dimension
from coder_tui.storage.database import version_of_others
from coder_tui.storage.item_texts import is_shown_as_stored
from coder_tui.storage.own_work import holds
from coder_tui.storage.recoding import REASON
from coder_tui.storage.scores import Notes, Recorder
from coder_tui.storage.standing import Standing, catch_up, read_standing
from coder_tui.storage.study import StudyFile
from coder_tui.storage.taking_up import VersionWatch
from coder_tui.storage.whereabouts import Bookmark
from coder_tui.tui.coding.key_labels import SHIPPED
from coder_tui.tui.notice import (
    ELSEWHERE,
    NONE_HELD,
    NOT_HELD,
    SUBMITTED,
    TEXT_REPLACED,
    WAITING,
    Notice,
    kept,
    replaced,
)


class OpenItem:
    """One coder, one open item."""

    def __init__(self, study: StudyFile, recorder: Recorder) -> None:
        self.study = study
        self.recorder = recorder
        self.coder = recorder.coder
        self.item: ItemView
        self._standing: Standing
        self.dimension: Dimension
        self.place, self.total = 0, 0
        self.keys: Mapping[str, str] = SHIPPED
        """How the keys in force are called in what is said, by the ids of their bindings."""
        self.goes_on = True
        """Whether a score turns to the next gap by itself."""
        self.practising = False
        """Whether the item is one for practice, which counts nowhere."""
        self._stopwatch = Stopwatch()
        self._bookmark: Bookmark | None = None
        self._follows: tuple[Sheet, tuple[Dimension, ...], tuple[Gap, ...]] | None = None
        self._left: Dimension | None = None
        """The dimension that the last answer or citation went on from."""
        self._rubric = VersionWatch(study)
        self._not_made: Notice | None = None
        """Why the last judgement was not made, where another version came just before it."""
        self.news: Notice | None = None
        """What `try_again` found out that has to be told."""
        self.dropped = 0
        """How many judgements `try_again` found that may not be written any more."""

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
                self._go_on_as_before()
                return bookmark
        following = self.study.next_open(self.coder)
        if following is None:
            following = self.study.assignments(self.coder)[0].blind_id
        self.open(following)
        return None

    def _go_on_as_before(self) -> None:
        """Go on from the dimension judged last, as the screen had that was killed."""
        last = self.sheet.done[-1].row.dimension if self.sheet.done else ""
        if self.goes_on and last == self.dimension.id and self.sheet.lack(self.dimension) is None:
            self._go_on("")

    def open(self, blind_id: str) -> None:
        """Open an item on its first dimension without an answer."""
        self.item = self.study.item(blind_id)
        self.recorder.shows(blind_id, self.item.content_hash)
        self.place, self.total = self.study.place(self.coder, blind_id)
        self._standing = read_standing(self.study.connection, self.recorder.sitting, blind_id)
        self._left = None
        gaps = self.gaps
        self.dimension = gaps[0].dimension if gaps else self.open_dimensions[0]

    # Looking

    @property
    def sheet(self) -> Sheet:
        """What stands on the item."""
        return self._standing.sheet

    @property
    def notes(self) -> Notes:
        """The coder's own comment and flag on the item."""
        return self._standing.notes

    @property
    def open_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions that are asked, given the answers so far."""
        return self._asked[1]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What keeps the item from being submitted, in the order of the rubric."""
        return self._asked[2]

    @property
    def _asked(self) -> tuple[Sheet, tuple[Dimension, ...], tuple[Gap, ...]]:
        """What follows from the sheet; worked out once for each, since all panels ask for it."""
        sheet, rubric = self.sheet, self.study.rubric
        if self._follows is None or self._follows[0] is not sheet:
            self._follows = sheet, rubric.open_dimensions(sheet.answers), sheet.gaps(rubric)
        return self._follows

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

    # Moving

    def go_to_item(self, blind_id: str) -> Notice | None:
        """Open another item, but not while something of this one is not saved."""
        if self.unsaved:
            return WAITING
        news = self._take_up_rubric(moved=True) if self._rubric.is_replaced else None
        self.open(blind_id)
        return news

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
        gaps = self.gaps
        unanswered = [gap.dimension.id for gap in gaps if gap.lack is Lack.SCORE]
        if unanswered:
            self._turn_to(self._first_behind(unanswered))
        return bool(unanswered)

    def turn_to(self, dimension: Dimension) -> None:
        """Turn to a dimension that is asked."""
        self._left = None
        self._turn_to(dimension.id)

    def _go_on(self, done: str) -> Notice:
        """Turn to the next gap behind the current dimension, or say that nothing is missing."""
        gaps = [gap.dimension.id for gap in self.gaps]
        if not gaps:
            return Notice(f"{done} Nothing is missing: {self.keys['submit']} submits.")
        self._left = self.dimension
        self._turn_to(self._first_behind(gaps))
        return Notice(done)

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

    def worked(self, at: float) -> None:
        """Count the time since the key before for the open item; written with what is next.

        Args:
            at: the time of a key, before it does anything.
        """
        blind_id = self.item.blind_id
        seconds = self._stopwatch.key(blind_id, at)
        if seconds:
            self.recorder.sitting.note_attention(blind_id, seconds)

    def remember_place(self, part: int, character: int) -> None:
        """Remember where the coder is; written with the next judgement or `try_again`."""
        here = Bookmark(self.item.blind_id, self.dimension.id, part, character)
        if here != self._bookmark:
            self._bookmark = here
            self.recorder.bookmark(here)

    def try_again(self) -> bool:
        """Write what is waiting, the bookmark with it; False where it still cannot be written."""
        waiting, self.news, self.dropped = self.unsaved, None, 0
        was_submitted = self.is_submitted
        try:
            self._flush()
        except NotSavedError:
            return False
        if waiting:
            self._look_again()
            if self.dropped and not self._is_held:
                self.news = self._give_up()
                return True
            self._take_up_behind_it(was_submitted=was_submitted)
            if self.dropped and self.news is None:
                self.news = self._take_up_text()
        return True

    def _flush(self) -> None:
        """Write what is waiting, but for what may not be written any more."""
        while True:
            try:
                self.recorder.sitting.flush(patience=0.1)
            except (NotHeldError, TextChangedError):
                self.dropped += 1
            else:
                return

    def kept(self, what: str) -> Notice:
        """Say that a judgement is in memory only; or that it was not made at all, and why."""
        return self._not_made or kept(what)

    def _closed(self) -> Notice | None:
        """Say why nothing can be judged right now; None where it can.

        The same coder may have a second window open. What stands is read again before a judgement
        where anybody else has written, so that none is made on a picture that is no longer true.
        """
        if self.unsaved:
            return WAITING
        if self._rubric.is_replaced:
            return self._take_up_rubric()
        if version_of_others(self.study.connection) != self._standing.version:
            if not self._is_held:
                return self._give_up()
            if self._text_is_replaced:
                return self._take_up_text()
            shown = self.sheet
            self._look_again()
            if self.sheet != shown:
                return ELSEWHERE
        return SUBMITTED if self.is_submitted else None

    def _write(self, write: Callable[[], object]) -> bool:
        """Write a judgement and read back what stands; False: `kept` says what became of it."""
        self._not_made = None
        try:
            write()
        except NotSavedError:
            return False
        except NotHeldError:
            self._not_made = self._give_up()
            return False
        except TextChangedError:
            self._not_made = self._take_up_text()
            return False
        except RefusedError:
            self._not_made = self._take_up_rubric()
            return False
        self._look_again()
        return True

    @property
    def _is_held(self) -> bool:
        """Whether the item is still the coder's."""
        return holds(self.study.connection, self.coder, self.item.blind_id)

    def _give_up(self) -> Notice:
        """Go on to the coder's next open item: this one is no longer theirs."""
        if self._rubric.is_replaced:
            self._take_up_rubric(moved=True)
        following = self.study.next_open(self.coder)
        if following is None:
            return NONE_HELD
        self.open(following)
        return NOT_HELD

    @property
    def _text_is_replaced(self) -> bool:
        """Whether the item has another text than is shown: names were masked in it, say."""
        item = self.item
        return not is_shown_as_stored(self.study.connection, item.blind_id, item.content_hash)

    def _take_up_text(self) -> Notice:
        """Show the item as its text is now, on the same dimension."""
        here = self.dimension
        self.open(self.item.blind_id)
        self._turn_to(here.id)
        return TEXT_REPLACED

    def _take_up_rubric(self, *, moved: bool = False) -> Notice:
        """Go on under the version of the rubric that came into force, at the same place."""
        diff = self._rubric.take_up()
        self.recorder.take_up(self.study.rubric_fingerprint)
        self._left = None
        blind_id = self.item.blind_id
        self._standing = read_standing(self.study.connection, self.recorder.sitting, blind_id)
        here, asked = self.dimension.id, self.open_dimensions
        gaps = [gap.dimension for gap in self.gaps]
        self.dimension = next((each for each in asked if each.id == here), [*gaps, *asked][0])
        return replaced(diff, moved=moved, in_view=here)

    def _take_up_behind_it(self, *, was_submitted: bool) -> None:
        """Take up a version that came while something waited, which then stands under its own.

        An item whose submit waited is opened again if it lacks something in that version: whoever
        adopted it did not see it submitted. Whatever else waited changes nothing of its state.
        """
        if not self._rubric.is_replaced:
            return
        self.news = self._take_up_rubric(moved=True)
        if self.is_submitted and not was_submitted and self.gaps:
            with contextlib.suppress(NotSavedError, RefusedError):
                self.recorder.move(self.item.blind_id, Move.REOPENED, REASON)
            self._look_again()

    def _look_again(self) -> None:
        """Read back what stands; the dimension in question may have become hidden by it."""
        connection, sitting = self.study.connection, self.recorder.sitting
        self._standing = catch_up(connection, sitting, self._standing)
        if self.dimension not in self.open_dimensions:
            self.dimension = self.open_dimensions[0]
