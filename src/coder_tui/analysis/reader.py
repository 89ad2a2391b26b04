"""Who reads a review: what they may see of a copy, and what coders are called for them."""

from collections.abc import Iterable, Sequence

from coder_tui.analysis.access import why_no_conditions
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.names import numbers
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.storage.study import StudyFile


def names_for(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> dict[str, str]:
    """Give what each coder is called: by name with the key, by number without it."""
    names = {coder.name: coder.name for coder in study.coders()}
    return names if keyed is not None else numbers(study.info.id, names)


def unnamed_for(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> tuple[str, ...]:
    """Give the coders whose names do not stand in what others wrote: without the key all."""
    return () if keyed is not None else tuple(coder.name for coder in study.coders())


def repeats_of(keyed: Iterable[KeyedItem] | None) -> frozenset[str]:
    """Give the silent repeats, which are no further items; none are known without the key."""
    return frozenset(each.blind_id for each in keyed or () if each.repeats)


def copy_of(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> Snapshot:
    """Copy of a study what this reader may see."""
    may_see = keyed is not None and not why_no_conditions(study, keyed)
    return Snapshot(
        study.connection,
        (keyed or ()) if may_see else (),
        repeats_of(keyed),
        unnamed_for(study, keyed),
    )
