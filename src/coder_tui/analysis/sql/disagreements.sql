-- Every answer on a dimension of an item on which coders of one kind differ, and what was decided,
-- by an adjudicator or by the majority of the coders.
select
    contested.blind_id,
    contested.dimension,
    contested.coder_kind,
    contested.kind,
    coalesce(item.title, '') as title,
    complete_item.blind_id is not null as complete,
    answer.coder,
    answer.state,
    answer.value,
    answer.number,
    final_score.state as final_state,
    final_score.value as final_value,
    final_score.number as final_number,
    final_score.basis
from contested
join answer
    using (blind_id, dimension, coder_kind)
join item
    using (blind_id)
left join complete_item
    using (blind_id)
left join final_score
    on final_score.blind_id = contested.blind_id
    and final_score.dimension = contested.dimension
    and final_score.coder_kind = contested.coder_kind
    and final_score.basis in ('adjudicated', 'majority')
order by contested.dimension, contested.blind_id, contested.coder_kind, answer.coder
