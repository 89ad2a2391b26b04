"""Dialogs that all screens use: a line of text, a list with a search, a page of help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.editor import EditorScreen, Written
from coder_tui.tui.keeps_focus import KeepsFocus
from coder_tui.tui.literal import Literal, Piece, content

LINE_BREAK = visible_line("\n")
CLIPPED = 200
"""Characters of an entry that are drawn at most; the screen cuts what does not fit."""

MOST_SHOWN = 200
"""Entries of a list that are drawn; who looks for more types on."""


class LineInput(Input, KeepsFocus):
    """A line of text in which nothing stands, typed or pasted, that a terminal could obey."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "screen.dismiss(None)", "cancel", show=False),
    ]

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in place of a range."""
        super().replace(visible_line(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        """Keep all lines of a paste; the base class would keep the first."""
        event.text = " ".join(event.text.splitlines())
        super()._on_paste(event)


class Answering(Screen[ScreenResultType]):
    """A screen in front of another, which answers once."""

    _is_answered = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer and go; a second Enter that was on its way answers nothing."""
        if self._is_answered:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)


# Style sheets follow the first base alone.
class Dialog(ModalScreen[ScreenResultType], Answering[ScreenResultType]):
    """A box in front of a screen."""


class TextDialog(Dialog[str | None]):
    """Asks for one line of text; Enter takes it, Esc leaves things as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel"),
        Binding("ctrl+o", "editor", "editor", show=False, priority=True),
    ]

    def __init__(
        self, question: str, *, given: str = "", required: str = "", editor: bool = False
    ) -> None:
        super().__init__()
        self._question = question
        self._given = given
        self._editor = editor
        """Whether the text may be written in an editor, with more lines than one."""
        self._required = required
        """Said when nothing was written; empty where nothing may be written."""

    def compose(self) -> ComposeResult:
        """Lay out question, input and hint."""
        with Vertical(classes="dialog"):
            yield Literal(self._question, classes="words")
            yield LineInput(visible_line(self._given), select_on_focus=False)
            more = "; Ctrl+O: your editor" if self._editor else ""
            hint = f"Enter keeps it, Esc leaves things as they were{more}"
            yield Literal(hint, classes="hint")

    def on_mount(self) -> None:
        """Put the cursor into the input."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Answer with the text."""
        text = self._with_lines(event.value).strip()
        if refusal := self.refusal(text):
            self._complain(refusal)
        else:
            self.dismiss(text)

    def refusal(self, text: str) -> str:
        """Say why a text is not taken; nothing where it is."""
        return "" if text else self._required

    def _with_lines(self, line: str) -> str:
        """Give back the line breaks of a text that had some when it was given."""
        if line == visible_line(self._given):
            return self._given
        return line.replace(LINE_BREAK, "\n") if "\n" in self._given else line

    def _complain(self, text: str) -> None:
        self._hint((text, "$error"))

    def _hint(self, piece: Piece) -> None:
        """Show another hint, in as many lines as it needs."""
        hint = self.query_one(".hint", Literal)
        hint.show([piece])
        hint.refresh(layout=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the editor only where there may be more lines than one."""
        del parameters
        return action != "editor" or self._editor

    def action_editor(self) -> None:
        """Let the text be written in the person's editor, and answer with what came back."""

        def take(written: Written | None) -> None:
            if written is not None and written.text is not None:
                self.dismiss(written.text)
            elif written is not None:
                self._complain(written.why)

        line = self.query_one(LineInput).value
        self.app.push_screen(EditorScreen(self._with_lines(line)), take)


PICK_HINT = "Up/Down choose, Enter takes it, Esc cancels"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: what it stands for and what is shown."""

    key: str
    label: str


class PickDialog(Dialog[str | None]):
    """A list that narrows while one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel"),
        Binding("down,tab", "highlight(1)", show=False, priority=True),
        Binding("up,shift+tab", "highlight(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, question: str, find: Callable[[str], Sequence[Choice]]) -> None:
        super().__init__()
        self._question = question
        self._find = find
        self._shown: list[Choice] = []

    def compose(self) -> ComposeResult:
        """Lay out question, input and list."""
        with Vertical(classes="dialog"):
            yield Literal(self._question, classes="words")
            yield LineInput()
            yield OptionList(markup=False)
            yield Literal(PICK_HINT, classes="hint")

    def on_mount(self) -> None:
        """Show all and put the cursor into the input."""
        self._list("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._list(event.value)

    def _list(self, query: str) -> None:
        found = self._find(query)
        self._shown = list(found[:MOST_SHOWN])
        self._count(len(found))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(content(clipped(c.label, CLIPPED))) for c in self._shown])
        options.highlighted = 0 if self._shown else None

    def _count(self, found: int) -> None:
        """Say what the keys are, and what is not drawn."""
        more = found - len(self._shown)
        hint = f"{more:,} more: type on to narrow; " if more else "" if found else "nothing fits; "
        self.query_one(".hint", Literal).show([f"{hint}{PICK_HINT}"])

    def action_page(self, step: int) -> None:
        """Move the choice by pages while the cursor stays in the input."""
        options = self.query_one(OptionList)
        if self._shown:
            to = (options.highlighted or 0) + step * max(1, options.size.height - 1)
            options.highlighted = min(max(0, to), len(self._shown) - 1)

    def action_highlight(self, step: int) -> None:
        """Move the choice while the cursor stays in the input."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(Input.Submitted)
    def choose(self) -> None:
        """Answer with the highlighted entry."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._shown[at].key)

    @on(OptionList.OptionSelected)
    def choose_option(self, event: OptionList.OptionSelected) -> None:
        """Answer with the selected entry."""
        self.dismiss(self._shown[event.option_index].key)


class HelpScreen(Dialog[None]):
    """A page of text that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter,ctrl+c", "dismiss(None)", "close"),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
        Binding("g,home", "end(-1)", show=False),
        Binding("G,end", "end(1)", show=False),
    ]

    def __init__(self, pieces: Sequence[Piece], *, whole_screen: bool = False) -> None:
        super().__init__(classes="-page" if whole_screen else None)
        self._pieces = pieces

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with Vertical(classes="dialog"):
            with VerticalScroll():
                yield Literal(*self._pieces, classes="words")
            yield Literal("Up/Down, Space and b scroll; Esc or q closes", classes="hint")

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)

    def action_end(self, step: int) -> None:
        """Scroll to the start or the end."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_to(y=0 if step < 0 else scroll.max_scroll_y, animate=False)
