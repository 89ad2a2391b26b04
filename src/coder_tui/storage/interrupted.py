"""Ctrl-C, or another signal that ends the program, while a long question is answered in C."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

IN_ITS_WORDS = "Query interrupted"
"""What DuckDB says in place of what Python raised for a signal."""

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def heard(interrupt: Callable[[], object]) -> Iterator[None]:
    """Let a signal end what DuckDB does, and be what it was.

    DuckDB looks for signals while it works. What Python raises for one it drops, and raises a bare
    RuntimeError instead, which nobody could tell from a fault; and it waits for its other threads,
    which go on to the end of their work unless they are told.

    Args:
        interrupt: tells the connection to give up.

    Raises:
        BaseException: what the handler of a signal that came raises, as KeyboardInterrupt.
    """
    raised: list[BaseException] = []
    before = {}
    # Python runs handlers on its main thread alone, and lets no other set them.
    if threading.current_thread() is threading.main_thread():
        handlers = {number: signal.getsignal(number) for number in ENDING}
        before = {number: each for number, each in handlers.items() if callable(each)}
    for number, handler in before.items():
        signal.signal(number, _telling(interrupt, handler, raised))
    try:
        yield
    except Exception:
        # Whatever DuckDB makes of a signal: it is the signal that counts.
        if raised:
            raise raised[0] from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _telling(
    interrupt: Callable[[], object],
    handler: Callable[[int, FrameType | None], Any],
    raised: list[BaseException],
) -> Callable[[int, FrameType | None], Any]:
    """Give a handler that tells the connection first, and keeps what the other one raises."""

    def handle(number: int, frame: FrameType | None) -> None:
        interrupt()
        try:
            handler(number, frame)
        except BaseException as error:
            # Ctrl+C and the end of the program among them: DuckDB drops what is raised here.
            raised.append(error)
            raise

    return handle
