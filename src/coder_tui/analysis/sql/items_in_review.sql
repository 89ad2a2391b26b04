-- Every item with what was done on it: who has and submitted it, pairs of answers of one kind of
-- coder on one dimension, flags that stand, comments, answers "cannot judge".
with cell as (
    select
        blind_id,
        coder_kind,
        dimension,
        count(*) as answers,
        count(value) as scored,
        count(*) filter (state = 'cannot_judge') as cannot_judge
    from answer
    group by blind_id, coder_kind, dimension
),
answered as (
    select
        blind_id,
        sum(answers * (answers - 1) // 2)::bigint as pairs,
        sum(scored * (scored - 1) // 2)::bigint as scored_pairs,
        sum(cannot_judge)::bigint as cannot_judge
    from cell
    group by blind_id
),
given as (
    select
        blind_id,
        count(*) as coders,
        count(*) filter (move = 'submitted') as submitted,
        count(*) filter (flagged) as flags
    from assignment
    group by blind_id
),
commented as (
    select
        blind_id,
        count(*) as comments
    from comment
    group by blind_id
)
select
    item.blind_id,
    coalesce(item.title, ''),
    complete_item.blind_id is not null as complete,
    coalesce(given.coders, 0),
    coalesce(given.submitted, 0),
    coalesce(answered.pairs, 0),
    coalesce(answered.scored_pairs, 0),
    coalesce(answered.cannot_judge, 0),
    coalesce(given.flags, 0),
    coalesce(commented.comments, 0)
from item
left join complete_item
    using (blind_id)
left join given
    using (blind_id)
left join answered
    using (blind_id)
left join commented
    using (blind_id)
order by item.blind_id
