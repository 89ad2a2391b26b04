"""Threads that let the screen go first."""

import time
from collections.abc import Callable

from textual.worker import get_current_worker

WORK_SECONDS, REST_SECONDS = 0.002, 0.001
"""A thread works and rests in turn, so that no key press waits for it."""


def by_turns() -> Callable[[], bool]:
    """Give a function for a worker thread that rests now and then, and says whether to go on."""
    worker = get_current_worker()
    began = time.monotonic()

    def go_on() -> bool:
        nonlocal began
        if time.monotonic() - began > WORK_SECONDS:
            time.sleep(REST_SECONDS)
            began = time.monotonic()
        return not worker.is_cancelled

    return go_on
