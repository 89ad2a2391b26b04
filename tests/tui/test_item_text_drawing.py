"""Drawing: whatever the text, every line is as wide as the window."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.style import Style
from tests.tui.item_app import ItemApp, item, result, said

from coder_tui.domain.cells import width
from coder_tui.domain.items import PartKind
from coder_tui.domain.text import visible
from coder_tui.tui.item.drawing import Layer, drawn

FAMILY = "👩\u200d👩\u200d👧"
ODD = (
    *(
        "a",
        " ",
        "é",
        "e\u0301",
        "你",
        "ｶ",
        "👍🏽",
        "🇩🇪",
        "1\ufe0f\u20e3",
        FAMILY,
        "\u200d",
        "\u0301",
    ),
    *(
        "ක්\u200dෂ",
        "ශ්\u200dරී",
        "क्\u200dष",
        "می\u200cخواهم",
        "שלום",
        "مرحبا",
        "한",
        "\u1112\u1161\u11ab",
    ),
    *("\t", "\n", "\r\n", "\x1b[31m", "\x9b2J", "\u202e", "\ud800", "❤\ufe0f\u200d🔥", "word "),
)
TEXTS = st.lists(st.one_of(st.sampled_from(ODD), st.characters()), max_size=60).map("".join)


@given(TEXTS.map(visible), st.data())
def test_segments_begin_and_end_with_characters_and_hold_the_whole_text(
    text: str, data: st.DataObject
) -> None:
    text = text.replace("\n", "")
    ends = st.integers(-1, len(text) + 1)
    marks = [
        (data.draw(ends), data.draw(ends), layer) for layer in (Layer.HIT, Layer.SPAN, Layer.QUOTED)
    ]
    segments = drawn(text, marks, lambda _: Style())
    assert "".join(segment.text for segment in segments) == text
    assert sum(width(segment.text) for segment in segments) == width(text)
    assert all(cell_len(segment.text) <= width(segment.text) for segment in segments)


async def frame_holds(app: ItemApp) -> None:
    for strip in app.strips():
        assert strip.cell_length == app.size.width
        assert sum(width(segment.text) for segment in strip) == app.size.width
        # A letter that Rich did not count would push what stands right of it out of its column.
        letters = sum(
            max(get_character_cell_size(each), unicodedata.category(each) == "Mc")
            for segment in strip
            for each in segment.text
            if unicodedata.category(each)[0] in "LN" or unicodedata.category(each) == "Mc"
        )
        assert letters <= app.size.width


async def test_no_text_breaks_the_frame() -> None:
    app = ItemApp(item("start"))
    async with app.at(60, 40) as pilot:

        @given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([60, 61, 80]), st.data())
        @settings(
            max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        def draw(texts: list[str], columns: int, data: st.DataObject) -> None:
            parts = [
                result(n, text, PartKind.TOOL_CALL, text[:9]) for n, text in enumerate(texts, 1)
            ]
            view = app.view
            view.show_item(item(*parts))
            view.action_fold_all()
            view.search(data.draw(st.sampled_from(ODD)))
            view.begin_span()
            for _ in range(data.draw(st.integers(0, 5))):
                view.action_character(1)
            for y in range(40):
                strip = view.render_line(y)
                assert strip.cell_length == view.size.width
                assert sum(width(segment.text) for segment in strip) == view.size.width

        draw()
        await pilot.pause()
        await frame_holds(app)


@pytest.mark.parametrize("size", [(80, 24), (61, 16), (200, 60)])
async def test_every_script_keeps_the_frame(size: tuple[int, int]) -> None:
    app = ItemApp(item(*(odd * 120 for odd in ODD), "  ".join(ODD) * 9))
    async with app.at(*size) as pilot:
        for _ in ODD:
            await frame_holds(app)
            await pilot.press("right_square_bracket")


async def test_a_long_conjunct_is_read_to_its_end() -> None:
    app = ItemApp(item("क\u200d" * 300 + "END"))
    async with app.at():
        assert "END" in "".join(app.lines())
        await frame_holds(app)


async def test_what_is_found_and_chosen_is_drawn_as_whole_characters() -> None:
    app = ItemApp(item(f"a{FAMILY}b e\u0301x"))
    async with app.at() as pilot:
        app.view.search("👧")
        await pilot.pause()
        assert app.styled("reverse") == FAMILY
        app.view.search("\u0301x")
        await pilot.pause()
        assert app.styled("reverse") == "e\u0301x"


async def test_a_chosen_newline_is_seen() -> None:
    app = ItemApp(item("ab\ncd"))
    async with app.at() as pilot:
        app.view.begin_span()
        await pilot.press("down", "left")
        assert app.styled("reverse") == "ab "


async def test_only_the_lines_between_which_the_cursor_moves_are_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = ItemApp(item("line\n" * 99))
    async with app.at() as pilot:
        await pilot.press("down")
        painted: list[int] = []
        render = app.view.render_line

        def note(y: int) -> object:
            painted.append(y)
            return render(y)

        monkeypatch.setattr(app.view, "render_line", note)
        await pilot.press("down")
        assert sorted(set(painted)) == [1, 2]


async def test_parts_are_labelled_by_what_they_are() -> None:
    app = ItemApp(
        item(
            said(1, "words", "assistant"),
            result(2, "thoughts", PartKind.REASONING),
            result(3, "{}", PartKind.TOOL_CALL, "look"),
        )
    )
    async with app.at():
        assert [line[:25].rstrip() for line in app.lines()[:4]] == [
            ">  1 ASSISTANT  words",
            "   2 REASONING  thoughts",
            "   3 CALL       look",
            "                {}",
        ]


async def test_the_cursors_line_is_drawn_in_one_colour_to_its_end() -> None:
    app = ItemApp(item("short", "other"))
    async with app.at():
        cursor, other = ({segment.style.bgcolor for segment in strip} for strip in app.strips()[:2])
        assert len(cursor) == len(other) == 1
        assert cursor != other
