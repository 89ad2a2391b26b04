"""The only place where text widgets are made: whatever is shown is literal and visible.

Textual reads markup in plain strings and passes escape bytes on to the terminal. Here every piece
of text passes `visible()` and becomes `Content`, which is never parsed.
"""

from collections.abc import Sequence

from textual.app import App
from textual.content import Content
from textual.widgets import Static

from coder_tui.domain.text import visible

Piece = str | tuple[str, str]
"""Text, or text with a style such as `$accent bold`."""


def content(*pieces: Piece) -> Content:
    """Give literal, visible content."""
    parts: list[Content | str | tuple[str, str]] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(Content(visible(piece)))
        else:
            parts.append(Content.styled(visible(piece[0]), piece[1]))
    return Content.assemble(*parts)


class Literal(Static):
    """A text widget that shows just what it is given.

    Its size is fixed by CSS, so that a change repaints it alone and lays nothing out again.
    """

    def __init__(
        self,
        *pieces: Piece,
        id: str | None = None,  # noqa: A002  # Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(content(*pieces), id=id, classes=classes, markup=False)
        self._pieces: tuple[Piece, ...] = pieces

    @property
    def text(self) -> str:
        """What is shown, without styles."""
        return "".join(piece if isinstance(piece, str) else piece[0] for piece in self._pieces)

    def show(self, pieces: Sequence[Piece]) -> None:
        """Show other pieces, if they are other."""
        shown = tuple(pieces)
        if shown != self._pieces:
            self._pieces = shown
            self.update(content(*shown), layout=False)


def tell(app: App[None], text: str, *, title: str = "", error: bool = False) -> None:
    """Show a short notice over the screen."""
    app.notify(
        visible(text),
        title=visible(title),
        severity="error" if error else "information",
        markup=False,
    )
