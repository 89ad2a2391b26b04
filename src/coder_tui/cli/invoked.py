"""How to call this program again from here."""

import os
import shutil
import sys
from pathlib import Path


def program() -> str:
    """Give `coder-tui` where the shell finds it, else the path that it was started by."""
    started = Path(sys.argv[0])
    if started.name != "coder-tui" or shutil.which("coder-tui"):
        return "coder-tui"
    return os.path.relpath(started)
