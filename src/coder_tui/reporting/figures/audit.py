"""An audit as a figure: benchmarks by dimensions, and below how far each dimension is covered."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from coder_tui.analysis.audit import Audit, Coverage, Entry
from coder_tui.analysis.audit_words import not_measured
from coder_tui.analysis.settled import Settled
from coder_tui.analysis.summary import Summary
from coder_tui.domain.rubric import Dimension, State
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.reporting.figures.ink import (
    INK,
    LINE_OF_TEXT,
    MARK,
    QUIET,
    bare,
    digits_on,
    fill_of,
    heading,
    lines_of,
    panel,
    small_print,
    square,
)
from coder_tui.reporting.figures.picture import Picture, drawing, new_figure

CELL, ROW = 0.5, 0.235
LEAST_TITLES, CHARACTER = 1.75, 0.056
"""Inches of the column of titles, and of a character in it."""
LONGEST_TITLE = 44
SHORTS = 0.17
"""Inches of the dimensions' short names under the bars."""
MAKING = 1.15
"""Inches of the column of the level of evidence."""
NAMES = 1.32
"""Inches of the dimensions' slanted names above the matrix."""
BENCHMARK = 0.12
"""Inches of one benchmark in a bar: enough for a digit."""
LOWEST_PIECE = 0.11
"""Inches below which the digits of a piece would run into the next one."""
LEAST_COVERAGE, MOST_COVERAGE = 0.6, 3.0
MOST_KEYS = 3
"""Shades that the key of colours names, beside the hatching."""
LEVEL_OF_EVIDENCE = "level_of_evidence"
"""Id of the dimension that says it in the shipped rubric of audits."""
LEGEND = (
    "Digits: final scores. * adjudicated. 0/1: coders differ and nobody has decided. ?: cannot "
    "judge. -: not applicable. Blank: nobody has answered. Bars: how many benchmarks stand at each "
    "point; hatched: without a final score."
)


def audit_picture(found: Summary) -> Picture:
    """Draw an audit, for each kind of coder one below the other.

    Args:
        found: of benchmarks, with at least one audit.
    """
    dimensions = max(len(each.dimensions) for each in found.audits)
    width = _titles(found.audits) + dimensions * CELL + MAKING + 0.3
    said = [(line, MARK) for line in lines_of(_banners(found), width)]
    blocks = [_height(each, width) for each in found.audits]
    height = 0.4 + LINE_OF_TEXT * len(said) + sum(blocks) + 0.1
    with drawing():
        figure = new_figure(width, height)
        title = f"What the benchmarks measure: {visible_line(found.title)}"
        top = heading(figure, title, said, 0.1)
        for audit, block in zip(found.audits, blocks, strict=True):
            _block(figure, audit, top, _titles(found.audits))
            top += block
    return Picture(figure, title, _alt(found))


def _titles(audits: Sequence[Audit]) -> float:
    """Give the inches that the benchmarks' titles take."""
    longest = max((len(_title(e)) for each in audits for e in each.entries), default=0)
    return max(LEAST_TITLES, 0.25 + CHARACTER * longest)


def _title(entry: Entry) -> str:
    return clipped(entry.title or entry.blind_id, LONGEST_TITLE)


def _banners(found: Summary) -> list[str]:
    if found.simulated:
        return ["SIMULATED: a program made scores of this study; they show the procedure."]
    return []


def _notes(audit: Audit, width: float) -> list[str]:
    return lines_of([LEGEND, *not_measured(audit)], width)


def _height(audit: Audit, width: float) -> float:
    notes = LINE_OF_TEXT * len(_notes(audit, width))
    return 0.2 + NAMES + ROW * len(audit.entries) + _bars(audit) + SHORTS + 0.25 + notes + 0.15


def _bars(audit: Audit) -> float:
    """Give the height of the bars in inches."""
    return min(MOST_COVERAGE, max(LEAST_COVERAGE, BENCHMARK * len(audit.entries)))


def _block(figure: Figure, audit: Audit, top: float, titles: float) -> None:
    across, down = figure.get_figwidth(), figure.get_figheight()
    rows, width = len(audit.entries), CELL * len(audit.dimensions)
    said = f"By {audit.coder_kind} coders: {plural(rows, 'benchmark')}"
    figure.text(0.1 / across, 1 - top / down, said, fontsize=7.5, va="top", color=INK)
    top += 0.2
    _names(panel(figure, titles, top, width + MAKING, NAMES), audit)
    top += NAMES
    axes = panel(figure, titles, top, width, ROW * rows)
    _matrix(axes, audit)
    making = _level_of_evidence(audit)
    if making is not None:
        beside = panel(figure, titles + width + 0.1, top, MAKING, ROW * rows)
        _levels(beside, audit, making)
    top += ROW * rows + 0.1
    bars = _bars(audit)
    _coverage(panel(figure, titles, top, width, bars), audit.coverage, rows, bars)
    _colours(panel(figure, titles + width + 0.15, top, MAKING, LEAST_COVERAGE), audit)
    _shorts(panel(figure, titles, top + bars, width, SHORTS), audit)
    figure.text(
        (titles - 0.08) / across,
        1 - (top + bars / 2) / down,
        f"how many benchmarks\nat each point\n(of {rows})",
        fontsize=7,
        ha="right",
        va="center",
        color=QUIET,
    )
    top += bars + SHORTS + 0.15
    small_print(figure, _notes(audit, across), top)


def _names(axes: Axes, audit: Audit) -> None:
    """Write the dimensions' names over their columns."""
    bare(axes)
    axes.set_xlim(0, len(audit.dimensions) + MAKING / CELL)
    axes.set_ylim(0, 1)
    for at, each in enumerate(audit.dimensions):
        _slanted(axes, at + 0.35, each.label)
    if _level_of_evidence(audit) is not None:
        axes.text(len(audit.dimensions) + 0.25, 0.06, "level of\nevidence", fontsize=7.5, color=INK)


def _slanted(axes: Axes, column: float, label: str) -> None:
    axes.text(
        column,
        0.06,
        clipped(label, 32),
        fontsize=7.5,
        rotation=42,
        ha="left",
        va="bottom",
        rotation_mode="anchor",
        color=INK,
    )


def _matrix(axes: Axes, audit: Audit) -> None:
    bare(axes)
    axes.set_xlim(0, len(audit.dimensions))
    axes.set_ylim(len(audit.entries), 0)
    for row, entry in enumerate(audit.entries):
        axes.text(
            -0.12,
            row + 0.5,
            _title(entry),
            ha="right",
            va="center",
            fontsize=7.5,
            color=INK,
        )
        for column, (dimension, cell) in enumerate(zip(audit.dimensions, entry.cells, strict=True)):
            square(axes, column, row, _share(dimension, cell), _word(cell), 7.5)


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


def _level_of_evidence(audit: Audit) -> int | None:
    """Give the place of the level of evidence among what says how a benchmark is made."""
    ids = [each.id for each in audit.makings]
    return ids.index(LEVEL_OF_EVIDENCE) if LEVEL_OF_EVIDENCE in ids else None


def level_word(audit: Audit, entry: Entry, place: int) -> str:
    """Give the level of evidence of a benchmark; of coders who differ what each said."""
    making, cell = audit.makings[place], entry.makings[place]
    if cell is None:
        return ""

    def label(value: str) -> str:
        point = making.point(value)
        return point.label if point else value

    if cell.answer is None:
        return "/".join(label(each.value) if each.value else each.word for each in cell.said)
    return label(cell.answer.value) if cell.answer.value else cell.answer.word


def _levels(axes: Axes, audit: Audit, place: int) -> None:
    bare(axes)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(audit.entries), 0)
    for row, entry in enumerate(audit.entries):
        cell = entry.makings[place]
        color = QUIET if cell is None or cell.answer is None else INK
        word = clipped(level_word(audit, entry, place), 22)
        axes.text(0.02, row + 0.5, word, va="center", fontsize=7, color=color)


def _coverage(axes: Axes, coverage: Sequence[Coverage], benchmarks: int, height: float) -> None:
    """Draw a bar a dimension: how many benchmarks at each point, the highest at the bottom."""
    bare(axes)
    axes.set_xlim(0, max(1, len(coverage)))
    axes.set_ylim(0, max(1, benchmarks))
    legible = LOWEST_PIECE / height * benchmarks
    for column, each in enumerate(coverage):
        without = benchmarks - sum(each.counts)
        bottom = 0.0
        for at, count in reversed(list(enumerate(each.counts))):
            share = at / max(1, len(each.counts) - 1)
            _piece(axes, column, bottom, count, share, legible)
            bottom += count
        _piece(axes, column, bottom, without, None, legible)


def _shorts(axes: Axes, audit: Audit) -> None:
    """Name the bars."""
    bare(axes)
    axes.set_xlim(0, max(1, len(audit.dimensions)))
    axes.set_ylim(0, 1)
    for column, each in enumerate(audit.dimensions):
        short = clipped(each.short, 8)
        axes.text(column + 0.5, 0.4, short, ha="center", va="center", fontsize=7, color=INK)


def _colours(axes: Axes, audit: Audit) -> None:
    """Say which shade is which point of the scale, the highest at the bottom as in the bars."""
    bare(axes)
    points = max((each.values for each in audit.dimensions), key=len, default=())
    # Of a long scale its ends and the middle show how the shades run.
    places = sorted({0, (len(points) - 1) // 2, len(points) - 1}) if points else []
    key: list[tuple[float | None, str]] = [(None, "no final score")]
    key += [(at / max(1, len(points) - 1), f"score {points[at]}") for at in places]
    axes.set_xlim(0, MAKING / (LEAST_COVERAGE / (MOST_KEYS + 1)))
    axes.set_ylim(MOST_KEYS + 1, 0)
    for row, (share, word) in enumerate(key):
        square(axes, 0, row, share, "")
        axes.text(1.4, row + 0.5, word, va="center", fontsize=7, color=INK)


def _piece(
    axes: Axes, column: int, bottom: float, count: int, share: float | None, legible: float
) -> None:
    if not count:
        return
    axes.add_patch(
        Rectangle(
            (column + 0.14, bottom),
            0.72,
            count,
            facecolor="white" if share is None else fill_of(share),
            edgecolor="#a9b0b8",
            linewidth=0.5,
            hatch="////" if share is None else None,
        )
    )
    if count >= legible:
        back = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if share is None else None
        color = INK if share is None else digits_on(share)
        axes.text(
            column + 0.5,
            bottom + count / 2,
            str(count),
            ha="center",
            va="center",
            fontsize=7,
            color=color,
            bbox=back,
        )


def _alt(found: Summary) -> str:
    """Say the whole figure in words."""
    said = _banners(found)
    for audit in found.audits:
        said.append(f"By {audit.coder_kind} coders.")
        place = _level_of_evidence(audit)
        for entry in audit.entries:
            cells = ", ".join(
                f"{each.short} {_word(cell) or 'none'}"
                for each, cell in zip(audit.dimensions, entry.cells, strict=True)
            )
            level = "" if place is None else f"; level {level_word(audit, entry, place)}"
            said.append(f"{entry.title or entry.blind_id}: {cells}{level}.")
    return " ".join(said)
