"""Who answered what, alike items put together: what every coefficient is computed from.

A few hundred of these say all that agreement depends on, whatever the number of items.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coder_tui.analysis.scored import Scored
from coder_tui.domain.rubric import Answer

WHETHER = {True: "scored", False: "not scored"}


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """One dimension, coded by one kind of coder: what agreement is computed within."""

    dimension: str
    coder_kind: str


@dataclass(frozen=True, slots=True)
class AnswerPattern:
    """How many items got exactly these answers, each from this coder."""

    group: Group
    coders: tuple[str, ...]
    """In order of their names."""
    answers: tuple[Answer, ...]
    """In the order of the coders."""
    items: int


@dataclass(slots=True)
class Gathered:
    """The answers of one group, under the names that the reader sees."""

    scored: list[Scored] = field(default_factory=list)
    applicability: list[Scored] = field(default_factory=list)
    given: dict[Answer, int] = field(default_factory=dict)

    @property
    def has_pairs(self) -> bool:
        """Whether two coders answered on one item, be it with a value or without."""
        return any(len(each.coders) > 1 for each in self.applicability)


Alike = Counter[tuple[tuple[str, ...], tuple[str, ...]]]
"""How many items were answered alike: by coders and what they gave."""


def gather(patterns: Iterable[AnswerPattern], names: Mapping[str, str]) -> dict[Group, Gathered]:
    """Put answers together by what is asked of them.

    Args:
        patterns: in any order.
        names: what each coder is called for the reader.

    Returns:
        By group; in an order that depends on nothing but answers and these names, because chance
        draws them.
    """
    scored: defaultdict[Group, Alike] = defaultdict(Counter)
    applicability: defaultdict[Group, Alike] = defaultdict(Counter)
    given: defaultdict[Group, Counter[Answer]] = defaultdict(Counter)
    for each in patterns:
        for answer in each.answers:
            given[each.group][answer] += each.items
        whether = tuple(WHETHER[answer.value is not None] for answer in each.answers)
        applicability[each.group][each.coders, whether] += each.items
        both = zip(each.coders, each.answers, strict=True)
        values = [(coder, answer.value) for coder, answer in both if answer.value is not None]
        if values:
            coders, words = zip(*values, strict=True)
            scored[each.group][coders, words] += each.items
    return {
        group: Gathered(
            _named(scored[group], names),
            _named(applicability[group], names),
            dict(sorted(given[group].items(), key=lambda e: (e[0].state, e[0].value or ""))),
        )
        for group in sorted(given)
    }


def _named(alike: Alike, names: Mapping[str, str]) -> list[Scored]:
    called = (
        Scored(tuple(names[coder] for coder in coders), values, items)
        for (coders, values), items in alike.items()
    )
    return [_in_order_of_names(each) for each in sorted(called, key=_by_names)]


def _in_order_of_names(found: Scored) -> Scored:
    coders, values = zip(*sorted(zip(found.coders, found.values, strict=True)), strict=True)
    return Scored(coders, values, found.items)


def _by_names(found: Scored) -> list[tuple[str, str]]:
    return sorted(zip(found.coders, found.values, strict=True))
