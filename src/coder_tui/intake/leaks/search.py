"""Searching a study for what tells its conditions: in the texts as a coder gets them.

Practice items and silent repeats are searched, too. What is found is kept in the key, with its
place in the original, because stored texts change when names in them are masked.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coder_tui.domain.blinding import Segment
from coder_tui.domain.carrying import is_replaced, source_span
from coder_tui.domain.identity_words import IdentityWords
from coder_tui.domain.leaks import Finding
from coder_tui.intake.expanding import Progress
from coder_tui.intake.leaks.finder import Leak, LeakFinder
from coder_tui.storage.key import KeyFile
from coder_tui.storage.leaks import keep_findings
from coder_tui.storage.study import StudyFile

NAMES = """
select name from identity
union
select name from mask
union
select model from condition where model is not null
union
select scaffold from condition where scaffold is not null
order by name
"""
"""Those of conditions also from where the study has a commitment to them."""

TEXTS = "select blind_id, idx, text from part order by blind_id, idx"

LABELS = """
select 'tool', name from part where kind in ('tool_call', 'tool_result')
union
select 'field', name from part where kind = 'field'
union
select 'role', role from part where kind not in ('field', 'reference')
order by 1, 2
"""
"""What stands beside texts: tool names, names of fields, roles; each once."""

DECIDED = """
select turn, source_start, source_end
from leak
where blind_id = :blind_id and decision is not null
"""


@dataclass(frozen=True, slots=True)
class LabelLeak:
    """A name that stands where no text is, so that it cannot be masked here."""

    what: str
    """`tool`, `field` or `role`."""
    label: str
    name: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched, and what was found where nothing can be masked."""

    items: int
    texts: int
    labels: tuple[LabelLeak, ...]


def search_leaks(
    study: StudyFile, key: KeyFile, words: IdentityWords, progress: Progress
) -> Search:
    """Search all items, and keep in the key what is found; decisions stay.

    Only a batch of texts is in memory at a time.

    Args:
        study: the study; not changed.
        key: its key, open for writing.
        words: the shipped list, or an edited copy.
        progress: told how far the search is.

    Raises:
        NotSavedError: the key cannot be written; it is as it was.
    """
    finder = LeakFinder([name for (name,) in key.connection.execute(NAMES)], words)
    blind_ids = [blind_id for (blind_id,) in study.connection.execute("select blind_id from item")]
    texts = _Texts(study, len(blind_ids), progress)
    keep_findings(key, _findings(key, texts, finder.scan(texts)), searched=blind_ids)
    labels = study.connection.execute(LABELS).fetchall()
    return Search(len(blind_ids), texts.read, tuple(_label_leaks(finder, labels)))


class _Texts:
    """The stored texts one after another, and which of them the search has not answered yet."""

    def __init__(self, study: StudyFile, items: int, progress: Progress) -> None:
        self._rows = study.connection.execute(TEXTS)
        self._items = items
        self._progress = progress
        self.read = 0
        self.waiting: deque[tuple[str, int]] = deque()
        """Blind id and number of each part that was given to the search."""

    def __iter__(self) -> Iterator[str]:
        done, before = 0, None
        for blind_id, idx, text in self._rows:
            if blind_id != before:
                self._progress("searching items", done, self._items)
                done, before = done + 1, blind_id
            self.read += 1
            self.waiting.append((blind_id, idx))
            yield text
        self._progress("searching items", done, self._items)


def _findings(key: KeyFile, texts: _Texts, found: Iterable[list[Leak]]) -> Iterator[Finding]:
    for leaks in found:
        blind_id, part = texts.waiting.popleft()
        if leaks:
            yield from _in_original(key, blind_id, part, leaks)


def _in_original(key: KeyFile, blind_id: str, part: int, leaks: list[Leak]) -> Iterator[Finding]:
    """Carry a part's leaks to its original, but for marks and for what is decided already."""
    turn, rows = key.connection.execute(
        "select turn, segments from original where blind_id = ? and part = ?", (blind_id, part)
    ).fetchone()
    segments = [Segment(*each) for each in json.loads(rows)]
    decided = [
        (first, last)
        for at, first, last in key.connection.execute(DECIDED, {"blind_id": blind_id})
        if at == turn
    ]
    for leak in leaks:
        if is_replaced(leak.start, leak.end, segments):
            continue
        start, end = source_span(leak.start, leak.end, segments)
        if not any(first <= start and end <= last for first, last in decided):
            yield Finding(blind_id, turn, start, end, leak.kind, leak.name, leak.spelling)


def _label_leaks(finder: LeakFinder, labels: list[tuple[str, str]]) -> Iterator[LabelLeak]:
    found = finder.scan(label for _, label in labels)
    for (what, label), leaks in zip(labels, found, strict=True):
        for leak in leaks:
            yield LabelLeak(what, label, leak.name, leak.spelling)
