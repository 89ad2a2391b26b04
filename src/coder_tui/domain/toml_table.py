"""Read a TOML table strictly: every key asked for by name, with its type; the rest refused."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from coder_tui.domain.errors import BadInputError

T = TypeVar("T")

FEW = 12
"""Known keys that a refusal names one by one."""

_TYPE_NAMES = {str: "a string", int: "a whole number", float: "a number", bool: "true or false",
               list: "a list", dict: "a table"}  # fmt: skip


class TomlTable:
    """One table of a TOML file, with its place, so that a refusal can say where."""

    def __init__(self, source: str, path: str, values: Mapping[str, object]) -> None:
        self.source = source
        self.path = path
        self._values = dict(values)
        self._known: list[str] = []
        self._given = frozenset(values)

    def refuse(self, key: str, problem: str, hint: str = "") -> BadInputError:
        """Make the error that names the file, the key path, what is wrong and what is allowed."""
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        return BadInputError(f"{self.source}: {place}: {problem}", title="Bad file", hint=hint)

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Take a value of the asked type; a missing one is the default, or refused without one."""
        self._known.append(key)
        if key not in self._values:
            if default is None:
                near = difflib.get_close_matches(key, self._values, n=1, cutoff=0.75)
                hint = f"Is {near[0]!r} a misspelt {key!r}?" if near else ""
                raise self.refuse(key, f"is missing; {_TYPE_NAMES[kind]} is needed.", hint)
            return default
        value = self._values.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value) if abs(value) < 1 << 53 else value
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.refuse(key, f"must be {_TYPE_NAMES[kind]}, not {value!r}.")
        return value

    def take_words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Take a list of non-empty strings."""
        words = self.take(key, list, None if required else [])
        for place, word in enumerate(words):
            if not isinstance(word, str) or not word.strip():
                raise self.refuse(f"{key}[{place}]", f"must be a non-empty string, not {word!r}.")
        return tuple(words)

    def take_tables(self, key: str) -> list["TomlTable"]:
        """Take an array of tables, each with its place in the path."""
        tables = []
        for place, table in enumerate(self.take(key, list, [])):
            if not isinstance(table, dict):
                raise self.refuse(f"{key}[{place}]", f"must be a table, not {table!r}.")
            name = f"{self.path}.{key}[{place}]" if self.path else f"{key}[{place}]"
            tables.append(TomlTable(self.source, name, table))
        return tables

    def take_choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Take one of the allowed words."""
        value = self.take(key, str, default)
        allowed = tuple(allowed)
        if value not in allowed:
            raise self.refuse(key, f"is {value!r}; allowed are {', '.join(allowed)}.")
        return value

    def has(self, key: str) -> bool:
        """Whether the key stands in the table and has not been taken yet."""
        return key in self._values

    def gives(self, key: str) -> bool:
        """Whether the key stands in the table, taken or not."""
        return key in self._given

    def done(self) -> None:
        """Refuse whatever has not been taken."""
        for key in self._values:
            near = _nearest(key, self._known) or self._like(key)
            hint = f"Known: {', '.join(self._known)}."
            if near:
                hint = f"Did you mean {' or '.join(map(repr, near))}?"
            raise self.refuse(key, "is not a known key.", hint)

    def _like(self, key: str) -> list[str]:
        """Give, of many known keys, which nobody reads through, the few that are like one."""
        if len(self._known) <= FEW:
            return []
        parts = {part for part in key.casefold().replace("_", "-").split("-") if len(part) > 2}
        holding = [each for each in self._known if any(part in each for part in parts)]
        return holding[:3] or difflib.get_close_matches(key, self._known, n=3, cutoff=0.3)


def _nearest(key: str, known: Sequence[str]) -> list[str]:
    """Give the known keys most like one: `seel` may be `seed` as well as `seal`."""
    near = difflib.get_close_matches(key, known, n=3)
    likeness = [difflib.SequenceMatcher(None, each, key).ratio() for each in near]
    return [each for each, like in zip(near, likeness, strict=True) if like == likeness[0]]
