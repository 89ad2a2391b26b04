"""The list of a coder's own items: place, name, state, how far, own flag and comment."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from coder_tui.domain.coding import Progress
from coder_tui.domain.columns import fitted, widest
from coder_tui.domain.text import clipped, plural
from coder_tui.storage.study import Assignment
from coder_tui.tui.coding.finder import STATES, Finder
from coder_tui.tui.coding.help_text import list_help
from coder_tui.tui.coding.lines import cut, length
from coder_tui.tui.dialogs import Answering, HelpScreen, LineInput
from coder_tui.tui.keys_in_force import KeysInForce, key_line
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.row_list import RowList, Span

TONES = {
    Progress.NOT_STARTED: "quiet",
    Progress.DRAFT: "text",
    Progress.SUBMITTED: "good",
    Progress.SKIPPED: "warn",
    Progress.REOPENED: "warn",
}
HINT = (
    ("row-open", "opens"),
    ("list-filter", "words"),
    ("list-state", "state"),
    ("rows-start rows-end", "ends"),
    ("list-help", "help"),
    ("list-leave", "back"),
)
"""What the line of keys names, by the ids of the bindings."""
TITLE_ROOM = 30
CURSOR = ">"


class ItemListScreen(Answering[str | None]):
    """Lists a coder's items; answers with the one to open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", id="list-filter", show=False),
        Binding("s", "state", "state", id="list-state", show=False),
        Binding("question_mark", "help", "help", id="list-help", show=False),
        Binding("escape", "back", "back", id="list-back", show=False),
        Binding("q,l", "dismiss(None)", "back", id="list-leave", show=False),
        Binding("ctrl+c", "dismiss(None)", "back", show=False),
    ]

    def __init__(
        self,
        finder: Finder,
        here: str,
        how_far: Callable[[str], tuple[int, int]],
        why_skipped: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._finder = finder
        self._here = here
        self._how_far = how_far
        """Gives answers given and dimensions asked of an item."""
        self._why_skipped = why_skipped
        """Gives the reason of an item that is skipped."""
        self._known: dict[str, tuple[int, int]] = {}
        self._reasons: dict[str, str] = {}
        self._query = ""
        self._state = ""
        self._shown: list[Assignment] = []

    def compose(self) -> ComposeResult:
        """Lay out counts, columns, list, filter."""
        yield Literal(id="counts", classes="bar")
        yield Literal(id="columns", classes="bar")
        yield RowList(id="items")
        yield LineInput(id="words", placeholder="name, number, state, your own note")
        yield Literal(id="list-keys", classes="bar")

    def on_mount(self) -> None:
        """Show all, with the cursor on the item that is open."""
        self.query_one(LineInput).display = False
        self._list()
        self.query_one(RowList).focus()

    def on_resize(self, _: events.Resize) -> None:
        """Say what fits."""
        self.call_after_refresh(self._paint)

    # What is shown

    def _list(self) -> None:
        """Show what fits words and state; the cursor stays on its item where that is shown."""
        found = self._finder.find(self._query)
        if self._state:
            found = [each for each in found if STATES[self._state](each)]
        self._shown = sorted(found, key=lambda each: each.place)
        names = [each.blind_id for each in self._shown]
        cursor = names.index(self._here) if self._here in names else 0
        rows = self.query_one(RowList)
        rows.show([partial(self._row, each) for each in self._shown], cursor)
        self._paint()

    def _paint(self) -> None:
        width = self.size.width - 2
        self.query_one("#counts", Literal).show([clipped(self._counts(), width)])
        name = "title" if any(each.title for each in self._finder.assignments) else "name"
        columns = f"{'place':>5}  {name:<{self._name_room}}  {'state':<12} scored  your words"
        self.query_one("#columns", Literal).show([(columns[:width], "$secondary")])
        self.query_one("#list-keys", Literal).show([self._hint()])

    def _counts(self) -> str:
        counted = Counter(each.progress for each in self._finder.assignments)
        parts = [f"{counted[state]:,} {state.value}" for state in Progress if counted[state]]
        flagged = sum(bool(each.flag) for each in self._finder.assignments)
        parts += [f"{flagged:,} flagged"] if flagged else []
        return ", ".join(parts)

    def _hint(self) -> Piece:
        limits = [f"only {self._state}"] if self._state else []
        limits += [f"only with {clipped(self._query, 30)!r}"] if self._query else []
        if not limits:
            return (key_line(self.app, HINT), "$secondary")
        count = plural(len(self._shown), "item")
        key = key_line(self.app, [("list-back", "shows all")])
        return (f"{count}, {', '.join(limits)}; {key}", "$warning")

    @property
    def _name_room(self) -> int:
        longest = widest(map(_name, self._finder.assignments))
        return min(max(5, longest), TITLE_ROOM)

    def _row(self, each: Assignment) -> Sequence[Span]:
        """Give one row; asked for when it is drawn."""
        if each.blind_id not in self._known:
            self._known[each.blind_id] = self._how_far(each.blind_id)
        done, asked = self._known[each.blind_id]
        mark = "*" if each.blind_id == self._here else " "
        room = self._name_room
        row: list[Span] = [
            f"{each.place:>5}{mark} ",
            (f"{fitted(_name(each), room)}  ", "strong"),
            (f"{each.progress.value:<12} ", TONES[each.progress]),
            f"{f'{done}/{asked}':>6}  ",
        ]
        window = self.query_one(RowList).scrollable_content_region.width
        return [*row, *_cut(self._words(each), window - len(CURSOR) - length(row))]

    def _words(self, each: Assignment) -> list[tuple[str, str]]:
        """Give what the coder wrote: why it is skipped, the flag, the comment."""
        words = []
        if each.progress is Progress.SKIPPED:
            if each.blind_id not in self._reasons:
                self._reasons[each.blind_id] = self._why_skipped(each.blind_id)
            words.append((f"why: {self._reasons[each.blind_id]}", "warn"))
        if each.flag:
            words.append((f"FLAGGED {each.flag}", "warn"))
        if each.comment:
            words.append((each.comment, "quiet"))
        return words

    # Keys

    @on(RowList.Chosen)
    def open_item(self, event: RowList.Chosen) -> None:
        """Answer with the item under the cursor."""
        self.dismiss(self._shown[event.rows.cursor].blind_id)

    @on(RowList.Moved)
    def remember(self, event: RowList.Moved) -> None:
        """Keep nothing but the window's own line: the item that is open stays marked."""
        event.stop()

    def action_state(self) -> None:
        """Show only items of the next state that there is; behind the last one: all."""
        there = [name for name, belongs in STATES.items()
                 if any(map(belongs, self._finder.assignments))]  # fmt: skip
        states = ["", *there]
        self._state = states[(states.index(self._state) + 1) % len(states)]
        self._list()

    def opens_box(self, key: str) -> bool:
        """Whether a key opens the box for words."""
        return key in KeysInForce(self).by_id.get("list-filter", ())

    def action_filter(self) -> None:
        """Ask for words; the list narrows while one types."""
        box = self.query_one(LineInput)
        box.display = True
        box.focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show only what fits."""
        self._query = event.value.strip()
        self._list()

    @on(Input.Submitted)
    def to_the_list(self) -> None:
        """Go back to the list, which stays narrowed."""
        self._close_box()

    def _close_box(self) -> None:
        self.query_one(LineInput).display = False
        self.query_one(RowList).focus()

    def action_back(self) -> None:
        """Take words and state away; without any, go back to the item."""
        box = self.query_one(LineInput)
        if not (box.has_focus or self._query or self._state):
            self.dismiss(None)
            return
        box.value = ""
        self._query = self._state = ""
        self._close_box()
        self._list()

    def action_help(self) -> None:
        """Show what the keys do here."""
        self.app.push_screen(HelpScreen(list_help(self.app)))


def _cut(words: Sequence[tuple[str, str]], room: int) -> list[Span]:
    """Put words beside each other; where they do not all fit, an ellipsis ends them."""
    apart = [(f"{clipped(text, room)}  ", tone) for text, tone in words]
    rest = cut("".join(text for text, _ in apart).rstrip(), room)
    shown: list[Span] = []
    for text, tone in apart:
        shown.append((rest[: len(text)], tone))
        rest = rest[len(text) :]
    return shown


def _name(assignment: Assignment) -> str:
    return assignment.title or assignment.blind_id
