"""A pseudo-terminal with the real program in it, and an emulator that shows what a person saw."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PROGRAM = (sys.executable, "-m", "coder_tui")
PATIENCE = 20.0
"""Seconds until a wait fails; far more than anything takes, for a busy machine."""

_ON_TTY = 'tty=$1; shift; exec "$@" <>"$tty" >&0 2>&0'
"""Opening the terminal as the leader of a session makes it the controlling one."""


class Terminal:
    """A program in a pty: send it bytes, read its screen, signal it, see how it ended."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        controlling: bool = True,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.raw = bytearray()
        self._stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._start_settings = termios.tcgetattr(slave)
        name = os.ttyname(slave)
        command = ["sh", "-c", _ON_TTY, "sh", name, *argv] if controlling else [*argv]
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=dict(env) if env is not None else None,
        )
        # Kept open here, so that what was written last can still be read when the process is gone.
        self._slave = slave

    # What it shows

    def _read(self, seconds: float) -> bool:
        """Read what comes within some time; False where nothing came."""
        ready, _, _ = select.select([self.master], [], [], max(0.0, seconds))
        if not ready:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self._stream.feed(data)
        return True

    @property
    def picture(self) -> str:
        """The screen as text."""
        return "\n".join(self.screen.display)

    def wait_until(self, true: Callable[[], bool], what: str) -> None:
        """Read until something holds, or fail with the screen."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            left = deadline - time.monotonic()
            self._read(min(0.05, left))
            if left <= 0:
                raise AssertionError(f"never: {what}\n{self.picture}")

    def wait_for(self, text: str) -> None:
        """Read until a text is on the screen."""
        self.wait_until(lambda: text in self.picture, f"{text!r} on the screen")

    def settle(self, quiet: float = 0.15) -> None:
        """Read until nothing has come for a while."""
        while self._read(quiet):
            pass

    # What is done to it

    def send(self, keys: str | bytes) -> None:
        """Write to it, in one write."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def press(self, keys: str, *, until: str = "") -> None:
        """Press keys one by one, each when the program has dealt with the one before."""
        for key in keys:
            self.send(key)
            # What follows Esc within 0.1 s is the rest of a sequence.
            self.settle(0.2 if key == "\x1b" else 0.08)
        if until:
            self.wait_for(until)

    def resize(self, columns: int, lines: int) -> None:
        """Give it another size, of which it is told."""
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        if columns and lines:
            self.screen.resize(lines, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self.process.send_signal(number)

    def stop(self) -> None:
        """Stop the program, and wait until it stands: a signal takes its time on a busy machine."""
        self.signal(signal.SIGSTOP)
        threads = Path(f"/proc/{self.process.pid}/task")
        self.wait_until(
            lambda: all(_state(each / "stat") == "T" for each in threads.iterdir()),
            "all of it stands still",
        )

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        os.close(self._slave)
        os.close(self.master)
        self.master = self._slave = -1

    # How it ended

    def wait_for_end(self) -> int:
        """Wait for its end and give its exit code; all that it wrote is read."""
        self.wait_until(lambda: self.process.poll() is not None, "the program ends")
        self.settle(0.01)
        return self.process.returncode

    @property
    def settings_restored(self) -> bool:
        """Whether the terminal echoes and edits lines as it did before."""
        return termios.tcgetattr(self._slave)[:4] == self._start_settings[:4]

    @property
    def screen_restored(self) -> bool:
        """Whether the last word on the alternate screen and on the cursor is: left, shown."""
        left = self.raw.rfind(b"\x1b[?1049l") > self.raw.rfind(b"\x1b[?1049h")
        return left and self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self._slave):
            if descriptor >= 0:
                with contextlib.suppress(OSError):
                    os.close(descriptor)


def _state(stat: Path) -> str:
    """Whether a thread runs, sleeps, or is stopped, by the letter of the kernel."""
    return stat.read_text().rpartition(")")[2].split()[0]


def environment(home: Path, **given: str) -> dict[str, str]:
    """Give an environment in which nothing of the caller's terminal shows."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "VIRTUAL_ENV")}
    ours = {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }
    return kept | ours | given
