"""Which case lies on an adjudicator's desk: what waits, what was put off, what is looked at again.

What is final already can be opened again: it stays final until it is decided anew.
"""

from collections import deque
from collections.abc import Callable, Mapping

from coder_tui.domain.adjudication import Case, CaseId, Waiting
from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.domain.items import ItemView
from coder_tui.domain.rubric import Answer
from coder_tui.domain.text import plural
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case, read_waiting
from coder_tui.storage.study import StudyFile
from coder_tui.storage.taking_up import VersionWatch
from coder_tui.tui.adjudication.keys import SHIPPED
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.notice import WAITING, Notice, replaced


class CaseDesk:
    """The cases of one adjudicator, one of them open."""

    def __init__(self, study: StudyFile, adjudicator: Adjudicator) -> None:
        self.study = study
        self.adjudicator = adjudicator
        self.keys: Mapping[str, str] = SHIPPED
        self.case: Case | None = None
        self.item: ItemView | None = None
        self.chosen: Answer | None = None
        self.found = Waiting((), 0, 0, 0)
        """What the last look at the study came to."""
        self.decided = 0
        self.written = 0
        """How often something was committed in this sitting."""
        self._queue: deque[CaseId] = deque()
        self._listed: list[CaseId] = []
        self._deferred: set[CaseId] = set()
        self._when_saved: Callable[[], Notice] | None = None
        self._rubric = VersionWatch(study)

    # Opening

    def open_first(self) -> None:
        """Open the first case that waits."""
        self._look()
        self._open_front()

    def _look(self) -> None:
        """Find what waits now."""
        self.found = read_waiting(self.study, self.adjudicator.present)
        self._queue = deque(self.found.cases)
        self.decided = self.found.decided
        place = {each.id: place for place, each in enumerate(self.study.rubric.dimensions)}
        self._listed = sorted(
            (*self.found.cases, *self.found.settled),
            key=lambda case: (place[case.dimension], case.blind_id),
        )

    def _open_next(self) -> None:
        """Open the next case; at the end, what has come to wait meanwhile."""
        if not self._open_front():
            self._look()
            self._open_front()

    def _open_front(self) -> bool:
        """Open the first case of the queue that still waits."""
        while self._queue:
            if self._show(read_case(self.study, self._queue[0])):
                return True
            self._queue.popleft()
        self.case = self.item = self.chosen = None
        return False

    def open_case(self, case_id: CaseId) -> bool:
        """Open a case, final or not; False where its coders have it open, or agree by now."""
        if not self._show(read_case(self.study, case_id, again=True)):
            return False
        if case_id in self._queue:
            self._queue.rotate(-self._queue.index(case_id))
        return True

    def _show(self, case: Case | None) -> bool:
        if case is None:
            return False
        self.chosen = None
        self.case = case
        if self.item is None or self.item.blind_id != case.id.blind_id:
            self.item = self.study.item(case.id.blind_id)
        return True

    def step_case(self, step: int) -> Notice | None:
        """Open the case before or behind this one, final or not, in the order of the rubric."""
        if closed := self._closed():
            return closed
        last = len(self._listed)
        at = last if step < 0 else -1
        if self.case is not None and self.case.id in self._listed:
            at = self._listed.index(self.case.id)
        at += step
        while 0 <= at < last:
            if self.open_case(self._listed[at]):
                return None
            at += step
        return Notice(f"There is no case {'before' if step < 0 else 'behind'} this.", refused=True)

    def go_to(self, case_id: CaseId) -> Notice | None:
        """Open a case of the list."""
        if closed := self._closed():
            return closed
        if self.open_case(case_id):
            return None
        return Notice("Its coders changed it: there is nothing to decide on it now.", refused=True)

    # Looking

    @property
    def listed(self) -> tuple[CaseId, ...]:
        """All cases, final or not, in the order of the rubric, then of blind ids."""
        return tuple(self._listed)

    @property
    def step(self) -> Step:
        """What the next key answers."""
        if self.case is None:
            return Step.NOTHING
        return Step.VALUE if self.chosen is None else Step.REASON

    @property
    def waiting(self) -> int:
        """How many cases wait for a decision, the open one among them."""
        return len(self._queue)

    def was_deferred(self, case: CaseId) -> bool:
        """Whether a case was deferred before."""
        return case in self._deferred

    @property
    def is_simulated(self) -> bool:
        """Whether what is decided on is not real."""
        kind = self.case.coder_kind if self.case else ""
        return self.study.info.simulated or kind == "simulated"

    @property
    def unsaved(self) -> int:
        """How many judgements are waiting to be written."""
        return self.adjudicator.sitting.unsaved

    # Saving

    def _closed(self) -> Notice | None:
        """Say why nothing can be decided right now; None where it can."""
        if self.unsaved:
            return WAITING
        return self._take_up_rubric() if self._rubric.is_replaced else None

    def _take_up_rubric(self) -> Notice:
        """Go on under the version of the rubric in force, on the same case where it waits."""
        diff = self._rubric.take_up()
        self.adjudicator.take_up(self.study.rubric_fingerprint)
        here = self.case.id if self.case is not None else None
        self._look()
        if here is None or not self.open_case(here):
            self._open_front()
        return replaced(diff, in_view=here.dimension if here else "")

    def _write(self, write: Callable[[], object], then: Callable[[], Notice]) -> Notice:
        """Write, then go on; what cannot be written is kept, and the case stays open."""
        try:
            write()
        except RefusedError:
            return self._take_up_rubric()
        except NotSavedError:
            self._when_saved = then
            return Notice("This is kept, but NOT SAVED yet. It is tried again by itself.")
        self.written += 1
        return then()

    def try_again(self) -> Notice | None:
        """Write what is waiting; a notice where that succeeded, or will never do so."""
        waiting = self.unsaved
        try:
            if not waiting or not self.adjudicator.try_again():
                return None
        except RefusedError:
            self._when_saved = None
            return self._take_up_rubric()
        self.written += 1
        then, self._when_saved = self._when_saved, None
        done = then().text if then else ""
        return Notice(f"{plural(waiting, 'judgement')} saved after all. {done}".strip())
