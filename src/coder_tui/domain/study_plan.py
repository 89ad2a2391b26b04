"""`study.toml`: what the lead registers before anybody codes."""

from dataclasses import dataclass

from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric_reading import parse_toml
from coder_tui.domain.text import plural
from coder_tui.domain.toml_table import TomlTable

SHOWABLE = ("system", "reasoning", "wrapper")
"""What is withheld from coders unless the lead turns it on for all items alike."""

NOT_YET = {
    "guess": "guessing the condition",
    "repeats": "silent repeats",
    "calibration": "calibration rounds",
}
"""Keys of the contract whose feature is not there yet: refused, so that nobody relies on them."""


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The registration of a study; paths are as written, relative to the file."""

    title: str
    rubric: str
    items: tuple[str, ...]
    coders: tuple[str, ...]
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
    for key, feature in NOT_YET.items():
        if table.has(key):
            raise table.refuse(
                key, f"{feature} is not supported yet.", f"Take {key!r} out of the file."
            )
    plan = StudyPlan(
        title=table.take("title", str),
        rubric=table.take("rubric", str),
        items=table.take_words("items", required=True),
        coders=table.take_words("coders", required=True),
        overlap=table.take("overlap", float, 1.0),
        coders_per_item=table.take("coders_per_item", int, 2),
        seed=table.take("seed", int, 0),
        blind=table.take("blind", bool) if table.has("blind") else None,
        show=table.take_words("show"),
        mask=table.take_words("mask"),
        scaffolds=table.take("scaffolds", str, ""),
        agreement_bar=table.take("agreement_bar", float, 0.667),
        adjudication=table.take_choice("adjudication", ("third",), "third"),
        adjudicator_may_code=table.take("adjudicator_may_code", bool, default=False),
        seal=table.take("seal", bool, default=True),
        simulated=table.take("simulated", bool, default=False),
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
    if not 0 <= plan.overlap <= 1:
        raise table.refuse("overlap", f"is {plan.overlap}; allowed are 0 to 1.")
    if not 1 <= plan.coders_per_item <= len(plan.coders):
        raise table.refuse(
            "coders_per_item",
            f"is {plan.coders_per_item}, where nothing else is written 2, for "
            f"{plural(len(plan.coders), 'coder')}; allowed are 1 to {len(plan.coders)}.",
            f"Write: coders_per_item = {len(plan.coders)}",
        )
    if not -1 <= plan.agreement_bar <= 1:
        raise table.refuse("agreement_bar", f"is {plan.agreement_bar}; allowed are -1 to 1.")
    for place, shown in enumerate(plan.show):
        if shown not in SHOWABLE:
            raise table.refuse(
                f"show[{place}]", f"is {shown!r}; allowed are {', '.join(SHOWABLE)}."
            )


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
