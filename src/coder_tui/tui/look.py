"""The colours of all screens."""

from textual.theme import Theme

THEME = Theme(
    name="coder",
    primary="#7aa2d6",
    secondary="#9aa7b8",
    accent="#e6b450",
    foreground="#d6dae0",
    background="#14181d",
    surface="#1a1f26",
    panel="#222933",
    success="#7fbf8e",
    warning="#e6b450",
    error="#ef6b73",
    dark=True,
    variables={"block-cursor-foreground": "#14181d", "block-cursor-background": "#e6b450"},
)
