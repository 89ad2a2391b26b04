-- For each two coders of a kind: how many items got one value from the first, one from the second.
select
    a.dimension,
    a.coder_kind,
    a.coder as coder_a,
    b.coder as coder_b,
    a.value as value_a,
    b.value as value_b,
    count(*) as items
from answer as a
join answer as b
    on b.blind_id = a.blind_id
    and b.dimension = a.dimension
    and b.coder_kind = a.coder_kind
    and b.coder > a.coder
where a.state = 'scored'
and b.state = 'scored'
group by all
order by all
