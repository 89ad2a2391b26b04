"""The views of `coded.db`, and the tables that the export itself adds to it."""

from coder_tui.reporting.coded_freezing import FREEZING_VIEWS
from coder_tui.reporting.coded_versions import VERSION_VIEWS
from coder_tui.reporting.shape import Table, columns

DECISION = Table(
    "decision",
    "Every decision on a disagreement, those that were taken back or superseded among them.",
    columns(
        "blind_id dimension nth adjudicator state value number reason sentence taken_back in_force "
        "own_item recorded_at rubric clock sitting seq",
        {
            "nth": ("integer", "Which decision on this dimension of the item it is, from 1."),
            "adjudicator": ("text", "Who decided; of several together the names, as `ana+ben`."),
            "reason": ("text", "Reason code."),
            "sentence": ("text", "The reason in words; may be empty."),
            "taken_back": ("integer", "1: it was taken back."),
            "in_force": ("integer", "1: the final score rests on it."),
            "own_item": ("integer", "1: whoever decided had coded the item."),
        },
    ),
)

STUDY_VIEWS = (
    Table(
        "uncounted_item",
        "Items that the views below leave out: here the silent repeats, as far as `repeat` knows "
        "them.",
        columns("blind_id"),
    ),
    Table(
        "current_score",
        "The standing answers, submitted or not.",
        columns("coder blind_id dimension state value number recorded_at rubric"),
    ),
    Table(
        "standing_score",
        "Each coder's latest row at the latest submit, cleared ones and hidden dimensions "
        "included; the views below build on it.",
        columns(
            "sitting seq coder blind_id dimension state value number rubric clock recorded_at "
            "undoes_sitting undoes_seq prev_hash hash"
        ),
    ),
    Table(
        "submitted_score",
        "The answers that stood at each coder's latest submit, without hidden dimensions. "
        "Agreement is computed on these.",
        columns("coder blind_id dimension state value number recorded_at rubric"),
    ),
    Table(
        "disagreement",
        "Pairs of submitted answers, by coders of one kind, that differ.",
        columns(
            "blind_id dimension kind coder_kind coder_a state_a value_a coder_b state_b value_b",
            {
                "kind": (
                    "text",
                    "value, or applicability: a value against not applicable or cannot judge.",
                ),
                "coder_a": ("text", "The coder whose name comes first."),
                "state_a": ("text", "That coder's state."),
                "value_a": ("text", "That coder's value."),
                "coder_b": ("text", "The other coder."),
                "state_b": ("text", "The other coder's state."),
                "value_b": ("text", "The other coder's value."),
            },
        ),
    ),
    Table(
        "final_score",
        "One answer per item and dimension: adjudicated, else agreed by all, else given by more "
        "than half where the study settles by majority, else the only coder's, else none. All rest "
        "on one kind of coder: simulated in a simulated study that has such coders, else human.",
        columns("blind_id dimension state value number basis coder_kind coders"),
    ),
    DECISION,
    *FREEZING_VIEWS,
    *VERSION_VIEWS,
)

EXPORT_VIEWS = (
    Table(
        "submitted_evidence",
        "The citations that stood at each coder's latest submit, given while their dimension meant "
        "what it means in the version in force.",
        columns(
            "coder blind_id dimension part span_start span_end quote source_kind source_url "
            "source_place source_accessed recorded_at clock sitting seq"
        ),
    ),
    Table(
        "scores_long",
        "One row per coder, item and dimension of the submitted scores; the files "
        "`scores_long.*` hold its rows.",
        columns(
            "blind_id title dimension label coder coder_kind state value number point_label "
            "evidence_count evidence_part evidence_quote comment item_comment recorded_at late "
            "rubric",
            {
                "evidence_count": ("integer", "How many citations support the answer."),
                "evidence_part": ("integer", "Number of the part cited first."),
                "evidence_quote": ("text", "The words cited first."),
                "comment": ("text", "The coder's latest comment on this dimension of the item."),
                "item_comment": (
                    "text",
                    "The coder's latest comment on the item as a whole; the same in each of its "
                    "rows.",
                ),
                "late": ("integer", "1: given or changed after the freeze (see `late_score`)."),
                "rubric": ("text", "Fingerprint of the version that it was given under."),
            },
        ),
        "blind_id, (select place from rubric_dimension as d where d.dimension = "
        "scores_long.dimension and d.fingerprint in (select fingerprint from rubric_in_force)), "
        "coder",
    ),
)

POINT = Table(
    "rubric_point",
    "One row per scale point of a rubric.",
    columns(
        "fingerprint dimension value label anchor near_miss",
        {
            "value": ("text", "The point's value, as scores have it."),
            "label": ("text", "The point in one or two words."),
            "anchor": ("text", "Its defining sentence."),
            "near_miss": ("text", "An example that just misses; may be empty."),
        },
    ),
    "fingerprint, dimension, value",
)

REPEAT = Table(
    "repeat",
    "Silent repeats: items that a coder had before under another blind id. Filled only with the "
    "key; without it a repeat looks like an item of its own, coded once.",
    columns(
        "blind_id repeats_blind_id",
        {"repeats_blind_id": ("text", "Blind id under which the coder had it first.")},
    ),
    "blind_id",
)

CALIBRATION_SCORE = Table(
    "calibration_score",
    "What coders answered on practice items, beside the right answers. These count nowhere: "
    "practice items, and judgements on them, are in no other table or view, so that their hashes "
    "are gaps in the chains.",
    columns(
        "coder blind_id dimension attempt state value gold_state gold_value",
        {
            "attempt": ("integer", "The round of practice, from 1."),
            "state": ("text", "The coder's: scored, not_applicable or cannot_judge; null: none."),
            "gold_state": ("text", "State of the right answer."),
            "gold_value": ("text", "Value of the right answer; null unless scored."),
        },
    ),
    "coder, attempt, blind_id, dimension",
)

CONDITION = Table(
    "condition",
    "What each item is; there only with the key, and without silent repeats.",
    columns("blind_id model scaffold task replicate source original_id"),
    "blind_id",
)

SITTING_DDL = """
create table sitting (
    id text primary key,
    person text not null,
    purpose text not null,
    version text not null,
    opened_at text not null,
    closed_at text,
    prev_head text not null
) strict
"""

POINT_DDL = """
create table rubric_point (
    fingerprint text not null references rubric,
    dimension text not null,
    value text not null,
    label text not null,
    anchor text not null,
    near_miss text not null,
    primary key (fingerprint, dimension, value)
) strict
"""

REPEAT_DDL = """
create table repeat (
    blind_id text primary key references item,
    repeats_blind_id text not null references item
) strict
"""

EXCLUSION_DDL = """
create table exclusion (
    blind_id text primary key,
    reason text not null,
    person text not null,
    excluded_at text not null
) strict
"""
"""Without who had the item, and without the item: nothing of it is in an export."""

UNCOUNTED = """
create view uncounted_item as
select blind_id
from repeat
"""

CALIBRATION_SCORE_DDL = """
create table calibration_score (
    coder text not null references coder,
    blind_id text not null,
    dimension text not null,
    attempt integer not null,
    state text,
    value text,
    gold_state text not null,
    gold_value text,
    primary key (coder, blind_id, dimension, attempt)
) strict
"""

CONDITION_DDL = """
create table condition (
    blind_id text primary key references item,
    model text,
    scaffold text,
    task text,
    replicate integer,
    source text not null,
    original_id text not null
) strict
"""

SUBMITTED_EVIDENCE = """
create view submitted_evidence as
with latest as (
    select coder, blind_id, max(clock) as clock
    from submission
    where move = 'submitted'
    group by coder, blind_id
),
counted as (
    select
        evidence.*,
        row_number() over (same order by evidence.attached desc, evidence.clock,
            evidence.sitting, evidence.seq) as nth,
        sum(case when evidence.attached = 1 then 1 else -1 end) over same as standing
    from dated_evidence as evidence
    join latest on latest.coder = evidence.coder and latest.blind_id = evidence.blind_id
    where evidence.clock <= latest.clock
    and evidence.counts = 1
    and evidence.blind_id not in (select blind_id from uncounted_item)
    window same as (
        partition by evidence.coder, evidence.blind_id, evidence.dimension, evidence.part,
            evidence.span_start, evidence.span_end, evidence.quote, evidence.part_hash,
            evidence.source_kind, evidence.source_url, evidence.source_place,
            evidence.source_accessed
    )
)
select coder, blind_id, dimension, part, span_start, span_end, quote, source_kind, source_url,
    source_place, source_accessed, recorded_at, clock, sitting, seq
from counted
where attached = 1 and nth <= standing
"""

SCORES_LONG = """
create view scores_long as
with cited as (
    select
        *,
        count(*) over (partition by coder, blind_id, dimension) as evidence_count,
        row_number() over (
            partition by coder, blind_id, dimension order by clock, sitting, seq
        ) as nth
    from submitted_evidence
),
gathered as (
    select coder, blind_id, dimension, state, value, number, recorded_at, rubric,
        0 as evidence_count, null as evidence_part, null as evidence_quote, 0 as late
    from submitted_score
    union all
    select coder, blind_id, dimension, null, null, null, null, null,
        evidence_count, part, quote, 0
    from cited
    where nth = 1
    union all
    select coder, blind_id, dimension, null, null, null, null, null, 0, null, null, 1
    from late_score
),
score as (
    select
        coder,
        blind_id,
        dimension,
        max(state) as state,
        max(value) as value,
        max(number) as number,
        max(recorded_at) as recorded_at,
        max(rubric) as rubric,
        max(evidence_count) as evidence_count,
        max(evidence_part) as evidence_part,
        max(evidence_quote) as evidence_quote,
        max(late) as late
    from gathered
    group by coder, blind_id, dimension
    having max(rubric) is not null
)
select
    score.blind_id,
    item.title,
    score.dimension,
    rubric_dimension.label,
    score.coder,
    coder.kind as coder_kind,
    score.state,
    score.value,
    score.number,
    rubric_point.label as point_label,
    score.evidence_count,
    score.evidence_part,
    score.evidence_quote,
    (
        select nullif(text, '')
        from comment
        where comment.coder = score.coder
        and comment.blind_id = score.blind_id
        and comment.dimension = score.dimension
        order by clock desc, sitting desc, seq desc
        limit 1
    ) as comment,
    (
        select nullif(text, '')
        from comment
        where comment.coder = score.coder
        and comment.blind_id = score.blind_id
        and comment.dimension is null
        order by clock desc, sitting desc, seq desc
        limit 1
    ) as item_comment,
    score.recorded_at,
    score.late,
    score.rubric
from score
join item on item.blind_id = score.blind_id
join coder on coder.name = score.coder
join rubric_dimension
    on rubric_dimension.fingerprint = score.rubric
    and rubric_dimension.dimension = score.dimension
left join rubric_point
    on rubric_point.fingerprint = score.rubric
    and rubric_point.dimension = score.dimension
    and rubric_point.value = score.value
"""
"""Gathered by a union and a grouping, not a join: without statistics SQLite joins two views by
comparing every row with every other."""
