"""What freezing and unblinding add to a study file after its third version.

The reliability set is a set of sittings with their heads: a judgement belongs to it if its sitting
is there and its number is not beyond the head. Clocks say nothing about it, because a copy that is
merged later may hold judgements that are older than the freeze.
"""

from coder_tui.storage.schema_versions import COUNTED_UNDER

FREEZE_TABLES = """
drop table if exists freeze;

create table freeze (
    id text primary key,
    number integer not null unique,
    person text not null,
    frozen_at text not null,
    rubric text not null references rubric,
    counts text not null,
    commitments text not null,
    agreement text not null,
    digest text not null
) strict;

create table unblinding (
    id text primary key,
    freeze text references freeze,
    person text not null,
    host text not null,
    seal_broken text not null,
    why_broken text not null,
    unblinded_at text not null
) strict;

create table sitting_head (
    act text not null,
    sitting text not null references sitting,
    seq integer not null,
    hash text not null,
    primary key (act, sitting)
) strict;
"""
"""`act` is the freeze or the unblinding at which a sitting had this head.

No version before wrote into the `freeze` that the first one made.
"""

_IN_THE_SET = """(
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = {0}.sitting and reliable_sitting.seq >= {0}.seq
    )
)"""

_COUNTS = """({0}.dimension, {0}.rubric) in (
    select dimension, fingerprint from counted_in_the_set
)"""

_LATEST_SUBMIT = f"""(
    select max(submission.clock)
    from submission
    where submission.coder = {{0}}.coder
    and submission.blind_id = {{0}}.blind_id
    and submission.move = 'submitted'
    and {_IN_THE_SET.format("submission")}
)"""

FREEZE_VIEWS = f"""
create view reliable_sitting as
select sitting, seq
from sitting_head
where act = (select id from freeze order by number desc limit 1);

create view rubric_of_the_set as
select coalesce(
    (select rubric from freeze order by number desc limit 1),
    (select fingerprint from rubric_in_force)
) as fingerprint;

create view counted_in_the_set as
{COUNTED_UNDER.format(version="(select fingerprint from rubric_of_the_set)").strip()};

create view reliable_standing as
select score.*
from score
where score.blind_id not in (select blind_id from uncounted_item)
and {_IN_THE_SET.format("score")}
and {_COUNTS.format("score")}
and score.clock <= {_LATEST_SUBMIT.format("score")}
and not exists (
    select 1
    from score as later
    where later.blind_id = score.blind_id
    and later.dimension = score.dimension
    and later.coder = score.coder
    and (later.clock, later.sitting, later.seq) > (score.clock, score.sitting, score.seq)
    and {_IN_THE_SET.format("later")}
    and {_COUNTS.format("later")}
    and later.clock <= {_LATEST_SUBMIT.format("later")}
);

create view reliable_score as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from reliable_standing
where state <> 'cleared'
and not exists (
    select 1
    from rubric_condition as condition
    where condition.fingerprint = (select fingerprint from rubric_of_the_set)
    and condition.dimension = reliable_standing.dimension
    and not exists (
        select 1
        from reliable_standing as parent
        where parent.blind_id = reliable_standing.blind_id
        and parent.dimension = condition.parent
        and parent.coder = reliable_standing.coder
        and parent.number >= condition.at_least
    )
);

create view late_score as
select coder, blind_id, dimension
from submitted_score
where exists (select 1 from freeze)
and not exists (
    select 1
    from reliable_score as kept
    where kept.blind_id = submitted_score.blind_id
    and kept.dimension = submitted_score.dimension
    and kept.coder = submitted_score.coder
    and kept.state = submitted_score.state
    and kept.value is submitted_score.value
    and kept.recorded_at = submitted_score.recorded_at
)
union all
select coder, blind_id, dimension
from standing_score
where state = 'cleared'
and exists (select 1 from freeze)
and exists (
    select 1
    from reliable_score as kept
    where kept.blind_id = standing_score.blind_id
    and kept.dimension = standing_score.dimension
    and kept.coder = standing_score.coder
);

create view decision_after_unblinding as
select distinct blind_id, dimension
from adjudication
where exists (select 1 from unblinding)
and not exists (
    select 1
    from sitting_head
    where sitting_head.act in (select id from unblinding)
    and sitting_head.sitting = adjudication.sitting
    and sitting_head.seq >= adjudication.seq
);
"""
"""`reliable_score` is `submitted_score` as the latest freeze closed it, and the same where there is
none. A row of `late_score` is an answer that counts and is not the one in the set: it was given, or
submitted, after the freeze, came with a copy that was merged after it, or is open only since its
parent was changed after it; or it is an answer of the set that was cleared since. The set stays
under the version of the rubric that was in force when it was closed, whatever is adopted later.
"""
