"""What the lines around the item's text say: pure functions from the desk to pieces of text."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from coder_tui.domain.coding import Progress, Sheet
from coder_tui.domain.items import ItemKind, ItemView, Part, PartKind
from coder_tui.domain.rubric import Answer, Dimension, ScalePoint, State
from coder_tui.domain.text import clipped, plural, visible, visible_line
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.item_layout import fitted
from coder_tui.tui.literal import Piece
from coder_tui.tui.wrapping import wrap

ANCHOR_LINES = 7
"""Height of the anchor pane below the text: a question and three anchors of two lines."""

HINTS = (
    ("0-9", "score"),
    ("e", "cite"),
    ("[ ]", "turn"),
    ("Spc", "page"),
    ("x", "n/a"),
    ("z", "can't"),
    ("Enter", "submit"),
    ("?", "help"),
    ("u", "undo"),
    ("Tab", "next gap"),
    ("c", "comment"),
    ("f", "flag"),
    ("s", "skip"),
    ("/", "search"),
    ("i", "go to item"),
    ("q", "leave"),
)


def length(pieces: Iterable[Piece]) -> int:
    """Give the number of cells that the pieces take."""
    texts = (piece if isinstance(piece, str) else piece[0] for piece in pieces)
    return sum(cell_len(visible(text)) for text in texts)


def header(desk: Desk, width: int, saved_at: str) -> list[Piece]:
    """Item, place, how far, whether it is saved; who is coding, at the right."""
    open_count = len(desk.open_dimensions)
    left: list[Piece] = [
        (desk.item.blind_id, "$accent bold"),
        f"  {desk.place} of {desk.total}   scored {desk.scored_count}/{open_count}   ",
        _saving(desk, saved_at),
    ]
    if desk.notes.flag:
        left += ["  ", ("FLAGGED", "$warning bold")]
    if desk.notes.comment:
        left += ["  ", ("comment", "$secondary")]
    right: list[Piece] = [("SIMULATED", "$warning"), "  "] if desk.study.info.simulated else []
    right += [("coder: ", "$secondary"), visible_line(desk.coder)]
    return [*left, " " * max(2, width - length(left) - length(right)), *right]


def _saving(desk: Desk, saved_at: str) -> Piece:
    if desk.unsaved:
        return (f" NOT SAVED {desk.unsaved} ", "$background on $error bold")
    if desk.is_submitted:
        return ("SUBMITTED", "$success bold")
    if desk.sheet.progress is Progress.SKIPPED:
        return ("SKIPPED", "$warning")
    if saved_at:
        return (f"SAVED {saved_at}", "$success")
    return (desk.sheet.progress.value, "$secondary")


def entry_title(item: ItemView, width: int) -> list[Piece]:
    """Give an entry's title on the rule above it; blinded items have none."""
    if not item.title:
        return ["─" * width]
    title = clipped(item.title, width - 6)
    return ["── ", (title, "$foreground bold"), " " + "─" * max(0, width - len(title) - 4)]


def position(desk: Desk, part: Part | None, more_below: bool, width: int) -> list[Piece]:
    """Give the current turn, a map of all turns by role, and what is cited."""
    turns = desk.item.turns
    word = "turn" if desk.item.kind is ItemKind.TRANSCRIPT else "field"
    idx = part.idx if part is not None else 0
    left: list[Piece] = [(f"{word} {idx}/{len(turns)}" if idx else "reference", "$foreground")]
    cited = sorted({c.part for c in desk.sheet.cited(desk.dimension)})
    right: list[Piece] = [("more below (Spc)" if more_below else "end of the item", "$secondary")]
    quote: list[Piece] = []
    if cited:
        listed = ", ".join(map(str, cited[:4])) + (" ..." if len(cited) > 4 else "")
        quote = [f"   {desk.dimension.short} cites {listed}"]
    room = width - length(left) - length(right) - length(quote) - 5
    shown = [*left, *_map(turns, idx, set(cited), room), *quote]
    return [*shown, " " * max(1, width - length(shown) - length(right)), *right]


def _map(turns: Sequence[Part], idx: int, cited: set[int], room: int) -> list[Piece]:
    """Draw one letter a turn: `[u a u A]`, the current one a capital, cited ones marked."""
    if len(turns) * 2 + 4 > room:
        return []
    pieces: list[Piece] = ["  ["]
    for turn in turns:
        letter = _letter(turn)
        style = "$success bold" if turn.idx in cited else "$secondary"
        if turn.idx == idx:
            letter, style = letter.upper(), "$accent bold"
        pieces.append((letter, style))
        pieces.append("" if turn is turns[-1] else " ")
    return [*pieces, "]"]


def _letter(part: Part) -> str:
    if part.kind in (PartKind.TOOL_CALL, PartKind.TOOL_RESULT):
        return "t"
    return visible_line(part.role or part.name or "-")[0].lower()


def answer_word(sheet: Sheet, dimension: Dimension) -> str:
    """Give the state of a dimension in a word; `!` where evidence is owed."""
    answer = sheet.answer(dimension)
    if answer is None:
        return "_"
    owed = dimension.owes_evidence(answer) and not sheet.cited(dimension)
    return answer.word + ("!" if owed else "")


def states(desk: Desk, width: int) -> list[Piece]:
    """All dimensions on one line with their states, and what is missing, at the right."""
    cells = [_state(desk, dimension) for dimension in desk.open_dimensions]
    missing = [gap.dimension.short for gap in desk.sheet.gaps(desk.study.rubric)]
    right: Piece = ("complete: Enter submits", "$success")
    if desk.is_submitted:
        right = ("submitted", "$success")
    elif missing:
        right = (f"missing: {' '.join(missing)}", "$secondary")
        if length(cells) + length([right]) >= width:
            right = (f"missing: {len(missing)}", "$secondary")
    shown = _around(cells, desk.open_dimensions.index(desk.dimension), width - length([right]) - 1)
    return [*shown, " " * max(1, width - length(shown) - length([right])), right]


def _state(desk: Desk, dimension: Dimension) -> Piece:
    word = answer_word(desk.sheet, dimension)
    here = dimension.id == desk.dimension.id
    style = "$accent bold" if here else "$foreground" if word != "_" else "$secondary"
    return (f"{'>' if here else ' '}{dimension.short} {word}  ", style)


def _around(cells: list[Piece], here: int, width: int) -> list[Piece]:
    """Give as many cells around the current one as fit; `..` stands for the others."""
    if length(cells) <= width:
        return cells
    first = last = here
    while True:
        if last + 1 < len(cells) and length(cells[first : last + 2]) + 4 <= width:
            last += 1
        elif first > 0 and length(cells[first - 1 : last + 1]) + 4 <= width:
            first -= 1
        else:
            break
    before: Piece = (".." if first else "", "$secondary")
    after: Piece = (".." if last + 1 < len(cells) else "", "$secondary")
    return [before, *cells[first : last + 1], after]


def anchors(desk: Desk, width: int, height: int) -> list[Piece]:
    """Give the current dimension's question and its anchors, two lines each at most."""
    dimension = desk.dimension
    answer = desk.sheet.answer(dimension)
    each = 2 if len(dimension.points) * 2 < height else 1
    points: list[Piece] = []
    for point in dimension.points:
        chosen = answer is not None and answer.value == str(point.value)
        points += _point(point, width, each, chosen=chosen)
    title = f"{dimension.label}{_unscored(answer)}: "
    room = height - points.count("\n")
    question = _lines(title + visible_line(dimension.question), width)
    if len(question) > room:
        question = [fitted(title + visible_line(dimension.question), width)]
    first, *rest = question
    pieces: list[Piece] = [(title, "$accent bold"), (first[len(title) :], "$foreground bold"), "\n"]
    pieces += [(f"{line}\n", "$foreground bold") for line in rest]
    return [*pieces, *points]


def _unscored(answer: Answer | None) -> str:
    """Say that an answer lies outside the scale."""
    if answer is None or answer.state is State.SCORED:
        return ""
    return " = not applicable" if answer.state is State.NOT_APPLICABLE else " = cannot judge"


def _lines(text: str, width: int) -> list[str]:
    """Break visible text into lines of at most so many cells."""
    return [text[start:end].rstrip() for start, end in wrap(text, max(10, width))]


def _point(point: ScalePoint, width: int, most: int, *, chosen: bool) -> list[Piece]:
    text = visible_line(point.anchor)
    if most == 1:
        text = f"{visible_line(point.label)}: {text}"
    lines = _lines(text, width - 5)
    if len(lines) > most:
        rest = fitted(" ".join(lines[most - 1 :]), width - 5).rstrip()
        lines = [*lines[: most - 1], rest]
    mark, style = ("=", "$success bold") if chosen else (" ", "$foreground")
    pieces: list[Piece] = [(f" {mark}{point.value} ", "$success bold" if chosen else "$accent")]
    for number, line in enumerate(lines):
        pieces += ["    " if number else "", (line, style), "\n"]
    return pieces


def wide_panel(desk: Desk, width: int) -> list[Piece]:
    """Give the panel at the right of a wide screen: every dimension, then the anchors."""
    pieces: list[Piece] = []
    for dimension in desk.open_dimensions:
        word = answer_word(desk.sheet, dimension)
        here = dimension.id == desk.dimension.id
        style = "$accent bold" if here else "$foreground" if word != "_" else "$secondary"
        count = len(desk.sheet.cited(dimension))
        cites = f"{plural(count, 'citation')}  " if count else ""
        label = clipped(dimension.label, max(8, width - len(word) - len(cites) - 3))
        room = max(1, width - len(label) - len(cites) - len(word) - 1)
        pieces += [(f"{'>' if here else ' '}{label}{' ' * room}{cites}{word}", style), "\n"]
    pieces += [("─" * width, "$secondary 50%"), "\n"]
    answer = desk.sheet.answer(desk.dimension)
    pieces += _question(desk.dimension, answer, width)
    for point in desk.dimension.points:
        chosen = answer is not None and answer.value == str(point.value)
        pieces += [*_point(point, width, 4, chosen=chosen)]
    return pieces


def _question(dimension: Dimension, answer: Answer | None, width: int) -> list[Piece]:
    pieces: list[Piece] = [
        (f"{visible_line(dimension.label)}{_unscored(answer)}\n", "$accent bold")
    ]
    for line in _lines(visible_line(dimension.question), width):
        pieces.append((f"{line}\n", "$foreground bold"))
    if dimension.opportunity:
        opportunity = f"Opportunity: {visible_line(dimension.opportunity)}"
        pieces += [(f"{line}\n", "$secondary") for line in _lines(opportunity, width)]
    return [*pieces, "\n"]


def held_keys(keys: Sequence[str], width: int) -> str:
    """Give what is said of digits that arrived together, shorter where it would not fit."""
    count, listed = plural(len(keys), "key"), " ".join(keys)
    text = f"{count} arrived together: {listed}; Enter records them in order, Esc drops them"
    return text if len(text) <= width else f"Together: {listed}; Enter records, Esc drops"


SUBMITTED_HINTS = (
    ("u", "reopen"),
    ("<", "previous"),
    (">", "next item"),
    ("i", "go to item"),
    ("c", "comment"),
    ("?", "help"),
    ("q", "leave"),
)


def hints(desk: Desk, width: int) -> list[Piece]:
    """Give the keys that matter most, with the digits of this dimension's scale."""
    values = desk.dimension.values
    digits = f"{values[0]}-{values[-1]}"
    pieces: list[Piece] = []
    for key, word in SUBMITTED_HINTS if desk.is_submitted else HINTS:
        if key == "x" and not desk.dimension.not_applicable and not desk.is_submitted:
            continue
        shown = digits if key == "0-9" else key
        piece: list[Piece] = [(shown, "$accent"), f" {word.replace('turn', desk.unit)}  "]
        if length(pieces) + length(piece) > width + 2:
            break
        pieces += piece
    return pieces
