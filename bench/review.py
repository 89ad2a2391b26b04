"""How fast a review comes, against `krippendorff` and scikit-learn over pandas on the same file.

    python bench/review.py              100,000 and 1,000,000 scores, and the screen
    python bench/review.py --quick      24,000 scores
    python bench/review.py --large      10,000,000 scores, too: memory alone
    python bench/review.py --only peers | memory | screen

Three coders, eight dimensions of three ordered values, 3 % missing. The same work on both sides,
for each dimension: ordinal alpha of all coders, and of each two percent agreement and kappa,
unweighted, linear and quadratic; intervals on neither. Both sides say their numbers, and they have
to be equal. Each run is a process of its own, in turn; of the repeats the quickest counts.

- from the file: opening it, reading the submitted scores, computing.
- from memory: computing alone, patterns of scores included. Below it: the patterns alone, which is
  what grows with the scores, and every coefficient of the review with its standard error.
- refresh: 100 more scores have come; reading what is needed again, and computing.

The peers read the view `submitted_score` with `pandas.read_sql`. Without pandas and scikit-learn,
which `make bench` installs, their rows are left out.
"""

import argparse
import importlib.util
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import review_study

PEERS = ("pandas", "sklearn", "krippendorff")
READ = "select coder, blind_id, dimension, number from submitted_score where state = 'scored'"
SCALE = [0, 1, 2]
NEWS = 100
ASKED = ("percent_agreement", "cohen_kappa", "krippendorff_alpha")
"""What both sides compute; left to itself, ours computes every coefficient there is."""
CLOSE = 1e-9

Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what, how much, and what is asked for."""

    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.at_least is not None:
            return f"at least {self.at_least:g}: {'ok' if self.value >= self.at_least else 'UNDER'}"
        if self.at_most is not None:
            return f"at most {self.at_most:g}: {'ok' if self.value <= self.at_most else 'OVER'}"
        return ""


class Clock:
    """Seconds since it was last asked."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def lap(self) -> float:
        before, self._since = self._since, time.perf_counter()
        return self._since - before


def ours(path: Path, *, refresh: bool) -> dict[str, Any]:
    """Our side of the work: what took how long, and the numbers."""
    from coder_tui.analysis.measured import Look, measure
    from coder_tui.analysis.patterns import answer_patterns
    from coder_tui.analysis.snapshot import Snapshot
    from coder_tui.storage.study import StudyFile

    def computed(copy: Snapshot) -> Numbers:
        return _our_numbers(measure(copy, study.rubric, look))

    clock = Clock()
    study = StudyFile.open(path, read_only=True)
    names = {coder: coder for coder in review_study.CODERS}
    look = Look("bench", 0.667, names, draws=0, only=ASKED)
    everything = Look("bench", 0.667, names, draws=0)
    took = {}
    with Snapshot(study.connection) as copy:
        took["load"] = clock.lap()
        numbers = computed(copy)
        took["compute"] = clock.lap()
        answer_patterns(copy)
        took["patterns"] = clock.lap()
        measure(copy, study.rubric, everything)
        took["everything"] = clock.lap()
        if refresh:
            review_study.more(path, NEWS, seed=1)
            clock.lap()
            copy.refresh(study.connection)
            numbers = computed(copy)
            took["refresh"] = clock.lap()
    study.close()
    return {"took": took, "numbers": numbers}


def _our_numbers(found: Sequence[Any]) -> Numbers:
    numbers = {}
    for each in found:
        for one in each.coefficients:
            if one.value is None:
                continue
            who = "+".join(one.coders or ())
            if one.name == "krippendorff_alpha" and not one.coders:
                numbers[f"{each.dimension.id} alpha"] = one.value
            elif one.name == "cohen_kappa" and one.coders:
                numbers[f"{each.dimension.id} {who} kappa {one.weights}"] = one.value
            elif one.name == "percent_agreement" and one.coders:
                numbers[f"{each.dimension.id} {who} percent"] = one.value
    return numbers


def peers(path: Path, *, refresh: bool) -> dict[str, Any]:
    """The peers' side of the same work."""
    import krippendorff  # noqa: F401  # loaded before the clock starts, like ours
    import pandas
    import sklearn.metrics  # noqa: F401

    clock = Clock()
    study = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    scores = pandas.read_sql(READ, study)
    took = {"load": clock.lap()}
    numbers = _peer_numbers(scores)
    took["compute"] = clock.lap()
    if refresh:
        review_study.more(path, NEWS, seed=1)
        clock.lap()
        numbers = _peer_numbers(pandas.read_sql(READ, study))
        took["refresh"] = clock.lap()
    study.close()
    return {"took": took, "numbers": numbers}


def _peer_numbers(scores: Any) -> Numbers:
    import krippendorff
    from sklearn.metrics import cohen_kappa_score

    numbers = {}
    for dimension, given in scores.groupby("dimension"):
        wide = given.pivot(index="coder", columns="blind_id", values="number")
        numbers[f"{dimension} alpha"] = krippendorff.alpha(
            reliability_data=wide.to_numpy(), value_domain=SCALE, level_of_measurement="ordinal"
        )
        for pair in combinations(wide.index, 2):
            first, second = wide.loc[list(pair)].dropna(axis=1).to_numpy().astype(int)
            who = f"{dimension} {'+'.join(pair)}"
            numbers[f"{who} percent"] = (first == second).mean()
            for weights in (None, "linear", "quadratic"):
                numbers[f"{who} kappa {weights or 'none'}"] = cohen_kappa_score(
                    first, second, labels=SCALE, weights=weights
                )
    return numbers


CHILDREN: dict[str, Callable[..., dict[str, Any]]] = {"ours": ours, "peers": peers}


def child(side: str, path: Path, *, refresh: bool = False) -> dict[str, Any]:
    """Run one side in a process of its own."""
    command = [sys.executable, __file__, "--child", side, "--study", str(path)]
    done = subprocess.run(
        [*command, *(["--refresh"] if refresh else [])],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def missing_peers() -> list[str]:
    return [name for name in PEERS if importlib.util.find_spec(name) is None]


def against_peers(sizes: Sequence[int], repeats: int) -> Iterator[Row]:
    """Agreement on all dimensions, against the peers."""
    if missing_peers():
        print(f"  left out: {', '.join(missing_peers())} not installed; `make bench` installs them")
        return
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="coder-tui-bench-") as name:
            yield from _of_size(Path(name), size, repeats)


def _of_size(folder: Path, size: int, repeats: int) -> Iterator[Row]:
    path = review_study.build(folder / "study", size)
    runs: dict[str, list[dict[str, Any]]] = {side: [] for side in CHILDREN}
    for _ in range(repeats):
        for side, found in runs.items():
            again = folder / "again.db"
            shutil.copy(path, again)
            found.append(child(side, again, refresh=True))
            for left in folder.glob("again.db*"):
                left.unlink()
    _compare(runs["ours"][0]["numbers"], runs["peers"][0]["numbers"])

    def best(side: str, *parts: str) -> float:
        return min(sum(run["took"][part] for part in parts) for run in runs[side])

    big = size >= 1_000_000
    for what, parts, asked in (
        ("from the file", ("load", "compute"), 1.0),
        ("from memory", ("compute",), 12.0),
        (f"refresh after {NEWS} scores", ("refresh",), 10.0),
    ):
        mine, theirs = best("ours", *parts), best("peers", *parts)
        note = f"{mine:.2f} s against {theirs:.2f} s"
        yield Row(f"{size:,}: peers / ours, {what}", theirs / mine, "x", asked if big else None,
                  note=note)  # fmt: skip
    theirs = best("peers", "compute")
    for what, part in (
        ("ours as far as it grows", "patterns"),
        ("ours all coefficients", "everything"),
    ):
        mine = best("ours", part)
        yield Row(f"{size:,}: the same, {what}", theirs / mine, "x", note=f"{mine:.3f} s")
    peak = {side: min(run["rss"] for run in found) for side, found in runs.items()}
    yield Row(f"{size:,}: peak memory, ours / peers", peak["ours"] / peak["peers"], "x",
              at_most=1.0 if big else None,
              note=f"{peak['ours']:.0f} MB against {peak['peers']:.0f} MB")  # fmt: skip


def _compare(first: Numbers, second: Numbers) -> None:
    if first.keys() != second.keys():
        sys.exit(f"not the same work: {sorted(first.keys() ^ second.keys())[:6]}")
    worst = max(abs(first[name] - second[name]) for name in first)
    print(f"  {len(first)} numbers on each side, the furthest {worst:.1e} apart")
    if worst > CLOSE:
        sys.exit("the numbers differ")


def memory_at_ten_million() -> Iterator[Row]:
    """Peak memory at 10,000,000 scores."""
    if missing_peers():
        print(f"  left out: {', '.join(missing_peers())} not installed")
        return
    with tempfile.TemporaryDirectory(prefix="coder-tui-bench-") as name:
        path = review_study.build(Path(name) / "study", 10_000_000)
        try:
            mine = child("ours", path)["rss"]
        except subprocess.CalledProcessError as error:
            print(f"  ours failed: {error}")
            return
        theirs = child("peers", path)["rss"]
        yield Row("10,000,000: peak memory, ours / peers", mine / theirs, "x", at_most=0.5,
                  note=f"{mine:.0f} MB against {theirs:.0f} MB")  # fmt: skip


def screen(runs: int) -> Iterator[Row]:
    """The review screen of a study of 3,240 scores."""
    from review_screen import SCORES, first_numbers

    minimal, frame, numbers = first_numbers(runs)
    yield Row(f"{SCORES:,}: first numbers after first frame / minimal start", numbers / minimal,
              "x", at_most=1.0, note=f"{numbers:.2f} s against {minimal:.2f} s")  # fmt: skip
    yield Row(f"{SCORES:,}: first frame / minimal start", frame / minimal, "x",
              note=f"{frame:.2f} s")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, one repeat")
    parser.add_argument("--large", action="store_true", help="10,000,000 scores, too")
    parser.add_argument("--only", choices=("peers", "memory", "screen"))
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--study", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--refresh", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        answer = CHILDREN[asked.child](asked.study, refresh=asked.refresh)
        answer["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(answer))
        return 0
    figures: dict[str, Callable[[], Iterator[Row]]] = {
        "peers": lambda: against_peers(*(((24_000,), 1) if asked.quick else ((10**5, 10**6), 3))),
    }
    figures["screen"] = lambda: screen(1 if asked.quick else 7)
    if asked.large or asked.only == "memory":
        figures["memory"] = memory_at_ten_million
    bad = False
    for name, figure in figures.items():
        if asked.only in (None, name):
            print(f"\n{name}")
            for row in figure():
                print(f"  {row.what:45} {row.value:8.2f} {row.unit}  {row.verdict}  {row.note}")
                bad = bad or row.verdict.endswith(("UNDER", "OVER"))
    return int(bad and not asked.quick)


if __name__ == "__main__":
    sys.exit(main())
