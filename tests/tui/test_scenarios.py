"""The three ordinary jobs, counted in key presses; the counts are printed."""

from typing import Any

from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, said, transcript, type_text
from textual.pilot import Pilot


class Counted:
    """Fingers that count what they press."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.presses = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after another, with a look at the screen after each."""
        for key in keys:
            self.presses += 1
            await self.pilot.press(key)
            await self.pilot.pause()


def turns(count: int) -> list[dict[str, Any]]:
    """A conversation in which turns 6, 14 and 22 are worth citing."""
    return [
        said(
            f"Turn {number} says something of the length that people write in a chat window, "
            "which is about two lines of a screen.",
            "user" if number % 2 else "assistant",
        )
        for number in range(1, count + 1)
    ]


async def test_a_transcript_of_30_turns_takes_at_most_32_presses(
    write_study: Any, open_app: Any, stress_rubric: str, capsys: Any
) -> None:
    items = [transcript("t1", *turns(30)), transcript("t2", said("Q", "user"))]
    path = write_study(items, rubric=stress_rubric, plan=ALONE).init().path
    app: ClockedApp = open_app(path)
    async with app.at(SIZE) as pilot:
        if len(app.desk.item.turns) < 30:
            await pilot.press("greater_than_sign")
        app.clock.now += 10
        item = app.desk.item.blind_id
        count = Counted(pilot)
        cited = {5: "2", 13: "1", 21: "2"}
        answers = iter("000")
        while (part := app.view.current_part) is not None and part.idx < 30:
            at = next((idx for idx in cited if idx >= part.idx), None)
            if at == part.idx:
                await count.press(cited.pop(at), "e")
            await count.press("space")
            here = app.view.current_part
            if here is None or at is None or here.idx < at:
                continue
            while app.view.current_part is not None and app.view.current_part.idx > at:
                await count.press("left_square_bracket")
            if at in cited:
                await count.press(cited.pop(at), "e")
        for answer in answers:
            await count.press(answer)
        while app.desk.item.blind_id == item and count.presses < 60:
            missing = [gap.dimension for gap in app.desk.sheet.gaps(app.desk.study.rubric)]
            await count.press("enter" if not missing else "0")
        assert app.desk.item.blind_id != item
        rows = app.rows("select count(*) from evidence where blind_id = ?", item)
        assert rows == [(3,)]
    with capsys.disabled():
        print(f"\n30 turns, all scores, three citations: {count.presses} key presses (at most 32)")
    assert count.presses <= 32


NINE = "".join(
    f"""
[[dimension]]
id = "d{number}"
label = "D{number} Question {number}"
question = "What of {number}?"
level = "ordinal"
evidence = "required"
point = [
  {{ value = 0, label = "no", anchor = "No." }},
  {{ value = 1, label = "yes", anchor = "Yes." }},
]
"""
    for number in range(1, 10)
)


async def test_an_entry_of_nine_dimensions_takes_at_most_40_presses_beside_the_typing(
    write_study: Any, open_app: Any, capsys: Any
) -> None:
    rubric = f'id = "nine"\ntitle = "Nine"\nversion = "1"\nunit = "benchmark"\n{NINE}'
    entry = {"title": "An entry", "fields": {"scoring": "How it scores.", "data": "What it has."}}
    items = [{"id": "e1", **entry}, {"id": "e2", **entry, "title": "Another"}]
    path = write_study(items, rubric=rubric, plan=ALONE).init().path
    app: ClockedApp = open_app(path)
    async with app.at(SIZE) as pilot:
        app.clock.now += 10
        item = app.desk.item.blind_id
        count = Counted(pilot)
        await count.press("1", "e", "p", "enter")
        await type_text(pilot, "https://example.org/paper")
        await count.press("enter")
        await type_text(pilot, "section 3")
        await count.press("enter", "enter", "enter")
        for _ in range(4):
            await count.press("1", "e", "e")
        await count.press("right_square_bracket", "1", "e", "c", "enter", "enter")
        await type_text(pilot, "score.py")
        await count.press("enter", "enter", "enter")
        for _ in range(3):
            await count.press("0", "e", "e")
        await count.press("enter")
        assert app.desk.item.blind_id != item
        rows = app.rows(
            "select count(*), count(distinct source_place) from evidence where blind_id = ?", item
        )
        assert rows == [(9, 2)]
    with capsys.disabled():
        print(f"\nNine dimensions, nine citations, two sources: {count.presses} presses (of 40)")
    assert count.presses <= 40
