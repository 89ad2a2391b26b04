"""What a reader of a study may see, and why not more."""

from collections.abc import Sequence

from coder_tui.analysis.blinding import NOT_ASKED
from coder_tui.analysis.conditions import ConditionTable
from coder_tui.analysis.repeats import NO_KEY as NO_KEY_FOR_REPEATS
from coder_tui.analysis.repeats import NO_REPEATS, NOT_YET, Repeated
from coder_tui.analysis.snapshot import KeyedItem
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open

NO_KEY = "Conditions are shown with the study's key only: --key NAME.key.db. The lead keeps it."
SEALED = "This study is sealed: conditions are shown only after `freeze` and `unblind`."
SEALED_AND_FROZEN = (
    "This study is sealed: conditions are shown only after `unblind`; it is frozen already."
)
NO_CONDITIONS = "No item of this study has a model and a scaffold: there is nothing to compare."
NO_KEY_FOR_BLINDING = (
    "How well blinding held is shown with the study's key only: it needs the true models."
)
SEALED_BLINDING = (
    "This study is sealed: how well blinding held is shown when conditions are, because it names "
    "the models."
)
NO_FINAL_SCORES = "No item has a final score yet."


def why_nothing_twice(found: Sequence[Repeated] | None, repeats: int) -> str:
    """Say why no coder is held against themselves; nothing where one is."""
    if found is None:
        return NO_KEY_FOR_REPEATS
    if found:
        return ""
    return NOT_YET if repeats else NO_REPEATS


def why_no_conditions(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> str:
    """Say why this reader may not see conditions; nothing where they may."""
    if keyed is None:
        return NO_KEY
    if conditions_are_open(study):
        return ""
    return SEALED_AND_FROZEN if study.is_frozen() else SEALED


def why_no_blinding(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> str:
    """Say why nothing is said on blinding; nothing where something is."""
    if not study.info.guess:
        return NOT_ASKED
    if keyed is None:
        return NO_KEY_FOR_BLINDING
    return "" if conditions_are_open(study) else SEALED_BLINDING


def why_no_tables(
    keyed: Sequence[KeyedItem] | None, tables: Sequence[ConditionTable] | None
) -> str:
    """Say why there is nothing to lay out; nothing where there is something."""
    if tables:
        return ""
    return NO_FINAL_SCORES if any(each.model for each in keyed or ()) else NO_CONDITIONS
