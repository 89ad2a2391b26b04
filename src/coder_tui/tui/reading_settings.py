"""Where a person's settings come from: what was asked for, their files, their terminal."""

import os
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.toml_table import TomlTable
from coder_tui.tui.keymap import keys_file, load_keys
from coder_tui.tui.look import THEMES, theme_for_terminal
from coder_tui.tui.settings import Settings
from coder_tui.tui.user_files import read_toml, user_file


def settings_file() -> Path:
    """Give the place of the user's own settings."""
    return user_file("settings.toml")


def load_settings(screen: str, *, theme: str | None = None, mouse: bool = False) -> Settings:
    """Give what holds for a screen: what was asked for, else the files, else the terminal's.

    Args:
        screen: one of `keymap.SCREENS`.
        theme: the name of a theme that was asked for.
        mouse: whether the mouse was asked for.

    Raises:
        BadInputError: a file is not what was asked for, or there is no such theme.
    """
    path = settings_file()
    table = TomlTable(str(path), "", read_toml(path))
    # Checked whatever was asked for, so that a slip in the file shows at once.
    settled = table.take("theme", str, "")
    clipboard = table.take("clipboard", bool, default=True)
    auto_advance = table.take("auto_advance", bool, default=True)
    table.done()
    if settled and settled not in THEMES:
        raise table.refuse("theme", f"is {settled!r}; there are {', '.join(THEMES)}.")
    if theme is not None and theme not in THEMES:
        raise BadInputError(f"There is no theme {theme!r}.", hint=f"There are: {', '.join(THEMES)}")
    name = theme or settled
    chosen = THEMES[name] if name else theme_for_terminal(os.environ.get("TERM", ""))
    path = keys_file()
    # Most people have no keys of their own: the table is then made where it is asked for.
    keys = load_keys([screen], path) if path.exists() else None
    return Settings(chosen, mouse, keys, clipboard, auto_advance)
