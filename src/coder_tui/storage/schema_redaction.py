"""What masking in judgements adds to a study file after its fourth version.

A judgement keeps its number, its hash and its place in the chain when a name in its words is
masked; the words as they were written go into the key, with which the hash can be computed again.
`hash` here is that of the row as it stands, so that whoever lacks the key finds further changes.
"""

REDACTION_TABLES = """
create table redaction (
    sitting text not null references sitting,
    seq integer not null,
    hash text not null,
    redacted_at text not null,
    primary key (sitting, seq)
) strict;
"""
