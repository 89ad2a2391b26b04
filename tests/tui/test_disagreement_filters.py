"""Disagreements: from a number to a sentence to a quote, filters, search, sorting, help."""

from typing import Any

import pytest
from tests.contested_study import COMMENT, contested, contested_once, six_transcripts
from tests.review_fixtures import blind_ids, code
from tests.tui.clocked_app import UNSAFE, together, until
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled
from textual.pilot import Pilot

from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile
from coder_tui.tui.dialogs import PickDialog
from coder_tui.tui.keymap import load_keys
from coder_tui.tui.review.app import ReviewApp
from coder_tui.tui.review.disagreements_tab import DisagreementsTab
from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.settings import Settings
from coder_tui.tui.transcript_view import ItemText

SMALL, LARGE = (80, 24), (140, 45)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


async def started(pilot: Pilot[None]) -> str:
    """Wait until the study is read."""
    first: Any = pilot.app.screen
    await until(pilot, lambda: first.review is not None, "read")
    return await settled(pilot)


async def opened(pilot: Pilot[None], *keys: str) -> str:
    await started(pilot)
    await pilot.press("3", *keys)
    return await settled(pilot)


def listed(app: Any) -> list[str]:
    """The blind ids of the lines, in order."""
    return [row.entry.blind_id for row in app.screen.rows]


def rule(text: str) -> str:
    """The line over the list, which says what is asked."""
    return text.splitlines()[2]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_two_keys_lead_from_a_number_to_a_sentence_to_the_quote(
    built: Any, size: tuple[int, int]
) -> None:
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        text = await started(pilot)
        assert "2 AGREEMENT" in text
        assert ">D1 Clarity" in text
        await pilot.press("enter")
        text = await settled(pilot)
        current = app.screen.rows[app.screen.place].entry
        anchors = {
            "0": "It is not clear.",
            "1": "It is partly clear.",
            "2": "It is clear.",
            "n/a": "n/a",
            "can't": "can't",
        }
        for side in current.answers:
            assert anchors[side.answer.word] in text
        await pilot.press("enter")
        text = await settled(pilot)
        assert isinstance(app.screen, ItemScreen)
        item = app.screen.query_one(ItemText)
        assert item.current_part is not None
        assert item.current_part.idx == 2
        line = next(each for each in text.splitlines() if "ASSISTANT" in each)
        assert "Here is what I know" in line
        underlined = [
            segment.text
            for y in range(item.size.height)
            for segment in item.render_line(y)
            if segment.style is not None and segment.style.underline
        ]
        assert underlined == ["Here"]


async def test_the_sentence_of_a_coder_stands_in_the_pane(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "slash", *"tablet", "enter")
        text = await settled(pilot)
        assert listed(app) == [blind_ids(built.key_path)["x2"]]
    assert f"says: {COMMENT}" in text
    assert 'cites 2: "Here"' in text


FILTERS = [
    pytest.param(("d", "2"), "D2 only", ["x3"], id="dimension"),
    pytest.param(("p", "3"), "ben and cleo", ["x3", "x5"], id="pair"),
    pytest.param(("s", "2"), "distance 2", ["x3"], id="size"),
    pytest.param(("k", "1"), "applicable?", ["x4", "x5"], id="kind"),
    pytest.param(("c", "1"), "with a comment", ["x2", "x3", "x3"], id="comment"),
    pytest.param(("u", "1"), "undecided", ["x2", "x2", "x3", "x3", "x4", "x5", "x6"], id="decided"),
]


@pytest.mark.parametrize(("keys", "words", "items"), FILTERS)
async def test_a_filter_takes_three_keys_is_said_and_comes_off(
    built: Any, keys: tuple[str, ...], words: str, items: list[str]
) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", *keys)
        text = await settled(pilot)
        assert words in rule(text)
        assert "Esc" in rule(text)
        wanted = sorted(blind[item] for item in items)
        # Ben's comment on x3 as a whole stands on both of its disagreements.
        assert sorted(listed(app)) == wanted
        await pilot.press("escape")
        text = await settled(pilot)
        assert words not in rule(text)
        assert len(listed(app)) == 7


async def test_filters_combine_and_esc_takes_them_off_one_after_another(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", "d", "1", "f", "k", "2", "slash", *"tablet", "enter")
        text = await settled(pilot)
        assert len(listed(app)) == 1
        assert "holding 'tablet'; D1 only; values differ" in rule(text)
        left = []
        for _ in range(3):
            await pilot.press("escape")
            left.append((len(listed(app)), rule(await settled(pilot)).count(";")))
        assert left == [(3, 1), (5, 0), (7, 0)]
        await pilot.press("escape")
        assert "2 AGREEMENT" in await settled(pilot)


async def test_the_menu_shows_what_is_in_force_and_takes_it_off(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot, "f", "s", "1", "f")
        assert "distance 1" in text
        await pilot.press("s", "0")
        assert len(listed(app)) == 7
        await pilot.press("f", "k", "1", "f", "c", "1", "f", "0")
        await settled(pilot)
        assert len(listed(app)) == 7


async def test_the_menu_is_also_walked_with_arrows_and_left_with_esc(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", "escape")
        assert len(listed(app)) == 7
        await pilot.press("f", "down", "down", "enter", "down", "enter")
        text = await settled(pilot)
        assert "distance 2" in rule(text)


async def test_keys_of_a_filter_that_arrive_in_one_read_are_all_taken(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        for keys, words in (("fd2", "D2 only"), ("fd1fk1", "D1 only; applicable?")):
            await together(app, pilot, *keys)
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "chosen")
            assert words in rule(await settled(pilot))
        assert len(listed(app)) == 2


async def test_without_the_key_there_is_no_pair_and_that_is_said(built: Any) -> None:
    app = review_app(built, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot, "f")
        assert "only with the key" in text
        await pilot.press("p")
        assert "letters that change from item to item" in await settled(pilot)


async def test_decided_and_undecided_are_told_apart(write_study: Any) -> None:
    built = contested(write_study)
    study = StudyFile.open(built.path)
    case = read_waiting(study).cases[0]
    Adjudicator.start(study, "dora").decide(case, Decision(scored(0), REASONS[2], "A gap."))
    study.close()
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", "u", "1")
        assert listed(app) == [case.blind_id]
        await pilot.press("f", "u", "2")
        assert len(listed(app)) == 6
        await pilot.press("escape", *["s"] * 4)
        text = await settled(pilot)
        assert "undecided first" in rule(text)
        assert listed(app)[-1] == case.blind_id


@pytest.mark.parametrize(
    ("times", "words", "first"), [(1, "widest first", "x3"), (3, "most comments first", None)]
)
async def test_sorting_is_said(built: Any, times: int, words: str, first: str | None) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot, *["s"] * times)
        assert words in rule(text)
        if first:
            assert listed(app)[0] == blind[first]
        else:
            assert {*listed(app)[:3]} == {blind["x2"], blind["x3"]}


async def test_a_search_need_not_be_spelt_right(built: Any) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "slash", *"tabelt", "enter")
        assert listed(app) == [blind["x2"]]
        await pilot.press("slash", *["backspace"] * 6, *"escalatoin", "enter")
        await settled(pilot)
        assert listed(app) == [blind["x2"]]


async def test_reading_again_keeps_the_filters(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", "d", "2", "r")
        text = await settled(pilot)
        assert "D2 only" in rule(text)
        assert len(listed(app)) == 1
        assert app.screen.tab(DisagreementsTab).narrowing.words == ("D2 only",)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_comments_stay_words_in_list_pane_and_item(
    built: Any, size: tuple[int, int]
) -> None:
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        seen = [await opened(pilot, "f", "s", "2")]
        await pilot.press("w")
        seen.append(await settled(pilot))
        await pilot.press("escape", "enter")
        seen.append(await settled(pilot))
        await pilot.press("w")
        seen.append(await settled(pilot))
    for text in seen:
        assert not UNSAFE.search(text.replace("\n", ""))
        assert "[/red]" in text


MOVED = '[review]\nreview-narrow = "F"\nreview-matrix = "t"\n\n[text]\nfold = "z"\n'


async def test_help_and_hints_show_the_keys_in_force(built: Any, tmp_path: Any) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(MOVED)
    app = review_app(built)
    app = ReviewApp(app._source, Settings(keys=load_keys(["review"], file)))
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot)
        assert "F filter" in text
        assert "t table" in text
        await pilot.press("question_mark", "G")
        assert "z O" in await settled(pilot)
        await pilot.press("escape", "enter")
        assert "z fold" in await settled(pilot)
        await pilot.press("question_mark")
        assert "z O" in await settled(pilot)
        await pilot.press("escape", "escape", "F")
        assert "Only disagreements by their" in await settled(pilot)


NUMBERS = """\
id = "numbers"
title = "Numbers"
version = "1.0"
unit = "transcript"

[[dimension]]
id = "errors"
label = "D1 Errors"
question = "How many errors are there?"
level = "ratio"
evidence = "none"
"""


async def test_of_more_choices_than_there_are_keys_one_is_found_by_typing(write_study: Any) -> None:
    items = [{**six_transcripts()[0], "id": f"n{at}", "task": f"task-{at}"} for at in range(37)]
    plan = 'coders = ["ana", "ben"]\nseal = false'
    built = write_study(items, rubric=NUMBERS, plan=plan).init()
    blind = blind_ids(built.key_path)
    for coder, factor in (("ana", 1), ("ben", 2)):
        code(built.path, coder, {blind[f"n{at}"]: {"errors": at * factor} for at in range(37)})
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "f", "s")
        assert isinstance(app.screen, PickDialog)
        await pilot.press(*"distance 23", "enter")
        assert "distance 23" in rule(await settled(pilot))
        assert listed(app) == [blind["n23"]]
