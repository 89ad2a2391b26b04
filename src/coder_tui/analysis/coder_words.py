"""How what is known of a coder is said, on paper and on the screen."""

from coder_tui.analysis.coder_profiles import CoderProfile, OnDimension
from coder_tui.analysis.figures import MANY, percent
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.sparks import spark
from coder_tui.domain.rubric import scored
from coder_tui.domain.text import plural, visible_line
from coder_tui.statistics.severity import Severity

REACH = 0.5
"""Standard deviations above and below 0 that the drawing of severity shows."""

ABOUT = (
    "Diff: how far a coder scores above (+) or below (-) the mean of the others of the same kind, "
    "on items that both scored; over dimensions in standard deviations of all scores, on one "
    "dimension in points. ! marks an interval of 95 % (jackknife over items) that leaves 0 out; of "
    "twenty such intervals one does so by chance. Agree: the share of pairs with another's score "
    "that are equal, all dimensions together. Kappa: Cohen's, with quadratic weights (q-kappa) or "
    "unweighted (kappa), the mean over the others. s/item: median of the active seconds on a "
    "submitted item. Over time: stretches in the order of submitting, of items shared with others; "
    f"drawn from -{REACH} to +{REACH} standard deviations, and from 0 to 100 %."
)


def difference(value: float | None) -> str:
    """Give a difference: `+0.42`, `0.00`; `-` where there is none."""
    if value is None:
        return "-"
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text


def limits(found: Severity | None) -> str:
    """Give the interval of a difference: `-0.03 to +0.20`; `-` where there is none."""
    if found is None or found.interval is None:
        return "-"
    return f"{difference(found.interval.low)} to {difference(found.interval.high)}"


def mark(found: Severity | None) -> str:
    """Give the mark of an interval that leaves 0 out."""
    return "!" if found is not None and found.stands_out else ""


def seconds(value: float | None) -> str:
    """Give seconds; `-` where no time was taken."""
    return "-" if value is None else f"{value:.0f}"


def over_time(found: CoderProfile) -> str:
    """Give severity and agreement over time; nothing of too few items."""
    if not found.stretches:
        return ""
    high = [each.severity for each in found.stretches]
    agree = [each.agreement for each in found.stretches]
    scaled = [None if each is None else (each + REACH) / (2 * REACH) for each in high]
    each_many = sorted({each.items for each in found.stretches})
    size = " to ".join(str(many) for many in (each_many[0], *each_many[1:][-1:]))
    return (
        f"over time, {len(high)} x {size} items: diff {spark(scaled)} "
        f"{difference(high[0])} to {difference(high[-1])}, agree {spark(agree)} "
        f"{percent(agree[0])} to {percent(agree[-1])} %."
    )


def standing(found: CoderProfile) -> str:
    """Say whether a coder stands out, or why that cannot be said."""
    if found.stands_out:
        return found.stands_out
    of = found.severity
    if of.value is None:
        return f"{found.coder} cannot be compared: {of.undefined}."
    if of.interval is None:
        return (
            f"{found.coder}: {difference(of.value)} sd on {plural(of.items, 'item')}, no interval."
        )
    return (
        f"{found.coder} does not clearly differ from {found.rest}: {difference(of.value)} standard "
        f"deviations ({limits(of)}) on {plural(of.items, 'item')}."
    )


def kappa(found: OnDimension) -> float | None:
    """Give the mean of the kappas with the others that are defined."""
    known = [each.kappa.value for each in found.with_others if each.kappa.value is not None]
    return sum(known) / len(known) if known else None


def kappa_name(found: OnDimension) -> str:
    """Say which kappa it is: `q-kappa`; nothing where there is none."""
    return short_name(found.with_others[0].kappa) if found.with_others else ""


def use_of_scale(found: OnDimension) -> str:
    """Give how often each answer was given: `0: 59  1: 85  2: 36  n/a 0  can't 1`."""
    if found.dimension.takes_one_point or len(found.values) <= MANY:
        said = [f"{visible_line(scored(v).word)}: {times}" for v, times in found.values.items()]
    else:
        said = [f"{len(found.values)} different in {sum(found.values.values())}"]
    said += [f"n/a {found.not_applicable}"] if found.not_applicable else []
    said += [f"can't {found.cannot_judge}"] if found.cannot_judge else []
    return "  ".join(said)


def dimension_cells(found: OnDimension) -> list[str]:
    """Give the cells of one dimension: n, difference, interval, agreement, kappa, which, scores."""
    of = found.severity
    return [
        str(of.items if of else found.answers),
        f"{difference(of.value if of else None)}{mark(of) or ' '}",
        limits(of),
        percent(found.agreement),
        number(kappa(found)),
        kappa_name(found),
        use_of_scale(found),
    ]


DIMENSION_HEADS = ("n", "diff ", "95 %", "agree", "kappa", "by", "counts")
