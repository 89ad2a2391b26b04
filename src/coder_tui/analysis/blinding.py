"""How well blinding held: what coders took items for, against the models in the key.

Only for who may see conditions. Each kind of coder stands alone, and only items that count do:
submitted, no practice, no silent repeat, not excluded.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coder_tui.analysis import questions
from coder_tui.analysis.questions import Guessed
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.guessing import CANNOT_TELL
from coder_tui.statistics.blinding_index import BlindingIndex, Guesses, bang, james

KINDS = ("human", "simulated", "machine")
"""In the order in which they are shown."""

NOT_ASKED = "This study asks its coders for no guess: whether blinding held is not known."
NOT_OFFERED = "Undefined: this model was not among the names that coders could choose from."

INDEPENDENT = (
    "Intervals (95 %) take all answers as independent. Answers of one coder, or on one item, are "
    "not: the true intervals are wider."
)
BANG = (
    "Bang's index, for each model: 0 is what chance gives, 1 that everybody knew, below 0 that "
    "more guesses were wrong than chance gives."
)
JAMES = (
    "James' index, of all models: 1 is that nobody could tell, .5 what chance gives, 0 that "
    "everybody knew."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Guesses counted: all of them, by what they were, and how sure coders were."""

    guesses: int
    correct: int
    wrong: int
    cannot_tell: int
    sure_when_correct: float | None
    """Mean confidence, 1 to 3, of correct guesses; None without any."""
    sure_when_wrong: float | None


@dataclass(frozen=True, slots=True)
class ModelGuesses:
    """The guesses about the items of one model."""

    model: str
    tally: Tally
    named: tuple[int, ...]
    """How often each of the names was given, in the order of `Guessing.names`."""
    bang: BlindingIndex

    @property
    def recognised(self) -> bool:
        """Whether all of the interval lies above what chance gives."""
        return self.bang.low is not None and self.bang.low > 0

    @property
    def sentence(self) -> str:
        """What the index says of this model."""
        index = self.bang
        if index.value is None:
            return index.undefined
        if index.low is None or index.high is None:
            return "All answers are alike, so no interval can be computed."
        if index.low > 0:
            return (
                "Named rightly more often than chance gives: blinding did not hold for this model, "
                "unless coders favour its name, so that other models are below chance."
            )
        if index.high < 0:
            return "Taken for another model more often than chance gives."
        return "Chance alone could explain these guesses."


@dataclass(frozen=True, slots=True)
class CoderGuesses:
    """The guesses of one coder."""

    coder: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Guessing:
    """The guesses of one kind of coder."""

    coder_kind: str
    names: tuple[str, ...]
    """Names that were offered, others that somebody gave, and `CANNOT_TELL` last."""
    offered: int
    """How many names coders could choose from, `CANNOT_TELL` apart."""
    models: tuple[ModelGuesses, ...]
    coders: tuple[CoderGuesses, ...]
    total: Tally
    james: BlindingIndex


@dataclass(frozen=True, slots=True)
class Blinding:
    """The guesses of all kinds of coders; that of people always stands there, be it empty."""

    kinds: tuple[Guessing, ...]


def blinding(snapshot: Snapshot, offered: Sequence[str]) -> Blinding:
    """Compute the indexes.

    Args:
        snapshot: the study, with conditions.
        offered: the names that coders choose from, decoys among them.
    """
    found = questions.guesses(snapshot)
    models = sorted({each.model for each in found})
    given = [each for each in found if each.times]
    kinds = {each.coder_kind for each in given} | {KINDS[0]}
    return Blinding(
        tuple(
            _of_kind(kind, [g for g in given if g.coder_kind == kind], models, offered)
            for kind in KINDS
            if kind in kinds
        )
    )


def _of_kind(
    kind: str, given: Sequence[Guessed], models: Sequence[str], offered: Sequence[str]
) -> Guessing:
    others = sorted({each.named for each in given} - {*offered, CANNOT_TELL})
    names = (*offered, *others, CANNOT_TELL)
    by_model = {model: [g for g in given if g.model == model] for model in models}
    counts = {model: _guesses(model, found, offered) for model, found in by_model.items()}
    return Guessing(
        coder_kind=kind,
        names=names,
        offered=len(offered),
        models=tuple(
            ModelGuesses(
                model=model,
                tally=_tally(found, offered),
                named=tuple(sum(g.times for g in found if g.named == name) for name in names),
                bang=_bang(model, counts[model], offered),
            )
            for model, found in by_model.items()
        ),
        coders=tuple(
            CoderGuesses(coder, _tally([g for g in given if g.coder == coder], offered))
            for coder in sorted({each.coder for each in given})
        ),
        total=_tally(given, offered),
        james=james(_merged(counts.values())),
    )


def _offered_as(model: str, offered: Sequence[str]) -> str:
    """Give a model's name as it is offered: `init` compares names whatever their case."""
    if model in offered:
        return model
    return next((name for name in offered if name.casefold() == model.casefold()), model)


def _guesses(model: str, found: Sequence[Guessed], offered: Sequence[str]) -> Guesses:
    named: Counter[str] = Counter()
    for guess in found:
        named[guess.named] += guess.times
    cannot_tell = named.pop(CANNOT_TELL, 0)
    return Guesses(_offered_as(model, offered), dict(named), cannot_tell)


def _merged(counts: Iterable[Guesses]) -> list[Guesses]:
    """Put models together that are offered under one name, so that it has one margin."""
    by_name: dict[str, Guesses] = {}
    for each in counts:
        before = by_name.get(each.model, Guesses(each.model, {}))
        named = Counter(before.named)
        named.update(each.named)
        cannot_tell = before.cannot_tell + each.cannot_tell
        by_name[each.model] = Guesses(each.model, dict(named), cannot_tell)
    return list(by_name.values())


def _bang(model: str, guesses: Guesses, offered: Sequence[str]) -> BlindingIndex:
    index = replace(bang(guesses, len(offered)), model=model)
    if guesses.model in offered or not guesses.total:
        return index
    # Who cannot be right says nothing by being wrong.
    return BlindingIndex(
        "bang", model, None, index.guesses, index.correct, index.incorrect, index.cannot_tell,
        chance=None, undefined=NOT_OFFERED,
    )  # fmt: skip


def _tally(found: Sequence[Guessed], offered: Sequence[str]) -> Tally:
    made = [each for each in found if each.named != CANNOT_TELL]
    right = [each for each in made if each.named == _offered_as(each.model, offered)]
    wrong = [each for each in made if each.named != _offered_as(each.model, offered)]
    return Tally(
        guesses=_times(found),
        correct=_times(right),
        wrong=_times(wrong),
        cannot_tell=_times(found) - _times(made),
        sure_when_correct=_mean_confidence(right),
        sure_when_wrong=_mean_confidence(wrong),
    )


def _times(found: Iterable[Guessed]) -> int:
    return sum(each.times for each in found)


def _mean_confidence(found: Sequence[Guessed]) -> float | None:
    if not found:
        return None
    return sum(each.confidence * each.times for each in found) / _times(found)
