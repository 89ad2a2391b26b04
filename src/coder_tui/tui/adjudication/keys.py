"""The keys of the adjudication screen.

Letters that decide go before those of the item's text: `b` is B's value, and in the reason step `g`
and `o` are reasons.
"""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from coder_tui.domain.adjudication import REASONS
from coder_tui.tui.adjudication.desk import Step

REASON_BY_KEY = {reason.key: reason for reason in REASONS}

CHOOSING = {*"abcxzud", *"0123456789", "equals_sign"}
"""Keys that choose a value, or lead to another case; in the reason step the reasons come on top."""


def decides(keys: Iterable[str], step: Step) -> bool:
    """Whether any of these keys could decide something in this step."""
    reasons = {key.lower() for key in keys} & set(REASON_BY_KEY) if step is Step.REASON else set()
    return bool(reasons) or not CHOOSING.isdisjoint(keys)


def _hidden(key: str, action: str, description: str, *, first: bool = False) -> Binding:
    """Give a key that people can remap; `first` before the keys of the item's text."""
    name = f"adjudicate-{action.partition('(')[0]}-{key}".replace("_", "-")
    return Binding(key, action, description, id=name, show=False, priority=first)


KEYS: list[BindingType] = [
    *(_hidden(key, f"take('{key.upper()}')", "take a value", first=True) for key in "abc"),
    *(
        _hidden(key, f"reason('{key}')", reason.words, first=True)
        for reason in REASONS
        for key in (reason.key, reason.key.upper())
    ),
    *(_hidden(str(digit), f"score({digit})", "another value") for digit in range(10)),
    _hidden("equals_sign", "write", "write another value"),
    _hidden("x", "not_applicable", "not applicable"),
    _hidden("z", "cannot_judge", "cannot judge"),
    _hidden("left_square_bracket", "evidence(-1)", "evidence back", first=True),
    _hidden("right_square_bracket", "evidence(1)", "evidence on", first=True),
    _hidden("d", "defer", "defer"),
    _hidden("u", "undo", "undo"),
    _hidden("question_mark", "help", "help"),
    _hidden("escape", "back", "back"),
    _hidden("q", "leave", "leave"),
]
