"""A study that is open while another version of the rubric comes into force."""

from coder_tui.domain.rubric_diff import RubricDiff, diff_rubrics
from coder_tui.storage.database import version_of_others
from coder_tui.storage.rubric_versions import (
    fingerprint_in_force,
    meanings_of,
    read_in_force,
)
from coder_tui.storage.study import StudyFile


class VersionWatch:
    """Knows whether a study's rubric is replaced, at the cost of a look at the file's counter."""

    def __init__(self, study: StudyFile) -> None:
        self._study = study
        self._looked_at: int | None = None
        self._found = False

    @property
    def is_replaced(self) -> bool:
        """Whether another version came into force since the study took up its own."""
        connection = self._study.connection
        version = version_of_others(connection)
        if version != self._looked_at:
            self._looked_at = version
            self._found = fingerprint_in_force(connection) != self._study.rubric_fingerprint
        return self._found

    def take_up(self) -> RubricDiff:
        """Let the study have the version in force; give what is other than in the one before."""
        self._looked_at = None
        return take_up(self._study)


def take_up(study: StudyFile) -> RubricDiff:
    """Let an open study have the version of the rubric that is in force."""
    connection = study.connection
    before, old = study.rubric_fingerprint, study.rubric
    version = read_in_force(connection)
    meant = meanings_of(connection, before)
    means = meanings_of(connection, version.fingerprint)
    study.rubric_fingerprint, study.rubric = version.fingerprint, version.rubric
    diff = diff_rubrics(old, version.rubric)
    return diff.with_touched(
        {each for each, meaning in means.items() if meant.get(each) != meaning}
    )
