"""What an adjudicator's keys do to the study, without a screen.

A decision is made in two steps: a value, then a reason, and with some reasons a sentence. It is
written when it is complete, and the next case opens when it is committed.
"""

from coder_tui.domain.adjudication import Case, CaseId, Decision, Made, Reason
from coder_tui.domain.rubric import Answer, ScalePoint, scored
from coder_tui.domain.text import clipped, ordinal
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case
from coder_tui.storage.decisions import decisions_on, latest_decision_of
from coder_tui.storage.proposals import OwnProposal, own_proposal
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.cases import CaseDesk
from coder_tui.tui.adjudication.keys import CANNOT_JUDGE as CANNOT_JUDGE_KEY
from coder_tui.tui.adjudication.keys import DEFER, LEAVE, UNDO, WRITE
from coder_tui.tui.adjudication.keys import NOT_APPLICABLE as NOT_APPLICABLE_KEY
from coder_tui.tui.notice import WAITING, Notice

CHANGED = Notice("This changed meanwhile: look again before you decide.", refused=True)
NOTHING = Notice("Nothing waits for a decision.", refused=True)


class Desk(CaseDesk):
    """One adjudicator at work: an open case, and the value chosen for it."""

    def __init__(self, study: StudyFile, adjudicator: Adjudicator) -> None:
        super().__init__(study, adjudicator)
        self._decisions: list[CaseId] = []
        self._offered: Made | None = None
        """The decision of an earlier sitting that the next undo takes back."""
        self._proposed: OwnProposal | None = None
        """The wording that was proposed by the key before, which an undo withdraws."""

    def _show(self, case: Case | None) -> bool:
        self._proposed = None
        return super()._show(case)

    # Choosing

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
            short, key = self.case.dimension.short, self.keys[WRITE]
            return Notice(f"{short} takes no digit: {key} writes another value.", refused=True)
        return self.choose(scored(value))

    def write(self, text: str) -> Notice | None:
        """Choose the value that was typed.

        Raises:
            BadInputError: the dimension does not take it.
        """
        return NOTHING if self.case is None else self.choose(self.case.dimension.read(text))

    def choose(self, answer: Answer) -> Notice | None:
        """Choose a value; the reason is asked for next."""
        self._offered = self._proposed = None
        if self.case is None:
            return NOTHING
        if closed := self._closed():
            return closed
        dimension = self.case.dimension
        if not dimension.allows(answer) and not self.case.letters_of(answer):
            extra = ""
            if dimension.not_applicable:
                extra = f"; {self.keys[NOT_APPLICABLE_KEY]} not applicable"
            cannot = f"{self.keys[CANNOT_JUDGE_KEY]} cannot judge"
            return Notice(
                f"{dimension.short} takes {dimension.takes}{extra}; {cannot}.", refused=True
            )
        self.chosen = answer
        return None

    @property
    def has_just_proposed(self) -> bool:
        """Whether an undo would withdraw a wording."""
        return self._proposed is not None

    def back(self) -> Notice | None:
        """Go back from the reason to the value; from a case that is final to what waits."""
        self._proposed = None
        if self.unsaved:
            return None
        if self.chosen is None and self.case is not None and not self.case.waits:
            return self._leave_as_it_is()
        self.chosen = None
        return None

    # Deciding

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
        self._proposed = None
        if case is None or answer is None:
            return NOTHING
        if closed := self._closed():
            return closed
        sentence = sentence.strip()
        if case.owes_sentence(answer, reason) and not sentence:
            return Notice("This decision needs a sentence.", refused=True)
        if read_case(self.study, case.id, again=True) != case:
            if case.waits or not self.open_case(case.id):
                self._open_next()
            return CHANGED
        decision = Decision(answer, reason, sentence)
        return self._write(
            lambda: self.adjudicator.decide(case.id, decision),
            lambda: self._after_decision(case, decision),
        )

    def _after_decision(self, case: Case, decision: Decision) -> Notice:
        self._decisions.append(case.id)
        if case.id in self._queue:
            self._queue.remove(case.id)
        self.decided += not case.made
        self._open_next()
        said = f"{case.id.blind_id} {case.dimension.short} = {_word(decision.answer)}"
        done = f"{said}, {decision.reason.words}."
        if case.made:
            done += f" Its {ordinal(len(case.made) + 1)} decision; earlier ones stay."
        elif self.case is not None and self.case.dimension != case.dimension:
            done += f" {case.dimension.short} is done; {self.case.dimension.short} begins."
        return Notice(done)

    def defer(self) -> Notice:
        """Move the case to the end of this sitting."""
        self._offered = self._proposed = None
        if self.case is None:
            return NOTHING
        if self.unsaved:
            return WAITING
        if not self.case.waits:
            return self._leave_as_it_is()
        if len(self._queue) == 1:
            leave = f"{self.keys[LEAVE]} leaves it for later"
            return Notice(f"This is the only one left; {leave}.", refused=True)
        deferred = self.case
        self._deferred.add(deferred.id)
        self._queue.rotate(-1)
        self._open_next()
        return Notice(f"{_named(deferred)} deferred; it comes back at the end.")

    def _leave_as_it_is(self) -> Notice:
        """Go from a case that is final back to what waits."""
        seen = self.case
        self._open_next()
        return Notice(f"{_named(seen)} stays as it is." if seen else "")

    # Taking back

    def undo(self) -> Notice:
        """Withdraw the wording just proposed; else take back the last decision, open its case.

        One of an earlier sitting is named first, and taken back when the key comes again.
        """
        offered, self._offered = self._offered, None
        if closed := self._closed():
            return closed
        if self._proposed is not None:
            return self._withdraw(self._proposed)
        if self._decisions:
            return self._undo_here(self._decisions.pop())
        last = latest_decision_of(self.study.connection, self.adjudicator.name)
        if last is None:
            return Notice("Nothing was decided that you could take back.", refused=True)
        if last != offered:
            self._offered = last
            return Notice(
                f"{self.keys[UNDO]} again takes back {self._words_of(last)}, "
                f"{last.reason}, {last.moment}",
                refused=True,
            )
        return self._take_back(last)

    def _undo_here(self, case: CaseId) -> Notice:
        """Take back the decision of this sitting on a case."""
        made = decisions_on(self.study.connection, case)
        if not made or made[-1].row.sitting != self.adjudicator.sitting.id:
            return Notice(
                f"{case.blind_id} was decided again by somebody since; that decision stays.",
                refused=True,
            )
        return self._take_back(made[-1])

    def _take_back(self, last: Made) -> Notice:
        return self._write(
            lambda: self.adjudicator.take_back(last.case, last.row),
            lambda: self._after_undo(last),
        )

    def _after_undo(self, last: Made) -> Notice:
        before = decisions_on(self.study.connection, last.case)
        self.decided -= not before
        if self.open_case(last.case):
            if self.case is not None and self.case.waits and last.case not in self._queue:
                self._queue.appendleft(last.case)
            return Notice(f"Taken back: {self._words_of(last)}. {self._what_holds()}")
        self._open_next()
        return Notice(f"Taken back: {self._words_of(last)}. Its coders have it open.")

    def _what_holds(self) -> str:
        """Say what is final on the open case when its last decision has been taken back."""
        case, key = self.case, self.keys[DEFER]
        if case is not None and case.made:
            last = case.made[-1]
            return f"{_word(last.answer)} ({last.moment}) holds again; {key} leaves it."
        if case is not None and case.majority is not None:
            return f"The majority's {_word(case.majority)} holds again; {key} leaves it."
        return f"It waits again; {key} defers it."

    def _words_of(self, made: Made) -> str:
        shorts = {each.id: each.short for each in self.study.rubric.dimensions}
        short = shorts.get(made.case.dimension, made.case.dimension)
        return f"{made.case.blind_id} {short} = {_word(made.answer)}"

    # Proposing

    @property
    def points_in_question(self) -> tuple[ScalePoint, ...]:
        """The points whose anchors a wording would change: the chosen one, else those given."""
        if self.case is None:
            return ()
        dimension = self.case.dimension
        given = [self.chosen] if self.chosen else [side.answer for side in self.case.sides]
        values = {value for each in given for value in _values(each)}
        return tuple(point for point in dimension.points if str(point.value) in values)

    def refuses_wordings(self) -> Notice | None:
        """Say why no wording is asked for right now; None where one is."""
        return NOTHING if self.case is None else self._closed()

    @property
    def _point_meant(self) -> str | None:
        """The value whose anchor a wording would be of; None for the dimension as a whole."""
        points = self.points_in_question if self.chosen else ()
        return str(points[0].value) if len(points) == 1 else None

    @property
    def own_proposal(self) -> OwnProposal | None:
        """What this adjudicator proposed on the case already."""
        if self.case is None:
            return None
        connection, name = self.study.connection, self.adjudicator.name
        return own_proposal(connection, name, self.case.id, self._point_meant)

    def propose(self, wording: str) -> Notice:
        """Keep a wording for the lead, in place of one's own on the case; empty withdraws that."""
        case, point, own = self.case, self._point_meant, self.own_proposal
        if case is None:
            return NOTHING
        if self.unsaved:
            return WAITING
        if wording == (own.wording if own else ""):
            return Notice("The wording stays as it is." if own else "Nothing is proposed here.")
        if own is not None and not wording:
            return self._withdraw(own)
        about = f"{case.dimension.short}, point {point}" if point else case.dimension.short
        instead = own.row if own else None

        def then() -> Notice:
            self._proposed = self.own_proposal
            said = f'Kept for the lead, a wording of {about}: "{clipped(wording, 30)}"'
            return Notice(f"{said}, instead of the one before" if own else said)

        return self._write(
            lambda: self.adjudicator.propose(case.id, wording, point, instead_of=instead), then
        )

    def _withdraw(self, own: OwnProposal) -> Notice:
        """Withdraw a wording."""
        self._proposed = None
        return self._write(
            lambda: self.adjudicator.propose(own.case, "", own.point, instead_of=own.row),
            lambda: Notice(f'Withdrawn: "{clipped(own.wording, 40)}"'),
        )


def _word(answer: Answer) -> str:
    """Give an answer as far as a notice has room for it."""
    return clipped(answer.word, 14)


def _named(case: Case) -> str:
    return f"{case.id.blind_id} {case.dimension.short}"


def _values(answer: Answer) -> tuple[str, ...]:
    """Give the points of a scale that an answer names."""
    return tuple(map(str, answer.labels)) or ((answer.value,) if answer.value else ())
