"""What is not needed for the first frame is not loaded before it."""

import subprocess
import sys
from typing import Any

PROGRAM = """
import asyncio, sys
from pathlib import Path
from coder_tui.cli import coding
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import CodingApp, start_desk

async def first_frame() -> None:
    study = StudyFile.open(Path(sys.argv[1]))
    app = CodingApp(start_desk(study, "ana"))
    async with app.run_test() as pilot:
        await pilot.pause()
    study.close()

asyncio.run(first_frame())
heavy = ("sqlite_utils", "rapidfuzz", "krippendorff", "numpy", "duckdb", "msgspec")
dialogs = ("dialogs", "editor", "row_list", "help_pages", "coding.source_form", "coding.palette")
later = (*heavy, "importlib.metadata", *(f"coder_tui.tui.{name}" for name in dialogs))
print(*(name for name in later if name in sys.modules))
"""


def test_nothing_heavy_and_no_dialog_is_loaded_before_the_first_frame(built_study: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(built_study.path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
