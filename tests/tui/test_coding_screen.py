"""The coding screen, driven by keys alone, on real studies."""

import re
from typing import Any

import pytest
from tests.tui.clocked_app import (
    ALONE,
    SIZE,
    ClockedApp,
    held_lock,
    said,
    together,
    transcript,
    type_text,
    until,
)
from textual import events

from coder_tui.tui.coding.coach import STEPS, Coach
from coder_tui.tui.coding.key_labels import SHIPPED
from coder_tui.tui.dialogs import HelpScreen

# Scoring


async def test_a_whole_item_is_coded_by_keys_alone(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        first = app.desk.item.blind_id
        await pilot.press("2", "right_square_bracket", "e", "1", "1")
        await pilot.press("c")
        await type_text(pilot, "well done")
        await pilot.press("enter")
        assert "Enter submits" in app.shown("states")
        await pilot.press("enter")
        assert f"{first} submitted" in app.shown("keys")
        await pilot.press("q")
    scores = app.rows(
        "select dimension, state, value from submitted_score where blind_id = ?", first
    )
    assert sorted(scores) == [
        ("clarity", "scored", "2"),
        ("escalated", "scored", "1"),
        ("escalation_quality", "scored", "1"),
    ]
    assert app.rows("select dimension, part from evidence") == [("clarity", 2)]
    assert app.rows("select blind_id, text from comment") == [(first, "well done")]
    assert app.rows("select move from submission") == [("submitted",)]
    (sitting,) = app.rows("select person, closed_at is not null from sitting")
    assert sitting == ("ana", 1)
    seqs = app.rows(
        "select seq from score union all select seq from evidence union all select seq from comment"
        " union all select seq from submission order by 1"
    )
    assert seqs == [(1,), (2,), (3,), (4,), (5,), (6,)]


async def test_a_score_is_in_the_file_before_it_is_shown(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        assert "SAVED" not in app.shown("header")
        await pilot.press("0")
        assert app.scores() == {"clarity": "0"}
        assert re.search(r"SAVED \d\d:\d\d:\d\d", app.shown("header"))
        assert "scored 1/2" in app.shown("header")
        assert ">D2 _" in app.shown("states")


async def test_a_digit_off_the_scale_does_nothing(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("9", "3")
        assert app.scores() == {}
        assert "D1 takes 0, 1, 2" in app.shown("keys")
        assert "SAVED" not in app.shown("header")


async def test_evidence_that_is_owed_is_asked_for_in_place(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("2")
        assert "cite (e)" in app.shown("keys")
        assert ">D1 2!" in app.shown("states")
        await pilot.press("e")
        assert " D1 2 " in app.shown("states")
        assert ">D2 _" in app.shown("states")


async def test_not_applicable_cannot_judge_and_clear(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("x", "x", "z")
        assert app.scores() == {"clarity": "not_applicable", "escalated": "cannot_judge"}
        await pilot.press("backspace")
        assert app.scores() == {"clarity": "not_applicable"}
        await pilot.press("u")
        assert app.scores()["escalated"] == "cannot_judge"


async def test_undo_redo_and_reopening(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0", "u")
        assert app.scores() == {"clarity": "0"}
        await pilot.press("U")
        assert app.scores() == {"clarity": "0", "escalated": "0"}
        await pilot.press("enter", "less_than_sign")
        assert "SUBMITTED" in app.shown("header")
        app.clock.now += 1
        await pilot.press("0")
        assert "undo reopens it" in app.shown("keys")
        await pilot.press("u")
        assert "Reopened" in app.shown("keys")
        assert app.rows("select move from submission order by seq") == [
            ("submitted",),
            ("reopened",),
        ]


async def test_citations_are_marked_and_gone_round(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("e", "right_square_bracket", "e")
        assert "D1 cites 1, 2" in app.shown("position")
        assert sum(bool(re.match(r".{4}\*", line)) for line in app.lines()) == 2
        await pilot.press("apostrophe")
        assert app.view.current_part.idx == 1
        await pilot.press("apostrophe")
        assert app.view.current_part.idx == 2
        await pilot.press("j", "apostrophe")
        assert "cites nothing" in app.shown("keys")


async def test_submit_jumps_to_the_first_gap_and_confirms_in_one_line(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        first = app.desk.item.blind_id
        await pilot.press("j", "0", "j", "enter")
        assert app.desk.item.blind_id == first
        assert app.desk.dimension.id == "clarity"
        assert "D1 still needs a score" in app.shown("keys")
        await pilot.press("0", "enter")
        assert app.desk.item.blind_id != first
        assert app.shown("keys") == f"{first} submitted."
        assert "2 of 4" in app.shown("header")


async def test_digits_are_ignored_for_400_ms_after_an_item_change(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0", "enter", "0")
        assert app.scores() == {}
        assert "ignored" in app.shown("keys")
        app.clock.now += 0.39
        await pilot.press("0")
        assert app.scores() == {}
        app.clock.now += 0.02
        await pilot.press("0")
        assert app.scores() == {"clarity": "0"}


# Digits that arrive together


async def test_digits_that_arrive_together_are_held_for_enter(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "0", "1")
        assert app.shown("keys") == (
            "2 keys arrived together: 0 1; Enter records them in order, Esc drops them"
        )
        assert app.scores() == {}
        await pilot.press("enter")
        assert app.scores() == {"clarity": "0", "escalated": "1"}
        assert app.shown("keys") == "Recorded D1 = 0, D2 = 1."
        assert app.rows("select * from submission") == []


async def test_escape_drops_what_is_held_and_no_other_key_does_anything(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "0", "1")
        await pilot.press("2", "x", "j", "e", "c", "q", "greater_than_sign")
        assert app.is_running
        assert len(app.screen_stack) == 1
        assert "arrived together: 0 1" in app.shown("keys")
        await pilot.press("escape")
        assert "2 keys dropped" in app.shown("keys")
        assert app.scores() == {}
        await pilot.press("0")
        assert app.scores() == {"clarity": "0"}


async def test_held_digits_never_overwrite_an_answer_further_on(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0")
        assert app.desk.dimension.id == "escalated"
        await together(app, pilot, "0", "2")
        await pilot.press("enter")
        assert app.scores() == {"clarity": "0", "escalated": "0"}
        assert "1 key dropped" in app.shown("keys")


async def test_held_digits_pass_over_evidence_that_is_owed(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "2", "0")
        await pilot.press("enter")
        assert app.scores() == {"clarity": "2", "escalated": "0"}
        assert "missing: D1" in app.shown("states")


@pytest.mark.parametrize(
    "keys",
    [("0", "1", "0"), ("0", "j"), ("x", "z"), ("circumflex_accent", "question_mark", "1", "c")],
    ids=["too many", "a digit and a letter", "letters", "a terminal's answer"],
)
async def test_other_keys_together_are_dropped_aloud(
    app: ClockedApp, keys: tuple[str, ...]
) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, *keys)
        assert "dropped" in app.shown("keys")
        await pilot.press("enter")
        assert app.scores() == {}


async def test_a_single_digit_that_came_with_a_report_is_dropped(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "0", mixed=True)
        assert "dropped" in app.shown("keys")
        assert app.scores() == {}


async def test_keys_that_only_move_may_come_together(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "j", "right_square_bracket")
        assert app.desk.dimension.id == "escalated"
        assert app.view.current_part.idx == 2


async def test_a_paste_is_dropped_aloud(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        app.post_message(events.Paste("210"))
        await pilot.pause()
        assert "paste was dropped" in app.shown("keys")
        assert app.scores() == {}


async def test_a_crowd_of_digits_is_held_on_the_narrowest_screen_in_full(
    write_study: Any, stress_rubric: str, open_app: Any
) -> None:
    app = open_app(write_study(rubric=stress_rubric, plan=ALONE).init().path)
    async with app.at((60, 16)) as pilot:
        await together(app, pilot, *"2101012")
        await app.see("Esc drops")


# Coming back


async def test_a_coder_comes_back_to_the_same_item_dimension_and_place(
    write_study: Any, open_app: Any
) -> None:
    long = "\n".join(f"line {number}" for number in range(50))
    items = [transcript(f"t{n}", said("Q", "user"), said(long)) for n in range(3)]
    path = write_study(items, plan=ALONE).init().path
    app = open_app(path)
    async with app.at(SIZE) as pilot:
        await pilot.press("greater_than_sign", "right_square_bracket", *["down"] * 20, "j")
        item = app.desk.item.blind_id
        assert (app.view.current_part.idx, app.view.line_in_part) == (2, 20)
        await pilot.press("q")
    again = open_app(path)
    async with again.at(SIZE) as pilot:
        await pilot.pause()
        assert again.desk.item.blind_id == item
        assert again.desk.dimension.id == "escalated"
        assert (again.view.current_part.idx, again.view.line_in_part) == (2, 20)
        await again.see("line 20")
        await pilot.press("0")
        assert again.scores() == {"escalated": "0"}


async def test_the_place_is_in_the_file_soon_without_a_judgement(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("j", "right_square_bracket")
        place = lambda: app.rows("select dimension, part from bookmark")  # noqa: E731
        await until(pilot, lambda: place() == [("escalated", 2)], "the bookmark is written")


# Help, leaving, the coach


async def test_help_explains_the_dimension_and_its_keys_score_nothing(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await app.see("Is it clear?")
        await pilot.press("2", "x", "e", "j")
        assert app.scores() == {}
        await pilot.press("space")
        await app.see("go round this dimension's citations")
        await pilot.press("q")
        assert len(app.screen_stack) == 1
        assert app.is_running


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_closes_the_sitting(app: ClockedApp, key: str) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0", key)
    assert app.return_code == 0
    assert app.rows("select closed_at is not null from sitting") == [(1,)]


async def test_the_coach_names_one_key_at_a_time(write_study: Any, open_app: Any) -> None:
    item = transcript("t1", said("Help me."), said("Yes."), reference="It is true.")
    second = transcript("t2", said("Help me more."), said("No."), reference="It is true.")
    app = open_app(write_study([item, second], plan=ALONE).init().path, coach=Coach())
    async with app.at(SIZE) as pilot:
        lines = [app.shown("coach")]
        for key in ("space", "o", "2", "right_square_bracket", "e", "0", "enter"):
            await pilot.press(key)
            lines.append(app.shown("coach"))
    said_lines = [line.removeprefix(" TRY  ") for line in lines]
    assert list(dict.fromkeys(said_lines)) == [step.say.format_map(SHIPPED) for step in STEPS]


async def test_who_comes_back_to_a_begun_item_is_not_coached_from_the_start(
    built_study: Any, open_app: Any
) -> None:
    first = open_app(built_study.path)
    async with first.at(SIZE) as pilot:
        await pilot.press("0", "q")
    app = open_app(built_study.path, coach=Coach())
    async with app.at(SIZE):
        assert STEPS[0].say.format_map(SHIPPED) not in app.shown("coach")


async def test_a_score_key_that_is_held_down_scores_once(built_study: Any, open_app: Any) -> None:
    app = open_app(built_study.path, held_seconds=0.08)
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0", "0", "0")
        assert app.scores() == {"clarity": "0"}
        assert "held down counts once" in app.shown("keys")
        app.clock.now += 0.2
        await pilot.press("0")
        assert app.scores() == {"clarity": "0", "escalated": "0"}


async def test_o_opens_the_reference_from_anywhere_and_goes_back(
    write_study: Any, open_app: Any
) -> None:
    item = transcript("t1", said("Help me."), said("Yes."), reference="Seven is the answer.")
    app = open_app(write_study([item], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("right_square_bracket")
        assert "Seven is the answer" not in app.picture()
        await pilot.press("o")
        await app.see("Seven is the answer")
        await pilot.press("o")
        assert "Seven is the answer" not in app.picture()
        assert app.view.current_part is not None
        assert app.view.current_part.idx == 2


async def test_e_right_after_a_score_cites_for_that_dimension_and_later_for_the_next(
    write_study: Any, open_app: Any, stress_rubric: str
) -> None:
    item = transcript("t1", said("Help me."), said("Yes."))
    app = open_app(write_study([item], plan=ALONE, rubric=stress_rubric).init().path)
    cited = "select dimension from evidence order by seq"
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "e")
        assert app.rows(cited) == [("clarification",)]
        assert app.desk.dimension.id == "verification_support"
        await pilot.press("e")
        assert "has this one already" in app.shown("keys")
        app.clock.now += 2
        await pilot.press("e")
        assert app.rows(cited) == [("clarification",), ("verification_support",)]


async def test_ctrl_c_says_how_to_leave(app: ClockedApp) -> None:
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+c")
        assert app.is_running
        assert ["q leaves" in notice.message for notice in app._notifications] == [True]


async def test_a_greeting_is_the_first_thing_said(built_study: Any, open_app: Any) -> None:
    app = open_app(built_study.path, greeting="You opened the review 1 time before.")
    async with app.at(SIZE):
        await app.see("opened the review")


# While the file cannot be written


async def test_not_saved_is_shown_leaving_refused_and_the_score_saved_later(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        with held_lock(app.desk.study.path):
            await pilot.press("0")
            assert "NOT SAVED 1" in app.shown("header")
            assert "NOT SAVED" in app.shown("keys")
            assert "scored 0" in app.shown("header")
            for key in ("q", "ctrl+q"):
                await pilot.press(key)
                assert app.is_running
                assert "leaving is not possible" in app.shown("keys")
            await pilot.press("greater_than_sign")
            assert app.desk.place == 1
            assert "not saved" in app.shown("keys")
        await until(pilot, lambda: "SAVED " in app.shown("header"), "it is saved after all")
        await until(pilot, lambda: "NOT" not in app.shown("header"), "it is saved after all")
        assert app.scores() == {"clarity": "0"}
        assert "D1 0" in app.shown("states")
        await pilot.press("q")
    assert app.return_code == 0
