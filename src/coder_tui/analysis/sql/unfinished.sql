-- How far the coders of some kinds are, and how many final scores rest on one of several.
with given as (
    select
        assignment.blind_id,
        assignment.move,
        coder.kind
    from assignment
    join item
        using (blind_id)
    join coder
        on coder.name = assignment.coder
    where coder.kind in (select unnest($kinds::varchar[]))
),
shared as (
    select
        blind_id,
        kind
    from given
    group by all
    having count(*) > 1
)
select
    count(*),
    count(*) filter (move is distinct from 'submitted'),
    count(*) filter (move = 'skipped'),
    (
        select count(*)
        from final_score
        join shared
            on shared.blind_id = final_score.blind_id
            and shared.kind = final_score.coder_kind
        where basis = 'single'
    )
from given
