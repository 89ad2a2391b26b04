"""The tables that `agreement` prints."""

from collections.abc import Iterable, Sequence

from coder_tui.analysis.numerals import number
from coder_tui.cli.agreement_report import WITHOUT_CHANCE, Report, title
from coder_tui.cli.tables import table
from coder_tui.domain.columns import padded, widest
from coder_tui.domain.rubric import Level
from coder_tui.domain.text import clipped, plural
from coder_tui.statistics.coefficient import BARS, Coefficient
from coder_tui.statistics.measure import PairMeasured

NAME = 14
"""Characters of a coder's or a value's name in a table."""

ITEM = 30
SHORT_ITEM = 16

FEW_NAMES = 3
"""More coders than this are counted where their names do not fit into a table."""

MOST_CODERS = 20

LARGE = 1e7
"""A mean from here on is written with an exponent."""

MAIN_WEIGHTS = ("none", "quadratic")
REPEATS_OTHERS = ("scott_pi", "conger_kappa")
"""Close to Fleiss or Cohen nearly always; left to --all."""


def main_coefficients(report: Report) -> list[Coefficient]:
    """Give those that are printed unless all are asked for."""
    if report.asked.only is not None:
        return list(report.coefficients)
    two = len(report.found.measured.coders) == 2
    chosen = []
    for each in report.coefficients:
        if two and each.name in ("fleiss_kappa", "brennan_prediger"):
            continue
        weighted = each.weights not in (None, "none")
        if each.name in ("cohen_kappa", "gwet_ac2"):
            wanted = each.weights in MAIN_WEIGHTS
        else:
            wanted = not weighted and each.name not in REPEATS_OTHERS
        if wanted:
            chosen.append(each)
    return chosen


def coefficients_table(found: Sequence[Coefficient], bars: Sequence[float] = BARS) -> str:
    """Lay out coefficients: value, interval, error, the probability of reaching each bar."""
    interval = next((each.interval for each in found if each.interval), None)
    head = f"{interval.confidence * 100:.4g} % interval" if interval else "interval"
    heads = ["", "value", head, "SE", *(f"P>={number(bar, 3).rstrip('0')}" for bar in bars)]
    return table(heads, [_coefficient_row(each, bars) for each in found])


def _coefficient_row(each: Coefficient, bars: Sequence[float]) -> list[str]:
    if each.undefined is not None:
        return [title(each), "none", clipped(each.undefined.short, 22), "", *("" for _ in bars)]
    between = each.interval and f"{number(each.interval.low)} to {number(each.interval.high)}"
    reached = {at.bar: at.probability for at in each.at_least}
    return [
        title(each),
        number(each.value),
        between or "-",
        "-" if each.standard_error is None else _error(each.standard_error),
        *(
            "" if each.name == WITHOUT_CHANCE or bar not in reached else _chance(reached[bar])
            for bar in bars
        ),
    ]


def _error(value: float) -> str:
    """Give a standard error; it is above 0, and never printed as 0."""
    return "<.001" if value < 0.0005 else number(value, 3)


def _chance(probability: float) -> str:
    """Give a probability, which draws can show to be small and never to be nothing."""
    if probability < 0.005:
        return "<.01"
    return ">.99" if probability >= 0.995 else number(probability)


def pairs_table(report: Report, width: int) -> str:
    """Lay out Cohen's kappa above and percent agreement below the diagonal, or list the pairs."""
    pairs = report.found.measured.pairs
    coders = report.found.measured.coders
    weights = "quadratic" if report.read.level.is_ordered else "none"
    kappas = {pair.coders: _of_pair(pair, "cohen_kappa", weights) for pair in pairs}
    if all(value is None for value in kappas.values()):
        return ""
    percents = {pair.coders: _of_pair(pair, WITHOUT_CHANCE, "none") for pair in pairs}
    names = [clipped(coder, NAME) for coder in coders]
    rows = [
        [
            names[row],
            *(
                ""
                if row == column
                else number(kappas[first, coders[column]])
                if row < column
                else _percent(percents[coders[column], first])
                for column in range(len(coders))
            ),
        ]
        for row, first in enumerate(coders)
    ]
    matrix = table(["", *names], rows)
    items = [pair.table.items for pair in pairs]
    on = (
        f"{min(items)} to {max(items)} items"
        if min(items) < max(items)
        else plural(items[0], "item")
    )
    kind = "quadratic" if weights == "quadratic" else "unweighted"
    if max(map(len, matrix.splitlines())) <= width:
        head = f"EACH TWO CODERS: kappa ({kind}) above, % agreement below; on {on}"
        none = "\n-: no value" if None in kappas.values() else ""
        return f"{head}\n{matrix}{none}"
    worst = sorted(pairs, key=lambda pair: _rank(kappas[pair.coders]))[:10]
    lines = [
        [
            f"{clipped(pair.coders[0], NAME)} and {clipped(pair.coders[1], NAME)}",
            str(pair.table.items),
            _percent(percents[pair.coders]),
            number(kappas[pair.coders]),
        ]
        for pair in worst
    ]
    head = f"EACH TWO CODERS: the {len(lines)} pairs of {len(pairs)} with the lowest kappa ({kind})"
    return f"{head}\n{table(['', 'items', '%', 'kappa'], lines)}"


def _of_pair(pair: PairMeasured, name: str, weights: str) -> float | None:
    for each in pair.coefficients:
        if each.name == name and each.weights == weights:
            return each.value
    return None


def _rank(value: float | None) -> float:
    return 2.0 if value is None else value


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value * 100:.0f}"


def values_table(report: Report, width: int) -> str:
    """Lay out which values each coder gave; of two coders, which of them met which."""
    values = [clipped(value, NAME) for value in report.read.values]
    given = report.found.given
    if len(given) == 2 and report.found.measured.paired:
        confusion = _confusion(report, values)
        if _fits(confusion, width):
            return confusion
    rows = [
        [clipped(coder, NAME), *map(str, counts), str(sum(counts)), *_mean(report, counts)]
        for coder, counts in zip(report.table.coders, given, strict=True)
    ]
    means = ["mean"] if _has_means(report) else []
    counted = "VALUES GIVEN\n" + table(["", *values, "all", *means], _first(rows))
    if _fits(counted, width):
        return counted + _rest(rows)
    rows = [
        [
            clipped(coder, NAME),
            str(sum(counts)),
            str(sum(count > 0 for count in counts)),
            *_often(values, counts),
            *_mean(report, counts),
        ]
        for coder, counts in zip(report.table.coders, given, strict=True)
    ]
    heads = ["", "scores", "values", "most often", "times", *means]
    return "VALUES GIVEN\n" + table(heads, _first(rows)) + _rest(rows)


def _first(rows: list[list[str]]) -> list[list[str]]:
    return rows[:MOST_CODERS]


def _rest(rows: list[list[str]]) -> str:
    return f"\nand {len(rows) - MOST_CODERS:,} more coders" if len(rows) > MOST_CODERS else ""


def _fits(text: str, width: int) -> bool:
    return max(map(len, text.splitlines())) <= width


def _confusion(report: Report, values: Sequence[str]) -> str:
    pair = report.found.measured.pairs[0]
    first, second = (clipped(coder, NAME) for coder in pair.coders)
    counts = pair.table.counts
    rows = [[values[at], *map(str, row), str(sum(row))] for at, row in enumerate(counts)]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    rows.append(["all", *map(str, sums), str(sum(sums))])
    head = f"WHICH VALUES MET: rows {first}, columns {second}"
    return f"{head}\n{table(['', *values, 'all'], rows)}"


def _has_means(report: Report) -> bool:
    return report.read.level in (Level.INTERVAL, Level.RATIO)


def _mean(report: Report, counts: Sequence[int]) -> list[str]:
    if not _has_means(report):
        return []
    if not sum(counts):
        return ["-"]
    total = sum(
        float(value) * count for value, count in zip(report.read.values, counts, strict=True)
    )
    mean = total / sum(counts)
    return [f"{mean:.2f}" if abs(mean) < LARGE else f"{mean:.3g}"]


def _often(values: Sequence[str], counts: Sequence[int]) -> list[str]:
    if not sum(counts):
        return ["-", "0"]
    at = max(range(len(counts)), key=counts.__getitem__)
    return [values[at], str(counts[at])]


def cells_table(report: Report, most: int, width: int) -> str:
    """Lay out the items on which coders differ, those farthest apart first."""
    apart = report.found.apart
    paired = report.found.measured.paired
    if not apart:
        return "TO DISCUSS: nothing; all scores on the same item are equal." if paired else ""
    head = f"TO DISCUSS: {len(apart):,} of {plural(paired, 'item')} differ"
    if 0 < most < len(apart):
        head += f"; these {most:,} most"
    shown = apart[:most]
    if not shown:
        return head
    tables = report.table
    rows = [
        [
            clipped(tables.items[each.item], ITEM),
            *(_value(report, text) for text in tables.rows[each.item]),
            f"{each.distance:.6g}",
        ]
        for each in shown
    ]
    far = [] if report.read.level is Level.NOMINAL else ["apart"]
    rows = [row if far else row[:-1] for row in rows]
    laid = table(["item", *(clipped(coder, NAME) for coder in tables.coders), *far], rows)
    if _fits(laid, width):
        return f"{head}\n{laid}"
    names = [clipped(tables.items[each.item], SHORT_ITEM) for each in shown]
    wide = widest(names)
    lines = [
        f"{padded(name, wide)}  {';  '.join(_said(report, tables.rows[each.item]))}"
        for name, each in zip(names, shown, strict=True)
    ]
    return "\n".join([head, *(clipped(line, width) for line in lines)])


def _value(report: Report, text: str | None) -> str:
    return "" if text is None else clipped(report.read.meant[text], NAME)


def _said(report: Report, row: Sequence[str | None]) -> Iterable[str]:
    """Give who gave each value, in the order of the scale: `0: ana ben`, `2: 7 coders`."""
    by_value: dict[str, list[str]] = {}
    for coder, text in zip(report.table.coders, row, strict=True):
        if text is not None:
            by_value.setdefault(report.read.meant[text], []).append(clipped(coder, NAME))
    for value in report.read.values:
        who = by_value.get(value, [])
        if len(who) > FEW_NAMES:
            yield f"{clipped(value, NAME)}: {len(who):,} coders"
        elif who:
            yield f"{clipped(value, NAME)}: {' '.join(who)}"


def dimensions_table(reports: Sequence[Report]) -> str:
    """Lay out one line for each dimension: items, percent agreement, the headline coefficient."""
    rows = []
    for report in reports:
        percent, chosen = report.find(WITHOUT_CHANCE), report.headline
        between = chosen.interval
        rows.append(
            [
                clipped(report.table.dimension, ITEM),
                str(report.found.measured.paired),
                _percent(percent.value if percent else None),
                number(chosen.value),
                f"{number(between.low)} to {number(between.high)}" if between else "-",
                title(chosen),
            ]
        )
    heads = ["DIMENSION", "items", "%", "value", "interval", "by"]
    return table(heads, rows, last_is_words=True)
