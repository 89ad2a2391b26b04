"""The adjudication screen: keys in, committed decisions out."""

from typing import ClassVar

from textual.binding import BindingType

from coder_tui.domain.adjudication import CaseId, Reason
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer
from coder_tui.domain.text import clipped, visible_line
from coder_tui.storage.decisions import decisions_with_other_meaning
from coder_tui.tui.adjudication import panels
from coder_tui.tui.adjudication.case_list import CaseFinder
from coder_tui.tui.adjudication.frame import AdjudicationFrame
from coder_tui.tui.adjudication.help_text import help_pieces
from coder_tui.tui.adjudication.keys import KEYS, REASON_BY_KEY
from coder_tui.tui.adjudication.proposing import ProposalDialog
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.cited import evidence_words
from coder_tui.tui.dialogs import HelpScreen, PickDialog, TextDialog
from coder_tui.tui.notice import Notice

RETRY_SECONDS = 1.0


class AdjudicationScreen(AdjudicationFrame):
    """One adjudicator's screen."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    _unused: tuple[CaseId, str] | None = None
    """A sentence with which its case was not decided, because something had changed meanwhile."""

    def on_mount(self) -> None:
        """Try again what could not be written, until it can."""
        self.set_interval(RETRY_SECONDS, self._try_again)

    # Deciding

    def action_take(self, letter: str) -> None:
        """Take a coder's value."""
        if not self._is_deaf():
            self._done(self.desk.take(letter))

    def action_score(self, value: int) -> None:
        """Choose a point of the scale."""
        if not self._is_deaf():
            self._done(self.desk.score(value))

    def action_write(self) -> None:
        """Ask for another value, where digits cannot choose one as well as where they can."""
        case = self.desk.case
        if self._is_deaf() or case is None:
            return
        self._ask_for_value(f"{case.dimension.short}: {case.dimension.takes}?")

    def _ask_for_value(self, question: str, given: str = "") -> None:
        def take(text: str | None) -> None:
            if text is None:
                self._done(None)
                return
            try:
                notice = self.desk.write(text)
            except BadInputError as error:
                self._ask_for_value(str(error), text)
                return
            self._done(notice)
            if notice is not None and notice.look_first and self.desk.case is not None:
                self._ask_for_value(notice.text, text)

        self.app.push_screen(TextDialog(question, given=given), take)

    def action_not_applicable(self) -> None:
        """Choose *not applicable*."""
        self._choose(NOT_APPLICABLE)

    def action_cannot_judge(self) -> None:
        """Choose *cannot judge*."""
        self._choose(CANNOT_JUDGE)

    def _choose(self, answer: Answer) -> None:
        if not self._is_deaf():
            self._done(self.desk.choose(answer))

    def action_reason(self, key: str) -> None:
        """Decide with a reason; a capital letter, or a rule, asks for a sentence first."""
        reason = REASON_BY_KEY[key.lower()]
        owed = self.desk.owes_sentence(reason)
        if self.desk.unsaved or not (owed or key.isupper()):
            self._decide(reason, "")
            return

        def take(sentence: str | None) -> None:
            if sentence is None:
                self._done(None)
            else:
                self._decide(reason, sentence)

        question = f"{panels.chosen_words(self.desk)}, {reason.words}: why, in one sentence?"
        required = "This decision needs a sentence." if owed else ""
        case, left = self.desk.case, self._unused
        given = left[1] if case is not None and left is not None and left[0] == case.id else ""
        self.app.push_screen(TextDialog(question, given=given, required=required), take)

    def _decide(self, reason: Reason, sentence: str) -> None:
        before, case = self.desk.written, self.desk.case
        notice = self.desk.decide(reason, sentence)
        not_made = notice.refused or self.desk.unsaved
        self._unused = (case.id, sentence) if case is not None and not_made else None
        self._wrote(notice, before)

    def action_back(self) -> None:
        """Go back to the value, or to what waits; else take the notice away."""
        self._done(self.desk.back())

    def action_defer(self) -> None:
        """Defer the case."""
        self._done(self.desk.defer())

    def action_undo(self) -> None:
        """Withdraw a wording just proposed; else take back the chosen value, or a decision."""
        desk = self.desk
        if desk.step is Step.REASON and not desk.unsaved and not desk.has_just_proposed:
            self.action_back()
            return
        before = self.desk.written
        self._wrote(self.desk.undo(), before)

    def action_evidence(self, step: int) -> None:
        """Go to the next or previous place that a coder cites, and say whose it is."""
        item = self.desk.item
        if item is None or not self._stops:
            nobody = "Nobody cites anything for this dimension."
            self._done(Notice(self._lost_words() or nobody, refused=True))
            return
        self._stop = (self._stop + step) % len(self._stops)
        stop = self._stops[self._stop]
        self._item.go_to(stop.part)
        if stop.start:
            self._item.go_to_place(stop.part, stop.start)
        words = evidence_words(item, stop, self._stop + 1, len(self._stops))
        self._done(Notice(f"{words} {self._lost_words()}".strip()))

    def _lost_words(self) -> str:
        """Say whose words are no longer in the text; nothing where none are."""
        said = [f'{letter} "{clipped(visible_line(words), 30)}"' for letter, words in self._lost]
        return f"LOST, no longer in the text: {', '.join(said)}" if said else ""

    def action_help(self) -> None:
        """Show what the coders said in full, and the keys."""
        study, case = self.desk.study, self.desk.case
        earlier = decisions_with_other_meaning(study.connection, case.id) if case else ()
        pieces = help_pieces(self.app, study.rubric, case, earlier)
        self.app.push_screen(HelpScreen(pieces))

    # Other cases

    def action_case(self, step: int) -> None:
        """Open the case before or behind this one, decided or not."""
        self._done(self.desk.step_case(step))

    def action_find_case(self) -> None:
        """Find a case by item, dimension, state or decision."""
        finder = CaseFinder(self.desk)

        def go(key: str | None) -> None:
            self._done(None if key is None else self.desk.go_to(finder.case(key)))

        question = "Go to a case: item, dimension, waits, decided, reason, adjudicator"
        self.app.push_screen(PickDialog(question, finder.choices), go)

    # The rubric

    def action_propose(self) -> None:
        """Ask for a wording of the rubric."""
        case, desk = self.desk.case, self.desk
        refused = desk.refuses_wordings()
        if case is None or refused:
            self._done(refused)
            return

        def take(wording: str | None) -> None:
            if wording is None:
                self._done(None)
                return
            before = desk.written
            self._wrote(desk.propose(wording), before)

        own = desk.own_proposal
        given = own.wording if own else ""
        dialog = ProposalDialog(case.dimension, desk.points_in_question, given=given)
        self.app.push_screen(dialog, take)

    # Ends

    def _try_again(self) -> None:
        """Write what is waiting."""
        before = self.desk.written
        notice = self.desk.try_again()
        if notice is not None:
            self._unused = self._unused if notice.refused else None
            self._wrote(notice, before)

    def action_leave(self) -> None:
        """Leave; refused while something is not saved."""
        if self.desk.unsaved:
            self._done(Notice("Not saved yet: leaving is not possible before it is.", refused=True))
            return
        self._leave()
