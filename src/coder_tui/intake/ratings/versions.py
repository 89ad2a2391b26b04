"""Under which version of the rubric scores of a file were given, where the file says it."""

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Dimension
from coder_tui.intake.losses import Losses
from coder_tui.storage.rubric_versions import meanings_of, read_versions
from coder_tui.storage.study import StudyFile

UNKNOWN = "it names a version of the rubric that this study never had; it was not compared"


class Versions:
    """Tells whether a dimension means the same in another version as in the one in force."""

    def __init__(self, study: StudyFile) -> None:
        """Read the versions of an open study."""
        connection = study.connection
        self._in_force = study.rubric_fingerprint
        self._names = {each.fingerprint: each.rubric.version for each in read_versions(connection)}
        self._meanings = {each: meanings_of(connection, each) for each in self._names}

    def check(self, dimension: Dimension, fingerprint: str, losses: Losses) -> None:
        """Make sure that a score counts under the version in force.

        Args:
            dimension: what was scored.
            fingerprint: the version that the file names; empty where it names none.
            losses: told where the study does not know that version.

        Raises:
            BadInputError: the dimension means something else by now.
        """
        if not fingerprint or fingerprint == self._in_force:
            return
        if fingerprint not in self._names:
            losses.noted("column rubric", UNKNOWN)
            return
        means, meant = (
            self._meanings[each].get(dimension.id) for each in (self._in_force, fingerprint)
        )
        if means != meant:
            raise BadInputError(
                f"it was scored under version {self._names[fingerprint]} of the rubric, where it "
                f"means something else than in {self._names[self._in_force]}, which is in force.",
                hint="--skip-bad leaves such scores out; --ignore rubric takes them as they are.",
            )
