"""An adjudication screen that is open while another version of the rubric comes into force."""

import pytest
from tests.rubric_fixtures import CLARITY, FIRST, again, bring, rows, version
from tests.tui.clocked_app import held_lock, until
from tests.tui.judge_app import NAMES, JudgeApp, OpenJudge
from tests.tui.test_adjudication_wording import in_the_box, propose, proposed

from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile

LABEL = version("2.0", ("D1 Clarity", "D1 Clearness"))
ESCALATED = version("2.0", ("Did it hand over?", "Did it pass the case on?"))


def adopt_elsewhere(app: JudgeApp, new: Version) -> None:
    other = StudyFile.open(app.desk.study.path)
    bring(other, new)
    other.close()


def decided_under(app: JudgeApp) -> list[tuple[str, str]]:
    found = app.desk.study.connection.execute("select state, rubric from adjudication")
    names = {each.fingerprint: each.rubric.version for each in (FIRST, CLARITY, LABEL, ESCALATED)}
    return [(state, names[rubric]) for state, rubric in found]


@pytest.mark.parametrize("keys", [("2", "s"), ("a", "s"), ("p",)])
async def test_no_case_is_decided_by_anchors_that_no_longer_hold(
    open_judge: OpenJudge, keys: tuple[str, ...]
) -> None:
    app = open_judge()
    async with app.at():
        before = rows(app.desk.study.path)
        adopt_elsewhere(app, CLARITY)
        await app.press(keys[0])
        assert "Rubric 2.0 is in force: changed D1. Nothing recorded" in app.shown("keys")
        await app.press(*keys[1:])
        assert rows(app.desk.study.path) == before
        assert app.desk.case is None, "its coders have all cases open again"


async def test_a_value_that_was_chosen_before_the_version_came_is_not_decided(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        case = app.opened()
        await app.press("2")
        adopt_elsewhere(app, LABEL)
        await app.press("s")
        assert "Rubric 2.0 is in force: reworded D1. Nothing recorded" in app.shown("keys")
        assert decided_under(app) == []
        assert app.opened() == case
        assert "Clearness" in app.picture()
        await app.press("2", "s")
        assert decided_under(app) == [("scored", "2.0")]


async def test_the_case_stays_where_its_dimension_means_what_it_meant(
    open_judge: OpenJudge,
) -> None:
    """Its coders have their items open for the other dimension: nothing waits until they submit."""
    app = open_judge()
    async with app.at():
        await app.press("2")
        adopt_elsewhere(app, ESCALATED)
        await app.press("s")
        assert "changed D2" in app.shown("keys")
        assert decided_under(app) == []
        assert app.desk.case is None


async def test_a_decision_is_taken_back_only_under_the_version_in_force(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2", "s")
        adopt_elsewhere(app, LABEL)
        await app.press("u")
        assert "Rubric 2.0" in app.shown("keys")
        assert decided_under(app) == [("scored", "1.0")]
        await app.press("u")
        assert decided_under(app) == [("scored", "1.0"), ("cleared", "2.0")]


async def test_a_wording_that_was_being_typed_is_kept_for_the_version_that_was_read(
    open_judge: OpenJudge,
) -> None:
    """It is about words that somebody read, whichever version holds when it is done."""
    app = open_judge()
    async with app.at() as pilot:
        await app.press("p")
        adopt_elsewhere(app, LABEL)
        await pilot.press("x", "enter")
        await until(pilot, lambda: len(proposed(app)) == 1, "the wording")
        (rubric,) = app.desk.study.connection.execute("select rubric from proposal").fetchone()
        assert rubric == FIRST.fingerprint


async def test_no_decision_is_written_when_the_version_comes_in_that_very_moment(
    open_judge: OpenJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2")
        watch = app.desk._rubric
        monkeypatch.setattr(type(watch), "is_replaced", property(lambda _: False))
        with held_lock(app.desk.study.path):
            pass
        adopt_elsewhere(app, LABEL)
        await app.press("s")
        assert decided_under(app) == []
        assert "Rubric 2.0" in app.shown("keys")
        monkeypatch.undo()
        await app.press("2", "s")
        assert decided_under(app) == [("scored", "2.0")]


async def test_the_next_case_is_opened_by_the_version_in_force(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        adopt_elsewhere(app, LABEL)
        await app.press("greater_than_sign")
        assert "Rubric 2.0" in app.shown("keys")
        assert "Clearness" in app.picture()
        await propose(app, "clear at once")
        assert proposed(app)[0][2] == "clear at once"


async def test_help_shows_decisions_of_when_the_dimension_meant_something_else(
    open_judge: OpenJudge,
) -> None:
    app = open_judge(items=1)
    async with app.at((80, 45)) as pilot:
        case = app.opened()
        await app.press("2", "s")
        adopt_elsewhere(app, CLARITY)
        study = StudyFile.open(app.desk.study.path)
        for coder, value in zip(NAMES, (1, 2), strict=False):
            again(study, coder, case.blind_id, clarity=value)
        study.close()
        await app.press("u")
        assert app.opened() == case
        assert "undecided" in app.shown("header")
        await app.press("question_mark")
        await until(pilot, lambda: "meant something else" in app.picture(), "the help")
        assert "judge: 2, slip of a coder" in app.picture()
        assert "Decided before" not in app.picture()


async def test_a_sentence_that_was_typed_stands_in_the_box_when_the_case_is_decided_again(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2", "S")
        adopt_elsewhere(app, LABEL)
        await pilot.press("s", "o", "enter")
        await until(pilot, lambda: "Rubric 2.0" in app.shown("keys"), "the new version")
        await app.press("2", "S")
        await until(pilot, lambda: in_the_box(app) == "so", "the sentence")
        await app.press("enter")
        (sentence,) = app.desk.study.connection.execute(
            "select sentence from adjudication"
        ).fetchone()
        assert sentence == "so"


async def test_a_value_that_was_typed_stands_in_the_box_again(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("equals_sign")
        adopt_elsewhere(app, LABEL)
        await pilot.press("2", "enter")
        await until(pilot, lambda: in_the_box(app) == "2", "the value")
        assert "Rubric 2.0" in app.picture()
        await app.press("enter")
        await until(pilot, lambda: app.desk.chosen is not None, "the value")
        await app.press("s")
        assert decided_under(app) == [("scored", "2.0")]


async def test_a_decision_that_waits_for_the_file_is_not_made_when_a_version_comes_first(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        case = app.opened()
        await app.press("2", "S")
        with held_lock(app.desk.study.path):
            await pilot.press("s", "o", "enter")
            await until(pilot, lambda: "NOT SAVED" in app.shown("keys"), "that it waits")
        adopt_elsewhere(app, LABEL)
        await until(pilot, lambda: "Rubric 2.0" in app.shown("keys"), "the new version")
        assert "Nothing recorded" in app.shown("keys")
        assert (app.desk.unsaved, decided_under(app)) == (0, [])
        assert app.opened() == case
        await app.press("2", "S")
        await until(pilot, lambda: in_the_box(app) == "so", "the sentence that waited with it")
        await app.press("enter")
        assert decided_under(app) == [("scored", "2.0")]


async def test_what_is_taken_back_waits_for_the_file_by_the_same_rule(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2", "s")
        with held_lock(app.desk.study.path):
            await app.press("u")
            assert "NOT SAVED" in app.shown("keys")
        adopt_elsewhere(app, LABEL)
        await until(pilot, lambda: "Rubric 2.0" in app.shown("keys"), "the new version")
        assert decided_under(app) == [("scored", "1.0")]


async def test_a_narrow_screen_says_what_to_do_instead_of_what_changed(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at((60, 24)):
        adopt_elsewhere(app, CLARITY)
        await app.press("2")
        assert app.shown("keys") == "Rubric 2.0. Nothing recorded: look, press again."
        assert "look, press again." in app.picture()
