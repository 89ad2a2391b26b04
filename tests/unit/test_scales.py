"""What coders type becomes one canonical value, on every level of measurement."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.levels import VALUES, answer, levels

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import CLEARED, NOT_APPLICABLE, Answer, Dimension, Level, State, scored
from coder_tui.domain.scales import NumberRange, number_of, shortest

RUBRIC = levels()
WARMTH, ERRORS = RUBRIC.dimension("warmth"), RUBRIC.dimension("errors")
TOPICS, SUMMARY = RUBRIC.dimension("topics"), RUBRIC.dimension("summary")
DEGREE = RUBRIC.dimension("degree")

typed_numbers = st.decimals(min_value=-50, max_value=50, places=3).map(str)
label_sets = st.sets(st.sampled_from([0, 1, 2]))
texts = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip() != "")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2", "2"), ("2.0", "2"), (" 2.50 ", "2.5"), ("+3", "3"), ("007", "7"), (".5", "0.5"),
        ("5.", "5"), ("-0", "0"), ("-0.0", "0"), ("-.25", "-0.25"), ("50.5", "50.5"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_the_shortest_decimal(typed: str, value: str) -> None:
    assert WARMTH.read(typed) == Answer(State.SCORED, value)
    assert WARMTH.read(typed).number == float(value)


@pytest.mark.parametrize(
    "typed",
    ["", "nan", "inf", "-inf", "1e3", "1_000", "1,5", "1.000,5", "0x10", "٣", "two", "1 2", "--1",
     ".", "-", "50.6", "-50.01", "0." + "1" * 15],
)  # fmt: skip
def test_what_is_no_number_in_range_is_refused_with_the_range(typed: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        WARMTH.read(typed)
    said = str(refusal.value)
    assert "a number from -50 to 50.5" in said or "at most 15 digits" in said
    assert not WARMTH.allows(scored(typed))


@pytest.mark.parametrize("typed", ["0.5", "-1", "1e2"])
def test_a_whole_number_is_asked_for_by_that_name(typed: str) -> None:
    with pytest.raises(BadInputError, match="is not a whole number of at least 0"):
        ERRORS.read(typed)


def test_a_range_says_what_it_holds() -> None:
    ranges = [NumberRange(), NumberRange(1), NumberRange(None, 0.5), NumberRange(0, 1, whole=True)]
    assert [each.words for each in ranges] == [
        "a number",
        "a number of at least 1",
        "a number of at most 0.5",
        "a whole number from 0 to 1",
    ]


@given(typed_numbers)
def test_a_canonical_number_reads_as_itself_and_means_the_same(typed: str) -> None:
    value = WARMTH.read(typed).value or ""
    assert WARMTH.read(value).value == value
    assert WARMTH.allows(Answer(State.SCORED, value))
    assert Decimal(value) == Decimal(typed)
    assert number_of(value) == float(typed)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_shortest_decimal_of_any_number_is_that_number(number: float) -> None:
    assert float(shortest(number)) == number
    assert "e" not in shortest(number)


@pytest.mark.parametrize("value", ["2.0", "-0", "1e3", "01", "nan", "inf", "1_0", "+1", ".5", ""])
def test_a_value_that_is_not_canonical_is_no_number(value: str) -> None:
    assert Answer(State.SCORED, value).number is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0 2", "[0,2]"), ("2,0", "[0,2]"), ("20", "[0,2]"), ("[0, 2]", "[0,2]"), ("1 1", "[1]"),
        ("none", "[]"), ("[]", "[]"), ("None ", "[]"),
    ],
)  # fmt: skip
def test_a_set_of_labels_is_kept_sorted(typed: str, value: str) -> None:
    assert TOPICS.read(typed) == Answer(State.SCORED, value)


@pytest.mark.parametrize("typed", ["", " ", "3", "0 9", "much", "-1", "0;1", "[", "٣"])
def test_what_is_no_set_of_these_labels_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match=r"is not any of 0, 1, 2 \(as in 0 1\), or none"):
        TOPICS.read(typed)


@given(st.lists(st.sampled_from([0, 1, 2])))
def test_the_order_in_which_labels_are_toggled_does_not_matter(labels: list[int]) -> None:
    forward: Answer | None = None
    backward: Answer | None = None
    for label in labels:
        forward = TOPICS.toggled(forward, label)
    for label in reversed(labels):
        backward = TOPICS.toggled(backward, label)
    assert forward == backward
    odd = tuple(label for label in (0, 1, 2) if labels.count(label) % 2)
    assert forward is None or (forward.labels == odd and TOPICS.allows(forward))


@given(label_sets)
def test_a_canonical_set_reads_as_itself(labels: set[int]) -> None:
    value = TOPICS.read(" ".join(map(str, labels)) or "none").value or ""
    assert TOPICS.read(value).value == value
    assert Answer(State.SCORED, value).labels == tuple(sorted(labels))


def test_toggling_begins_anew_on_an_answer_that_is_no_set() -> None:
    assert [TOPICS.toggled(each, 1).value for each in (None, CLEARED, NOT_APPLICABLE)] == [
        "[1]"
    ] * 3


@given(texts)
def test_a_text_is_trimmed_and_otherwise_as_it_is(text: str) -> None:
    value = SUMMARY.read(text).value
    assert value == text.strip()
    assert SUMMARY.read(value).value == value
    assert SUMMARY.allows(Answer(State.SCORED, value))


@pytest.mark.parametrize("text", ["", " \n\t", "half \ud800"])
def test_a_text_that_is_empty_or_cannot_be_stored_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        SUMMARY.read(text)
    assert not SUMMARY.allows(scored(text))


@pytest.mark.parametrize("dimension", RUBRIC.dimensions, ids=lambda each: each.id)
def test_every_level_allows_its_own_values_and_reads_them_as_they_are(dimension: Dimension) -> None:
    for value in VALUES[dimension.id]:
        assert dimension.read(value).value == value
        assert dimension.allows(Answer(State.SCORED, value))


def test_only_numbered_levels_give_a_number() -> None:
    numbers = {each.id: answer(each.id, 1).number for each in RUBRIC.dimensions}
    assert numbers == {
        "sort": 1.0, "degree": 1.0, "warmth": -0.5, "errors": 3.0, "topics": None, "summary": None,
    }  # fmt: skip


def test_a_text_that_looks_like_a_number_is_none_once_it_is_stored() -> None:
    typed = SUMMARY.read("5")
    stored = Answer.stored("scored", "5", None)
    assert (typed.number, stored.number, scored(5).number) == (None, None, 5.0)
    assert typed == stored
    assert (typed.word, scored(5).word) == ('"5"', "5")


def test_answers_are_said_in_a_word() -> None:
    words = [answer(*given).word for given in (("topics", 0), ("topics", 2), ("warmth", 3))]
    assert words == ["none", "0+2", "21.25"]
    assert SUMMARY.read("a long story of many words").word == '"a long story …"'
    assert SUMMARY.read("\x1b[2J").word == '"␛[2J"'


def test_a_dimension_says_what_it_takes_and_where_it_begins_and_ends() -> None:
    said = {each.id: (each.takes, each.lowest, each.highest) for each in RUBRIC.dimensions}
    assert said == {
        "sort": ("0, 1, 2", "0", "2"),
        "degree": ("0, 1, 2", "0", "2"),
        "warmth": ("a number from -50 to 50.5", "-50", "50.5"),
        "errors": ("a whole number of at least 0", "0", None),
        "topics": ("any of 0, 1, 2 (as in 0 1), or none", "0", "2"),
        "summary": ("text", None, None),
    }
    assert [each.id for each in RUBRIC.dimensions if each.level.is_ordered] == [
        "degree", "warmth", "errors",
    ]  # fmt: skip
    assert [each.level for each in RUBRIC.dimensions] == list(Level)


def test_the_lowest_value_owes_a_search_instead_of_a_quote() -> None:
    owes = [(DEGREE.owes_search(scored(n)), DEGREE.owes_evidence(scored(n))) for n in (0, 1, 2)]
    assert owes == [(True, False), (False, True), (False, True)]
    assert not DEGREE.owes_search(None)
    assert not DEGREE.owes_search(NOT_APPLICABLE)
    assert not ERRORS.owes_search(scored(0))


def test_numbers_above_the_declared_one_owe_evidence_however_little() -> None:
    assert [ERRORS.owes_evidence(ERRORS.read(each)) for each in ("0", "1", "12")] == [
        False, True, True,
    ]  # fmt: skip
    assert not SUMMARY.owes_evidence(SUMMARY.read("anything"))


def test_digits_score_where_an_answer_is_one_point() -> None:
    assert [each.id for each in RUBRIC.dimensions if each.takes_one_point] == ["sort", "degree"]
    assert [each.id for each in RUBRIC.dimensions if each.has_points] == [
        "sort", "degree", "topics",
    ]  # fmt: skip
