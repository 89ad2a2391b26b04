-- How many items were answered alike. What is in braces is filled in by `patterns.py`: the answers,
-- the words in which an item's answers lie, and which of them count.
with cell as (
    select
        standing.item,
        standing.dimension,
        coder.kind as coder_kind,
        {words}
    from {source} as standing
    join coder
        on coder.name = standing.coder
    where true
    {restricted}
    group by standing.item, standing.dimension, coder.kind
)
select
    dimension,
    coder_kind,
    count(*) as items,
    {names}
from cell
group by all
