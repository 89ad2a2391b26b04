"""What the adjudication screen shows, and what accidents it withstands."""

import pytest
from tests.tui.clocked_app import UNSAFE, held_lock, until
from tests.tui.judge_app import (
    HOSTILE,
    NAMES,
    SIZE,
    WIDE,
    OpenJudge,
    together,
)

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.scores import Recorder

# Seeing


@pytest.mark.parametrize("size", [SIZE, WIDE, (60, 16)])
async def test_no_coder_is_named_anywhere(open_judge: OpenJudge, size: tuple[int, int]) -> None:
    app = open_judge()
    seen = []
    async with app.at(size):
        for keys in (["right_square_bracket"], ["2"], ["s"], ["question_mark"], ["escape"],
                     ["2", "o"], ["escape", "escape"], ["d"], ["u"]):  # fmt: skip
            await app.press(*keys)
            seen.append(app.picture())
    shown = "\n".join(seen)
    assert "judge" in shown
    assert not any(name in shown for name in NAMES)


async def test_answers_and_comments_stand_under_their_letters(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        low, high = app.letter_of(0).upper(), app.letter_of(2).upper()
        lines = {line.split()[0]: line for line in app.shown("said").splitlines()}
        assert '"low comment"' in lines[low]
        assert '"high comment"' in lines[high]
        assert f" {high}  2 " in app.shown("anchors")


async def test_a_coders_name_in_a_comment_is_a_mark_and_the_comment_stays(
    open_judge: OpenJudge,
) -> None:
    app = open_judge(comments=("note by Annabel, see benedikt's", "high comment"))
    async with app.at():
        seen = app.shown("said")
        await app.press("question_mark")
        seen += app.picture()
    assert seen.count("note by [coder], see [coder]'s") == 2
    written = app.desk.study.connection.execute("select distinct text from comment").fetchall()
    assert ("note by Annabel, see benedikt's",) in written


@pytest.mark.parametrize("values", [(0, 2), (0, 2, 1)])
async def test_the_smallest_usual_screen_names_the_ways_out_and_to_other_cases(
    open_judge: OpenJudge, values: tuple[int, ...]
) -> None:
    app = open_judge(values=values)
    async with app.at():
        for key in ("z", "s", "less_than_sign"):
            keys = app.shown("keys")
            assert all(each in keys for each in ("p wording", "< > i case", "q leave", "? help"))
            assert len(keys) <= 78
            await app.press(key, "escape" if key == "s" else "f6")


async def test_on_a_wide_screen_comments_stay_in_sight_while_a_reason_is_chosen(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at(WIDE):
        await app.press("2")
        picture = app.picture()
        assert "legitimate difference" in picture
        assert "low comment" in picture


async def test_every_reason_is_listed_on_the_smallest_screen(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at((60, 16)):
        await app.press("2")
        await until(app.pilot, lambda: "o other" in app.picture(), "the last reason")


async def test_brackets_go_round_what_is_cited_and_say_whose_it_is(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        low, high = app.letter_of(0).upper(), app.letter_of(2).upper()
        assert f"turn 2/4   cited by {low}" in app.shown("position")
        await app.press("right_square_bracket")
        assert f"{high} cites turn 4 (2 of 2)" in app.shown("keys")
        assert f"turn 4/4   cited by {high}" in app.shown("position")
        await app.press("left_square_bracket")
        assert f"{low} cites turn 2 (1 of 2)" in app.shown("keys")


async def test_a_quoted_place_is_marked_and_quoted(open_judge: OpenJudge) -> None:
    app = open_judge()
    study = app.desk.study
    for name in NAMES[:2]:
        sitting = Recorder.start(study.connection, study.path, name, study.rubric_fingerprint)
        for (item,) in study.connection.execute("select blind_id from item").fetchall():
            sitting.move(item, Move.REOPENED)
            sitting.cite(item, "clarity", Citation(3, 7, 8, "2"))
            sitting.move(item, Move.SUBMITTED)
    async with app.at():
        await app.press("right_square_bracket")
        assert 'A and B cite turn 3 (2 of 3): "2"' in app.shown("keys")
        assert ">  3+ ASSISTANT" in app.picture()


async def test_hostile_comments_and_texts_are_shown_literally(open_judge: OpenJudge) -> None:
    app = open_judge(text=HOSTILE, comments=(HOSTILE, HOSTILE))
    async with app.at():
        picture = app.picture()
        assert picture.count("[red]␛[c[/]") == 3
        assert not UNSAFE.search(picture.replace("\n", ""))
        await app.press("question_mark")
        assert not UNSAFE.search(app.picture().replace("\n", ""))


# Accidents


async def test_keys_that_arrive_together_decide_nothing(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await together(app, "2", "s")
        assert "2 keys arrived together and were dropped" in app.shown("keys")
        await together(app, "2", mixed=True)
        assert "arrived with other input" in app.shown("keys")
        assert app.desk.chosen is None
        await app.press("2")
        await together(app, "s", "S")
        assert app.decisions() == []
        await together(app, "down", "down")
        assert "your value 2" in app.shown("decision")


async def test_a_value_right_after_a_case_change_is_ignored(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2", "s")
        await pilot.press("a")
        assert "New case: the key was ignored" in app.shown("keys")
        assert app.desk.chosen is None


async def test_nothing_is_decided_on_a_screen_that_became_too_small(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "are needed" in app.picture(), "the words")
        await app.press("2", "s")
        assert app.decisions() == []


async def test_a_decision_that_cannot_be_written_is_kept_and_written_later(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        with held_lock(app.desk.study.path):
            await app.press("2", "s")
            assert "NOT SAVED 1" in app.shown("header")
            await app.press("q")
            assert "leaving is not possible" in app.shown("keys")
            await app.press("u", "0", "d")
            assert app.shown("header").startswith("0 decided, 3 wait")
        await until(pilot, lambda: "saved after all" in app.shown("keys"), "the retry")
        assert len(app.decisions()) == 1
        assert app.shown("header").startswith("1 decided, 2 wait")
        assert "NOT SAVED" not in app.shown("header")


def test_a_coder_of_the_study_is_refused(open_judge: OpenJudge) -> None:
    with pytest.raises(RefusedError):
        open_judge(judge="annabel")
