"""What the review screen says over and under its list."""

from collections.abc import Sequence
from pathlib import Path

from coder_tui.tui.review.menu import Entry, Menu
from coder_tui.tui.review.messages import CONDITIONS
from coder_tui.tui.review.page import Page

WITH_CONDITIONS = (
    f"This export holds {CONDITIONS}: the model and scaffold of every item. Who codes must not "
    "see it. It is written into a new folder beside the study."
)


def computing(tab: str, *, waits: bool = False) -> str:
    """Say that a tab is not there yet, and of a key that it came too early."""
    return f"{tab}: being computed ...{'; press it again then.' if waits else ''}"


def above(held: str, kept: Sequence[str], order: str) -> str:
    """Say what of a tab is shown and how it is sorted, where that is not how it comes.

    Args:
        held: the text that lines have to hold; empty for none.
        kept: what the tab is restricted to.
        order: how it is sorted; empty for as it comes.
    """
    said = [f"holding {held!r}"] if held else []
    said += kept
    said += [order] if order else []
    return "; ".join(said) + (" (Esc takes one off)" if held or kept else "")


def below(page: Page, shown: int, *, searched: bool) -> str:
    """Say what the lines hold and, of a search, how many of them it found; or why none is there."""
    of = len(page.rows)
    if not of:
        return page.empty
    if not shown:
        return f"No line holds this text. 0 of {of:,} shown."
    counted = f"{shown:,} of {of:,} shown." if searched else ""
    return " In all: ".join(filter(None, (counted, page.summary)))


def ask_for_conditions() -> Menu:
    """Ask whether an export with conditions is meant."""
    return Menu(WITH_CONDITIONS, [Entry("y", "yes, export"), Entry("n", "no")])


def exported(folder: Path, *, conditions: bool) -> str:
    """Say where an export is and what it holds."""
    if conditions:
        return f"Exported to {folder.name}, with conditions: keep it from coders."
    return f"Exported to {folder.name}, beside the study; it tells no condition."
