"""A matrix of pairs of coders as lines of text, in the fullest form for which there is room."""

from collections.abc import Callable
from dataclasses import dataclass

from coder_tui.analysis.figures import percent
from coder_tui.analysis.numerals import chances, in_short, number, short_name
from coder_tui.analysis.pairs import Pair, PairMatrix
from coder_tui.domain.columns import RIGHT, padded, widest
from coder_tui.domain.text import clipped, plural, visible_line

LABEL = 16
GAP = 2
ABSENT = "no item"

Cell = Callable[[Pair | None], str]


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a matrix: its lines for each coder, and the width of a cell."""

    cells: tuple[Cell, ...]
    width: int
    numbered: bool = False
    """Coders stand under numbers over the columns: there is no room for their names."""


def matrix_lines(matrix: PairMatrix, width: int) -> list[str]:
    """Give the matrix, one coder a row; nothing where it is too wide even with values alone.

    Args:
        matrix: three coders or more.
        width: columns that there are.
    """
    labels = [clipped(visible_line(coder), LABEL) for coder in matrix.coders]
    for form in _FORMS:
        if form.numbered:
            labels = [
                clipped(f"{at} {visible_line(coder)}", LABEL)
                for at, coder in enumerate(matrix.coders, start=1)
            ]
        heads = [str(at) for at in range(1, len(labels))] if form.numbered else labels[:-1]
        column = max(form.width, widest(heads)) + GAP
        first = widest(labels)
        if first + column * len(heads) <= width:
            return [
                " " * first + "".join(padded(head, column, RIGHT) for head in heads),
                *_rows(matrix, form, labels, first, column),
            ]
    return []


def _rows(matrix: PairMatrix, form: _Form, labels: list[str], first: int, column: int) -> list[str]:
    found = []
    for place in range(1, len(labels)):
        pairs = [matrix.find(matrix.coders[place], other) for other in matrix.coders[:place]]
        for at, cell in enumerate(form.cells):
            label = "" if at else labels[place]
            cells = "".join(f"{cell(pair):>{column}}" for pair in pairs)
            found.append(f"{padded(label, first)}{cells}")
    return found


def _value(pair: Pair | None) -> str:
    return number(pair.coefficient.value) if pair else "-"


def _counts(pair: Pair | None) -> str:
    return f"{percent(pair.percent.value):>3} % {pair.percent.items:>3,}" if pair else ABSENT


def _both(pair: Pair | None) -> str:
    return f"{_value(pair)} {_counts(pair)}" if pair else ABSENT


_FORMS = (
    _Form((_both,), 15),
    _Form((_value, _counts), 9),
    _Form((_value,), 4, numbered=True),
)


def caption(matrix: PairMatrix) -> str:
    """Say what the cells hold: `q-kappa, percent agreement, items by both`."""
    found = matrix.pairs[0].coefficient if matrix.pairs else matrix.mean
    name = short_name(found) if found else "kappa"
    if name == "agree":
        return "percent agreement as a share and in %, items by both"
    return f"{name}, percent agreement, items by both"


def mean_line(matrix: PairMatrix) -> str:
    """Give the average of the pairs, or why there is none; nothing without a kappa."""
    mean = matrix.mean
    if mean is None:
        return ""
    over = plural(len(matrix.pairs), "pair")
    if mean.undefined is not None:
        return f"Mean of the {over} (Light's kappa): {mean.undefined.sentence}"
    said = "  ".join(filter(None, [in_short(mean), chances(mean)]))
    return f"Mean of the {over} (Light's kappa): {said}"


def apart_line(matrix: PairMatrix) -> str:
    """Name the pairs that share no item; nothing where all do."""
    if not matrix.apart:
        return ""
    named = "; ".join(f"{first} and {second}" for first, second in matrix.apart)
    return f"No item by both: {visible_line(named)}."


def pair_words(pair: Pair) -> str:
    """Say why a pair has no value, or what has to be known of it; nothing else."""
    why = pair.coefficient.undefined
    return why.sentence if why is not None else pair.coefficient.note
