"""What the lead's keys do to the findings, without a screen.

The same spelling of the same name is one group, however often it stands in the texts. A decision is
in the key before the screen shows it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coder_tui.domain.leaks import Decision, Finding, LeakKind, undecided_beside
from coder_tui.domain.text import clipped, plural
from coder_tui.storage.key import KeyFile
from coder_tui.storage.leak_texts import LeakTexts, Surroundings, part_numbers
from coder_tui.storage.leaks import decide, findings
from coder_tui.storage.study import StudyFile
from coder_tui.tui.notice import Notice

KIND_WORDS = {kind: kind.value.replace("_", " ") for kind in LeakKind}
DONE_WORDS = {
    Decision.MASKED: "to be masked",
    Decision.KEPT: "kept as it is",
    Decision.EXCLUDED: "its item is left out",
}
REACH = 3000
"""Code points read on each side of a place; more than a screen holds."""
PATIENCE = 0.5
"""Seconds for which a key press waits where another program writes to the key."""
MOST_SHOWN = 30
"""Characters of a spelling that a notice repeats."""
NOTHING_TO_UNDO = Notice("Nothing was decided since the start.", refused=True)
NOTHING = Notice("No finding is shown here.", refused=True)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """One spelling of one name, with all its places; made once, and equal to itself alone."""

    kind: LeakKind
    name: str
    spelling: str
    places: tuple[int, ...]
    """Numbers of the findings, ascending."""

    def holds(self, text: str) -> bool:
        """Whether its name or its spelling holds a text, whatever its case."""
        return text.casefold() in f"{self.name}\n{self.spelling}".casefold()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: a group, or one of its places."""

    group: Group
    place: int | None = None
    """Number of the finding; None on the line of the group itself."""


class Desk:
    """The findings of one study, in the hands of one lead."""

    def __init__(self, study: StudyFile, key: KeyFile, person: str) -> None:
        self.study = study
        self.key = key
        self.person = person
        self.findings = findings(key)
        rows = key.rows()
        self.original_ids = {row.blind_id: row.original_id for row in rows}
        self.has_repeats = any(row.repeats_blind_id for row in rows)
        self.groups = _grouped(self.findings)
        self.text = ""
        """Only groups that hold it are shown."""
        self.kind: LeakKind | None = None
        """Only groups of this kind are shown; None: all."""
        self.written = 0
        """How often something was committed."""
        self._texts = LeakTexts(study, key)
        self._parts = part_numbers(key)
        self._unfolded: set[Group] = set()
        self._undone: list[tuple[Finding, ...]] = []
        """What each key press changed, as it was before."""
        self._numbers = {each.place: at for at, each in enumerate(self.findings)}
        self.rows: list[Row] = []
        self._list()

    # Looking

    @property
    def decided(self) -> int:
        """How many findings are decided."""
        return sum(each.decision is not None for each in self.findings)

    @property
    def kinds(self) -> list[LeakKind]:
        """The kinds that there are, the surest first."""
        there = {group.kind for group in self.groups}
        return [kind for kind in LeakKind if kind in there]

    def is_unfolded(self, group: Group) -> bool:
        """Whether the places of a group are listed."""
        return group in self._unfolded

    def of(self, group: Group) -> list[Finding]:
        """The findings of a group."""
        return [self.findings[at] for at in group.places]

    def shown(self, row: Row) -> Finding:
        """The finding whose surroundings a line stands for: of a group the first undecided one."""
        if row.place is not None:
            return self.findings[row.place]
        found = self.of(row.group)
        return next((each for each in found if each.decision is None), found[0])

    def place_in(self, group: Group, finding: Finding) -> int:
        """Which of its group's places a finding is, from 1."""
        return bisect_left(group.places, self._numbers[finding.place]) + 1

    def part(self, finding: Finding) -> int:
        """The number of the turn or field in which a finding stands; 0: the reference."""
        return self._parts[finding.blind_id, finding.turn]

    def around(self, finding: Finding) -> Surroundings:
        """The text in which a finding stands."""
        return self._texts.around(finding, REACH)

    def _list(self) -> None:
        self.rows = []
        for group in self.groups:
            if (self.kind is None or group.kind is self.kind) and group.holds(self.text):
                self.rows.append(Row(group))
                if group in self._unfolded:
                    self.rows += [Row(group, at) for at in group.places]

    # Moving: each gives the line on which the cursor is to stand

    def unfold(self, at: int) -> int:
        """List the places of a group."""
        if not self.rows:
            return 0
        self._unfolded.add(self.rows[at].group)
        self._list()
        return at

    def fold(self, at: int) -> int:
        """Hide the places of the group on or in which the cursor is."""
        if not self.rows:
            return 0
        group = self.rows[at].group
        self._unfolded.discard(group)
        self._list()
        return self.rows.index(Row(group))

    def next_undecided(self, at: int) -> int | None:
        """Find the next line with something to decide, going round; None where all is decided.

        The line of an unfolded group is passed over for those of its places.
        """
        for step in range(1, len(self.rows) + 1):
            place = (at + step) % len(self.rows)
            row = self.rows[place]
            if row.place is None and row.group in self._unfolded:
                continue
            if any(each.decision is None for each in self.targets(row)):
                return place
        return None

    def only(self, text: str) -> None:
        """Show only groups that hold a text."""
        self.text = text
        self._list()

    def next_kind(self) -> None:
        """Show only the next kind that there is; behind the last, all."""
        kinds: list[LeakKind | None] = [None, *self.kinds]
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self._list()

    def show_all(self) -> None:
        """Show all groups."""
        self.text, self.kind = "", None
        self._list()

    # Deciding

    def targets(self, row: Row, *, whole: bool = False) -> list[Finding]:
        """Give what a decision on a line is about: a place, or all places of its group."""
        if row.place is None or whole:
            return self.of(row.group)
        return [self.findings[row.place]]

    def decide(self, row: Row, decision: Decision | None, *, whole: bool = False) -> Notice:
        """Decide on a line.

        Args:
            row: the line.
            decision: what is to become of its place, or places; None: that is open again.
            whole: whether all places of the same spelling are meant.

        What else is undecided in an item that is left out is decided with it, and is open again
        with it.

        Raises:
            RefusedError: the study was frozen meanwhile; nothing has changed.
            NotSavedError: the key cannot be written; nothing has changed.
        """
        concerned = self.targets(row, whole=whole)
        if decision is Decision.EXCLUDED:
            beside = undecided_beside(concerned, self.findings)
            concerned = list({each.place: each for each in (*concerned, *beside)}.values())
        elif decision is None:
            concerned = self._with_their_items(concerned)
        changed = [each for each in concerned if each.decision is not decision]
        said = f"{clipped(row.group.spelling, MOST_SHOWN)!r}"
        if not changed:
            already = "is undecided" if decision is None else "is decided so already"
            return Notice(f"{said} {already}.", refused=True)
        self._write(changed, decision)
        self._undone.append(tuple(changed))
        count = plural(len(concerned), "place")
        if decision is Decision.EXCLUDED:
            items = plural(len({each.blind_id for each in concerned}), "item")
            return Notice(f"{said}: {items} to be left out; that settles {count}.")
        words = DONE_WORDS[decision] if decision else "undecided again"
        return Notice(f"{said}: {words}, {count}.")

    def _with_their_items(self, concerned: Sequence[Finding]) -> list[Finding]:
        """Add whatever else was settled with the items of these that are left out."""
        out = {each.blind_id for each in concerned if each.decision is Decision.EXCLUDED}
        beside = (
            each
            for each in self.findings
            if each.blind_id in out and each.decision is Decision.EXCLUDED
        )
        return list({each.place: each for each in (*concerned, *beside)}.values())

    def undo(self) -> tuple[Notice, int | None]:
        """Take the last decision back; gives the line on which it was made, where it is shown.

        Raises:
            RefusedError: the study was frozen meanwhile; nothing has changed.
            NotSavedError: the key cannot be written; nothing has changed.
        """
        if not self._undone:
            return NOTHING_TO_UNDO, None
        before = self._undone[-1]
        for decision in dict.fromkeys(each.decision for each in before):
            self._write([each for each in before if each.decision is decision], decision)
        self._undone.pop()
        at = self._numbers[before[0].place]
        notice = Notice(f"Taken back: {plural(len(before), 'place')} as before.")
        return notice, self._line_of(at, single=len(before) == 1)

    def _line_of(self, number: int, *, single: bool) -> int | None:
        """Find the line of a finding: its own where it is listed, else that of its group."""
        lines = [
            at for at, row in enumerate(self.rows)
            if row.place == number or (row.place is None and number in row.group.places)
        ]  # fmt: skip
        return (lines[-1] if single else lines[0]) if lines else None

    def _write(self, changed: Sequence[Finding], decision: Decision | None) -> None:
        decide(self.key, changed, decision, person=self.person, patience=PATIENCE)
        self.written += 1
        for each in changed:
            at = self._numbers[each.place]
            person = self.person if decision else None
            self.findings[at] = replace(self.findings[at], decision=decision, person=person)


def _grouped(found: Iterable[Finding]) -> list[Group]:
    """Put places of the same kind, name and spelling together, the surest kind first."""
    places: dict[tuple[LeakKind, str, str], list[int]] = {}
    for at, each in enumerate(found):
        places.setdefault((each.kind, each.name, each.spelling), []).append(at)
    kinds = list(LeakKind)
    order = sorted(places, key=lambda each: (kinds.index(each[0]), each[1].casefold(), each[2]))
    return [Group(*each, tuple(places[each])) for each in order]
