"""What is said of a freeze and of an unblinding."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coder_tui.domain.moments import moment
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.freeze_counts import FreezeCounts, Unfinished
from coder_tui.storage.freezing import Freeze, Standing


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the agreement of a freeze is of, and held against."""

    rubric: str
    version: str
    bar: float


def counts_lines(counts: FreezeCounts) -> Iterator[str]:
    """Say how much is frozen."""
    done = counts.assignments - counts.unfinished
    yield (
        f"{plural(counts.items, 'item')}, {plural(counts.coders, 'coder')} with submitted scores, "
        f"{done:,} of {plural(counts.assignments, 'assignment')} submitted"
    )
    majority = f"{counts.by_majority:,} by majority, " if counts.by_majority else ""
    yield (
        f"{plural(counts.scores, 'submitted score')}, "
        f"{plural(counts.disagreements, 'disagreement')}: {counts.decided:,} decided, {majority}"
        f"{counts.undecided:,} without a decision"
    )
    if counts.since is not None:
        came = plural(counts.since, "judgement")
        yield f"{came} came in since the freeze before, and {_are(counts.since)} taken in"
    if counts.after_unblinding:
        made = plural(counts.after_unblinding, "judgement")
        were = "was" if counts.after_unblinding == 1 else "were"
        yield f"AFTER UNBLINDING: {made} {were} made when the conditions had been opened"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def unfinished_lines(counts: FreezeCounts) -> Iterator[str]:
    """Say what of whose assignments is not submitted."""
    if counts.left:
        yield "Not submitted:"
    for each in counts.left:
        yield f"  {visible_line(each.coder)}: {each.total:,} ({', '.join(_states(each))})"
    if counts.undecided:
        yield f"{plural(counts.undecided, 'disagreement')} without a decision."


def _states(unfinished: Unfinished) -> Iterator[str]:
    for count, words in (
        (unfinished.not_started, "not begun"),
        (unfinished.draft, "begun"),
        (unfinished.skipped, "skipped"),
        (unfinished.reopened, "reopened"),
    ):
        if count:
            yield f"{count:,} {words}"


def whole_or_not(freeze: Freeze, faults: Sequence[str]) -> str:
    """Say whether what was frozen is whole."""
    called = (
        f"Freeze {freeze.number} of {moment(freeze.frozen_at)} by {visible_line(freeze.person)}"
    )
    if not faults:
        return f"{called}: whole."
    return f"{called}: NOT WHOLE, {plural(len(faults), 'fault')}."


def masked_words(count: int) -> str:
    """Say what the check cannot see without the key."""
    are = "is as it was" if count == 1 else "are as they were"
    return (
        f"{plural(count, 'judgement')} with masked names {are} when it was frozen; what was "
        "written there the key alone has, and every command that is given the key compares it."
    )


def freeze_json(made: Freeze | None, found: Standing, agreement: str) -> dict[str, Any]:
    """Give a freeze, or what would be one, for programs."""
    return {
        "number": made.number if made else None,
        "person": made.person if made else None,
        "frozen_at": made.frozen_at if made else None,
        "rubric": made.rubric if made else None,
        "counts": dict(made.counts) if made else found.counts.as_json(),
        "commitments": dict(made.commitments) if made else None,
        "sittings": len(found.heads),
        "agreement": json.loads(agreement) if agreement else None,
        "digest": made.digest if made else None,
    }
