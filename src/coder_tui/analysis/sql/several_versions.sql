-- The rubric has had several versions: only scores under a version count of which the dimension means
-- what it means in the version considered.
create or replace view counted_score as
select score.*
from score
where (score.dimension::varchar, score.rubric) in (
    select
        given.dimension,
        rubric_version.code
    from rubric_meaning as asked
    join rubric_meaning as given
        using (dimension, meaning)
    join rubric_version
        on rubric_version.fingerprint = given.fingerprint
    where asked.fingerprint = (select fingerprint from considered_version)
)
and score.clock <= coalesce((select until from considered_version), score.clock);

create or replace view counted_submission as
select *
from submission
where clock <= coalesce((select until from considered_version), clock);
