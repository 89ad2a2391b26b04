"""The terminal's input, read so that nothing but a person's single key presses can score.

One read of the terminal is one batch. A person's keys come one read each; a paste, a stalled line
and a terminal's answer to a query come many at once. Those are handed to the screen as one message,
which decides, instead of as key presses.
"""

import codecs
import contextlib
import os
import selectors
import sys
import termios
import time
from collections.abc import Iterable
from types import FrameType

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from coder_tui.domain.plain_drawing import Shown, draws_in_ascii
from coder_tui.tui.output import SSH_RATE, Output
from coder_tui.tui.sequences import Sequences

READ_SIZE = 4096
CROWD_SECONDS = 0.05
"""What is read so soon after a crowd belongs to it: a long paste comes in several reads."""

STALLED_SECONDS = 0.2
"""How long the end waits for a terminal that takes nothing, when nobody is there any more."""


class KeysTogether(events.Event):
    """Several keys arrived in one read, or a key with something else."""

    def __init__(self, keys: tuple[events.Key, ...], *, mixed: bool) -> None:
        super().__init__()
        self.keys = keys
        self.mixed = mixed
        """Whether they came with a paste, a report of the terminal, or behind another crowd."""


class HangUp(events.Event):
    """The terminal is gone."""


class InputLost(events.Event):
    """A paste or a sequence broke off, and what came of it was dropped."""


class BatchingDriver(LinuxDriver):
    """Reads the terminal in batches; a byte that is not UTF-8 becomes a mark, not a crash."""

    listening = False
    """Whether keys count: not before there is a screen, when nobody can mean one."""

    giving_up = False
    """Whether the end may not wait for the terminal to take what is written."""

    _crowded_until = 0.0
    _suspended = False
    _output: Output | None = None

    # Input

    def run_input_thread(self) -> None:
        """Read and dispatch until the app exits or the terminal is gone."""
        parser, sequences = XTermParser(self._debug), Sequences()
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                messages: list[Message] = []
                sequences.disturbed = False
                if selector.select(0.1):
                    data = self._read()
                    if not data:
                        self.giving_up = True
                        self.process_message(HangUp())
                        return
                    text = sequences.feed(decode(data), time.monotonic())
                    # Nothing is what the parser takes for the end.
                    messages += parser.feed(text) if text else ()
                late = list(parser.tick())
                if late:
                    sequences.parser_gave_up()
                self._dispatch([*messages, *late], disturbed=sequences.disturbed)
                if sequences.expire(time.monotonic()):
                    self.process_message(InputLost())
        self._finish(parser)

    def _read(self) -> bytes:
        """Read what is there; nothing, where the terminal is gone."""
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""

    def _dispatch(self, messages: Iterable[Message], *, disturbed: bool = False) -> None:
        """Hand on what one read held: a key that came alone as itself, others together."""
        # The mouse is another hand: a key is no less alone for it.
        mouse = [each for each in messages if isinstance(each, events.MouseEvent)]
        messages = [each for each in messages if not isinstance(each, events.MouseEvent)]
        keys = tuple(message for message in messages if isinstance(message, events.Key))
        if keys and not self.listening:
            return
        disturbed = disturbed or (bool(mouse) and not self._mouse)
        follows_crowd = time.monotonic() < self._crowded_until
        alone = len(messages) == 1 and not follows_crowd and not disturbed
        for message in [*(mouse if self._mouse else ()), *messages]:
            if alone or not isinstance(message, events.Key):
                self.process_message(message)
        if keys and not alone:
            mixed = follows_crowd or disturbed or len(keys) < len(messages)
            self.process_message(KeysTogether(keys, mixed=mixed))
        if (keys and not alone) or any(isinstance(each, events.Paste) for each in messages):
            self._crowded_until = time.monotonic() + CROWD_SECONDS

    def send_message(self, message: Message) -> None:
        """Hand a message to the app, without making a task of it."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def _finish(self, parser: XTermParser) -> None:
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            return

    # Output

    def write(self, data: str) -> None:
        """Leave the writing to the thread; the program never waits for the line."""
        if self._output is not None:
            self._output.write(data)

    def redraw(self) -> None:
        """Write the next frames in full, because something else wrote to the terminal."""
        if self._output is not None:
            self._output.redraw()

    def close(self) -> None:
        """End the output; do not wait for a terminal that takes nothing."""
        output, self._output = self._output, None
        if output is not None:
            output.end()
            output.join(STALLED_SECONDS)
            while output.is_alive() and not self.giving_up:
                output.join(STALLED_SECONDS)
        super().close()

    # Its size, suspending and coming back

    def terminal_size(self) -> tuple[int, int]:
        """Give columns and lines of the terminal."""
        return self._get_terminal_size()

    def start_application_mode(self) -> None:
        """Take the terminal over; what was typed before was for another program."""
        with contextlib.suppress(OSError, termios.error):
            # In the background, to touch the terminal would stop the program.
            if os.tcgetpgrp(self.fileno) == os.getpgrp():
                termios.tcflush(self.fileno, termios.TCIFLUSH)
        rate = SSH_RATE if "SSH_CONNECTION" in os.environ else None
        file = self._file or sys.stderr
        shown = Shown(draws_in_ascii(os.environ), codecs.lookup(file.encoding).name)
        self._output = Output(file, self.terminal_size, rate, shown)
        self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's gap

    def _sigtstp_application(self, *given: int | FrameType | None) -> None:
        self._suspended = True
        super()._sigtstp_application(*given)

    def _sigcont_application(self, *given: int | FrameType | None) -> None:
        """Come back; a program that was stopped without being asked has never left the screen."""
        if self._suspended:
            super()._sigcont_application(*given)
            self._suspended = False
