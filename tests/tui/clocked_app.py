"""The real coding app under Pilot, with a clock that the test moves."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from coder_tui.tui.coding.app import CodingApp
from coder_tui.tui.coding.coach import Coach
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.screen import CodingScreen
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.literal import Literal
from coder_tui.tui.settings import Settings
from coder_tui.tui.transcript_view import ItemText

UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
"""What may never reach the terminal from a text: controls, bidirectional and hidden characters."""


SIZE = (80, 24)
ALONE = 'coders = ["ana"]\ncoders_per_item = 1'
"""The plan of a study of one coder."""


def said(text: str, role: str = "assistant") -> dict[str, Any]:
    """A turn."""
    return {"role": role, "text": text}


def transcript(item_id: str, *turns: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A transcript of these turns."""
    item = {"id": item_id, "model": "m-one", "scaffold": "bare", "task": "t", "turns": [*turns]}
    return item | given


class Clock:
    """Time, as the test wants it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class ClockedApp(CodingApp):
    """The coding app with that clock, and eyes and fingers for the tests."""

    def __init__(
        self,
        desk: Desk,
        *,
        coach: Coach | None = None,
        greeting: str = "",
        held_seconds: float = 0.0,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(desk, coach=coach, greeting=greeting, settings=settings)
        self.clock = Clock()
        self.held_seconds = held_seconds
        self.pilot: Pilot[None]

    def get_default_screen(self) -> CodingScreen:
        return CodingScreen(
            self.desk,
            leave=self.leave,
            coach=self.coach,
            greeting=self.greeting,
            clock=self.clock,
            held_seconds=self.held_seconds,
        )

    @asynccontextmanager
    async def at(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        """Run on a screen of this size, from the first frame on."""
        async with self.run_test(size=size) as self.pilot:
            await until(self.pilot, lambda: bool(self.shown("header")), "the first frame")
            yield self.pilot

    async def see(self, text: str) -> None:
        """Wait until a text is on the screen."""
        try:
            await until(self.pilot, lambda: text in self.picture(), text)
        except AssertionError as error:
            raise AssertionError(f"{text!r} is not on the screen:\n{self.picture()}") from error

    @property
    def coding(self) -> CodingScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, CodingScreen)
        return screen

    @property
    def view(self) -> ItemText:
        return self.coding.query_one(ItemText)

    def shown(self, name: str) -> str:
        """The text of one line of the screen, by its name."""
        return self.coding.query_one(f"#{name}", Literal).text

    def lines(self) -> list[str]:
        """The whole screen as it was drawn."""
        size = Size(*self.size)
        return [strip.text for strip in self.screen._compositor.render_strips(size)]

    def picture(self) -> str:
        return "\n".join(self.lines())

    def rows(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        """What another process would find in the study's file."""
        with sqlite3.connect(f"file:{self.desk.study.path}?mode=ro", uri=True) as other:
            return other.execute(query, given).fetchall()

    def scores(self) -> dict[str, str]:
        """The coder's scores of the open item, from the file."""
        return dict(
            self.rows(
                "select dimension, coalesce(value, state) from current_score"
                " where coder = ? and blind_id = ? and state <> 'cleared'",
                self.desk.coder,
                self.desk.item.blind_id,
            )
        )


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type into a text box, key by key."""
    for character in text:
        await pilot.press("space" if character == " " else character)


async def until(pilot: Pilot[None], true: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    for _ in range(1_000):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never: {what}")


async def together(app: ClockedApp, pilot: Pilot[None], *keys: str, mixed: bool = False) -> None:
    """Let keys arrive as the driver hands on what one read of the terminal held."""
    named = {"enter": "\r", "escape": "\x1b", "space": " "}
    pressed = (
        events.Key(key, named.get(key, key if len(key) == 1 else _character(key))) for key in keys
    )
    app.post_message(KeysTogether(tuple(pressed), mixed=mixed))
    await pilot.pause()


def _character(key: str) -> str | None:
    return {"right_square_bracket": "]", "question_mark": "?", "circumflex_accent": "^"}.get(key)


@contextmanager
def held_lock(path: Path) -> Iterator[None]:
    """Another process holds the study's write lock."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=9);"
        "c.execute('begin immediate'); print(flush=True); sys.stdin.read(); c.execute('rollback')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"\n"
        yield
        holder.stdin.close()
        assert holder.wait(10) == 0


def assert_safe(app: ClockedApp) -> None:
    """The screen as drawn holds nothing that a terminal could obey, and is no wider than it."""
    for line in app.lines():
        assert not UNSAFE.search(line), ascii(line)
