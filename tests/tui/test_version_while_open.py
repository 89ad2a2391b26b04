"""A coding screen that is open while another version of the rubric comes into force."""

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import RUBRIC
from tests.freezing_fixtures import items_of
from tests.rubric_fixtures import CLARITY, FIRST, NEW_ANCHOR, again, bring, rows, version
from tests.rubric_fixtures import NEW_DIMENSION as TONE
from tests.tui.clocked_app import (
    ALONE,
    SIZE,
    ClockedApp,
    assert_safe,
    held_lock,
    together,
    type_text,
    until,
)
from tests.tui.conftest import OpenApp
from tests.tui.test_sources import ENTRY, ENTRY_RUBRIC, evidence, fill
from textual.widgets import Input

from coder_tui.domain.coding import Progress
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.storage.judgements import LAST_CLOCK
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk

TWO_VALUES = version("2.0", ('  { value = 2, label = "yes", anchor = "It is clear." },\n', ""))
NO_CONDITION = version("2.0", ('depends_on = { dimension = "escalated", at_least = 1 }\n', ""))
WITHOUT_CLARITY = version("2.0", ("[[dimension]]" + FIRST.text.split("[[dimension]]")[1], ""))
LABEL = version("2.0", ("D1 Clarity", "D1 Clearness"))

NOTES = """
[[dimension]]
id = "notes"
label = "D4 Notes"
question = "What did it forget?"
level = "text"
evidence = "none"
"""


def adopt_elsewhere(app: ClockedApp, new: Version = CLARITY) -> None:
    """Let the lead adopt another version from another program."""
    other = StudyFile.open(app.desk.study.path)
    bring(other, new)
    other.close()


def other_text(text: str, old: str, new: str) -> Version:
    """The next version of a rubric, with other words."""
    assert old in text
    changed = text.replace('version = "1.0"', 'version = "2.0"').replace(old, new)
    return Version(f"{hash(changed):x}", changed, read_rubric(changed, "new"))


def given_under(app: ClockedApp) -> list[tuple[str, str | None, str]]:
    """Dimension, value and version of every score of the open item, from the file."""
    names = {each.fingerprint: each.rubric.version for each in (FIRST, CLARITY, TWO_VALUES, LABEL)}
    names[WITHOUT_CLARITY.fingerprint] = names[NO_CONDITION.fingerprint] = "2.0"
    found = app.rows(
        "select dimension, value, rubric from score where blind_id = ? order by clock",
        app.desk.item.blind_id,
    )
    return [(dimension, value, names[rubric]) for dimension, value, rubric in found]


async def press(app: ClockedApp, *keys: str) -> None:
    """Press keys at the pace of a person who looks first."""
    for key in keys:
        app.clock.now += 1
        await app.pilot.press(key)


@pytest.mark.parametrize("key", ["1", "z", "backspace", "u", "e", "enter"])
async def test_the_key_that_would_write_shows_the_new_version_and_writes_nothing(
    app: ClockedApp, key: str
) -> None:
    async with app.at(SIZE):
        await press(app, "0", "k")
        assert app.desk.dimension.id == "clarity"
        before = rows(app.desk.study.path)
        adopt_elsewhere(app)
        await press(app, key)
        await app.see("Rubric 2.0 is in force: changed D1. Nothing recorded: look, press again.")
        assert "It is clear at the second look." in app.picture()
        assert rows(app.desk.study.path) == before
        assert app.desk.dimension.id == "clarity"


async def test_the_key_pressed_again_is_written_under_the_new_version(app: ClockedApp) -> None:
    async with app.at(SIZE):
        await press(app, "0", "0")
        adopt_elsewhere(app)
        await press(app, "k", "1")
        await app.pilot.press("1")
        await app.see("New rubric: the key was ignored, look first.")
        await press(app, "1")
        assert given_under(app) == [
            ("clarity", "0", "1.0"),
            ("escalated", "0", "1.0"),
            ("clarity", "1", "2.0"),
        ]
        assert app.scores() == {"clarity": "1", "escalated": "0"}


async def test_no_value_is_written_that_the_new_scale_does_not_have(app: ClockedApp) -> None:
    async with app.at(SIZE):
        adopt_elsewhere(app, TWO_VALUES)
        await press(app, "2")
        await app.see("changed D1")
        await press(app, "2")
        await app.see("D1 takes 0, 1, x not")
        assert given_under(app) == []


async def test_a_dimension_that_is_asked_without_its_condition_appears(app: ClockedApp) -> None:
    async with app.at(SIZE):
        await press(app, "0", "0")
        adopt_elsewhere(app, NO_CONDITION)
        await press(app, "enter")
        await app.see("changed D3")
        await app.see("missing: D3")
        await press(app, "enter")
        await app.see("D3 still needs a score")
        await press(app, "1", "enter")
    assert app.desk.study.assignments("ana")[0].progress is Progress.SUBMITTED


async def test_where_the_dimension_is_gone_the_next_gap_is_open(app: ClockedApp) -> None:
    async with app.at(SIZE):
        adopt_elsewhere(app, WITHOUT_CLARITY)
        await press(app, "1")
        await app.see("gone D1")
        assert app.desk.dimension.id == "escalated"
        await press(app, "1", "1", "enter")
        assert "submitted" in app.shown("keys")
    assert app.desk.study.assignments("ana")[0].progress is Progress.SUBMITTED


async def test_another_wording_is_told_too_and_scores_stay(app: ClockedApp) -> None:
    async with app.at(SIZE):
        await press(app, "0")
        adopt_elsewhere(app, LABEL)
        await press(app, "1")
        await app.see("Rubric 2.0 is in force. Nothing recorded")
        await press(app, "1")
        assert given_under(app) == [("clarity", "0", "1.0"), ("escalated", "1", "2.0")]
        assert app.scores() == {"clarity": "0", "escalated": "1"}


async def test_the_dimension_in_view_is_named_if_its_words_changed(app: ClockedApp) -> None:
    both = version("2.0", NEW_ANCHOR, ("D2 Escalated", "D2 Handed over"))
    async with app.at(SIZE):
        await press(app, "0")
        assert app.desk.dimension.id == "escalated"
        adopt_elsewhere(app, both)
        await press(app, "1")
        await app.see("Rubric 2.0: changed D1, reworded D2. Nothing recorded: look, press again.")


async def test_the_next_item_opens_under_the_version_in_force(app: ClockedApp) -> None:
    async with app.at(SIZE):
        adopt_elsewhere(app)
        await press(app, "greater_than_sign")
        await app.see("Rubric 2.0 is in force: changed D1.")
        assert "Nothing recorded" not in app.picture()
        assert app.desk.place == 2
        await press(app, "0")
        assert given_under(app) == [("clarity", "0", "2.0")]


async def test_an_item_that_was_opened_again_is_open_on_the_screen(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE):
        await press(app, "0", "0", "enter", "less_than_sign")
        await app.see("SUBMITTED")
        adopt_elsewhere(app)
        await press(app, "u")
        await app.see("REOPENED")
        await press(app, "1")
        assert given_under(app)[-1] == ("clarity", "1", "2.0")


async def test_two_versions_at_once_and_the_way_back(app: ClockedApp) -> None:
    async with app.at(SIZE):
        await press(app, "0")
        adopt_elsewhere(app)
        adopt_elsewhere(app, FIRST)
        await press(app, "0")
        assert app.scores() == {"clarity": "0", "escalated": "0"}
        assert {rubric for *_, rubric in given_under(app)} == {"1.0"}


async def test_nothing_is_written_when_the_version_comes_in_that_very_moment(
    app: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the version and the transaction that writes."""
    async with app.at(SIZE):
        await press(app, "0")
        before = rows(app.desk.study.path)
        with monkeypatch.context() as patched:
            patched.setattr(app.desk, "_closed", lambda: adopt_elsewhere(app))
            await press(app, "0")
        await app.see("Rubric 2.0 is in force: changed D1. Nothing recorded")
        assert rows(app.desk.study.path) == before
        assert app.desk.unsaved == 0
        await press(app, "1")
        assert app.scores() == {"escalated": "1"}
    chain = app.rows("select seq from score order by seq")
    assert chain == [(1,), (2,)], "the row that was refused leaves no hole in the chain"


async def test_no_item_is_submitted_in_that_very_moment(
    app: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.at(SIZE):
        await press(app, "0", "0")
        with monkeypatch.context() as patched:
            patched.setattr(app.desk, "_closed", lambda: adopt_elsewhere(app))
            await press(app, "enter")
        await app.see("Nothing recorded")
    assert app.rows("select * from submission") == []


async def test_a_submit_that_waited_while_the_version_came_is_open_again(app: ClockedApp) -> None:
    path = app.desk.study.path
    blind_id = app.desk.study.assignments("ana")[0].blind_id
    async with app.at(SIZE) as pilot:
        await press(app, "0", "0")
        with held_lock(path):
            await press(app, "enter")
            assert app.desk.unsaved
        adopt_elsewhere(app)
        await until(pilot, lambda: not app.desk.unsaved, "saved after all")
        await app.see("Rubric 2.0 is in force")
    state = {each.blind_id: each.progress for each in app.desk.study.assignments("ana")}
    assert state[blind_id] is Progress.REOPENED


async def test_a_score_that_waited_stands_under_its_version_and_that_is_told(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        with held_lock(app.desk.study.path):
            await press(app, "1")
            assert app.desk.unsaved
        adopt_elsewhere(app)
        await until(pilot, lambda: not app.desk.unsaved, "saved after all")
        await app.see("1 judgement saved after all. Rubric 2.0 is in force: changed D1.")
        await app.see("missing: D1 D2")
        assert given_under(app) == [("clarity", "1", "1.0")]
        await press(app, "0")
        assert given_under(app)[1:] == [("clarity", "0", "2.0")]


async def test_a_submit_that_waited_stands_where_nothing_lacks_in_the_new_version(
    app: ClockedApp,
) -> None:
    blind_id = app.desk.study.assignments("ana")[0].blind_id
    async with app.at(SIZE) as pilot:
        await press(app, "0", "0")
        with held_lock(app.desk.study.path):
            await press(app, "enter")
        adopt_elsewhere(app, LABEL)
        await until(pilot, lambda: not app.desk.unsaved, "saved after all")
        await pilot.pause()
    state = {each.blind_id: each.progress for each in app.desk.study.assignments("ana")}
    assert state[blind_id] is Progress.SUBMITTED


async def test_words_that_were_being_typed_are_still_in_the_box(
    write_study: Any, open_app: OpenApp
) -> None:
    app = open_app(write_study(rubric=RUBRIC + NOTES).init().path)
    async with app.at(SIZE) as pilot:
        app.desk.turn_to(app.desk.study.rubric.dimension("notes"))
        await press(app, "equals_sign")
        await until(pilot, lambda: bool(app.screen.query(Input)), "the box")
        await type_text(pilot, "the dose")
        adopt_elsewhere(app, other_text(RUBRIC + NOTES, "What did it forget?", "What is lacking?"))
        await press(app, "enter")
        await until(pilot, lambda: "What is lacking?" in app.picture(), "the box with its question")
        assert app.screen.query_one(Input).value == "the dose"
        assert app.scores() == {}
        await press(app, "enter")
        await until(pilot, lambda: app.scores() == {"notes": "the dose"}, "the text")


async def test_a_source_that_was_being_filled_in_is_still_in_the_form(
    write_study: Any, open_app: OpenApp
) -> None:
    path: Path = write_study([ENTRY], rubric=ENTRY_RUBRIC, plan=ALONE).init().path
    app = open_app(path)
    async with app.at(SIZE) as pilot:
        await press(app, "1", "e")
        await app.see("where does it stand?")
        adopt_elsewhere(app, other_text(ENTRY_RUBRIC, "Is asking scored?", "Does asking count?"))
        await fill(pilot, "p", "p. 4")
        assert evidence(app) == []
        await app.see("where does it stand?")
        values = [each.value for each in app.screen.query(Input)]
        assert "p. 4" in values
        await pilot.press(*["enter"] * 5)
        await until(pilot, lambda: len(evidence(app)) == 1, "the evidence")
        assert evidence(app)[0][-1] == "p. 4"


async def test_held_digits_are_dropped_with_the_reason(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "0", "0")
        adopt_elsewhere(app)
        await press(app, "enter")
        await app.see("Rubric 2.0 is in force")
        assert given_under(app) == []


async def test_the_clock_goes_on_behind_the_rows_of_who_adopted(built_study: Any) -> None:
    study = StudyFile.open(built_study.path)
    again(study, "ana", items_of(study)[0], clarity=0, escalated=0)
    desk = start_desk(study, "ana")
    desk.open(items_of(study)[0])
    other = StudyFile.open(study.path)
    bring(other, CLARITY)
    ahead = study.connection.execute(LAST_CLOCK).fetchone()[0] + (1 << 40)
    other.connection.execute("update submission set clock = ? where move = 'reopened'", (ahead,))
    other.close()
    assert desk.score(0).look_first
    desk.score(0)
    desk.submit()
    assert study.assignments("ana")[0].progress is Progress.SUBMITTED
    study.close()


@pytest.mark.parametrize("size", [(140, 45), (60, 16)])
async def test_a_screen_of_any_size_shows_the_dimensions_of_the_new_version(
    app: ClockedApp, size: tuple[int, int]
) -> None:
    async with app.at(size):
        await press(app, "0")
        adopt_elsewhere(app, version("2.0", ("Did it hand over?", "Was it passed on?"), more=TONE))
        await press(app, "1")
        await app.see("Rubric 2.0")
        if size[0] < 80:
            await app.see("Rubric 2.0. Nothing recorded: look, press again.")
        await app.see("Was it passed on?")
        await app.see("D4")
        assert_safe(app)
