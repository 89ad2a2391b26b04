"""The two commands that open a screen in which people judge."""

import gc
from contextlib import closing
from pathlib import Path

import click

from coder_tui.cli.screen_options import screen_options
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.rubric_changes import in_brief, wording_in_brief
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.own_work import is_withdrawn
from coder_tui.storage.recoding import has_paused_since, to_code_again
from coder_tui.storage.rubric_versions import read_adoptions, read_versions
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile

LINE = 78
"""The greeting stands on one line of a screen of 80 columns."""
HOW = " (?)."
"""The key that says how."""


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--coder", required=True, metavar="NAME", help="Who you are in this study.")
@screen_options
def code(study: Path, coder: str, theme: str | None, mouse: bool) -> None:
    """Open the coding screen.

    Every score is on disk before it is shown; leave whenever you like and come back to the same
    place.

    Example: coder-tui code stress.db --coder coder-1
    """
    # What start-up makes stays: to look for garbage in it costs a tenth of the time. The app turns
    # the collector on again after its first frame.
    gc.disable()
    from coder_tui.tui.reading_settings import load_settings

    settings = load_settings("coding", theme=theme, mouse=mouse)
    # Opened once: closing the last connection works the log in, which takes as long as a screen.
    with closing(StudyFile.open(study)) as opened:
        greeting = _meet(opened, coder)
        from coder_tui.tui.coding.app import run_coding_in

        run_coding_in(opened, coder, greeting=greeting, settings=settings)
    _say_goodbye(study, coder)


def _meet(study: StudyFile, name: str) -> str:
    """Make sure that this is the coder; give what the coder has to know before coding."""
    study.coder(name)
    if is_withdrawn(study.connection, name):
        raise RefusedError(
            f"{name!r} was withdrawn from this study; what is submitted stays.",
            title="Withdrawn",
            hint=f"The lead brings you back with: coder-tui assign {study.path} --add {name}",
        )
    _check_identity(study, name)
    others = " ".join(each for each in (_too_late(study), _looked(study, name)) if each)
    room = LINE - len(others) - 1 if others else LINE
    return f"{_rubric_changed(study, name, room)} {others}".strip()


def _rubric_changed(study: StudyFile, name: str, room: int = LINE) -> str:
    """Give what a coder is told who comes to another version of the rubric than before.

    Where nothing is to be coded again, it is told until the coder scores under that version.
    """
    connection = study.connection
    latest = read_adoptions(connection)[-1]
    again = to_code_again(connection).get(name, 0)
    if not latest.previous or not (again or has_paused_since(connection, name, latest.clock)):
        return ""
    old, new = (
        next(v.rubric for v in read_versions(study.connection) if v.fingerprint == fingerprint)
        for fingerprint in (latest.previous, latest.rubric)
    )
    said = f"Rubric {visible_line(new.version)}: "
    items = f"{plural(again, 'item')} again" if again else ""
    left = room - len(said) - len(items) - len("; ") - len(HOW)
    brief = in_brief(latest.diff, old, new, left) or wording_in_brief(latest.diff, old, new, left)
    brief = visible_line(brief)
    told = "; ".join(each for each in (items, brief) if each)
    return f"{said}{told}{HOW}" if told else ""


def _too_late(study: StudyFile) -> str:
    """Give what a coder is told whose scores come after the freeze."""
    if not study.is_frozen():
        return ""
    from coder_tui.cli.closing import closing

    return closing(study).greeting()


def _check_identity(study: StudyFile, name: str) -> None:
    """Ask somebody who sits at another login than the coder's first sitting to type the name."""
    import socket

    first = study.first_login(name)
    here = (login_name(), socket.gethostname())
    if first is None or first == here:
        return
    login, host = visible_line(first[0]), visible_line(first[1])
    click.echo(f"{name!r} first coded as {login} on {host}.", err=True)
    typed = click.prompt("Type the coder's name to go on", err=True)
    if typed != name:
        raise RefusedError("That is not the name; nothing was opened.", title="Not this coder")
    study.log_event(name, "other login", {"login": here[0], "host": here[1]})


def _looked(study: StudyFile, name: str) -> str:
    """Give what a coder is told who looked at the review before; it is counted in the report."""
    opened = study.events("review")
    opened += [event for event in study.events("export") if event[1].get("key")]
    looks = [event for event in opened if event[0] == login_name()]
    if not looks:
        return ""
    study.log_event(name, "coded after review", {"looks": len(looks)})
    return "You saw the review: noted."


def _say_goodbye(path: Path, name: str) -> None:
    study = StudyFile.open(path, read_only=True)
    try:
        own = study.assignments(name)
    finally:
        study.close()
    done = sum(assignment.progress.value == "submitted" for assignment in own)
    click.echo(f"All is saved: {done} of {plural(len(own), 'item')} submitted.")


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--as", "adjudicator", required=True, metavar="NAME", help="Who decides.")
@click.option(
    "--with",
    "others",
    multiple=True,
    metavar="NAME",
    help="Who decides with them, where a study settles by consensus; may be given again.",
)
@screen_options
def adjudicate(
    study: Path, adjudicator: str, others: tuple[str, ...], theme: str | None, mouse: bool
) -> None:
    """Settle disagreements, one after another, without knowing who said what.

    Example: coder-tui adjudicate stress.db --as adjudicator-1
    """
    from coder_tui.tui.adjudication.app import run_adjudication
    from coder_tui.tui.reading_settings import load_settings

    settings = load_settings("adjudication", theme=theme, mouse=mouse)
    run_adjudication(study, adjudicator, *others, settings=settings)
