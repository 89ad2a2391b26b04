"""`demo`: a study built from the sample data, ready to code."""

import json
import sys
from pathlib import Path

import click

from coder_tui.cli.invoked import program
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import plural
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile

YOU = "you"
FIRST_ITEMS = {"stress": "tablets/system-c/C2", "audit": "tau-bench"}
"""A short, telling item to begin with."""


@click.command()
@click.option("--audit", is_flag=True, help="The benchmark audit instead of the stress test.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("coder-tui-demo"),
    show_default=True,
    help="Where the demo's study lives; it is opened again the next time.",
)
@click.option("--summary", is_flag=True, help="Print what the sample study found, and end.")
def demo(audit: bool, folder: Path, summary: bool) -> None:
    """Try coder-tui: a small study, built on the spot, opened in the coding screen as `you`.

    Where there is no terminal the review is printed instead.

    Example: coder-tui demo
    """
    name = "audit" if audit else "stress"
    study, key = folder / f"{name}.db", folder / f"{name}.key.db"
    if not study.exists():
        build(name, folder, study, key)
    if summary:
        from coder_tui.cli.summary import print_summary

        print_summary(study, key)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_review(study, key)
        return
    from coder_tui.tui.coding.app import run_coding
    from coder_tui.tui.reading_settings import load_settings

    run_coding(study, YOU, coach=True, settings=load_settings("coding"))
    others = "machine readings" if audit else "simulated coders"
    click.echo(f"All is saved. What two {others} made of the same items:")
    click.echo(f"  {program()} review {study} --key {key}")


def _print_review(study: Path, key: Path) -> None:
    from coder_tui.cli.review import print_review

    print_review(study, key)
    click.echo("\nTo code in the screen, run this in a terminal:")
    click.echo(f"  {program()} code {study} --coder {YOU}")


def shipped(*parts: str) -> Path:
    """Give a shipped file: inside the installed package, or at the top of a checkout.

    Raises:
        BadInputError: neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for base in (package / "_shipped", package.parents[1]):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise BadInputError(
        f"The sample data ({'/'.join(parts)}) is missing from this installation.",
        hint="Install coder-tui again, or run from a checkout.",
    )


def build(name: str, folder: Path, study: Path, key: Path) -> None:
    """Build the demo's study: `you` with every item open, and the shipped scores of two others.

    Those of the stress test are simulated; those of the audit are a machine's readings.
    """
    from coder_tui.cli.progress import ProgressLine
    from coder_tui.intake.pipeline import init_study
    from coder_tui.intake.registration import load_plan

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(
            f"{folder}: no folder, and none can be made: {error.strerror}.",
            title="No folder",
            hint="Choose another one with --dir.",
        ) from error
    plan = load_plan(shipped("sample_data", f"{name}.study.toml"))
    lines = shipped("sample_data", "codings", f"{name}.jsonl").read_text(encoding="utf-8")
    codings = [json.loads(line) for line in lines.splitlines()]
    others = sorted({coding["coder"] for coding in codings})
    simulated = plan.plan.simulated
    click.echo(f"Building the demo's study in {folder} ...", err=True)
    with ProgressLine() as progress:
        report = init_study(
            plan.for_demo(YOU),
            study,
            key,
            simulated=others if simulated else (),
            machines=() if simulated else others,
            progress=progress.show,
        )
    _import_codings(study, key, codings)
    _put_first(study, key, FIRST_ITEMS[name])
    click.echo(f"{plural(report.items, report.kind)}; key beside it, unsealed.", err=True)


def _import_codings(study_path: Path, key_path: Path, codings: list[dict[str, object]]) -> None:
    from coder_tui.intake.codings import import_codings

    key = KeyFile.open(key_path)
    study = StudyFile.open(study_path)
    try:
        blind_ids = {row.original_id: row.blind_id for row in key.rows()}
        import_codings(study, codings, blind_ids)
    finally:
        study.close()
        key.close()


def _put_first(study_path: Path, key_path: Path, original_id: str) -> None:
    """Let `you` begin with a short, telling item."""
    key = KeyFile.open(key_path)
    study = StudyFile.open(study_path)
    try:
        found = [row.blind_id for row in key.rows() if row.original_id == original_id]
        if found:
            study.put_first(YOU, found[0])
    finally:
        study.close()
        key.close()
