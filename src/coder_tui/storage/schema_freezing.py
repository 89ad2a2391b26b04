"""What freezing and unblinding add to a study file after its third version.

The reliability set is a set of sittings with their heads: a judgement belongs to it if its sitting
is there and its number is not beyond the head. Clocks say nothing about it, because a copy that is
merged later may hold judgements that are older than the freeze.
"""

from coder_tui.storage.schema_versions import COUNTED_UNDER
from coder_tui.storage.views import answers_view, standing_view

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

BEYOND_THE_OPENING = """(
    exists (select 1 from unblinding)
    and not exists (
        select 1
        from sitting_head
        where sitting_head.act in (select id from unblinding)
        and sitting_head.sitting = {0}.sitting
        and sitting_head.seq >= {0}.seq
    )
)"""
"""Whether a judgement was made, or merged, after the conditions were opened."""

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

{standing_view("reliable_standing", counted="counted_in_the_set", within=_IN_THE_SET).strip()}

{answers_view("reliable_score", "reliable_standing", rubric="rubric_of_the_set").strip()}

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
where blind_id not in (select blind_id from uncounted_item)
and {BEYOND_THE_OPENING.format("adjudication")};
"""
"""`reliable_score` is `submitted_score` as the latest freeze closed it, and the same where there is
none. A row of `late_score` is an answer that counts and is not the one in the set: it was given, or
submitted, after the freeze, came with a copy that was merged after it, or is open only since its
parent was changed after it; or it is an answer of the set that was cleared since. The set stays
under the version of the rubric that was in force when it was closed, whatever is adopted later.
`decision_after_unblinding` names what was decided, decided again, or taken back after the opening.
"""
