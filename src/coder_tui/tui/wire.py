"""What goes over the line: only the cells that the terminal does not show already.

Textual repaints whole regions, as often as it likes; over a slow line both are felt. Frames are
read into a picture of what is wanted. When the line is free, the difference to what the terminal
shows is written, so that frames which it had no time for are never sent: the latest wins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

from coder_tui.domain.plain_drawing import ANYTHING, Shown
from coder_tui.tui.pen import PLAIN, Pen, Style, style_of

_TOKEN = re.compile(r"\x1b\[([0-9;]*)([Hm])|(\n)|([^\x00-\x1f\x7f-\x9f]+)")
_HARMLESS = re.compile(
    r"(?:\x07|\x1b\[\?(?!47|1047|1049)\d+(?:[hl]|\$p)|\x1b\[(?:>\d+|<)u"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\))*"
)
"""Modes, questions and notes to the terminal that leave the cells as they are."""

_SURE = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u0556"
    "\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426\u2500-\u25a1]*"
)
"""Characters that take one cell on every terminal that this screen is any good on."""

UNKNOWN = "\0"
CONTINUED = ""
"""The second cell of a wide character."""

BRIDGE = 5
"""So few unchanged cells between changed ones are written again rather than jumped over."""


@dataclass(slots=True)
class _Line:
    """A line of the terminal, cell by cell: characters and styles."""

    chars: list[str]
    styles: list[Style]

    @property
    def first_doubtful(self) -> int:
        """The first cell whose width is not sure; behind the end where all are."""
        if _SURE.fullmatch("".join(self.chars).replace(UNKNOWN, "")):
            return len(self.chars)
        return next(at for at, char in enumerate(self.chars) if not _is_sure(char))


class Wire:
    """Knows what the terminal shows, and what it shall show."""

    def __init__(self, shown: Shown = ANYTHING) -> None:
        self._shown_as = shown.form
        self._width = 0
        self._wanted: dict[int, _Line] = {}
        self._shown: dict[int, _Line] = {}
        self._touched: set[int] = set()
        self._cursor: tuple[int, int] | None = None
        self._cursor_shown: tuple[int, int] | None = None

    def forget(self, width: int) -> None:
        """Take it that anything may be on the screen, which is so many cells wide."""
        self._width = width
        self._wanted.clear()
        self._shown.clear()
        self._touched.clear()
        self._cursor = self._cursor_shown = None

    def leaves_cells(self, text: str) -> bool:
        """Whether what is no frame changes no cell of the screen."""
        return _HARMLESS.fullmatch(text) is not None

    def want(self, text: str) -> bool:
        """Take in a frame: moves, styles, text and ends of lines; False for anything else."""
        spans = _read(text)
        if spans is None:
            return False
        *spans, (row, column, _, _) = spans
        for at, start, style, words in spans:
            self._put(at, start, style, words)
        self._cursor = (row, column)
        return True

    @property
    def behind(self) -> bool:
        """Whether there may be something to write."""
        return bool(self._touched) or self._cursor != self._cursor_shown

    def difference(self) -> str:
        """Give what makes the terminal show what is wanted, and take it as shown."""
        if self._cursor is None:
            return ""
        pen = Pen(self._cursor_shown)
        for number in sorted(self._touched):
            self._write(pen, number)
        self._touched.clear()
        pen.finish(self._cursor)
        self._cursor_shown = self._cursor
        return pen.written

    def _put(self, number: int, start: int, style: Style, words: str) -> None:
        words = self._shown_as(words)
        cells = [*words] if _SURE.fullmatch(words) else [*_cells(words)]
        end = start + len(cells)
        line = self._wanted.setdefault(number, _Line([], []))
        for each in (line, self._shown.setdefault(number, _Line([], []))):
            missing = max(end, self._width) - len(each.chars)
            each.chars.extend([UNKNOWN] * missing)
            each.styles.extend([PLAIN] * missing)
        line.chars[start:end] = cells
        line.styles[start:end] = [style] * len(cells)
        self._touched.add(number)

    def _write(self, pen: Pen, number: int) -> None:
        wanted, shown = self._wanted[number], self._shown[number]
        if wanted == shown:
            return
        changed = list(_changed(wanted, shown))
        if not changed:
            return
        doubtful = min(wanted.first_doubtful, shown.first_doubtful)
        if doubtful < len(wanted.chars):
            # Where a doubtful one ends is not known, so all that follows is written again.
            changed = [at for at in changed if at < doubtful]
            changed += range(doubtful, len(wanted.chars))
        for start, end in _runs(changed, wanted.chars):
            for part in _sure_parts(wanted.chars, start, end):
                chars, styles = wanted.chars[part], wanted.styles[part]
                pen.write(number, part.start, chars, styles, sure=_is_sure(chars[0]))
        self._shown[number] = _Line([*wanted.chars], [*wanted.styles])


def _read(text: str) -> list[tuple[int, int, Style, str]] | None:
    """Give the spans of a frame, and at last where the cursor comes to stand."""
    if not text.startswith("\x1b[") or not text.endswith("H"):
        return None
    spans: list[tuple[int, int, Style, str]] = []
    row = column = at = 0
    style = PLAIN
    for token in _TOKEN.finditer(text):
        if token.start() != at:
            return None
        at = token.end()
        numbers, what, line_end, words = token.groups()
        if what == "m":
            style = style_of(numbers)
        elif what == "H":
            first, _, second = numbers.partition(";")
            row, column = int(first or 1) - 1, int(second or 1) - 1
        elif line_end:
            row, column = row + 1, 0
        else:
            spans.append((row, column, style, words))
            column += len(words) if _SURE.fullmatch(words) else cell_len(words)
    return [*spans, (row, column, style, "")] if at == len(text) else None


def _is_sure(char: str) -> bool:
    return char == UNKNOWN or (len(char) == 1 and _SURE.fullmatch(char) is not None)


@lru_cache(maxsize=1024)
def _cells(words: str) -> tuple[str, ...]:
    """Share text out over the cells that it takes; what takes none belongs to the one before."""
    cells: list[str] = []
    head = 0
    for start, end, width in split_graphemes(words)[0]:
        if width:
            head = len(cells)
            cells += [words[start:end], *[CONTINUED] * (width - 1)]
        elif cells:
            cells[head] += words[start:end]
    return tuple(cells)


def _changed(wanted: _Line, shown: _Line) -> Iterator[int]:
    """Give the cells that differ; where nothing is wanted, nothing does."""
    pairs = zip(wanted.chars, shown.chars, wanted.styles, shown.styles, strict=True)
    for at, (char, there, style, there_style) in enumerate(pairs):
        differs = char != there or (
            style is not there_style and not style.looks_like(there_style, char)
        )
        if differs and char != UNKNOWN:
            yield at


def _runs(changed: Iterable[int], chars: list[str]) -> Iterator[tuple[int, int]]:
    """Give the stretches of cells to write: changed ones, with small gaps between them."""
    start = last = -1
    for cell in changed:
        if chars[cell] == UNKNOWN:
            continue
        if start >= 0 and (cell - last > BRIDGE or UNKNOWN in chars[last:cell]):
            yield start, last + 1
            start = -1
        start = cell if start < 0 else start
        last = cell
    if start >= 0:
        yield start, last + 1


def _sure_parts(chars: list[str], start: int, end: int) -> Iterator[slice]:
    """Cut a stretch between sure and doubtful characters."""
    if _SURE.fullmatch("".join(chars[start:end])) and CONTINUED not in chars[start:end]:
        yield slice(start, end)
        return
    at = start
    for cell in range(start + 1, end):
        if chars[cell] != CONTINUED and _is_sure(chars[cell]) != _is_sure(chars[at]):
            yield slice(at, cell)
            at = cell
    yield slice(at, end)
