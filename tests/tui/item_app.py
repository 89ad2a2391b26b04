"""The smallest application around the view of an item."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.tui.clocked_app import until
from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip

from coder_tui.domain.items import ItemKind, ItemView, Part, PartKind
from coder_tui.tui.app import LOOK
from coder_tui.tui.look import THEME
from coder_tui.tui.transcript_view import ItemText


def said(idx: int, text: str, role: str = "user") -> Part:
    return Part(idx, role, PartKind.TEXT, "", "", text)


def result(idx: int, text: str, kind: PartKind = PartKind.TOOL_RESULT, name: str = "") -> Part:
    return Part(idx, "tool", kind, name, "", text)


def item(*parts: Part | str) -> ItemView:
    made = (said(n, part) if isinstance(part, str) else part for n, part in enumerate(parts, 1))
    return ItemView("k7f2", ItemKind.TRANSCRIPT, "", "hash", tuple(made))


class ItemApp(App[None]):
    """Shows one item and remembers what the view says."""

    CSS_PATH = [LOOK]
    BINDINGS = [(key, f"own('{key}')", "") for key in ("w", "b", "left", "right", "e", "1")]

    def __init__(self, shown: ItemView, *, lettered: bool = False) -> None:
        super().__init__()
        self.lettered = lettered
        self.register_theme(THEME)
        self.theme = "coder"
        self.shown = shown
        self.pilot: Pilot[None]
        self.problems: list[str] = []
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        yield ItemText(id="item", lettered=self.lettered)

    def on_mount(self) -> None:
        self.view.show_item(self.shown)
        self.view.focus()

    def action_own(self, key: str) -> None:
        self.keys.append(key)

    @on(ItemText.Found)
    def remember(self, message: ItemText.Found) -> None:
        self.problems.append(message.problem)

    @property
    def view(self) -> ItemText:
        return self.query_one(ItemText)

    @asynccontextmanager
    async def at(self, width: int = 80, height: int = 24) -> AsyncIterator[Pilot[None]]:
        async with self.run_test(size=(width, height)) as self.pilot:
            await self.pilot.pause()
            yield self.pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def counted(self) -> None:
        await until(self.pilot, lambda: self.view.is_counted, "the lines are counted")

    async def search(self, query: str, mode: str = "ignore case") -> int:
        """Search and wait for the answer, however it comes."""
        before = len(self.problems)
        if self.view.search(query, mode=mode) is None:
            await until(self.pilot, lambda: len(self.problems) > before, "an answer")
        return len(self.view.hits)

    def strips(self) -> list[Strip]:
        return list(self.screen._compositor.render_strips(Size(*self.size)))

    def lines(self) -> list[str]:
        return [strip.text for strip in self.strips()]

    def row(self) -> int:
        """Where the cursor is drawn."""
        return next(y for y, line in enumerate(self.lines()) if line.startswith(">"))

    def cursor_text(self) -> str:
        """What stands on the cursor's line, without its margin."""
        return self.lines()[self.row()][16:].rstrip()

    def styled(self, style: str) -> str:
        """What is drawn with an attribute."""
        return "".join(
            segment.text
            for strip in self.strips()
            for segment in strip
            if segment.style is not None and getattr(segment.style, style)
        )
