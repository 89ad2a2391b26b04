"""Scores made elsewhere after the rubric changed: which meaning they were given under."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built
from tests.rating_files import FORMATS, a_csv, a_table, asked, imported, run, submitted
from tests.review_fixtures import blind_ids
from tests.rubric_fixtures import CLARITY, FIRST, NEW_ANCHOR, bring, version

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import scored
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile

WIDE: list[Any] = ["item", "coder", "clarity", "escalated"]
LONG: list[Any] = ["item", "coder", "dimension", "value", "rubric"]
NOTHING_NEW = "There is nothing new; nothing was changed."


def adopt(built: Built, new: Version) -> None:
    study = StudyFile.open(built.path)
    bring(study, new)
    study.close()


def refused(built: Built, *arguments: object) -> BadInputError:
    error = run("ratings", "import", built.path, *arguments).exception
    assert isinstance(error, BadInputError)
    return error


def clarity(built: Built, coder: str = "cleo") -> dict[str, str | None]:
    """The values that count on the dimension that changes, by the items' own ids."""
    own = {blind_id: own for own, blind_id in blind_ids(built.key_path).items()}
    found = submitted(built.path, coder).items()
    return {own[item]: answer.value for (item, name), answer in found if name == "clarity"}


@pytest.fixture
def before(built_study: Built, tmp_path: Path) -> Path:
    """A spreadsheet that came in before `clarity` got another meaning."""
    rows = [WIDE, ["t1", "cleo", 0, 1], ["t2", "cleo", 2, 0]]
    path = a_csv(tmp_path / "cleo.csv", rows)
    imported(built_study.path, path)
    assert NOTHING_NEW in imported(built_study.path, path).output
    adopt(built_study, CLARITY)
    return path


def test_the_file_of_before_does_not_come_in_as_scores_of_now(
    built_study: Built, before: Path
) -> None:
    error = refused(built_study, before)
    assert (
        "line 2, column 'clarity': clarity: it is the score that cleo gave under version 1.0 of "
        "the rubric, where it means something else than in 2.0, which is in force." in str(error)
    )
    assert "If it was given anew, say --rubric 2.0" in error.hint
    assert "1 more is bad" in error.hint
    assert clarity(built_study) == {}


def test_what_means_the_same_in_it_adds_nothing(built_study: Built, before: Path) -> None:
    moves = "select count(*) from submission where coder = 'cleo'"
    there = asked(built_study.path, moves)
    done = imported(built_study.path, before, "--skip-bad")
    assert "2 bad rows or cells skipped" in done.output
    assert NOTHING_NEW in done.output
    assert "submitted all the same" not in done.output
    assert asked(built_study.path, moves) == there
    assert clarity(built_study) == {}
    assert {name for _, name in submitted(built_study.path, "cleo")} == {"escalated"}


def test_whoever_says_that_it_was_given_anew_is_believed(built_study: Built, before: Path) -> None:
    imported(built_study.path, before, "--rubric", "2.0")
    assert clarity(built_study) == {"t1": "0", "t2": "2"}
    again = imported(built_study.path, before)
    assert NOTHING_NEW in again.output


def test_other_scores_and_other_coders_need_no_version(
    built_study: Built, before: Path, tmp_path: Path
) -> None:
    rows = [WIDE, ["t1", "cleo", 1, 1], ["t1", "dora", 0, 1]]
    imported(built_study.path, a_csv(tmp_path / "new.csv", rows))
    assert clarity(built_study) == {"t1": "1"}
    assert clarity(built_study, "dora") == {"t1": "0"}


def test_the_file_of_before_does_not_replace_what_was_scored_since(
    built_study: Built, before: Path, tmp_path: Path
) -> None:
    new = a_csv(tmp_path / "new.csv", [WIDE, ["t1", "cleo", 1, 1], ["t2", "cleo", 1, 0]])
    imported(built_study.path, new)
    assert "gave under version 1.0" in str(refused(built_study, before))
    assert clarity(built_study) == {"t1": "1", "t2": "1"}


def test_after_a_way_back_the_file_of_before_adds_nothing(
    built_study: Built, before: Path, tmp_path: Path
) -> None:
    imported(built_study.path, a_csv(tmp_path / "new.csv", [WIDE, ["t1", "cleo", 1, 1]]))
    adopt(built_study, FIRST)
    assert NOTHING_NEW in imported(built_study.path, before).output
    assert "gave under version 2.0" in str(refused(built_study, tmp_path / "new.csv"))


def test_a_version_in_which_only_words_change_is_no_other_meaning(
    built_study: Built, tmp_path: Path
) -> None:
    path = a_csv(tmp_path / "cleo.csv", [WIDE, ["t1", "cleo", 0, 1]])
    imported(built_study.path, path)
    adopt(built_study, version("1.1"))
    assert NOTHING_NEW in imported(built_study.path, path).output


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("number", ["1.0", 1.0, 1])
def test_a_column_names_the_version_by_its_number(
    built_study: Built, before: Path, tmp_path: Path, format_: str, number: object
) -> None:
    rows = [LONG, ["t1", "dora", "clarity", 1, number]]
    error = refused(built_study, a_table(tmp_path, format_, rows))
    assert "scored under version 1.0 of the rubric" in str(error)
    assert "--ignore rubric --rubric 2.0" in error.hint
    rows[1][4] = "2.0" if number == "1.0" else 2.0
    imported(built_study.path, a_table(tmp_path, format_, rows))
    assert clarity(built_study, "dora") == {"t1": "1"}


def test_the_column_goes_before_the_option_and_can_be_ignored(
    built_study: Built, before: Path, tmp_path: Path
) -> None:
    path = a_csv(tmp_path / "c.csv", [LONG, ["t1", "cleo", "clarity", 0, "1.0"]])
    assert "scored under version 1.0" in str(refused(built_study, path, "--rubric", "2.0"))
    imported(built_study.path, path, "--ignore", "rubric", "--rubric", "2.0")
    assert clarity(built_study) == {"t1": "0"}


def test_the_option_names_a_version_of_the_study(built_study: Built, before: Path) -> None:
    error = refused(built_study, before, "--rubric", "3.0")
    assert "--rubric '3.0': there is no such version of the rubric; the study has 1.0, 2.0" in str(
        error
    )
    assert "scored under version 1.0" in str(refused(built_study, before, "--rubric", "1.0"))


def test_a_number_that_a_spreadsheet_makes_of_two_versions_is_ambiguous(
    built_study: Built, tmp_path: Path
) -> None:
    adopt(built_study, version("1.1"))
    last = version("1.10", NEW_ANCHOR)
    adopt(built_study, last)
    rows = [LONG, ["t1", "cleo", "escalated", 1, 1.1], ["t1", "cleo", "clarity", 1, 1.1]]
    error = refused(built_study, a_table(tmp_path, "xlsx", rows))
    assert "clarity: version 1.1 of the rubric is ambiguous: 2 texts" in str(error)
    assert "more" not in error.hint
    for clear in ("1.10", last.fingerprint):
        rows[2][4] = clear
        imported(built_study.path, a_table(tmp_path, "xlsx", rows))
    assert submitted(built_study.path, "cleo")[
        blind_ids(built_study.key_path)["t1"], "clarity"
    ] == scored(1)


def test_a_number_that_two_texts_had_is_ambiguous(
    built_study: Built, before: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(built_study.path)
    old = FIRST.text.replace('version = "1.0"', 'version = "2.0"')
    connection.execute("update rubric set toml = ? where fingerprint = ?", (old, FIRST.fingerprint))
    connection.commit()
    connection.close()
    path = a_csv(tmp_path / "c.csv", [LONG, ["t1", "dora", "clarity", 1, "2.0"]])
    assert "version 2.0 of the rubric is ambiguous" in str(refused(built_study, path))
