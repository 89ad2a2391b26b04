"""What was planted in the sample is found once disagreements are settled, and nothing else is."""

import json
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.rubric import Answer, scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case, read_waiting
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile

SAMPLE = Path(__file__).parents[2] / "sample_data"
Truth = dict[tuple[str, str], int]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def true_scores() -> Truth:
    """What the design planted, by original id and dimension."""
    design = tomllib.loads((SAMPLE / "design.toml").read_text(encoding="utf-8"))
    return {
        (f"{task}/{place}", dimension): cells[at][0]
        for task, places in design["truth"].items()
        for place, cells in places.items()
        for at, dimension in enumerate(design["dimensions"])
    }


def settle(path: Path, key_path: Path) -> None:
    """Decide each disagreement as the design says, where one of the two said so."""
    key = KeyFile.open(key_path)
    original = {row.blind_id: row.original_id for row in key.rows()}
    key.close()
    truth = true_scores()
    study = StudyFile.open(path)
    adjudicator = Adjudicator.start(study, "dora")
    for case_id in read_waiting(study).cases:
        case = read_case(study, case_id)
        assert case is not None
        planted = scored(truth[original[case_id.blind_id], case_id.dimension])
        answers: list[Answer] = [side.answer for side in case.sides]
        answer = planted if planted in answers else answers[0]
        adjudicator.decide(case_id, Decision(answer, REASONS[0]))
    study.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("stress")
    first = run("demo", "--summary", "--dir", folder)
    assert first.exit_code == 0, first.output
    assert "PROVISIONAL" in first.stdout
    path, key = folder / "stress.db", folder / "stress.key.db"
    settle(path, key)
    found = run("summary", path, "--key", key, "--json")
    assert found.exit_code == 0, found.output
    return path, key, json.loads(found.stdout)


def finals(path: Path, key_path: Path, dimension: str) -> np.ndarray:
    """Final scores as tasks x models x scaffolds, read by plain SQL."""
    key = KeyFile.open(key_path)
    places = {row.blind_id: (row.task, row.model, row.scaffold) for row in key.rows()}
    key.close()
    study = StudyFile.open(path, read_only=True)
    rows = study.connection.execute(
        "select blind_id, number from final_score where dimension = ? and state = 'scored'",
        (dimension,),
    ).fetchall()
    study.close()
    names = [sorted({place[at] or "" for place in places.values()}) for at in range(3)]
    scores = np.full([len(each) for each in names], np.nan)
    for blind_id, number in rows:
        at = tuple(names[axis].index(places[blind_id][axis] or "") for axis in range(3))
        scores[at] = number
    return scores


def brute_force_p(scores: np.ndarray) -> float:
    """The sign-flip test in plain loops: interaction residuals of each task, every flip."""
    whole = scores[~np.isnan(scores).any(axis=(1, 2))]
    rest = (
        whole
        - whole.mean(axis=2, keepdims=True)
        - whole.mean(axis=1, keepdims=True)
        + whole.mean(axis=(1, 2), keepdims=True)
    ).reshape(len(whole), -1)
    flips = np.array(list(product((1, -1), repeat=len(whole) - 1)))
    sums = rest[0] + flips @ rest[1:]
    lengths = (sums**2).sum(axis=1)
    return float((lengths >= (rest.sum(axis=0) ** 2).sum() - 1e-9).mean())


def test_the_planted_interaction_is_found_and_no_other(
    demo: tuple[Path, Path, dict[str, Any]],
) -> None:
    _, _, whole = demo
    found = {each["dimension"]: each for each in whole["effects"]["dimensions"]}
    planted = found.pop("verification_support")
    assert planted["depends_on_model"] is True
    assert planted["p_holm"] < 0.01
    assert all(each["unresolved"] == 0 for each in found.values())
    # Of retention all scores are equal, which can show no dependence either way.
    assert found.pop("retention")["depends_on_model"] is None
    assert {name: each["depends_on_model"] for name, each in found.items()} == dict.fromkeys(
        found, False
    )
    said = " ".join(planted["sentences"])
    assert "C4 against C1: lifts system-a by 1.6 points" in said
    assert "leaves system-b where it was" in said
    assert "to the ceiling" in said


@pytest.mark.parametrize("dimension", ["verification_support", "clarification", "grounding"])
def test_p_is_that_of_plain_loops_over_the_final_scores(
    demo: tuple[Path, Path, dict[str, Any]], dimension: str
) -> None:
    path, key, whole = demo
    scores = finals(path, key, dimension)
    found = {each["dimension"]: each for each in whole["effects"]["dimensions"]}[dimension]
    assert found["interaction"]["test"]["p"] == pytest.approx(brute_force_p(scores), abs=1e-12)
    means = {(each["model"], each["scaffold"]): each["mean"] for each in found["cells"]}
    for at, model in enumerate(whole["effects"]["models"]):
        for place, scaffold in enumerate(whole["effects"]["scaffolds"]):
            assert means[model, scaffold] == pytest.approx(np.nanmean(scores[:, at, place]))
    for each in found["differences"]:
        model = whole["effects"]["models"].index(each["model"])
        scaffold = whole["effects"]["scaffolds"].index(each["scaffold"])
        change = np.nanmean(scores[:, model, scaffold] - scores[:, model, 0])
        assert each["mean"] == pytest.approx(change)


def test_sensitivities_name_the_mean_each_coder_and_items_in_doubt(
    demo: tuple[Path, Path, dict[str, Any]],
) -> None:
    _, _, whole = demo
    found = {each["dimension"]: each for each in whole["effects"]["dimensions"]}
    names = [each["name"] for each in found["verification_support"]["sensitivities"]]
    assert names[:3] == ["mean of the coders", "sim-1 alone", "sim-2 alone"]


def test_the_text_says_it_within_80_columns(demo: tuple[Path, Path, dict[str, Any]]) -> None:
    path, key, _ = demo
    text = run("summary", path, "--key", key).stdout
    flat = " ".join(text.split())
    assert "SIMULATED" in text
    assert "The scaffold's effect depends on the model on: D3;" in flat
    assert "PROVISIONAL" not in text
    assert "four times in five" in flat
    assert "D6 Retention" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_wrong_key_is_refused(demo: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    path, _, _ = demo
    other = run("demo", "--audit", "--summary", "--dir", tmp_path)
    assert other.exit_code == 0
    assert run("summary", path, "--key", tmp_path / "audit.key.db").exit_code != 0
