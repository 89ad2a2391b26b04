"""A rubric with every level of measurement, for the tests of whatever has to take all of them.

`LEVELS_RUBRIC` is its text (for transcripts; `levels_rubric("benchmark")` for entries), `levels()`
the rubric itself, `VALUES` some values of each dimension in canonical form. `build(write_study)`
makes a study of it, with the fixture `write_study`.
"""

from collections.abc import Mapping
from typing import Any

from coder_tui.domain.rubric import Answer, Rubric
from coder_tui.domain.rubric_reading import read_rubric

_POINTS = """\
point = [
  { value = 0, label = "none", anchor = "There is none." },
  { value = 1, label = "some", anchor = "There is some." },
  { value = 2, label = "much", anchor = "There is much." },
]
"""

LEVELS_RUBRIC = f"""\
id = "levels"
title = "Every level"
version = "1.0"
unit = "transcript"

[[dimension]]
id = "sort"
label = "D1 Sort"
question = "Of which sort is it?"
level = "nominal"
{_POINTS}
[[dimension]]
id = "degree"
label = "D2 Degree"
question = "How much of it is there?"
level = "ordinal"
evidence = "required"
absence = "searched"
{_POINTS}
[[dimension]]
id = "warmth"
label = "D3 Warmth"
question = "How warm is it, in degrees?"
level = "interval"
minimum = -50
maximum = 50.5
[[dimension]]
id = "errors"
label = "D4 Errors"
question = "How many errors are there?"
level = "ratio"
whole = true
not_applicable = true
evidence = "required-above-0"
[[dimension]]
id = "topics"
label = "D5 Topics"
question = "Which topics does it touch?"
level = "multi"
{_POINTS}
[[dimension]]
id = "summary"
label = "D6 Summary"
question = "What happens, in a sentence?"
level = "text"
evidence = "none"
"""

VALUES: Mapping[str, tuple[str, ...]] = {
    "sort": ("0", "1", "2"),
    "degree": ("0", "1", "2"),
    "warmth": ("-50", "-0.5", "0", "21.25", "50.5"),
    "errors": ("0", "3", "12"),
    "topics": ("[]", "[1]", "[0,2]"),
    "summary": ("It helps.", "5", "two\nlines, \x1b[31mred\x1b[0m"),
}


def levels_rubric(unit: str = "transcript") -> str:
    """The rubric's text, for transcripts or for benchmark entries."""
    return LEVELS_RUBRIC.replace('unit = "transcript"', f'unit = "{unit}"')


def levels() -> Rubric:
    """The rubric."""
    return read_rubric(LEVELS_RUBRIC, "levels.toml")


def answer(dimension: str, number: int = 0) -> Answer:
    """One of the values of a dimension, as an answer."""
    return levels().dimension(dimension).read(VALUES[dimension][number])


def sheet(number: int) -> dict[str, Answer]:
    """An answer on every dimension: the values at one place, the last one where there are less."""
    return {
        dimension: answer(dimension, min(number, len(values) - 1))
        for dimension, values in VALUES.items()
    }


def build(write_study: Any, **given: Any) -> Any:
    """A study with this rubric; what is given goes to `write_study`."""
    return write_study(**{"rubric": LEVELS_RUBRIC, **given}).init()
