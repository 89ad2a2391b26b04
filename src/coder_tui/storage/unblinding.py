"""Opening the conditions of a study: whether, when and by whom.

Nothing here reads the key; who unblinds has checked it before.
"""

import json
import secrets
import socket
from dataclasses import dataclass

from coder_tui.domain.errors import RefusedError
from coder_tui.domain.moments import moment
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.freezing import latest_freeze
from coder_tui.storage.heads import heads_now, keep_heads
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import LOG, PATIENCE
from coder_tui.storage.wall_clock import now

UNBLINDING = """
select unblinding.id, freeze.number, unblinding.person, host, seal_broken, why_broken, unblinded_at
from unblinding
left join freeze on freeze.id = unblinding.freeze
order by unblinded_at
limit 1
"""

WRITE_UNBLINDING = """
insert into unblinding (id, freeze, person, host, seal_broken, why_broken, unblinded_at)
values (:id, :freeze, :person, :host, :seal_broken, :why_broken, :unblinded_at)
"""


@dataclass(frozen=True, slots=True)
class Unblinding:
    """That the conditions were opened."""

    id: str
    freeze: int | None
    """Number of the freeze in force; None where there was none."""
    person: str
    """Whose login did it."""
    host: str
    seal_broken: str
    """The reason given for breaking the seal; empty where it was not broken."""
    why_broken: str
    """What stood against opening it."""
    unblinded_at: str

    @property
    def mark(self) -> str:
        """What every report has to say; nothing where the seal was not broken."""
        if not self.seal_broken:
            return ""
        return f"SEAL BROKEN: {self.seal_broken}, {self.person}, {moment(self.unblinded_at)}."

    @property
    def sentence(self) -> str:
        """Who opened the conditions, when, and after which freeze."""
        after = f", after freeze {self.freeze}" if self.freeze else ", without a freeze"
        return f"Unblinded by {self.person}, {moment(self.unblinded_at)}{after}."


def unblinding(connection: Connection) -> Unblinding | None:
    """The unblinding of a study; None while its conditions are closed."""
    row = connection.execute(UNBLINDING).fetchone()
    return Unblinding(*row) if row else None


def conditions_are_open(study: StudyFile) -> bool:
    """Whether who holds the key may see conditions: without a seal, or after unblinding."""
    return not study.info.seal or unblinding(study.connection) is not None


def write_unblinding(
    study: StudyFile,
    *,
    freeze: str | None,
    person: str,
    seal_broken: str = "",
    why_broken: str = "",
) -> Unblinding:
    """Open the conditions, in one transaction with the heads of this moment and a line in the log.

    Args:
        study: open for writing; its key was checked.
        freeze: id of the freeze that was found whole, or of the damaged one; None without any.
        person: whose login it is.
        seal_broken: the reason given, where the seal is broken.
        why_broken: what stands against opening it.

    Raises:
        RefusedError: somebody froze or unblinded it meanwhile; nothing has changed.
        NotSavedError: the file cannot be written; nothing has changed.
    """
    connection = study.connection
    act, at = secrets.token_hex(8), now()
    with immediate(connection, patience=PATIENCE):
        latest = latest_freeze(connection)
        if (latest.id if latest else None) != freeze or unblinding(connection) is not None:
            raise RefusedError(
                f"{study.path}: frozen or unblinded by somebody else meanwhile; nothing changed.",
                title="Not unblinded",
                hint="Try again.",
            )
        connection.execute(
            WRITE_UNBLINDING,
            {
                "id": act,
                "freeze": freeze,
                "person": person,
                "host": socket.gethostname(),
                "seal_broken": seal_broken,
                "why_broken": why_broken,
                "unblinded_at": at,
            },
        )
        keep_heads(connection, act, heads_now(connection))
        told = {"freeze": latest.number if latest else None, "seal_broken": seal_broken}
        connection.execute(LOG, (person, "unblind", json.dumps(told, sort_keys=True), at))
    found = unblinding(connection)
    assert found is not None  # noqa: S101  # just written
    return found
