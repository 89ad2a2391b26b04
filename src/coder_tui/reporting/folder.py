"""A folder that is there complete or not at all."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.storage.on_disk import sync


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder in the making."""

    path: Path
    private: bool
    """Whether only its owner may read it."""

    def create(self, name: str) -> Path:
        """Make an empty file in it."""
        path = self.path / name
        flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY
        os.close(os.open(path, flags, 0o600 if self.private else 0o666))
        return path

    def write(self, name: str, text: str) -> None:
        """Write a text file into it."""
        self.create(name).write_bytes(text.encode())


@contextlib.contextmanager
def new_folder(target: Path, *, private: bool) -> Iterator[NewFolder]:
    """Make a folder; leaving the block normally puts it in place, otherwise nothing is left.

    Args:
        target: its path; nothing may be there but an empty folder.
        private: whether only its owner may read it.

    Raises:
        BadInputError: something is there already, or nothing can be written there.
    """
    target = Path(os.path.abspath(target))
    refuse_taken(target)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        try:
            temporary.mkdir(mode=0o700 if private else 0o777)
        except OSError as error:
            raise BadInputError(
                f"{target.parent}: nothing can be written in this folder ({error.strerror}).",
                title="Cannot write",
                hint="Choose another folder with -o.",
            ) from error
        yield NewFolder(temporary, private)
        for path in (*temporary.iterdir(), temporary):
            sync(path)
        _put_in_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def refuse_taken(target: Path) -> None:
    """Make sure that the target is free.

    Raises:
        BadInputError: it is not.
    """
    if not target.parent.is_dir():
        raise BadInputError(f"There is no folder {str(target.parent)!r}.", title="No such folder")
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_dir() or any(target.iterdir()):
        raise taken(target)
    if target.samefile(Path.cwd()):
        raise BadInputError(
            f"{target}: is the folder you are in, and an export makes its folder anew.",
            hint="Name a new folder in it: -o export",
        )


def taken(target: Path, choose: str = "another folder with -o") -> BadInputError:
    """Say that something is there, and what to choose instead."""
    return BadInputError(
        f"{target}: is there already and is never overwritten.",
        title="Already there",
        hint=f"Choose {choose}, or move this one away.",
    )


def _put_in_place(temporary: Path, target: Path) -> None:
    try:
        temporary.rename(target)
    except OSError as error:
        raise taken(target) from error
    sync(target.parent)
