-- Takes packed scores apart; answers not seen before get a number.
create or replace temp table arrived as
with packed as (
    select
        unnest($1::varchar[]) as row_id,
        unnest($2::varchar[]) as clock,
        unnest($3::varchar[]) as coder,
        unnest($4::varchar[]) as blind_id,
        unnest($5::varchar[]) as dimension,
        unnest($6::varchar[]) as state,
        unnest($7::varchar[]) as packed,
        unnest($8::varchar[]) as rubric
),
cell as (
    select
        unnest(string_split(row_id, chr(31))) as row_id,
        unnest(string_split(clock, chr(31))) as clock,
        unnest(string_split(coder, chr(31))) as coder,
        unnest(string_split(blind_id, chr(31))) as blind_id,
        unnest(string_split(dimension, chr(31))) as dimension,
        unnest(string_split(state, chr(31))) as state,
        unnest(string_split(packed, chr(31))) as packed,
        unnest(string_split(rubric, chr(31))) as rubric
    from packed
)
select
    row_id::bigint as row_id,
    clock::bigint as clock,
    coder::coder_name as coder,
    blind_id,
    dimension::dimension_id as dimension,
    state::answer_state as state,
    packed,
    rubric::usmallint as rubric
from cell;

insert into answer_code
with new as (
    select distinct
        state,
        packed
    from arrived
    anti join answer_code
        using (state, packed)
)
select
    (select count(*) from answer_code) + row_number() over (),
    state,
    packed,
    case packed[1]
        when '=' then substr(packed, 2)
        when ':' then decode(unhex(substr(packed, 2)))
        when '#' then decode(unhex(split_part(packed, ',', 2)))
    end,
    case packed[1]
        when '=' then substr(packed, 2)::double
        when '#' then split_part(substr(packed, 2), ',', 1)::double
    end
from new;

insert into score
select
    arrived.row_id,
    arrived.clock,
    every_item.code,
    arrived.coder,
    arrived.dimension,
    answer_code.code,
    arrived.rubric
from arrived
join every_item
    using (blind_id)
join answer_code
    using (state, packed);
