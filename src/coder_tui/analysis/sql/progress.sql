-- How far each coder is.
select
    coder.name,
    coder.kind,
    count(assignment.blind_id) as assigned,
    count(*) filter (assignment.move = 'submitted') as submitted,
    count(*) filter (assignment.move is null and assignment.scored) as draft,
    count(*) filter (assignment.move = 'skipped') as skipped,
    count(*) filter (assignment.move = 'reopened') as reopened,
    count(*) filter (assignment.flagged) as flagged
from coder
left join assignment
    on assignment.coder = coder.name
group by coder.name, coder.kind
order by coder.name
