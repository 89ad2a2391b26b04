"""An unknown key of a TOML table is answered by the few known ones that it may be."""

import pytest

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.toml_table import TomlTable

MANY = [f"row-{way}" for way in ("up", "down", "open", "left", "right", "start", "end")]
MANY += [f"review-{does}" for does in ("sort", "filter", "why", "load", "export", "help", "leave")]


def refused(key: str, known: list[str]) -> str:
    table = TomlTable("keys.toml", "review", {key: "x"})
    for each in known:
        table.take(each, str, "")
    with pytest.raises(BadInputError) as caught:
        table.done()
    return caught.value.hint


@pytest.mark.parametrize(("key", "hint"), [
    ("review-sorts", "Did you mean 'review-sort'?"),
    ("help", "Did you mean 'review-help'?"),
    ("export_all", "Did you mean 'review-export'?"),
])  # fmt: skip
def test_of_many_keys_only_those_that_are_like_it_are_named(key: str, hint: str) -> None:
    assert refused(key, MANY) == hint


def test_few_keys_are_all_named() -> None:
    assert refused("zzz", ["one", "two"]) == "Known: one, two."
