"""What `init` prints: what matters stands in sight, and no name looks like something else."""

from pathlib import Path

from click.testing import CliRunner
from tests.conftest import WriteStudy, transcript

from coder_tui.cli.init import init


def printed(study: Path) -> str:
    done = CliRunner().invoke(init, [str(study)])
    assert done.exit_code == 0, done.exception
    return done.stdout


def test_what_matters_comes_first_the_losses_behind_it_and_the_next_step_last(
    write_study: WriteStudy,
) -> None:
    items = [transcript(f"t{n}", model="abc") for n in range(3)]
    items[0]["turns"].append({"role": "usr", "text": "abc"})
    said = printed(write_study(items).study_toml)
    order = [
        "\nmodel  scaffold-bare",
        "role 'usr'",
        "not masked: 'abc'",
        "\ncoder   kind",
        "of items nearly the same:",
        "\nWhat was read, and what was not:",
        "\nNext: ",
    ]
    assert [each for each in order if each not in said] == [], said
    places = [said.index(each) for each in order]
    assert places == sorted(places)


def test_a_name_of_marks_alone_is_quoted_and_said_to_look_like_a_placeholder(
    write_study: WriteStudy,
) -> None:
    items = [transcript("t1", model="...", scaffold="--"), transcript("t2", model="abc")]
    items[1]["turns"][0]["text"] = "Well ... I ask abc."
    said = printed(write_study(items).study_toml)
    assert "\n'...'" in said
    assert "'--' looks like a placeholder; is it a name?" in said
    assert "'...' looks like a placeholder and stands 1 time in the text" in said
    assert "not masked: 'abc' is short" in said
    assert "'abc' looks like" not in said


def test_long_names_of_near_duplicates_lose_their_middle(write_study: WriteStudy) -> None:
    names = ["a" * 60 + f"-end{n}" for n in range(2)]
    items = [transcript(name, task="t", turns=transcript()["turns"]) for name in names]
    said = printed(write_study(items).study_toml)
    (line,) = [line for line in said.splitlines() if " %  " in line]
    first, second = line.split("%")[1].split()
    assert {first[-5:], second[-5:]} == {"-end0", "-end1"}
    assert (len(first), "…" in first) == (40, True)


def test_a_majority_that_there_can_never_be_is_said(write_study: WriteStudy) -> None:
    majority = 'adjudication = "majority"'
    team = f'coders = ["ann", "ben"]\n{majority}'
    said = printed(write_study(plan=team).study_toml)
    assert 'adjudication = "majority" never has one with coders_per_item = 2' in said
    assert max(map(len, said[said.index(majority) :].splitlines()[:3])) <= 80


def test_with_three_coders_an_item_nothing_is_said_of_a_majority(write_study: WriteStudy) -> None:
    plan = 'adjudication = "majority"\ncoders = ["ann", "ben", "cleo"]\ncoders_per_item = 3'
    assert "never has one" not in printed(write_study(plan=plan).study_toml)
