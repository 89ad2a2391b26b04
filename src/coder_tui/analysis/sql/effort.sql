-- Asked of the study file itself: how many coders skipped an item at any time, and how many seconds
-- those who worked on it were at it, on average.
with skipped as (
    select
        blind_id,
        count(distinct coder) as coders
    from submission
    where move = 'skipped'
    group by blind_id
),
worked as (
    select
        blind_id,
        sum(seconds) / count(distinct coder) as seconds
    from attention
    where seconds > 0
    group by blind_id
)
select
    item.blind_id,
    coalesce(skipped.coders, 0),
    worked.seconds
from item
left join skipped
    on skipped.blind_id = item.blind_id
left join worked
    on worked.blind_id = item.blind_id
where skipped.blind_id is not null
or worked.blind_id is not null
