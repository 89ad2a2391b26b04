-- Scores as they stood under versions of the rubric that are not in force, when they last were.
create table if not exists superseded (
    version varchar,
    item integer,
    coder coder_name,
    dimension dimension_id,
    answer integer,
    rubric usmallint
)
