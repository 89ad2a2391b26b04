-- What a review is answered from: a copy in memory of the study, and its views under their names.

-- The few texts that every score repeats, as one byte each; in order, because answers are sorted.
create type coder_name as enum (
    select name
    from coder
    union
    select ''
    order by 1
);

create type dimension_id as enum (
    select dimension
    from rubric_dimension
    union
    select ''
    order by 1
);

create type answer_state as enum ('cannot_judge', 'cleared', 'not_applicable', 'scored');

alter table coder
alter name type coder_name;

create view item as
select
    blind_id,
    title
from every_item
where blind_id not in (select blind_id from uncounted);

create table adjudication (
    sitting varchar,
    seq bigint,
    blind_id varchar,
    dimension varchar,
    state varchar,
    value varchar,
    number double,
    rubric varchar,
    clock bigint,
    undoes_sitting varchar,
    undoes_seq bigint
);

create table assignment (
    coder coder_name,
    blind_id varchar,
    move varchar,
    scored boolean,
    flagged boolean
);

-- Each different answer, and the text in which it came.
create table answer_code (
    code integer,
    state answer_state,
    packed varchar,
    value varchar,
    number double
);

-- Scores that stand at each coder's latest submit.
create table standing (
    item integer,
    coder coder_name,
    dimension dimension_id,
    answer integer,
    rubric usmallint
);

-- Those of the reliability set: all, unless the study is frozen.
create view reliable_standing as
select *
from standing;

-- The same under the names that the study's view has.
create view submitted_score as
select
    standing.coder,
    every_item.blind_id,
    standing.dimension,
    answer_code.state,
    answer_code.value,
    answer_code.number,
    standing.rubric
from standing
join every_item
    on every_item.code = standing.item
join answer_code
    on answer_code.code = standing.answer;

-- The same of the reliability set.
create view reliable_score as
select
    standing.coder,
    every_item.blind_id,
    standing.dimension,
    answer_code.state,
    answer_code.value,
    answer_code.number,
    standing.rubric
from reliable_standing as standing
join every_item
    on every_item.code = standing.item
join answer_code
    on answer_code.code = standing.answer;

create table comment (
    coder varchar,
    blind_id varchar,
    dimension varchar,
    text varchar
);

create table evidence (
    coder varchar,
    blind_id varchar,
    dimension varchar,
    part integer,
    span_start integer,
    span_end integer,
    words varchar,
    quote varchar
);

create table guess (
    coder varchar,
    blind_id varchar,
    named varchar,
    confidence integer
);

create table condition (
    blind_id varchar,
    model varchar,
    scaffold varchar
);

-- Submitted answers with the kind of their coder; agreement stays within one kind.
create view answer as
select
    submitted_score.*,
    coder.kind as coder_kind
from submitted_score
join coder
    on coder.name = submitted_score.coder;

-- The same of the reliability set.
create view reliable_answer as
select
    reliable_score.*,
    coder.kind as coder_kind
from reliable_score
join coder
    on coder.name = reliable_score.coder;

-- Items that every coder who has them has submitted, or that nobody has any more who answered.
create view complete_item as
select blind_id
from assignment
group by blind_id
having bool_and(coalesce(move, '') = 'submitted')
union all
select distinct blind_id
from submitted_score
where blind_id not in (select blind_id from assignment);
