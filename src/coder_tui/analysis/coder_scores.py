"""Who gave which score on which item, as columns of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.rubric import Rubric
from coder_tui.statistics.patterns import Codes, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class CoderScores:
    """The values that coders of one kind gave on dimensions with scale points or numbers."""

    coders: tuple[str, ...]
    dimensions: tuple[str, ...]
    items: Mapping[str, int]
    """The number of each item."""
    coder: Codes
    """For each score, the place of its coder among the coders."""
    dimension: Codes
    item: Codes
    answer: Codes
    """Equal where the values are."""
    number: Numbers
    """NaN where a value is no number."""

    @property
    def cells(self) -> Codes:
        """The cell of each score: one item on one dimension."""
        found: Codes = self.item * len(self.dimensions) + self.dimension
        return found


def coder_scores(snapshot: Snapshot, rubric: Rubric) -> dict[str, CoderScores]:
    """Read the scores of each kind of coder; texts and sets of labels are left out."""
    kinds = {str(name): str(kind) for name, kind in snapshot.run("select name, kind from coder")}
    codes = snapshot.run("select enum_code(name)::bigint, name::varchar from coder")
    names = {int(code): str(name) for code, name in codes}
    used = [each.id for each in rubric.dimensions if each.takes_one_point or each.takes_number]
    numbers = snapshot.run(
        "select enum_code(dimension::dimension_id)::bigint, dimension from rubric_dimension"
    )
    place = {name: at for at, name in enumerate(used)}
    dimension_of = {int(code): place[name] for code, name in numbers if name in place}
    items = {str(blind_id): int(code) for blind_id, code in snapshot.ask("coder_score_items")}
    columns = snapshot.cursor(read_sql("coder_scores")).fetchnumpy()
    found = {name: np.asarray(column) for name, column in columns.items()}
    dimension = _translated(found["dimension"], dimension_of)
    return {
        kind: _of_kind(
            sorted(name for name, of in kinds.items() if of == kind),
            used,
            items,
            found,
            dimension,
            names,
        )
        for kind in sorted(set(kinds.values()))
    }


def _of_kind(
    coders: Sequence[str],
    dimensions: Sequence[str],
    items: Mapping[str, int],
    found: dict[str, Numbers],
    dimension: Codes,
    names: dict[int, str],
) -> CoderScores:
    place = {name: at for at, name in enumerate(coders)}
    coder = _translated(
        found["coder"], {code: place[name] for code, name in names.items() if name in place}
    )
    of_kind = (coder >= 0) & (dimension >= 0)
    return CoderScores(
        tuple(coders),
        tuple(dimensions),
        items,
        coder[of_kind],
        dimension[of_kind],
        found["item"][of_kind].astype(np.int64),
        found["answer"][of_kind].astype(np.int64),
        found["number"][of_kind].astype(np.float64),
    )


def _translated(codes: Numbers, places: dict[int, int]) -> Codes:
    """Give the place of each code, -1 of those that have none."""
    largest = int(codes.max()) if len(codes) else -1
    table = np.full(largest + 1, -1, dtype=np.int64)
    for code, place in places.items():
        if code <= largest:
            table[code] = place
    found: Codes = table[codes.astype(np.int64)]
    return found
