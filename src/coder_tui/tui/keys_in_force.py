"""Which keys do what on a screen right now, after any remapping."""

from collections.abc import Iterable
from typing import Any, cast

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from coder_tui.tui.app import CoderApp
from coder_tui.tui.key_names import key_label

DIGITS = [str(digit) for digit in range(10)]


def shown_keys(keys: Iterable[str]) -> str:
    """Give several keys as they are shown, plain characters first; the digits are a range."""
    return _sorted(key_label(key) for key in keys)


def _sorted(labels: Iterable[str]) -> str:
    shown = sorted(labels, key=lambda label: len(label) > 1)
    if shown[: len(DIGITS)] == DIGITS:
        shown[: len(DIGITS)] = ["0-9"]
    return " ".join(shown)


def named_keys(app: App[Any], named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give all keys of actions, whether or not they can be pressed right now, and what they do.

    Args:
        app: one of ours.
        named: ids of bindings, with a space between them, and what they do.
    """
    return [
        (_sorted(each for id_ in _labels(app, ids) for each in id_), does) for ids, does in named
    ]


def key_line(app: App[Any], named: Iterable[tuple[str, str]]) -> str:
    """Give the first key of each action, and what it does, on one line."""
    shown = ((_labels(app, ids), does) for ids, does in named)
    return "  ".join(f"{' '.join(id_[0] for id_ in ids)} {does}" for ids, does in shown)


def _labels(app: App[Any], ids: str) -> list[list[str]]:
    """Give the keys in force of each id, as they are shown."""
    table = cast(CoderApp, app).key_table
    return [table.keys_of(each).split() for each in ids.split()]


class KeysInForce:
    """The keys that a screen and its focused widget obey, by the ids of their bindings."""

    def __init__(self, screen: Screen[Any]) -> None:
        self.by_id: dict[str, list[str]] = {}
        self.does: dict[str, str] = {}
        """What each binding does, in a few words."""
        self.actions: dict[str, tuple[DOMNode, str]] = {}
        """Whose action it is, and what it is called."""
        for key, active in screen.active_bindings.items():
            binding = active.binding
            if binding.id:
                self.by_id.setdefault(binding.id, []).append(key)
                self.does[binding.id] = binding.description
                self.actions[binding.id] = (active.node, binding.action)

    def keys(self, *ids: str) -> str:
        """Give the keys of some bindings; nothing where none of them is in force."""
        return shown_keys(key for each in ids for key in self.by_id.get(each, ()))
