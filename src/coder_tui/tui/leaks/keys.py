"""The keys of the screen of leaks; what lists keys reads them without reaching any key file."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

DECIDING = frozenset(["m", "x", "e", "u", "a", "q", "backspace"])
"""Keys that write something, or lead to it."""


def decides(keys: Iterable[str]) -> bool:
    """Whether any of these keys could decide something."""
    return not DECIDING.isdisjoint(keys)


def _hidden(key: str, action: str, description: str, name: str) -> Binding:
    return Binding(key, action, description, id=f"leaks-{name}", show=False)


KEYS: list[BindingType] = [
    _hidden("m", "decide('masked')", "mask", "mask"),
    _hidden("x", "decide('kept')", "keep: it is fine", "keep"),
    _hidden("e", "exclude", "exclude the item", "exclude"),
    _hidden("a", "all", "all places of the same spelling", "all"),
    _hidden("u", "undo", "undo", "undo"),
    _hidden("backspace", "reopen", "open again: undecided", "reopen"),
    _hidden("n", "next", "next undecided", "next"),
    _hidden("right", "unfold", "unfold", "unfold"),
    _hidden("left", "fold", "fold", "fold"),
    _hidden("slash", "filter", "filter", "filter"),
    _hidden("f", "kind", "only one kind", "kind"),
    _hidden("escape", "back", "back", "back"),
    _hidden("question_mark", "help", "help", "help"),
    _hidden("q", "leave", "leave", "leave"),
]
