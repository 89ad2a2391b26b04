"""The summary of an audit as a JSON object, for programs."""

from typing import Any

from coder_tui.analysis.audit import Audit, CrossTable
from coder_tui.analysis.settled import Settled


def audit_object(audit: Audit) -> dict[str, Any]:
    """Give one kind of coder's summary; its keys are a public contract."""
    return {
        "coder_kind": audit.coder_kind,
        "benchmarks": [
            {
                "blind_id": entry.blind_id,
                "title": entry.title,
                "scores": {
                    each.id: _cell(cell)
                    for each, cell in zip(
                        (*audit.dimensions, *audit.makings),
                        (*entry.cells, *entry.makings),
                        strict=True,
                    )
                },
            }
            for entry in audit.entries
        ],
        "coverage": [
            {
                "dimension": each.dimension.id,
                "counts": dict(zip(each.dimension.values, each.counts, strict=True)),
                "above_lowest": each.covered,
                "cannot_judge": each.cannot_judge,
                "not_applicable": each.not_applicable,
                "unresolved": each.unresolved,
                "unscored": each.unscored,
                "contested_above_lowest": each.contested,
                "contested_above_by_all": each.above_by_all,
            }
            for each in audit.coverage
        ],
        "uncovered": [each.dimension.id for each in audit.uncovered],
        "undecided": [each.dimension.id for each in audit.undecided],
        "too_early": [each.dimension.id for each in audit.too_early],
        "differ_in_how_far": [each.dimension.id for each in audit.how_far],
        "cross_tables": [_cross_table(audit, each) for each in audit.tables],
    }


def _cell(cell: Settled | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "state": cell.answer.state.value if cell.answer else None,
        "value": cell.answer.value if cell.answer else None,
        "basis": cell.basis,
        "said": [each.value or each.state.value for each in cell.said],
    }


def _cross_table(audit: Audit, found: CrossTable) -> dict[str, Any]:
    tested = found.partition
    return {
        "by": found.making.id,
        "groups": [
            {
                "label": category,
                "benchmarks": size,
                "measured": {
                    each.id: {"above_lowest": above, "scored": scored}
                    for each, (above, scored) in zip(audit.dimensions, measured, strict=True)
                },
            }
            for category, size, measured in zip(
                found.categories, found.benchmarks, found.measured, strict=True
            )
        ],
        "partition": {
            "units": tested.units,
            "groups": tested.groups,
            "share": tested.share,
            "adjusted_share": tested.adjusted,
            "p": tested.p,
            "undefined": tested.undefined or None,
        },
    }
