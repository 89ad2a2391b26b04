"""The exact texts of a study's scaffolds: `scaffolds.toml`."""

from dataclasses import dataclass

from coder_tui.domain.blinding import Wrapper
from coder_tui.domain.rubric_reading import parse_toml
from coder_tui.domain.toml_table import TomlTable


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What surrounds the model: a system prompt, and text around every user turn."""

    id: str
    title: str
    system: str
    wrapper: Wrapper


def read_scaffolds(text: str, source: str) -> tuple[Scaffold, ...]:
    """Read a file of scaffolds.

    Raises:
        BadInputError: unknown or missing keys, or an id that is there twice.
    """
    table = TomlTable(source, "", parse_toml(text, source))
    scaffolds: list[Scaffold] = []
    for each in table.take_tables("scaffold"):
        scaffold = Scaffold(
            id=each.take("id", str),
            title=each.take("title", str),
            system=each.take("system", str, ""),
            wrapper=Wrapper(each.take("before", str, ""), each.take("after", str, "")),
        )
        each.done()
        if scaffold.id in {other.id for other in scaffolds}:
            raise each.refuse("id", f"{scaffold.id!r} is there twice.")
        scaffolds.append(scaffold)
    table.done()
    return tuple(scaffolds)
