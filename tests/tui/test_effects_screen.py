"""What scaffolds change, from the tab of conditions: a map of means and sentences."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.once import once
from tests.review_fixtures import PLAN, blind_ids, code
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

from coder_tui.tui.review.effects_screen import EffectsScreen
from coder_tui.tui.review.screen import ReviewScreen

Build = Callable[..., Any]
TASKS = range(8)
HOSTILE = "mod[red]\x1b[2J"


def crossed(model: str = "modelia-one") -> list[dict[str, Any]]:
    """Eight tasks by two models by two scaffolds."""
    return [
        {
            "id": f"t{task}-{place}-{scaffold}",
            "model": name,
            "scaffold": scaffold,
            "task": f"task-{task}",
            "turns": [
                {"role": "user", "text": f"Please help me with matter {task} {place} {scaffold}."},
                {"role": "assistant", "text": f"Here is what I know: {task}, {place}, {scaffold}."},
            ],
        }
        for task in TASKS
        for place, name in enumerate((model, "modelia-two"))
        for scaffold in ("C1", "C2")
    ]


@once
def coded(write_study: Build, model: str = "modelia-one") -> Any:
    """The first model goes from 0 to 2 under the second scaffold, the other one stays at 1."""
    built = write_study(crossed(model), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        sheet = {}
        for each in crossed(model):
            first = each["model"] == model
            moved = 2 if each["scaffold"] == "C2" else 0
            value = moved if first else 1
            sheet[blind[each["id"]]] = {"clarity": value, "escalated": 0}
        code(built.path, coder, sheet)
    return built


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_enter_on_a_dimension_shows_what_scaffolds_change(
    write_study: Build, size: tuple[int, int]
) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        text = await settled(pilot)
        assert isinstance(app.screen, EffectsScreen)
        assert "EFFECTS" in text
        assert "2.00 ███" in text
        assert "0/0/8" in text
        flat = " ".join(text.translate(dict.fromkeys(map(ord, "│▄█▁▂▃▅▆▇"), " ")).split())
        assert "The scaffold's effect depends on the model (p .008" in flat
        assert "lifts modelia-one by 2.0 points" in flat
        assert "leaves modelia-two where it was" in flat
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)


async def test_a_dimension_without_spread_says_so_and_claims_nothing(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "down", "enter")
        flat = " ".join((await settled(pilot)).split())
        assert "effect depends on the model is undefined: all scores are equal" in flat
        assert "No dependence" not in flat


async def test_hostile_names_of_models_are_shown_literally(write_study: Build) -> None:
    app = review_app(coded(write_study, HOSTILE))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        text = await settled(pilot)
        assert "\x1b" not in text
        assert "mod[red]␛" in text


async def test_the_page_scrolls(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        before = await settled(pilot)
        await pilot.press("space")
        after = await settled(pilot)
        assert "Beside it: on mid-ranks" in after
        assert before != after
