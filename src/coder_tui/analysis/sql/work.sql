-- Asked of the study file itself: every assignment, how far it is, and when it was first submitted.
with latest_move as (
    select
        coder,
        blind_id,
        move,
        max(clock)
    from submission
    group by coder, blind_id
),
first_submit as (
    select
        submission.coder,
        submission.blind_id,
        submission.recorded_at,
        sitting.purpose,
        min(submission.clock)
    from submission
    join sitting
        on sitting.id = submission.sitting
    where submission.move = 'submitted'
    group by submission.coder, submission.blind_id
)
select
    assignment.coder,
    coder.kind,
    assignment.coder in (select coder from withdrawal),
    assignment.blind_id,
    coalesce(latest_move.move, '') = 'submitted',
    first_submit.recorded_at,
    coalesce(first_submit.purpose, '')
from assignment
join coder
    on coder.name = assignment.coder
left join latest_move
    on latest_move.coder = assignment.coder
    and latest_move.blind_id = assignment.blind_id
left join first_submit
    on first_submit.coder = assignment.coder
    and first_submit.blind_id = assignment.blind_id
order by assignment.coder, assignment.blind_id
