"""A figure with its words, and how it becomes a file: the same bytes each time."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from matplotlib import rc_context, rcdefaults
from matplotlib.figure import Figure

from coder_tui.domain.text import visible, visible_line
from coder_tui.domain.version import VERSION

DOTS_PER_INCH = 200
FORMS = ("svg", "png")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, drawn, and what it says to somebody who does not see it."""

    figure: Figure
    title: str
    alt: str


def new_figure(width: float, height: float) -> Figure:
    """Give an empty figure of so many inches; draw on it within `drawing`."""
    return Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor="white")


@contextmanager
def drawing() -> Iterator[None]:
    """Give the settings under which texts and lines have to be made, whatever the user's are."""
    with rc_context():
        rcdefaults()
        with rc_context(
            {
                # Names of models are no formulas: `$` is a dollar sign.
                "text.parse_math": False,
                "text.usetex": False,
                "font.family": "sans-serif",
                "font.sans-serif": ["DejaVu Sans", "Arial", "Helvetica"],
                "font.size": 8,
                "hatch.linewidth": 0.5,
                "svg.fonttype": "none",
                "svg.hashsalt": "coder-tui",
            }
        ):
            yield


def render(picture: Picture, form: str) -> bytes:
    """Give a picture as SVG or PNG.

    Args:
        picture: drawn.
        form: one of `FORMS`.
    """
    title, alt = visible_line(picture.title), visible(picture.alt)
    maker = f"coder-tui {VERSION}"
    metadata: dict[str, str | None] = {"Title": title, "Description": alt}
    if form == "svg":
        metadata |= {"Creator": maker, "Date": None}
    else:
        metadata |= {"Software": maker}
    file = BytesIO()
    with drawing(), warnings.catch_warnings():
        # A name in a script that the shipped font lacks is drawn as boxes; that stops no report.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        picture.figure.savefig(file, format=form, dpi=DOTS_PER_INCH, metadata=metadata)
    if form == "svg":
        return _described(file.getvalue().decode(), alt).encode()
    return file.getvalue()


def _described(svg: str, alt: str) -> str:
    """Put the description where a screen reader looks for it: behind the title."""
    description = f"<desc>{escape(alt)}</desc>"
    svg = svg.replace("</title>", f"</title>\n {description}", 1)
    return svg.replace("<svg ", '<svg role="img" ', 1)
