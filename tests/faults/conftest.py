"""Studies in real terminals."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults.terminal import PROGRAM, Terminal, environment


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Run a command in a terminal; it is ended at the end of the test."""
    started: list[Terminal] = []

    def start(
        *argv: str,
        program: tuple[str, ...] = PROGRAM,
        term: str = "xterm-256color",
        env: dict[str, str] | None = None,
        **given: Any,
    ) -> Terminal:
        env = environment(tmp_path, TERM=term, **env or {})
        started.append(Terminal([*program, *argv], env=env, **given))
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()


@pytest.fixture
def code(run: Callable[..., Terminal]) -> Callable[..., Terminal]:
    """Open the coding screen on a study, up to its first frame."""

    def start(
        path: Path,
        coder: str = "ana",
        options: tuple[str, ...] = (),
        at: str = "D1 Clarity",
        **given: Any,
    ) -> Terminal:
        terminal = run("code", str(path), "--coder", coder, *options, **given)
        terminal.wait_for(at)
        terminal.settle()
        return terminal

    return start


Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ask() -> Ask:
    """Ask a study's file what is in it."""

    def answer(path: Path, query: str, *given: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            rows = connection.execute(query, given).fetchall()
        connection.close()
        return rows

    return answer
