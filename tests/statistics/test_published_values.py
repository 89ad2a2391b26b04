"""Every published value is reproduced, and what does not exist is undefined."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from tests.statistics.scored import patterns_of, scale_of

from coder_tui.domain.rubric import Level
from coder_tui.statistics import formulas
from coder_tui.statistics import standard_errors as errors
from coder_tui.statistics.patterns import MISSING, Numbers, Patterns, Scale
from coder_tui.statistics.resampling import as_counted
from coder_tui.statistics.tables import kappa_max, pair_table
from coder_tui.statistics.totals import Layout, Totals
from coder_tui.statistics.weights import disagreement, metric

CASES = json.loads(Path(__file__).with_name("agreement_cases.json").read_text("utf-8"))["cases"]
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Case:
    """The data of one case, ready to be asked for a statistic."""

    patterns: Patterns
    scale: Scale
    apart: Numbers

    @property
    def layout(self) -> Layout:
        return Layout(self.patterns, self.scale)

    @property
    def totals(self) -> Totals:
        return Totals(self.layout, next(as_counted(self.patterns)))

    @property
    def table(self) -> Numbers:
        return pair_table(self.patterns, self.scale).numbers

    def of(self, formula: formulas.Formula) -> float | None:
        value = float(formula(self.totals).value[0])
        return None if np.isnan(value) else value

    def alpha(self) -> float | None:
        distance = metric(self.scale)
        return self.of(formulas.ordinal_alpha if distance is None else formulas.alpha(distance))

    def cohen(self) -> float | None:
        return self.of(formulas.cohen(self.apart, 0, 1))

    def error(self) -> float:
        return errors.cohen_error(self.table, self.apart) or 0.0

    def error_at_chance(self) -> float:
        return cohen_error_at_chance(self.table, self.apart)

    def cut(self) -> Any:
        return pair_table(self.patterns, self.scale).cuts[0]


def patterns(data: dict[str, Any]) -> Patterns:
    values = data["categories"]
    if data["kind"] == "ratings":
        return patterns_of(data["units"], values)
    if data["kind"] == "table":
        table = np.array(data["table"])
        first, second = np.nonzero(table)
        return Patterns.of_items(np.stack([first, second], 1), "ab", table[first, second])
    counts = np.array(data["counts"])
    coders = int(counts.sum(axis=1).max())
    rows = [np.repeat(np.arange(len(values)), row) for row in counts]
    padded = [np.pad(row, (0, coders - len(row)), constant_values=MISSING) for row in rows]
    return Patterns.of_items(padded, [str(coder) for coder in range(coders)])


STATISTICS: dict[str, Callable[[Case, dict[str, Any]], float | None]] = {
    "alpha": lambda case, _: case.alpha(),
    "alpha_table": lambda case, _: case.alpha(),
    "pa": lambda case, _: case.of(formulas.percent(case.apart)),
    "fleiss_kappa": lambda case, _: case.of(formulas.fleiss(case.apart)),
    "conger_kappa": lambda case, _: case.of(formulas.conger(case.apart)),
    "scott_pi": lambda case, _: case.of(formulas.scott(case.apart, 0, 1)),
    "ac1": lambda case, _: case.of(formulas.gwet(case.apart)),
    "bp": lambda case, _: case.of(formulas.brennan_prediger(case.apart)),
    "pabak": lambda case, _: case.of(formulas.brennan_prediger(case.apart)),
    "cohen_kappa": lambda case, _: case.cohen(),
    "cohen_kappa_ratings": lambda case, _: case.cohen(),
    "cohen_kappa_disagreement": lambda case, _: case.cohen(),
    "cohen_ase": lambda case, _: case.error(),
    "cohen_ase2": lambda case, _: case.error() ** 2,
    "cohen_se_gwet": lambda case, _: case.error(),
    "cohen_ase0": lambda case, _: case.error_at_chance(),
    "cohen_z": lambda case, _: (case.cohen() or 0.0) / case.error_at_chance(),
    "cohen_ci_low": lambda case, _: (case.cohen() or 0.0) - Z * case.error(),
    "cohen_ci_high": lambda case, _: (case.cohen() or 0.0) + Z * case.error(),
    "pa_se_gwet": lambda case, _: errors.percent_error(case.layout, case.apart),
    "ac1_se_gwet": lambda case, _: errors.gwet_error(case.layout, case.apart),
    "fleiss_se_gwet": lambda case, _: errors.fleiss_error(case.layout, case.apart),
    "bp_se_gwet": lambda case, _: errors.brennan_prediger_error(case.layout, case.apart),
    "alpha_se_gwet": lambda case, _: errors.alpha_error(case.layout, case.apart),
    "alpha_se_gwet_dist": lambda case, _: alpha_error_of_distributions(
        np.repeat(case.layout.counts, case.patterns.times, axis=0)
    ),
    "fleiss_category": lambda case, params: fleiss_of(case, params["category"]),
    "pe_fleiss": lambda case, _: 1 - float(formulas.fleiss(case.apart)(case.totals).expected[0]),
    "prevalence_index": lambda case, _: case.cut().prevalence_index,
    "bias_index": lambda case, _: case.cut().bias_index,
    "kappa_max": lambda case, _: kappa_max(case.table, case.apart),
}


def fleiss_of(case: Case, value: int) -> float | None:
    """Fleiss' kappa of one value against all others."""
    place = case.scale.values.index(str(value))
    codes = np.where(case.patterns.codes == place, 0, 1)
    folded = Patterns.of_items(codes, case.patterns.coders, case.patterns.times)
    scale = scale_of(("this", "other"), Level.NOMINAL)
    return Case(folded, scale, disagreement(scale, "none")).of(
        formulas.fleiss(disagreement(scale, "none"))
    )


def cohen_error_at_chance(table: Numbers, apart: Numbers) -> float:
    """The error that Cohen's kappa would have if coders agreed by chance only.

    Fleiss, Cohen and Everitt (1969), formula 14, divided by n. It belongs to the test of kappa = 0
    that Stata's `kap` and R's irr print, and that we do not.
    """
    shares = table / table.sum()
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(first @ apart @ second)
    cells = apart - (apart @ second)[:, None] - (first @ apart)[None, :] + expected
    spread = float((np.outer(first, second) * np.square(cells)).sum())
    return sqrt(spread / table.sum()) / expected


def alpha_error_of_distributions(counts: Numbers) -> float:
    """The error that irrCAC's function for distributions prints, from complete unweighted data.

    It takes the part of chance once where the function for raw data, which ours follows, takes it
    twice; the two print .0824 and .0812 for the same items.
    """
    items, coders = len(counts), counts[0].sum()
    correction = 1 / counts.sum()
    agreeing = (counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))
    corrected = (1 - correction) * agreeing + correction
    share = counts.mean(axis=0) / coders
    chance = (share**2).sum()
    alpha = (corrected.mean() - chance) / (1 - chance)
    per_item = counts @ share / coders
    linear = (corrected - chance - (1 - alpha) * (per_item - chance)) / (1 - chance)
    return sqrt(((linear - alpha) ** 2).sum() / (items * (items - 1)))


def published() -> Iterator[Any]:
    for case in CASES:
        for number, expected in enumerate(case["expected"]):
            if expected["stat"] == "alpha_equal_without_coder":
                continue
            name = f"{case['id']}-{number}-{expected['stat']}"
            yield pytest.param(case["data"], expected, id=name)


@pytest.mark.parametrize(("data", "expected"), published())
def test_a_published_value_is_reproduced(data: dict[str, Any], expected: dict[str, Any]) -> None:
    params = expected["params"]
    scale = scale_of(data["categories"], Level(params.get("level", "ordinal")))
    apart = disagreement(scale, params.get("weights", "none"))
    if "W" in params:
        apart = 1 - np.array(params["W"])
    if "v" in params:
        apart = np.array(params["v"]) / np.max(params["v"])
    found = STATISTICS[expected["stat"]](Case(patterns(data), scale, apart), params)
    if expected["value"] == "undefined":
        assert found is None
        return
    assert found is not None
    if params.get("denominator") == "n":
        # Published from a table, which divides by n; ours are for raw data and divide by n - 1.
        items = float(np.sum(data["table"]))
        found *= sqrt((items - 1) / items)
    assert found == pytest.approx(expected["value"], abs=expected["tol"])


def test_every_published_number_is_looked_at() -> None:
    named = {expected["stat"] for case in CASES for expected in case["expected"]}
    assert named == set(STATISTICS) | {"alpha_equal_without_coder"}
    assert sum(len(case["expected"]) for case in CASES) == 177


def test_a_coder_without_scores_changes_no_alpha() -> None:
    (case,) = (case for case in CASES if case["id"] == "deg_third_coder_empty")
    units, values = case["data"]["units"], case["data"]["categories"]
    (dropped,) = (e["params"]["drop"] for e in case["expected"] if "drop" in e["params"])
    kept = [[v for place, v in enumerate(unit) if place != dropped] for unit in units]
    scale = scale_of(values, Level.NOMINAL)
    both = [Case(patterns_of(each, values), scale, np.eye(1)).alpha() for each in (units, kept)]
    assert both[0] is not None
    assert both[0] == both[1]
