-- Takes packed assignments apart.
insert into given
with packed as (
    select
        unnest($1::varchar[]) as coder,
        unnest($2::varchar[]) as blind_id
),
cell as (
    select
        unnest(string_split(coder, chr(31))) as coder,
        unnest(string_split(blind_id, chr(31))) as blind_id
    from packed
)
select
    cell.coder::coder_name,
    every_item.code
from cell
join every_item
    using (blind_id);
