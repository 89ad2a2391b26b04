"""From disagreement to finding on the sealed sample: code, review, adjudicate, freeze, unblind.

What a person does on a screen is done by keys alone; the rest are commands.
"""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.cli.test_summary_effects import settle, true_scores
from tests.tui.judge_app import JudgeApp
from tests.tui.test_review_screen import settled

from coder_tui.cli.looks import keyed_items
from coder_tui.cli.main import cli
from coder_tui.domain.rubric import scored
from coder_tui.intake.codings import import_codings
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.coding import frame
from coder_tui.tui.coding.app import CodingApp, start_desk
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.review.effects_screen import EffectsScreen
from coder_tui.tui.review.item_screen import ItemScreen

SAMPLE = Path(__file__).parents[2] / "sample_data"
CODERS = {"sim-1": "one", "sim-2": "two"}
BY_KEYS = ("tablets/system-a/C4", "tablets/system-b/C4")
DIMENSIONS = (
    "clarification",
    "verification_support",
    "grounding",
    "repair",
    "retention",
    "process_steerability",
    "offers_control",
)
OFF_BY_ONE = "grounding"
"""What the second coder answers differently on both items."""
BY_HAND = 60
"""Cases that are decided by keys; the others as the other tests of the sample do."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def done(*arguments: object) -> str:
    found = run(*arguments)
    assert found.exit_code == 0, found.output
    return found.stdout


def refused(*arguments: object) -> str:
    """What a command that exits with 1 says."""
    found = run(*arguments)
    assert found.exit_code == 1, (found.output, found.exception)
    return " ".join(str(found.exception or found.output).split())


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, Path]:
    """The sample under a seal; both coders have done all but the two items left for the keys."""
    plan = (SAMPLE / "stress.study.toml").read_text(encoding="utf-8")
    plan = plan.replace("seal = false", "seal = true").replace('"../', f'"{SAMPLE.parent}/')
    plan = plan.replace('"transcripts.jsonl"', f'"{SAMPLE}/transcripts.jsonl"')
    plan = plan.replace('"scaffolds.toml"', f'"{SAMPLE}/scaffolds.toml"')
    plan = plan.replace('["coder-1", "coder-2"]', '["one", "two"]')
    written = tmp_path / "arc.study.toml"
    written.write_text(plan, encoding="utf-8")
    done("init", written)
    path, key_path = tmp_path / "arc.db", tmp_path / "arc.key.db"
    key = KeyFile.open(key_path)
    blind = {row.original_id: row.blind_id for row in key.rows()}
    key.close()
    lines = (SAMPLE / "codings" / "stress.jsonl").read_text(encoding="utf-8").splitlines()
    codings: list[dict[str, Any]] = [json.loads(line) for line in lines]
    study = StudyFile.open(path)
    import_codings(
        study,
        [
            each | {"coder": CODERS[each["coder"]]}
            for each in codings
            if each["coder"] in CODERS and each["item"] not in BY_KEYS
        ],
        blind,
    )
    for coder in CODERS.values():
        for item in reversed(BY_KEYS):
            study.put_first(coder, blind[item])
    study.close()
    return path, key_path


def sheets(coder: str) -> list[list[int]]:
    """What a coder answers on the two items: the design's scores, off by one in one dimension."""
    truth = true_scores()
    found = []
    for item in BY_KEYS:
        values = [truth[item, dimension] for dimension in DIMENSIONS]
        if coder == "two":
            values[DIMENSIONS.index(OFF_BY_ONE)] -= 1
        found.append(values)
    return found


async def code(path: Path, coder: str) -> None:
    study = StudyFile.open(path)
    app = CodingApp(start_desk(study, coder))
    async with app.run_test(size=(80, 24)) as pilot:
        for values in sheets(coder):
            for value in values:
                await pilot.press("right_square_bracket", str(value))
                if value:
                    await pilot.press("e")
            await pilot.press("enter")
            await pilot.pause()
        await pilot.press("q")
    study.close()


async def look_at_disagreements(path: Path) -> None:
    """From the number of a dimension to a sentence to the place in the text, without the key."""
    app = ReviewApp(StudySource(path, None, lambda: path))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "enter")
        assert "D4" in await settled(pilot)
        await pilot.press("enter")
        assert "read-only" in await settled(pilot)
        assert isinstance(app.screen, ItemScreen)
        await pilot.press("escape", "6")
        assert "--key" in await settled(pilot)
        await pilot.press("q")


async def adjudicate(path: Path, key_path: Path) -> tuple[int, int]:
    """Decide by two keys: the design's score, as a slip. Gives cases and keys."""
    key = KeyFile.open(key_path)
    original = {row.blind_id: row.original_id for row in key.rows()}
    key.close()
    truth = true_scores()
    study = StudyFile.open(path)
    app = JudgeApp(Desk(study, Adjudicator.start(study, "judge")))
    cases = keys = 0
    async with app.at():
        while app.desk.case is not None and cases < BY_HAND:
            case = app.desk.case
            planted = scored(truth[original[case.id.blind_id], case.id.dimension])
            letters = case.letters_of(planted) or "A"
            await app.press(letters[0].lower(), "s")
            cases, keys = cases + 1, keys + 2
        await app.press("q")
    study.close()
    settle(path, key_path)
    return cases, keys


async def read_the_effects(path: Path, key_path: Path) -> str:
    app = ReviewApp(StudySource(path, keyed_items(path, key_path), lambda: path))
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await pilot.press("6", "down", "enter")
        text = await settled(pilot)
        assert isinstance(app.screen, EffectsScreen)
        await pilot.press("escape", "q")
    return " ".join(text.split())


async def test_from_two_coded_items_to_the_planted_finding(
    sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, key = sealed
    monkeypatch.setattr(frame, "DEAF_SECONDS", -1.0)
    for coder in CODERS.values():
        await code(path, coder)
    await look_at_disagreements(path)
    assert "sealed" in refused("summary", path, "--key", key)
    cases, keys = await adjudicate(path, key)
    with capsys.disabled():
        print(f"\n{cases} cases adjudicated by {keys} keys")
    assert cases > len(BY_KEYS)

    assert "freeze" in refused("unblind", "--yes", path, "--key", key)
    done("freeze", path, "--key", key)
    wrong = path.with_name("wrong.key.db")
    shutil.copy(key, wrong)
    edited = sqlite3.connect(wrong)
    edited.execute("update condition set model = 'system-z' where model = 'system-a'")
    edited.commit()
    edited.close()
    refused("unblind", "--yes", path, "--key", wrong)
    assert "sealed" in refused("summary", path, "--key", key)
    done("unblind", "--yes", path, "--key", key)

    whole = json.loads(done("summary", path, "--key", key, "--json"))
    found = {each["dimension"]: each for each in whole["effects"]["dimensions"]}
    depends = {name for name, each in found.items() if each["depends_on_model"]}
    assert depends == {"verification_support"}
    assert whole["study"]["unblinded"]
    text = await read_the_effects(path, key)
    assert "The scaffold's effect depends on the model" in text
    assert "lifts system-a by 1.6 points" in text
    assert "leaves system-b where it was" in text


def test_another_studys_key_opens_nothing(sealed: tuple[Path, Path], tmp_path: Path) -> None:
    path, key = sealed
    done("freeze", path, "--key", key, "--unfinished")
    done("demo", "--summary", "--dir", tmp_path / "demo")
    refused("unblind", "--yes", path, "--key", tmp_path / "demo" / "stress.key.db")
    assert "sealed" in refused("summary", path, "--key", key)
