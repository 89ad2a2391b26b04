-- Who has the items on which coders differ, by kind: the coders who get letters on them.
select
    assignment.blind_id,
    coder.kind,
    list(coder.name order by coder.name) as coders
from assignment
join coder
    on coder.name = assignment.coder
where assignment.blind_id in (select blind_id from contested)
group by assignment.blind_id, coder.kind
order by assignment.blind_id, coder.kind
