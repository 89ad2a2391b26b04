"""The least Textual application that does what is measured: what ours is compared with.

It shows one line of text. A digit commits one row to SQLite as durably as ours does (WAL,
synchronous FULL, `begin immediate`) and then changes one line without laying anything out again.
`p` paints the other one of two contents in a pane, where a file of them is given.

    python bench/minimal_app.py DATABASE [PANE.json]
"""

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

MARK = "FIRSTLINE"
READY = "no score yet"


class Minimal(App[None]):
    """One line of text, one line with the last score, and a pane if there is one."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
        Screen { overflow: hidden; layers: below above; }
        #score { height: 1; }
        #pane { text-wrap: nowrap; }
    """

    def __init__(self, database: Path, pane: dict[str, Any] | None) -> None:
        super().__init__()
        self.connection = sqlite3.connect(database, isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = full")
        self.connection.execute("create table if not exists score (value text) strict")
        self.pane = pane
        self.shown = 0

    def compose(self) -> ComposeResult:
        yield Static(MARK)
        yield Static(READY, id="score")
        if self.pane is not None:
            pane = Static(self._content(), id="pane")
            pane.styles.layer = "above"
            pane.styles.offset = (self.pane["x"], self.pane["y"])
            pane.styles.position = "absolute"
            pane.styles.width, pane.styles.height = self.pane["width"], self.pane["height"]
            yield pane

    def _content(self) -> Content:
        assert self.pane is not None
        pieces = self.pane["contents"][self.shown]
        return Content.assemble(*((text, style) for text, style in pieces))

    def on_key(self, event: events.Key) -> None:
        if event.key.isdigit():
            self.connection.execute("begin immediate")
            self.connection.execute("insert into score values (?)", (event.key,))
            self.connection.execute("commit")
            self.query_one("#score", Static).update(f"score {event.key}", layout=False)
        elif event.key == "p" and self.pane is not None:
            self.shown = 1 - self.shown
            self.query_one("#pane", Static).update(self._content(), layout=False)


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
    Minimal(Path(sys.argv[1]), given).run(mouse=False)
