"""The commands of the coding screen by name, with the keys in force; and items, where none fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coder_tui.domain.rubric import Dimension, Level
from coder_tui.tui.coding.key_page import GROUPS
from coder_tui.tui.dialogs import MOST_SHOWN, Choice
from coder_tui.tui.keys_in_force import KeysInForce, shown_keys
from coder_tui.tui.look import THEMES

NAME_ROOM = 38
NOT_LISTED = ("palette", "drop")
WRITE, NEGATIVE, NOT_APPLICABLE = "write", "write-negative", "not-applicable"
SCORE = "score-"
CUTOFF = 80
FEWEST_FUZZY = 4
COMMAND, ITEM, LOOK, AT_THE_START = "command:", "item:", "theme:", "at the start:"
"""How the keys of the entries begin."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it stands for, and the words that find it."""

    key: str
    name: str
    keys: str
    words: str

    @property
    def choice(self) -> Choice:
        """The entry of the list."""
        return Choice(self.key, f"{self.name:<{NAME_ROOM}} {self.keys}")


def commands(keys: KeysInForce, dimension: Dimension) -> list[Command]:
    """Give all commands in force, in the order of the keys page."""
    meaning = {each: line for group in GROUPS for line in group.lines for each in line.ids}
    order = {each: place for place, each in enumerate(meaning)}
    found = []
    for each in sorted(keys.by_id, key=lambda each: order.get(each, len(order))):
        name = keys.does[each]
        if each in NOT_LISTED or not name or not _is_taken(each, dimension):
            continue
        if each.startswith(SCORE):
            value = each.removeprefix(SCORE)
            name = f"score {dimension.short} = {value}"
        elif each == WRITE and dimension.level is Level.MULTI:
            name = "none of them"
        line = meaning.get(each)
        words = f"{name} {line.short} {line.full}" if line is not None else name
        pressed = shown_keys(keys.by_id[each])
        found.append(Command(f"{COMMAND}{each}", name, pressed, words.casefold()))
    return found


def _is_taken(command: str, dimension: Dimension) -> bool:
    """Whether a command, where it answers, is an answer that the dimension takes."""
    if command.startswith(SCORE):
        return command.removeprefix(SCORE) in dimension.values
    if command == WRITE:
        return not dimension.takes_one_point
    if command == NEGATIVE:
        lowest = dimension.range.minimum
        return dimension.takes_number and (lowest is None or lowest < 0)
    return command != NOT_APPLICABLE or dimension.not_applicable


def looks(ansi: bool, current: str) -> list[Command]:
    """Give the themes; a running screen can change only to those of its own kind of colours."""
    found = []
    for name, theme in THEMES.items():
        words = f"theme colours {name}"
        if theme.ansi != ansi:
            how = f"--theme {name}"
            found.append(
                Command(f"{AT_THE_START}{name}", f"theme {name}, at the start", how, words)
            )
        elif name != current:
            found.append(Command(f"{LOOK}{name}", f"theme {name}", "until you leave", words))
    return found


def palette(
    listed: Sequence[Command], items: Callable[[str], Sequence[Choice]]
) -> Callable[[str], Sequence[Choice]]:
    """Make the function that answers what is typed: commands that fit, else items."""

    def find(query: str) -> Sequence[Choice]:
        asked = " ".join(query.casefold().split())
        fitting = _fitting(listed, asked) if asked else list(listed)
        if fitting:
            return [each.choice for each in fitting]
        found = items(query)[:MOST_SHOWN]
        return [Choice(f"{ITEM}{each.key}", f"item {each.label}") for each in found]

    return find


def _fitting(listed: Sequence[Command], asked: str) -> list[Command]:
    """Give the commands whose name begins so, holds it, whose meaning holds it, or nearly so."""
    from rapidfuzz import fuzz, process  # not before the first frame

    begin = [each for each in listed if each.name.casefold().startswith(asked)]
    hold = [each for each in listed if asked in each.name.casefold()]
    mean = [each for each in listed if _means(each, asked)]
    found = [*begin, *hold, *mean]
    if not found and len(asked) >= FEWEST_FUZZY:
        names = [each.name.casefold() for each in listed]
        near = process.extract(asked, names, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        found = [listed[match[2]] for match in near]
    return list(dict.fromkeys(found))


def _means(command: Command, asked: str) -> bool:
    """Whether all that is asked begins some word of what the command does."""
    words = command.words.split()
    return all(any(word.startswith(part) for word in words) for part in asked.split())
