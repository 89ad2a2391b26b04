"""The list of coefficients: what each is called, how it is computed, where its error comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coder_tui.domain.rubric import Level
from coder_tui.statistics import formulas
from coder_tui.statistics import standard_errors as errors
from coder_tui.statistics.coefficient import Weights
from coder_tui.statistics.formulas import Formula, Values
from coder_tui.statistics.patterns import MISSING, Numbers, Patterns, Scale
from coder_tui.statistics.tables import counts_of_pair
from coder_tui.statistics.totals import Layout
from coder_tui.statistics.uncertainty import Asked
from coder_tui.statistics.weights import disagreement, fitting, metric

NAMES = (
    "percent_agreement",
    "cohen_kappa",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "gwet_ac2",
    "brennan_prediger",
    "pabak",
)
"""Every name, in the order in which they are listed."""

Error = Callable[[Layout], float | None]


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """One coefficient before it is computed."""

    name: str
    asked: Asked
    error: Error | None
    """None where no formula is published: the jackknife's stands in."""
    weights: Weights | None = None
    level: Level | None = None
    coders: tuple[str, ...] | None = None
    mean_over: tuple[tuple[int, int], ...] | None = None
    """The places of the pairs of coders of which this is the mean; None where it is no mean."""

    @property
    def knows_coders(self) -> bool:
        """Whether it matters who gave which score."""
        return self.name in ("cohen_kappa", "conger_kappa", "scott_pi")


def of_all(patterns: Patterns, scale: Scale) -> list[Sought]:
    """List the coefficients of all coders together."""
    found = [_percent(patterns, scale), _alpha(patterns, scale)]
    items = paired_items(patterns)
    for weights in fitting(scale):
        apart = disagreement(scale, weights)
        if len(patterns.coders) != 2:
            found.append(_mean_of_cohen(patterns, apart, weights))
        for name, formula, error in (
            ("fleiss_kappa", formulas.fleiss(apart), errors.fleiss_error),
            ("conger_kappa", formulas.conger(apart), errors.conger_error),
            (_gwet_name(weights), formulas.gwet(apart), errors.gwet_error),
            (
                "brennan_prediger",
                formulas.brennan_prediger(apart),
                errors.brennan_prediger_error,
            ),
        ):
            asked = Asked(_value(formula), items)
            found.append(Sought(name, asked, _with(error, apart), weights))
    return _in_order(found)


def of_pair(patterns: Patterns, scale: Scale) -> list[Sought]:
    """List the coefficients of two coders, on the items that both scored."""
    pair = patterns.coders
    items = patterns.items
    apart = disagreement(scale, "none")
    prediger = Asked(_value(formulas.brennan_prediger(apart)), items)
    gwet = Asked(_value(formulas.gwet(apart)), items)
    found = [
        _percent(patterns, scale),
        _alpha(patterns, scale),
        Sought("pabak", prediger, _with(errors.brennan_prediger_error, apart), "none"),
        Sought("gwet_ac1", gwet, _with(errors.gwet_error, apart), "none"),
    ]
    for weights in fitting(scale):
        apart = disagreement(scale, weights)
        cohen = Asked(_value(formulas.cohen(apart, 0, 1)), items)
        scott = Asked(_value(formulas.scott(apart, 0, 1)), items)
        found += [
            Sought("cohen_kappa", cohen, _with(_cohen_error, apart), weights),
            Sought("scott_pi", scott, _with(errors.fleiss_error, apart), weights),
        ]
    named = [
        Sought(each.name, each.asked, each.error, each.weights, each.level, pair) for each in found
    ]
    return _in_order(named)


def _percent(patterns: Patterns, scale: Scale) -> Sought:
    apart = disagreement(scale, "none")
    asked = Asked(_value(formulas.percent(apart)), paired_items(patterns))
    return Sought("percent_agreement", asked, _with(errors.percent_error, apart), "none")


def _alpha(patterns: Patterns, scale: Scale) -> Sought:
    apart = metric(scale)
    formula = formulas.ordinal_alpha if apart is None else formulas.alpha(apart)
    error = None if apart is None else _with(errors.alpha_error, apart)
    asked = Asked(_value(formula), paired_items(patterns))
    return Sought("krippendorff_alpha", asked, error, level=scale.level)


def _mean_of_cohen(patterns: Patterns, apart: Numbers, weights: Weights) -> Sought:
    sizes = sizes_of_pairs(patterns)
    pairs = [formulas.cohen(apart, *places) for places in sizes]
    asked = Asked(formulas.mean_of(pairs), min(sizes.values(), default=0))
    return Sought("cohen_kappa", asked, None, weights, mean_over=tuple(sizes))


def paired_items(patterns: Patterns) -> int:
    """Count the items with two scores or more."""
    return int(patterns.times[(patterns.codes != MISSING).sum(axis=1) > 1].sum())


def sizes_of_pairs(patterns: Patterns) -> Mapping[tuple[int, int], int]:
    """Count the items of each two coders that share any, by their places."""
    there = (patterns.codes != MISSING).astype(int)
    together = (there * patterns.times[:, None]).T @ there
    coders = range(len(patterns.coders))
    return {
        (first, second): int(together[first, second])
        for first in coders
        for second in coders
        if first < second and together[first, second]
    }


def _gwet_name(weights: Weights) -> str:
    return "gwet_ac1" if weights == "none" else "gwet_ac2"


def _value(formula: Formula) -> Values:
    return lambda totals: formula(totals).value


def _with(error: Callable[[Layout, Numbers], float | None], apart: Numbers) -> Error:
    return lambda layout: error(layout, apart)


def _cohen_error(layout: Layout, apart: Numbers) -> float | None:
    return errors.cohen_error(counts_of_pair(layout.patterns, layout.scale), apart)


def _in_order(found: list[Sought]) -> list[Sought]:
    return sorted(found, key=lambda each: NAMES.index(each.name))
