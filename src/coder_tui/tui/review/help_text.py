"""The help pages of the review's screens, with the keys in force."""

from collections.abc import Iterable
from typing import Any, cast

from textual.app import App

from coder_tui.tui.app import CoderApp
from coder_tui.tui.help_pages import PAGE_WIDTH, heading, key_lines
from coder_tui.tui.keys_in_force import named_keys
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.tab import Tab

KEYS = (
    ("row-up row-down", "move by lines"),
    ("rows-up rows-down", "move by pages"),
    ("rows-start rows-end", "to the start, to the end"),
    ("row-open", "a dimension's disagreements; a disagreement's or item's text"),
    ("review-back", "search off, then the last filter off, then to agreement"),
    ("review-why", "why undefined, what a note means; all in full"),
    ("review-sort", "sort in another way"),
    ("review-filter", "only lines that hold a text; no text: all lines"),
    ("review-load", "read the study again"),
    ("review-export", "export into a new folder beside the study"),
    ("review-help review-leave", "this page; leave"),
)
IN_TEXT = (
    ("line-up line-down", "move by lines"),
    ("page-up page-down", "move by pages"),
    ("to-start to-end", "to the start, to the end"),
    ("part-back part-on", "previous, next turn or field"),
    ("item-cited", "next place that a coder cites, and whose it is"),
    ("disagreement-back disagreement-on", "previous, next disagreement of the list"),
    ("fold fold-all", "fold or unfold a long part, or the reference; all of them"),
    ("item-why", "comments and evidence in full"),
    ("item-leave", "back to the list"),
)
IN_TABLE = (
    ("cell-up cell-down", "go from cell to cell, up and down"),
    ("cell-left cell-right", "left and right"),
    ("matrix-open", "the items that the cell counts: disagreements, or items that agree"),
    ("dimension-back dimension-on", "previous, next dimension"),
    ("pair-back pair-on", "previous, next pair of coders; behind the last one, all pairs"),
    ("matrix-leave", "back to the list"),
)
IN_PAGE = (
    ("page-line-up page-line-down", "move by lines"),
    ("page-back page-on", "move by pages"),
    ("page-start page-end", "to the start, to the end"),
    ("page-leave", "back to the list"),
)
IN_PROFILES = (
    ("profiles-left profiles-right", "choose a place; its system has a >"),
    ("profiles-before profiles-next", "put another system there"),
    *IN_PAGE[1:],
)
ON_TABLES = (
    "A cell counts the items on which one coder answered what stands to the left and the other "
    "what stands above. Without the key coders have no names: every pair of answers counts once, "
    "in whichever order, so the table is the same on both sides of its diagonal."
)


def help_pieces(app: App[Any], tabs: Iterable[Tab]) -> list[Piece]:
    """Give the page of the lists."""
    numbered = [(f"tab-{place}", each.name.lower()) for place, each in enumerate(tabs, start=1)]
    pieces = [heading("Review"), *key_lines(named_keys(app, [*numbered, *KEYS]))]
    does = {entry.id: entry.does for entry in cast(CoderApp, app).key_table.entries}
    for tab in tabs:
        own = [(id_, does[id_]) for id_, _ in tab.keys]
        if own:
            pieces += ["\n", heading(f"On {tab.name}"), *key_lines(named_keys(app, own))]
    return [
        *pieces,
        "\n",
        *in_item(app),
        "\n",
        *in_page(app),
        "\nNothing can be changed here. Each look is noted in the study, because\n"
        "whoever codes afterwards is no longer unaware of it.\n",
    ]


def in_item(app: App[Any]) -> list[Piece]:
    """Give the page of an item's text."""
    return [heading("In an item (read-only)"), *key_lines(named_keys(app, IN_TEXT))]


def in_page(app: App[Any]) -> list[Piece]:
    """Give the page of what is computed: pairs, parts, effects."""
    return [heading("On a page"), *key_lines(named_keys(app, IN_PAGE))]


def in_profiles(app: App[Any], said: str) -> list[Piece]:
    """Give the page of the profiles: the keys, and what is drawn."""
    keys = key_lines(named_keys(app, IN_PROFILES))
    return [heading("In the profiles"), *keys, "\n", *lines(said, PAGE_WIDTH)]


def in_table(app: App[Any]) -> list[Piece]:
    """Give the page of a table of answers."""
    keys = key_lines(named_keys(app, IN_TABLE))
    return [heading("In a table"), *keys, "\n", *lines(ON_TABLES, PAGE_WIDTH)]
