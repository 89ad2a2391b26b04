-- Which item got which answer on a dimension from which coder of a kind: numbers alone, so that
-- a million of them are arrays at once.
select
    standing.item,
    coder.place,
    standing.answer
from reliable_standing as standing
join coder
    on coder.name = standing.coder
where coder.kind = $kind
and standing.dimension = $dimension
