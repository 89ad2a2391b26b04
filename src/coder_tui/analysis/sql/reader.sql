-- What depends on who reads: which items they may see, and what coders are called on each.
create table reader_item (
    blind_id varchar
);

-- Every decision, as this reader may learn it.
create table reader_decision (
    blind_id varchar,
    dimension varchar,
    nth integer,
    adjudicator varchar,
    state varchar,
    value varchar,
    number double,
    reason varchar,
    sentence varchar,
    taken_back boolean,
    in_force boolean,
    own_item boolean,
    recorded_at varchar
);

create table reader_coder (
    blind_id varchar,
    coder_kind varchar,
    coder coder_name,
    shown varchar
);
