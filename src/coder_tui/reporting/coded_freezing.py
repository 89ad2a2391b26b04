"""What `coded.db` has of freezing and unblinding: which scores are in the reliability set."""

from coder_tui.reporting.shape import Table, columns

FREEZING_TABLES = (
    Table(
        "freeze",
        "Each time the reliability set was closed; the latest one holds. `digest` is SHA-256 of "
        "the JSON object of the other columns, with counts, commitments and agreement as the JSON "
        "they hold, and `heads`, its rows of `sitting_head` as lists [sitting, seq, hash] by "
        "sitting: keys sorted, no spaces, UTF-8.",
        columns(
            "id number person frozen_at rubric counts commitments agreement digest",
            {
                "id": ("text", "Random id."),
                "number": ("integer", "1 for the first freeze."),
                "person": ("text", "Who did it: a login name."),
                "frozen_at": ("text", "When: ISO 8601, UTC."),
                "rubric": ("text", "Fingerprint of the rubric in force."),
                "counts": (
                    "text",
                    "JSON object: items, coders, submitted and unfinished assignments, scores, "
                    "disagreements, decisions, judgements; what came in since the freeze before "
                    "(`since`).",
                ),
                "commitments": (
                    "text",
                    "JSON object: the commitment to the key of each import, by its number; digests "
                    "of the list of judgements in which names are masked (`redaction`) and of the "
                    "key's other tables, by their names.",
                ),
                "agreement": (
                    "text",
                    "JSON list: per kind of coder and dimension the agreement as it stood.",
                ),
                "digest": ("text", "SHA-256 over all of it."),
            },
        ),
        "number",
    ),
    Table(
        "unblinding",
        "When the conditions were opened; no row: they were not.",
        columns(
            "id freeze person seal_broken why_broken unblinded_at",
            {
                "id": ("text", "Random id."),
                "freeze": ("text", "Id of the freeze in force; null where there was none."),
                "person": ("text", "Who did it: a login name."),
                "seal_broken": (
                    "text",
                    "The reason given for breaking the seal; empty where it was not broken.",
                ),
                "why_broken": (
                    "text",
                    "What stood against opening it: no freeze, or what of the set had changed.",
                ),
                "unblinded_at": ("text", "When: ISO 8601, UTC."),
            },
        ),
        "unblinded_at, id",
    ),
    Table(
        "sitting_head",
        "The last judgement of each sitting at a freeze or an unblinding. What is beyond the heads "
        "of the latest freeze, or of a sitting without one, is outside the reliability set.",
        columns(
            "act sitting seq hash",
            {
                "act": ("text", "Id of the freeze or the unblinding."),
                "sitting": ("text", "The sitting."),
                "seq": ("integer", "Number of its last judgement then."),
                "hash": ("text", "That judgement's hash, which covers those before it."),
            },
        ),
        "act, sitting",
    ),
)

UNBLINDING_DDL = """
create table unblinding (
    id text primary key,
    freeze text references freeze,
    person text not null,
    seal_broken text not null,
    why_broken text not null,
    unblinded_at text not null
) strict
"""

_OF_STANDING = (
    "sitting seq coder blind_id dimension state value number rubric clock recorded_at "
    "undoes_sitting undoes_seq prev_hash hash"
)

FREEZING_VIEWS = (
    Table(
        "reliable_sitting",
        "The heads of the latest freeze.",
        columns(
            "sitting seq",
            {
                "sitting": ("text", "The sitting."),
                "seq": ("integer", "Number of its last judgement in the reliability set."),
            },
        ),
    ),
    Table(
        "reliable_standing",
        "`standing_score` of the reliability set; the same where nothing is frozen.",
        columns(_OF_STANDING),
    ),
    Table(
        "reliable_score",
        "`submitted_score` of the reliability set, on which agreement is computed once a study is "
        "frozen; the same where nothing is.",
        columns("coder blind_id dimension state value number recorded_at rubric"),
    ),
    Table(
        "late_score",
        "Scores that stand and did not stand in the reliability set: given, changed, submitted or "
        "merged after the latest freeze. They enter no agreement.",
        columns("coder blind_id dimension"),
    ),
    Table(
        "decision_after_unblinding",
        "Disagreements that were decided, or decided again, or whose decision was taken back, "
        "after the conditions were opened.",
        columns("blind_id dimension"),
    ),
)
