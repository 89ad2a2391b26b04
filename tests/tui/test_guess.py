"""The guess: asked after a submit, answered by one key and one more, and never again."""

from collections.abc import Callable

import pytest
from tests.conftest import Built, WriteStudy
from tests.tui.clocked_app import ClockedApp, held_lock, until

OpenApp = Callable[..., ClockedApp]

MODELS = ("Alpha", "Beta", "Gamma")
PLAN = 'coders = ["ana", "ben"]\nguess = ["Alpha", "Beta", "Gamma"]'
SCORES = ("x", "0", "enter")


@pytest.fixture
def guessed(write_study: WriteStudy) -> Built:
    """A study that asks for the model."""
    return write_study(plan=PLAN).init()


@pytest.fixture
def app(guessed: Built, open_app: OpenApp) -> ClockedApp:
    return open_app(guessed.path)


async def submit(app: ClockedApp) -> str:
    """Submit the item at hand; gives its name."""
    app.clock.now += 1
    blind_id = app.desk.item.blind_id
    await app.pilot.press(*SCORES)
    await app.see(f"{blind_id} is submitted. Which model is it?")
    app.clock.now += 1
    return blind_id


def guesses(app: ClockedApp) -> list[tuple[str, str, int]]:
    return app.rows("select blind_id, model, confidence from guess order by clock")  # type: ignore[return-value]


async def test_one_key_for_the_model_and_one_for_how_sure(app: ClockedApp) -> None:
    async with app.at():
        blind_id = await submit(app)
        offered = app.desk.study.info.guess
        await app.see(f"2  {offered[1]}")
        await app.see("4  cannot tell")
        await app.pilot.press("2")
        await app.see(f"{offered[1]}: how sure are you?")
        assert guesses(app) == []
        await app.pilot.press("3")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")
        assert guesses(app) == [(blind_id, offered[1], 3)]
        assert app.desk.item.blind_id != blind_id
        assert "2 of 4" in app.shown("header")


async def test_who_cannot_tell_is_not_asked_how_sure(app: ClockedApp) -> None:
    async with app.at():
        blind_id = await submit(app)
        await app.pilot.press("4")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")
        assert guesses(app) == [(blind_id, "cannot tell", 0)]


async def test_there_is_no_way_past_the_question(app: ClockedApp) -> None:
    async with app.at():
        await submit(app)
        for key in ("escape", "enter", "q", "9", "5", "space", "tab", "ctrl+c"):
            await app.pilot.press(key)
            assert len(app.screen_stack) == 2, key
        assert guesses(app) == []


async def test_escape_goes_back_from_how_sure_to_the_models(app: ClockedApp) -> None:
    async with app.at():
        blind_id = await submit(app)
        await app.pilot.press("1")
        await app.see("how sure")
        await app.pilot.press("escape")
        await app.see("Which model")
        app.clock.now += 1
        await app.pilot.press("3")
        await app.pilot.press("1")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")
        assert guesses(app) == [(blind_id, app.desk.study.info.guess[2], 1)]


async def test_digits_that_were_meant_for_scores_are_no_guess(app: ClockedApp) -> None:
    async with app.at():
        app.clock.now += 1
        await app.pilot.press(*SCORES)
        await app.see("Which model")
        await app.pilot.press("1", "2")
        await app.see("The key was ignored")
        assert len(app.screen_stack) == 2
        assert guesses(app) == []


async def test_a_key_held_down_is_no_answer_to_both_questions(app: ClockedApp) -> None:
    async with app.at():
        await submit(app)
        await app.pilot.press("1", "1", "1")
        assert (len(app.screen_stack), guesses(app)) == (2, [])
        app.clock.now += 1
        await app.pilot.press("1")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")


async def test_an_item_that_is_reopened_is_never_asked_about_again(app: ClockedApp) -> None:
    async with app.at():
        blind_id = await submit(app)
        await app.pilot.press("1", "2")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")
        app.clock.now += 1
        await app.pilot.press("less_than_sign")
        assert app.desk.item.blind_id == blind_id
        assert len(app.screen_stack) == 1
        await app.pilot.press("u")
        await app.see("Reopened")
        await app.pilot.press("enter")
        await until(app.pilot, lambda: app.desk.item.blind_id != blind_id, "the next item")
        assert len(app.screen_stack) == 1
        assert len(guesses(app)) == 1


async def test_a_guess_that_was_cut_off_is_asked_for_at_the_next_start(
    guessed: Built, open_app: OpenApp
) -> None:
    app = open_app(guessed.path)
    async with app.at():
        blind_id = await submit(app)
    again = open_app(guessed.path)
    async with again.at():
        await again.see(f"{blind_id} is submitted. Which model is it?")
        again.clock.now += 1
        await again.pilot.press("4")
        await until(again.pilot, lambda: len(again.screen_stack) == 1, "the dialog closes")
        assert guesses(again) == [(blind_id, "cannot tell", 0)]
        assert again.desk.item.blind_id != blind_id


async def test_a_guess_that_cannot_be_written_is_kept_and_not_asked_for_again(
    app: ClockedApp,
) -> None:
    async with app.at():
        blind_id = await submit(app)
        with held_lock(app.desk.study.path):
            await app.pilot.press("4")
            await app.see("NOT SAVED")
            assert len(app.screen_stack) == 1
        await until(app.pilot, lambda: len(guesses(app)) == 1, "the guess is saved after all")
        assert guesses(app) == [(blind_id, "cannot tell", 0)]
        assert len(app.screen_stack) == 1


async def test_more_than_nine_choices_are_answered_by_letters(
    write_study: WriteStudy, open_app: OpenApp
) -> None:
    names = [f"Model {letter}" for letter in "STUVWXYZQ"]
    app = open_app(write_study(plan=f'coders = ["ana", "ben"]\nguess = {names}').init().path)
    async with app.at():
        await submit(app)
        await app.see("j  cannot tell")
        await app.pilot.press("1")
        assert len(app.screen_stack) == 2
        await app.pilot.press("b", "1")
        await until(app.pilot, lambda: len(app.screen_stack) == 1, "the dialog closes")
        assert guesses(app)[0][1] == app.desk.study.info.guess[1]


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_as_many_models_as_there_may_be_are_all_on_the_screen(
    write_study: WriteStudy, open_app: OpenApp, size: tuple[int, int]
) -> None:
    names = [f"Model {letter}" for letter in "ABCDEFGHIJKLMN漢"]
    app = open_app(write_study(plan=f'coders = ["ana", "ben"]\nguess = {names}').init().path)
    async with app.at(size):
        await submit(app)
        for key, name in zip("abcdefghijklmno", app.desk.study.info.guess, strict=True):
            await app.see(f"{key}  {name}")
        await app.see("p  cannot tell")
        await app.see("says that you cannot tell")


async def test_keys_that_arrive_together_are_no_guess(app: ClockedApp) -> None:
    async with app.at():
        await submit(app)
        assert app.screen.keys_together(["1", "2"])  # type: ignore[attr-defined]
        await app.see("Keys arrived together and were dropped")
        assert guesses(app) == []


async def test_a_study_that_asks_for_no_guess_shows_no_question(
    built_study: Built, open_app: OpenApp
) -> None:
    app = open_app(built_study.path)
    async with app.at():
        app.clock.now += 1
        await app.pilot.press(*SCORES)
        await app.see("submitted.")
        assert len(app.screen_stack) == 1
