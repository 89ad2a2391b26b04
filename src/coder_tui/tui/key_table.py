"""Which key does what: the actions of a screen with their keys, as shipped and as in force.

Everything that asks which key was pressed asks in the names of the shipped keys (`default_of`), and
everything that shows a key shows the one in force (`key_of`); so no other code knows of the user's
file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from coder_tui.tui.key_names import key_label

SCREEN_TABLES = ("coding", "review", "adjudication", "leaks")
"""The tables of the file of keys that stand for a screen; their keys go before shared ones."""

SPAN = "span-"
"""How the ids of the actions begin that exist only while a span is open."""

Pressable = Sequence[tuple[str, Iterable[BindingType]]]
"""What can be pressed at the same time: tables of the file of keys, and the bindings in each."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One action of a screen, with its keys."""

    table: str
    """The table of the file that names it: a screen, or what several screens hold."""
    id: str
    does: str
    default: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the user's file gives it other keys."""
        return self.keys != self.default


Context = tuple[KeyEntry, ...]
"""What can be pressed at the same time; a key may mean one thing in it."""


class KeyTable:
    """The keys in force."""

    def __init__(self, contexts: Sequence[Context]) -> None:
        entries = {(entry.table, entry.id): entry for context in contexts for entry in context}
        self.entries = tuple(entries.values())
        self._by_id = {entry.id: entry for entry in self.entries}
        self._by_key: dict[str, tuple[KeyEntry, str]] = {}
        for entry in sorted(self.entries, key=lambda entry: entry.table not in SCREEN_TABLES):
            for place, key in enumerate(entry.keys):
                default = entry.default[min(place, len(entry.default) - 1)]
                self._by_key.setdefault(key, (entry, key if key in entry.default else default))
        self._left = {key for each in self.entries for key in each.default} - set(self._by_key)

    @property
    def moved(self) -> dict[str, str]:
        """What Textual's keymap needs: binding id and its keys, where they are other ones.

        Textual takes a key that is moved away from everything that shares it; what shares it
        is named, too, to keep it.
        """
        moved = {each for each in self.entries if each.is_moved}
        while True:
            taken = {(each.table, key) for each in moved for key in each.default}
            sharing = {e for e in self.entries if any((e.table, key) in taken for key in e.default)}
            if sharing <= moved:
                return {each.id: ",".join(each.keys) for each in self.entries if each in moved}
            moved |= sharing

    def key_of(self, binding_id: str) -> str:
        """Give the key of an action as it is shown; of several, the first."""
        return key_label(self._by_id[binding_id].keys[0])

    def keys_of(self, binding_id: str) -> str:
        """Give all keys of an action as they are shown."""
        return " ".join(key_label(key) for key in self._by_id[binding_id].keys)

    def default_of(self, key: str) -> str:
        """Give the shipped key that means what this key means; "" where it means nothing now."""
        if key in self._left:
            return ""
        found = self._by_key.get(key)
        return found[1] if found else key


def shipped(pressable: Iterable[Pressable]) -> list[Context]:
    """Give shipped keys.

    While a span is open its keys go before all others, so they are a context of their own.
    """
    contexts: list[Context] = []
    for context in pressable:
        entries = [entry for table, bindings in context for entry in _entries(table, bindings)]
        contexts.append(tuple(each for each in entries if not each.id.startswith(SPAN)))
        contexts.append(tuple(each for each in entries if each.id.startswith(SPAN)))
    return contexts


def _entries(table: str, bindings: Iterable[BindingType]) -> Iterable[KeyEntry]:
    found: dict[str, KeyEntry] = {}
    for binding in Binding.make_bindings(bindings):
        if binding.id is None:
            continue
        before = found.get(binding.id)
        keys = (*before.keys, binding.key) if before else (binding.key,)
        found[binding.id] = KeyEntry(table, binding.id, binding.description, keys, keys)
    return found.values()
