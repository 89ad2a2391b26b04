"""Reading a live study as it stands at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from coder_tui.storage.database import Connection


@contextmanager
def one_picture(study: Connection) -> Iterator[None]:
    """Keep what others write out of sight: all that is read meanwhile is of one moment.

    Within another such picture this is the same picture.
    """
    if study.in_transaction:
        yield
        return
    study.execute("begin")
    # A transaction of SQLite sees what was there when it first read.
    study.execute("select 1 from study").fetchone()
    try:
        yield
    finally:
        # Where a statement failed, SQLite may have ended the transaction by itself.
        if bool(study.in_transaction):
            study.execute("commit")
