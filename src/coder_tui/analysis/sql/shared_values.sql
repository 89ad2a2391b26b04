-- The values of each item on which agreement is computed, and the version of the rubric that each
-- was given under.
select
    coder_kind,
    dimension,
    blind_id,
    list(coder order by coder) as coders,
    list(value order by coder) as given,
    list(rubric order by coder) as versions
from reliable_answer
where state = 'scored'
group by coder_kind, dimension, blind_id
having count(*) > 1
order by all
