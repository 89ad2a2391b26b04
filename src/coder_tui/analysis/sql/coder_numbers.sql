-- Every submitted number of the kind of coders that final scores rest on.
select
    answer.coder::varchar as coder,
    answer.blind_id,
    answer.dimension::varchar as dimension,
    answer.number
from answer
where answer.coder_kind in (select coder_kind from final_score)
and answer.state = 'scored'
and answer.number is not null
order by all
