"""Who decided on a disagreement, when and why: what a reader learns with the key and without."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import blind_ids, coded_by_both
from tests.unit.test_query import ask, opened
from tests.unit.test_review import review

from coder_tui.cli.review_json import review_object
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.disagreement_detail import disagreement_in_full, of_disagreement

SENTENCE = "Ana saw what the anchor leaves open."
GAP = REASONS[2]


@pytest.fixture
def coded(write_study: Callable[..., Any]) -> Any:
    return coded_by_both(write_study)


def decide(coded: Any, adjudicator: str, sentence: str = SENTENCE) -> str:
    """Let somebody decide on the one item on which values differ; give the item."""
    item = blind_ids(coded.key_path)["x2"]
    study = StudyFile.open(coded.path)
    sitting = Sitting.start(study.connection, study.path, adjudicator, "adjudication")
    judge = Adjudicator(sitting, study.rubric_fingerprint)
    judge.decide(CaseId(item, "clarity"), Decision(scored(2), GAP, sentence))
    study.close()
    return item


def text(pieces: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)


def decision(coded: Any, *, with_key: bool) -> dict[str, Any]:
    told = review_object(review(coded, with_key=with_key))["disagreements"]
    [found] = [each["decision"] for each in told if each["decision"]]
    return dict(found)


@pytest.mark.parametrize("with_key", [True, False])
def test_json_says_who_decided_why_and_when(coded: Any, with_key: bool) -> None:
    decide(coded, "dora")
    found = decision(coded, with_key=with_key)
    assert found.pop("recorded_at").startswith("20")
    sentence = SENTENCE if with_key else SENTENCE.replace("Ana", "[coder]")
    assert found == {"adjudicator": "dora", "reason": "rubric gap", "sentence": sentence}


def test_without_the_key_no_adjudicator_is_named_who_codes(coded: Any) -> None:
    decide(coded, "ana+ben")
    assert decision(coded, with_key=True)["adjudicator"] == "ana and ben"
    assert decision(coded, with_key=False)["adjudicator"] is None
    [entry] = [e for e in review(coded, with_key=False).disagreements if e.final]
    shown = text(disagreement_in_full(entry, 76))
    assert "decided: 2 by a coder of the study, rubric gap, 20" in shown
    assert "ana" not in shown.lower()


def test_the_pane_gives_the_sentence_and_keeps_a_line_for_each_side(coded: Any) -> None:
    decide(coded, "dora", f"{SENTENCE} {'and more ' * 60}to the end")
    [entry] = [e for e in review(coded, with_key=True).disagreements if e.final]
    assert "to the end" in " ".join(text(disagreement_in_full(entry, 76)).split())
    for room in (5, 7, 12):
        pane = text(of_disagreement(entry, 76, room))
        assert "decided: 2 by dora, rubric gap, 20" in pane
        assert pane.count("\n") <= max(room, 6)
        assert all(f"\n{coder} " in pane for coder in ("ana", "ben"))


def test_a_query_finds_every_decision_with_its_sentence(coded: Any) -> None:
    item = decide(coded, "ana")
    decide(coded, "dora")
    asked = "select blind_id, nth, adjudicator, reason, sentence, in_force, own_item from decision"
    with opened(coded, with_key=True) as views:
        assert ask(views, asked) == [
            (item, 1, "ana", "rubric_gap", SENTENCE, False, True),
            (item, 2, "dora", "rubric_gap", SENTENCE, True, False),
        ]
    with opened(coded, with_key=False) as views:
        marked = SENTENCE.replace("Ana", "[coder]")
        assert [row[2:5] for row in ask(views, asked)] == [
            (None, "rubric_gap", marked),
            ("dora", "rubric_gap", marked),
        ]
