"""The keys of each screen, and the user's own file of them.

Everything that asks which key was pressed asks in the names of the shipped keys (`default_of`), and
everything that shows a key shows the one in force (`key_of`); so no other code knows of the file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textual.binding import Binding, BindingType

from coder_tui.domain.toml_table import TomlTable
from coder_tui.tui.key_names import ALLOWED, key_label, key_name
from coder_tui.tui.user_files import read_toml, user_file

KEYS_FILE = "keys.toml"


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
        for entry in sorted(self.entries, key=lambda entry: entry.table not in SCREENS):
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


def _coding() -> list[list[tuple[str, Iterable[BindingType]]]]:
    from coder_tui.tui.coding.item_list import ItemListScreen
    from coder_tui.tui.coding.keys import KEYS
    from coder_tui.tui.row_list import RowList
    from coder_tui.tui.transcript_view import ItemText

    return [
        [("coding", KEYS), ("text", ItemText.BINDINGS)],
        [("items", ItemListScreen.BINDINGS), ("list", RowList.BINDINGS)],
    ]


def _review() -> list[list[tuple[str, Iterable[BindingType]]]]:
    from coder_tui.tui.review.confusion_screen import ConfusionScreen
    from coder_tui.tui.review.item_screen import ItemScreen
    from coder_tui.tui.review.query_screen import QueryScreen
    from coder_tui.tui.review.result_table import ResultTable
    from coder_tui.tui.review.screen import ReviewScreen
    from coder_tui.tui.row_list import RowList
    from coder_tui.tui.transcript_view import ItemText

    return [
        [("review", ReviewScreen.BINDINGS), ("list", RowList.BINDINGS)],
        [("review", ItemScreen.BINDINGS), ("text", ItemText.BINDINGS)],
        [("review", ConfusionScreen.BINDINGS)],
        [("review", QueryScreen.BINDINGS), ("list", (*RowList.BINDINGS, *ResultTable.BINDINGS))],
    ]


def _adjudication() -> list[list[tuple[str, Iterable[BindingType]]]]:
    from coder_tui.tui.adjudication.keys import KEYS
    from coder_tui.tui.transcript_view import ItemText

    return [[("adjudication", KEYS), ("text", ItemText.BINDINGS)]]


def _leaks() -> list[list[tuple[str, Iterable[BindingType]]]]:
    from coder_tui.tui.leaks.keys import KEYS
    from coder_tui.tui.row_list import RowList

    return [[("leaks", KEYS), ("list", RowList.BINDINGS)]]


SCREENS: Mapping[str, Callable[[], list[list[tuple[str, Iterable[BindingType]]]]]] = {
    "coding": _coding,
    "review": _review,
    "adjudication": _adjudication,
    "leaks": _leaks,
}
"""Screen: what can be pressed on it, loaded when it is asked for."""

SPAN = "span-"
"""How the ids of the actions begin that exist only while a span is open."""

TABLES = (*SCREENS, "items", "text", "list")


def default_contexts(screen: str) -> list[Context]:
    """Give a screen's shipped keys.

    While a span is open its keys go before all others, so they are a context of their own.
    """
    contexts: list[Context] = []
    for context in SCREENS[screen]():
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


def keys_file() -> Path:
    """Give the place of the user's own keys."""
    return user_file(KEYS_FILE)


def load_keys(screens: Sequence[str], path: Path) -> KeyTable:
    """Give the keys in force on some screens.

    Raises:
        BadInputError: the file is not what was asked for; names file, table and key.
    """
    document = TomlTable(str(path), "", read_toml(path))
    given = {name: _table(document, name) for name in TABLES}
    document.done()
    contexts = [context for screen in screens for context in default_contexts(screen)]
    known = {entry.table for context in contexts for entry in context}
    moved: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in known:
        ids = {each.id for context in contexts for each in context if each.table == table}
        moved |= {(table, id_): keys for id_, keys in _take_keys(given[table], sorted(ids))}
    in_force = [
        tuple(replace(each, keys=moved.get((each.table, each.id), each.keys)) for each in context)
        for context in contexts
    ]
    for context in in_force:
        _refuse_clashes(context, given)
    return KeyTable(in_force)


def _table(document: TomlTable, name: str) -> TomlTable:
    return TomlTable(document.source, name, document.take(name, dict, {}))


def _take_keys(table: TomlTable, ids: Iterable[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for id_ in ids:
        if not table.has(id_):
            table.take(id_, str, "")
            continue
        written = table.take(id_, str)
        # The comma stands between keys; alone it is one.
        parts = [written] if written.strip() == "," else written.split(",")
        keys: list[str] = []
        for part in parts:
            try:
                keys.append(key_name(part.strip()))
            except ValueError as error:
                raise table.refuse(id_, str(error), ALLOWED) from error
        yield id_, tuple(dict.fromkeys(keys))
    table.done()


def _refuse_clashes(context: Context, given: Mapping[str, TomlTable]) -> None:
    """Refuse a key that means two things, but for those where that is shipped, and meant."""
    shipped = {(key, entry.id) for entry in context for key in entry.default}
    users: dict[str, KeyEntry] = {}
    for entry in context:
        for key in entry.keys:
            other = users.setdefault(key, entry)
            if other is entry or {(key, entry.id), (key, other.id)} <= shipped:
                continue
            ours, theirs = (entry, other) if entry.is_moved else (other, entry)
            raise given[ours.table].refuse(
                ours.id,
                f"the key {key_label(key)!r} is also that of {theirs.id!r} in [{theirs.table}] "
                f"({theirs.does}).",
                f"Give one of them another key, e.g.: {theirs.id} = ... in [{theirs.table}]",
            )
