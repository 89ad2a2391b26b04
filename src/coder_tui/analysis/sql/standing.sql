-- From all scores to those that stand at each coder's latest submit: what the study's view
-- `submitted_score` says, put in a way that is quick for a million. One part of the items at a
-- time, so that what has to be sorted does not grow with the study.
with latest_submit as (
    select
        coder,
        item,
        max(clock) as clock
    from considered_submission
    where move = 'submitted'
    and item % $parts = $part
    group by coder, item
),
counted as (
    select code
    from every_item
    where blind_id not in (select blind_id from uncounted)
),
latest as (
    select
        score.*,
        row_number() over (
            partition by score.item, score.dimension, score.coder
            order by score.clock desc, tie.place desc nulls last
        ) as recency
    from considered_score as score
    join latest_submit
        using (coder, item)
    left join tie
        using (row_id)
    where score.item % $parts = $part
    and score.clock <= latest_submit.clock
    and score.item in (select code from counted)
),
told as (
    select
        latest.row_id,
        latest.item,
        latest.coder,
        latest.dimension,
        latest.answer,
        latest.rubric,
        answer_code.state,
        answer_code.number
    from latest
    join answer_code
        on answer_code.code = latest.answer
    where latest.recency = 1
),
hidden as (
    select child.row_id
    from told as child
    join rubric_condition as condition
        on condition.fingerprint = (select fingerprint from considered_version)
        and condition.dimension = child.dimension
    left join told as parent
        on parent.item = child.item
        and parent.coder = child.coder
        and parent.dimension = condition.parent
        and parent.number >= condition.at_least
    where parent.row_id is null
)
select
    item,
    coder,
    dimension,
    answer,
    rubric
from told
where state <> 'cleared'
and row_id not in (select row_id from hidden)
