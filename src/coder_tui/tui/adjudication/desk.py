"""What an adjudicator's keys do to the study, without a screen.

A decision is made in two steps: a value, then a reason, and with some reasons a sentence. It is
written when it is complete, and the next case opens when it is committed.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum, auto

from coder_tui.domain.adjudication import Case, CaseId, Decision, Reason
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.items import ItemView
from coder_tui.domain.rubric import Answer, scored
from coder_tui.domain.text import plural
from coder_tui.storage.adjudications import Adjudicator, read_case, read_waiting, standing_decision
from coder_tui.storage.study import StudyFile
from coder_tui.tui.notice import WAITING, Notice

CHANGED = Notice("This changed meanwhile: look again before you decide.", refused=True)
NOTHING = Notice("Nothing waits for a decision.", refused=True)


class Step(Enum):
    """What the next key answers."""

    NOTHING = auto()
    VALUE = auto()
    REASON = auto()


class Desk:
    """One adjudicator at work: an open case, and the value chosen for it."""

    def __init__(self, study: StudyFile, adjudicator: Adjudicator) -> None:
        self.study = study
        self.adjudicator = adjudicator
        self.case: Case | None = None
        self.item: ItemView | None = None
        self.chosen: Answer | None = None
        self.decided = self.held_back = self.of_machines = 0
        self.written = 0
        """How often something was committed in this sitting."""
        self._queue: deque[CaseId] = deque()
        self._deferred: set[CaseId] = set()
        self._decisions: list[CaseId] = []
        self._when_saved: Callable[[], Notice] | None = None

    # Opening

    def open_first(self) -> None:
        """Open the first case that waits."""
        self._look()
        self._open_front()

    def _look(self) -> None:
        """Find what waits now."""
        waiting = read_waiting(self.study)
        self._queue = deque(waiting.cases)
        self.decided, self.held_back = waiting.decided, waiting.held_back
        self.of_machines = waiting.of_machines

    def _open_next(self) -> None:
        """Open the next case; at the end, what has come to wait meanwhile."""
        if not self._open_front():
            self._look()
            self._open_front()

    def _open_front(self) -> bool:
        """Open the first case of the queue that still waits."""
        self.chosen = None
        while self._queue:
            self.case = read_case(self.study, self._queue[0])
            if self.case is not None:
                if self.item is None or self.item.blind_id != self.case.id.blind_id:
                    self.item = self.study.item(self.case.id.blind_id)
                return True
            self._queue.popleft()
        self.case = self.item = None
        return False

    # Looking

    @property
    def step(self) -> Step:
        """What the next key answers."""
        if self.case is None:
            return Step.NOTHING
        return Step.VALUE if self.chosen is None else Step.REASON

    @property
    def total(self) -> int:
        """How many cases there are, decided or waiting."""
        return self.decided + len(self._queue)

    @property
    def is_deferred(self) -> bool:
        """Whether the open case was deferred before."""
        return self.case is not None and self.case.id in self._deferred

    @property
    def is_simulated(self) -> bool:
        """Whether what is decided on is not real."""
        kind = self.case.coder_kind if self.case else ""
        return self.study.info.simulated or kind == "simulated"

    @property
    def unsaved(self) -> int:
        """How many decisions are waiting to be written."""
        return self.adjudicator.sitting.unsaved

    # Deciding

    def take(self, letter: str) -> Notice | None:
        """Choose the value that a coder gave."""
        side = self.case.side(letter) if self.case else None
        if self.case is not None and side is None:
            letters = ", ".join(each.letter for each in self.case.sides)
            return Notice(f"There is no {letter} here: {letters}.", refused=True)
        return NOTHING if side is None else self.choose(side.answer)

    def score(self, value: int) -> Notice | None:
        """Choose a point of the scale; where an answer is no single point, say how to write it."""
        if self.case is not None and not self.case.dimension.takes_one_point:
            short = self.case.dimension.short
            return Notice(f"{short} takes no digit: = writes another value.", refused=True)
        return self.choose(scored(value))

    def write(self, text: str) -> Notice | None:
        """Choose the value that was typed.

        Raises:
            BadInputError: the dimension does not take it.
        """
        return NOTHING if self.case is None else self.choose(self.case.dimension.read(text))

    def choose(self, answer: Answer) -> Notice | None:
        """Choose a value; the reason is asked for next."""
        if self.case is None:
            return NOTHING
        if self.unsaved:
            return WAITING
        dimension = self.case.dimension
        if not dimension.allows(answer) and not self.case.letters_of(answer):
            extra = "; x not applicable" if dimension.not_applicable else ""
            return Notice(
                f"{dimension.short} takes {dimension.takes}{extra}; z cannot judge.", refused=True
            )
        self.chosen = answer
        return None

    def back(self) -> None:
        """Go back from the reason to the value."""
        if not self.unsaved:
            self.chosen = None

    def owes_sentence(self, reason: Reason) -> bool:
        """Whether the chosen value needs a sentence with this reason."""
        return (
            self.case is not None
            and self.chosen is not None
            and self.case.owes_sentence(self.chosen, reason)
        )

    def decide(self, reason: Reason, sentence: str = "") -> Notice:
        """Write the decision and open the next case."""
        case, answer = self.case, self.chosen
        if case is None or answer is None:
            return NOTHING
        if self.unsaved:
            return WAITING
        sentence = sentence.strip()
        if case.owes_sentence(answer, reason) and not sentence:
            return Notice("This decision needs a sentence.", refused=True)
        if read_case(self.study, case.id) != case:
            self._open_next()
            return CHANGED
        decision = Decision(answer, reason, sentence)
        return self._write(
            lambda: self.adjudicator.decide(case.id, decision),
            lambda: self._after_decision(case, decision),
        )

    def _after_decision(self, case: Case, decision: Decision) -> Notice:
        self._decisions.append(case.id)
        self._queue.popleft()
        self.decided += 1
        self._open_next()
        said = f"{case.id.blind_id} {case.dimension.short} = {decision.answer.word}"
        done = f"{said}, {decision.reason.words}."
        if self.case is not None and self.case.dimension != case.dimension:
            done += f" {case.dimension.short} is done; {self.case.dimension.label} begins."
        return Notice(done)

    def defer(self) -> Notice:
        """Move the case to the end of this sitting."""
        if self.case is None:
            return NOTHING
        if self.unsaved:
            return WAITING
        if len(self._queue) == 1:
            return Notice("This is the only one left; q leaves it for later.", refused=True)
        deferred = self.case
        self._deferred.add(deferred.id)
        self._queue.rotate(-1)
        self._open_next()
        said = f"{deferred.id.blind_id} {deferred.dimension.short}"
        return Notice(f"{said} deferred; it comes back at the end.")

    def undo(self) -> Notice:
        """Take the last decision of this sitting back and open its case again."""
        if self.unsaved:
            return WAITING
        if not self._decisions:
            return Notice("Nothing was decided in this sitting.", refused=True)
        last = self._decisions.pop()
        decided = standing_decision(self.study.connection, last)
        if decided is None or decided.sitting != self.adjudicator.sitting.id:
            return Notice(
                f"{last.blind_id} was decided again by somebody since; that decision stays.",
                refused=True,
            )
        return self._write(
            lambda: self.adjudicator.take_back(last, decided),
            lambda: self._after_undo(last),
        )

    def _after_undo(self, last: CaseId) -> Notice:
        self.decided -= 1
        self._queue.appendleft(last)
        self._open_next()
        return Notice(f"Taken back: {last.blind_id}. Decide again, or d defers it.")

    # Saving

    def _write(self, write: Callable[[], object], then: Callable[[], Notice]) -> Notice:
        """Write, then go on; what cannot be written is kept, and the case stays open."""
        try:
            write()
        except NotSavedError:
            self._when_saved = then
            return Notice("This is kept, but NOT SAVED yet. It is tried again by itself.")
        self.written += 1
        return then()

    def try_again(self) -> Notice | None:
        """Write what is waiting; a notice where that succeeded."""
        waiting = self.unsaved
        if not waiting or not self.adjudicator.try_again():
            return None
        self.written += 1
        then, self._when_saved = self._when_saved, None
        done = then().text if then else ""
        return Notice(f"{plural(waiting, 'decision')} saved after all. {done}".strip())
