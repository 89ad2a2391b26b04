"""A terminal at the end of a line: bytes are counted and timed, and the line may be slow."""

import os
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyte.screens import Char
from tests.faults.terminal import Terminal, environment

QUIET = 0.05
"""A burst of output has ended when nothing has come for so long; a frame takes a third of it."""

PATIENCE = 20.0
TICK = 0.004


@dataclass(frozen=True, slots=True)
class Burst:
    """What a key press caused: seconds until its last byte, and all its bytes."""

    seconds: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the screen: its character, and its style as Textual writes one."""

    data: str
    style: str


class Line(Terminal):
    """A program in a pty, read as a line of some rate would read it.

    Args:
        argv: the program.
        home: its home folder.
        rate: bytes a second; None for as fast as they come.
        buffer: bytes that wait in front of the slow line, as in a server's send buffer. With few
            of them the program is held up as soon as the pty is full; with many it never is.
    """

    def __init__(
        self,
        argv: Sequence[str],
        home: Path,
        *,
        size: tuple[int, int] = (80, 24),
        rate: float | None = None,
        buffer: int = 0,
        env: dict[str, str] | None = None,
    ) -> None:
        given = {**environment(home), **(env or {})}
        super().__init__(argv, columns=size[0], lines=size[1], env=given)
        self._rate = rate
        self._buffer = buffer
        self._waiting = bytearray()
        self._paid_until = time.perf_counter()

    def start_throttling(self, rate: float, buffer: int) -> None:
        """Make the line slow from here on."""
        self._rate, self._buffer = rate, buffer
        self._paid_until = time.perf_counter()

    # A fast line

    def burst(self, key: str) -> Burst:
        """Press a key and take what it causes, until nothing more comes."""
        start = time.perf_counter()
        os.write(self.master, key.encode())
        data, last, wait = bytearray(), start, PATIENCE
        while select.select([self.master], [], [], wait)[0]:
            data += os.read(self.master, 65536)
            last, wait = time.perf_counter(), QUIET
        if not data:
            raise TimeoutError(f"nothing came of {key!r}\n{self.picture}")
        self._take(bytes(data))
        return Burst(last - start, bytes(data))

    # A slow line

    def pump(self, seconds: float, until: Callable[[], bool] | None = None) -> bool:
        """Let bytes come through for some time, or until something holds."""
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            self._deliver(now)
            if until is not None and until():
                return True
            time.sleep(TICK)
        return False

    def _deliver(self, now: float) -> None:
        """Pass on what the line has had the time for since the last look."""
        assert self._rate is not None
        allowed = int((now - self._paid_until) * self._rate)
        if self._buffer:
            self._fetch(self._buffer - len(self._waiting))
        else:
            self._fetch(allowed - len(self._waiting))
        taken = bytes(self._waiting[:allowed])
        del self._waiting[:allowed]
        self._paid_until += allowed / self._rate
        if taken:
            self._take(taken)

    def _fetch(self, room: int) -> None:
        while room > 0 and select.select([self.master], [], [], 0)[0]:
            data = os.read(self.master, min(room, 4096))
            self._waiting += data
            room -= len(data)

    def hold(self, key: bytes, seconds: float, every: float) -> int:
        """Hold a key down while bytes come through; gives how many have come."""
        before = len(self.raw)
        start = time.perf_counter()
        for number in range(int(seconds / every)):
            os.write(self.master, key)
            self.pump(start + (number + 1) * every - time.perf_counter())
        return len(self.raw) - before

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)

    def cells(self) -> list[list[Cell]]:
        """Give the screen, cell by cell."""
        return [
            [_cell(self.screen.buffer[row][column]) for column in range(self.screen.columns)]
            for row in range(self.screen.lines)
        ]

    # Memory

    def memory(self, what: str) -> float:
        """Give a figure of /proc in MB: VmHWM, the most it ever had, or VmRSS."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) / 1024
        raise LookupError(what)


def _cell(char: Char) -> Cell:
    style = [] if char.fg == "default" else [f"#{char.fg}"]
    style += [] if char.bg == "default" else ["on", f"#{char.bg}"]
    return Cell(char.data, " ".join([*style, "bold"] if char.bold else style))
