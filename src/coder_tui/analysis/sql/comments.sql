-- The latest comments on items on which coders differ; those on the item as a whole first.
select
    blind_id,
    coder,
    dimension,
    text
from comment
where blind_id in (select blind_id from contested)
order by blind_id, coder, dimension nulls first
