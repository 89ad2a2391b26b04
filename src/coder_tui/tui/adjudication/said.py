"""What the coders said about a case, under their letters."""

from coder_tui.domain.adjudication import Case, Side
from coder_tui.domain.coding import Citation
from coder_tui.domain.columns import fitted
from coder_tui.domain.rubric import Answer, State
from coder_tui.domain.text import visible_line
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


def answer_words(answer: Answer) -> str:
    """Give an answer in words."""
    if answer.state is State.NOT_APPLICABLE:
        return "not applicable"
    return "cannot judge" if answer.state is State.CANNOT_JUDGE else visible_line(answer.word)


def in_full(answer: Answer, width: int) -> list[str]:
    """Give an answer in words, a text with all its lines."""
    return lines(answer.value or "", width) if answer.is_text else [answer_words(answer)]


def said_height(case: Case | None, *, short: bool) -> int:
    """Give how many lines `said` takes."""
    if case is None:
        return 1
    return min(SAID_LINES, len(case.sides)) + bool(_sentence(case) and not short)


def said(case: Case, width: int, *, short: bool) -> list[Piece]:
    """Give what each coder answered, cites and remarks, on a line each; a sentence above them.

    Args:
        case: the case.
        width: cells of a line.
        short: whether the screen has no line for the sentence of the decision in force.
    """
    pieces: list[Piece] = []
    if (sentence := _sentence(case)) and not short:
        pieces += [(cut(f' because: "{visible_line(sentence)}"', width), "$warning"), "\n"]
    shown = case.sides if len(case.sides) <= SAID_LINES else case.sides[: SAID_LINES - 1]
    for side in shown:
        head = f" {side.letter} {side.answer.word:<5} {_cites(side):<14} "
        if len(head) > width // 2:
            head = f"{cut(head, width // 2)} "
        remarks = " / ".join(f'"{visible_line(text)}"' for text in side.comments) or "no comment"
        style = "$foreground" if side.comments else "$secondary"
        pieces += [(head, "$success bold"), (cut(remarks, width - len(head)), style)]
        pieces.append("\n")
    if len(shown) < len(case.sides):
        more = " ".join(f"{s.letter} {s.answer.word}" for s in case.sides[len(shown) :])
        pieces.append((f" {more}   (? shows what they say)", "$secondary"))
    return pieces


def _sentence(case: Case) -> str:
    """Give the sentence of the decision in force."""
    return case.made[-1].sentence if case.made else ""


def _cites(side: Side) -> str:
    searches = [each.source.place for each in side.citations if each.is_search and each.source]
    if searches:
        return f"searched {searches[-1]}"
    parts = sorted({citation.part for citation in side.citations})
    if not parts:
        return "cites nothing"
    return f"cites {', '.join(map(str, parts[:3]))}{' ..' if len(parts) > 3 else ''}"


def _evidence(citation: Citation) -> str:
    """Give a citation on one line: the number of its part, its words, where they come from."""
    source = citation.source
    if source is not None and citation.is_search:
        return f"searched {source.place} ({source.accessed})"
    words = f"{citation.part:>3}  {citation.quote}"
    if source is None:
        return words
    return f"{words} ({' '.join(w for w in (source.kind, source.url, source.place) if w)})"


def full_side(side: Side, width: int, *, whole: bool = False) -> list[Piece]:
    """Give one coder's answer, comments in full, and what is cited.

    Args:
        side: the coder's.
        width: cells of a line.
        whole: whether what is cited stands there with all its words, or as far as a line goes.
    """
    answered = "\n   ".join(in_full(side.answer, width - 3))
    pieces: list[Piece] = [(f"{side.letter}  {answered}\n", "$success bold")]
    for text in side.comments:
        pieces += [f"   {line}\n" for line in lines(f'"{text}"', width - 3)]
    for citation in side.citations:
        words = _evidence(citation)
        shown = lines(words, width - 3) if whole else [cut(words, width - 3)]
        pieces += [(f"   {line}\n", "$secondary") for line in shown]
    return [*pieces, "\n"]
