"""Reading tables of scores, row by row; what is wrong is kept with its place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Answer, Dimension, Level
from coder_tui.domain.study_plan import coder_name_is_plain
from coder_tui.domain.text import clipped
from coder_tui.intake.files.sources import check_text, printable, refuse
from coder_tui.intake.losses import Losses
from coder_tui.intake.ratings import tables
from coder_tui.intake.ratings.columns import (
    Asked,
    Cell,
    Dimensions,
    Layout,
    layout,
    looks_like_ratings,
    note_passed_over,
)
from coder_tui.intake.ratings.evidence import Cited, read_list
from coder_tui.intake.ratings.items import Items
from coder_tui.intake.ratings.misspelt import refuse_misspelt
from coder_tui.intake.ratings.tables import Row
from coder_tui.intake.ratings.values import ValueMap, read_cell
from coder_tui.intake.ratings.versions import Versions
from coder_tui.intake.reading import Loss
from coder_tui.storage.study import StudyFile

MOST_NAMED = 1_000
"""So many skipped rows are kept by name; all are counted."""

KINDS = ("human", "machine", "simulated")

MASKED = "names that the study hides were masked"
UNMASKED = "not looked through for names that the study hides, because there is no key"

BAD_NAME = (
    "A coder's name is 1 to 32 letters, digits, '-', '_' or '.', a letter or digit first. Say what "
    "it is here with --rename OLD=NEW."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the lead says of the files."""

    columns: Asked = field(default_factory=Asked)
    values: ValueMap = field(default_factory=ValueMap)
    renamed: Mapping[str, str] = field(default_factory=dict)
    """What coders are called in the study, by what they are called in the files."""
    kind: str | None = None
    skip_bad: bool = False
    rubric: str = ""
    """The version of the rubric under which scores were given, where no column says it."""


@dataclass(slots=True)
class FileRead:
    """What was read of one file."""

    path: str
    format: str
    shape: str
    rows: int = 0
    scores: int = 0
    empty: int = 0
    """Cells without a score."""
    twice: int = 0
    """Scores that stand in the files more than once, alike."""
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """One score as it was read."""

    where: str
    answer: Answer
    comment: str
    cited: tuple[Cited, ...] = ()


@contextmanager
def _told_with_place(path: Path, place: str, dimension: Dimension) -> Iterator[None]:
    """Say of what is wrong with a score where it stands."""
    try:
        yield
    except BadInputError as error:
        raise refuse(path, place, f"{dimension.id}: {error.message}", error.hint) from error


class Gathering:
    """Reads files of scores; they are kept by coder, item and dimension."""

    def __init__(self, study: StudyFile, items: Items, wish: Wish) -> None:
        self.study, self.items, self.wish = study, items, wish
        self.dimensions = Dimensions(study.rubric)
        self.files: list[FileRead] = []
        self.bad: list[BadInputError] = []
        self.bad_count = 0
        self.ratings: defaultdict[str, dict[tuple[str, str], Rating]] = defaultdict(dict)
        self.item_comments: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.kinds: dict[str, str] = {}
        """As the files say; not of every coder."""
        self._contradicted: set[tuple[str, str, str]] = set()
        self._coders: dict[str, str] = {}
        self._versions = Versions(study, wish.rubric)
        self._read: dict[tuple[str, str, str], Answer | None] = {}
        self._losses = Losses()

    def read(self, path: Path) -> None:
        """Read one file."""
        rubric, asked = self.study.rubric, self.wish.columns
        self._losses = Losses()
        with tables.opened(
            path, self._losses, lambda header: looks_like_ratings(header, rubric, asked)
        ) as table:
            found = layout(path, table.where, table.header, rubric, asked)
            refuse_misspelt(path, table.where, found, rubric, asked)
            note_passed_over(found, self._losses)
            report = FileRead(printable(path), table.format, found.shape)
            for row in table.rows:
                self._row(path, found, row, report)
        if not report.rows:
            raise refuse(path, "the file", "no rows; there is a header and no row below it.")
        report.losses = tuple(self._losses.found())
        self.files.append(report)

    def _row(self, path: Path, found: Layout, row: Row, report: FileRead) -> None:
        cells = [cell.strip() for cell in row.cells]
        if not any(cells):
            return
        report.rows += 1
        try:
            if any(cells[len(found.header) :]):
                raise refuse(path, row.where, "more cells than the header has columns.")
            cells += [""] * (len(found.header) - len(cells))
            blind_id = self._item(path, row.where, found, cells)
        except BadInputError as error:
            self._skip(error)
            return
        scored: set[str] = set()
        for cell in found.cells:
            try:
                coder = self._cell(path, row.where, found, cell, cells, blind_id, report)
            except BadInputError as error:
                self._skip(error)
            else:
                scored |= {coder} - {""}
        if found.item_comment is not None and cells[found.item_comment]:
            self._comment(path, row.where, cells[found.item_comment], scored, blind_id)

    def _item(self, path: Path, where: str, found: Layout, cells: Sequence[str]) -> str:
        name = check_text(path, where, cells[found.item])
        place = f"{where}, column {found.header[found.item]!r}"
        if not name:
            raise refuse(path, place, "no item.", "Each row is of one item.")
        try:
            return self.items.find(name)
        except BadInputError as error:
            raise refuse(path, place, error.message, error.hint) from error

    def _cell(
        self,
        path: Path,
        where: str,
        found: Layout,
        cell: Cell,
        cells: Sequence[str],
        blind_id: str,
        report: FileRead,
    ) -> str:
        """Take one score; gives its coder, or nothing where the cell is empty."""
        text = check_text(path, where, cells[cell.value])
        state = cells[found.state] if found.state is not None else ""
        place = f"{where}, column {found.header[cell.value]!r}"
        if not text and not state:
            report.empty += 1
            if self._notes(cell, cells):
                self._losses.left_out("comments and quotes", "there is no score beside them")
            return ""
        dimension = cell.dimension or self._dimension(path, where, found, cells)
        with _told_with_place(path, place, dimension):
            answer = self._answer(dimension, text, state)
        if answer is None:
            report.empty += 1
            return ""
        coder = self._coder(path, where, found, cell, cells)
        answer = self._masked_answer(dimension, answer)
        under = cells[found.rubric] if found.rubric is not None else ""
        with _told_with_place(path, place, dimension):
            if not self._versions.check(dimension, under, self._losses):
                self._versions.refuse_stale(coder, blind_id, dimension, answer)
        if found.kind is not None and cells[found.kind]:
            self._kind(
                path, f"{where}, column {found.header[found.kind]!r}", coder, cells[found.kind]
            )
        comment = check_text(path, where, cells[cell.comment]) if cell.comment is not None else ""
        rating = Rating(
            f"{report.path}: {place}",
            answer,
            self._masked(comment, "comments"),
            self._cited(path, where, cell, cells),
        )
        self._take(path, place, coder, blind_id, dimension, rating, report)
        return coder

    def _notes(self, cell: Cell, cells: Sequence[str]) -> bool:
        return any(
            at is not None and cells[at]
            for at in (cell.comment, cell.quote, cell.part, cell.evidence)
        )

    def _cited(self, path: Path, where: str, cell: Cell, cells: Sequence[str]) -> tuple[Cited, ...]:
        """Give what supports a score: one quote in cells of its own, a list, or both."""
        quote, part, listed = (
            check_text(path, where, cells[at]) if at is not None else ""
            for at in (cell.quote, cell.part, cell.evidence)
        )
        own = (Cited(quote, part),) if quote or part else ()
        try:
            return own + (read_list(listed) if listed else ())
        except BadInputError as error:
            raise refuse(path, where, error.message, error.hint) from error

    def _answer(self, dimension: Dimension, text: str, state: str) -> Answer | None:
        if dimension.level is Level.TEXT:
            return read_cell(dimension, text, state, self.wish.values)
        key = (dimension.id, text, state)
        if key not in self._read:
            self._read[key] = read_cell(dimension, text, state, self.wish.values)
        return self._read[key]

    def _dimension(self, path: Path, where: str, found: Layout, cells: Sequence[str]) -> Dimension:
        at = found.dimension or 0
        dimension = self.dimensions.find(cells[at])
        if dimension is None:
            raise refuse(
                path,
                f"{where}, column {found.header[at]!r}",
                f'there is no dimension "{clipped(cells[at], 40)}".',
                f"The rubric has {self.dimensions.words}.",
            )
        return dimension

    def _coder(
        self, path: Path, where: str, found: Layout, cell: Cell, cells: Sequence[str]
    ) -> str:
        given = cell.coder or cells[found.coder or 0]
        if given not in self._coders:
            name = self.wish.renamed.get(given, given)
            if not coder_name_is_plain(name):
                said = f'"{clipped(given, 40)}"' if given else "nothing"
                raise refuse(path, where, f"the coder's name is {said}.", BAD_NAME)
            self._coders[given] = name
        return self._coders[given]

    def _kind(self, path: Path, place: str, coder: str, given: str) -> None:
        kind = given.casefold()
        before = self.kinds.get(coder, self.wish.kind or kind)
        if kind not in KINDS:
            raise refuse(
                path, place, f'the kind "{clipped(given, 40)}"; expected is {", ".join(KINDS)}.'
            )
        if kind != before:
            raise refuse(path, place, f"{coder} is {kind} here, but was said to be {before}.")
        self.kinds[coder] = kind

    def _take(
        self,
        path: Path,
        place: str,
        coder: str,
        blind_id: str,
        dimension: Dimension,
        rating: Rating,
        report: FileRead,
    ) -> None:
        """Keep a score; two that contradict each other are both bad."""
        key = (blind_id, dimension.id)
        of_coder = self.ratings[coder]
        if (coder, *key) in self._contradicted:
            raise refuse(path, place, "it stands in the files more than once, and differently.")
        before = of_coder.get(key)
        if before is None:
            of_coder[key] = rating
            report.scores += 1
        elif before.answer == rating.answer:
            report.twice += 1
        else:
            del of_coder[key]
            self._contradicted.add((coder, *key))
            raise refuse(
                path,
                place,
                f"{coder} gave {clipped(rating.answer.word, 40)} on {dimension.id}, but "
                f"{clipped(before.answer.word, 40)} in {before.where}.",
                "An item has one score by each coder on each dimension; take one out.",
            )

    def _comment(self, path: Path, where: str, text: str, scored: set[str], blind_id: str) -> None:
        if not scored:
            self._losses.left_out("comments on items", "there is no score beside them")
        masked = self._masked(check_text(path, where, text), "comments")
        for coder in scored:
            if self.item_comments[coder].setdefault(blind_id, masked) != masked:
                self._losses.left_out("comments on items", "the item has another one already")

    def _masked_answer(self, dimension: Dimension, answer: Answer) -> Answer:
        if dimension.level is not Level.TEXT or answer.value is None:
            return answer
        return dimension.read(self._masked(answer.value, "texts"))

    def _masked(self, text: str, what: str) -> str:
        if not text or not self.study.info.blind:
            return text
        if not self.items.has_key:
            self._losses.noted(what, UNMASKED)
            return text
        masked = self.items.facts.masked(text)
        if masked != text:
            self._losses.changed(what, MASKED)
        return masked

    def _skip(self, error: BadInputError) -> None:
        self.bad_count += 1
        if len(self.bad) < MOST_NAMED:
            self.bad.append(error)

    def refuse_bad(self) -> None:
        """Make sure that nothing is bad, or that bad rows are to be skipped.

        Raises:
            BadInputError: the first thing that is wrong, and how many more there are.
        """
        if not self.bad or self.wish.skip_bad:
            return
        first, rest = self.bad[0], self.bad_count - 1
        if rest:
            first.hint = (
                f"{first.hint} {rest:,} more {'is' if rest == 1 else 'are'} bad; --skip-bad "
                "--dry-run lists them."
            ).strip()
        raise first
