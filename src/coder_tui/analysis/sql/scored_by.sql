-- The coders of each kind who gave a value on each dimension.
select distinct
    coder.kind,
    standing.dimension,
    coder.name,
    coder.place
from reliable_standing as standing
join coder
    on coder.name = standing.coder
join answer_code
    on answer_code.code = standing.answer
where answer_code.state = 'scored'
order by all
