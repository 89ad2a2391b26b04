"""What a terminal could obey never gets past `visible`."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.cells import width
from coder_tui.domain.text import clipped, plural, visible, visible_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTILE = st.text(
    st.sampled_from(
        "\x00\x07\x08\x1b[];c0?\\\r\n\t\x7f\x85\x9b\x9d\u00ad\u0301\u0489\u200b\u200d\u202e\u2028"
        "\u2066\ufe0f\ufeff\U000e0041\ud800\udfff\uffff\U0001ffff\U0010fffe\u0e47a é漢😀"
    )
)

PAYLOADS = {
    "OSC 0, a window title": "\x1b]0;TITLE\x07",
    "OSC 52, the clipboard": "\x1b]52;c;aGk=\x1b\\",
    "OSC 8, a link": "\x1b]8;;https://example.invalid\x1b\\here\x1b]8;;\x1b\\",
    "OSC 7 and 1337": "\x1b]7;file:///\x07\x1b]1337;x\x07",
    "CSI: clear and move": "\x1b[2J\x1b[1;1H",
    "SGR: colours": "\x1b[31mred\x1b[0m",
    "device attributes": "\x1b[c\x1b[>c\x1b[5n\x1b[>q\x1b[18t",
    "alternate screen and mouse off": "\x1b[?1049l\x1b[?1000l",
    "reset": "\x1bc",
    "DCS, APC, PM, SOS": "\x1bPq\x1b\\\x1b_G\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "tmux pass-through": "\x1bPtmux;\x1b\x1b[c\x1b\\",
    "a lone escape at the end": "text\x1b",
    "C1 as code points": "\x9b2J\x9d0;T\x9c\x85\x90",
    "NUL, ENQ, shifts, flow control": "\x00\x05\x0e\x0f\x11\x13",
    "BEL, BS, VT, FF, CR": "\x07\x08\x0b\x0c\r",
    "DEL": "\x7f",
    "bidirectional overrides": "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "bidirectional marks": "\u200e\u200f\u061c",
    "zero width": "\u200b\u2060\ufeff\u00ad\u034f\u180e",
    "fillers that look like spaces": "\u115f\u1160\u3164\uffa0",
    "tag characters": "\U000e0001\U000e0041\U000e007f",
    "line and paragraph separators": "\u2028\u2029",
    "interlinear annotation": "\ufff9a\ufffab\ufffb",
    "invisible operators": "\u2061\u2062\u2063\u2064",
    "deprecated formats": "\u206a\u206f",
    "variation selectors": "\ufe00\U000e0100",
    "musical and shorthand formats": "\U0001d173\U0001bca0",
    "lone surrogates": "\ud800 \udfff",
    "non-characters of every plane": "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff",
}

KEPT_FORMATS = "\u200c\u200d"
VISIBLE_FORMATS = (
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def is_safe(character: str) -> bool:
    """Whether a character neither acts nor hides nor reorders, by Unicode's own account."""
    if character == "\n" or character in KEPT_FORMATS + VISIBLE_FORMATS:
        return True
    if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_no_payload_survives_and_none_vanishes(payload: str) -> None:
    shown = visible(f"before {payload} after")
    assert all(is_safe(character) for character in shown)
    assert len(shown) >= len(f"before {payload} after".replace("\r\n", "\n"))


def test_every_assigned_code_point_is_safe_after_it_was_made_visible() -> None:
    ends = (plane | 0xFFF0 for plane in range(0, 0x110000, 0x10000))
    blocks = [range(0x32400), range(0xE0000, 0xE1100), *(range(end, end + 16) for end in ends)]
    shown = visible("b".join(chr(code) for block in blocks for code in block))
    assert {c for c in set(shown) if not is_safe(c)} == set()


@given(ANY_TEXT | HOSTILE)
def test_nothing_in_any_text_can_act(text: str) -> None:
    assert all(is_safe(character) for character in visible(text))
    visible(text).encode()


@given(ANY_TEXT | HOSTILE)
def test_making_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32)))
def test_plain_text_is_itself(text: str) -> None:
    assert visible(text) is text


@given(HOSTILE)
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in visible_line(text)
    assert len(visible_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[c", "␛[c"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("\x9b2J", "⟨9B⟩2J"),
        ("\u202e", "⟨U+202E⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\ud800", "\ufffd"),
        ("\U0010fffe", "\ufffd"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc", "a\nb␍c"),
        ("[red]x[/nope] $var", "[red]x[/nope] $var"),
    ],
)
def test_each_kind_has_its_mark(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 👩🏽‍🚒 ❤️‍🔥 🏳️‍🌈 🇨🇭",
        "می‌خواهم",
        "क्‍ष",
        "Zu\u0308rich, na\u00efve, Việt",
        "שָׁלוֹם עֲלֵיכֶם",
        "漢字かな交じり文",
        "────────── ██████",
    ],
)
def test_scripts_and_emoji_with_joiners_are_kept(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u0e47", "\u0f71", "\u20dd", "\U0001e8d0"])
def test_a_tower_of_marks_is_cut_and_says_so(mark: str) -> None:
    assert visible("a" + mark * 200 + "b") == "a" + mark * 4 + "⟨…⟩b"


def test_joiners_between_the_marks_do_not_save_the_tower() -> None:
    assert len(visible("a" + "\u0301\u200d" * 100)) < 12


@pytest.mark.parametrize(
    "text",
    [
        "plain words " * 90_000,
        "é漢字 " * 260_000,
        "\x1b[31m" * 200_000,
        "a\u0301" * 500_000,
        "─" * 10**6,
    ],
    ids=["ascii", "unicode", "escapes", "marks", "boxes"],
)
def test_a_megabyte_takes_well_under_a_second(text: str) -> None:
    start = time.perf_counter()
    visible(text)
    assert time.perf_counter() - start < 2


@given(ANY_TEXT | HOSTILE, st.integers(1, 40))
def test_clipped_text_is_one_line_of_at_most_so_many_cells(text: str, cells: int) -> None:
    assert width(clipped(text, cells)) <= cells
    assert "\n" not in clipped(text, cells)


def test_clipped_text_ends_in_an_ellipsis_only_if_it_was_cut() -> None:
    assert clipped("abcdef", 6) == "abcdef"
    assert clipped("abcdefg", 6) == "abcde…"


def test_counts_agree_with_their_nouns() -> None:
    assert plural(1, "item") == "1 item"
    assert plural(1200, "item") == "1,200 items"
    assert plural(2, "entry", "entries") == "2 entries"
