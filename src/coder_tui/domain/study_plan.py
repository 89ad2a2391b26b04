"""`study.toml`: what the lead registers before anybody codes."""

from dataclasses import dataclass

from coder_tui.domain.adjudicators import MAJORITY, MODES
from coder_tui.domain.calibration import PracticePlan, read_practice_plan
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.guessing import CANNOT_TELL, LONGEST_NAME, MOST_NAMES
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric_reading import parse_toml
from coder_tui.domain.text import plural, visible_line
from coder_tui.domain.toml_table import TomlTable

LEAST_FOR_A_MAJORITY = 3
"""Coders of an item: where two differ, neither answer is that of more than half."""

CODER_KINDS = ("human", "simulated")
"""Machines are none of those to whom items are dealt: no final score rests on them."""

SHOWABLE = ("system", "reasoning", "wrapper")
"""What is withheld from coders unless the lead turns it on for all items alike."""


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The registration of a study; paths are as written, relative to the file."""

    title: str
    rubric: str
    items: tuple[str, ...]
    coders: tuple[str, ...]
    coder_kind: str = "human"
    """Of all of them: items are dealt within one kind, because agreement is."""
    overlap: float = 1.0
    coders_per_item: int = 2
    seed: int = 0
    blind: bool | None = None
    """None: by kind of item, transcripts blind and benchmarks not."""
    show: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    scaffolds: str = ""
    agreement_bar: float = 0.667
    adjudication: str = "third"
    adjudicator_may_code: bool = False
    seal: bool = True
    simulated: bool = False
    guess: tuple[str, ...] = ()
    repeats: float = 0.0
    calibration: tuple[PracticePlan, ...] = ()

    @property
    def never_has_a_majority(self) -> bool:
        """Whether a study settles by a majority that its items have too few coders for."""
        return self.adjudication == MAJORITY and self.coders_per_item < LEAST_FOR_A_MAJORITY

    def blinds(self, kind: ItemKind) -> bool:
        """Whether items of this kind are blinded."""
        return kind is ItemKind.TRANSCRIPT if self.blind is None else self.blind


def read_plan(text: str, source: str) -> StudyPlan:
    """Read a study file.

    Raises:
        BadInputError: unknown, missing, ill-typed or impossible keys; the message names the file,
            the key and what is allowed.
    """
    table = TomlTable(source, "", parse_toml(text, source))
    plan = StudyPlan(
        title=table.take("title", str),
        rubric=table.take("rubric", str),
        items=table.take_words("items", required=True),
        coders=table.take_words("coders", required=True),
        coder_kind=table.take_choice("coder_kind", CODER_KINDS, "human"),
        overlap=table.take("overlap", float, 1.0),
        coders_per_item=table.take("coders_per_item", int, 2),
        seed=table.take("seed", int, 0),
        blind=table.take("blind", bool) if table.has("blind") else None,
        show=table.take_words("show"),
        mask=table.take_words("mask"),
        scaffolds=table.take("scaffolds", str, ""),
        agreement_bar=table.take("agreement_bar", float, 0.667),
        adjudication=table.take_choice("adjudication", MODES, "third"),
        adjudicator_may_code=table.take("adjudicator_may_code", bool, default=False),
        seal=table.take("seal", bool, default=True),
        simulated=table.take("simulated", bool, default=False),
        guess=table.take_words("guess"),
        repeats=table.take("repeats", float, 0.0),
        calibration=tuple(map(read_practice_plan, table.take_tables("calibration"))),
    )
    table.done()
    _check(table, plan)
    return plan


def _check(table: TomlTable, plan: StudyPlan) -> None:
    if not plan.items:
        raise table.refuse("items", "is empty; name at least one file, folder or pattern.")
    if not plan.coders:
        raise table.refuse("coders", "is empty; name at least one coder.")
    _check_names(table, plan)
    if plan.coder_kind == "simulated" and not plan.simulated:
        raise table.refuse(
            "coder_kind",
            "is 'simulated' in a study that is not.",
            "Write: simulated = true, so that every screen and file says so.",
        )
    if not 0 <= plan.overlap <= 1:
        raise table.refuse("overlap", f"is {plan.overlap}; allowed are 0 to 1.")
    if not 1 <= plan.coders_per_item <= len(plan.coders):
        raise _refuse_coders_per_item(table, plan)
    if not -1 <= plan.agreement_bar <= 1:
        raise table.refuse("agreement_bar", f"is {plan.agreement_bar}; allowed are -1 to 1.")
    for place, shown in enumerate(plan.show):
        if shown not in SHOWABLE:
            raise table.refuse(
                f"show[{place}]", f"is {shown!r}; allowed are {', '.join(SHOWABLE)}."
            )
    _check_rounds(table, plan)


def _refuse_coders_per_item(table: TomlTable, plan: StudyPlan) -> BadInputError:
    there = len(plan.coders)
    verb = "is" if there == 1 else "are"
    default = "" if table.gives("coders_per_item") else " (the default)"
    allowed = "" if there == 1 else f"; allowed are 1 to {there}"
    return table.refuse(
        "coders_per_item",
        f"is {plan.coders_per_item}{default}, but there {verb} {plural(there, 'coder')}{allowed}.",
        f"Write: coders_per_item = {there}",
    )


def _check_rounds(table: TomlTable, plan: StudyPlan) -> None:
    """Check what goes beyond the items that everybody codes once."""
    if not 0 <= plan.repeats < 1:
        raise table.refuse("repeats", f"is {plan.repeats}; allowed are 0 and above, below 1.")
    given: set[str] = set()
    for place, practice in enumerate(plan.calibration):
        if practice.item in given:
            raise table.refuse(f"calibration[{place}].item", f"{practice.item!r} is there twice.")
        given.add(practice.item)
    if plan.guess:
        _check_guess(table, plan)


def _check_guess(table: TomlTable, plan: StudyPlan) -> None:
    if plan.blind is False:
        raise table.refuse("guess", "asks what a study with blind = false shows; take it out.")
    if len(plan.guess) < 2:
        raise table.refuse("guess", "names one model; name at least 2, decoys among them.")
    names = [CANNOT_TELL, *(name.strip().casefold() for name in plan.guess)]
    for place, name in enumerate(plan.guess):
        if name != visible_line(name) or name != name.strip() or len(name) > LONGEST_NAME:
            raise table.refuse(
                f"guess[{place}]",
                f"is {name!r}; use 1 to {LONGEST_NAME} printable characters on one line.",
            )
        if name.casefold() in names[: place + 1]:
            hint = f"{CANNOT_TELL!r} is added by itself." if name.casefold() == CANNOT_TELL else ""
            raise table.refuse(f"guess[{place}]", f"{name!r} is there twice.", hint)
    if len(plan.guess) > MOST_NAMES:
        raise table.refuse("guess", f"has {len(plan.guess)} names; at most {MOST_NAMES} have room.")


def _check_names(table: TomlTable, plan: StudyPlan) -> None:
    for place, name in enumerate(plan.coders):
        if not coder_name_is_plain(name):
            raise table.refuse(
                f"coders[{place}]",
                f"is {name!r}; use 1 to 32 letters, digits, '-', '_' or '.', a letter or digit "
                "first.",
            )
        if name.casefold() in map(str.casefold, plan.coders[:place]):
            raise table.refuse(f"coders[{place}]", f"{name!r} is there twice, whatever its case.")


def coder_name_is_plain(name: str) -> bool:
    """Whether a coder's name can stand in file names, columns and commands as it is."""
    plain = name.isascii() and all(c.isalnum() or c in "-_." for c in name)
    return plain and 1 <= len(name) <= 32 and name[0].isalnum()
