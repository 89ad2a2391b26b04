"""From the `items` of a study file to sources: files, folders and patterns."""

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.intake.detect import (
    recognise,
    refuse_unknown,
    why_unknown,
)
from coder_tui.intake.files.no_data import looks_binary, looks_like_a_page
from coder_tui.intake.files.sources import unreadable
from coder_tui.intake.files.start import Start
from coder_tui.intake.reading import Reader

Progress = Callable[[str, int, int], None]
"""Called with a phase, how much is done and how much there is (0: unknown)."""


class MisfitError(BadInputError):
    """Items of another kind than the rubric's, which no skipping helps against."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder and the reader for it."""

    path: Path
    reader: Reader


@dataclass(frozen=True, slots=True)
class Unread:
    """A file in a folder that is left out, and why."""

    path: Path
    why: str


@dataclass(slots=True)
class Expanded:
    """What `items` comes to."""

    sources: list[Source] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def find_sources(
    patterns: Iterable[str],
    base: Path | None,
    kind: ItemKind,
    progress: Progress,
    given: Reader | None = None,
) -> Expanded:
    """Find all that the patterns name, each once, in order of name.

    Args:
        patterns: files, folders and patterns.
        base: the folder of the study file; None where the command line names them.
        kind: what the rubric is for.
        progress: told how many files of a folder were looked at.
        given: the reader that `--format` names: it reads every file, and chooses in folders.

    Raises:
        BadInputError: a pattern names nothing, something cannot be read, or a file that is named is
            of no known format or holds items of another kind.
    """
    expanding = _Expanding(kind, progress, given)
    for pattern in patterns:
        try:
            expanding.add(pattern, base)
        except OSError as error:
            # Also a look at what lies there may be denied: at links of other people's processes.
            raise unreadable(error.filename or pattern, error) from error
    return expanding.found


def open_source(path: Path, kind: ItemKind, given: Reader | None = None) -> Source:
    """Find the reader of one file or folder that was named.

    Raises:
        BadInputError: it is of no known format, cannot be read, or holds items of another kind.
    """
    start = _start_of(path)
    reader = given or recognise(start)
    if reader is None or (given and (looks_binary(start) or looks_like_a_page(start))):
        raise refuse_unknown(path, start)
    if reader.kind is not kind:
        raise refuse_kind(path, reader.kind, kind)
    return Source(path, reader)


def refuse_kind(path: Path, found: ItemKind, kind: ItemKind) -> MisfitError:
    """Make the error for items of another kind than the rubric's."""
    return MisfitError(
        f"{path}: holds a {found.value}, but the rubric's unit is {kind.value!r}.",
        title="Rubric does not fit",
        hint=f"Take a rubric with unit = {found.value!r}, or other items.",
    )


class _Expanding:
    def __init__(self, kind: ItemKind, progress: Progress, given: Reader | None) -> None:
        self.kind = kind
        self.progress = progress
        self.given = given
        self.found = Expanded()
        self._seen: set[str] = set()
        self._looked_at = 0

    def add(self, pattern: str, given_base: Path | None) -> None:
        base = given_base or Path()
        path = base / pattern
        if path.is_dir():
            before = self._looked_at
            self._add_folder(path)
            named = self._looked_at > before
        elif path.is_file():
            self._add_file(path)
            named = True
        else:
            named = self._add_matches(glob.iglob(pattern, root_dir=base, recursive=True), base)
        if not named:
            raise _nothing_named(pattern, given_base)

    def _add_matches(self, names: Iterator[str], base: Path) -> bool:
        """Add files, and those folders that are one source; say whether there were any."""
        matches = sorted(base / name for name in names)
        named = False
        for path in matches:
            if path.is_file():
                self._add_file(path)
                named = True
            elif path.is_dir() and (reader := self._folder_reader(path)):
                self._add_once(path, os.path.realpath(path), reader)
                named = True
        return named

    def _add_file(self, path: Path) -> None:
        real = os.path.realpath(path)
        if real not in self._seen:
            self._add_once(path, real, open_source(path, self.kind, self.given).reader)

    def _add_once(self, path: Path, real: str, reader: Reader) -> None:
        if real not in self._seen:
            self._seen.add(real)
            self.found.sources.append(Source(path, reader))

    def _add_folder(self, folder: Path) -> None:
        """Go through a folder in order of name; each real folder once, so that no loop is endless.

        Its depth is not limited by the stack.
        """
        waiting = [(folder, os.path.realpath(folder))]
        while waiting:
            path, real = waiting.pop()
            if not os.path.isdir(real):
                self._look(path, real)
                continue
            if real in self._seen:
                self._looked_at += 1
                continue
            if (reader := self._folder_reader(path)) is not None:
                self._looked_at += 1
                self._add_once(path, real, reader)
                continue
            self._seen.add(real)
            waiting += reversed(_inside(path, real))

    def _folder_reader(self, folder: Path) -> Reader | None:
        start = _start_of(folder)
        if self.given is not None:
            return self.given if self.given.recognises(start) else None
        return recognise(start)

    def _look(self, path: Path, real: str) -> None:
        """Add a file of a folder, or note why it is not read."""
        self._looked_at += 1
        self.progress("looking", self._looked_at, 0)
        if real in self._seen:
            return
        if not os.path.isfile(real):
            self._leave(path, real, "no regular file")
            return
        start = _start_of(path)
        reader = recognise(start)
        if self.given is not None and reader is not self.given:
            reader = self.given if self.given.recognises(start) else None
            if reader is None:
                self._leave(path, real, f"not of the format {self.given.name}")
                return
        if reader is None:
            self._leave(path, real, why_unknown(start))
        elif reader.kind is not self.kind:
            self._leave(path, real, f"{reader.title}, which holds no {self.kind.value}")
        else:
            self._add_once(path, real, reader)

    def _leave(self, path: Path, real: str, why: str) -> None:
        self._seen.add(real)
        self.found.unread.append(Unread(path, why))


def _nothing_named(pattern: str, base: Path | None) -> BadInputError:
    """Make the error for a pattern that finds nothing."""
    begin, start = ("", "where you are") if base is None else ("items: ", "the study file")
    return BadInputError(
        f"{begin}{pattern!r} names no file (looked in {base or Path.cwd()}).",
        title="No items",
        hint=f"Paths are relative to {start}; hidden files are passed over.",
    )


def _inside(folder: Path, real: str) -> list[tuple[Path, str]]:
    """Give what lies in a folder, in order of name, with where it really is."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise unreadable(folder, error) from error
    return [
        (
            folder / entry.name,
            os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name),
        )
        for entry in listed
        if not entry.name.startswith(".")
    ]


def _start_of(path: Path) -> Start:
    try:
        return Start.of(path)
    except OSError as error:
        raise unreadable(path, error) from error
