"""What `query` can ask: the views of a review, each column with its type and meaning.

These are a contract: a name or a type here changes only with the version of the program.
"""

from dataclasses import dataclass

LONGEST_SQL = 100_000
"""Characters that are taken for a question."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a view."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PublicView:
    """One view, and what one row of it is."""

    name: str
    row: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words and in SQL."""

    question: str
    sql: str


BLIND_ID = Column("blind_id", "varchar", "The item.")
DIMENSION = Column("dimension", "varchar", "Id of the dimension in the rubric.")
KIND = Column("coder_kind", "varchar", "`human`, `machine` or `simulated`.")
CODER = Column("coder", "varchar", "Name; without the key a letter of this item and kind alone.")
STATE = Column("state", "varchar", "`scored`, `not_applicable` or `cannot_judge`.")
VALUE = Column("value", "varchar", "The value as the rubric writes it; null unless scored.")
NUMBER = Column("number", "double", "The value as a number; null where it is none.")

VIEWS = (
    PublicView(
        "coder",
        "One coder, and how far they are.",
        (
            Column("name", "varchar", "Name, with the key and without."),
            Column("kind", "varchar", "`human`, `machine` or `simulated`."),
            Column("assigned", "bigint", "Items that they have."),
            Column("submitted", "bigint", "Of these, submitted."),
            Column("draft", "bigint", "Begun and never submitted."),
            Column("skipped", "bigint", "Skipped."),
            Column("reopened", "bigint", "Submitted once, and open again."),
            Column("flagged", "bigint", "Flagged."),
        ),
    ),
    PublicView(
        "item",
        "One item that counts: no practice, none that was left out.",
        (
            BLIND_ID,
            Column("title", "varchar", "Title; null where the item is blinded."),
            Column("coders", "bigint", "Coders who have it."),
            Column("submitted", "bigint", "Of these, who have submitted it."),
        ),
    ),
    PublicView(
        "assignment",
        "One item of one coder.",
        (
            BLIND_ID,
            KIND,
            CODER,
            Column(
                "state",
                "varchar",
                "`not started`, `draft`, `submitted`, `skipped` or `reopened`.",
            ),
        ),
    ),
    PublicView(
        "submitted_score",
        "One answer of one coder, as it stood at their latest submit.",
        (BLIND_ID, DIMENSION, KIND, CODER, STATE, VALUE, NUMBER),
    ),
    PublicView(
        "final_score",
        "What an item has on a dimension in the end.",
        (
            BLIND_ID,
            DIMENSION,
            Column("coder_kind", "varchar", "The kind of coder on whose answers it rests."),
            Column("state", "varchar", "As of a score; null while unresolved."),
            VALUE,
            NUMBER,
            Column(
                "basis",
                "varchar",
                "`adjudicated`, `agreed`, `majority`, `single` or `unresolved`.",
            ),
        ),
    ),
    PublicView(
        "decision",
        "A decision on a disagreement, whether or not it is the one in force.",
        (
            BLIND_ID,
            DIMENSION,
            Column("nth", "integer", "Its place among all decisions on this, from 1."),
            Column(
                "adjudicator",
                "varchar",
                "Who decided, several as `ana+ben`; without the key null where that is a coder.",
            ),
            STATE,
            VALUE,
            NUMBER,
            Column("reason", "varchar", "Code of the reason, such as `rubric_gap`."),
            Column("sentence", "varchar", "Why, in the adjudicator's words; null for none."),
            Column("taken_back", "boolean", "Whether it was taken back."),
            Column("in_force", "boolean", "Whether the final score rests on it."),
            Column("own_item", "boolean", "Whether the adjudicator coded the item."),
            Column("recorded_at", "varchar", "When, ISO 8601, UTC."),
        ),
    ),
    PublicView(
        "disagreement",
        "Two coders of one kind whose answers on a dimension of an item differ.",
        (
            BLIND_ID,
            DIMENSION,
            KIND,
            Column("kind", "varchar", "`value`, or `applicability` where one gave no value."),
            Column("distance", "double", "How far apart the numbers are; null without two."),
            Column("coder_a", "varchar", "The first of the two, as in `submitted_score`."),
            Column("state_a", "varchar", "State of the first answer."),
            Column("value_a", "varchar", "Value of the first answer."),
            Column("coder_b", "varchar", "The second of the two."),
            Column("state_b", "varchar", "State of the second answer."),
            Column("value_b", "varchar", "Value of the second answer."),
        ),
    ),
    PublicView(
        "comment",
        "A coder's latest comment on an item, or on a dimension of it.",
        (
            BLIND_ID,
            Column("dimension", "varchar", "Null for a comment on the item as a whole."),
            KIND,
            CODER,
            Column(
                "text",
                "varchar",
                "What the coder wrote; without the key coders' names are `[coder]`.",
            ),
        ),
    ),
    PublicView(
        "evidence",
        "A piece of evidence behind a submitted answer.",
        (
            BLIND_ID,
            DIMENSION,
            KIND,
            CODER,
            Column("part", "integer", "Turn or field; 0 for a search that found nothing."),
            Column("span_start", "integer", "First character of the quote in the part, from 0."),
            Column("span_end", "integer", "The character behind its last one."),
            Column("quote", "varchar", "The words; null for a search."),
            Column(
                "source",
                "varchar",
                "The words with their source, or where was searched; names as in `comment`.",
            ),
        ),
    ),
    PublicView(
        "condition",
        "What an item is; only with the key, once the study is unblinded or where it has no seal.",
        (
            BLIND_ID,
            Column("model", "varchar", "The model."),
            Column("scaffold", "varchar", "What surrounds the model."),
        ),
    ),
)

CONDITION = VIEWS[-1]

EXAMPLES = (
    Example(
        "How often was each value given?",
        """\
select dimension, value, count(*) as times
from submitted_score
where state = 'scored'
group by all
order by all""",
    ),
    Example(
        "Which items are hardest: on how many dimensions do coders differ, and how far?",
        """\
select
    blind_id,
    count(distinct dimension) as dimensions,
    max(distance) as furthest
from disagreement
group by blind_id
order by dimensions desc, furthest desc, blind_id
limit 10""",
    ),
    Example(
        "Which values are taken for one another?",
        """\
select
    dimension,
    least(value_a, value_b) as lower,
    greatest(value_a, value_b) as higher,
    count(*) as pairs
from disagreement
where kind = 'value'
group by all
order by pairs desc, dimension, lower, higher""",
    ),
    Example(
        "What share of final scores rests on one coder, or is open?",
        """\
select
    dimension,
    round(100 * avg((basis = 'single')::int), 1) as single_percent,
    round(100 * avg((basis = 'unresolved')::int), 1) as unresolved_percent
from final_score
group by dimension
order by dimension""",
    ),
    Example(
        "What did coders write where they differ?",
        """\
select distinct comment.blind_id, comment.coder, comment.text
from comment
join disagreement
    on disagreement.blind_id = comment.blind_id
order by all""",
    ),
    Example(
        "Which scores above 0 cite nothing?",
        """\
select blind_id, dimension, coder_kind, coder, value
from submitted_score
anti join evidence
    using (blind_id, dimension, coder_kind, coder)
where number > 0
order by all""",
    ),
    Example(
        "What do systems score? (with the key, once the study is unblinded)",
        """\
select
    model,
    scaffold,
    dimension,
    count(number) as n,
    round(avg(number), 2) as mean
from final_score
join condition
    using (blind_id)
group by all
order by dimension, model, scaffold""",
    ),
)


def views_for(no_conditions: str) -> tuple[PublicView, ...]:
    """Give the views of a reader who, for this reason or none, sees no conditions."""
    return tuple(view for view in VIEWS if view is not CONDITION or not no_conditions)


def examples_for(no_conditions: str) -> tuple[Example, ...]:
    """Give the examples that such a reader can ask."""
    return tuple(each for each in EXAMPLES if not (no_conditions and CONDITION.name in each.sql))
