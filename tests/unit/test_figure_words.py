"""What has to stand in a figure, in the words of the text beside which it is printed."""

from dataclasses import replace

import pytest
from tests.figure_fixtures import CLOSED, UNFINISHED, dimension, profiles_like, summary_of
from tests.figure_geometry import Drawn, read

from coder_tui.analysis.effect_sentences import overview, unresolved_line
from coder_tui.analysis.profile_words import other_meaning_line
from coder_tui.reporting.figures.effects import effects_picture
from coder_tui.reporting.figures.picture import Picture, render
from coder_tui.reporting.figures.profiles import profiles_picture

MODELS, SCAFFOLDS = ("system-a", "system-b"), ("C1", "C2")
LABELS = tuple(f"D{at} Retention and personalisation" for at in range(1, 5))


def drawn(picture: Picture) -> tuple[Drawn, str]:
    found = read(render(picture, "svg"))
    return found, " ".join(found.texts)


def effects_said() -> str:
    picture = effects_picture(summary_of(MODELS, SCAFFOLDS, LABELS))
    return drawn(picture)[1]


def profiles_said() -> str:
    dimensions = tuple(dimension(f"d{at}", label) for at, label in enumerate(LABELS))
    return drawn(profiles_picture(profiles_like(MODELS, SCAFFOLDS, dimensions)))[1]


@pytest.mark.parametrize("said", [effects_said, profiles_said])
def test_every_figure_says_how_it_stands_with_the_study(said: object) -> None:
    assert callable(said)
    whole = said()
    for line in (
        "SIMULATED:",
        "UNSEALED:",
        CLOSED.seal_broken,
        CLOSED.freeze,
        CLOSED.unblinded,
        "7 decisions after the unblinding.",
        "1 version of the rubric adopted after the unblinding.",
        "Rubric r 2.0; human coders",
        UNFINISHED.sentence,
    ):
        assert line in whole
    assert "# Agreement is by version 1.0 of the rubric, means are by version 2.0" in whole
    assert "something else is meant by: D4 Retention and personalisation." in whole
    assert "# of another meaning of the dimension" in whole


def test_the_words_of_figures_are_those_of_the_text() -> None:
    found = summary_of(MODELS, SCAFFOLDS, LABELS)
    assert found.effects is not None
    provisional = unresolved_line(found.effects.dimensions)
    assert provisional.startswith("PROVISIONAL: 4 scores unresolved")
    assert provisional in overview(found.effects.dimensions)
    assert provisional in effects_said()
    dimensions = tuple(dimension(f"d{at}", label) for at, label in enumerate(LABELS))
    profiles = profiles_like(MODELS, SCAFFOLDS, dimensions)
    assert other_meaning_line(profiles) in effects_said()
    assert other_meaning_line(profiles) in profiles_said()


def test_labels_are_broken_and_not_cut() -> None:
    for whole in (effects_said(), profiles_said()):
        assert "…" not in whole
        for label in LABELS:
            assert label in whole


def test_a_test_names_its_tasks_and_what_not_found_means() -> None:
    found = summary_of(MODELS, SCAFFOLDS, LABELS[:1], unresolved=0)
    assert found.effects is not None
    (one,) = found.effects.dimensions
    tested = one.effects.interaction
    test = replace(tested.test, p=1.0, flips=2_000)
    effects = replace(one.effects, interaction=replace(tested, test=test, tasks=11))
    whole = replace(
        found, effects=replace(found.effects, dimensions=(replace(one, effects=effects),))
    )
    said = drawn(effects_picture(whole))[1]
    assert "no dependence on the model found (p 1.000 over 11 tasks)" in said
    assert "not found is no evidence that there is none." in said


def test_a_mark_of_agreement_stands_below_its_label_in_words() -> None:
    said = drawn(effects_picture(summary_of(MODELS, SCAFFOLDS, LABELS)))[0].texts
    assert "! agreement below the bar" in said
    assert "? agreement undefined" in said
    assert "# agreement of another meaning" in said


def test_a_cell_without_a_score_is_hatched_and_the_legend_says_so() -> None:
    without = drawn(effects_picture(summary_of(MODELS, SCAFFOLDS, LABELS[:1])))[1]
    assert "Hatched: no final score." in without


def test_the_bar_stands_beside_agreement() -> None:
    dimensions = (dimension("a", "D1 A"), dimension("b", "D2 B"), dimension("c", "D3 C"))
    found, whole = drawn(profiles_picture(profiles_like(MODELS, SCAFFOLDS, dimensions)))
    assert found.texts.count("bar 0.667") == 1
    assert "held against the bar of 0.667" in whole
    assert "q-kappa .58" in whole
    assert "(.47 to .670)" in whole


def test_another_scale_has_its_own_ends_over_its_axis() -> None:
    dimensions = (dimension("a", "D1 A"), dimension("b", "D2 B"), dimension("oc", "OC Offers", 1))
    found, _ = drawn(profiles_picture(profiles_like(("m",), ("C1", "C2"), dimensions)))
    (label,) = [each for each in found.words if each.text == "OC Offers"]
    (above,) = [each for each in found.words if each.text == "D2 B"]
    own = [
        each
        for each in found.words
        if each.text in ("0", "1") and above.middle[1] < each.middle[1] < label.middle[1]
    ]
    # The first system has no score, so no axis; the second has one of 0 to 1.
    assert [each.text for each in sorted(own, key=lambda each: each.middle[0])] == ["0", "1"]
