"""A list from which one letter picks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import CLIPPED, Dialog
from coder_tui.tui.literal import Literal, content

PICK = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys of entries that have no letter of their own, in order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the key that picks it, and what is shown."""

    key: str
    label: str


class Menu(Dialog[str | None]):
    """Asks for one of a few things: its key picks it, or Enter on it; the answer is the key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "dismiss(None)", "cancel"),
    ]

    def __init__(self, question: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._question = question
        self._entries = entries

    def compose(self) -> ComposeResult:
        """Lay out question, entries, hint."""
        with Vertical(classes="dialog"):
            yield Literal(self._question, classes="words")
            yield OptionList(
                *(
                    Option(content(clipped(f"{each.key}  {each.label}", CLIPPED)))
                    for each in self._entries
                ),
                markup=False,
            )
            yield Literal("a key picks, so does Enter; Esc cancels", classes="hint")

    def on_mount(self) -> None:
        """Put the cursor on the first entry."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    def opens_box(self, key: str) -> bool:
        """Whether a key may lead to a further box: what is typed behind it is for that one."""
        return key == "enter" or key in (each.key for each in self._entries)

    def on_key(self, event: events.Key) -> None:
        """Answer with the entry that this key picks."""
        if event.character and event.character in (each.key for each in self._entries):
            event.stop()
            self.dismiss(event.character)

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Answer with the entry under the cursor."""
        self.dismiss(self._entries[event.option_index].key)
