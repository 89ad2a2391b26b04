"""The real adjudication app under Pilot, on studies whose coders differ."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle
from typing import Any

import pytest
from tests.tui.clocked_app import Clock, until
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import Answer, scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.app import AdjudicationApp
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.screen import AdjudicationScreen
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.literal import Literal
from coder_tui.tui.settings import Settings

SIZE, WIDE = (80, 24), (140, 45)
NAMES = ("annabel", "benedikt", "carlotta")
HOSTILE = "[red]\x1b[c[/] \u202eright\u202c [link=http://x]"


class JudgeApp(AdjudicationApp):
    """The adjudication app, with a clock that the test moves, and eyes."""

    def __init__(self, desk: Desk, settings: Settings | None = None) -> None:
        super().__init__(desk, settings)
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

    def bases(self) -> list[tuple[Any, ...]]:
        """Value and basis of the final scores, in the order of the items."""
        return self.desk.study.connection.execute(
            "select value, basis from final_score where dimension = 'clarity' order by blind_id"
        ).fetchall()

    def opened(self) -> CaseId:
        """The case on the screen."""
        assert self.desk.case is not None
        return self.desk.case.id

    def letter_of(self, value: int) -> str:
        """The key of whoever gave this value."""
        assert self.desk.case is not None
        return self.desk.case.letters_of(scored(value))[0].lower()


OpenJudge = Callable[..., JudgeApp]


def transcript(number: int, text: str = "") -> dict[str, Any]:
    turns = [{"role": "user", "text": text or f"Question {number}."}]
    turns += [{"role": "assistant", "text": f"Answer {n} to {number}."} for n in range(1, 4)]
    return {"id": f"t{number}", "model": "m", "scaffold": "s", "task": f"t{number}", "turns": turns}


def whole_turn(study: StudyFile, item: str, idx: int) -> Citation:
    text = next(part.text for part in study.item(item).parts if part.idx == idx)
    return Citation(idx, 0, len(text), text)


def code(
    study: StudyFile, coder: str, answers: Sequence[int | Answer], *, turn: int, comment: str
) -> None:
    """Let a coder answer the items in turn so, beginning again, and submit them."""
    sitting = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    items = study.connection.execute("select blind_id from item order by blind_id").fetchall()
    for (item,), given in zip(items, cycle(answers), strict=False):
        sitting.score(item, "clarity", scored(given) if isinstance(given, int) else given)
        sitting.score(item, "escalated", scored(0))
        sitting.cite(item, "clarity", whole_turn(study, item, turn))
        sitting.comment(item, comment, "clarity")
        sitting.move(item, Move.SUBMITTED)
    sitting.sitting.close()


async def together(app: JudgeApp, *keys: str, mixed: bool = False) -> None:
    """Let keys arrive as the driver hands on what one read of the terminal held."""
    pressed = tuple(events.Key(key, key if len(key) == 1 else None) for key in keys)
    app.post_message(KeysTogether(pressed, mixed=mixed))
    await app.pilot.pause()


@pytest.fixture
def open_judge(write_study: Any) -> Iterator[OpenJudge]:
    """Build a study of which two coders, or three, have coded all items differently."""
    opened: list[StudyFile] = []

    def start(
        *,
        items: int = 3,
        text: str = "",
        comments: Sequence[str] = ("low comment", "high comment", "middle comment"),
        values: Sequence[int | Sequence[int | Answer]] = (0, 2),
        judge: str = "judge",
        others: Sequence[str] = (),
        plan: str = "",
        settings: Settings | None = None,
        **given: Any,
    ) -> JudgeApp:
        lines = [transcript(number, text) for number in range(1, items + 1)]
        names = NAMES[: len(values)]
        team = f"coders = {list(names)}\ncoders_per_item = {len(names)}\n{plan}"
        study = StudyFile.open(write_study(lines, plan=team, **given).init().path)
        opened.append(study)
        turns = (2, 4, 3)
        for name, value, turn, comment in zip(names, values, turns, comments, strict=False):
            answers = [value] if isinstance(value, int) else value
            code(study, name, answers, turn=turn, comment=comment)
        return JudgeApp(Desk(study, Adjudicator.start(study, judge, *others)), settings)

    yield start
    for study in opened:
        study.close()
