"""Profiles of frozen studies and of rubrics with every level of measurement."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from tests.cli.test_figures import texts
from tests.cli.test_profile import SCHEMA
from tests.coded_levels import coded_levels
from tests.profile_fixtures import coded

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.version import VERSION

Build = Callable[..., Any]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def profiles(built: Any) -> Any:
    done = run("profile", built.path, "--key", built.key_path, "--json")
    assert done.exit_code == 0, done.exception
    whole = json.loads(done.stdout)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [each.message for each in Draft202012Validator(schema).iter_errors(whole)] == []
    return whole


def digest_of_freeze(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("select digest from freeze").fetchone()[0])
    finally:
        connection.close()


def test_a_sealed_study_has_profiles_once_it_is_frozen_and_unblinded(
    write_study: Build, tmp_path: Path
) -> None:
    built = coded(write_study, sealed=True)
    call = ("profile", built.path, "--key", built.key_path)
    assert isinstance(run(*call).exception, RefusedError)
    figure = tmp_path / "early.svg"
    assert isinstance(run(*call, "--svg", figure).exception, RefusedError)
    assert not figure.exists()
    assert run("freeze", built.path).exit_code == 0
    assert isinstance(run(*call).exception, RefusedError)
    assert run("unblind", "--yes", built.path, "--key", built.key_path).exit_code == 0
    whole = profiles(built)
    study = whole["study"]
    assert study["sealed"] is True
    assert study["freeze"]["number"] == 1
    assert study["freeze"]["digest"] == digest_of_freeze(built.path)
    assert study["unblinded"].startswith("Unblinded by ")
    assert study["seal_broken"] is None
    assert whole["made_by"] == f"coder-tui {VERSION}"
    assert whole["simulated"] is False
    text = run(*call).stdout
    assert "Unblinded by " in text
    assert "Freeze 1" in text
    assert "UNSEALED" not in text


def test_a_broken_seal_stands_over_text_json_and_figure(write_study: Build, tmp_path: Path) -> None:
    built = coded(write_study, sealed=True)
    done = run(
        "unblind",
        "--yes",
        built.path,
        "--key",
        built.key_path,
        "--break-seal",
        "The deadline is near.",
    )
    assert done.exit_code == 0, done.exception
    assert profiles(built)["study"]["seal_broken"].startswith("SEAL BROKEN: The deadline is near")
    call = ("profile", built.path, "--key", built.key_path)
    heading, rubric, broken, *_ = run(*call).stdout.splitlines()
    assert heading.startswith("PROFILES ")
    assert rubric == "Rubric small 1.0; human coders."
    assert broken.startswith("SEAL BROKEN")
    figure = tmp_path / "broken.svg"
    assert run(*call, "--svg", figure).exit_code == 0
    assert any(each.startswith("SEAL BROKEN") for each in texts(figure.read_bytes()))


def test_values_of_every_level_are_in_the_profile_and_only_ordered_ones_have_a_mean(
    write_study: Build, tmp_path: Path
) -> None:
    built = coded_levels(write_study)
    whole = profiles(built)
    levels = set()
    for system in whole["systems"]:
        for found in system["dimensions"]:
            levels.add(found["level"])
            ordered = found["level"] in ("ordinal", "interval", "ratio")
            assert (found["scale"] is not None) == ordered
            assert (found["mean"] is None) == (found["why_no_mean"] is not None)
            assert (found["mean"] is None) or ordered
            if found["id"] == "errors":
                # Errors have no highest number, so that they cannot stand at it.
                assert found["end"] is None
            if not ordered:
                assert found["why_no_mean"] == "no order"
    assert levels == {"nominal", "ordinal", "interval", "ratio", "multi", "text"}
    call = ("profile", built.path, "--key", built.key_path)
    text = run(*call).stdout
    assert "no order" in text
    assert "\x1b" not in text
    assert all(len(line) <= 80 for line in text.splitlines())
    figure = tmp_path / "levels.svg"
    assert run(*call, "--svg", figure).exit_code == 0
    assert "no order" in texts(figure.read_bytes())
