"""What kind of coder somebody is: said in the study file, or by the scores that come in."""

import json
from pathlib import Path

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.rating_files import a_csv, asked, imported, run
from tests.review_fixtures import ANA, BEN, PLAN, blind_ids, code, transcripts

from coder_tui.cli.demo import build
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

SIMULATED = PLAN.replace("seal = false", "seal = false\nsimulated = true")
KINDS = "select name, kind from coder order by name"


def sheet(folder: Path, name: str = "codes.csv") -> Path:
    """What the two coders of the study file gave, as a long table."""
    rows: list[list[object]] = [["item", "coder", "dimension", "value"]]
    for coder, items in (("ana", ANA), ("ben", BEN)):
        for item, given in items.items():
            for dimension, value in given.items():
                rows.append([item, coder, dimension, value if isinstance(value, int) else "n/a"])
    return a_csv(folder / name, rows)


def kinds_of_agreement(built: Built) -> set[str]:
    done = run("review", built.path, "--json")
    return {each["kind"] for each in json.loads(done.stdout)["agreement"]}


def test_a_study_file_says_that_its_coders_are_simulated(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    plan = f'{SIMULATED}\ncoder_kind = "simulated"\n'
    built = write_study(transcripts(), plan=plan).init()
    assert asked(built.path, KINDS) == [("ana", "simulated"), ("ben", "simulated")]
    imported(built.path, sheet(tmp_path))
    assert kinds_of_agreement(built) == {"simulated"}
    finals = "select distinct coder_kind from final_score where value is not null"
    assert asked(built.path, finals) == [("simulated",)]
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(transcript("x9")))
    assert run("import", built.path, more).exit_code == 0
    assert len(asked(built.path, "select * from assignment")) == 10
    assert "AGREEMENT of simulated coders" in run("review", built.path, "--plain").stdout


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ('coder_kind = "simulated"', "in a study that is not"),
        ('coder_kind = "machine"', "'human', 'simulated'"),
        ('coder_kinds = "simulated"', "coder_kind"),
    ],
)
def test_a_kind_that_cannot_be_is_refused(write_study: WriteStudy, plan: str, said: str) -> None:
    study = write_study(transcripts(), plan=f"{PLAN}\n{plan}").study_toml
    error = run("init", study).exception
    assert isinstance(error, BadInputError)
    assert said in f"{error} {error.hint}".replace("human, simulated", "'human', 'simulated'")


def test_scores_that_come_in_say_that_a_coder_is_simulated(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    built = write_study(transcripts(), plan=SIMULATED).init()
    path = sheet(tmp_path)
    tried = run("ratings", "import", built.path, path, "--kind", "simulated", "--dry-run")
    assert tried.exit_code == 0
    assert asked(built.path, KINDS) == [("ana", "human"), ("ben", "human")]
    done = imported(built.path, path, "--kind", "simulated")
    assert "ana is a simulated coder from here on, not a human one." in done.stderr
    assert asked(built.path, KINDS) == [("ana", "simulated"), ("ben", "simulated")]
    assert kinds_of_agreement(built) == {"simulated"}
    (told,) = asked(built.path, "select detail from event where detail like '%\"ana\"%'")
    assert (json.loads(told[0])["kind"], json.loads(told[0])["kind_before"]) == (
        "simulated",
        "human",
    )
    again = json.loads(imported(built.path, path, "--kind", "simulated", "--json").stdout)
    assert [each["kind_before"] for each in again["coders"]] == [None, None]


def test_nobody_who_has_judged_becomes_another_kind(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    built = write_study(transcripts(), plan=SIMULATED).init()
    path = sheet(tmp_path)
    imported(built.path, path)
    error = run("ratings", "import", built.path, path, "--kind", "simulated").exception
    assert isinstance(error, RefusedError)
    assert "not a simulated one, and has judged as such" in str(error)
    assert "--rename" in error.hint
    assert asked(built.path, KINDS) == [("ana", "human"), ("ben", "human")]


def test_no_person_of_a_real_study_becomes_a_program(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    for kind in ("simulated", "machine"):
        error = run("ratings", "import", built.path, sheet(tmp_path), "--kind", kind).exception
        assert isinstance(error, RefusedError)
    assert asked(built.path, KINDS) == [("ana", "human"), ("ben", "human")]


def test_who_only_looked_at_the_screen_has_no_scores_of_their_own(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    study = StudyFile.open(built.path)
    Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint).sitting.close()
    study.close()
    imported(built.path, sheet(tmp_path))
    code(built.path, "ben", {blind_ids(built.key_path)["x1"]: {"clarity": 0}})
    error = run("ratings", "import", built.path, sheet(tmp_path)).exception
    assert "ben has scored in this study itself" in str(error)


def test_the_demos_you_is_human(tmp_path: Path) -> None:
    build("stress", tmp_path, tmp_path / "s.db", tmp_path / "s.key.db")
    assert asked(tmp_path / "s.db", KINDS) == [
        ("sim-1", "simulated"),
        ("sim-2", "simulated"),
        ("you", "human"),
    ]
