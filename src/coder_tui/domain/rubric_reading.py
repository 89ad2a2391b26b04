"""From the text of a rubric file to a `Rubric`, refusing whatever is not meant."""

import itertools
import math
import tomllib

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import DependsOn, Dimension, Level, Rubric, ScalePoint
from coder_tui.domain.scales import NumberRange, shortest
from coder_tui.domain.toml_table import TomlTable

UNITS = ("transcript", "benchmark")
MAX_POINTS = 10
"""Scale points have one digit key each."""

_TYPED_LEVELS = (Level.INTERVAL, Level.RATIO)
"""Levels whose numbers are typed where there are no points."""
_RANGE = ("minimum", "maximum", "whole")


def parse_toml(text: str, source: str) -> dict[str, object]:
    """Parse TOML.

    Raises:
        BadInputError: it is not TOML; the message holds the line.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise BadInputError(f"{source}: not valid TOML: {error}.", title="Bad file") from error
    except RecursionError as error:
        raise BadInputError(
            f"{source}: not valid TOML: nested too deeply.", title="Bad file"
        ) from error


def read_rubric(text: str, source: str) -> Rubric:
    """Read a rubric.

    Raises:
        BadInputError: unknown or missing keys, duplicate ids, gaps in a scale, an impossible or
            cyclic `depends_on`; the message names file, key path and what is allowed.
    """
    table = TomlTable(source, "", parse_toml(text, source))
    rubric = Rubric(
        id=table.take("id", str),
        title=table.take("title", str),
        version=_line(table, "version"),
        unit=table.take_choice("unit", UNITS),
        rules=table.take_words("rules"),
        dimensions=tuple(_read_dimension(each) for each in table.take_tables("dimension")),
    )
    table.done()
    if not rubric.dimensions:
        raise table.refuse("dimension", "there is none; a rubric needs at least one [[dimension]].")
    _check_ids(table, rubric)
    for place, dimension in enumerate(rubric.dimensions):
        _check_dependency(table, rubric, place, dimension)
    return rubric


def _read_dimension(table: TomlTable) -> Dimension:
    level = Level(table.take_choice("level", [level.value for level in Level]))
    points = tuple(_read_point(each) for each in table.take_tables("point"))
    _check_points(table, level, points)
    numbers = _read_range(table, level, typed=level in _TYPED_LEVELS and not points)
    evidence_above, evidence_offered = _read_evidence(table, level, points, numbers)
    dimension = Dimension(
        id=_identifier(table, "id"),
        label=_line(table, "label"),
        question=_line(table, "question"),
        level=level,
        points=points,
        opportunity=table.take("opportunity", str, ""),
        not_applicable=table.take("not_applicable", bool, default=False),
        evidence_above=evidence_above,
        evidence_offered=evidence_offered,
        absence_searched=table.take_choice("absence", ("none", "searched"), "none") == "searched",
        depends_on=_read_depends_on(table),
        minimum=numbers.minimum,
        maximum=numbers.maximum,
        whole=numbers.whole,
    )
    if dimension.absence_searched:
        _check_absence(table, dimension)
    table.done()
    return dimension


def _check_absence(table: TomlTable, dimension: Dimension) -> None:
    if not dimension.level.is_ordered:
        raise table.refuse(
            "absence",
            f'"searched" asks for a search where the lowest value was given, and the values of a '
            f"{dimension.level.value} dimension have no lowest one; use none.",
        )
    if dimension.lowest is None:
        raise table.refuse(
            "absence", '"searched" needs a lowest value: give the dimension a minimum, or use none.'
        )
    if not dimension.evidence_offered:
        raise table.refuse(
            "absence", '"searched" is a kind of evidence, and evidence is none here; use optional.'
        )


def _identifier(table: TomlTable, key: str) -> str:
    value = table.take(key, str)
    if not (value.isascii() and value.replace("_", "a").isalnum() and not value[0].isdigit()):
        raise table.refuse(key, f"is {value!r}; use ASCII letters, digits and underscores.")
    return value


def _line(table: TomlTable, key: str) -> str:
    value = table.take(key, str)
    if not value.strip() or "\n" in value:
        raise table.refuse(key, "must be one non-empty line.")
    return value


def _read_point(table: TomlTable) -> ScalePoint:
    point = ScalePoint(
        value=table.take("value", int),
        label=_line(table, "label"),
        anchor=_line(table, "anchor"),
        near_miss=table.take("near_miss", str, ""),
    )
    table.done()
    return point


def _check_points(table: TomlTable, level: Level, points: tuple[ScalePoint, ...]) -> None:
    if level is Level.TEXT and points:
        raise table.refuse("point", "text has no scale points; take them away.")
    if not points and level in (*_TYPED_LEVELS, Level.TEXT):
        return
    if not 2 <= len(points) <= MAX_POINTS:
        raise table.refuse("point", f"{len(points)} scale points; allowed are 2 to {MAX_POINTS}.")
    for place, (before, after) in enumerate(itertools.pairwise(points), start=1):
        if after.value != before.value + 1:
            raise table.refuse(
                f"point[{place}].value",
                f"is {after.value} after {before.value}; values go up by one without gaps.",
            )
    if points[0].value < 0 or points[-1].value > 9:
        raise table.refuse("point", "values must lie within 0 to 9, the digit keys.")


def _read_range(table: TomlTable, level: Level, *, typed: bool) -> NumberRange:
    """Read what numbers can be typed; only where there is an answer to type them for."""
    if not typed:
        for key in _RANGE:
            if table.has(key):
                raise table.refuse(
                    key, "only interval and ratio dimensions without points have a range."
                )
        return NumberRange()
    minimum = _bound(table, "minimum")
    if level is Level.RATIO:
        minimum = 0.0 if minimum is None else minimum
        if minimum < 0:
            raise table.refuse("minimum", f"is {shortest(minimum)}; a ratio has none below 0.")
    maximum = _bound(table, "maximum")
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise table.refuse(
            "maximum", f"is {shortest(maximum)}; it must lie above {shortest(minimum)}."
        )
    return NumberRange(minimum, maximum, table.take("whole", bool, default=False))


def _bound(table: TomlTable, key: str) -> float | None:
    """Read an end of a range: a number that a coder could type as well."""
    if not table.has(key):
        return None
    bound = table.take(key, float)
    if not math.isfinite(bound):
        raise table.refuse(key, f"is {bound}; a number is needed.")
    try:
        NumberRange().read(shortest(bound))
    except BadInputError as error:
        raise table.refuse(key, f"cannot be used: {error}") from error
    return bound


def _read_evidence(
    table: TomlTable, level: Level, points: tuple[ScalePoint, ...], numbers: NumberRange
) -> tuple[float | None, bool]:
    """Give the value above which evidence is owed, and whether evidence can be given at all."""
    rule = table.take("evidence", str, "optional")
    if rule in ("none", "optional"):
        return None, rule == "optional"
    if rule == "required":
        return -math.inf, True
    above = rule.removeprefix("required-above-")
    if not level.is_ordered:
        raise table.refuse(
            "evidence",
            f"is {rule!r}; allowed on a {level.value} dimension are none, optional and required.",
        )
    if above != rule and _is_below_the_top(above, points, numbers):
        return float(above), True
    where = f"on the scale below {points[-1].value}" if points else numbers.words
    raise table.refuse(
        "evidence",
        f"is {rule!r}; allowed are none, optional, required, and required-above-N with N {where}"
        f"{'' if points else ', below the maximum'}.",
    )


def _is_below_the_top(text: str, points: tuple[ScalePoint, ...], numbers: NumberRange) -> bool:
    """Whether this is a value above which there is another."""
    if points:
        return text in [str(point.value) for point in points[:-1]]
    try:
        return numbers.read(text) == text and numbers.maximum != float(text)
    except BadInputError:
        return False


def _read_depends_on(table: TomlTable) -> DependsOn | None:
    if not table.has("depends_on"):
        return None
    condition = TomlTable(table.source, f"{table.path}.depends_on", table.take("depends_on", dict))
    found = DependsOn(condition.take("dimension", str), condition.take("at_least", int))
    condition.done()
    return found


def _check_ids(table: TomlTable, rubric: Rubric) -> None:
    seen: dict[str, int] = {}
    for place, dimension in enumerate(rubric.dimensions):
        name = dimension.id.casefold()  # databases do not tell columns apart by case
        if name in seen:
            first = seen[name]
            raise table.refuse(
                f"dimension[{place}].id", f"{dimension.id!r} is already dimension[{first}]."
            )
        seen[name] = place


def _check_dependency(table: TomlTable, rubric: Rubric, place: int, dimension: Dimension) -> None:
    key = f"dimension[{place}].depends_on"
    by_id = {each.id: each for each in rubric.dimensions}
    walked = [dimension.id]
    current = dimension
    while current.depends_on:
        parent = by_id.get(current.depends_on.dimension)
        if parent is None:
            raise table.refuse(
                key,
                f"there is no dimension {current.depends_on.dimension!r}; "
                f"{_possible_parents(rubric, dimension)}.",
            )
        if parent.id in walked:
            raise table.refuse(key, f"runs in a circle: {' -> '.join([*walked, parent.id])}.")
        if not parent.level.is_ordered:
            raise table.refuse(
                key,
                f"{parent.id!r} is {parent.level.value}; at_least needs order: "
                f"{_possible_parents(rubric, dimension)}.",
            )
        _check_at_least(table, key, parent, current.depends_on.at_least)
        walked.append(parent.id)
        current = parent


def _possible_parents(rubric: Rubric, dimension: Dimension) -> str:
    """Say on which dimensions one can depend: those that have an order and do not wait for it."""
    allowed = [
        each.id
        for each in rubric.dimensions
        if each.level.is_ordered
        and each.id != dimension.id
        and not _waits_for(rubric, each, dimension)
    ]
    return f"allowed are {', '.join(allowed)}" if allowed else "no dimension here has an order"


def _waits_for(rubric: Rubric, dimension: Dimension, other: Dimension) -> bool:
    """Whether a dimension is asked only under a condition on another one, however far up."""
    by_id = {each.id: each for each in rubric.dimensions}
    walked: set[str] = set()
    while dimension.depends_on and dimension.id not in walked:
        walked.add(dimension.id)
        if dimension.depends_on.dimension == other.id:
            return True
        dimension = by_id.get(dimension.depends_on.dimension, dimension)
    return False


def _check_at_least(table: TomlTable, key: str, parent: Dimension, at_least: int) -> None:
    """Refuse a condition that always holds, or never."""
    low, high = parent.lowest, parent.highest
    if (low is None or float(low) < at_least) and (high is None or at_least <= float(high)):
        return
    if parent.has_points:
        allowed = f"{int(parent.values[0]) + 1} to {parent.values[-1]}"
    else:
        allowed = f"whole numbers above {low}" if low is not None else "whole numbers"
        allowed += f", up to {high}" if high is not None else ""
    raise table.refuse(key, f"at_least = {at_least} on {parent.id!r}: allowed are {allowed}.")
