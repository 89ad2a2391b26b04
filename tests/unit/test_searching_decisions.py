"""The search among disagreements finds what was decided, by whom and why: as far as it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import PLAN, code_both, transcripts
from tests.unit.test_decided import decide
from tests.unit.test_review import review

from coder_tui.tui.review.disagreements_tab import DisagreementsTab

SENTENCE = "Annika overlooks the leaflet."


@pytest.fixture
def coded(write_study: Callable[..., Any]) -> Any:
    built = write_study(transcripts(), plan=PLAN).init()
    code_both(built.path, built.key_path)
    return built


def found(coded: Any, wanted: str, *, with_key: bool) -> list[str]:
    """The items that the search leaves."""
    tab = DisagreementsTab()
    rows = tab.page(review(coded, with_key=with_key), 80).rows
    return [row.entry.blind_id for row in tab.search(rows, wanted)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("with_key", [True, False])
@pytest.mark.parametrize("wanted", ["overlooks", "leaflit", "rubric gap", "dora"])
def test_words_of_a_decision_lead_to_its_disagreement(
    coded: Any, wanted: str, with_key: bool
) -> None:
    assert found(coded, wanted, with_key=with_key) == []
    item = decide(coded, "dora", SENTENCE)
    assert found(coded, wanted, with_key=with_key) == [item]


def test_without_the_key_the_search_tells_no_more_than_is_shown(coded: Any) -> None:
    item = decide(coded, "ana+ben", "Ben is right here.")
    assert item in found(coded, "ben", with_key=True)
    for name in ("ben", "ana"):
        assert found(coded, name, with_key=False) == []
    assert found(coded, "right here", with_key=False) == [item]
    assert found(coded, "coder of the study", with_key=False) == [item]
