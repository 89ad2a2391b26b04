"""What a copy of a study is made of: its tables, and where their rows come from in the study.

Practice items count nowhere: the views leave them out, and so does every table here but
`assignment`, in which they never stand.
"""

from coder_tui.analysis.packed import Packed
from coder_tui.analysis.remarks import evidence_note, remark
from coder_tui.analysis.sql_files import read_sql
from coder_tui.storage.views import FINAL_SCORE

SMALL = {
    "coder": """
select name, kind, row_number() over (partition by kind order by name) - 1
from coder
""",
    "study": "select simulated, adjudication from study",
    "rubric_dimension": "select distinct dimension from rubric_dimension",
    "rubric_version": "select row_number() over (order by rowid) - 1, fingerprint from rubric",
    "rubric_condition": "select fingerprint, dimension, parent, at_least from rubric_condition",
    "rubric_meaning": "select fingerprint, dimension, meaning from rubric_dimension",
    "rubric_in_force": "select fingerprint from rubric_in_force",
    "counted_version": "select dimension, fingerprint from counted_version",
    "considered_version": "select fingerprint, null from rubric_in_force",
    "uncounted": "select blind_id from uncounted_item",
    "every_item": "select rowid, blind_id, title from item",
}
"""Tables that the others are made by; they change only when the whole is copied again."""

VALUE = """
case
    when value is null then ''
    when number is null then ':' || hex(value)
    when number = cast(value as real) then '=' || value
    else '#' || printf('%!.17g', number) || ',' || hex(value)
end
"""
"""A value and its number in one text, of which no character is a separator."""

GIVEN = Packed(
    "given",
    "assignment",
    ("coder", "blind_id"),
    "length(coder) + length(blind_id)",
)
SUBMISSION = Packed(
    "submission",
    "submission",
    ("rowid", "clock", "coder", "blind_id", "move"),
    "length(coder) + length(blind_id)",
)
SCORE = Packed(
    "score",
    "score",
    ("rowid", "clock", "coder", "blind_id", "dimension", "state", VALUE, "rubric"),
    """
    length(blind_id) + length(coder) + length(dimension)
    + coalesce(length(cast(value as blob)), 0)
    """,
)
PACKED = (GIVEN, SUBMISSION, SCORE)
"""The long tables, which come many rows to a text."""

SOURCES = {
    "flag": "select coder, blind_id, reason <> '', clock from flag",
    "adjudication": """
select
    sitting, seq, blind_id, dimension, state, value, number, rubric, clock, undoes_sitting,
    undoes_seq
from adjudication
""",
    "comment": """
select coder, blind_id, dimension, text
from (
    select *, row_number() over (
        partition by coder, blind_id, dimension
        order by clock desc, sitting desc, seq desc
    ) as recency
    from comment
    where blind_id not in (select blind_id from uncounted_item)
)
where recency = 1 and trim(text) <> ''
""",
    "evidence": """
select
    coder,
    blind_id,
    dimension,
    part,
    span_start,
    span_end,
    case when source_kind = 'searched' then '' else quote end,
    case
        when source_kind = 'searched' then 'searched ' || source_place
        when source_kind is not null then
            quote || ' (' || source_kind || ' ' || source_url || ' ' || source_place || ')'
        else quote
    end
from dated_evidence as evidence
where blind_id not in (select blind_id from uncounted_item)
and counts = 1
and clock <= (
    select max(clock)
    from submission
    where move = 'submitted'
    and submission.coder = evidence.coder
    and submission.blind_id = evidence.blind_id
)
group by
    coder, blind_id, dimension, part, span_start, span_end, quote,
    source_kind, source_url, source_place, source_accessed
having sum(case attached when 1 then 1 else -1 end) > 0
""",
    "guess": """
select coder, blind_id, model, confidence
from (
    select *, row_number() over (
        partition by coder, blind_id
        order by clock, sitting, seq
    ) as nth
    from guess
    where blind_id not in (select blind_id from uncounted_item)
    and exists (
        select 1
        from submission
        where submission.move = 'submitted'
        and submission.coder = guess.coder
        and submission.blind_id = guess.blind_id
    )
)
where nth = 1
""",
}
"""Tables that come a row at a time; all are read in one transaction."""

BLIND_ID = {"comment": 1, "evidence": 1, "guess": 1}
"""The column of the blind id in the tables from which silent repeats are left out at once."""

REMARKS = {"comment": remark, "evidence": evidence_note}
"""What coders wrote in their own words, and how coders' names are taken out of a row of it."""

PASSED_ON = ("given", "submission", "score", "flag", "tie", "outside_score", "outside_submission")
"""Tables that are needed only until others are made from them."""

REPLACED = ("assignment", "comment", "evidence", "guess", "adjudication")
"""Tables whose rows on an item are replaced when something is written on it; scores are, too."""

LATER = {
    "contested": f"create table contested as {read_sql('contested')}",
    "final_score": f"create table final_score as {FINAL_SCORE}",
}
"""Tables that are made for the first question that names them."""
