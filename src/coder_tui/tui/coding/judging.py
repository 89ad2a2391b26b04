"""The keys that judge: scores, answers off the scale, second thoughts, the submit."""

from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, Level
from coder_tui.domain.scales import MAX_DIGITS
from coder_tui.domain.text import plural
from coder_tui.tui.coding.frame import CodingFrame
from coder_tui.tui.coding.together import DIGITS
from coder_tui.tui.notice import Notice


class Judging(CodingFrame):
    """The coding screen's judging actions."""

    def action_score(self, value: int) -> None:
        """Score the current dimension."""
        if self._is_deaf():
            return
        if self.desk.dimension.takes_number:
            self._write(str(value))
        else:
            self.done(self.desk.score(value))

    def _is_deaf(self) -> bool:
        """Whether the eye is still on the item before; says so."""
        if self._clock() >= self._deaf_until:
            return False
        self.done(Notice(f"{self._deaf_why}: the key was ignored, look first.", refused=True))
        return True

    def action_write(self, typed: str = "") -> None:
        """Ask for a value; on a dimension of labels, record that none of them applies."""
        dimension = self.desk.dimension
        if self._is_deaf():
            return
        if dimension.level is Level.MULTI and not typed:
            self.done(self.desk.none_of_them())
        elif dimension.has_points or (typed and not dimension.takes_number):
            self.done(self.desk.takes())
        else:
            self._write(typed)

    def _write(self, typed: str) -> None:
        """Open the box for a value, with what is typed already in it."""
        if refused := self.desk.refuses_answers():
            self.done(refused)
            return
        from coder_tui.tui.coding.value_dialog import ValueDialog  # not before the first frame

        dimension = self.desk.dimension

        def take(answer: Answer | None) -> None:
            notice = None if answer is None else self.desk.answer(answer, on=dimension)
            self.done(notice)
            if answer is not None and notice is not None and notice.look_first:
                self._write_again(answer)

        standing = self.desk.sheet.answer(dimension)
        self.app.push_screen(ValueDialog(dimension, standing=standing, typed=typed), take)

    def _write_again(self, answer: Answer) -> None:
        """Leave in the box what was typed when another version of the rubric came."""
        dimension = self.desk.dimension
        if answer.value and (dimension.takes_number or dimension.level is Level.TEXT):
            self._write(answer.value)

    def action_not_applicable(self) -> None:
        """Answer *not applicable*."""
        self.done(self.desk.answer(NOT_APPLICABLE))

    def action_cannot_judge(self) -> None:
        """Answer *cannot judge*."""
        self.done(self.desk.answer(CANNOT_JUDGE))

    def action_clear(self) -> None:
        """Clear this dimension."""
        self.done(self.desk.clear())

    def action_undo(self) -> None:
        """Undo."""
        self.done(self.desk.undo())

    def action_redo(self) -> None:
        """Redo."""
        self.done(self.desk.redo())

    def action_dimension(self, step: int) -> None:
        """Turn to another dimension."""
        self.desk.turn(step)
        self.done(None)

    def action_gap(self) -> None:
        """Turn to the next dimension that lacks something."""
        self.done(self.desk.turn_to_gap(), saved=False)

    def action_overview(self) -> None:
        """List what is missing, and turn to what is chosen."""
        from coder_tui.tui.coding.overview import Overview  # not before the first frame

        def go(dimension_id: str | None) -> None:
            if dimension_id is not None:
                self.desk.turn_to(self.desk.study.rubric.dimension(dimension_id))
            self.done(None)

        self.app.push_screen(Overview(self.desk), go)

    def action_auto_advance(self) -> None:
        """Let a score turn to the next gap by itself, or not."""
        self.desk.goes_on = not self.desk.goes_on
        goes_on = "A score goes on to the next gap."
        keys = self.desk.keys
        stays = f"A score stays where it is; {keys['next-unscored']} turns to the next gap."
        self.done(Notice(goes_on if self.desk.goes_on else stays), saved=False)

    def action_submit(self) -> None:
        """Record held digits, or submit the item."""
        if self._held:
            self._record_held()
            return
        notice = self.desk.submit()
        if not notice.refused and not self.desk.unsaved:
            self._seen.add("submitted")
        self.done(notice)

    def keys_together(self, keys: list[str], *, mixed: bool = False) -> bool:
        """Put digits of one number into its box, where Enter records them; decide over others."""
        digits = not mixed and not self._held and all(key in DIGITS for key in keys)
        if not digits or self._too_small or not self.desk.dimension.takes_number:
            return super().keys_together(keys, mixed=mixed)
        if len(keys) > MAX_DIGITS:
            self.done(Notice(f"{plural(len(keys), 'key')} arrived together.", refused=True))
        elif not self._is_deaf():
            self._write("".join(keys))
        return True

    def _record_held(self) -> None:
        """Score the held digits in order, each on the dimension that was open next.

        Digits that come to a dimension whose numbers are typed are one number: they are put into
        its box, and recorded there or not.
        """
        if self.desk.unsaved:
            self._paint()
            return
        held, self._held = self._held, ()
        recorded: list[str] = []
        typed, news, item = "", None, self.desk.item
        for place, key in enumerate(held):
            if recorded and not self.desk.turn_for_held():
                break
            dimension = self.desk.dimension
            if dimension.takes_number:
                typed = "".join(held[place:])
                break
            notice = self.desk.score(int(key))
            if notice.refused:
                gone = self.desk.item.blind_id != item.blind_id
                news = notice if notice.look_first or gone else None
                break
            recorded.append(f"{dimension.short} = {key}")
        kept = bool(self.desk.unsaved)
        dropped = len(held) - len(recorded) - kept - len(typed)
        text = f"Recorded {', '.join(recorded) or 'nothing'}."
        text += f" {dimension.short} = {key} is kept, but NOT SAVED yet." if kept else ""
        text += f" {plural(dropped, 'key')} dropped." if dropped else ""
        self.done(news or Notice(text, refused=kept or not recorded))
        if typed:
            self._write(typed)

    def action_drop(self) -> None:
        """Drop held digits; else take the notice and the search marks away."""
        if self._held:
            count, self._held = len(self._held), ()
            self.done(Notice(f"{plural(count, 'key')} dropped.", refused=True))
            return
        if self.item_text.span is not None:
            self.item_text.end_span()
        else:
            self.item_text.search("")
        self.done(None)
