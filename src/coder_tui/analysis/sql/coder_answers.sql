-- How often each coder gave which answer on which dimension, in the reliability set.
select
    standing.coder::varchar,
    standing.dimension::varchar,
    answer_code.state::varchar,
    answer_code.value,
    count(*)
from reliable_standing as standing
join answer_code
    on answer_code.code = standing.answer
group by all
order by all
