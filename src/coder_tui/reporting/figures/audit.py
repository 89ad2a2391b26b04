"""An audit as a figure: benchmarks by dimensions, and below how far each dimension is covered."""

from coder_tui.analysis.audit import Audit, Entry
from coder_tui.analysis.audit_words import not_measured
from coder_tui.analysis.settled import Settled
from coder_tui.analysis.summary import Summary
from coder_tui.domain.rubric import Dimension, State
from coder_tui.domain.text import plural, visible_line
from coder_tui.reporting.figures.audit_bars import draw_bars
from coder_tui.reporting.figures.audit_form import (
    AROUND,
    BESIDE,
    CELL,
    NAME,
    SLANT,
    TITLE_LINES,
    WORD,
    Form,
)
from coder_tui.reporting.figures.heads import heads
from coder_tui.reporting.figures.ink import INK, QUIET, fill_of
from coder_tui.reporting.figures.letters import cut, lines_in, width_of
from coder_tui.reporting.figures.paper import MARGIN, Paper, height_of
from coder_tui.reporting.figures.picture import Picture, drawing

HEAD = 8.0
LEVEL_OF_EVIDENCE = "level_of_evidence"
"""Id of the dimension that says it in the shipped rubric of audits."""
LEGEND = (
    "Digits: final scores. * adjudicated. 0/1: coders differ and nobody has decided. ?: cannot "
    "judge. -: not applicable. Hatched: no final score; hatched and empty: nobody has answered. "
    "Bars: how many benchmarks stand at each point."
)


def audit_picture(found: Summary) -> Picture:
    """Draw an audit, for each kind of coder one below the other.

    Args:
        found: of benchmarks, with at least one audit.
    """
    title = f"What the benchmarks measure: {visible_line(found.title)}"
    with drawing():
        form = Form.of(
            [_title(each) for audit in found.audits for each in audit.entries],
            [audit.dimensions for audit in found.audits],
            [_level(audit, each) for audit in found.audits for each in audit.entries],
        )
        paper = Paper(form.width)
        top = paper.heading(title, *_heads(found))
        for audit in found.audits:
            top = _block(paper, audit, form, top) + 0.2
        return paper.finish(top - 0.2, title, _alt(found))


def _heads(found: Summary) -> tuple[list[str], list[str]]:
    return heads(found.banners, found.closed, f"{found.rests_on}.")


def _title(entry: Entry) -> str:
    return visible_line(entry.title or entry.blind_id)


def _block(paper: Paper, audit: Audit, form: Form, top: float) -> float:
    """Draw what coders of one kind found; give where it ends."""
    said = f"By {audit.coder_kind} coders: {plural(len(audit.entries), 'benchmark')}"
    top = paper.write(MARGIN, top, [said], HEAD, bold=True)
    start = top + form.slanted
    left = MARGIN + form.titles
    for at, each in enumerate(audit.dimensions):
        paper.slant(left + (at + 0.42) * CELL, start - 0.05, _name(each, form), NAME, SLANT)
    _matrix(paper, audit, left, start, form)
    beyond = left + CELL * len(audit.dimensions) + BESIDE
    if _place(audit) is not None:
        above = start - height_of(2, NAME) - 0.03
        paper.write(beyond, above, ["level of", "evidence"], NAME)
    top = draw_bars(paper, audit, left, start + form.row * len(audit.entries) + 0.12, form)
    return paper.print_small([LEGEND, *not_measured(audit)], top + 0.1)


def _name(dimension: Dimension, form: Form) -> str:
    return cut(dimension.label, form.longest_name, NAME)


def _matrix(paper: Paper, audit: Audit, left: float, top: float, form: Form) -> None:
    for row, entry in enumerate(audit.entries):
        upper = top + row * form.row
        middle = upper + form.row / 2
        lines = lines_in(_title(entry), form.titles - AROUND, NAME, most=TITLE_LINES)
        paper.centre(left - AROUND, middle, lines, NAME, align="right")
        for column, (dimension, cell) in enumerate(zip(audit.dimensions, entry.cells, strict=True)):
            corner = (left + column * CELL, upper)
            _cell(paper, dimension, cell, corner, form.row)
        beyond = left + CELL * len(audit.dimensions) + BESIDE
        place = _place(audit)
        made = None if place is None else entry.makings[place]
        color = QUIET if made is None or made.answer is None else INK
        level = cut(_level(audit, entry), form.level, WORD)
        paper.centre(beyond, middle, [level], WORD, color, align="left")


def _cell(
    paper: Paper,
    dimension: Dimension,
    cell: Settled | None,
    corner: tuple[float, float],
    row: float,
) -> None:
    left, top = corner
    share, word = _share(dimension, cell), cut(_word(cell), CELL - 0.04, NAME)
    middle = (left + CELL / 2, top + row / 2)
    if share is None:
        paper.box(left, top, CELL, row, "white", "#d5d9de", hatched=True)
        if word:
            paper.clear(*middle, width_of(word, NAME) + 0.05, 0.14)
        paper.centre(*middle, [word], NAME, QUIET)
        return
    paper.box(left, top, CELL, row, fill_of(share))
    paper.centre(*middle, [word], NAME)


def _share(dimension: Dimension, cell: Settled | None) -> float | None:
    """Give how high a final score is on its scale; None where there is none."""
    if cell is None or cell.number is None:
        return None
    low, high = float(dimension.values[0]), float(dimension.values[-1])
    return (cell.number - low) / (high - low) if high > low else 0.0


def _word(cell: Settled | None) -> str:
    """Give the digits of a cell."""
    if cell is None:
        return ""
    if cell.answer is None:
        return visible_line(cell.word.replace("can't", "?").replace("n/a", "-"))
    signs = {State.CANNOT_JUDGE: "?", State.NOT_APPLICABLE: "-"}
    word = signs.get(cell.answer.state, cell.answer.word)
    return f"{word}*" if cell.basis == "adjudicated" else word


def _place(audit: Audit) -> int | None:
    """Give the place of the level of evidence among what says how a benchmark is made."""
    ids = [each.id for each in audit.makings]
    return ids.index(LEVEL_OF_EVIDENCE) if LEVEL_OF_EVIDENCE in ids else None


def _level(audit: Audit, entry: Entry) -> str:
    """Give the level of evidence of a benchmark, or nothing."""
    place = _place(audit)
    return "" if place is None else level_word(audit, entry, place)


def level_word(audit: Audit, entry: Entry, place: int) -> str:
    """Give the level of evidence of a benchmark; of coders who differ what each said."""
    making, cell = audit.makings[place], entry.makings[place]
    if cell is None:
        return ""

    def label(value: str) -> str:
        point = making.point(value)
        return visible_line(point.label if point else value)

    if cell.answer is None:
        return "/".join(label(each.value) if each.value else each.word for each in cell.said)
    return label(cell.answer.value) if cell.answer.value else cell.answer.word


def _alt(found: Summary) -> str:
    """Say the whole figure in words."""
    warnings, known = _heads(found)
    said = [*warnings, *known]
    for audit in found.audits:
        said.append(f"By {audit.coder_kind} coders.")
        for entry in audit.entries:
            cells = ", ".join(
                f"{each.short} {_word(cell) or 'none'}"
                for each, cell in zip(audit.dimensions, entry.cells, strict=True)
            )
            level = _level(audit, entry)
            said.append(f"{_title(entry)}: {cells}{f'; level {level}' if level else ''}.")
        said += not_measured(audit)
    return " ".join(said)
