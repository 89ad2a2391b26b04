"""A small study of four systems: crossed, coded by two, with every kind of answer in it."""

from collections.abc import Callable
from typing import Any

from tests.once import once
from tests.review_fixtures import PLAN, blind_ids, code

from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE

Build = Callable[..., Any]
TASKS = range(8)
MODELS = ("modelia-one", "modelia-two")
HOSTILE = "mod[red]$x^2$\x1b[2J"


def crossed(models: tuple[str, str] = MODELS, exchanges: int = 2) -> list[dict[str, Any]]:
    """Eight tasks by two models by two scaffolds."""
    return [
        {
            "id": f"t{task}-{place}-{scaffold}",
            "model": name,
            "scaffold": scaffold,
            "task": f"task-{task}",
            "turns": [
                turn
                for at in range(exchanges)
                for turn in (
                    {"role": "user", "text": f"Help with {task}, {place}, {scaffold}, {at}."},
                    {"role": "assistant", "text": f"Known: {task}, {place}, {scaffold}, {at}."},
                )
            ],
        }
        for task in TASKS
        for place, name in enumerate(models)
        for scaffold in ("C1", "C2")
    ]


@once
def coded(
    write_study: Build,
    models: tuple[str, str] = MODELS,
    *,
    exchanges: int = 2,
    sealed: bool = False,
) -> Any:
    """The first model goes from 0 to 2 under C2; the second stays at 1, but for three items.

    Under C1 the second model's clarity is not applicable on task 0, cannot be judged on task 1, and
    is disputed on task 2.
    """
    plan = PLAN.replace("seal = false", "seal = true") if sealed else PLAN
    built = write_study(crossed(models, exchanges), plan=plan).init()
    blind = blind_ids(built.key_path)
    special = {
        "t0-1-C1": (NOT_APPLICABLE, NOT_APPLICABLE),
        "t1-1-C1": (CANNOT_JUDGE, CANNOT_JUDGE),
        "t2-1-C1": (0, 2),
    }
    for coder_place, coder in enumerate(("ana", "ben")):
        sheet: dict[str, Any] = {}
        for each in crossed(models, exchanges):
            value: Any = (2 if each["scaffold"] == "C2" else 0) if each["model"] == models[0] else 1
            if each["id"] in special:
                value = special[each["id"]][coder_place]
            sheet[blind[each["id"]]] = {"clarity": value, "escalated": 0}
        code(built.path, coder, sheet)
    return built
