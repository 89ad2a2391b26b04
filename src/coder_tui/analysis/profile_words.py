"""Profiles in digits and sentences; the same on the screen and on paper."""

from collections.abc import Iterable, Sequence

from coder_tui.analysis import ground
from coder_tui.analysis.ground import OTHER_MEANING, Ground, legend
from coder_tui.analysis.numerals import in_short
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.standing import FEW, Standing
from coder_tui.domain.text import clipped, plural, visible_line

LABEL = 20
NOTE = 27
MOST_POINTS = 5
"""Points of a scale beyond which a distribution has no room in a table."""
MARKS = "! agreement below bar, ? unclear or undefined, ^ ceiling, v floor, ~ few"
"""The marks in one line of 80 columns; the legend says more."""
WITHOUT_SCORE = (
    "Items without a score: n/a not applicable, ? cannot judge, unresolved: coders differ and "
    "nobody has decided, none: nobody has answered or was asked."
)
NEVER_ONE_NUMBER = (
    "A profile is a vector: its dimensions stand side by side and are not to be added up."
)
NOT_MEASURED = "undefined: no answer"
"""Said of agreement on a dimension that nobody has answered, everywhere."""
NUMBER_HEADS = ("mean", "95 %", "n", "at", "n/a", "?", "unresolved", "none")
AGREEMENT_HEADS = ("dimension", "n", "coefficient", "verdict")


def legend_of(found: Profiles) -> str:
    """Explain the drawing and its marks."""
    return _legend(grounds_in(found))


def _legend(found: Iterable[Ground]) -> str:
    return (
        "o: mean of final scores; -: 95 % interval (Dirichlet, a prior of one score); the axis "
        f"has the points of the scale; then the number of tasks. Marks: {legend(found)}, "
        "^ ceiling and v floor (80 % of the scores or more at that end), "
        f"~ fewer than {FEW} tasks."
    )


LEGEND = _legend(())
"""Of a study in which agreement is of the same meanings as scores."""


def grounds_in(found: Profiles) -> list[Ground]:
    """Give what is known of agreement, by dimension; it is the same for all systems."""
    return [each.ground for each in found.systems[0].dimensions] if found.systems else []


def number_rows(profile: Profile) -> list[list[str]]:
    """Give a line a dimension: mean, interval, tasks, distribution, items without a score."""
    return [
        [
            clipped(each.dimension.label, LABEL),
            "-" if each.mean is None else f"{each.mean:.2f}",
            interval_words(each),
            str(each.tasks),
            distribution_words(each),
            *(
                str(count)
                for count in (
                    each.not_applicable,
                    each.cannot_judge,
                    each.unresolved,
                    each.unanswered,
                )
            ),
        ]
        for each in profile.dimensions
    ]


def interval_words(found: Standing) -> str:
    """Write the interval of a mean."""
    if found.interval is None:
        return "-"
    return f"{found.interval.low:.2f} to {found.interval.high:.2f}"


def distribution_words(found: Standing) -> str:
    """Write how many items stand at each point: `8/5/2`; of many points how many in all."""
    if not 0 < len(found.distribution) <= MOST_POINTS:
        return f"{found.scored} scored"
    return "/".join(str(count) for count in found.distribution.values())


def agreement_rows(found: Profiles) -> list[list[str]]:
    """Give a line a dimension: its headline coefficient and what it comes to."""
    rows = []
    for each in found.systems[0].dimensions if found.systems else ():
        label = clipped(each.dimension.label, LABEL - 3)
        measured = each.agreement
        if measured is None:
            rows.append([label, "0", "-", NOT_MEASURED])
            continue
        headline = measured.headline
        # Where agreement is unclear the likelier side says more than how many values differ.
        note = each.ground.likely or measured.note
        said = f"{OTHER_MEANING} {note}" if each.ground.other_meaning else note
        short = in_short(headline, bar=found.study.agreement_bar)
        rows.append([label, str(headline.items), short, clipped(said, NOTE)])
    return rows


def evidence_lines(profiles: Sequence[Profile]) -> list[str]:
    """Say at which level the evidence is, why, and what it does not support: each once."""
    said: dict[str, list[str]] = {}
    for each in profiles:
        said.setdefault(each.evidence.reason, []).append(visible_line(each.name))
    lines = []
    for reason, names in said.items():
        whose = "" if len(said) == 1 else f"{', '.join(names)}: "
        evidence = next(each.evidence for each in profiles if each.evidence.reason == reason)
        lines.append(f"{whose}{evidence.sentence} {reason}")
    return lines


def banner_lines(found: Profiles) -> list[str]:
    """Give what stands above every profile."""
    said = []
    if found.simulated:
        said.append("SIMULATED: a program made scores of this study; they show the procedure.")
    if not found.study.seal:
        said.append("UNSEALED: conditions could be seen before a freeze.")
    if found.unfinished.sentence:
        said.append(found.unfinished.sentence)
    return [*said, *found.closed.lines]


def rests_on(found: Profiles) -> str:
    """Say by which rubric the scores are, and whose."""
    return f"Rubric {found.rubric.id} {found.rubric.version}; {found.coder_kind} coders."


def unresolved_line(profiles: Iterable[Profile]) -> str:
    """Say that disagreements are still open; nothing where there are none."""
    open_ = sum(each.unresolved for profile in profiles for each in profile.dimensions)
    if not open_:
        return ""
    scores = plural(open_, "score")
    return f"PROVISIONAL: {scores} unresolved of the systems shown, and in no mean."


def other_meaning_line(found: Profiles) -> str:
    """Name the dimensions whose agreement is of another meaning; nothing where there are none."""
    dimensions = found.systems[0].dimensions if found.systems else ()
    return ground.other_meaning_line((each.dimension.label, each.ground) for each in dimensions)
