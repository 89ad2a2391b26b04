"""The tables that are files of their own, each read from `coded.db`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from coder_tui.domain.adjudicators import together
from coder_tui.domain.rubric import Rubric, State
from coder_tui.reporting.coded_views import CONDITION, EXPORT_VIEWS
from coder_tui.reporting.shape import KNOWN, Cell, Column, Table, columns
from coder_tui.storage.after_closing import Place, late_answers, marks
from coder_tui.storage.database import Connection
from coder_tui.storage.schema_freezing import BEYOND_THE_OPENING
from coder_tui.storage.study import Coder

LONG = replace(EXPORT_VIEWS[1], meaning="One row per coder, item and dimension: submitted scores.")

FINAL = Table(
    "final_scores",
    "One row per item and dimension that a coder of the kind that counts has scored: the final "
    "score.",
    columns(
        "blind_id title dimension label state value number point_label basis coder_kind coders "
        "late after_unblinding",
        {
            "late": (
                "integer",
                "1: an answer that it rests on, or that was decided over, is outside the "
                "reliability set.",
            ),
            "after_unblinding": (
                "integer",
                "1: a decision, its taking back, or an answer under it came after the conditions "
                "were opened.",
            ),
        },
    ),
)

ADJUDICATIONS = Table(
    "adjudications",
    "Every decision on a disagreement, with its reason.",
    columns(
        "blind_id title dimension label adjudicator state value number point_label reason sentence "
        "standing own_item recorded_at after_unblinding coder_kind",
        {
            "adjudicator": ("text", "Who decided; of several together the names, as `ana+ben`."),
            "reason": ("text", "Reason code."),
            "sentence": ("text", "The reason in words; may be empty."),
            "standing": ("integer", "1: the decision in force; 0: superseded or withdrawn."),
            "own_item": ("integer", "1: whoever decided had coded the item."),
            "after_unblinding": (
                "integer",
                "1: decided, taken back, or merged, after the conditions were opened.",
            ),
            "coder_kind": ("text", "Kind of the coders whose answers were decided on."),
        },
    ),
)

CONDITIONS = replace(
    CONDITION,
    name="conditions",
    meaning="What each item is; there only with the key, and without silent repeats. Join on "
    "blind_id.",
)

SELECT_FINAL = """
select
    final_score.blind_id,
    item.title,
    final_score.dimension,
    rubric_dimension.label,
    final_score.state,
    final_score.value,
    final_score.number,
    rubric_point.label,
    final_score.basis,
    final_score.coder_kind,
    final_score.coders
from final_score
join item on item.blind_id = final_score.blind_id
left join rubric_dimension
    on rubric_dimension.fingerprint = :rubric
    and rubric_dimension.dimension = final_score.dimension
left join rubric_point
    on rubric_point.fingerprint = :rubric
    and rubric_point.dimension = final_score.dimension
    and rubric_point.value = final_score.value
order by final_score.blind_id, rubric_dimension.place, final_score.dimension
"""

SELECT_ADJUDICATIONS = f"""
select
    adjudication.blind_id,
    item.title,
    adjudication.dimension,
    rubric_dimension.label,
    adjudication.adjudicator,
    adjudication.state,
    adjudication.value,
    adjudication.number,
    rubric_point.label,
    adjudication.reason,
    adjudication.sentence,
    coalesce(decision.in_force, 0) as standing,
    coalesce(decision.own_item, 0) as own_item,
    adjudication.recorded_at,
    {BEYOND_THE_OPENING.format("adjudication")} as after_unblinding
from adjudication
left join decision
    on decision.sitting = adjudication.sitting and decision.seq = adjudication.seq
join item on item.blind_id = adjudication.blind_id
left join rubric_dimension
    on rubric_dimension.fingerprint = adjudication.rubric
    and rubric_dimension.dimension = adjudication.dimension
left join rubric_point
    on rubric_point.fingerprint = adjudication.rubric
    and rubric_point.dimension = adjudication.dimension
    and rubric_point.value = adjudication.value
order by adjudication.blind_id, rubric_dimension.place, adjudication.dimension,
    adjudication.clock, adjudication.sitting, adjudication.seq
"""

SELECT_ITEMS = """
select blind_id, title
from item
where blind_id not in (select blind_id from uncounted_item)
order by blind_id
"""


def long_rows(coded: Connection) -> list[tuple[Cell, ...]]:
    """Give the rows of `scores_long`."""
    return coded.execute(
        f"select {', '.join(LONG.names)} from scores_long order by {LONG.order}"
    ).fetchall()


def final_rows(coded: Connection, rubric: str) -> list[tuple[Cell, ...]]:
    """Give the rows of `final_scores`; labels are those of the rubric with this fingerprint."""
    marked = marks(coded)
    rows = coded.execute(SELECT_FINAL, {"rubric": rubric}).fetchall()
    places = [(row, (row[0], row[2])) for row in rows]
    return [
        (*row, int(place in marked.late), int(place in marked.after_unblinding))
        for row, place in places
    ]


def adjudication_rows(coded: Connection) -> list[tuple[Cell, ...]]:
    """Give the rows of `adjudications`."""
    kinds = {
        (blind_id, dimension): kind
        for blind_id, dimension, kind in coded.execute(
            "select blind_id, dimension, coder_kind from final_score"
        ).fetchall()
    }
    return [
        (*row, kinds.get((row[0], row[2])))
        for row in coded.execute(SELECT_ADJUDICATIONS).fetchall()
    ]


def wide_table(dimensions: Iterable[tuple[str, str]], coders: Sequence[Coder]) -> Table:
    """Give the shape of `scores_wide`, which depends on the study.

    Args:
        dimensions: id and label of each, in the order of the rubric.
        coders: by name.
    """
    found: list[Column] = list(columns("blind_id title"))
    for dimension, label in dimensions:
        found += [
            Column(
                _cell_name(dimension, coder),
                "text",
                f"{label}: the submitted answer of {coder.name} ({coder.kind}): a value, "
                "not_applicable or cannot_judge; empty where there is none.",
            )
            for coder in coders
        ]
        found.append(Column(f"{dimension}__final", "text", f"{label}: the final answer."))
        found.append(Column(f"{dimension}__basis", "text", f"{label}: {KNOWN['basis'][1]}"))
        found += [
            Column(f"{dimension}__{name}", type_, f"{label}: {meaning}")
            for name, (type_, meaning) in WIDE_MARKS.items()
        ]
    return Table("scores_wide", "One row per item.", tuple(found))


WIDE_MARKS = {
    "late": (
        "text",
        "the coders whose answer, or its clearing, is outside the reliability set, as `ana+ben`; "
        "empty where none is.",
    ),
    "after_unblinding": ("integer", "as in `final_scores`; empty where there is no final answer."),
}
"""What ends each dimension's columns in `scores_wide`."""


def _cell_name(dimension: str, coder: Coder) -> str:
    return f"{dimension}__{coder.name}__{coder.kind}"


def wide_rows(coded: Connection, rubric: Rubric, coders: Sequence[Coder]) -> Iterator[list[Cell]]:
    """Give the rows of `scores_wide`."""
    table = wide_table(((d.id, d.label) for d in rubric.dimensions), coders)
    names = {coder.name: coder for coder in coders}
    cells: dict[str, dict[str, Cell]] = {}
    after = marks(coded).after_unblinding
    for blind_id, dimension, coder, state, value in coded.execute(
        "select blind_id, dimension, coder, state, value from submitted_score"
    ).fetchall():
        cells.setdefault(blind_id, {})[_cell_name(dimension, names[coder])] = _word(state, value)
    for blind_id, dimension, state, value, basis in coded.execute(
        "select blind_id, dimension, state, value, basis from final_score"
    ).fetchall():
        row = cells.setdefault(blind_id, {})
        row[f"{dimension}__final"] = _word(state, value)
        row[f"{dimension}__basis"] = basis
        row[f"{dimension}__after_unblinding"] = int((blind_id, dimension) in after)
    for (blind_id, dimension), late in _late_coders(coded).items():
        cells.setdefault(blind_id, {})[f"{dimension}__late"] = together(late)
    items = coded.execute(SELECT_ITEMS).fetchall()
    for blind_id, title in items:
        row = {"blind_id": blind_id, "title": title, **cells.get(blind_id, {})}
        yield [row.get(name) for name in table.names]


def _late_coders(coded: Connection) -> dict[Place, list[str]]:
    found: dict[Place, list[str]] = {}
    for coder, blind_id, dimension in late_answers(coded):
        found.setdefault((blind_id, dimension), []).append(coder)
    return found


def _word(state: str | None, value: str | None) -> str | None:
    return value if state == State.SCORED else state
