"""Looking again at a study that others write to: the same as looking for the first time."""

import dataclasses
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.review_fixtures import ANA, BEN, blind_ids, code, coded_by_both, keyed_items

from coder_tui.analysis import first_look as first_look_module
from coder_tui.analysis import looking as looking_module
from coder_tui.analysis import review as review_module
from coder_tui.analysis.looking import Looking
from coder_tui.analysis.review import Review, review_study
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import scored
from coder_tui.storage.study import StudyFile


@pytest.fixture
def built(write_study: Callable[..., Any]) -> Any:
    return coded_by_both(write_study)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """Every copy that is made."""
    copies: list[Snapshot] = []
    copy_of = looking_module.copy_of

    def counted(*given: Any) -> Snapshot:
        copies.append(copy_of(*given))
        return copies[-1]

    monkeypatch.setattr(looking_module, "copy_of", counted)
    return copies


def fresh(path: Path, keyed: Any) -> Review:
    with closing(StudyFile.open(path, read_only=True)) as study:
        return review_study(study, keyed)


def same(found: Review, wanted: Review) -> None:
    """Compare field by field, but for the moment from which days are counted."""
    for field in dataclasses.fields(Review):
        if field.name not in ("headway", "slices"):
            assert getattr(found, field.name) == getattr(wanted, field.name), field.name
    for each in wanted.agreement:
        assert found.slices.of(each) == wanted.slices.of(each)
    assert found.headway.work == wanted.headway.work
    assert found.headway.waiting == wanted.headway.waiting


@pytest.mark.parametrize("with_key", [False, True])
def test_what_was_written_since_is_in_the_next_look(
    built: Any, made: list[Snapshot], with_key: bool
) -> None:
    keyed = keyed_items(built.key_path) if with_key else None
    blind = blind_ids(built.key_path)
    with Looking(built.path, keyed) as looking:
        before = looking.review()
        same(before, fresh(built.path, keyed))
        code(built.path, "ben", {blind["x1"]: {"clarity": scored(2)}}, comments={blind["x1"]: "No"})
        after = looking.review()
        same(after, fresh(built.path, keyed))
        assert after.agreement != before.agreement
        assert looking.first().agreement[0].percent.value == after.agreement[0].percent.value
    assert len(made) == 1


def test_what_the_lead_changes_asks_for_a_new_copy(built: Any, made: list[Snapshot]) -> None:
    with Looking(built.path, None) as looking:
        looking.review()
        with closing(StudyFile.open(built.path)) as study:
            study.log_event("lead", "leak", {})
        same(looking.review(), fresh(built.path, None))
        looking.review()
    assert len(made) == 2


def test_the_first_look_at_a_small_study_makes_no_copy(
    built: Any, made: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Looking(built.path, None) as looking:
        small = looking.first()
        assert not made
        monkeypatch.setattr(first_look_module, "FEW_SCORES", 0)
        assert looking.first() == small
        assert len(made) == 1
        assert looking.first() == small
        looking.review()
        assert len(made) == 1


def test_a_copy_that_could_not_be_refreshed_is_made_anew(
    built: Any, made: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Looking(built.path, None) as looking:
        looking.review()

        def failing(*_: Any) -> bool:
            raise CoderError("The copy of score is not complete.")

        monkeypatch.setattr(Snapshot, "refresh", failing)
        with pytest.raises(CoderError):
            looking.review()
        monkeypatch.undo()
        same(looking.review(), fresh(built.path, None))


def test_closing_waits_for_nobody_and_lets_the_copy_go(
    built: Any, made: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    review_of = looking_module.review_of

    def slow(*given: Any) -> Review:
        at_work.set()
        assert go_on.wait(20)
        return review_of(*given)

    monkeypatch.setattr(looking_module, "review_of", slow)
    looking = Looking(built.path, None)
    worker = threading.Thread(target=looking.review)
    worker.start()
    assert at_work.wait(20)
    looking.close()
    go_on.set()
    worker.join(20)
    assert not worker.is_alive()
    with pytest.raises(Exception, match="closed"):
        made[0].run("select 1")


def test_two_at_once_are_answered_one_after_the_other(built: Any, made: list[Snapshot]) -> None:
    found: list[Review] = []
    with Looking(built.path, None) as looking:
        workers = [
            threading.Thread(target=lambda: found.append(looking.review())) for _ in range(3)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
    assert len(found) == 3
    assert len(made) == 1
    same(found[0], found[2])


def test_a_review_is_of_one_moment_whatever_is_written_meanwhile(
    built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = keyed_items(built.key_path)
    blind = blind_ids(built.key_path)
    # The second item comes to both coders again as the first.
    keyed = [
        dataclasses.replace(each, repeats=blind["x2"]) if each.blind_id == blind["x1"] else each
        for each in keyed
    ]
    before = fresh(built.path, keyed)
    measure = review_module.measure

    def writing(*given: Any) -> Any:
        """Score everything anew as soon as the copy has been made."""
        sheets = {blind[item]: {"clarity": scored(0)} for item in (*ANA, *BEN)}
        code(built.path, "ana", sheets)
        code(built.path, "ben", sheets)
        return measure(*given)

    monkeypatch.setattr(review_module, "measure", writing)
    found = fresh(built.path, keyed)
    monkeypatch.undo()
    same(found, before)
    after = fresh(built.path, keyed)
    assert after.intra_coder != before.intra_coder
    assert after.agreement != before.agreement


def test_a_study_that_is_gone_is_said(built: Any) -> None:
    with Looking(built.path, None) as looking:
        looking.review()
        built.path.unlink()
        with pytest.raises(CoderError, match="no study file"):
            looking.review()
