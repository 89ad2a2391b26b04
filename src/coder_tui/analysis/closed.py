"""What is closed of a study, and what is open, in the words of the review."""

from dataclasses import dataclass

from coder_tui.analysis.versions import meanings
from coder_tui.domain.moments import moment
from coder_tui.domain.text import plural
from coder_tui.storage.after_closing import NOTHING_AFTER, AfterClosing, after_closing
from coder_tui.storage.freezing import Freeze, count_late_scores, latest_freeze
from coder_tui.storage.rubric_versions import other_version_of
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import unblinding

COUNTS_ALL = "Everything is counted here, late scores included; agreement is as frozen."


@dataclass(frozen=True, slots=True)
class Closed:
    """The freeze and the unblinding of a study, a sentence each, empty where there is none."""

    freeze: str
    unblinded: str
    seal_broken: str
    """`SEAL BROKEN: why, who, when.`"""
    late_scores: int
    """Scores that stand and are not in the reliability set."""
    after: AfterClosing = NOTHING_AFTER
    """Decisions after the unblinding, and final scores on late answers."""

    @property
    def scope(self) -> str:
        """What views that are no agreement count; nothing where that makes no difference."""
        return COUNTS_ALL if self.late_scores else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What has to stand over every report."""
        said = (self.seal_broken, self.freeze, self.unblinded, self.after.sentence)
        return tuple(each for each in said if each)


NOTHING_CLOSED = Closed("", "", "", 0)


def closed(study: StudyFile) -> Closed:
    """Say what is closed of a study, and what is open."""
    frozen = latest_freeze(study.connection)
    opened = unblinding(study.connection)
    late = count_late_scores(study.connection)
    return Closed(
        freeze="" if frozen is None else _frozen(study, frozen, late),
        unblinded="" if opened is None else opened.sentence,
        seal_broken="" if opened is None else opened.mark,
        late_scores=late,
        after=after_closing(study.connection),
    )


def _frozen(study: StudyFile, frozen: Freeze, late: int) -> str:
    told = (
        f"Freeze {frozen.number}, {moment(frozen.frozen_at)}: agreement rests on what was "
        f"submitted then; {plural(late, 'late score')} since."
        f"{' All other numbers count them.' if late else ''}"
    )
    version = other_version_of(study.connection, frozen.rubric)
    return " ".join(each for each in (told, version, _otherwise(study)) if each)


def _otherwise(study: StudyFile) -> str:
    """Name the dimensions that meant something else in the set; nothing where there are none."""
    found = meanings(study).otherwise
    names = ", ".join(each.short for each in study.rubric.dimensions if each.id in found)
    return f"Of another meaning now: {names}." if names else ""
