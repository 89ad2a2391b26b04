"""The tables of a study.

Judgements (score, evidence, comment, flag, submission, guess, adjudication) are insert-only. They
share (sitting, seq), one number over all of them in a sitting, a hybrid logical `clock`, and a hash
chain. `undoes_*` names the row that a row takes back.
"""

from coder_tui.storage.key_schema import KEY_APPLICATION_ID as KEY_APPLICATION_ID
from coder_tui.storage.key_schema import KEY_TABLES as KEY_TABLES
from coder_tui.storage.key_schema import KEY_VERSION as KEY_VERSION
from coder_tui.storage.schema_adjudication import PROPOSAL_TABLES, WITHDRAWAL_TABLES
from coder_tui.storage.schema_freezing import FREEZE_TABLES, FREEZE_VIEWS
from coder_tui.storage.schema_redaction import REDACTION_TABLES as REDACTION_TABLES
from coder_tui.storage.schema_versions import EVIDENCE_TABLES, VERSION_TABLES, VERSION_VIEWS
from coder_tui.storage.views import SCORE_VIEWS as _SCORE_VIEWS
from coder_tui.storage.views import UNCOUNTED

APPLICATION_ID = 0x43544931
"""`CTI1`: written into the file's header, so that another SQLite file is recognised as foreign."""

VERSION = 6
"""`user_version` of the file: the number of migrations applied."""

FIRST_TABLES = """
create table study (
    id text primary key,
    title text not null,
    kind text not null check (kind in ('transcript', 'benchmark')),
    blind integer not null,
    seal integer not null,
    simulated integer not null,
    show text not null,
    overlap real not null,
    coders_per_item integer not null,
    agreement_bar real not null,
    adjudication text not null,
    adjudicator_may_code integer not null,
    plan_fingerprint text not null,
    salt text not null,
    program text not null,
    created_at text not null
) strict;

create table rubric (
    fingerprint text primary key,
    toml text not null,
    adopted_at text not null
) strict;

create table rubric_dimension (
    fingerprint text not null references rubric,
    dimension text not null,
    place integer not null,
    label text not null,
    level text not null,
    scale text not null,
    primary key (fingerprint, dimension)
) strict;

create table rubric_condition (
    fingerprint text not null references rubric,
    dimension text not null,
    parent text not null,
    at_least integer not null,
    primary key (fingerprint, dimension, parent)
) strict;

create table item (
    blind_id text primary key,
    kind text not null check (kind in ('transcript', 'benchmark')),
    title text,
    content_hash text not null
) strict;

create table part (
    blind_id text not null references item,
    idx integer not null,
    role text not null,
    kind text not null,
    name text not null,
    call text not null,
    text text not null,
    primary key (blind_id, idx)
) strict;

create table coder (
    name text primary key,
    kind text not null check (kind in ('human', 'machine', 'simulated'))
) strict;

create table assignment (
    coder text not null references coder,
    blind_id text not null references item,
    place integer not null,
    primary key (coder, blind_id)
) strict;

create unique index assignment_by_place on assignment (coder, place);
create index assignment_by_item on assignment (blind_id);

create table bookmark (
    coder text primary key references coder,
    blind_id text not null references item,
    dimension text not null,
    part integer not null,
    line integer not null
) strict;

create table device (
    id text primary key,
    host text not null,
    inode integer not null,
    since text not null
) strict;

create table sitting (
    id text primary key,
    person text not null,
    purpose text not null check (purpose in ('coding', 'adjudication', 'simulation')),
    device text not null references device,
    host text not null,
    login text not null,
    version text not null,
    opened_at text not null,
    closed_at text,
    prev_head text not null
) strict;

create table score (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text not null,
    state text not null check (state in ('scored', 'not_applicable', 'cannot_judge', 'cleared')),
    value text check ((value is not null) = (state = 'scored')),
    number real,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index score_by_item on score (blind_id, dimension, coder, clock);
create index score_by_clock on score (clock);

create table evidence (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text not null,
    part integer not null,
    span_start integer not null,
    span_end integer not null,
    quote text not null,
    part_hash text not null,
    attached integer not null,
    source_kind text,
    source_url text,
    source_place text,
    source_accessed text,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index evidence_by_item on evidence (coder, blind_id, clock);
create index evidence_by_clock on evidence (clock);

create table comment (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text,
    text text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index comment_by_item on comment (coder, blind_id, clock);
create index comment_by_clock on comment (clock);

create table flag (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    reason text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index flag_by_item on flag (coder, blind_id, clock);
create index flag_by_clock on flag (clock);

create table submission (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    move text not null check (move in ('submitted', 'reopened', 'skipped')),
    reason text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index submission_by_item on submission (coder, blind_id, clock);
create index submission_by_clock on submission (clock);

create table guess (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    model text not null,
    confidence integer not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create table adjudication (
    sitting text not null references sitting,
    seq integer not null,
    adjudicator text not null,
    blind_id text not null references item,
    dimension text not null,
    state text not null check (state in ('scored', 'not_applicable', 'cannot_judge', 'cleared')),
    value text check ((value is not null) = (state = 'scored')),
    number real,
    reason text not null,
    sentence text not null,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;

create index adjudication_by_item on adjudication (blind_id, dimension, clock);
create index adjudication_by_clock on adjudication (clock);

create table commitment (
    batch integer primary key,
    items integer not null,
    digest text not null,
    committed_at text not null
) strict;

create table event (
    id text primary key,
    person text not null,
    kind text not null,
    detail text not null,
    happened_at text not null
) strict;
"""

ROUNDS_TABLES = """
alter table study add column guess text not null default '[]';

create table calibration (
    blind_id text primary key references item,
    place integer not null,
    gold text not null,
    why text not null,
    pass real not null
) strict;

create table attention (
    sitting text not null references sitting,
    coder text not null references coder,
    blind_id text not null references item,
    seconds real not null,
    primary key (sitting, blind_id)
) strict;

create index attention_by_item on attention (coder, blind_id);

create index guess_by_item on guess (coder, blind_id, clock);
create index guess_by_clock on guess (clock);
"""
"""What the second version adds: practice items, time on items, and the guess."""

CHANGES_TABLES = """
create table exclusion (
    blind_id text primary key references item,
    reason text not null,
    coders text not null,
    person text not null,
    excluded_at text not null
) strict;

create table withdrawal (
    coder text primary key references coder,
    person text not null,
    withdrawn_at text not null
) strict;

create table recommitment (
    batch integer not null references commitment,
    revision integer not null,
    items integer not null,
    digest text not null,
    why text not null,
    committed_at text not null,
    primary key (batch, revision)
) strict;

alter table sitting rename column purpose to former;
alter table sitting add column purpose text not null default 'coding'
    check (purpose in ('coding', 'adjudication', 'simulation', 'import'));
update sitting set purpose = former;
alter table sitting drop column former;
"""
"""What the third version adds: items left out, coders who go, keys that change, scores imported."""

CLOSING_TABLES = FREEZE_TABLES + PROPOSAL_TABLES + VERSION_TABLES
"""What the fourth version adds: the freeze, the unblinding, proposed wordings, rubric versions."""

MEANING_TABLES = EVIDENCE_TABLES + WITHDRAWAL_TABLES
"""What the sixth version adds: evidence under its version, proposals that are withdrawn."""

TABLES = (
    FIRST_TABLES
    + ROUNDS_TABLES
    + CHANGES_TABLES
    + CLOSING_TABLES
    + REDACTION_TABLES
    + MEANING_TABLES
)
"""All statements that make the present tables, in order."""

SCORE_VIEWS = VERSION_VIEWS + _SCORE_VIEWS + FREEZE_VIEWS
"""The views on scores, which an export has as well."""

VIEWS = UNCOUNTED + SCORE_VIEWS
"""All views of a study."""
