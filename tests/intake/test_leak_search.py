"""A study is searched as coders get it, and what is found is pointed at in the originals."""

import json
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.domain.blinding import MASK
from coder_tui.domain.identity_words import IdentityWords, read_identity_words
from coder_tui.domain.leaks import Decision, LeakKind
from coder_tui.intake.leaks.search import Search, search_leaks
from coder_tui.storage.key import KeyFile
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out
from coder_tui.storage.leak_texts import LeakTexts
from coder_tui.storage.leaks import decide, findings
from coder_tui.storage.study import StudyFile

LIST = Path(__file__).parents[2] / "rubric" / "identity_words.toml"
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "tau_bench"

MODEL, SCAFFOLD, MASKED, SHORT = "quillon-large", "brasswing-2", "Vendoria", "Zun7"

DAMAGED = (
    "Qillon Large",
    "q u i l l o n - l a r g e",
    "Quil-\nlon Large",
    "QuillonLarge",
    "Brаsswing 2",
    "Bra\u200bsswing-2",
    "Vendroia",
    "𝐕𝐞𝐧𝐝𝐨𝐫𝐢𝐚",
    "V\u0301endoria",
    "Cluade",
    "g p t - 4 o",
)
EXACT = ("OpenAI", "Mixtral", SHORT)
FORMS = ('{{"answer": "it is {0}"}}', "# {0}\n\n| a | {0} |", "https://x.test/?q={0}", "été {0} 愛")


def words() -> IdentityWords:
    return read_identity_words(LIST.read_text(encoding="utf-8"), LIST.name)


def planted() -> list[dict[str, Any]]:
    """One item for each damaged or exact name, beside names that init masks by itself."""
    items = []
    for number, name in enumerate((*DAMAGED, *EXACT)):
        text = f"I am {MODEL} by {MASKED}. {FORMS[number % len(FORMS)].format(name)} ok, call_98765"
        turns = [
            {"role": "system", "text": f"You are {MODEL} or {name}."},
            {"role": "user", "text": "Who are you?"},
            {"role": "assistant", "text": text},
            {"role": "tool", "kind": "tool_result", "call": "call_98765", "text": f"<b>{name}</b>"},
        ]
        given = {"model": MODEL, "scaffold": SCAFFOLD, "reference": f"Told by {name}."}
        items.append(transcript(f"t{number}", turns=turns, **given))
    return items


PLAN = f'coders = ["ana", "ben"]\nrepeats = 0.3\nmask = ["{MASKED}"]'


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Planted names in every text, and a short one in the key's list of names."""
    built = write_study(planted(), plan=PLAN).init()
    connection = sqlite3.connect(built.key_path)
    connection.execute("insert into identity values (?, 0, 1)", (SHORT,))
    connection.commit()
    connection.close()
    return built


@contextmanager
def opened(built: Built) -> Iterator[tuple[StudyFile, KeyFile]]:
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    try:
        yield study, key
    finally:
        key.close()
        study.close()


def quiet(*_: object) -> None:
    """No progress."""


def search(study: StudyFile, key: KeyFile) -> Search:
    return search_leaks(study, key, words(), quiet)


def all_rows(key: KeyFile) -> list[tuple[Any, ...]]:
    return key.connection.execute(
        "select blind_id, turn, source_start, source_end, spelling from leak"
    ).fetchall()


def test_every_planted_name_is_found_and_points_at_itself_in_the_original(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        assert {each.spelling for each in findings(key)} >= {*DAMAGED, *EXACT}
        texts = {
            (blind_id, turn): text
            for blind_id, turn, text in key.connection.execute(
                "select blind_id, turn, text from original"
            )
        }
        rows = all_rows(key)
        assert all(texts[row[0], row[1]][row[2] : row[3]] == row[4] for row in rows)
        assert {row[1] for row in rows} == {-1, 2, 3}, (
            "reference, answer, result; system is withheld"
        )


def test_marks_and_names_that_init_masked_are_no_leaks(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        spellings = {each.spelling for each in findings(key)}
    assert not spellings & {MODEL, MASKED, MASK, "name", "masked", "T1"}


def test_kinds_tell_exact_from_altered(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        kinds = {each.spelling: each.kind for each in findings(key)}
    assert {kinds[name] for name in EXACT} == {LeakKind.EXACT}
    assert {kinds[name] for name in DAMAGED} == {LeakKind.ALTERED}


def test_repeats_and_practice_items_are_searched_too(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    turns = [{"role": "assistant", "text": "Qillon Large greets you."}]
    practice = transcript("p1", model=MODEL, turns=turns)
    (tmp_path / "practice.jsonl").write_text(json.dumps(practice) + "\n")
    gold = '\n[[calibration]]\nitem = "practice.jsonl#p1"\ngold = { clarity = 1, escalated = 0 }\n'
    with opened(write_study(planted(), plan=PLAN + gold).init()) as (study, key):
        found = search(study, key)
        originals = {row.blind_id: row for row in key.rows()}
        assert found.items == len(originals)
        reached = {row[0] for row in all_rows(key)}
        assert {"p1"} <= {originals[blind_id].original_id for blind_id in reached}
        assert any(originals[blind_id].repeats_blind_id for blind_id in reached)
        repeats = {b for b, row in originals.items() if row.repeats_blind_id}
        assert not repeats & {each.blind_id for each in findings(key)}


def spellings_on_disk(built: Built, spellings: tuple[str, ...]) -> list[str]:
    """Those that stand in any byte of the study or its log, as text or as JSON escapes it."""
    data = built.bytes()
    return [
        each for each in spellings
        if each.encode() in data or json.dumps(each)[1:-1].encode() in data
    ]  # fmt: skip


def test_what_is_masked_is_in_no_byte_of_the_study_any_more(built: Built) -> None:
    assert set(spellings_on_disk(built, (*DAMAGED, *EXACT))) == {*DAMAGED, *EXACT}
    with opened(built) as (study, key):
        search(study, key)
        sure = [each for each in findings(key) if each.kind in (LeakKind.EXACT, LeakKind.ALTERED)]
        decide(key, sure, Decision.MASKED, person="lead")
        carry_out(study, key, person="lead")
        assert spellings_on_disk(built, (*DAMAGED, *EXACT, MODEL, MASKED)) == []
        key.check(study)
    assert spellings_on_disk(built, (*DAMAGED, *EXACT, MODEL, MASKED)) == []


def test_a_second_search_finds_nothing_new_and_keeps_what_was_decided(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        before = findings(key)
        decide(key, before[::2], Decision.MASKED, person="lead")
        decide(key, before[1::2], Decision.KEPT, person="lead")
        carry_out(study, key, person="lead")
        decided = findings(key)
        search(study, key)
        assert findings(key) == decided
        assert {each.decision for each in decided} == {Decision.MASKED, Decision.KEPT}


def test_a_search_with_other_words_forgets_only_what_was_not_decided(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        kept = next(each for each in findings(key) if each.spelling == "Cluade")
        decide(key, [kept], Decision.KEPT, person="lead")
        search_leaks(study, key, IdentityWords(), quiet)
        listed = [each.place for each in findings(key) if each.name == "Claude"]
        assert listed == [kept.place]
        assert "Qillon Large" in {each.spelling for each in findings(key)}


def test_a_name_in_a_tools_name_is_told_apart(write_study: WriteStudy) -> None:
    call = {
        "role": "assistant",
        "kind": "tool_call",
        "name": "ask_mixtral",
        "call": "c",
        "text": "{}",
    }
    with opened(write_study([transcript("t1", turns=[call]), transcript("t2")]).init()) as files:
        (only,) = search(*files).labels
        assert findings(files[1]) == []
    assert (only.what, only.label, only.name) == ("tool", "ask_mixtral", "Mixtral")


def test_the_surroundings_are_those_that_a_coder_reads(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        texts = LeakTexts(study, key)
        found = next(each for each in findings(key) if each.spelling == SHORT and each.turn == 2)
        around = texts.around(found, 30)
        assert around.found == SHORT
        assert f"by {MASK}." in around.before
        assert around.after.endswith("ok, T1")
        assert (around.starts, around.ends) == (False, True)
        decide(key, [found], Decision.MASKED, person="lead")
        carry_out(study, key, person="lead")
        texts.forget()
        assert texts.around(found, 30).found == MASK


def test_a_search_that_breaks_off_leaves_the_key_as_it_was(built: Built) -> None:
    with opened(built) as (study, key):
        search(study, key)
        before = findings(key)

        def stop(_phase: str, done: int, _total: int) -> None:
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            search_leaks(study, key, words(), stop)
        assert findings(key) == before


def test_memory_does_not_grow_with_the_study(write_study: WriteStudy) -> None:
    """Three times the text, and hardly more in memory at any time."""
    text = "Words that name nobody stand here. " * 5_000 + "Mixtral"
    with opened(write_study([transcript(f"t{n}") for n in range(18)]).init()) as (study, key):
        peaks = []
        for filled in (6, 18):
            some = [row.blind_id for row in key.rows()][:filled]
            study.connection.executemany(
                "update part set text = ? where blind_id = ?", ((text, each) for each in some)
            )
            tracemalloc.start()
            search(study, key)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert len(findings(key)) == 2 * filled
    assert peaks[1] < 1.2 * peaks[0]


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_real_conversations_lose_what_is_masked_in_them(write_study: WriteStudy) -> None:
    """They name no model; words that stand in them in several spellings are taken for one."""
    plan = f'coders = ["ana", "ben"]\nitems = ["{REAL}/*.json"]'
    given = IdentityWords(names=("certificate number", "basic economy"))
    with opened(write_study(plan=plan).init()) as (study, key):
        found = search_leaks(study, key, given, quiet)
        assert found.items >= 50
        places = findings(key)
        assert len({each.spelling for each in places}) > 2
        originals = {
            (blind_id, turn): text
            for blind_id, turn, text in key.connection.execute(
                "select blind_id, turn, text from original"
            )
        }
        for each in places:
            assert originals[each.blind_id, each.turn][each.start : each.end] == each.spelling
        decide(key, places, Decision.MASKED, person="lead")
        carry_out(study, key, person="lead")
        rows = study.connection.execute("select text from part").fetchall()
        assert not any(each.spelling in text for each in places for (text,) in rows)
        search_leaks(study, key, given, quiet)
        assert [each.decision for each in findings(key)] == [Decision.MASKED] * len(places)
