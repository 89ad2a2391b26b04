"""How well blinding held, from the coders' guesses to the review: numbers by hand, and who sees it.

Three names are offered, so a wrong guess weighs 1/2 in Bang's index. About items of modelia-one,
of four answers two are right, one is wrong, one cannot tell: B = 1/2 - 1/2 * 1/4 = 3/8, with
variance (1/2 + 1/4 * 1/4 - 9/64) / 4 = 27/256. About modelia-two one is right and three wrong:
B = 1/4 - 1/2 * 3/4 = -1/8, with the same variance. Of the seven that name a model, D = 4/7 are
wrong, and E = 1 - (3/7 * 4/7 + 4/7 * 1/7) = 33/49 would be by chance, so that James' index is
(1 + 1/8 + 7/8 * (28/33 - 1)) / 2.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy
from tests.review_fixtures import ANA, blind_ids, code, code_both, keyed_items, transcripts
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

from coder_tui.analysis.access import NO_KEY_FOR_BLINDING, SEALED_BLINDING
from coder_tui.analysis.blinding import NOT_ASKED, NOT_OFFERED
from coder_tui.analysis.review import review_study
from coder_tui.cli.main import cli
from coder_tui.domain.guessing import CANNOT_TELL, NO_CONFIDENCE, Guess
from coder_tui.statistics.blinding_index import NO_GUESSES
from coder_tui.storage.database import immediate
from coder_tui.storage.exclusions import exclude
from coder_tui.storage.rounds import Guesser
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

PLAN = """\
coders = ["ana", "ben"]
seal = false
guess = ["Modelia-One", "modelia-two", "Decoy"]
"""
ONE, TWO, DECOY = "Modelia-One", "modelia-two", "Decoy"
NOBODY_KNOWS = Guess(CANNOT_TELL, NO_CONFIDENCE)

# x1 and x2 are of modelia-one, x3 and x4 of modelia-two.
ANA_GUESSES = {"x1": Guess(ONE, 3), "x2": Guess(DECOY, 1), "x3": Guess(TWO, 3), "x4": Guess(ONE, 2)}
BEN_GUESSES = {
    "x1": Guess(ONE, 2),
    "x2": NOBODY_KNOWS,
    "x3": Guess(ONE, 1),
    "x4": Guess(DECOY, 1),
}
REACH = 1.959964 * math.sqrt(27 / 256)
KNOWN = {**ANA_GUESSES, "x2": Guess(ONE, 3)}


def guess(path: Path, coder: str, guesses: Mapping[str, Guess]) -> None:
    """Guess as a coder would, through a sitting."""
    study = StudyFile.open(path)
    recorder = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    for blind_id, guessed in guesses.items():
        Guesser(recorder.sitting).guess(blind_id, guessed)
    recorder.sitting.close()
    study.close()


def guess_both(built: Built) -> dict[str, str]:
    """Let both guess about everything; gives the blind ids."""
    blind = blind_ids(built.key_path)
    guess(built.path, "ana", {blind[item]: each for item, each in ANA_GUESSES.items()})
    guess(built.path, "ben", {blind[item]: each for item, each in BEN_GUESSES.items()})
    return blind


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    return write_study(transcripts(), plan=PLAN).init()


@pytest.fixture
def guessed(built: Built) -> Built:
    code_both(built.path, built.key_path)
    guess_both(built)
    return built


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, ["review", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def as_json(built: Built, *arguments: object) -> dict[str, Any]:
    return dict(json.loads(run(built.path, *arguments, "--json")))


def of_people(built: Built) -> dict[str, Any]:
    """What --json says of the guesses of people to who holds the key."""
    return dict(as_json(built, "--key", built.key_path)["blinding"]["kinds"][0])


# Numbers by hand


def test_bang_and_james_are_those_computed_by_hand(guessed: Built) -> None:
    found = of_people(guessed)
    one, two = found["models"]
    assert (found["kind"], found["offered"], found["guesses"]) == ("human", 3, 8)
    assert (one["model"], two["model"]) == ("modelia-one", "modelia-two")
    assert one["bang"]["value"] == pytest.approx(3 / 8)
    assert one["bang"]["interval"]["low"] == pytest.approx(3 / 8 - REACH)
    assert one["bang"]["interval"]["high"] == 1.0
    assert two["bang"]["value"] == pytest.approx(-1 / 8)
    assert two["bang"]["interval"]["low"] == -0.5
    assert two["bang"]["interval"]["high"] == pytest.approx(-1 / 8 + REACH)
    assert one["bang"]["chance"] == 0.0
    assert found["james"]["value"] == pytest.approx((9 / 8 + 7 / 8 * (28 / 33 - 1)) / 2)
    assert found["james"]["chance"] == 0.5
    assert not one["recognised"]


def test_guesses_are_counted_by_model_and_by_coder_with_how_sure_they_were(guessed: Built) -> None:
    found = of_people(guessed)
    one, two = found["models"]
    assert (one["correct"], one["wrong"], one["cannot_tell"]) == (2, 1, 1)
    assert (one["confidence_correct"], one["confidence_wrong"]) == (2.5, 1.0)
    assert (two["correct"], two["wrong"], two["cannot_tell"]) == (1, 3, 0)
    assert (two["confidence_correct"], two["confidence_wrong"]) == (3.0, pytest.approx(4 / 3))
    counts = [
        (each["coder"], each["guesses"], each["correct"], each["wrong"], each["cannot_tell"])
        for each in found["coders"]
    ]
    assert counts == [("ana", 4, 2, 2, 0), ("ben", 4, 1, 2, 1)]


def test_the_table_says_what_was_taken_for_what(guessed: Built) -> None:
    table = of_people(guessed)["confusion"]
    assert table["rows"] == ["modelia-one", "modelia-two"]
    rows = {
        model: dict(zip(table["columns"], counts, strict=True))
        for model, counts in zip(table["rows"], table["counts"], strict=True)
    }
    assert table["columns"][-1] == CANNOT_TELL
    assert rows["modelia-one"] == {ONE: 2, TWO: 0, DECOY: 1, CANNOT_TELL: 1}
    assert rows["modelia-two"] == {ONE: 2, TWO: 1, DECOY: 1, CANNOT_TELL: 0}


def test_plain_text_says_what_the_numbers_mean_in_80_columns(guessed: Built) -> None:
    shown = run(guessed.path, "--key", guessed.key_path, "--plain")
    block = shown[shown.index("BLINDING") :]
    assert max(map(len, block.splitlines())) <= 80
    line = next(each for each in block.splitlines() if each.startswith("modelia-one "))
    assert line.split()[1:] == ["4", "2", "1", "1", "2.5", "1.0", ".38", "-.26", "to", "1.00"]
    flat = " ".join(block.split())
    for said in (
        "0 is what chance gives, 1 that everybody knew",
        "take all answers as independent",
        "modelia-one: Chance alone could explain these guesses.",
        "all (James)",
        "is \\ taken for",
    ):
        assert said in flat


def test_a_model_that_everybody_knows_is_said_to_be_recognised(write_study: WriteStudy) -> None:
    many = [{**transcripts()[0], "id": f"n{n}", "task": f"n{n}"} for n in range(20)]
    built = write_study([*many, transcripts()[3]], plan=PLAN).init()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {each: {"clarity": 1} for each in blind.values()})
    named = {blind[f"n{n}"]: Guess(ONE if n else DECOY, 2) for n in range(20)}
    guess(built.path, "ana", named)
    one, two = of_people(built)["models"]
    assert one["bang"]["value"] == pytest.approx(19 / 20 - 1 / 40)
    assert one["recognised"]
    assert "did not hold" in one["sentence"]
    assert (two["guesses"], two["bang"]["value"]) == (0, None)
    assert two["bang"]["undefined"] == NO_GUESSES


# What counts


def test_only_submitted_items_that_count_are_in_it(built: Built) -> None:
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[item]: ANA[item] for item in ("x1", "x2", "x3")})
    guess(built.path, "ana", {blind[item]: each for item, each in KNOWN.items()})
    study = StudyFile.open(built.path)
    with immediate(study.connection):
        exclude(study.connection, [blind["x2"]], "leak", "lead")
    study.close()
    found = of_people(built)
    assert {each["model"]: each["guesses"] for each in found["models"]} == {
        "modelia-one": 1,
        "modelia-two": 1,
    }


def test_silent_repeats_are_not_counted_twice(write_study: WriteStudy) -> None:
    many = [{**transcripts()[0], "id": f"n{n}", "task": f"n{n}"} for n in range(8)]
    built = write_study(many, plan=f"{PLAN}repeats = 0.25\n").init()
    study = StudyFile.open(built.path, read_only=True)
    own = [each.blind_id for each in study.assignments("ana")]
    study.close()
    assert len(own) == 10
    code(built.path, "ana", {each: {"clarity": 1} for each in own})
    guess(built.path, "ana", {each: Guess(ONE, 1) for each in own})
    assert of_people(built)["guesses"] == 8


def test_only_the_first_guess_of_a_coder_about_an_item_counts(guessed: Built) -> None:
    guess(guessed.path, "ana", {blind_ids(guessed.key_path)["x2"]: Guess(ONE, 3)})
    one = of_people(guessed)["models"][0]
    assert (one["guesses"], one["correct"], one["wrong"]) == (4, 2, 1)


def test_simulated_coders_stand_apart(write_study: WriteStudy) -> None:
    built = write_study(transcripts(), plan=PLAN).init(simulated=("sim-1",))
    code_both(built.path, built.key_path)
    blind = guess_both(built)
    code(built.path, "sim-1", {blind["x1"]: {"clarity": 1}})
    guess(built.path, "sim-1", {blind["x1"]: Guess(DECOY, 1)})
    people, simulated = as_json(built, "--key", built.key_path)["blinding"]["kinds"]
    assert (people["kind"], people["guesses"]) == ("human", 8)
    assert (simulated["kind"], simulated["guesses"], simulated["wrong"]) == ("simulated", 1, 1)
    assert [each["coder"] for each in people["coders"]] == ["ana", "ben"]


def test_a_model_that_is_not_offered_has_no_index_and_a_reason(write_study: WriteStudy) -> None:
    plan = PLAN.replace('"modelia-two"', '"Another"')
    built = write_study(transcripts(), plan=plan).init()
    blind = code_both(built.path, built.key_path)
    guess(built.path, "ana", {blind["x1"]: Guess(ONE, 3), blind["x3"]: Guess(DECOY, 1)})
    one, two = of_people(built)["models"]
    assert one["bang"]["undefined"] is None
    assert (two["bang"]["value"], two["bang"]["undefined"]) == (None, NOT_OFFERED)
    assert (two["guesses"], two["wrong"]) == (1, 1)


# Who sees it


def test_without_the_key_there_is_one_sentence_and_no_name(guessed: Built) -> None:
    found = as_json(guessed)
    assert found["blinding"] is None
    assert found["blinding_note"] == NO_KEY_FOR_BLINDING
    shown = run(guessed.path, "--plain")
    assert " ".join(NO_KEY_FOR_BLINDING.split()) in " ".join(shown.split())
    assert "odelia" not in shown
    assert DECOY not in shown


def test_a_sealed_study_says_so_even_to_who_holds_the_key(write_study: WriteStudy) -> None:
    built = write_study(transcripts(), plan=PLAN.replace("seal = false", "seal = true")).init()
    code_both(built.path, built.key_path)
    guess_both(built)
    found = as_json(built, "--key", built.key_path)
    assert (found["blinding"], found["blinding_note"]) == (None, SEALED_BLINDING)
    assert "odelia" not in run(built.path, "--key", built.key_path, "--plain")


def test_a_study_that_asks_for_no_guess_says_so(write_study: WriteStudy) -> None:
    built = write_study(transcripts(), plan='coders = ["ana", "ben"]\nseal = false').init()
    found = as_json(built, "--key", built.key_path)
    assert (found["blinding"], found["blinding_note"]) == (None, NOT_ASKED)
    assert "asks its coders for no guess" in run(built.path, "--plain")


def test_before_the_first_guess_the_indexes_are_undefined(built: Built) -> None:
    found = of_people(built)
    assert found["guesses"] == 0
    assert found["james"]["undefined"] == NO_GUESSES
    assert {each["bang"]["undefined"] for each in found["models"]} == {NO_GUESSES}
    assert "Nobody has guessed yet." in run(built.path, "--key", built.key_path, "--plain")


# The screen, and hostile names


async def test_the_tab_of_conditions_has_a_line_that_opens_into_everything(guessed: Built) -> None:
    app = review_app(guessed)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "G")
        text = await settled(pilot)
        assert "Guesses (human)" in text
        assert "all (James)" in text
        assert "-.26 to 1.00" in text
        await pilot.press("w")
        text = await settled(pilot)
        assert "was taken for" in text
        assert "Decoy" in text


async def test_the_screen_says_without_the_key_why_there_is_nothing(guessed: Built) -> None:
    app = review_app(guessed, with_key=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "w")
        text = await settled(pilot)
    assert "How well blinding held" in text
    assert "odelia" not in text


async def test_hostile_names_of_models_are_shown_visibly(write_study: WriteStudy) -> None:
    hostile = "[red]M\x1b[2J\u202e\n" + "long" * 20
    items = [{**each, "model": hostile} for each in transcripts()[:2]] + transcripts()[2:]
    built = write_study(items, plan=PLAN).init()
    code_both(built.path, built.key_path)
    guess_both(built)
    shown = run(built.path, "--key", built.key_path, "--plain")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    block = shown[shown.index("BLINDING") :]
    assert "[red]M␛[2J" in block
    assert max(map(len, block.splitlines())) <= 80
    app = review_app(built)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "G")
        assert "[red]M␛[2J" in await settled(pilot)
        await pilot.press("w")
        text = await settled(pilot)
    assert "[red]M␛[2J" in text
    assert "\x1b" not in text


def test_many_long_names_stand_under_numbers_with_a_legend(write_study: WriteStudy) -> None:
    names = [f"A model with quite a long name {n:02}" for n in range(15)]
    plan = f'coders = ["ana", "ben"]\nseal = false\nguess = {json.dumps(names)}\n'
    built = write_study(transcripts(), plan=plan).init()
    blind = code_both(built.path, built.key_path)
    guess(built.path, "ana", {blind["x1"]: Guess(names[3], 1)})
    shown = run(built.path, "--key", built.key_path, "--plain")
    block = shown[shown.index("BLINDING") :]
    assert max(map(len, block.splitlines())) <= 80
    assert "? cannot tell" in " ".join(block.split())
    assert all(name in " ".join(block.split()) for name in names)


def test_a_review_of_the_file_is_what_the_command_prints(guessed: Built) -> None:
    study = StudyFile.open(guessed.path, read_only=True)
    try:
        found = review_study(study, keyed_items(guessed.key_path)).blinding
    finally:
        study.close()
    assert found is not None
    assert found.kinds[0].total.guesses == of_people(guessed)["guesses"]
