"""The tables of the blinding key."""

KEY_APPLICATION_ID = 0x43544B31
"""`CTK1`."""

KEY_VERSION = 3
"""`user_version` of a key."""

FIRST_KEY_TABLES = """
create table registration (
    study_id text primary key,
    nonce text not null,
    plan text not null,
    plan_name text not null,
    rubric_name text not null,
    created_at text not null
) strict;

create table mask (
    name text primary key
) strict;

create table condition (
    blind_id text primary key,
    batch integer not null,
    source text not null,
    original_id text not null,
    title text not null,
    grouping text not null,
    model text,
    scaffold text,
    task text,
    replicate integer,
    repeats_blind_id text
) strict;

create table original (
    blind_id text not null references condition,
    turn integer not null,
    part integer,
    role text not null,
    kind text not null,
    name text not null,
    call text not null,
    text text not null,
    segments text not null,
    primary key (blind_id, turn)
) strict;
"""

LATER_KEY_TABLES = """
create table identity (
    name text primary key,
    masked integer not null
) strict;

create table wrapper (
    scaffold text primary key,
    before text not null,
    after text not null
) strict;

create table loss (
    batch integer not null,
    report text not null,
    primary key (batch)
) strict;

create table leak (
    blind_id text not null references condition,
    turn integer not null,
    source_start integer not null,
    source_end integer not null,
    kind text not null check (kind in ('exact', 'altered', 'phrase', 'provider_id', 'host')),
    name text not null,
    spelling text not null,
    decision text check (decision in ('masked', 'kept', 'excluded')),
    person text,
    decided_at text,
    primary key (blind_id, turn, source_start, source_end)
) strict;

create table unleaked (
    blind_id text not null references condition,
    turn integer not null,
    text text not null,
    segments text not null,
    primary key (blind_id, turn)
) strict;

create table pending (
    batch integer primary key,
    study text not null
) strict;

create table rewrite (
    blind_id text primary key references condition,
    parts text not null,
    originals text not null
) strict;
"""
"""What the second version adds.

`identity` holds every name that tells a condition, `wrapper` what scaffolds put around user turns,
so that items that come later are blinded by the same rules; `loss` the loss report of each import;
`leak` what the search for names found in the originals, and what the lead decided. `turn` and
offsets are those of `original`, in code points; the reference is turn -1. `unleaked` keeps parts as
they were stored before leaks in them were masked, so that a decision can be changed; `rewrite`
holds items whose text is about to change in both files, so that a change that was interrupted can
be finished; `pending` an import that is about to be written into the study at this path.
"""

REDACTION_KEY_TABLES = """
alter table identity add column batch integer not null default 0;

alter table wrapper rename to former_wrapper;
create table wrapper (
    scaffold text not null,
    before text not null,
    after text not null,
    batch integer not null,
    primary key (scaffold, batch)
) strict;
insert into wrapper select scaffold, before, after, 0 from former_wrapper;
drop table former_wrapper;

create table redacted (
    judgement text not null,
    sitting text not null,
    seq integer not null,
    written text not null,
    wanted text not null,
    carried integer not null,
    primary key (sitting, seq)
) strict;

create table forgotten (
    spelling text primary key
) strict;

create table searched (
    blind_id text primary key references condition,
    searched_at text not null
) strict;
"""
"""What the third version adds.

`batch` says with which import a row came; 0 are those of the versions before. `redacted` keeps the
words of judgements in which names are masked: as they were written, and as the study is to have
them; `carried` is 0 until the study has them. `forgotten` holds spellings that were masked in texts
which an import replaced: in comments they stay masked. `searched` says in which items names were
looked for.
"""

KEY_STEPS = {2: LATER_KEY_TABLES, 3: REDACTION_KEY_TABLES}
"""What each version adds to the one before."""

KEY_TABLES = FIRST_KEY_TABLES + LATER_KEY_TABLES + REDACTION_KEY_TABLES
"""All statements that make the present tables, in order."""
