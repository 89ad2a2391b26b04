"""Questions in SQL to the study under review.

The copy that answers is made for the first question, and kept for the next ones until the study is
read again. One question is answered at a time; whoever waits for it can give it up.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from coder_tui.analysis.answer_values import as_text
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.public_views import LONGEST_SQL
from coder_tui.analysis.query_errors import StoppedError
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.analysis.query import Answer, AnswerColumn, PublicViews, Use

MOST_ROWS = 10_000
"""Rows of an answer that are read for the screen."""
MOST_CHARACTERS = 20_000_000
"""Characters of them all together, because a few rows can be large, too."""
LONGEST_CELL = 50_000
"""Characters of one value; the export has it whole."""

WriteAnswer = Callable[[Path, Callable[["Use"], None]], None]
"""Writes a new file: given its path, and what asks the question with a use for its answer."""

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a question as far as a screen shows it."""

    sql: str
    columns: "tuple[AnswerColumn, ...]"
    rows: tuple[Cells, ...]
    """Texts as they are stored, not yet made visible; None for null."""
    more: bool
    """Whether there are rows that are not here."""
    seconds: float
    read_at: datetime
    """When the copy was made that answered."""
    held_back: int
    """Items not in the views, because somebody has still to submit them."""


def refuse_to_write(target: Path, _ask: "Callable[[Use], None]") -> None:
    """Refuse, where whoever opened the review gave nothing that writes.

    Raises:
        RefusedError: always.
    """
    raise RefusedError(f"{target}: answers cannot be written from here.")


class Asking:
    """Answers one reader's questions; from any thread, one at a time. Close it when done."""

    def __init__(self, path: Path, keyed: Sequence[KeyedItem] | None, write: WriteAnswer) -> None:
        self._path = path
        self._keyed = keyed
        self._write = write
        self._one_at_a_time = threading.Lock()
        self._views: PublicViews | None = None
        self._read_at = datetime.now().astimezone()
        self._is_stale = False
        self._given_up = False
        self.asked: list[str] = []
        """The questions of this sitting, the latest first."""

    def free_name(self, end: str) -> str:
        """Give a name, with this end, that no file beside the study has."""
        number = 1
        name = f"{self._path.stem}-answer{end}"
        while self._path.with_name(name).exists():
            number += 1
            name = f"{self._path.stem}-answer-{number}{end}"
        return name

    def remember(self, sql: str) -> None:
        """Put a question before the others."""
        self.asked[:] = [sql, *(each for each in self.asked if each != sql)]

    def answer(self, sql: str) -> Result:
        """Answer a question; on a worker thread.

        Raises:
            BadInputError: it is not a question, or the views cannot answer it.
            CoderError: it took too long or too much memory, or the study cannot be read.
        """
        if len(sql) > LONGEST_SQL:
            raise BadInputError(f"This is longer than any query ({LONGEST_SQL:,} characters).")
        found: list[tuple[tuple[AnswerColumn, ...], tuple[Cells, ...], bool]] = []
        with self._one_at_a_time:
            views = self._made()
            start = perf_counter()
            views.ask(sql, lambda answer: found.append((answer.columns, *taken(answer))))
            seconds = perf_counter() - start
        columns, rows, more = found[0]
        return Result(sql, columns, rows, more, seconds, self._read_at, views.held_back)

    def export(self, sql: str, name: str) -> Path:
        """Write the whole answer to a question into a new file; on a worker thread.

        Args:
            sql: the question.
            name: of the file; its end says the format. A relative one stands beside the study.

        Raises:
            CoderError: the question cannot be answered, or the file cannot be written.
        """
        target = self._path.absolute().parent / Path(name).expanduser()
        with self._one_at_a_time:
            views = self._made()
            self._write(target, lambda use: views.ask(sql, use))
        return target

    def give_up(self) -> None:
        """Give up what is being answered; from any thread."""
        self._given_up = True
        views = self._views
        if views is not None:
            views.interrupt()

    def take(self, keyed: Sequence[KeyedItem] | None) -> None:
        """Answer with what the key says by now, from the next time on that the study is read."""
        self._keyed = keyed

    def forget(self) -> None:
        """Let the next question be answered from the study as it is then."""
        self._is_stale = True

    def close(self) -> None:
        """Give up what is being answered, and let the copy go."""
        self.give_up()
        with self._one_at_a_time:
            self._let_go()

    def _made(self) -> "PublicViews":
        """Give the views, made anew where the study was read again."""
        self._given_up = False
        if self._is_stale:
            self._let_go()
        if self._views is None:
            self._is_stale = False
            self._read_at = datetime.now().astimezone()
            # Not before the first question: the review opens without DuckDB.
            from coder_tui.analysis.query import PublicViews

            study = StudyFile.open(self._path, read_only=True)
            try:
                self._views = PublicViews(study, self._keyed)
            finally:
                study.close()
        if self._given_up:
            raise StoppedError
        return self._views

    def _let_go(self) -> None:
        views, self._views = self._views, None
        if views is not None:
            views.close()


def taken(answer: "Answer") -> tuple[tuple[Cells, ...], bool]:
    """Read what a screen can show of an answer, and say whether there is more."""
    rows: list[Cells] = []
    characters = 0
    for row in answer.rows():
        if len(rows) == MOST_ROWS or characters > MOST_CHARACTERS:
            return tuple(rows), True
        cells = tuple(None if value is None else _cut(as_text(value)) for value in row)
        characters += sum(len(cell) for cell in cells if cell is not None)
        rows.append(cells)
    return tuple(rows), False


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
