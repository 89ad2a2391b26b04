"""The data dictionary: every file, table, view and column of an export.

`python -m coder_tui.reporting.dictionary > docs/data-dictionary.md` writes the one for the docs.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coder_tui.reporting import coded_db, flat_tables
from coder_tui.reporting.codebook import markdown, notice_lines
from coder_tui.reporting.shape import Table
from coder_tui.storage.study import Coder

FILES = (
    ("coded.db", "SQLite: all tables and views below; every number can be computed from it."),
    ("scores_long.csv", "Submitted scores, one a row."),
    ("scores_long.parquet", "The same table, lossless."),
    ("scores_long.jsonl", "The same table, lossless, one JSON object a line."),
    ("scores_wide.csv", "Submitted and final scores, one item a row."),
    ("final_scores.csv", "Final scores with their basis."),
    ("adjudications.csv", "Decisions on disagreements."),
    ("conditions.csv", "Only with the key: what each item is."),
    ("rubric.toml", "The rubric in force, as the coders had it."),
    ("codebook.md", "Dimensions, scale points and anchors; what states and bases mean."),
    ("data_dictionary.md", "This text."),
    ("manifest.json", "Digest, size and rows of each file; study, program, time, notices."),
)

ABOUT_CSV = """\
CSV files are UTF-8 with one line of names, comma-separated and quoted after RFC 4180, with lines
that end in a newline. They are meant for spreadsheets and differ from the lossless files in three
ways. A text that a spreadsheet might run as a formula has an apostrophe before it: where a cell,
after any apostrophes and blanks, goes on with one of `= + - @` and is no number, take its first
apostrophe off; `manifest.json` counts these cells. Control characters other than newlines are
replaced by visible marks. Null and empty text look the same. Parquet, JSON lines and `coded.db`
hold the text as it was recorded; in Parquet and `coded.db` that includes escape sequences, so do
not print it to a terminal."""

ABOUT_ORDER = """\
Rows are ordered by blind id, then by the dimension's place in the rubric, then by coder; never by
the order in which items came in. The same study exported again by the same program gives the same
bytes, except `exported_at` and `earlier_exports` in `manifest.json`."""

LEFT_OUT = """\
Left out of `coded.db`: bookmarks, devices, logins and hosts of coders, practice items and all
judgements on them (their answers stand in `calibration_score`) and earlier exports. Hashes of
judgements can be computed again from their rows; the hash before the first one of a sitting covers
its login and host and cannot."""

MANIFEST = (
    ("format", "Name and number of this layout."),
    ("program", "Name and version of the program that wrote it."),
    ("exported_at", "When: ISO 8601, UTC."),
    (
        "notices",
        "What has to be said with every number: SIMULATED, UNSEALED, SEAL BROKEN, FROZEN, "
        "UNBLINDED, LATE, AFTER CLOSING.",
    ),
    ("simulated", "Whether the study is a demonstration or any coder is simulated."),
    ("unblinded", "Whether the key was given and the conditions are in the export."),
    ("sealed", "Whether the study keeps its conditions closed until a freeze and unblinding."),
    (
        "freeze",
        "The freeze that holds: number, time, digest, and the version of the rubric that its set "
        "stays under; null where nothing is frozen.",
    ),
    ("unblinding", "When the conditions were opened, after which freeze; null: they were not."),
    (
        "versions_after_unblinding",
        "How many versions of the rubric were adopted after the conditions were open.",
    ),
    ("late_scores", "How many scores stand that are not in the reliability set."),
    (
        "decisions_after_unblinding",
        "How many disagreements were decided, or decided again, or had a decision taken back, "
        "after the conditions were opened.",
    ),
    ("late_final_scores", "How many final scores have an answer under them that is late."),
    ("study", "Id, title, kind and rules of the study, its items and coders."),
    ("rubric", "Id, title, version and fingerprint of the rubric in force."),
    ("commitments", "What the study committed to when it was blinded."),
    ("csv", "Per CSV file: cells guarded against formulas, and cells made visible."),
    ("earlier_exports", "Earlier exports that the study has on record."),
    ("files", "Name, SHA-256, bytes and rows of every other file; of `coded.db` rows by table."),
)

GENERATED = "Generated: python -m coder_tui.reporting.dictionary > docs/data-dictionary.md"


@dataclass(frozen=True, slots=True)
class Contents:
    """What an export holds, as far as it depends on the study."""

    wide: Table
    unblinded: bool
    notices: Sequence[str] = ()

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Name and meaning of each file."""
        return tuple(file for file in FILES if self.unblinded or file[0] != "conditions.csv")

    @property
    def flat(self) -> tuple[tuple[str, Table], ...]:
        """The tables that are files, each with the names of these."""
        found = [
            ("scores_long.csv, scores_long.parquet, scores_long.jsonl", flat_tables.LONG),
            ("scores_wide.csv", self.wide),
            ("final_scores.csv", flat_tables.FINAL),
            ("adjudications.csv", flat_tables.ADJUDICATIONS),
        ]
        if self.unblinded:
            found.append(("conditions.csv", flat_tables.CONDITIONS))
        return tuple(found)


def dictionary(contents: Contents) -> str:
    """Write the data dictionary as Markdown."""
    return "\n".join(_lines(contents)) + "\n"


def general() -> str:
    """Write the dictionary of any export, with the key."""
    wide = flat_tables.wide_table([("DIMENSION", "Each dimension")], [Coder("CODER", "KIND")])
    return f"<!-- {GENERATED} -->\n\n{dictionary(Contents(wide, unblinded=True))}"


def _lines(contents: Contents) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield from notice_lines(contents.notices)
    yield "What `coder-tui export` writes. `blind_id` joins all tables."
    yield ""
    for paragraph in (ABOUT_ORDER, ABOUT_CSV, LEFT_OUT):
        yield paragraph
        yield ""
    yield "## Files"
    yield ""
    yield from _grid(("file", "what it is"), [(f"`{n}`", markdown(m)) for n, m in contents.files])
    for name, table in contents.flat:
        yield from _table(f"## {name}", table)
    yield "## coded.db"
    yield ""
    for table in coded_db.tables(unblinded=contents.unblinded):
        yield from _table(f"### Table {table.name}", table)
    for table in coded_db.views():
        yield from _table(f"### View {table.name}", table)
    yield "## manifest.json"
    yield ""
    yield from _grid(("key", "meaning"), [(f"`{n}`", markdown(m)) for n, m in MANIFEST])


def _table(title: str, table: Table) -> Iterator[str]:
    yield title
    yield ""
    yield markdown(table.meaning)
    yield ""
    yield from _grid(
        ("column", "type", "meaning"),
        [(f"`{c.name}`", c.type, markdown(c.meaning)) for c in table.columns],
    )


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(general())
