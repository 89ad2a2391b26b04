"""The review app on the tab Query, over a small coded study."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.review_fixtures import keyed_items
from tests.tui.clocked_app import until
from tests.tui.recalled import RecalledSource
from textual.pilot import Pilot

from coder_tui.cli.query import answer_writer
from coder_tui.tui.review.app import ReviewApp
from coder_tui.tui.review.asking import Asking
from coder_tui.tui.review.query_screen import QueryScreen
from coder_tui.tui.review.result_table import ResultTable
from coder_tui.tui.review.sql_box import SqlBox
from coder_tui.tui.settings import Settings

SMALL, LARGE = (80, 24), (140, 45)


class QueryApp(ReviewApp):
    """The review app, with eyes and fingers for the tests."""

    def __init__(
        self, built: Any, *, with_key: bool = True, settings: Settings | None = None
    ) -> None:
        keyed = keyed_items(built.key_path) if with_key else None
        source = RecalledSource(
            built.path, keyed, lambda: built.path, answer_writer(private=with_key)
        )
        super().__init__(source, settings)
        self.asking: Asking = source.asking
        self.pilot: Pilot[None]

    @asynccontextmanager
    async def at(self, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[None]]:
        """Run, on the tab of queries."""
        try:
            async with self.run_test(size=size) as self.pilot:
                await self.see("2 AGREEMENT")
                await until(self.pilot, lambda: "Reading" not in self.picture(), "the study")
                await self.workers.wait_for_complete()
                await self.pilot.press("7")
                await self.see("7 QUERY")
                yield self.pilot
        finally:
            self.asking.close()

    async def open_box(self, sql: str = "") -> None:
        """Open an empty box, and put a text into it as a paste does."""
        await self.pilot.press("n")
        await until(self.pilot, lambda: isinstance(self.screen, QueryScreen), "the box")
        if sql:
            self.box.replace(sql, *self.box.selection)
            self.box.move_cursor(self.box.document.end)

    async def ask(self, sql: str) -> str:
        """Put a question where the box is, and wait for its answer; gives what is shown."""
        self.box.focus()
        self.box.load_text(sql)
        await self.pilot.press("f5")
        return await self.answered()

    async def answered(self) -> str:
        """Wait until nothing is waited for; give what is shown."""
        await self.pilot.pause()
        await until(self.pilot, lambda: not self.query_screen.is_busy, "an answer")
        await self.pilot.pause()
        return self.picture()

    async def see(self, text: str) -> None:
        """Wait until a text is on the screen."""
        try:
            await until(self.pilot, lambda: text in self.picture(), text)
        except AssertionError as error:
            raise AssertionError(f"{text!r} is not on the screen:\n{self.picture()}") from error

    @property
    def query_screen(self) -> QueryScreen:
        return next(each for each in self.screen_stack if isinstance(each, QueryScreen))

    @property
    def box(self) -> SqlBox:
        return self.query_screen.query_one(SqlBox)

    @property
    def table(self) -> ResultTable:
        return self.query_screen.query_one(ResultTable)

    def picture(self) -> str:
        """What stands on the screen."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())
