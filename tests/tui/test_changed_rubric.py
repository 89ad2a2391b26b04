"""What the help page says of a dimension that changed, in every way in which it can."""

import pytest
from tests.rubric_fixtures import CLARITY, FIRST, NEW_ANCHOR, NEW_DIMENSION, bring, version

from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.changed_rubric import changed_lines

CLARITY_TEXT = "[[dimension]]" + FIRST.text.split("[[dimension]]")[1]
WITHOUT = version("3.0", (CLARITY_TEXT, ""))
BACK = version("4.0", ("D2 Escalated", "D2 Passed on"))
BACK_OTHERWISE = version("4.0", NEW_ANCHOR)
LABEL = version("5.0", ("D1 Clarity", "D1 Clearness"))
RULES = version("2.0", ('unit = "transcript"', 'unit = "transcript"\nrules = ["Read all of it."]'))


def told(study: StudyFile, dimension: str = "clarity") -> str:
    pieces = changed_lines(study.connection, study.rubric.dimension(dimension))
    return "".join(each if isinstance(each, str) else str(each[0]) for each in pieces)


@pytest.mark.parametrize(
    ("versions", "sentence"),
    [
        ([CLARITY], "It means something else in 2.0 than in 1.0: what was scored before does not"),
        ([LABEL], "It means in 5.0 what it meant in 1.0: what was scored then counts."),
        ([RULES], "It means something else in 2.0 than in 1.0"),
        (
            [CLARITY, FIRST],
            "It means again what it meant in 1.0: what was scored then counts again, and what was "
            "scored under 2.0 does not.",
        ),
        ([CLARITY, BACK], "It means again what it meant in 1.0"),
        ([CLARITY, FIRST, CLARITY], "It means again what it meant in 2.0"),
        (
            [WITHOUT, BACK],
            "It is asked again since 4.0, and means what it meant in 1.0: what was scored then "
            "counts again.",
        ),
        ([WITHOUT, FIRST], "It is asked again, as 1.0 is back: what was scored under it counts"),
        (
            [WITHOUT, BACK_OTHERWISE],
            "It is asked again since 4.0, and means something else than in 1.0: what was scored "
            "then does not count.",
        ),
    ],
)
def test_the_words_fit_what_became_of_a_dimension(
    study: StudyFile, versions: list[Version], sentence: str
) -> None:
    for each in versions:
        bring(study, each)
    assert sentence in told(study)


def test_a_dimension_that_never_was_is_new(study: StudyFile) -> None:
    bring(study, version("2.0", more=NEW_DIMENSION))
    assert "New in 2.0." in told(study, "tone")
    assert told(study) == ""


def test_a_version_that_changes_something_else_hides_no_change(study: StudyFile) -> None:
    bring(study, CLARITY)
    bring(study, version("3.0", NEW_ANCHOR, ("Did it hand over?", "Did it pass it on?")))
    assert "something else in 2.0 than in 1.0" in told(study)
    assert "now: It is clear at the second look." in told(study)
    assert "something else in 3.0 than in 2.0" in told(study, "escalated")


def test_nothing_is_said_where_nothing_changed(study: StudyFile) -> None:
    assert told(study) == ""
