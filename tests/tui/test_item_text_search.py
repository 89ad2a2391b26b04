"""The search in an item: all places marked and counted, in long items without a pause."""

import pytest
from tests.tui.item_app import ItemApp, item, result, said

from coder_tui.domain.errors import BadInputError

LONG = "some words without the wanted one\n" * 40_000


async def test_all_places_are_marked_and_counted_and_the_first_is_gone_to() -> None:
    app = ItemApp(item("one fox", "no", "Fox and fox"))
    async with app.at():
        assert app.view.search("fox") == len(app.view.hits) == 3
        assert (app.view.hit, app.view.current_part.idx) == (0, 1)
        await app.pilot.pause()
        assert "".join(app.styled("bold").split()).count("fox") == 2
        assert app.styled("reverse") == "fox"


async def test_places_go_round_from_the_cursor_on() -> None:
    app = ItemApp(item("fox", "fox", "fox"))
    async with app.at():
        await app.press("right_square_bracket")
        app.view.search("fox")
        seen = [app.view.current_part.idx]
        for _ in range(3):
            app.view.go_to_hit(app.view.hit + 1)
            seen.append(app.view.current_part.idx)
        assert seen == [2, 3, 1, 2]


async def test_a_place_in_a_fold_opens_it() -> None:
    app = ItemApp(item("start", result(2, "line\n" * 50 + "the fox")))
    async with app.at():
        assert app.view.search("fox") == 1
        await app.pilot.pause()
        assert app.cursor_text() == "the fox"


async def test_a_long_item_is_searched_in_a_thread_that_answers_with_a_message() -> None:
    app = ItemApp(item(LONG + "wanted: the fox\n" + LONG, "another fox"))
    async with app.at():
        assert app.view.search("fox") is None
        assert await app.search("FOX") == 2
        await app.pilot.pause()
        assert app.cursor_text() == "wanted: the fox"
        app.view.go_to_hit(app.view.hit + 1)
        assert app.view.current_part.idx == 2
        assert await app.search("FOX", "plain") == 0


async def test_places_of_a_long_item_are_marked_where_they_stand() -> None:
    app = ItemApp(item("\ta\x1bb\n" * 90_000 + "x fox y"))
    async with app.at():
        assert await app.search("fox") == 1
        await app.pilot.pause()
        assert app.styled("reverse") == "fox"
        assert await app.search("    a␛b") == 90_000


async def test_expressions_are_searched_on_request() -> None:
    app = ItemApp(item("cat cot cut", "c.t"))
    async with app.at():
        assert await app.search("c[ao]t", "regex") == 2
        assert await app.search("c.t") == 1
        with pytest.raises(BadInputError):
            app.view.search("c[", mode="regex")


async def test_an_expression_that_would_never_end_leaves_the_screen_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coder_tui.tui.item.finding.REGEX_SECONDS", 0.4)
    app = ItemApp(item("a" * 200 + "b", "second"))
    async with app.at():
        assert app.view.search(r"(a|aa)+$", mode="regex") is None
        app.view.action_part(1)
        await app.pilot.pause()
        assert app.view.current_part.idx == 2
        await app.search(r"(a|aa)+$", "regex")
        assert "given up" in app.problems[-1]
        assert len(app.view.hits) == 0


async def test_the_search_ends_and_another_item_knows_nothing_of_it() -> None:
    app = ItemApp(item("fox"))
    async with app.at():
        app.view.search("fox")
        assert app.view.search("") == 0
        assert (len(app.view.hits), app.view.hit) == (0, -1)
        app.view.search("fox")
        app.view.show_item(item("a fox"))
        assert len(app.view.hits) == 0
        app.view.go_to_hit(1)
        assert app.view.hit == -1


async def test_a_search_that_was_given_up_for_another_says_nothing() -> None:
    app = ItemApp(item(LONG, said(2, "fox")))
    async with app.at():
        assert app.view.search("words") is None
        assert await app.search("fox") == 1
        await app.pilot.pause()
        assert app.problems == [""]
