"""What versions of the rubric add to a study file after its third version.

A dimension keeps its meaning from version to version until a version changes it. Scores, evidence
and decisions under a version count as long as their dimension means what it means in the version in
force. Nothing is rewritten: a version that comes back makes what was scored under it count again.
"""

VERSION_TABLES = """
alter table rubric_dimension add column meaning text not null default '';

update rubric_dimension set meaning = fingerprint;

create table adoption (
    number integer primary key,
    rubric text not null references rubric,
    previous text references rubric,
    person text not null,
    adopted_at text not null,
    clock integer not null,
    changes text not null
) strict;

insert into adoption
select row_number() over (order by adopted_at), fingerprint, null, '', adopted_at, 0, '{}'
from rubric;

alter table sitting rename column purpose to former;
alter table sitting add column purpose text not null default 'coding'
    check (purpose in ('coding', 'adjudication', 'simulation', 'import', 'recoding'));
update sitting set purpose = former;
alter table sitting drop column former;
"""
"""`meaning` is the fingerprint of the version that gave the dimension the meaning it has there.

`clock` is that of the last judgement before an adoption: what stood under the version before is
what stood then. The first version has no previous one.
"""

COUNTED_UNDER = """
select asked.dimension, given.fingerprint
from rubric_dimension as asked
join rubric_dimension as given
    on given.dimension = asked.dimension and given.meaning = asked.meaning
where asked.fingerprint = {version}
"""
"""The versions whose scores count for each dimension of a version."""

EVIDENCE_TABLES = """
alter table evidence add column rubric text references rubric;
"""
"""What the sixth version adds: the version of the rubric under which evidence was given.

It is null in rows of earlier versions, which were given under what was in force at their clock.
"""

VERSION_VIEWS = f"""
create view rubric_in_force as
select rubric as fingerprint
from adoption
order by number desc
limit 1;

create view counted_version as
{COUNTED_UNDER.format(version="(select fingerprint from rubric_in_force)").strip()};

create view dated_evidence as
select
    *,
    (dimension, given_under) in (select dimension, fingerprint from counted_version) as counts
from (
    select
        evidence.*,
        coalesce(rubric, (
            select adoption.rubric
            from adoption
            where adoption.clock < evidence.clock
            order by number desc
            limit 1
        )) as given_under
    from evidence
);
"""
