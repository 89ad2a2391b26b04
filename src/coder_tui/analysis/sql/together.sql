-- What the coders of a kind answered together on a dimension of an item, alike items in one: told by
-- a sum of hashes, spelt out from one of its items, with the first items by name.
with cell as (
    select
        dimension,
        coder_kind,
        blind_id,
        sum(hash(coder, state, value)) as mark
    from reliable_answer
    group by dimension, coder_kind, blind_id
    having count(*) > 1
),
alike as (
    select
        cell.dimension,
        cell.coder_kind,
        cell.mark,
        complete_item.blind_id is not null as complete,
        min(cell.blind_id) as blind_id,
        count(*) as items,
        min(cell.blind_id, 500) as first_items
    from cell
    left join complete_item
        using (blind_id)
    group by cell.dimension, cell.coder_kind, cell.mark, complete_item.blind_id is not null
)
select
    alike.dimension,
    alike.coder_kind,
    alike.blind_id,
    alike.complete,
    alike.items,
    alike.first_items,
    answer.coder,
    answer.state,
    answer.value,
    answer.number
from alike
join reliable_answer as answer
    using (dimension, coder_kind, blind_id)
order by alike.dimension, alike.coder_kind, alike.blind_id, answer.coder
