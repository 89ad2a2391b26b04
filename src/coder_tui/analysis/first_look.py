"""What a reader of a study sees first: how far coders are, and how far they agree.

The whole review takes a copy of the study, and intervals take chance to be drawn. Neither is needed
to say the coefficients themselves, which are computed here by the same engine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder_tui.analysis.answer_patterns import AnswerPattern, Group
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.measured import Look, Measured, measure, measure_patterns
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.questions import CoderProgress, progress
from coder_tui.analysis.reader import names_for, repeats_of
from coder_tui.analysis.review import StudyFacts, Unpaired, facts_of, unpaired_in
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.analysis.versions import measured_rubric
from coder_tui.domain.rubric import Answer, State
from coder_tui.storage.database import Connection
from coder_tui.storage.study import StudyFile

FEW_SCORES = 20_000
"""Up to so many scores it is quicker to ask the study itself than to copy it."""

HOW_MANY = "select coalesce(max(rowid), 0) from score"

ANSWERS = """
select answered.blind_id, answered.dimension, coder.kind, answered.coder, answered.state,
    answered.value
from {view} as answered
join coder on coder.name = answered.coder
"""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The lines of the review's first tab, without intervals: values, not yet how sure they are."""

    study: StudyFacts
    progress: tuple[CoderProgress, ...]
    agreement: tuple[Measured, ...]
    """Headline, percent and applicability alone."""

    @property
    def unpaired(self) -> tuple[Unpaired, ...]:
        """The kinds of coders that have nothing to compare."""
        return unpaired_in(self.agreement, self.progress)

    @property
    def paired(self) -> tuple[Measured, ...]:
        """The lines of agreement of the kinds of which two coders share an item."""
        alone = {each.coder_kind for each in self.unpaired}
        return tuple(each for each in self.agreement if each.coder_kind not in alone)


def is_small(study: Connection) -> bool:
    """Whether the study itself is asked, and not a copy of it."""
    return bool(study.execute(HOW_MANY).fetchone()[0] <= FEW_SCORES)


def first_look(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> FirstLook:
    """Look at a small study without copying it.

    Args:
        study: open; read in one transaction.
        keyed: what the key says of the items, where the reader holds the matching key; else None.
    """
    with one_picture(study.connection):
        facts = facts_of(study, keyed, checked=False)
        found = patterns_in_study(study.connection, repeats_of(keyed), frozen=facts.frozen)
        rows = study.connection.execute(read_sql("progress_now"))
        return FirstLook(
            facts,
            tuple(CoderProgress(*row) for row in rows),
            tuple(measure_patterns(found, measured_rubric(study), _look(study, keyed))),
        )


def first_look_at(
    snapshot: Snapshot, study: StudyFile, keyed: Sequence[KeyedItem] | None
) -> FirstLook:
    """Look at a study of which there is a copy."""
    return FirstLook(
        facts_of(study, keyed, checked=False),
        tuple(progress(snapshot)),
        tuple(measure(snapshot, measured_rubric(study), _look(study, keyed))),
    )


def patterns_in_study(
    study: Connection, repeats: frozenset[str], *, frozen: bool
) -> list[AnswerPattern]:
    """Give who answered what from the study's own views, each way once.

    Args:
        study: an open connection.
        repeats: items that count for progress alone.
        frozen: of the reliability set.
    """
    view = "reliable_score" if frozen else "submitted_score"
    return patterns_of(
        row for row in study.execute(ANSWERS.format(view=view)) if row[0] not in repeats
    )


def patterns_of(rows: Iterable[tuple[str, str, str, str, str, str | None]]) -> list[AnswerPattern]:
    """Put like items together.

    Args:
        rows: item, dimension, kind of coder, coder, state and value of each answer.
    """
    cells: defaultdict[tuple[str, str, str], list[tuple[str, str, str | None]]] = defaultdict(list)
    for item, dimension, kind, *given in rows:
        cells[item, dimension, kind].append(tuple(given))  # type: ignore[arg-type]
    alike = Counter(
        (dimension, kind, tuple(sorted(given, key=lambda each: each[0])))
        for (_, dimension, kind), given in cells.items()
    )
    return [
        AnswerPattern(
            Group(dimension, kind),
            tuple(coder for coder, _, _ in given),
            tuple(Answer(State(state), value) for _, state, value in given),
            items,
        )
        for (dimension, kind, given), items in alike.items()
    ]


def _look(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> Look:
    names = names_for(study, keyed)
    return Look(study.info.id, study.info.agreement_bar, names, draws=0, only=())
