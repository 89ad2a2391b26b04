"""Studies that many tests begin with: built once by each worker, and copied for whoever asks."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

from coder_tui.intake import entries
from coder_tui.intake.pipeline import InitReport
from coder_tui.storage import building


@dataclass(frozen=True)
class Built:
    """A study and its key, made by init."""

    report: InitReport

    @property
    def path(self) -> Path:
        return self.report.study

    @property
    def key_path(self) -> Path:
        return self.report.key

    def bytes(self) -> bytes:
        """Every byte that a coder could read: the study and its log."""
        files = sorted(self.path.parent.glob(f"{self.path.name}*"))
        return b"".join(file.read_bytes() for file in files)

    def copied(self, folder: Path) -> "Built":
        """Copy it with all that lies beside it."""
        assert not list(self.path.parent.glob("*-wal")), "closed: the file is all of it"
        shutil.copytree(self.path.parent, folder, dirs_exist_ok=True)
        study, key = folder / self.path.name, folder / self.key_path.name
        return Built(replace(self.report, study=study, key=key))


_BUILT: dict[tuple[Any, ...], Built] = {}
_NUMBERS = count()


def once(build: Callable[..., Built]) -> Callable[..., Built]:
    """Let a function build a study for the same arguments once, and copy it from then on.

    Its first argument is the fixture `write_study`, into whose folder it is copied. Anything else
    that writes is taken as it is. Copies of one study have one key; a test that needs two studies
    of its kind builds the second one itself.
    """

    @wraps(build)
    def copied(write_study: Any, *given: Any, **named: Any) -> Built:
        folder = getattr(write_study, "folder", None)
        if folder is None:
            return build(write_study, *given, **named)
        # A test of a picture decides what is otherwise left to chance: its study is its own.
        chance = (entries.new_blind_ids, building.secrets)
        asked = (build, repr(given), repr(sorted(named.items())), *chance)
        if asked not in _BUILT:
            first = folder.parent / f"once-{next(_NUMBERS)}"
            first.mkdir()
            _BUILT[asked] = build(write_study.into(first), *given, **named)
        return _BUILT[asked].copied(folder)

    return copied
