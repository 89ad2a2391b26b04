"""What is still to be coded, so that everything said of final scores is provisional."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.text import plural


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Of the kinds of coders that are summed up: whoever else codes changes nothing."""

    kinds: tuple[str, ...] = ()
    assignments: int = 0
    not_submitted: int = 0
    """Begun, reopened, to be coded again, skipped, or never opened."""
    skipped: int = 0
    single: int = 0
    """Final scores of one coder, on items that more were to code."""

    @property
    def sentence(self) -> str:
        """Say so; nothing where all is submitted."""
        said = []
        if self.not_submitted:
            skipped = f" ({self.skipped:,} skipped)" if self.skipped else ""
            of_all = f"{self.not_submitted:,} of {plural(self.assignments, 'assignment')}"
            by = " and ".join(self.kinds)
            said.append(f"{of_all} of {by} coders not submitted{skipped}")
        if self.single:
            rest = "rests" if self.single == 1 else "rest"
            said.append(
                f"{plural(self.single, 'final score')} {rest} on one coder where more were to code"
            )
        return f"PROVISIONAL: {'; '.join(said)}." if said else ""

    def as_json(self) -> dict[str, Any]:
        """Say so, for programs."""
        return {
            "assignments": self.assignments,
            "not_submitted": self.not_submitted,
            "single_final_scores": self.single,
        }


def unfinished(snapshot: Snapshot, kinds: Sequence[str]) -> Unfinished:
    """Count what coders of some kinds have still to code."""
    (row,) = snapshot.run(read_sql("unfinished"), {"kinds": list(kinds)})
    return Unfinished(tuple(kinds), *row)
