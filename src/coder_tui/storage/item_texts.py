"""Whether the text of an item is still the one that somebody looks at."""

from coder_tui.domain.errors import TextChangedError
from coder_tui.storage.database import Connection

CONTENT = "select content_hash from item where blind_id = ?"


def is_shown_as_stored(connection: Connection, blind_id: str, shown: str) -> bool:
    """Whether an item has the content whose hash is given: names may have been masked meanwhile."""
    row = connection.execute(CONTENT, (blind_id,)).fetchone()
    return row is not None and row[0] == shown


def refuse_changed_text(connection: Connection, *, blind_id: str, shown: str) -> None:
    """Make sure that nothing is quoted from a text that was replaced.

    Raises:
        TextChangedError: it was.
    """
    if not is_shown_as_stored(connection, blind_id, shown):
        raise TextChangedError(
            f"The text of {blind_id} was replaced meanwhile; nothing was recorded.",
            title="Text changed",
            hint="Open the item again.",
        )
