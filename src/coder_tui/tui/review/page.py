"""A page of the review: lines, what each stands for, how they are sorted."""

from collections.abc import Callable
from dataclasses import dataclass

from coder_tui.tui.row_list import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A line and what it stands for; what it says is put together when it is drawn."""

    entry: object
    draw: Callable[[], tuple[Span, ...]]
    whole: Callable[[], tuple[Span, ...]] | None = None
    """Draws it as if there were room for all; None where nothing is left out for want of room."""

    @property
    def text(self) -> str:
        """What the line says, for the filter."""
        spans = (self.whole or self.draw)()
        return "".join(span if isinstance(span, str) else span[0] for span in spans)


Key = tuple[float | str, ...]
"""What a row is sorted by."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort a tab: its name, and the key by which rows are compared."""

    name: str
    key: Callable[[Row], Key]


@dataclass(frozen=True, slots=True)
class Page:
    """A tab with its lines."""

    head: str
    rows: tuple[Row, ...]
    empty: str
    """What is said where there is no line."""
    summary: str = ""
    """What is said under the lines."""


def as_it_comes(_: Row) -> Key:
    """Leave rows in the order in which they come."""
    return ()


AS_IT_COMES = (Order("as it comes", as_it_comes),)
IN_RUBRIC_ORDER = Order("in the rubric's order", as_it_comes)
