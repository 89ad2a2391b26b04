"""The review of a real study: numbers by hand, and who sees what."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import (
    ANA,
    BEN,
    PLAN,
    blind_ids,
    code,
    code_both,
    keyed_items,
    transcripts,
)

from coder_tui.analysis.access import NO_CONDITIONS, NO_KEY, SEALED
from coder_tui.analysis.disagreements import how_many
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.names import letters, numbers
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.review import Review, review_study
from coder_tui.analysis.verdicts import Verdict
from coder_tui.cli.review_json import review_object
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import CLEARED, NOT_APPLICABLE, scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]


@pytest.fixture
def build(write_study: Build) -> Build:
    """Make the study; `plan` is the rest of its study file."""

    def make(plan: str = PLAN, **given: Any) -> Any:
        return write_study(transcripts(), plan=plan).init(**given)

    return make


@pytest.fixture
def coded(build: Build) -> Any:
    built = build()
    code_both(built.path, built.key_path)
    return built


def review(built: Any, *, with_key: bool) -> Review:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_study(study, keyed_items(built.key_path) if with_key else None)
    finally:
        study.close()


def measured(found: Review, dimension: str) -> Measured:
    return next(each for each in found.agreement if each.dimension.id == dimension)


def values(found: Measured, name: str) -> dict[str, float | None]:
    return {
        each.weights or "": each.value
        for each in found.coefficients
        if each.name == name and (each.coders or name != "cohen_kappa")
    }


# Numbers by hand


def test_coefficients_are_those_computed_by_hand(coded: Any) -> None:
    found = measured(review(coded, with_key=True), "clarity")
    assert (found.percent.items, found.percent.pairs, found.differ) == (3, 3, 1)
    assert found.percent.value == pytest.approx(2 / 3)
    kappas = values(found, "cohen_kappa")
    assert kappas["none"] == pytest.approx(1 - 3 * 1 / 6)
    assert kappas["linear"] == pytest.approx(1 - 3 * 1 / 9)
    assert kappas["quadratic"] == pytest.approx(1 - 3 * 1 / 15)
    assert values(found, "krippendorff_alpha")[""] == pytest.approx(1 - 5 * 8 / 180)
    assert found.headline.weights == "quadratic"
    assert found.headline.coders == ("ana", "ben")
    assert found.note == "too few: 3 items"


def test_applicability_has_its_own_line_and_stays_out_of_the_scale(coded: Any) -> None:
    found = measured(review(coded, with_key=True), "clarity")
    assert (found.applicability.value, found.applicability.items) == (0.75, 4)
    assert found.differ_in_applicability == 1
    assert found.prevalence == {"0": 2, "1": 2, "2": 3}
    assert found.withheld == 1


def test_one_value_throughout_is_undefined_with_a_reason(coded: Any) -> None:
    found = measured(review(coded, with_key=True), "escalated")
    assert found.headline.value is None
    assert found.note == "undefined: all scores 1"
    assert "Percent agreement is 100%" in found.explanation
    assert not found.below_bar


def test_a_value_of_few_items_is_held_to_no_bar(build: Build) -> None:
    built = build(f"{PLAN}\nagreement_bar = 0.9")
    code_both(built.path, built.key_path)
    found = measured(review(built, with_key=True), "clarity")
    assert found.below_bar
    assert found.verdict is Verdict.TOO_FEW
    assert found.note == "too few: 3 items"
    assert "fewer than 5 items are not held against it" in found.explanation


def test_a_value_from_one_item_is_held_to_no_bar(build: Build) -> None:
    built = build()
    ids = blind_ids(built.key_path)
    code(built.path, "ana", {ids["x2"]: ANA["x2"]})
    code(built.path, "ben", {ids["x2"]: BEN["x2"]})
    clarity = measured(review(built, with_key=True), "clarity")
    assert clarity.headline.value == 0.0
    assert not clarity.below_bar
    assert clarity.note == "one item: says nothing"


def test_a_dimension_that_nobody_was_asked_is_undefined_and_not_left_out(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        code(built.path, coder, {blind["x1"]: {"clarity": 1, "escalated": 0}})
    found = measured(review(built, with_key=True), "escalation_quality")
    assert found.note == "undefined: no item by two"
    assert found.percent.value is None


def test_a_hidden_answer_is_no_answer(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)["x1"]
    code(built.path, "ana", {blind: {"clarity": 1, "escalated": 0, "escalation_quality": 1}})
    code(built.path, "ben", {blind: {"clarity": 1, "escalated": 1, "escalation_quality": 0}})
    found = review(built, with_key=True)
    assert [each.dimension.id for each in found.disagreements] == ["escalated"]


def test_drafts_and_edits_since_a_reopening_do_not_count(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind["x1"]: {"clarity": 2}})
    code(built.path, "ben", {blind["x1"]: {"clarity": 2}})
    code(built.path, "ben", {blind["x2"]: {"clarity": 1}}, submit=False)
    study = StudyFile.open(built.path)
    again = Recorder.start(study.connection, built.path, "ben", study.rubric_fingerprint)
    again.move(blind["x1"], Move.REOPENED)
    again.score(blind["x1"], "clarity", CLEARED)
    study.close()
    found = review(built, with_key=True)
    assert measured(found, "clarity").prevalence == {"0": 0, "1": 0, "2": 2}
    ben = next(each for each in found.progress if each.coder == "ben")
    assert (ben.submitted, ben.draft, ben.reopened) == (0, 1, 1)


def test_kinds_of_coders_are_never_compared_with_one_another(build: Build) -> None:
    built = build(simulated=("sim-1", "sim-2"))
    blind = code_both(built.path, built.key_path)
    for coder in ("sim-1", "sim-2"):
        code(built.path, coder, {blind["x1"]: {"clarity": 2}})
    found = review(built, with_key=True)
    assert {(each.dimension.id, each.coder_kind) for each in found.disagreements} == {
        ("clarity", "human")
    }
    assert [each.coder_kind for each in found.agreement] == ["human"] * 3 + ["simulated"] * 3
    assert found.study.simulated


def test_three_coders_are_held_against_the_bar_by_alpha(build: Build) -> None:
    built = build('coders = ["ana", "ben", "cem"]\ncoders_per_item = 3\nseal = false')
    blind = code_both(built.path, built.key_path)
    code(built.path, "cem", {blind[item]: sheet for item, sheet in ANA.items()})
    found = measured(review(built, with_key=True), "clarity")
    assert found.headline.name == "krippendorff_alpha"
    found_pairs = {each.coders for each in found.coefficients if each.name == "scott_pi"}
    assert found_pairs == {("ana", "ben"), ("ana", "cem"), ("ben", "cem")}


def test_kinds_without_a_pair_come_last_with_one_sentence_and_json_has_all(build: Build) -> None:
    built = build('coders = ["ana"]\ncoders_per_item = 1', simulated=("sim-1", "sim-2"))
    blind = blind_ids(built.key_path)["x1"]
    for coder in ("ana", "sim-1", "sim-2"):
        code(built.path, coder, {blind: {"clarity": 2, "escalated": 0}})
    found = review(built, with_key=True)
    assert [each.coder_kind for each in found.agreement] == ["simulated"] * 3 + ["human"] * 3
    assert {each.coder_kind for each in found.paired} == {"simulated"}
    assert [each.sentence for each in found.unpaired] == [
        "human: 1 coder, no item coded by two yet"
    ]
    kinds = [each["kind"] for each in review_object(found)["agreement"]]
    assert (kinds.count("human"), kinds.count("simulated")) == (3, 3)


def test_agreement_on_that_nothing_applies_is_a_pair(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)["x1"]
    for coder in ("ana", "ben"):
        code(built.path, coder, {blind: {"clarity": NOT_APPLICABLE}})
    assert review(built, with_key=True).unpaired == ()


# Who sees what


def test_without_the_key_an_item_not_submitted_by_all_is_held_back(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[item]: ANA[item] for item in ("x2", "x4")})
    code(built.path, "ben", {blind["x2"]: BEN["x2"]})
    code(built.path, "ben", {blind["x4"]: BEN["x4"]})
    study = StudyFile.open(built.path)
    Recorder.start(study.connection, built.path, "ben", study.rubric_fingerprint).move(
        blind["x4"], Move.REOPENED
    )
    study.close()
    without, with_key = review(built, with_key=False), review(built, with_key=True)
    assert [each.blind_id for each in without.disagreements] == [blind["x2"]]
    assert without.held_back == 1
    assert {each.blind_id for each in with_key.disagreements} == {blind["x2"], blind["x4"]}
    assert with_key.held_back == 0


def test_an_item_that_a_coder_of_another_kind_has_open_is_held_back_too(build: Build) -> None:
    built = build(simulated=("sim-1", "sim-2"))
    code_both(built.path, built.key_path)
    assert not review(built, with_key=False).disagreements


def test_without_the_key_no_coder_is_named_but_in_the_progress(coded: Any) -> None:
    found = review_object(review(coded, with_key=False))
    found.pop("progress")
    text = json.dumps(found)
    assert found["disagreements"]
    assert not re.search(r"\b(ana|ben)\b", text)
    assert set(found["disagreements"][0]["scores"]) == {"A", "B"}


def test_with_the_key_coders_are_named_with_comments_and_evidence(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)["x2"]
    code(built.path, "ana", {blind: {"clarity": 1}}, comments={blind: "Hard to say."})
    code(built.path, "ben", {blind: {"clarity": 2}})
    (found,) = review(built, with_key=True).disagreements
    ana, ben = found.answers
    assert (ana.coder, ana.answer.value, ana.comments) == ("ana", "1", ("Hard to say.",))
    assert (ben.coder, ben.answer.value, ben.evidence) == ("ben", "2", ((2, "Here"),))
    assert found.distance == 1.0


def test_letters_change_from_item_to_item_and_stay_on_one() -> None:
    given = [letters("study", f"item{n}", ["ana", "ben"])["ana"] for n in range(40)]
    assert {"A", "B"} == set(given)
    assert given == [letters("study", f"item{n}", ["ben", "ana"])["ana"] for n in range(40)]
    assert sorted(numbers("study", ["ana", "ben"]).values()) == ["coder 1", "coder 2"]


def test_a_sealed_study_shows_no_condition_even_with_the_key(build: Build) -> None:
    built = build('coders = ["ana", "ben"]')
    code_both(built.path, built.key_path)
    found = review(built, with_key=True)
    assert found.conditions is None
    assert found.conditions_note == SEALED
    text = json.dumps(review_object(found))
    assert not any(hidden in text for hidden in ("modelia", "C1", "C2"))


def test_without_the_key_there_are_no_conditions_and_it_says_why(coded: Any) -> None:
    found = review(coded, with_key=False)
    assert found.conditions is None
    assert found.conditions_note == NO_KEY


# Conditions


def cells(found: Review, dimension: str) -> dict[tuple[str, str], Cell]:
    table = next(each for each in found.conditions or () if each.dimension.id == dimension)
    return {(c.model, c.scaffold): c for row in table.rows for c in row.cells if c is not None}


def test_means_are_of_final_scores_and_unresolved_ones_are_counted(coded: Any) -> None:
    found = cells(review(coded, with_key=True), "clarity")
    one_c1, one_c2 = found["modelia-one", "C1"], found["modelia-one", "C2"]
    assert (one_c1.n, one_c1.mean, dict(one_c1.counts)) == (1, 0.0, {"0": 1})
    assert (one_c2.n, one_c2.mean, one_c2.unresolved) == (0, None, 1)


def test_one_score_of_a_person_does_not_move_the_means_of_a_simulated_study(
    build: Build,
) -> None:
    built = build(
        'coders = ["ana"]\ncoders_per_item = 1\nseal = false\nsimulated = true',
        simulated=("sim-1", "sim-2"),
    )
    blind = blind_ids(built.key_path)
    for coder in ("sim-1", "sim-2"):
        code(built.path, coder, {each: {"clarity": 2} for each in blind.values()})
    before = cells(review(built, with_key=True), "clarity")
    assert before["modelia-one", "C1"].mean == 2.0
    code(built.path, "ana", {blind["x1"]: {"clarity": 0}})
    assert cells(review(built, with_key=True), "clarity") == before


def test_only_agreement_of_the_kind_that_final_scores_rest_on_warns(build: Build) -> None:
    built = build(simulated=("sim-1", "sim-2"))
    blind = code_both(built.path, built.key_path)
    for coder, values in (("sim-1", (0, 2)), ("sim-2", (2, 0))):
        given = zip(("x1", "x2"), values, strict=True)
        code(built.path, coder, {blind[item]: {"clarity": value} for item, value in given})
    found = review(built, with_key=True)
    below = {each.coder_kind for each in found.agreement if each.below_bar}
    assert below == {"simulated"}
    assert not any(table.ground.below_bar for table in found.conditions or ())


def test_a_decided_disagreement_shows_its_final_answer(coded: Any) -> None:
    found = review(coded, with_key=True)
    assert how_many(found.disagreements) == "2 disagreements, 0 decided"
    assert [each["final"] for each in review_object(found)["disagreements"]] == [None, None]
    blind = blind_ids(coded.key_path)
    study = StudyFile.open(coded.path)
    judge = Adjudicator.start(study, "dora")
    judge.decide(CaseId(blind["x2"], "clarity"), Decision(scored(2), REASONS[0]))
    study.close()
    for with_key in (True, False):
        found = review(coded, with_key=with_key)
        assert how_many(found.disagreements) == "2 disagreements, 1 decided"
        told = review_object(found)["disagreements"]
        assert {each["blind_id"]: each["final"] for each in told} == {
            blind["x2"]: {"state": "scored", "value": "2", "basis": "adjudicated"},
            blind["x4"]: None,
        }


def test_a_decision_on_one_kind_decides_nothing_of_another(build: Build) -> None:
    built = build(simulated=("sim-1", "sim-2"))
    blind = code_both(built.path, built.key_path)["x2"]
    code(built.path, "sim-1", {blind: {"clarity": 0}})
    code(built.path, "sim-2", {blind: {"clarity": 1}})
    study = StudyFile.open(built.path)
    judge = Adjudicator.start(study, "dora")
    judge.decide(CaseId(blind, "clarity"), Decision(scored(2), REASONS[0]))
    study.close()
    found = [each for each in review(built, with_key=True).disagreements if each.blind_id == blind]
    decided = {each.coder_kind: each.final is not None for each in found}
    assert decided == {"human": True, "simulated": False}


def test_an_adjudicated_score_is_final(coded: Any) -> None:
    study = StudyFile.open(coded.path)
    blind = blind_ids(coded.key_path)["x2"]
    sitting = Sitting.start(study.connection, coded.path, "dora", "adjudication")
    sitting.append(
        "adjudication",
        {
            "adjudicator": "dora", "blind_id": blind, "dimension": "clarity", "state": "scored",
            "value": "2", "number": 2.0, "reason": "slip", "sentence": "", "undoes_sitting": None,
            "undoes_seq": None, "rubric": study.rubric_fingerprint,
        },
    )  # fmt: skip
    study.close()
    found = review(coded, with_key=True)
    assert cells(found, "clarity")["modelia-one", "C2"].mean == 2.0
    assert measured(found, "clarity").differ == 1


def test_items_without_model_and_scaffold_have_nothing_to_compare(build: Build) -> None:
    built = build()
    code_both(built.path, built.key_path)
    study = StudyFile.open(built.path, read_only=True)
    found = review_study(study, [])
    study.close()
    assert found.conditions == ()
    assert found.conditions_note == NO_CONDITIONS


def test_hostile_text_passes_through_the_copy_unchanged(build: Build) -> None:
    built = build()
    blind = blind_ids(built.key_path)["x2"]
    hostile = "a\x00b\x1b[2Jc‮d'; drop table score; --\n[/red]"
    code(built.path, "ana", {blind: {"clarity": 1}}, comments={blind: hostile})
    code(built.path, "ben", {blind: {"clarity": 2}})
    (found,) = review(built, with_key=True).disagreements
    assert found.answers[0].comments == (hostile,)
