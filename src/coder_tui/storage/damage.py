"""What is said of a file in which SQLite finds damage: pages that are gone, or overwritten."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from coder_tui.domain.errors import BadInputError, CoderError
from coder_tui.storage.database import sqlite

CORRUPT, NOT_A_DATABASE = 11, 26
"""SQLite's codes for it."""

SAID = ("malformed", "not a database", "Could not decode to UTF-8")
"""How it is said where there is no code."""


def damage_in(error: BaseException) -> Exception | None:
    """Give the damage that an error comes from; None where it comes from something else."""
    return next((each for each in _causes(error) if _is_damage(each)), None)


def damaged(error: BaseException, given: Sequence[str]) -> CoderError | None:
    """Say what is damaged, where, and what to do.

    Args:
        error: with which a command ended.
        given: the words of its call, among which are its files.

    Returns:
        What to say; None where the error comes from something else, or says so already.
    """
    found = damage_in(error)
    if found is None:
        return None
    path = _which(list(_databases(given)))
    if path is None:
        return None
    return BadInputError(
        f"{path}: the file is damaged: {found}.",
        title="Damaged",
        hint="Keep it as it is, with the files beside it that begin with its name, and go on with "
        "a copy. Without one, a recent sqlite3 saves what can be read: "
        f"sqlite3 {path.name} .recover | sqlite3 saved-{path.name}",
    )


def _causes(error: BaseException | None) -> Iterator[Exception]:
    """Give an error and those that it was raised from, or that a worker passed on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, Exception):
            yield error
        passed_on = getattr(error, "error", None)
        error = (
            passed_on
            if isinstance(passed_on, BaseException)
            else error.__cause__ or error.__context__
        )


def _is_damage(error: Exception) -> bool:
    if not isinstance(error, sqlite.DatabaseError):
        return False
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in (CORRUPT, NOT_A_DATABASE)
    return any(each in str(error) for each in SAID)


def _databases(given: Sequence[str]) -> Iterator[Path]:
    """Give the files of a call that are, or were, databases, and the keys beside them."""
    for word in given:
        path = Path(word.partition("=")[2] if word.startswith("--") else word)
        with contextlib.suppress(OSError):
            if path.suffix == ".db" and path.is_file():
                yield path
                beside = path.with_name(f"{path.name.removesuffix('.db')}.key.db")
                if beside.is_file():
                    yield beside


def _which(paths: list[Path]) -> Path | None:
    """Give the damaged one: all are looked through but the largest, which it is if no other is."""
    ordered = sorted(set(paths), key=lambda path: path.stat().st_size)
    for path in ordered[:-1]:
        if not _is_whole(path):
            return path
    return ordered[-1] if ordered else None


def _is_whole(path: Path) -> bool:
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite.connect(uri, uri=True)) as connection:
            return bool(connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
    except sqlite.DatabaseError:
        return False
