"""Machines that judge: coders like others, on whom no final score rests, held against people.

By hand, of people: clarity has the final scores x1 0 and x3 2 (agreed), while x2 (1|2) and x4
(n/a|1) are unresolved; escalated is 1 on all four.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.coded_levels import coded_levels
from tests.conftest import Built, WriteStudy
from tests.levels import VALUES
from tests.rating_files import a_csv, asked, imported, run, submitted
from tests.review_fixtures import (
    ANA,
    BEN,
    PLAN,
    blind_ids,
    code,
    code_both,
    keyed_items,
    transcripts,
)

from coder_tui.analysis.numerals import number
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile
from coder_tui.tui.review.app import ReviewApp, StudySource


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Four transcripts for ana and ben, nothing of them coded."""
    return write_study(transcripts(), plan=PLAN).init()


def reviewed(built: Built, *options: object) -> dict[str, Any]:
    done = run("review", built.path, "--json", *options)
    assert done.exit_code == 0, done.exception
    return dict(json.loads(done.stdout))


MACHINE = {
    "x1": {"clarity": 0, "escalated": 1, "escalation_quality": 1},
    "x2": {"clarity": 1, "escalated": 0},
    "x3": {"clarity": 1, "escalated": 1, "escalation_quality": 0},
    "x4": {"clarity": 2, "escalated": 1, "escalation_quality": 1},
}


@pytest.fixture
def judged(built: Built, tmp_path: Path) -> Built:
    """The study coded by both people and by a machine."""
    code_both(built.path, built.key_path)
    rows = [["item", "clarity", "escalated", "escalation_quality"]]
    rows += [[item, *(str(sheet.get(name, "")) for name in rows[0][1:])]
             for item, sheet in MACHINE.items()]  # fmt: skip
    path = a_csv(tmp_path / "judge.csv", rows)
    imported(built.path, path, "--kind", "machine", "--coder", "judge-1")
    return built


def test_no_final_score_rests_on_a_machine(judged: Built) -> None:
    finals = "select blind_id, dimension, state, value, basis, coder_kind, coders from final_score"
    assert {row[5] for row in asked(judged.path, finals)} == {"human"}
    assert {row[6] for row in asked(judged.path, finals)} == {2}
    found = reviewed(judged, "--key", judged.key_path)["disagreements"]
    assert {each["coder_kind"] for each in found} == {"human"}


def test_the_table_of_machines_against_people_is_as_computed_by_hand(judged: Built) -> None:
    found = {e["dimension"]: e for e in reviewed(judged, "--key", judged.key_path)["judges"]}
    clarity = found["clarity"]
    assert (clarity["coder"], clarity["against"]) == ("judge-1", "human")
    assert clarity["basis"] == {"adjudicated": 0, "agreed": 2, "majority": 0, "single": 0}
    assert (clarity["items"], clarity["unresolved"]) == (2, 2)
    assert clarity["percent_agreement"]["value"] == 0.5
    # Machine 0, 1 against people 0, 2: observed 0 + 1 = 1; expected (0 + 4 + 1 + 1) / 2 = 3.
    assert clarity["cohen_kappa"]["weights"] == "quadratic"
    assert clarity["cohen_kappa"]["value"] == pytest.approx(1 - 1 / 3)
    assert clarity["confusion"]["answers"] == ["0", "1", "2"]
    assert clarity["confusion"]["counts"] == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    escalated = found["escalated"]
    assert escalated["percent_agreement"]["value"] == 0.75
    assert escalated["cohen_kappa"]["value"] == 0
    assert "Only one value was used by people" in escalated["cohen_kappa"]["note"]
    quality = found["escalation_quality"]
    # x1 1-1, x3 0-1, x4 1-1; x2 is hidden for the machine, which said that nothing was escalated.
    assert quality["percent_agreement"]["items"] == 3
    assert quality["confusion"]["counts"] == [[0, 1], [0, 2]]


def test_both_numbers_of_a_machine_say_how_sure_they_are(judged: Built) -> None:
    object_ = reviewed(judged, "--key", judged.key_path)
    for found in object_["judges"]:
        percent, kappa = found["percent_agreement"], found["cohen_kappa"]
        for each in (percent, kappa):
            assert each["interval"]["low"] <= each["value"] <= each["interval"]["high"]
            assert each["interval"]["low"] < each["interval"]["high"]
        assert [each["bar"] for each in kappa["at_least"]] == [0.667, 0.8]
    again = reviewed(judged, "--key", judged.key_path)["judges"]
    assert again == object_["judges"]
    said = run("review", judged.path, "--key", judged.key_path, "--plain").stdout
    (clarity, *_) = object_["judges"]
    interval = clarity["cohen_kappa"]["interval"]
    assert f"{number(interval['low'])} to {number(interval['high'])}" in said
    assert re.search(r"q-kappa: 95 % interval \S+ to \S+; P\(>=\.667\)", " ".join(said.split()))


def test_a_machine_called_people_is_still_compared(built: Built, tmp_path: Path) -> None:
    code_both(built.path, built.key_path)
    rows = [["item", "clarity"], ["x1", "0"], ["x3", "1"]]
    path = a_csv(tmp_path / "judge.csv", rows)
    imported(built.path, path, "--kind", "machine", "--coder", "people")
    (clarity, *_) = reviewed(built, "--key", built.key_path)["judges"]
    assert clarity["percent_agreement"]["value"] == 0.5


def test_a_decision_is_what_a_machine_is_held_against(judged: Built) -> None:
    study = StudyFile.open(judged.path)
    x2 = blind_ids(judged.key_path)["x2"]
    (case,) = [c for c in read_waiting(study).cases if (c.blind_id, c.dimension) == (x2, "clarity")]
    Adjudicator.start(study, "cleo").decide(case, Decision(scored(1), REASONS[2], "A gap."))
    study.close()
    (clarity, *_) = reviewed(judged, "--key", judged.key_path)["judges"]
    assert clarity["basis"] == {"adjudicated": 1, "agreed": 2, "majority": 0, "single": 0}
    assert clarity["unresolved"] == 1
    assert clarity["percent_agreement"]["value"] == pytest.approx(2 / 3)


def test_kinds_stay_apart_and_the_text_says_what_the_table_is(judged: Built) -> None:
    agreement = reviewed(judged, "--key", judged.key_path)["agreement"]
    pairs = {each["kind"]: each["pairs"] for each in agreement if each["dimension"] == "clarity"}
    assert pairs == {"human": 3, "machine": 0}
    said = run("review", judged.path, "--key", judged.key_path, "--plain").stdout
    assert "MACHINES AGAINST PEOPLE" in said
    assert "judge-1 \\ human  0  1  2" in said
    assert "2 unresolved" in said
    words = " ".join(said.split())
    assert "n counts items with a value from both." in words
    assert "Left out, because people differ and nothing is final: 2." in words


def test_without_the_key_a_machine_has_no_name_and_open_items_do_not_count(
    built: Built, tmp_path: Path
) -> None:
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[item]: sheet for item, sheet in ANA.items()})
    code(built.path, "ben", {blind["x1"]: BEN["x1"]})
    rows = [["item", "clarity"], ["x1", "0"], ["x3", "2"]]
    path = a_csv(tmp_path / "j.csv", rows)
    imported(built.path, path, "--kind", "machine", "--coder", "judge-1")
    (clarity, *_), held = (reviewed(built)[part] for part in ("judges", "judges_held_back"))
    assert clarity["coder"].startswith("coder ")
    assert (clarity["items"], held) == (1, 1)
    assert "judge-1" not in json.dumps(reviewed(built)["judges"])
    with_key = reviewed(built, "--key", built.key_path)
    assert with_key["judges"][0]["items"] == 2
    assert with_key["judges"][0]["basis"]["single"] == 1
    assert with_key["judges_held_back"] == 0


def test_a_study_without_machines_has_no_such_table(built: Built) -> None:
    code_both(built.path, built.key_path)
    assert reviewed(built, "--key", built.key_path)["judges"] == []
    assert "MACHINES" not in run("review", built.path, "--plain").stdout


def test_every_level_has_what_its_scale_allows(write_study: WriteStudy, tmp_path: Path) -> None:
    built = coded_levels(write_study)
    values = {name: found[1] for name, found in VALUES.items()}
    path = a_csv(tmp_path / "j.csv", [["item", *values], ["x1", *values.values()]])
    imported(built.path, path, "--kind", "machine", "--coder", "judge-1")
    found = {e["dimension"]: e for e in reviewed(built, "--key", built.key_path)["judges"]}
    assert {each["percent_agreement"]["value"] for each in found.values()} == {1}
    undefined = {name: each["note"] for name, each in found.items()}
    assert undefined == {
        "sort": "undefined: one item only",
        "degree": "undefined: one item only",
        "warmth": "undefined: no scale points",
        "errors": "undefined: no scale points",
        "topics": "undefined: percent only",
        "summary": "undefined: percent only",
    }
    assert found["summary"]["confusion"] is None
    assert found["warmth"]["confusion"] == {
        "rows": "judge-1", "columns": "human", "answers": ["-0.5"], "counts": [[1]],
    }  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_review_screen_lists_machines_below_the_coefficients(
    judged: Built, size: tuple[int, int]
) -> None:
    source = StudySource(judged.path, keyed_items(judged.key_path), lambda: judged.path)
    app = ReviewApp(source)
    async with app.run_test(size=size) as pilot:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        text = shown(app)
        assert text.count("judge-1 v. human") == 3
        await pilot.press(
            *["down"] * 4
        )  # Behind three dimensions and the line on the machine alone.
        await pilot.pause()
        assert "judge-1 \\ human" in shown(app)
        await pilot.press("w")
        await pilot.pause()
        assert "Is it clear?" in shown(app)
        assert "0 adjudicated, 2 agreed" in shown(app)


def shown(app: ReviewApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def test_a_machine_in_an_export_comes_back_as_a_machine(
    judged: Built, write_study: WriteStudy, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("export", judged.path, "-o", out, "--key", judged.key_path).exit_code == 0
    names = [f"{name}={name}-again" for name in ("ana", "ben", "judge-1")]
    renames = [word for name in names for word in ("--rename", name)]
    for suffix in ("csv", "parquet"):
        imported(judged.path, out / f"scores_long.{suffix}", *renames)
    kinds = dict(asked(judged.path, "select name, kind from coder"))
    assert kinds["judge-1-again"] == "machine"
    assert kinds["ana-again"] == "human"
    for name in ("ana", "judge-1"):
        assert submitted(judged.path, f"{name}-again") == submitted(judged.path, name)
    refused = run("ratings", "import", judged.path, out / "scores_long.csv", "--kind", "human",
                  *renames)  # fmt: skip
    assert "judge-1-again is machine here" in str(refused.exception)
