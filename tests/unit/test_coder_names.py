"""Coders' names in comments: found as whole words, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.coder_names import CODER, without_coders

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("note by cleo", f"note by {CODER}"),
        ("Cleo's view, CLEO.", f"{CODER}'s view, {CODER}."),
        ("cleopatra and _cleo", "cleopatra and _cleo"),
        ("see cleo-2, then cleo", f"see {CODER}, then {CODER}"),
        ("I saw it; i. A", f"I saw it; {CODER}. A"),
        ("", ""),
    ],
)
def test_a_name_is_marked_where_it_stands_as_a_word(text: str, said: str) -> None:
    assert without_coders(text, ["cleo", "cleo-2", "i"]) == said


def test_without_coders_a_text_stays_as_it_is() -> None:
    assert without_coders("note by cleo", []) == "note by cleo"


@given(st.lists(NAMES, min_size=1, max_size=4), st.lists(st.text("xyz ,'"), min_size=1))
def test_no_name_is_left_between_other_words(names: list[str], others: list[str]) -> None:
    text = " | ".join(word for other in others for word in (other, *names))
    left = without_coders(text, names).replace(CODER, "|")
    for name in names:
        assert not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", left)
