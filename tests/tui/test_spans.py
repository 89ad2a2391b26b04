"""Evidence in spans: chosen by keys, marked in the text, gone round, copied, taken away by undo."""

import base64
from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, said, transcript

TEXT = "Probably. The leaflet, part 4, lists\twhat to avoid: see https://example.org/leaflet."


@pytest.fixture
def spans(write_study: Any, open_app: Any) -> ClockedApp:
    """Ana at a transcript whose second turn is worth quoting."""
    item = transcript("t1", said("Can I take both?", "user"), said(TEXT), said("Good bye."))
    app: ClockedApp = open_app(write_study([item], plan=ALONE).init().path)
    return app


def evidence(app: ClockedApp) -> list[tuple[Any, ...]]:
    return app.rows(
        "select part, span_start, span_end, quote from evidence where attached = 1 order by clock"
    )


async def test_v_arrows_and_words_choose_a_span_and_e_attaches_it(spans: ClockedApp) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "right_square_bracket", "v")
        await spans.see("Span: arrows, w, b extend")
        await pilot.press("w", "v", "right", "v", "w", "e")
        [(part, start, end, quote)] = evidence(spans)
        assert part == 2
        assert TEXT[start:end] == quote
        assert quote.startswith("robably. The")
        assert spans.view.span is None
        assert ">D2" in spans.shown("states")


async def test_escape_gives_the_span_up_and_attaches_nothing(spans: ClockedApp) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "right_square_bracket", "v", "w", "escape")
        assert spans.view.span is None
        assert evidence(spans) == []


async def test_offsets_are_of_the_stored_text_behind_a_tab(spans: ClockedApp) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "right_square_bracket", "v", *["w"] * 8, "v", *["w"] * 7, "e")
        [(_, start, end, quote)] = evidence(spans)
        assert TEXT[start:end] == quote
        assert quote == "t to"
        assert start > TEXT.index("\t")


async def test_undo_takes_the_span_away_and_redo_brings_it_back(spans: ClockedApp) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "right_square_bracket", "v", "w", "e", "u")
        await spans.see("no longer cites words of turn 2")
        assert spans.desk.sheet.citations == {}
        await pilot.press("U")
        [cited] = spans.desk.sheet.citations.values()
        assert [each.quote for each in cited] == ["Probably"]


async def test_the_apostrophe_goes_round_all_places(spans: ClockedApp) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "e", "k", "k", "k")
        while spans.desk.dimension.id != "clarity":
            await pilot.press("k")
        await pilot.press("right_square_bracket", "v", "w", "e")
        while spans.desk.dimension.id != "clarity":
            await pilot.press("k")
        await pilot.press("g", "apostrophe")
        visited = []
        for _ in range(3):
            assert spans.view.current_part is not None
            visited.append(spans.view.current_part.idx)
            await pilot.press("apostrophe")
        assert set(visited) == {1, 2}


async def test_a_lost_quote_is_said_and_never_moved(spans: ClockedApp, open_app: Any) -> None:
    async with spans.at(SIZE) as pilot:
        await pilot.press("1", "right_square_bracket", "e")
    spans.desk.study.connection.execute("update part set text = 'Nothing of it.' where idx = 2")
    again = open_app(spans.desk.study.path)
    async with again.at(SIZE) as pilot:
        while again.desk.dimension.id != "clarity":
            await pilot.press("k")
        await pilot.press("apostrophe")
        await again.see("LOST, no longer in the text")
        assert [row[3] for row in evidence(again)] == [TEXT]


async def test_y_copies_span_quote_link_or_turn_and_nothing_else_ever_does(
    spans: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with spans.at(SIZE) as pilot:
        written: list[str] = []
        monkeypatch.setattr(spans._driver, "write", written.append)

        def copied() -> list[str]:
            found = [each for each in written if each.startswith("\x1b]52;c;")]
            written.clear()
            return [base64.b64decode(each[7:-1]).decode() for each in found]

        await pilot.press("y")
        assert copied() == ["Can I take both?"]
        await pilot.press("right_square_bracket", "y")
        assert copied() == ["https://example.org/leaflet"]
        await pilot.press("v", "w", "y")
        assert copied() == ["Probably"]
        await pilot.press("escape", "down", "up", "space", "1")
        assert copied() == []


async def test_what_is_copied_holds_no_control_character(
    write_study: Any, open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = transcript("t1", said("rm -rf\x1b[201~\r\x07 x", "user"))
    app = open_app(write_study([item], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        await pilot.press("y")
        [sequence] = [each for each in written if "]52;" in each]
        text = base64.b64decode(sequence[7:-1]).decode()
        assert text.isprintable()
        assert "rm -rf" in text
