-- How many coders of a kind scored an item, how many answered "not applicable" or "cannot judge".
with pattern as (
    select
        dimension,
        coder_kind,
        blind_id,
        count(*) filter (state = 'scored') as scored,
        count(*) filter (state <> 'scored') as withheld
    from answer
    group by dimension, coder_kind, blind_id
)
select
    dimension,
    coder_kind,
    scored,
    withheld,
    count(*) as items
from pattern
group by all
order by all
