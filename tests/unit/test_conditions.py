"""Tables of conditions, and the sentence that says what one shows."""

from collections.abc import Sequence

import pytest
from tests.conftest import RUBRIC

from coder_tui.analysis.conditions import condition_tables
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.sentences import DESCRIBES
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_reading import read_rubric


def cell(model: str, scaffold: str, scores: Sequence[int], unresolved: int = 0) -> Cell:
    counts = {str(value): scores.count(value) for value in set(scores)}
    mean = sum(scores) / len(scores) if scores else None
    items = len(scores) + unresolved
    return Cell("clarity", model, scaffold, items, len(scores), mean, counts, unresolved, 0, 0)


@pytest.fixture
def rubric() -> Rubric:
    return read_rubric(RUBRIC, "rubric.toml")


def test_the_sentence_says_what_the_table_shows(rubric: Rubric) -> None:
    found = [
        cell("system-a", "C1", [0, 0, 1, 1, 0]), cell("system-a", "C4", [2, 2, 2, 2, 2]),
        cell("system-b", "C1", [0, 1]), cell("system-b", "C4", [1, 0]),
        cell("system-c", "C1", [0] * 5), cell("system-c", "C4", [1, 1, 1, 0, 0], unresolved=1),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, frozenset({"clarity"}))
    assert table.head == "C4-C1"
    assert table.sentence == (
        "Agreement on this dimension is below the bar: the means rest on weak ground. "
        "Under C4 system-a stands 1.6 points above C1 (ceiling: all 5 at 2); system-b is "
        f"unchanged (0.0); system-c +0.6. 1 score unresolved and in no mean. {DESCRIBES}"
    )
    remarks = {row.model: row.remarks for row in table.rows}
    assert remarks == {"system-a": ("CEILING",), "system-b": ("UNCHANGED",), "system-c": ()}
    assert table.below_bar
    assert table.sentence.startswith(table.warning)


def test_without_a_warning_the_sentence_says_only_what_the_table_shows(rubric: Rubric) -> None:
    (table,) = condition_tables([cell("m", "C1", [0])], rubric, frozenset())
    assert table.warning == ""
    assert "below the bar" not in table.sentence


def test_of_several_scaffolds_the_one_that_moves_most_is_compared_and_that_is_said(
    rubric: Rubric,
) -> None:
    found = [
        cell("m", "C1", [0]), cell("m", "C2", [2]), cell("m", "C3", [1]),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, frozenset())
    assert table.compared == ("C1", "C2")
    assert "C2 is compared because means move most there." in table.sentence


def test_a_cell_without_a_final_score_is_not_compared(rubric: Rubric) -> None:
    found = [cell("m", "C1", []), cell("m", "C2", [1]), cell("n", "C1", [0]), cell("n", "C2", [1])]
    (table,) = condition_tables(found, rubric, frozenset())
    assert [row.difference for row in table.rows] == [None, 1.0]
    assert "m cannot be compared with C1" in table.sentence


def test_one_scaffold_alone_is_not_compared(rubric: Rubric) -> None:
    (table,) = condition_tables([cell("m", "C1", [0])], rubric, frozenset())
    assert table.compared is None
    assert "one scaffold only" in table.sentence
