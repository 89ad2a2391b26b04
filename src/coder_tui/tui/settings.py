"""What a person has settled for all screens: colours, keys, the mouse."""

from dataclasses import dataclass, field

from textual.theme import Theme

from coder_tui.tui.key_table import KeyTable
from coder_tui.tui.look import THEME


@dataclass(frozen=True, slots=True)
class Settings:
    """How one app looks and listens."""

    theme: Theme = field(default_factory=lambda: THEME)
    mouse: bool = False
    keys: KeyTable | None = None
    """The keys in force; None: the shipped ones."""
    clipboard: bool = True
    """Whether `y` may ask the terminal to copy."""
    auto_advance: bool = True
    """Whether a score goes on to the next gap by itself."""
