"""The tab of progress: how far each coder is, how fast, what waits; with the key by condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from coder_tui.analysis.burn_up import BurnUp
from coder_tui.analysis.headway import Headway
from coder_tui.analysis.headway_words import (
    ABOUT,
    again_sentence,
    by_day,
    end,
    end_sentence,
    pace_sentences,
    rate,
    stratum_sentence,
    waiting_sentence,
    waits_sentence,
)
from coder_tui.analysis.questions import CoderProgress
from coder_tui.analysis.review import Review, repeats_note
from coder_tui.analysis.strata_progress import Stratum
from coder_tui.domain.columns import fitted, padded
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.agreement_lines import SHORT_KINDS
from coder_tui.tui.review.page import Key, Order, Page, Row, as_it_comes
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.tab import Tab
from coder_tui.tui.row_list import Span

ROOMY = 100
"""Columns from which on names and kinds are written out."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths that depend on the room there is."""

    name: int
    kind: int
    bar: int
    """0 for none."""

    def of(self, kind: str) -> str:
        """Write a kind of coder."""
        return kind if len(kind) < self.kind else SHORT_KINDS[kind]


NARROW = _Columns(name=15, kind=7, bar=0)
WIDE = _Columns(name=22, kind=10, bar=10)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the coders have done together."""

    assigned: int
    submitted: int
    draft: int
    skipped: int
    reopened: int
    flagged: int

    @classmethod
    def of(cls, review: Review) -> "Totals":
        """Add up the coders."""
        found = review.progress
        return cls(
            sum(each.assigned for each in found),
            sum(each.submitted for each in found),
            sum(each.draft for each in found),
            sum(each.skipped for each in found),
            sum(each.reopened for each in found),
            sum(each.flagged for each in found),
        )


def _least_done(row: Row) -> Key:
    """Leave the line of all coders first and the strata last."""
    entry = row.entry
    if isinstance(entry, CoderProgress):
        return 1, entry.submitted / max(1, entry.assigned)
    if isinstance(entry, Stratum):
        return 2, entry.submitted / max(1, entry.assigned)
    return (0, 0)


class ProgressTab(Tab):
    """How far each coder is."""

    name = "Progress"
    orders: ClassVar[tuple[Order, ...]] = (
        Order("by name", as_it_comes),
        Order("least done first", _least_done),
    )

    def page(self, review: Review, width: int) -> Page:
        """Give a line for all coders, one for each, and with the key one for each stratum."""
        columns = NARROW if width < ROOMY else WIDE
        head = (
            f"{'coder':<{columns.name}} {'kind':<{columns.kind}}{'items':>6}{'done':>6} "
            f"{'':<{columns.bar}}{'draft':>6}{'skip':>5}{'reopened':>9}{'flag':>5}{'/day':>6}  end"
        )
        rows: list[Row] = []
        if review.progress:
            rows.append(Row(review.headway, partial(_all_spans, review, columns)))
        rows += [
            Row(each, partial(_coder_spans, review, each, columns)) for each in review.progress
        ]
        rows += [Row(each, partial(_stratum_spans, each, columns)) for each in review.strata or ()]
        repeats = review.study.repeats
        said = [repeats_note(repeats) if repeats else "", again_sentence(review.headway)]
        note = " ".join(filter(None, said))
        return Page(head, tuple(rows), "This study has no coders.", note)

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give how fast it goes, when it may end, what waits."""
        if isinstance(entry, Headway):
            return _of_all(review, entry, width)
        if isinstance(entry, CoderProgress):
            return _of_coder(review, entry, width)
        if isinstance(entry, Stratum):
            title = f"{clipped(entry.model, 40)} under {clipped(entry.scaffold, 40)}"
            return [*_title(title, width), *lines(stratum_sentence(entry), width)]
        return []

    def plot(self, review: Review, entry: object) -> BurnUp | None:
        """Give the burn-up line of all coders, or of one."""
        if isinstance(entry, Headway):
            return entry.burn_up
        if isinstance(entry, CoderProgress) and entry.coder in review.headway.coders:
            return review.headway.coders[entry.coder].burn_up
        return None

    def about(self, review: Review) -> str:
        """Say what the columns mean."""
        said = (
            "Done: submitted. Draft: scored and not yet submitted. Skip: put off, with a reason. "
            f"Reopened: taken up again after a submit. {ABOUT}"
        )
        days = by_day(review.headway)
        return f"{said} Submitted by the end of each day: {days}." if days else said


def _all_spans(review: Review, columns: _Columns) -> tuple[Span, ...]:
    found, pace = Totals.of(review), review.headway.pace
    return (
        (f"{'all coders':<{columns.name}} {'':<{columns.kind}}", "strong"),
        *_counts(found, rate(pace.per_day), end(pace), columns),
    )


def _coder_spans(review: Review, each: CoderProgress, columns: _Columns) -> tuple[Span, ...]:
    own = review.headway.coders.get(each.coder)
    pace, day = (rate(own.pace.per_day), end(own.pace)) if own else ("-", "-")
    name = fitted(each.coder, columns.name)
    kind = f"{columns.of(each.kind):<{columns.kind}}"
    return (f"{name} {kind}", *_counts(each, pace, day, columns))


def _counts(
    found: CoderProgress | Totals, pace: str, day: str, columns: _Columns
) -> tuple[Span, ...]:
    return (
        f"{found.assigned:>6}{found.submitted:>6} ",
        (_share(found.submitted, found.assigned, columns.bar), "good"),
        f"{found.draft:>6}{found.skipped:>5}{found.reopened:>9}{found.flagged:>5}{pace:>6}  {day}",
    )


def _stratum_spans(each: Stratum, columns: _Columns) -> tuple[Span, ...]:
    name = columns.name + 1 + columns.kind
    title = f"{clipped(each.model, name - 7)} {clipped(each.scaffold, 5)}"
    return (
        (padded(title, name), "quiet"),
        f"{each.assigned:>6}{each.submitted:>6} ",
        (_share(each.submitted, each.assigned, columns.bar), "good"),
        (f"  {plural(each.items, 'item')}, {each.complete:,} by every coder", "quiet"),
    )


def _share(part: int, whole: int, cells: int) -> str:
    """Draw a share in so many cells, if any; full only where it is all."""
    if not cells:
        return ""
    inner = cells - 2
    filled = inner * part // whole if whole else 0
    return f"[{'#' * filled}{'.' * (inner - filled)}]"


def _title(text: str, width: int) -> list[Piece]:
    return [(clipped(text, width), "$accent bold"), "\n"]


def _of_all(review: Review, entry: Headway, width: int) -> list[Piece]:
    found = Totals.of(review)
    said = [
        *pace_sentences(entry.pace, short=True),
        end_sentence(entry.pace),
        waiting_sentence(entry.waiting),
    ]
    return _words("All coders", found, said, width)


def _of_coder(review: Review, entry: CoderProgress, width: int) -> list[Piece]:
    said: list[str] = []
    own = review.headway.coders.get(entry.coder)
    if own:
        said += [*pace_sentences(own.pace, short=True), end_sentence(own.pace), waits_sentence(own)]
    said.append(
        f"{plural(entry.draft, 'draft')}, {entry.skipped} skipped, {entry.reopened} reopened, "
        f"{entry.flagged} flagged."
    )
    return _words(entry.coder, entry, said, width)


def _words(
    name: str, found: CoderProgress | Totals, said: Sequence[str], width: int
) -> list[Piece]:
    """Give who it is and how much is done in one line, then the rest."""
    done = f" {found.submitted:,} of {found.assigned:,} done"
    title: list[Piece] = [(clipped(name, max(8, width - len(done))), "$accent bold"), done, "\n"]
    return [*title, *(each for sentence in said for each in lines(sentence, width))]
