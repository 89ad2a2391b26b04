"""What is looked at before the reliability set is closed; afterwards none of it can be mended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from coder_tui.cli.freeze_text import whole_or_not
from coder_tui.cli.progress import ProgressLine
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.freezing import latest_freeze, refuse_after_opening
from coder_tui.storage.frozen_check import faults, faults_of_chains
from coder_tui.storage.heads import Head, heads_at
from coder_tui.storage.key import KeyFile
from coder_tui.storage.leak_masking import waiting
from coder_tui.storage.leaks import findings, not_searched
from coder_tui.storage.study import StudyFile

PHASE = "checking judgement"


def refuse_damaged(study: StudyFile) -> None:
    """Make sure that another freeze may follow the one before.

    Raises:
        RefusedError: the conditions are open, or what was frozen has changed.
    """
    earlier = latest_freeze(study.connection)
    if earlier is None:
        return
    # The write asks again: what follows here takes seconds.
    refuse_after_opening(study)
    with ProgressLine() as progress:
        found = faults(
            study.connection, earlier, lambda done, total: progress.show(PHASE, done, total)
        )
    if found:
        raise RefusedError(
            f"{study.path}: {whole_or_not(earlier, found)} {visible_line(found[0])}",
            title="Freeze damaged",
            hint="Restore the study from a copy; `freeze --check` lists everything.",
        )


class ChainWatch:
    """Follows the chains of what a freeze closes, each up to one head once."""

    def __init__(self, study: StudyFile) -> None:
        self._study = study
        self._earlier = latest_freeze(study.connection)
        self._whole: set[Head] = set()
        if self._earlier is not None:
            self._whole.update(heads_at(study.connection, self._earlier.id))

    def follow(self, heads: Sequence[Head]) -> None:
        """Make sure that what is to be closed is whole.

        Raises:
            RefusedError: a judgement is gone, or was changed by other means than this program.
        """
        connection = self._study.connection
        new = [head for head in heads if head not in self._whole]
        with ProgressLine() as progress:
            found = faults_of_chains(
                connection,
                new,
                self._earlier,
                lambda done, total: progress.show(PHASE, done, total),
            )
        if found:
            more = f" {plural(len(found) - 1, 'more fault')}." if len(found) > 1 else ""
            raise RefusedError(
                f"{self._study.path}: what would be frozen is not whole. "
                f"{visible_line(found[0])}{more}",
                title="Judgements damaged",
                hint="Nothing was frozen. Restore the study from a copy in which they are whole.",
            )
        self._whole.update(new)


@dataclass(frozen=True, slots=True)
class LeaksLeft:
    """What of names in texts is left to do, which nobody can do after a freeze."""

    to_apply: int
    """Items that are to be masked, left out or taken back, and judgements to be masked."""
    undecided: int
    """Places on which nothing was decided."""
    not_searched: int
    """Items in which names were never looked for, with the text that they have."""

    @property
    def words(self) -> str:
        """The one line that says it; nothing where nothing is left."""
        said = [
            f"{plural(self.to_apply, 'change')} by decisions {_are(self.to_apply)} not applied"
            if self.to_apply
            else "",
            f"{plural(self.undecided, 'finding')} {_are(self.undecided)} undecided"
            if self.undecided
            else "",
            f"{plural(self.not_searched, 'item')} {_were(self.not_searched)} never searched"
            if self.not_searched
            else "",
        ]
        left = ", ".join(filter(None, said))
        return f"Leaks: {left}; after a freeze no text can be masked." if left else ""

    def as_json(self) -> dict[str, int]:
        """Give the counts for programs."""
        return asdict(self)


def leaks_left(study: StudyFile, key: KeyFile) -> LeaksLeft | None:
    """Count what of leaks is left to do; None where nothing is blind, or the study is frozen."""
    if not study.info.blind or study.is_frozen():
        return None
    applied = waiting(study, key)
    return LeaksLeft(
        applied.rewritten + applied.excluded + applied.back + applied.redacted,
        sum(each.decision is None for each in findings(key)),
        not_searched(key),
    )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
