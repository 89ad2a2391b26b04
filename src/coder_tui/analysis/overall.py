"""Agreement over all dimensions at once: the stratified kappa, and the pooled one, labelled."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coder_tui.analysis.chance import MOST_COMPARED
from coder_tui.analysis.coder_names import under_name
from coder_tui.analysis.laid_out import KindOfCoder, Layout, kinds_of_coders
from coder_tui.analysis.measured import Look
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.statistics.blocks import Block, pooled, stratified
from coder_tui.statistics.coefficient import Coefficient, Weights
from coder_tui.statistics.patterns import MISSING, Codes, Scale

How = Literal["stratified", "pooled"]


@dataclass(frozen=True, slots=True)
class Overall:
    """One coefficient over several dimensions, of one kind of coder."""

    coder_kind: str
    how: How
    dimensions: tuple[Dimension, ...]
    coefficient: Coefficient


def overall(snapshot: Snapshot, rubric: Rubric, look: Look) -> tuple[Overall, ...]:
    """Compute agreement over the dimensions with scale points that two coders scored.

    Weights are quadratic where every dimension is ordered, else there are none. Dimensions of
    different scales are not pooled. Nothing is given of one dimension, and of more coders than are
    compared.
    """
    layout = Layout(snapshot)
    return tuple(
        each
        for found in kinds_of_coders(snapshot, look.numbers)
        for each in _of(found, layout, rubric, look)
    )


def _of(found: KindOfCoder, layout: Layout, rubric: Rubric, look: Look) -> list[Overall]:
    kind = found.kind
    on_points = [
        each for each in rubric.dimensions if each.takes_one_point and each.id in found.coders
    ]
    places = {coder: place for each in on_points for coder, place in found.coders[each.id].items()}
    coders = sorted(places)
    if not on_points or len(coders) > MOST_COMPARED:
        return []
    values = {each: layout.values(kind, each) for each in on_points}
    items = np.unique(np.concatenate([each.items for each in values.values()]))
    columns = [places[coder] for coder in coders]
    blocks = {
        each: Block(each.id, given.by_item(items, columns), Scale(each.values, each.level))
        for each, given in values.items()
    }
    dimensions = tuple(each for each, block in blocks.items() if _is_paired(block.codes))
    if len(dimensions) < 2:
        return []
    used = [blocks[each] for each in dimensions]
    ordered = all(each.level.is_ordered for each in dimensions)
    weights: Weights = "quadratic" if ordered else "none"
    seed = look.seed("stratified", kind)
    summed = stratified(used, coders, weights, seed=seed, draws=look.draws)
    result = [Overall(kind, "stratified", dimensions, under_name(summed, look.called))]
    if all(block.scale == used[0].scale for block in used):
        thrown_together = under_name(pooled(used, coders, weights), look.called)
        result.append(Overall(kind, "pooled", dimensions, thrown_together))
    return result


def _is_paired(codes: Codes) -> bool:
    return bool(((codes != MISSING).sum(axis=1) > 1).any())
