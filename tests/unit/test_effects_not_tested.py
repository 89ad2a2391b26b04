"""What is said of effects where there are too few final scores to test anything."""

from itertools import product

import pytest
from matplotlib.text import Text

from coder_tui.analysis.closed import Closed
from coder_tui.analysis.doubts import Doubts
from coder_tui.analysis.effect_sentences import overview, what_was_found, why_untested
from coder_tui.analysis.effects import StudyEffects, study_effects
from coder_tui.analysis.ground import Ground
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.settled import Settled
from coder_tui.analysis.summary import Summary
from coder_tui.analysis.unfinished import Unfinished
from coder_tui.analysis.verdicts import Verdict
from coder_tui.cli.effects_json import effects_object
from coder_tui.cli.effects_text import effects_text
from coder_tui.domain.rubric import Dimension, Level, Rubric, ScalePoint, scored
from coder_tui.reporting.figures.effects import effects_picture

TASKS = [f"t{number}" for number in range(8)]
PLACES = list(product(TASKS, ("m1", "m2"), ("c1", "c2")))
EVERY = ["-".join(each) for each in PLACES]
KEYED = [KeyedItem("-".join((t, m, c)), m, c, None, t) for t, m, c in PLACES]
POINTS = tuple(ScalePoint(value, f"at {value}", "") for value in range(3))
FIRST = Dimension("help", "C1 Help", "How?", Level.ORDINAL, POINTS)
SECOND = Dimension("tone", "C2 Tone", "How?", Level.ORDINAL, POINTS)
Values = dict[str, int | None]
"""By item; None is unresolved, and an item that is missing has no score at all."""


def effects_of(*values: Values) -> StudyEffects:
    dimensions = (FIRST, SECOND)[: len(values)]
    sheet = {
        (blind_id, dimension.id): Settled(None, "unresolved", (scored(0), scored(1)))
        if value is None
        else Settled(scored(value), "agreed", (scored(value),))
        for dimension, each in zip(dimensions, values, strict=True)
        for blind_id, value in each.items()
    }
    ground = dict.fromkeys(("help", "tone"), Ground(Verdict.REACHES))
    none = Doubts(frozenset(), frozenset())
    rubric = Rubric("r", "R", "1", "transcript", dimensions, ())
    return study_effects(Layout.of(KEYED), sheet, (), none, rubric, ground, "study")


def waiting(*resolved: str) -> Values:
    """Score 1 on some items; coders differ on all others."""
    return {each: 1 if each in resolved else None for each in EVERY}


@pytest.mark.parametrize(("resolved", "open_"), [(EVERY[:1], 31), (EVERY[:24], 8), (EVERY[:28], 4)])
def test_equal_scores_are_not_called_equal_while_others_are_unresolved(
    resolved: list[str], open_: int
) -> None:
    study = effects_of(waiting(*resolved))
    (found,) = study.dimensions
    assert found.alike
    assert not found.constant
    assert found.depends is None
    assert why_untested(found) == f"{open_} unresolved"
    assert f"could not be tested ({open_} unresolved). " in what_was_found(found)[0]
    assert f"could not be tested: C1 ({open_} unresolved)." in overview([found])
    assert effects_object(study)["dimensions"][0]["untested"] == f"{open_} unresolved"
    text = " ".join(effects_text(study).split())
    assert "undefined, because all scores are equal" not in text
    assert "C1 Help untested" in text


def test_equal_scores_of_many_tasks_are_equal_so_far() -> None:
    (found,) = effects_of(waiting(*EVERY[:28])).dimensions
    assert what_was_found(found)[0].endswith(
        "The final scores that there are so far are all equal."
    )


def test_one_task_does_not_tell_that_all_scores_are_equal() -> None:
    (found,) = effects_of(dict.fromkeys(EVERY[:4], 1)).dimensions
    assert (found.unresolved, found.effects.interaction.tasks) == (0, 1)
    assert not found.constant
    assert found.untested
    assert why_untested(found) == "1 complete task: too few"


def test_scores_of_all_items_that_are_equal_are_called_so() -> None:
    study = effects_of(dict.fromkeys(EVERY, 1))
    (found,) = study.dimensions
    assert (found.constant, found.untested) == (True, False)
    assert effects_object(study)["dimensions"][0]["untested"] is None


def test_a_dimension_without_a_final_score_has_a_line() -> None:
    moved: Values = {each: 2 if each.endswith("m1-c2") else 1 for each in EVERY}
    waits = effects_of(moved, waiting())
    assert "\n\nC2 Tone: no final score yet (32 unresolved).\n\n" in effects_text(waits)
    assert "\n\nC2 Tone: no final score yet.\n\n" in effects_text(effects_of(moved, {}))


def test_an_end_of_the_scale_and_no_spread_within_it_are_two_sentences() -> None:
    values = {"m1-c1": 0, "m1-c2": 2, "m2-c1": 1}
    spread: Values = {each: values.get(each[3:], place % 3) for place, each in enumerate(EVERY)}
    said = what_was_found(effects_of(spread).dimensions[0])
    (ends,) = [each for each in said if "At an end of the scale" in each]
    (still,) = [each for each in said if "Without any spread" in each]
    assert "m1 under every scaffold. Scores cannot go beyond the end" in ends
    assert "m2" not in ends
    assert still.startswith("Without any spread: m2 under c1. ")
    assert "beyond" not in still


def test_the_headline_says_what_was_tested_and_nothing_twice() -> None:
    added: Values = {each: int(each[1] in "012") + int(each.endswith("c2")) for each in EVERY}
    said = overview(effects_of(added, waiting(EVERY[0])).dimensions)
    assert said.startswith(
        "On no dimension was the scaffold's effect found to depend on the model (tested: C1); "
        "could not be tested: C2 (31 unresolved)."
    )
    assert "not found to depend" not in said


def test_the_figure_says_the_same() -> None:
    effects = effects_of(waiting(EVERY[0]), waiting())
    summary = Summary(
        title="Mini",
        unit="transcript",
        simulated=False,
        sealed=True,
        rubric=Rubric("r", "R", "1", "transcript", (FIRST, SECOND), ()),
        coder_kind="human",
        closed=Closed("", "", "", 0),
        agreement=(),
        unfinished=Unfinished(),
        audits=(),
        effects=effects,
    )
    picture = effects_picture(summary)
    drawn = " ".join(each.get_text() for each in picture.figure.findobj(Text))
    for said in (drawn, picture.alt):
        flat = " ".join(said.split())
        assert "n 0 to 1; could not be tested (31 unresolved)" in flat
        assert "C2 Tone: no final score yet (32 unresolved)." in flat
        assert "equal" not in flat
