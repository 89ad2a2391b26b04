"""The keys of the adjudication screen; the ids are what a keymap names.

Letters that decide go before those of the item's text: `b` is B's value, and in the reason step `g`
and `o` are reasons.
"""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from coder_tui.domain.adjudication import REASONS
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.key_names import key_label

REASON_BY_KEY = {reason.key: reason for reason in REASONS}

TAKING_WORDS = frozenset("pi")
"""Keys that open a box for words in which nothing decides before Enter."""

OPENING = TAKING_WORDS | {"equals_sign"}
"""Keys that may open a box; of the reasons, those that ask for a sentence do as well."""

CHOOSING = {*"abcxzudpi", *"0123456789", "equals_sign", "less_than_sign", "greater_than_sign"}
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
    _hidden("p", "propose", "propose a wording for the rubric"),
    _hidden("less_than_sign", "case(-1)", "previous case"),
    _hidden("greater_than_sign", "case(1)", "next case"),
    _hidden("i", "find_case", "go to a case"),
    _hidden("question_mark", "help", "help"),
    _hidden("escape", "back", "back"),
    _hidden("q", "leave", "leave"),
]

TAKE = "adjudicate-take-"
"""How the ids of the keys begin that take a coder's value; the coder's letter follows."""
REASON = "adjudicate-reason-"
"""How those of the reasons begin; the reason's shipped letter follows."""
DIGIT = "adjudicate-score-"
"""How those of the digits begin."""
WRITE = "adjudicate-write-equals-sign"
NOT_APPLICABLE = "adjudicate-not-applicable-x"
CANNOT_JUDGE = "adjudicate-cannot-judge-z"
EVIDENCE = ("adjudicate-evidence-left-square-bracket", "adjudicate-evidence-right-square-bracket")
DEFER = "adjudicate-defer-d"
UNDO = "adjudicate-undo-u"
PROPOSE = "adjudicate-propose-p"
CASES = ("adjudicate-case-less-than-sign", "adjudicate-case-greater-than-sign")
FIND = "adjudicate-find-case-i"
HELP = "adjudicate-help-question-mark"
BACK = "adjudicate-back-escape"
LEAVE = "adjudicate-leave-q"

SHIPPED = {
    binding.id: key_label(binding.key) for binding in Binding.make_bindings(KEYS) if binding.id
} | {"page-down": "Spc"}
"""Keys by the ids of their bindings, as they are shown; a user's own ones take their place."""
