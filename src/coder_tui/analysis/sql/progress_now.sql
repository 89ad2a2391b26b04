-- Asked of the study file itself: how far each coder is, as `progress.sql` says it of a copy.
with latest_move as (
    select
        coder,
        blind_id,
        move,
        max(clock)
    from submission
    group by coder, blind_id
),
latest_flag as (
    select
        coder,
        blind_id,
        reason <> '' as flagged,
        max(clock)
    from flag
    group by coder, blind_id
)
select
    coder.name,
    coder.kind,
    count(assignment.blind_id),
    count(*) filter (where latest_move.move = 'submitted'),
    count(*) filter (
        where assignment.blind_id is not null
        and latest_move.move is null
        and exists (
            select 1
            from score
            where score.blind_id = assignment.blind_id
            and score.coder = assignment.coder
        )
    ),
    count(*) filter (where latest_move.move = 'skipped'),
    count(*) filter (where latest_move.move = 'reopened'),
    count(*) filter (where latest_flag.flagged)
from coder
left join assignment
    on assignment.coder = coder.name
left join latest_move
    on latest_move.coder = assignment.coder
    and latest_move.blind_id = assignment.blind_id
left join latest_flag
    on latest_flag.coder = assignment.coder
    and latest_flag.blind_id = assignment.blind_id
group by coder.name, coder.kind
order by coder.name
