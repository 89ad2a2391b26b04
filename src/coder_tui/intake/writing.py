"""The second pass: each item from the spool, blinded and written, in the order of blind ids."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from coder_tui.domain.blinding import (
    MASK,
    BlindPart,
    BlindRules,
    Masker,
    Wrapper,
    blind_parts,
    to_source,
)
from coder_tui.domain.items import PartKind, SourceItem
from coder_tui.domain.name_places import is_masked_as_word
from coder_tui.intake.dealing import Hands
from coder_tui.intake.entries import Entries, Entry
from coder_tui.intake.expanding import Progress
from coder_tui.intake.files.spool import ItemSpool
from coder_tui.intake.init_report import InitReport
from coder_tui.intake.inventory import Listed
from coder_tui.intake.near_duplicates import Sketches
from coder_tui.intake.stopwatch import Stopwatch
from coder_tui.storage.study import Coder

KNOWN_ROLES = ("", "system", "developer", "user", "assistant", "tool")
"""Roles that need no second look; fields of entries have none."""


class Target(Protocol):
    """What takes the items: a new study, one that grows, or nothing but a count."""

    def add_item(
        self,
        blind_id: str,
        item: SourceItem,
        parts: list[BlindPart],
        *,
        blind: bool,
        repeats: str | None = None,
    ) -> None:
        """Add an item; called in the order of blind ids."""

    def assign(self, coder: str, blind_ids: Iterable[str]) -> None:
        """Give a coder items, in coding order."""

    def text_of(self, blind_id: str) -> str:
        """Give the stored text of an item."""
        ...

    def add_identities(self, names: Iterable[str], *, masked: bool) -> None:
        """Keep names that tell a condition."""

    def add_wrappers(self, wrappers: Mapping[str, Wrapper]) -> None:
        """Keep what scaffolds put around user turns."""

    def add_losses(self, report: str) -> None:
        """Keep what was read and what was not, where only the lead sees it."""

    def commit_to_key(self) -> None:
        """Commit to the key's rows."""


class Writing:
    """Blinds and writes all items, deals them out, and finds those that are nearly the same."""

    def __init__(
        self,
        target: Target,
        spool: ItemSpool,
        entries: Entries,
        rules: BlindRules,
        report: InitReport,
        clock: Stopwatch,
        progress: Progress,
    ) -> None:
        self.target = target
        self.spool = spool
        self.entries = entries
        self.rules = rules
        self.report = report
        self.clock = clock
        self.progress = progress
        self.short_counts: Counter[str] = Counter()
        self._short: list[tuple[str, Masker]] = []
        self._withheld: Counter[str] = Counter()
        self._masked: Counter[str] = Counter()
        self._odd_roles: Counter[str] = Counter()
        self._sketches = Sketches()
        self._sketched: list[Entry] = []
        self._ids: Counter[str] = Counter()

    def write_items(self, short_names: Sequence[str]) -> None:
        """Write the items in the order of their blind ids.

        Args:
            short_names: names that are not masked, to be counted.
        """
        self._short = [(name, Masker([name])) for name in short_names]
        for done, entry in enumerate(self.entries.by_blind_id, start=1):
            with self.clock.time("reading again"):
                item = self.spool.load(entry.listed.place)
            with self.clock.time("masking"):
                parts = blind_parts(item, self.rules)
                if entry.repeats is None:
                    self._count(item, parts)
            with self.clock.time("writing"):
                self.target.add_item(
                    entry.blind_id, item, parts, blind=self.rules.blind, repeats=entry.repeats
                )
            if entry.repeats is None:
                with self.clock.time("near duplicates"):
                    self._sketches.add("\n".join(part.part.text for part in parts))
                self._sketched.append(entry)
            self.progress("writing", done, len(self.entries.by_blind_id))
        self.report.odd_roles = dict(self._odd_roles)
        self.report.withheld = dict(self._withheld)
        self.report.masked = dict(self._masked)
        self.report.masked_words = [
            name for name in sorted(self.rules.masker.names)
            if is_masked_as_word(name) and name.islower() and name.casefold() in self._masked
        ]  # fmt: skip

    def _count(self, item: SourceItem, parts: list[BlindPart]) -> None:
        """Count what was withheld and masked, and what may be misspelt, for the report."""
        for turn in item.turns:
            if turn.role.casefold() not in KNOWN_ROLES:
                self._odd_roles[turn.role] += 1
        if not self.rules.blind:
            return
        kept = {part.source_turn for part in parts}
        for place, turn in enumerate(item.turns):
            if place not in kept:
                reasoning = turn.kind is PartKind.REASONING
                self._withheld["reasoning" if reasoning else "system turns"] += 1
        for part in parts:
            self._count_cuts(item, part)
            for name, masker in self._short:
                self.short_counts[name] += len(masker.find(part.part.text))

    def _count_cuts(self, item: SourceItem, part: BlindPart) -> None:
        turn = part.source_turn
        original = item.reference if turn is None else item.turns[turn].text
        behind = len(original) - to_source(len(part.part.text), part.segments)
        in_front = any(segment.start == segment.end for segment in part.segments)
        if behind or in_front:
            self._withheld["wrappers"] += 1
        for segment in part.segments:
            if part.part.text[segment.start : segment.end] == MASK:
                name = original[segment.source_start : segment.source_end].casefold()
                self._masked[name] += 1

    def keep_names(self, short_names: Sequence[str]) -> None:
        """Keep the names that are masked, those that are not, and the scaffolds' wrappers."""
        self.target.add_identities(self.rules.masker.names, masked=True)
        self.target.add_identities(short_names, masked=False)
        self.target.add_wrappers(self.rules.wrappers or {})

    def assign(self, hands: Hands, kind: str) -> None:
        """Write what each coder of a kind gets."""
        for coder, turns in hands.orders.items():
            self.target.assign(coder, (self.entries.of(coder, turn) for turn in turns))
            both = sum(not turn.again and turn.place in hands.overlap for turn in turns)
            self.report.assigned.append((coder, kind, len(turns), both))
            if again := sum(turn.again for turn in turns):
                self.report.repeats[coder] = again

    def assign_everything(self, others: Sequence[Coder]) -> None:
        """Give coders who are not people every item once.

        These in the order of blind ids: the order of the import would tell conditions.
        """
        everything = sorted(self.entries.originals)
        for other in others:
            self.target.assign(other.name, everything)
            self.report.assigned.append((other.name, other.kind, len(everything), len(everything)))

    def find_near_duplicates(self) -> None:
        """List the items that are nearly the same text, by their original ids."""
        self._ids = Counter(entry.listed.id for entry in self._sketched)
        pairs, self.report.near_duplicates_cut = self._sketches.pairs(
            lambda at: self.target.text_of(self._sketched[at].blind_id)
        )
        for pair in pairs:
            first, second = self._sketched[pair.first], self._sketched[pair.second]
            names = (self._name(first.listed), self._name(second.listed))
            self.report.near_duplicates.append((*names, pair.alike))

    def _name(self, listed: Listed) -> str:
        """Give an item's id, with its file where several items have that id."""
        if self._ids[listed.id] == 1:
            return listed.id
        return f"{listed.source.path.name}#{listed.id}"
