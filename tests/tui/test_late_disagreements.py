"""What came after a freeze or an unblinding is said on the line and in the pane of the review."""

from pathlib import Path

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import close_set, code_all, give, items_of

from coder_tui.analysis.review import Review, review_study
from coder_tui.analysis.snapshot import KeyedItem
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import write_unblinding
from coder_tui.tui.literal import Piece
from coder_tui.tui.review import agreement_detail
from coder_tui.tui.review.conditions_tab import ConditionsTab
from coder_tui.tui.review.disagreement_detail import disagreement_in_full
from coder_tui.tui.review.disagreements_tab import DisagreementsTab
from coder_tui.tui.review.items_tab import ItemsTab

WIDTH = 80


def text_of(pieces: list[Piece]) -> str:
    return "".join(each if isinstance(each, str) else each[0] for each in pieces)


def review(path: Path, key_path: Path) -> Review:
    study, key = StudyFile.open(path), KeyFile.open(key_path)
    rows = [
        KeyedItem(row.blind_id, row.model, row.scaffold, row.repeats_blind_id, row.task)
        for row in key.rows()
    ]
    try:
        return review_study(study, rows)
    finally:
        study.close()
        key.close()


@pytest.fixture
def closed(write_study: WriteStudy) -> tuple[Built, str, str]:
    """A study in which one item came to differ after the freeze, and one is decided after both.

    Returns:
        It, and the two items.
    """
    items = [transcript(f"t{n}", model=f"modelia-{n % 2}") for n in range(4)]
    built = write_study(items, plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 1})
    study = StudyFile.open(built.path)
    first, second, *_ = items_of(study)
    give(study, "ben", [first], 2)
    freeze = close_set(study)
    give(study, "ben", [second], 2)
    write_unblinding(study, freeze=freeze.id, person="lead")
    (case,) = [each for each in read_waiting(study).cases if each.blind_id == first]
    Adjudicator.start(study, "judge").decide(case, Decision(scored(2), REASONS[0]))
    study.close()
    return built, first, second


def test_the_counts_of_the_agreement_screen_add_up(closed: tuple[Built, str, str]) -> None:
    found = review(closed[0].path, closed[0].key_path)
    measured = next(each for each in found.agreement if each.dimension.id == "clarity")
    shown = text_of(agreement_detail.detail(found, measured, WIDTH))
    assert measured.differ == 1
    assert "Enter: 2 disagreements, 1 late  " in shown


def test_a_line_is_marked_where_it_is_late_or_decided_after_opening(
    closed: tuple[Built, str, str],
) -> None:
    built, decided, late = closed
    found = review(built.path, built.key_path)
    rows = {row.text[:4]: row.text for row in DisagreementsTab().page(found, WIDTH).rows}
    assert "decided: 2 after opening" in rows[decided]
    assert " late" not in rows[decided]
    assert " late" in rows[late]
    assert "decided" not in rows[late]
    of = {each.blind_id: each for each in found.disagreements}
    assert "decided: 2 after opening by judge" in text_of(disagreement_in_full(of[decided], WIDTH))
    assert "late, in no agreement: ben\n" in text_of(disagreement_in_full(of[late], WIDTH))


def test_what_counts_late_scores_too_says_so(closed: tuple[Built, str, str]) -> None:
    found = review(closed[0].path, closed[0].key_path)
    for tab in (ItemsTab(), ConditionsTab()):
        assert "late scores included; agreement is as frozen." in tab.about(found)
    assert "`late`: an answer came after the freeze" in DisagreementsTab().about(found)


def test_nothing_is_said_of_late_scores_where_there_are_none(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    study = StudyFile.open(built.path)
    close_set(study)
    study.close()
    found = review(built.path, built.key_path)
    for tab in (ItemsTab(), ConditionsTab(), DisagreementsTab()):
        assert "late" not in tab.about(found)
    assert not any(" late" in row.text for row in DisagreementsTab().page(found, WIDTH).rows)
