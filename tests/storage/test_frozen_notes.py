"""What a freeze closes stays closed for those who were at work on it, so that no key is lost."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import code_all

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.storage.freezing import latest_freeze
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.key import KeyFile
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out
from coder_tui.storage.leaks import decide, findings, keep_findings
from coder_tui.storage.rewriting import Rewrite, rewrite_items
from coder_tui.storage.study import StudyFile

Both = tuple[StudyFile, KeyFile]


@pytest.fixture
def opened(write_study: WriteStudy) -> Iterator[Both]:
    """A study that is coded, with two findings: one decided on, the other open; both files open."""
    turns = [{"role": "user", "text": "It is M0delia or Mod3lia."}]
    built: Built = write_study([transcript("t1", turns=turns), transcript("t2")]).init()
    code_all(built.path)
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    item = next(row.blind_id for row in key.rows() if row.original_id == "t1")
    places = ((6, "M0delia"), (17, "Mod3lia"))
    keep_findings(
        key,
        [
            Finding(item, 0, at, at + 7, LeakKind.ALTERED, "modelia-one", spelling)
            for at, spelling in places
        ],
        searched=[],
    )
    decide(key, findings(key)[:1], Decision.MASKED, person="lead")
    yield study, key
    key.close()
    study.close()


def freeze(study: StudyFile) -> None:
    """Freeze in another program."""
    done = CliRunner().invoke(cli, ["freeze", str(study.path)])
    assert done.exit_code == 0, done.output


def decide_more(_study: StudyFile, key: KeyFile) -> None:
    decide(key, findings(key)[1:], Decision.MASKED, person="lead")


def apply(study: StudyFile, key: KeyFile) -> None:
    carry_out(study, key, person="lead")


def search_again(_study: StudyFile, key: KeyFile) -> None:
    keep_findings(key, findings(key), searched=[row.blind_id for row in key.rows()])


def replace_a_text(study: StudyFile, key: KeyFile) -> None:
    blind_id = findings(key)[0].blind_id
    rewrites = {blind_id: Rewrite(study.item(blind_id).parts, ())}
    rewrite_items(study, key, rewrites, person="lead", why="update")


@pytest.mark.parametrize("work", [decide_more, apply, search_again, replace_a_text])
def test_work_that_a_freeze_overtakes_is_refused_and_the_key_stays_good(
    opened: Both, work: Callable[[StudyFile, KeyFile], None]
) -> None:
    study, key = opened
    freeze(study)
    with pytest.raises(RefusedError, match="frozen; no text may change"):
        work(study, key)
    key.check(study)
    made = latest_freeze(study.connection)
    assert made is not None
    assert faults(study.connection, made) == []


def test_an_item_is_not_left_out_after_a_freeze(opened: Both) -> None:
    study, key = opened
    decide(key, findings(key), Decision.MASKED, person="lead")
    carry_out(study, key, person="lead")
    decide(key, findings(key), Decision.EXCLUDED, person="lead")
    freeze(study)
    with pytest.raises(RefusedError, match="frozen; no item may be left out"):
        carry_out(study, key, person="lead")
    assert study.connection.execute("select count(*) from exclusion").fetchone() == (0,)


def test_a_freeze_waits_until_a_change_that_was_begun_is_finished(
    opened: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is noted in the key will be written into the study; it may not come behind a freeze."""
    study, key = opened

    def note_meanwhile(_study: StudyFile, _repeats: object) -> str:
        with monkeypatch.context() as killed:
            killed.setattr("coder_tui.storage.rewriting.finish_rewriting", lambda *_, **__: None)
            carry_out(study, key, person="lead")
        return "[]"

    with monkeypatch.context() as slow:
        slow.setattr("coder_tui.cli.freeze_agreement.agreement_now", note_meanwhile)
        done = CliRunner().invoke(cli, ["freeze", str(study.path)])
    assert isinstance(done.exception, RefusedError), done.output
    assert not study.is_frozen()
    freeze(study)
    key.check(study)
