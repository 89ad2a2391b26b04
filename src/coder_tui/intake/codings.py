"""Scores of simulated or machine coders, written into a study as sittings of their own."""

from collections.abc import Iterable, Mapping
from typing import Any

from coder_tui.domain.blinding import text_hash
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemView, Part
from coder_tui.domain.rubric import Answer, State
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile


def import_codings(
    study: StudyFile, codings: Iterable[Mapping[str, Any]], blind_ids: Mapping[str, str]
) -> None:
    """Write the codings and submit their items.

    Args:
        study: open for writing; the codings' coders have the items assigned.
        codings: coder, item (original id), dimension, state, value, turn or evidence, comment.
        blind_ids: from original to blind id.

    Raises:
        BadInputError: a coding names an item that is not there.
    """
    by_coder: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for coding in codings:
        items = by_coder.setdefault(str(coding["coder"]), {})
        items.setdefault(str(coding["item"]), []).append(coding)
    views: dict[str, ItemView] = {}
    for coder, items in sorted(by_coder.items()):
        sitting = Sitting.start(study.connection, study.path, coder, "simulation")
        recorder = Recorder(sitting, study.rubric_fingerprint)
        for item, of_item in items.items():
            if item not in blind_ids:
                raise BadInputError(f"The codings name an item {item!r} that is not in the study.")
            blind_id = blind_ids[item]
            if blind_id not in views:
                views[blind_id] = study.item(blind_id)
            for coding in of_item:
                _prepare(recorder, views[blind_id], coding, study.info.salt)
            sitting.prepare("submission", recorder.move_values(blind_id, Move.SUBMITTED))
        sitting.close()


def _prepare(recorder: Recorder, item: ItemView, coding: Mapping[str, Any], salt: str) -> None:
    dimension, value = str(coding["dimension"]), coding["value"]
    answer = Answer(State(coding["state"]), None if value is None else str(value))
    sitting = recorder.sitting
    sitting.prepare("score", recorder.score_values(item.blind_id, dimension, answer))
    for citation in _citations(item, coding, salt):
        values = recorder.evidence_values(item.blind_id, dimension, citation)
        sitting.prepare("evidence", values)
    if coding.get("comment"):
        values = recorder.comment_values(item.blind_id, str(coding["comment"]), dimension)
        sitting.prepare("comment", values)


def _citations(item: ItemView, coding: Mapping[str, Any], salt: str) -> Iterable[Citation]:
    """Give the evidence: a whole turn by its number, or a quote from a field by its name."""
    turn = coding.get("turn")
    if turn:
        part = next(part for part in item.parts if part.idx == turn)
        yield Citation(
            part.idx, 0, len(part.text), part.text, text_hash(salt, part.text)
        )  # fmt: skip
    for quoted in coding.get("evidence") or ():
        part = next(part for part in item.parts if part.name == quoted["field"])
        yield _quoted(part, str(quoted["quote"]), salt)


def _quoted(part: Part, quote: str, salt: str) -> Citation:
    start = part.text.find(quote)
    if start < 0:
        raise BadInputError(f"The field {part.name!r} does not hold the quote {quote!r}.")
    return Citation(part.idx, start, start + len(quote), quote, text_hash(salt, part.text))
