"""Whether a coder is called what a study hides: the names of coders are shown."""

from collections.abc import Iterable

from coder_tui.domain.blinding import Masker
from coder_tui.domain.errors import RefusedError


def tells(name: str, hidden: Iterable[str]) -> bool:
    """Whether a coder's name is, or holds, a name that the study hides, whatever its case.

    Where a hidden name stands in another is ruled as in texts: one of letters alone, or a short
    one, counts as a word.
    """
    return bool(Masker(hidden).find(name))


def refuse_telling_names(names: Iterable[str], hidden: Iterable[str], hint: str) -> None:
    """Make sure that no coder is called what a study hides.

    Args:
        names: of the coders who are new.
        hidden: models, scaffolds, and what is to be masked.
        hint: what to do; `{name}` stands for the coder's name.

    Raises:
        RefusedError: one is.
    """
    hidden = tuple(hidden)
    for name in names:
        if tells(name, hidden):
            raise RefusedError(
                f"The coder's name {name!r} holds a name that the study hides, of a model, a "
                "scaffold, or from `mask`; and coders' names are shown.",
                title="A telling name",
                hint=hint.replace("{name}", name),
            )
