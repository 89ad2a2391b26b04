"""A rubric is read as it is meant, or refused with file, key path and what is allowed."""

from pathlib import Path

import pytest

from coder_tui.domain.errors import BadInputError, CoderError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, Level, Rubric, scored
from coder_tui.domain.rubric_reading import read_rubric

SHIPPED = Path(__file__).parents[2] / "rubric"

HEAD = 'id = "r"\ntitle = "R"\nversion = "1"\nunit = "transcript"\n'


def dimension(name: str = "a", extra: str = "", values: tuple[int, ...] = (0, 1, 2)) -> str:
    points = "".join(
        f'[[dimension.point]]\nvalue = {value}\nlabel = "l{value}"\nanchor = "a{value}"\n'
        for value in values
    )
    return (
        f'[[dimension]]\nid = "{name}"\nlabel = "D1 {name}"\nquestion = "Q?"\n'
        + ("" if "level =" in extra else 'level = "ordinal"')
        + f"\n{extra}\n{points}"
    )


def read(text: str) -> Rubric:
    return read_rubric(text, "r.toml")


def depends(parent: str, at_least: int = 1) -> str:
    return f'depends_on = {{ dimension = "{parent}", at_least = {at_least} }}'


REFUSED = {
    "text that is not TOML": ("id = \n", "r.toml: not valid TOML", "line 1"),
    "endless nesting": (HEAD + "x = " + "[" * 5000, "r.toml: not valid TOML", "nested too deeply"),
    "endless numbers": (HEAD + "x = " + "9" * 5000, "r.toml: not valid TOML", "digits"),
    "a missing key": ('title = "R"\nversion = "1"\nunit = "transcript"', "r.toml: id", "missing"),
    "a wrong type": (HEAD.replace('"R"', "3"), "r.toml: title", "must be a string"),
    "an unknown unit": (
        HEAD.replace("transcript", "essay"),
        "r.toml: unit",
        "allowed are transcript, benchmark",
    ),
    "an unknown key": (HEAD + 'titel = "x"\n' + dimension(), "r.toml: titel", "'title'"),
    "no dimension": (HEAD, "r.toml: dimension", "at least one"),
    "dimensions that are no tables": (HEAD + "dimension = [1]", "dimension[0]", "a table"),
    "an unknown key in a dimension": (
        HEAD + dimension(extra="colour = 1"),
        "r.toml: dimension[0].colour",
        "Known: ",
    ),
    "an unknown key in a point": (
        HEAD + dimension() + "size = 3",
        "r.toml: dimension[0].point[2].size",
        "Known: value, label, anchor, near_miss",
    ),
    "a missing anchor": (
        HEAD + dimension().replace('anchor = "a1"', ""),
        "dimension[0].point[1].anchor",
        "a string is needed",
    ),
    "an id with a dash": (HEAD + dimension("a-b"), "dimension[0].id", "letters, digits and under"),
    "an empty id": (HEAD + dimension(""), "dimension[0].id", "letters, digits"),
    "an id that begins with a digit": (HEAD + dimension("1a"), "dimension[0].id", "letters"),
    "an id that is there twice": (
        HEAD + dimension("a") + dimension("a"),
        "dimension[1].id",
        "already dimension[0]",
    ),
    "ids that differ in case alone": (
        HEAD + dimension("a") + dimension("A"),
        "dimension[1].id",
        "already dimension[0]",
    ),
    "a blank version": (
        HEAD.replace('version = "1"', 'version = " "') + dimension(),
        "r.toml: version",
        "one non-empty line",
    ),
    "an empty label": (
        HEAD + dimension().replace('"D1 a"', '" "'),
        "dimension[0].label",
        "one non-empty line",
    ),
    "a question of two lines": (
        HEAD + dimension().replace('"Q?"', '"""Q\n?"""'),
        "dimension[0].question",
        "one non-empty line",
    ),
    "an unknown level": (
        HEAD + dimension(extra='level = "vague"'),
        "dimension[0].level",
        "allowed are nominal, ordinal",
    ),
    "a range beside points": (
        HEAD + dimension(extra='level = "ratio"\nmaximum = 3'),
        "dimension[0].maximum",
        "only interval and ratio dimensions without points",
    ),
    "a range of an ordinal": (
        HEAD + dimension(extra="whole = true"),
        "dimension[0].whole",
        "only interval and ratio",
    ),
    "a range that ends before it begins": (
        HEAD + dimension(extra='level = "interval"\nminimum = 2\nmaximum = 1.5', values=()),
        "dimension[0].maximum",
        "must lie above 2",
    ),
    "a ratio below zero": (
        HEAD + dimension(extra='level = "ratio"\nminimum = -1', values=()),
        "dimension[0].minimum",
        "is -1; a ratio has none below 0",
    ),
    "an endless range": (
        HEAD + dimension(extra='level = "ratio"\nmaximum = inf', values=()),
        "dimension[0].maximum",
        "is inf; a number is needed",
    ),
    "a range that no coder could type": (
        HEAD + dimension(extra='level = "interval"\nmaximum = 1e300', values=()),
        "dimension[0].maximum",
        "at most 15 digits",
    ),
    "an ordinal without points": (
        HEAD + dimension(values=()),
        "dimension[0].point",
        "0 scale points; allowed are 2 to 10",
    ),
    "labels without points": (
        HEAD + dimension(extra='level = "multi"', values=()),
        "dimension[0].point",
        "0 scale points",
    ),
    "text with points": (
        HEAD + dimension(extra='level = "text"'),
        "dimension[0].point",
        "text has no scale points",
    ),
    "evidence above a label": (
        HEAD + dimension(extra='level = "multi"\nevidence = "required-above-0"'),
        "dimension[0].evidence",
        "allowed on a multi dimension are none, optional and required",
    ),
    "evidence above the highest number": (
        HEAD
        + dimension(extra='level = "ratio"\nmaximum = 3\nevidence = "required-above-3"', values=()),
        "dimension[0].evidence",
        "required-above-N with N a number from 0 to 3, below the maximum",
    ),
    "an absence on a level without a lowest value": (
        HEAD + dimension(extra='level = "nominal"\nabsence = "searched"'),
        "dimension[0].absence",
        "the values of a nominal dimension have no lowest one",
    ),
    "an absence without a minimum": (
        HEAD + dimension(extra='level = "interval"\nabsence = "searched"', values=()),
        "dimension[0].absence",
        "give the dimension a minimum",
    ),
    "an absence without evidence": (
        HEAD + dimension(extra='evidence = "none"\nabsence = "searched"'),
        "dimension[0].absence",
        "evidence is none here",
    ),
    "a dependency on labels": (
        HEAD + dimension("a", 'level = "multi"') + dimension("b", depends("a")),
        "dimension[1].depends_on",
        "'a' is multi; at_least needs order",
    ),
    "a dependency on a number that is always reached": (
        HEAD
        + dimension("a", 'level = "ratio"\nmaximum = 3', values=())
        + dimension("b", depends("a", 0)),
        "dimension[1].depends_on",
        "allowed are whole numbers above 0, up to 3",
    ),
    "a single point": (HEAD + dimension(values=(0,)), "dimension[0].point", "allowed are 2 to 10"),
    "a gap in the scale": (
        HEAD + dimension(values=(0, 2)),
        "dimension[0].point[1].value",
        "without gaps",
    ),
    "a scale that goes down": (HEAD + dimension(values=(1, 0)), "point[1].value", "go up by one"),
    "a value without a digit key": (
        HEAD + dimension(values=(8, 9, 10)),
        "dimension[0].point",
        "0 to 9",
    ),
    "a negative value": (HEAD + dimension(values=(-1, 0)), "dimension[0].point", "0 to 9"),
    "true as a value": (
        HEAD + dimension().replace("value = 1", "value = true"),
        "dimension[0].point[1].value",
        "a whole number",
    ),
    "an unknown evidence rule": (
        HEAD + dimension(extra='evidence = "always"'),
        "dimension[0].evidence",
        "allowed are none, optional, required",
    ),
    "evidence above the scale": (
        HEAD + dimension(extra='evidence = "required-above-2"'),
        "dimension[0].evidence",
        "below 2",
    ),
    "evidence above a superscript": (
        HEAD + dimension(extra='evidence = "required-above-²"'),
        "dimension[0].evidence",
        "required-above-N",
    ),
    "an unknown way to treat absence": (
        HEAD + dimension(extra='absence = "looked"'),
        "dimension[0].absence",
        "allowed are none, searched",
    ),
    "a parent that is not there": (
        HEAD + dimension("a", depends("z")) + dimension("b"),
        "dimension[0].depends_on",
        "allowed are b",
    ),
    "a parent that is not there, beside some that could be none": (
        HEAD
        + dimension("a", depends("z"))
        + dimension("b", 'level = "nominal"')
        + dimension("c", depends("a"))
        + dimension("d"),
        "dimension[0].depends_on",
        "allowed are d.",
    ),
    "a dimension that depends on itself": (
        HEAD + dimension("a", depends("a")),
        "dimension[0].depends_on",
        "circle: a -> a",
    ),
    "a circle": (
        HEAD
        + dimension("a", depends("c"))
        + dimension("b", depends("a"))
        + dimension("c", depends("b")),
        "dimension[0].depends_on",
        "circle: a -> c -> b -> a",
    ),
    "a bound that always holds": (
        HEAD + dimension("a") + dimension("b", depends("a", 0)),
        "dimension[1].depends_on",
        "allowed are 1 to 2",
    ),
    "a bound that never holds": (
        HEAD + dimension("a") + dimension("b", depends("a", 3)),
        "dimension[1].depends_on",
        "allowed are 1 to 2",
    ),
    "order asked of names": (
        HEAD + dimension("a", 'level = "nominal"') + dimension("b", depends("a")),
        "dimension[1].depends_on",
        "needs order: no dimension here has an order.",
    ),
    "an unknown key in depends_on": (
        HEAD
        + dimension("a")
        + dimension("b", 'depends_on = { dimension = "a", at_least = 1, at_most = 2 }'),
        "dimension[1].depends_on.at_most",
        "not a known key",
    ),
}


@pytest.mark.parametrize(("text", "place", "allowed"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_rubric_is_refused_with_its_place_and_what_is_allowed(
    text: str, place: str, allowed: str
) -> None:
    with pytest.raises(BadInputError) as refusal:
        read(text)
    assert "r.toml" in str(refusal.value)
    assert place in str(refusal.value)
    assert allowed in str(refusal.value)


@pytest.mark.parametrize("name", ["benchmark_audit.toml", "stress_test.toml"])
def test_the_shipped_rubrics_load(name: str) -> None:
    rubric = read_rubric((SHIPPED / name).read_text(), name)
    assert rubric.dimensions
    assert all(dimension.points for dimension in rubric.dimensions)


def test_the_shipped_audit_has_the_eight_dimensions_and_the_stress_test_the_named_two() -> None:
    audit = read_rubric((SHIPPED / "benchmark_audit.toml").read_text(), "audit")
    stress = read_rubric((SHIPPED / "stress_test.toml").read_text(), "stress")
    assert (audit.unit, stress.unit) == ("benchmark", "transcript")
    assert {f"D{number}" for number in range(1, 9)} <= {d.short for d in audit.dimensions}
    ids = {dimension.id for dimension in stress.dimensions}
    assert {"verification_support", "process_steerability"} <= ids


def test_a_rubric_keeps_order_labels_and_rules() -> None:
    text = HEAD + 'rules = ["Look twice."]\n' + dimension("b") + dimension("a")
    rubric = read(text)
    assert [each.id for each in rubric.dimensions] == ["b", "a"]
    assert (rubric.dimensions[0].short, rubric.dimensions[0].name) == ("D1", "b")
    assert rubric.rules == ("Look twice.",)
    assert rubric.dimensions[0].level is Level.ORDINAL


@pytest.mark.parametrize(
    ("rule", "owing"),
    [
        ("none", []),
        ("optional", []),
        ("required", ["0", "1", "2"]),
        ("required-above-0", ["1", "2"]),
        ("required-above-1", ["2"]),
    ],
)
def test_evidence_is_owed_from_the_declared_value_on(rule: str, owing: list[str]) -> None:
    found = read(HEAD + dimension(extra=f'evidence = "{rule}"')).dimensions[0]
    assert [value for value in found.values if found.owes_evidence(scored(value))] == owing
    assert found.evidence_offered == (rule != "none")
    assert not found.owes_evidence(None)
    assert not found.owes_evidence(NOT_APPLICABLE)
    assert not found.owes_evidence(CANNOT_JUDGE)


@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_numbers_have_points_or_a_range(level: str) -> None:
    scale = f'level = "{level}"'
    pointed = read(HEAD + dimension(extra=scale)).dimensions[0]
    typed = read(HEAD + dimension(extra=f"{scale}\nmaximum = 7.5", values=())).dimensions[0]
    assert pointed.values == ("0", "1", "2")
    assert (typed.has_points, typed.maximum, typed.whole) == (False, 7.5, False)
    assert typed.minimum == (0 if level == "ratio" else None)


def test_a_condition_may_rest_on_a_typed_number() -> None:
    rubric = read(
        HEAD
        + dimension("a", 'level = "interval"\nminimum = 0.5', values=())
        + dimension("b", depends("a", 1))
    )
    parent, child = rubric.dimensions
    assert child not in rubric.open_dimensions({"a": parent.read("0.75")})
    assert child in rubric.open_dimensions({"a": parent.read("1")})


def test_a_dimension_allows_its_points_cannot_judge_and_on_request_not_applicable() -> None:
    plain = read(HEAD + dimension()).dimensions[0]
    lenient = read(HEAD + dimension(extra="not_applicable = true")).dimensions[0]
    assert plain.allows(scored(2))
    assert not plain.allows(scored(3))
    assert plain.allows(CANNOT_JUDGE)
    assert not plain.allows(NOT_APPLICABLE)
    assert lenient.allows(NOT_APPLICABLE)
    assert plain.point("1") is not None
    assert plain.point("7") is None


def test_a_dimension_is_open_only_while_every_condition_above_it_holds() -> None:
    rubric = read(
        HEAD + dimension("a") + dimension("b", depends("a", 2)) + dimension("c", depends("b"))
    )

    def opened(**answers: Answer) -> list[str]:
        return [each.id for each in rubric.open_dimensions(answers)]

    assert opened() == ["a"]
    assert opened(a=scored(1)) == ["a"]
    assert opened(a=scored(2)) == ["a", "b"]
    assert opened(a=scored(2), b=scored(1)) == ["a", "b", "c"]
    assert opened(a=scored(0), b=scored(1)) == ["a"]
    assert opened(a=CANNOT_JUDGE, b=scored(1)) == ["a"]


def test_an_unknown_dimension_is_an_error_that_names_it() -> None:
    with pytest.raises(CoderError, match="no dimension 'zzz'"):
        read(HEAD + dimension()).dimension("zzz")
