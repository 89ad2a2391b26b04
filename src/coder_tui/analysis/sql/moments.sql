-- Asked of the study file itself: the items by when the last of their coders of a kind submitted
-- them, with their numbers in the copy, what the sitting was for in which that was, and when it was.
-- What lies outside the reliability set moves nothing, and an item that the lead opened again for
-- another version of the rubric was not coded then.
select
    item.rowid,
    item.blind_id,
    sitting.purpose,
    submission.recorded_at,
    max(submission.clock) as moment
from submission
join sitting
    on sitting.id = submission.sitting
join coder
    on coder.name = submission.coder
join item
    on item.blind_id = submission.blind_id
where submission.move = 'submitted'
and coder.kind = :kind
and sitting.purpose <> 'recoding'
and (
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = submission.sitting
        and reliable_sitting.seq >= submission.seq
    )
)
group by item.rowid
order by moment, item.blind_id
