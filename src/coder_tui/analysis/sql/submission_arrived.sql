-- Rows and characters that came in.
select
    count(*),
    coalesce(sum(length(submission.coder::varchar) + length(every_item.blind_id)), 0)::bigint
from submission
join every_item
    on every_item.code = submission.item
