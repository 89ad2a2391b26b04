"""Items laid out as the study was designed: tasks by models by scaffolds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.keyed import KeyedItem
from coder_tui.statistics.patterns import Numbers


@dataclass(frozen=True, slots=True)
class Layout:
    """Which item stands where; silent repeats stand nowhere."""

    models: tuple[str, ...]
    scaffolds: tuple[str, ...]
    """The first one is the baseline."""
    tasks: tuple[str, ...]
    items: Mapping[str, tuple[int, int, int]]
    """By blind id, the places of task, model and scaffold."""
    without_task: int
    """Items with a model and a scaffold, whose task the key does not name."""

    @classmethod
    def of(cls, keyed: Iterable[KeyedItem]) -> "Layout":
        """Lay out what the key says."""
        placed = [e for e in keyed if e.model and e.scaffold and not e.repeats]
        known = [each for each in placed if each.task]
        models = tuple(sorted({each.model or "" for each in placed}))
        scaffolds = tuple(sorted({each.scaffold or "" for each in placed}))
        tasks = tuple(sorted({each.task or "" for each in known}))
        task_at, model_at, scaffold_at = map(_places, (tasks, models, scaffolds))
        items = {
            each.blind_id: (
                task_at[each.task or ""],
                model_at[each.model or ""],
                scaffold_at[each.scaffold or ""],
            )
            for each in known
        }
        return cls(models, scaffolds, tasks, items, len(placed) - len(known))

    @property
    def why_not(self) -> str:
        """Why no effect can be looked for; nothing where one can."""
        if not self.models:
            return "No item has a model and a scaffold: there is nothing to compare."
        if len(self.scaffolds) < 2:
            return "There is one scaffold only, so nothing is compared."
        if len(self.models) < 2:
            return "There is one model only: whether an effect depends on it cannot be asked."
        if not self.tasks:
            return (
                "The key names no task, so that it is not known which transcripts belong "
                "together: an effect is a difference on the same task."
            )
        return ""

    def scores(self, numbers: Mapping[str, float]) -> Numbers:
        """Give tasks x models x scaffolds: the mean over replicates, NaN where there is none."""
        shape = len(self.tasks), len(self.models), len(self.scaffolds)
        sums, counts = np.zeros(shape), np.zeros(shape)
        for blind_id, number in numbers.items():
            if blind_id in self.items:
                sums[self.items[blind_id]] += number
                counts[self.items[blind_id]] += 1
        with np.errstate(invalid="ignore"):
            return np.where(counts > 0, sums / counts, np.nan)


def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
