-- From assignments, submissions, flags and scores to how far each assignment is.
with latest_move as (
    select
        coder,
        item,
        arg_max(move, clock) as move
    from submission
    group by coder, item
),
scored as (
    select distinct
        coder,
        item
    from score
),
latest_flag as (
    select
        coder,
        blind_id,
        arg_max(flagged, clock) as flagged
    from flag
    group by coder, blind_id
)
select
    given.coder,
    every_item.blind_id,
    latest_move.move,
    scored.coder is not null,
    coalesce(latest_flag.flagged, false)
from given
join every_item
    on every_item.code = given.item
left join latest_move
    using (coder, item)
left join scored
    using (coder, item)
left join latest_flag
    on latest_flag.coder = given.coder
    and latest_flag.blind_id = every_item.blind_id
