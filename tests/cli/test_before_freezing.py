"""`freeze` looks at what it closes first, and says what nobody can do afterwards."""

import json

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import code_all, coded, everything, give, hack, items_of

from coder_tui.cli import before_freezing
from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.storage import frozen_check
from coder_tui.storage.study import StudyFile

EDITED = "update score set value = '0', number = 0.0 where coder = 'ana' and seq = 4"
GONE = "delete from score where coder = 'ben' and seq = 7"
NO_SITTING = "update sitting set host = 'elsewhere' where person = 'ana'"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def whole(built_study: Built) -> Built:
    return coded(built_study)


def refused(*arguments: object) -> str:
    done = run("freeze", *arguments)
    assert isinstance(done.exception, RefusedError), (done.output, done.exception)
    return str(done.exception)


@pytest.mark.parametrize("given", [[], ["--dry-run"]])
@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (EDITED, "judgement 4 (score, {item}, clarity) was changed."),
        (GONE, "1 of 12 judgements are gone, number 7 first."),
        (NO_SITTING, "the record of the sitting was changed."),
    ],
)
def test_a_first_freeze_refuses_what_was_damaged_before_it(
    whole: Built, damage: str, named: str, given: list[str]
) -> None:
    study = StudyFile.open(whole.path)
    item = items_of(study, "ana")[1]
    study.close()
    hack(whole.path, damage)
    before = everything(whole.path)
    told = refused(whole.path, *given)
    assert "what would be frozen is not whole. The sitting of " in told
    assert named.format(item=item) in told
    assert "Restore the study from a copy" in told
    assert everything(whole.path) == before


def test_it_counts_the_other_faults(whole: Built) -> None:
    hack(whole.path, "update score set value = '0' where coder = 'ana' and dimension = 'clarity'")
    assert "3 more faults." in refused(whole.path)


def test_a_second_freeze_looks_at_what_came_since(whole: Built) -> None:
    assert run("freeze", whole.path).exit_code == 0
    study = StudyFile.open(whole.path)
    sitting = give(study, "ben", items_of(study, "ben"), 1)
    study.close()
    hack(whole.path, "update score set value = '2' where sitting = ? and seq = 1", sitting)
    assert "judgement 1 (score, " in refused(whole.path)
    assert run("freeze", whole.path, "--check").exit_code == 0, "the first one is whole"


def test_what_is_written_meanwhile_is_looked_at_too(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each chain is followed once, and again only where it has grown."""
    followed: list[int] = []
    real = before_freezing.faults_of_chains

    def faults_of_chains(connection, heads, *rest):  # type: ignore[no-untyped-def]
        followed.append(len(heads))
        if len(followed) == 1:
            other = StudyFile.open(whole.path)
            sitting = give(other, "ana", items_of(other, "ana"), 2)
            other.close()
            hack(whole.path, "update score set value = '0' where sitting = ? and seq = 1", sitting)
        return real(connection, heads, *rest)

    monkeypatch.setattr(before_freezing, "faults_of_chains", faults_of_chains)
    assert "judgement 1 (score, " in refused(whole.path)
    assert followed == [2, 1]


def test_names_that_were_masked_are_no_damage(write_study: WriteStudy) -> None:
    turns = [{"role": "user", "text": "It is M0delia-1!"}]
    items = [transcript(f"t{n}", model=f"modelia-{n}", turns=turns) for n in range(2)]
    built = write_study(items).init()
    code_all(built.path)
    study = StudyFile.open(built.path)
    from coder_tui.storage.scores import Recorder

    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    recorder.comment(items_of(study)[0], "M0delia-1, surely")
    recorder.sitting.close()
    study.close()
    assert run("leaks", built.path, "--policy", "altered=mask").exit_code == 0
    assert run("freeze", built.path).exit_code == 0


def test_progress_is_told_within_a_long_sitting(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coder_tui.storage.heads import heads_now

    monkeypatch.setattr(frozen_check, "OFTEN", 5)
    study = StudyFile.open(whole.path)
    told: list[tuple[int, int]] = []
    heads = heads_now(study.connection)
    frozen_check.faults_of_chains(study.connection, heads, None, lambda *at: told.append(at))
    study.close()
    assert [at for at, _ in told] == [5, 10, 12, 15, 20, 24]
    assert {total for _, total in told} == {24}


@pytest.fixture
def leaky(write_study: WriteStudy) -> Built:
    """A coded study with a misspelt name in each of two items."""
    turns = [{"role": "user", "text": "It is M0delia-1!"}]
    built = write_study([transcript(f"t{n}", model="modelia-1", turns=turns) for n in "12"]).init()
    code_all(built.path)
    return built


def leaks_of(built: Built) -> tuple[dict[str, int], str]:
    done = run("freeze", built.path, "--dry-run", "--json")
    assert done.exit_code == 0, done.exception
    lines = [line for line in done.stderr.splitlines() if line.startswith("Leaks: ")]
    assert len(lines) <= 1
    return json.loads(done.stdout)["leaks"], "".join(lines)


def test_items_that_were_never_searched_are_said(leaky: Built) -> None:
    counts, said = leaks_of(leaky)
    assert counts == {"to_apply": 0, "undecided": 0, "not_searched": 2}
    assert said == "Leaks: 2 items were never searched; after a freeze no text can be masked."


def test_findings_that_are_undecided_or_not_applied_are_said(leaky: Built) -> None:
    run("leaks", leaky.path, "--list")
    assert leaks_of(leaky)[1].startswith("Leaks: 2 findings are undecided;")
    hack(
        leaky.key_path,
        "update leak set decision = 'masked' where blind_id = (select min(blind_id) from leak)",
    )
    counts, said = leaks_of(leaky)
    assert counts == {"to_apply": 1, "undecided": 1, "not_searched": 0}
    assert "1 change by decisions is not applied, 1 finding is undecided;" in said


def test_where_all_was_searched_and_applied_nothing_is_said(leaky: Built) -> None:
    run("leaks", leaky.path, "--policy", "altered=mask")
    assert leaks_of(leaky) == ({"to_apply": 0, "undecided": 0, "not_searched": 0}, "")
    assert run("freeze", leaky.path).exit_code == 0
    again = run("freeze", leaky.path, "--json")
    assert json.loads(again.stdout)["leaks"] is None
