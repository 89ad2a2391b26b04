"""The columns of a table of scores: which shape it has, and where in a row each score stands."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.domain.text import clipped
from coder_tui.intake.files.sources import refuse
from coder_tui.intake.losses import Losses

ITEM, CODER, DIMENSION, VALUE, STATE = "item", "coder", "dimension", "value", "state"
COMMENT, QUOTE, PART, ITEM_COMMENT = "comment", "quote", "part", "item_comment"
KIND, RUBRIC, EVIDENCE = "coder_kind", "rubric", "evidence_list"

ALIASES = {
    ITEM: ("item", "item id", "blind id", "id", "original id", "unit", "transcript", "entry"),
    CODER: ("coder", "coder id", "rater", "annotator", "judge", "reviewer"),
    DIMENSION: ("dimension", "dimension id", "criterion"),
    VALUE: ("value", "score", "rating", "answer"),
    STATE: ("state",),
    COMMENT: ("comment", "comments", "note", "notes", "rationale"),
    QUOTE: ("quote", "evidence quote"),
    PART: ("part", "turn", "field", "evidence part"),
    ITEM_COMMENT: ("item comment",),
    KIND: ("coder kind",),
    RUBRIC: ("rubric",),
    EVIDENCE: ("evidence list",),
}
"""What a column may be called, whatever its case, with blanks, `_` or `-` between words."""

NAMES = tuple(ALIASES)

LONG, BY_DIMENSION, BY_CODER = "long", "one column a dimension", "one column a coder"

EXPECTED = (
    "Expected are columns item, coder, dimension and value; or item, coder and one column for each "
    "dimension; or, with --dimension, item and one column for each coder. --column NAME=HEADER "
    "says which is which."
)

NO_SCORE = "not a score, and nothing that goes with one"
BELONGS_TO_NONE = "it belongs to no one score; in a wide table such a column is called HEADER_quote"

_BESIDE = re.compile(r"(.+) (comment|comments|note|notes|rationale|quote|part|turn|field)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lead says of the columns."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Header by name: one of `NAMES`, or a dimension's id."""
    coder: str = ""
    """Whose scores a file is, that has no column of coders."""
    dimension: str = ""
    """On which dimension all scores of a file are, that does not say it."""
    ignored: frozenset[str] = frozenset()
    """Headers that are passed over."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one score stands in every row, and what goes with it."""

    value: int
    dimension: Dimension | None = None
    """None where a column says it."""
    coder: str = ""
    """Empty where a column says it."""
    comment: int | None = None
    quote: int | None = None
    part: int | None = None
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table."""

    shape: str
    header: tuple[str, ...]
    item: int
    cells: tuple[Cell, ...]
    coder: int | None = None
    dimension: int | None = None
    state: int | None = None
    item_comment: int | None = None
    kind: int | None = None
    """Of the coder: without it a machine's scores from an export would come back as a person's."""
    rubric: int | None = None
    """Number or fingerprint of the version of the rubric under which a score was given."""
    passed_over: tuple[str, ...] = ()
    """Headers of columns that are not read."""


def plain(name: str) -> str:
    """Give a header as it is compared: lower case, one blank between words."""
    return re.sub(r"[\s_\-]+", " ", name).strip().casefold()


class Dimensions:
    """The dimensions of a rubric by what people call them."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._ids = {each.id: each for each in rubric.dimensions}
        self._named: defaultdict[str, dict[str, Dimension]] = defaultdict(dict)
        for each in rubric.dimensions:
            for name in (each.id, each.label, each.short, each.name):
                self._named[plain(name)][each.id] = each

    def find(self, name: str) -> Dimension | None:
        """Give the one dimension of an id, a label, or a label's short word or rest."""
        if name in self._ids:
            return self._ids[name]
        found = list(self._named.get(plain(name), {}).values())
        return found[0] if len(found) == 1 else None

    @property
    def words(self) -> str:
        """The ids, for errors."""
        return ", ".join(self._ids)


def is_beside(name: str) -> bool:
    """Whether a plain name says that the column goes with another: `clarity comment`."""
    return _BESIDE.fullmatch(name) is not None


def layout(path: Path, where: str, header: Sequence[str], rubric: Rubric, asked: Asked) -> Layout:
    """Find out what the columns are.

    Raises:
        BadInputError: something is missing, or could be more than one thing.
    """
    return _Finder(path, where, tuple(header), Dimensions(rubric), asked).layout()


def looks_like_ratings(header: Sequence[str], rubric: Rubric, asked: Asked) -> bool:
    """Whether a header is one of scores; told quietly, to choose among sheets."""
    try:
        layout(Path(), "", header, rubric, asked)
    except BadInputError:
        return False
    return True


class _Finder:
    """Goes over one header."""

    def __init__(
        self, path: Path, where: str, header: tuple[str, ...], dimensions: Dimensions, asked: Asked
    ) -> None:
        self.path, self.where, self.header = path, where, header
        self.dimensions, self.asked = dimensions, asked
        self._refuse_twins()
        self.told = {name: self._told(name, head) for name, head in asked.columns.items()}
        passed_over = {plain(name) for name in asked.ignored}
        self.free = [
            at
            for at, name in enumerate(header)
            if name and at not in self.told.values() and plain(name) not in passed_over
        ]
        self.fields = self._fields()

    def _refuse_twins(self) -> None:
        seen: dict[str, int] = {}
        for at, name in enumerate(self.header):
            if name and name.casefold() in seen:
                first = seen[name.casefold()] + 1
                raise self._refused(f"columns {first} and {at + 1} are both called {name!r}.")
            seen[name.casefold()] = at

    def _told(self, name: str, head: str) -> int:
        if name not in NAMES and self.dimensions.find(name) is None:
            raise BadInputError(
                f"--column {name}={head}: {name!r} is neither a dimension nor one of "
                f"{', '.join(NAMES)}.",
                title="Unknown column",
            )
        exact = [at for at, found in enumerate(self.header) if found == head]
        alike = exact or [at for at, found in enumerate(self.header) if plain(found) == plain(head)]
        if len(alike) != 1:
            raise self._refused(f"there is no column {head!r}, which --column {name} names.")
        return alike[0]

    def _fields(self) -> dict[str, int]:
        """Give the columns that are no scores in the wide shapes, those told first."""
        found = {name: at for name, at in self.told.items() if name in NAMES}
        for name, aliases in ALIASES.items():
            if name in found:
                continue
            here = [at for at in self.free if plain(self.header[at]) in aliases]
            if len(here) > 1:
                heads = " and ".join(repr(self.header[at]) for at in here)
                raise self._refused(
                    f"{heads} could each be the {name}.",
                    f"Say which: --column {name}={self.header[here[0]]!r}",
                )
            if here:
                found[name] = here[0]
        return found

    def layout(self) -> Layout:
        """Give the columns, in the shape that the header has."""
        if ITEM not in self.fields:
            raise self._refused("no column says which item a score is of.", EXPECTED)
        wide = self._of_dimensions()
        if DIMENSION in self.fields or (VALUE in self.fields and self.asked.dimension):
            if wide:
                head = self.header[next(iter(wide))]
                raise self._refused(
                    f"{head!r} is a dimension, but there is a column of dimensions, too.",
                    f"Leave one out: --ignore {head!r}.",
                )
            return self._long()
        if self.asked.dimension:
            return self._by_coder()
        if wide:
            return self._by_dimension(wide)
        raise self._refused("no column says which dimension a score is on.", EXPECTED)

    def _of_dimensions(self) -> dict[int, Dimension]:
        wide: dict[int, Dimension] = {}
        for name, at in self.told.items():
            dimension = None if name in NAMES else self.dimensions.find(name)
            if dimension is not None:
                wide[at] = dimension
        for at in self.free:
            dimension = self.dimensions.find(self.header[at])
            if dimension is None or at in self.fields.values():
                continue
            twins = [other for other, each in wide.items() if each.id == dimension.id]
            if twins:
                raise self._refused(
                    f"{self.header[twins[0]]!r} and {self.header[at]!r} are both the dimension "
                    f"{dimension.id}.",
                    "Leave one out with --ignore HEADER.",
                )
            wide[at] = dimension
        return wide

    def _long(self) -> Layout:
        if VALUE not in self.fields:
            raise self._refused("no column holds the values.", EXPECTED)
        if DIMENSION in self.fields and self.asked.dimension:
            raise self._refused("it says the dimensions itself; leave --dimension out.")
        only = self._only_dimension() if self.asked.dimension else None
        cell = Cell(
            self.fields[VALUE],
            only,
            self._only_coder(),
            self.fields.get(COMMENT),
            self.fields.get(QUOTE),
            self.fields.get(PART),
            self.fields.get(EVIDENCE),
        )
        return self._laid_out(LONG, [cell], set(self.fields))

    def _by_dimension(self, wide: Mapping[int, Dimension]) -> Layout:
        self._refuse_fields((VALUE, STATE), BY_DIMENSION)
        coder = self._only_coder()
        cells = [self._with_notes(Cell(at, dimension, coder)) for at, dimension in wide.items()]
        found = self._laid_out(BY_DIMENSION, cells, {ITEM, CODER, ITEM_COMMENT, KIND, RUBRIC})
        if COMMENT not in self.fields or found.item_comment is not None:
            return found
        head = self.header[self.fields[COMMENT]]
        passed_over = tuple(name for name in found.passed_over if name != head)
        return replace(found, item_comment=self.fields[COMMENT], passed_over=passed_over)

    def _by_coder(self) -> Layout:
        if CODER in self.fields or self.asked.coder:
            raise self._refused(
                "with --dimension each column is a coder's, but there is a coder, too.",
                "A table with a column of coders needs one of values: --column value=HEADER.",
            )
        self._refuse_fields((STATE,), BY_CODER)
        dimension = self._only_dimension()
        kept = {at for name, at in self.fields.items() if name in (ITEM, COMMENT, QUOTE, PART)}
        columns = [at for at in self.free if at not in kept]
        cells = [Cell(at, dimension, self.header[at]) for at in columns if not self._is_beside(at)]
        if not cells:
            raise self._refused("no column is a coder's.", EXPECTED)
        return self._laid_out(BY_CODER, [self._with_notes(cell) for cell in cells], {ITEM})

    def _refuse_fields(self, names: Iterable[str], shape: str) -> None:
        for name in names:
            if name in self.fields:
                raise self._refused(
                    f"the column {self.header[self.fields[name]]!r} ({name}) has no place in a "
                    f"table of {shape}.",
                    f"{EXPECTED} --ignore HEADER leaves a column out.",
                )

    def _with_notes(self, cell: Cell) -> Cell:
        """Give a score its own columns: `clarity_comment`, `ana quote`."""
        own = plain(self.header[cell.value])
        beside: dict[str, int] = {}
        for at in self.free:
            match = _BESIDE.fullmatch(plain(self.header[at]))
            if match and self._owns(match[1], own, cell):
                kind = next(name for name, aliases in ALIASES.items() if match[2] in aliases)
                beside[kind] = at
        return replace(
            cell,
            comment=beside.get(COMMENT),
            quote=beside.get(QUOTE),
            part=beside.get(PART),
        )

    def _owns(self, begin: str, own: str, cell: Cell) -> bool:
        if begin == own:
            return True
        found = self.dimensions.find(begin)
        return not cell.coder and found is not None and found == cell.dimension

    def _is_beside(self, at: int) -> bool:
        match = _BESIDE.fullmatch(plain(self.header[at]))
        heads = {plain(self.header[each]) for each in self.free}
        return match is not None and match[1] in heads

    def _only_coder(self) -> str:
        if CODER in self.fields and self.asked.coder:
            raise self._refused("it says the coders itself; leave --coder out.")
        if CODER not in self.fields and not self.asked.coder:
            raise self._refused(
                "no column says who the coder is.",
                f"Say --coder NAME where all scores are one coder's. {EXPECTED}",
            )
        return self.asked.coder

    def _only_dimension(self) -> Dimension:
        found = self.dimensions.find(self.asked.dimension)
        if found is None:
            raise BadInputError(
                f"--dimension {clipped(self.asked.dimension, 40)}: there is no such dimension; "
                f"the rubric has {self.dimensions.words}.",
                title="Unknown dimension",
            )
        return found

    def _laid_out(self, shape: str, cells: Sequence[Cell], kept: set[str]) -> Layout:
        fields = {name: at for name, at in self.fields.items() if name in kept}
        used = set(fields.values())
        for cell in cells:
            found = (cell.value, cell.comment, cell.quote, cell.part, cell.evidence)
            used |= {at for at in found if at is not None}
        passed_over = [name for at, name in enumerate(self.header) if name and at not in used]
        return Layout(
            shape,
            self.header,
            fields[ITEM],
            tuple(cells),
            fields.get(CODER),
            fields.get(DIMENSION),
            fields.get(STATE),
            fields.get(ITEM_COMMENT),
            fields.get(KIND),
            fields.get(RUBRIC),
            tuple(passed_over),
        )

    def _refused(self, problem: str, hint: str = "") -> BadInputError:
        heads = ", ".join(repr(clipped(name, 30)) for name in self.header[:12] if name)
        return refuse(
            self.path, self.where, f"{problem} Its columns are {heads or 'nameless'}.", hint
        )


def note_passed_over(found: Layout, losses: Losses) -> None:
    """Say which columns are not read."""
    for name in found.passed_over:
        notes = any(plain(name) in ALIASES[each] for each in (COMMENT, QUOTE, PART))
        losses.left_out(f"column {name}", BELONGS_TO_NONE if notes else NO_SCORE)
