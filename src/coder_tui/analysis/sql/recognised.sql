-- Items of which a coder named the true model and was fairly sure of it, or certain.
select distinct guess.blind_id
from guess
join condition
    using (blind_id)
where guess.named = condition.model
and guess.confidence >= 2
