"""What a study can be sliced by for one reader, read from its copy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from coder_tui.analysis.access import NO_CONDITIONS
from coder_tui.analysis.in_time import in_time
from coder_tui.analysis.measured import Look
from coder_tui.analysis.over_time import LEAST_ITEMS, Drifting
from coder_tui.analysis.parts import By, Found, Key, Parts, SharedItem
from coder_tui.analysis.slices import Slices
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.versions import of_the_set
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import Version, fingerprint_in_force, read_versions

MOST_SCORES = 250_000
"""With more scores parts are not computed: each item is looked at by itself."""

ONE_VERSION = "All scores were given under one version of the rubric."
ONE_SCAFFOLD = "All items are of one scaffold."
ONE_MODEL = "All items are of one model."
NOT_FROZEN = "This study is not frozen."
NO_STRETCHES = (
    f"There are fewer than two stretches of {LEAST_ITEMS} items that two coders scored, or the "
    "scale has no points."
)
TOO_MANY = f"Parts are not computed of more than {MOST_SCORES:,} scores."


def slices(
    snapshot: Snapshot,
    study: Connection,
    look: Look,
    drift: Sequence[Drifting],
    *,
    frozen: bool,
    refusal: str,
) -> Slices:
    """Read what slices are computed from; they are computed when they are asked for.

    Args:
        snapshot: the copy; it holds conditions only where this reader may see them.
        study: the study file itself.
        look: for whom, and how.
        drift: agreement in stretches of time.
        frozen: whether the study is frozen.
        refusal: why this reader may not see conditions; nothing where they may.
    """
    if snapshot.run("select count(*) from standing")[0][0] > MOST_SCORES:
        return Slices(look, {}, Parts(), {"stratum": refusal or TOO_MANY, "rubric": TOO_MANY})
    codes = dict(snapshot.run("select code, fingerprint from rubric_version"))
    found = _answered(snapshot.ask("shared_values"), look, codes)
    so_far = _answered(snapshot.ask("shared_values_so_far"), look, codes) if frozen else None
    versions = read_versions(study)
    before = _before(snapshot, look, codes) if len(versions) > 1 else {}
    parts = Parts(
        strata=_strata(snapshot),
        versions=_names(
            versions,
            [found if so_far is None else so_far, *before.values()],
            before,
            fingerprint_in_force(study),
        ),
        stretches=_stretches(study, found, drift),
        over_time={(e.coder_kind, e.dimension.id): e for e in drift},
        later=so_far,
        before=before,
        rubrics={each.fingerprint: each.rubric for each in versions},
        in_force=fingerprint_in_force(study),
        measured_by=of_the_set(study).fingerprint,
    )
    why: dict[By, str] = {
        # Why there are no conditions is said once.
        "scaffold": ONE_SCAFFOLD if parts.strata else "",
        "model": ONE_MODEL if parts.strata else "",
        "stratum": refusal or NO_CONDITIONS,
        "rubric": ONE_VERSION,
        "freeze": NOT_FROZEN,
        "time": NO_STRETCHES,
    }
    return Slices(look, found, parts, why)


def _strata(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Give model and scaffold of each item, where the copy holds them."""
    asked = "select blind_id, model, scaffold from condition where model is not null"
    return {item: (model, scaffold or "") for item, model, scaffold in snapshot.run(asked)}


def _answered(
    rows: Iterable[tuple[Any, ...]], look: Look, codes: dict[int, str]
) -> dict[Key, list[SharedItem]]:
    found: defaultdict[Key, list[SharedItem]] = defaultdict(list)
    # Most items look like another one: their names, values and versions are kept once.
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    numbers = look.numbers
    for kind, dimension, item, coders, values, versions in rows:
        names, given, under = zip(
            *sorted(
                (numbers[coder], value, codes[code])
                for coder, value, code in zip(coders, values, versions, strict=True)
            ),
            strict=True,
        )
        alike = (kept.setdefault(each, each) for each in (names, given, under))
        found[kind, dimension].append(SharedItem(item, *alike))
    return found


def _before(snapshot: Snapshot, look: Look, codes: dict[int, str]) -> dict[str, Found]:
    """Give the scores as they stood under each version that is not in force."""
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for version, *row in snapshot.ask("shared_values_before"):
        rows[version].append(tuple(row))
    return {version: _answered(each, look, codes) for version, each in rows.items()}


def _names(
    versions: Sequence[Version], founds: Sequence[Found], stood: Collection[str], in_force: str
) -> dict[str, str]:
    """Name the version in force, and those that scores were given or counted under, in order."""
    used = {
        version
        for found in founds
        for answered in found.values()
        for each in answered
        for version in each.versions
    }
    if used <= {in_force}:
        return {}
    return {
        each.fingerprint: f"{each.rubric.version} ({each.fingerprint[:8]})"
        for each in versions
        if each.fingerprint in {*used, *stood, in_force}
    }


def _stretches(
    study: Connection, found: Found, drift: Sequence[Drifting]
) -> dict[Key, list[list[str]]]:
    """Give the items of each stretch of time, in the order in which drift was computed."""
    kinds = {each.coder_kind for each in drift}
    places = {kind: in_time(study, kind).place_by_id for kind in kinds}
    stretches = {}
    for each in drift:
        place = places[each.coder_kind]
        key = each.coder_kind, each.dimension.id
        items = [one.item for one in found.get(key, ()) if one.item in place]
        items.sort(key=place.__getitem__)
        stretches[key] = [items[window.first : window.last + 1] for window in each.windows]
    return stretches
