"""A sitting: one run of a screen by one person, from its opening on a device to its end."""

import getpass
import os
import secrets
import socket
from pathlib import Path
from typing import Any

from coder_tui.domain.errors import RefusedError
from coder_tui.domain.version import VERSION
from coder_tui.storage.chain import Chain
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.judgements import LAST_JUDGEMENT, row_hash
from coder_tui.storage.wall_clock import now
from coder_tui.storage.whereabouts import Bookmark, Whereabouts

OPEN_SITTING = """
insert into sitting (
    id, person, purpose, device, host, login, version, opened_at, closed_at, prev_head
)
values (:id, :person, :purpose, :device, :host, :login, :version, :opened_at, null, :prev_head)
"""

CLOSE_SITTING = "update sitting set closed_at = ? where id = ?"

SITTING_START = (
    "id", "person", "purpose", "device", "host", "login", "version", "opened_at", "prev_head",
)  # fmt: skip
"""The columns of a sitting that its start hash covers; the first judgement is chained to it."""

LATEST_ON_DEVICE = """
select id, person, purpose, device, host, login, version, opened_at, prev_head
from sitting
where device = :device
order by rowid desc
limit 1
"""


def login_name() -> str:
    """Give the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def head_of(connection: Connection, sitting: str) -> str:
    """Give the hash of a sitting's last judgement, "" where it has none."""
    row = connection.execute(LAST_JUDGEMENT, {"sitting": sitting}).fetchone()
    return row[1] if row else ""


class Sitting(Chain):
    """One person's sitting, open for writing."""

    def __init__(self, connection: Connection, sitting_id: str, person: str, head: str) -> None:
        super().__init__(connection, sitting_id, head, Whereabouts(sitting_id, person))
        self.person = person

    @classmethod
    def start(cls, connection: Connection, path: Path, person: str, purpose: str) -> "Sitting":
        """Open a sitting, chained to the sitting before it on this device.

        Raises:
            NotSavedError: the file cannot be written.
        """
        with immediate(connection, patience=5.0):
            return cls.within(connection, path, person, purpose)

    @classmethod
    def within(cls, connection: Connection, path: Path, person: str, purpose: str) -> "Sitting":
        """Open a sitting within an open transaction; `write` and `end` go with it."""
        sitting_id = secrets.token_hex(8)
        device = _device(connection, path)
        previous = connection.execute(LATEST_ON_DEVICE, {"device": device}).fetchone()
        prev_head = ""
        if previous:
            start = dict(zip(SITTING_START, previous, strict=True))
            prev_head = head_of(connection, previous[0]) or row_hash("sitting", start)
        values: dict[str, Any] = {
            "id": sitting_id,
            "person": person,
            "purpose": purpose,
            "device": device,
            "host": socket.gethostname(),
            "login": login_name(),
            "version": VERSION,
            "opened_at": now(),
            "prev_head": prev_head,
        }
        connection.execute(OPEN_SITTING, values)
        return cls(connection, sitting_id, person, row_hash("sitting", values))

    def end(self) -> None:
        """Write what is waiting and the time of the end, within an open transaction."""
        self.write()
        self.connection.execute(CLOSE_SITTING, (now(), self.id))

    def place_bookmark(self, bookmark: Bookmark) -> None:
        """Remember where the person is; written with the next judgement or `flush`."""
        self.whereabouts.place(bookmark)

    def note_attention(self, blind_id: str, seconds: float) -> None:
        """Remember how long an item was worked on in this sitting, in all; written like a bookmark.

        Args:
            blind_id: the item.
            seconds: the whole time so far; the latest number replaces those before it.
        """
        self.whereabouts.spend(blind_id, seconds)

    def close(self) -> None:
        """Write what is waiting and the time of the end.

        Raises:
            NotSavedError: something could not be written.
            RefusedError: something may not be written; all else is.
        """
        refused: RefusedError | None = None
        while True:
            try:
                self.flush(patience=3.0)
                break
            except RefusedError as error:
                refused = error
        with immediate(self.connection, patience=3.0):
            self.connection.execute(CLOSE_SITTING, (now(), self.id))
        if refused is not None:
            raise refused


def _device(connection: Connection, path: Path) -> str:
    """Give this copy's device; a file that was copied gets a new one on its first write."""
    host, inode = socket.gethostname(), path.stat().st_ino
    row = connection.execute(
        "select id from device where host = ? and inode = ? order by since desc limit 1",
        (host, inode),
    ).fetchone()
    if row:
        return str(row[0])
    device = secrets.token_hex(8)
    connection.execute("insert into device values (?, ?, ?, ?)", (device, host, inode, now()))
    return device
