-- Small tables of the study, by which the others are made.

-- Each coder with a place among those of their kind.
create table coder (
    name varchar,
    kind varchar,
    place integer
);

create table study (
    simulated integer,
    adjudication varchar
);

create table rubric_dimension (
    dimension varchar
);

create table rubric_version (
    code usmallint,
    fingerprint varchar
);

create table rubric_condition (
    fingerprint varchar,
    dimension varchar,
    parent varchar,
    at_least integer
);

-- The version that gave each dimension of a version its meaning.
create table rubric_meaning (
    fingerprint varchar,
    dimension varchar,
    meaning varchar
);

create table rubric_in_force (
    fingerprint varchar
);

-- Under which versions scores and decisions count.
create table counted_version (
    dimension varchar,
    fingerprint varchar
);

-- The version under which scores are made to stand, and the last clock that it was in force.
create table considered_version (
    fingerprint varchar,
    until bigint
);

-- Items that no statistic counts.
create table uncounted (
    blind_id varchar
);

-- Items, those that do not count among them, each with a number to stand for it.
create table every_item (
    code integer,
    blind_id varchar,
    title varchar
);
