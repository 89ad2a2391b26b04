"""The numbers of `review`: against other implementations, with intervals, the same everywhere."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from click.testing import CliRunner
from tests.once import once
from tests.paced import Clock
from tests.review_fixtures import PLAN, blind_ids, code, transcripts

from coder_tui.cli.looks import keyed_items
from coder_tui.cli.main import cli
from coder_tui.domain.rubric import NOT_APPLICABLE
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]
Agreement = dict[str, Any]

CODERS = ("ana", "ben", "cem")
ITEMS = 48
THREE = f"coders = {json.dumps(CODERS)}\ncoders_per_item = 3\nseal = false\n"


def many(items: int) -> list[dict[str, Any]]:
    return [{**transcripts()[0], "id": f"n{n}", "task": f"n{n}"} for n in range(items)]


def scores() -> list[list[int | None]]:
    """What each coder gives each item on clarity, 0 to 2; a tenth of the scores is missing."""
    rng = random.Random(20260504)
    rows: list[list[int | None]] = []
    for _ in range(ITEMS):
        true = rng.choice((0, 1, 2, 2))
        row: list[int | None] = [
            true if rng.random() < 0.85 else rng.choice((0, 1, 2)) for _ in CODERS
        ]
        if rng.random() < 0.3:
            row[rng.randrange(3)] = None
        rows.append(row)
    return rows


@once
def coded_by_three(write_study: Build) -> Any:
    built = write_study(many(ITEMS), plan=THREE).init()
    blind = blind_ids(built.key_path)
    for at, coder in enumerate(CODERS):
        code(
            built.path,
            coder,
            {
                blind[f"n{n}"]: {"clarity": row[at], "escalated": int(n < 5)}
                for n, row in enumerate(scores())
                if row[at] is not None
            },
        )
    return built


@pytest.fixture
def three(write_study: Build) -> Any:
    return coded_by_three(write_study)


def run(*arguments: str | Path) -> str:
    found = CliRunner().invoke(cli, ["review", *map(str, arguments)])
    assert found.exit_code == 0, found.output
    return found.stdout


def on(built: Any, dimension: str, *arguments: str | Path) -> Agreement:
    told = json.loads(run(built.path, *arguments, "--json"))
    return dict(next(each for each in told["agreement"] if each["dimension"] == dimension))


def coefficient(found: Agreement, name: str, **asked: Any) -> dict[str, Any]:
    """The one coefficient of that name, of all coders unless others are asked for."""
    wanted = {"coders": None, **asked}
    (one,) = [
        each
        for each in found["coefficients"]
        if each["name"] == name and all(each.get(key) == value for key, value in wanted.items())
    ]
    return dict(one)


def test_alpha_of_three_coders_with_gaps_is_that_of_the_krippendorff_package(three: Any) -> None:
    found = coefficient(on(three, "clarity"), "krippendorff_alpha")
    data = np.array([[np.nan if v is None else v for v in row] for row in scores()]).T
    expected = krippendorff.alpha(data, level_of_measurement="ordinal", value_domain=[0, 1, 2])
    assert found["value"] == pytest.approx(expected)
    assert found["headline"]
    interval = found["interval"]
    assert interval["method"] == "bca"
    assert -1 < interval["low"] < found["value"] < interval["high"] < 1
    # The width of a 95 % interval is about four standard errors.
    width = interval["high"] - interval["low"]
    assert width == pytest.approx(4 * found["standard_error"], rel=0.25)


def test_kappa_and_pi_of_a_pair_are_those_of_their_formulas(three: Any) -> None:
    both = [(row[0], row[1]) for row in scores() if None not in row[:2]]
    table = np.zeros((3, 3))
    for pair in both:
        table[pair] += 1
    table /= len(both)
    apart = np.square(np.subtract.outer(np.arange(3), np.arange(3))) / 4
    first, second = table.sum(axis=1), table.sum(axis=0)
    mean = (first + second) / 2
    found = on(three, "clarity", "--key", three.key_path)
    of_pair = {"coders": ["ana", "ben"], "weights": "quadratic"}
    kappa = coefficient(found, "cohen_kappa", **of_pair)
    assert kappa["value"] == pytest.approx(1 - (table * apart).sum() / (first @ apart @ second))
    assert kappa["items"] == len(both)
    pi = coefficient(found, "scott_pi", **of_pair)
    assert pi["value"] == pytest.approx(1 - (table * apart).sum() / (mean @ apart @ mean))


def test_every_coefficient_of_the_contract_has_an_error_and_an_interval(three: Any) -> None:
    found = on(three, "clarity")["coefficients"]
    names = {each["name"] for each in found}
    assert names == {
        "percent_agreement", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa",
        "krippendorff_alpha", "gwet_ac1", "gwet_ac2", "brennan_prediger", "pabak",
    }  # fmt: skip
    for each in found:
        assert each["standard_error"] > 0
        assert each["interval"]["low"] < each["value"] < each["interval"]["high"]
        assert [at["bar"] for at in each["at_least"]] == [0.667, 0.8]
        low, high = (at["probability"] for at in each["at_least"])
        assert 0 <= high <= low <= 1


def test_two_looks_give_the_same_numbers_and_so_do_both_forms(three: Any) -> None:
    first, again = (json.loads(run(three.path, "--json")) for _ in range(2))
    assert first == again
    plain = run(three.path, "--plain")
    for dimension in first["agreement"]:
        one = next(each for each in dimension["coefficients"] if each["headline"])
        if one["value"] is None:
            continue
        low, high = (f"{one['interval'][end]:.2f}".replace("0.", ".") for end in ("low", "high"))
        value = f"{one['value']:.2f}".replace("0.", ".")
        assert f"{value} ({low} to {high})" in plain
        assert dimension["note"] in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert "2,000 draws" in " ".join(plain.split())


def test_with_the_key_names_change_and_no_number_does(three: Any) -> None:
    def numbers(*arguments: str | Path) -> list[Any]:
        found = on(three, "clarity", *arguments)["coefficients"]
        return sorted((e["name"], e.get("weights", ""), e["value"]) for e in found)

    for without, with_key in zip(numbers(), numbers("--key", three.key_path), strict=True):
        assert without == pytest.approx(with_key)


def test_applicability_has_percent_and_ac1_with_intervals(write_study: Build) -> None:
    built = write_study(many(10), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[f"n{n}"]: {"clarity": 1} for n in range(10)})
    code(
        built.path,
        "ben",
        {blind[f"n{n}"]: {"clarity": 1 if n else NOT_APPLICABLE} for n in range(10)},
    )
    found = on(built, "clarity")["applicability"]
    assert (found["value"], found["items"], found["differ"]) == (0.9, 10, 1)
    # AC1 by hand: pi of "scored" 19/20, expected 2 * 19/20 * 1/20.
    expected = 2 * 0.95 * 0.05
    assert found["gwet_ac1"]["value"] == pytest.approx((0.9 - expected) / (1 - expected))
    for each in (found, found["gwet_ac1"]):
        assert each["interval"]["method"] == "dirichlet"
        assert each["interval"]["low"] < each["value"] < 1


def test_a_bar_that_the_whole_interval_misses_or_reaches_is_said_so(write_study: Build) -> None:
    def note(name: str, ben: Callable[[int], int]) -> tuple[str, str]:
        built = write_study(many(60), plan=PLAN, name=name).init()
        blind = blind_ids(built.key_path)
        code(built.path, "ana", {blind[f"n{n}"]: {"clarity": n % 3} for n in range(60)})
        code(built.path, "ben", {blind[f"n{n}"]: {"clarity": ben(n)} for n in range(60)})
        found = on(built, "clarity")
        return found["verdict"], found["note"]

    assert note("good", lambda n: n % 3 if n else 1) == ("reaches", "ok")
    assert note("bad", lambda n: n // 3 % 3) == ("below", "BELOW BAR: 40 differ")


# Coders against themselves


@pytest.fixture
def twice(write_study: Build) -> Any:
    """Of 20 items ana has 5 again, and says 1 where she said 0 on one of them."""
    built = write_study(many(20), plan=f"{PLAN}\nrepeats = 0.25\n").init()
    study = StudyFile.open(built.path, read_only=True)
    own = [each.blind_id for each in study.assignments("ana")]
    study.close()
    again = repeats_of(built)
    mine = {blind: original for blind, original in again.items() if blind in own}
    assert len(mine) == 5
    # Those that come again are the first, so that both values come again.
    others = sorted(set(own) - set(mine) - set(mine.values()))
    given = {blind: at % 2 for at, blind in enumerate([*mine.values(), *others])}
    second = {blind: given[original] for blind, original in mine.items()}
    second[next(iter(mine))] = 1
    code(built.path, "ana", {b: {"clarity": v} for b, v in {**given, **second}.items()})
    return built


def repeats_of(built: Any) -> dict[str, str]:
    found = keyed_items(built.path, built.key_path) or []
    return {each.blind_id: each.repeats for each in found if each.repeats}


def test_repeats_tell_how_far_a_coder_agrees_with_themselves(twice: Any) -> None:
    told = json.loads(run(twice.path, "--key", twice.key_path, "--json"))
    (found,) = [each for each in told["intra_coder"] if each["dimension"] == "clarity"]
    assert (found["coder"], found["items"], found["differ"]) == ("ana", 5, 1)
    assert found["percent_agreement"]["value"] == pytest.approx(0.8)
    assert found["coefficient"]["name"] == "cohen_kappa"
    interval = found["coefficient"]["interval"]
    assert interval["low"] < found["coefficient"]["value"] <= interval["high"]
    plain = run(twice.path, "--key", twice.key_path, "--plain")
    line = next(each for each in plain.splitlines() if each.startswith("ana") and "changed" in each)
    assert line.split()[1:4] == ["D1", "5", "80"]
    assert "1 changed" in line


def test_without_the_key_nothing_tells_which_items_came_twice(twice: Any) -> None:
    told = json.loads(run(twice.path, "--json"))
    assert told["intra_coder"] is None
    assert "key" in told["intra_coder_note"]
    assert told["study"]["repeats"] == 0
    assert "THEMSELVES" not in run(twice.path, "--plain")


# Over dimensions


def test_the_stratified_kappa_reckons_chance_within_each_dimension(write_study: Build) -> None:
    """By hand, quadratic: (the sums of pa - pe) / (the sums of 1 - pe) = 1 - sum do / sum de."""
    built = write_study(many(6), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    clarity = [(0, 0), (0, 1), (1, 1), (2, 2), (2, 1), (1, 1)]
    escalated = [(0, 0), (1, 1), (1, 1), (1, 0), (0, 0), (1, 1)]
    for at, coder in enumerate(("ana", "ben")):
        code(
            built.path,
            coder,
            {
                blind[f"n{n}"]: {"clarity": clarity[n][at], "escalated": escalated[n][at]}
                for n in range(6)
            },
        )
    told = json.loads(run(built.path, "--json"))
    found = next(each for each in told["overall"] if each["how"] == "stratified")
    assert found["dimensions"] == ["clarity", "escalated"]
    # Clarity: two items at distance 1 of 2, weight 1/4. Margins 2 2 2 and 1 4 1 of 6.
    observed = 2 / 6 / 4
    expected = (2 * 4 / 4 + 2 * 1 + 2 * 1 / 4 + 2 * 1 / 4 + 2 * 1 + 2 * 4 / 4) / 36
    # Escalated: one item of six. Margins 2 4 and 3 3.
    observed += 1 / 6
    expected += (2 * 3 + 4 * 3) / 36
    assert found["coefficient"]["value"] == pytest.approx(1 - observed / expected)
    assert found["coefficient"]["interval"]["method"] == "jackknife"
    assert "stratified q-kappa" in run(built.path, "--plain")


def test_pooled_agreement_is_labelled_as_what_it_is(write_study: Build) -> None:
    built = write_study(many(6), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder, last in (("ana", 1), ("ben", 0)):
        code(
            built.path,
            coder,
            {
                blind[f"n{n}"]: {"escalated": 1, "escalation_quality": n % 2 if n < 5 else last}
                for n in range(6)
            },
        )
    told = json.loads(run(built.path, "--json"))
    found = {each["how"]: each for each in told["overall"]}
    assert found["pooled"]["dimensions"] == ["escalated", "escalation_quality"]
    # Pooled, by hand: of 12 pairs one differs; margins 3 9 and 4 8.
    kappa = 1 - (1 / 12) / ((3 * 8 + 9 * 4) / 144)
    # In the first dimension all is 1, so that the stratified one is that of the second: 2 4, 3 3.
    assert found["stratified"]["coefficient"]["value"] == pytest.approx(1 - (1 / 6) / (18 / 36))
    assert found["pooled"]["coefficient"]["value"] == pytest.approx(kappa)
    assert "which dimension is easy" in found["pooled"]["coefficient"]["note"]
    plain = " ".join(run(built.path, "--plain").split())
    assert "includes agreement on which dimension is easy" in plain


# Over time


def test_agreement_is_told_for_stretches_of_items_in_order_of_time(
    write_study: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 40 items the coders agree on the 20 that they submit first, and on half of the others."""
    built = write_study(many(40), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    first = [f"n{n}" for n in range(40) if n % 2]
    later = [f"n{n}" for n in range(40) if not n % 2]
    clock = Clock().set(monkeypatch)
    for part, differs in ((first, False), (later, True)):
        for coder in ("ana", "ben"):
            shift = int(differs and coder == "ben")
            sheets = {
                blind[item]: {"clarity": (at + shift * (at % 2)) % 3}
                for at, item in enumerate(part)
            }
            for item, sheet in sheets.items():
                clock.at += timedelta(minutes=5)
                code(built.path, coder, {item: sheet})
    told = json.loads(run(built.path, "--json"))
    (found,) = told["drift"]
    assert found["dimension"] == "clarity"
    assert [each["items"] for each in found["windows"]] == [20, 20]
    percents = [each["percent_agreement"]["value"] for each in found["windows"]]
    assert percents == pytest.approx([1.0, 0.5])
    early, late = (each["krippendorff_alpha"] for each in found["windows"])
    assert early["value"] == 1.0
    assert late["value"] < late["interval"]["high"] < 1
    assert "over time, 20 items each: q-kappa 1.00" in run(built.path, "--plain")


def test_too_few_items_make_no_stretches(write_study: Build) -> None:
    built = write_study(many(30), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        code(built.path, coder, {blind[f"n{n}"]: {"clarity": n % 3} for n in range(30)})
    assert json.loads(run(built.path, "--json"))["drift"] == []
