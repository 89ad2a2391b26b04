"""`ratings import` from end to end: coders, what stands already, blinding, bad rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.rating_files import FORMATS, a_csv, a_table, asked, imported, run, submitted
from tests.review_fixtures import ANA, BEN, PLAN, blind_ids, code, code_both, transcripts

from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile

LONG = ["item", "coder", "dimension", "value"]


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Four transcripts for ana and ben, nothing of them coded."""
    return write_study(transcripts(), plan=PLAN).init()


def spreadsheet() -> list[list[Any]]:
    """What ana and ben would have coded here, as a long table."""
    rows: list[list[Any]] = [LONG]
    for coder, sheets in (("ana", ANA), ("ben", BEN)):
        for item, sheet in sheets.items():
            for dimension, given in sheet.items():
                rows.append([item, coder, dimension, given if isinstance(given, int) else "n/a"])
    return rows


def reviewed(built: Built, *options: object) -> dict[str, Any]:
    done = run("review", built.path, "--json", *options)
    assert done.exit_code == 0, done.exception
    return dict(json.loads(done.stdout))


def rows_of_study(built: Built) -> list[tuple[Any, ...]]:
    tables = ("coder", "assignment", "sitting", "score", "submission", "comment", "event")
    return [asked(built.path, f"select count(*) from {table}")[0] for table in tables]


def without_draws(told: Any) -> Any:
    """What is told without what is drawn, and when: each study has a seed and times of its own."""
    if isinstance(told, dict):
        drawn = ("interval", "at_least", "explanation", "burn_up", "pace", "confusion")
        found = {name: without_draws(each) for name, each in told.items() if name not in drawn}
        # Two coders stand in an order that is the study's own, so that no number follows a name.
        return found | {"coders": sorted(found["coders"])} if found.get("coders") else found
    if isinstance(told, float):
        return round(told, 12)
    return [without_draws(each) for each in told] if isinstance(told, list) else told


@pytest.mark.parametrize("format_", FORMATS)
def test_a_team_that_coded_in_spreadsheets_gets_the_review_it_would_have_had(
    built: Built, write_study: WriteStudy, tmp_path: Path, format_: str
) -> None:
    imported(built.path, a_table(tmp_path, format_, spreadsheet()))
    (tmp_path / "coded").mkdir()
    by_hand = write_study(transcripts(), plan=PLAN, folder=tmp_path / "coded").init()
    code_both(by_hand.path, by_hand.key_path)
    found, expected = (reviewed(each, "--key", each.key_path) for each in (built, by_hand))
    for part in ("progress", "agreement", "conditions", "summaries"):
        assert without_draws(found[part]) == without_draws(expected[part]), part


def test_a_coder_has_one_sitting_with_everything_submitted_and_one_line_in_the_log(
    built: Built, tmp_path: Path
) -> None:
    imported(built.path, a_csv(tmp_path / "c.csv", spreadsheet()))
    sittings = asked(built.path, "select person, purpose, closed_at is not null from sitting")
    assert sittings == [("ana", "import", 1), ("ben", "import", 1)]
    study = StudyFile.open(built.path)
    events = study.events("ratings import")
    progress = {each.progress.value for each in study.assignments()}
    study.close()
    assert progress == {"submitted"}
    assert [(detail["coder"], detail["scores"], detail["items"]) for _, detail, _ in events] == [
        ("ana", 12, 4),
        ("ben", 12, 4),
    ]
    assert str(tmp_path) not in json.dumps(events)


def test_the_same_file_twice_adds_nothing_and_a_changed_value_replaces(
    built: Built, tmp_path: Path
) -> None:
    rows = spreadsheet()
    rows[0] = [*LONG, "comment"]
    rows[1] = [*rows[1], "clear enough"]
    path = a_csv(tmp_path / "c.csv", rows)
    imported(built.path, path)
    before = rows_of_study(built)
    again = imported(built.path, path)
    assert "nothing new" in again.stderr
    assert rows_of_study(built) == before
    rows[1] = ["x1", "ana", "clarity", 2, "clear enough"]
    told = json.loads(imported(built.path, a_csv(path, rows), "--json").stdout)
    assert [(each["scores"], each["replaced"]) for each in told["coders"]] == [(1, 1), (0, 0)]
    blind = blind_ids(built.key_path)
    assert submitted(built.path, "ana")[blind["x1"], "clarity"] == scored(2)
    assert len(asked(built.path, "select 1 from comment")) == 1


def test_a_new_coder_gets_the_items_and_old_ones_keep_their_order(
    built: Built, tmp_path: Path
) -> None:
    path = a_csv(
        tmp_path / "c.csv", [LONG, ["x2", "cleo", "clarity", 1], ["x1", "ana", "clarity", 0]]
    )
    before = asked(built.path, "select * from assignment")
    told = json.loads(imported(built.path, path, "--json").stdout)
    assert [(each["coder"], each["new_coder"], each["assigned"]) for each in told["coders"]] == [
        ("ana", False, 0),
        ("cleo", True, 1),
    ]
    assert told["incomplete"] == 2
    after = asked(built.path, "select * from assignment")
    assert set(after) - set(before) == {("cleo", blind_ids(built.key_path)["x2"], 1)}


def test_scores_made_here_are_not_mixed_with_scores_made_elsewhere(
    built: Built, tmp_path: Path
) -> None:
    code(built.path, "ana", {blind_ids(built.key_path)["x1"]: {"clarity": 0, "escalated": 0}})
    path = a_csv(tmp_path / "c.csv", spreadsheet())
    before = rows_of_study(built)
    done = run("ratings", "import", built.path, path)
    assert isinstance(done.exception, RefusedError)
    assert "ana has scored in this study itself" in str(done.exception)
    assert rows_of_study(built) == before
    imported(built.path, path, "--rename", "ana=ana-sheet")
    assert len(submitted(built.path, "ana-sheet")) == 12


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "machine"), "is a human coder"),
        (("--rename", "ana=Ben"), "differ"),
        (("--rename", "ana=Ana"), "differs in case only"),
        (("--rename", "ana=ana b"), "--rename OLD=NEW"),
        (("--rename", "ana"), "expected is OLD=NEW"),
        (("--coder", "cleo"), "leave --coder out"),
        (("--dimension", "clarity"), "leave --dimension out"),
        (("--column", "mood=value"), "neither a dimension nor one of"),
        (("--column", "value=points"), "no column 'points'"),
        (("--value", "clarity"), "expected is DIMENSION:TEXT=VALUE"),
        (("--value", "mood:a=1"), "no such dimension"),
        (("--value", "clarity:a=9"), "is not one of"),
    ],
)
def test_what_is_asked_for_wrongly_is_refused(
    built: Built, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    path = a_csv(tmp_path / "c.csv", spreadsheet())
    before = rows_of_study(built)
    done = run("ratings", "import", built.path, path, *options)
    assert done.exception is not None
    assert said in str(done.exception)
    assert rows_of_study(built) == before


def test_a_withdrawn_coder_and_an_adjudicator_get_no_scores(built: Built, tmp_path: Path) -> None:
    code_both(built.path, built.key_path)
    study = StudyFile.open(built.path)
    case = read_waiting(study).cases[0]
    Adjudicator.start(study, "cleo").decide(case, Decision(scored(0), REASONS[2], "A gap."))
    study.close()
    path = a_csv(tmp_path / "c.csv", [LONG, ["x1", "cleo", "clarity", 1]])
    assert "seen coders' answers" in str(run("ratings", "import", built.path, path).exception)
    run("assign", built.path, "--add", "dan")
    run("assign", built.path, "--withdraw", "dan")
    imported_by = a_csv(tmp_path / "d.csv", [LONG, ["x1", "dan", "clarity", 1]])
    assert "was withdrawn" in str(run("ratings", "import", built.path, imported_by).exception)


def test_bad_rows_are_all_counted_or_skipped_and_listed(built: Built, tmp_path: Path) -> None:
    rows = [LONG, ["x1", "cleo", "clarity", 9], ["x9", "cleo", "clarity", 1],
            ["x2", "cleo", "clarity", 1], ["x3", "cleo", "clarity", 1],
            ["x3", "cleo", "clarity", 2], ["x3", "cleo", "clarity", 1]]  # fmt: skip
    path = a_csv(tmp_path / "c.csv", rows)
    refused = run("ratings", "import", built.path, path)
    assert isinstance(refused.exception, BadInputError)
    assert "line 2" in str(refused.exception)
    assert "3 more are bad" in str(refused.exception)
    told = json.loads(imported(built.path, path, "--skip-bad", "--json").stdout)
    assert told["skipped"] == len(told["why_skipped"]) == 4
    assert "x9" in told["why_skipped"][1]
    assert list(submitted(built.path, "cleo")) == [(blind_ids(built.key_path)["x2"], "clarity")]


def test_a_dry_run_says_everything_and_writes_nothing(built: Built, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "c.csv", spreadsheet())
    before = rows_of_study(built)
    said = imported(built.path, path, "--dry-run")
    assert "DRY RUN" in said.stdout
    assert "24 scores" in said.stdout
    assert rows_of_study(built) == before
    told = json.loads(imported(built.path, path, "--dry-run", "--json").stdout)
    assert told["written"] is False
    assert told["scores_by_dimension"]["clarity"] == {"not_applicable": 1, "scored": 7}


def test_blind_ids_need_no_key_and_original_ids_do(built: Built, tmp_path: Path) -> None:
    blind = blind_ids(built.key_path)
    away = built.key_path.rename(tmp_path / "away.db")
    by_blind = a_csv(tmp_path / "b.csv", [LONG, [blind["x1"], "ana", "clarity", 1]])
    imported(built.path, by_blind)
    by_original = a_csv(tmp_path / "o.csv", [LONG, ["x2", "ana", "clarity", 1]])
    refused = run("ratings", "import", built.path, by_original)
    assert "give the key with --key" in str(refused.exception)
    imported(built.path, by_original, "--key", away)
    assert set(submitted(built.path, "ana")) == {
        (blind["x1"], "clarity"),
        (blind["x2"], "clarity"),
    }


def test_an_original_id_of_two_sources_is_refused(write_study: WriteStudy, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(each) for each in transcripts())
    (tmp_path / "more.jsonl").write_text(lines.replace("matter", "question"))
    plan = f'{PLAN}\nitems = ["transcripts.jsonl", "more.jsonl"]'
    built = write_study(transcripts(), plan=plan).init()
    path = a_csv(tmp_path / "c.csv", [LONG, ["x1", "ana", "clarity", 1]])
    refused = run("ratings", "import", built.path, path)
    assert "the original id of 2 items" in str(refused.exception)


def test_practice_items_and_silent_repeats_get_no_imported_score(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    (tmp_path / "practice.jsonl").write_text(json.dumps(transcript("p1")))
    gold = '[[calibration]]\nitem = "practice.jsonl#p1"\ngold = { clarity = 1, escalated = 0 }'
    built = write_study(transcripts(), plan=f"{PLAN}\nrepeats = 0.5\n{gold}").init()
    practice = a_csv(tmp_path / "p.csv", [LONG, ["p1", "cleo", "clarity", 1]])
    assert "practice" in str(run("ratings", "import", built.path, practice).exception)
    rows = [LONG, *([f"x{n}", "cleo", "clarity", 1] for n in (1, 2, 3))]
    imported(built.path, a_csv(tmp_path / "r.csv", rows))
    assert len(submitted(built.path, "cleo")) == 3


def test_quotes_become_evidence_and_what_is_not_there_is_said(built: Built, tmp_path: Path) -> None:
    heads = [*LONG, "quote", "part"]
    rows = [
        ["x1", "cleo", "clarity", 1, "what I know", ""],
        ["x2", "cleo", "clarity", 2, "never said", ""],
        ["x3", "cleo", "clarity", 1, "", "1"],
    ]
    told = json.loads(
        imported(built.path, a_csv(tmp_path / "c.csv", [heads, *rows]), "--json").stdout
    )
    assert [(loss["what"], loss["count"]) for loss in told["losses"]] == [("quotes", 1)]
    blind = blind_ids(built.key_path)
    found = asked(
        built.path, "select blind_id, part, span_start, quote from evidence order by quote"
    )
    assert set(found) == {
        (blind["x1"], 2, 8, "what I know"),
        (blind["x3"], 1, 0, "Please help me with matter 3."),
    }
    imported(built.path, tmp_path / "c.csv")
    assert len(asked(built.path, "select 1 from evidence")) == 2


def test_a_misspelt_dimension_is_refused_unless_it_is_to_be_ignored(
    built: Built, tmp_path: Path
) -> None:
    rows = [["item", "escalated", "clarification", "model"], ["x1", 1, 2, "m"]]
    call = ("ratings", "import", built.path, a_csv(tmp_path / "c.csv", rows), "--coder", "cleo")
    refused = str(run(*call).exception)
    assert "'clarification' is no dimension. Did you mean 'clarity'?" in refused
    done = run(*call, "--ignore", "Clarification")
    assert done.exit_code == 0, done.exception
    assert "left out: column clarification" in done.stdout
    assert "left out: column model" in done.stdout
    assert len(submitted(built.path, "cleo")) == 1


def test_status_does_not_wait_for_one_who_never_codes_once_two_have(
    built: Built, tmp_path: Path
) -> None:
    one, two = ([LONG, *([f"x{n}", name, "clarity", 1] for n in (1, 2))] for name in ("cy", "di"))
    imported(built.path, a_csv(tmp_path / "one.csv", one))
    assert waiting(built) == 2
    imported(built.path, a_csv(tmp_path / "two.csv", two))
    assert waiting(built) == 0


def test_status_does_not_wait_for_one_who_was_withdrawn(built: Built, tmp_path: Path) -> None:
    imported(built.path, a_csv(tmp_path / "c.csv", [LONG, ["x1", "cy", "clarity", 1]]))
    assert waiting(built) == 1
    for name in ("ana", "ben"):
        ask = "insert into withdrawal values (?, 'lead', '2026-01-01')"
        study = StudyFile.open(built.path)
        study.connection.execute(ask, (name,))
        study.close()
    assert waiting(built) == 0


def waiting(built: Built) -> int:
    return int(json.loads(run("status", built.path, "--json").stdout)["waiting_for_second"])


def test_comments_tell_no_hidden_name(built: Built, tmp_path: Path) -> None:
    heads = ["item", "clarity", "clarity_comment", "comment"]
    rows = [heads, ["x1", 1, "modelia-one said so", "MODELIA-TWO is like that"]]
    path = a_csv(tmp_path / "c.csv", rows)
    told = imported(built.path, path, "--coder", "cleo")
    assert "names that the study hides were masked" in told.stdout
    found = asked(built.path, "select dimension, text from comment order by dimension")
    assert found == [(None, "[name masked] is like that"), ("clarity", "[name masked] said so")]
    assert b"odelia" not in built.bytes()
    assert b"x1" not in built.bytes()


def test_a_judge_is_not_called_what_the_study_hides(built: Built, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "c.csv", [LONG, ["x1", "judge-modelia-two", "clarity", 1]])
    refused = run("ratings", "import", built.path, path, "--kind", "machine")
    assert isinstance(refused.exception, RefusedError)
    assert "holds a name that the study hides" in str(refused.exception)
    imported(built.path, path, "--kind", "machine", "--rename", "judge-modelia-two=judge-2")
    assert b"odelia" not in built.bytes()
