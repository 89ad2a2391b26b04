"""Two simulated coders for the synthetic sample: the design plus coder error, nothing else.

The model of coder error:

- A coder starts from the true score in design.toml. On each transcript and dimension, and
  independently of everything else, the coder errs with a probability of its own for that
  dimension (`ERROR`), by exactly one scale step.
- Where both directions are possible the error goes up with the coder's leniency (`LENIENCY`);
  at an end of the scale it goes the only way there is.
- Retention has probability 0: in this sample nobody could miss it. Both coders then give one
  value throughout, and kappa is undefined.
- On repair a coder answers *cannot judge*, on grounding *not applicable*, with a small
  probability (`WITHDRAWAL`), in place of a score.
- A score above 0 cites the evidence turn of the design; where the truth is 0, or the design
  names no turn, it cites the last turn of the assistant.
- About one answer in forty carries a comment, without regard to the answer.

What the model leaves out: errors of two steps, errors that two coders share, hard transcripts,
tiring, and learning. Real coders show all of these.

Run it to write codings/stress.jsonl anew, byte for byte, and to print the agreement;
`--check` compares the file and writes nothing.
"""

import json
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODINGS = HERE / "codings" / "stress.jsonl"
SEED = 20260504

ERROR: Mapping[str, Mapping[str, float]] = {
    "sim-1": {
        "clarification": 0.08,
        "verification_support": 0.05,
        "grounding": 0.16,
        "repair": 0.15,
        "retention": 0.0,
        "process_steerability": 0.1,
        "offers_control": 0.04,
    },
    "sim-2": {
        "clarification": 0.07,
        "verification_support": 0.05,
        "grounding": 0.19,
        "repair": 0.16,
        "retention": 0.0,
        "process_steerability": 0.11,
        "offers_control": 0.03,
    },
}
"""How often a coder misses the true score, by coder and dimension."""

LENIENCY: Mapping[str, float] = {"sim-1": 0.65, "sim-2": 0.4}
"""The share of a coder's errors that go up where both directions are possible."""

WITHDRAWAL: Mapping[str, tuple[str, float]] = {
    "repair": ("cannot_judge", 0.01),
    "grounding": ("not_applicable", 0.015),
}
"""What a coder answers in place of a score on a dimension, and how often."""

COMMENT_SHARE = 1 / 40
COMMENTS = (
    "(simulated) Hesitated between two points.",
    "(simulated) Clear case.",
    "(simulated) Read twice; the second reading decided.",
    "(simulated) The turn before matters as well.",
    "(simulated) The wording could be read either way.",
    "(simulated) Compared with the reference.",
    "(simulated) Close to the line.",
    "(simulated) One opportunity, so one look was enough.",
    "(simulated) Would like to talk this one over.",
    "(simulated) The anchor fits, the example under it less so.",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """The true score of one transcript on one dimension, and the turn that shows it best."""

    item: str
    dimension: str
    score: int
    turn: int
    """Counted from 1 over the turns a coder sees; 0 = no single turn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the codings: what a simulated coder says."""

    coder: str
    item: str
    dimension: str
    state: str
    value: int | None
    turn: int | None
    comment: str

    def as_line(self) -> str:
        """Give the answer as one JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree on one dimension; None is undefined."""

    dimension: str
    items: int
    percent: float
    kappa: float | None
    quadratic_kappa: float | None


def read_design(path: Path = HERE / "design.toml") -> list[Truth]:
    """Read the true scores, in the order of the design."""
    design = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Truth(f"{task}/{condition}", dimension, score, turn)
        for task, rows in design["truth"].items()
        for condition, cells in rows.items()
        for dimension, (score, turn) in zip(design["dimensions"], cells, strict=True)
    ]


def read_last_turns(path: Path = HERE / "transcripts.jsonl") -> dict[str, int]:
    """Give the last turn of the assistant in every transcript, as a coder counts it."""
    last = {}
    with path.open(encoding="utf-8") as lines:
        for transcript in map(json.loads, lines):
            seen = [turn for turn in transcript["turns"] if turn["role"] != "system"]
            places = (place for place, turn in enumerate(seen, 1) if turn["role"] == "assistant")
            last[transcript["id"]] = max(places)
    return last


def simulate(truths: Iterable[Truth], last_turns: Mapping[str, int]) -> Iterator[Answer]:
    """Give every answer of every coder, coder by coder, in the order of the design."""
    every = list(truths)
    for coder in ERROR:
        for truth in every:
            yield _answer(coder, truth, last_turns[truth.item])


def _answer(coder: str, truth: Truth, last_turn: int) -> Answer:
    # A generator for each answer, so that a change in one place of the design moves no other;
    # only `random()`, whose sequence is the same in every Python.
    draw = random.Random(f"{SEED}/{coder}/{truth.item}/{truth.dimension}").random
    withdrawn, withdrawal = WITHDRAWAL.get(truth.dimension, ("", 0.0))
    withdraws = draw() < withdrawal
    errs = draw() < ERROR[coder][truth.dimension]
    goes_up = draw() < LENIENCY[coder]
    comment = COMMENTS[int(draw() * len(COMMENTS))] if draw() < COMMENT_SHARE else ""
    if withdraws:
        return Answer(coder, truth.item, truth.dimension, withdrawn, None, None, comment)
    value = _missed(truth, goes_up=goes_up) if errs else truth.score
    turn = (truth.turn if truth.score else 0) or last_turn
    return Answer(
        coder, truth.item, truth.dimension, "scored", value, turn if value else None, comment
    )


def _missed(truth: Truth, *, goes_up: bool) -> int:
    """Give the score one step beside the true one."""
    top = 1 if truth.dimension == "offers_control" else 2
    if truth.score == 0:
        return 1
    if truth.score == top:
        return top - 1
    return truth.score + (1 if goes_up else -1)


def agreement(dimension: str, pairs: list[tuple[int, int]]) -> Agreement:
    """Compute percent agreement and Cohen's kappa over pairs of scores."""
    same = sum(first == second for first, second in pairs)
    return Agreement(
        dimension,
        len(pairs),
        100 * same / len(pairs),
        cohen_kappa(pairs, power=0),
        cohen_kappa(pairs, power=2),
    )


def cohen_kappa(pairs: list[tuple[int, int]], power: int) -> float | None:
    """Give 1 - observed / expected disagreement; power 0 is unweighted, 2 quadratic.

    None where no disagreement is to be expected, because both coders gave one and the same value.
    """
    firsts = Counter(first for first, _ in pairs)
    seconds = Counter(second for _, second in pairs)
    observed = sum(_distance(first, second, power) for first, second in pairs) / len(pairs)
    expected = sum(
        firsts[first] * seconds[second] * _distance(first, second, power)
        for first in firsts
        for second in seconds
    )
    return 1 - observed * len(pairs) ** 2 / expected if expected else None


def _distance(first: int, second: int, power: int) -> int:
    return 0 if first == second else abs(first - second) ** power


def pairs_by_dimension(answers: Iterable[Answer]) -> dict[str, dict[str, tuple[int, int]]]:
    """Give, by dimension and item, the scores of both coders where both gave one."""
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for answer in answers:
        if answer.value is not None:
            given[answer.dimension, answer.item].append(answer.value)
    pairs: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for (dimension, item), values in given.items():
        if len(values) == len(ERROR):
            pairs[dimension][item] = (values[0], values[1])
    return pairs


def agreement_table(answers: Iterable[Answer]) -> Iterator[str]:
    """Give the lines of a table of agreement per dimension."""
    yield "| dimension | pairs | agreement % | kappa | quadratic kappa |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for dimension, pairs in pairs_by_dimension(answers).items():
        row = agreement(dimension, list(pairs.values()))
        yield (
            f"| {row.dimension} | {row.items} | {row.percent:.1f} "
            f"| {_shown(row.kappa)} | {_shown(row.quadratic_kappa)} |"
        )


def means_table(answers: Iterable[Answer], dimension: str) -> Iterator[str]:
    """Give the lines of a table of cell means over the scores on which both coders agree."""
    cells: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for item, (first, second) in pairs_by_dimension(answers)[dimension].items():
        if first == second:
            _task, model, scaffold = item.split("/")
            cells[model][scaffold].append(first)
    scaffolds = next(iter(cells.values()))
    yield f"| {dimension} | {' | '.join(scaffolds)} |"
    yield "| --- |" + " ---: |" * len(scaffolds)
    for model, row in cells.items():
        means = (f"{sum(row[s]) / len(row[s]):.2f} (n {len(row[s])})" for s in scaffolds)
        yield f"| {model} | {' | '.join(means)} |"


def _shown(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def main(arguments: list[str]) -> int:
    """Write the codings, or with `--check` compare them; print the tables either way."""
    if arguments not in ([], ["--check"]):
        print("usage: simulate_coders.py [--check]", file=sys.stderr)
        return 2
    answers = list(simulate(read_design(), read_last_turns()))
    text = "".join(answer.as_line() for answer in answers)
    if not arguments:
        CODINGS.parent.mkdir(exist_ok=True)
        CODINGS.write_bytes(text.encode())
    elif not CODINGS.exists() or CODINGS.read_bytes() != text.encode():
        print(f"{CODINGS.name} differs from what this script makes; run it without --check.")
        return 1
    print(*agreement_table(answers), "", sep="\n")
    print(*means_table(answers, "verification_support"), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
