-- Takes packed submissions apart.
insert into submission
with packed as (
    select
        unnest($1::varchar[]) as row_id,
        unnest($2::varchar[]) as clock,
        unnest($3::varchar[]) as coder,
        unnest($4::varchar[]) as blind_id,
        unnest($5::varchar[]) as move
),
cell as (
    select
        unnest(string_split(row_id, chr(31))) as row_id,
        unnest(string_split(clock, chr(31))) as clock,
        unnest(string_split(coder, chr(31))) as coder,
        unnest(string_split(blind_id, chr(31))) as blind_id,
        unnest(string_split(move, chr(31))) as move
    from packed
)
select
    cell.row_id::bigint,
    cell.clock::bigint,
    cell.coder::coder_name,
    every_item.code,
    cell.move
from cell
join every_item
    using (blind_id);
