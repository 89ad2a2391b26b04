"""How far the closing of a study is: frozen, unblinded, and what came too late."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coder_tui.analysis.closed import not_whole
from coder_tui.domain.moments import moment
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.after_closing import NOTHING_AFTER, AfterClosing, after_closing
from coder_tui.storage.freezing import Freeze, count_late_scores, latest_freeze
from coder_tui.storage.rubric_versions import other_version_of
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import Unblinding, unblinding


@dataclass(frozen=True, slots=True)
class Closing:
    """What is closed, and what is open."""

    freeze: Freeze | None
    unblinding: Unblinding | None
    late: int
    """Scores that stand and are not in the reliability set."""
    after: AfterClosing = NOTHING_AFTER
    """Decisions after the unblinding, and final scores on late answers."""
    other_version: str = ""
    """Under which version of the rubric the set stays, where another one is in force."""
    not_whole: str = ""
    """`NOT WHOLE: ...` where what was frozen is gone or was changed, as far as that was checked."""

    def lines(self) -> Iterator[str]:
        """Say so, for people; nothing while nothing is closed."""
        if self.not_whole:
            yield self.not_whole
        if self.freeze is not None:
            yield (
                f"Freeze {self.freeze.number} by {visible_line(self.freeze.person)}, "
                f"{moment(self.freeze.frozen_at)}; {plural(self.late, 'late score')} since."
            )
            if self.other_version:
                yield self.other_version
        if self.unblinding is not None:
            yield visible_line(self.unblinding.sentence)
            if self.unblinding.mark:
                yield visible_line(self.unblinding.mark)
        if self.after.sentence:
            yield self.after.sentence

    def greeting(self) -> str:
        """Say what becomes of scores that are given from now on; nothing while they count.

        It stands on one line of 80 columns together with what a coder is told who saw the review.
        """
        if self.freeze is None:
            return ""
        what = "Frozen" if self.unblinding is None else "Unblinded"
        return f"{what}: scores are late now, in no agreement."

    def as_json(self) -> dict[str, Any]:
        """Say so, for programs."""
        return {
            "freeze": self.freeze
            and {
                "number": self.freeze.number,
                "person": self.freeze.person,
                "frozen_at": self.freeze.frozen_at,
                "digest": self.freeze.digest,
            },
            "not_whole": self.not_whole or None,
            "unblinding": self.unblinding and unblinding_json(self.unblinding),
            "late_scores": self.late,
            **self.after.as_json(),
        }


def unblinding_json(opened: Unblinding) -> dict[str, Any]:
    """Give an unblinding for programs."""
    return {
        "person": opened.person,
        "unblinded_at": opened.unblinded_at,
        "freeze": opened.freeze,
        "seal_broken": opened.seal_broken or None,
        "why_broken": opened.why_broken or None,
    }


def closing(study: StudyFile, *, checked: bool = False) -> Closing:
    """Say how far the closing of a study is.

    Args:
        study: open.
        checked: whether to see that what was frozen is whole, which looks at every judgement.
    """
    connection = study.connection
    freeze = latest_freeze(connection)
    late = count_late_scores(connection) if freeze else 0
    other = other_version_of(connection, freeze.rubric) if freeze else ""
    return Closing(
        freeze,
        unblinding(connection),
        late,
        after_closing(connection),
        other,
        not_whole(study) if checked else "",
    )
