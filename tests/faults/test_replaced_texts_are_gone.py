"""A text that was replaced or masked is in no byte of the study, whoever has it open."""

import sqlite3
from pathlib import Path

import pytest
from tests.faults.blinded import NEW, OLD, Lab, begun, call, coding, first_item
from tests.planted import FIRST

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.items import ItemKind
from coder_tui.domain.leaks import Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out
from coder_tui.storage.leaks import decide, findings
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return begun(tmp_path, "coder-tui", ItemKind.TRANSCRIPT)


def test_of_texts_that_fill_many_pages_nothing_is_left(lab: Lab) -> None:
    long = " ".join(f"{OLD} {number}" for number in range(8_000))
    call("import", lab.study, lab.sources(FIRST, long), "--update")
    with coding(lab.study, "ana"):
        assert lab.holds(OLD)
        call("import", lab.study, lab.sources(FIRST, NEW), "--update")
        assert not lab.holds(OLD)


def test_what_is_found_in_an_item_that_is_left_out_is_in_no_byte(lab: Lab) -> None:
    with coding(lab.study, "ana"):
        assert lab.holds(FIRST.altered)
        call("leaks", lab.study, "--policy", "altered=exclude", exit_codes=(0, 1))
        assert not lab.holds(FIRST.altered)
    study = StudyFile.open(lab.study, read_only=True)
    assert list(study.assignments("ana")) == []
    study.close()


def test_what_is_undecided_in_an_item_that_is_left_out_is_masked_with_it(lab: Lab) -> None:
    call("leaks", lab.study, "--list", exit_codes=(1,))
    study = StudyFile.open(lab.study)
    key = open_key_for_writing(lab.study.with_name("small.key.db"), study)
    first, *others = findings(key)
    assert first.blind_id in {each.blind_id for each in others}
    decide(key, [first], Decision.EXCLUDED, person="lead")
    carry_out(study, key, person="lead")
    texts = [part.text for part in study.item(first.blind_id).parts]
    key.close()
    study.close()
    assert not any(FIRST.altered in text for text in texts)


def test_what_somebody_reads_while_it_is_masked_goes_with_the_next_command(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder_tui.storage.rewriting.PATIENCE", 0.2)
    reader = sqlite3.connect(lab.study)
    reader.execute("begin")
    reader.execute("select count(*) from part").fetchone()
    with coding(lab.study, "ana"):
        assert "until it ends" in lab.leaks().output
        assert lab.holds(FIRST.altered)
        reader.execute("commit")
        assert "until it ends" not in lab.leaks().output
        assert not lab.holds(FIRST.altered)
    reader.close()


def test_a_name_that_somebody_cited_before_it_was_masked_is_in_no_byte(lab: Lab) -> None:
    study = StudyFile.open(lab.study)
    item = study.item(first_item(lab.study))
    recorder = Recorder.start(study.connection, lab.study, "ana", study.rubric_fingerprint)
    part = item.turns[0]
    at = part.text.index(FIRST.altered)
    cited = Citation(part.idx, at, at + len(FIRST.altered), FIRST.altered)
    recorder.score(item.blind_id, "clarity", scored(1))
    recorder.cite(item.blind_id, "clarity", cited)
    recorder.comment(item.blind_id, f"{FIRST.altered}, I suppose.")
    recorder.move(item.blind_id, Move.SUBMITTED, f"says {FIRST.altered}")
    recorder.sitting.close()
    study.close()
    with coding(lab.study, "ben"):
        assert lab.holds(FIRST.altered)
        lab.leaks()
        assert not lab.holds(FIRST.altered)
    call("export", lab.study, "--output", lab.folder / "out")
    written = b"".join(each.read_bytes() for each in (lab.folder / "out").iterdir())
    assert b"[name masked], I suppose." in written
    assert FIRST.altered.encode() not in written
