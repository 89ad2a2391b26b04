"""Who decided on a disagreement, when and why, as one reader may learn it.

Without the key no adjudicator is named who codes in the study, nor any coder in a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coder_tui.domain.adjudication import CaseId, Made
from coder_tui.domain.adjudicators import in_words, people
from coder_tui.domain.coder_names import without_coders
from coder_tui.domain.moments import moment
from coder_tui.storage.decisions import decisions_in_force
from coder_tui.storage.study import StudyFile

EVERY_DECISION = """
select
    blind_id, dimension, nth, adjudicator, state, value, number, reason, sentence,
    taken_back, in_force, own_item, recorded_at
from decision
order by blind_id, dimension, nth
"""
ADJUDICATOR, SENTENCE, FLAGS = 3, 8, (9, 10, 11)
"""Where these stand in a row of it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that is in force on a disagreement."""

    adjudicator: str
    """As it is read; empty where this reader may not learn it."""
    reason: str
    """In words."""
    sentence: str
    recorded_at: str
    """ISO 8601, UTC."""

    @property
    def words(self) -> str:
        """Who, why and when: `by dora, rubric ambiguous, 2026-11-22 07:47 UTC`."""
        who = self.adjudicator or "a coder of the study"
        return f"by {who}, {self.reason}, {moment(self.recorded_at)}"


class Telling:
    """What one reader may learn of decisions."""

    def __init__(self, study: StudyFile, *, with_key: bool) -> None:
        self._study = study
        self._coders = () if with_key else tuple(each.name for each in study.coders())
        self._folded = frozenset(name.casefold() for name in self._coders)

    def in_force(self) -> dict[CaseId, Decided]:
        """Give the decision in force on every case that has one."""
        made = decisions_in_force(self._study.connection)
        return {case: self._told(each) for case, each in made.items()}

    def all(self) -> Iterator[tuple[Any, ...]]:
        """Give every decision ever made, as the rows of the view `decision`."""
        for each in self._study.connection.execute(EVERY_DECISION):
            row = list(each)
            row[ADJUDICATOR] = row[ADJUDICATOR] if self._may_name(row[ADJUDICATOR]) else None
            row[SENTENCE] = without_coders(row[SENTENCE], self._coders) or None
            for flag in FLAGS:
                row[flag] = bool(row[flag])
            yield tuple(row)

    def _told(self, made: Made) -> Decided:
        named = in_words(made.adjudicator) if self._may_name(made.adjudicator) else ""
        sentence = without_coders(made.sentence, self._coders)
        return Decided(named, made.reason, sentence, made.recorded_at)

    def _may_name(self, adjudicator: str) -> bool:
        return not any(name.casefold() in self._folded for name in people(adjudicator))
