"""The tab of conditions: final scores by model and scaffold, and how well blinding held."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from coder_tui.analysis.blinding import Guessing
from coder_tui.analysis.conditions import ConditionTable, provisional
from coder_tui.analysis.figures import signed
from coder_tui.analysis.ground import legend, short_legend
from coder_tui.analysis.review import Review, StudyFacts
from coder_tui.analysis.sentences import LEAST
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import fitted
from coder_tui.domain.items import ItemKind
from coder_tui.domain.text import clipped
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.blinding import guesses_in_full, line_of_guesses, of_guesses
from coder_tui.tui.review.conditions_detail import of_conditions, table, what_it_shows
from coder_tui.tui.review.coverage_tab import CoverageTab
from coder_tui.tui.review.cut_spans import whole_entries
from coder_tui.tui.review.effects_screen import EffectsScreen
from coder_tui.tui.review.page import IN_RUBRIC_ORDER, Key, Order, Page, Row
from coder_tui.tui.review.profiles_screen import ProfilesScreen
from coder_tui.tui.review.tab import Desk, Tab
from coder_tui.tui.row_list import Span

MEANS = "Means of all scores; paired by task: Enter."

EVERYTHING = 10_000
"""Columns that are enough for any line."""


def _largest_change(row: Row) -> Key:
    moves: Sequence[float] = ()
    if isinstance(row.entry, ConditionTable):
        moves = [abs(each.difference) for each in row.entry.rows if each.difference is not None]
    return (-max(moves, default=0.0),)


class ConditionsTab(Tab):
    """What each model does under each scaffold."""

    name = "Conditions"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("review-profiles", "profiles"),)
    orders: ClassVar[tuple[Order, ...]] = (
        IN_RUBRIC_ORDER,
        Order("largest change first", _largest_change),
    )

    def for_study(self, study: StudyFacts) -> Tab:
        """Leave the place to coverage where a study is of benchmarks, which have no conditions."""
        return CoverageTab() if study.unit == ItemKind.BENCHMARK.value else self

    def page(self, review: Review, width: int) -> Page:
        """Give a line a dimension, then one a kind of coder that guessed."""
        label = 22 if width < 100 else 34
        rows = [
            _row(each, partial(_condition_spans, each, label), width)
            for each in review.conditions or ()
        ]
        kinds = review.blinding.kinds if review.blinding else ()
        rows += [_row(each, partial(line_of_guesses, each, label), width) for each in kinds]
        marks = short_legend(each.ground for each in review.conditions or ())
        head = clipped(
            f"{'dimension':<{label}} {'compared':<10} change; agreement: {marks}", width - 1
        )
        closed = review.study.closed
        said = (
            provisional(review.conditions or ()),
            closed.not_whole
            or closed.seal_broken
            or closed.unblinded
            or (MEANS if review.conditions else ""),
        )
        summary = _that_fits([each for each in said if each], width)
        return Page(head, tuple(rows), review.conditions_note, summary)

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give the table of a dimension, or what was guessed."""
        del review
        if isinstance(entry, Guessing):
            return of_guesses(entry)
        return of_conditions(entry, width) if isinstance(entry, ConditionTable) else []

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give the table in full, or all that was guessed."""
        del review
        pieces: list[Piece] = []
        if isinstance(entry, ConditionTable):
            pieces += [(f"{entry.dimension.label}\n", "$accent bold"), *table(entry), "\n"]
            pieces += what_it_shows(entry, width)
        elif isinstance(entry, Guessing):
            pieces += guesses_in_full(entry, width)
        return [*pieces, "\n"]

    def open(self, desk: Desk, entry: object) -> None:
        """Open what scaffolds change on a dimension; of guesses all."""
        if isinstance(entry, ConditionTable) and desk.review is not None:
            desk.open(EffectsScreen(entry.dimension, desk.effects, desk.review.study))
        else:
            desk.explain()

    def press(self, action: str, desk: Desk) -> None:
        """Open the profiles; where conditions are closed, say why."""
        if desk.review is None or not self.has(action):
            return
        if not desk.review.conditions:
            desk.say(desk.review.conditions_note)
            return
        study = desk.review.study
        desk.open(ProfilesScreen(desk.profiles, study.title, study))

    def keys_now(self, review: Review) -> Sequence[tuple[str, str]]:
        """Name no profiles where conditions are closed."""
        return self.keys if review.conditions else ()

    def has(self, action: str) -> bool:
        """Whether it is the key of the profiles."""
        return action == "profiles"

    def about(self, review: Review) -> str:
        """Say what a final score is and what the marks mean."""
        marks = legend(each.ground for each in review.conditions or ())
        text = (
            review.conditions_note
            or "Final scores: adjudicated, or by majority where the study decides so, else agreed "
            "by all, else those of the only coder; all of one kind of coder: simulated in a "
            "simulated study that has such, else human. "
            "CEILING: every final score under the compared scaffold is the highest. SAME MEAN: "
            f"the mean differs by less than 0.05. TOO FEW: fewer than {LEAST} final scores under "
            f"one of the two. Marks: {marks}, of the same verdict as on the page of agreement. "
            "Changes are of the means of all final scores; behind Enter stand tests and changes "
            "paired by task, which may differ in size."
        )
        told = (text, review.study.closed.scope, review.blinding_note)
        return " ".join(each for each in told if each)


def _that_fits(said: Sequence[str], width: int) -> str:
    """Give sentences on one line, or the first of them and where the others stand."""
    line = " ".join(said)
    return line if width_of(line) <= width - 2 else f"{said[0]} w: more."


def _row(entry: object, draw: Callable[[int], tuple[Span, ...]], width: int) -> Row:
    """Give a line that leaves out what has no room; the cursor takes one column."""
    return Row(entry, partial(draw, width - 1), partial(draw, EVERYTHING))


def _condition_spans(each: ConditionTable, label: int, cells: int) -> tuple[Span, ...]:
    spans: list[Span] = [f"{fitted(each.dimension.label, label - 2)} "]
    spans.append((f"{each.ground.mark:<2}", "bad" if each.ground.mark == "!" else "warn"))
    spans.append((f"{fitted(each.head or '-', 9)} ", "quiet"))
    changes: list[list[Span]] = [
        [(f" {clipped(row.model, 12)} ", "quiet"), (signed(row.difference), "strong")]
        for row in each.rows
    ]
    return whole_entries(spans, changes, cells)
