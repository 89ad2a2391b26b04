"""Tables of answers and items on standard output: the same numbers, for both kinds of readers."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from tests.contested_study import contested_once
from tests.review_fixtures import blind_ids

from coder_tui.cli.main import cli

NAMES = ("ana", "ben", "cleo")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


def review(built: Any, *given: str, with_key: bool = True) -> str:
    key = ["--key", str(built.key_path)] if with_key else []
    done = CliRunner().invoke(cli, ["review", str(built.path), *key, *given])
    assert done.exit_code == 0, done.output
    return done.stdout


def told(built: Any, *, with_key: bool = True) -> Any:
    return json.loads(review(built, "--json", with_key=with_key))


def tables(built: Any, *, with_key: bool = True) -> dict[str, Any]:
    """The tables by dimension."""
    agreement = told(built, with_key=with_key)["agreement"]
    return {each["dimension"]: each["confusion"] for each in agreement}


def test_json_gives_a_table_for_each_pair_under_its_dimension(built: Any) -> None:
    found = tables(built)
    assert list(found) == ["clarity", "escalated", "escalation_quality"]
    pairs = [["ana", "ben"], ["ana", "cleo"], ["ben", "cleo"]]
    assert [[each["coders"] for each in given] for given in found.values()] == [pairs] * 3
    assert found["clarity"][0] == {
        "coders": ["ana", "ben"],
        "answers": ["0", "1", "2", "n/a"],
        "counts": [[1, 0, 1, 0], [1, 0, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0]],
        "pairs": 6,
    }


def test_without_the_key_there_is_one_table_without_names(built: Any) -> None:
    found = tables(built, with_key=False)
    (clarity,) = found["clarity"]
    assert clarity["coders"] is None
    assert clarity["pairs"] == 15
    assert clarity["counts"][1] == [1, 1, 3, 2, 0]


def test_json_gives_items_the_hardest_first(built: Any) -> None:
    blind = blind_ids(built.key_path)
    items = told(built)["items"]
    assert [each["blind_id"] for each in items][:3] == [blind[name] for name in ("x3", "x2", "x6")]
    assert items[1] == {
        "blind_id": blind["x2"],
        "title": None,
        "coders": 3,
        "submitted": 3,
        "differ_on": ["clarity", "escalation_quality"],
        "pairs": 9,
        "differing": 4,
        "difficulty": pytest.approx(4 / 9),
        "distance": pytest.approx(3 / 9),
        "flags": 0,
        "skips": 0,
        "comments": 1,
        "cannot_judge": 0,
        "seconds": 90.0,
    }


def test_plain_shows_the_same_numbers(built: Any) -> None:
    text = review(built, "--plain")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    blind = blind_ids(built.key_path)
    assert "ana \\ ben 0 1 2 n/a" in lines
    at = lines.index("ana \\ ben 0 1 2 n/a")
    assert lines[at - 1] == "D1 Clarity"
    assert lines[at + 2 : at + 6] == ["0 1 0 1 0", "1 1 0 1 0", "2 0 0 1 0", "n/a 0 1 0 0"]
    assert f"{blind['x3']} 71% .57 0 0 1 0 - D1 D2" in lines
    assert f"{blind['x2']} 44% .33 0 0 1 0 1:30 D1 D3" in lines
    assert f"{blind['x4']} 22% .00 1 1 0 0 - D1" in lines
    assert "ITEMS, hardest first: 6 items, 5 with a disagreement" in lines
    section = text[text.index("TABLES OF ANSWERS") :]
    assert max(map(len, section[: section.index("time: active")].splitlines())) <= 80


def test_plain_without_the_key_has_no_name_and_no_open_item_in_these_sections(built: Any) -> None:
    text = review(built, "--plain", with_key=False)
    section = text[text.index("TABLES OF ANSWERS") :]
    section = section[: section.index("time: active")]
    assert not any(name in section for name in NAMES)
    assert "every pair counts once" in " ".join(section.split())
    assert blind_ids(built.key_path)["x6"] not in section
    assert "15 pairs" in section
