-- Tables that are there only until others are made from them.

create table given (
    coder coder_name,
    item integer
);

create table submission (
    row_id bigint,
    clock bigint,
    coder coder_name,
    item integer,
    move varchar
);

create table flag (
    coder coder_name,
    blind_id varchar,
    flagged boolean,
    clock bigint
);

create table score (
    row_id bigint,
    clock bigint,
    item integer,
    coder coder_name,
    dimension dimension_id,
    answer integer,
    rubric usmallint
);

-- The order of scores whose clocks are equal.
create table tie (
    row_id bigint,
    place bigint
);

-- What is not in the reliability set of a frozen study.
create table outside_score (
    row_id bigint
);

create table outside_submission (
    row_id bigint
);

-- The scores under versions that count.
create or replace view counted_score as
select *
from score;

create or replace view counted_submission as
select *
from submission;

-- What the standing scores are made from.
create or replace view considered_score as
select *
from counted_score;

create or replace view considered_submission as
select *
from counted_submission;
