"""No coder is called what the study hides: coders' names are shown to everybody."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.study import StudyFile

MODEL, SHORT, MASKED = "modelia-one", "qx", "Acme"
PLAN = f'coders = ["ana", "ben"]\nmask = ["{MASKED}"]'

TELLING = [MODEL, "Modelia-One", f"x-{MODEL}", SHORT, "judge-qx", "ACME", "acme.7"]
HARMLESS = ["modelia", "qxana", "acmena", "cem"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    return write_study([transcript(f"t{n}", model=MODEL, scaffold=SHORT) for n in range(4)],
                       plan=PLAN).init()  # fmt: skip


def refused(done: Result) -> bool:
    if done.exit_code:
        assert isinstance(done.exception, RefusedError), done.exception
        assert "holds a name that the study hides" in str(done.exception)
    return done.exit_code != 0


def coders(built: Built) -> list[str]:
    study = StudyFile.open(built.path, read_only=True)
    names = [coder.name for coder in study.coders()]
    study.close()
    return names


@pytest.mark.parametrize("name", [*TELLING, *HARMLESS])
def test_assign_takes_no_name_that_tells(built: Built, name: str) -> None:
    assert refused(run("assign", built.path, "--add", name)) == (name in TELLING)
    assert (name in coders(built)) == (name in HARMLESS)


@pytest.mark.parametrize("name", [MODEL, SHORT, "cem"])
def test_init_takes_no_name_that_tells(write_study: WriteStudy, name: str) -> None:
    items = [transcript(f"t{n}", model=MODEL, scaffold=SHORT) for n in range(4)]
    written = write_study(items, plan=f'coders = ["ana", "{name}"]')
    assert refused(run("init", written.study_toml)) == (name != "cem")
    assert written.study_toml.with_suffix(".db").exists() == (name == "cem")


def test_a_study_that_is_not_blind_takes_any_name(write_study: WriteStudy) -> None:
    items = [transcript(f"t{n}", model=MODEL, scaffold=SHORT) for n in range(4)]
    written = write_study(items, plan=f'coders = ["ana", "{MODEL}"]\nblind = false')
    assert run("init", written.study_toml).exit_code == 0


def scores(built: Built, coder: str) -> Path:
    study = StudyFile.open(built.path, read_only=True)
    blind_id = study.assignments("ana")[0].blind_id
    study.close()
    path = built.path.with_name("scores.csv")
    path.write_text(f"item,coder,dimension,value\n{blind_id},{coder},clarity,1\n")
    return path


@pytest.mark.parametrize("name", [MODEL, "judge-qx", "judge-1"])
def test_ratings_import_takes_no_name_that_tells(built: Built, name: str) -> None:
    done = run("ratings", "import", built.path, scores(built, name), "--kind", "machine")
    assert refused(done) == (name != "judge-1")
    assert "not checked" not in done.stderr


def test_without_the_key_ratings_import_says_that_it_cannot_tell(built: Built) -> None:
    path = scores(built, MODEL)
    built.key_path.rename(built.path.with_name("elsewhere.db"))
    asked = ["ratings", "import", built.path, path, "--kind", "machine", "--dry-run"]
    done = run(*asked)
    assert done.exit_code == 0, done.exception
    assert f"not checked whether {MODEL} is the name of a model or scaffold" in done.stderr
    assert json.loads(run(*asked, "--json").stdout)["names_not_checked"] == [MODEL]
