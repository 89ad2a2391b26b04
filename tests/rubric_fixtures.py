"""Versions of the small rubric, and studies that adopt them."""

import hashlib
import sqlite3
from pathlib import Path

from tests.conftest import RUBRIC

from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.storage.adopting import NOTHING_SAID, Plan, Said, adopt
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

JUDGEMENTS = ("score", "evidence", "comment", "flag", "guess", "adjudication", "proposal")
"""The tables in which adopting a version may write nothing."""

NEW_ANCHOR = ("It is partly clear.", "It is clear at the second look.")
NEW_DIMENSION = """
[[dimension]]
id = "tone"
label = "D4 Tone"
question = "Is it polite?"
level = "nominal"
evidence = "none"
point = [
  { value = 0, label = "no", anchor = "It is not." },
  { value = 1, label = "yes", anchor = "It is." },
]
"""


def version(number: str, *changes: tuple[str, str], more: str = "") -> Version:
    """The small rubric with some of its words changed, or something added."""
    text = RUBRIC.replace('version = "1.0"', f'version = "{number}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    text += more
    return Version(hashlib.sha256(text.encode()).hexdigest(), text, read_rubric(text, "new"))


FIRST = version("1.0")
CLARITY = version("2.0", NEW_ANCHOR)
"""`clarity` means something else."""


def bring(study: StudyFile, new: Version, said: Said = NOTHING_SAID) -> Plan:
    return adopt(study, new, said, person="lead")


def again(study: StudyFile, coder: str, blind_id: str, **values: int) -> None:
    """Answer what is open on an item, and submit it."""
    recorder = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    for dimension, value in values.items():
        recorder.score(blind_id, dimension, scored(value))
    recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()


def rows(path: Path, tables: tuple[str, ...] = JUDGEMENTS) -> dict[str, list[tuple[object, ...]]]:
    """Every row of some tables."""
    connection = sqlite3.connect(path)
    found = {
        each: connection.execute(f"select * from {each} order by rowid").fetchall()
        for each in tables
    }
    connection.close()
    return found


def finals(study: StudyFile, dimension: str = "clarity") -> dict[str, str | None]:
    """The final value of each item that has one, or is open."""
    sql = "select blind_id, value from final_score where dimension = ?"
    return dict(study.connection.execute(sql, (dimension,)).fetchall())
