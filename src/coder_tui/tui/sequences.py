"""What a terminal sends that is no key: taken out of its input before it can be read as keys.

Textual's parser gives up on a sequence that it does not know, or that comes in two pieces, and
hands its characters on as keys; an answer of the terminal then ends in a digit or a letter that
judges. Here a sequence is put together first. What no key press sends is left out, and what never
ends is given up.
"""

import re

PATIENCE = 1.0
"""Seconds without input after which a sequence, or a paste, without an end is given up."""

MAX_SEQUENCE = 100_000
"""Characters after which an answer without an end is given up, whatever goes on coming."""

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"

_ENDED = re.compile(
    r"""\x1b(?:
        \[M.{3}                                              # a mouse report of the oldest kind
        | \[\[.                                              # a function key of the Linux console
        | \[(?![M\[])[0-?]*[ -/]*[@-~]                        # a control sequence
        | [\]P_^X][^\x07\x18\x1a\x1b]*(?:\x07|\x1b\\|[\x18\x1a])   # a string: OSC, DCS, APC ...
    )""",
    re.DOTALL | re.VERBOSE,
)
_UNENDED = re.compile(
    r"""\x1b(?:
        \[M.{0,2} | \[\[? | \[[0-?]*[ -/]* | [\]P_^X][^\x07\x18\x1a\x1b]*\x1b? | O?
    )\Z""",
    re.DOTALL | re.VERBOSE,
)
_BEGUN = re.compile(r"\x1b[\[\]P_^XO]?\Z")
"""What a person can press, too: Esc, or Alt with one of these; Textual's parser waits for more."""

_FOR_THE_PARSER = re.compile(
    r"""\x1b\[(?:
        \[. | [0-9;:]*[A-HP-SZuIO~^@$] | <[-0-9;]+[Mm] | [-0-9;]+[Mm]    # keys, focus, the mouse
        | 48;[0-9;:]+t | \?[0-9]+;[0-9]\$y | [0-9]+;[0-9]+R              # size, mode, cursor
    )""",
    re.DOTALL | re.VERBOSE,
)


def _goes_on(text: str) -> bool:
    """Whether a sequence stands at the start, to its end or as far as the text goes."""
    return bool(_ENDED.match(text) or _UNENDED.match(text))


class Sequences:
    """The state between two reads: what has begun and has not ended."""

    def __init__(self) -> None:
        self.disturbed = False
        """Whether the last read held more than what it passed on."""
        self._open = ""
        self._waiting = ""
        """What Textual's parser has of it, and waits with."""
        self._paste: list[str] | None = None
        self._last = 0.0

    @property
    def is_open(self) -> bool:
        """Whether something has begun that no person can have meant as keys."""
        return self._paste is not None or bool(self._open and not _BEGUN.match(self._open))

    def feed(self, text: str, now: float) -> str:
        """Give of what was read what Textual's parser may see.

        Args:
            text: what was read, decoded.
            now: seconds on a clock that does not go back.
        """
        self.disturbed = False
        begun = self._continued(text, now)
        self._open, self._last = "", now
        passed = "".join(self._pieces(begun + text))
        if self._open:
            self.disturbed |= len(passed) > 0
            if _BEGUN.match(self._open):
                passed += self._open
        if not passed:
            return ""
        new = passed.removeprefix(self._waiting)
        self._waiting = self._open if _BEGUN.match(self._open) else ""
        return new

    def parser_gave_up(self) -> None:
        """Note that Textual's parser made keys of what it waited with."""
        self._waiting = ""

    def expire(self, now: float) -> bool:
        """Give up what has waited too long; whether something was lost by it."""
        if now - self._last < PATIENCE:
            return False
        lost = self.is_open
        self._paste, self._open = None, ""
        return lost

    def _continued(self, text: str, now: float) -> str:
        """Give what the read before has begun, where this one goes on with it."""
        late = now - self._last >= PATIENCE
        # A person who pressed Esc presses one key after it; the rest of a sequence is longer.
        other_key = self._open == "\x1b" and not self._waiting and len(text) == 1
        if (late and not self.is_open) or other_key:
            return ""
        if _BEGUN.match(self._open) and not _goes_on(self._open + text):
            # It was a key, which Textual's parser has; given once more it would be pressed twice.
            self._waiting = ""
            return ""
        return self._open

    def _pieces(self, text: str) -> list[str]:
        """Split what was read; keep what is open."""
        pieces: list[str] = []
        while text:
            if self._paste is not None:
                text = self._through_paste(self._paste, text, pieces)
                continue
            at = text.find("\x1b")
            pieces.append(text if at < 0 else text[:at])
            text = "" if at < 0 else text[at:]
            if not text:
                break
            if text.startswith(PASTE_START):
                self._paste, text = [], text[len(PASTE_START) :]
                continue
            text = self._through_sequence(text, pieces)
        return pieces

    def _through_paste(self, paste: list[str], text: str, pieces: list[str]) -> str:
        """Collect a paste until its end; give what is behind it."""
        # The mark of the end may come in two reads.
        before = paste.pop() if paste else ""
        inside, end, behind = (before + text).partition(PASTE_END)
        if end:
            pasted = "".join([*paste, inside]).replace("\x1b", "␛")
            pieces.append(PASTE_START + pasted + PASTE_END)
            self._paste = None
            return behind
        split = max(0, len(inside) - len(PASTE_END))
        paste += [inside[:split], inside[split:]]
        self.disturbed = True
        return ""

    def _through_sequence(self, text: str, pieces: list[str]) -> str:
        """Take a sequence from the start of what is left; give what is behind it."""
        ended = _ENDED.match(text)
        if ended is None and _UNENDED.match(text) and len(text) <= MAX_SEQUENCE:
            self._open = text
            return ""
        if ended is None:
            pieces.append("\x1b")
            return text[1:]
        if _FOR_THE_PARSER.fullmatch(ended[0]):
            pieces.append(ended[0])
        else:
            self.disturbed = True
        return text[ended.end() :]
