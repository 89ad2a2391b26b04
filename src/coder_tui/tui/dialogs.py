"""Dialogs that all screens use: a line of text, a list with a search, a page of help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.literal import Literal, Piece, content


class LineInput(Input):
    """A line of text in which nothing stands, typed or pasted, that a terminal could obey."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in place of a range."""
        super().replace(visible_line(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        """Keep all lines of a paste; the base class would keep the first."""
        event.text = " ".join(event.text.splitlines())
        super()._on_paste(event)


class TextDialog(ModalScreen[str | None]):
    """Asks for one line of text; Enter takes it, Esc leaves things as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "cancel")]

    def __init__(self, question: str, *, given: str = "", required: str = "") -> None:
        super().__init__()
        self._question = question
        self._given = given
        self._required = required
        """Said when nothing was written; empty where nothing may be written."""

    def compose(self) -> ComposeResult:
        """Lay out question, input and hint."""
        with Vertical(classes="dialog"):
            yield Literal(self._question, classes="words")
            yield LineInput(visible_line(self._given), select_on_focus=False)
            yield Literal("Enter keeps it, Esc leaves things as they were", classes="hint")

    def on_mount(self) -> None:
        """Put the cursor into the input."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Answer with the text."""
        text = event.value.strip()
        if self._required and not text:
            self.query_one(".hint", Literal).show([(self._required, "$error")])
            return
        self.dismiss(text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: what it stands for and what is shown."""

    key: str
    label: str


class PickDialog(ModalScreen[str | None]):
    """A list that narrows while one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel"),
        Binding("down", "highlight(1)", show=False),
        Binding("up", "highlight(-1)", show=False),
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
            yield Literal("type to narrow, Up/Down choose, Enter goes there", classes="hint")

    def on_mount(self) -> None:
        """Show all and put the cursor into the input."""
        self._list("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._list(event.value)

    def _list(self, query: str) -> None:
        self._shown = list(self._find(query))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(content(clipped(c.label, 66))) for c in self._shown])
        options.highlighted = 0 if self._shown else None

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


class HelpScreen(ModalScreen[None]):
    """A page of text that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss(None)", "close"),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
    ]

    def __init__(self, pieces: Sequence[Piece]) -> None:
        super().__init__()
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
