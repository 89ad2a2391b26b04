"""Profiles of studies that went on: late scores, decisions after the opening, another rubric."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.test_after_closing import Closed, closed, run
from tests.cli.test_figures import described, texts
from tests.cli.test_profile import SCHEMA
from tests.profile_fixtures import coded
from tests.rubric_fixtures import FIRST, NEW_ANCHOR, NEW_DIMENSION, again, bring, version

from coder_tui.storage.study import StudyFile

__all__ = ["closed"]

Build = Callable[..., Any]
BOTH = version("2.0", NEW_ANCHOR, more=NEW_DIMENSION)


def profiles(path: Path, key: Path) -> Any:
    whole = json.loads(run("profile", path, "--key", key, "--json").stdout)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [each.message for each in Draft202012Validator(schema).iter_errors(whole)] == []
    return whole


def by_dimension(whole: Any) -> dict[str, Any]:
    return {each["id"]: each for each in whole["systems"][0]["dimensions"]}


@pytest.fixture
def went_on(write_study: Build) -> Any:
    """Frozen under version 1.0; then 2.0 gives clarity another meaning and adds the tone."""
    built = coded(write_study)
    run("freeze", built.path)
    with closing(StudyFile.open(built.path)) as study:
        bring(study, BOTH)
    with closing(StudyFile.open(built.path)) as study:
        for coder in ("ana", "ben"):
            for each in study.assignments(coder):
                again(study, coder, each.blind_id, clarity=1)
    return built


def test_what_came_after_the_closing_is_in_the_schema(closed: Closed) -> None:
    study = profiles(closed.path, closed.key)["study"]
    assert study["decisions_after_unblinding"] == 1
    assert study["late_final_scores"] == 4
    assert study["freeze"]["rubric_version"] == FIRST.rubric.version


def test_agreement_of_another_meaning_is_marked_in_the_json(went_on: Any) -> None:
    whole = profiles(went_on.path, went_on.key_path)
    assert whole["rubric"]["version"] == "2.0"
    assert whole["rubric"]["fingerprint"] == BOTH.fingerprint
    assert whole["study"]["freeze"]["rubric_version"] == "1.0"
    assert whole["study"]["freeze"]["rubric_fingerprint"] == FIRST.fingerprint
    found = by_dimension(whole)
    assert found["clarity"]["mean"] == 1.0
    assert found["clarity"]["agreement"]["other_meaning"] is True
    assert found["escalated"]["agreement"]["other_meaning"] is False
    assert {each["agreement"]["rubric_version"] for each in found.values()} == {"1.0"}


def test_it_is_marked_in_text_and_figure_too(went_on: Any, tmp_path: Path) -> None:
    call = ("profile", went_on.path, "--key", went_on.key_path)
    text = run(*call).stdout
    said = "# Agreement is by version 1.0 of the rubric, means are by version 2.0"
    assert said in " ".join(text.split())
    drawn, measured = _lines_of(text, "D1 Clarity")
    assert "#" in drawn
    assert "# " in measured
    assert "#" not in "".join(_lines_of(text, "D2 Escalated"))
    figure = tmp_path / "versions.svg"
    run(*call, "--svg", figure)
    whole = texts(figure.read_bytes())
    assert any(each.startswith(said[:40]) for each in whole)
    assert any(each.startswith("# ") and "kappa" in each for each in whole)
    assert said in described(figure.read_bytes())[1]


def test_it_is_marked_wherever_final_scores_are_summed_up(went_on: Any, tmp_path: Path) -> None:
    given = (went_on.path, "--key", went_on.key_path)
    said = (
        "Agreement on this dimension is by version 1.0 of the rubric, scores are by version 2.0, "
        "in which it means something else: that agreement says nothing of them."
    )
    summary = json.loads(run("summary", *given, "--json").stdout)["effects"]["dimensions"]
    marked = {each["dimension"]: each["other_meaning"] for each in summary}
    assert marked == {"clarity": True, "escalated": False}
    assert [said in each["sentences"] for each in summary] == [True, False]
    text = run("summary", *given).stdout
    assert "# of another meaning of the dimension." in " ".join(text.split())
    assert " # " in next(line for line in text.splitlines() if line.startswith("D1 Clarity"))
    review = json.loads(run("review", *given, "--json").stdout)["summaries"]
    assert {each["dimension"]: each["other_meaning"] for each in review}["clarity"] is True
    assert review[0]["sentence"].startswith(said)
    figure = tmp_path / "effects.svg"
    run("summary", *given, "--svg", figure)
    assert any(
        each.endswith("# agreement of another meaning") for each in texts(figure.read_bytes())
    )


def _lines_of(text: str, label: str) -> tuple[str, str]:
    """The first line in which a dimension is drawn, and that of its agreement."""
    lines = [line for line in text.splitlines() if line.startswith(label[:10])]
    return next(line for line in lines if "|" in line), lines[-1]


def test_before_another_version_nothing_is_marked(write_study: Build) -> None:
    built = coded(write_study)
    run("freeze", built.path)
    text = run("profile", built.path, "--key", built.key_path).stdout
    assert "# " not in text
    assert "# " not in run("summary", built.path, "--key", built.key_path).stdout
    whole = profiles(built.path, built.key_path)
    assert {each["agreement"]["other_meaning"] for each in by_dimension(whole).values()} == {False}


def test_a_dimension_without_agreement_is_undefined_everywhere(
    went_on: Any, tmp_path: Path
) -> None:
    tone = by_dimension(profiles(went_on.path, went_on.key_path))["tone"]["agreement"]
    assert (tone["verdict"], tone["value"], tone["items"]) == ("undefined", None, 0)
    assert tone["note"] == "undefined: no answer"
    call = ("profile", went_on.path, "--key", went_on.key_path)
    line = _lines_of(run(*call).stdout, "D4 Tone")[1]
    assert "undefined: no answer" in line
    figure = tmp_path / "tone.svg"
    run(*call, "--svg", figure)
    assert "undefined: no answer" in " ".join(texts(figure.read_bytes()))


def test_a_wide_terminal_has_more_systems_side_by_side(
    write_study: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = coded(write_study)
    call = ("profile", built.path, "--key", built.key_path)
    assert _lines_of(run(*call).stdout, "D1 Clarity")[0].count("|") == 4
    monkeypatch.setattr("coder_tui.cli.query_text.terminal_width", lambda: 140)
    assert _lines_of(run(*call).stdout, "D1 Clarity")[0].count("|") == 8
