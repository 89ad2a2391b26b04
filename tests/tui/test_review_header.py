"""What stands over the review of a study that is frozen, unblinded, or whose seal was broken."""

from dataclasses import replace

import pytest

from coder_tui.analysis.closed import NOTHING_CLOSED, Closed
from coder_tui.analysis.review import StudyFacts
from coder_tui.tui.review.bars import header, seal_mark

FACTS = StudyFacts(
    "A study", "transcript", 180, 2, 0.667, simulated=False, sealed=True, frozen=False,
    with_key=True, repeats=0,
)  # fmt: skip
OPENED = replace(NOTHING_CLOSED, unblinded="Unblinded by lead.")
BROKEN = Closed("", "Unblinded by lead.", "SEAL BROKEN: why, lead, then.", 0)


@pytest.mark.parametrize(
    ("facts", "mark"),
    [
        (FACTS, "sealed"),
        (replace(FACTS, with_key=False), "sealed"),
        (replace(FACTS, sealed=False), "UNSEALED"),
        (replace(FACTS, sealed=False, with_key=False), "UNSEALED"),
        (replace(FACTS, closed=OPENED), "unblinded"),
        (replace(FACTS, sealed=False, closed=OPENED), "UNSEALED"),
        (replace(FACTS, closed=BROKEN), "SEAL BROKEN"),
        (replace(FACTS, closed=BROKEN, with_key=False), "SEAL BROKEN"),
    ],
)
def test_the_seal_is_said_with_the_key_and_without(facts: StudyFacts, mark: str) -> None:
    assert seal_mark(facts) == mark
    assert text(facts).endswith(mark)


def test_late_scores_are_counted_in_the_header() -> None:
    facts = replace(FACTS, closed=replace(OPENED, late_scores=1200))
    assert text(facts).endswith("unblinded  1,200 LATE")
    assert "LATE" not in text(replace(FACTS, closed=OPENED))


def test_a_freeze_that_is_not_whole_is_said_before_the_seal() -> None:
    facts = replace(FACTS, simulated=True, closed=replace(BROKEN, not_whole="NOT WHOLE: so."))
    assert text(facts).endswith("SIMULATED  NOT WHOLE  SEAL BROKEN")
    assert "NOT WHOLE" not in text(replace(FACTS, closed=BROKEN))


def text(facts: StudyFacts) -> str:
    found = "".join(each if isinstance(each, str) else each[0] for each in header(facts, 80))
    assert len(found) <= 80
    return found
