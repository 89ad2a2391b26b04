"""Both sides of a disagreement, as text."""

from textwrap import wrap

from coder_tui.analysis.disagreements import CoderAnswer, Disagreement
from coder_tui.domain.rubric import Answer, Dimension, Level
from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.pieces import labelled, lines

INDENT = "  "
MOST_LINES = 3
"""Of one answer with its anchor, while there is room."""
WHOLE = 10_000
"""Lines in which any sentence has room."""


def of_disagreement(entry: Disagreement, width: int, room: int) -> list[Piece]:
    """Give both sides for a pane of so many lines: answers with anchors, comments, evidence.

    Where they do not fit, they are cut so that each side keeps a line for what matters.
    """
    tries = [disagreement_in_full(entry, width)]
    tries += [_sides(entry, width, each, notes=2) for each in range(MOST_LINES, 0, -1)]
    fitting = (pieces for pieces in tries if _lines(pieces) <= room)
    return next(fitting, None) or _sides(entry, width, 1, notes=1)


def _outcome(entry: Disagreement, width: int, room: int) -> list[Piece]:
    """Give what was decided, by whom, when and why, and whose answers are late.

    Args:
        entry: the disagreement.
        width: columns.
        room: lines that each of them may take.
    """
    said: list[Piece] = []
    if entry.outcome:
        colour = "$warning" if entry.decided_after else "$success"
        words = entry.outcome
        if made := entry.decision:
            words += f" {made.words}"
            words += f': "{made.sentence}"' if made.sentence else ""
        said.append((f"{_at_most(words, width, room)}\n", f"{colour} bold"))
    if late := [each.coder for each in entry.answers if each.late]:
        words = f"late, in no agreement: {', '.join(late)}"
        said.append((f"{clipped(words, width)}\n", "$warning bold"))
    return said


def _lines(pieces: list[Piece]) -> int:
    return sum(_text(piece).count("\n") for piece in pieces)


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece[0]


def _sides(entry: Disagreement, width: int, room: int, *, notes: int) -> list[Piece]:
    """Give a head and each side, with so many lines for each answer and each note."""
    label = clipped(f"{entry.dimension.label}:", width)
    question = clipped(entry.dimension.question, max(1, width - len(label) - 1))
    pieces: list[Piece] = [(label, "$accent bold"), f" {question}\n"]
    pieces += _outcome(entry, width, min(room, 2))
    for side in entry.answers:
        name = clipped(side.coder, 20)
        answer = _at_most(f"{name} {_with_anchor(entry.dimension, side.answer)}", width, room)
        pieces += [(name, "$primary bold"), (answer.removeprefix(name), "bold"), "\n"]
        pieces += _notes(side, width, room)[:notes]
    return pieces


def _notes(side: CoderAnswer, width: int, room: int) -> list[Piece]:
    comments = " / ".join(side.comments)
    quotes = "; ".join(_quote(part, quote) for part, quote in side.evidence)
    pieces: list[Piece] = []
    if comments:
        pieces.append(f"{INDENT}{_at_most(f'says: {comments}', width - 2, room, INDENT)}\n")
    if quotes:
        pieces.append((f"{INDENT}{_at_most(quotes, width - 2, room, INDENT)}\n", "$secondary"))
    return pieces


def _at_most(text: str, width: int, room: int, indent: str = "") -> str:
    """Break a text into so many lines; what is left over is cut off."""
    width = max(10, width)
    found = wrap(visible_line(text), width)
    if len(found) > room:
        found = [*found[: room - 1], clipped(" ".join(found[room - 1 :]), width)]
    return f"\n{indent}".join(found)


def _quote(part: int, quote: str) -> str:
    # A search stands on no part: its words say where nothing was found.
    return f'cites {part}: "{quote}"' if part else quote


def answers_line(entry: Disagreement, width: int) -> list[Piece]:
    """Give who answered what, on one line."""
    answers = " | ".join(f"{clipped(a.coder, 12)} {a.answer.word}" for a in entry.answers)
    decided = f"  {entry.outcome}" if entry.outcome else ""
    label = clipped(entry.dimension.label, max(8, width // 3))
    room = max(10, width - len(label) - 2)
    return [(f"{label}  ", "$primary bold"), f"{clipped(f'{answers}{decided}', room)}\n"]


def disagreement_in_full(entry: Disagreement, width: int) -> list[Piece]:
    """Give both sides with nothing cut off."""
    pieces = labelled(f"{entry.dimension.label}:", entry.dimension.question, width)
    pieces += _outcome(entry, width, WHOLE)
    for side in entry.answers:
        pieces.append("\n")
        pieces += labelled(side.coder, _with_anchor(entry.dimension, side.answer), width)
        for comment in side.comments:
            pieces += lines(f"says: {comment}", width)
        for part, quote in side.evidence:
            pieces += [(str(line), "$secondary") for line in lines(_quote(part, quote), width)]
    return pieces


def _with_anchor(dimension: Dimension, answer: Answer) -> str:
    """Give an answer with what the rubric says of it, or a text in full."""
    if dimension.level is Level.TEXT:
        return answer.value or answer.word
    chosen = answer.labels or (answer.value,)
    points = [point for each in chosen if (point := dimension.point(str(each)))]
    if dimension.level is Level.MULTI:
        return f"{answer.word}  {', '.join(point.label for point in points)}".rstrip()
    anchors = " ".join(f"{point.label}: {point.anchor}" for point in points)
    return f"{answer.word} {anchors}".rstrip()
