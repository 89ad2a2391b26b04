"""What two versions of a rubric differ in: every change is found, and sorted rightly."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import DependsOn, Dimension, Level, Rubric, ScalePoint
from coder_tui.domain.rubric_changes import in_short, named
from coder_tui.domain.rubric_diff import RubricDiff, diff_rubrics, normalised

POINTS = (ScalePoint(0, "no", "It is not."), ScalePoint(1, "yes", "It is.", "Nearly."))
PARENT = Dimension("parent", "D1 Parent", "Is it there?", Level.ORDINAL, POINTS)
CHILD = Dimension(
    "child",
    "D2 Child",
    "How good is it?",
    Level.ORDINAL,
    POINTS,
    opportunity="Every answer.",
    evidence_above=0.0,
    depends_on=DependsOn("parent", 1),
)
NUMBER = Dimension("number", "D3 Number", "How many?", Level.RATIO, (), minimum=0.0)
RUBRIC = Rubric("small", "Small", "1.0", "transcript", (PARENT, CHILD, NUMBER), ("Be fair.",))

MEANING: dict[str, object] = {
    "question": "How bad is it?",
    "level": Level.NOMINAL,
    "points": POINTS[:1],
    "opportunity": "Only long answers.",
    "not_applicable": True,
    "evidence_above": float("-inf"),
    "absence_searched": True,
    "depends_on": None,
}
"""A change of each field of a dimension that changes what it means."""
WORDING: dict[str, object] = {"label": "D2 Offspring", "evidence_offered": True}
RANGE: dict[str, object] = {"minimum": 1.0, "maximum": 9.0, "whole": True}


def with_child(**changes: object) -> Rubric:
    return with_dimension("child", **changes)


def with_dimension(name: str, **changes: object) -> Rubric:
    dimensions = tuple(
        replace(each, **changes) if each.id == name else each  # type: ignore[arg-type]
        for each in RUBRIC.dimensions
    )
    return replace(RUBRIC, dimensions=dimensions)


def kinds(diff: RubricDiff) -> dict[str, bool]:
    """Each change, and whether it is one of meaning."""
    return {named(each): each.means for each in diff.changes}


def test_every_field_of_a_dimension_is_looked_at() -> None:
    known = {*MEANING, *WORDING, *RANGE, "id"}
    assert known == {field.name for field in fields(Dimension)}


@pytest.mark.parametrize("name", MEANING)
def test_what_an_answer_means_is_meaning(name: str) -> None:
    diff = diff_rubrics(RUBRIC, with_child(**{name: MEANING[name]}))
    assert diff.touched == ("child",)
    assert all(each.dimension == "child" for each in diff.changes)


@pytest.mark.parametrize("name", RANGE)
def test_the_range_of_numbers_is_meaning(name: str) -> None:
    diff = diff_rubrics(RUBRIC, with_dimension("number", **{name: RANGE[name]}))
    assert (kinds(diff), diff.touched) == ({"range of numbers": True}, ("number",))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": "D2 Offspring"}, "label"),
        ({"question": "how good  is it"}, "question"),
        ({"evidence_above": None}, "evidence rule"),
        ({"points": (POINTS[0], replace(POINTS[1], label="surely"))}, "label of 1"),
        ({"points": (POINTS[0], replace(POINTS[1], near_miss=""))}, "near miss of 1"),
        ({"points": (POINTS[0], replace(POINTS[1], anchor="It is!"))}, "anchor of 1"),
    ],
)
def test_the_rest_is_wording(changes: dict[str, object], said: str) -> None:
    diff = diff_rubrics(RUBRIC, with_child(**changes))
    assert (kinds(diff), diff.touched) == ({said: False}, ())


def test_the_rubric_as_a_whole_is_compared() -> None:
    for changes, said, means in (
        ({"id": "other"}, "id", True),
        ({"unit": "benchmark"}, "unit", True),
        ({"title": "Other"}, "title", False),
        ({"version": "2.0"}, "version", False),
        ({"rules": ("Be strict.",)}, "rules", True),
    ):
        diff = diff_rubrics(RUBRIC, replace(RUBRIC, **changes))  # type: ignore[arg-type]
        assert kinds(diff) == {said: means}
        assert diff.touched == (("parent", "child", "number") if means else ())


def test_dimensions_come_and_go() -> None:
    new = Dimension("new", "D4 New", "And this?", Level.TEXT, ())
    diff = diff_rubrics(RUBRIC, replace(RUBRIC, dimensions=(PARENT, NUMBER, new)))
    assert (diff.added, diff.removed, diff.touched) == (("new",), ("child",), ("new",))
    assert kinds(diff) == {"added": True, "removed": True}
    assert in_short(diff.changes, diff.old, diff.new) == "D4 (added), D2 (removed)"


def test_another_order_is_no_change_of_meaning() -> None:
    diff = diff_rubrics(RUBRIC, replace(RUBRIC, dimensions=(NUMBER, PARENT, CHILD)))
    assert set(kinds(diff).values()) == {False}
    assert diff.changed == ("number", "parent", "child")


def test_a_search_that_becomes_a_quote_is_stricter_only_where_it_is_owed() -> None:
    searched = with_child(absence_searched=True, evidence_above=float("-inf"))
    quoted = with_child(absence_searched=False, evidence_above=float("-inf"))
    assert diff_rubrics(searched, quoted).touched == ("child",)
    searched = with_child(absence_searched=True, evidence_above=0.0)
    assert diff_rubrics(searched, with_child(evidence_above=0.0)).touched == ()


# What the lead says


ANCHORS = with_child(
    question="How fine is it?",
    points=(replace(POINTS[0], anchor="Never."), replace(POINTS[1], anchor="Always.")),
)


def test_the_lead_says_that_other_words_mean_the_same() -> None:
    assert diff_rubrics(RUBRIC, ANCHORS).touched == ("child",)
    assert diff_rubrics(RUBRIC, ANCHORS, wording=["child"]).touched == ()
    part = diff_rubrics(RUBRIC, ANCHORS, wording=["child:0"])
    assert kinds(part) == {"question": True, "anchor of 0": False, "anchor of 1": True}


def test_the_lead_says_that_a_label_means_something_else() -> None:
    new = with_child(label="D2 Offspring")
    assert diff_rubrics(RUBRIC, new, meaning=["child"]).touched == ("child",)


def test_rules_can_be_wording() -> None:
    new = replace(RUBRIC, rules=("Be just.",))
    assert diff_rubrics(RUBRIC, new, wording=["rules"]).touched == ()


@pytest.mark.parametrize("name", ["level", "not_applicable", "depends_on", "absence_searched"])
def test_what_can_be_answered_is_never_wording(name: str) -> None:
    with pytest.raises(BadInputError, match="always a change of meaning"):
        diff_rubrics(RUBRIC, with_child(**{name: MEANING[name]}), wording=["child"])


@pytest.mark.parametrize("name", ["parent", "nothing", "child:7", "rules"])
def test_a_name_that_fits_no_change_is_refused(name: str) -> None:
    for said in ({"wording": [name]}, {"meaning": [name]}):
        with pytest.raises(BadInputError, match="nothing of that name changes"):
            diff_rubrics(RUBRIC, ANCHORS, **said)


# Words


def test_case_punctuation_and_white_space_are_no_words() -> None:
    assert normalised("Is it, really,\n so?") == normalised("is it really so")
    assert normalised("don’t") == normalised("don't")


@pytest.mark.parametrize(
    ("one", "other"),
    [("at least -1", "at least 1"), ("5 %", "5"), ("x > 2", "x < 2"), ("1.5", "15")],
)
def test_signs_that_mean_something_are_words(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


# Whatever rubric


texts = st.text(max_size=8)


@st.composite
def dimensions(draw: st.DrawFn, name: str) -> Dimension:
    values = range(draw(st.integers(0, 4)))
    points = tuple(ScalePoint(at, draw(texts), draw(texts), draw(texts)) for at in values)
    above = st.none() | st.sampled_from([float("-inf"), 0.0, 1.0])
    return Dimension(
        name,
        f"{name} {draw(texts)}",
        draw(texts),
        draw(st.sampled_from(Level)),
        points,
        draw(texts),
        draw(st.booleans()),
        draw(above),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.none() | st.just(DependsOn("a", 1))),
    )


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    names = draw(st.permutations("abcd"))[: draw(st.integers(1, 4))]
    given = tuple(draw(dimensions(name)) for name in names)
    rules = tuple(draw(st.lists(texts, max_size=2)))
    return Rubric("r", draw(texts), draw(texts), "transcript", given, rules)


@given(rubrics())
def test_a_rubric_does_not_differ_from_itself(rubric: Rubric) -> None:
    diff = diff_rubrics(rubric, rubric)
    assert (diff.changes, diff.touched, diff.added, diff.removed) == ((), (), (), ())


@given(rubrics(), rubrics())
def test_two_rubrics_that_differ_have_changes(one: Rubric, other: Rubric) -> None:
    diff = diff_rubrics(one, other)
    back = diff_rubrics(other, one)
    assert (set(diff.added), set(diff.removed)) == (set(back.removed), set(back.added))
    by_name = {each.id: each for each in one.dimensions}
    for each in other.dimensions:
        if each.id in by_name and not diff.of(each.id):
            # Whether evidence is offered says nothing where it is owed anyway.
            offered = by_name[each.id].evidence_offered
            assert replace(each, evidence_offered=offered) == by_name[each.id]
