-- Every value of the reliability set, with numbers for who, what and how much, to be read as
-- columns.
select
    enum_code(standing.coder)::bigint as coder,
    enum_code(standing.dimension)::bigint as dimension,
    standing.item::bigint as item,
    standing.answer::bigint as answer,
    coalesce(answer_code.number, 'nan'::double) as number
from reliable_standing as standing
join answer_code
    on answer_code.code = standing.answer
where answer_code.state = 'scored'
-- Sums of floats depend on their order, and two looks have to give the same.
order by standing.item, standing.coder, standing.dimension
