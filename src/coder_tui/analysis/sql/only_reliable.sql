-- From here on only the reliability set is considered.

create or replace view considered_score as
select *
from counted_score
where row_id not in (select row_id from outside_score);

create or replace view considered_submission as
select *
from counted_submission
where row_id not in (select row_id from outside_submission);
