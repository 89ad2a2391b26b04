"""Changes of a rubric in words."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_diff import Change
from coder_tui.domain.text import plural

WORDS = {
    "depends_on": "when it is asked",
    "not_applicable": "not applicable",
    "near_miss": "near miss",
    "evidence": "evidence rule",
    "range": "range of numbers",
    "order": "place in the rubric",
}


def named(change: Change) -> str:
    """Name what changes: `question`, `anchor of 1`, `value 3 added`."""
    if change.what in ("point", "dimension"):
        what = f"value {change.point} " if change.what == "point" else ""
        return f"{what}{'added' if change.old is None else 'removed'}"
    words = WORDS.get(change.what, change.what)
    return f"{words} of {change.point}" if change.point else words


def codings(places: Collection[tuple[str, str]]) -> str:
    """Count coders and items: `180 items by 2 coders`, `11 codings of 8 items`, `4 items`."""
    coders, items = {coder for coder, _ in places}, {item for _, item in places}
    if len(places) == len(items):
        return plural(len(items), "item")
    if len(places) == len(items) * len(coders):
        return f"{plural(len(items), 'item')} by {plural(len(coders), 'coder')}"
    return f"{plural(len(places), 'coding')} of {plural(len(items), 'item')}"


def in_brief(changes: Iterable[Change], old: Rubric, new: Rubric, room: int) -> str:
    """Say in few words what changes in meaning: `new D9, gone D2, changed rules D3 D8`.

    What has no room is counted: `changed D1 D2 and 6 more`.
    """
    shorts = {each.id: each.short for each in (*old.dimensions, *new.dimensions)}
    sorts: dict[str, dict[str, None]] = {"new": {}, "gone": {}, "changed": {}}
    for change in changes:
        if change.means:
            gone = "new" if change.old is None else "gone"
            sort = gone if change.what == "dimension" else "changed"
            sorts[sort][shorts.get(change.dimension, "rules")] = None
    return _as_far_as_there_is_room(sorts, room)


def wording_in_brief(changes: Collection[Change], old: Rubric, new: Rubric, room: int) -> str:
    """Say in few words where words change: `other words in D1 rules`; nothing if meanings do."""
    if any(each.means for each in changes):
        return ""
    shorts = {each.id: each.short for each in (*old.dimensions, *new.dimensions)}
    found = {
        shorts.get(each.dimension, each.what): None
        for each in changes
        if not each.means and each.what != "version"
    }
    return _as_far_as_there_is_room({"other words in": found}, room)


def _as_far_as_there_is_room(sorts: Mapping[str, Iterable[str]], room: int) -> str:
    """Name what there is of each sort; count what has no room."""
    names = [(sort, name) for sort, found in sorts.items() for name in found]
    for kept in range(len(names), -1, -1):
        left = len(names) - kept
        said = _together(names[:kept]) + (f" and {left} more" if left and kept else "")
        if len(said) <= room:
            return said
    return ""


def _together(names: Iterable[tuple[str, str]]) -> str:
    return ", ".join(
        f"{sort} {' '.join(name for _, name in found)}"
        for sort, found in groupby(names, key=itemgetter(0))
    )


def in_short(changes: Iterable[Change], old: Rubric, new: Rubric) -> str:
    """Say in one line what changes in meaning: `D3 (question, anchor of 1), D8 (added)`."""
    shorts = {each.id: each.short for each in (*old.dimensions, *new.dimensions)}
    by_dimension: dict[str, list[str]] = {}
    for change in changes:
        if change.means:
            by_dimension.setdefault(change.dimension, []).append(named(change))
    return ", ".join(
        f"{shorts.get(dimension, dimension)} ({', '.join(each)})" if dimension else ", ".join(each)
        for dimension, each in by_dimension.items()
    )
