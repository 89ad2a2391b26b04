"""The agreement that a freeze keeps: measured, and in words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coder_tui.analysis.measured import Look, Measured, measure
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.verdicts import Verdict
from coder_tui.analysis.within import Within
from coder_tui.cli.coefficient_json import coefficient_object
from coder_tui.cli.freeze_text import AgreementFacts
from coder_tui.cli.tables import fitted
from coder_tui.domain.blinding import canonical_json
from coder_tui.domain.text import clipped, visible_line
from coder_tui.statistics.coefficient import Coefficient, Interval
from coder_tui.storage.study import StudyFile

WIDTH = 80
VERDICTS = {
    Verdict.REACHES: "ok",
    Verdict.BELOW: "BELOW BAR",
    Verdict.UNCLEAR: "UNCLEAR",
    Verdict.UNDEFINED: "undefined",
    Verdict.ONE_ITEM: "one item",
    Verdict.TOO_FEW: "too few",
}
LABEL = 30
"""Cells that the label of a dimension may take in the table."""


def agreement_now(study: StudyFile, repeats: frozenset[str]) -> str:
    """Measure everything that is submitted, as JSON in the one way in which it is hashed.

    Args:
        study: open, and not in a transaction.
        repeats: silent repeats, which are no further items.
    """
    names = {coder.name: coder.name for coder in study.coders()}
    look = Look(study.info.id, study.info.agreement_bar, names)
    with Snapshot(study.connection, (), repeats) as snapshot:
        found = measure(snapshot, study.rubric, look, Within(everything=True))
    return canonical_json([_kept(each) for each in found])


def _kept(measured: Measured) -> dict[str, Any]:
    """Give what is kept of one dimension and kind of coder: no coder by name."""
    return {
        "dimension": measured.dimension.id,
        "kind": measured.coder_kind,
        "items": measured.percent.items,
        "pairs": measured.percent.pairs,
        "differ": measured.differ,
        "percent_agreement": measured.percent.value,
        "coefficient": _of_all(coefficient_object(measured.headline)),
        "applicability": measured.applicability.value,
        "bar_reached": measured.verdict.value,
    }


def _of_all(coefficient: dict[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in coefficient.items() if name != "coders"}


def agreement_lines(agreement: str, of: AgreementFacts) -> str:
    """Lay out the agreement that a freeze keeps, under what it is of."""
    kept: Sequence[Mapping[str, Any]] = json.loads(agreement)
    heads = ["dimension", "kind", "n", "%", "value", "95 %", "by", "verdict"]
    rows = [_row(each, of.bar) for each in kept]
    return (
        f"Agreement by rubric {visible_line(of.rubric)} {visible_line(of.version)}; "
        f"the bar is {of.bar:g}\n{fitted(heads, rows, WIDTH, last_is_words=True)}"
    )


def _row(kept: Mapping[str, Any], bar: float) -> list[str]:
    found = _read(kept["coefficient"])
    return [
        clipped(kept["dimension"], LABEL),
        visible_line(kept["kind"]),
        str(kept["items"]),
        _percent(kept["percent_agreement"]),
        number(found.value),
        span(found, bar=bar),
        short_name(found),
        VERDICTS[Verdict(kept["bar_reached"])],
    ]


def _read(kept: Mapping[str, Any]) -> Coefficient:
    """Give a coefficient as far as it is shown."""
    interval = kept["interval"]
    return Coefficient(
        kept["name"],
        kept["value"],
        None,
        kept["items"],
        kept["pairs"],
        weights=kept.get("weights"),
        interval=Interval(**interval) if interval else None,
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f}"
