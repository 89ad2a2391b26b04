"""ASCII forms of lines, blocks and marks: of the same cells, and in any encoding."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_cells import TEXTS

from coder_tui.analysis.sparks import BLOCKS
from coder_tui.domain.cells import width
from coder_tui.domain.plain_drawing import ANYTHING, Shown, draws_in_ascii

DRAWN = st.text(st.sampled_from("─│╭╯▁▄█▀▔▊░▓⠁⡇⣿…·⏎⟨⟩␛« »ab é山"), max_size=30)

DRAWINGS = re.compile("[\u2400-\u2426\u2500-\u259f\u2800-\u28ff…·⏎⟨⟩«»\ufffd]")


@given(TEXTS | DRAWN, st.sampled_from(["ascii", "latin-1", "utf-8"]), st.booleans())
def test_a_form_can_be_written_and_is_as_wide(text: str, encoding: str, in_ascii: bool) -> None:
    form = Shown(in_ascii, encoding).form(text)
    form.encode(encoding)
    assert width(form) == width(text)


@given(TEXTS | DRAWN)
def test_a_form_in_ascii_leaves_the_text_of_people_alone(text: str) -> None:
    form = Shown(in_ascii=True).form(text)
    assert not DRAWINGS.search(form)
    assert len(form) == len(text)
    same = (new == old for new, old in zip(form, text, strict=True) if not DRAWINGS.match(old))
    assert all(same)
    assert ANYTHING.form(text) == text


def test_heights_are_told_apart() -> None:
    assert Shown(in_ascii=True).form(BLOCKS) == "_-:=+*%#"
    assert Shown(in_ascii=True).form("┌─┐│ ⠁⢀⡇ a…") == "+-+| '.: a~"


def test_line_ends_and_letters_without_their_signs_are_kept() -> None:
    shown = Shown(in_ascii=True, encoding="ascii")
    assert shown.form("Zoë\n─── 山田\r\n") == "Zoe\n--- ????\r\n"
    assert Shown(in_ascii=True, encoding="latin-1").form("Zoë 山\n") == "Zoë ??\n"


@pytest.mark.parametrize(
    ("environ", "in_ascii"),
    [
        ({"LANG": "C.UTF-8"}, False),
        ({"LC_CTYPE": "en_US.utf8"}, False),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.ISO-8859-1"}, True),
        ({}, True),
        ({"LANG": "C.UTF-8", "TERM": "xterm-256color"}, False),
        ({"LANG": "C.UTF-8", "TERM": "linux"}, True),
        ({"LANG": "C.UTF-8", "TERM": "vt220"}, True),
    ],
)
def test_the_locale_and_the_terminal_decide(environ: dict[str, str], in_ascii: bool) -> None:
    assert draws_in_ascii(environ) is in_ascii
