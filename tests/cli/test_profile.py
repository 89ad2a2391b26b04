"""Profiles of the settled sample: the numbers are those of plain SQL, and never become one."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from tests.cli.test_summary_effects import settle

from coder_tui.cli.main import cli

SCHEMA = Path(__file__).parents[2] / "docs" / "profile.schema.json"
ONE_NUMBER = re.compile(r"total|overall|composite|aggregate|grand|average|index|rank|sum_|_sum")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("profile")
    assert run("demo", "--dir", folder).exit_code == 0
    path, key = folder / "stress.db", folder / "stress.key.db"
    settle(path, key)
    found = run("profile", path, "--key", key, "--json")
    assert found.exit_code == 0, found.output
    return path, key, json.loads(found.stdout)


def rows_of(path: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def finals(path: Path, key: Path) -> dict[tuple[str, str, str], list[tuple[str, str | None]]]:
    """State and value of each final answer, by model, scaffold and dimension, in plain SQL."""
    conditions = {
        blind_id: (model, scaffold)
        for blind_id, model, scaffold in rows_of(
            key, "select blind_id, model, scaffold from condition"
        )
    }
    found: dict[tuple[str, str, str], list[tuple[str, str | None]]] = {}
    for blind_id, dimension, state, value in rows_of(
        path, "select blind_id, dimension, state, value from final_score"
    ):
        found.setdefault((*conditions[blind_id], dimension), []).append((state, value))
    return found


def dirichlet(scores: list[float], points: list[float]) -> tuple[float, float]:
    """A posterior interval by draws of gammas, with chance of its own."""
    counts = np.array([scores.count(point) for point in points]) + 1 / len(points)
    draws = np.random.default_rng(99).gamma(counts, size=(40_000, len(points)))
    means = (draws / draws.sum(axis=1, keepdims=True)) @ np.array(points)
    low, high = np.quantile(means, [0.025, 0.975])
    return min(low, np.mean(scores)), max(high, np.mean(scores))


def test_each_number_is_that_of_plain_sql_and_numpy(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    path, key, whole = sample
    expected = finals(path, key)
    compared = 0
    for system in whole["systems"]:
        for found in system["dimensions"]:
            answers = expected[system["model"], system["scaffold"], found["id"]]
            scores = [float(value) for state, value in answers if state == "scored" and value]
            assert found["mean"] == pytest.approx(np.mean(scores))
            assert found["tasks"] == found["scored"] == len(scores)
            low, high = dirichlet(scores, found["scale"])
            assert found["interval"]["low"] == pytest.approx(low, abs=0.03)
            assert found["interval"]["high"] == pytest.approx(high, abs=0.03)
            assert {float(value): count for value, count in found["distribution"].items()} == {
                point: scores.count(point) for point in found["scale"]
            }
            states = [state for state, _ in answers]
            for name in ("not_applicable", "cannot_judge"):
                assert found["without_score"][name]["items"] == states.count(name)
            without = sum(each["items"] for each in found["without_score"].values())
            assert without + found["scored"] == system["items"] == 15
            compared += 1
    assert compared == 12 * 7


def test_the_intervals_are_those_of_the_summary(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    path, key, whole = sample
    summary = json.loads(run("summary", path, "--key", key, "--json").stdout)
    cells = {
        (cell["model"], cell["scaffold"], each["dimension"]): cell
        for each in summary["effects"]["dimensions"]
        for cell in each["cells"]
    }
    for system in whole["systems"]:
        for found in system["dimensions"]:
            cell = cells[system["model"], system["scaffold"], found["id"]]
            assert (cell["mean"], cell["interval"], cell["end"], cell["tasks"]) == (
                found["mean"],
                found["interval"],
                found["end"],
                found["tasks"],
            )


def test_agreement_is_that_of_the_review(sample: tuple[Path, Path, dict[str, Any]]) -> None:
    path, key, whole = sample
    review = json.loads(run("review", path, "--key", key, "--json").stdout)
    measured = {
        each["dimension"]: each for each in review["agreement"] if each["kind"] == "simulated"
    }
    for found in whole["systems"][0]["dimensions"]:
        agreement = found["agreement"]
        assert agreement["coder_kind"] == "simulated"
        wanted = agreement["coefficient"], agreement["weights"]
        same = [
            each
            for each in measured[found["id"]]["coefficients"]
            if (each["name"], each.get("weights")) == wanted
        ]
        assert agreement["value"] in [each["value"] for each in same]


def keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from keys_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from keys_in(below)


def test_no_key_and_no_word_makes_one_number_of_a_profile(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    path, key, whole = sample
    assert [each for each in keys_in(whole) if ONE_NUMBER.search(each)] == []
    for system in whole["systems"]:
        assert [name for name, value in system.items() if isinstance(value, float)] == []
    text = run("profile", path, "--key", key).stdout
    assert ONE_NUMBER.findall(text.lower()) == []
    assert "its dimensions stand side by side and are not to be added up" in " ".join(text.split())


def test_the_output_fits_the_published_schema_and_a_total_does_not(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    _, _, whole = sample
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(whole)] == []
    for place in (whole, whole["systems"][0], whole["systems"][0]["dimensions"][0]):
        place["total"] = 1.2
        assert not validator.is_valid(whole)
        del place["total"]
    level = whole["systems"][0]["evidence"]["level"]
    whole["systems"][0]["evidence"]["level"] = "deployment"
    assert not validator.is_valid(whole)
    whole["systems"][0]["evidence"]["level"] = level
    assert validator.is_valid(whole)


def test_every_key_of_the_schema_is_described_or_refers_to_what_is() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    plain = {"id", "title", "version", "label", "weights", "confidence", "low", "high", "method"}

    def bare(node: Any) -> Iterator[str]:
        for name, below in node.get("properties", {}).items():
            if not {"description", "$ref"} & below.keys() and name not in plain:
                yield name
            yield from bare(below)
        for below in (*node.get("$defs", {}).values(), *node.get("oneOf", ())):
            yield from bare(below)

    assert list(bare(schema)) == []


def test_two_systems_stand_side_by_side_in_80_columns(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    path, key, whole = sample
    pair = ("--system", "system-a/C4", "--system", "system-b/C4")
    text = run("profile", path, "--key", key, *pair).stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "SIMULATED" in text
    line = next(each for each in text.splitlines() if each.startswith("D3 Verification"))
    first, second = (
        next(
            found["mean"]
            for system in whole["systems"]
            if (system["model"], system["scaffold"]) == (model, "C4")
            for found in system["dimensions"]
            if found["id"] == "verification_support"
        )
        for model in ("system-a", "system-b")
    )
    means = re.findall(r"(\d\.\d\d)\|[ .o-]{13}\|  15", line)
    assert means == [f"{first:.2f}", f"{second:.2f}"] == ["2.00", "0.33"]
    assert "|.     .   --o|  15 ^" in line
    grounding = next(each for each in text.splitlines() if each.startswith("D4 Grounding"))
    # Its interval ends so near the bar that chance, which differs by study, tells the verdict.
    [verdict] = {
        found["agreement"]["verdict"]
        for system in whole["systems"]
        for found in system["dimensions"]
        if found["id"] == "grounding"
    }
    assert grounding.count({"below": "!", "unclear": "?"}[verdict]) == 2
    assert "the level deployment" in " ".join(text.split())


def test_a_system_that_is_not_there_is_refused_with_those_that_are(
    sample: tuple[Path, Path, dict[str, Any]],
) -> None:
    path, key, _ = sample
    found = run("profile", path, "--key", key, "--system", "system-a/C9")
    assert found.exit_code != 0
    assert "system-a/C9: no such system" in str(found.exception)
    assert "system-a/C1, system-a/C2" in getattr(found.exception, "hint", "")


def test_a_look_is_noted_in_the_study(sample: tuple[Path, Path, dict[str, Any]]) -> None:
    path, _, _ = sample
    events = rows_of(path, "select * from event where kind = 'review'")
    assert any('"form": "profile"' in str(cell) or "profile" in str(cell) for cell in events)
