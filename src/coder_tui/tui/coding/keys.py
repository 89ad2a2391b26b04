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
    Binding("m", "overview", "what is missing", id="overview", show=False),
    Binding("a", "auto_advance", "go on by itself", id="auto-advance", show=False),
    Binding("e", "cite", "cite turn", id="cite", show=False),
    Binding("E", "take_over", "take evidence over", id="take-over", show=False),
    Binding("v", "span", "span", id="span", show=False),
    Binding("y", "copy", "copy", id="copy", show=False),
    Binding("apostrophe", "citations", "citations", id="citations", show=False),
    Binding("equals_sign", "write", "write a value", id="write", show=False),
    Binding("minus", "write('-')", "negative number", id="write-negative", show=False),
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
    Binding("full_stop", "next_open", "next open item", id="next-open", show=False),
    Binding("F", "next_flagged", "next flagged item", id="next-flagged", show=False),
    Binding("l", "list", "list of your items", id="list", show=False),
    Binding("colon,ctrl+p", "palette", "commands", id="palette", show=False),
    Binding("C", "comment_editor", "comment in your editor", id="comment-editor", show=False),
    Binding("enter", "submit", "submit", id="submit", show=False),
    Binding("question_mark", "help", "help", id="help", show=False),
    Binding("K", "keys", "all keys", id="keys", show=False),
    Binding("escape", "drop", "drop", id="drop", show=False),
    Binding("q", "leave", "leave", id="leave", show=False),
]
