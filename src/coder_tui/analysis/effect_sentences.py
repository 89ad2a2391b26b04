"""What the effects of scaffolds come to, in sentences that claim no more than was tested."""

from collections.abc import Sequence

from coder_tui.analysis.effects import NO_SCORE_YET, DimensionEffects
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.numerals import number
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import plural
from coder_tui.statistics.effects.cells import Cell
from coder_tui.statistics.effects.holm import LEVEL
from coder_tui.statistics.effects.paired import Difference
from coder_tui.statistics.effects.within import Within

SMALL = 0.05
"""A mean difference below this is none in the first decimal, which is what is shown."""
LEAST_TASKS = 3
"""Tasks scored under both scaffolds that anything said of a model takes."""
SHARE = 6
"""A scaffold leaves a model where it was if the interval lies within the scale's range over this
around 0: a convention of ours, free of the scale."""
WORDS = (
    "`lifts` and `lowers`: the 95 % interval of the paired differences excludes 0; `if at all`: p, "
    "adjusted by Holm for all differences of the dimension, is .05 or more all the same. `leaves "
    "where it was`: the interval lies within a sixth of the scale's range around 0. Else nothing "
    f"can be said, nor of fewer than {LEAST_TASKS} tasks. The scaffold that is named is the one "
    "under which a model moves furthest from the first; p is adjusted for all of them, the "
    "interval is not. Differences are of the tasks scored under both, and may be others than those "
    "of the means."
)


def p_value(value: float | None) -> str:
    """Write a p: `.021`, `< .001`; `-` where there is none."""
    if value is None:
        return "-"
    return "< .001" if value < 0.001 else number(value, 3)


def rough(value: float | None) -> str:
    """Write the p of the model on a scale behind the scores, which few tasks make a rough one."""
    if value is None:
        return "-"
    return "< .01" if value < 0.01 else number(value, 2)


def points(value: float) -> str:
    """Write a difference: `+1.6`, `0.0`, `-0.3`."""
    return "0.0" if abs(value) < SMALL else f"{value:+.1f}"


def moves_most(found: DimensionEffects) -> int:
    """Give the place of the scaffold under which a model moves furthest from the baseline."""
    most, place = -1.0, 1
    for each in found.effects.within:
        for one in each.against_baseline:
            size = round(abs(one.mean), 6) if one.mean is not None else -1.0
            if size >= most:
                most, place = size, one.scaffold
    return place


def what_was_found(found: DimensionEffects) -> list[str]:
    """Say whether the effect depends on the model, what it is in each, and what limits that."""
    said = [_verdict(found), _each_model(found)]
    limits = (_ceilings(found), _without_spread(found), _crossing(found), _missing(found))
    said += [each for each in limits if each]
    if warning := found.ground.warning("all of this rests"):
        said.append(warning)
    return said


def _verdict(found: DimensionEffects) -> str:
    tested = found.effects.interaction
    if found.constant:
        return (
            "Whether the scaffold's effect depends on the model is undefined: all scores are equal."
        )
    if found.untested:
        lack = f" ({lacking})" if (lacking := _lacking(found)) else ""
        return (
            f"Whether the scaffold's effect depends on the model could not be tested{lack}. "
            f"{_why(found)}"
        )
    evidence = f"p {p_value(tested.test.p)}, {_adjusted(found)}; {plural(tested.tasks, 'task')}"
    if found.depends:
        return f"The scaffold's effect depends on the model ({evidence})."
    return (
        f"No dependence of the scaffold's effect on the model was found ({evidence}). "
        f"{_could_have_been_found(found)}"
    )


def _adjusted(found: DimensionEffects) -> str:
    if found.p_holm is not None:
        return f"adjusted {p_value(found.p_holm)} by Holm over dimensions"
    smallest = found.effects.interaction.test.smallest_p
    if smallest == 1:
        return "which none of these scores could have changed, so that it is not adjusted for"
    return f"not below {p_value(smallest)} with such scores, so that it is not adjusted for"


def _why(found: DimensionEffects) -> str:
    """Say why there is no test, or why its p counts for nothing."""
    tested = found.effects.interaction.test
    if tested.p is None:
        return tested.undefined.sentence if tested.undefined else ""
    if not found.too_few:
        return "The final scores that there are so far are all equal."
    return (
        f"Of {plural(tested.tasks, 'task')} the smallest possible p is "
        f"{p_value(tested.fewest_p)}, "
        "so that no effect, however large, can reach .05."
    )


def why_untested(found: DimensionEffects) -> str:
    """Say in a few words why there is no test: `11 unresolved`."""
    tasks = plural(found.effects.interaction.tasks, "complete task")
    return _lacking(found) or f"{tasks}: too few"


def _lacking(found: DimensionEffects) -> str:
    """Count the scores for want of which there is no test."""
    if found.unresolved:
        return f"{found.unresolved:,} unresolved"
    return f"{found.withheld:,} not applicable or not judged" if found.withheld else ""


def left_out_line(dimension: Dimension, why: str) -> str:
    """Say why a dimension has no effects: `C3 Tone: no final score yet (12 unresolved)`."""
    because = "" if why.startswith(NO_SCORE_YET) else "no effect, because "
    return f"{dimension.label}: {because}{why}."


def _could_have_been_found(found: DimensionEffects) -> str:
    could = found.effects.detectable
    if could.rising is None or could.single_cell is None:
        why = could.undefined.sentence if could.undefined else ""
        return f"That is no evidence that there is none. {why}".strip()
    return (
        "That is no evidence that there is none: a study like this one finds, four times in five, "
        f"a model that rises by {_size(could.rising)} over the scaffolds while the others stay "
        f"level, or one cell that is {_size(could.single_cell)} off; it may miss what is smaller."
    )


def _each_model(found: DimensionEffects) -> str:
    """Say what the scaffold that moves most does to each model."""
    place = moves_most(found)
    layout = found.layout
    said = [_one_model(found, each, place) for each in found.effects.within]
    against = f"{layout.scaffolds[place]} against {layout.scaffolds[0]}"
    return f"Paired by task, {against}: {'; '.join(said)}."


def _one_model(found: DimensionEffects, within: Within, place: int) -> str:
    name = found.layout.models[within.model]
    one = next(each for each in within.against_baseline if each.scaffold == place)
    if one.mean is None:
        return f"{name} has no task scored under both"
    if one.tasks < LEAST_TASKS:
        return f"too few tasks of {name} ({plural(one.tasks, 'task')} scored under both)"
    reach = margin(found.effects.points)
    return f"{_does(name, one, reach)} ({_how_sure(one, reach)})"


def margin(scale: Sequence[float]) -> float:
    """Give how far from 0 an interval may reach that still says "where it was"."""
    return (scale[-1] - scale[0]) / SHARE


def is_found(one: Difference) -> bool:
    """Whether a difference is one of which the interval excludes 0 and the adjusted p chance."""
    return one.sign != 0 and one.p_holm is not None and one.p_holm < LEVEL


def stays(one: Difference, reach: float) -> bool:
    """Whether the whole interval lies so near 0 that the scaffold leaves the model where it was."""
    found = one.interval
    return found is not None and not one.sign and -reach <= found.low and found.high <= reach


def _does(name: str, one: Difference, reach: float) -> str:
    if stays(one, reach):
        if one.ends[0] is not None and one.ends[0] == one.ends[1]:
            change = "rise" if one.ends[0] == "ceiling" else "fall"
            return f"{name} stands at the {one.ends[0]} under both, so that no {change} could show"
        return f"leaves {name} where it was"
    if not one.sign:
        return f"nothing can be said of {name}"
    surely = "" if is_found(one) else ", if at all,"
    return f"{'lifts' if one.sign > 0 else 'lowers'} {name}{surely} by {_size(one.mean or 0.0)}"


def _size(points_: float) -> str:
    size = abs(points_)
    return "1.0 point" if round(size, 1) == 1 else f"{size:.1f} points"


def _how_sure(one: Difference, reach: float) -> str:
    if one.interval is None:
        return plural(one.tasks, "task")
    # Where the words give no size, the number does, so that the interval has its middle.
    unsaid = f"{points(one.mean or 0.0)}, " if not one.sign and not stays(one, reach) else ""
    low, high = one.interval.low, one.interval.high
    tasks = plural(one.tasks, "task")
    sure = f"{tasks}" if one.p_holm is None else f"adjusted p {p_value(one.p_holm)}, {tasks}"
    return f"{unsaid}{low:+.1f} to {high:+.1f}, {sure}{_end(one)}"


def _end(one: Difference) -> str:
    named = {"ceiling": "to the ceiling", "floor": "to the floor"}
    return f", {named[one.ends[0]]}" if one.ends[0] and one.ends[0] != one.ends[1] else ""


def _ceilings(found: DimensionEffects) -> str:
    at_ends = found.effects.at_ends
    if not at_ends:
        return ""
    layout, latent = found.layout, found.effects.latent
    cells = _named(layout, at_ends)
    text = (
        f"At an end of the scale: {cells}. Scores cannot go beyond the end, so the same effect "
        "behind them may look like different ones."
    )
    if latent.p is None:
        return text
    if found.too_few:
        return text
    return (
        f"{text} On a scale behind the scores (cumulative probit, {latent.label}) the dependence "
        f"has p {rough(latent.p)}, roughly."
    )


def _without_spread(found: DimensionEffects) -> str:
    cells = found.effects.without_spread
    if not cells or found.constant:
        return ""
    return (
        f"Without any spread: {_named(found.layout, cells)}. Scores that are all the same do not "
        "show how much chance there is in them."
    )


def _named(layout: Layout, cells: Sequence[Cell]) -> str:
    """Name cells in as few words as they take: a model under every scaffold goes by its name."""
    if len(cells) == len(layout.models) * len(layout.scaffolds):
        return "every cell"
    said = []
    for place, model in enumerate(layout.models):
        own = [layout.scaffolds[each.scaffold] for each in cells if each.model == place]
        if len(own) == len(layout.scaffolds):
            said.append(f"{model} under every scaffold")
        elif own:
            *others, last = own
            first = f"{', '.join(others)} and " if others else ""
            said.append(f"{model} under {first}{last}")
    return "; ".join(said)


def _crossing(found: DimensionEffects) -> str:
    layout = found.layout
    certain = [each for each in found.effects.crossings if each.certain]
    if not certain:
        return ""
    one = next((each for each in certain if each.under_any_numbers), certain[0])
    first, second = one.first, one.second
    undone = (
        "no other numbering of the scale can undo that"
        if one.under_any_numbers
        else "so it is on this numbering of the scale; others may undo it"
    )
    return (
        f"The order of {layout.scaffolds[first.scaffold]} and {layout.scaffolds[first.against]} is "
        f"reversed between {layout.models[first.model]} ({points(first.mean or 0.0)}) and "
        f"{layout.models[second.model]} ({points(second.mean or 0.0)}): {undone}."
    )


def _missing(found: DimensionEffects) -> str:
    tested, layout = found.effects.interaction, found.layout
    said = [
        f"{', '.join(names)} left out of the test, without any score"
        for names in (
            [name for place, name in enumerate(layout.models) if place not in tested.models],
            [name for place, name in enumerate(layout.scaffolds) if place not in tested.scaffolds],
        )
        if names
    ]
    empty = [
        f"{layout.models[each.model]} under {layout.scaffolds[each.scaffold]}"
        for row in found.effects.cells
        for each in row
        if not each.tasks and each.model in tested.models and each.scaffold in tested.scaffolds
    ]
    if empty:
        said.append(f"no score at all: {', '.join(empty)}, so that no task has every score")
    if tested.dropped:
        said.append(f"{plural(tested.dropped, 'task')} left out of the test for want of a score")
    if found.unresolved:
        said.append(f"{plural(found.unresolved, 'score')} unresolved")
    if found.withheld:
        said.append(f"{found.withheld} not applicable or not to be judged")
    return f"{'; '.join(said)}." if said else ""


def sensitivity_line(found: DimensionEffects) -> str:
    """Say what the same test gives on other scores."""
    parts = [
        f"{each.name} {p_value(each.interaction.test.p)} ({plural(each.interaction.tasks, 'task')})"
        for each in found.sensitivities
    ]
    return f"The same test, p not adjusted: {'; '.join(parts)}." if parts else ""


def overview(found: Sequence[DimensionEffects]) -> str:
    """Say on which dimensions the scaffold's effect depends on the model, and how surely."""
    return f"{verdicts(found)}{_provisional(found)}"


def verdicts(found: Sequence[DimensionEffects]) -> str:
    """Say on which dimensions the scaffold's effect depends on the model."""
    depends = [each.dimension.short for each in found if each.depends]
    none = [each.dimension.short for each in found if each.depends is False]
    constant = [each.dimension.short for each in found if each.constant]
    untested = [f"{e.dimension.short}{_waiting(e)}" for e in found if e.untested]
    if depends:
        said = [f"The scaffold's effect depends on the model on: {', '.join(depends)}"]
    elif none:
        said = [
            "On no dimension was the scaffold's effect found to depend on the model "
            f"(tested: {', '.join(none)})"
        ]
    else:
        said = ["Whether the scaffold's effect depends on the model was tested on no dimension"]
    said += [
        f"{what}: {', '.join(names)}"
        for what, names in (
            ("not found to depend on it", none if depends else []),
            ("undefined, because all scores are equal", constant),
            ("could not be tested", untested),
        )
        if names
    ]
    return f"{'; '.join(said)}."


def _waiting(found: DimensionEffects) -> str:
    return f" ({found.unresolved:,} unresolved)" if found.unresolved else ""


def _provisional(found: Sequence[DimensionEffects]) -> str:
    """Say that disagreements are still open, and what to look at until they are settled."""
    said = unresolved_line(found)
    if not said:
        return ""
    return f" {said} Until they are adjudicated look at the mean of the coders below."


def unresolved_line(found: Sequence[DimensionEffects]) -> str:
    """Say that disagreements are still open; nothing where there are none."""
    unresolved = sum(each.unresolved for each in found)
    if not unresolved:
        return ""
    return (
        f"PROVISIONAL: {plural(unresolved, 'score')} unresolved, and a task without one of its "
        "scores is not tested."
    )
