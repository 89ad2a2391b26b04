"""Names in quotes and comments are masked with the texts; the chain holds, all can come back."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import close_set, hack

from coder_tui.domain.blinding import MASK, mask_more
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.domain.requoting import Stored, requoted
from coder_tui.domain.rubric import scored
from coder_tui.storage import leak_masking
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.key import KeyFile
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out, waiting
from coder_tui.storage.leaks import decide, findings, keep_findings
from coder_tui.storage.rewriting import finish_rewriting
from coder_tui.storage.scores import Recorder, read_notes, read_sheet
from coder_tui.storage.study import StudyFile

SAID = "Hello. I am M0delia, says M0delia at last."
FIRST_PLACE = SAID.index("M0delia")
SECOND_PLACE = SAID.index("M0delia", FIRST_PLACE + 1)
WORDS = """
select quote from evidence union all select text from comment union all select reason from flag
"""


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    turns = [{"role": "user", "text": "Who are you?"}, {"role": "assistant", "text": SAID}]
    return write_study(
        [transcript("t1", turns=turns), transcript("t2")],
        plan='coders = ["ana", "ben"]\nseal = false',
    ).init()


@pytest.fixture
def opened(built: Built) -> Iterator[tuple[StudyFile, KeyFile]]:
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    yield study, key
    key.close()
    study.close()


def item_of(key: KeyFile, original: str = "t1") -> str:
    return next(row.blind_id for row in key.rows() if row.original_id == original)


def find_both(key: KeyFile) -> None:
    places = [(place, place + 7) for place in (FIRST_PLACE, SECOND_PLACE)]
    keep_findings(
        key,
        [
            Finding(item_of(key), 1, *place, LeakKind.ALTERED, "modelia-one", "M0delia")
            for place in places
        ],
        searched=[],
    )


def cite(study: StudyFile, key: KeyFile, *quotes: str, comment: str = "") -> Recorder:
    """Code the item that tells its model: each quote where it stands first."""
    blind_id = item_of(key)
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    recorder.score(blind_id, "clarity", scored(1))
    text = study.item(blind_id).parts[1].text
    for quote in quotes:
        at = text.index(quote)
        recorder.cite(blind_id, "clarity", Citation(2, at, at + len(quote), quote))
    if comment:
        recorder.comment(blind_id, comment)
    recorder.flag(blind_id, "m0delia it is")
    recorder.move(blind_id, Move.SUBMITTED)
    return recorder


def mask_all(study: StudyFile, key: KeyFile, decision: Decision = Decision.MASKED) -> None:
    decide(key, findings(key), decision, person="lead")
    carry_out(study, key, person="lead")


def words(study: StudyFile) -> list[str]:
    return [text for (text,) in study.connection.execute(WORDS)]


def quotes(study: StudyFile, key: KeyFile) -> list[str]:
    sheet = read_sheet(study.connection, "ana", item_of(key))
    return [each.quote for each in sheet.citations["clarity"]]


def test_quotes_and_comments_show_the_mark_and_the_chain_holds(
    opened: tuple[StudyFile, KeyFile], built: Built
) -> None:
    study, key = opened
    cite(study, key, "I am M0delia, says", "M0del", "Hello.", comment="M0DELIA! Or Modelia-One?")
    find_both(key)
    decide(key, findings(key), Decision.MASKED, person="lead")
    assert waiting(study, key).redacted == 4
    assert carry_out(study, key, person="lead").redacted == 4
    assert quotes(study, key) == [f"I am {MASK}, says", MASK, "Hello."]
    notes = read_notes(study.connection, "ana", item_of(key))
    assert (notes.comment, notes.flag) == (f"{MASK}! Or {MASK}?", f"{MASK} it is")
    assert b"m0del" not in built.bytes().lower()
    key.check(study)
    assert faults(study.connection, close_set(study)) == []
    assert carry_out(study, key, person="lead").redacted == 0


def test_what_is_decided_otherwise_later_brings_the_words_back(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    cite(study, key, "I am M0delia, says M0delia at", "M0del", comment="M0delia!")
    before = words(study)
    find_both(key)
    mask_all(study, key)
    first, _ = findings(key)
    decide(key, [first], Decision.KEPT, person="lead")
    carry_out(study, key, person="lead")
    assert quotes(study, key) == [f"I am M0delia, says {MASK} at", "M0del"]
    assert read_notes(study.connection, "ana", item_of(key)).comment == f"{MASK}!"
    mask_all(study, key, Decision.KEPT)
    assert words(study) == before
    assert study.connection.execute("select count(*) from redaction").fetchone() == (0,)
    key.check(study)
    assert faults(study.connection, close_set(study)) == []


def test_what_a_screen_with_the_old_text_cites_is_masked_by_the_next_leaks(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    recorder = cite(study, key, "Hello.")
    find_both(key)
    mask_all(study, key)
    at = SAID.index("am M0d")
    late = Citation(2, at, at + 6, "am M0d")
    recorder.cite(item_of(key), "clarity", late)
    recorder.comment(item_of(key, "t2"), "Also M0delia.")
    assert carry_out(study, key, person="lead").redacted == 2
    assert quotes(study, key) == ["Hello.", f"am {MASK}"]
    assert read_notes(study.connection, "ana", item_of(key, "t2")).comment == f"Also {MASK}."


def test_evidence_taken_away_before_it_was_masked_stays_away(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    recorder = cite(study, key, "am M0delia", "Hello.")
    gone = Citation(2, FIRST_PLACE - 3, FIRST_PLACE + 7, "am M0delia")
    recorder.cite(item_of(key), "clarity", gone, attached=False)
    find_both(key)
    mask_all(study, key)
    assert quotes(study, key) == ["Hello."]


def test_a_change_killed_between_the_two_files_is_finished_by_the_next_command(
    opened: tuple[StudyFile, KeyFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    study, key = opened
    cite(study, key, "am M0delia", comment="M0delia")
    find_both(key)
    decide(key, findings(key), Decision.MASKED, person="lead")
    with monkeypatch.context() as killed:
        killed.setattr("coder_tui.storage.rewriting.finish_rewriting", lambda *_, **__: None)
        carry_out(study, key, person="lead")
    assert quotes(study, key) == ["am M0delia"]
    assert finish_rewriting(study, key, person="lead")
    assert quotes(study, key) == [f"am {MASK}"]
    key.check(study)
    assert not finish_rewriting(study, key, person="lead")


@pytest.mark.parametrize(
    ("which", "change"),
    [
        ("study", "update evidence set quote = 'something else'"),
        ("study", "update evidence set span_start = 3"),
        ("study", "delete from redaction"),
        ("study", "update evidence set hash = 'f', prev_hash = 'f'"),
        ("key", "update redacted set written = replace(written, 'M0', 'Mo')"),
        ("key", "delete from redacted"),
    ],
)
def test_a_masked_judgement_that_is_changed_by_other_means_is_found(
    opened: tuple[StudyFile, KeyFile], built: Built, which: str, change: str
) -> None:
    study, key = opened
    cite(study, key, "am M0delia")
    find_both(key)
    mask_all(study, key)
    made = close_set(study)
    assert faults(study.connection, made) == []
    key.check(study)
    assert hack(built.path if which == "study" else built.key_path, change)
    if which == "study":
        assert faults(study.connection, made)
    if which == "key" or "quote" not in change:
        with pytest.raises(RefusedError, match="changed after names were masked"):
            key.check(study)


def test_names_masked_in_a_text_that_an_import_replaced_stay_masked_in_comments(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    cite(study, key, "am M0delia", comment="M0delia!")
    find_both(key)
    mask_all(study, key)
    blind_id = item_of(key)
    parts = study.item(blind_id).parts
    originals = leak_masking.originals_of(key, blind_id)
    update = leak_masking.Rewrite(tuple(parts), originals)
    leak_masking.rewrite_items(
        study, key, {blind_id: update}, person="lead", why="update", forget_leaks=True
    )
    assert findings(key) == []
    carry_out(study, key, person="lead")
    assert not any("M0" in text for text in words(study))


def test_the_key_alone_has_the_words_as_they_were_written(
    opened: tuple[StudyFile, KeyFile], built: Built, tmp_path: Path
) -> None:
    study, key = opened
    cite(study, key, comment="M0delia!")
    find_both(key)
    mask_all(study, key)
    kept = sqlite3.connect(built.key_path)
    found = kept.execute("select written from redacted where judgement = 'comment'").fetchone()
    kept.close()
    assert found == ('{"text": "M0delia!"}',)


texts = st.text(alphabet="ab .\n", max_size=20)


@given(
    pieces=st.lists(
        st.tuples(texts, st.sampled_from(["Quillon", "Zeb7"]), st.booleans()), max_size=5
    ),
    tail=texts,
    data=st.data(),
)
def test_no_quote_holds_a_piece_of_a_masked_name_however_they_were_masked(
    pieces: list[tuple[str, str, bool]], tail: str, data: st.DataObject
) -> None:
    """Some names are masked first, the others later; the quote was cited before, or in between."""
    original, spans = "", []
    for text, name, is_first in pieces:
        original += text
        spans.append((len(original), len(original) + len(name), is_first))
        original += name
    original += tail
    first = [(start, end) for start, end, is_first in spans if is_first]
    between = Stored(*mask_more(original, original, (), first))
    everything = [(start, end) for start, end, _ in spans]
    now = Stored(*mask_more(original, original, (), everything))
    unleaked = Stored(original, ())
    cited_in = data.draw(st.sampled_from([unleaked, between]))
    start = data.draw(st.integers(0, len(cited_in.text)))
    end = data.draw(st.integers(start, len(cited_in.text)))
    quote = cited_in.text[start:end]
    if not quote:
        return
    then = requoted(quote, quote, start, (cited_in,), between)
    assert then is not None
    found = requoted(quote, then, start, (between, unleaked), now)
    assert found is not None
    assert found in now.text
    assert not set(found.replace(MASK, "")) & set("QuilonZe7")
    if cited_in is unleaked and unleaked.text[start:end] != between.text[start:end]:
        touched = [each for each in everything if each[0] < end and start < each[1]]
        assert found.count(MASK) == len(touched)
