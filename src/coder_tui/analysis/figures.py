"""How the review's numbers are written, on paper and on the screen."""

from coder_tui.analysis.conditions import ConditionTable, ModelRow
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.questions import Cell
from coder_tui.domain.text import visible_line
from coder_tui.statistics.agreement import Coefficient

LEGEND = (
    "% of items agreed on; q-kappa: Cohen's kappa, quadratic weights; l-kappa: linear; kappa: "
    "unweighted; alpha: Krippendorff's, by the level of the scale. No interval is computed in "
    "this version."
)


def short_name(coefficient: Coefficient) -> str:
    """Give a coefficient's short name: `q-kappa`."""
    if coefficient.name == "percent_agreement":
        return "agree"
    if coefficient.name == "krippendorff_alpha":
        return "alpha"
    prefix = {"linear": "l-", "quadratic": "q-"}.get(coefficient.weights or "none", "")
    return f"{prefix}kappa"


def number(value: float | None, digits: int = 2) -> str:
    """Give a coefficient as it is usually printed: `.79`, `-.02`, `1.00`; `-` where undefined.

    What is not quite 1 is never printed as 1: it is `>.99`.
    """
    if value is None:
        return "-"
    text = f"{value:.{digits}f}"
    if value < 1 and float(text) == 1:
        return f">.{'9' * digits}"
    if float(text) == 0:
        return f".{'0' * digits}"
    return text.replace("0.", ".", 1) if abs(float(text)) < 1 else text


def percent(value: float | None) -> str:
    """Give a share in whole percent; `99` where it is not quite all, `-` where undefined."""
    if value is None:
        return "-"
    return "99" if 0.99 <= value < 1 else f"{100 * value:.0f}"


def signed(value: float | None) -> str:
    """Give a difference with its sign: `+1.6`, `0.0`; `-` where there is none."""
    if value is None:
        return "-"
    return "0.0" if round(value, 1) == 0 else f"{value:+.1f}"


def coefficient_lines(measured: Measured) -> list[str]:
    """Give every coefficient: a line for each two coders, and one for all where there are more."""
    by_pair: dict[str, list[str]] = {}
    pooled = []
    for each in measured.coefficients:
        said = f"{short_name(each)} {number(each.value)}"
        if each.coders is None:
            pooled.append(said)
        else:
            by_pair.setdefault(visible_line(", ".join(each.coders)), []).append(said)
    if len(by_pair) == 1:
        ((pair, said_of_pair),) = by_pair.items()
        return [f"{pair}: {', '.join([*said_of_pair, *pooled[1:]])}"]
    lines = [f"{pair}: {', '.join(said_of_pair)}" for pair, said_of_pair in by_pair.items()]
    return [*lines, f"all: {', '.join(pooled)}"]


def mean(found: ConditionTable, cell: Cell | None) -> str:
    """Give the mean of a cell; `-` where it has none."""
    if cell is None or cell.mean is None or not found.has_means:
        return "-"
    return f"{cell.mean:.1f}"


def sizes(row: ModelRow) -> str:
    """Give the n of a model's cells in short: `n 15 each`, `n 11-15`."""
    counts = [cell.n if cell else 0 for cell in row.cells]
    low, high = min(counts), max(counts)
    return f"n {low} each" if low == high else f"n {low}-{high}"


def distribution(found: ConditionTable, cell: Cell | None) -> str:
    """Give how often each value of the scale stands in a cell: `2/4/6`."""
    if cell is None:
        return "-"
    return "/".join(str(cell.counts.get(value, 0)) for value in found.dimension.values)


def full_rows(found: ConditionTable) -> list[list[str]]:
    """Give the rows of a table in full: for each model means with n, counts, what is open."""
    rows = []
    scale = "/".join(found.dimension.values)
    for row in found.rows:
        means = [
            f"{mean(found, cell)} ({cell.n})" if cell else "-" for cell in row.cells
        ]  # fmt: skip
        block = [
            [f"  {visible_line(row.model)}", *means],
            [f"    n at {scale}", *(distribution(found, cell) for cell in row.cells)],
        ]
        if any(cell is not None and cell.unresolved for cell in row.cells):
            still_open = (str(cell.unresolved) if cell else "-" for cell in row.cells)
            block.append(["    unresolved", *still_open])
        if found.compared:
            first, second, *_ = *row.remarks, "", ""
            ends = [[signed(row.difference), first], ["", second], ["", ""]]
            block = [line + end for line, end in zip(block, ends, strict=False)]
        rows += block
    return rows


def full_heads(found: ConditionTable) -> list[str]:
    """Give the heads of a table in full, after the first one."""
    scaffolds = [visible_line(scaffold) for scaffold in found.scaffolds]
    return [*scaffolds, visible_line(found.head), ""] if found.compared else scaffolds
