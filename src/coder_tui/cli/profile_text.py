"""Profiles as plain text."""

from collections.abc import Sequence
from functools import partial
from textwrap import fill

from coder_tui.analysis.narrow_tables import narrow_table
from coder_tui.analysis.profile_drawing import beside, draw
from coder_tui.analysis.profile_words import (
    AGREEMENT_HEADS,
    NEVER_ONE_NUMBER,
    NUMBER_HEADS,
    WITHOUT_SCORE,
    agreement_rows,
    banner_lines,
    evidence_lines,
    legend_of,
    number_rows,
    other_meaning_line,
    rests_on,
    unresolved_line,
)
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.cli.tables import table
from coder_tui.domain.columns import widest
from coder_tui.domain.text import plural, visible_line

PARAGRAPH = 80
"""Columns of a sentence; longer lines are hard to read on any terminal."""
IN_DIGITS = f"n: tasks. at: items at each point of the scale, from the lowest. {WITHOUT_SCORE}"


def profile_text(found: Profiles, width: int) -> str:
    """Give all profiles: drawn side by side, then in digits, then what they rest on.

    Args:
        found: at least one profile.
        width: columns of the terminal.
    """
    wrapped = partial(_wrapped, min(width, PARAGRAPH))
    banners, first = banner_lines(found), 1 if found.simulated else 0
    heading = [f"PROFILES {found.study.title}", rests_on(found)]
    said = [*banners[:first], *heading, *banners[first:]]
    notes = [each for each in (unresolved_line(found.systems), other_meaning_line(found)) if each]
    parts = [
        "\n".join(wrapped(each) for each in (*said, *notes)),
        *_drawn(found.systems, width),
        wrapped(legend_of(found)),
        *(_digits(each, width) for each in found.systems),
        wrapped(IN_DIGITS),
        f"{wrapped(_agreement(found))}\n"
        f"{_table(AGREEMENT_HEADS, agreement_rows(found), width, first=3, words=2)}",
        *(wrapped(each) for each in evidence_lines(found.systems)),
        wrapped(NEVER_ONE_NUMBER),
    ]
    return "\n\n".join(parts)


def _agreement(found: Profiles) -> str:
    bar = f"{found.study.agreement_bar:g}"
    return f"Agreement of {found.coder_kind} coders, over all systems; the bar is {bar}"


def _drawn(systems: Sequence[Profile], width: int) -> list[str]:
    """Draw the systems, as many side by side as there is room for."""
    across = beside(width, len(systems))
    blocks = []
    for start in range(0, len(systems), across):
        drawing = draw(systems[start : start + across], width, across)
        blocks.append("\n".join([*drawing.head_lines, *(each.text for each in drawing.lines)]))
    return blocks


def _digits(profile: Profile, width: int) -> str:
    heads = ["dimension", *NUMBER_HEADS]
    name = f"{visible_line(profile.name)} ({plural(profile.items, 'item')})"
    return f"{name}\n{_table(heads, number_rows(profile), width, first=5)}"


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, first: int, words: int = 0
) -> str:
    """Give a table with all its heads; where it has no room, what is last stands below its line."""
    whole = table(heads, rows)
    if widest(whole.splitlines()) <= width or width >= PARAGRAPH:
        return whole
    return "\n".join(narrow_table(heads[1:], rows, width, first=first, words=words))


def _wrapped(width: int, text: str) -> str:
    return fill(visible_line(text), width)
