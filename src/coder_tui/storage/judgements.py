"""The rows of the judgement tables: how each is written, numbered and hashed."""

import hashlib

from coder_tui.domain.blinding import canonical_json

Value = str | int | float | None

JUDGEMENTS = {
    "score": """
insert into score (
    sitting, seq, coder, blind_id, dimension, state, value, number, rubric, clock, recorded_at,
    undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :state, :value, :number, :rubric, :clock,
    :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "evidence": """
insert into evidence (
    sitting, seq, coder, blind_id, dimension, part, span_start, span_end, quote, part_hash,
    attached, source_kind, source_url, source_place, source_accessed, rubric, clock, recorded_at,
    undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :part, :span_start, :span_end, :quote,
    :part_hash, :attached, :source_kind, :source_url, :source_place, :source_accessed, :rubric,
    :clock, :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "comment": """
insert into comment (
    sitting, seq, coder, blind_id, dimension, text, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :text, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "flag": """
insert into flag (sitting, seq, coder, blind_id, reason, clock, recorded_at, prev_hash, hash)
values (:sitting, :seq, :coder, :blind_id, :reason, :clock, :recorded_at, :prev_hash, :hash)
on conflict (sitting, seq) do nothing
""",
    "submission": """
insert into submission (
    sitting, seq, coder, blind_id, move, reason, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :move, :reason, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "guess": """
insert into guess (
    sitting, seq, coder, blind_id, model, confidence, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :model, :confidence, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "adjudication": """
insert into adjudication (
    sitting, seq, adjudicator, blind_id, dimension, state, value, number, reason, sentence, rubric,
    clock, recorded_at, undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :adjudicator, :blind_id, :dimension, :state, :value, :number, :reason,
    :sentence, :rubric, :clock, :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "proposal": """
insert into proposal (
    sitting, seq, person, blind_id, dimension, point, wording, rubric, clock, recorded_at,
    undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :person, :blind_id, :dimension, :point, :wording, :rubric, :clock,
    :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
}
"""The judgement tables and how a row of each is written; writing the same row again is harmless."""

LAST_JUDGEMENT = """
select seq, hash from (
    select seq, hash from score where sitting = :sitting
    union all select seq, hash from evidence where sitting = :sitting
    union all select seq, hash from comment where sitting = :sitting
    union all select seq, hash from flag where sitting = :sitting
    union all select seq, hash from submission where sitting = :sitting
    union all select seq, hash from guess where sitting = :sitting
    union all select seq, hash from adjudication where sitting = :sitting
    union all select seq, hash from proposal where sitting = :sitting
)
order by seq desc
limit 1
"""

LAST_CLOCK = """
select max(clock) from (
    select max(clock) as clock from score
    union all select max(clock) from evidence
    union all select max(clock) from comment
    union all select max(clock) from flag
    union all select max(clock) from submission
    union all select max(clock) from guess
    union all select max(clock) from adjudication
    union all select max(clock) from proposal
)
"""

LATER_COLUMNS = {"evidence": {"rubric"}, "proposal": {"undoes_sitting", "undoes_seq"}}
"""Columns that rows of earlier versions do not have: where one is null, the hash leaves it out."""


def row_hash(table: str, values: dict[str, Value]) -> str:
    """Give the hash of a judgement: SHA-256 over its table and all columns but the hash itself."""
    later = LATER_COLUMNS.get(table, set())
    kept = {
        name: value
        for name, value in values.items()
        if name != "hash" and not (value is None and name in later)
    }
    return hashlib.sha256(canonical_json([table, kept]).encode()).hexdigest()
