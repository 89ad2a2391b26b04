"""The review's item view: whose words are cited where."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.review_fixtures import PLAN, blind_ids, transcripts
from tests.tui.clocked_app import UNSAFE
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.tui.literal import Literal
from coder_tui.tui.transcript_view import ItemText

SMALL, LARGE = (80, 24), (140, 45)
WORDS: Mapping[str, tuple[Citation, ...]] = {
    "ana": (Citation(2, 0, 4, "Here"), Citation(1, 0, 29, "Please help me with matter 2.")),
    "ben": (Citation(2, 8, 19, "what I know"), Citation(2, 0, 4, "Here")),
}


def cite(path: Any, coder: str, blind_id: str, value: int, citations: tuple[Citation, ...]) -> None:
    study = StudyFile.open(path)
    recorder = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    recorder.score(blind_id, "clarity", scored(value))
    for citation in citations:
        recorder.cite(blind_id, "clarity", citation)
    recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()
    study.close()


@pytest.fixture
def cited(write_study: Any) -> Any:
    """Ana and ben differ on one item and cite partly the same words."""
    built = write_study(transcripts(), plan=PLAN).init()
    blind_id = blind_ids(built.key_path)["x2"]
    for value, (coder, citations) in enumerate(WORDS.items(), start=1):
        cite(built.path, coder, blind_id, value, citations)
    return built


def below(app: Any) -> str:
    return app.screen.query_one("#keys", Literal).text


def underlined(app: Any) -> list[str]:
    """The words that are marked in the text, in order."""
    item = app.screen.query_one(ItemText)
    return [
        segment.text
        for y in range(item.size.height)
        for segment in item.render_line(y)
        if segment.style is not None and segment.style.underline and segment.text.strip()
    ]


async def opened(app: Any, pilot: Any) -> str:
    await settled(pilot)
    await pilot.press("3", "enter")
    return str(await settled(pilot))


@pytest.mark.parametrize("with_key", [True, False], ids=["with the key", "without"])
async def test_the_words_of_both_coders_are_marked_and_told_apart(
    cited: Any, with_key: bool
) -> None:
    app = review_app(cited, with_key=with_key)
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(app, pilot)
        assert underlined(app) == ["Here", "what I know"]
        # Both cite words of the second turn, one of them the first turn as a whole.
        lines = [line for line in text.splitlines() if "USER" in line or "ASSISTANT" in line]
        assert any(f"1{letter} USER" in lines[0] for letter in "AB")
        assert "2+ ASSISTANT" in lines[1]
        assert "cited by" in text
        assert ("A  ana 1" in text and "B  ben 2" in text) == with_key
        assert ("ana" in text) == with_key


async def test_the_citations_key_goes_round_the_places_of_both_and_says_whose_they_are(
    cited: Any,
) -> None:
    app = review_app(cited, with_key=True)
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        said = []
        for _ in range(4):
            await pilot.press("apostrophe")
            said.append(below(app))
        assert said == [
            'A and B cite turn 2 (2 of 3): "Here"',
            'B cites turn 2 (3 of 3): "what I know"',
            "A cites turn 1 (1 of 3)",
            'A and B cite turn 2 (2 of 3): "Here"',
        ]
        await pilot.press("up")
        assert "cited" in below(app)


async def test_words_that_are_no_longer_there_are_said_to_be_lost(cited: Any) -> None:
    app = review_app(cited, with_key=True)
    source = app._source
    reading = source.item
    gone = "Something else entirely."

    def changed(blind_id: str) -> Any:
        from dataclasses import replace

        item = reading(blind_id)
        parts = tuple(
            replace(part, text=f"Well. {part.text}" if part.idx == 1 else gone)
            for part in item.parts
        )
        return replace(item, parts=parts)

    class Changed:
        first, review, export = source.first, source.review, source.export
        item = staticmethod(changed)

    app._source = Changed()
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        assert "Please help me with matter 2." in "".join(underlined(app))
        await pilot.press("apostrophe")
        assert below(app) == 'LOST, no longer in the text: A "Here", and 2 more'


@pytest.mark.parametrize("size", [SMALL, (100, 30), LARGE])
async def test_the_frame_holds_in_every_size(cited: Any, size: tuple[int, int]) -> None:
    app = review_app(cited, with_key=True)
    async with app.run_test(size=size) as pilot:
        text = await opened(app, pilot)
        assert "turn 1/2" in text or "turn 2/2" in text
        assert not UNSAFE.search(text.replace("\n", ""))
        assert max(map(len, text.splitlines())) <= size[0]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_who_decided_and_why_stands_in_the_list_the_item_and_in_full(
    cited: Any, size: tuple[int, int]
) -> None:
    study = StudyFile.open(cited.path)
    sentence = f"Both readings stand. {'More. ' * 60}The end."
    judge = Adjudicator.start(study, "dora")
    judge.decide(read_waiting(study).cases[0], Decision(scored(2), REASONS[2], sentence))
    study.close()
    app = review_app(cited)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("3")
        shown = [await settled(pilot)]
        await pilot.press("enter")
        shown.append(await settled(pilot))
        for picture in shown:
            assert "decided: 2 by dora, rubric gap, 20" in picture
            assert "Both readings" in picture
        await pilot.press("w")
        assert "The end." in await settled(pilot)
