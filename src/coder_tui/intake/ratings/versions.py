"""Under which version of the rubric scores of a file were given, as far as anybody can tell."""

from collections.abc import Mapping

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Answer, Dimension
from coder_tui.intake.losses import Losses
from coder_tui.intake.ratings.values import plain_number
from coder_tui.storage.earlier_scores import Given, read_given
from coder_tui.storage.rubric_versions import meanings_of, read_versions
from coder_tui.storage.study import StudyFile

UNKNOWN = "it names a version of the rubric that this study never had; it was not compared"


class Versions:
    """Tells whether a dimension means the same in another version as in the one in force."""

    def __init__(self, study: StudyFile, said: str = "") -> None:
        """Read the versions of an open study.

        Args:
            study: open.
            said: the version, by number or fingerprint, of scores beside which none stands.

        Raises:
            BadInputError: the study never had that version.
        """
        self._connection = study.connection
        self._in_force = study.rubric_fingerprint
        versions = read_versions(study.connection)
        self._names = {each.fingerprint: each.rubric.version for each in versions}
        self._meanings = {each: meanings_of(study.connection, each) for each in self._names}
        self._called: dict[str, tuple[str, ...]] = {}
        self._given: dict[str, Mapping[tuple[str, str], tuple[Given, ...]]] = {}
        self._said = said.strip()
        if self._said and not self._find(self._said):
            raise BadInputError(
                f"--rubric {self._said!r}: there is no such version of the rubric; the study has "
                f"{', '.join(self._names.values())}.",
                title="Unknown version",
            )

    def check(self, dimension: Dimension, named: str, losses: Losses) -> bool:
        """Make sure that a score counts under the version in force.

        Args:
            dimension: what was scored.
            named: the version that the file names, by number or fingerprint; empty where none.
            losses: told where the study does not know that version.

        Returns:
            Whether somebody says that the score was given under the meaning in force.

        Raises:
            BadInputError: the dimension means something else by now, or may do so.
        """
        wanted = named or self._said
        if not wanted:
            return False
        found = self._find(wanted)
        if not found:
            losses.noted("column rubric", UNKNOWN)
            return False
        means = self._meanings[self._in_force].get(dimension.id)
        meant = {self._meanings[each].get(dimension.id) for each in found}
        if meant == {means}:
            return True
        number = self._names[self._in_force]
        if means in meant:
            raise BadInputError(
                f"version {wanted} of the rubric is ambiguous: {len(found)} texts of this study "
                "may be called so, and it does not mean the same in all.",
                hint="Name the version by its fingerprint, as `scores_long.csv` of an export does.",
            )
        hint = "--skip-bad leaves such scores out"
        if named:
            hint += f"; --ignore rubric --rubric {number} takes them as given under {number}"
        raise BadInputError(f"it was scored {self._elsewhere(found[0])}", hint=f"{hint}.")

    def refuse_stale(self, coder: str, blind_id: str, dimension: Dimension, answer: Answer) -> None:
        """Make sure that a score of which no version is known is not one from before a change.

        Raises:
            BadInputError: the coder gave it while the dimension meant something else.
        """
        if len(self._names) == 1:
            return
        if coder not in self._given:
            self._given[coder] = read_given(self._connection, coder)
        given = self._given[coder].get((blind_id, dimension.id), ())
        if any(each.counts and each.answer == answer for each in given):
            return
        for each in given:
            if each.answer == answer:
                raise BadInputError(
                    f"it is the score that {coder} gave {self._elsewhere(each.rubric)}",
                    hint=f"If it was given anew, say --rubric {self._names[self._in_force]}; "
                    "--skip-bad leaves such scores out.",
                )

    def _elsewhere(self, fingerprint: str) -> str:
        return (
            f"under version {self._names[fingerprint]} of the rubric, where it means something "
            f"else than in {self._names[self._in_force]}, which is in force."
        )

    def _find(self, wanted: str) -> tuple[str, ...]:
        if wanted not in self._called:
            self._called[wanted] = self._search(wanted)
        return self._called[wanted]

    def _search(self, wanted: str) -> tuple[str, ...]:
        """Give the fingerprints of the versions that may be meant.

        A spreadsheet makes 1 of the version 1.0, and 1.1 of 1.10 as well.
        """
        if wanted in self._names:
            return (wanted,)
        found = [each for each, name in self._names.items() if wanted in (name, plain_number(name))]
        if not found:
            number = plain_number(wanted)
            found = [each for each, name in self._names.items() if number == plain_number(name)]
        return tuple(found)
