"""What the lead is told before a version comes into force, and what a way back closes."""

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import code_all, items_of, submitted
from tests.rubric_fixtures import CLARITY, FIRST, bring, version

from coder_tui.domain.blinding import text_hash
from coder_tui.domain.coding import Citation, Progress
from coder_tui.storage.adopting import Said, plan_adoption
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

RULES = ('unit = "transcript"', 'unit = "transcript"\nrules = ["Look twice."]')
SAME_RULES = ('unit = "transcript"', 'unit = "transcript"\nrules = ["look twice"]')


@pytest.fixture
def coded(built_study: Built) -> StudyFile:
    """Both coders have submitted everything: clarity 1, escalated 0."""
    code_all(built_study.path)
    return StudyFile.open(built_study.path)


def cite(study: StudyFile, blind_id: str) -> None:
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    text = study.item(blind_id).parts[-1].text
    place = study.item(blind_id).parts[-1].idx
    quote = Citation(place, 0, len(text), text, text_hash(study.info.salt, text))
    recorder.cite(blind_id, "clarity", quote)
    recorder.sitting.close()


def progress(study: StudyFile) -> dict[str, Progress]:
    return {each.blind_id: each.progress for each in study.assignments("ana")}


def test_a_way_back_closes_what_was_cited_on_before_and_not_what_was_since(
    coded: StudyFile,
) -> None:
    before, since, *_ = items_of(coded)
    cite(coded, before)
    bring(coded, CLARITY)
    cite(coded, since)
    plan = bring(coded, FIRST)
    assert ("ana", before) in plan.effect.closed
    assert ("ana", since) not in plan.effect.closed
    states = progress(coded)
    assert (states[before], states[since]) == (Progress.SUBMITTED, Progress.REOPENED)


def test_the_time_is_told_at_each_coders_own_pace(coded: StudyFile) -> None:
    sitting = coded.connection.execute("select id from sitting limit 1").fetchone()[0]
    for coder, seconds in (("ana", 60.0), ("ben", 600.0)):
        for blind_id in items_of(coded, coder):
            coded.connection.execute(
                "insert or replace into attention (sitting, coder, blind_id, seconds) "
                "values (?, ?, ?, ?)",
                (
                    f"{sitting}" if coder == "ana" else _other(coded, sitting),
                    coder,
                    blind_id,
                    seconds,
                ),
            )
    together = plan_adoption(coded, CLARITY).effect.hours
    assert together == pytest.approx((4 * 660 / 3 / 3600, 4 * 660 / 3600))
    coded.connection.execute("insert into withdrawal values ('ben', 'lead', '2030-01-01')")
    assert plan_adoption(coded, CLARITY).effect.hours == pytest.approx(
        (4 * 60 / 3 / 3600, 4 * 60 / 3600)
    )
    coded.connection.execute("delete from withdrawal")
    coded.connection.execute("delete from attention where coder = 'ben'")
    assert plan_adoption(coded, CLARITY).effect.hours == pytest.approx(
        (8 * 60 / 3 / 3600, 8 * 60 / 3600)
    ), "who has no pace goes at that of all"


def _other(study: StudyFile, sitting: str) -> str:
    found = study.connection.execute("select id from sitting where id <> ?", (sitting,))
    return str(found.fetchone()[0])


@pytest.mark.parametrize(("meaning", "left"), [((), 16), (("rules",), 0)])
def test_rules_that_are_said_to_mean_something_else_bring_no_earlier_score_back(
    coded: StudyFile, meaning: tuple[str, ...], left: int
) -> None:
    """An earlier version has the same words; what is said of the new one goes before that."""
    bring(coded, version("2.0", RULES), Said(wording=("rules",)))
    assert len(submitted(coded)) == 16
    plan = bring(coded, version("3.0", SAME_RULES), Said(meaning=meaning))
    assert len(submitted(coded)) == left
    assert bool(plan.diff.touched) == bool(meaning)
