"""Of agreement one verdict is said, on the page of agreement and wherever means are shown."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from tests.once import once
from tests.review_fixtures import PLAN, blind_ids, code

from coder_tui.cli.main import cli

Build = Callable[..., Any]
Values = Callable[[int], tuple[int, int]]
TASKS = range(6)
CASES: dict[str, Values] = {
    "reaches": lambda at: (at % 3, at % 3),
    "below": lambda at: (at % 3, 2 - at % 3),
    # A third of the items apart: the value is under the bar of .667, the interval is not.
    "unclear": lambda at: (at % 3, at % 3 if at % 4 else (at + 1) % 3),
    "undefined": lambda at: (1, 1),
}
MARKS = {"reaches": "", "below": "!", "unclear": "?", "undefined": "?"}
SAID = {
    "below": "Agreement on this dimension is below the bar:",
    "unclear": "Whether agreement on this dimension reaches the bar is not clear.",
    "undefined": "Agreement on this dimension is undefined: all scores 1.",
}


def transcripts() -> list[dict[str, Any]]:
    return [
        {
            "id": f"t{task}-{model}-{scaffold}",
            "model": f"modelia-{model}",
            "scaffold": scaffold,
            "task": f"task-{task}",
            "turns": [
                {"role": "user", "text": f"Please help with {task} {model} {scaffold}."},
                {"role": "assistant", "text": f"What I know of {task}, {model}, {scaffold}."},
            ],
        }
        for task in TASKS
        for model in ("one", "two")
        for scaffold in ("C1", "C2")
    ]


@once
def coded(write_study: Build, values: Values) -> Any:
    built = write_study(transcripts(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for place, coder in enumerate(("ana", "ben")):
        sheet = {
            blind[each["id"]]: {"clarity": values(at)[place], "escalated": 0}
            for at, each in enumerate(transcripts())
        }
        code(built.path, coder, sheet)
    return built


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, done.exception
    return done.stdout


def of_clarity(rows: list[dict[str, Any]], name: str = "dimension") -> dict[str, Any]:
    return next(each for each in rows if each[name] == "clarity")


@pytest.mark.parametrize("verdict", CASES)
def test_agreement_conditions_effects_and_profiles_say_one_verdict(
    write_study: Build, verdict: str
) -> None:
    built = coded(write_study, CASES[verdict])
    given = (built.path, "--key", built.key_path)
    review = json.loads(run("review", *given, "--json"))
    effects = json.loads(run("summary", *given, "--json"))["effects"]
    systems = json.loads(run("profile", *given, "--json"))["systems"]
    measured = of_clarity(review["agreement"])
    assert measured["verdict"] == verdict
    if verdict == "unclear":
        assert measured["below_bar"]
    in_conditions = of_clarity(review["summaries"])
    assert in_conditions["verdict"] == verdict
    assert in_conditions["below_bar"] == measured["below_bar"]
    in_effects = of_clarity(effects["dimensions"])
    assert in_effects["verdict"] == verdict
    for system in systems:
        assert of_clarity(system["dimensions"], "id")["agreement"]["verdict"] == verdict
    for sentences in (in_conditions["sentence"], " ".join(in_effects["sentences"])):
        found = {name for name, said in SAID.items() if said in sentences}
        assert found == ({verdict} & SAID.keys())


@pytest.mark.parametrize("verdict", CASES)
def test_the_mark_of_a_profile_is_of_the_verdict_and_explained(
    write_study: Build, verdict: str
) -> None:
    built = coded(write_study, CASES[verdict])
    text = run("profile", built.path, "--key", built.key_path)
    line = next(each for each in text.splitlines() if each.startswith("D1 Clarity") and "|" in each)
    assert {"!", "?"} & set(line) == set(MARKS[verdict])
    flat = " ".join(text.split())
    assert "! agreement below the bar, ? not clear or undefined" in flat


def test_what_is_unresolved_has_one_name_and_one_number(write_study: Build) -> None:
    built = coded(write_study, CASES["below"])
    given = (built.path, "--key", built.key_path)
    review = json.loads(run("review", *given, "--json"))
    cells = {
        (each["model"], each["scaffold"]): each["unresolved"]
        for each in review["conditions"]
        if each["dimension"] == "clarity"
    }
    assert sum(cells.values()) > 0
    text = run("profile", *given)
    for (model, scaffold), unresolved in cells.items():
        block = text[text.index(f"\n{model}/{scaffold} (6 items)") :].splitlines()[2:]
        assert block[0].split()[-2:] == ["unresolved", "none"]
        row = next(each for each in block if each.startswith("D1 Clarity"))
        assert row.split()[-2:] == [str(unresolved), "0"]
    plain = run("review", *given, "--plain")
    conditions = plain[plain.index("CONDITIONS") :]
    assert f"PROVISIONAL: {sum(cells.values())} scores unresolved." in conditions
