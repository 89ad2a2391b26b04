"""What sixty disagreements cost, and the keys that a person has put elsewhere."""

from pathlib import Path

from tests.tui.clocked_app import type_text
from tests.tui.judge_app import WIDE, OpenJudge

from coder_tui.tui.dialogs import TextDialog
from coder_tui.tui.keymap import load_keys
from coder_tui.tui.settings import Settings

CASES, ABOUT_THREE = 60, 3.5
SENTENCE = "no word"
OWN = """
[adjudication]
adjudicate-take-a = "h"
adjudicate-reason-s = "w"
adjudicate-defer-d = "f2"
adjudicate-propose-p = "f3"
adjudicate-case-less-than-sign = "f4"
adjudicate-help-question-mark = "f1"
[text]
page-down = "pagedown"
"""


async def test_sixty_disagreements_cost_three_keys_each(open_judge: OpenJudge) -> None:
    """Each with a look at the other coder's evidence; some deferred first, some with a sentence."""
    app = open_judge(items=CASES)
    presses = letters = 0

    async def press(*keys: str) -> None:
        nonlocal presses
        presses += len(keys)
        await app.press(*keys)

    async with app.at() as pilot:
        for number in range(CASES):
            await press("right_square_bracket")
            if number % 6 == 5 and not app.desk.was_deferred(app.opened()):
                await press("d")
            if number % 10 == 9:
                await press(app.letter_of(2), "g")
                assert isinstance(app.screen, TextDialog)
                await type_text(pilot, SENTENCE)
                letters += len(SENTENCE)
                await press("enter")
            else:
                await press(app.letter_of(0), "s")
        assert app.desk.case is None
        assert len(app.decisions()) == CASES
    per_case = presses / CASES
    print(f"{presses} key presses for {CASES} disagreements: {per_case:.2f} each, "
          f"and {letters} letters of sentences")  # fmt: skip
    assert per_case <= ABOUT_THREE


async def test_the_shortest_way_is_two_keys_a_case(open_judge: OpenJudge) -> None:
    app = open_judge(items=10)
    async with app.at():
        await app.press(*["a", "s"] * 10)
        assert app.desk.case is None
    assert len(app.decisions()) == 10


async def test_hints_and_help_name_the_keys_that_the_person_has(
    open_judge: OpenJudge, tmp_path: Path
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(OWN)
    app = open_judge(settings=Settings(keys=load_keys(["adjudication"], file)))
    async with app.at(WIDE):
        low = next(side for side in app.desk.case.sides if side.letter == "A")  # type: ignore[union-attr]
        hints = app.shown("keys")
        assert f"h {low.answer.word}" in hints
        assert "F2 defer" in hints
        assert "F3 wording" in hints
        assert "F1 help" in hints
        await app.press("h")
        assert " w slip of a coder" in app.shown("wide")
        await app.press("f1")
        page = app.picture()
        assert "h b c" in page
        await app.press("escape", "w")
        assert len(app.decisions()) == 1
        await app.press("d", "a", "f4")
        assert app.shown("header").startswith("seen again")
