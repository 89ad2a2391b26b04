"""Reading what the lead wrote: study file, rubric, scaffolds."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from coder_tui.domain.blinding import Masker, Wrapper, mask_text
from coder_tui.domain.calibration import PracticeItem, check_practice
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.domain.scaffolds import read_scaffolds
from coder_tui.domain.study_plan import StudyPlan, read_plan
from coder_tui.intake.files.sources import is_file, read_bytes
from coder_tui.storage.building import Registered


@dataclass(frozen=True, slots=True)
class Plan:
    """A study file with the files it names, read and checked."""

    path: Path
    plan: StudyPlan
    text: str
    rubric: Rubric
    rubric_text: str
    wrappers: dict[str, Wrapper]
    practice: tuple[PracticeItem, ...] = ()
    """What is right on each item of `plan.calibration`."""

    @property
    def kind(self) -> ItemKind:
        """What the rubric is for."""
        return ItemKind(self.rubric.unit)

    def for_demo(self, coder: str) -> "Plan":
        """Give the same plan for one human coder with every item, each once."""
        plan = replace(
            self.plan,
            coders=(coder,),
            coder_kind="human",
            coders_per_item=1,
            overlap=1.0,
            repeats=0.0,
        )
        return replace(self, plan=plan)

    def registered(self, kind: ItemKind, masker: Masker) -> Registered:
        """Give what is written into the new files; a blinded study's title is masked, too."""
        title = self.plan.title
        if self.plan.blinds(kind):
            title, _ = mask_text(title, masker, {})
        return Registered(
            plan=self.plan,
            plan_text=self.text,
            plan_name=self.path.name,
            plan_fingerprint=fingerprint(self.text),
            rubric=self.rubric,
            rubric_text=self.rubric_text,
            rubric_name=Path(self.plan.rubric).name,
            rubric_fingerprint=fingerprint(self.rubric_text),
            kind=kind,
            title=title,
        )


def fingerprint(text: str) -> str:
    """Give the SHA-256 of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_text(path: Path, what: str) -> str:
    """Read a text file.

    Raises:
        BadInputError: it is missing, unreadable or not UTF-8.
    """
    if not is_file(path):
        raise BadInputError(f"There is no {what} {str(path)!r}.", title="No such file")
    data = read_bytes(path)
    if data.startswith(b"SQLite format 3"):
        raise BadInputError(
            f"{path}: a database, not a {what}.",
            title="Wrong file",
            hint="init takes the .toml file that you wrote.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{path}: not UTF-8 (byte {error.start}).",
            title="Wrong encoding",
            hint="Save the file in UTF-8 and try again.",
        ) from error


def load_rubric(path: Path) -> tuple[Rubric, str]:
    """Read and check a rubric; gives it with its text."""
    text = read_text(path, "rubric")
    return read_rubric(text, str(path)), text


def load_plan(path: Path) -> Plan:
    """Read and check a study file and the rubric and scaffolds that it names."""
    text = read_text(path, "study file")
    plan = read_plan(text, str(path))
    rubric, rubric_text = load_rubric(path.parent / plan.rubric)
    if plan.guess and not plan.blinds(ItemKind(rubric.unit)):
        raise BadInputError(
            f"{path}: guess: asks what a study of {rubric.unit} items shows, unless it has "
            "blind = true.",
            title="Bad file",
            hint="Take it out.",
        )
    wrappers = {}
    if plan.scaffolds:
        source = path.parent / plan.scaffolds
        for scaffold in read_scaffolds(read_text(source, "scaffolds file"), str(source)):
            wrappers[scaffold.id] = scaffold.wrapper
    practice = tuple(check_practice(each, rubric) for each in plan.calibration)
    return Plan(path, plan, text, rubric, rubric_text, wrappers, practice)


def target_paths(plan_path: Path, folder: Path | None = None) -> tuple[Path, Path]:
    """Give the study and key paths of a study file: NAME.toml makes NAME.db and NAME.key.db."""
    name = plan_path.name.removesuffix(".toml").removesuffix(".study")
    folder = folder or plan_path.parent
    return folder / f"{name}.db", folder / f"{name}.key.db"
