"""How the review's numbers are written, on paper and on the screen."""

from collections.abc import Mapping

from coder_tui.analysis.chance import DRAWS
from coder_tui.analysis.conditions import ConditionTable, ModelRow
from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import chances, in_short, number, short_name, span
from coder_tui.analysis.over_time import Drifting
from coder_tui.analysis.overall import Overall
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.versions import Meanings
from coder_tui.domain.rubric import Dimension, Level, scored
from coder_tui.domain.scales import members_of
from coder_tui.domain.text import plural, visible_line
from coder_tui.statistics.agreement import Coefficient
from coder_tui.statistics.blinding_index import BlindingIndex

LEGEND = (
    "%: pairs of answers that agree; q-kappa: Cohen's kappa, quadratic weights; l-kappa: linear; "
    "kappa: unweighted; alpha: Krippendorff's, by the level of the scale. Intervals are of 95 % "
    f"and take items as a sample; {DRAWS:,} draws. `ok`: the whole interval reaches the bar; "
    "BELOW BAR: none of it does; UNCLEAR: these items do not tell."
)

LISTED = (
    ("percent_agreement", None),
    ("cohen_kappa", None),
    ("krippendorff_alpha", None),
    ("fleiss_kappa", "none"),
    ("gwet_ac1", None),
    ("gwet_ac2", "quadratic"),
    ("brennan_prediger", "none"),
    ("icc_2_1", None),
    ("icc_3_1", None),
)
"""What is listed, and in which weighting if not in all; `--json` has everything."""
LISTED_OF_PAIRS = ("percent_agreement", "cohen_kappa", "krippendorff_alpha")

MANY = 10
"""More different values than this are not listed one by one."""


def estimate(index: BlindingIndex) -> tuple[str, str]:
    """Give an index and its interval: `.40`, `.10 to .70`; `-` for what is undefined."""
    if index.low is None or index.high is None:
        return number(index.value), "-"
    return number(index.value), f"{number(index.low)} to {number(index.high)}"


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


def headline_line(measured: Measured, bar: float) -> str:
    """Give value, interval and probabilities: `q-kappa .80 (.10 to .95)  P(>= .667) .71`."""
    if measured.headline.value is None:
        return measured.note
    return "  ".join(
        filter(None, [in_short(measured.headline, bar=bar), chances(measured.headline)])
    )


def marked_note(measured: Measured, meanings: Meanings) -> str:
    """Give the verdict in a few words, behind `#` where agreement is of another meaning."""
    other = measured.dimension.id in meanings.otherwise
    return f"{OTHER_MEANING} {measured.note}" if other else measured.note


def overall_line(found: Overall) -> str:
    """Give agreement over dimensions with what it is: `stratified q-kappa .79 (.74 to .84) ...`."""
    each = found.coefficient
    said = [f"{found.how} {in_short(each)}", chances(each)]
    why = each.undefined.sentence if each.undefined else each.note
    how_many = f"over {len(found.dimensions)} dimensions"
    return f"{how_many}: {'  '.join(filter(None, said))}. {why}"


def drift_line(found: Drifting) -> str:
    """Give agreement in stretches of time, or that there are none for want of an order.

    `over time, 45 items each: q-kappa .80 (.71 to .88), ...`
    """
    if not found.windows:
        return found.no_order
    sizes_of_windows = [each.last - each.first + 1 for each in found.windows]
    low, high = min(sizes_of_windows), max(sizes_of_windows)
    size = str(low) if low == high else f"{low} to {high}"
    values = [
        f"{number(each.value)} ({span(each)})" if each.interval else number(each.value)
        for each in found.headlines
    ]
    return f"over time, {size} items each: {short_name(found.headlines[0])} {', '.join(values)}"


def applicability_line(measured: Measured) -> str:
    """Give agreement on whether there is something to score; nothing where that was no question."""
    if not (measured.dimension.not_applicable or measured.withheld):
        return ""
    found, ac1 = measured.applicability, measured.applicability_ac1
    if found.value is None:
        return "applicable? no item answered by two"
    sure = f" ({percent_span(found)})" if found.interval else ""
    said = in_short(ac1) if ac1.value is not None else "AC1 -"
    return (
        f"applicable? {percent(found.value)} % agree{sure} on {plural(found.items, 'item')}, {said}"
    )


def percent_span(coefficient: Coefficient) -> str:
    """Give the interval of a share in whole percent: `68 to 99`."""
    found = coefficient.interval
    return f"{percent(found.low)} to {percent(found.high)}" if found else "-"


def coefficient_lines(measured: Measured) -> list[str]:
    """Give the coefficients: a line for each two coders, and one for all of them."""
    by_pair: dict[str, list[str]] = {}
    pooled = []
    for each in measured.coefficients:
        said = f"{short_name(each)} {number(each.value)}"
        if each.coders is not None and each.name in LISTED_OF_PAIRS:
            by_pair.setdefault(visible_line(", ".join(each.coders)), []).append(said)
        elif each.coders is None and _is_listed(each):
            pooled.append(said)
    if len(by_pair) == 1:
        ((pair, said_of_pair),) = by_pair.items()
        rest = [each for each in pooled if each not in said_of_pair]
        return [f"{pair}: {', '.join([*said_of_pair, *rest])}"]
    lines = [f"{pair}: {', '.join(said_of_pair)}" for pair, said_of_pair in by_pair.items()]
    return [*lines, f"all: {', '.join(pooled)}"]


FAR_APART = 0.15


def alpha_line(measured: Measured) -> str:
    """Say why ordinal alpha is far from quadratic kappa; nothing where it is not."""
    head = measured.headline
    alpha = next((e for e in measured.coefficients if e.name == "krippendorff_alpha"), None)
    if alpha is None or alpha.level is not Level.ORDINAL or head.name != "cohen_kappa":
        return ""
    if alpha.value is None or head.value is None or abs(alpha.value - head.value) < FAR_APART:
        return ""
    return (
        f"alpha {number(alpha.value)} and {short_name(head)} {number(head.value)} differ: on an "
        "ordinal scale alpha takes two points for close where few scores lie at or between them, "
        "kappa goes by their numbers."
    )


def _is_listed(each: Coefficient) -> bool:
    return (each.name, None) in LISTED or (each.name, each.weights) in LISTED


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
    """Give how often each value was given: `0: 2  1: 5`; of very many only what they span.

    Those that stand alone are among them: `prevalence_line` says how many are on shared items.
    """
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


def counts_line(measured: Measured) -> str:
    """Give the values, and agreement on whether there is something to score."""
    return ";  ".join(filter(None, [prevalence_line(measured), applicability_line(measured)]))


def prevalence_line(measured: Measured) -> str:
    """Give the values and how many of them were compared: `0: 21  1: 9; 30 scores, 28 of them on
    14 items by two, 14 pairs`.
    """
    shared = f"on {plural(measured.percent.items, 'item')} by two"
    pairs = plural(measured.percent.pairs, "pair")
    scores = sum(measured.prevalence.values())
    if scores == measured.compared:
        return f"scores {scores_given(measured)} {shared}, {pairs}"
    return (
        f"scores {scores_given(measured)}: {plural(scores, 'score')}, {measured.compared:,} of "
        f"them {shared}, {pairs}"
    )


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
