"""What `coded.db` has of the versions of the rubric."""

from coder_tui.reporting.shape import Table, columns

ADOPTION = Table(
    "adoption",
    "Each time a version of the rubric came into force; the one with the highest number is.",
    columns(
        "number rubric previous person adopted_at clock changes",
        {
            "number": ("integer", "1 for the version with which the study was made."),
            "rubric": ("text", "Fingerprint of the version that came into force."),
            "previous": ("text", "Fingerprint of the version before; null for the first."),
            "person": ("text", "Who adopted it: a login name; empty where it was not kept."),
            "adopted_at": ("text", "When: ISO 8601, UTC."),
            "clock": ("integer", "Clock of the last judgement before."),
            "changes": (
                "text",
                "JSON object: what changed, what of it in meaning, and how many items were "
                "opened again to be coded under it; after_unblinding: true where conditions were "
                "open by then.",
            ),
        },
    ),
    "number",
)

VERSION_VIEWS = (
    Table(
        "rubric_in_force",
        "The version of the rubric in force: one row.",
        columns("fingerprint"),
        "fingerprint",
    ),
    Table(
        "counted_version",
        "Under which versions the scores and decisions of a dimension count.",
        columns("dimension fingerprint"),
        "dimension, fingerprint",
    ),
    Table(
        "dated_evidence",
        "The rows of `evidence`, each with the version that it was given under, and whether it "
        "counts.",
        columns(
            "sitting seq coder blind_id dimension part span_start span_end quote part_hash "
            "attached source_kind source_url source_place source_accessed clock recorded_at "
            "undoes_sitting undoes_seq prev_hash hash rubric given_under counts",
            {
                "part_hash": ("text", "Salted SHA-256 of the part's text when it was cited."),
                "attached": ("integer", "1: attached; 0: taken away."),
                "given_under": ("text", "Fingerprint of the version that it was given under."),
                "counts": (
                    "integer",
                    "1: its dimension meant there what it means in the version in force.",
                ),
            },
        ),
        "clock, sitting, seq",
    ),
    Table(
        "rubric_of_the_set",
        "The version of the rubric that the reliability set stays under: one row.",
        columns("fingerprint"),
        "fingerprint",
    ),
    Table(
        "counted_in_the_set",
        "Under which versions the scores of a dimension count in the reliability set.",
        columns("dimension fingerprint"),
        "dimension, fingerprint",
    ),
)
