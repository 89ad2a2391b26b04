"""Parts and pairs as `review --plain` and `--json` print them: the same numbers in both."""

import json
from typing import Any

from tests.cli.test_review_command import run
from tests.coded_by_three import STRATA, by_hand, drifting

from coder_tui.analysis.numerals import number


def as_json(built: Any, *, with_key: bool = True) -> dict[str, Any]:
    key = ("--key", built.key_path) if with_key else ()
    return dict(json.loads(run(built.path, *key, "--json").stdout))


def clarity(found: dict[str, Any], by: str) -> list[dict[str, Any]]:
    return [e for e in found["slices"] if (e["by"], e["dimension"]) == (by, "clarity")]


def test_json_has_every_part_with_its_coefficients_or_the_reason(write_study: Any) -> None:
    found = as_json(drifting(write_study))
    strata = clarity(found, "stratum")
    assert [(e["slice"]["model"], e["slice"]["scaffold"]) for e in strata] == [
        (f"modelia-{model}", scaffold) for model, scaffold in STRATA
    ]
    for each in strata:
        percent, headline = each["coefficients"]
        assert percent["name"] == "percent_agreement"
        assert (headline["name"], headline["headline"]) == ("krippendorff_alpha", True)
        assert (headline["value"] is None) == (headline["undefined"] is not None)
        assert (headline["value"] is None) == (headline["interval"] is None)
        assert each["items"] == 15
        assert each["kind"] == "human"
    assert [e["verdict"] for e in strata].count("undefined") == 2
    assert [e["slice"] for e in clarity(found, "time")] == [
        {"name": f"stretch {at} of 4", "stretch": at, "of": 4} for at in range(1, 5)
    ]
    assert {e["by"] for e in found["slices"]} == {"scaffold", "model", "stratum", "time"}


def test_without_the_key_json_names_no_condition(write_study: Any) -> None:
    found = as_json(drifting(write_study), with_key=False)
    assert {e["by"] for e in found["slices"]} == {"time"}
    assert "modelia" not in json.dumps(found["slices"])


def test_plain_sums_parts_up_and_with_all_prints_each(write_study: Any) -> None:
    built = drifting(write_study)
    found = as_json(built)
    key = ("--key", built.key_path)
    short = run(built.path, *key, "--plain").stdout
    assert "D1 (human) by model and scaffold, 6 parts: alpha " in " ".join(short.split())
    assert "undefined in 2: all scores 0" in " ".join(short.split())
    assert "modelia-two under C1   " not in short
    full = run(built.path, *key, "--plain", "--all").stdout
    block = full.split("D1 (human) by model and scaffold\n")[1].split("\n\n")[0].splitlines()
    assert max(map(len, block)) <= 80
    for each, line in zip(clarity(found, "stratum"), block[2:], strict=True):
        assert f" under {each['slice']['scaffold']} " in line
        assert line.split()[3] == str(each["items"])
        assert line.split()[5] == number(each["coefficients"][1]["value"])
        assert each["note"] in line


def test_a_long_name_of_a_model_leaves_the_scaffold_to_be_read(write_study: Any) -> None:
    built = drifting(write_study, model="modelia-with-a-name-that-goes-on-and-on")
    full = run(built.path, "--key", built.key_path, "--plain", "--all").stdout
    block = full.split("D1 (human) by model and scaffold\n")[1].split("\n\n")[0].splitlines()
    assert max(map(len, block)) <= 80
    assert sum(" under C2 " in line for line in block) == 2


def test_plain_with_all_has_the_pairs_that_were_computed_by_hand(write_study: Any) -> None:
    built = by_hand(write_study)
    full = run(built.path, "--key", built.key_path, "--plain", "--all").stdout
    block = full.split("D1 (human) by pair of coders")[1].split("\n\n")[0]
    assert "ben    .33  75 %   8" in block
    assert "cem    .69  60 %   5    .69  60 %   5" in block
    assert "Mean of the 3 pairs (Light's kappa): q-kappa .57" in block
    assert "by pair of coders" not in run(built.path, "--plain").stdout
