-- The same of all scores up to the present, those that a freeze left outside among them.
select
    coder_kind,
    dimension,
    blind_id,
    list(coder order by coder) as coders,
    list(value order by coder) as given,
    list(rubric order by coder) as versions
from answer
where state = 'scored'
group by coder_kind, dimension, blind_id
having count(*) > 1
order by all
