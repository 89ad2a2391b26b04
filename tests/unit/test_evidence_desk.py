"""Evidence whose text changed is found again or said to be lost; it is never moved in silence."""

from collections.abc import Callable
from typing import Any

import pytest

from coder_tui.domain.anchoring import Found
from coder_tui.domain.coding import Citation
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.desk import Desk

SAID = "Take one tablet. The leaflet, part 4, lists what to avoid."


@pytest.fixture
def desk(study: StudyFile, sit: Any) -> Desk:
    """Ana at an item whose second turn is worth quoting."""
    made = Desk(study, sit("ana"))
    made.open_first()
    change(made, SAID)
    return made


def change(desk: Desk, text: str) -> None:
    """Another import gave the second turn another text."""
    desk.study.connection.execute(
        "update part set text = ? where blind_id = ? and idx = 2", (text, desk.item.blind_id)
    )
    desk.open(desk.item.blind_id)


def cite(desk: Desk, words: str) -> Citation:
    start = SAID.index(words)
    desk.cite(desk.item.turns[1], span=(start, start + len(words)))
    [citation] = desk.sheet.cited(desk.dimension)
    return citation


def test_a_span_is_kept_with_offsets_quote_and_hash(desk: Desk) -> None:
    citation = cite(desk, "leaflet, part 4")
    assert SAID[citation.start : citation.end] == citation.quote == "leaflet, part 4"
    assert citation.part_hash
    assert desk.standing(citation) == Found(citation.start, citation.end, exact=True)
    assert desk.unsettled() == ""


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (lambda text: "New. " + text, "1 quote moved or changed"),
        (lambda text: text.replace("part 4", "part four"), "1 quote moved or changed"),
        (lambda text: "Quite another answer than before.", "1 quote LOST"),
    ],
)
def test_a_changed_text_is_said_and_the_row_stays(
    desk: Desk, now: Callable[[str], str], said: str
) -> None:
    citation = cite(desk, "The leaflet, part 4, lists what to avoid.")
    change(desk, now(SAID))
    assert said in desk.unsettled()
    assert desk.sheet.cited(desk.study.rubric.dimension("clarity")) == (citation,)


def test_the_same_span_is_not_attached_twice_and_another_one_is(desk: Desk) -> None:
    cite(desk, "leaflet")
    assert desk.cite(desk.item.turns[1], span=(5, 8)).refused is False
    assert "already" in desk.cite(desk.item.turns[1], span=(5, 8)).text
    assert "words of turn 2" in desk.undo().text
