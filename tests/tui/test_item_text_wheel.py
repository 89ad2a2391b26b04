"""The wheel takes the cursor along, so that no key works on what is out of sight."""

from tests.tui.item_app import ItemApp, item
from textual import events

from coder_tui.tui.transcript_view import ItemText

TURNS = item(*(f"turn {number}\nof two lines" for number in range(1, 60)))


class WheelApp(ItemApp):
    """Counts how often the view says that the cursor has moved."""

    moved = 0

    def on_item_window_moved(self, _: ItemText.Moved) -> None:
        self.moved += 1

    async def turn(self, step: int, times: int = 1) -> None:
        """Turn the wheel over the middle of the text."""
        kind = events.MouseScrollDown if step > 0 else events.MouseScrollUp
        for _ in range(times):
            await self.pilot._post_mouse_events([kind], self.view, offset=(5, 5), times=1)
        await self.pilot.pause()


async def test_the_cursor_stays_in_sight_when_the_wheel_turns() -> None:
    app = WheelApp(TURNS)
    async with app.at():
        await app.turn(1, 10)
        top = app.view.scroll_offset.y
        assert top > 0
        assert app.row() == 0
        assert app.view.cursor == top
        await app.press("G")
        assert app.row() == 23
        await app.turn(-1, 10)
        assert app.view.scroll_offset.y < app.view.max_scroll_y
        assert app.row() == 23


async def test_the_part_under_the_cursor_is_one_that_is_seen_and_is_told() -> None:
    app = WheelApp(TURNS)
    async with app.at():
        moved = app.moved
        await app.turn(1, 10)
        part = app.view.current_part
        assert part is not None
        assert part.idx > 1
        assert f"{part.idx}" in app.lines()[0]
        assert app.moved > moved


async def test_a_wheel_that_leaves_the_cursor_in_sight_does_not_move_it() -> None:
    app = WheelApp(TURNS)
    async with app.at():
        await app.press(*["down"] * 12)
        moved, cursor = app.moved, app.view.cursor
        await app.turn(1)
        assert app.view.scroll_offset.y > 0
        assert app.view.cursor == cursor
        assert app.moved == moved


async def test_a_wheel_does_not_move_the_ends_of_a_span() -> None:
    app = WheelApp(TURNS)
    async with app.at():
        assert app.view.begin_span()
        await app.press("right", "right")
        span = app.view.span
        await app.turn(1, 10)
        assert app.view.scroll_offset.y > 0
        assert app.view.span == span
        await app.press("right")
        assert app.row() == 0
        assert app.view.scroll_offset.y == 0


async def test_any_other_scroll_takes_the_cursor_along() -> None:
    app = WheelApp(TURNS)
    async with app.at():
        app.view.scroll_to(0, 40, animate=False)
        await app.pilot.pause()
        assert (app.view.scroll_offset.y, app.row()) == (40, 0)
