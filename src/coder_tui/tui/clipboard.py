"""Copying through the terminal (OSC 52), of our own making and on a key alone.

The text travels as base64, so that nothing in it can be obeyed on the way; and what a paste would
later put into another program is the visible text, without a control character.
"""

import base64

from textual.app import App

from coder_tui.domain.text import visible

MOST_BYTES = 74_994
"""Terminals and tmux take no more in one sequence (100,000 characters of base64 with its frame)."""


def copy_text(app: App[None], text: str) -> bool:
    """Ask the terminal to take a text into its clipboard; False where the text is too long.

    A terminal that refuses does so in silence; nothing in the protocol tells.
    """
    data = visible(text).encode("utf-8", "replace")
    driver = app._driver  # as Textual's own copy does; there is no public way
    if len(data) > MOST_BYTES or driver is None:
        return False
    driver.write(f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07")
    return True
