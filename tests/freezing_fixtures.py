"""Studies that are coded, frozen, and written to afterwards."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import Built

from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.freezing import Freeze, standing, write_freeze
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

CODERS = ("ana", "ben")


def give(
    study: StudyFile, coder: str, blind_ids: Iterable[str], value: int = 0, *, submit: bool = True
) -> str:
    """Score items in a sitting of their own; give the sitting."""
    recorder = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    for blind_id in blind_ids:
        recorder.score(blind_id, "clarity", scored(value))
        recorder.score(blind_id, "escalated", scored(0))
        if submit:
            recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()
    return recorder.sitting.id


def items_of(study: StudyFile, coder: str = "ana") -> list[str]:
    return [each.blind_id for each in study.assignments(coder)]


def code_all(path: Path, answers: dict[str, int] | None = None) -> None:
    """Let both coders submit everything, with one value each."""
    study = StudyFile.open(path)
    for coder in CODERS:
        give(study, coder, items_of(study, coder), (answers or {}).get(coder, 1))
    study.close()


def close_set(study: StudyFile, agreement: str = "[]") -> Freeze:
    """Freeze what there is."""
    made = write_freeze(study, standing(study), agreement, person="lead")
    assert made is not None
    return made


def reliable(study: StudyFile) -> dict[tuple[str, str, str], str]:
    """The scores of the reliability set: what agreement rests on."""
    return {
        (coder, blind_id, dimension): value
        for coder, blind_id, dimension, value in study.connection.execute(
            "select coder, blind_id, dimension, value from reliable_score"
        )
    }


def submitted(study: StudyFile) -> dict[tuple[str, str, str], str]:
    return {
        (coder, blind_id, dimension): value
        for coder, blind_id, dimension, value in study.connection.execute(
            "select coder, blind_id, dimension, value from submitted_score"
        )
    }


def late(study: StudyFile) -> set[tuple[str, str, str]]:
    return set(study.connection.execute("select coder, blind_id, dimension from late_score"))


def hack(path: Path, sql: str, *bound: object) -> int:
    """Change a file by other means than this program; give how many rows were."""
    connection = sqlite3.connect(path)
    changed = connection.execute(sql, bound).rowcount
    connection.commit()
    connection.close()
    return changed


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of a file."""
    connection = sqlite3.connect(path)
    names = connection.execute("select name from sqlite_schema where type = 'table'").fetchall()
    found = {
        name: sorted(connection.execute(f"select * from '{name}'"), key=repr) for (name,) in names
    }
    connection.close()
    return found


def coded(built: Built) -> Built:
    """Let both coders submit everything; they differ on clarity."""
    code_all(built.path, {"ana": 1, "ben": 2})
    return built
