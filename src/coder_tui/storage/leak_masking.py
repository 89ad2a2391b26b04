"""Carrying out what the lead decided about leaks: texts are masked, items are left out."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coder_tui.domain.blinding import Segment, mask_more
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.items import Part
from coder_tui.storage.database import immediate
from coder_tui.storage.exclusions import exclude, excluded, include
from coder_tui.storage.item_writing import Original, segments_json
from coder_tui.storage.key import KeyFile
from coder_tui.storage.redacting import (
    CONCERNED,
    PartTexts,
    Redaction,
    judged_items,
    redactions,
    stored,
)
from coder_tui.storage.rewriting import Rewrite, originals_of, rewrite_items
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import PATIENCE

REASON = "leak"
"""Why an item is left out, as `exclusion` has it."""

MASKED = """
select blind_id, turn, source_start, source_end
from leak
where decision in ('masked', 'excluded')
or blind_id in (select blind_id from unleaked)
order by blind_id, turn, source_start
"""

TO_MASK = """
select turn, source_start, source_end
from leak
where blind_id = :blind_id
and (
    decision in ('masked', 'excluded')
    or decision is null
    and exists (
        select 1
        from leak as decided
        where decided.blind_id = leak.blind_id and decided.decision = 'excluded'
    )
)
"""
"""Also what is found in an item that is left out: its text stays in a file that coders can read."""

EXCLUDED = "select distinct blind_id from leak where decision = 'excluded'"


@dataclass(frozen=True, slots=True)
class Carried:
    """What was done: how many items have another text, are left out, or are back."""

    rewritten: int
    excluded: int
    back: int
    redacted: int = 0
    """Judgements whose words are others: quotes, and comments that hold a name."""


def waiting(study: StudyFile, key: KeyFile) -> Carried:
    """Say what `carry_out` would do."""
    out, back = _exclusions(study, key)
    rewrites = dict(_rewrites(study, key))
    redacted = len(_redactions(study, key, rewrites))
    return Carried(len(rewrites), len(out), len(back), redacted)


def carry_out(study: StudyFile, key: KeyFile, *, person: str) -> Carried:
    """Mask what is to be masked, also where it was cited, and leave out what is to be left out.

    Doing it again changes nothing. A decision that was taken back is undone.

    Raises:
        RefusedError: something would change and the study is frozen.
        NotSavedError: a file cannot be written; the next call finishes it.
    """
    rewrites = dict(_rewrites(study, key))
    redacted = _redactions(study, key, rewrites)
    _keep_as_it_was(study, key, rewrites)
    rewrite_items(
        study, key, rewrites, person=person, why="names masked", redactions=redacted
    )  # fmt: skip
    out, back = _exclusions(study, key)
    if out or back:
        with immediate(study.connection, patience=PATIENCE):
            if study.is_frozen():
                raise RefusedError(
                    f"{study.path}: frozen; no item may be left out any more, or come back.",
                    title="Study frozen",
                )
            exclude(study.connection, out, REASON, person)
            include(study.connection, back, person)
    return Carried(len(rewrites), len(out), len(back), len(redacted))


def _exclusions(study: StudyFile, key: KeyFile) -> tuple[set[str], set[str]]:
    """Give the items to leave out, and those that are to count again."""
    wanted = {blind_id for (blind_id,) in key.connection.execute(EXCLUDED)}
    for_leaks = excluded(study.connection, REASON)
    return wanted - excluded(study.connection), for_leaks - wanted


def _rewrites(study: StudyFile, key: KeyFile) -> Iterator[tuple[str, Rewrite]]:
    """Give the items whose stored text is not what the decisions ask for."""
    concerned = sorted({row[0] for row in key.connection.execute(MASKED)})
    for blind_id in concerned:
        spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for turn, start, end in key.connection.execute(TO_MASK, {"blind_id": blind_id}):
            spans[turn].append((start, end))
        before = {part.idx: part for part in study.item(blind_id).parts}
        rewrite = _rewritten(before, originals_of(key, blind_id), _unleaked(key, blind_id), spans)
        if {part.idx: part for part in rewrite.parts} != before:
            yield blind_id, rewrite


def _unleaked(key: KeyFile, blind_id: str) -> dict[int, tuple[str, str]]:
    """Give turns as they were stored before any leak was masked: text and offset map."""
    rows = key.connection.execute(
        "select turn, text, segments from unleaked where blind_id = ?", (blind_id,)
    ).fetchall()
    return {turn: (text, segments) for turn, text, segments in rows}


def _rewritten(
    before: dict[int, Part],
    originals: tuple[Original, ...],
    unleaked: dict[int, tuple[str, str]],
    spans: dict[int, list[tuple[int, int]]],
) -> Rewrite:
    parts, rows = dict(before), []
    for original in originals:
        turn, idx, *_ = original
        text, segments = original[6], original[7]
        if idx is not None:
            stored = unleaked.get(turn, (before[idx].text, segments))
            masked, maps = mask_more(
                text, stored[0], [Segment(*each) for each in json.loads(stored[1])],
                spans.get(turn, ()),
            )  # fmt: skip
            parts[idx] = replace(before[idx], text=masked)
            segments = segments_json(maps)
        rows.append((*original[:7], segments))
    return Rewrite(tuple(parts[idx] for idx in sorted(parts)), tuple(rows))


def _redactions(study: StudyFile, key: KeyFile, rewrites: dict[str, Rewrite]) -> list[Redaction]:
    """Give the judgements whose words are not what the decisions ask for."""
    concerned = {blind_id for (blind_id,) in key.connection.execute(CONCERNED)}
    parts_of = {
        blind_id: _part_texts(study, key, blind_id, rewrites.get(blind_id))
        for blind_id in concerned & judged_items(study.connection)
    }
    return list(redactions(study.connection, key.connection, parts_of))


def _part_texts(
    study: StudyFile, key: KeyFile, blind_id: str, rewrite: Rewrite | None
) -> dict[int, PartTexts]:
    before = {part.idx: part.text for part in study.item(blind_id).parts}
    texts = {part.idx: part.text for part in rewrite.parts} if rewrite else before
    originals = originals_of(key, blind_id)
    coming = {row[0]: row for row in (rewrite.originals if rewrite else originals)}
    unleaked = _unleaked(key, blind_id)
    found = {}
    for turn, idx, *_, segments in originals:
        if idx is not None:
            was = [stored(before[idx], segments)]
            if turn in unleaked:
                was.append(stored(*unleaked[turn]))
            found[idx] = PartTexts(tuple(was), stored(texts[idx], coming[turn][7]))
    return found


def _keep_as_it_was(study: StudyFile, key: KeyFile, rewrites: dict[str, Rewrite]) -> None:
    """Keep the stored text of items before the first leak in them is masked."""
    if not rewrites:
        return
    with key.changing(patience=PATIENCE):
        for blind_id in rewrites:
            stored = {part.idx: part.text for part in study.item(blind_id).parts}
            key.connection.executemany(
                "insert into unleaked values (?, ?, ?, ?) on conflict do nothing",
                (
                    (blind_id, original[0], stored[original[1]], original[7])
                    for original in originals_of(key, blind_id)
                    if original[1] is not None
                ),
            )
