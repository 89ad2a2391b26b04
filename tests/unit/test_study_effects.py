"""Effects of a study put together: which scores, which sensitivities, and what is said."""

from itertools import product

import pytest

from coder_tui.analysis.doubts import Doubts
from coder_tui.analysis.effect_sentences import (
    margin,
    overview,
    sensitivity_line,
    what_was_found,
)
from coder_tui.analysis.effects import StudyEffects, study_effects
from coder_tui.analysis.ground import UNKNOWN, Ground
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.settled import Settled
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.rubric import (
    CANNOT_JUDGE,
    Dimension,
    Level,
    Rubric,
    ScalePoint,
    scored,
)

TASKS = [f"t{number}" for number in range(8)]
MODELS = ("m1", "m2")
SCAFFOLDS = ("c1", "c2")
PLACES = list(product(TASKS, MODELS, SCAFFOLDS))
KEYED = [KeyedItem(f"{t}-{m}-{c}", m, c, None, t) for t, m, c in PLACES]
NO_DOUBTS = Doubts(frozenset(), frozenset())
SURE = Ground(Verdict.REACHES)


def dimension(name: str, level: Level = Level.ORDINAL, **more: float) -> Dimension:
    points = tuple(ScalePoint(value, f"at {value}", "") for value in range(3)) if not more else ()
    return Dimension(name, f"D1 {name}", "How?", level, points, **more)  # type: ignore[arg-type]


def moved(task: str, model: str, scaffold: str) -> int:
    """m1 rises by 2 under c2, m2 stays."""
    del task
    return 2 * (scaffold == "c2") if model == "m1" else 1


def effects_of(
    *dimensions: Dimension,
    value: object = moved,
    doubts: Doubts = NO_DOUBTS,
    unresolved: tuple[str, ...] = (),
    ground: Ground = SURE,
) -> StudyEffects:
    found = dimensions or (dimension("help"),)
    sheet = {}
    given = []
    for place in PLACES:
        blind_id = "-".join(place)
        for each in found:
            one = value[each.id] if isinstance(value, dict) else value
            answer = scored(one(*place))  # type: ignore[operator]
            if blind_id in unresolved:
                settled = Settled(None, "unresolved", (answer, scored(0)))
            else:
                settled = Settled(answer, "agreed", (answer,))
            sheet[blind_id, each.id] = settled
            number = answer.number or 0.0
            given += [("ana", blind_id, each.id, number), ("ben", blind_id, each.id, number)]
    rubric = Rubric("r", "R", "1", "transcript", found, ())
    return study_effects(
        Layout.of(KEYED), sheet, given, doubts, rubric, {each.id: ground for each in found}, "study"
    )


def test_dependence_is_found_and_said() -> None:
    (found,) = effects_of().dimensions
    assert found.depends is True
    said = " ".join(what_was_found(found))
    assert "The scaffold's effect depends on the model (p .008" in said
    assert "lifts m1 by 2.0 points" in said
    assert "leaves m2 where it was" in said
    assert overview([found]).startswith("The scaffold's effect depends on the model on: D1.")


def test_p_is_adjusted_over_dimensions() -> None:
    one = effects_of().dimensions[0]
    first, second = effects_of(dimension("help"), dimension("more")).dimensions
    assert first.effects.interaction.test.p == one.effects.interaction.test.p
    assert first.p_holm == pytest.approx(2 * (one.p_holm or 0))
    assert second.p_holm == first.p_holm


def test_an_unresolved_score_takes_its_task_out_and_is_said() -> None:
    found = effects_of(unresolved=("t0-m1-c1",)).dimensions[0]
    assert found.unresolved == 1
    assert found.effects.interaction.dropped == 1
    assert "1 task left out of the test for want of a score; 1 score unresolved." in what_was_found(
        found
    )
    assert "PROVISIONAL: 1 score unresolved" in overview([found])


def test_sensitivities_leave_out_what_is_doubtful() -> None:
    doubts = Doubts(frozenset({"t0-m1-c1", "elsewhere"}), frozenset({"t1-m2-c2", "t2-m2-c2"}))
    found = effects_of(doubts=doubts).dimensions[0]
    by_name = {each.name: each for each in found.sensitivities}
    assert list(by_name) == [
        "mean of the coders",
        "ana alone",
        "ben alone",
        "without items whose blinding broke",
        "without items at fault",
    ]
    assert by_name["without items whose blinding broke"].left_out == 1
    assert by_name["without items whose blinding broke"].interaction.tasks == len(TASKS) - 1
    assert by_name["without items at fault"].interaction.tasks == len(TASKS) - 2
    assert "ana alone" in sensitivity_line(found)


def test_without_doubtful_items_there_is_no_such_sensitivity() -> None:
    names = {each.name for each in effects_of().dimensions[0].sensitivities}
    assert names == {"mean of the coders", "ana alone", "ben alone"}


def test_what_is_not_found_is_never_called_absent() -> None:
    def additive(task: str, model: str, scaffold: str) -> int:
        return (task in TASKS[:3]) + (scaffold == "c2")

    found = effects_of(value=additive).dimensions[0]
    assert found.depends is False
    assert found.p_holm is None
    said = " ".join(what_was_found(found))
    assert "No dependence of the scaffold's effect on the model was found" in said
    assert "no evidence that there is none" in said
    assert "p 1.000, which none of these scores could have changed" in said


def test_of_a_few_tasks_that_show_something_the_smallest_p_is_said() -> None:
    def in_three(task: str, model: str, scaffold: str) -> int:
        return int(scaffold == "c2" and model == "m1" and task in TASKS[:3])

    found = effects_of(value=in_three).dimensions[0]
    assert (found.depends, found.p_holm, found.constant) == (False, None, False)
    assert "(p .250, not below .250 with such scores, so that it is not adjusted for; 8 tasks)" in (
        " ".join(what_was_found(found))
    )


def test_a_dimension_without_any_difference_is_not_adjusted_for() -> None:
    alone = effects_of().dimensions[0]
    both = {"help": moved, "still": lambda *_: 1}
    found = effects_of(dimension("help"), dimension("still"), value=both).dimensions
    assert found[0].p_holm == alone.p_holm
    assert (found[1].depends, found[1].p_holm) == (None, None)
    assert overview(found).endswith("undefined, because all scores are equal: D1.")


def test_values_without_an_order_have_no_effect_and_say_why() -> None:
    found = effects_of(dimension("kind", Level.NOMINAL), dimension("help"))
    assert [each.dimension.id for each in found.dimensions] == ["help"]
    ((left, why),) = found.left_out
    assert (left.id, why) == ("kind", "its values have no order, so that there is no mean")


def test_typed_numbers_take_their_range_as_the_scale() -> None:
    typed = dimension("hours", Level.RATIO, minimum=0.0, maximum=10.0)
    found = effects_of(typed).dimensions[0]
    assert found.effects.points == (0.0, 1.0, 2.0, 10.0)
    assert found.depends is True


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (Ground(Verdict.BELOW, below_bar=True), "below the bar: all of this rests on weak ground"),
        (Ground(Verdict.UNCLEAR, below_bar=True), "reaches the bar is not clear"),
        (UNKNOWN, "Agreement on this dimension is undefined"),
    ],
)
def test_of_agreement_the_verdict_is_said(ground: Ground, said: str) -> None:
    about = [each for each in what_was_found(effects_of(ground=ground).dimensions[0])
             if "greement on this dimension" in each]  # fmt: skip
    assert len(about) == 1
    assert said in about[0]


def test_of_agreement_that_reaches_the_bar_nothing_is_said() -> None:
    said = " ".join(what_was_found(effects_of().dimensions[0]))
    assert "greement" not in said


def changed(steps: tuple[int, ...]) -> list[str]:
    """What is said of m1 where c2 changes its score by these steps, task by task."""
    left_out = tuple(
        f"{task}-{model}-{scaffold}"
        for task, model, scaffold in PLACES
        if model == "m1" and TASKS.index(task) >= len(steps)
    )
    padded = (*steps, *(0 for _ in TASKS[len(steps) :]))

    def whole(task: str, model: str, scaffold: str) -> int:
        at = TASKS.index(task)
        return 1 + (padded[at] if model == "m1" and scaffold == "c2" else 0)

    return what_was_found(effects_of(value=whole, unresolved=left_out).dimensions[0])


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((1,) * 8, "lifts m1 by 1.0 point"),
        ((-1,) * 8, "lowers m1 by 1.0 point"),
        ((0,) * 8, "leaves m1 where it was"),
        ((1, 1, 1, 1), "lifts m1, if at all, by 1.0 point"),
        ((0,) * 5, "nothing can be said of m1 (0.0, -0.4 to +0.4"),
        ((1, -1, 1, -1, 1, 0, 0, 0), "nothing can be said of m1 (+0.1, "),
        ((0, 0), "too few tasks of m1 (2 tasks scored under both)"),
        ((1,), "too few tasks of m1 (1 task scored under both)"),
        ((), "m1 has no task scored under both"),
    ],
)
def test_what_a_scaffold_does_is_said_no_more_surely_than_its_interval(
    steps: tuple[int, ...], said: str
) -> None:
    (line,) = [each for each in changed(steps) if each.startswith("Paired by task, c2 against c1:")]
    assert said in line


def test_the_margin_of_where_it_was_is_a_sixth_of_the_range() -> None:
    assert margin((0.0, 1.0, 2.0)) == pytest.approx(1 / 3)
    assert margin((0.0, 100.0)) == pytest.approx(100 / 6)


def test_an_answer_without_a_value_is_counted_as_withheld() -> None:
    layout = Layout.of(KEYED)
    sheet = {
        (each.blind_id, "help"): Settled(CANNOT_JUDGE, "agreed", (CANNOT_JUDGE,))
        if each.task == "t0"
        else Settled(scored(1), "agreed", (scored(1),))
        for each in KEYED
    }
    rubric = Rubric("r", "R", "1", "transcript", (dimension("help"),), ())
    found = study_effects(layout, sheet, (), NO_DOUBTS, rubric, {"help": SURE}, "study")
    assert found.dimensions[0].withheld == 4
    assert found.dimensions[0].effects.interaction.tasks == len(TASKS) - 1


def test_scores_that_are_all_equal_show_no_dependence_either_way() -> None:
    found = effects_of(value=lambda *_: 2).dimensions[0]
    assert found.constant
    assert found.depends is None
    assert "is undefined: all scores are equal" in what_was_found(found)[0]
    assert overview([found]).endswith("undefined, because all scores are equal: D1.")
    assert not effects_of().dimensions[0].constant


def over_tasks(tasks: int) -> StudyEffects:
    """The effects of m1 rising under c2, where so many tasks have every score."""
    left_out = tuple(f"{task}-m2-c2" for task in TASKS[tasks:])
    return effects_of(dimension("help"), dimension("harm"), unresolved=left_out)


def test_with_so_few_tasks_that_no_p_can_reach_the_level_nothing_is_tested() -> None:
    found = over_tasks(5).dimensions
    assert [each.effects.interaction.test.p for each in found] == [0.0625] * 2
    assert [(each.p_holm, each.depends) for each in found] == [(None, None)] * 2
    said = " ".join(what_was_found(found[0]))
    assert "could not be tested (3 unresolved). Of 5 tasks the smallest possible p is .062" in said
    assert "not found to depend" not in overview(found)


def test_with_one_task_more_it_is_tested() -> None:
    found = over_tasks(6).dimensions
    assert [each.p_holm for each in found] == [pytest.approx(2 / 32)] * 2
    assert [each.depends for each in found] == [False, False]


def crossed(cells: dict[tuple[str, str], tuple[int, ...]]) -> str:
    """What is said of scores by model and scaffold, one for each task."""

    def value(task: str, model: str, scaffold: str) -> int:
        return cells[model, scaffold][TASKS.index(task)]

    return " ".join(what_was_found(effects_of(value=value).dimensions[0]))


def test_two_orders_that_cross_at_every_cut_of_the_scale_stay_crossed() -> None:
    said = crossed({
        ("m1", "c1"): (0,) * 8, ("m1", "c2"): (2,) * 8,
        ("m2", "c1"): (2,) * 8, ("m2", "c2"): (0,) * 8,
    })  # fmt: skip
    assert "is reversed between m1 (+2.0) and m2 (-2.0): no other numbering of the scale" in said


def test_two_orders_that_cross_only_in_the_means_are_said_to_do_so_on_this_numbering() -> None:
    # m1 goes from 1 to mostly 2 and sometimes 0: fewer scores above the lowest point, more at the
    # highest one.
    said = crossed({
        ("m1", "c1"): (1,) * 8, ("m1", "c2"): (2, 2, 2, 2, 2, 2, 2, 0),
        ("m2", "c1"): (2,) * 8, ("m2", "c2"): (0,) * 8,
    })  # fmt: skip
    assert "is reversed between" in said
    assert "so it is on this numbering of the scale; others may undo it" in said
    assert "no other numbering" not in said


def test_a_model_without_any_score_is_left_out_of_the_test_and_named() -> None:
    late = tuple(KeyedItem(f"t0-m3-{c}", "m3", c, None, "t0") for c in SCAFFOLDS)
    sheet = {
        (each.blind_id, "help"): Settled(found, "agreed", (found,))
        for each, place in zip(KEYED, PLACES, strict=True)
        for found in [scored(moved(*place))]
    }
    rubric = Rubric("r", "R", "1", "transcript", (dimension("help"),), ())
    layout = Layout.of([*KEYED, *late])
    [found] = study_effects(layout, sheet, (), NO_DOUBTS, rubric, {"help": SURE}, "s").dimensions
    assert (found.effects.interaction.tasks, found.depends) == (len(TASKS), True)
    said = " ".join(what_was_found(found))
    assert "m3 left out of the test, without any score." in said
    assert "m3 has no task scored under both" in said


def test_a_system_without_any_score_is_named_as_what_empties_the_test() -> None:
    found = effects_of(unresolved=tuple(f"{task}-m2-c2" for task in TASKS)).dimensions[0]
    assert (found.effects.interaction.tasks, found.depends) == (0, None)
    said = " ".join(what_was_found(found))
    assert "no score at all: m2 under c2, so that no task has every score" in said
