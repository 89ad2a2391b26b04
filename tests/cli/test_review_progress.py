"""Progress and coders on paper: the same numbers in `--plain`, `--json`, and in `status`."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from tests.once import once
from tests.paced import Clock, code_on, held, items

from coder_tui.cli.main import cli
from coder_tui.domain.coding import Move
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]
PLAN = 'coders = ["ana", "ben"]\nseal = false'
OF_STATUS = ("median_minutes", "waits_for_second", "pace", "expected_end", "expected_end_undefined")


@once
def thirty_paced(write_study: Build) -> Any:
    """Thirty items: ana a point above ben on the first twenty; ben has the rest before him."""
    built = write_study(items(30), plan=PLAN).init()
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        order = sorted(held(built.path, "ana"))
        ana = [(item, {"clarity": 1 + at % 2, "escalated": 0}) for at, item in enumerate(order)]
        ben = [
            (item, {"clarity": (at + 1) % 2, "escalated": at % 2}) for at, item in enumerate(order)
        ]
        code_on(built.path, clock, "ana", 8, ana)
        code_on(built.path, clock, "ben", 10, ben[:20])
        code_on(built.path, clock, "ben", 11, ben[20:21], move=Move.SKIPPED)
    return built


@pytest.fixture
def paced(write_study: Build, monkeypatch: pytest.MonkeyPatch) -> Any:
    Clock().set(monkeypatch)
    return thirty_paced(write_study)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def review(built: Any, *more: object, with_key: bool = True) -> str:
    key = ("--key", built.key_path) if with_key else ()
    return run("review", built.path, *key, *more)


def test_json_and_plain_have_the_same_pace(paced: Any) -> None:
    found = json.loads(review(paced, "--json"))
    ana, ben = found["progress"]
    assert (ana["submitted"], ana["expected_end_undefined"]) == (30, "every item is submitted")
    # Twenty in the 4.125 days since nine and six minutes on the twelfth.
    assert ben["pace"]["per_day"] == round(20 / (4.125 - 6 / 1440), 2)
    assert ben["pace"]["per_hour"] == 10.0
    assert (ben["expected_end"], ben["waits_for_second"]) == ("2026-11-18", 10)
    assert (ben["skipped"], ben["burn_up"][-1]) == (
        1,
        {"at": "2026-11-12T11:00:00+00:00", "submitted": 20},
    )
    assert found["headway"]["expected_end"] == "2026-11-18"
    assert found["headway"]["waiting"] == [{"submitted": 1, "coders": 2, "items": 10}]
    assert [each["submitted"] for each in found["headway"]["burn_up"]][-1] == 50
    said = " ".join(review(paced, "--plain").split())
    assert "ben human 30 20 0 1 0 0" in said
    assert (
        "ana: 4.9 items a day in the last 7 days, 4.9 over all. 10.0 an hour at work. Every" in said
    )
    assert "ben: 4.9 items a day in the last 7 days, 4.9 over all." in said
    assert "10.0 an hour at work, 1.0 h left. Expected end at this pace: 2026-11-18." in said
    assert "10 items wait, submitted by 1 of 2 coders." in said
    assert "2026-11-10 30, 2026-11-12 50 of 60." in said


def test_status_has_the_numbers_of_the_review(paced: Any) -> None:
    reviewed = json.loads(review(paced, "--json"))
    told = json.loads(run("status", paced.path, "--json"))
    assert told["headway"] == reviewed["headway"]
    for one, other in zip(told["progress"], reviewed["progress"], strict=True):
        assert {name: one[name] for name in OF_STATUS} == {name: other[name] for name in OF_STATUS}
    assert told["waiting_for_second"] == 10
    assert "Expected end at this pace: 2026-11-18." in run("status", paced.path)


def test_json_and_plain_have_the_same_severity(paced: Any) -> None:
    ana, ben = json.loads(review(paced, "--json"))["coders"]
    clarity = ana["dimensions"][0]
    assert clarity["severity"]["value"] == pytest.approx(1.0)
    assert clarity["severity"]["interval"]["low"] > 0
    assert clarity["severity"]["items"] == 20
    assert ana["severity"]["value"] == pytest.approx(-ben["severity"]["value"])
    assert clarity["cohen_kappa"][0]["with"] == "ben"
    assert (ana["median_seconds"], ana["over_time"][0]["items"]) == (360.0, 10)
    said = " ".join(review(paced, "--plain", "--all").split())
    assert ana["stands_out"] in said
    assert f"ana human 30 {ana['severity']['value']:+.2f}" in said
    assert "D1 20 +1.00" in said


def test_plain_without_all_keeps_to_a_line_a_coder_and_to_80_columns(paced: Any) -> None:
    short = review(paced, "--plain")
    assert "--all prints every dimension." in " ".join(short.split())
    assert max(map(len, short.splitlines())) <= 80
    assert len(review(paced, "--plain", "--all")) > len(short)


def test_by_model_and_scaffold_only_for_who_may_see_conditions(
    paced: Any, write_study: Build
) -> None:
    found = json.loads(review(paced, "--json"))["strata"]
    assert sum(each["items"] for each in found) == 30
    assert sum(each["complete"] for each in found) == 20
    assert "PROGRESS by model and scaffold" in review(paced, "--plain")
    without = json.loads(review(paced, "--json", with_key=False))
    assert (without["strata"], without["coders"]) == (None, None)
    assert "Coders are compared with the study's key only" in " ".join(
        review(paced, "--plain", with_key=False).split()
    )
    sealed = write_study(items(4), plan='coders = ["ana", "ben"]', name="sealed").init()
    assert json.loads(review(sealed, "--json"))["strata"] is None


def test_a_time_that_is_none_is_refused_and_says_where_it_stands(paced: Any) -> None:
    study = StudyFile.open(paced.path)
    study.connection.execute("update submission set recorded_at = 'yesterday'")
    study.connection.commit()
    study.close()
    done = CliRunner().invoke(cli, ["status", str(paced.path)])
    assert done.exit_code != 0
    said = str(done.exception) + done.output
    assert "submitted at 'yesterday', which is no time" in said
