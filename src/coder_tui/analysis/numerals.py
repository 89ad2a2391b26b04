"""How a coefficient, its interval and its probabilities are written in a few characters."""

from coder_tui.statistics.coefficient import Coefficient

SHORT = {
    "percent_agreement": "agree",
    "cohen_kappa": "kappa",
    "scott_pi": "pi",
    "fleiss_kappa": "fleiss",
    "conger_kappa": "conger",
    "krippendorff_alpha": "alpha",
    "gwet_ac1": "AC1",
    "gwet_ac2": "AC2",
    "brennan_prediger": "BP",
    "pabak": "PABAK",
    "icc_2_1": "ICC(2,1)",
    "icc_3_1": "ICC(3,1)",
}
WEIGHTED = {"linear": "l-", "quadratic": "q-"}


def short_name(coefficient: Coefficient) -> str:
    """Give a coefficient's short name: `q-kappa`."""
    prefix = WEIGHTED.get(coefficient.weights or "none", "")
    return f"{prefix}{SHORT[coefficient.name]}"


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


NEAR = 0.01
"""An end of an interval this close to the bar needs more digits to say on which side it is."""

MOST_DIGITS = 6


def span(coefficient: Coefficient, digits: int = 2, *, bar: float | None = None) -> str:
    """Give the interval: `.40 to .93`; `-` where there is none.

    Args:
        coefficient: whose.
        digits: after the point.
        bar: an end near it has more digits: `.40 to .671` where the bar is .667.
    """
    found = coefficient.interval
    if found is None:
        return "-"
    return f"{_end(found.low, digits, bar)} to {_end(found.high, digits, bar)}"


def _end(value: float, digits: int, bar: float | None) -> str:
    if bar is None or abs(value - bar) >= NEAR:
        return number(value, digits)
    needed = max(digits, 3)
    while value != bar and number(value, needed) == number(bar, needed) and needed < MOST_DIGITS:
        needed += 1
    return number(value, needed)


def chances(coefficient: Coefficient) -> str:
    """Give how probably each bar is reached: `P(>=.667) .71, P(>=.8) .12`; nothing if unknown."""
    return ", ".join(
        f"P(>={f'{each.bar:g}'.removeprefix('0')}) {_probability(each.probability)}"
        for each in coefficient.at_least
    )


HARDLY = 0.05
"""A bar that is reached with a smaller probability is probably not reached."""


def probably(coefficient: Coefficient, bar: float) -> str:
    """Say on which side of a bar a value probably is: `probably not reached: P .03`, or nothing."""
    found = next((e.probability for e in coefficient.at_least if e.bar == bar), None)
    if found is None or HARDLY <= found <= 1 - HARDLY:
        return ""
    return f"probably {'reached' if found > HARDLY else 'not reached'}: P {_probability(found)}"


def _probability(value: float) -> str:
    """Give a probability; never 0 or 1, which no number of draws shows."""
    if value < 0.01:
        return "<.01"
    return ">.99" if value > 0.99 else number(value)


def in_short(coefficient: Coefficient, *, bar: float | None = None) -> str:
    """Give name, value and interval: `q-kappa .80 (.10 to .95)`."""
    said = f"{short_name(coefficient)} {number(coefficient.value)}"
    return said if coefficient.interval is None else f"{said} ({span(coefficient, bar=bar)})"


def precisely(coefficient: Coefficient, *, bar: float | None = None) -> str:
    """Give all that is known of how sure a value is: interval, standard error, probabilities."""
    found = coefficient.interval
    between = span(coefficient, bar=bar)
    said = [f"{100 * found.confidence:.0f} % interval {between}"] if found else []
    if coefficient.standard_error is not None:
        said.append(f"standard error {number(coefficient.standard_error)}")
    return "; ".join([", ".join(said), *filter(None, [chances(coefficient)])]) if said else ""
