"""Where a coder is and how long items took: kept until the next judgement takes it to the file."""

from dataclasses import dataclass

from coder_tui.storage.database import Connection
from coder_tui.storage.judgements import Value

SET_BOOKMARK = """
insert into bookmark (coder, blind_id, dimension, part, character)
values (:coder, :blind_id, :dimension, :part, :character)
on conflict (coder) do update
set blind_id = :blind_id, dimension = :dimension, part = :part, character = :character
"""

SET_ATTENTION = """
insert into attention (sitting, coder, blind_id, seconds)
values (:sitting, :coder, :blind_id, :seconds)
on conflict (sitting, blind_id) do update
set seconds = :seconds
"""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a coder is: item, dimension, part, and a code point of the part's stored text."""

    blind_id: str
    dimension: str
    part: int
    character: int


class Whereabouts:
    """What one sitting has to tell of a coder's place and times, as far as no file has it."""

    def __init__(self, sitting: str, coder: str) -> None:
        self._sitting = sitting
        self._coder = coder
        self._bookmark: Bookmark | None = None
        self._seconds: dict[str, float] = {}

    def place(self, bookmark: Bookmark) -> None:
        """Remember where the coder is, in place of where they were."""
        self._bookmark = bookmark

    def spend(self, blind_id: str, seconds: float) -> None:
        """Remember how long an item was worked on, in all, in place of the number before."""
        self._seconds[blind_id] = seconds

    def __bool__(self) -> bool:
        return bool(self._bookmark or self._seconds)

    def write(self, connection: Connection) -> None:
        """Write it within an open transaction; it is kept until `clear`."""
        if self._bookmark is not None:
            connection.execute(SET_BOOKMARK, self._place_row(self._bookmark))
        for blind_id, seconds in self._seconds.items():
            connection.execute(SET_ATTENTION, self._time_row(blind_id, seconds))

    def clear(self) -> None:
        """Let go of what is in the file."""
        self._bookmark = None
        self._seconds.clear()

    def _place_row(self, bookmark: Bookmark) -> dict[str, Value]:
        return {
            "coder": self._coder,
            "blind_id": bookmark.blind_id,
            "dimension": bookmark.dimension,
            "part": bookmark.part,
            "character": bookmark.character,
        }

    def _time_row(self, blind_id: str, seconds: float) -> dict[str, Value]:
        return {
            "sitting": self._sitting,
            "coder": self._coder,
            "blind_id": blind_id,
            "seconds": round(seconds, 1),
        }
