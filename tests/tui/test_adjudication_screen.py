"""The adjudication screen, driven by keys alone, on real studies."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.tui.clocked_app import UNSAFE, Clock, held_lock, type_text, until
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.rubric import Answer, scored
from coder_tui.storage.adjudications import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.app import AdjudicationApp
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.screen import AdjudicationScreen
from coder_tui.tui.dialogs import TextDialog
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.literal import Literal

SIZE, WIDE = (80, 24), (140, 45)
NAMES = ("annabel", "benedikt")
HOSTILE = "[red]\x1b[c[/] \u202eright\u202c [link=http://x]"


class JudgeApp(AdjudicationApp):
    """The adjudication app, with a clock that the test moves, and eyes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.clock = Clock()
        self.pilot: Pilot[None]

    def get_default_screen(self) -> AdjudicationScreen:
        return AdjudicationScreen(self.desk, leave=self.leave, clock=self.clock)

    @asynccontextmanager
    async def at(self, size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[None]]:
        async with self.run_test(size=size) as self.pilot:
            await until(self.pilot, lambda: bool(self.shown("header")), "the first frame")
            yield self.pilot

    async def press(self, *keys: str) -> None:
        """Press keys at the pace of a person who looks at each new case."""
        for key in keys:
            self.clock.now += 1
            await self.pilot.press(key)
        await self.pilot.pause()

    def shown(self, name: str) -> str:
        return self.screen_stack[0].query_one(f"#{name}", Literal).text

    def picture(self) -> str:
        """The whole screen as it was drawn."""
        strips = self.screen._compositor.render_strips(Size(*self.size))
        return "\n".join(strip.text for strip in strips)

    def decisions(self) -> list[tuple[Any, ...]]:
        return self.desk.study.connection.execute(
            "select blind_id, dimension, state, value, reason, sentence from adjudication"
            " order by clock"
        ).fetchall()

    def letter_of(self, value: int) -> str:
        """The key of whoever gave this value."""
        assert self.desk.case is not None
        return self.desk.case.letters_of(scored(value))[0].lower()


OpenApp = Callable[..., JudgeApp]


def transcript(number: int, text: str = "") -> dict[str, Any]:
    turns = [{"role": "user", "text": text or f"Question {number}."}]
    turns += [{"role": "assistant", "text": f"Answer {n} to {number}."} for n in range(1, 4)]
    return {"id": f"t{number}", "model": "m", "scaffold": "s", "task": f"t{number}", "turns": turns}


def whole_turn(study: StudyFile, item: str, idx: int) -> Citation:
    text = next(part.text for part in study.item(item).parts if part.idx == idx)
    return Citation(idx, 0, len(text), text)


def code(study: StudyFile, coder: str, clarity: int | Answer, *, turn: int, comment: str) -> None:
    """Let a coder answer all items alike and submit them."""
    sitting = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    answer = scored(clarity) if isinstance(clarity, int) else clarity
    for (item,) in study.connection.execute("select blind_id from item").fetchall():
        sitting.score(item, "clarity", answer)
        sitting.score(item, "escalated", scored(0))
        sitting.cite(item, "clarity", whole_turn(study, item, turn))
        sitting.comment(item, comment, "clarity")
        sitting.move(item, Move.SUBMITTED)
    sitting.sitting.close()


@pytest.fixture
def open_app(write_study: Any) -> Iterator[OpenApp]:
    """Build a study of which annabel and benedikt have coded all items differently."""
    opened: list[StudyFile] = []

    def start(
        *,
        items: int = 3,
        text: str = "",
        comments: tuple[str, str] = ("low comment", "high comment"),
        values: tuple[int, int] = (0, 2),
        judge: str = "judge",
    ) -> JudgeApp:
        lines = [transcript(number, text) for number in range(1, items + 1)]
        study = StudyFile.open(write_study(lines, plan=f"coders = {list(NAMES)}").init().path)
        opened.append(study)
        for name, value, turn, comment in zip(NAMES, values, (2, 4), comments, strict=True):
            code(study, name, value, turn=turn, comment=comment)
        return JudgeApp(Desk(study, Adjudicator.start(study, judge)))

    yield start
    for study in opened:
        study.close()


def basis(app: JudgeApp) -> list[tuple[Any, ...]]:
    return app.desk.study.connection.execute(
        "select blind_id, value, basis from final_score where dimension = 'clarity'"
        " order by blind_id"
    ).fetchall()


# Deciding


async def test_two_keys_settle_a_disagreement(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        assert app.shown("header").startswith("case 1 of 3  D1")
        await app.press(app.letter_of(2), "s")
        assert app.decisions() == [(first, "clarity", "scored", "2", "slip", "")]
        assert (first, "2", "adjudicated") in basis(app)
        assert app.shown("header").startswith("case 2 of 3  D1")
        assert "SAVED" in app.shown("header")
        assert f"{first} D1 = 2, slip of a coder." in app.shown("keys")
        await app.press("q")
    assert app.desk.study.connection.execute(
        "select purpose, closed_at is not null from sitting where person = 'judge'"
    ).fetchall() == [("adjudication", 1)]


async def test_a_value_alone_decides_nothing_and_can_be_changed(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press(app.letter_of(0))
        assert "your value 0" in app.shown("decision")
        assert "Why 0" in app.shown("anchors")
        await app.press(app.letter_of(2))
        assert "your value 2" in app.shown("decision")
        await app.press("escape")
        assert "your value _" in app.shown("decision")
        assert "It is clear." in app.shown("anchors")
        assert app.decisions() == []


async def test_reasons_mean_nothing_before_a_value(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press("s", "r", "t", "m", "l", "k", "f", "g")
        assert app.decisions() == []
        assert not isinstance(app.screen, TextDialog)


@pytest.mark.parametrize("key", ["g", "f", "k", "o"])
async def test_these_reasons_need_a_sentence(open_app: OpenApp, key: str) -> None:
    app = open_app()
    async with app.at() as pilot:
        await app.press(app.letter_of(2), key)
        assert isinstance(app.screen, TextDialog)
        await app.press("enter")
        assert "needs a sentence" in app.picture()
        assert app.decisions() == []
        await type_text(pilot, "so it is")
        await app.press("enter")
        assert [row[-1] for row in app.decisions()] == ["so it is"]


async def test_a_value_that_nobody_gave_needs_a_sentence_with_any_reason(
    open_app: OpenApp,
) -> None:
    app = open_app()
    async with app.at() as pilot:
        await app.press("1", "s")
        assert isinstance(app.screen, TextDialog)
        await app.press("escape")
        assert "your value 1 (nobody's)" in app.shown("decision")
        await app.press("s")
        await type_text(pilot, "between the two")
        await app.press("enter")
        assert [row[2:] for row in app.decisions()] == [("scored", "1", "slip", "between the two")]


async def test_a_digit_that_a_coder_gave_is_that_coders_value(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press("2", "s")
        assert [row[3:] for row in app.decisions()] == [("2", "slip", "")]


async def test_a_capital_letter_offers_a_sentence_that_may_stay_empty(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at() as pilot:
        await app.press("2", "S")
        await type_text(pilot, "because")
        await app.press("enter", "2", "R", "enter")
        assert [row[4:] for row in app.decisions()] == [("slip", "because"),
                                                        ("rubric_ambiguous", "")]  # fmt: skip


async def test_cannot_judge_and_not_applicable_are_decisions(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at() as pilot:
        for key in ("z", "x"):
            await app.press(key, "m")
            await type_text(pilot, "no")
            await app.press("enter")
        states = [row[2] for row in app.decisions()]
        assert states == ["cannot_judge", "not_applicable"]


async def test_a_value_off_the_scale_is_refused(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press("7")
        assert "D1 takes 0, 1, 2" in app.shown("keys")
        await app.press("c")
        assert "There is no C here" in app.shown("keys")
        assert app.desk.chosen is None


async def test_undo_takes_the_last_decision_back_and_opens_its_case(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        await app.press("2", "s", "u")
        assert app.desk.case.id.blind_id == first
        assert [row[2:5] for row in app.decisions()] == [("scored", "2", "slip"),
                                                         ("cleared", None, "")]  # fmt: skip
        assert {row[2] for row in basis(app)} == {"unresolved"}
        await app.press("u")
        assert "Nothing was decided" in app.shown("keys")
        await app.press("0", "t")
        assert (first, "0", "adjudicated") in basis(app)


async def test_undo_before_the_reason_takes_the_value_back(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press("2", "s", "2", "u")
        assert app.desk.chosen is None
        assert len(app.decisions()) == 1


async def test_a_deferred_case_comes_back_at_the_end(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        await app.press("d", "2", "s", "2", "s")
        assert app.desk.case.id.blind_id == first
        assert "DEFERRED" in app.shown("header")
        await app.press("d")
        assert "the only one left" in app.shown("keys")
        await app.press("2", "s")
        assert "3 cases decided" in app.picture()


async def test_when_nothing_waits_it_says_so_and_the_last_decision_can_be_undone(
    open_app: OpenApp,
) -> None:
    app = open_app(items=1)
    async with app.at():
        await app.press("2", "s")
        assert "No disagreement waits for a decision." in app.picture()
        assert "1 case decided" in app.picture()
        await app.press("a", "d", "left_square_bracket")
        await app.press("u")
        assert app.shown("header").startswith("case 1 of 1")


async def test_what_was_decided_does_not_come_again(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        await app.press("2", "s", "q")
    study = app.desk.study
    again = JudgeApp(Desk(study, Adjudicator.start(study, "second")))
    async with again.at():
        assert again.shown("header").startswith("case 2 of 3")
        assert "adjudicator: second" in again.shown("header")


async def test_a_case_that_changed_meanwhile_is_looked_at_again(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        assert app.desk.case is not None
        first, study = app.desk.case.id, app.desk.study
        ann = Recorder.start(study.connection, study.path, NAMES[0], study.rubric_fingerprint)
        await app.press("2")
        ann.move(first.blind_id, Move.REOPENED)
        await app.press("s")
        assert "changed meanwhile" in app.shown("keys")
        assert app.decisions() == []
        assert app.desk.case.id != first


async def test_an_answer_given_anew_is_shown_before_it_can_be_decided_on(
    open_app: OpenApp,
) -> None:
    app = open_app()
    async with app.at():
        assert app.desk.case is not None
        first, study = app.desk.case.id, app.desk.study
        ann = Recorder.start(study.connection, study.path, NAMES[0], study.rubric_fingerprint)
        await app.press("2")
        ann.move(first.blind_id, Move.REOPENED)
        ann.cite(first.blind_id, "clarity", whole_turn(study, first.blind_id, 3))
        ann.move(first.blind_id, Move.SUBMITTED)
        await app.press("s")
        assert app.decisions() == []
        assert app.desk.case.id == first
        assert app.desk.chosen is None
        await app.press("right_square_bracket")
        assert "turn 3 (2 of 3)" in app.shown("keys")


# Seeing


@pytest.mark.parametrize("size", [SIZE, WIDE, (60, 16)])
async def test_no_coder_is_named_anywhere(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    seen = []
    async with app.at(size):
        for keys in (["right_square_bracket"], ["2"], ["s"], ["question_mark"], ["escape"],
                     ["2", "o"], ["escape", "escape"], ["d"], ["u"]):  # fmt: skip
            await app.press(*keys)
            seen.append(app.picture())
    shown = "\n".join(seen)
    assert "judge" in shown
    assert not any(name in shown for name in NAMES)


async def test_answers_and_comments_stand_under_their_letters(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        low, high = app.letter_of(0).upper(), app.letter_of(2).upper()
        lines = {line.split()[0]: line for line in app.shown("said").splitlines()}
        assert '"low comment"' in lines[low]
        assert '"high comment"' in lines[high]
        assert f" {high}  2 " in app.shown("anchors")


async def test_on_a_wide_screen_comments_stay_in_sight_while_a_reason_is_chosen(
    open_app: OpenApp,
) -> None:
    app = open_app()
    async with app.at(WIDE):
        await app.press("2")
        picture = app.picture()
        assert "legitimate difference" in picture
        assert "low comment" in picture


async def test_every_reason_is_listed_on_the_smallest_screen(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at((60, 16)):
        await app.press("2")
        await until(app.pilot, lambda: "o other" in app.picture(), "the last reason")


async def test_brackets_go_round_what_is_cited_and_say_whose_it_is(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at():
        low, high = app.letter_of(0).upper(), app.letter_of(2).upper()
        assert f"turn 2/4   cited by {low}" in app.shown("position")
        await app.press("right_square_bracket")
        assert f"{high} cites turn 4 (2 of 2)" in app.shown("keys")
        assert f"turn 4/4   cited by {high}" in app.shown("position")
        await app.press("left_square_bracket")
        assert f"{low} cites turn 2 (1 of 2)" in app.shown("keys")


async def test_a_quoted_place_is_marked_and_quoted(open_app: OpenApp) -> None:
    app = open_app()
    study = app.desk.study
    for name in NAMES:
        sitting = Recorder.start(study.connection, study.path, name, study.rubric_fingerprint)
        for (item,) in study.connection.execute("select blind_id from item").fetchall():
            sitting.cite(item, "clarity", Citation(3, 7, 8, "2"))
    async with app.at():
        await app.press("right_square_bracket")
        assert 'A and B cite turn 3 (2 of 3): "2"' in app.shown("keys")
        assert '>  3"ASSISTANT' in app.picture()


async def test_hostile_comments_and_texts_are_shown_literally(open_app: OpenApp) -> None:
    app = open_app(text=HOSTILE, comments=(HOSTILE, HOSTILE))
    async with app.at():
        picture = app.picture()
        assert picture.count("[red]␛[c[/]") == 3
        assert not UNSAFE.search(picture.replace("\n", ""))
        await app.press("question_mark")
        assert not UNSAFE.search(app.picture().replace("\n", ""))


# Accidents


async def together(app: JudgeApp, *keys: str, mixed: bool = False) -> None:
    pressed = tuple(events.Key(key, key if len(key) == 1 else None) for key in keys)
    app.post_message(KeysTogether(pressed, mixed=mixed))
    await app.pilot.pause()


async def test_keys_that_arrive_together_decide_nothing(open_app: OpenApp) -> None:
    app = open_app()
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


async def test_a_value_right_after_a_case_change_is_ignored(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at() as pilot:
        await app.press("2", "s")
        await pilot.press("a")
        assert "New case: the key was ignored" in app.shown("keys")
        assert app.desk.chosen is None


async def test_nothing_is_decided_on_a_screen_that_became_too_small(open_app: OpenApp) -> None:
    app = open_app()
    async with app.at() as pilot:
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "are needed" in app.picture(), "the words")
        await app.press("2", "s")
        assert app.decisions() == []


async def test_a_decision_that_cannot_be_written_is_kept_and_written_later(
    open_app: OpenApp,
) -> None:
    app = open_app()
    async with app.at() as pilot:
        with held_lock(app.desk.study.path):
            await app.press("2", "s")
            assert "NOT SAVED 1" in app.shown("header")
            await app.press("q")
            assert "leaving is not possible" in app.shown("keys")
            await app.press("u", "0", "d")
            assert app.shown("header").startswith("case 1 of 3")
        await until(pilot, lambda: "saved after all" in app.shown("keys"), "the retry")
        assert len(app.decisions()) == 1
        assert app.shown("header").startswith("case 2 of 3")
        assert "SAVED" in app.shown("header")


def test_a_coder_of_the_study_is_refused(open_app: OpenApp) -> None:
    with pytest.raises(RefusedError):
        open_app(judge="annabel")
