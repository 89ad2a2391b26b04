-- The study is frozen: its reliability set is a table of its own.
drop view reliable_standing;

create table reliable_standing (
    item integer,
    coder coder_name,
    dimension dimension_id,
    answer integer,
    rubric usmallint
);
