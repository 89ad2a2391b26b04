"""Tables of conditions, and the sentence that says what one shows."""

from collections.abc import Sequence

import pytest
from tests.conftest import RUBRIC

from coder_tui.analysis.conditions import condition_tables, provisional
from coder_tui.analysis.ground import UNKNOWN, Ground, legend, short_legend
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.sentences import DESCRIBES, LEAST
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_reading import read_rubric

SURE = {"clarity": Ground(Verdict.REACHES)}
BELOW = Ground(Verdict.BELOW, below_bar=True)


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
        cell("system-b", "C1", [0, 1, 0, 1, 1]), cell("system-b", "C4", [1, 0, 1, 1, 0]),
        cell("system-c", "C1", [0] * 5), cell("system-c", "C4", [1, 1, 1, 0, 0], unresolved=1),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, {"clarity": BELOW})
    assert table.head == "C4-C1"
    assert table.sentence == (
        "Agreement on this dimension is below the bar: the means rest on weak ground. "
        "Under C4 system-a stands 1.6 points above C1 (ceiling: all 5 at 2); system-b has "
        f"the same mean (0.0); system-c +0.6. 1 score unresolved and in no mean. {DESCRIBES}"
    )
    remarks = {row.model: row.remarks for row in table.rows}
    assert remarks == {"system-a": ("CEILING",), "system-b": ("SAME MEAN",), "system-c": ()}
    assert table.ground.mark == "!"
    assert table.sentence.startswith(table.warning)


def test_without_a_warning_the_sentence_says_only_what_the_table_shows(rubric: Rubric) -> None:
    (table,) = condition_tables([cell("m", "C1", [0])], rubric, SURE)
    assert table.warning == ""
    assert "below the bar" not in table.sentence


def test_of_several_scaffolds_the_one_that_moves_most_is_compared_and_that_is_said(
    rubric: Rubric,
) -> None:
    found = [
        cell("m", "C1", [0] * 5), cell("m", "C2", [2] * 5), cell("m", "C3", [1] * 5),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, SURE)
    assert table.compared == ("C1", "C2")
    assert "C2 is compared because means move most there." in table.sentence


def test_a_cell_without_a_final_score_is_not_compared(rubric: Rubric) -> None:
    found = [
        cell("m", "C1", []), cell("m", "C2", [1] * 5),
        cell("n", "C1", [0] * 5), cell("n", "C2", [1] * 5),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, SURE)
    assert [row.difference for row in table.rows] == [None, 1.0]
    assert "m cannot be compared with C1" in table.sentence


def test_one_scaffold_alone_is_not_compared(rubric: Rubric) -> None:
    (table,) = condition_tables([cell("m", "C1", [0])], rubric, SURE)
    assert table.compared is None
    assert "one scaffold only" in table.sentence


@pytest.mark.parametrize("scores", [1, LEAST - 1])
def test_a_mean_of_few_scores_is_neither_the_same_nor_different(
    rubric: Rubric, scores: int
) -> None:
    found = [
        cell("m", "C1", [0] * scores), cell("m", "C2", [0] * 9),
        cell("n", "C1", [0] * 9), cell("n", "C2", [2] * scores),
    ]  # fmt: skip
    (table,) = condition_tables(found, rubric, SURE)
    assert [row.difference for row in table.rows] == [None, None]
    assert [row.remarks for row in table.rows] == [("TOO FEW",), ("TOO FEW",)]
    assert "m cannot be compared with C1, fewer than 5 final scores" in table.sentence
    assert "the same mean" not in table.sentence
    assert "move most" not in table.sentence


def test_a_mean_of_enough_scores_is_compared(rubric: Rubric) -> None:
    found = [cell("m", "C1", [0] * LEAST), cell("m", "C2", [0] * LEAST)]
    (table,) = condition_tables(found, rubric, SURE)
    assert table.rows[0].remarks == ("SAME MEAN",)


@pytest.mark.parametrize(
    ("ground", "mark", "said"),
    [
        (Ground(Verdict.REACHES), "", ""),
        (
            BELOW,
            "!",
            "Agreement on this dimension is below the bar: the means rest on weak ground.",
        ),
        (
            Ground(Verdict.UNCLEAR, below_bar=True),
            "?",
            "Whether agreement on this dimension reaches the bar is not clear.",
        ),
        (UNKNOWN, "?", "Agreement on this dimension is undefined."),
        (
            Ground(Verdict.UNDEFINED, why="all scores 2"),
            "?",
            "Agreement on this dimension is undefined: all scores 2.",
        ),
        (
            Ground(Verdict.TOO_FEW),
            "?",
            "Fewer than 5 items tell nothing of agreement on this dimension.",
        ),
        (
            Ground(Verdict.ONE_ITEM),
            "?",
            "Fewer than 5 items tell nothing of agreement on this dimension.",
        ),
        (
            Ground(Verdict.REACHES, measured_by="1.0", means_by="2.0"),
            "#",
            "Agreement on this dimension is by version 1.0 of the rubric, scores are by version "
            "2.0, in which it means something else: that agreement says nothing of them.",
        ),
    ],
)
def test_of_agreement_the_verdict_speaks_and_never_the_value_alone(
    rubric: Rubric, ground: Ground, mark: str, said: str
) -> None:
    (table,) = condition_tables([cell("m", "C1", [0])], rubric, {"clarity": ground})
    assert table.ground.mark == mark
    assert table.warning == said
    assert table.sentence.startswith(said or "There is one scaffold only")
    assert not mark or mark in legend([ground])
    assert not mark or mark in short_legend([ground])


def test_open_disagreements_make_the_means_provisional(rubric: Rubric) -> None:
    found = [cell("m", "C1", [0], unresolved=2), cell("m", "C2", [1], unresolved=1)]
    assert provisional(condition_tables(found, rubric, SURE)) == "PROVISIONAL: 3 scores unresolved."
    assert provisional(condition_tables([cell("m", "C1", [0])], rubric, SURE)) == ""
