"""`leaks`: find what tells a condition in the texts that coders get, and decide on it."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.demo import shipped
from coder_tui.cli.invoked import program
from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.leaks_text import (
    POLICY_WORDS,
    carried_words,
    finding_lines,
    findings_json,
    label_lines,
    labels_json,
)
from coder_tui.cli.progress import ProgressLine
from coder_tui.cli.screen_options import screen_options
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.identity_words import IdentityWords, read_identity_words
from coder_tui.domain.leaks import Decision, Finding, LeakKind, undecided_beside
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.key import KeyFile
from coder_tui.storage.leak_masking import Carried, carry_out
from coder_tui.storage.leak_texts import LeakTexts
from coder_tui.storage.leaks import decide, findings, not_searched
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.intake.leaks.search import Search
    from coder_tui.tui.settings import Settings

UNDECIDED = 1
"""Exit code where findings are left undecided, or items were not searched."""

Policy = Mapping[LeakKind, Decision]


@dataclass(frozen=True, slots=True)
class Call:
    """What the command line asks for."""

    study: Path
    key: Path | None
    words: Path | None
    searches: bool
    listed: bool
    as_json: bool
    policy: Policy

    @property
    def has_screen(self) -> bool:
        """Whether the screen is opened."""
        return not (self.listed or self.as_json or self.policy)

    @property
    def changes(self) -> bool:
        """Whether anything may be decided or searched."""
        return self.has_screen or self.searches or bool(self.policy)


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@key_option
@click.option(
    "--words",
    type=click.Path(path_type=Path),
    help="An edited copy of the shipped list, rubric/identity_words.toml.",
)
@click.option("--no-search", is_flag=True, help="Take what the last search found.")
@click.option("--list", "listed", is_flag=True, help="Print a table instead of opening the screen.")
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
@click.option(
    "--policy",
    multiple=True,
    metavar="KIND=DECISION",
    help="Decide on all undecided findings of a kind, and apply all that is decided: exact, "
    "altered, phrase, provider_id or host = mask, keep or exclude. May be given several times.",
)
@screen_options
@click.pass_context
def leaks(
    ctx: click.Context,
    study: Path,
    key: Path | None,
    words: Path | None,
    no_search: bool,
    listed: bool,
    as_json: bool,
    policy: tuple[str, ...],
    theme: str | None,
    mouse: bool,
) -> None:
    """Search the texts for names of models, vendors and scaffolds, and decide on each.

    Names of the study's conditions, its `mask`, and a shipped list: exact, altered spellings, what
    a model says of itself, ids and addresses of providers. Each finding is masked, kept, or its
    item left out, in a screen or by --policy. What is found and decided stands in the key.

    Exit code: 0 all is searched and decided, 1 something is not or the study says no, 2 something
    in the call or a file is wrong.

    Example: coder-tui leaks stress.db --policy exact=mask --policy altered=mask
    """
    call = Call(study, key, words, not no_search, listed, as_json, _policy(policy))
    _check_call(call)
    if call.has_screen:
        from coder_tui.tui.app import check_terminal
        from coder_tui.tui.reading_settings import load_settings

        _refuse_without_terminal(study)
        check_terminal()
        settings = load_settings("leaks", theme=theme, mouse=mouse)
    listed_words = _words(words) if call.searches else IdentityWords()
    looking = not (call.searches or call.policy or call.has_screen)
    with (
        lead_files(study, key, looking=looking) as (opened, opened_key),
        told_when_stopped(files_untouched(opened, opened_key)),
    ):
        _check_study(opened, call)
        search = _search(opened, opened_key, listed_words) if call.searches else None
        carried = _apply(opened, opened_key, call.policy) if call.policy else None
        if call.has_screen and findings(opened_key):
            carried = _show(opened, opened_key, settings)
        found = findings(opened_key)
        unsearched = not_searched(opened_key)
        if as_json:
            _print_json(opened, opened_key, search, carried)
        elif listed and found:
            click.echo("\n".join(finding_lines(found)))
        frozen = opened.is_frozen()
    if unsearched:
        click.echo(_unsearched_words(unsearched, frozen=frozen), err=True)
    _say(found, search, carried, is_whole=not unsearched)
    if unsearched or any(each.decision is None for each in found):
        ctx.exit(UNDECIDED)


def _policy(given: Sequence[str]) -> dict[LeakKind, Decision]:
    """Read a policy.

    Raises:
        BadInputError: a kind or a decision is unknown, or a kind stands there twice.
    """
    policy: dict[LeakKind, Decision] = {}
    kinds = {kind.value: kind for kind in LeakKind}
    for each in given:
        kind, _, decision = each.partition("=")
        if kind not in kinds or decision not in POLICY_WORDS:
            raise BadInputError(
                f"--policy {each!r}: it takes KIND=DECISION with one of {', '.join(kinds)} and one "
                f"of {', '.join(POLICY_WORDS)}.",
                title="Bad policy",
                hint="For example: --policy exact=mask",
            )
        if kinds[kind] in policy:
            raise BadInputError(f"--policy names {kind!r} twice.", title="Bad policy")
        policy[kinds[kind]] = POLICY_WORDS[decision]
    return policy


def _check_call(call: Call) -> None:
    if call.listed and call.as_json:
        raise BadInputError("--list and --json exclude each other.", hint="Give one of them.")
    if call.words is not None and not call.searches:
        raise BadInputError("--words says what to search for, and --no-search not to search.")


def _refuse_without_terminal(study: Path) -> None:
    """Make sure that there is a terminal for the screen.

    Raises:
        BadInputError: there is none, and nothing says what else to do; or it is no study.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        StudyFile.open(study, read_only=True).close()
        raise BadInputError(
            "leaks opens a screen, and this is no terminal.",
            title="No terminal",
            hint=f"Without one: {program()} leaks {visible_line(str(study))} --list, --json, or "
            "--policy KIND=DECISION. Over SSH a terminal comes with: ssh -t",
        )


def _words(path: Path | None) -> IdentityWords:
    """Read the list of words.

    Raises:
        BadInputError: there is no such file, or it is no such list.
    """
    from coder_tui.intake.registration import read_text

    path = path or shipped("rubric", "identity_words.toml")
    return read_identity_words(read_text(path, "list of words"), str(path))


def _check_study(study: StudyFile, call: Call) -> None:
    """Make sure that there is something to hide, and that it may still be hidden.

    Raises:
        RefusedError: the study is not blind, or frozen.
    """
    if not study.info.blind:
        raise RefusedError(
            f"{study.path}: nothing is blinded here, so nothing can leak.", title="Not blinded"
        )
    if study.is_frozen() and call.changes:
        raise RefusedError(
            f"{study.path}: frozen; no text may change any more.",
            title="Study frozen",
            hint=f"What was found is shown by: {program()} leaks {study.path} --no-search --list",
        )


def _search(study: StudyFile, key: KeyFile, words: IdentityWords) -> "Search":
    from coder_tui.intake.leaks.search import search_leaks

    with ProgressLine() as progress:
        return search_leaks(study, key, words, progress.show)


def _apply(study: StudyFile, key: KeyFile, policy: Policy) -> Carried:
    """Decide by a policy, carry out all that is decided, and log it without a name."""
    person = login_name()
    undecided = [each for each in findings(key) if each.decision is None]
    excluded: list[Finding] = []
    for kind, decision in policy.items():
        concerned = [each for each in undecided if each.kind is kind]
        decide(key, concerned, decision, person=person)
        if decision is Decision.EXCLUDED:
            excluded += concerned
    beside = undecided_beside(excluded, findings(key))
    decide(key, beside, Decision.EXCLUDED, person=person)
    counts = Counter(each.kind.value for each in undecided if each.kind in policy)
    carried = carry_out(study, key, person=person)
    study.log_event(
        person,
        "leak policy",
        {
            "policy": {kind.value: decision.value for kind, decision in policy.items()},
            "decided": dict(counts),
            "in_excluded_items": len(beside),
            "rewritten": carried.rewritten,
            "excluded": carried.excluded,
            "judgements": carried.redacted,
        },
    )
    return carried


def _show(study: StudyFile, key: KeyFile, settings: "Settings") -> Carried | None:
    """Open the screen; afterwards apply what is decided, if that is wanted."""
    from coder_tui.tui.leaks.app import run_leaks

    person = login_name()
    if not run_leaks(study, key, person, settings):
        return None
    return carry_out(study, key, person=person)


def _print_json(
    study: StudyFile, key: KeyFile, search: "Search | None", carried: Carried | None
) -> None:
    found = findings(key)
    ids = {row.blind_id: row.original_id for row in key.rows()}
    searched = {"items": search.items, "texts": search.texts} if search else None
    applied = None
    if carried:
        applied = {
            "rewritten": carried.rewritten,
            "excluded": carried.excluded,
            "back": carried.back,
            "judgements": carried.redacted,
        }
    told = {
        "study": str(study.path),
        "searched": searched,
        "not_searched": not_searched(key),
        "applied": applied,
        "undecided": sum(each.decision is None for each in found),
        "findings": findings_json(found, LeakTexts(study, key), ids),
        "not_maskable": labels_json(search) if search else None,
    }
    click.echo(json.dumps(told, indent=2))


def _unsearched_words(count: int, *, frozen: bool) -> str:
    """Say that it is not known what stands in some items."""
    have = "has" if count == 1 else "have"
    how = "" if frozen else " Leave --no-search out."
    return f"{plural(count, 'item')} {have} not been searched.{how}"


def _say(
    found: Sequence[Finding],
    search: "Search | None",
    carried: Carried | None,
    *,
    is_whole: bool,
) -> None:
    """Say on stderr how things stand."""
    if search is not None:
        items, texts = plural(search.items, "item"), plural(search.texts, "text")
        nothing = "" if found else " Nothing was found."
        click.echo(f"Searched {texts} of {items}.{nothing}", err=True)
        for line in label_lines(search):
            click.echo(line, err=True)
    elif is_whole and not found:
        click.echo("No finding is kept in the key.", err=True)
    if carried is not None:
        click.echo(carried_words(carried), err=True)
    if found:
        undecided = sum(each.decision is None for each in found)
        spellings = len({(each.kind, each.name, each.spelling) for each in found})
        places = f"{plural(len(found), 'place')} in {plural(spellings, 'spelling')}"
        click.echo(f"{places}: {len(found) - undecided:,} decided, {undecided:,} not.", err=True)
