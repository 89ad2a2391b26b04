"""tau-bench v1 results: a JSON array of runs; model and scaffold stand in the file name alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec

from coder_tui.domain.items import Condition, ItemKind, PartKind, SourceItem, SourceTurn
from coder_tui.intake.sources import Place, printable, read_bytes, refuse

FORMAT = "tau-bench v1"

NAME = re.compile(
    r"(?P<scaffold>tool-calling|few-shot|react|act)-(?P<model>.+)-(?P<temperature>\d+\.\d+)"
    r"_range_(?P<start>-?\d+)-(?P<end>-?\d+)_user-(?P<user>.+?)(?:-(?:llm|react|verify|reflection))?"
    r"(?:_[A-Za-z0-9]+)?"
)
"""{strategy}-{model}-{temperature}_range_{start}-{end}_user-{model}-{strategy}_{time}.json"""


class Function(msgspec.Struct):
    """The function of a tool call."""

    name: str
    arguments: str = ""


class ToolCall(msgspec.Struct):
    """A tool call of an assistant message."""

    function: Function
    id: str = ""


class Message(msgspec.Struct):
    """An OpenAI-style message."""

    role: str
    content: str | None = None
    name: str = ""
    tool_call_id: str = ""
    tool_calls: list[ToolCall] | None = None


class Run(msgspec.Struct):
    """One run of one task."""

    task_id: int
    traj: list[Message]
    trial: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    info: dict[str, Any] = {}


class TauBenchSource:
    """A results file; a place is an index into the array."""

    format = FORMAT

    def __init__(self, path: Path, runs: list[msgspec.Raw]) -> None:
        self.path = path
        self._runs = runs

    def scan(self) -> Iterator[tuple[Place, SourceItem]]:
        """Go through the runs."""
        for index in range(len(self._runs)):
            yield (index, 0), self.load((index, 0))

    def load(self, place: Place) -> SourceItem:
        """Decode one run."""
        where = f"run {place[0]}"
        try:
            run = msgspec.json.decode(self._runs[place[0]], type=Run)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise refuse(self.path, where, f"{error}.") from error
        turns = tuple(turn for message in run.traj for turn in _turns(message))
        if not turns:
            raise refuse(
                self.path,
                where,
                "`traj` is empty; the run failed.",
                "Take the run out of the file.",
            )
        condition, user_model = self._condition(run)
        return SourceItem(
            kind=ItemKind.TRANSCRIPT,
            id=f"{run.task_id}/{run.trial}",
            source=printable(self.path),
            turns=turns,
            reference=_reference(run),
            condition=condition,
            identities=(user_model,),
        )

    def _condition(self, run: Run) -> tuple[Condition, str]:
        match = NAME.fullmatch(self.path.stem)
        if match is None:
            raise refuse(
                self.path,
                "file name",
                "model and scaffold of tau-bench results stand in the file name alone, and this "
                "one does not show them.",
                "Name it as tau-bench does, e.g. "
                "tool-calling-MODEL-0.0_range_0-50_user-MODEL-llm.json",
            )
        task, replicate = str(run.task_id), run.trial + 1
        return Condition(match["model"], match["scaffold"], task, replicate), match["user"]


def _turns(message: Message) -> Iterator[SourceTurn]:
    if message.role == "tool":
        text = message.content or ""
        yield SourceTurn("tool", PartKind.TOOL_RESULT, text, message.name, message.tool_call_id)
        return
    if message.content:
        yield SourceTurn(message.role, PartKind.TEXT, message.content)
    for call in message.tool_calls or ():
        function = call.function
        yield SourceTurn(
            message.role, PartKind.TOOL_CALL, function.arguments, function.name, call.id
        )


def _reference(run: Run) -> str:
    """Give what the simulated user was told to want: a coder needs it; it tells no condition."""
    task = run.info.get("task")
    instruction = task.get("instruction") if isinstance(task, dict) else None
    return f"The user was told: {instruction}" if isinstance(instruction, str) else ""


def recognise(path: Path) -> TauBenchSource | None:
    """Recognise a JSON array whose first element has a `traj`."""
    with path.open("rb") as file:
        if not file.read(64).lstrip().startswith(b"["):
            return None
    try:
        runs = msgspec.json.decode(read_bytes(path), type=list[msgspec.Raw])
        first = msgspec.json.decode(runs[0], type=dict[str, msgspec.Raw]) if runs else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refuse(path, "the file", f"not a valid JSON array: {error}.") from error
    return TauBenchSource(path, runs) if "traj" in first else None
