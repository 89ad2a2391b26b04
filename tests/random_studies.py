"""Studies with anything in them, and what stands in each, in plain Python."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from tests.conftest import transcript, write_files
from tests.levels import LEVELS_RUBRIC, VALUES
from tests.unit.test_copied_scores import MOVE, SCORE, SIT

from coder_tui.analysis.measured import Look
from coder_tui.domain.rubric import number_of

RUBRIC = (
    LEVELS_RUBRIC
    + """
[[dimension]]
id = "depth"
label = "D7 Depth"
question = "How deep does it go?"
level = "ordinal"
evidence = "none"
depends_on = { dimension = "degree", at_least = 1 }
point = [
  { value = 0, label = "none", anchor = "There is none." },
  { value = 1, label = "some", anchor = "There is some." },
]
"""
)
PEOPLE = ("ana", "ben", "cem")
KINDS = {**dict.fromkeys(PEOPLE, "human"), "judge-a": "machine", "judge-b": "machine",
         "sim": "simulated"}  # fmt: skip
DIMENSIONS = {**VALUES, "depth": ("0", "1")}
NO_VALUE = ("not_applicable", "cannot_judge", "cleared")
ITEMS = 5

Row = tuple[str, str, str, str, str, str | None]


@dataclass(frozen=True)
class Given:
    """A coder's answer on one dimension of one item; None where they gave none."""

    coder: str
    item: int
    dimension: str
    state: str
    value: str | None


@st.composite
def answers(draw: st.DrawFn) -> Given:
    dimension = draw(st.sampled_from(sorted(DIMENSIONS)))
    state = draw(st.sampled_from(["scored"] * 6 + list(NO_VALUE)))
    value = draw(st.sampled_from(DIMENSIONS[dimension])) if state == "scored" else None
    coder = draw(st.sampled_from(sorted(KINDS)))
    return Given(coder, draw(st.integers(0, ITEMS - 1)), dimension, state, value)


studies = st.lists(answers(), max_size=150)


def build(folder: Path) -> Path:
    """A study with every level of measurement, a dimension that another one hides, and coders of
    every kind; nobody has scored anything.
    """
    built = write_files(
        folder,
        [transcript(f"t{number}") for number in range(ITEMS)],
        plan='coders = ["ana", "ben", "cem"]\ncoders_per_item = 3',
        rubric=RUBRIC,
    ).init()
    with closing(sqlite3.connect(built.path, isolation_level=None)) as study:
        for name, kind in KINDS.items():
            study.execute("insert or ignore into coder (name, kind) values (?, ?)", (name, kind))
    return Path(built.path)


def write(path: Path, written: Sequence[Given]) -> None:
    """Put exactly these answers into the study, each submitted, the later one standing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as study:
        study.execute("pragma foreign_keys = off")
        study.execute("begin")
        for table in ("score", "submission", "sitting"):
            study.execute(f"delete from {table}")
        items = [row[0] for row in study.execute("select blind_id from item order by 1")]
        (rubric,) = study.execute("select fingerprint from rubric").fetchone()
        study.execute(SIT, ("s",))
        for seq, each in enumerate(written):
            number = None
            if each.value is not None and each.dimension not in ("summary", "topics"):
                number = number_of(each.value)
            study.execute(
                SCORE,
                ("s", seq, each.coder, items[each.item], each.dimension, each.state, each.value,
                 number, rubric, seq + 1),
            )  # fmt: skip
        for seq, (coder, item) in enumerate(sorted({(e.coder, e.item) for e in written})):
            study.execute(MOVE, ("s", 1000 + seq, coder, items[item], "submitted", 1000 + seq))
        study.execute("update submission set recorded_at = '2026-05-04T12:00:00.000Z'")
        study.execute("commit")


def standing(written: Sequence[Given]) -> list[Row]:
    """What stands of it, in plain Python."""
    last = {(each.item, each.dimension, each.coder): each for each in written}
    found = []
    for each in last.values():
        parent = last.get((each.item, "degree", each.coder))
        shown = parent is not None and parent.value is not None and float(parent.value) >= 1
        if each.state != "cleared" and (each.dimension != "depth" or shown):
            found.append(
                (str(each.item), each.dimension, KINDS[each.coder], each.coder, each.state,
                 each.value)
            )  # fmt: skip
    return found


LOOK = Look("a study", 0.667, {coder: coder for coder in KINDS}, draws=0)
FIRST = Look("a study", 0.667, {coder: coder for coder in KINDS}, draws=0, only=())
