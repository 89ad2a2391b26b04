"""How the review's numbers are written, on paper and on the screen."""

from collections.abc import Mapping

from coder_tui.analysis.conditions import ConditionTable, ModelRow
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.questions import Cell
from coder_tui.domain.rubric import Dimension, Level, scored
from coder_tui.domain.scales import members_of
from coder_tui.domain.text import plural, visible_line
from coder_tui.statistics.agreement import Coefficient

LEGEND = (
    "% of items agreed on; q-kappa: Cohen's kappa, quadratic weights; l-kappa: linear; kappa: "
    "unweighted; alpha: Krippendorff's, by the level of the scale. No interval is computed in "
    "this version."
)

MANY = 10
"""More different values than this are not listed one by one."""


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
    """Give how often each point of the scale stands in a cell, alone or in a set: `2/4/6`."""
    if cell is None:
        return "-"
    if found.dimension.level is Level.MULTI:
        times = times_of_labels(found.dimension, cell.counts)
        return "/".join(str(each) for each in times.values())
    return "/".join(str(cell.counts.get(value, 0)) for value in found.dimension.values)


def times_of_labels(dimension: Dimension, sets: Mapping[str, int]) -> dict[str, int]:
    """Give how often each label stands in sets of labels, and how often none does."""
    times = dict.fromkeys([*dimension.values, "none"], 0)
    for value, count in sets.items():
        for label in members_of(value) or ("none",):
            times[str(label)] += count
    return times


def scores_given(measured: Measured) -> str:
    """Give how often each value was given: `0: 2  1: 5`; of very many only what they span."""
    found, dimension = measured.prevalence, measured.dimension
    if dimension.level is Level.TEXT:
        return f"{plural(sum(found.values()), 'text')}, {len(found):,} different"
    if len(found) > MANY:
        first, *_, last = found
        if dimension.level.is_ordered:
            return f"{sum(found.values()):,} from {first} to {last}, {len(found)} different"
        times = times_of_labels(dimension, found)
        return "  ".join(f"with {label}: {count}" for label, count in times.items())
    return "  ".join(f"{scored(value).word}: {times}" for value, times in found.items()) or "none"


def full_rows(found: ConditionTable) -> list[list[str]]:
    """Give the rows of a table in full: for each model means with n, counts, what is open."""
    rows = []
    scale = "/".join(_columns_of_counts(found.dimension))
    for row in found.rows:
        means = [
            f"{mean(found, cell)} ({cell.n})" if cell else "-" for cell in row.cells
        ]  # fmt: skip
        block = [[f"  {visible_line(row.model)}", *means]]
        if scale:
            counts = (distribution(found, cell) for cell in row.cells)
            block.append([f"    n at {scale}", *counts])
        if any(cell is not None and cell.unresolved for cell in row.cells):
            still_open = (str(cell.unresolved) if cell else "-" for cell in row.cells)
            block.append(["    unresolved", *still_open])
        if found.compared:
            first, second, *_ = *row.remarks, "", ""
            if second and len(block) == 1:
                block.append(["", *("" for _ in row.cells)])
            ends = [[signed(row.difference), first], ["", second], ["", ""]]
            block = [line + end for line, end in zip(block, ends, strict=False)]
        rows += block
    return rows


def _columns_of_counts(dimension: Dimension) -> tuple[str, ...]:
    """Give what is counted: points, or labels and sets without any; nothing where there is none."""
    none = ("none",) if dimension.level is Level.MULTI else ()
    return (*dimension.values, *none)


def full_heads(found: ConditionTable) -> list[str]:
    """Give the heads of a table in full, after the first one."""
    scaffolds = [visible_line(scaffold) for scaffold in found.scaffolds]
    return [*scaffolds, visible_line(found.head), ""] if found.compared else scaffolds
