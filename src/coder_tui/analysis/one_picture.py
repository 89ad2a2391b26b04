"""Reading a live study as it stands at one moment."""

import contextlib
from collections.abc import Iterator

from coder_tui.storage.database import Connection, sqlite


@contextlib.contextmanager
def one_picture(study: Connection) -> Iterator[None]:
    """Keep what others write out of sight: all that is read meanwhile is of one moment.

    Within another such picture this is the same picture.
    """
    if study.in_transaction:
        yield
        return
    study.execute("begin")
    try:
        # A transaction of SQLite sees what was there when it first read.
        study.execute("select 1 from study").fetchone()
        yield
    finally:
        # Nothing was written. What went wrong is told, not that a damaged file cannot even end
        # this; and where a statement failed, SQLite may have ended the transaction by itself.
        with contextlib.suppress(sqlite.DatabaseError):
            study.execute("rollback")
