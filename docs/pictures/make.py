"""Makes the pictures of the README from a fresh demo: `python docs/pictures/make.py`."""

import asyncio
import re
import tempfile
from pathlib import Path

from coder_tui.cli.demo import YOU, build
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import CodingApp, start_desk

HERE = Path(__file__).parent
KEYS = ("1", "right_square_bracket", "e", "2", "right_square_bracket", "right_square_bracket", "e")


async def coding(study: StudyFile) -> None:
    """Draw the coding screen after some keys."""
    app = CodingApp(start_desk(study, YOU))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.6)
        for key in KEYS:
            await pilot.press(key)
        await pilot.press("escape")
        await pilot.pause()
        svg = app.export_screenshot(title="coder-tui code")
    # The fonts that the exporter names live on the network; any monospaced font will do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (HERE / "coding.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Build a demo in a temporary folder and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stress.db"
        build("stress", Path(folder), path, Path(folder) / "stress.key.db")
        study = StudyFile.open(path)
        asyncio.run(coding(study))
        study.close()


if __name__ == "__main__":
    main()
