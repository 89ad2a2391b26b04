"""The source of a review that has not to be computed again for each app that looks at it."""

from collections import OrderedDict
from hashlib import sha256
from typing import Any

from tests.review_fixtures import keyed_items

from coder_tui.analysis import headway
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.review import Review
from coder_tui.cli.reports import export_beside
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.settings import Settings

MOST = 6
"""Studies that a worker remembers; their reviews are small, and more are not looked at in turn."""

_KNOWN: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


class RecalledSource(StudySource):
    """Reads a study as it stands; one of the same bytes, for the same reader, it has read before.

    What the review says is computed by the program, once. Tests of how it is computed, or of when
    it is read, use `StudySource` itself.
    """

    def first(self) -> FirstLook:
        found: FirstLook = self._recall("first", super().first)
        return found

    def review(self) -> Review:
        self.asking.forget()
        found: Review = self._recall("review", super().review)
        return found

    def _recall(self, what: str, read: Any) -> Any:
        files = sorted(self.path.parent.glob(f"{self.path.name}*"))
        content = sha256(b"".join(each.read_bytes() for each in files if each.suffix != ".db-shm"))
        now = headway.present().replace(minute=0, second=0, microsecond=0)
        asked = (what, content.digest(), repr(self.keyed), now)
        if asked not in _KNOWN:
            _KNOWN[asked] = read()
            while len(_KNOWN) > 2 * MOST:
                _KNOWN.popitem(last=False)
        return _KNOWN[asked]


def review_app(built: Any, *, with_key: bool = True, settings: Settings | None = None) -> ReviewApp:
    """The review of a study, whose numbers need not be computed again."""
    key = built.key_path if with_key else None
    source = RecalledSource(
        built.path, keyed_items(key) if key else None, lambda: export_beside(built.path, key)
    )
    return ReviewApp(source, settings)
