-- Items of which somebody said that they cannot bear their score: flagged by a coder, with the flag
-- still standing, or decided with the reason that the item is faulty or that blinding leaked.
with latest_flag as (
    select
        blind_id,
        reason <> '' as flagged,
        row_number() over (
            partition by coder, blind_id order by clock desc, sitting desc, seq desc
        ) as recency
    from flag
),
decided as (
    select
        blind_id,
        reason
    from adjudication
    where state <> 'cleared'
    and (sitting, seq) not in (
        select undoes_sitting, undoes_seq
        from adjudication
        where undoes_sitting is not null
    )
)
select distinct
    blind_id,
    'fault' as what
from latest_flag
where recency = 1
and flagged = 1
union
select
    blind_id,
    case reason when 'blinding_leak' then 'break' else 'fault' end
from decided
where reason in ('blinding_leak', 'faulty_item')
