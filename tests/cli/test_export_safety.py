"""`export`: what must not leave does not, a failure leaves nothing, the study is untouched."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.export_fixtures import (
    SECRETS,
    Lab,
    code,
    csv_rows,
    in_db,
    make,
    parquet_rows,
    transcripts,
)

from coder_tui.cli.main import cli
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import BadInputError, CoderError, NotSavedError, RefusedError
from coder_tui.domain.rubric import CANNOT_JUDGE, CLEARED
from coder_tui.reporting import export as exporting
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make(tmp_path)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, without the log that SQLite keeps beside a live study."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("lab.db-"))


def test_logins_and_hosts_stay_in_the_study(lab: Lab) -> None:
    code(lab)
    study = StudyFile.open(lab.study)
    study.log_event("ana", "other login", {"login": "login-of-ana", "host": "host-of-ana", "n": 1})
    study.connection.execute("update sitting set login = 'login-of-ana', host = 'host-of-ana'")
    study.close()
    out = lab.export()
    assert b"-of-ana" not in (out / "coded.db").read_bytes()
    assert in_db(out, "select person, kind, detail from event") == [
        ("ana", "other login", '{"n":1}')
    ]


def everything(folder: Path) -> bytes:
    """All bytes of an export, with what is compressed in the Parquet file laid open."""
    files = b"".join(path.read_bytes() for path in folder.iterdir())
    return files + repr(parquet_rows(folder)).encode()


def test_without_the_key_nothing_of_a_condition_leaves(lab: Lab) -> None:
    code(lab)
    out = lab.export()
    found = everything(out).lower()
    for secret in (*SECRETS, "transcripts.jsonl", str(lab.folder)):
        assert secret.encode() not in found
    assert not (out / "conditions.csv").exists()
    assert json.loads((out / "manifest.json").read_text())["unblinded"] is False
    assert "condition`" not in (out / "data_dictionary.md").read_text()


def test_with_the_key_conditions_join_and_stand_in_no_other_table(lab: Lab) -> None:
    items = code(lab)
    out = lab.export(key=True)
    rows = csv_rows(out / "conditions.csv")
    assert [row["blind_id"] for row in rows] == items
    by_original = {row["original_id"]: row for row in rows}
    for given in transcripts():
        row = by_original[given["id"]]
        assert (row["model"], row["scaffold"]) == (given["model"], given["scaffold"])
        assert (row["task"], row["replicate"]) == ("secret-task", str(given["replicate"]))
        assert row["source"] == "transcripts.jsonl"
    joined = in_db(
        out,
        "select model, count(*) from final_score join condition using (blind_id) group by model",
    )
    assert sum(count for _, count in joined) == 9
    for path in out.iterdir():
        if path.name not in ("conditions.csv", "coded.db"):
            assert not [s for s in SECRETS if s.encode() in path.read_bytes().lower()], path.name
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["unblinded"] is True
    assert any(notice.startswith("UNSEALED") for notice in manifest["notices"])
    assert out.stat().st_mode & 0o077 == 0


def test_a_sealed_study_shows_no_condition_and_says_why(tmp_path: Path) -> None:
    lab = make(tmp_path, "seal = true")
    code(lab)
    with pytest.raises(RefusedError, match="sealed") as refused:
        lab.export(key=True)
    assert "Without --key" in refused.value.hint
    assert refused.value.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert lab.export().is_dir()


def test_a_changed_or_foreign_key_is_refused(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make(tmp_path / "other")
    with pytest.raises(RefusedError, match="another study"):
        CliRunner().invoke(
            cli,
            ["export", str(lab.study), "-o", str(tmp_path / "out"), "--key", str(other.key)],
            catch_exceptions=False,
            standalone_mode=False,
        )
    key = sqlite3.connect(lab.key)
    key.execute("update condition set model = 'modelia-nine'")
    key.commit()
    key.close()
    with pytest.raises(RefusedError, match="not the one the study committed to"):
        lab.export(key=True)
    assert not (tmp_path / "out").exists()


def test_a_study_that_cannot_be_written_is_exported_all_the_same(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise NotSavedError("Not saved: attempt to write a readonly database.")

    monkeypatch.setattr(StudyFile, "log_event", read_only)
    done = CliRunner().invoke(cli, ["export", str(lab.study), "-o", str(lab.folder / "out")])
    assert done.exit_code == 0
    assert "no record of it: Not saved: attempt to write a readonly database." in done.stderr
    assert (lab.folder / "out" / "manifest.json").is_file()


def test_what_is_there_is_never_overwritten(lab: Lab) -> None:
    taken = lab.folder / "out"
    taken.mkdir()
    (taken / "mine").write_text("mine")
    with pytest.raises(BadInputError, match="already") as refused:
        lab.export()
    assert refused.value.exit_code == 2
    assert [path.name for path in taken.iterdir()] == ["mine"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ZeroDivisionError()])
def test_a_failure_leaves_nothing_behind(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    before = names_in(lab.folder)
    monkeypatch.setattr(exporting, "codebook", fail)
    with pytest.raises(CoderError if isinstance(error, OSError) else ZeroDivisionError):
        lab.export()
    assert names_in(lab.folder) == before
    study = StudyFile.open(lab.study, read_only=True)
    assert study.events("export") == []
    study.close()


def test_a_termination_leaves_nothing_behind(lab: Lab) -> None:
    before = names_in(lab.folder)
    script = (
        "import sys, time\n"
        "from coder_tui.cli import main\n"
        "from coder_tui.reporting import export\n"
        "export.codebook = lambda *_: (print('half', flush=True), time.sleep(30))\n"
        "main.main()\n"
    )
    arguments = ["export", str(lab.study), "-o", str(lab.folder / "out")]
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"half\n"
        run.send_signal(signal.SIGTERM)
        assert run.wait(10) == 128 + signal.SIGTERM
    assert names_in(lab.folder) == before


def test_coders_may_go_on_coding_while_it_exports(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = code(lab)
    real = exporting.build_coded_db

    def meanwhile(*given: Any) -> sqlite3.Connection:
        writer = StudyFile.open(lab.study)
        recorder = Recorder.start(writer.connection, lab.study, "ben", writer.rubric_fingerprint)
        recorder.score(items[2], "zeal", CANNOT_JUDGE)
        recorder.score(items[3], "zeal", CLEARED)
        recorder.move(items[2], Move.SUBMITTED)
        recorder.sitting.close()
        writer.close()
        return real(*given)

    monkeypatch.setattr(exporting, "build_coded_db", meanwhile)
    before = lab.export("before")
    assert len(csv_rows(before / "scores_long.csv")) == 14
    monkeypatch.undo()
    assert len(csv_rows(lab.export("after") / "scores_long.csv")) == 15


def test_the_live_file_is_read_by_sqlite_alone(lab: Lab) -> None:
    """Any other opening of it in the process would break SQLite's locks."""
    script = (
        "import sys\n"
        "sys.addaudithook(lambda event, given: event == 'open' and print(given[0]))\n"
        "from coder_tui.cli.main import main\n"
        "main()\n"
    )
    arguments = ["export", str(lab.study), "-o", str(lab.folder / "out")]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, check=True, text=True
    )
    opened = {Path(line).name for line in done.stdout.splitlines()}
    assert "coded.db" in opened
    assert not [name for name in opened if name.startswith("lab.db")]


def test_a_missing_study_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="There is no study file"):
        Lab(tmp_path).export()
    assert list(tmp_path.iterdir()) == []
