"""The tab Query under Pilot: from an example to its answer, errors, giving up, files."""

import csv
import json
import stat
from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from tests.review_fixtures import PLAN, blind_ids, code, coded_by_both, transcripts
from tests.tui.clocked_app import UNSAFE, type_text, until
from tests.tui.query_app import LARGE, SMALL, QueryApp
from textual import events

from coder_tui.analysis.public_views import EXAMPLES, VIEWS
from coder_tui.tui.dialogs import HelpScreen, TextDialog
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.literal import Literal
from coder_tui.tui.review.asking import MOST_ROWS
from coder_tui.tui.review.query_screen import QueryScreen
from coder_tui.tui.review.screen import ReviewScreen

Build = Callable[..., Any]
SLOW = "select count(*) from range(100000000000) a where hash(a.range) = 1"


@pytest.fixture
def coded(write_study: Build) -> Any:
    return coded_by_both(write_study)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_example_is_asked_by_enter(coded: Any, size: tuple[int, int]) -> None:
    app = QueryApp(coded)
    async with app.at(size) as pilot:
        await app.see("example     How often was each value given?")
        assert "group by all" in app.picture()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QueryScreen), "the box")
        text = await app.answered()
        assert app.box.text == f"{EXAMPLES[0].sql};"
    assert "rows. 0." in text
    assert any(line.strip(" >").split() == ["clarity", "0", "2"] for line in text.splitlines())


async def test_every_view_is_listed_with_its_columns_and_opened(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await pilot.press("end")
        await app.see("blind_id varchar, model varchar, scaffold varchar")
        await pilot.press("w")
        await app.see("What surrounds the model.")
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, QueryScreen), "the box")
        text = await app.answered()
        assert app.box.text == f"select * from {VIEWS[-1].name} limit 100;"
        assert "modelia-one" in text
        assert len(app.table.rows) == 4


async def test_what_was_asked_is_listed_and_asked_again(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await type_text(pilot, "select 42 as answer;")
        await pilot.press("enter")
        assert "answer" in await app.answered()
        await pilot.press("escape", "escape")
        await app.see("asked       select 42 as answer;")
        await pilot.press("slash", *"asked", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, QueryScreen), "the box")
        await app.answered()
        assert app.table.cell == "42"


async def test_enter_begins_a_line_until_there_is_a_semicolon(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await type_text(pilot, "select 1")
        await pilot.press("enter")
        await type_text(pilot, "as one;")
        assert app.asking.asked == []
        await pilot.press("left", "enter")
        assert app.asking.asked == []
        await pilot.press("end", "backspace", *";;", "backspace", "enter")
        await app.answered()
    assert app.asking.asked == ["select 1\nas one\n;"]


async def test_ctrl_z_undoes_nothing_and_ctrl_underscore_does(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await type_text(pilot, "select")
        await pilot.press("ctrl+z")
        assert app.box.text == "select"
        await pilot.press("ctrl+underscore")
        assert app.box.text == ""


async def test_letters_in_the_box_are_letters(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box("select 1;")
        await pilot.press("f5")
        await app.answered()
        await pilot.press("q", "E", "question_mark", "h", "1")
        assert app.screen is app.query_screen
        assert app.box.text == "select 1;qE?h1"
        await pilot.press("tab", "q")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "the list")


async def test_escape_goes_from_the_box_to_the_answer_to_the_list(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await app.ask("select 1;")
        await pilot.press("escape")
        assert app.focused is app.table
        await pilot.press("tab")
        assert app.focused is app.box
        await pilot.press("tab", "escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "the list")
        await app.open_box()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "the list, without answer")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from disagrement;", "Nearest: disagreement, "),
        ("select valu from submitted_score;", "column 8 (valu). Nearest: value"),
        ("delete from comment;", "DELETE is refused: a query only reads."),
        ("select * from read_csv('/etc/passwd');", "no file, no network"),
        ("select 1; select 2;", "These are 2 statements."),
    ],
)
async def test_errors_are_sentences_without_a_word_of_the_command_line(
    coded: Any, sql: str, said: str
) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        text = " ".join((await app.ask(sql)).split())
        assert said in text
        assert " --" not in text
        assert app.focused is app.box
        del pilot


async def test_an_answer_that_stands_stays_when_the_next_question_is_wrong(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at():
        await app.open_box()
        await app.ask("select 'still here' as x;")
        text = await app.ask("selec 1;")
        assert "still here" in text
        assert "Syntax error" in text
        assert "Earlier answer, from the study at" in text


async def test_a_slow_question_is_given_up_and_the_next_is_answered(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box(SLOW)
        await pilot.press("f5")
        await app.see("Esc gives up")
        await pilot.press("f5", "escape")
        assert "The query was stopped." in await app.answered()
        assert "42" in await app.ask("select 42 as x;")


async def test_leaving_does_not_wait_for_a_slow_question(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box(SLOW)
        await pilot.press("f5")
        await app.see("Esc gives up")
    app.asking.close()


async def test_a_long_answer_is_cut_and_says_so(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        text = await app.ask("select range as n from range(20000);")
        assert "The first 10,000 rows; there are more, and E exports all." in text
        await pilot.press("tab", "G")
        assert app.table.cell == str(MOST_ROWS - 1)
        assert f">{MOST_ROWS - 1}" in app.picture()


async def test_a_wide_answer_scrolls_aside_and_a_long_value_is_shown_whole(coded: Any) -> None:
    app = QueryApp(coded)
    columns = ", ".join(f"'{'word ' * 30}{n}' as column_{n}" for n in range(12))
    async with app.at() as pilot:
        await app.open_box()
        text = await app.ask(f"select {columns};")
        assert "column_0" in text
        assert "column_5" not in text
        await pilot.press("tab", *["right"] * 5)
        head = app.query_screen.query_one("#head", Literal).text
        assert "column_5" in head
        assert "column_0" not in head
        assert "columns 6 to 7 of 12" in app.picture()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen), "the row")
        text = app.picture()
        assert text.index("word 5") < text.index("column_0") < text.index("word 0")
        await pilot.press("escape", *["left"] * 9)
        assert app.table.column == 0
        assert "column_0" in app.picture()


async def test_null_is_not_an_empty_text(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at():
        await app.open_box()
        await app.ask("select null as a, '' as b;")
        assert app.table.result is not None
        assert app.table.result.rows == ((None, ""),)
        assert "null" in app.picture()


HOSTILE = "[/red] \x1b]0;owned\x07 \x1b[c \u202edrow [b]x[/b] [link=x]\nnext"


async def test_hostile_columns_cells_and_pastes_are_shown_as_text(coded: Any) -> None:
    app = QueryApp(coded)
    blind = blind_ids(coded.key_path)
    code(coded.path, "ana", {blind["x2"]: {}}, comments={blind["x2"]: HOSTILE})
    async with app.at() as pilot:
        await app.open_box()
        app.post_message(events.Paste(f'select text,\r  text as "{HOSTILE}"\nfrom comment;'))
        await pilot.pause()
        assert "\x1b" not in app.box.text
        assert app.box.text.count("\n") == 3
        await pilot.press("f5")
        text = await app.answered()
        assert "␛]0;owned␇" in text
        assert "[b]x[/b]" in text
        assert not UNSAFE.search(text.replace("\n", ""))
        await pilot.press("tab", "right", "enter")
        await pilot.pause()
        assert not UNSAFE.search(app.picture().replace("\n", ""))


async def test_keys_that_come_together_are_text_in_the_box_and_no_command_elsewhere(
    coded: Any,
) -> None:
    app = QueryApp(coded)

    async def together(*keys: str) -> None:
        named = {"enter": "\r", "space": " ", "semicolon": ";"}
        pressed = [events.Key(key, named.get(key, key)) for key in keys]
        app.post_message(KeysTogether(tuple(pressed), mixed=False))
        await pilot.pause()
        await pilot.pause()

    async with app.at() as pilot:
        await app.open_box()
        await together(*"select", "space", "1", "semicolon", "enter", "q")
        assert app.box.text == "select 1;\nq"
        assert app.asking.asked == []
        await pilot.press("backspace", "enter")
        await app.answered()
        assert len(app.asking.asked) == 1
        await pilot.press("tab")
        await together("E", "q", "q")
        assert app.screen is app.query_screen
        await app.see("press them one by one")


@pytest.mark.parametrize("end", ["csv", "json", "parquet"])
async def test_an_answer_is_exported_whole_and_never_over_a_file(coded: Any, end: str) -> None:
    app = QueryApp(coded)
    target = coded.path.with_name(f"mine.{end}")
    async with app.at() as pilot:
        await app.open_box()
        await app.ask("select range as n from range(12000);")
        await pilot.press("tab", "E")
        await until(pilot, lambda: isinstance(app.screen, TextDialog), "the dialog")
        await pilot.press("ctrl+u", *f"mine.{end}", "enter")
        await app.see("Written to")
        assert len(read(target)) == 12_000
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, TextDialog), "the dialog")
        await pilot.press("ctrl+u", *f"mine.{end}", "enter")
        await app.see("never overwritten")
    assert not [each for each in target.parent.iterdir() if each.name.endswith(".new")]


def read(path: Any) -> list[Any]:
    if path.suffix == ".csv":
        return list(csv.DictReader(path.open()))
    if path.suffix == ".json":
        return list(json.loads(path.read_text())["rows"])
    return duckdb.sql(f"select * from read_parquet('{path}')").fetchall()


async def test_a_name_without_a_format_is_refused(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await app.ask("select 1 as x;")
        await pilot.press("tab", "E")
        await until(pilot, lambda: isinstance(app.screen, TextDialog), "the dialog")
        await pilot.press("ctrl+u", *"mine", "enter")
        await app.see("says no format")


async def test_without_the_key_no_name_and_no_condition_is_shown(coded: Any) -> None:
    app = QueryApp(coded, with_key=False)
    names = ("ana", "ben", "modelia")
    async with app.at(LARGE) as pilot:
        await app.see("No view condition:")
        seen = app.picture()
        assert "What do systems score?" not in seen
        await app.open_box()
        for view in VIEWS[1:-1]:
            seen = await app.ask(f"select * from {view.name};")
            assert f"from {view.name};" in seen
            assert "row" in seen
            assert not [name for name in names if name in seen]
        seen = await app.ask("select * from condition;")
        assert "modelia" not in seen
        seen = await app.ask("select table_name from duckdb_tables();")
        assert not [name for name in names if name in seen]
        del pilot


async def test_items_that_are_not_complete_are_said_to_be_held_back(write_study: Build) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind["x1"]: {"clarity": 1, "escalated": 0}})
    app = QueryApp(built, with_key=False)
    async with app.at():
        await app.open_box()
        text = await app.ask("select * from submitted_score;")
        assert "0 rows." in text
        assert "4 items not in the views: somebody has still to submit." in text


async def test_reading_the_study_again_answers_from_then_on(coded: Any) -> None:
    app = QueryApp(coded)
    counted = "select count(*) as comments from comment;"
    async with app.at() as pilot:
        await app.open_box()
        await app.ask(counted)
        assert app.table.cell == "0"
        blind = blind_ids(coded.key_path)
        code(coded.path, "ana", {blind["x2"]: {}}, comments={blind["x2"]: "Hard to say."})
        await app.ask(counted)
        assert app.table.cell == "0"
        await pilot.press("escape", "escape", "r")
        await until(pilot, lambda: app.asking._is_stale, "to be read again")
        await app.open_box()
        await app.ask(counted)
        assert app.table.cell == "1"


async def test_help_tells_both_sets_of_keys(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at() as pilot:
        await app.open_box()
        await app.ask("select 1 as x;")
        await pilot.press("tab", "question_mark")
        await app.see("ask, with or without ;")
        await app.see("move by columns")
        await app.see("undo and redo what was typed")
