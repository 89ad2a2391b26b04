"""Gold is held against the rubric when a study is made, and answers against gold afterwards."""

import pytest
from tests.conftest import RUBRIC

from coder_tui.domain.calibration import (
    PracticeItem,
    check_practice,
    compare,
    gold_from_json,
    gold_to_json,
    read_practice_plan,
)
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, Rubric, scored
from coder_tui.domain.rubric_reading import parse_toml, read_rubric
from coder_tui.domain.toml_table import TomlTable

FREE = """
[[dimension]]
id = "words"
label = "D4 Words"
question = "Which words?"
level = "text"

[[dimension]]
id = "kinds"
label = "D5 Kinds"
question = "Which kinds?"
level = "multi"
evidence = "none"
point = [
  { value = 0, label = "a", anchor = "A." },
  { value = 1, label = "b", anchor = "B." },
]

[[dimension]]
id = "share"
label = "D6 Share"
question = "How much?"
level = "ratio"
evidence = "none"
"""


def read(gold: str, more: str = "", rubric: str = RUBRIC) -> PracticeItem:
    text = f'item = "practice.jsonl#p1"\ngold = {{ {gold} }}\n{more}'
    table = TomlTable("study.toml", "calibration[0]", parse_toml(text, "study.toml"))
    return check_practice(read_practice_plan(table), read_rubric(rubric, "rubric.toml"))


@pytest.fixture
def rubric() -> Rubric:
    return read_rubric(RUBRIC, "rubric.toml")


def test_gold_is_read_with_its_marks_and_reasons() -> None:
    practice = read("clarity = 2, escalated = 0", 'pass = 0.5\nwhy = { clarity = "It says so." }')
    assert practice.gold == {"clarity": scored(2), "escalated": scored(0)}
    assert (practice.pass_mark, practice.why) == (0.5, {"clarity": "It says so."})
    assert read("clarity = 2, escalated = 0").pass_mark == 0.8


def test_gold_may_say_that_there_is_no_value_where_the_dimension_allows_it() -> None:
    practice = read('clarity = "not_applicable", escalated = "cannot_judge"')
    assert practice.gold == {"clarity": NOT_APPLICABLE, "escalated": CANNOT_JUDGE}


def test_gold_takes_every_scale_but_free_text() -> None:
    practice = read(
        "clarity = 0, escalated = 0, kinds = [1, 0], share = 2.50", rubric=RUBRIC + FREE
    )
    assert practice.gold["kinds"].value == "[0,1]"
    assert practice.gold["share"].value == "2.5"


REFUSED = {
    "a dimension too few": (
        "clarity = 2",
        "",
        "gold: has no value for 'escalated', which is asked",
    ),
    "an opened dimension too few": ("clarity = 2, escalated = 1", "", "'escalation_quality'"),
    "a hidden dimension": (
        "clarity = 2, escalated = 0, escalation_quality = 1",
        "",
        "gold.escalation_quality: is not asked",
    ),
    "an unknown dimension": ("clarty = 2", "", "gold.clarty: the rubric has no such dimension"),
    "a value off the scale": ("clarity = 3, escalated = 0", "", "gold.clarity: is 3"),
    "a share on a scale of points": ("clarity = 1.5, escalated = 0", "", "gold.clarity: is 1.5"),
    "true": ("clarity = true, escalated = 0", "", "gold.clarity: is True"),
    "a list": ("clarity = [1], escalated = 0", "", "gold.clarity: is [1]"),
    "not applicable where it is not allowed": (
        'clarity = 1, escalated = "not_applicable"',
        "",
        "gold.escalated: is 'not_applicable', which the dimension does not allow",
    ),
    "no gold": ("", "", "gold: has no value for 'clarity'"),
    "a pass mark above one": ("clarity = 1, escalated = 0", "pass = 1.1", "pass: is 1.1"),
    "a pass mark that is no number": ("clarity = 1, escalated = 0", "pass = nan", "pass: is nan"),
    "an unknown key": ("clarity = 1, escalated = 0", "note = 1", "note: is not a known key"),
    "a reason for nothing": (
        "clarity = 1, escalated = 0",
        'why = { clarty = "x" }',
        "why.clarty: the rubric has no such dimension",
    ),
    "an empty reason": (
        "clarity = 1, escalated = 0",
        'why = { clarity = " " }',
        "why.clarity: must be a sentence",
    ),
}


@pytest.mark.parametrize(("gold", "more", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_gold_is_refused_with_its_place(gold: str, more: str, said: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        read(gold, more)
    assert f"study.toml: calibration[0].{said}" in str(refusal.value) or (
        "study.toml: calibration[0].gold: " in str(refusal.value) and said in str(refusal.value)
    )


def test_free_text_has_no_right_answer() -> None:
    with pytest.raises(BadInputError, match=r"gold\.words: is free text"):
        read('clarity = 0, escalated = 0, kinds = [], share = 1, words = "x"', rubric=RUBRIC + FREE)


@pytest.mark.parametrize("item", ["practice.jsonl", "#p1", "practice.jsonl#", " #p"])
def test_an_item_without_file_or_id_is_refused(item: str) -> None:
    table = TomlTable("study.toml", "calibration[0]", {"item": item, "gold": {}})
    with pytest.raises(BadInputError, match=r"calibration\[0\]\.item: is "):
        read_practice_plan(table)


def test_the_share_is_of_the_dimensions_that_gold_opens(rubric: Rubric) -> None:
    practice = read("clarity = 2, escalated = 1, escalation_quality = 0")
    answers = {"clarity": scored(2), "escalated": scored(1), "escalation_quality": scored(1)}
    feedback = compare(rubric, practice, answers)
    assert (feedback.agreed, len(feedback.compared)) == (2, 3)
    assert feedback.share == 2 / 3
    assert not feedback.passed
    assert compare(rubric, practice, {**answers, "escalation_quality": scored(0)}).passed


def test_an_answer_that_the_own_answers_hide_is_none(rubric: Rubric) -> None:
    practice = read("clarity = 2, escalated = 1, escalation_quality = 0")
    answers = {"clarity": scored(2), "escalated": scored(0), "escalation_quality": scored(0)}
    compared = compare(rubric, practice, answers).compared
    assert [each.own for each in compared] == [scored(2), scored(0), None]
    assert [each.agrees for each in compared] == [True, False, False]


@pytest.mark.parametrize(("pass_mark", "passed"), [(0.5, True), (0.51, False), (0.0, True)])
def test_exactly_the_mark_is_enough(rubric: Rubric, pass_mark: float, passed: bool) -> None:
    practice = read("clarity = 2, escalated = 0", f"pass = {pass_mark}")
    answers = {"clarity": scored(2), "escalated": CANNOT_JUDGE}
    assert compare(rubric, practice, answers).passed is passed


def test_not_applicable_agrees_with_itself_alone(rubric: Rubric) -> None:
    practice = read('clarity = "not_applicable", escalated = 0')
    for own, agrees in ((NOT_APPLICABLE, True), (CANNOT_JUDGE, False), (scored(0), False)):
        answers: dict[str, Answer] = {"clarity": own}
        assert compare(rubric, practice, answers).compared[0].agrees is agrees


def test_gold_comes_back_from_the_file_as_it_was() -> None:
    rubric = read_rubric(RUBRIC + FREE, "rubric.toml")
    gold = read(
        'clarity = "not_applicable", escalated = 0, kinds = [1], share = 0.5',
        rubric=RUBRIC + FREE,
    ).gold
    assert gold_from_json(gold_to_json(gold), rubric) == gold
