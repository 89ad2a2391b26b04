"""From the text of a rubric file to a `Rubric`, refusing whatever is not meant."""

import itertools
import tomllib

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import DependsOn, Dimension, Level, Rubric, ScalePoint
from coder_tui.domain.toml_table import TomlTable

UNITS = ("transcript", "benchmark")
MAX_POINTS = 10
"""Scale points have one digit key each."""

_POINT_LEVELS = (Level.NOMINAL, Level.ORDINAL)


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
        version=table.take("version", str),
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
    if level not in _POINT_LEVELS:
        allowed = ", ".join(each.value for each in _POINT_LEVELS)
        raise table.refuse("level", f"{level.value!r} is not supported yet; use {allowed}.")
    points = tuple(_read_point(each) for each in table.take_tables("point"))
    _check_points(table, points)
    evidence_from, evidence_offered = _read_evidence(table, points)
    table.take_choice("absence", ("none",), "none")
    dimension = Dimension(
        id=_identifier(table, "id"),
        label=_line(table, "label"),
        question=_line(table, "question"),
        level=level,
        points=points,
        opportunity=table.take("opportunity", str, ""),
        not_applicable=table.take("not_applicable", bool, default=False),
        evidence_from=evidence_from,
        evidence_offered=evidence_offered,
        depends_on=_read_depends_on(table),
    )
    table.done()
    return dimension


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


def _check_points(table: TomlTable, points: tuple[ScalePoint, ...]) -> None:
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


def _read_evidence(table: TomlTable, points: tuple[ScalePoint, ...]) -> tuple[int | None, bool]:
    """Give the lowest value that owes evidence, and whether evidence can be given at all."""
    rule = table.take("evidence", str, "optional")
    if rule in ("none", "optional"):
        return None, rule == "optional"
    if rule == "required":
        return points[0].value, True
    above = rule.removeprefix("required-above-")
    on_scale = {str(point.value) for point in points[:-1]}
    if above == rule or above not in on_scale:
        raise table.refuse(
            "evidence",
            f"is {rule!r}; allowed are none, optional, required, and required-above-N with N on "
            f"the scale below {points[-1].value}.",
        )
    return int(above) + 1, True


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
                f"allowed are {', '.join(i for i in by_id if i != dimension.id)}.",
            )
        if parent.id in walked:
            raise table.refuse(key, f"runs in a circle: {' -> '.join([*walked, parent.id])}.")
        low, high = parent.points[0].value, parent.points[-1].value
        if parent.level is not Level.ORDINAL:
            raise table.refuse(key, f"{parent.id!r} is {parent.level.value}; at_least needs order.")
        if not low < current.depends_on.at_least <= high:
            raise table.refuse(
                key,
                f"at_least = {current.depends_on.at_least} on {parent.id!r}: allowed are "
                f"{low + 1} to {high}.",
            )
        walked.append(parent.id)
        current = parent
