-- The numbers of items in `coder_scores`.
select
    blind_id,
    code::bigint
from every_item
