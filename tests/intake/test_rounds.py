"""Practice items, silent repeats and the guess: what `init` makes of them."""

import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.domain.assigning import least_gap
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.guessing import offered
from coder_tui.storage.key import KeyFile, KeyRow
from coder_tui.storage.rounds import practice_items
from coder_tui.storage.study import StudyFile

GOLD = "gold = { clarity = 1, escalated = 0 }"


def practice(*items: str, more: str = "") -> str:
    return "".join(f'\n[[calibration]]\nitem = "{item}"\n{GOLD}\n{more}\n' for item in items)


@pytest.fixture
def practice_file(tmp_path: Path) -> Path:
    """Two practice items; they stand under a model that no other item has."""
    path = tmp_path / "practice.jsonl"
    turns = [{"role": "user", "text": "Hello Practica-9."}]
    lines = [transcript(f"p{n}", model="practica-9", turns=turns) for n in (1, 2)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


PLAN = 'coders = ["ana", "ben"]\n'


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def key_rows(built: Built) -> dict[str, KeyRow]:
    key = KeyFile.open(built.key_path)
    try:
        return {row.blind_id: row for row in key.rows()}
    finally:
        key.close()


@pytest.mark.usefixtures("practice_file")
def test_practice_items_come_in_their_order_and_are_assigned_to_nobody(
    write_study: WriteStudy,
) -> None:
    built = write_study(plan=PLAN + practice("practice.jsonl#p2", "practice.jsonl#p1")).init()
    study = StudyFile.open(built.path)
    found = practice_items(study)
    named = {blind_id: row.original_id for blind_id, row in key_rows(built).items()}
    assert [named[each.blind_id] for each in found] == ["p2", "p1"]
    assigned = {each.blind_id for each in study.assignments()}
    assert assigned.isdisjoint(each.blind_id for each in found)
    assert (len(assigned), study.item_count(), built.report.items) == (4, 4, 4)
    assert built.report.practice == 2
    study.close()


@pytest.mark.usefixtures("practice_file")
def test_practice_items_are_blinded_like_others_and_known_to_the_key(
    write_study: WriteStudy,
) -> None:
    built = write_study(plan=PLAN + practice("practice.jsonl#p1")).init()
    assert b"practica-9" not in built.bytes().lower()
    assert b"practice.jsonl" not in built.bytes()
    texts = rows(built.path, "select text from part where text like 'Hello%'")
    assert texts == [("Hello [name masked].",)]
    (row,) = [row for row in key_rows(built).values() if row.original_id == "p1"]
    assert (row.model, row.repeats_blind_id) == ("practica-9", None)
    study, key = StudyFile.open(built.path), KeyFile.open(built.key_path)
    key.check(study)
    study.close()
    key.close()


REFUSED = {
    "a file that is not there": ("other.jsonl#p1", "there is no file 'other.jsonl'"),
    "an item that is not there": ("practice.jsonl#p3", "practice.jsonl has no item 'p3'"),
    "an item that is coded, too": ("transcripts.jsonl#t1", "is one of the study's items, too"),
    "such an item by another path": ("./transcripts.jsonl#t1", "is one of the study's items, too"),
}


@pytest.mark.usefixtures("practice_file")
@pytest.mark.parametrize(("item", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_practice_item_that_cannot_be_one_is_refused_with_its_place(
    write_study: WriteStudy, tmp_path: Path, item: str, said: str
) -> None:
    written = write_study(plan=PLAN + practice(item))
    with pytest.raises(BadInputError, match=r"calibration\[0\]\.item: ") as refusal:
        written.init()
    assert said in str(refusal.value)
    assert not list(tmp_path.glob("*.db"))


def test_a_practice_item_of_the_same_text_as_an_item_is_reported(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    rng = random.Random(1)
    words = " ".join(f"{rng.getrandbits(40):x}" for _ in range(300))
    long = [{"role": "user", "text": words}]
    copy = json.dumps(transcript("p1", turns=long))
    (tmp_path / "practice.jsonl").write_text(copy + "\n")
    plan = PLAN + "repeats = 0.5\n" + practice("practice.jsonl#p1")
    built = write_study([transcript("t1", turns=long), transcript("t2")], plan=plan).init()
    assert [sorted(pair[:2]) for pair in built.report.near_duplicates] == [["p1", "t1"]]


REPEATING = 'coders = ["ana", "ben"]\nrepeats = 0.25\n'


def test_each_coder_gets_a_share_of_the_own_items_again_under_another_name(
    write_study: WriteStudy,
) -> None:
    built = write_study([transcript(f"t{n}") for n in range(20)], plan=REPEATING).init()
    known = key_rows(built)
    study = StudyFile.open(built.path)
    assert built.report.repeats == {"ana": 5, "ben": 5}
    assert built.report.assigned == [("ana", "human", 25, 20), ("ben", "human", 25, 20)]
    for coder in ("ana", "ben"):
        places = {each.blind_id: each.place for each in study.assignments(coder)}
        assert len(places) == 25
        again = [
            row for blind_id, row in known.items() if row.repeats_blind_id and blind_id in places
        ]
        assert len(again) == 5
        for row in again:
            original = known[str(row.repeats_blind_id)]
            assert (row.original_id, row.model) == (original.original_id, original.model)
            distance = places[row.blind_id] - places[original.blind_id]
            assert distance >= least_gap(20)
            assert study.item(row.blind_id).parts == study.item(original.blind_id).parts
    study.close()


def test_nothing_but_the_text_tells_a_repeat_in_the_study(write_study: WriteStudy) -> None:
    built = write_study([transcript(f"t{n}") for n in range(20)], plan=REPEATING).init()
    links = rows(
        built.key_path,
        "select blind_id, repeats_blind_id from condition where repeats_blind_id is not null",
    )
    assert len(links) == 10
    hashes = dict(rows(built.path, "select blind_id, content_hash from item"))
    assert len(set(hashes.values())) == len(hashes) == 30
    ordered = [row[0] for row in rows(built.path, "select blind_id from item order by rowid")]
    assert ordered == sorted(ordered)
    assert b"repeat" not in built.bytes()


def test_simulated_coders_get_no_repeats(write_study: WriteStudy) -> None:
    built = write_study([transcript(f"t{n}") for n in range(20)], plan=REPEATING).init(
        simulated=["sim"]
    )
    study = StudyFile.open(built.path)
    assert len(study.assignments("sim")) == 20
    assert study.item_count() == 30
    study.close()


def test_the_offered_models_stand_in_the_study_in_seeded_order(write_study: WriteStudy) -> None:
    names = ("Modelia-One", "Decoy A", "Decoy B", "Decoy C")
    plan = PLAN + f"seed = 3\nguess = {json.dumps(names)}"
    study = StudyFile.open(write_study(plan=plan).init().path)
    assert study.info.guess == offered(names, 3)
    assert set(study.info.guess) == set(names)
    study.close()


def test_a_study_that_asks_for_no_guess_names_no_model(write_study: WriteStudy) -> None:
    built = write_study().init()
    assert b"modelia-one" not in built.bytes().lower()


def test_a_guess_about_entries_that_are_not_blind_is_refused(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    written = write_study(plan=PLAN + 'guess = ["A", "B"]')
    rubric = next(tmp_path.glob("*rubric*"))
    rubric.write_text(rubric.read_text().replace('unit = "transcript"', 'unit = "benchmark"'))
    with pytest.raises(BadInputError, match="guess: asks what a study of benchmark items shows"):
        written.init()
