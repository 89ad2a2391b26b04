-- The values of each item as they stood under the versions of the rubric that are not in force.
select
    superseded.version,
    coder.kind,
    superseded.dimension::varchar,
    every_item.blind_id,
    list(superseded.coder::varchar order by superseded.coder) as coders,
    list(answer_code.value order by superseded.coder) as given,
    list(superseded.rubric order by superseded.coder) as versions
from superseded
join every_item
    on every_item.code = superseded.item
join answer_code
    on answer_code.code = superseded.answer
join coder
    on coder.name = superseded.coder
where answer_code.state = 'scored'
group by superseded.version, coder.kind, superseded.dimension, every_item.blind_id
having count(*) > 1
order by all
