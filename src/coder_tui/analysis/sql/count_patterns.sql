-- The values that an item received from one kind of coder, and how many items received the same.
with pattern as (
    select
        dimension,
        coder_kind,
        blind_id,
        list(value order by value) as given
    from answer
    where state = 'scored'
    group by dimension, coder_kind, blind_id
)
select
    dimension,
    coder_kind,
    given,
    count(*) as items
from pattern
group by all
order by all
