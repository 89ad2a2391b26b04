"""What scaffolds change, as a JSON object, for programs."""

from typing import Any

from coder_tui.analysis.effect_sentences import what_was_found, why_untested
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.cli.coefficient_json import interval_object
from coder_tui.statistics.effects.cells import Cell
from coder_tui.statistics.effects.crossing import Crossing
from coder_tui.statistics.effects.detectable import POWER, Detectable
from coder_tui.statistics.effects.interaction import Interaction
from coder_tui.statistics.effects.latent import Latent
from coder_tui.statistics.effects.paired import Difference
from coder_tui.statistics.effects.sign_flip import FlipTest
from coder_tui.statistics.effects.undefined import Undefined


def effects_object(found: StudyEffects) -> dict[str, Any]:
    """Give all of it; its keys are a public contract. Models and scaffolds go by name."""
    return {
        "models": list(found.layout.models),
        "scaffolds": list(found.layout.scaffolds),
        "baseline": found.layout.scaffolds[0] if found.layout.scaffolds else None,
        "tasks": len(found.layout.tasks),
        "without_task": found.layout.without_task,
        "blinding_broken": sorted(found.doubts.breaks),
        "at_fault": sorted(found.doubts.faults),
        "note": found.note,
        "dimensions": [_dimension(each) for each in found.dimensions],
        "left_out": [{"dimension": each.id, "why": why} for each, why in found.left_out],
    }


def _dimension(found: DimensionEffects) -> dict[str, Any]:
    layout, whole = found.layout, found.effects
    return {
        "dimension": found.dimension.id,
        "points": list(whole.points),
        "depends_on_model": found.depends,
        "untested": why_untested(found) if found.untested else None,
        "p_holm": found.p_holm,
        "interaction": _tested(found),
        "cells": [_cell(found, each) for row in whole.cells for each in row],
        "differences": [
            _difference(found, each) for within in whole.within for each in within.against_baseline
        ],
        "scaffolds_within": [
            {
                "model": layout.models[each.model],
                "test": _test(each.overall),
                "p_holm": each.overall_holm,
            }
            for each in whole.within
        ],
        "crossings": [_crossing(found, each) for each in whole.crossings],
        "latent": _latent(whole.latent),
        "detectable": _detectable(whole.detectable),
        "sensitivities": [
            {
                "name": each.name,
                "left_out": each.left_out,
                "interaction": _interaction(each.interaction),
            }
            for each in found.sensitivities
        ],
        "unresolved": found.unresolved,
        "withheld": found.withheld,
        "below_bar": found.ground.below_bar,
        "verdict": found.ground.verdict.value,
        "other_meaning": found.ground.other_meaning,
        "sentences": what_was_found(found),
    }


def _tested(found: DimensionEffects) -> dict[str, Any]:
    tested, layout = found.effects.interaction, found.layout
    return {
        **_interaction(tested),
        "models": [layout.models[each] for each in tested.models],
        "scaffolds": [layout.scaffolds[each] for each in tested.scaffolds],
    }


def _latent(found: Latent) -> dict[str, Any]:
    return {
        "statistic": found.statistic,
        "freedom": found.freedom,
        "p": found.p,
        "label": found.label,
        "undefined": _why(found.undefined),
    }


def _detectable(found: Detectable) -> dict[str, Any]:
    return {
        "power": POWER,
        "rising": found.rising,
        "single_cell": found.single_cell,
        "undefined": _why(found.undefined),
    }


def _interaction(found: Interaction) -> dict[str, Any]:
    return {
        "tasks": found.tasks,
        "dropped": found.dropped,
        "test": _test(found.test),
        "mid_ranks": _test(found.mid_ranks),
        "huynh_feldt": {
            "statistic": found.huynh_feldt.statistic,
            "epsilon": found.huynh_feldt.epsilon,
            "freedom": found.huynh_feldt.freedom,
            "p": found.huynh_feldt.p,
            "undefined": _why(found.huynh_feldt.undefined),
        },
    }


def _test(found: FlipTest) -> dict[str, Any]:
    return {
        "name": "sign_flip_ats",
        "statistic": found.statistic,
        "p": found.p,
        "smallest_p": found.smallest_p,
        "tasks": found.tasks,
        "flips": found.flips,
        "exhaustive": found.exhaustive,
        "undefined": _why(found.undefined),
    }


def _cell(found: DimensionEffects, cell: Cell) -> dict[str, Any]:
    points = (f"{each:g}" for each in found.effects.points)
    return {
        "model": found.layout.models[cell.model],
        "scaffold": found.layout.scaffolds[cell.scaffold],
        "tasks": cell.tasks,
        "mean": cell.mean,
        "interval": interval_object(cell.interval),
        "counts": dict(zip(points, cell.counts, strict=True)),
        "end": cell.end,
        "zero_variance": cell.zero_variance,
    }


def _difference(found: DimensionEffects, one: Difference) -> dict[str, Any]:
    return {
        "model": found.layout.models[one.model],
        "scaffold": found.layout.scaffolds[one.scaffold],
        "against": found.layout.scaffolds[one.against],
        "tasks": one.tasks,
        "mean": one.mean,
        "interval": interval_object(one.interval),
        "p": one.test.p,
        "p_holm": one.p_holm,
        "ends": list(one.ends),
    }


def _crossing(found: DimensionEffects, crossing: Crossing) -> dict[str, Any]:
    return {
        "first": _difference(found, crossing.first),
        "second": _difference(found, crossing.second),
        "certain": crossing.certain,
        "under_any_numbers": crossing.under_any_numbers,
    }


def _why(undefined: Undefined | None) -> str | None:
    return undefined.sentence if undefined else None
