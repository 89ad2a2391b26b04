"""The command line: explains itself, answers at once, and says what is wrong in one sentence."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from tests.conftest import Built, Sit, WriteStudy, transcript

from coder_tui.cli import main as command_line
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.study import StudyFile

RUBRICS = Path(__file__).parents[2] / "rubric"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as `coder-tui` would, in this process; a traceback fails the test."""

    def run_command(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["coder-tui", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            command_line.main()
        said = capsys.readouterr()
        code = leaving.value.code
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return run_command


def in_a_process(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


HEAVY = ("textual", "rich", "duckdb", "numpy", "rapidfuzz", "sqlite_utils", "krippendorff")

LOADED = f"""
import sys
sys.argv[0] = "coder-tui"
import coder_tui.cli.main
if len(sys.argv) > 1:
    try:
        coder_tui.cli.main.main()
    except SystemExit as leaving:
        assert not leaving.code, leaving.code
print("loaded:", [name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.parametrize("arguments", [(), ("--help",), ("init", "--help"), ("--version",)])
def test_nothing_heavy_is_loaded_to_explain(arguments: tuple[str, ...]) -> None:
    assert in_a_process(LOADED, *arguments).endswith("loaded: []\n")


def test_nothing_heavy_is_loaded_for_the_status(built_study: Built) -> None:
    assert in_a_process(LOADED, "status", built_study.path).endswith("loaded: []\n")


def test_without_an_argument_it_explains_itself_and_names_the_next_command(run: Run) -> None:
    said = run()
    assert said.code == 0
    assert "coder-tui demo" in said.out
    assert "coder-tui init" in said.out
    assert said.err == ""


def test_help_lists_every_command_in_the_order_of_a_studys_life(run: Run) -> None:
    listed = run("--help").out
    places = [listed.index(f"\n  {name} ") for name in command_line.COMMANDS]
    assert places == sorted(places)


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out.startswith("coder-tui")


def test_it_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "coder_tui", "--version"]
    assert subprocess.run(command, capture_output=True, check=True).stdout


def test_init_prints_what_it_did_and_what_comes_next(write_study: WriteStudy, run: Run) -> None:
    turns = [
        {"role": "system", "text": "x"},
        {"role": "assistant", "text": "I am Modelia-One, and o3 is not."},
    ]
    items = [transcript("t1", turns=turns), transcript("t2", turns=turns, scaffold="o3")]
    written = write_study(items)
    said = run("init", written.study_toml)
    assert said.code == 0
    assert said.err == ""
    study = written.study_toml.with_name("small.db")
    for expected in (
        "2 transcripts (2 from coder-tui JSONL).",
        str(study),
        "small.key.db",
        "modelia-one",
        "withheld: 2 system turns",
        "masked:   modelia-one (2 times)",
        "not masked: 'o3' is short and stands 2 times",
        "1 pair of items nearly the same:",
        f"Next: coder-tui code {study} --coder ana",
    ):
        assert expected in said.out


def test_init_prints_the_same_as_json(write_study: WriteStudy, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    said = run("init", write_study().study_toml, "--json", "-o", tmp_path / "out")
    report = json.loads(said.out)
    assert report["study"] == str(tmp_path / "out" / "small.db")
    assert (report["items"], report["kind"]) == (4, "transcript")
    assert report["conditions"] == [
        {"model": "modelia-one", "scaffold": "scaffold-bare", "items": 4}
    ]
    assert report["assigned"][0] == {"coder": "ana", "kind": "human", "items": 4, "overlap": 4}
    assert {"withheld", "masked", "short_names", "near_duplicates", "seconds"} <= set(report)


def test_hostile_names_are_printed_visibly(write_study: WriteStudy, run: Run) -> None:
    said = run("init", write_study([transcript(model="evil\x1b[c\u202e")]).study_toml)
    assert "\x1b" not in said.out
    assert "evil␛[c⟨U+202E⟩" in said.out


def test_status_counts_what_each_coder_did(study: StudyFile, sit: Sit, run: Run) -> None:
    recorder = sit("ana")
    first, second, third, _ = [each.blind_id for each in study.assignments("ana")]
    recorder.move(first, Move.SUBMITTED)
    recorder.move(second, Move.SKIPPED)
    recorder.score(third, "clarity", scored(0))
    recorder.flag(third, "odd")
    told = json.loads(run("status", study.path, "--json").out)
    assert told["waiting_for_second"] == 1
    assert told["progress"][0] == {
        "coder": "ana",
        "kind": "human",
        "assigned": 4,
        "submitted": 1,
        "draft": 1,
        "skipped": 1,
        "reopened": 0,
        "flagged": 1,
        "median_minutes": None,
        "waits_for_second": 0,
        "pace": {"per_day": 1.0, "per_day_overall": 1.0, "per_hour": None},
        "expected_end": None,
        "expected_end_undefined": "fewer than 5 items submitted",
    }
    assert told["headway"]["waiting"] == [{"submitted": 1, "coders": 2, "items": 1}]
    said = run("status", study.path)
    assert "A study" in said.out
    assert "1 item submitted by one coder and waiting for another." in said.out


def test_status_counts_disagreements_that_wait_and_those_decided(
    study: StudyFile, sit: Sit, run: Run
) -> None:
    first, second, third, _ = [each.blind_id for each in study.assignments("ana")]
    for coder, value in (("ana", 0), ("ben", 2)):
        recorder = sit(coder)
        for item in (first, second, third):
            recorder.score(item, "clarity", scored(value))
            recorder.move(item, Move.SUBMITTED)
    sit("ana").move(third, Move.REOPENED)
    judge = Adjudicator.start(study, "judge")
    judge.decide(CaseId(first, "clarity"), Decision(scored(0), REASONS[0]))
    told = json.loads(run("status", study.path, "--json").out)
    assert told["disagreements"] == {
        "waiting": 1,
        "decided": 1,
        "held_back": 1,
        "not_decided_by_kind": {},
    }
    said = run("status", study.path).out
    assert "1 disagreement waits for a decision, 1 decided." in said
    assert "1 disagreement held back until" in said


@pytest.mark.parametrize("name", ["stress_test.toml", "benchmark_audit.toml"])
def test_rubric_check_prints_the_dimensions_of_a_good_rubric(run: Run, name: str) -> None:
    said = run("rubric", "check", RUBRICS / name)
    assert said.code == 0
    assert "D3" in said.out


def test_rubric_check_names_the_first_fault_with_its_place(run: Run, tmp_path: Path) -> None:
    text = (RUBRICS / "stress_test.toml").read_text()
    (tmp_path / "r.toml").write_text(text.replace("value = 1", "value = 2", 1))
    said = run("rubric", "check", tmp_path / "r.toml")
    assert (said.code, said.out) == (2, "")
    assert "dimension[0].point[1].value: is 2 after 0" in said.err


def assert_one_clear_sentence(said: Said) -> None:
    assert said.code in (1, 2)
    assert said.out == ""
    assert said.err.startswith("coder-tui: ")
    assert 1 <= len(said.err.splitlines()) <= 2
    assert "Traceback" not in said.err


BAD_FOR_INIT = {
    "no study file": ("missing.toml", b"", b""),
    "half a line": ("small.toml", b'{"id": "t1", "mo', b""),
    "UTF-16": ("small.toml", json.dumps(transcript()).encode("utf-16"), b""),
    "duplicate items": ("small.toml", (json.dumps(transcript()) + "\n").encode() * 2, b""),
    "a rubric for other items": (
        "small.toml",
        b'{"id": "b", "title": "B", "fields": {"x": "y"}}',
        b"",
    ),
    "a study file with an unknown key": ("small.toml", b"", b"colour = 1"),
    "a feature that is not there yet": ("small.toml", b"", b"repeats = 0.1"),
    "no items": ("small.toml", b"", b""),
}


@pytest.mark.parametrize(("name", "items", "plan"), BAD_FOR_INIT.values(), ids=BAD_FOR_INIT.keys())
def test_init_refuses_bad_input_in_one_sentence_and_writes_nothing(
    write_study: WriteStudy, run: Run, tmp_path: Path, name: str, items: bytes, plan: bytes
) -> None:
    write_study(raw=items, plan='coders = ["ana", "ben"]\n' + plan.decode())
    before = set(tmp_path.iterdir())
    assert_one_clear_sentence(run("init", tmp_path / name))
    assert set(tmp_path.iterdir()) == before


def test_init_never_overwrites_a_study_or_a_key(write_study: WriteStudy, run: Run) -> None:
    written = write_study()
    assert run("init", written.study_toml).code == 0
    study = written.study_toml.with_name("small.db")
    before = study.read_bytes()
    said = run("init", written.study_toml)
    assert_one_clear_sentence(said)
    assert "never overwritten" in said.err
    study.unlink()
    said = run("init", written.study_toml)
    assert_one_clear_sentence(said)
    assert "this key is there already" in said.err
    assert not study.exists()
    assert before


@pytest.mark.parametrize("content", [None, b"", b"just text, and enough of it " * 50])
def test_status_refuses_what_is_no_study_in_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    assert_one_clear_sentence(run("status", path))
    assert path.exists() == (content is not None)
    assert not content or path.read_bytes() == content


def test_escapes_in_an_argument_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    said = run("status", tmp_path / "x\x1b[c.db")
    assert_one_clear_sentence(said)
    assert "\x1b" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("init",), ("status",), ("init", "--nonsense"), ("rubric", "check")],
)
def test_wrong_usage_exits_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert "Usage:" in said.err or "No such command" in said.err


def test_the_code_with_which_a_command_leaves_is_the_programs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    @click.pass_context
    def leave(ctx: click.Context) -> None:
        ctx.exit(1)

    monkeypatch.setattr(command_line.LazyGroup, "get_command", lambda *_: leave)
    assert run("status").code == 1


def test_an_interrupt_is_not_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line.LazyGroup, "get_command", lambda *_: stop)
    said = run("status")
    assert (said.code, said.err.strip()) == (1, "Stopped.")
