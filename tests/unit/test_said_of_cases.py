"""What the adjudicator reads of the coders: on one line each, or in full."""

from coder_tui.domain.adjudication import Side
from coder_tui.domain.cells import width
from coder_tui.domain.coding import Citation
from coder_tui.domain.rubric import scored
from coder_tui.tui.adjudication.said import full_side

QUOTE = " ".join(f"word{number}" for number in range(60))
SIDE = Side("A", scored(1), (Citation(1, 0, len(QUOTE), QUOTE),), ())


def drawn(*, whole: bool) -> str:
    pieces = full_side(SIDE, 68, whole=whole)
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)


def test_the_help_page_has_all_words_that_a_coder_cites() -> None:
    page = drawn(whole=True)
    assert QUOTE in " ".join(page.split())
    assert max(width(line) for line in page.splitlines()) <= 68


def test_beside_the_item_a_citation_takes_one_line() -> None:
    assert len([line for line in drawn(whole=False).splitlines() if "word" in line]) == 1
