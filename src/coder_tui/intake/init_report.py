"""What `init` did, or would do, for the lead's eyes."""

from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.intake.loss_report import LossReport


@dataclass(slots=True)
class InitReport:
    """What init did, for the lead's eyes."""

    study: Path
    key: Path
    kind: str
    blind: bool = True
    sealed: bool = True
    items: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    """How many items to code come from each format."""
    losses: LossReport = field(default_factory=LossReport)
    dry_run: bool = False
    """Whether nothing was written."""
    existing: list[Path] = field(default_factory=list)
    """Files that stand in the way; only a dry run goes on beside them."""
    conditions: list[tuple[str, str, int]] = field(default_factory=list)
    odd_roles: dict[str, int] = field(default_factory=dict)
    """Roles that no chat format knows, which may be misspelt, and how many turns have them."""
    withheld: dict[str, int] = field(default_factory=dict)
    masked: dict[str, int] = field(default_factory=dict)
    masked_words: list[str] = field(default_factory=list)
    """Names that were masked and may be ordinary words: given as letters alone, in lower case."""
    short_names: list[tuple[str, int]] = field(default_factory=list)
    near_duplicates: list[tuple[str, str, float]] = field(default_factory=list)
    near_duplicates_cut: bool = False
    assigned: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Coder, kind, items, of which also coded by others."""
    no_majority: int = 0
    """Coders an item, where a study settles by majority and they are too few to have one."""
    practice: int = 0
    not_offered: list[str] = field(default_factory=list)
    """Models of the items that the guess does not offer, so that nobody can guess them."""
    repeats: dict[str, int] = field(default_factory=dict)
    """How many items come again, by coder."""
    seconds: dict[str, float] = field(default_factory=dict)
