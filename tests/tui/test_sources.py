"""Evidence on entries: the source form, the same source again, the search for what is absent."""

from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, assert_safe, type_text

ENTRY_RUBRIC = """\
id = "audit"
title = "An audit"
version = "1.0"
unit = "benchmark"

[[dimension]]
id = "asking"
label = "D1 Asking"
question = "Is asking scored?"
level = "ordinal"
evidence = "required"
absence = "searched"
point = [
  { value = 0, label = "no", anchor = "No criterion names it." },
  { value = 1, label = "yes", anchor = "A criterion names it." },
]

[[dimension]]
id = "mending"
label = "D2 Mending"
question = "Is mending scored?"
level = "ordinal"
evidence = "required"
absence = "searched"
point = [
  { value = 0, label = "no", anchor = "No criterion names it." },
  { value = 1, label = "yes", anchor = "A criterion names it." },
]
"""

ENTRY = {
    "id": "e1",
    "title": "An invented benchmark",
    "fields": {
        "scoring": "Each answer is compared\nwith a list. Asking back counts.",
        "link": "Its page is https://example.org/bench.html.",
    },
}


@pytest.fixture
def entry(write_study: Any, open_app: Any) -> ClockedApp:
    """Ana at the only entry of an audit."""
    app: ClockedApp = open_app(write_study([ENTRY], rubric=ENTRY_RUBRIC, plan=ALONE).init().path)
    return app


def evidence(app: ClockedApp) -> list[tuple[Any, ...]]:
    return app.rows(
        "select dimension, part, span_start, span_end, quote, source_kind, source_url,"
        " source_place from evidence where attached = 1 order by clock"
    )


async def fill(pilot: Any, kind: str, place: str) -> None:
    """Choose the kind, keep the URL, write the place, keep the day and the quote."""
    await pilot.press(kind, "enter", "enter")
    await type_text(pilot, place)
    await pilot.press("enter", "enter", "enter")


async def test_a_citation_on_an_entry_asks_for_its_source(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e")
        await entry.see("where does it stand?")
        assert evidence(entry) == []
        await fill(pilot, "p", "p. 4")
        quote = ENTRY["fields"]["scoring"]  # type: ignore[index]
        url = "https://example.org/bench.html"
        assert evidence(entry) == [
            ("asking", 1, 0, len(quote), quote, "paper", url, "p. 4"),
        ]
        assert ">D2" in entry.shown("states")


async def test_e_e_cites_from_the_same_source(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e")
        await fill(pilot, "c", "main.py")
        await pilot.press("1", "right_square_bracket", "e", "e")
        assert [(row[0], row[1], *row[5:]) for row in evidence(entry)] == [
            ("asking", 1, "code", "https://example.org/bench.html", "main.py"),
            ("mending", 2, "code", "https://example.org/bench.html", "main.py"),
        ]
        await entry.see("complete: Enter submits")


async def test_words_typed_into_the_form_are_found_in_the_field(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e", "w", "enter", "enter", "tab", "tab")
        await type_text(pilot, "Asking back")
        await pilot.press("enter")
        [row] = evidence(entry)
        text = ENTRY["fields"]["scoring"]  # type: ignore[index]
        assert text[row[2] : row[3]] == row[4] == "Asking back"


async def test_words_from_the_source_itself_have_no_span(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e", "w", "enter", "enter", "tab", "tab")
        await type_text(pilot, "not in the field")
        await pilot.press("enter")
        [row] = evidence(entry)
        assert row[2:5] == (0, 0, "not in the field")


async def test_an_incomplete_source_is_not_kept_and_says_why(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e", "enter", "enter", "enter", "enter", "enter")
        await entry.see("Which kind of source is it?")
        await pilot.press("up", "up", "up", "up", "d", "enter", "delete")
        await pilot.press("enter", "enter", "enter", "enter")
        await entry.see("A source needs a URL, or a page or section.")
        await pilot.press("up", "up")
        await type_text(pilot, "card")
        await pilot.press("enter")
        await type_text(pilot, "yesterday")
        await pilot.press("enter", "enter")
        await entry.see("The day must be written as 2026-11-30")
        await pilot.press("escape")
        assert evidence(entry) == []


async def test_a_zero_owes_the_places_searched_and_e_lists_them(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("0")
        await entry.see("List where you looked (e)")
        await pilot.press("enter")
        await entry.see("D1 still needs the places searched")
        await pilot.press("e")
        await entry.see("where did you look")
        await pilot.press("enter", "enter", "enter")
        await entry.see("Name at least one place")
        await pilot.press("up", "up", "p", "c", "c", "l", "enter")
        await type_text(pilot, "appendix B")
        await pilot.press("enter", "enter")
        assert [row[5:] for row in evidence(entry)] == [
            ("searched", "", "paper; leaderboard; appendix B"),
        ]
        await entry.see("D1 searched paper; leaderboard; appendix B.")
        await pilot.press("0", "e", "e")
        assert [row[7] for row in evidence(entry)][1] == "paper; leaderboard; appendix B"
        await entry.see("complete: Enter submits")


async def test_undo_takes_a_search_away_and_redo_brings_it_back(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("0", "e", "p", "enter", "enter", "enter", "u")
        await entry.see("D1 no longer searched paper")
        assert entry.desk.sheet.evidence(entry.desk.study.rubric.dimensions[0]) == ()
        await pilot.press("U")
        await entry.see("D1 searched paper")
        [search] = entry.desk.sheet.searched(entry.desk.study.rubric.dimensions[0])
        assert search.source is not None
        assert search.source.place == "paper"


async def test_the_sources_survive_the_end_of_the_program(entry: ClockedApp, open_app: Any) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e")
        await fill(pilot, "p", "p. 4")
    again = open_app(Path(entry.desk.study.path))
    async with again.at(SIZE) as pilot:
        await pilot.press("tab", "1", "e", "e")
        assert [row[7] for row in evidence(again)] == ["p. 4", "p. 4"]


async def test_hostile_words_in_the_form_reach_the_screen_as_marks(
    write_study: Any, open_app: Any
) -> None:
    entry = {
        "id": "e1",
        "title": "t",
        "fields": {"a\x1b[c": "see https://example.org/\x1b]0;x\x07 [red]"},
    }
    app = open_app(write_study([entry], rubric=ENTRY_RUBRIC, plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("1", "e")
        await app.see("where does it stand?")
        assert_safe(app)
        await fill(pilot, "p", "x")
        assert_safe(app)
        [row] = evidence(app)
        assert row[4] == entry["fields"]["a\x1b[c"]  # type: ignore[index]


async def test_a_kind_that_is_typed_out_is_that_kind(entry: ClockedApp) -> None:
    async with entry.at(SIZE) as pilot:
        await pilot.press("1", "e")
        await type_text(pilot, "code")
        await entry.see("[code]")
        await type_text(pilot, "paper")
        await entry.see("[paper]")
        await pilot.press("enter", "enter", "enter", "enter", "enter")
        assert [row[5] for row in evidence(entry)] == ["paper"]


async def test_the_apostrophe_shows_the_source_of_what_is_cited(entry: ClockedApp) -> None:
    async with entry.at((140, 45)) as pilot:
        await pilot.press("1", "e")
        await fill(pilot, "p", "p. 4")
        await pilot.press("k", "apostrophe")
        await entry.see("https://example.org/bench.html, p. 4, 20")
        await pilot.press("j", "0", "e", "l", "enter", "enter", "enter", "apostrophe")
        while entry.desk.dimension.id != "mending":
            await pilot.press("j")
        await pilot.press("apostrophe")
        await entry.see("D2 searched leaderboard on 20")
