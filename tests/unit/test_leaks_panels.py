"""The text around a finding: in its lines and its width, with the finding marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.cells import width as width_of
from coder_tui.domain.items import PartKind
from coder_tui.storage.leak_texts import Surroundings
from coder_tui.tui.leaks.panels import CLOSE, FOUND_STYLE, OPEN, context

TEXTS = st.text("ab \n\t\r\x1b\u202e愛é😀-", max_size=200)
FOUND = st.text("ab \n\x1b愛-", min_size=1, max_size=30)


def around(before: str, found: str, after: str) -> Surroundings:
    return Surroundings(1, "user", PartKind.TEXT, "", before, found, after, starts=True, ends=True)


@given(TEXTS, FOUND, TEXTS, st.integers(10, 80), st.integers(1, 12))
def test_the_finding_is_marked_within_the_room(
    before: str, found: str, after: str, width: int, height: int
) -> None:
    pieces = context(around(before, found, after), width, height)
    shown = "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)
    lines = shown.removesuffix("\n").split("\n")
    assert len(lines) <= height
    assert all(width_of(line) <= width for line in lines)
    marked = "".join(piece[0] for piece in pieces if not isinstance(piece, str))
    assert {piece[1] for piece in pieces if not isinstance(piece, str)} == {FOUND_STYLE}
    assert marked.startswith(OPEN)
    assert marked.endswith(CLOSE) or len(lines) == height


def test_what_is_cut_off_is_said_to_be() -> None:
    cut = Surroundings(1, "user", PartKind.TEXT, "", "b", "x", "a", starts=False, ends=False)
    assert context(cut, 20, 3) == ["…b", ("»x«", FOUND_STYLE), "a…", "\n"]
