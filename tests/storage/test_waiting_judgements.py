"""Judgements that wait for the file, some of which may no longer be written when it is free."""

from collections.abc import Iterator

import pytest
from tests.conftest import Sit
from tests.storage.test_sittings import judgements, recomputed

from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.storage.database import Connection, connect
from coder_tui.storage.sittings import Sitting, head_of
from coder_tui.storage.study import StudyFile


@pytest.fixture
def lock(study: StudyFile) -> Iterator[Connection]:
    other = connect(study.path)
    yield other
    other.close()


def refuse(_connection: Connection) -> None:
    raise RefusedError("not this one")


def comment(blind_id: str, text: str) -> dict[str, str | int | float | None]:
    return {"coder": "ana", "blind_id": blind_id, "dimension": None, "text": text}


def texts(study: StudyFile, sitting: Sitting) -> list[object]:
    found = judgements(study.connection, sitting.id)
    before: object = found[0][1]["prev_hash"] if found else None
    for place, (table, row) in enumerate(found, 1):
        assert (row["seq"], row["prev_hash"]) == (place, before)
        assert row["hash"] == recomputed(table, row)
        before = row["hash"]
    return [row["text"] for _, row in found]


def test_what_may_not_be_written_when_the_file_is_free_was_never_made(
    sit: Sit, study: StudyFile, lock: Connection
) -> None:
    sitting = sit("ana").sitting
    item = study.assignments("ana")[0].blind_id
    asked: list[Connection] = []

    def check(connection: Connection) -> None:
        asked.append(connection)
        raise RefusedError("too late")

    sitting.append("comment", comment(item, "before"), check=lambda _: None)
    lock.execute("begin immediate")
    for text, each in (("kept", None), ("refused", check), ("behind", None), ("last", None)):
        with pytest.raises(NotSavedError):
            sitting.append("comment", comment(item, text), check=each)
    assert asked == [], "the file is not to be had"
    lock.execute("rollback")
    with pytest.raises(RefusedError, match="too late"):
        sitting.flush()
    assert texts(study, sitting) == ["before"], "nothing is written along with a refusal"
    assert sitting.unsaved == 3
    sitting.flush()
    assert texts(study, sitting) == ["before", "kept", "behind", "last"]
    assert (sitting.unsaved, sitting.saved) == (0, 4)
    sitting.append("comment", comment(item, "on"))
    assert texts(study, sitting)[-1] == "on"
    assert head_of(study.connection, sitting.id)


def test_a_refusal_of_what_waits_is_not_taken_for_one_of_what_comes_behind_it(
    sit: Sit, study: StudyFile, lock: Connection
) -> None:
    sitting = sit("ana").sitting
    item = study.assignments("ana")[0].blind_id
    lock.execute("begin immediate")
    with pytest.raises(NotSavedError):
        sitting.append("comment", comment(item, "refused"), check=refuse)
    lock.execute("rollback")
    with pytest.raises(NotSavedError):
        sitting.append("comment", comment(item, "behind"))
    assert sitting.unsaved == 2
    with pytest.raises(RefusedError):
        sitting.append("comment", comment(item, "refused at once"), check_at_once=refuse)
    assert sitting.unsaved == 2
    with pytest.raises(RefusedError):
        sitting.flush()
    sitting.flush()
    assert texts(study, sitting) == ["behind"]


def test_what_is_in_the_file_already_is_never_refused(sit: Sit, study: StudyFile) -> None:
    """Its commit seemed to fail, and did not."""
    sitting = sit("ana").sitting
    item = study.assignments("ana")[0].blind_id
    allowed = True

    def check(_connection: Connection) -> None:
        if not allowed:
            raise RefusedError("no longer")

    kept: list[object] = []
    sitting.prepare("comment", comment(item, "in the file"), check)
    kept += sitting._waiting
    sitting.flush()
    sitting._waiting.extend(kept)  # type: ignore[arg-type]
    allowed = False
    sitting.flush()
    assert texts(study, sitting) == ["in the file"]
    assert sitting.unsaved == 0


def test_the_end_of_a_sitting_writes_all_that_may_be_written(
    sit: Sit, study: StudyFile, lock: Connection
) -> None:
    sitting = sit("ana").sitting
    item = study.assignments("ana")[0].blind_id
    lock.execute("begin immediate")
    for text, check in (("refused", refuse), ("kept", None), ("refused, too", refuse)):
        with pytest.raises(NotSavedError):
            sitting.append("comment", comment(item, text), check=check)
    lock.execute("rollback")
    with pytest.raises(RefusedError, match="not this one"):
        sitting.close()
    assert texts(study, sitting) == ["kept"]
    row = study.connection.execute("select closed_at from sitting where id = ?", (sitting.id,))
    assert row.fetchone()[0] is not None
