"""Waiting until a file, or a folder with the names in it, is on the disk."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until all that was written there would survive a loss of power.

    Raises:
        OSError: it cannot be opened, or the disk says no.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
