"""The application around every screen: the endings, the accidents, the terminal."""

import asyncio
import contextlib
import contextvars
import gc
import os
import signal
import sys
import threading
import traceback
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.types import CSSPathType

from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import visible, visible_line
from coder_tui.storage.damage import damage_in
from coder_tui.tui.driver import BatchingDriver, HangUp, InputLost, KeysTogether
from coder_tui.tui.key_table import Context, KeyTable
from coder_tui.tui.literal import tell
from coder_tui.tui.settings import Settings
from coder_tui.tui.typing_ahead import OpeningKeyDone, TypingAhead, is_words

MIN_WIDTH, MIN_HEIGHT = 60, 16
WATCH_SECONDS = 2.0
LAST_SECONDS = 3.0
"""How long the program may take to end when all is written and nobody is there."""

END_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
LOOK = Path(__file__).with_name("look.tcss")
"""The style sheet of all screens; an app with one of its own names both in CSS_PATH."""


class CoderApp(App[None]):
    """Base of the coding, review and adjudication apps."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", "suspend", show=False, system=True),
        # In dialogs too, which app bindings without priority do not reach.
        Binding("ctrl+l", "redraw", "redraw", show=False, system=True, priority=True),
    ]
    CSS_PATH: ClassVar[CSSPathType | None] = LOOK
    TITLE = "coder-tui"

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        theme = self.settings.theme
        super().__init__(driver_class=BatchingDriver, ansi_color=theme.ansi)
        self.animation_level = "none"
        self.register_theme(theme)
        # Set without its watcher, which would parse all style sheets a second time.
        self.set_reactive(CoderApp.theme, theme.name)
        self.stylesheet.set_variables(self.get_css_variables())
        if self.settings.keys is not None and self.settings.keys.moved:
            self.set_keymap(self.settings.keys.moved)
        self.crash_log: Path | None = None
        self._typing_ahead = TypingAhead(self)

    @cached_property
    def key_table(self) -> KeyTable:
        """Which key does what here."""
        return self.settings.keys or KeyTable(self.shipped_keys())

    def shipped_keys(self) -> list[Context]:
        """Give the keys of its screens before any was moved."""
        raise NotImplementedError

    def default_of(self, key: str) -> str:
        """Give the shipped key that means what a key means; "" where it means nothing."""
        return key if self.settings.keys is None else self.settings.keys.default_of(key)

    def on_mount(self) -> None:
        """Take over the signals, and watch for a terminal that goes without one."""
        if self.is_headless:
            return
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def told_to_leave(*_: object) -> None:
            # Not left to the loop alone, which may itself wait for a terminal that takes nothing.
            self._hurry()
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.leave_at_once, context=context)

        for number in END_SIGNALS:
            signal.signal(number, told_to_leave)
        self.app_resume_signal.subscribe(self, lambda _: self._paint_again())
        self.set_interval(WATCH_SECONDS, self._watch)
        self.call_after_refresh(self._listen)

    def _paint_again(self) -> None:
        """Paint the whole screen, because something else was on the terminal."""
        self.refresh(layout=True)

    def action_redraw(self) -> None:
        """Write the whole screen again, because something else wrote to the terminal."""
        if isinstance(self._driver, BatchingDriver):
            self._driver.redraw()
        self.screen.refresh()

    def _listen(self) -> None:
        """Let keys count from now on, because there is a screen."""
        if isinstance(self._driver, BatchingDriver):
            self._driver.listening = True
        _collect_garbage()

    def _hurry(self) -> None:
        """Let nothing wait for the terminal any more."""
        if isinstance(self._driver, BatchingDriver):
            self._driver.giving_up = True

    def _watch(self) -> None:
        """Leave when the terminal is gone; follow it when it has another size than the screen."""
        try:
            os.ttyname(sys.__stdin__.fileno() if sys.__stdin__ else 0)
        except OSError:
            self.leave_at_once()
            return
        # Of many changes in a row Textual now and then misses the last.
        if isinstance(self._driver, BatchingDriver):
            size = Size(*self._driver.terminal_size())
            if size != self.screen.size:
                self.post_message(events.Resize(size, size))

    def on_hang_up(self, _: HangUp) -> None:
        """Leave when reading the terminal says that it is gone."""
        self.leave_at_once()

    def leave_at_once(self) -> None:
        """End without asking; `end_sitting` closes what is open."""
        self.exit(return_code=1)
        self.end_sitting()
        if not self.is_headless:
            # All is written. Whatever still waits for the terminal may not keep the process.
            self._hurry()
            last = threading.Timer(LAST_SECONDS, os._exit, (1,))
            last.daemon = True
            last.start()

    async def action_quit(self) -> None:
        """Leave by Textual's own key as by `q`, which does not leave what is not saved."""
        for screen in reversed(self.screen_stack):
            leave = getattr(screen, "action_leave", None)
            if leave is not None:
                leave()
                return
        self.end_sitting()
        self.exit()

    def on_input_lost(self, _: InputLost) -> None:
        """Say that keys may have gone with a paste, or an answer, that had no end."""
        tell(self, "Input that broke off was dropped; press the keys again.")

    def action_help_quit(self) -> None:
        """Say how to leave when somebody presses Ctrl+C, in a box for text as on a screen."""
        # Not before the first frame: most screens have neither.
        from textual.widgets import Input, TextArea

        typing = isinstance(self.screen.focused, (Input, TextArea))
        leaves = "Here q is a letter: Esc, then q leaves (or Ctrl+Q)" if typing else "q leaves"
        tell(self, f"{leaves}; all that was shown as saved is saved.")

    def end_sitting(self) -> None:
        """Close the sitting in the file; apps with one override this."""

    async def on_event(self, event: events.Event) -> None:
        """Take an event, or keep it where it is typed before the box is there that it is for."""
        ahead = self._typing_ahead
        if ahead.keeps(event):
            return
        opens = isinstance(event, events.Key) and self._opens_box(event)
        await super().on_event(event)
        if opens:
            ahead.begin()

    def _opens_box(self, key: events.Key) -> bool:
        """Whether a key may open a box on the screen in front, as far as that one says."""
        opens = getattr(self.screen, "opens_box", None) if not key.is_forwarded else None
        return opens is not None and opens(key.key)

    def on_opening_key_done(self, _: OpeningKeyDone) -> None:
        """Look what the key came to, behind what it has put off itself."""
        self.call_later(self._typing_ahead.key_is_done)

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give a box that has the focus what was typed for it."""
        await self._typing_ahead.has_focus(event.widget.screen)

    async def on_keys_together(self, event: KeysTogether) -> None:
        """Let the screen decide over keys that came in one read; else pass them on one by one."""
        ahead, (first, *others) = self._typing_ahead, event.keys
        takes_words = getattr(self.screen, "takes_words", None)
        begins = takes_words is not None and takes_words(first.key)
        if others and begins and is_words(others) and not event.mixed:
            await ahead.open_with(event)
            return
        decide = getattr(self.screen, "keys_together", None)
        names = [self.default_of(key.key) for key in event.keys]
        if decide is not None and decide(names, mixed=event.mixed):
            return
        await ahead.pass_on(event)

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault of the program, and say so without a word of what the study holds."""
        if not self.is_headless:
            self.crash_log = write_crash_log(error)
            # Whatever is broken, the terminal is given back and the message shown.
            with contextlib.suppress(Exception):
                self.end_sitting()
        super()._handle_exception(error)

    @property
    def fault(self) -> Exception | None:
        """What ended the app where it was not somebody who left."""
        return self._exception

    def _fatal_error(self) -> None:
        """Show a short message instead of a traceback with local variables, which hold texts."""
        if self.is_headless:
            super()._fatal_error()
            return
        error = self._exception
        if error is not None and damage_in(error) is not None:
            # Told by whoever started this: it is the file's fault, and not the program's.
            self._close_messages_no_wait()
            return
        name = type(error).__name__ if error else "unknown"
        lines = [
            f"coder-tui stopped because of a fault in the program ({name}).",
            "Everything that was shown as saved is saved.",
            f"Details for a report: {self.crash_log}" if self.crash_log else "",
        ]
        self._exit_renderables.append(Text("\n".join(line for line in lines if line)))
        self._close_messages_no_wait()


def _collect_garbage() -> None:
    """Collect garbage from now on, but not among what start-up made, which stays."""
    gc.freeze()
    gc.enable()


def write_crash_log(error: BaseException) -> Path | None:
    """Write where the program failed, without local variables, readable by its owner only."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    path = state / "coder-tui" / f"crash-{stamp}-{os.getpid()}.log"
    frames = "".join(
        f"{frame.filename}, line {frame.lineno}, in {frame.name}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{type(error).__name__}\n{visible(frames)}")
    except OSError:
        return None
    return path


def check_terminal() -> None:
    """Make sure that there is a terminal that a screen can be drawn on.

    Raises:
        CoderError: there is none, or it is too small or too simple.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CoderError(
            "This needs a terminal: standard input and output must be one.",
            title="No terminal",
            hint="Over SSH, use: ssh -t HOST coder-tui ...",
        )
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise CoderError(
            f"The terminal type is {visible_line(os.environ.get('TERM', ''))!r}, which cannot "
            "show a screen.",
            title="No terminal",
            hint="Set it to what your terminal is, e.g.: export TERM=xterm-256color",
        )
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns < MIN_WIDTH or size.lines < MIN_HEIGHT:
        raise CoderError(
            f"The terminal is {size.columns} x {size.lines}; at least {MIN_WIDTH} x {MIN_HEIGHT} "
            "is needed.",
            title="Terminal too small",
            hint="Make the window larger and try again.",
        )


def run_app(app: CoderApp) -> None:
    """Run an app in the terminal and end the process with its code when it failed.

    Raises:
        CoderError: the terminal will not do.
    """
    check_terminal()
    try:
        app.run(mouse=app.settings.mouse)
    finally:
        for number in END_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
    # What was frozen at start-up is let go, or DuckDB reports it as leaked when the process ends.
    gc.unfreeze()
    if (fault := app.fault) is not None and damage_in(fault) is not None:
        raise fault
    if app.return_code:
        sys.exit(app.return_code)
