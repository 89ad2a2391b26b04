"""Terminals and encodings that have no more than ASCII: all is drawn in it, and nothing fails."""

import re
from itertools import pairwise
from typing import Any

import pytest
from tests.coded_by_three import CODERS, PLAN, drifting, items
from tests.faults.terminal import Terminal
from tests.review_fixtures import blind_ids
from tests.review_fixtures import code as code_as

pytestmark = pytest.mark.pty

ASCII_STREAMS = {"LC_ALL": "C", "PYTHONUTF8": "0"}
"""Not only the locale: the streams themselves take no more."""


def review(run: Any, built: Any, *options: str, **given: Any) -> Terminal:
    terminal: Terminal = run(
        "review", str(built.path), "--key", str(built.key_path), *options, lines=45, **given
    )
    return terminal


def not_ascii(terminal: Terminal) -> set[str]:
    return {each for each in terminal.raw.decode() if not each.isascii()}


def test_without_a_locale_of_utf_8_every_page_is_drawn_in_ascii(write_study: Any, run: Any) -> None:
    terminal = review(run, drifting(write_study), env={"LC_ALL": "C"}, columns=140)
    terminal.wait_for("stratified over")
    terminal.press("p", until="Light's kappa")
    terminal.press("p", until="stratified over")
    terminal.press("v", until="over time  #%+=")
    terminal.press("v", until="stratified over")
    terminal.press("1", until="+----")
    terminal.press("?", until="Esc or q closes")
    terminal.press("q6", until="CONDITIONS")
    terminal.press("o", until="PROVISIONAL")
    terminal.press("q\r", until="95 %")
    assert not_ascii(terminal) == set()


@pytest.mark.parametrize("term", ["vt100", "linux"])
def test_an_old_terminal_gets_ascii_whatever_its_locale_says(
    built_study: Any, code: Any, term: str
) -> None:
    terminal = code(built_study.path, term=term)
    terminal.press("0", until="SAVED")
    terminal.press("?", until="Esc or q closes")
    assert "+---" in terminal.picture
    assert not_ascii(terminal) == set()


@pytest.fixture
def named(write_study: Any) -> Any:
    """A study of systems whose names are not ASCII."""
    built = write_study(items(8, [("one", "山田太郎"), ("one", "Zoë")]), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder in CODERS:
        answers = {blind[f"n{n}"]: {"clarity": n % 3, "escalated": 0} for n in range(8)}
        code_as(built.path, coder, answers)
    return built


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_names_that_an_encoding_lacks_keep_their_columns(
    named: Any, run: Any, encoding: str
) -> None:
    terminal = review(run, named, "--plain", env={"PYTHONIOENCODING": encoding})
    assert terminal.wait_for_end() == 0
    assert b"Traceback" not in terminal.raw
    lines = terminal.raw.decode("latin-1").splitlines()
    heads, rule = next(
        two for two in pairwise(lines) if "????????" in two[0] and set(two[1]) == {"-", " "}
    )
    zoe = "Zo\xeb" if encoding == "latin-1" else "Zoe"
    # The columns stand where the rule below them says.
    columns = [heads[each.start() : each.end()].strip() for each in re.finditer("-+", rule)]
    assert {zoe, "????????"} <= set(columns)


def test_a_screen_on_streams_of_ascii_shows_such_names_as_it_can(named: Any, run: Any) -> None:
    terminal = review(run, named, env=ASCII_STREAMS, columns=80)
    terminal.wait_for("stratified over")
    terminal.press("6", until="????????")
    assert "Zoe" in terminal.picture
    assert not_ascii(terminal) == set()


def test_a_terminal_of_utf_8_gets_lines_and_names_as_they_are(named: Any, run: Any) -> None:
    terminal = review(run, named)
    terminal.wait_for("stratified over")
    terminal.press("6", until="Zoë")
    assert "山" in terminal.picture
    assert "────" in terminal.picture
