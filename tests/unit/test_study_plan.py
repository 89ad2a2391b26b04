"""A study file is a registration: what it says holds, and what it may not say is refused."""

import pytest

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.domain.scaffolds import read_scaffolds
from coder_tui.domain.study_plan import StudyPlan, coder_name_is_plain, read_plan

LEAST = 'title = "S"\nrubric = "r.toml"\nitems = ["t.jsonl"]\ncoders = ["ana", "ben"]\n'


def read(extra: str = "", text: str = LEAST) -> StudyPlan:
    return read_plan(text + extra, "study.toml")


def test_the_least_study_file_has_the_defaults_of_the_contract() -> None:
    assert read() == StudyPlan(
        title="S",
        rubric="r.toml",
        items=("t.jsonl",),
        coders=("ana", "ben"),
        coder_kind="human",
        overlap=1.0,
        coders_per_item=2,
        seed=0,
        blind=None,
        show=(),
        mask=(),
        scaffolds="",
        agreement_bar=0.667,
        adjudication="third",
        adjudicator_may_code=False,
        seal=True,
        simulated=False,
        guess=(),
        repeats=0.0,
        calibration=(),
    )


def test_every_key_is_read() -> None:
    plan = read(
        'overlap = 0.5\ncoders_per_item = 1\nseed = 7\nblind = true\nshow = ["reasoning"]\n'
        'mask = ["Acme"]\nscaffolds = "s.toml"\nagreement_bar = 0.8\nadjudication = "third"\n'
        "adjudicator_may_code = true\nseal = false\nsimulated = true\n"
    )
    assert (plan.overlap, plan.coders_per_item, plan.seed, plan.blind) == (0.5, 1, 7, True)
    assert (plan.show, plan.mask, plan.scaffolds) == (("reasoning",), ("Acme",), "s.toml")
    assert (plan.agreement_bar, plan.adjudicator_may_code) == (0.8, True)
    assert (plan.seal, plan.simulated) == (False, True)


def test_practice_repeats_and_the_guess_are_read() -> None:
    plan = read(
        'guess = ["A", "B"]\nrepeats = 0.1\n[[calibration]]\nitem = "p.jsonl#a#1"\n'
        'gold = { d = 2 }\nwhy = { d = "Because." }\npass = 1\n'
    )
    (practice,) = plan.calibration
    assert (plan.guess, plan.repeats) == (("A", "B"), 0.1)
    assert (practice.file, practice.id, practice.pass_mark) == ("p.jsonl", "a#1", 1.0)
    assert (practice.gold, practice.why) == ({"d": 2}, {"d": "Because."})


def test_whole_numbers_stand_for_shares() -> None:
    assert read("overlap = 1").overlap == 1.0


REFUSED = {
    "a missing rubric": ('title = "S"', "rubric", "missing"),
    "an unknown key": (LEAST + "overlapp = 1", "overlapp", "'overlap'"),
    "no items": (LEAST.replace('["t.jsonl"]', "[]"), "items", "at least one"),
    "an empty item path": (LEAST.replace('"t.jsonl"', '" "'), "items[0]", "non-empty string"),
    "items that are no list": (LEAST.replace('["t.jsonl"]', '"t.jsonl"'), "items", "a list"),
    "no coders": (LEAST.replace('["ana", "ben"]', "[]"), "coders", "at least one"),
    "a coder twice": (LEAST.replace("ben", "ana"), "coders[1]", "there twice"),
    "coders who differ in case alone": (LEAST.replace("ben", "Ana"), "coders[1]", "there twice"),
    "a coder with a space": (LEAST.replace("ben", "ben b"), "coders[1]", "1 to 32 letters"),
    "a coder that is a path": (LEAST.replace("ben", ".."), "coders[1]", "letter or digit first"),
    "a coder like an option": (LEAST.replace("ben", "-x"), "coders[1]", "letter or digit first"),
    "a coder with an accent": (LEAST.replace("ben", "bén"), "coders[1]", "letters, digits"),
    "too much overlap": (LEAST + "overlap = 1.1", "overlap", "0 to 1"),
    "overlap that is no number": (LEAST + "overlap = nan", "overlap", "0 to 1"),
    "overlap too large for a number": (LEAST + f"overlap = {10**400}", "overlap", "a number"),
    "overlap that is true": (LEAST + "overlap = true", "overlap", "a number"),
    "more coders per item than there are": (
        LEAST + "coders_per_item = 3",
        "coders_per_item",
        "1 to 2",
    ),
    "no coder per item": (LEAST + "coders_per_item = 0", "coders_per_item", "1 to 2"),
    "one coder where two are the default": (
        LEAST.replace(', "ben"', ""),
        "coders_per_item",
        "is 2 (the default), but there is 1 coder. Write: coders_per_item = 1",
    ),
    "a bar above one": (LEAST + "agreement_bar = 2", "agreement_bar", "-1 to 1"),
    "something that cannot be shown": (
        LEAST + 'show = ["model"]',
        "show[0]",
        "system, reasoning, wrapper",
    ),
    "a way to settle that there is not": (
        LEAST + 'adjudication = "vote"',
        "adjudication",
        "allowed are third, consensus, majority",
    ),
    "a guess of one": (LEAST + 'guess = ["A"]', "guess", "at least 2"),
    "a guess of the same name twice": (LEAST + 'guess = ["A", "a"]', "guess[1]", "there twice"),
    "the name that is added by itself": (
        LEAST + 'guess = ["A", "Cannot tell"]',
        "guess[1]",
        "added by itself",
    ),
    "a guess that is no line": (LEAST + 'guess = ["A", "B\\nC"]', "guess[1]", "on one line"),
    "a guess with a blank around it": (LEAST + 'guess = ["A", " B"]', "guess[1]", "on one line"),
    "more names than a screen has room for": (
        LEAST + f"guess = {[f'N{n}' for n in range(16)]}",
        "guess",
        "at most 15",
    ),
    "a guess where all is shown": (
        LEAST + 'blind = false\nguess = ["A", "B"]',
        "guess",
        "blind = false",
    ),
    "every item again": (LEAST + "repeats = 1", "repeats", "below 1"),
    "fewer than no repeats": (LEAST + "repeats = -0.1", "repeats", "0 and above"),
    "repeats that are no number": (LEAST + "repeats = nan", "repeats", "below 1"),
    "calibration without gold": (
        LEAST + '[[calibration]]\nitem = "p.jsonl#p1"',
        "calibration[0].gold",
        "is missing",
    ),
    "the same practice twice": (
        LEAST + '[[calibration]]\nitem = "p.jsonl#p1"\ngold = { d = 1 }\n' * 2,
        "calibration[1].item",
        "there twice",
    ),
}


@pytest.mark.parametrize(("text", "key", "allowed"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_study_file_is_refused_with_its_place_and_what_is_allowed(
    text: str, key: str, allowed: str
) -> None:
    with pytest.raises(BadInputError) as refusal:
        read(text=text)
    assert f"study.toml: {key}: " in str(refusal.value)
    assert allowed in str(refusal.value)


@pytest.mark.parametrize(
    ("blind", "transcripts", "benchmarks"),
    [("", True, False), ("blind = true", True, True), ("blind = false", False, False)],
)
def test_transcripts_are_blinded_and_benchmarks_not_unless_said_otherwise(
    blind: str, transcripts: bool, benchmarks: bool
) -> None:
    plan = read(blind)
    assert plan.blinds(ItemKind.TRANSCRIPT) is transcripts
    assert plan.blinds(ItemKind.BENCHMARK) is benchmarks


@pytest.mark.parametrize("name", ["ana", "coder-1", "A.b_c", "7up", "x" * 32])
def test_plain_names_are_plain(name: str) -> None:
    assert coder_name_is_plain(name)


@pytest.mark.parametrize("name", ["", "x" * 33, ".", "..", "-a", "_a", "a/b", "a b", "é", "a\n"])
def test_other_names_are_not(name: str) -> None:
    assert not coder_name_is_plain(name)


def test_scaffolds_are_read_with_their_exact_texts() -> None:
    text = '[[scaffold]]\nid = "C1"\ntitle = "one"\nsystem = "S"\nbefore = "b\\n"\nafter = " a"\n'
    (scaffold,) = read_scaffolds(text, "s.toml")
    assert (scaffold.id, scaffold.title, scaffold.system) == ("C1", "one", "S")
    assert (scaffold.wrapper.before, scaffold.wrapper.after) == ("b\n", " a")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[scaffold]]\nid = "C1"\ntitle = "one"\n' * 2, "scaffold[1].id"),
        ('[[scaffold]]\nid = "C1"\ntitle = "one"\nafterr = ""', "scaffold[0].afterr"),
        ('scaffolds = "x"', "scaffolds"),
    ],
)
def test_bad_scaffolds_are_refused_with_their_place(text: str, place: str) -> None:
    with pytest.raises(BadInputError, match=r"s\.toml: ") as refusal:
        read_scaffolds(text, "s.toml")
    assert place in str(refusal.value)


def test_a_misspelt_key_that_could_be_two_names_both() -> None:
    with pytest.raises(BadInputError) as told:
        read("seel = true\n")
    assert told.value.hint == "Did you mean 'seed' or 'seal'?"
    with pytest.raises(BadInputError) as told:
        read("overlp = 1.0\n")
    assert told.value.hint == "Did you mean 'overlap'?"
