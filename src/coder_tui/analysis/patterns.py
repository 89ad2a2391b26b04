"""Patterns of answers out of the copy: one grouping by item, one by what its coders gave.

Within a group of dimension and kind of coder each answer of an item is a number at its coder's
place in a word of bits, so that items answered alike have equal words. This is exact for any
number of coders and of different answers: there are as many words as they need.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis.answer_patterns import AnswerPattern, Group
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.analysis.within import RELIABLE, Within
from coder_tui.domain.rubric import Answer, State

WORD = 62
"""Bits of a word; all that a shift of an unsigned number of 64 bits can certainly hold."""

SIZE = "select coalesce(max(code), 0) from answer_code"
ANSWERS = "select code, state, value from answer_code"
CODERS = "select kind, name from coder order by kind, place"

ITEMS = """
and item in (
    select code
    from every_item
    where blind_id in (select unnest($items::varchar[]))
)
"""
RUBRIC = "and rubric = (select code from rubric_version where fingerprint = $rubric)"


@dataclass(frozen=True, slots=True)
class _Words:
    """How the answers of an item lie in words."""

    bits: int
    """Of one answer."""
    coders: int
    """Of the kind that has most."""

    @property
    def each(self) -> int:
        """How many coders a word holds."""
        return max(1, WORD // self.bits)

    @property
    def count(self) -> int:
        """How many words there are."""
        return -(-self.coders // self.each)

    @property
    def sql(self) -> list[str]:
        """Each word of an item, as an expression."""
        if self.count == 1:
            return [f"bit_or(answer::ubigint << (place * {self.bits}))"]
        shifted = f"answer::ubigint << (place % {self.each} * {self.bits})"
        return [
            f"bit_or({shifted}) filter (place // {self.each} = {number})"
            for number in range(self.count)
        ]

    def codes(self, words: Sequence[int | None]) -> Iterator[tuple[int, int]]:
        """Give the place of each coder who answered, and the answer."""
        mask = (1 << self.bits) - 1
        for number, word in enumerate(words):
            left, place = word or 0, number * self.each
            while left:
                if left & mask:
                    yield place, left & mask
                left >>= self.bits
                place += 1


def answer_patterns(snapshot: Snapshot, within: Within = RELIABLE) -> list[AnswerPattern]:
    """Give what was answered, each way once."""
    coders: dict[str, list[str]] = {}
    for kind, name in snapshot.run(CODERS):
        coders.setdefault(kind, []).append(name)
    if not coders:
        return []
    largest = int(snapshot.run(SIZE)[0][0])
    words = _Words(max(1, largest.bit_length()), max(map(len, coders.values())))
    answers = {code: Answer(State(state), value) for code, state, value in snapshot.run(ANSWERS)}
    rows = snapshot.run(_sql(words, within), _parameters(within))
    return [
        _pattern(Group(dimension, kind), words.codes(found), coders[kind], answers, items)
        for dimension, kind, items, *found in rows
    ]


def _pattern(
    group: Group,
    codes: Iterator[tuple[int, int]],
    coders: Sequence[str],
    answers: Mapping[int, Answer],
    items: int,
) -> AnswerPattern:
    places, found = zip(*codes, strict=True)
    who = tuple(coders[place] for place in places)
    return AnswerPattern(group, who, tuple(answers[code] for code in found), items)


def _sql(words: _Words, within: Within) -> str:
    restricted = [
        ITEMS if within.items is not None else "",
        RUBRIC if within.rubric is not None else "",
    ]
    names = [f"word_{number}" for number in range(words.count)]
    return read_sql("patterns").format(
        source="standing" if within.everything else "reliable_standing",
        words=",\n        ".join(
            f"{sql} as {name}" for sql, name in zip(words.sql, names, strict=True)
        ),
        names=",\n    ".join(names),
        restricted="\n    ".join(each for each in restricted if each),
    )


def _parameters(within: Within) -> dict[str, object]:
    found: dict[str, object] = {}
    if within.items is not None:
        found["items"] = sorted(within.items)
    if within.rubric is not None:
        found["rubric"] = within.rubric
    return found
