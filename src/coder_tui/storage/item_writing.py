"""Writing items into a study and its key: each in the order of blind ids, with the way back."""

import json
from collections.abc import Iterable, Mapping

from coder_tui.domain.blinding import BlindPart, Segment, Wrapper, content_hash
from coder_tui.domain.items import SourceItem
from coder_tui.storage.database import Connection
from coder_tui.storage.key import key_commitment
from coder_tui.storage.wall_clock import now

Original = tuple[int, int | None, str, str, str, str, str, str]
"""Turn, part, role, kind, name, call, text and segments, as the key's table `original` has them."""

WRAPPERS = "select scaffold, before, after from wrapper order by batch"
"""The wrappers of all imports: the last one of a scaffold holds."""


class ItemWriter:
    """Writes the items of one import into a study and its key, within open transactions."""

    def __init__(self, study: Connection, key: Connection, *, salt: str, batch: int) -> None:
        self.study = study
        self.key = key
        self.salt = salt
        self.batch = batch

    def add_item(
        self,
        blind_id: str,
        item: SourceItem,
        parts: list[BlindPart],
        *,
        blind: bool,
        repeats: str | None = None,
    ) -> None:
        """Add an item; to be called in the order of blind ids, which tells nothing.

        Args:
            blind_id: its random name; in its hash, too, so that no repeat has its original's.
            item: the item as it came.
            parts: what is stored of it.
            blind: whether its title is withheld.
            repeats: the blind id of the item that it is a silent repeat of; only the key gets it.
        """
        stored = [part.part for part in parts]
        self.study.execute(
            "insert into item values (?, ?, ?, ?)",
            (
                blind_id,
                item.kind.value,
                None if blind else item.title or None,
                content_hash(self.salt + blind_id, stored),
            ),
        )
        self.study.executemany(
            "insert into part values (?, ?, ?, ?, ?, ?, ?)",
            [(blind_id, p.idx, p.role, p.kind.value, p.name, p.call, p.text) for p in stored],
        )
        self._add_to_key(blind_id, item, parts, repeats)

    def _add_to_key(
        self, blind_id: str, item: SourceItem, parts: list[BlindPart], repeats: str | None
    ) -> None:
        condition = item.condition
        self.key.execute(
            "insert into condition values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                blind_id,
                self.batch,
                item.source,
                item.id,
                item.title,
                item.group,
                condition.model if condition else None,
                condition.scaffold if condition else None,
                condition.task if condition else None,
                condition.replicate if condition else None,
                repeats,
            ),
        )
        rows = ((blind_id, *row) for row in original_rows(item, parts))
        self.key.executemany("insert into original values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add_identities(self, names: Iterable[str], *, masked: bool) -> None:
        """Keep names that tell a condition, so that items that come later are masked alike."""
        self.key.executemany(
            """
            insert into identity values (?, ?, ?)
            on conflict do update set masked = max(masked, excluded.masked)
            """,
            ((name, int(masked), self.batch) for name in names),
        )

    def add_wrappers(self, wrappers: Mapping[str, Wrapper]) -> None:
        """Keep what scaffolds put around user turns, where it is not what was kept before."""
        known = {
            scaffold: Wrapper(before, after)
            for scaffold, before, after in self.key.execute(WRAPPERS).fetchall()
        }
        self.key.executemany(
            "insert into wrapper values (?, ?, ?, ?)",
            (
                (name, wrapper.before, wrapper.after, self.batch)
                for name, wrapper in wrappers.items()
                if known.get(name) != wrapper
            ),
        )

    def add_losses(self, report: str) -> None:
        """Keep the loss report of this import, as JSON."""
        self.key.execute("insert into loss values (?, ?)", (self.batch, report))

    def assign(self, coder: str, blind_ids: Iterable[str]) -> None:
        """Give a coder items, in coding order."""
        self.study.executemany(
            "insert into assignment values (?, ?, ?)",
            ((coder, blind_id, place) for place, blind_id in enumerate(blind_ids, start=1)),
        )

    def text_of(self, blind_id: str) -> str:
        """Give the stored text of an item."""
        rows = self.study.execute(
            "select text from part where blind_id = ? order by idx", (blind_id,)
        ).fetchall()
        return "\n".join(row[0] for row in rows)

    def commit_to_key(self) -> None:
        """Write the commitment to the key into the study."""
        (count,) = self.key.execute(
            "select count(*) from condition where batch = ?", (self.batch,)
        ).fetchone()
        self.study.execute(
            "insert into commitment values (?, ?, ?, ?)",
            (self.batch, count, key_commitment(self.key, self.batch), now()),
        )


def original_rows(item: SourceItem, parts: Iterable[BlindPart]) -> list[Original]:
    """Give an item's rows of the key's table `original`, each with the way to its stored part."""
    by_turn = {part.source_turn: part for part in parts}
    rows: list[Original] = []
    if None in by_turn:
        segments = segments_json(by_turn[None].segments)
        rows.append((-1, 0, "", "reference", "", "", item.reference, segments))
    for place, turn in enumerate(item.turns):
        part = by_turn.get(place)
        rows.append(
            (
                place,
                part.part.idx if part else None,
                turn.role,
                turn.kind.value,
                turn.name,
                turn.call,
                turn.text,
                segments_json(part.segments if part else ()),
            )
        )
    return rows


def segments_json(segments: Iterable[Segment]) -> str:
    """Give an offset map as the key keeps it."""
    return json.dumps([[s.start, s.end, s.source_start, s.source_end] for s in segments])
