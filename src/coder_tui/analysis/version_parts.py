"""Parts by version of the rubric: what was scored under each, and what counted under it."""

from collections.abc import Collection, Mapping, Sequence

from coder_tui.analysis.parts import Key, Parts, SharedItem, Slice, rows_of
from coder_tui.domain.text import plural, visible_line

WHAT_COUNTED = {"frozen": "frozen", "counted": "all of"}
"""What stands before the name of a version that scores under earlier ones counted under."""

Divided = list[tuple[Slice, list[SharedItem]]]


def by_version(parts: Parts, found: Sequence[SharedItem], key: Key) -> Divided:
    """Give the scores under each version, then the items on which versions meet.

    Behind a version stands all that counted under it where that is in no other part.

    Args:
        parts: what the study can be divided by.
        found: what agreement is computed of.
        key: kind of coder and dimension.
    """
    so_far = _so_far(parts, found, key)
    own = {}
    for fingerprint in parts.versions:
        stood = parts.before.get(fingerprint)
        answered = so_far if stood is None else stood.get(key, ())
        under = [_under(each, fingerprint) for each in answered]
        own[fingerprint] = [each for each in under if len(each.coders) > 1]
    mixed = [each for each in so_far if len(set(each.versions)) > 1]
    placed = {each.item for part in (*own.values(), mixed) for each in part}
    divided: Divided = []
    for fingerprint, name in parts.versions.items():
        behind = _counted(parts, found, key, fingerprint, own[fingerprint], placed)
        if own[fingerprint] or not behind:
            facts = {"fingerprint": fingerprint, "version": name}
            divided.append((Slice("rubric", name, facts), own[fingerprint]))
        divided += behind
    if mixed:
        facts = {"fingerprint": "", "version": "mixed"}
        divided.append((Slice("rubric", "items with several", facts), mixed))
    return divided


def why_unplaced(parts: Parts, found: Sequence[SharedItem], key: Key, divided: Divided) -> str:
    """Name the items that are in no part, and why; nothing where all are in one, or none is."""
    if not divided:
        return ""
    placed = {each.item for _, part in divided for each in part}
    since = {e.item: e for e in _so_far(parts, found, key) if e.item not in placed}
    again = [e for e in found if e.item not in placed and e.item not in since]
    said = []
    if since:
        under = {version for each in since.values() for version in each.versions}
        names = ", ".join(name for each, name in parts.versions.items() if each in under)
        said.append(
            f"{plural(len(since), 'item')} in no part: scored under {visible_line(names)}, "
            "submitted by two only after it had ended."
        )
    if again:
        said.append(f"{plural(len(again), 'item')} in no part: frozen, opened again since.")
    return " ".join(said)


def _so_far(parts: Parts, found: Sequence[SharedItem], key: Key) -> Sequence[SharedItem]:
    return found if parts.later is None else parts.later.get(key, ())


def _counted(
    parts: Parts,
    found: Sequence[SharedItem],
    key: Key,
    fingerprint: str,
    own: Sequence[SharedItem],
    placed: Collection[str],
) -> Divided:
    """Give all that counted under a version that ended; of that of a frozen set, the set."""
    if fingerprint not in parts.before:
        return []
    frozen = parts.later is not None and fingerprint == parts.measured_by
    counted = list(found if frozen else parts.before[fingerprint].get(key, ()))
    lost = any(each.item not in placed for each in counted)
    if rows_of(counted) == rows_of(own) or not (frozen or lost):
        return []
    what = "frozen" if frozen else "counted"
    name = parts.versions[fingerprint]
    facts: Mapping[str, str | int | None] = {
        "fingerprint": fingerprint,
        "version": name,
        what: True,
    }
    return [(Slice("rubric", f"{WHAT_COUNTED[what]} {name}", facts), counted)]


def _under(each: SharedItem, fingerprint: str) -> SharedItem:
    """Give what of an item was scored under one version of the rubric."""
    kept = [at for at, version in enumerate(each.versions) if version == fingerprint]
    return SharedItem(
        each.item,
        tuple(each.coders[at] for at in kept),
        tuple(each.values[at] for at in kept),
        tuple(each.versions[at] for at in kept),
    )
