"""What changes between two versions of a rubric, as text and as an object."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from coder_tui.domain.adjudicators import in_words
from coder_tui.domain.rubric_changes import codings, named
from coder_tui.domain.rubric_diff import Change, RubricDiff
from coder_tui.domain.text import plural, visible, visible_line
from coder_tui.storage.proposals import Proposal
from coder_tui.storage.recoding import Effect, Touched

WIDTH = 80


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of two versions; the last two where a study is asked."""

    diff: RubricDiff
    effect: Effect | None = None
    proposals: tuple[Proposal, ...] = ()
    refusal: str = ""
    """Why the new version cannot be adopted by that study."""

    def proposed(self, dimension: str) -> tuple[Proposal, ...]:
        """The wordings proposed for a dimension that were not withdrawn."""
        standing = (each for each in self.proposals if each.withdrawn_at is None)
        return tuple(each for each in standing if each.dimension == dimension)


def lines_of(told: Told) -> list[str]:
    """Write what changes, dimension by dimension."""
    diff = told.diff
    old, new = diff.old, diff.new
    lines = [
        f"Rubric {visible_line(new.id)}: version {visible_line(old.version)} to "
        f"{visible_line(new.version)}",
        _summary(diff),
    ]
    whole = diff.of("")
    if whole:
        lines += ["", "The rubric as a whole", *(line for c in whole for line in _change(c))]
    for dimension in _ordered(diff):
        lines += ["", *_dimension(told, dimension)]
    if told.effect is not None:
        lines += ["", *_work(told.effect)]
    if told.refusal:
        lines += wrap(f"`rubric adopt` would refuse it: {visible_line(told.refusal)}", WIDTH)
    return lines


def _ordered(diff: RubricDiff) -> list[str]:
    """Give the dimensions of which something is said, in the order of the rubric."""
    said = {*diff.changed, *diff.touched}
    both = dict.fromkeys(each.id for each in (*diff.new.dimensions, *diff.old.dimensions))
    return [each for each in both if each in said]


def state_of(diff: RubricDiff, dimension: str) -> str:
    """Give `added`, `removed`, `meaning`, `wording` or `same`."""
    if dimension in diff.added:
        return "added"
    if dimension in diff.removed:
        return "removed"
    if dimension in diff.touched:
        return "meaning"
    return "wording" if diff.of(dimension) else "same"


STATES = {
    "added": "new",
    "removed": "gone",
    "meaning": "MEANS SOMETHING ELSE",
    "wording": "only wording",
}


def _summary(diff: RubricDiff) -> str:
    if [each.what for each in diff.changes] == ["version"]:
        return "Only the version number changes."
    states = [state_of(diff, each.id) for each in diff.new.dimensions]
    states += ["removed"] * len(diff.removed)
    count = {state: states.count(state) for state in dict.fromkeys(states)}
    words = {
        "meaning": "in meaning",
        "wording": "only in wording",
        "added": "new",
        "removed": "gone",
        "same": "unchanged",
    }
    told = ", ".join(f"{count[each]} {word}" for each, word in words.items() if each in count)
    return f"Dimensions: {told}."


def _dimension(told: Told, name: str) -> list[str]:
    diff = told.diff
    found = {each.id: each for each in (*diff.old.dimensions, *diff.new.dimensions)}[name]
    state = state_of(diff, name)
    touched = told.effect.touched[name] if told.effect is not None else None
    lines = [f"{visible_line(found.label)}: {_heading(state, touched)}"]
    for change in diff.of(name):
        lines += _change(change, marked=state != "wording")
    if state == "meaning" and not any(change.means for change in diff.of(name)):
        lines.append("  with the rules of the rubric")
    if touched is not None:
        for said in _stands(touched, state):
            lines += _block(said, "  ")
    proposed = told.proposed(name)
    if proposed:
        lines.append(f"  {plural(len(proposed), 'wording was', 'wordings were')} proposed for it:")
        for each in proposed:
            point = f"{visible_line(each.point)}: " if each.point else ""
            words = f"{point}{visible_line(each.wording)} ({visible_line(in_words(each.person))})"
            lines += _block(words, "    ")
    return lines


def _change(change: Change, *, marked: bool = True) -> list[str]:
    wording = " (wording)" if marked and not change.means else ""
    lines = [f"  {named(change)}{wording}"]
    for sign, text in (("-", change.old), ("+", change.new)):
        if text:
            lines += _block(text, f"    {sign} ")
    return lines


def _block(text: str, before: str) -> list[str]:
    """Write a text that is not ours, safely, in lines of the screen's width."""
    found = []
    for line in visible(text).split("\n"):
        found += wrap(line, WIDTH - len(before)) or [""]
    rest = " " * len(before)
    return [f"{before if not at else rest}{line}" for at, line in enumerate(found)]


def _heading(state: str, touched: Touched | None) -> str:
    """Name a state; say where a version comes back in which a dimension meant the same."""
    if touched is None or not touched.like or state not in ("meaning", "added"):
        return STATES[state]
    again = "NEW AGAIN" if state == "added" else "MEANS AGAIN WHAT IT MEANT"
    return f"{again}, as in {visible_line(touched.like)}"


def _stands(touched: Touched, state: str) -> Iterator[str]:
    """Say what stands, what counts again and what is opened."""
    if touched.like:
        count = f"{plural(touched.back, 'score')} count{'s' if touched.back == 1 else ''} again"
        yield f"As in {visible_line(touched.like)}: {count}."
    if state in ("meaning", "removed"):
        yield _under_old(touched)
    if touched.opened:
        yield f"Newly opened for it: {codings(touched.opened)}."


def _under_old(touched: Touched) -> str:
    if not touched.total and not touched.decisions:
        return "Nothing was submitted on it."
    scores = plural(touched.total, "submitted score")
    if touched.scores:
        scores += f" ({_by(touched.scores)})"
    return f"Kept, and counted no more: {scores}, {plural(touched.decisions, 'decision')}."


def _work(effect: Effect) -> list[str]:
    lines = []
    if effect.closed:
        closed = codings(effect.closed)
        lines += wrap(f"Closed again, not touched since they were opened: {closed}.", WIDTH)
    if effect.left:
        items = plural(sum(effect.left.values()), "coding" if len(effect.left) > 1 else "item")
        lines.append(f"Not coded again: {items} of coders who were withdrawn ({_by(effect.left)}).")
    if effect.drafts:
        items = plural(sum(effect.drafts.values()), "item")
        drafts = f"Not submitted yet, with an answer to give again: {items} ({_by(effect.drafts)})."
        lines += wrap(drafts, WIDTH)
    if not effect.open:
        return [*lines, "Nothing has to be coded again."]
    newly = "nothing"
    if effect.reopened:
        newly = f"{codings(effect.reopened)} ({_by(effect.by_coder)}){_time(effect.hours)}"
    lines += wrap(f"Newly opened to code again: {newly}.", WIDTH)
    by = Counter(coder for coder, _ in effect.open)
    return lines + wrap(f"Open in all: {codings(effect.open)} ({_by(by)}).", WIDTH)


def _time(hours: tuple[float, float] | None) -> str:
    """Say how long that takes; nothing where no time is known."""
    if hours is None:
        return ""
    least, most = (_duration(each) for each in hours)
    return f"; {least} for the answers alone, {most} for whole items"


def _duration(hours: float) -> str:
    if hours * 60 < 1:
        return "under a minute"
    return f"about {hours * 60:.0f} min" if hours < 1 else f"about {hours:.1f} h"


def _by(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{visible_line(coder)} {count:,}" for coder, count in counts.items())


def object_of(told: Told) -> dict[str, object]:
    """Give the same for programs."""
    diff, effect = told.diff, told.effect
    both = dict.fromkeys(each.id for each in (*diff.new.dimensions, *diff.old.dimensions))
    return {
        "rubric": diff.new.id,
        "old": diff.old.version,
        "new": diff.new.version,
        "touched": list(diff.touched),
        "changes": [_change_object(each) for each in diff.of("")],
        "dimensions": [_dimension_object(told, each) for each in both],
        "refused": told.refusal or None,
        "again": None
        if effect is None
        else {
            "items": len(effect.reopened),
            "open": len(effect.open),
            "by_coder": dict(effect.by_coder),
            "withdrawn": dict(effect.left),
            "drafts": dict(effect.drafts),
            "hours": None if effect.hours is None else [round(each, 2) for each in effect.hours],
        },
    }


def _dimension_object(told: Told, name: str) -> dict[str, object]:
    touched = told.effect.touched[name] if told.effect is not None else None
    return {
        "dimension": name,
        "state": state_of(told.diff, name),
        "changes": [_change_object(each) for each in told.diff.of(name)],
        "scores": None if touched is None else dict(touched.scores),
        "decisions": None if touched is None else touched.decisions,
        "again": None if touched is None else touched.again,
        "as_in": None if touched is None else touched.like or None,
        "scores_back": None if touched is None else touched.back,
        "proposals": _proposal_objects(told.proposed(name)),
    }


def _change_object(change: Change) -> dict[str, object]:
    return {
        "what": change.what,
        "point": change.point or None,
        "kind": "meaning" if change.means else "wording",
        "old": change.old,
        "new": change.new,
    }


def _proposal_objects(proposals: Sequence[Proposal]) -> list[dict[str, str | None]]:
    return [
        {"point": each.point, "wording": each.wording, "person": each.person} for each in proposals
    ]
