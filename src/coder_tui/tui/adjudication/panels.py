"""What the lines around the item's text say: pure functions from the desk to pieces of text."""

from coder_tui.domain.adjudication import REASONS, Case, CitedPlace
from coder_tui.domain.adjudicators import in_words
from coder_tui.domain.items import Part
from coder_tui.domain.rubric import Answer, Dimension, ScalePoint, scored
from coder_tui.domain.text import ordinal, visible_line
from coder_tui.tui import cited
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.keys import REASON
from coder_tui.tui.adjudication.said import answer_words, cut, full_side, in_full, lines
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.coding.lines import length
from coder_tui.tui.literal import Piece

ANCHOR_LINES, ANCHOR_LINES_SHORT = 7, 4
"""Height of the pane of anchors, and on a short screen."""

OWN_SENTENCE = "* asks for a sentence; a capital letter lets you add one"


def header(desk: Desk, width: int, saved_at: str) -> list[Piece]:
    """How many cases wait, dimension, item and its state; who decides, at the right."""
    left: list[Piece] = []
    if desk.case is not None:
        again = "seen again  " if not desk.case.waits else ""
        left += [again or f"{desk.decided} decided, {_wait(desk.waiting)}  "]
        left += [(desk.case.dimension.short, "$accent bold"), "  "]
        left += [(desk.case.id.blind_id, "$accent bold"), "   "]
    left += _state(desk)
    right: list[Piece] = [("SIMULATED", "$warning"), "  "] if desk.is_simulated else []
    saved: list[Piece] = [(f"   last saved {saved_at}", "$secondary")] if saved_at else []
    needed = len(in_words(desk.adjudicator.name)) + 2
    if length([*left, *saved, *right]) + needed <= width:
        left += saved
    room = width - length(left) - length(right) - 2
    label = "adjudicator: " if room >= 13 + len(in_words(desk.adjudicator.name)) else ""
    name = cut(in_words(desk.adjudicator.name), room - len(label))
    right += [(label, "$secondary"), name]
    return [*left, " " * max(2, width - length(left) - length(right)), *right]


def _wait(cases: int) -> str:
    return f"{cases} {'waits' if cases == 1 else 'wait'}"


def _state(desk: Desk) -> list[Piece]:
    """Say whether the case in view is decided; before all else, what is not on disk."""
    if desk.unsaved:
        return [(f" NOT SAVED {desk.unsaved} ", "$background on $error bold")]
    case = desk.case
    if case is None:
        return []
    if case.made:
        return [("decided", "$success")]
    if case.majority is not None:
        return [("by majority", "$success")]
    if desk.was_deferred(case.id):
        return [("undecided  ", "$secondary"), ("DEFERRED", "$warning")]
    return [("undecided", "$secondary")]


def position(
    desk: Desk, part: Part | None, places: tuple[CitedPlace, ...], more_below: bool, width: int
) -> list[Piece]:
    """Give the current turn or field and who cites it."""
    if desk.item is None or desk.case is None:
        return []
    return cited.position(desk.item, part, places, more_below, width, desk.keys["page-down"])


def before(case: Case, width: int) -> list[Piece]:
    """Say on a rule what is final already, and whose decision that is."""
    words = before_words(case)
    if not words:
        return ["─" * width]
    shown = cut(words, width - 6)
    return ["── ", (shown, "$warning"), " ", "─" * max(0, width - length([shown]) - 4)]


def before_words(case: Case) -> str:
    """Say what is final already on a case; nothing where nothing is."""
    if case.made:
        last = case.made[-1]
        who = in_words(last.adjudicator)
        return f"decided before: {last.answer.word} by {who}, {last.reason}, {last.moment}"
    if case.majority is not None:
        return f"settled by majority: {case.majority.word}; a decision would go before it"
    return ""


def anchors(desk: Desk, width: int, height: int) -> list[Piece]:
    """Give the question and its anchors with the letters of who chose each; or the reasons."""
    if desk.case is None:
        return []
    if desk.step is Step.REASON:
        return reasons(desk, width)
    case, dimension = desk.case, desk.case.dimension
    title = f"{visible_line(dimension.label)}: "
    question = cut(dimension.question, width - length([title]))
    pieces: list[Piece] = [(title, "$accent bold"), (question, "$foreground bold"), "\n"]
    others = _off_scale(case, width, height - 1 - len(dimension.points))
    tall = _tall(case, width, height - 1 - _count(others) - len(dimension.points))
    for point in dimension.points:
        pieces += _point(case, point, width, 2 if point in tall else 1)
    return [*pieces, *others]


def _tall(case: Case, width: int, spare: int) -> set[ScalePoint]:
    """Choose the anchors that get a second line: those that were chosen come first."""
    long = [p for p in case.dimension.points if len(lines(p.anchor, width - _gutter(case))) > 1]
    long.sort(key=lambda point: not _letters_at(case, point))
    return set(long[: max(0, spare)])


def _gutter(case: Case) -> int:
    return max(2, sum(len(side.letter) for side in case.sides)) + 4


def _point(case: Case, point: ScalePoint, width: int, most: int) -> list[Piece]:
    """Draw an anchor: ` AB 1 the sentence`."""
    letters, gutter = _letters_at(case, point), _gutter(case)
    shown = lines(point.anchor, width - gutter)
    if len(shown) > most:
        shown = [*shown[: most - 1], cut(" ".join(shown[most - 1 :]), width - gutter)]
    style = "$success bold" if letters else "$foreground"
    pieces: list[Piece] = [
        (f" {letters:<{gutter - 4}} ", "$success bold"),
        (f"{point.value} ", "$accent"),
    ]
    for number, line in enumerate(shown):
        pieces += [" " * gutter if number else "", (line, style), "\n"]
    return pieces


def _letters_at(case: Case, point: ScalePoint) -> str:
    """Give the letters of who chose a point, alone or among the labels that apply."""
    if case.dimension.takes_one_point:
        return case.letters_of(scored(point.value))
    return "".join(side.letter for side in case.sides if point.value in side.answer.labels)


def _off_scale(case: Case, width: int, height: int) -> list[Piece]:
    """Give the answers that are no single point, on one line; without points they have the room."""
    dimension = case.dimension
    given = [
        side.answer
        for side in case.sides
        if not dimension.takes_one_point or dimension.point(side.answer.value or "") is None
    ]
    if not dimension.has_points:
        takes: list[Piece] = [(f" {cut(f'takes {dimension.takes}', width - 1)}\n", "$secondary")]
        return takes + _in_full(case, given, width, height - 1)
    pieces: list[Piece] = []
    for answer in dict.fromkeys(given):
        pieces.append((f" {case.letters_of(answer)} {answer_words(answer)}   ", "$success bold"))
    return [*pieces, "\n"] if pieces else []


def _in_full(case: Case, given: list[Answer], width: int, height: int) -> list[Piece]:
    """Give answers on lines of their own, each in as many as there is room for."""
    answers = list(dict.fromkeys(given))
    most = max(1, height // max(1, len(answers)))
    gutter, pieces = _gutter(case), list[Piece]()
    for answer in answers[:height]:
        shown = in_full(answer, width - gutter)
        if len(shown) > most:
            shown = [*shown[: most - 1], cut(" ".join(shown[most - 1 :]), width - gutter)]
        letters = case.letters_of(answer)
        pieces += [(f" {letters:<{gutter - 2}} ", "$success bold")]
        for number, line in enumerate(shown):
            pieces += [" " * gutter if number else "", (line, "$success bold"), "\n"]
    return pieces


def _count(pieces: list[Piece]) -> int:
    """Count the lines."""
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces).count("\n")


def chosen_words(desk: Desk) -> str:
    """Give the chosen value and whose it is."""
    if desk.case is None or desk.chosen is None:
        return "_"
    letters = desk.case.letters_of(desk.chosen)
    whose = f"{cited.listed(letters)}'s" if letters else "nobody's"
    return f"{answer_words(desk.chosen)} ({whose})"


def reasons(desk: Desk, width: int) -> list[Piece]:
    """Give the reasons with their letters, three a line where there is room."""
    columns = 3 if width >= 76 else 2 if width >= 52 else 1
    cell = width // columns
    pieces: list[Piece] = [(f"Why {chosen_words(desk)}?", "$accent bold"), "\n"]
    for number, reason in enumerate(REASONS, start=1):
        mark = "*" if desk.owes_sentence(reason) else ""
        words = f" {reason.words}{mark}"
        key = desk.keys[REASON + reason.key]
        pieces += [(f" {key}", "$accent bold"), f"{words:<{cell - 1 - len(key)}}"]
        pieces += ["\n"] if number % columns == 0 else []
    return [*pieces, "\n", (f" {OWN_SENTENCE}", "$secondary")]


def decision(desk: Desk, width: int) -> list[Piece]:
    """Give the decision in the making, on the rule above the keys."""
    if desk.case is None:
        return ["─" * width]
    reason = "reason ?" if desk.step is Step.REASON else "reason _"
    pieces: list[Piece] = ["── ", (f"your value {chosen_words(desk)}", "$accent bold"), " ── "]
    pieces += [(reason, "$accent bold" if desk.step is Step.REASON else "$secondary"), " "]
    if desk.case.made:
        would = f"a decision now would be the {ordinal(len(desk.case.made) + 1)}"
        pieces += ["── ", (would, "$warning"), " "]
    return [*pieces, "─" * max(0, width - length(pieces))]


def wide_panel(desk: Desk, width: int) -> list[Piece]:
    """Give the panel at the right of a wide screen: question, anchors, what the coders said."""
    if desk.case is None:
        return []
    case = desk.case
    pieces = [*_before_in_full(case, width), *_question(case.dimension, width)]
    for point in case.dimension.points:
        pieces += _point(case, point, width, 4)
    pieces += [*_off_scale(case, width, 1), ("─" * width, "$line"), "\n"]
    if desk.step is Step.REASON:
        pieces += [*reasons(desk, width), "\n\n"]
    for side in case.sides:
        pieces += full_side(side, width)
    return pieces


def _before_in_full(case: Case, width: int) -> list[Piece]:
    """Give what is final already, with the sentence of the decision."""
    words = before_words(case)
    if not words:
        return []
    if case.made and case.made[-1].sentence:
        words += f': "{case.made[-1].sentence}"'
    return [*((f"{line}\n", "$warning") for line in lines(words, width)), "\n"]


def _question(dimension: Dimension, width: int) -> list[Piece]:
    pieces: list[Piece] = [(f"{visible_line(dimension.label)}\n", "$accent bold")]
    for line in lines(dimension.question, width):
        pieces.append((f"{line}\n", "$foreground bold"))
    if dimension.opportunity:
        opportunity = lines(f"Opportunity: {dimension.opportunity}", width)
        pieces += [(f"{line}\n", "$secondary") for line in opportunity]
    return [*pieces, "\n"]
