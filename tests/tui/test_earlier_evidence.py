"""Evidence given while a dimension meant something else: shown as such, taken over with a key."""

from typing import Any

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import items_of
from tests.rubric_fixtures import CLARITY, bring
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, until
from tests.tui.conftest import OpenApp
from tests.tui.test_sources import ENTRY, ENTRY_RUBRIC, evidence
from tests.tui.test_version_while_open import other_text, press

from coder_tui.domain.coding import Citation, Move, Source
from coder_tui.domain.rubric import scored
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


def cite(study: StudyFile, *given: Citation, value: int = 1, dimension: str = "clarity") -> None:
    """Let ana score and cite on her first item, and submit it."""
    blind_id = items_of(study)[0]
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    for each in study.rubric.dimensions[:2]:
        recorder.score(blind_id, each.id, scored(value if each.id == dimension else 0))
    for citation in given:
        recorder.cite(blind_id, dimension, citation)
    recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()


def turn(study: StudyFile, idx: int) -> Citation:
    text = study.item(items_of(study)[0]).parts[idx - 1].text
    return Citation(idx, 0, len(text), text)


@pytest.fixture
def study(built_study: Built) -> StudyFile:
    return StudyFile.open(built_study.path)


def given(app: ClockedApp) -> list[tuple[Any, ...]]:
    """Part and version of all evidence in the file."""
    names = {CLARITY.fingerprint: "2.0"}
    found = app.rows("select part, rubric from evidence order by clock")
    return [(part, names.get(rubric, "1.0")) for part, rubric in found]


async def test_earlier_evidence_does_not_count_until_it_is_taken_over(
    study: StudyFile, open_app: OpenApp
) -> None:
    cite(study, turn(study, 2))
    bring(study, CLARITY)
    app = open_app(study.path)
    async with app.at(SIZE):
        assert app.desk.dimension.id == "clarity"
        await app.see("E: D1 turn 2 as in 1.0")
        await press(app, "1")
        await app.see("D1 = 1. Owes evidence: e cites, E takes turn 2 as in 1.0")
        await press(app, "enter")
        await app.see("D1 still needs evidence")
        await press(app, "E")
        await app.see("D1 cites turn 2 as in 1.0. Nothing is missing: Enter submits.")
        assert given(app) == [(2, "1.0"), (2, "2.0")]
        assert "as in 1.0" not in app.shown("position")
        await press(app, "E")
        await app.see("D1 has no other evidence from an earlier version.")
        await press(app, "u")
        await app.see("Undone: D1 no longer cites turn 2")


async def test_several_are_taken_over_with_one_key(study: StudyFile, open_app: OpenApp) -> None:
    cite(study, turn(study, 1), turn(study, 2))
    bring(study, CLARITY)
    app = open_app(study.path)
    async with app.at(SIZE):
        await press(app, "2", "E")
        await app.see("D1 cites turn 2 and 1 more as in 1.0.")
        assert [each for each in given(app) if each[1] == "2.0"] == [(1, "2.0"), (2, "2.0")]


async def test_the_citations_key_shows_what_could_be_taken_over(
    study: StudyFile, open_app: OpenApp
) -> None:
    cite(study, turn(study, 2))
    bring(study, CLARITY)
    app = open_app(study.path)
    async with app.at(SIZE):
        await press(app, "apostrophe")
        await app.see("D1 cites nothing; E takes turn 2 as in 1.0")
        part = app.view.current_part
        assert part is not None
        assert part.idx == 2
        assert given(app) == [(2, "1.0")]


async def test_a_new_citation_goes_beside_what_was_cited_before(
    study: StudyFile, open_app: OpenApp
) -> None:
    cite(study, turn(study, 2))
    bring(study, CLARITY)
    app = open_app(study.path)
    async with app.at(SIZE):
        await press(app, "1", "e")
        assert given(app) == [(2, "1.0"), (1, "2.0")]
        await press(app, "E")
        assert given(app)[2:] == [(2, "2.0")]


async def test_nothing_is_offered_where_nothing_was_cited_before(app: ClockedApp) -> None:
    async with app.at(SIZE):
        await press(app, "E")
        await app.see("D1 has no other evidence from an earlier version.")
        assert "as in" not in app.shown("position")


async def test_a_search_is_taken_over_where_a_search_is_owed(
    write_study: Any, open_app: OpenApp
) -> None:
    path = write_study([ENTRY], rubric=ENTRY_RUBRIC, plan=ALONE).init().path
    study = StudyFile.open(path)
    search = Citation(0, 0, 0, "", "", Source("searched", "", "paper; code", "2026-11-01"))
    cite(study, search, value=0, dimension="asking")
    bring(study, other_text(ENTRY_RUBRIC, "Is asking scored?", "Does asking count?"))
    app = open_app(path)
    async with app.at(SIZE) as pilot:
        await press(app, "0")
        await app.see("D1 = 0. Owes search: e cites, E takes the search as in 1.0")
        await press(app, "E")
        await until(pilot, lambda: len(evidence(app)) == 2, "the search")
        await app.see("searched paper; code as in 1.0")
