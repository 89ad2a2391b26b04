-- How often each answer was given, by kind of coder.
select
    dimension,
    coder_kind,
    state,
    value,
    count(*) as answers
from answer
group by all
order by all
