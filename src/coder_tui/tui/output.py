"""The thread that writes to the terminal: when the line is free, and what counts by then."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TextIO

from textual._ansi_sequences import SYNC_END, SYNC_START

from coder_tui.domain.plain_drawing import ANYTHING, Shown
from coder_tui.tui.wire import Wire

SSH_RATE = 28_000.0
"""Characters a second that a line over SSH is given.

A server holds back 128 kB and more in front of a slow line, so that the program notices too late
that it is slow. This is enough to see where one scrolls to, and no score comes to wait behind it.
"""

BURST = 4_000
"""Characters that may go out at once before the rate counts."""


class Pace:
    """Says when the line is free, for a line that carries so many characters a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._free_at = 0.0

    def pause(self, now: float) -> float:
        """Give the seconds until the line is free."""
        return max(0.0, self._free_at - now)

    def wrote(self, count: int, now: float) -> None:
        """Take note of what was written."""
        since = max(self._free_at, now - BURST / self._rate)
        self._free_at = since + count / self._rate


class Output(threading.Thread):
    """Writes frames as differences, and everything else as it comes, in order.

    Args:
        file: the terminal.
        size: gives the terminal's columns and lines; another size means that all is drawn anew.
        rate: characters a second that the line is taken to carry; None for as many as it takes.
        shown: what the terminal can show.
    """

    def __init__(
        self,
        file: TextIO,
        size: Callable[[], tuple[int, int]],
        rate: float | None = None,
        shown: Shown = ANYTHING,
    ) -> None:
        super().__init__(daemon=True, name="coder-tui-output")
        self._file = file
        self._size = size
        self._seen_size = (0, 0)
        self._pace = Pace(rate or float("inf"))
        self._wire = Wire(shown)
        self._waiting: list[str] = []
        """What is to be written before the next difference."""
        self._synchronised = False
        self._anew = False
        self._ended = False
        self._something = threading.Condition()

    def write(self, text: str) -> None:
        """Take a frame or anything else that is for the terminal; never waits for the line."""
        with self._something:
            if text in (SYNC_START, SYNC_END):
                # Said around every frame; here around what is written of them.
                self._synchronised = True
                return
            size = self._size()
            if size != self._seen_size or self._anew:
                self._seen_size, self._anew = size, False
                self._wire.forget(size[0])
            if not self._wire.want(text):
                self._waiting += [self._difference(), text]
                if not self._wire.leaves_cells(text):
                    self._wire.forget(size[0])
            self._something.notify_all()

    def redraw(self) -> None:
        """Write the next frames in full, whatever the terminal is thought to show."""
        # No more than a flag: a handler of a signal may call this in the middle of a write.
        self._anew = True

    def end(self) -> None:
        """Write what is left, and end; `join` waits for it."""
        with self._something:
            self._ended = True
            self._something.notify_all()

    def run(self) -> None:
        """Write until the end."""
        while text := self._next():
            # The app finds out by itself that the terminal is gone; nothing waits here for it.
            with contextlib.suppress(OSError, ValueError):
                self._file.write(text)
                self._file.flush()
            self._pace.wrote(len(text), time.monotonic())

    def _next(self) -> str:
        """Wait until there is something to write and the line is free; nothing at the end."""
        with self._something:
            while not (text := self._ready()) and not self._ended:
                pause = self._pace.pause(time.monotonic())
                self._something.wait(pause if pause and self._wire.behind else None)
            return text

    def _ready(self) -> str:
        """Give what may be written by now."""
        held_back = self._pace.pause(time.monotonic()) > 0 and not self._ended
        if held_back and not self._waiting:
            return ""
        text = "".join([*self._waiting, self._difference()])
        self._waiting.clear()
        return text

    def _difference(self) -> str:
        text = self._wire.difference()
        return f"{SYNC_START}{text}{SYNC_END}" if text and self._synchronised else text
