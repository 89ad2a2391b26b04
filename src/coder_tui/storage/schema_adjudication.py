"""What adjudication adds to a study file after its third version."""

PROPOSAL_TABLES = """
create table proposal (
    sitting text not null references sitting,
    seq integer not null,
    person text not null,
    blind_id text not null references item,
    dimension text not null,
    point text,
    wording text not null,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index proposal_by_item on proposal (blind_id, dimension, clock);
create index proposal_by_clock on proposal (clock);
"""
"""Wordings proposed for the rubric: judgements like the others, insert-only, in the chain.

`point` is the value whose anchor is to be reworded, null where the dimension as a whole is meant.
"""

WITHDRAWAL_TABLES = """
alter table proposal add column undoes_sitting text;
alter table proposal add column undoes_seq integer;
"""
"""What the sixth version adds: a proposal that names another one withdraws it."""
