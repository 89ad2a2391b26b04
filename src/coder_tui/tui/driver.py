"""The terminal's input, read so that nothing but a person's single key presses can score.

One read of the terminal is one batch. A person's keys come one read each; a paste, a stalled line
and a terminal's answer to a query come many at once. Those are handed to the screen as one message,
which decides, instead of as key presses.
"""

import codecs
import os
import selectors
import time
from collections.abc import Iterable

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

READ_SIZE = 4096
CROWD_SECONDS = 0.05
"""What is read so soon after a crowd belongs to it: a long paste comes in several reads."""


class KeysTogether(events.Event):
    """Several keys arrived in one read, or a key with something else."""

    def __init__(self, keys: tuple[events.Key, ...], *, mixed: bool) -> None:
        super().__init__()
        self.keys = keys
        self.mixed = mixed
        """Whether they came with a paste, a report of the terminal, or behind another crowd."""


class HangUp(events.Event):
    """The terminal is gone."""


class BatchingDriver(LinuxDriver):
    """Reads the terminal in batches; a byte that is not UTF-8 becomes a mark, not a crash."""

    _crowded_until = 0.0

    def run_input_thread(self) -> None:
        """Read and dispatch until the app exits or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                messages: list[Message] = []
                if selector.select(0.1):
                    data = self._read()
                    if not data:
                        self.process_message(HangUp())
                        return
                    text = decode(data)
                    # Half a character decodes to nothing, which the parser takes for the end.
                    messages += parser.feed(text) if text else ()
                messages += parser.tick()
                self._dispatch(messages)
        self._finish(parser)

    def _read(self) -> bytes:
        """Read what is there; nothing, where the terminal is gone."""
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""

    def _dispatch(self, messages: Iterable[Message]) -> None:
        messages = list(messages)
        keys = tuple(message for message in messages if isinstance(message, events.Key))
        follows_crowd = time.monotonic() < self._crowded_until
        alone = len(messages) == 1 and not follows_crowd
        for message in messages:
            if alone or not isinstance(message, events.Key):
                self.process_message(message)
        if keys and not alone:
            mixed = follows_crowd or len(keys) < len(messages)
            self.process_message(KeysTogether(keys, mixed=mixed))
        if (keys and not alone) or any(isinstance(each, events.Paste) for each in messages):
            self._crowded_until = time.monotonic() + CROWD_SECONDS

    def _finish(self, parser: XTermParser) -> None:
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            return
