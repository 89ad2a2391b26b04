-- Rows and characters that came in.
select
    count(*),
    coalesce(sum(
        length(every_item.blind_id) + length(score.coder::varchar)
        + length(score.dimension::varchar) + coalesce(strlen(answer_code.value), 0)
    ), 0)::bigint
from score
join every_item
    on every_item.code = score.item
join answer_code
    on answer_code.code = score.answer
