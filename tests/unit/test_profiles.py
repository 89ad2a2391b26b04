"""Profiles of small studies: what is counted, at which level, and when they are refused."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.cli.test_profile import SCHEMA
from tests.profile_fixtures import HOSTILE, MODELS, coded, crossed
from tests.review_fixtures import PLAN, blind_ids, code, keyed_items

from coder_tui.analysis.access import NO_KEY, SEALED
from coder_tui.analysis.evidence_level import evidence_of, user_turns
from coder_tui.analysis.profile_drawing import beside, draw, place
from coder_tui.analysis.profiles import OF_BENCHMARKS, Profile, Profiles, profiles_of
from coder_tui.cli.main import cli
from coder_tui.cli.profile_json import profiles_object
from coder_tui.cli.profile_text import profile_text
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]


def look(built: Any, *, with_key: bool = True) -> Profiles:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return profiles_of(study, keyed_items(built.key_path) if with_key else None, draws=200)
    finally:
        study.close()


def test_what_has_no_score_is_counted_and_in_no_mean(write_study: Build) -> None:
    systems = {each.name: each for each in look(coded(write_study)).systems}
    assert list(systems) == [f"{model}/{scaffold}" for model in MODELS for scaffold in ("C1", "C2")]
    clarity, escalated, quality = systems["modelia-two/C1"].dimensions
    assert (clarity.scored, clarity.tasks, clarity.mean) == (5, 5, 1.0)
    assert (clarity.not_applicable, clarity.cannot_judge, clarity.unresolved) == (1, 1, 1)
    assert clarity.unanswered == 0
    assert clarity.few
    assert dict(clarity.distribution) == {"0": 0, "1": 5, "2": 0}
    assert (escalated.mean, escalated.end) == (0.0, "floor")
    assert (quality.mean, quality.why_no_mean, quality.unanswered) == (None, "none scored", 8)
    assert systems["modelia-one/C2"].dimensions[0].end == "ceiling"


def test_the_text_holds_what_the_json_holds_and_both_stay_whole(write_study: Build) -> None:
    found = look(coded(write_study))
    whole = json.loads(json.dumps(profiles_object(found)))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(whole)) == []
    text = profile_text(found, 80)
    assert "PROVISIONAL: 1 score unresolved of the systems shown" in text
    assert "none scored" in text
    for system in whole["systems"]:
        name = f"{system['model']}/{system['scaffold']}"
        table = text.partition(f"\n{name} (8 items)\n")[2]
        clarity = next(line for line in table.splitlines() if line.startswith("D1 Clarity"))
        mean, interval = system["dimensions"][0]["mean"], system["dimensions"][0]["interval"]
        assert f"{mean:.2f}  {interval['low']:.2f} to {interval['high']:.2f}" in clarity
    assert re.search(r"D1 Clarity +1\.00 .* 5 +0/5/0 +1 +1 +1 +0", text)


def test_replicates_of_a_task_count_as_one_by_their_mean(write_study: Build) -> None:
    items = []
    for each in crossed():
        items.append(each)
        turns = [*each["turns"], {"role": "user", "text": f"Thanks for {each['id']}."}]
        items.append({**each, "id": f"{each['id']}-r", "replicate": 2, "turns": turns})
    built = write_study(items, plan=PLAN).init()
    blind = blind_ids(built.key_path)
    sheet = {blind[each["id"]]: {"clarity": 2 if "-r" in each["id"] else 0} for each in items}
    for coder in ("ana", "ben"):
        code(built.path, coder, sheet)
    clarity = look(built).systems[0].dimensions[0]
    assert (clarity.tasks, clarity.scored, clarity.mean) == (8, 16, 1.0)
    assert dict(clarity.distribution) == {"0": 8, "1": 0, "2": 8}


@pytest.mark.parametrize(("exchanges", "level"), [(1, "response"), (2, "interaction")])
def test_the_level_of_evidence_comes_from_the_turns(
    write_study: Build, exchanges: int, level: str
) -> None:
    found = look(coded(write_study, exchanges=exchanges)).systems[0].evidence
    assert found.level == level
    assert "deployment" in found.not_supported
    assert found.sentence.startswith(f"Evidence of the level {level}. Nothing in it supports")


def test_parts_of_one_message_are_one_turn(write_study: Build) -> None:
    item = crossed()[0]
    item["turns"] = [
        {"role": "user", "text": "First half."},
        {"role": "user", "text": "Second half."},
        {"role": "assistant", "text": "An answer."},
    ]
    built = write_study([item], plan=PLAN).init()
    study = StudyFile.open(built.path, read_only=True)
    assert list(user_turns(study.connection).values()) == [1]
    study.close()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_one_exchange_among_many_keeps_the_whole_at_the_lower_level(turns: list[int]) -> None:
    counted = {str(at): count for at, count in enumerate(turns)}
    found = evidence_of(counted, counted)
    assert (found.level == "interaction") == (min(turns) > 1)
    assert found.not_supported[-1] == "deployment"
    assert found.level != "deployment"


def test_one_transcript_says_that_it_is_one() -> None:
    for turns in (1, 3):
        assert "the only transcript (n = 1)" in evidence_of(["one"], {"one": turns}).reason
    assert "n = 1" not in evidence_of(["one", "two"], {"one": 2, "two": 2}).reason


def test_fewer_than_three_scores_stand_at_no_end(write_study: Build) -> None:
    built = write_study(crossed(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for tasks, end in ((2, None), (3, "floor")):
        chosen = [f"t{task}-{place}-{s}" for task in range(tasks) for place in (0, 1)
                  for s in ("C1", "C2")]  # fmt: skip
        for coder in ("ana", "ben"):
            code(built.path, coder, {blind[each]: {"clarity": 0} for each in chosen})
        clarity = look(built).systems[0].dimensions[0]
        assert (clarity.tasks, clarity.mean, clarity.end) == (tasks, 0.0, end)


def test_without_a_key_and_under_seal_there_is_no_profile(write_study: Build) -> None:
    sealed = coded(write_study, sealed=True)
    assert look(sealed, with_key=False).note == NO_KEY
    found = look(sealed)
    assert (found.note, found.systems) == (SEALED, ())
    answer = CliRunner().invoke(
        cli, ["profile", str(sealed.path), "--key", str(sealed.key_path), "--json"]
    )
    assert isinstance(answer.exception, RefusedError)
    assert str(answer.exception) == SEALED
    assert "modelia" not in answer.output


def test_an_audit_has_no_systems(tmp_path: Any) -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["demo", "--audit", "--dir", str(tmp_path)]).exit_code == 0
    answer = runner.invoke(
        cli, ["profile", str(tmp_path / "audit.db"), "--key", str(tmp_path / "audit.key.db")]
    )
    assert isinstance(answer.exception, RefusedError)
    assert str(answer.exception) == OF_BENCHMARKS


def test_hostile_names_are_shown_and_never_obeyed(write_study: Build) -> None:
    text = profile_text(look(coded(write_study, (HOSTILE, "plain"))), 80)
    assert "\x1b" not in text
    assert "mod[red]$x^2$␛[2J" in text


@pytest.mark.parametrize(
    ("width", "systems"), [(60, 1), (79, 1), (80, 2), (110, 3), (140, 4), (300, 4)]
)
def test_as_many_stand_side_by_side_as_there_is_room_for(width: int, systems: int) -> None:
    assert beside(width, 12) == systems
    assert beside(width, 1) == 1


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> tuple[Profile, ...]:
    """The systems of a study that is not settled."""
    folder = tmp_path_factory.mktemp("some")
    assert CliRunner().invoke(cli, ["demo", "--dir", str(folder)]).exit_code == 0
    study = StudyFile.open(folder / "stress.db", read_only=True)
    try:
        return profiles_of(study, keyed_items(folder / "stress.key.db"), draws=0).systems
    finally:
        study.close()


@given(width=st.integers(60, 320), start=st.integers(0, 8))
def test_a_drawing_never_passes_its_width_and_stands_in_columns(
    some: tuple[Profile, ...], width: int, start: int
) -> None:
    across = beside(width, 4)
    drawing = draw(some[start : start + across], width)
    assert all(len(line) <= width for line in drawing.head_lines)
    for line in drawing.lines:
        assert len(line.text) <= width
        assert [len(each.text) for each in line.systems] == [len(drawing.heads[0][0])] * across
        assert all("o" in each.axis for each in line.systems)


@given(st.floats(0, 2), st.floats(0, 2), st.integers(3, 41))
def test_a_higher_number_never_lies_further_left(first: float, second: float, width: int) -> None:
    low, high = sorted((first, second))
    assert 0 <= place(low, (0, 1, 2), width) <= place(high, (0, 1, 2), width) <= width - 1
