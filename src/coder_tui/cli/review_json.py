"""The review as one JSON object, for programs."""

from typing import Any

from coder_tui.analysis.conditions import ConditionTable
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.review import Disagreement, Review
from coder_tui.domain.rubric import Answer, Dimension, Level
from coder_tui.statistics.agreement import Coefficient


def review_object(review: Review) -> dict[str, Any]:
    """Give the object that `review --json` prints; its keys are a public contract."""
    tables = review.conditions
    return {
        "study": {
            "title": review.study.title,
            "unit": review.study.unit,
            "items": review.study.items,
            "coders": review.study.coders,
            "agreement_bar": review.study.bar,
            "simulated": review.study.simulated,
            "sealed": review.study.sealed,
            "frozen": review.study.frozen,
            "with_key": review.study.with_key,
            "repeats": review.study.repeats,
        },
        "progress": [
            {
                "coder": each.coder,
                "kind": each.kind,
                "assigned": each.assigned,
                "submitted": each.submitted,
                "draft": each.draft,
                "skipped": each.skipped,
                "reopened": each.reopened,
                "flagged": each.flagged,
            }
            for each in review.progress
        ],
        "agreement": [_measured(each) for each in review.agreement],
        "disagreements": [_disagreement(each) for each in review.disagreements],
        "disagreements_held_back": review.held_back,
        "conditions": None if tables is None else [c for table in tables for c in _cells(table)],
        "conditions_note": review.conditions_note,
        "summaries": None if tables is None else [_summary(table) for table in tables],
    }


def _measured(measured: Measured) -> dict[str, Any]:
    return {
        "dimension": measured.dimension.id,
        "label": measured.dimension.label,
        "kind": measured.coder_kind,
        "items": measured.percent.items,
        "pairs": measured.percent.pairs,
        "differ": measured.differ,
        "prevalence": dict(measured.prevalence),
        "withheld": measured.withheld,
        "applicability": {
            "value": measured.applicability.value,
            "undefined": _sentence(measured.applicability),
            "items": measured.applicability.items,
            "pairs": measured.applicability.pairs,
            "differ": measured.differ_in_applicability,
        },
        "coefficients": [
            _coefficient(each, headline=each is measured.headline)
            for each in measured.coefficients
        ],
        "below_bar": measured.below_bar,
        "note": measured.note,
        "explanation": measured.explanation,
    }  # fmt: skip


def _coefficient(coefficient: Coefficient, *, headline: bool) -> dict[str, Any]:
    how: dict[str, Any] = {}
    if coefficient.weights is not None:
        how["weights"] = coefficient.weights
    if coefficient.level is not None:
        how["level"] = coefficient.level.value
    return {
        "name": coefficient.name,
        **how,
        "coders": list(coefficient.coders) if coefficient.coders else None,
        "value": coefficient.value,
        "undefined": _sentence(coefficient),
        "interval": None,
        "items": coefficient.items,
        "pairs": coefficient.pairs,
        "headline": headline,
        "note": coefficient.note,
    }


def _sentence(coefficient: Coefficient) -> str | None:
    return coefficient.undefined.sentence if coefficient.undefined else None


def _disagreement(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "blind_id": disagreement.blind_id,
        "title": disagreement.title or None,
        "dimension": disagreement.dimension.id,
        "kind": disagreement.kind,
        "coder_kind": disagreement.coder_kind,
        "scores": {each.coder: _answer(each.answer) for each in disagreement.answers},
        "comments": {
            each.coder: list(each.comments) for each in disagreement.answers if each.comments
        },
        "evidence": {
            each.coder: [{"part": part, "quote": quote} for part, quote in each.evidence]
            for each in disagreement.answers
            if each.evidence
        },
        "final": disagreement.final
        and {**_answer(disagreement.final.answer), "basis": disagreement.final.basis},
    }


def _answer(answer: Answer) -> dict[str, str | None]:
    return {"state": answer.state.value, "value": answer.value}


def _cells(table: ConditionTable) -> list[dict[str, Any]]:
    return [
        {
            "dimension": cell.dimension,
            "model": cell.model,
            "scaffold": cell.scaffold,
            "n": cell.n,
            "mean": cell.mean if table.has_means else None,
            "counts": _counts(table.dimension, cell),
            "unresolved": cell.unresolved,
            "withheld": cell.withheld,
            "single": cell.single,
            "items": cell.items,
        }
        for row in table.rows
        for cell in row.cells
        if cell is not None
    ]


def _counts(dimension: Dimension, cell: Cell) -> dict[str, int]:
    """Give how often each value stands in a cell; of texts only their number, n, is given."""
    if dimension.level is Level.TEXT:
        return {}
    if dimension.takes_one_point:
        return {value: cell.counts.get(value, 0) for value in dimension.values}
    return dict(sorted(cell.counts.items()))


def _summary(table: ConditionTable) -> dict[str, Any]:
    return {
        "dimension": table.dimension.id,
        "compared": list(table.compared) if table.compared else None,
        "differences": {row.model: row.difference for row in table.rows},
        "remarks": {row.model: list(row.remarks) for row in table.rows},
        "unresolved": table.unresolved,
        "below_bar": table.below_bar,
        "sentence": table.sentence,
    }
