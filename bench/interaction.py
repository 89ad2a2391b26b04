"""How often the interaction test finds something: where there is nothing, and where there is.

    python bench/interaction.py            10,000 studies of each kind, 300 fits of the latent model
    python bench/interaction.py --quick    500 studies, 20 fits: to see that it works
    python bench/interaction.py --only nulls      also power, ceilings, detectable, intervals

Everything is the engine's own code and drawn from one seed; each row has its own stream of it. The
exit code is 1 if a rejection rate of the sign-flip test lies outside .040 to .060 where there is
nothing to be found.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import product

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from coder_tui.statistics.effects.contrasts import contrasted, midranks, of_interaction
from coder_tui.statistics.effects.detectable import detectable
from coder_tui.statistics.effects.huynh_feldt import huynh_feldt
from coder_tui.statistics.effects.latent import latent
from coder_tui.statistics.effects.paired import (
    interval_of_difference,
    jackknife,
    of_posterior,
)
from coder_tui.statistics.effects.sign_flip import flipped
from coder_tui.statistics.patterns import Numbers
from interaction_studies import (
    MODELS,
    NULLS,
    POINTS,
    SCAFFOLDS,
    WARNING,
    Kind,
    Shared,
    at_ceilings,
    behind,
    expected,
    rising,
    single,
)

SEED = 20260504
LEVEL = 0.05
ALLOWED = (0.040, 0.060)
ROWS = of_interaction(MODELS, SCAFFOLDS)
PARTS = ("nulls", "power", "ceilings", "detectable", "intervals")


def stream(*place: int) -> np.random.Generator:
    return np.random.default_rng((SEED, *place))


def contrasts(studies: Numbers) -> Numbers:
    return np.stack([contrasted(study, ROWS) for study in studies])


def rate(pvalues: Sequence[float | None] | Numbers) -> float:
    """The share of studies in which something is found; a test without an answer finds nothing."""
    return float(np.mean([p is not None and p <= LEVEL for p in pvalues]))


def tests(studies: Numbers) -> list[float]:
    """The rejection rates of the sign-flip test, that of mid-ranks, and Huynh-Feldt's."""
    raw = contrasts(studies)
    return [
        rate(flipped(raw, SEED)),
        rate(flipped(contrasts(np.stack([midranks(study) for study in studies])), SEED)),
        rate([huynh_feldt(study).p for study in raw]),
    ]


def still_cells(studies: Numbers) -> float:
    return float((studies.std(axis=1) == 0).sum(axis=(1, 2)).mean())


def latent_rate(studies: Numbers) -> str:
    """The latent model's rate, and in how many of the runs it says that it is separated."""
    found = [latent(study) for study in studies]
    separated = float(np.mean([bool(each.separated) for each in found]))
    return f"{short(rate([each.p for each in found]))} ({separated:.0%})"


def short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def head(*names: str) -> None:
    print()
    row(*names)
    print("|---" * len(names) + "|")


def rates(kind: Kind, place: tuple[int, ...], studies: int, fits: int) -> float:
    """Print one row; give the rate of the sign-flip test."""
    drawn = kind.draw(studies, stream(*place))
    found = tests(drawn)
    numbers = [short(each) for each in found]
    row(kind.name, kind.what, f"{still_cells(drawn):.1f}", *numbers, latent_rate(drawn[:fits]))
    return found[0]


RATES = ("", "studies", "still cells", "sign flips", "mid-ranks", "Huynh-Feldt", "latent LRT")


def nulls(studies: int, fits: int) -> bool:
    head(*RATES)
    found = [rates(kind, (0, place), studies, fits) for place, kind in enumerate(NULLS)]
    return all(ALLOWED[0] <= each <= ALLOWED[1] for each in found)


def ceilings(studies: int, fits: int) -> None:
    head(*RATES)
    for place, kind in enumerate((at_ceilings(), WARNING)):
        rates(kind, (1, place), studies, fits)


def power(studies: int) -> None:
    head("effect", "task correlation .2", ".4", ".6")
    kinds = [(rising, size) for size in (0.4, 0.6, 0.8, 1.0, 1.2)]
    kinds += [(single, size) for size in (0.6, 0.9, 1.2)]
    for place, (make, size) in enumerate(kinds):
        shares = []
        for task in (0.2, 0.4, 0.6):
            drawn = make(size, task).draw(studies, stream(2, place, round(10 * task)))
            shares.append(short(rate(flipped(contrasts(drawn), SEED))))
        row(make(size, 0.2).what, *shares)


def minimum(studies: int) -> None:
    """What is printed as detectable, and how often an effect of that size is found."""
    head("pattern", "task correlation", "printed: median (5 to 95 %)", "found at the median")
    for (place, make), task in product(enumerate((rising, single)), (0.2, 0.6)):
        rng = stream(3, place, round(10 * task))
        printed = []
        for study in make(0.0, task).draw(max(studies // 50, 20), rng):
            found = detectable(study, 2.0, SEED)
            size = found.rising if make is rising else found.single_cell
            printed += [] if size is None else [size]
        low, middle, high = np.quantile(printed, (0.05, 0.5, 0.95))
        drawn = make(float(middle), task).draw(studies, rng)
        share = short(rate(flipped(contrasts(drawn), SEED)))
        name = "one model rises" if make is rising else "one cell higher"
        row(name, short(task), f"{middle:.2f} ({low:.2f} to {high:.2f})", share)


PAIRS = (
    (1.0, 1.4), (0.4, 1.6), (1.0, 1.95), (0.2, 1.9), (0.05, 1.95), (1.5, 1.97), (1.7, 1.95),
    (1.9, 1.97), (1.95, 1.97), (0.0, 2.0),
)  # fmt: skip


def widths(changes: Numbers, rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """The ends of each method's interval: chosen, jackknife, posterior, percentile."""
    chosen = interval_of_difference(changes, POINTS)
    assert chosen is not None
    for each in (chosen, jackknife(changes, POINTS), of_posterior(changes, POINTS)):
        yield each.low, each.high
    again = changes[rng.integers(0, len(changes), (2000, len(changes)))].mean(axis=1)
    low, high = np.quantile(again, (0.025, 0.975))
    yield float(low), float(high)


def intervals(studies: int) -> None:
    """How often the interval of a difference between two scaffolds holds the true one."""
    head("means", "task correlation", "chosen", "jackknife t", "Dirichlet", "percentile")
    for (place, pair), task in product(enumerate(PAIRS), (0.2, 0.6)):
        rng = stream(4, place, round(10 * task))
        means = np.ones((MODELS, SCAFFOLDS))
        means[0, :2] = pair
        # Through what is behind and back, because the inverse is a table.
        first, second = (float(expected(behind(np.array(mean)))) for mean in pair)
        held, wide = np.zeros(4), np.zeros(4)
        for study in Kind("", "", behind(means), Shared(task=task)).draw(studies, rng):
            two = study[:, 0, :2]
            found = widths(two[:, 1] - two[:, 0], rng)
            for method, (low, high) in enumerate(found):
                held[method] += low - 1e-9 <= second - first <= high + 1e-9
                wide[method] += high - low
        cells = [f"{short(h)}/{w:.2f}" for h, w in zip(held / studies, wide / studies, strict=True)]
        row(f"{pair[0]:g}, {pair[1]:g}", short(task), *cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few studies, to see that it works")
    parser.add_argument("--studies", type=int, help="studies of each kind")
    parser.add_argument("--only", choices=PARTS, help="only this table")
    given = parser.parse_args()
    studies = given.studies or (500 if given.quick else 10_000)
    fits = 20 if given.quick else min(300, studies)
    wanted = (given.only,) if given.only else PARTS
    error = (0.05 * 0.95 / studies) ** 0.5
    print(f"{studies} studies of each kind, {fits} fits of the latent model, seed {SEED};")
    print(f"Monte Carlo error of a rate of .05: {error:.4f}, of the latent model's "
          f"{(0.05 * 0.95 / fits) ** 0.5:.3f}")  # fmt: skip
    kept = nulls(studies, fits) if "nulls" in wanted else True
    if "ceilings" in wanted:
        ceilings(studies, fits)
    if "power" in wanted:
        power(studies)
    if "detectable" in wanted:
        minimum(studies)
    if "intervals" in wanted:
        intervals(max(studies // 5, 100))
    if not kept and not given.quick:
        print(f"\nOVER: a rate of the sign-flip test is outside {ALLOWED[0]} to {ALLOWED[1]}")
        sys.exit(1)


if __name__ == "__main__":
    main()
