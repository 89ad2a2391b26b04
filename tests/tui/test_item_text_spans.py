"""Evidence in the item's text: spans chosen by keys, and marks of what is cited."""

from tests.tui.item_app import ItemApp, item, result

from coder_tui.domain.coding import Citation
from coder_tui.domain.items import Part, PartKind
from coder_tui.tui.item.spans import Span

TEXT = "First sentence of it. Second\tone, é\u0301é.\r\nAnother line here.\n\nEnd"


def quoted(app: ItemApp) -> str:
    span = app.view.span
    assert span is not None
    assert app.view.item is not None
    part = next(part for part in app.view.item.parts if part.idx == span.part)
    return part.text[span.start : span.end]


async def test_a_span_begins_with_the_first_character_of_the_line_and_grows_by_keys() -> None:
    app = ItemApp(item(TEXT))
    async with app.at():
        assert app.view.span is None
        assert app.view.begin_span()
        assert quoted(app) == "F"
        for keys, expected in (
            (["w"], "First"),
            (["w", "w"], "First sentence of"),
            (["b"], "First sentence o"),
            (["left"], "First sentence "),
            (["right", "right"], "First sentence of"),
            (["right_square_bracket"], "First sentence of it. Second\tone, é\u0301é."),
            (["G"], TEXT),
            (["left_square_bracket", "left_square_bracket"], TEXT[: TEXT.index("Another") + 1]),
            (["g"], "F"),
        ):
            await app.press(*keys)
            assert quoted(app) == expected


async def test_up_and_down_keep_to_the_column_and_to_the_part() -> None:
    app = ItemApp(item("before", "0123456789\nabcdefghij\nx", "behind"))
    async with app.at():
        await app.press("right_square_bracket")
        app.view.begin_span()
        await app.press("right", "right", "right", "down")
        assert quoted(app) == "0123456789\nabcd"
        await app.press("up")
        assert quoted(app) == "0123"
        await app.press("down", "down", "down", "pagedown", "space")
        assert quoted(app) == "0123456789\nabcdefghij\nx"
        await app.press("up", "up", "up", "pageup")
        assert quoted(app) == "0"
        assert app.view.current_part.idx == 2


async def test_the_other_end_moves_after_o() -> None:
    app = ItemApp(item("One two three."))
    async with app.at():
        app.view.begin_span()
        await app.press("G", "o", "w", "right", "right")
        assert quoted(app) == "two three."
        app.view.turn_span()
        await app.press("left")
        assert quoted(app) == "two three"


async def test_a_span_is_seen_without_colour() -> None:
    app = ItemApp(item("One two three."))
    async with app.at():
        app.view.begin_span()
        await app.press("w", "w")
        assert app.styled("reverse") == "One two"
        app.view.end_span()
        await app.pilot.pause()
        assert app.styled("reverse") == ""
        assert app.view.span is None


async def test_keys_of_a_span_are_the_screens_own_while_there_is_none() -> None:
    app = ItemApp(item("One two three.", "x\n" * 99))
    async with app.at():
        await app.press("w", "left", "right")
        assert app.keys == ["w", "left", "right"]
        app.view.begin_span()
        await app.press("w", "w", "b", "left", "right", "e", "1")
        assert app.keys[3:] == ["e", "1"]
        assert quoted(app) == "One t"


async def test_a_span_moves_the_window_with_its_end() -> None:
    app = ItemApp(item("start\n" * 200))
    async with app.at():
        app.view.begin_span()
        await app.press("G")
        assert app.view.cursor >= 199
        assert app.lines()[app.row()][16:].strip() in ("start", "")
        await app.press("g")
        assert app.row() == 0


async def test_a_span_in_a_fold_opens_it() -> None:
    app = ItemApp(item(result(1, "line\n" * 50)))
    async with app.at():
        await app.press("down")
        app.view.begin_span()
        await app.press("w")
        assert quoted(app) == "line"
        assert app.view.span.start == 5
        assert "o opens" not in "".join(app.lines())


async def test_another_item_and_an_empty_part_have_no_span() -> None:
    app = ItemApp(item("text", ""))
    async with app.at():
        app.view.begin_span()
        app.view.show_item(app.shown)
        assert app.view.span is None
        await app.press("right_square_bracket")
        assert not app.view.begin_span()


# What is cited


async def test_whole_parts_are_marked_in_the_margin_and_quotes_in_the_text() -> None:
    app = ItemApp(item("first part", "second part", "third\tpart of it"))
    async with app.at():
        app.view.mark_evidence(
            [Citation(1, 0, 10, "first part"), Citation(3, 5, 10, "\tpart"), Citation(9, 0, 2, "x")]
        )
        await app.pilot.pause()
        assert [line[:16] for line in app.lines()[:3]] == [
            ">  1*USER       ",
            "   2 USER       ",
            '   3"USER       ',
        ]
        assert app.styled("underline") == "    part"
        app.view.mark_cited([2])
        await app.pilot.pause()
        assert app.styled("underline") == ""
        assert app.lines()[1].startswith("   2*")


async def test_a_quote_over_several_lines_is_marked_where_it_begins() -> None:
    app = ItemApp(item("one\ntwo\nthree\nfour"))
    async with app.at():
        app.view.mark_evidence([Citation(1, 4, 13, "two\nthree")])
        await app.pilot.pause()
        assert app.styled("underline") == "twothree"
        assert [line[4] for line in app.lines()[:4]] == [" ", '"', " ", " "]


async def test_a_quote_that_begins_far_before_is_marked_up_to_its_end() -> None:
    text = "".join(f"line {number:04}\n" for number in range(2000))
    start, seen, end = (text.index(f"{number:04}") for number in (300, 450, 452))
    app = ItemApp(item(text))
    async with app.at():
        app.view.mark_evidence([Citation(1, start, end, text[start:end])])
        app.view.go_to_place(1, seen)
        await app.pilot.pause()
        assert "line 0450" in app.cursor_text()
        assert app.styled("underline").endswith("line 0449line 0450")


async def test_a_quote_in_json_is_marked_where_it_is_laid_out() -> None:
    text = '{"city": "Bern", "days": 2}'
    app = ItemApp(item(result(1, text)))
    async with app.at():
        start = text.index('"Bern"')
        app.view.mark_evidence([Citation(1, start, len(text), text[start:])])
        await app.pilot.pause()
        assert "".join(app.styled("underline").split()) == '"Bern","days":2}'
        app.view.go_to_place(1, text.index('"days"'))
        await app.pilot.pause()
        assert app.cursor_text() == '  "days": 2'
        app.view.begin_span()
        await app.press("w", "right")
        assert quoted(app) == '"days"'


async def test_a_coders_letter_stands_apart_from_the_role_and_no_role_is_cut_for_it() -> None:
    call = Part(3, "tool", PartKind.TOOL_RESULT, "", "T12", "Done.")
    app = ItemApp(item("First.", "Second.", call), lettered=True)
    async with app.at():
        place = Span(1, 0, len("First."))
        app.view.mark_evidence([place], signs={place: "B"})
        await app.pilot.pause()
        heads = [line[:16] for line in app.lines()[:3]]
    assert heads == [
        ">  1B USER      ",
        "   2  USER      ",
        "   3  RESULT T12",
    ]
