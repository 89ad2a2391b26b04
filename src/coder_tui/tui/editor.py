"""A longer text, written in the person's own editor while the app stands back.

The text lies in a file that only its owner can read, in a folder of its own. It is removed when the
editor has ended, however it ended. Where the app is ended while the editor runs, the file stays, so
that what was written is not lost.
"""

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.screen import ModalScreen

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import visible
from coder_tui.tui.literal import Literal

FALLBACKS = ("nano", "vi")
STOP_SECONDS = 1.0
"""How long an editor may take to end when the app is ended."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Give the program of VISUAL or EDITOR with its arguments, else one that is usually there.

    Raises:
        BadInputError: what is named cannot be read or is not there, or nothing is.
    """
    path = environment.get("PATH")
    for name in ("VISUAL", "EDITOR"):
        given = environment.get(name, "").strip()
        if given:
            return _named(name, given, path)
    for program in FALLBACKS:
        if shutil.which(program, path=path):
            return [program]
    raise BadInputError("There is no editor here: set EDITOR to the one you use.")


def _named(name: str, given: str, path: str | None) -> list[str]:
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise BadInputError(f"{name} cannot be read ({error}): {given}") from error
    if not words or shutil.which(words[0], path=path) is None:
        raise BadInputError(f"{name} names {given!r}, which is not there.")
    return words


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in a file of its own."""

    path: Path

    @classmethod
    def write(cls, text: str) -> "Draft":
        """Write the text where only its owner can read it.

        Raises:
            OSError: it cannot be written.
        """
        folder = Path(tempfile.mkdtemp(prefix="comment-", dir=_drafts()))
        path = folder / "comment.txt"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n" if text else "")
        return cls(path)

    def read(self) -> str:
        """Read back what was written, without what a terminal could obey.

        Raises:
            OSError: it cannot be read.
        """
        text = self.path.read_bytes().decode("utf-8", errors="replace")
        return visible(text).strip()

    def remove(self) -> None:
        """Remove it with its folder and all that an editor left beside it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def _drafts() -> Path | None:
    """Give the folder for drafts; None, which is the system's, where it cannot be made."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    folder = state / "coder-tui" / "drafts"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@dataclass(frozen=True, slots=True)
class Written:
    """What came back from the editor: a text, or None and why nothing changes."""

    text: str | None
    why: str = ""


class EditorScreen(ModalScreen[Written]):
    """Runs the editor; a screen of its own, so that no key meant for the editor reaches another."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Say what is going on, to who sees it."""
        yield Literal("Your editor is open.", classes="bar")

    def on_mount(self) -> None:
        """Run the editor without holding up the app's clocks and signals."""
        self.run_worker(self._edit())

    async def _edit(self) -> None:
        try:
            command = editor_command(os.environ)
            draft = Draft.write(self._text)
        except BadInputError as error:
            self.dismiss(Written(None, str(error)))
            return
        except OSError as error:
            self.dismiss(Written(None, f"No file for the editor can be written: {error.strerror}"))
            return
        try:
            written = await self._edited(command, draft)
        except asyncio.CancelledError:
            self.app.exit(
                return_code=self.app.return_code or 1,
                message=f"The comment was not taken over; its draft is {draft.path}",
            )
            raise
        draft.remove()
        self.dismiss(written)

    async def _edited(self, command: Sequence[str], draft: Draft) -> Written:
        try:
            with standing_back(self.app):
                try:
                    # The program is the coder's own choice; the study's files are not passed on.
                    process = subprocess.Popen([*command, str(draft.path)])  # noqa: S603
                except OSError as error:
                    return Written(None, f"The editor does not start: {error.strerror}")
                code = await _wait(process)
        except SuspendNotSupported:
            return Written(None, "An editor cannot be opened on this terminal.")
        if code:
            return Written(None, f"The editor failed (code {code}): nothing is changed.")
        try:
            text = draft.read()
        except OSError:
            return Written(None, "The editor took its file away: nothing is changed.")
        if text == visible(self._text).strip():
            return Written(None, "Nothing was changed in the editor.")
        return Written(text)


async def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Wait for the editor's end; when the app is ended meanwhile, end the editor."""
    try:
        return await asyncio.to_thread(process.wait)
    except asyncio.CancelledError:
        process.send_signal(signal.SIGHUP)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


@contextlib.contextmanager
def standing_back(app: App[None]) -> Iterator[None]:
    """Leave the terminal to another program: nothing is painted, read, or ended by its Ctrl+C."""
    with app.batch_update(), _signals_of_its_keys(), app.suspend():
        yield
        # What was typed as the editor ended was meant for it, and may not score.
        with contextlib.suppress(termios.error, OSError, ValueError, AttributeError):
            termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)  # type: ignore[union-attr]


@contextlib.contextmanager
def _signals_of_its_keys() -> Iterator[None]:
    """Let the keys that interrupt, quit and suspend do to the editor what it wants: it has them."""
    numbers = (signal.SIGINT, signal.SIGQUIT)
    # A function and not "ignore", which the editor would inherit.
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    # Textual's own handler stops the process also where no shell is there to wake it.
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
