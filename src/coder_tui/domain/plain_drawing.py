"""What stands for lines, blocks and marks where a terminal may have none: an ASCII form of each.

This is the one place that knows these forms and where they are needed. All that is printed and all
that a screen sends passes through `Shown.form`, so nothing else draws in two ways. Each form takes
the cells of what it stands for, so that columns stay columns.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coder_tui.domain.cells import clusters

_BLOCKS = dict(zip("▁▂▃▄▅▆▇█", "_-:=+*%#", strict=True)) | dict(zip("░▒▓", ".=%", strict=True))
"""Heights and shades, in characters that are the darker the more they stand for."""
_MARKS = dict(zip("…·⏎⟨⟩«»\ufffd", "~./<><>?", strict=True))
"""A cut, an undefined value, a line break, the brackets of a mark."""

_SHOWN = re.compile("[^\x00-\x1f]+")
"""All but line ends and what else moves the cursor."""


def _lines() -> dict[str, str]:
    """Give the forms of lines and corners, of halves of a cell, and of dots of Braille."""
    found = {chr(code): "+" for code in range(0x2500, 0x2580)}
    found |= dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-")
    found |= dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|")
    found |= {chr(code): "#" for code in range(0x2580, 0x25A0)}
    found |= dict.fromkeys("▉▊▋▌▍▎▏▐▕", "|") | {"▀": "'", "▔": "-"}
    upper, lower = 0x1B, 0xE4
    for dots in range(0x100):
        both = bool(dots & upper), bool(dots & lower)
        found[chr(0x2800 + dots)] = {(True, False): "'", (False, True): "."}.get(
            both, ":" if dots else " "
        )
    # Stands for a control character.
    return found | {chr(code): "^" for code in range(0x2400, 0x2427)}


@lru_cache(maxsize=1)
def _forms() -> dict[int, str]:
    return str.maketrans(_lines() | _BLOCKS | _MARKS)


def draws_in_ascii(environ: Mapping[str, str]) -> bool:
    """Whether a terminal is not known to show more: its locale or its type says so."""
    given = (environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, given), "").lower()
    is_old = environ.get("TERM", "").startswith(("linux", "vt"))
    return is_old or not ("utf-8" in locale or "utf8" in locale)


@dataclass(frozen=True, slots=True)
class Shown:
    """How text is shown on a terminal, or written where it is read later."""

    in_ascii: bool
    """Lines, blocks and marks are drawn in ASCII."""
    encoding: str = "utf-8"
    """What else is there has to be in this."""

    def form(self, text: str) -> str:
        """Give a text as it can be shown."""
        if text.isascii():
            return text
        if self.in_ascii:
            text = text.translate(_forms())
        if self.encoding == "utf-8" or _fits(text, self.encoding):
            return text
        return _SHOWN.sub(lambda found: _fitting(found[0], self.encoding), text)


ANYTHING = Shown(in_ascii=False)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _fitting(text: str, encoding: str) -> str:
    """Give a text in an encoding that lacks some of it, in as many cells."""
    return "".join(
        _nearest(text[each.start : each.end], each.cells, encoding) for each in clusters(text)
    )


def _nearest(character: str, cells: int, encoding: str) -> str:
    """Give what stands for one that the encoding lacks: its letter without signs, else `?`."""
    if _fits(character, encoding):
        return character
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return letters if len(letters) == cells else "?" * cells
