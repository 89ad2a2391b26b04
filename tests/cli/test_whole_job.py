"""The main job, end to end: init, code by keyboard, review, adjudicate, export, read back."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from coder_tui.cli.main import cli
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.app import AdjudicationApp
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.coding import frame
from coder_tui.tui.coding.app import CodingApp, start_desk

ROOT = Path(__file__).parents[2]
RUBRIC = ROOT / "rubric" / "stress_test.toml"
REAL = ROOT.parent / "shared" / "data" / "tau_bench"
NAME = "{strategy}-{model}-0.0_range_0-3_user-{user}-llm_0101.json"
DIMENSIONS = 7
ITEMS = 3


def tau_run(task: int, trial: int, model: str) -> dict[str, object]:
    """A run in the layout of tau-bench v1, with a name and a call id planted."""
    call = f"call_{model}_{task}_{trial}_x9"
    return {
        "task_id": task,
        "trial": trial,
        "reward": 1.0,
        "info": {"task": {"user_id": "u1", "instruction": f"Change booking {task}."}},
        "traj": [
            {"role": "system", "content": "You are an agent. Policy: ..."},
            {"role": "user", "content": f"Hello, I want to change booking {task}."},
            {"role": "assistant", "content": f"I am {model.upper()}; which date for {task}?"},
            {"role": "user", "content": f"The {trial + 3}rd of May."},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": call,
                        "type": "function",
                        "function": {"name": "change", "arguments": '{"date": "May"}'},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": call, "name": "change", "content": f"done {call}"},
            {"role": "assistant", "content": f"Booking {task} is changed, attempt {trial}."},
        ],
    }


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    """Two models x two scaffolds of tau-bench results, with planted names."""
    folder = tmp_path / "results"
    folder.mkdir()
    for model in ("modelia-9b", "quarzo-max"):
        for strategy in ("tool-calling", "few-shot"):
            runs = [tau_run(task, 0, model) for task in range(ITEMS)]
            name = NAME.format(strategy=strategy, model=model, user="simulatrix-2")
            (folder / name).write_text(json.dumps(runs), encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> str:
    """Run a command; its standard output."""
    result = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


async def code(path: Path, coder: str, values: Sequence[Sequence[int]]) -> None:
    """Code items through the real screen, by keys alone."""
    study = StudyFile.open(path)
    app = CodingApp(start_desk(study, coder))
    async with app.run_test(size=(80, 24)) as pilot:
        for of_item in values:
            for value in of_item:
                await pilot.press("right_square_bracket", str(value))
                if value:
                    await pilot.press("e")
            await pilot.press("enter")
            await pilot.pause()
        await pilot.press("q")
    study.close()


@pytest.fixture
def never_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let digits count at once after an item change."""
    monkeypatch.setattr(frame, "DEAF_SECONDS", -1.0)


async def do_the_job(items: Path, folder: Path) -> Path:
    """Go from results to a coded database; gives the folder of the export."""
    plan = folder / "airline.study.toml"
    plan.write_text(
        f'title = "Airline"\nrubric = "{RUBRIC}"\nitems = ["{items}"]\n'
        'coders = ["one", "two"]\nseal = false\nseed = 3\n',
        encoding="utf-8",
    )
    run("init", plan)
    path, key = folder / "airline.db", folder / "airline.key.db"
    # Both code the same items first, so that a few items are enough to compare them.
    study = StudyFile.open(path)
    study.connection.execute("delete from assignment where coder = 'two'")
    study.connection.execute(
        "insert into assignment select 'two', blind_id, place from assignment where coder = 'one'"
    )
    study.close()
    await code(path, "one", [[2, 0, 1, 1, 2, 0, 1]] * ITEMS)
    await code(path, "two", [[2, 1, 1, 0, 2, 0, 1]] * ITEMS)
    assert "submitted" in run("status", path)
    await adjudicate(path)
    run("export", path, "-o", folder / "coded", "--key", key)
    return folder / "coded"


async def adjudicate(path: Path) -> None:
    """Take A's value in the first disagreement, as a coder's slip."""
    study = StudyFile.open(path)
    app = AdjudicationApp(Desk(study, Adjudicator.start(study, "judge")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a", "s")
        await pilot.pause()
        await pilot.press("q")
    study.close()


def check_review(path: Path, key: Path) -> None:
    """The review says what was coded: two dimensions differ on every item, five agree."""
    review = json.loads(run("review", path, "--key", key, "--json"))
    assert {each["submitted"] for each in review["progress"]} == {ITEMS}
    by_dimension = {each["dimension"]: each for each in review["agreement"]}
    percent = {
        dimension: next(
            each["value"] for each in found["coefficients"] if each["name"] == "percent_agreement"
        )
        for dimension, found in by_dimension.items()
    }
    assert percent["verification_support"] == 0.0
    assert percent["retention"] == 1.0
    kappas = [e for e in by_dimension["retention"]["coefficients"] if e["name"] == "cohen_kappa"]
    assert all(each["value"] is None and each["undefined"] for each in kappas)
    waiting = [d for d in review["disagreements"] if d["kind"] == "value"]
    assert len(waiting) == 2 * ITEMS
    assert review["conditions"]


def check_export(folder: Path) -> None:
    """What came out can be read with sqlite3 and duckdb, and holds what was decided."""
    with sqlite3.connect(folder / "coded.db") as coded:
        rows = coded.execute("select basis, count(*) from final_score group by basis").fetchall()
        assert dict(rows) == {
            "adjudicated": 1,
            "agreed": (DIMENSIONS - 2) * ITEMS,
            "unresolved": 2 * ITEMS - 1,
        }
        (models,) = coded.execute("select count(distinct model) from condition").fetchone()
        assert models >= 1
    coded.close()
    long = str(folder / "scores_long.parquet")
    with duckdb.connect() as connection:
        (count,) = connection.execute("select count(*) from read_parquet(?)", [long]).fetchall()
    assert count == (2 * DIMENSIONS * ITEMS,)


@pytest.mark.usefixtures("never_deaf")
async def test_the_whole_job_on_generated_tau_bench_results(
    generated: Path, tmp_path: Path
) -> None:
    folder = await do_the_job(generated, tmp_path)
    check_review(tmp_path / "airline.db", tmp_path / "airline.key.db")
    check_export(folder)
    stored = b"".join(p.read_bytes() for p in tmp_path.glob("airline.db*"))
    for hidden in (b"modelia", b"quarzo", b"few-shot", b"simulatrix", b"call_", b"_range_"):
        assert hidden not in stored.lower()


@pytest.mark.usefixtures("never_deaf")
async def test_the_whole_job_on_real_tau_bench_results(tmp_path: Path) -> None:
    if not REAL.is_dir():
        pytest.skip("the real results are not here: ../shared/data/tau_bench")
    folder = await do_the_job(REAL / "*.json", tmp_path)
    check_review(tmp_path / "airline.db", tmp_path / "airline.key.db")
    check_export(folder)
    stored = b"".join(p.read_bytes() for p in tmp_path.glob("airline.db*"))
    assert b"gpt-4o" not in stored.lower()


def test_the_demo_without_a_terminal_prints_the_review(tmp_path: Path) -> None:
    shown = run("demo", "--dir", tmp_path / "demo")
    assert "SIMULATED" in shown
    assert "AGREEMENT" in shown
    assert "undefined: all scores 2" in shown
    assert "system-a" in shown
    assert "coder-tui code" in shown


def test_the_audit_demo_without_a_terminal_prints_the_review(tmp_path: Path) -> None:
    shown = run("demo", "--audit", "--dir", tmp_path / "demo")
    assert "SIMULATED" not in shown
    assert "undefined: all scores 0" in shown
