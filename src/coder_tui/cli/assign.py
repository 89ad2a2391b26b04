"""`assign`: coders who come, go, or take over from somebody."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.cli.tables import table
from coder_tui.domain.coding import Progress
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.redealing import Held, Redeal, deal_again
from coder_tui.domain.study_plan import coder_name_is_plain
from coder_tui.domain.telling_names import refuse_telling_names
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.exclusions import excluded
from coder_tui.storage.key import KeyFile
from coder_tui.storage.own_work import has_adjudicated, is_withdrawn
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import (
    active_coders,
    coded,
    hands,
    has_left,
    owed,
    refuse_adjudicator,
    withdrawn_coders,
    write_team,
)

UNTOUCHED = frozenset({Progress.NOT_STARTED})
UNFINISHED = frozenset({Progress.NOT_STARTED, Progress.DRAFT, Progress.SKIPPED})


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for: exactly one of the four."""

    add: str | None = None
    withdraw: str | None = None
    move: tuple[str, str] | None = None

    @property
    def leaver(self) -> str | None:
        """Whose unfinished items go to others."""
        return self.move[0] if self.move else self.withdraw


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--add", metavar="NAME", help="A new coder, or one who comes back.")
@click.option("--withdraw", metavar="NAME", help="A coder who goes; submitted work stays.")
@click.option("--move", nargs=2, metavar="FROM TO", help="Give what FROM has not submitted to TO.")
@key_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def assign(
    study: Path,
    add: str | None,
    withdraw: str | None,
    move: tuple[str, str] | None,
    key: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add a coder, withdraw one, or move open items from one to another.

    Submitted work stays where it is. --add deals again what nobody has begun; --withdraw and --move
    also what was begun and not submitted. Each item keeps as many coders as it had, as far as there
    are coders who do not have it. What a coder submitted and opened again goes to nobody: --move
    leaves it, and after --withdraw the answers of the latest submit stand. The change is logged.

    Exit code: 0 done, 1 the study says no, 2 something in the call is wrong.

    Example: coder-tui assign stress.db --add coder-3
    """
    change = _asked(add, withdraw, move)
    with (
        lead_files(study, key, looking=dry_run) as (opened, opened_key),
        told_when_stopped(files_untouched(opened, opened_key)),
    ):
        _check(opened, opened_key, change)
        before, dealt, left_out = _deal(opened, opened_key, change)
        if not dry_run:
            write_team(
                opened,
                before,
                dealt,
                person=login_name(),
                added=change.add,
                withdrawn=change.withdraw,
                detail=_detail(change, before, dealt, left_out),
            )
            if change.add and has_adjudicated(opened.connection, change.add):
                opened.log_event(change.add, "adjudicator codes", {})
    detail = _detail(change, before, dealt, left_out)
    if change.move and not as_json:
        _tell_what_stays(change.move[0], before)
    _tell(dealt, detail, dry_run=dry_run, as_json=as_json)


def _asked(add: str | None, withdraw: str | None, move: tuple[str, str] | None) -> Change:
    change = Change(add, withdraw, move or None)
    if sum(each is not None for each in (change.add, change.withdraw, change.move)) != 1:
        raise BadInputError(
            "assign takes exactly one of --add NAME, --withdraw NAME and --move FROM TO.",
            title="What to do",
            hint="coder-tui status shows who has what.",
        )
    return change


def _check(study: StudyFile, key: KeyFile, change: Change) -> None:
    """Make sure that the coders are there and do not do so twice.

    Raises:
        BadInputError: a name is unknown or no name.
        RefusedError: there is nothing to do, or a new name tells a condition.
    """
    if change.add is not None:
        _check_new(study, key, change.add)
    if change.leaver is not None:
        coder = study.coder(change.leaver)
        if coder.kind != "human":
            raise RefusedError(f"{coder.name} is a {coder.kind} coder, whose items are not dealt.")
    if change.withdraw is not None and has_left(study, change.withdraw):
        raise RefusedError(f"{change.withdraw} was withdrawn before.")
    if change.move is not None:
        if change.move[1] not in {coder.name for coder in study.coders()}:
            raise BadInputError(
                f"{study.path}: there is no coder {change.move[1]!r} in this study.",
                title="Unknown coder",
                hint=f"First, if it is a new one: --add {change.move[1]}",
            )
        receiver = study.coder(change.move[1])
        if receiver.name == change.move[0] or receiver.kind != "human":
            raise BadInputError("--move takes two different human coders.", title="What to do")
        if is_withdrawn(study.connection, receiver.name):
            raise RefusedError(
                f"{receiver.name} was withdrawn.", hint=f"First: --add {receiver.name}"
            )


def _check_new(study: StudyFile, key: KeyFile, name: str) -> None:
    if not coder_name_is_plain(name):
        raise BadInputError(
            f"The name {name!r} cannot be used: take 1 to 32 letters, digits, '-', '_' or '.', a "
            "letter or digit first.",
            title="Bad name",
        )
    alike = [each for each in study.coders() if each.name.casefold() == name.casefold()]
    if any(each.name != name or each.kind != "human" for each in alike):
        raise RefusedError(
            f"{study.path}: there is a coder {alike[0].name!r} ({alike[0].kind}) already."
        )
    if alike and not is_withdrawn(study.connection, name):
        raise RefusedError(f"{study.path}: {name} is a coder of this study already.")
    refuse_adjudicator(study, name)
    if study.info.blind and not alike:
        refuse_telling_names([name], key.hidden_names(), "Call the coder something else.")


def _deal(
    study: StudyFile, key: KeyFile, change: Change
) -> tuple[Mapping[str, list[Held]], Redeal, list[str]]:
    """Deal again; give what was held, what comes of it, and what lacks a coder and is left out."""
    rows = key.rows()
    repeats = {row.blind_id: row.repeats_blind_id for row in rows if row.repeats_blind_id}
    active = active_coders(study.connection)
    gone = {*withdrawn_coders(study.connection), *([change.withdraw] if change.withdraw else [])}
    gone -= {change.add}
    if change.leaver is None:
        held = hands(study, repeats, movable=UNTOUCHED, of=active, gone=gone)
    else:
        held = hands(study, repeats, movable=UNFINISHED, of=[change.leaver], gone=gone)
    receivers = {*active, *([change.add] if change.add else [])} - {change.leaver}
    changes = study.events("assign")
    out = excluded(study.connection)
    lacking = owed(study.connection)
    dealt = deal_again(
        held,
        sorted(receivers),
        {row.blind_id: row.task for row in rows},
        leaving=change.leaver,
        preferred=change.move[1] if change.move else None,
        owed=[blind_id for blind_id in lacking if blind_id not in out],
        coded=coded(study, repeats),
        seed=f"{study.info.id}:{len(changes)}",
    )
    return held, dealt, [blind_id for blind_id in lacking if blind_id in out]


def _detail(
    change: Change, before: Mapping[str, Sequence[Held]], dealt: Redeal, left_out: Sequence[str]
) -> dict[str, object]:
    let_go = Counter({who: sum(each.let_go for each in held) for who, held in before.items()})
    return {
        "add": change.add,
        "withdraw": change.withdraw,
        "move": list(change.move) if change.move else None,
        "gained": _without_zeros(dealt.gained),
        "lost": _without_zeros(dealt.lost),
        "owed": [*dealt.without, *left_out],
        "dropped_repeats": dealt.dropped_repeats,
        "as_submitted": _without_zeros(let_go),
    }


def _without_zeros(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}


def _tell_what_stays(coder: str, before: Mapping[str, Sequence[Held]]) -> None:
    """Say what cannot be moved: answers of its coder count on it."""
    stays = sum(not (each.open or each.done or each.let_go) for each in before.get(coder, ()))
    if stays:
        click.echo(
            f"{plural(stays, 'item')} that {visible_line(coder)} submitted and opened again "
            f"{'stays' if stays == 1 else 'stay'}: {visible_line(coder)} submits again, or with "
            "--withdraw the answers of the latest submit stand.",
            err=True,
        )


def _tell(dealt: Redeal, detail: Mapping[str, Any], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        orders = {coder: len(order) for coder, order in dealt.orders.items()}
        told = {
            **detail,
            "lacking": dict(sorted(Counter(dealt.without).items())),
            "items": orders,
            "written": not dry_run,
        }
        click.echo(json.dumps(told, indent=2))
        return
    rows = [
        [
            visible_line(coder),
            str(len(order)),
            f"+{dealt.gained[coder]}",
            f"-{dealt.lost[coder]}",
        ]
        for coder, order in dealt.orders.items()
    ]
    click.echo(table(["coder", "items", "new", "gone"], rows))
    if dealt.without:
        click.echo(_lacking(dealt), err=True)
    if dealt.dropped_repeats:
        click.echo(f"{plural(dealt.dropped_repeats, 'silent repeat')} dropped.", err=True)
    for coder, count in detail["as_submitted"].items():
        click.echo(
            f"{plural(count, 'item')} that {visible_line(coder)} had opened again: the answers of "
            "the latest submit stand.",
            err=True,
        )
    click.echo("Nothing was changed." if dry_run else "Written, and logged.", err=True)


def _lacking(dealt: Redeal) -> str:
    """Say how many items have fewer coders than planned: each is one item, whatever it lacks."""
    lacking = Counter(dealt.without)
    have = Counter(blind_id for order in dealt.orders.values() for blind_id in order)
    more = sum(count > 1 for count in lacking.values())
    nobody = sum(not have[blind_id] for blind_id in lacking)
    said = [
        f"{plural(len(lacking), 'item')} with fewer coders than planned",
        *([f"{more:,} of them by more than one"] if more else []),
        *([f"{nobody:,} with none"] if nobody else []),
    ]
    return f"{', '.join(said)}: everybody else has them. Who comes next with --add gets them."
