"""Every assignment of a study with how far it is: what pace, waiting and burn-up are made from."""

from dataclasses import dataclass
from datetime import UTC, datetime

from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.errors import CoderError
from coder_tui.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Assigned:
    """One item that one coder has."""

    coder: str
    kind: str
    withdrawn: bool
    """The coder has left the study."""
    blind_id: str
    submitted: bool
    """It is submitted, and not reopened since."""
    at: datetime | None
    """When it was submitted for the first time, whether or not it was reopened since."""
    purpose: str
    """What the sitting was for in which that was: `coding`, `simulation`, `import`; or nothing."""

    @property
    def coded_here(self) -> bool:
        """Whether it was coded in the coding screen: imports and simulations have no pace."""
        return self.purpose == "coding"

    @property
    def has_a_place_in_time(self) -> bool:
        """Whether it was scored one after another: what is imported comes in any order."""
        return self.purpose != "import"

    @property
    def counts_for_pairs(self) -> bool:
        """Whether other coders' work may wait for it: nobody's waits for a machine's."""
        return self.kind != "machine"


def read_work(study: Connection) -> tuple[Assigned, ...]:
    """Read every assignment, by coder; one query, so that it is one picture.

    Raises:
        CoderError: a time in the study is none.
    """
    return tuple(
        Assigned(
            coder,
            kind,
            bool(withdrawn),
            blind_id,
            bool(submitted),
            _moment(at) if at else None,
            purpose,
        )
        for coder, kind, withdrawn, blind_id, submitted, at, purpose in study.execute(
            read_sql("work")
        )
    )


def _moment(written: str) -> datetime:
    """Read when a row was written.

    Raises:
        CoderError: it is no time.
    """
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CoderError(
            f"The study says that an item was submitted at {written!r}, which is no time.",
            title="Cannot read",
            hint="The file was changed by other means than this program.",
        ) from error
