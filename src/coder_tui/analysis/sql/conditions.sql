-- Final scores by model, scaffold and dimension; what is unresolved is counted, never averaged.
select
    condition.model,
    condition.scaffold,
    final_score.dimension,
    count(*) as items,
    count(*) filter (final_score.state = 'scored') as n,
    avg(final_score.number) filter (final_score.state = 'scored') as mean,
    histogram(final_score.value) filter (final_score.state = 'scored') as counts,
    count(*) filter (final_score.basis = 'unresolved') as unresolved,
    count(*) filter (final_score.state in ('not_applicable', 'cannot_judge')) as withheld,
    count(*) filter (final_score.basis = 'single') as single
from condition
join final_score
    using (blind_id)
where condition.model is not null
group by condition.model, condition.scaffold, final_score.dimension
order by condition.model, condition.scaffold, final_score.dimension
