"""The review as one JSON object, for programs."""

from typing import Any

from coder_tui.analysis.apart import has_drifted
from coder_tui.analysis.chance import DRAWS
from coder_tui.analysis.conditions import ConditionTable
from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.judges import BASES, Judged
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.over_time import Drifting
from coder_tui.analysis.overall import Overall
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.repeats import Repeated
from coder_tui.analysis.review import Review
from coder_tui.cli import (
    review_adjudication,
    review_coders,
    review_confusion,
    review_items,
    review_progress,
    review_slices,
)
from coder_tui.cli.audit_json import audit_object
from coder_tui.cli.blinding_json import blinding_object
from coder_tui.cli.coefficient_json import coefficient_object
from coder_tui.cli.headway_text import headway_object
from coder_tui.domain.rubric import Answer, Dimension, Level


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
            "freeze": review.study.closed.freeze or None,
            "not_whole": review.study.closed.not_whole or None,
            "unblinded": review.study.closed.unblinded or None,
            "seal_broken": review.study.closed.seal_broken or None,
            "late_scores": review.study.closed.late_scores,
            **review.study.closed.after.as_json(),
            "with_key": review.study.with_key,
            "repeats": review.study.repeats,
            "draws": DRAWS,
        },
        "progress": review_progress.progress_of(review),
        "headway": headway_object(review.headway),
        "strata": review_progress.strata_of(review),
        "agreement": [
            {**_measured(each, review), "confusion": review_confusion.json_of(review, each)}
            for each in review.agreement
        ],
        "overall": [_overall(each) for each in review.overall],
        "drift": [_drifting(each) for each in review.drift if each.windows],
        "slices": review_slices.json_of(review),
        "adjudication": review_adjudication.json_of(review),
        "judges": [_judged(each) for each in review.judges.judged],
        "judges_held_back": review.judges.held_back,
        "intra_coder": None
        if review.intra_coder is None
        else [_repeated(each) for each in review.intra_coder],
        "intra_coder_note": review.intra_coder_note,
        "coders": review_coders.json_of(review),
        "disagreements": [_disagreement(each) for each in review.disagreements],
        "disagreements_held_back": review.held_back,
        "items": review_items.json_of(review),
        "conditions": None if tables is None else [c for table in tables for c in _cells(table)],
        "conditions_note": review.conditions_note,
        "blinding": blinding_object(review.blinding),
        "blinding_note": review.blinding_note,
        "summaries": None if tables is None else [_summary(table) for table in tables],
        "audit": [audit_object(each) for each in review.audits] if review.study.with_key else None,
    }


def _measured(measured: Measured, review: Review) -> dict[str, Any]:
    meanings = review.study.meanings
    return {
        "dimension": measured.dimension.id,
        "label": measured.dimension.label,
        "kind": measured.coder_kind,
        "items": measured.percent.items,
        "pairs": measured.percent.pairs,
        "differ": measured.differ,
        "prevalence": dict(measured.prevalence),
        "withheld": measured.withheld,
        "applicability": coefficient_object(
            measured.applicability,
            differ=measured.differ_in_applicability,
            gwet_ac1=coefficient_object(measured.applicability_ac1),
        ),
        "coefficients": [
            coefficient_object(each, headline=each is measured.headline)
            for each in measured.coefficients
        ],
        "verdict": measured.verdict.value,
        "below_bar": measured.below_bar,
        "rubric_version": meanings.measured,
        "other_meaning": measured.dimension.id in meanings.otherwise,
        "note": measured.note,
        "explanation": measured.explanation,
    }  # fmt: skip


def _overall(overall: Overall) -> dict[str, Any]:
    return {
        "kind": overall.coder_kind,
        "how": overall.how,
        "dimensions": [each.id for each in overall.dimensions],
        "coefficient": coefficient_object(overall.coefficient),
    }


def _drifting(drifting: Drifting) -> dict[str, Any]:
    return {
        "kind": drifting.coder_kind,
        "dimension": drifting.dimension.id,
        "stretches_differ": has_drifted(drifting),
        "windows": [
            {
                "items": each.last - each.first + 1,
                "percent_agreement": coefficient_object(each.measured.find("percent_agreement")),
                "krippendorff_alpha": coefficient_object(each.alpha),
                "headline": coefficient_object(headline, headline=True),
            }
            for each, headline in zip(drifting.windows, drifting.headlines, strict=True)
        ],
    }


def _judged(judged: Judged) -> dict[str, Any]:
    found = judged.confusion
    return {
        "coder": judged.coder,
        "dimension": judged.dimension.id,
        "label": judged.dimension.label,
        "against": judged.against,
        "items": judged.items,
        "basis": {basis: judged.bases.get(basis, 0) for basis in BASES},
        "unresolved": judged.unresolved,
        "differ_in_applicability": judged.differ_in_applicability,
        "percent_agreement": coefficient_object(judged.percent, headline=False),
        "cohen_kappa": coefficient_object(judged.kappa, headline=True),
        "confusion": found
        and {
            "rows": judged.coder,
            "columns": judged.against,
            "answers": list(found.answers),
            "counts": [list(row) for row in found.counts],
        },
        "note": judged.note,
        "explanation": judged.sentence,
    }


def _repeated(repeated: Repeated) -> dict[str, Any]:
    return {
        "coder": repeated.coder,
        "kind": repeated.coder_kind,
        "dimension": repeated.dimension.id,
        "items": repeated.items,
        "differ": repeated.differ,
        "differ_in_applicability": repeated.differ_in_applicability,
        "percent_agreement": coefficient_object(repeated.percent),
        "coefficient": coefficient_object(repeated.headline),
        "note": repeated.note,
    }


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
        "late": [each.coder for each in disagreement.answers if each.late],
        "final": disagreement.final
        and {**_answer(disagreement.final.answer), "basis": disagreement.final.basis},
        "decided_after_unblinding": disagreement.decided_after,
        "decision": disagreement.decision
        and {
            "adjudicator": disagreement.decision.adjudicator or None,
            "reason": disagreement.decision.reason,
            "sentence": disagreement.decision.sentence or None,
            "recorded_at": disagreement.decision.recorded_at,
        },
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
        "below_bar": table.ground.below_bar,
        "verdict": table.ground.verdict.value,
        "other_meaning": table.ground.other_meaning,
        "sentence": table.sentence,
    }
