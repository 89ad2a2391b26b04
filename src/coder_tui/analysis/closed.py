"""What is closed of a study, and what is open, in the words of the review."""

from dataclasses import dataclass

from coder_tui.analysis.versions import meanings
from coder_tui.domain.moments import moment
from coder_tui.domain.text import plural
from coder_tui.storage.after_closing import NOTHING_AFTER, AfterClosing, after_closing
from coder_tui.storage.freezing import Freeze, count_late_scores, latest_freeze
from coder_tui.storage.frozen_check import Told, faults
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
    not_whole: str = ""
    """`NOT WHOLE: ...` where what was frozen is gone or was changed, as far as that was checked."""

    @property
    def scope(self) -> str:
        """What views that are no agreement count; nothing where that makes no difference."""
        return COUNTS_ALL if self.late_scores else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What has to stand over every report."""
        said = (
            self.not_whole,
            self.seal_broken,
            self.freeze,
            self.unblinded,
            self.after.sentence,
        )
        return tuple(each for each in said if each)


NOTHING_CLOSED = Closed("", "", "", 0)


def closed(study: StudyFile, *, checked: bool = True) -> Closed:
    """Say what is closed of a study, and what is open.

    Args:
        study: open.
        checked: whether to see that what was frozen is whole, which looks at every judgement.
    """
    broken = not_whole(study) if checked else ""
    frozen = latest_freeze(study.connection)
    opened = unblinding(study.connection)
    late = count_late_scores(study.connection)
    return Closed(
        freeze="" if frozen is None else _frozen(study, frozen, late, whole=not broken),
        unblinded="" if opened is None else opened.sentence,
        seal_broken="" if opened is None else opened.mark,
        late_scores=late,
        after=after_closing(study.connection),
        not_whole=broken,
    )


def not_whole(study: StudyFile, told: Told = lambda *_: None) -> str:
    """Say that what was frozen is gone or was changed; nothing where it is whole, or none is.

    Args:
        study: open.
        told: how far it is.
    """
    frozen = latest_freeze(study.connection)
    found = faults(study.connection, frozen, told) if frozen else []
    if frozen is None or not found:
        return ""
    return (
        f"NOT WHOLE: what freeze {frozen.number} closed is not what stands in the file "
        f"({plural(len(found), 'fault')}); `freeze --check` names "
        f"{'it' if len(found) == 1 else 'them'}."
    )


def _frozen(study: StudyFile, frozen: Freeze, late: int, *, whole: bool) -> str:
    rests_on = "was submitted then" if whole else "stands in the file, not on what it closed"
    told = (
        f"Freeze {frozen.number}, {moment(frozen.frozen_at)}: agreement rests on what "
        f"{rests_on}; {plural(late, 'late score')} since."
        f"{' All other numbers count them.' if late else ''}"
    )
    version = other_version_of(study.connection, frozen.rubric)
    return " ".join(each for each in (told, version, _otherwise(study)) if each)


def _otherwise(study: StudyFile) -> str:
    """Name the dimensions that meant something else in the set; nothing where there are none."""
    found = meanings(study).otherwise
    names = ", ".join(each.short for each in study.rubric.dimensions if each.id in found)
    return f"Of another meaning now: {names}." if names else ""
