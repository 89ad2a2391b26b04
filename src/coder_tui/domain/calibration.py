"""Practice items: the right answers to them, and how a coder's own answers compare.

An item is passed when the share of its dimensions answered exactly like gold is at least its pass
mark. A round is passed when every item of it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Answer, Dimension, Level, Rubric, State
from coder_tui.domain.scales import shortest, write_set
from coder_tui.domain.toml_table import TomlTable

PASS_MARK = 0.8
WITHOUT_VALUE = (State.NOT_APPLICABLE.value, State.CANNOT_JUDGE.value)
"""How gold says that there is no value."""


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """A practice item as the study file has it, not yet held against the rubric."""

    item: str
    gold: Mapping[str, object]
    why: Mapping[str, object]
    pass_mark: float
    table: TomlTable
    """For the place in the file when something is refused."""

    @property
    def file(self) -> str:
        """The file that the item stands in."""
        return self.item.partition("#")[0]

    @property
    def id(self) -> str:
        """The item's id in that file."""
        return self.item.partition("#")[2]


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """What is right on an item, why, and how much of it a coder has to find."""

    gold: Mapping[str, Answer]
    why: Mapping[str, str]
    pass_mark: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A coder's answer on one dimension beside the right one."""

    dimension: Dimension
    own: Answer | None
    gold: Answer
    why: str

    @property
    def agrees(self) -> bool:
        """Whether the answer is exactly the right one."""
        own = self.own
        return own is not None and (own.state, own.value) == (self.gold.state, self.gold.value)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a coder is told after a practice item."""

    compared: tuple[Compared, ...]
    pass_mark: float

    @property
    def agreed(self) -> int:
        """On how many dimensions the answer was the right one."""
        return sum(each.agrees for each in self.compared)

    @property
    def share(self) -> float:
        """The share of dimensions with the right answer."""
        return self.agreed / len(self.compared)

    @property
    def passed(self) -> bool:
        """Whether that is enough."""
        return self.share >= self.pass_mark


def compare(rubric: Rubric, practice: PracticeItem, answers: Mapping[str, Answer]) -> Feedback:
    """Hold a coder's answers against gold, on the dimensions that gold opens.

    An answer that the coder's own answers hide is none.
    """
    asked = {dimension.id for dimension in rubric.open_dimensions(answers)}
    compared = tuple(
        Compared(
            dimension,
            answers.get(dimension.id) if dimension.id in asked else None,
            practice.gold[dimension.id],
            practice.why.get(dimension.id, ""),
        )
        for dimension in rubric.dimensions
        if dimension.id in practice.gold
    )
    return Feedback(compared, practice.pass_mark)


# Reading the study file


def read_practice_plan(table: TomlTable) -> PracticePlan:
    """Read one `[[calibration]]`.

    Raises:
        BadInputError: a key is missing, unknown or impossible.
    """
    item = table.take("item", str)
    file, mark, item_id = item.partition("#")
    if not (file.strip() and mark and item_id):
        raise table.refuse("item", f"is {item!r}; write a file, '#' and the item's id in it.")
    plan = PracticePlan(
        item=item,
        gold=table.take("gold", dict),
        why=table.take("why", dict, {}),
        pass_mark=table.take("pass", float, PASS_MARK),
        table=table,
    )
    table.done()
    if not 0 <= plan.pass_mark <= 1:
        raise table.refuse("pass", f"is {plan.pass_mark}; allowed are 0 to 1.")
    for dimension, sentence in plan.why.items():
        if not isinstance(sentence, str) or not sentence.strip():
            raise table.refuse(f"why.{dimension}", f"must be a sentence, not {sentence!r}.")
    return plan


def check_practice(plan: PracticePlan, rubric: Rubric) -> PracticeItem:
    """Hold a practice item against the rubric.

    Raises:
        BadInputError: gold lacks a dimension, has one too many, or a value that it cannot take.
    """
    known = {dimension.id: dimension for dimension in rubric.dimensions}
    for key in ("gold", "why"):
        for dimension in getattr(plan, key):
            if dimension not in known:
                raise plan.table.refuse(
                    f"{key}.{dimension}",
                    f"the rubric has no such dimension; it has {', '.join(known)}.",
                )
    gold = {name: _answer(plan, known[name], value) for name, value in plan.gold.items()}
    asked = rubric.open_dimensions(gold)
    for dimension in asked:
        if dimension.level is not Level.TEXT and dimension.id not in gold:
            raise plan.table.refuse(
                "gold",
                f"has no value for {dimension.id!r}, which is asked.",
                f"{_takes(dimension)}",
            )
    for name in gold:
        if known[name] not in asked:
            raise plan.table.refuse(
                f"gold.{name}", "is not asked, given the other values; take it out."
            )
    if not gold:
        raise plan.table.refuse("gold", "is empty; free text alone cannot be compared.")
    return PracticeItem(gold, {name: str(said) for name, said in plan.why.items()}, plan.pass_mark)


def _answer(plan: PracticePlan, dimension: Dimension, value: object) -> Answer:
    place = f"gold.{dimension.id}"
    if dimension.level is Level.TEXT:
        raise plan.table.refuse(
            place, "is free text, which has no right answer; take it out.", "`why` may speak of it."
        )
    if value in WITHOUT_VALUE:
        answer = Answer(State(value))
        if not dimension.allows(answer):
            raise plan.table.refuse(place, f"is {value!r}, which the dimension does not allow.")
        return answer
    text = _typed(value)
    if text is not None:
        try:
            return dimension.read(text)
        except BadInputError:
            pass
    raise plan.table.refuse(place, f"is {value!r}, which is no value of it.", _takes(dimension))


def _typed(value: object) -> str | None:
    """Give a TOML value as a coder would type it, None where nobody would."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return shortest(value)
    if isinstance(value, list):
        whole = all(isinstance(each, int) and not isinstance(each, bool) for each in value)
        return write_set(value) if whole else None
    return value if isinstance(value, str) else None


def _takes(dimension: Dimension) -> str:
    without = [
        word for word in WITHOUT_VALUE if dimension.allows(Answer(State(word)))
    ]  # fmt: skip
    return f"It takes {dimension.takes}; or {' or '.join(map(repr, without))}."


# As stored


def gold_to_json(gold: Mapping[str, Answer]) -> str:
    """Write gold as a study file keeps it."""
    return json.dumps(
        {name: [answer.state.value, answer.value] for name, answer in gold.items()},
        ensure_ascii=False,
    )


def gold_from_json(text: str, rubric: Rubric) -> dict[str, Answer]:
    """Read gold as a study file keeps it."""
    return {
        name: Answer(State(state)) if value is None else rubric.dimension(name).read(value)
        for name, (state, value) in json.loads(text).items()
    }
