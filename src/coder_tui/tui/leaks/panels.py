"""What the lines of the screen of leaks say: pure functions from the desk to pieces of text."""

from collections import Counter
from collections.abc import Sequence

from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import fitted
from coder_tui.domain.items import Part
from coder_tui.domain.leaks import Decision, Finding
from coder_tui.domain.text import clipped, plural, visible, visible_line
from coder_tui.storage.leak_masking import Carried
from coder_tui.storage.leak_texts import Surroundings
from coder_tui.tui.coding.lines import cut, length
from coder_tui.tui.item_layout import label
from coder_tui.tui.leaks.desk import KIND_WORDS, Desk, Row
from coder_tui.tui.literal import Piece
from coder_tui.tui.row_list import Span
from coder_tui.tui.wrapping import wrap

KIND_WIDTH, COUNT_WIDTH, STATE_WIDTH = 12, 7, 20
FEWEST_NAME = 12
FACT_WIDTH = 11
OPEN, CLOSE = "»", "«"
"""Stand around the finding in its text, so that no colour is needed to see it."""
FOUND_STYLE = "$background on $warning bold"

WORDS = {Decision.MASKED: "mask", Decision.KEPT: "keep", Decision.EXCLUDED: "exclude item"}
TONES = {Decision.MASKED: "good", Decision.KEPT: "quiet", Decision.EXCLUDED: "bad"}


def header(desk: Desk, width: int, saved_at: str) -> list[Piece]:
    """Study, how much is decided, whether it is saved."""
    count = f"{desk.decided:,} of {len(desk.findings):,} decided"
    marks: list[Piece] = [(count, "$accent bold"), "   "]
    marks += [(f"SAVED {saved_at}", "$success") if saved_at else ("nothing changed", "$secondary")]
    if desk.study.info.simulated:
        marks += ["  ", ("SIMULATED", "$warning")]
    left: list[Piece] = [("LEAKS", "$accent bold"), "  "]
    room = width - length(left) - length(marks) - 2
    title = cut(desk.study.info.title, max(0, room))
    space = " " * max(2, width - length(left) - length([title]) - length(marks))
    return [*left, title, space, *marks]


def head(width: int) -> list[Piece]:
    """Name the columns of the list."""
    name, spelling = _columns(width)
    line = f"   {'kind':<{KIND_WIDTH}}{'name':<{name}}{'as it stands':<{spelling}}"
    return [(f"{line}{'places':>{COUNT_WIDTH}}  decision", "$secondary")]


def _columns(width: int) -> tuple[int, int]:
    """Give the widths of name and spelling."""
    room = width - 3 - KIND_WIDTH - COUNT_WIDTH - STATE_WIDTH
    name = max(FEWEST_NAME, room * 2 // 5)
    return name, max(FEWEST_NAME, room - name)


def row_spans(desk: Desk, row: Row, width: int) -> list[Span]:
    """Draw a line of the list."""
    return _group_spans(desk, row, width) if row.place is None else _place_spans(desk, row, width)


def _group_spans(desk: Desk, row: Row, width: int) -> list[Span]:
    group, found = row.group, desk.of(row.group)
    name, spelling = _columns(width)
    sign = "-" if desk.is_unfolded(group) else "+"
    said, tone = _state(found)
    return [
        (f"{sign} ", "quiet"),
        fitted(KIND_WORDS[group.kind], KIND_WIDTH),
        (f"{fitted(group.name, name - 1)} ", "quiet"),
        f"{fitted(group.spelling, spelling - 1)} ",
        f"{len(found):>{COUNT_WIDTH - 1},}   ",
        (said, tone),
    ]


def _state(found: Sequence[Finding]) -> tuple[str, str]:
    """Say in few words what is decided on places, and in which tone."""
    counts = Counter(each.decision for each in found)
    open_ = counts.pop(None, 0)
    if not counts:
        return "undecided", "warn"
    if open_:
        return f"{len(found) - open_:,} of {len(found):,} decided", "warn"
    if len(counts) == 1:
        (decision,) = counts
        assert decision is not None  # noqa: S101  # popped above
        return WORDS[decision], TONES[decision]
    return " ".join(f"{WORDS[d].split()[0]} {n:,}" for d, n in counts.items() if d), "text"


def _place_spans(desk: Desk, row: Row, width: int) -> list[Span]:
    assert row.place is not None  # noqa: S101  # the line of a place
    finding = desk.findings[row.place]
    said, tone = _state([finding])
    part = desk.part(finding)
    turn = f"part {part}" if part else "reference"
    item = desk.original_ids.get(finding.blind_id, "")
    number = f"{desk.place_in(row.group, finding):>6,}  "
    room = max(8, width - 2 - len(number) - len(finding.blind_id) - 2 - 14 - STATE_WIDTH)
    return [
        (f"  {number}", "quiet"),
        f"{finding.blind_id}  ",
        (f"{fitted(item, room)}", "quiet"),
        (f"{turn:>12}   ", "quiet"),
        (said, tone),
    ]


def place(desk: Desk, row: Row | None, around: Surroundings | None, width: int) -> list[Piece]:
    """Say where the place is whose text is shown below, and what is decided on it."""
    if row is None or around is None:
        return [("", "$secondary")]
    finding = desk.shown(row)
    said, tone = _state([finding])
    by = f" by {visible_line(finding.person)}" if finding.person else ""
    style = {"good": "$success", "bad": "$error", "warn": "$warning"}.get(tone, "$foreground")
    number = desk.place_in(row.group, finding)
    of = f"{number:,} of {plural(len(row.group.places), 'place')}  "
    where = f"  {_part_words(around)}"
    right: list[Piece] = ["  ", (f"{said}{by}", f"{style} bold")]
    seen = f" (coders see {finding.blind_id})"
    room = width - length([of, seen, where]) - length(right)
    item = cut(desk.original_ids.get(finding.blind_id, ""), max(6, room))
    return [
        (of, "$secondary"), (item, "$accent bold"), (seen, "$secondary"),
        (where, "$secondary"), *right,
    ]  # fmt: skip


def place_lines(
    desk: Desk, row: Row | None, around: Surroundings | None, width: int
) -> list[Piece]:
    """Say the same on lines of their own, for a panel beside the list."""
    if row is None or around is None:
        return []
    finding = desk.shown(row)
    said, _ = _state([finding])
    by = f" by {visible_line(finding.person)}" if finding.person else ""
    item = desk.original_ids.get(finding.blind_id, "")
    facts = (
        ("item", f"{item} (coders see {finding.blind_id})"),
        ("part", _part_words(around)),
        ("kind", KIND_WORDS[row.group.kind]),
        ("name", visible_line(row.group.name)),
        ("stands as", visible_line(row.group.spelling)),
        ("decision", f"{said}{by}"),
    )
    pieces: list[Piece] = []
    for what, words in facts:
        pieces += _fact(what, words, width)
    return [*pieces, ("─" * width, "$line"), "\n"]


def _fact(what: str, words: str, width: int) -> list[Piece]:
    """Say one thing in as many lines as it takes."""
    pieces: list[Piece] = []
    for begin, behind in wrap(words, max(8, width - FACT_WIDTH)) or [(0, 0)]:
        head = what if begin == 0 else ""
        pieces += [(f"{head:<{FACT_WIDTH}}", "$secondary")]
        pieces += [(words[begin:behind].rstrip(), "$accent bold"), "\n"]
    return pieces


def whole(row: Row | None, listed: int, width: int) -> list[Piece]:
    """Give name and spelling whole, where the list has no room for them; nothing where it has.

    Args:
        row: the line under the cursor.
        listed: columns that a line of the list has.
        width: columns that there are here.
    """
    if row is None:
        return []
    name, spelling = _columns(listed)
    pieces: list[Piece] = []
    for what, text, room in (
        ("name", row.group.name, name),
        ("stands as", row.group.spelling, spelling),
    ):
        words = visible_line(text)
        if width_of(words) > room - 1:
            pieces += _fact(what, words, width)
    return pieces


def _part_words(around: Surroundings) -> str:
    part = Part(around.part, around.role, around.kind, around.label, "", "")
    words = clipped(label(part), 16)
    return words if not around.part else f"{around.part} {words}"


def context(around: Surroundings | None, width: int, height: int) -> list[Piece]:
    """Give the text around a place in so many lines, the place marked and about in the middle."""
    if around is None or width < 4 or height < 1:
        return []
    before = ("" if around.starts else "…") + visible(around.before)
    found = OPEN + visible(around.found) + CLOSE
    text = before + found + visible(around.after) + ("" if around.ends else "…")
    start, end = len(before), len(before) + len(found)
    lines = wrap(text, width)
    here = next(at for at, (_, last) in enumerate(lines) if start < last)
    first = max(0, min(here - height // 2, len(lines) - height))
    pieces: list[Piece] = []
    for begin, behind in lines[first : first + height]:
        # Spaces at the end of a line hang over its width, and would be wrapped again.
        last = begin + len(text[begin:behind].rstrip())
        pieces += [
            text[begin : min(last, start)],
            (text[max(begin, start) : min(last, end)], FOUND_STYLE),
            text[max(begin, end) : last],
            "\n",
        ]
    return [piece for piece in pieces if piece not in ("", ("", FOUND_STYLE))]


def lines_of(pieces: Sequence[Piece]) -> int:
    """How many lines there are in pieces that end each of theirs."""
    return sum(piece == "\n" for piece in pieces)


def hints(keys: Sequence[str], width: int) -> list[Piece]:
    """Give keys, each with what it does behind it, as far as there is room."""
    pieces: list[Piece] = []
    for each in keys:
        key, _, does = each.partition(" ")
        piece: list[Piece] = [(key, "$accent"), f" {does}  "]
        if length(pieces) + length(piece) > width + 2:
            break
        pieces += piece
    return pieces


def shown_words(desk: Desk) -> str:
    """Say what of the findings is listed, where that is not all."""
    said = []
    if desk.kind is not None:
        said.append(f"{KIND_WORDS[desk.kind]} only")
    if desk.text:
        said.append(f"holding {clipped(desk.text, 20)!r}")
    return ", ".join(said)


def leaving_words(desk: Desk, carried: Carried) -> str:
    """Say what would change, a line each, and what stays open."""
    changes = [
        f"{plural(carried.rewritten, 'item')} with another text" if carried.rewritten else "",
        f"{plural(carried.redacted, 'quote or comment', 'quotes and comments')} with other words"
        if carried.redacted
        else "",
        f"{plural(carried.excluded, 'item')} left out of the study" if carried.excluded else "",
        f"{plural(carried.back, 'item')} back in the study" if carried.back else "",
    ]
    said = "".join(f"  {each}\n" for each in changes if each)
    undecided = len(desk.findings) - desk.decided
    verb = "is" if undecided == 1 else "are"
    open_ = f"{plural(undecided, 'place')} {verb} still undecided. " if undecided else ""
    repeats = "Silent repeats are counted. " if desk.has_repeats else ""
    return f"{said}\n{repeats}{open_}Scores stay as they are."
