"""Standard output and error, on which every word of a command comes out as it can be shown."""

import codecs
import io
import os
import sys
from typing import TextIO

from coder_tui.domain.plain_drawing import Shown, draws_in_ascii


class Printed(io.TextIOWrapper):
    """A stream whose text is given a form that can be shown there."""

    def __init__(self, stream: io.TextIOWrapper, shown: Shown) -> None:
        # What is shown fits in ASCII where that is the encoding; click would replace that stream.
        encoding = "latin-1" if shown.encoding == "ascii" else shown.encoding
        errors = stream.errors or "strict"
        super().__init__(stream.buffer, encoding, errors, line_buffering=stream.line_buffering)
        self._shown = shown

    def write(self, text: str) -> int:
        """Write a text in the form in which it can be shown."""
        super().write(self._shown.form(text))
        return len(text)


def print_what_can_be_shown() -> None:
    """Let standard output and error draw in ASCII where that is what there is.

    Where they lead to a file or another program, only their encoding counts.
    """
    sys.stdout = _printed(sys.stdout)
    sys.stderr = _printed(sys.stderr)


def _printed(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding = codecs.lookup(stream.encoding).name
    in_ascii = encoding != "utf-8" or (stream.isatty() and draws_in_ascii(os.environ))
    return Printed(stream, Shown(in_ascii, encoding)) if in_ascii else stream
