"""The keys of each screen, and the user's own file of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from coder_tui.domain.toml_table import TomlTable
from coder_tui.tui.key_names import ALLOWED, key_label, key_name
from coder_tui.tui.key_table import Context, KeyEntry, KeyTable, Pressable, shipped
from coder_tui.tui.user_files import read_toml, user_file

KEYS_FILE = "keys.toml"


def _coding() -> list[Pressable]:
    from coder_tui.tui.coding.item_list import ItemListScreen
    from coder_tui.tui.coding.keys import KEYS
    from coder_tui.tui.row_list import RowList
    from coder_tui.tui.transcript_view import ItemText

    return [
        [("coding", KEYS), ("text", ItemText.BINDINGS)],
        [("items", ItemListScreen.BINDINGS), ("list", RowList.BINDINGS)],
    ]


def _review() -> list[Pressable]:
    from coder_tui.tui.review.computed_page import ComputedPage
    from coder_tui.tui.review.confusion_screen import ConfusionScreen
    from coder_tui.tui.review.effects_screen import EffectsScreen
    from coder_tui.tui.review.item_screen import ItemScreen
    from coder_tui.tui.review.pairs_page import PairsScreen
    from coder_tui.tui.review.parts_page import PartsScreen
    from coder_tui.tui.review.profiles_screen import ProfilesScreen
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
        [("review", (*ComputedPage.BINDINGS, *PairsScreen.BINDINGS))],
        [("review", (*ComputedPage.BINDINGS, *PartsScreen.BINDINGS))],
        [("review", (*ComputedPage.BINDINGS, *EffectsScreen.BINDINGS))],
        [("review", (*ComputedPage.BINDINGS, *ProfilesScreen.BINDINGS))],
    ]


def _adjudication() -> list[Pressable]:
    from coder_tui.tui.adjudication.keys import KEYS
    from coder_tui.tui.transcript_view import ItemText

    return [[("adjudication", KEYS), ("text", ItemText.BINDINGS)]]


def _leaks() -> list[Pressable]:
    from coder_tui.tui.leaks.keys import KEYS
    from coder_tui.tui.row_list import RowList

    return [[("leaks", KEYS), ("list", RowList.BINDINGS)]]


SCREENS: Mapping[str, Callable[[], list[Pressable]]] = {
    "coding": _coding,
    "review": _review,
    "adjudication": _adjudication,
    "leaks": _leaks,
}
"""Screen: what can be pressed on it, loaded when it is asked for."""

TABLES = (*SCREENS, "items", "text", "list")


def default_contexts(screen: str) -> list[Context]:
    """Give a screen's shipped keys."""
    return shipped(SCREENS[screen]())


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
