"""The keys of the review screen, those of single tabs among them."""

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType

from coder_tui.domain.text import clipped
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.review.tabs import TABS

OWN: tuple[Binding, ...] = (
    Binding("p", "own('pairs')", "pairs of coders", id="review-pairs", show=False),
    Binding("v", "own('parts')", "parts of the items", id="review-parts", show=False),
    Binding("f", "own('narrow')", "filter disagreements", id="review-narrow", show=False),
    Binding("m", "own('matrix')", "table of answers", id="review-matrix", show=False),
    Binding("n", "own('query_new')", "new query", id="review-query-new", show=False),
    Binding("o", "own('profiles')", "profiles", id="review-profiles", show=False),
)
"""Keys of single tabs: the screen asks the tab (`has`, `press`); an id stands for one key."""

KEYS: list[BindingType] = [
    *(
        Binding(str(n), f"tab({n - 1})", name.lower(), id=f"tab-{n}", show=False)
        for n, name in enumerate((each.name for each in TABS), start=1)
    ),
    Binding("s", "sort", "sort", id="review-sort", show=False),
    Binding("slash", "filter", "search", id="review-filter", show=False),
    Binding("w", "why", "why", id="review-why", show=False),
    Binding("r", "load", "read again", id="review-load", show=False),
    Binding("E", "export", "export", id="review-export", show=False),
    *OWN,
    Binding("escape", "back", "back", id="review-back", show=False),
    Binding("question_mark", "help", "help", id="review-help", show=False),
    Binding("q", "leave", "leave", id="review-leave", show=False),
]

FIRST_NAMED = (
    ("row-open", "open"),
    ("review-sort", "sort"),
    ("review-filter", "search"),
)
LAST_NAMED = (
    ("review-why", "why"),
    ("review-load", "read again"),
    ("review-export", "export"),
    ("review-help", "help"),
    ("review-leave", "leave"),
)
"""What the line of keys names, by the ids of the bindings; a tab's own keys stand between."""
SPARED = ("review-load", "review-export", "review-sort", "review-why", "review-filter")
"""What it leaves out where there is no room, in this order; the help names all."""


def line_of_keys(
    app: App[Any], own: Sequence[tuple[str, str]], width: int, *, empty: bool = False
) -> str:
    """Give the line of keys of a tab with keys of its own; empty: it has no line at all."""
    named = [*(() if empty else FIRST_NAMED), *own, *LAST_NAMED]
    line = key_line(app, named)
    for spared in SPARED:
        if len(line) > width:
            named = [(ids, does) for ids, does in named if ids != spared]
            line = key_line(app, named)
    return clipped(line, width)
