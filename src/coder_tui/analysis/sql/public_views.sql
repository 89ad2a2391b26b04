-- The views that a reader may ask, made from the copy; what they are made from is then dropped.
-- `reader_item` holds the items that this reader may see, `reader_coder` what the coders of each
-- are called for them. Sorted by what is shown, so that the order of rows tells nothing else.

create table public_coder as
select
    name::varchar as name,
    kind,
    assigned,
    submitted,
    draft,
    skipped,
    reopened,
    flagged
from reader_progress
order by kind, name;

create table public_item as
select
    item.blind_id,
    nullif(item.title, '') as title,
    count(assignment.coder) as coders,
    count(*) filter (assignment.move = 'submitted') as submitted
from item
join reader_item
    using (blind_id)
left join assignment
    using (blind_id)
group by item.blind_id, item.title
order by item.blind_id;

create table public_assignment as
select
    assignment.blind_id,
    reader_coder.coder_kind,
    reader_coder.shown as coder,
    case
        when assignment.move is not null then assignment.move
        when assignment.scored then 'draft'
        else 'not started'
    end as state
from assignment
join item
    using (blind_id)
join reader_item
    using (blind_id)
join reader_coder
    using (blind_id, coder)
order by all;

create table public_submitted_score as
select
    submitted_score.blind_id,
    submitted_score.dimension::varchar as dimension,
    reader_coder.coder_kind,
    reader_coder.shown as coder,
    submitted_score.state::varchar as state,
    submitted_score.value,
    submitted_score.number
from submitted_score
join reader_item
    using (blind_id)
join reader_coder
    using (blind_id, coder)
order by all;

create table public_final_score as
select
    final_score.blind_id,
    final_score.dimension::varchar as dimension,
    final_score.coder_kind,
    final_score.state::varchar as state,
    final_score.value,
    final_score.number,
    final_score.basis
from final_score
join reader_item
    using (blind_id)
order by all;

create table public_decision as
select reader_decision.*
from reader_decision
join reader_item
    using (blind_id)
order by all;

create table public_disagreement as
select
    a.blind_id,
    a.dimension,
    a.coder_kind,
    case
        when a.state = 'scored' and b.state = 'scored' then 'value'
        else 'applicability'
    end as kind,
    abs(a.number - b.number) as distance,
    a.coder as coder_a,
    a.state as state_a,
    a.value as value_a,
    b.coder as coder_b,
    b.state as state_b,
    b.value as value_b
from public_submitted_score as a
join public_submitted_score as b
    on b.blind_id = a.blind_id
    and b.dimension = a.dimension
    and b.coder_kind = a.coder_kind
    and b.coder > a.coder
where a.state <> b.state
or a.value is distinct from b.value
order by all;

create table public_comment as
select
    comment.blind_id,
    comment.dimension,
    reader_coder.coder_kind,
    reader_coder.shown as coder,
    comment.text
from comment
join reader_item
    using (blind_id)
join reader_coder
    using (blind_id, coder)
order by all;

create table public_evidence as
select
    evidence.blind_id,
    evidence.dimension,
    reader_coder.coder_kind,
    reader_coder.shown as coder,
    evidence.part,
    evidence.span_start,
    evidence.span_end,
    nullif(evidence.words, '') as quote,
    evidence.quote as source
from evidence
join reader_item
    using (blind_id)
join reader_coder
    using (blind_id, coder)
order by all;

create table public_condition as
select
    condition.blind_id,
    condition.model,
    condition.scaffold
from condition
join reader_item
    using (blind_id)
order by all;
