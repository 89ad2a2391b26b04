"""Who has seen coders' answers does not code afterwards, unless the study lets them."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.study import StudyFile

PLAN = 'coders = ["ana", "ben"]\nadjudicator_may_code = {may}'


def study_of(write_study: WriteStudy, *, may: bool) -> Built:
    plan = PLAN.format(may=str(may).lower())
    return write_study([transcript(f"t{number}") for number in range(4)], plan=plan).init()


def open_adjudication(built: Built, name: str) -> None:
    """Open the screen and decide nothing."""
    study = StudyFile.open(built.path)
    Adjudicator.start(study, name).sitting.close()
    study.close()


def add(built: Built, name: str) -> Result:
    return CliRunner().invoke(cli, ["assign", str(built.path), "--add", name])


@pytest.mark.parametrize("name", ["dora", "Dora"])
def test_an_adjudicator_is_not_added_as_a_coder(write_study: WriteStudy, name: str) -> None:
    built = study_of(write_study, may=False)
    open_adjudication(built, "dora")
    done = add(built, name)
    assert isinstance(done.exception, RefusedError), done.output
    assert f"{name} has seen coders' answers" in str(done.exception)
    assert add(built, "cleo").exit_code == 0


def test_where_adjudicators_may_code_it_is_logged(write_study: WriteStudy) -> None:
    built = study_of(write_study, may=True)
    open_adjudication(built, "dora")
    for name in ("dora", "cleo"):
        assert add(built, name).exit_code == 0
    connection = sqlite3.connect(built.path)
    logged = connection.execute("select person, detail from event where kind = 'adjudicator codes'")
    assert [(person, json.loads(detail)) for person, detail in logged] == [("dora", {})]
    connection.close()


def test_who_left_all_work_open_and_went_does_not_adjudicate(write_study: WriteStudy) -> None:
    """Nothing is assigned to such a coder any more; the answers count all the same."""
    from coder_tui.domain.coding import Move
    from coder_tui.domain.rubric import scored
    from coder_tui.storage.scores import Recorder

    built = study_of(write_study, may=False)
    study = StudyFile.open(built.path)
    item = study.assignments("ana")[0].blind_id
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    recorder.score(item, "clarity", scored(1))
    for move in (Move.SUBMITTED, Move.REOPENED):
        recorder.move(item, move)
    recorder.sitting.close()
    assert CliRunner().invoke(cli, ["assign", str(built.path), "--withdraw", "ana"]).exit_code == 0
    assert study.assignments("ana") == []
    with pytest.raises(RefusedError, match="codes in this study"):
        Adjudicator.start(study, "ana")
    study.close()


@pytest.mark.parametrize("may", [False, True])
def test_scores_of_an_adjudicator_are_imported_by_the_same_rule(
    write_study: WriteStudy, tmp_path: Path, may: bool
) -> None:
    built = study_of(write_study, may=may)
    open_adjudication(built, "dora")
    scores = tmp_path / "scores.csv"
    scores.write_text("item,coder,dimension,value\nt1,Dora,escalated,1\n")
    call = ["ratings", "import", str(built.path), str(scores)]
    done = CliRunner().invoke(cli, call)
    if may:
        assert done.exit_code == 0, done.exception
        return
    assert isinstance(done.exception, RefusedError), done.output
    assert "Dora has seen coders' answers" in str(done.exception)
    assert CliRunner().invoke(cli, [*call, "--rename", "Dora=cleo"]).exit_code == 0
