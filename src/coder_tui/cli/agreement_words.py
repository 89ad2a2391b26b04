"""What `agreement` says in sentences: the headline, why kappa is low, how intervals were made."""

from collections.abc import Sequence

from coder_tui.analysis.numerals import HARDLY, number, span
from coder_tui.cli.agreement_report import WITHOUT_CHANCE, Report, listed, title
from coder_tui.domain.text import clipped, plural
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.measure import PairMeasured
from coder_tui.statistics.uncertainty import FEW

HIGH_PERCENT = 0.8
"""Percent agreement from which a low kappa asks for an explanation."""

FAR_BELOW = 0.2
"""Kappa is low where it is so far below the same agreement with even chance."""

FEWEST = 10
"""Items below which nothing is said about the bar: no simulation of intervals went so low."""

METHODS = {
    "dirichlet": (
        f"from a Dirichlet posterior over the patterns of scores, which is taken for fewer than "
        f"{FEW} items, and where a coder used one value only or all agree"
    ),
    "bca": f"from items drawn again (bootstrap, BCa), as from {FEW} items on",
    "percentile": "from items drawn again (bootstrap, percentiles)",
    "jackknife": "from leaving out one item at a time (jackknife)",
    "f": "by the F distribution (Shrout and Fleiss)",
}


def whole_percent(share: float) -> str:
    """Give a share as a percentage that says 100 only of all, and 0 only of none."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        return ">99 %"
    return "<1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def headline(report: Report) -> str:
    """Say how far who agreed on what, and whether that reaches the bar."""
    measured = report.found.measured
    if not measured.paired:
        return (
            f"No item has been scored by two of the {len(measured.coders)} coders, so there is "
            "nothing to compare."
        )
    said = [_percent(report)]
    chosen = report.headline
    if chosen.name == WITHOUT_CHANCE:
        return said[0]
    if chosen.value is None:
        why = chosen.undefined.short if chosen.undefined else "no pairs"
        said.append(
            f"Whether that is more than chance cannot be told: {title(chosen)}, has no value "
            f"({clipped(why, 40)})."
        )
        return " ".join(said)
    said.append(f"Corrected for chance that is {number(chosen.value)} ({_how(report, chosen)}).")
    said.append(verdict(report, chosen))
    return " ".join(each for each in said if each)


def _percent(report: Report) -> str:
    measured = report.found.measured
    percent = report.find(WITHOUT_CHANCE)
    coders = measured.coders
    if len(coders) == 2:
        begin = f"{listed(coders)} both scored {plural(measured.paired, 'item')}"
        if percent is None or percent.value is None:
            return f"{begin}."
        if measured.paired == 1:
            return f"{begin} and {'agree' if percent.value else 'differ'} on it."
        return f"{begin} and agree on {whole_percent(percent.value)} of them."
    begin = f"{len(coders):,} coders ({listed(coders)}) scored {plural(measured.paired, 'item')}"
    if percent is None or percent.value is None:
        return f"{begin}, each at least twice."
    equal = whole_percent(percent.value)
    return f"{begin}; two scores on the same item are equal in {equal} of cases."


def _how(report: Report, chosen: Coefficient) -> str:
    if chosen.interval is None:
        return f"{title(chosen)}; no interval"
    between = span(chosen, bar=report.bar)
    return f"{title(chosen)}; {confidence(chosen.interval.confidence)} interval {between}"


def confidence(share: float) -> str:
    """Give the confidence of an interval: `95 %`."""
    return f"{share * 100:.4g} %"


def verdict(report: Report, chosen: Coefficient) -> str:
    """Say whether the bar is reached, or probably, or that it cannot be told."""
    bar, interval = number(report.bar, 3), chosen.interval
    few = report.found.measured.paired
    if few < FEWEST:
        return f"So few items say nothing about the bar of {bar}."
    if interval is None:
        return f"Without an interval it says nothing about the bar of {bar}."
    if interval.low >= report.bar:
        return f"The bar of {bar} is reached: the whole interval lies above it."
    if interval.high < report.bar:
        if chosen.value is not None and chosen.value <= 0:
            return f"That is no better than chance; the bar of {bar} is missed."
        return f"The bar of {bar} is missed: the whole interval lies below it."
    reached = [each.probability for each in chosen.at_least if each.bar == report.bar]
    chance = (
        f" (it is reached with a probability of {whole_percent(reached[0])})" if reached else ""
    )
    more = f" {few} items are few; score more to know." if few < FEW else ""
    if reached and not HARDLY <= reached[0] <= 1 - HARDLY:
        likely = "reached" if reached[0] > HARDLY else "not reached"
        return f"The bar of {bar} is probably {likely}, though the interval holds it{chance}.{more}"
    return (
        f"Whether the bar of {bar} is reached cannot be told: the interval holds it{chance}.{more}"
    )


def why_low(report: Report) -> str:
    """Explain a low kappa at high agreement; nothing where that is not so."""
    percent, even = report.find(WITHOUT_CHANCE), report.find("brennan_prediger")
    kappa = report.find("cohen_kappa") or report.find("fleiss_kappa")
    if kappa is None or even is None or percent is None:
        return ""
    if kappa.value is None or even.value is None or percent.value is None:
        return ""
    if percent.value < HIGH_PERCENT or even.value - kappa.value < FAR_BELOW:
        return ""
    measured = report.found.measured
    often = max(range(len(measured.prevalence)), key=measured.prevalence.__getitem__)
    share = measured.prevalence[often] / sum(measured.prevalence)
    value = clipped(report.read.values[often], 20)
    value = value if report.read.is_of_numbers else f'"{value}"'
    said = [
        f"The coders agree on {whole_percent(percent.value)}, and {title(kappa)} is only "
        f"{number(kappa.value)}. {whole_percent(share)} of all scores are {value}, so two coders "
        "who scored at random in these shares would agree nearly as often, and little room is left "
        "above chance."
    ]
    if len(measured.coders) == 2:
        said += [_on_the_rare(measured.pairs[0], often), _indices(measured.pairs[0])]
    gwet = report.find("gwet_ac1")
    also = f"; Gwet's AC1 {number(gwet.value)}" if gwet and gwet.value is not None else ""
    name = "PABAK" if len(measured.coders) == 2 else "Brennan-Prediger"
    said.append(
        f"Were chance the same for each value: {name} {number(even.value)}{also}. Report them "
        "beside kappa, not in its place: they do not say that the coders can tell the rare values."
    )
    return " ".join(said)


def _on_the_rare(pair: PairMeasured, often: int) -> str:
    """Say how far two coders agree where one of them gave something rare."""
    both = pair.table.counts
    rare = pair.table.items - both[often][often]
    alike = sum(row[at] for at, row in enumerate(both)) - both[often][often]
    where = "the one item on which" if rare == 1 else f"the {rare:,} items on which at least"
    return f"Kappa rests on {where} one of them gave something else: there they agree on {alike:,}."


def _indices(pair: PairMeasured) -> str:
    """Give kappa-max and the two indices, at the cut where prevalence does most."""
    said = []
    if pair.kappa_max is not None:
        said.append(
            f"With the shares that each coder gave, kappa is at most {number(pair.kappa_max)}."
        )
    if pair.table.cuts:
        cut = max(pair.table.cuts, key=lambda each: abs(each.prevalence_index))
        side = ", ".join(clipped(value, 20) for value in cut.below)
        said.append(
            f"Prevalence index {number(abs(cut.prevalence_index))} ({side} against the rest; 0 is "
            f"balanced, 1 is one side only), bias index {number(abs(cut.bias_index))} (0: both "
            "coders use the sides equally often)."
        )
    return " ".join(said)


def how_made(report: Report) -> list[str]:
    """Say how the intervals and the errors were made."""
    by_method: dict[str, list[str]] = {}
    for each in report.coefficients:
        if each.interval is not None:
            by_method.setdefault(each.interval.method, []).append(title(each))
    if not by_method:
        return []
    most = max(by_method, key=lambda method: len(by_method[method]))
    said = [f"Intervals are {confidence(report.asked.confidence)} and made {METHODS[most]}."]
    said += [
        f"For {joined(names)}: {METHODS[method]}."
        for method, names in by_method.items()
        if method != most
    ]
    said.append(f"{report.asked.draws:,} draws, seed {report.asked.seed}.")
    return [
        " ".join(said),
        "SE: Gwet's linearised standard error where he gives one, else the jackknife's; none where "
        "all agree. Items are taken to be a sample, each independent of the others. P: how "
        "probable it is that the coefficient of all such items is at least so high.",
    ]


def joined(titles: Sequence[str]) -> str:
    """Join titles, some of which hold a comma: `Percent agreement; Gwet's AC2, linear; and ICC`."""
    if len(titles) < 3 and not any("," in each for each in titles):
        return " and ".join(titles)
    mark = ";" if any("," in each for each in titles) else ","
    return f"{f'{mark} '.join(titles[:-1])}{mark} and {titles[-1]}" if titles[1:] else titles[0]
