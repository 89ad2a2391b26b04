"""The keys of the coding screen; the ids are what a keymap names."""

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    *(
        Binding(str(digit), f"score({digit})", "score", id=f"score-{digit}", show=False)
        for digit in range(10)
    ),
    Binding("j", "dimension(1)", "next dimension", id="dimension-on", show=False),
    Binding("k", "dimension(-1)", "previous dimension", id="dimension-back", show=False),
    Binding("tab", "gap", "next unscored", id="next-unscored", show=False),
    Binding("e", "cite", "cite turn", id="cite", show=False),
    Binding("apostrophe", "citations", "citations", id="citations", show=False),
    Binding("backspace", "clear", "clear", id="clear", show=False),
    Binding("x", "not_applicable", "not applicable", id="not-applicable", show=False),
    Binding("z", "cannot_judge", "cannot judge", id="cannot-judge", show=False),
    Binding("c", "comment", "comment", id="comment", show=False),
    Binding("f", "flag", "flag", id="flag", show=False),
    Binding("s", "skip", "skip", id="skip", show=False),
    Binding("u", "undo", "undo", id="undo", show=False),
    Binding("U", "redo", "redo", id="redo", show=False),
    Binding("slash", "search", "search", id="search", show=False),
    Binding("n", "hit(1)", "next hit", id="hit-on", show=False),
    Binding("N", "hit(-1)", "previous hit", id="hit-back", show=False),
    Binding("less_than_sign", "item(-1)", "previous item", id="item-back", show=False),
    Binding("greater_than_sign", "item(1)", "next item", id="item-on", show=False),
    Binding("i", "find_item", "go to item", id="find-item", show=False),
    Binding("enter", "submit", "submit", id="submit", show=False),
    Binding("question_mark", "help", "help", id="help", show=False),
    Binding("escape", "drop", "drop", id="drop", show=False),
    Binding("q", "leave", "leave", id="leave", show=False),
]
