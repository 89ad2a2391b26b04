-- The dimensions of items on which coders of one kind differ, and in what: the value, or whether
-- there is one.
select
    blind_id,
    dimension,
    coder_kind,
    case
        when count(distinct value) > 1 then 'value'
        else 'applicability'
    end as kind
from answer
group by blind_id, dimension, coder_kind
having count(distinct value) > 1
or count(distinct state) > 1
