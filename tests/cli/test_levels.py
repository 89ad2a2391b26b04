"""Every level of measurement, from a coder's answers to the review and the export."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.coded_levels import LONG, coded_levels
from tests.export_fixtures import csv_rows, in_db
from tests.levels import LEVELS_RUBRIC
from tests.review_fixtures import blind_ids

from coder_tui.cli.main import cli


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def coded(write_study: Any) -> Any:
    return coded_levels(write_study)


def reviewed(coded: Any) -> dict[str, Any]:
    return dict(json.loads(run("review", coded.path, "--key", coded.key_path, "--json")))


def test_rubric_check_says_what_each_dimension_takes(tmp_path: Path) -> None:
    path = tmp_path / "levels.toml"
    path.write_text(LEVELS_RUBRIC)
    said = run("rubric", "check", path).splitlines()[1:]
    assert said == [
        "  D1 Sort: nominal 0-2",
        "  D2 Degree: ordinal 0-2",
        "  D3 Warmth: interval, a number from -50 to 50.5",
        "  D4 Errors: ratio, a whole number of at least 0",
        "  D5 Topics: multi 0-2",
        "  D6 Summary: text",
    ]


def test_the_review_measures_each_level_as_far_as_it_can_be(coded: Any) -> None:
    found = {each["dimension"]: each for each in reviewed(coded)["agreement"]}
    defined = {
        name: sorted({c["name"] for c in each["coefficients"] if c["value"] is not None})
        for name, each in found.items()
    }
    typed = ["icc_2_1", "icc_3_1", "krippendorff_alpha", "percent_agreement"]
    unweighted = [
        "brennan_prediger", "cohen_kappa", "conger_kappa", "fleiss_kappa", "gwet_ac1",
        "krippendorff_alpha", "pabak", "percent_agreement", "scott_pi",
    ]  # fmt: skip
    assert defined == {
        "sort": unweighted,
        "degree": sorted([*unweighted, "gwet_ac2"]),
        "warmth": typed,
        "errors": typed,
        "topics": ["krippendorff_alpha", "percent_agreement"],
        "summary": ["percent_agreement"],
    }
    assert all(c["value"] is not None or c["undefined"] for e in found.values()
               for c in e["coefficients"])  # fmt: skip
    assert found["summary"]["note"] == "undefined: percent only"
    assert found["topics"]["note"] == "too few: 3 items"
    assert found["topics"]["prevalence"] == {"[]": 2, "[0,2]": 2, "[1]": 2}
    assert list(found["warmth"]["prevalence"]) == ["-50", "-0.5", "0"]
    assert found["errors"]["applicability"]["differ"] == 1


def test_the_review_gives_means_counts_or_only_numbers_by_level(coded: Any) -> None:
    blind = blind_ids(coded.key_path)
    cells = [each for each in reviewed(coded)["conditions"] if each["n"]]
    assert blind
    assert {each["dimension"]: (each["mean"], each["counts"]) for each in cells} == {
        "sort": (None, {"0": 0, "1": 1, "2": 0}),
        "degree": (1, {"0": 0, "1": 1, "2": 0}),
        "warmth": (-0.5, {"-0.5": 1}),
        "errors": (3, {"3": 1}),
        "topics": (None, {"[1]": 1}),
        "summary": (None, {}),
    }


def test_the_printed_review_shows_sets_numbers_and_texts_in_short_and_harmless(coded: Any) -> None:
    text = run("review", coded.path, "--key", coded.key_path, "--plain", "--all")
    assert "ana none | ben 0+2" in text
    assert "ana -50 | ben 0" in text
    assert 'ana "It helps." | ben "A long answer…"' in text
    assert "scores 0+2: 2  1: 2  none: 2" in text
    assert "scores 6 texts, 4 different" in text
    assert "The values are texts, so there is only how many there are." in " ".join(text.split())
    assert "n at 0/1/2/none" in text
    assert "\x1b" not in text


def test_an_export_carries_every_level_and_is_the_same_each_time(
    coded: Any, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        run("export", coded.path, "-o", folder)
    names = {path.name for path in first.iterdir()}
    assert names == {path.name for path in second.iterdir()}
    differing = {n for n in names if (first / n).read_bytes() != (second / n).read_bytes()}
    assert differing <= {"manifest.json"}
    x2 = blind_ids(coded.key_path)["x2"]
    rows = {(r["dimension"], r["coder"]): r for r in csv_rows(first / "scores_long.csv")
            if r["blind_id"] == x2}  # fmt: skip
    topics, summary = rows["topics", "ben"], rows["summary", "ben"]
    assert (topics["value"], topics["number"], topics["point_label"]) == ("[0,2]", "", "")
    assert summary["value"] == LONG.replace("\x1b", "␛")
    assert rows["warmth", "ana"]["number"] == "-50.0"
    assert rows["errors", "ben"]["state"] == "not_applicable"
    (wide,) = [r for r in csv_rows(first / "scores_wide.csv") if r["blind_id"] == x2]
    assert (wide["topics__ana__human"], wide["topics__ben__human"]) == ("[]", "[0,2]")


def test_a_text_that_looks_like_a_number_has_none_in_the_export(coded: Any, tmp_path: Path) -> None:
    run("export", coded.path, "-o", tmp_path / "out")
    found = in_db(
        tmp_path / "out",
        "select distinct value, number from submitted_score where dimension = 'summary'",
    )
    assert ("5", None) in found
    assert {number for _, number in found} == {None}


def test_the_export_says_what_each_dimension_takes(coded: Any, tmp_path: Path) -> None:
    run("export", coded.path, "-o", tmp_path / "out")
    scales = dict(in_db(tmp_path / "out", "select dimension, scale from rubric_dimension"))
    assert {name: json.loads(scale) for name, scale in scales.items()} == {
        "sort": ["0", "1", "2"],
        "degree": ["0", "1", "2"],
        "warmth": {"minimum": -50.0, "maximum": 50.5, "whole": False},
        "errors": {"minimum": 0.0, "maximum": None, "whole": True},
        "topics": ["0", "1", "2"],
        "summary": [],
    }
    codebook = (tmp_path / "out" / "codebook.md").read_text()
    for words in (
        "- Absence: 0 lists the places searched, instead of a quote",
        "A value is a number from -50 to 50.5.",
        "- Evidence: required above 0",
        "A value is the set of labels that apply, as a sorted JSON list",
        "A value is a text.",
    ):
        assert words in codebook
