"""What the coders said about a case, under their letters."""

from collections.abc import Sequence

from coder_tui.domain.adjudication import Case, Side
from coder_tui.domain.rubric import Answer, State
from coder_tui.domain.text import visible_line
from coder_tui.tui.item_layout import fitted
from coder_tui.tui.literal import Piece
from coder_tui.tui.wrapping import wrap

SAID_LINES = 4
"""Most lines that what the coders said takes on a narrow screen."""


def lines(text: str, width: int) -> list[str]:
    """Break text of others into lines of at most so many cells."""
    shown = visible_line(text)
    return [shown[start:end].rstrip() for start, end in wrap(shown, max(10, width))]


def cut(text: str, width: int) -> str:
    """Cut text of others to one line of at most so many cells."""
    return fitted(text, max(4, width)).rstrip()


def listed(letters: Sequence[str]) -> str:
    """Give letters as words: `A and B`, or `A, B, C`."""
    return " and ".join(letters) if len(letters) < 3 else ", ".join(letters)


def answer_words(answer: Answer) -> str:
    """Give an answer in words."""
    if answer.state is State.NOT_APPLICABLE:
        return "not applicable"
    return "cannot judge" if answer.state is State.CANNOT_JUDGE else visible_line(answer.word)


def said_height(case: Case | None) -> int:
    """Give how many lines `said` takes."""
    return min(SAID_LINES, len(case.sides)) if case else 1


def said(case: Case, width: int) -> list[Piece]:
    """Give what each coder answered, cites and remarks, on a line each."""
    pieces: list[Piece] = []
    shown = case.sides if len(case.sides) <= SAID_LINES else case.sides[: SAID_LINES - 1]
    for side in shown:
        head = f" {side.letter} {side.answer.word:<5} {_cites(side):<14} "
        remarks = " / ".join(f'"{visible_line(text)}"' for text in side.comments) or "no comment"
        style = "$foreground" if side.comments else "$secondary"
        pieces += [(head, "$success bold"), (cut(remarks, width - len(head)), style)]
        pieces.append("\n")
    if len(shown) < len(case.sides):
        more = " ".join(f"{s.letter} {s.answer.word}" for s in case.sides[len(shown) :])
        pieces.append((f" {more}   (? shows what they say)", "$secondary"))
    return pieces


def _cites(side: Side) -> str:
    parts = sorted({citation.part for citation in side.citations})
    if not parts:
        return "cites nothing"
    return f"cites {', '.join(map(str, parts[:3]))}{' ..' if len(parts) > 3 else ''}"


def full_side(side: Side, width: int) -> list[Piece]:
    """Give one coder's answer, comments in full, and the beginnings of what is cited."""
    pieces: list[Piece] = [(f"{side.letter}  {answer_words(side.answer)}\n", "$success bold")]
    for text in side.comments:
        pieces += [f"   {line}\n" for line in lines(f'"{text}"', width - 3)]
    for citation in side.citations:
        pieces.append((f"   {citation.part:>3}  {cut(citation.quote, width - 8)}\n", "$secondary"))
    return [*pieces, "\n"]
