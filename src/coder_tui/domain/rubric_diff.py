"""What two versions of a rubric differ in: in what is meant, or only in how it is put.

What a coder may answer is always meaning. A question or an anchor that has other words may mean
something else: it counts as meaning unless the lead says that it is wording. The rest is wording.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Dimension, Rubric, ScalePoint
from coder_tui.domain.scales import shortest

RULES = "rules"
"""How the rubric's rules are named where a dimension could be named."""

_MINUS = re.compile(r"(?<!\w)[-\u2212](?=\d)")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    what: str
    """`question`, `anchor`, `level`, `label` ..."""
    old: str | None
    """None where there is nothing on that side."""
    new: str | None
    means: bool
    """Whether scores given before do not count after it."""
    fixed: bool = True
    """Whether the lead cannot say that it is only wording."""
    dimension: str = ""
    """Empty: the rubric as a whole."""
    point: str = ""
    """The value of the scale point; empty: the dimension as a whole."""


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """What differs, in the order of the new version; dimensions that are gone come last."""

    old: Rubric
    new: Rubric
    changes: tuple[Change, ...]
    touched: tuple[str, ...]
    """The dimensions of the new version that mean something else, new ones among them."""

    @property
    def added(self) -> tuple[str, ...]:
        """The dimensions that only the new version has."""
        before = {dimension.id for dimension in self.old.dimensions}
        return tuple(each.id for each in self.new.dimensions if each.id not in before)

    @property
    def removed(self) -> tuple[str, ...]:
        """The dimensions that only the old version has."""
        after = {dimension.id for dimension in self.new.dimensions}
        return tuple(each.id for each in self.old.dimensions if each.id not in after)

    def of(self, dimension: str) -> tuple[Change, ...]:
        """The changes of one dimension; of the rubric as a whole under the empty name."""
        return tuple(change for change in self.changes if change.dimension == dimension)

    def with_touched(self, touched: Collection[str]) -> "RubricDiff":
        """Give the same changes where it is known otherwise which dimensions mean something else.

        Dimensions that are gone stay so.
        """
        kept = tuple(each.id for each in self.new.dimensions if each.id in touched)
        may = {*kept, *self.removed}
        if kept:
            may.add("")
        changes = (
            replace(each, means=each.means and each.dimension in may) for each in self.changes
        )
        return replace(self, changes=tuple(changes), touched=kept)

    @property
    def changed(self) -> tuple[str, ...]:
        """The dimensions with changes of either sort, in order; not the rubric as a whole."""
        return tuple(dict.fromkeys(each.dimension for each in self.changes if each.dimension))


def normalised(text: str) -> str:
    """Give the words of a text: without case, punctuation and white space.

    A minus before a number and a percent sign are no punctuation here.
    """
    folded = unicodedata.normalize("NFKC", _MINUS.sub("\u2795", text)).casefold()
    kept = (
        " " if unicodedata.category(each)[0] in "PZC" and each != "%" else each for each in folded
    )
    return " ".join("".join(kept).split())


def diff_rubrics(
    old: Rubric, new: Rubric, *, wording: Iterable[str] = (), meaning: Iterable[str] = ()
) -> RubricDiff:
    """Compare two versions.

    Args:
        old: the version before.
        new: the one after it.
        wording: dimensions, `dimension:point` or `rules` whose texts mean what they meant.
        meaning: dimensions, `dimension:point` or `rules` of which every change is one of meaning.

    Raises:
        BadInputError: a name fits no change, or what it names is always meaning.
    """
    changes = [*_of_the_whole(old, new), *_of_dimensions(old, new)]
    for name in wording:
        changes = _said(changes, name, means=False)
    for name in meaning:
        changes = _said(changes, name, means=True)
    meant = {change.dimension for change in changes if change.means}
    everything = "" in meant
    touched = tuple(each.id for each in new.dimensions if everything or each.id in meant)
    return RubricDiff(old, new, tuple(changes), touched)


def _said(changes: list[Change], name: str, *, means: bool) -> list[Change]:
    """Follow what the lead says about some changes."""
    dimension, _, point = name.partition(":")
    named = [
        change
        for change in changes
        if (change.dimension == dimension and (not point or change.point == point))
        or (not change.dimension and change.what == name == RULES)
    ]
    option = "--meaning" if means else "--wording"
    if not named:
        raise BadInputError(
            f"{option} {name}: nothing of that name changes.",
            title="No such change",
            hint="coder-tui rubric diff shows what changes; a dimension, DIMENSION:POINT or rules.",
        )
    if not means:
        named = [change for change in named if not change.fixed]
        if not named:
            raise BadInputError(
                f"--wording {name}: what changes there is always a change of meaning, or only "
                "wording anyway.",
                title="Not a matter of words",
            )
    return [replace(each, means=means) if each in named else each for each in changes]


def _of_the_whole(old: Rubric, new: Rubric) -> Iterator[Change]:
    yield from _fixed("id", old.id, new.id)
    yield from _fixed("unit", old.unit, new.unit)
    yield from _wording("title", old.title, new.title)
    yield from _wording("version", old.version, new.version)
    yield from _text(RULES, "\n".join(old.rules), "\n".join(new.rules))


def _of_dimensions(old: Rubric, new: Rubric) -> Iterator[Change]:
    before = {each.id: each for each in old.dimensions}
    after = {each.id: each for each in new.dimensions}
    stayed = [each for each in before if each in after]
    for place, dimension in enumerate(each for each in after if each in before):
        was = stayed.index(dimension)
        if was != place:
            yield Change("order", str(was + 1), str(place + 1), False, True, dimension)
    for name, dimension_after in after.items():
        if name not in before:
            yield Change("dimension", None, dimension_after.question, True, True, name)
            continue
        for change in _of_dimension(before[name], dimension_after):
            yield replace(change, dimension=name)
    for name, gone in before.items():
        if name not in after:
            yield Change("dimension", gone.question, None, True, True, name)


def _of_dimension(old: Dimension, new: Dimension) -> Iterator[Change]:
    yield from _text("question", old.question, new.question)
    yield from _text("opportunity", old.opportunity, new.opportunity)
    yield from _fixed("level", old.level.value, new.level.value)
    yield from _fixed("range", _range(old), _range(new))
    yield from _fixed("not_applicable", _yes(old.not_applicable), _yes(new.not_applicable))
    yield from _fixed("depends_on", _condition(old), _condition(new))
    yield from _evidence(old, new)
    yield from _wording("label", old.label, new.label)
    yield from _of_points(old, new)


def _of_points(old: Dimension, new: Dimension) -> Iterator[Change]:
    before = {str(each.value): each for each in old.points}
    after = {str(each.value): each for each in new.points}
    for value, point in after.items():
        if value not in before:
            yield Change("point", None, point.anchor, True, point=value)
            continue
        for change in _of_point(before[value], point):
            yield replace(change, point=value)
    for value, point in before.items():
        if value not in after:
            yield Change("point", point.anchor, None, True, point=value)


def _of_point(old: ScalePoint, new: ScalePoint) -> Iterator[Change]:
    yield from _text("anchor", old.anchor, new.anchor)
    yield from _wording("label", old.label, new.label)
    yield from _wording("near_miss", old.near_miss, new.near_miss)


def _fixed(what: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(what, old, new, means=True)


def _wording(what: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(what, old, new, means=False)


def _text(what: str, old: str, new: str) -> Iterator[Change]:
    """Compare texts that say what is meant."""
    if old != new:
        other_words = normalised(old) != normalised(new)
        yield Change(what, old, new, means=other_words, fixed=not other_words)


def _evidence(old: Dimension, new: Dimension) -> Iterator[Change]:
    before, after = _rule(old), _rule(new)
    if before != after:
        yield Change("evidence", before, after, means=_is_stricter(old, new))


def _is_stricter(old: Dimension, new: Dimension) -> bool:
    """Whether anything is owed under the new rule that was not under the old one."""
    if new.absence_searched and not old.absence_searched:
        return True
    above = new.evidence_above
    if above is None:
        return False
    if old.evidence_above is None or above < old.evidence_above:
        return True
    dropped = old.absence_searched and not new.absence_searched
    return dropped and new.lowest is not None and float(new.lowest) > above


def _rule(dimension: Dimension) -> str:
    """Write the rule of evidence as a rubric file does."""
    above = dimension.evidence_above
    if above is None:
        rule = "optional" if dimension.evidence_offered else "none"
    else:
        rule = "required" if above == float("-inf") else f"required-above-{shortest(above)}"
    return f"{rule}, absence searched" if dimension.absence_searched else rule


def _range(dimension: Dimension) -> str:
    return dimension.range.words if dimension.takes_number else ""


def _condition(dimension: Dimension) -> str:
    found = dimension.depends_on
    return f"{found.dimension} at least {found.at_least}" if found else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
