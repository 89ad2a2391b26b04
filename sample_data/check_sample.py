"""Check that the synthetic sample is whole and is what design.toml says; exit 1 if not.

Prints the highest similarity of two transcripts of one task.
"""

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from simulate_coders import HERE, Truth, read_design

TRANSCRIPTS = 180
SHAPE = {"model": 3, "scaffold": 4, "task": 15}
SEEN_TURNS = range(4, 13)
MOST_ALIKE = 90.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as it stands in the file."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the checks need of one transcript."""

    id: str
    model: str
    scaffold: str
    task: str
    reference: str
    turns: tuple[Turn, ...]

    @property
    def seen(self) -> tuple[Turn, ...]:
        """The turns a coder sees."""
        return tuple(turn for turn in self.turns if turn.role != "system")


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The exact texts around a transcript."""

    system: str
    before: str
    after: str

    def unwrapped(self, turn: Turn) -> str:
        """Give a turn's text without what the scaffold puts around user turns."""
        if turn.role != "user":
            return turn.text
        return turn.text.removeprefix(self.before).removesuffix(self.after)

    def wraps(self, turn: Turn) -> bool:
        """Whether a user turn stands in this scaffold's wrapper."""
        return turn.text.startswith(self.before) and turn.text.endswith(self.after)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two transcripts of one task, and how alike they are in percent."""

    first: str
    second: str
    alike: float


def read_transcripts() -> list[Transcript]:
    """Read transcripts.jsonl."""
    lines = (HERE / "transcripts.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Transcript(
            row["id"],
            row["model"],
            row["scaffold"],
            row["task"],
            row["reference"],
            tuple(Turn(turn["role"], turn["text"]) for turn in row["turns"]),
        )
        for row in map(json.loads, lines)
    ]


def read_scaffolds() -> dict[str, Scaffold]:
    """Read scaffolds.toml."""
    tables = tomllib.loads((HERE / "scaffolds.toml").read_text(encoding="utf-8"))["scaffold"]
    return {t["id"]: Scaffold(t["system"], t["before"], t["after"]) for t in tables}


def count_problems(transcripts: list[Transcript]) -> Iterator[str]:
    """Every cell of model x scaffold x task is there once, with a fair number of turns."""
    if len(transcripts) != TRANSCRIPTS:
        yield f"There are {len(transcripts)} transcripts; {TRANSCRIPTS} are wanted."
    for name, wanted in SHAPE.items():
        found = len({getattr(transcript, name) for transcript in transcripts})
        if found != wanted:
            yield f"There are {found} different values of {name}; {wanted} are wanted."
    for transcript in transcripts:
        if transcript.id != f"{transcript.task}/{transcript.model}/{transcript.scaffold}":
            yield f"The id {transcript.id!r} does not say task/model/scaffold."
        if len(transcript.seen) not in SEEN_TURNS:
            yield f"{transcript.id} has {len(transcript.seen)} turns; 4 to 12 are wanted."
    for doubled, times in Counter(transcript.id for transcript in transcripts).items():
        if times > 1:
            yield f"{doubled} is there {times} times."


def wrapping_problems(
    transcripts: list[Transcript], scaffolds: dict[str, Scaffold]
) -> Iterator[str]:
    """System turns, wrappers and references are those of scaffolds.toml and tasks.toml."""
    tasks = tomllib.loads((HERE / "tasks.toml").read_text(encoding="utf-8"))["task"]
    references = {task["id"]: task["reference"] for task in tasks}
    for transcript in transcripts:
        scaffold = scaffolds[transcript.scaffold]
        systems = [turn.text for turn in transcript.turns if turn.role == "system"]
        if systems != [scaffold.system] * bool(scaffold.system):
            yield f"{transcript.id}: the system turn is not the one of scaffolds.toml."
        if not all(scaffold.wraps(turn) for turn in transcript.turns if turn.role == "user"):
            yield f"{transcript.id}: a user turn lacks the wrapper of scaffolds.toml."
        if transcript.reference != references[transcript.task]:
            yield f"{transcript.id}: the reference is not the one of tasks.toml."


def design_problems(transcripts: list[Transcript], truths: list[Truth]) -> Iterator[str]:
    """Every transcript has all true scores, on the scale, with evidence in a real turn."""
    if {truth.item for truth in truths} != {transcript.id for transcript in transcripts}:
        yield "design.toml and transcripts.jsonl do not hold the same transcripts."
        return
    seen = {transcript.id: transcript.seen for transcript in transcripts}
    for truth in truths:
        place = f"{truth.item}, {truth.dimension}"
        top = 1 if truth.dimension == "offers_control" else 2
        if not 0 <= truth.score <= top:
            yield f"{place}: the true score {truth.score} is not on the scale."
        if truth.score and not truth.turn:
            yield f"{place}: a score above 0 has no evidence turn."
        if truth.turn > len(seen[truth.item]):
            yield f"{place}: there is no turn {truth.turn}."
        elif truth.turn and seen[truth.item][truth.turn - 1].role != "assistant":
            yield f"{place}: turn {truth.turn} is not the assistant's."


def planted_problems(truths: list[Truth]) -> Iterator[str]:
    """The sums of true scores are those stated as planted, and show what is said of them."""
    design = tomllib.loads((HERE / "design.toml").read_text(encoding="utf-8"))
    sums: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for truth in truths:
        _task, model, scaffold = truth.item.split("/")
        sums[truth.dimension][model][scaffold] += truth.score
    for dimension, models in sums.items():
        planted = design["planted"][dimension]
        rows = {m: [cells[s] for s in design["scaffolds"]] for m, cells in models.items()}
        for model, row in rows.items():
            if row != planted[model]:
                yield f"{dimension}, {model}: the sums are {row}; {planted[model]} is planted."
        gains = {tuple(value - row[0] for value in row) for row in rows.values()}
        if (planted["effect"] in ("additive", "constant")) != (len(gains) == 1):
            yield f"{dimension}: the sums do not show the effect {planted['effect']!r}."
    if {truth.score for truth in truths if truth.dimension == "retention"} != {2}:
        yield "retention is not 2 throughout."


def closest_pair(transcripts: list[Transcript], scaffolds: dict[str, Scaffold]) -> Pair:
    """Find the two transcripts of one task whose seen turns are most alike."""
    by_task: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for transcript in transcripts:
        texts = map(scaffolds[transcript.scaffold].unwrapped, transcript.seen)
        by_task[transcript.task].append((transcript.id, "\n".join(texts)))
    pairs = (
        Pair(first, second, fuzz.ratio(one, other))
        for task in by_task.values()
        for (first, one), (second, other) in combinations(task, 2)
    )
    return max(pairs, key=lambda pair: pair.alike)


def main() -> int:
    """Print what is wrong, or that nothing is."""
    transcripts, scaffolds, truths = read_transcripts(), read_scaffolds(), read_design()
    problems = [
        *count_problems(transcripts),
        *wrapping_problems(transcripts, scaffolds),
        *design_problems(transcripts, truths),
        *planted_problems(truths),
    ]
    closest = closest_pair(transcripts, scaffolds)
    pair = f"{closest.first} and {closest.second} are {closest.alike:.1f} % alike"
    if closest.alike > MOST_ALIKE:
        problems.append(f"{pair}; at most {MOST_ALIKE:.0f} % is allowed.")
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    print(f"{len(transcripts)} transcripts and {len(truths)} true scores are as designed.")
    print(f"The closest two of a task: {pair}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
