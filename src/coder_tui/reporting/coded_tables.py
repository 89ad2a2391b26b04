"""The tables of `coded.db` that are copied from the study: in which order, and what they mean."""

from coder_tui.reporting.coded_freezing import FREEZING_TABLES
from coder_tui.reporting.coded_versions import ADOPTION
from coder_tui.reporting.shape import Table, columns

_PLACE = "(select min(place) from rubric_dimension as d where d.dimension = {}.dimension)"
"""The place of a row's dimension in the rubric."""

_CHAIN = "clock recorded_at prev_hash hash"
_UNDO_AND_CHAIN = "clock recorded_at undoes_sitting undoes_seq prev_hash hash"

SETTING = (
    Table(
        "study",
        "The study: one row.",
        columns(
            "id title kind blind seal simulated show overlap coders_per_item agreement_bar "
            "adjudication adjudicator_may_code plan_fingerprint salt program created_at guess",
            {
                "id": ("text", "Random id of the study; its key carries the same."),
                "title": ("text", "Title of the study."),
                "kind": ("text", "What its items are: transcript or benchmark."),
                "blind": ("integer", "1: conditions were hidden from the coders."),
                "seal": ("integer", "1: conditions stay closed until a freeze and unblinding."),
                "simulated": ("integer", "1: a demonstration on sample data, not a study."),
                "show": ("text", "JSON list of what was shown although the default withholds it."),
                "overlap": ("real", "Share of the items that more than one coder codes."),
                "coders_per_item": ("integer", "How many coders an item of the overlap has."),
                "agreement_bar": ("real", "The agreement that was asked for beforehand."),
                "adjudication": (
                    "text",
                    "How disagreements are settled: third, consensus, majority.",
                ),
                "adjudicator_may_code": ("integer", "1: an adjudicator may be a coder, too."),
                "plan_fingerprint": ("text", "SHA-256 of the study file, the registration."),
                "salt": (
                    "text",
                    "Stands before the text in part_hash; with the blind id behind it, in "
                    "content_hash.",
                ),
                "program": ("text", "Version of coder-tui that made the study."),
                "created_at": ("text", "When the study was made: ISO 8601, UTC."),
                "guess": ("text", "JSON list of the models offered for the guess, as offered."),
            },
        ),
        "id",
    ),
    Table(
        "rubric",
        "Each rubric of the study, in full.",
        columns(
            "fingerprint toml adopted_at",
            {
                "toml": ("text", "The rubric's text."),
                "adopted_at": ("text", "When it first came into force; see adoption."),
            },
        ),
        "adopted_at, fingerprint",
    ),
    Table(
        "rubric_dimension",
        "One row per dimension of a rubric.",
        columns(
            "fingerprint dimension place label level scale meaning",
            {
                "place": ("integer", "Place of the dimension in the rubric, from 0."),
                "level": ("text", "Level of measurement."),
                "scale": (
                    "text",
                    "JSON list of the scale's values, in order; of typed numbers a JSON object "
                    "with minimum, maximum (null: none) and whole; of text an empty list.",
                ),
                "meaning": (
                    "text",
                    "Fingerprint of the version that gave the dimension the meaning it has here; "
                    "scores count where it is that of the version in force.",
                ),
            },
        ),
        "fingerprint, place",
    ),
    Table(
        "rubric_condition",
        "When a dimension is asked: all its rows must hold. Otherwise it is hidden: not required, "
        "not counted.",
        columns(
            "fingerprint dimension parent at_least",
            {
                "parent": ("text", "The dimension it depends on."),
                "at_least": ("integer", "The lowest value of the parent that opens it."),
            },
        ),
        "fingerprint, dimension, parent",
    ),
    ADOPTION,
    Table(
        "item",
        "One row per item, silent repeats among them (see `repeat`), practice items not.",
        columns(
            "blind_id kind title content_hash",
            {
                "kind": ("text", "transcript or benchmark."),
                "content_hash": (
                    "text",
                    "SHA-256 of the item's parts, salted so that no repeat has its original's; in "
                    "studies made by file version 1 with the salt alone.",
                ),
            },
        ),
        "blind_id",
    ),
    Table(
        "part",
        "What the coders saw: turns of a transcript, fields of an entry; in blinded studies with "
        "names masked.",
        columns(
            "blind_id idx role kind name call text",
            {
                "idx": ("integer", "Number of the part, from 1; the reference is 0."),
                "role": ("text", "Who speaks; empty for a field and the reference."),
                "kind": ("text", "text, reasoning, tool_call, tool_result, field or reference."),
                "name": ("text", "Name of the tool or field."),
                "call": ("text", "T1, T2 ...: the tool call it belongs to."),
                "text": ("text", "The text as stored; it may hold control characters."),
            },
        ),
        "blind_id, idx",
    ),
    Table(
        "coder",
        "One row per coder.",
        columns(
            "name kind",
            {
                "name": ("text", "The coder's name."),
                "kind": ("text", "human, machine, or simulated (a program, not a person)."),
            },
        ),
        "name",
    ),
    Table(
        "assignment",
        "Which coder was to code which item.",
        columns(
            "coder blind_id place",
            {"place": ("integer", "Place of the item in the coder's order, from 1.")},
        ),
        "blind_id, coder",
    ),
    Table(
        "sitting",
        "One run of a screen by one person. Login, host and device stay in the study file.",
        columns(
            "id person purpose version opened_at closed_at prev_head",
            {
                "id": ("text", "Random id of the sitting."),
                "person": ("text", "The coder or adjudicator."),
                "purpose": ("text", "coding, adjudication, simulation, import, or recoding."),
                "version": ("text", "Version of coder-tui."),
                "opened_at": ("text", "When it began."),
                "closed_at": ("text", "When it ended; null where it was cut off."),
                "prev_head": ("text", "Last hash of the sitting before it on the same device."),
            },
        ),
        "person, opened_at, id",
    ),
    Table(
        "commitment",
        "What the study committed to when it was blinded: one row per import.",
        columns(
            "batch items digest committed_at",
            {
                "batch": ("integer", "Number of the import."),
                "items": ("integer", "How many items it brought."),
                "digest": (
                    "text",
                    "SHA-256 over the key's nonce and rows; shows that the key is unchanged.",
                ),
                "committed_at": ("text", "When it was written."),
            },
        ),
        "batch",
    ),
    Table(
        "recommitment",
        "Later commitments of an import: the latest holds.",
        columns(
            "batch revision items digest why committed_at",
            {
                "batch": ("integer", "Number of the import."),
                "revision": ("integer", "From 1; the first commitment is in `commitment`."),
                "items": ("integer", "How many items the import has."),
                "digest": ("text", "As in `commitment`."),
                "why": ("text", "What changed in the key: names masked, or an updated text."),
                "committed_at": ("text", "When it was written."),
            },
        ),
        "batch, revision",
    ),
    Table(
        "exclusion",
        "Items that were left out; nothing else of them is in the export.",
        columns(
            "blind_id reason person excluded_at",
            {
                "blind_id": ("text", "Random name of the item."),
                "reason": ("text", "`leak`: something in it told the condition."),
                "person": ("text", "Who decided it."),
                "excluded_at": ("text", "When."),
            },
        ),
        "blind_id",
    ),
    Table(
        "withdrawal",
        "Coders who were withdrawn; what they had submitted counts.",
        columns(
            "coder person withdrawn_at",
            {
                "person": ("text", "Who decided it."),
                "withdrawn_at": ("text", "When."),
            },
        ),
        "coder",
    ),
    *FREEZING_TABLES,
    Table(
        "event",
        "What a report has to know of; exports are listed in `manifest.json`.",
        columns(
            "id person kind detail happened_at",
            {
                "id": ("text", "Random id."),
                "person": ("text", "Who did it: coder, adjudicator or login name."),
                "kind": ("text", "What was done."),
                "detail": ("text", "JSON object with the particulars, without login and host."),
                "happened_at": ("text", "When."),
            },
        ),
        "happened_at, id",
    ),
)


def _judgement(
    name: str,
    meaning: str,
    names: str,
    own: dict[str, tuple[str, str]],
    order: str = "coder, clock, sitting, seq",
) -> Table:
    by_dimension = f"{_PLACE.format(name)}, " if "dimension" in names.split() else ""
    return Table(name, meaning, columns(names, own), f"blind_id, {by_dimension}{order}")


JUDGEMENTS = (
    _judgement(
        "score",
        "Every answer ever given; a later one supersedes an earlier one. `current_score` and "
        "`submitted_score` say what stands.",
        f"sitting seq coder blind_id dimension state value number rubric {_UNDO_AND_CHAIN}",
        {},
    ),
    _judgement(
        "evidence",
        "Every citation attached or taken away. `submitted_evidence` says what stands.",
        "sitting seq coder blind_id dimension part span_start span_end quote part_hash attached "
        f"source_kind source_url source_place source_accessed {_UNDO_AND_CHAIN} rubric",
        {
            "rubric": (
                "text",
                "Fingerprint of the version that it was given under; null in rows of earlier "
                "programs, which were given under what was in force then.",
            ),
            "part_hash": ("text", "Salted SHA-256 of the part's text when it was cited."),
            "attached": ("integer", "1: attached; 0: taken away."),
        },
    ),
    _judgement(
        "comment",
        "Every comment; the latest one counts, an empty one withdraws it.",
        f"sitting seq coder blind_id dimension text {_CHAIN}",
        {
            "dimension": ("text", "The dimension; null for a comment on the item as a whole."),
            "text": ("text", "The comment."),
        },
    ),
    _judgement(
        "flag",
        "Every flag; the latest one counts, an empty reason takes it away.",
        f"sitting seq coder blind_id reason {_CHAIN}",
        {"reason": ("text", "Why the item was flagged.")},
    ),
    _judgement(
        "submission",
        "Every time a coder submitted, reopened or skipped an item.",
        f"sitting seq coder blind_id move reason {_CHAIN}",
        {
            "move": ("text", "submitted, reopened or skipped."),
            "reason": ("text", "Why it was skipped; may be empty."),
        },
    ),
    _judgement(
        "guess",
        "Every guess of the model behind an item, made after its submit; one per coder and item, "
        "the first one counts. The names are those offered: they tell nothing of the item.",
        f"sitting seq coder blind_id model confidence {_CHAIN}",
        {
            "model": ("text", "The model guessed, or: cannot tell."),
            "confidence": (
                "integer",
                "1 unsure, 2 fairly sure, 3 certain; 0 beside: cannot tell.",
            ),
        },
    ),
    _judgement(
        "adjudication",
        "Every decision on a disagreement, and every one taken back: a cleared row names the row "
        "that it takes back, and of the others the latest counts. `decision` says what stands.",
        "sitting seq adjudicator blind_id dimension state value number reason sentence rubric "
        + _UNDO_AND_CHAIN,
        {
            "adjudicator": ("text", "Who decided; of several together the names, as `ana+ben`."),
            "reason": ("text", "Reason code."),
            "sentence": ("text", "The reason in words; may be empty."),
        },
        "clock, sitting, seq",
    ),
    _judgement(
        "proposal",
        "Wordings that adjudicators proposed for the rubric, and every one withdrawn: a row that "
        "names another one withdraws it.",
        f"sitting seq person blind_id dimension point wording rubric {_CHAIN} undoes_sitting "
        "undoes_seq",
        {
            "person": ("text", "Who proposed it."),
            "point": (
                "text",
                "The value whose anchor is to be reworded; null for the dimension as a whole.",
            ),
            "wording": ("text", "The words proposed; empty in a row that withdraws some."),
        },
        "clock, sitting, seq",
    ),
)

ATTENTION = Table(
    "attention",
    "How long a coder worked on an item in a sitting: the time between key presses; a pause of "
    "more than two minutes does not count.",
    columns(
        "sitting coder blind_id seconds",
        {"seconds": ("real", "Active seconds; add up the sittings for the time on the item.")},
    ),
    "blind_id, coder, sitting",
)

REDACTION = Table(
    "redaction",
    "Judgements whose words had a name in them that was masked afterwards: their `hash` is that of "
    "the words as they were written, which only the key has.",
    columns(
        "sitting seq hash redacted_at",
        {
            "hash": ("text", "What `hash` would be over the row as it stands."),
            "redacted_at": ("text", "When the name was masked: ISO 8601, UTC."),
        },
    ),
    "sitting, seq",
)

COPIED = (*SETTING, *JUDGEMENTS, ATTENTION, REDACTION)
"""In the order in which they are filled: what is referred to comes first."""
