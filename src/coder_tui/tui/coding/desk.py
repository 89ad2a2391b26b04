"""What a coder's keys do to the study, without a screen."""

from functools import partial

from coder_tui.domain.coding import Lack, Move, Progress, Reversal, redo, undo
from coder_tui.domain.rubric import CLEARED, Answer, Dimension, Level, scored
from coder_tui.tui.coding.evidence_desk import EvidenceDesk
from coder_tui.tui.notice import ELSEWHERE, SUBMITTED, Notice

STILL_NEEDS = {
    Lack.SCORE: "a score",
    Lack.EVIDENCE: "evidence: cite ({cite})",
    Lack.SEARCH: "the places searched: list them ({cite})",
}


class Desk(EvidenceDesk):
    """One coder at work: scores, second thoughts, words, and the item as a whole."""

    def score(self, value: int) -> Notice:
        """Score the current dimension, or choose a label; go on unless something more is owed."""
        dimension = self.dimension
        if dimension.level is Level.MULTI:
            return self._toggle(value)
        if not dimension.has_points:
            return self.takes()
        return self._answer(scored(value))

    def answer(self, answer: Answer, *, on: Dimension | None = None) -> Notice:
        """Answer *not applicable* or *cannot judge*, or with a value that was typed.

        Args:
            answer: the answer.
            on: the dimension that was asked about; the current one by default.
        """
        if on is not None and on.id != self.dimension.id:
            return ELSEWHERE
        return self._answer(answer)

    def none_of_them(self) -> Notice:
        """Answer that no label of the current dimension applies."""
        return self._answer(self.dimension.read("none"))

    def _toggle(self, label: int) -> Notice:
        """Choose a label, or take it back; never go on, since more labels may follow.

        Without any label nothing is answered: that none applies has a key of its own.
        """
        dimension = self.dimension
        if str(label) not in dimension.values:
            return self.takes()
        chosen = dimension.toggled(self.sheet.answer(dimension), label)
        if chosen.labels:
            return self._answer(chosen, may_go_on=False)
        if closed := self._closed():
            return closed
        if not self._write(partial(self.recorder.score, self.item.blind_id, dimension.id, CLEARED)):
            return self.kept(f"{dimension.short} cleared")
        return Notice(f"{dimension.short} has no label left; = says that none applies.")

    def takes(self) -> Notice:
        """Say what the current dimension takes, as a refusal."""
        dimension = self.dimension
        extra = ", x not applicable" if dimension.not_applicable else ""
        if dimension.level is Level.MULTI:
            what = f"the labels {', '.join(dimension.values)}, = none of them"
        else:
            what = dimension.takes if dimension.has_points else f"{dimension.takes} (=)"
        return Notice(f"{dimension.short} takes {what}{extra}, z cannot judge.", refused=True)

    def refuses_answers(self) -> Notice | None:
        """Say why nothing can be answered right now; None where it can."""
        return self._closed()

    def turn_for_held(self) -> bool:
        """Turn to where one of several digits belongs; False where there is no such place."""
        stays = not self.goes_on or self.dimension.level is Level.MULTI
        return stays or self.turn_to_unanswered()

    def _answer(self, answer: Answer, *, may_go_on: bool = True) -> Notice:
        if closed := self._closed():
            return closed
        dimension, word = self.dimension, answer.word
        if not dimension.allows(answer):
            return self.takes()
        self._left = None
        if self.sheet.answer(dimension) != answer:
            row = partial(self.recorder.score, self.item.blind_id, dimension.id, answer)
            if not self._write(row):
                return self.kept(f"{dimension.short} = {word}")
        lack = self.sheet.lack(dimension)
        if lack in (Lack.EVIDENCE, Lack.SEARCH) and (before := self.earlier_words(dimension)):
            cite, over = self.keys["cite"], self.keys["take-over"]
            owed = "search" if lack is Lack.SEARCH else "evidence"
            return Notice(
                f"{dimension.short} = {word}. Owes {owed}: {cite} cites, {over} takes {before}"
            )
        if lack is Lack.EVIDENCE:
            return Notice(
                f"{dimension.short} = {word}. Go to the {self.unit} that shows it: "
                f"cite ({self.keys['cite']})"
            )
        if lack is Lack.SEARCH:
            return Notice(
                f"{dimension.short} = {word}. List where you looked ({self.keys['cite']})"
            )
        done = f"{dimension.short} = {word}."
        if may_go_on and self.goes_on:
            return self._go_on(done)
        if not self.gaps:
            return Notice(f"{done} Nothing is missing: {self.keys['submit']} submits.")
        return Notice(done if may_go_on else f"{done} More labels, or Tab goes on.")

    def clear(self) -> Notice:
        """Take the answer away; where there is none, the citation attached last."""
        if closed := self._closed():
            return closed
        dimension = self.dimension
        blind_id = self.item.blind_id
        if self.sheet.answer(dimension) is not None:
            if not self._write(partial(self.recorder.score, blind_id, dimension.id, CLEARED)):
                return self.kept(f"{dimension.short} cleared")
            return Notice(f"{dimension.short} cleared; {self.keys['undo']} brings it back.")
        evidence = self.sheet.evidence(dimension)
        if not evidence:
            return Notice(f"{dimension.short} has nothing to clear.", refused=True)
        gone = f"{dimension.short} no longer {self.attached_as(evidence[-1])}"
        row = partial(self.recorder.cite, blind_id, dimension.id, evidence[-1], attached=False)
        if not self._write(row):
            return self.kept(gone)
        return Notice(f"{gone}; {self.keys['undo']} undoes it.")

    def undo(self) -> Notice:
        """Undo the last step on this item; undoing a submit reopens it."""
        closed = self._closed()
        if closed is SUBMITTED:
            row = partial(self.recorder.move, self.item.blind_id, Move.REOPENED, "undo")
            if not self._write(row):
                return self.kept("Reopened")
            return Notice("Reopened: change what you want and submit again. This is logged.")
        if closed:
            return closed
        step = undo(self.sheet)
        if step is None:
            since = " since its submit" if self.sheet.progress is Progress.REOPENED else ""
            return Notice(f"Nothing to undo on this item{since}.", refused=True)
        if not self._write(partial(self.recorder.reverse, self.item.blind_id, step)):
            return self.kept("Undone")
        self._turn_to(step.dimension)
        return Notice(f"Undone: {self._now_stands(step)}; {self.keys['redo']} brings it back.")

    def redo(self) -> Notice:
        """Bring back what was undone last."""
        if closed := self._closed():
            return closed
        step = redo(self.sheet)
        if step is None:
            return Notice("Nothing to redo.", refused=True)
        if not self._write(partial(self.recorder.reverse, self.item.blind_id, step)):
            return self.kept("Redone")
        self._turn_to(step.dimension)
        return Notice(f"Redone: {self._now_stands(step)}.")

    def _now_stands(self, step: Reversal) -> str:
        """Say what an undo or redo came to: `D3 = 1`, `D3 has no score`, `D3 cites turn 4`."""
        short = self.study.rubric.dimension(step.dimension).short
        if step.citation is not None:
            word = "" if step.attached else "no longer "
            return f"{short} {word}{self.attached_as(step.citation)}"
        answer = self.sheet.answers.get(step.dimension)
        return f"{short} = {answer.word}" if answer else f"{short} has no score"

    def comment(self, text: str) -> Notice:
        """Keep a comment on the item."""
        if text == self.notes.comment:
            return Notice("The comment stays as it is.", refused=True)
        if not self._write(partial(self.recorder.comment, self.item.blind_id, text)):
            return self.kept("The comment")
        return Notice("Comment kept." if text else "Comment withdrawn.")

    def flag(self, reason: str) -> Notice:
        """Flag the item, or with an empty reason take the flag away."""
        if reason == self.notes.flag:
            return Notice(
                "A flag needs its reason." if not reason else "The flag stays as it is.",
                refused=True,
            )
        if not self._write(partial(self.recorder.flag, self.item.blind_id, reason)):
            return self.kept("The flag")
        return Notice("Flagged." if reason else "Flag taken away.")

    def skip(self, reason: str) -> Notice:
        """Skip the item; it comes back at the end."""
        if closed := self._closed():
            return closed
        blind_id = self.item.blind_id
        if not self._write(partial(self.recorder.move, blind_id, Move.SKIPPED, reason)):
            return self.kept("The skip")
        self._open_next()
        return Notice(f"{blind_id} skipped; it comes back at the end.")

    def submit(self) -> Notice:
        """Submit a complete item and open the next; else turn to the first gap and do no more."""
        closed = self._closed()
        if closed is SUBMITTED:
            on, back = self.keys["item-on"], self.keys["undo"]
            return Notice(f"Submitted already; {on} goes on, {back} reopens it.", refused=True)
        if closed:
            return closed
        gaps = self.gaps
        if gaps:
            self.dimension = gaps[0].dimension
            missing = STILL_NEEDS[gaps[0].lack].format_map(self.keys)
            return Notice(f"{self.dimension.short} still needs {missing}", refused=True)
        blind_id = self.item.blind_id
        if not self._write(partial(self.recorder.move, blind_id, Move.SUBMITTED)):
            return self.kept("The submit")
        return Notice(f"{blind_id} submitted.{'' if self._open_next() else ' That was the last.'}")

    def _open_next(self) -> bool:
        following = self.study.next_open(self.coder)
        if following is None or following == self.item.blind_id:
            return False
        self.open(following)
        return True
