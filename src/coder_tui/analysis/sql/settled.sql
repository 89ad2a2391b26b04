-- What coders of each kind came to on each dimension of each item: the final score where final
-- scores rest on that kind; for the other kinds, whose cases nobody decides, what all agree on.
with given as (
    select
        coder_kind,
        blind_id,
        dimension::varchar as dimension,
        count(*) as coders,
        count(distinct {'state': state::varchar, 'value': value}) as answers,
        min(state::varchar) as state,
        min(value) as value,
        min(number) as number,
        list(distinct {'state': state::varchar, 'value': value}) as said
    from answer
    group by all
),
counts as (
    select distinct coder_kind
    from final_score
)
select
    given.coder_kind,
    given.blind_id,
    given.dimension,
    case
        when counts.coder_kind is not null then final_score.state::varchar
        when given.answers = 1 then given.state
    end as state,
    case
        when counts.coder_kind is not null then final_score.value
        when given.answers = 1 then given.value
    end as value,
    case
        when counts.coder_kind is not null then final_score.number
        when given.answers = 1 then given.number
    end as number,
    case
        when counts.coder_kind is not null then final_score.basis
        when given.answers > 1 then 'unresolved'
        when given.coders = 1 then 'single'
        else 'agreed'
    end as basis,
    given.said
from given
left join counts
    using (coder_kind)
left join final_score
    on final_score.blind_id = given.blind_id
    and final_score.dimension = given.dimension
where counts.coder_kind is null
or final_score.blind_id is not null
order by all
