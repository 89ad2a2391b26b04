"""Our own JSONL: one transcript or one benchmark entry a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Condition, ItemKind, PartKind, SourceItem, SourceTurn
from coder_tui.intake.sources import Place, printable, refuse

FORMAT = "coder-tui JSONL"
BOM = b"\xef\xbb\xbf"

MAX_REPLICATE = 1_000_000

Name = Annotated[str, msgspec.Meta(min_length=1)]


class Turn(msgspec.Struct, forbid_unknown_fields=True):
    """A turn as it stands in the file."""

    role: Name
    text: str
    kind: str = "text"
    name: str = ""
    call: str = ""


class Transcript(msgspec.Struct, forbid_unknown_fields=True):
    """A transcript as it stands in the file."""

    id: Name
    model: Name
    scaffold: Name
    task: Name
    turns: list[Turn]
    replicate: Annotated[int, msgspec.Meta(ge=0, le=MAX_REPLICATE)] = 1
    reference: str = ""


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """A benchmark entry as it stands in the file."""

    id: Name
    title: Name
    fields: dict[str, str]
    group: str = ""


_transcripts = msgspec.json.Decoder(Transcript)
_entries = msgspec.json.Decoder(Entry)
_TURN_KINDS = ("text", "reasoning", "tool_call", "tool_result")


class NativeSource:
    """A JSONL file of transcripts or of entries."""

    format = FORMAT

    def __init__(self, path: Path, kind: ItemKind) -> None:
        self.path = path
        self.kind = kind

    def scan(self) -> Iterator[tuple[Place, SourceItem]]:
        """Go through the lines; a place is a byte offset and a length."""
        offset = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                place = (offset, len(line))
                offset += len(line)
                text = line.removeprefix(BOM) if number == 1 else line
                if text.strip():
                    yield place, self._decode(text, f"line {number}")

    def load(self, place: Place) -> SourceItem:
        """Read one line again."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(place[0])
            line = file.read(place[1])
        return self._decode(line.removeprefix(BOM), f"byte {place[0]}")

    def _decode(self, line: bytes, where: str) -> SourceItem:
        try:
            if self.kind is ItemKind.TRANSCRIPT:
                return self._transcript(_transcripts.decode(line), where)
            return self._entry(_entries.decode(line), where)
        except msgspec.ValidationError as error:
            raise refuse(self.path, where, f"{_in_words(str(error))}.") from error
        except msgspec.DecodeError as error:
            raise refuse(
                self.path,
                where,
                f"not valid JSON: {error}.",
                "Each line must hold one whole object; is the last line cut off?",
            ) from error
        except UnicodeDecodeError as error:
            raise refuse(
                self.path, where, "not UTF-8.", "Save the file in UTF-8 and try again."
            ) from error
        except RecursionError as error:
            raise refuse(self.path, where, "nested too deeply.") from error

    def _transcript(self, found: Transcript, where: str) -> SourceItem:
        if not found.turns:
            raise refuse(self.path, where, "`turns` is empty; there is nothing to code.")
        for place, turn in enumerate(found.turns):
            if turn.kind not in _TURN_KINDS:
                allowed = ", ".join(_TURN_KINDS)
                raise refuse(
                    self.path,
                    where,
                    f"`turns[{place}].kind` is {turn.kind!r}; allowed are {allowed}.",
                )
        return SourceItem(
            kind=ItemKind.TRANSCRIPT,
            id=found.id,
            source=printable(self.path),
            turns=tuple(
                SourceTurn(turn.role, PartKind(turn.kind), turn.text, turn.name, turn.call)
                for turn in found.turns
            ),
            reference=found.reference,
            condition=Condition(found.model, found.scaffold, found.task, found.replicate),
        )

    def _entry(self, found: Entry, where: str) -> SourceItem:
        if not found.fields:
            raise refuse(self.path, where, "`fields` is empty; there is nothing to code.")
        fields = dict(found.fields)
        if found.group:
            fields = {"group": found.group, **fields}
        return SourceItem(
            kind=ItemKind.BENCHMARK,
            id=found.id,
            source=printable(self.path),
            turns=tuple(
                SourceTurn("", PartKind.FIELD, text, name) for name, text in fields.items()
            ),
            title=found.title,
            group=found.group,
        )


def recognise(path: Path) -> NativeSource | None:
    """Recognise the file by its first object."""
    with path.open("rb") as file:
        first = next((line for line in file if line.removeprefix(BOM).strip()), b"")
    first = first.removeprefix(BOM).lstrip()
    if not first.startswith(b"{"):
        return None
    try:
        keys = msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        kind = ItemKind.BENCHMARK if b'"fields"' in first else ItemKind.TRANSCRIPT
        return NativeSource(path, kind)
    if "fields" in keys:
        return NativeSource(path, ItemKind.BENCHMARK)
    if "turns" in keys:
        return NativeSource(path, ItemKind.TRANSCRIPT)
    raise BadInputError(
        f"{path}: the first object has neither `turns` (a transcript) nor `fields` (an entry); "
        f"it has {', '.join(sorted(keys)[:8])}.",
        title="Unknown format",
        hint="docs/study-format.md shows both shapes.",
    )


def _in_words(message: str) -> str:
    """Turn the decoder's message round: the place first, then what is wrong."""
    problem, _, place = message.partition(" - at ")
    return f"{place.strip('`').removeprefix('$.') or 'the object'}: {problem}" if place else problem
