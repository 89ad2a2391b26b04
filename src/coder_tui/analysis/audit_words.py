"""The summary of an audit in words and plain tables, for paper and for the screen."""

from collections.abc import Sequence
from textwrap import fill

from coder_tui.analysis.audit import Audit, Coverage, CrossTable, Entry
from coder_tui.analysis.numerals import number
from coder_tui.analysis.plain_table import table
from coder_tui.analysis.settled import Settled
from coder_tui.domain.rubric import Dimension, State
from coder_tui.domain.text import clipped, plural, visible_line

WIDTH = 80
TITLE, LABEL = 26, 33
MAKING = 11
"""Columns of the label of a nominal dimension's value."""
LEGEND = (
    "?: cannot judge. -: not applicable. 0/1: coders differ and nobody has decided. "
    "*: adjudicated. _: nobody has answered. Above 0: of the benchmarks that were scored, how "
    "many are above the lowest point."
)
METHOD = (
    "Differences are Gower's, over the dimensions that both benchmarks were scored on; the share "
    "of them between groups is adjusted for the number of groups (omega squared), and p counts "
    "random divisions that separate as much (PERMANOVA, 9,999 permutations). With so few "
    "benchmarks, which nobody drew at random, this describes these benchmarks and no others."
)


def audit_text(audit: Audit, width: int = WIDTH) -> str:
    """Give matrix, coverage, what nobody measures, and the tables against the making.

    Args:
        audit: by the coders of one kind.
        width: columns; where they are fewer than 80, tables have shorter labels.
    """
    narrower = max(0, WIDTH - width)
    parts = [
        f"By {audit.coder_kind} coders: {plural(len(audit.entries), 'benchmark')}, "
        f"{plural(len(audit.dimensions), 'dimension')}",
        _scale(audit.dimensions, width),
        _matrix(audit, narrower),
        fill(LEGEND, width),
        _coverage(audit, narrower),
        *(fill(each, width) for each in not_measured(audit)),
        *(_makings(audit, narrower) for _ in audit.makings[:1]),
        *(_against(audit, each, width) for each in audit.tables),
        *(fill(f"{each} {METHOD}", width) for each in strongest(audit)),
    ]
    return "\n\n".join(part for part in parts if part)


def _scale(dimensions: Sequence[Dimension], width: int) -> str:
    return "\n".join(
        clipped(f"{_short(each)}: {visible_line(each.question)}", width) for each in dimensions
    )


def _matrix(audit: Audit, narrower: int) -> str:
    heads = ["benchmark", *(_short(each) for each in audit.dimensions)]
    return table(
        heads, [[_title(each, TITLE - narrower), *map(_cell, each.cells)] for each in audit.entries]
    )


def _title(entry: Entry, room: int) -> str:
    return clipped(visible_line(entry.title or entry.blind_id), room)


def _short(dimension: Dimension) -> str:
    return clipped(visible_line(dimension.short), 6)


def _cell(cell: Settled | None) -> str:
    if cell is None:
        return "_"
    if cell.answer is None:
        return visible_line(cell.word.replace("can't", "?").replace("n/a", "-"))
    marks = {State.CANNOT_JUDGE: "?", State.NOT_APPLICABLE: "-"}
    word = marks.get(cell.answer.state, cell.answer.word)
    return f"{word}*" if cell.basis == "adjudicated" else word


def coverage_heads(audit: Audit) -> list[str]:
    """Give the heads of the columns of `coverage_cells`."""
    values = audit.dimensions[0].values if audit.dimensions else ()
    return [*(f"at {value}" for value in values), "above 0", "?", "-", "differ", "open"]


def coverage_cells(found: Coverage) -> list[str]:
    """Give on how many benchmarks a dimension is at each point, above the lowest, and not one."""
    without = (found.cannot_judge, found.not_applicable, found.unresolved, found.unscored)
    return [
        *map(str, found.counts),
        f"{found.covered}/{sum(found.counts)}",
        *map(str, without),
    ]


def same_points(audit: Audit) -> list[Coverage]:
    """Give the dimensions that have as many points as the first: one table holds no others."""
    values = audit.dimensions[0].values if audit.dimensions else ()
    return [each for each in audit.coverage if len(each.counts) == len(values)]


def _coverage(audit: Audit, narrower: int) -> str:
    rows = [
        [clipped(visible_line(each.dimension.label), LABEL - narrower), *coverage_cells(each)]
        for each in same_points(audit)
    ]
    return table(["dimension", *coverage_heads(audit)], rows)


def not_measured(audit: Audit) -> list[str]:
    """Say what no benchmark measures, and what depends on how coders' differences end."""
    said = []
    every = [each for each in audit.uncovered if each.scored == each.applicable]
    some = [each for each in audit.uncovered if each.scored < each.applicable]
    if every:
        found = "; ".join(
            f"{visible_line(each.dimension.label)} ({_lowest(each)} on all {each.scored}"
            f"{_besides(each.not_applicable)})"
            for each in every
        )
        said.append(f"No benchmark measures: {found}.")
    if some:
        found = "; ".join(
            f"{visible_line(each.dimension.label)} "
            f"({_lowest(each)} on {each.scored} of {each.applicable}"
            f"{_besides(each.not_applicable)})"
            for each in some
        )
        said.append(f"Of the benchmarks that have a final score none measures: {found}.")
    if audit.how_far:
        found = "; ".join(
            f"{visible_line(each.dimension.label)} ({each.above_by_all})" for each in audit.how_far
        )
        said.append(
            "Measured, while coders differ in how far and nobody has decided (how many "
            f"benchmarks): {found}."
        )
    if audit.undecided:
        found = "; ".join(
            f"{visible_line(each.dimension.label)} ({each.contested} of "
            f"{each.applicable - each.unscored} answered)"
            for each in audit.undecided
        )
        said.append(
            "Measured, if at all, only where coders differ and nobody has decided (how many "
            f"benchmarks): {found}."
        )
    if audit.too_early:
        found = "; ".join(
            f"{visible_line(each.dimension.label)} ({each.scored} of {each.applicable})"
            for each in audit.too_early
        )
        said.append(
            "Too early to say that no benchmark measures, because most have no final score (how "
            f"many have one): {found}."
        )
    return said


def _lowest(found: Coverage) -> str:
    return found.dimension.values[0]


def _besides(not_applicable: int) -> str:
    return f", not applicable to {not_applicable}" if not_applicable else ""


def _makings(audit: Audit, narrower: int) -> str:
    """Give how each benchmark is made, in as many columns as there is room for."""
    heads = ["benchmark", *(_short(each) for each in audit.makings)]
    rows = []
    for each in audit.entries:
        labels = [
            _label(made, cell) for made, cell in zip(audit.makings, each.makings, strict=True)
        ]
        rows.append([_title(each, 18 - narrower), *labels])
    return table(heads, rows)


def _label(making: Dimension, cell: Settled | None) -> str:
    if cell is None or cell.answer is None or cell.answer.value is None:
        return _cell(cell)
    point = making.point(cell.answer.value)
    return clipped(visible_line(point.label if point else cell.answer.value), MAKING)


def _against(audit: Audit, found: CrossTable, width: int) -> str:
    heads = ["above 0 / scored", "n", *(_short(each) for each in audit.dimensions)]
    rows = [
        [
            clipped(visible_line(category), 26 - max(0, WIDTH - width)),
            str(size),
            *(f"{above}/{scored}" if scored else "-" for above, scored in measured),
        ]
        for category, size, measured in zip(
            found.categories, found.benchmarks, found.measured, strict=True
        )
    ]
    return f"{visible_line(found.making.label)}\n{table(heads, rows)}\n{fill(said(found), width)}"


def said(found: CrossTable) -> str:
    """Say how far what is measured goes with how the benchmarks are made."""
    tested = found.partition
    if tested.adjusted is None or tested.p is None:
        return f"No test: {tested.undefined}."
    left_out = sum(found.benchmarks) - tested.units
    rest = (
        f" {plural(left_out, 'benchmark')} left out, for want of scores in common with the others."
        if left_out
        else ""
    )
    return (
        f"Of the differences between {plural(tested.units, 'benchmark')}, {number(tested.share)} "
        f"lie between {plural(tested.groups, 'group')} (adjusted {number(tested.adjusted)}, "
        f"p {_p(tested.p)}).{rest}"
    )


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else number(value, 3)


def strongest(audit: Audit) -> list[str]:
    """Put the nominal dimensions in the order of what goes with them."""
    tested = [each for each in audit.tables if each.partition.adjusted is not None]
    if len(tested) < 2:
        return []
    ranked = sorted(tested, key=lambda each: -(each.partition.adjusted or 0.0))
    words = [
        f"{visible_line(each.making.label)} {number(each.partition.adjusted)} "
        f"(p {_p(each.partition.p or 1.0)}, {each.partition.units} in "
        f"{plural(each.partition.groups, 'group')})"
        for each in ranked
    ]
    return [
        "How far what is measured goes with how benchmarks are made (adjusted share): "
        f"{'; '.join(words)}. These shares rest on different benchmarks, p is not adjusted, "
        f"and groups of one benchmark make a share large and say little."
    ]
