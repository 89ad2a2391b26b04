"""The user's own keys: checked before a screen opens, and then in force everywhere."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.clocked_app import together

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError
from coder_tui.tui.key_names import PLAIN, key_label, key_name
from coder_tui.tui.key_table import KeyTable
from coder_tui.tui.keymap import SCREENS, default_contexts, load_keys
from coder_tui.tui.reading_settings import load_settings
from coder_tui.tui.settings import Settings

Load = Callable[..., KeyTable]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a file of keys with this text."""

    def read(text: str, *screens: str) -> KeyTable:
        path = tmp_path / "keys.toml"
        path.write_text(text)
        return load_keys(screens or ("coding",), path)

    return read


def refusal(load: Load, text: str, *screens: str) -> str:
    with pytest.raises(BadInputError) as refused:
        load(text, *screens)
    assert "keys.toml: " in str(refused.value)
    return str(refused.value)


# The file


def test_without_a_file_the_shipped_keys_are_in_force(tmp_path: Path) -> None:
    keys = load_keys(["coding"], tmp_path / "none.toml")
    assert keys.moved == {}
    assert keys.key_of("cite") == "e"
    assert keys.keys_of("page-down") == "Space PgDn"
    assert keys.key_of("help") == "?"


@pytest.mark.parametrize("screen", SCREENS)
def test_the_shipped_keys_of_a_screen_can_be_written_into_the_file(load: Load, screen: str) -> None:
    entries = [entry for context in default_contexts(screen) for entry in context]
    lines = [f'[{entry.table}]\n{entry.id} = "{",".join(entry.keys)}"' for entry in entries]
    tables: dict[str, list[str]] = {}
    for line in dict.fromkeys(lines):
        head, body = line.split("\n")
        tables.setdefault(head, []).append(body)
    text = "\n".join("\n".join([head, *bodies]) for head, bodies in tables.items())
    assert load(text, screen).moved == {}


def test_ids_are_unique_on_a_screen() -> None:
    for screen in SCREENS:
        for context in default_contexts(screen):
            ids = [entry.id for entry in context]
            assert len(ids) == len(set(ids)), screen


def test_the_coding_screen_ships_without_a_clash() -> None:
    for context in default_contexts("coding"):
        keys = [key for entry in context for key in entry.keys]
        assert [key for key in keys if keys.count(key) > 1] == []


def test_an_action_can_have_several_keys(load: Load) -> None:
    keys = load('[coding]\ncite = "w, F5 ,Ctrl+T"\n[text]\nfold = ","')
    assert keys.keys_of("cite") == "w F5 Ctrl+T"
    assert keys.key_of("fold") == ","


def test_two_keys_can_be_swapped(load: Load) -> None:
    keys = load('[coding]\ncite = "x"\nnot-applicable = "e"')
    assert (keys.default_of("x"), keys.default_of("e")) == ("e", "x")


def test_a_key_without_an_action_means_nothing(load: Load) -> None:
    keys = load('[coding]\nscore-1 = "w"')
    assert keys.default_of("w") == "1"
    assert keys.default_of("1") == ""
    assert keys.default_of("2") == "2"
    assert keys.default_of("f12") == "f12"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[coding]\ncit = "w"', "coding.cit: is not a known key. Did you mean 'cite'?"),
        ('[codin]\ncite = "w"', "codin: is not a known key. Did you mean 'coding'?"),
        ('[text]\ncite = "w"', "text.cite: is not a known key"),
        ('cite = "w"', "cite: is not a known key"),
        ("[coding]\ncite = 3", "coding.cite: must be a string, not 3"),
        ('[coding]\ncite = ""', "coding.cite: '' is no key"),
        ('[coding]\ncite = "w,"', "coding.cite: '' is no key"),
        ('[coding]\ncite = "entr"', "coding.cite: 'entr' is no key. Did you mean 'enter'?"),
        ('[coding]\ncite = "[red]"', "coding.cite: '[red]' is no key"),
        ('[coding]\ncite = "\\u0007"', "is no key"),
        ('[coding]\ncite = "ctrl+i"', "through SSH and tmux it arrives as tab"),
        ('[coding]\ncite = "ctrl+m"', "through SSH and tmux it arrives as enter"),
        ('[coding]\ncite = "Ctrl+Enter"', "through SSH and tmux it arrives as enter"),
        ('[coding]\ncite = "shift+enter"', "through SSH and tmux it arrives as enter"),
        ('[coding]\ncite = "ctrl+["', "through SSH and tmux it arrives as escape"),
        ('[coding]\ncite = "ctrl+shift+a"', "through SSH and tmux it arrives as ctrl+a"),
        ('[coding]\ncite = "alt+a"', "arrives as Esc and another key"),
        ('[coding]\ncite = "ctrl+c"', "cannot be 'ctrl+c'"),
        ('[coding]\nscore-1 = "ctrl+c"', "cannot be 'ctrl+c'"),
        ("[coding", "not valid TOML"),
        ('coding = "x"', "coding: must be a table"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(load: Load, text: str, said: str) -> None:
    assert said in refusal(load, text)


@pytest.mark.parametrize(
    ("text", "screen", "said"),
    [
        ('[coding]\ncite = "x"', "coding", "coding.cite: the key 'x' is also that of "
         "'not-applicable' in [coding] (not applicable)."),
        ('[text]\nfold = "e"', "coding", "text.fold: the key 'e' is also that of 'cite' in [cod"),
        ('[coding]\ncite = "w"\nflag = "w"', "coding", "'w' is also that of"),
        ('[text]\nfold = "d"', "adjudication", "text.fold: the key 'd' is also that of"),
        ('[review]\nreview-sort = "w"', "review", "review.review-sort: the key 'w' is also"),
    ],
)  # fmt: skip
def test_a_key_with_two_meanings_is_refused_by_both_names(
    load: Load, text: str, screen: str, said: str
) -> None:
    assert said in refusal(load, text, screen)


def test_another_screens_table_is_left_to_that_screen(load: Load) -> None:
    assert load('[adjudication]\nnot-there = "w"\n[text]\nfold = "d"').key_of("fold") == "d"


def test_the_documented_example_is_in_order(load: Load) -> None:
    document = (Path(__file__).parents[2] / "docs" / "keys.md").read_text()
    (example,) = re.findall(r"```toml\n(.*?)```", document, re.DOTALL)
    assert len(load(example).moved) >= 3


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        load_keys(["coding"], tmp_path)
    bad = tmp_path / "keys.toml"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInputError, match="not valid TOML"):
        load_keys(["coding"], bad)


@given(st.text(max_size=12))
def test_any_word_is_a_key_or_is_refused_with_a_sentence(word: str) -> None:
    said = ""
    try:
        name = key_name(word)
    except ValueError as error:
        said = str(error)
    assert said.endswith((".", "?")) if said else key_label(name).isprintable()


@pytest.mark.parametrize("character", [chr(code) for code in range(33, 127)])
def test_every_character_of_a_keyboard_is_a_key_and_is_shown_as_itself(character: str) -> None:
    assert key_label(key_name(character)) == character


@pytest.mark.parametrize("name", PLAIN)
def test_every_named_key_is_what_the_terminal_reports(name: str) -> None:
    assert key_name(name.upper()) == name


# In force


def settings_for(load: Load, text: str) -> Settings:
    return Settings(keys=load(text))


async def test_moved_keys_do_what_the_shipped_ones_did(
    built_study: Any, open_app: Any, load: Load
) -> None:
    own = settings_for(load, '[coding]\nscore-0 = "w"\nnot-applicable = "e"\ncite = "x"')
    app = open_app(built_study.path, settings=own)
    async with app.at() as pilot:
        await pilot.press("0")
        assert app.scores() == {}
        await pilot.press("w")
        assert app.scores() == {"clarity": "0"}
        await pilot.press("u", "e")
        assert app.scores() == {"clarity": "not_applicable"}
        await pilot.press("k", "x")
        assert app.rows("select dimension from evidence") == [("clarity",)]


async def test_moved_keys_that_arrive_together_are_held_or_dropped_just_the_same(
    built_study: Any, open_app: Any, load: Load
) -> None:
    own = settings_for(load, '[coding]\nscore-0 = "w"\nundo = "0"\ndimension-on = "u"')
    app = open_app(built_study.path, settings=own)
    async with app.at() as pilot:
        await together(app, pilot, "w", "w")
        await app.see("2 keys arrived together: 0 0")
        await pilot.press("escape")
        await together(app, pilot, "0", "0")
        await app.see("2 keys arrived together and were dropped")
        await together(app, pilot, "u", "j")
        assert app.scores() == {}


def test_what_shares_a_shipped_key_keeps_it_when_the_other_moves(load: Load) -> None:
    moved = load('[text]\npage-up = "p"').moved
    assert moved == {"page-up": "p", "span-word-back": "b"}


async def test_moved_keys_of_the_text_move_in_the_text(
    write_study: Any, open_app: Any, load: Load
) -> None:
    path = write_study().init().path
    app = open_app(path, settings=settings_for(load, '[text]\npart-on = "w"\npart-back = "W"'))
    async with app.at() as pilot:
        before = app.view.current_part.idx
        await pilot.press("right_square_bracket")
        assert app.view.current_part.idx == before
        await pilot.press("w")
        assert app.view.current_part.idx == before + 1
        await pilot.press("W")
        assert app.view.current_part.idx == before


# The files' place, and the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "coder-tui").mkdir()
    return tmp_path / "coder-tui"


def test_settings_come_from_what_is_asked_then_the_file_then_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert load_settings("coding").theme.name == "ansi-16"
    (folder / "settings.toml").write_text('theme = "coder-light"')
    assert load_settings("coding").theme.name == "coder-light"
    assert load_settings("coding", theme="high-contrast").theme.name == "high-contrast"
    assert load_settings("coding", mouse=True).mouse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "pink"', "theme: is 'pink'; there are coder, coder-light"),
        ('them = "coder"', "them: is not a known key. Did you mean 'theme'?"),
        ("theme = 1", "theme: must be a string"),
    ],
)
def test_bad_settings_are_refused_whatever_was_asked_for(
    folder: Path, text: str, said: str
) -> None:
    (folder / "settings.toml").write_text(text)
    with pytest.raises(BadInputError, match=re.escape(said)):
        load_settings("coding", theme="coder")


def test_the_keys_command_prints_what_is_in_force_and_where_it_comes_from(folder: Path) -> None:
    (folder / "keys.toml").write_text('[coding]\ncite = "w"')
    shown = CliRunner().invoke(cli, ["keys", "--screen", "coding"]).output
    assert re.search(r"^  w +cite +\S.*\(yours\)$", shown, re.MULTILINE)
    assert f"Your own keys: {folder / 'keys.toml'}" in shown
    found = json.loads(CliRunner().invoke(cli, ["keys", "--json"]).output)
    (cite,) = [each for each in found["keys"] if each["id"] == "cite"]
    assert (cite["table"], cite["keys"], cite["shipped"]) == ("coding", ["w"], ["e"])
    assert found["found"] is True
    assert {each["table"] for each in found["keys"]} == {*SCREENS, "items", "text", "list"}


def test_the_keys_command_checks_the_whole_file(folder: Path) -> None:
    (folder / "keys.toml").write_text('[adjudication]\nnot-there = "w"')
    refused = CliRunner().invoke(cli, ["keys"])
    assert isinstance(refused.exception, BadInputError)


# Keys that a screen names


async def test_the_list_of_items_obeys_and_names_its_own_moved_keys(
    load: Load, built_study: Any, open_app: Any
) -> None:
    keys = load('[items]\nlist-state = "w"\nlist-filter = "t"\nlist-leave = "h"\n')
    app = open_app(built_study.path, settings=Settings(keys=keys))
    async with app.at() as pilot:
        await pilot.press("l")
        await app.see("Enter opens  t words  w state  g G ends  ? help  h back")
        await pilot.press("w")
        await app.see("only not started")
        await pilot.press("escape", "question_mark")
        await app.see("show only items of one state")
        line = next(line for line in app.lines() if "items of one state" in line)
        assert line.split()[1] == "w"
        await pilot.press("escape", "h")
        assert len(app.screen_stack) == 1


async def test_a_key_of_the_list_that_means_two_things_there_is_refused(load: Load) -> None:
    assert "row-down" in refusal(load, '[items]\nlist-state = "j"\n')


async def test_the_anchor_pane_and_the_notices_name_moved_keys(
    load: Load, write_study: Any, open_app: Any
) -> None:
    rubric = (
        'id = "r"\ntitle = "R"\nversion = "1"\nunit = "transcript"\n[[dimension]]\nid = "words"\n'
        'label = "D1 Words"\nquestion = "Say."\nlevel = "text"\nevidence = "optional"\n'
    )
    keys = load('[coding]\nwrite = "w"\nsearch = "h"\nhit-on = "t"\nspan = "T"\n')
    path = write_study(rubric=rubric).init().path
    app = open_app(path, settings=Settings(keys=keys))
    async with app.at() as pilot:
        assert "key w  writes the answer" in app.shown("anchors")
        await pilot.press("t")
        assert "h searches" in app.shown("keys")
        await pilot.press("h", *"help", "enter")
        assert "t next, N previous, Esc ends" in app.shown("keys")
        await pilot.press("T")
        assert "T the other end, e attaches" in app.shown("keys")
