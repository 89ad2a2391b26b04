"""Ctrl-C at any moment ends a command that looks at a study, with a word and no traceback."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.profile_fixtures import coded

STARTED = 0.3
MOMENTS = 8


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from tests.conftest import write_files

    return coded(lambda *given, **named: write_files(tmp_path_factory.mktemp("s"), *given, **named))


def begin(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "coder_tui", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    "command",
    [
        lambda study, key: ("summary", study, "--key", key),
        lambda study, key: ("profile", study, "--key", key),
    ],
    ids=["summary", "profile"],
)
def test_ctrl_c_at_any_moment(
    built: Any, command: Callable[[Path, Path], tuple[str | Path, ...]]
) -> None:
    arguments = command(built.path, built.key_path)
    begun = time.monotonic()
    begin(*arguments).communicate()
    whole = time.monotonic() - begun
    for moment in range(MOMENTS):
        process = begin(*arguments)
        time.sleep(STARTED + (whole - STARTED) * moment / MOMENTS)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        # Only while Python itself begins is there no program yet that could say anything.
        assert "in main" not in err
        # Python ends by the signal itself where it came within code that it was just making.
        assert process.returncode in (0, 1, -signal.SIGINT)
        assert "Traceback" in err or process.returncode != 1 or err.endswith("\nStopped.\n")
