"""What coders wrote in their own words names no coder to a reader without the key."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from click.testing import CliRunner
from tests.conftest import write_files
from tests.review_fixtures import PLAN, blind_ids, code, code_both, keyed_items, transcripts
from tests.unit.test_query import ask, opened

from coder_tui.analysis.looking import Looking
from coder_tui.analysis.review import Review
from coder_tui.cli.main import cli
from coder_tui.cli.review_json import review_object
from coder_tui.cli.review_text import review_text
from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.coding import Citation, Move, Source
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

SAID = "As BEN told me: unclear; Anatoly agrees, ana does not."
MASKED = "As [coder] told me: unclear; Anatoly agrees, [coder] does not."
QUOTE = "ana knows"
FOUND = Source("paper", "https://example.org/ana", "Ben's copy, p. 3", "2026-11-01")
SEARCHED = Source("searched", "", "where Ben looked")


def says(coded: Any, coder: str, item: str, comment: str) -> None:
    """A coder comments on an item, and cites a place that names another coder."""
    study = StudyFile.open(coded.path)
    recorder = Recorder.start(study.connection, coded.path, coder, study.rubric_fingerprint)
    recorder.score(item, "clarity", scored(1))
    recorder.cite(item, "clarity", Citation(2, 0, 9, QUOTE, source=FOUND))
    recorder.cite(item, "clarity", Citation(0, 0, 0, "", source=SEARCHED))
    recorder.comment(item, comment)
    recorder.comment(item, comment, "clarity")
    recorder.move(item, Move.SUBMITTED)
    recorder.sitting.close()
    study.close()


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    built = write_files(tmp_path_factory.mktemp("remarks"), transcripts(), plan=PLAN).init()
    blind = code_both(built.path, built.key_path)
    says(built, "ana", blind["x2"], SAID)
    return built


def every_text(review: Review) -> Sequence[str]:
    """What the review holds of coders' own words, in every form that it is shown in."""
    [found] = [e for e in review.disagreements if any(s.comments for s in e.answers)]
    [side] = [each for each in found.answers if each.comments]
    notes = [note.text for notes in review.notes.values() for note in notes]
    places = [text for _, text in side.evidence if text != "Here"]
    return (*side.comments, *places, *notes)


def test_without_the_key_comments_and_places_in_the_review_name_no_coder(coded: Any) -> None:
    with Looking(coded.path, None) as looking:
        review = looking.review()
    assert set(every_text(review)) == {
        MASKED,
        "searched where [coder] looked",
        f"{QUOTE} (paper https://example.org/ana [coder]'s copy, p. 3)",
    }
    assert MASKED in json.dumps(review_object(review)["disagreements"])
    assert "[coder] told me" in review_text(review)
    assert "BEN" not in review_text(review)


def test_with_the_key_they_stand_as_they_were_typed(coded: Any) -> None:
    with Looking(coded.path, keyed_items(coded.key_path)) as looking:
        assert set(every_text(looking.review())) == {
            SAID,
            "searched where Ben looked",
            f"{QUOTE} (paper https://example.org/ana Ben's copy, p. 3)",
        }


@pytest.mark.parametrize(("with_key", "shown"), [(False, MASKED), (True, SAID)])
def test_a_query_shows_comments_by_the_same_rule(coded: Any, with_key: bool, shown: str) -> None:
    with opened(coded, with_key=with_key) as views:
        assert {text for (text,) in ask(views, "select text from comment")} == {shown}
        told = json.dumps(ask(views, "select quote, source from evidence where part <> 2"))
        assert ("Ben looked" in told) is with_key
        # What a coder quoted are the item's words, whoever has such a name.
        assert ask(views, f"select 1 from evidence where quote = '{QUOTE}'") == [(1,)]


def test_what_is_written_while_somebody_looks_names_no_coder_either(
    write_study: Callable[..., Any],
) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    blind = code_both(built.path, built.key_path)
    with Looking(built.path, None) as looking:
        looking.review()
        code(built.path, "ben", {blind["x2"]: {}}, comments={blind["x2"]: "Ask Ana."})
        [note] = looking.review().notes[blind["x2"]]
    assert note.text == "Ask [coder]."


def test_proposed_wordings_name_no_coder(write_study: Callable[..., Any]) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    code_both(built.path, built.key_path)
    item = CaseId(blind_ids(built.key_path)["x2"], "clarity")
    study = StudyFile.open(built.path)
    for people in ("dora", "ana+ben"):
        sitting = Sitting.start(study.connection, study.path, people, "adjudication")
        judge = Adjudicator(sitting, study.rubric_fingerprint)
        judge.propose(item, f"Clear, as Ana says to {people[:4]}", "2")
    study.close()
    given = ["rubric", "proposals", str(built.path)]
    found = json.loads(CliRunner().invoke(cli, [*given, "--json"]).stdout)["proposals"]
    assert [(each["person"], each["wording"]) for each in found] == [
        ("dora", "Clear, as [coder] says to dora"),
        ("[coder]", "Clear, as [coder] says to [coder]+"),
    ]
    assert "([coder], 20" in CliRunner().invoke(cli, given).stdout


def test_an_adjudicator_reads_places_without_coders_names(coded: Any) -> None:
    study = StudyFile.open(coded.path, read_only=True)
    case = read_case(study, CaseId(blind_ids(coded.key_path)["x2"], "clarity"))
    study.close()
    assert case is not None
    sources = {each.source for side in case.sides for each in side.citations if each.source}
    assert {(each.place, each.url) for each in sources} == {
        ("[coder]'s copy, p. 3", "https://example.org/ana"),
        ("where [coder] looked", ""),
    }
