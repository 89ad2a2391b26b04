"""The lines above and below the text, at every width."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import levels

from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.header_panel import header, hints
from coder_tui.tui.coding.lines import length
from coder_tui.tui.coding.rubric_panel import states
from coder_tui.tui.literal import Piece

NAME = "a-coder-with-quite-a-long-name"
PLAN = f'coders = ["{NAME}"]\ncoders_per_item = 1\nsimulated = true'
WIDTHS = (58, 78, 98, 138)


@pytest.fixture
def desk(write_study: Any) -> Iterator[Desk]:
    study = StudyFile.open(levels.build(write_study, plan=PLAN).path)
    desk = start_desk(study, NAME)
    desk.open_first()
    yield desk
    study.close()


def text(pieces: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_header_fits_and_says_that_a_study_is_simulated(desk: Desk, width: int) -> None:
    shown = text(header(desk, width, "09:00:00"))
    assert len(shown) <= width
    assert "SIMULATED" in shown
    assert ("coder: " + NAME in shown) == (width > 90)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_states_fit_and_hold_the_current_one(desk: Desk, width: int) -> None:
    for dimension in desk.study.rubric.dimensions:
        desk.turn_to(dimension)
        shown = text(states(desk, width))
        assert len(shown) <= width
        assert f">{dimension.short} _" in shown


@pytest.mark.parametrize(
    ("dimension", "keys"),
    [("sort", "0-2 score"), ("topics", "0-2 labels  = none  Tab go on"), ("errors", "0-9 = number"),
     ("summary", "= write")],
)  # fmt: skip
def test_the_hints_begin_with_the_keys_that_answer(desk: Desk, dimension: str, keys: str) -> None:
    desk.turn_to(desk.study.rubric.dimension(dimension))
    for width in WIDTHS:
        shown = hints(desk, width)
        assert text(shown).startswith(keys)
        assert length(shown) <= width + 2
