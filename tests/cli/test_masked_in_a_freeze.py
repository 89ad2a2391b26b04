"""`freeze --check` says what it cannot see without the key."""

import json

from click.testing import CliRunner, Result
from tests.conftest import WriteStudy, transcript
from tests.freezing_fixtures import close_set, code_all, hack

from coder_tui.cli.main import cli
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def test_a_check_counts_the_judgements_in_which_names_are_masked(write_study: WriteStudy) -> None:
    turns = [{"role": "user", "text": "It is M0delia-1!"}]
    items = [transcript(f"t{n}", model=f"modelia-{n}", turns=turns) for n in range(2)]
    built = write_study(items).init()
    code_all(built.path)
    study = StudyFile.open(built.path)
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    for text in ("M0delia-1, surely", "Nothing"):
        recorder.comment(study.assignments("ana")[0].blind_id, text)
    recorder.sitting.close()
    close_set(study)
    study.close()
    assert "masked names" not in run("freeze", built.path, "--check").stdout
    hack(built.path, "delete from freeze")
    assert run("leaks", built.path, "--policy", "altered=mask").exit_code == 0
    assert run("freeze", built.path).exit_code == 0
    checked = run("freeze", built.path, "--check")
    assert "1 judgement with masked names is as it was when it was frozen" in checked.stdout
    told = json.loads(run("freeze", built.path, "--check", "--json").stdout)
    assert (told["masked"], told["faults"]) == (1, [])
