"""The views of a study; their columns are a public contract.

`standing_score` is each coder's latest row at the latest submit, cleared ones and hidden dimensions
included; the others build on it. It holds no window and no aggregate of its own, so that SQLite can
use the indices when views are joined: with windows the time grew with the square of the items.
`final_score` rests on one kind of coder in all of a study: on simulated ones where the study is
itself simulated and has any, else on people, and never on machines; so that no mean mixes kinds.
Where the study settles by majority, the answer that more than half of those who answered gave is
final. A decision that was taken back leaves the one before it in force. A dimension that its
parent's final value hides has no final score. Scores and decisions count where their dimension
meant, in the version of the rubric that they were given under, what it means in the version in
force; the conditions under which a dimension is asked are those of the version in force.
`uncounted_item` names the items that no statistic counts; the views on scores leave them out, and
so does whatever builds on these.
"""

UNCOUNTED = """
create view uncounted_item as
select blind_id
from calibration
union all
select blind_id
from exclusion
where blind_id not in (select blind_id from calibration);
"""
"""Practice items, and items that the lead left out.

An export makes this view from what it knows, and the others as they are.
"""

COUNTED_KIND = """case
        when exists (select 1 from study where simulated = 1)
        and exists (select 1 from coder where kind = 'simulated')
        then 'simulated'
        else 'human'
    end"""
"""The kind of coders that final scores rest on, in all of a study."""

FINAL_SCORE = f"""
with undone as (
    select distinct undoes_sitting, undoes_seq
    from adjudication
    where undoes_sitting is not null
),
adjudicated as (
    select blind_id, dimension, state, value, number
    from (
        select adjudication.*, row_number() over (
            partition by blind_id, dimension order by clock desc, sitting desc, seq desc
        ) as recency
        from adjudication
        left join undone
            on undone.undoes_sitting = adjudication.sitting
            and undone.undoes_seq = adjudication.seq
        where adjudication.state <> 'cleared' and undone.undoes_seq is null
        and (adjudication.dimension, adjudication.rubric) in (
            select dimension, fingerprint from counted_version
        )
    )
    where recency = 1
),
given as (
    select
        submitted_score.blind_id,
        submitted_score.dimension,
        submitted_score.state,
        submitted_score.value,
        min(submitted_score.number) as number,
        count(*) as coders,
        min(coder.kind) as coder_kind
    from submitted_score
    join coder on coder.name = submitted_score.coder
    where coder.kind = {COUNTED_KIND}
    group by
        submitted_score.blind_id,
        submitted_score.dimension,
        submitted_score.state,
        submitted_score.value
),
coded as (
    select
        blind_id,
        dimension,
        cast(sum(coders) as bigint) as coders,
        count(*) as answers,
        min(coder_kind) as coder_kind
    from given
    group by blind_id, dimension
),
settled as (
    select given.blind_id, given.dimension, given.state, given.value, given.number
    from given
    join coded on coded.blind_id = given.blind_id and coded.dimension = given.dimension
    where given.coders * 2 > coded.coders
    and (coded.answers = 1 or (select max(adjudication) from study) = 'majority')
),
final as (
    select
        coded.blind_id,
        coded.dimension,
        case
            when adjudicated.state is not null then adjudicated.state
            else settled.state
        end as state,
        case
            when adjudicated.state is not null then adjudicated.value
            else settled.value
        end as value,
        case
            when adjudicated.state is not null then adjudicated.number
            else settled.number
        end as number,
        case
            when adjudicated.state is not null then 'adjudicated'
            when settled.state is null then 'unresolved'
            when coded.answers > 1 then 'majority'
            when coded.coders = 1 then 'single'
            else 'agreed'
        end as basis,
        coded.coder_kind,
        coded.coders
    from coded
    left join adjudicated
        on adjudicated.blind_id = coded.blind_id and adjudicated.dimension = coded.dimension
    left join settled
        on settled.blind_id = coded.blind_id and settled.dimension = coded.dimension
),
closed as (
    select child.blind_id, child.dimension
    from final as child
    join rubric_condition as condition
        on condition.dimension = child.dimension
        and condition.fingerprint = (select fingerprint from rubric_in_force)
    join final as parent
        on parent.blind_id = child.blind_id and parent.dimension = condition.parent
    where parent.basis <> 'unresolved'
    and (parent.number is null or parent.number < condition.at_least)
)
select blind_id, dimension, state, value, number, basis, coder_kind, coders
from final
where (blind_id, dimension) not in (select blind_id, dimension from closed)"""
"""What every item has in the end; DuckDB takes these words, too."""

DECISION = """
create view decision as
with undone as (
    select distinct undoes_sitting, undoes_seq
    from adjudication
    where undoes_sitting is not null
),
made as (
    select
        adjudication.*,
        undone.undoes_seq is not null as taken_back,
        (adjudication.dimension, adjudication.rubric) in (
            select dimension, fingerprint from counted_version
        ) as counts
    from adjudication
    left join undone
        on undone.undoes_sitting = adjudication.sitting
        and undone.undoes_seq = adjudication.seq
    where adjudication.state <> 'cleared'
)
select
    blind_id,
    dimension,
    row_number() over (
        partition by blind_id, dimension order by clock, sitting, seq
    ) as nth,
    adjudicator,
    state,
    value,
    number,
    reason,
    sentence,
    taken_back,
    taken_back = 0 and counts = 1 and row_number() over (
        partition by blind_id, dimension, taken_back, counts
        order by clock desc, sitting desc, seq desc
    ) = 1 as in_force,
    exists (
        select 1
        from coder
        where instr('+' || lower(made.adjudicator) || '+', '+' || lower(coder.name) || '+') > 0
        and exists (
            select 1
            from submission
            where submission.coder = coder.name
            and submission.blind_id = made.blind_id
            and submission.move = 'submitted'
        )
    ) as own_item,
    recorded_at,
    rubric,
    clock,
    sitting,
    seq
from made;
"""
"""Every decision ever made; several who decided together stand as `ana+ben`."""

_STANDING = """
create view {name} as
select score.*
from score
where score.blind_id not in (select blind_id from uncounted_item)
and {score}
and score.clock <= {latest_submit_of_score}
and not exists (
    select 1
    from score as later
    where later.blind_id = score.blind_id
    and later.dimension = score.dimension
    and later.coder = score.coder
    and (later.clock, later.sitting, later.seq) > (score.clock, score.sitting, score.seq)
    and {later}
    and later.clock <= {latest_submit_of_later}
);
"""

_COUNTS = "({0}.dimension, {0}.rubric) in (select dimension, fingerprint from {1})"

_LATEST_SUBMIT = """(
    select max(submission.clock)
    from submission
    where submission.coder = {0}.coder
    and submission.blind_id = {0}.blind_id
    and submission.move = 'submitted'{1}
)"""

_ANSWERS = """
create view {name} as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from {standing}
where state <> 'cleared'
and not exists (
    select 1
    from rubric_condition as condition
    where condition.fingerprint = (select fingerprint from {rubric})
    and condition.dimension = {standing}.dimension
    and not exists (
        select 1
        from {standing} as parent
        where parent.blind_id = {standing}.blind_id
        and parent.dimension = condition.parent
        and parent.coder = {standing}.coder
        and parent.number >= condition.at_least
    )
);
"""


def standing_view(name: str, *, counted: str, within: str = "") -> str:
    """Give the view of each coder's latest row at the latest submit.

    Args:
        name: of the view.
        counted: the view of the versions whose scores count.
        within: a condition on a row of `{0}`, of the scores and submissions that are looked at; all
            are without it.
    """

    def only(row: str) -> str:
        return f"\n    and {within.format(row)}" if within else ""

    def latest_submit(row: str) -> str:
        return _LATEST_SUBMIT.format(row, only("submission"))

    return _STANDING.format(
        name=name,
        score=_COUNTS.format("score", counted) + only("score"),
        later=_COUNTS.format("later", counted) + only("later"),
        latest_submit_of_score=latest_submit("score"),
        latest_submit_of_later=latest_submit("later"),
    )


def answers_view(name: str, standing: str, *, rubric: str) -> str:
    """Give the view of the answers that count: none is cleared, or hidden by the rubric.

    Args:
        name: of the view.
        standing: the view of rows that stand.
        rubric: the view of the version by which dimensions are asked.
    """
    return _ANSWERS.format(name=name, standing=standing, rubric=rubric)


SCORE_VIEWS = f"""
create view current_score as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from (
    select *, row_number() over (
        partition by coder, blind_id, dimension
        order by clock desc, sitting desc, seq desc
    ) as recency
    from score
    where blind_id not in (select blind_id from uncounted_item)
    and (dimension, rubric) in (select dimension, fingerprint from counted_version)
)
where recency = 1 and state <> 'cleared';

{standing_view("standing_score", counted="counted_version").strip()}

{answers_view("submitted_score", "standing_score", rubric="rubric_in_force").strip()}

create view disagreement as
select
    a.blind_id,
    a.dimension,
    case when a.state = 'scored' and b.state = 'scored' then 'value' else 'applicability' end
        as kind,
    coder_a.kind as coder_kind,
    a.coder as coder_a,
    a.state as state_a,
    a.value as value_a,
    b.coder as coder_b,
    b.state as state_b,
    b.value as value_b
from submitted_score as a
join submitted_score as b
    on b.blind_id = a.blind_id and b.dimension = a.dimension and b.coder > a.coder
join coder as coder_a on coder_a.name = a.coder
join coder as coder_b on coder_b.name = b.coder and coder_b.kind = coder_a.kind
where a.state <> b.state or a.value is not b.value;

create view final_score as{FINAL_SCORE};
{DECISION}"""
