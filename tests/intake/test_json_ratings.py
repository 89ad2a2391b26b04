"""Scores in JSON lines, with their evidence; and the version of the rubric that a file names."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import code_all
from tests.rating_files import a_csv, asked, imported, run, submitted
from tests.review_fixtures import blind_ids
from tests.rubric_fixtures import CLARITY, FIRST, bring

from coder_tui.domain.errors import BadInputError
from coder_tui.storage.study import StudyFile

SCORE = {"item": "t1", "coder": "cleo", "dimension": "clarity", "state": "scored", "value": 1}
EVIDENCE = "select part, span_start, quote from evidence where coder = 'cleo' order by seq"


def lines(folder: Path, *objects: Any) -> Path:
    path = folder / "codes.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in objects))
    return path


@pytest.mark.parametrize("array", [False, True])
def test_evidence_comes_with_its_score(built_study: Built, tmp_path: Path, array: bool) -> None:
    found = [
        SCORE | {"evidence": [{"turn": 2, "quote": "what I know"}, {"quote": "Please"}]},
        SCORE | {"item": "t2", "evidence": [{"part": 2}], "comment": "Fine."},
        SCORE | {"item": "t3", "turn": 2, "evidence": []},
        {"item": "t3", "coder": "cleo", "dimension": "escalated", "value": 0},
        SCORE | {"item": "t4", "value": None, "state": "not_applicable"},
    ]
    path = lines(tmp_path, *([found] if array else found))
    done = imported(built_study.path, path)
    assert "(JSON lines, long): 5 rows, 5 scores" in done.stdout
    whole = [(2, 0, f"Here is what I know about t{n}.") for n in (2, 3)]
    quoted = [(2, 8, "what I know"), (1, 0, "Please")]
    assert sorted(asked(built_study.path, EVIDENCE)) == sorted([*quoted, *whole])
    assert len(submitted(built_study.path, "cleo")) == 5
    assert "There is nothing new" in imported(built_study.path, path).stderr


def test_objects_may_have_a_key_for_each_dimension(built_study: Built, tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"id": "t1", "coder": "cleo", "clarity": 0},
        {"id": "t2", "coder": "cleo", "clarity": "n/a", "escalated": 1},
    )
    imported(built_study.path, path)
    assert len(submitted(built_study.path, "cleo")) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"item": "t1", ', "line 2: not valid JSON"),
        ("[1]", "line 2: not a JSON object"),
        ('{"item": "t1", "evidence": ["words"]}', "line 2: its evidence holds what is none"),
        ('{"item": "t1", "evidence": [{"quote": "a", "page": 1}]}', "holds what is none"),
        ('{"item": "t1", "evidence": [{"turn": 1, "part": 1}]}', "holds what is none"),
        ('{"item": "t1", "evidence": [{"quote": 3}]}', "holds what is none"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    built_study: Built, tmp_path: Path, line: str, said: str
) -> None:
    path = lines(tmp_path, SCORE)
    given = line.replace('"item": "t1"', json.dumps(SCORE | {"item": "t2"})[1:-1])
    path.write_text(f"{path.read_text()}{given}\n")
    error = run("ratings", "import", built_study.path, path).exception
    assert isinstance(error, BadInputError)
    assert said in str(error)
    assert submitted(built_study.path, "cleo") == {}


def test_a_list_of_evidence_stands_in_a_spreadsheet_too(built_study: Built, tmp_path: Path) -> None:
    heads = ["item", "coder", "dimension", "value", "evidence_list"]
    rows = [
        heads,
        ["t1", "cleo", "clarity", 1, '[{"quote": "what I"}]'],
        ["t2", "cleo", "clarity", 1, ""],
    ]
    imported(built_study.path, a_csv(tmp_path / "c.csv", rows))
    assert asked(built_study.path, EVIDENCE) == [(2, 8, "what I")]
    rows[1][4] = "{}"
    error = run("ratings", "import", built_study.path, a_csv(tmp_path / "c.csv", rows)).exception
    assert "its evidence is no list" in str(error)


def test_the_scores_of_the_sample_come_in(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "sample_data"
    plan = (sample / "audit.study.toml").read_text().replace('"coder-1", "coder-2"', '"reader-1"')
    plan = plan.replace("../rubric", str(sample.parent / "rubric"))
    plan = plan.replace("benchmarks.jsonl", str(sample / "benchmarks.jsonl"))
    study = tmp_path / "own.toml"
    study.write_text(f"{plan}\ncoders_per_item = 1\n")
    assert run("init", study).exit_code == 0
    path = sample / "codings" / "audit.jsonl"
    done = imported(tmp_path / "own.db", path, "--json", "--rename", "reader-2=reader-b")
    told = json.loads(done.stdout)
    codings = [json.loads(each) for each in path.read_text().splitlines()]
    assert sum(each["scores"] for each in told["coders"]) == len(codings)
    assert sum(each["evidence"] for each in told["coders"]) == sum(
        len(each["evidence"]) for each in codings
    )


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_score_under_another_meaning_does_not_come_in_unsaid(
    built_study: Built, tmp_path: Path, suffix: str
) -> None:
    code_all(built_study.path)
    blind_id = blind_ids(built_study.key_path)["t1"]
    study = StudyFile.open(built_study.path)
    bring(study, CLARITY)
    study.close()
    heads = ["item", "coder", "dimension", "value", "rubric"]
    old = FIRST.fingerprint
    rows = [[blind_id, "cleo", name, 0, old] for name in ("clarity", "escalated")]
    if suffix == "csv":
        path = a_csv(tmp_path / "c.csv", [heads, *rows])
    else:
        path = lines(tmp_path, *(dict(zip(heads, row, strict=True)) for row in rows))
    error = run("ratings", "import", built_study.path, path).exception
    assert isinstance(error, BadInputError)
    assert "scored under version 1.0 of the rubric" in str(error)
    assert submitted(built_study.path, "cleo") == {}
    imported(built_study.path, path, "--skip-bad")
    assert {dimension for _, dimension in submitted(built_study.path, "cleo")} == {"escalated"}


def test_a_version_that_the_study_never_had_is_said(built_study: Built, tmp_path: Path) -> None:
    done = imported(built_study.path, lines(tmp_path, SCORE | {"rubric": "f" * 64}))
    assert "names a version of the rubric that this study never had" in done.stdout
    assert len(submitted(built_study.path, "cleo")) == 1
