-- Rows and characters that came in.
select
    count(*),
    coalesce(sum(length(given.coder::varchar) + length(every_item.blind_id)), 0)::bigint
from given
join every_item
    on every_item.code = given.item
