"""Holm's adjustment over dimensions: with all of them, and without those that could find nothing.

    python bench/interaction_family.py            4,000 studies of each kind, two minutes
    python bench/interaction_family.py --quick    100, to see that it works

A study has eight dimensions of three models x four scaffolds x fifteen tasks. The exit code is 1 if
something false is found in more than 6 % of the studies.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from coder_tui.statistics.effects.contrasts import contrasted, of_interaction
from coder_tui.statistics.effects.holm import LEVEL, holm, holm_of_flips
from coder_tui.statistics.effects.sign_flip import FlipTest, flip_test
from coder_tui.statistics.patterns import Numbers
from interaction_studies import MODELS, SCAFFOLDS, Kind, behind, rising

SEED = 20260504
HIGHEST = 0.06
ROWS = of_interaction(MODELS, SCAFFOLDS)


def level(mean: float) -> Kind:
    """A dimension on which every system has the same expected score."""
    return Kind("", "", behind(np.full((MODELS, SCAFFOLDS), mean)))


@dataclass(frozen=True, slots=True)
class Family:
    """What the eight dimensions of a study are like; only the first one may have an effect."""

    what: str
    dimensions: tuple[Kind, ...]
    effect: bool = False
    tasks: int = 15

    def tests(self, study: Sequence[Numbers]) -> list[FlipTest]:
        scores = [each[: self.tasks] for each in study]
        return [flip_test(contrasted(each, ROWS), SEED) for each in scores]


STILL = (level(2.0),) * 3
FAMILIES = (
    Family("eight in the middle of the scale", (level(1.0),) * 8),
    Family(
        "three at 1, two at 1.96, three all at 2",
        (*[level(1.0)] * 3, *[level(1.96)] * 2, *STILL),
    ),
    Family("five at 1.99, three all at 2", (*[level(1.99)] * 5, *STILL)),
    Family("five at 1.96 on seven tasks, three all at 2", (*[level(1.96)] * 5, *STILL), tasks=7),
    Family(
        "one model rises by 1 on the first; two at 1, two at 1.96, three all at 2",
        (rising(1.0, 0.4), *[level(1.0)] * 2, *[level(1.96)] * 2, *STILL),
        effect=True,
    ),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few studies, to see that it works")
    studies = 100 if parser.parse_args().quick else 4_000
    print(f"{studies} studies of each kind, seed {SEED}\n")
    print("| dimensions | left | false: Holm over all | over those left | found: over all | left |")
    print("|---|---|---|---|---|---|")
    kept = True
    for place, family in enumerate(FAMILIES):
        rng = np.random.default_rng((SEED, 5, place))
        drawn = [kind.draw(studies, rng) for kind in family.dimensions]
        left, false, found = 0, np.zeros(2), np.zeros(2)
        for at in range(studies):
            tests = family.tests([each[at] for each in drawn])
            for way, adjusted in enumerate((holm([t.p for t in tests]), holm_of_flips(tests))):
                said = [p is not None and p < LEVEL for p in adjusted]
                false[way] += any(said[1:] if family.effect else said)
                found[way] += said[0] and family.effect
            left += sum(each.smallest_p < LEVEL for each in tests)
        rates = [f"{each / studies:.3f}".removeprefix("0") for each in (*false, *found)]
        cells = [*rates[:2], *(rates[2:] if family.effect else ("", ""))]
        print(f"| {family.what} | {left / studies:.1f} | {' | '.join(cells)} |", flush=True)
        kept = kept and false.max() / studies <= HIGHEST
    if not kept and studies >= 4_000:
        print(f"\nOVER: something false is found in more than {HIGHEST:.0%} of the studies")
        sys.exit(1)


if __name__ == "__main__":
    main()
