"""What scaffolds change, dimension by dimension, and whether that depends on the model.

The effects are of final scores. The same test is made of other scores as well, so that a finding
which rests on how disagreements were settled, on one coder, or on doubtful items can be seen to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coder_tui.analysis.chance import seed_of
from coder_tui.analysis.doubts import Doubts
from coder_tui.analysis.ground import UNKNOWN, Ground
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.settled import Sheet
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.statistics.effects.holm import LEVEL, holm_of_flips
from coder_tui.statistics.effects.interaction import Interaction, interaction
from coder_tui.statistics.effects.study import Effects, effects

LEAST_TESTED = 2
"""Tasks in the test below which nothing is known of how scores differ."""
NO_SCORE_YET = "no final score yet"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The interaction test of other scores."""

    name: str
    left_out: int
    """Items that the final scores have and these do not."""
    interaction: Interaction


@dataclass(frozen=True, slots=True)
class DimensionEffects:
    """One dimension."""

    dimension: Dimension
    layout: Layout
    effects: Effects
    p_holm: float | None
    """Of the interaction test, adjusted for the number of dimensions whose test could find
    something; None of one that could not, however its tasks had pointed."""
    sensitivities: tuple[Sensitivity, ...]
    unresolved: int
    """Items of the design without a final score, because coders differ."""
    withheld: int
    """Items of the design that are not applicable or cannot be judged."""
    ground: Ground
    """What is known of agreement on this dimension."""

    @property
    def depends(self) -> bool | None:
        """Whether the scaffold's effect depends on the model; None where that was not tested."""
        if self.alike or self.too_few:
            return None
        return self.p_holm is not None and self.p_holm < LEVEL

    @property
    def too_few(self) -> bool:
        """Whether so few tasks take part that no p of theirs could reach the level."""
        return self.effects.interaction.test.fewest_p >= LEVEL

    @property
    def constant(self) -> bool:
        """Whether all scores are equal, so that they can show no dependence, whatever their p.

        That is known where several tasks are tested and no score waits for a decision.
        """
        known = self.effects.interaction.tasks >= LEAST_TESTED and not self.unresolved
        return known and self.alike

    @property
    def untested(self) -> bool:
        """Whether there is no test, for another reason than that all scores are equal."""
        return self.depends is None and not self.constant

    @property
    def alike(self) -> bool:
        """Whether the final scores that there are so far are all equal."""
        cells = [cell for row in self.effects.cells for cell in row if cell.tasks]
        means = {round(cell.mean or 0.0, 9) for cell in cells}
        return len(means) == 1 and all(cell.zero_variance or cell.tasks == 1 for cell in cells)


@dataclass(frozen=True, slots=True)
class StudyEffects:
    """All dimensions that have numbers."""

    layout: Layout
    dimensions: tuple[DimensionEffects, ...]
    left_out: tuple[tuple[Dimension, str], ...]
    """Dimensions without effects, and why."""
    doubts: Doubts
    note: str
    """Why there is no effect at all; nothing where there is one."""


CoderNumbers = Iterable[tuple[str, str, str, float]]
"""Coder, blind id, dimension, number."""


def study_effects(
    layout: Layout,
    sheet: Sheet,
    given: CoderNumbers,
    found: Doubts,
    rubric: Rubric,
    grounds: Mapping[str, Ground],
    study_id: str,
) -> StudyEffects:
    """Compute the effects of all dimensions.

    Args:
        layout: which item is which task under which condition.
        sheet: final answers.
        given: what each coder of the kind that final scores rest on submitted.
        found: items that sensitivity analyses leave out.
        rubric: its dimensions.
        grounds: what is known of agreement on dimensions, by their ids.
        study_id: chance is drawn from it.
    """
    if layout.why_not:
        return StudyEffects(layout, (), (), found, layout.why_not)
    by_dimension: dict[str, list[tuple[str, str, float]]] = {}
    for coder, blind_id, name, number in given:
        by_dimension.setdefault(name, []).append((coder, blind_id, number))
    computed: list[DimensionEffects] = []
    left_out: list[tuple[Dimension, str]] = []
    for dimension in rubric.dimensions:
        numbers = _final_numbers(dimension, layout, sheet)
        answers = [sheet.get((blind_id, dimension.id)) for blind_id in layout.items]
        unresolved = sum(1 for each in answers if each is not None and each.answer is None)
        why = _why_not(dimension, numbers, unresolved)
        if why:
            left_out.append((dimension, why))
            continue
        seed = seed_of(study_id, "effects", dimension.id) % 2**63
        computed.append(
            DimensionEffects(
                dimension,
                layout,
                effects(layout.scores(numbers), points_of(dimension, numbers.values()), seed),
                None,
                _sensitivities(layout, numbers, by_dimension.get(dimension.id, ()), found, seed),
                unresolved,
                sum(
                    1
                    for each in answers
                    if each is not None and each.answer is not None and each.answer.value is None
                ),
                grounds.get(dimension.id, UNKNOWN),
            )
        )
    adjusted = holm_of_flips([each.effects.interaction.test for each in computed])
    whole = tuple(replace(each, p_holm=p) for each, p in zip(computed, adjusted, strict=True))
    return StudyEffects(layout, whole, tuple(left_out), found, "")


def points_of(dimension: Dimension, numbers: Iterable[float]) -> tuple[float, ...]:
    """Give the declared points; of typed numbers the ends of the scale and all that occur."""
    if dimension.values:
        return tuple(float(value) for value in dimension.values)
    ends = [each for each in (dimension.minimum, dimension.maximum) if each is not None]
    return tuple(sorted({*numbers, *ends}))


def _final_numbers(dimension: Dimension, layout: Layout, sheet: Sheet) -> dict[str, float]:
    """Give the final number of each item of the design that has one."""
    if not dimension.level.is_ordered:
        return {}
    found = {blind_id: sheet.get((blind_id, dimension.id)) for blind_id in layout.items}
    numbers = {blind_id: each.number for blind_id, each in found.items() if each is not None}
    return {blind_id: number for blind_id, number in numbers.items() if number is not None}


def _why_not(dimension: Dimension, numbers: Mapping[str, float], unresolved: int) -> str:
    if not dimension.level.is_ordered:
        return "its values have no order, so that there is no mean"
    if not numbers:
        return f"{NO_SCORE_YET} ({unresolved:,} unresolved)" if unresolved else NO_SCORE_YET
    if len(points_of(dimension, numbers.values())) < 2:
        return "all its scores are the same, and its scale has no other point"
    return ""


def _sensitivities(
    layout: Layout,
    final: Mapping[str, float],
    given: Sequence[tuple[str, str, float]],
    found: Doubts,
    seed: int,
) -> tuple[Sensitivity, ...]:
    """Test the coders' mean, each coder alone, and final scores without doubtful items."""
    values: dict[str, list[float]] = {}
    alone: dict[str, dict[str, float]] = {}
    for coder, blind_id, number in given:
        values.setdefault(blind_id, []).append(number)
        alone.setdefault(coder, {})[blind_id] = number
    mean = {blind_id: sum(each) / len(each) for blind_id, each in values.items()}
    sets: list[tuple[str, Mapping[str, float]]] = [("mean of the coders", mean)]
    if len(alone) > 1:
        sets += [(f"{coder} alone", numbers) for coder, numbers in sorted(alone.items())]
    for what, doubtful in (
        ("without items whose blinding broke", found.breaks),
        ("without items at fault", found.faults),
    ):
        if doubtful & final.keys():
            sets.append((what, {b: n for b, n in final.items() if b not in doubtful}))
    return tuple(
        Sensitivity(name, len(final.keys() - numbers.keys()), _test(layout, numbers, seed))
        for name, numbers in sets
    )


def _test(layout: Layout, numbers: Mapping[str, float], seed: int) -> Interaction:
    return interaction(layout.scores(numbers), seed)
