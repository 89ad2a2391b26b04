"""The tables of the blinding key."""

KEY_APPLICATION_ID = 0x43544B31
"""`CTK1`."""

KEY_VERSION = 1
"""`user_version` of a key."""

KEY_TABLES = """
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
