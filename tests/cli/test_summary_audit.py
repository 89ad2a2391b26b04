"""The audit's table and its cross-tables come from the sample data by one command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coder_tui.cli.main import cli

READINGS = Path(__file__).parents[2] / "sample_data" / "audit_readings.md"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("audit")
    found = run("demo", "--audit", "--summary", "--dir", str(folder))
    assert found.exit_code == 0, found.output
    return folder, found.stdout


def printed_table() -> dict[str, list[tuple[str, str]]]:
    """What the sample's own page gives: both readings of each benchmark."""
    rows = {}
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 9 and set("".join(cells[1:])) <= set("012? "):
            rows[cells[0]] = [(cell.split()[0], cell.split()[1]) for cell in cells[1:]]
    return rows


def test_the_review_has_the_same_audit_for_who_holds_the_key(demo: tuple[Path, str]) -> None:
    study, key = (str(demo[0] / name) for name in ("audit.db", "audit.key.db"))
    wanted = json.loads(run("summary", study, "--key", key, "--json").stdout)["audit"]
    assert json.loads(run("review", study, "--key", key, "--json").stdout)["audit"] == wanted
    assert json.loads(run("review", study, "--json").stdout)["audit"] is None
    printed = run("summary", study, "--key", key).stdout
    text = run("review", study, "--key", key, "--plain").stdout
    assert printed[printed.index("By machine coders") :].strip() in text
    assert "There is nothing to compare" not in text


def test_the_matrix_is_that_of_the_readings(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    found = run(
        "summary", str(folder / "audit.db"), "--key", str(folder / "audit.key.db"), "--json"
    )
    (audit,) = json.loads(found.stdout)["audit"]
    assert audit["coder_kind"] == "machine"
    expected = printed_table()
    assert len(expected) == len(audit["benchmarks"]) == 16
    ordinal = [each["dimension"] for each in audit["coverage"]]
    for entry in audit["benchmarks"]:
        for dimension, (first, second) in zip(ordinal, expected[entry["title"]], strict=True):
            cell = entry["scores"][dimension]
            said = ["?" if word == "cannot_judge" else word for word in cell["said"]]
            assert sorted(said) == sorted({first, second})
            assert cell["basis"] == ("agreed" if first == second else "unresolved")
    for at, coverage in enumerate(audit["coverage"]):
        column = [pair[at] for pair in expected.values()]
        agreed = [first for first, second in column if first == second]
        assert list(coverage["counts"].values()) == [agreed.count(value) for value in "012"]
        assert coverage["cannot_judge"] == agreed.count("?")
        assert coverage["unresolved"] == 16 - len(agreed)
    assert audit["uncovered"] == ["verification_support", "process_steerability"]
    assert audit["undecided"] == ["repair"]
    assert audit["too_early"] == []
    assert audit["differ_in_how_far"] == ["grounding"]


def test_the_text_says_what_no_benchmark_measures_and_what_goes_with_what(
    demo: tuple[Path, str],
) -> None:
    _, text = demo
    flat = " ".join(text.split())
    assert "By machine coders: 16 benchmarks, 8 dimensions" in text
    none = "Of the benchmarks that have a final score none measures: D3 Verification support (0 on"
    assert f"{none} 10 of 16); D7 Process steerability (0 on 11 of 16)." in flat
    assert "only where coders differ and nobody has decided" in flat
    assert "D4 Grounding (" in flat
    assert "how benchmarks are made (adjusted share): N3 Scored unit" in flat
    assert "Measured, while coders differ in how far" in flat
    assert "PERMANOVA" in flat
    assert all(len(line) <= 80 for line in text.splitlines())


def test_cross_tables_count_what_is_above_the_lowest_point(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    found = run(
        "summary", str(folder / "audit.db"), "--key", str(folder / "audit.key.db"), "--json"
    )
    (audit,) = json.loads(found.stdout)["audit"]
    by_level = next(t for t in audit["cross_tables"] if t["by"] == "level_of_evidence")
    groups = {each["label"]: each for each in by_level["groups"]}
    assert groups["interaction"]["measured"]["multi_turn"] == {"above_lowest": 3, "scored": 3}
    assert groups["response"]["measured"]["multi_turn"] == {"above_lowest": 1, "scored": 9}
    assert 0 < by_level["partition"]["p"] < 0.05


def test_the_key_beside_the_study_is_found_and_a_missing_one_refused(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = demo
    assert run("summary", str(folder / "audit.db")).exit_code == 0
    other = run("summary", str(folder / "audit.db"), "--key", str(tmp_path / "no.key.db"))
    assert other.exit_code != 0
