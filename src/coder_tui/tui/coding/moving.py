"""The keys that go from item to item, and the commands by name."""

from typing import TYPE_CHECKING

from coder_tui.domain.rubric import Dimension
from coder_tui.storage.own_work import next_flagged, next_open, skip_reason
from coder_tui.storage.scores import read_sheet
from coder_tui.tui.coding.frame import CodingFrame
from coder_tui.tui.look import THEMES
from coder_tui.tui.notice import Notice

if TYPE_CHECKING:
    from coder_tui.tui.coding.finder import Finder


class Moving(CodingFrame):
    """The coding screen's actions that change nothing but the place."""

    def action_item(self, step: int) -> None:
        """Open the previous or the next item."""
        word = "before" if step < 0 else "behind"
        self._open(self.desk.neighbour(step), f"There is no item {word} this one.")

    def action_next_open(self) -> None:
        """Open the next item behind this one that is neither submitted nor skipped."""
        desk = self.desk
        found = next_open(desk.study.connection, desk.coder, desk.place)
        self._open(found, "There is no other open item; skipped ones come back at the end.")

    def action_next_flagged(self) -> None:
        """Open the next item behind this one that the coder has flagged."""
        desk = self.desk
        found = next_flagged(desk.study.connection, desk.coder, desk.place)
        self._open(found, "There is no other item that you flagged.")

    def _open(self, blind_id: str | None, none: str) -> None:
        """Open an item, or say that there is none."""
        found = Notice(none, refused=True) if blind_id is None else self.desk.go_to_item(blind_id)
        self.done(found)

    def action_find_item(self) -> None:
        """Find an item of one's own."""
        from coder_tui.tui.dialogs import PickDialog  # not before the first frame

        question = "Go to an item: name, number, state or your own note"
        self.app.push_screen(PickDialog(question, self._finder().choices), self._go)

    def action_list(self) -> None:
        """List the items of one's own."""
        from coder_tui.tui.coding.item_list import ItemListScreen  # not before the first frame

        here = self.desk.item.blind_id
        screen = ItemListScreen(self._finder(), here, self._how_far, self._why_skipped)
        self.app.push_screen(screen, self._go)

    def action_palette(self) -> None:
        """Find a command by its name; an item, where no command is called so."""
        # None of it before the first frame.
        from coder_tui.tui.coding.palette import (
            AT_THE_START,
            COMMAND,
            ITEM,
            LOOK,
            commands,
            looks,
            palette,
        )
        from coder_tui.tui.dialogs import PickDialog
        from coder_tui.tui.keys_in_force import KeysInForce

        keys = KeysInForce(self)
        listed = commands(keys, self.desk.dimension)
        listed += looks(self.app.current_theme.ansi, self.app.theme)
        find = palette(listed, self._finder().choices)

        def run(chosen: str | None) -> None:
            if chosen is None:
                self.done(None)
            elif chosen.startswith(ITEM):
                self._go(chosen.removeprefix(ITEM))
            elif chosen.startswith(AT_THE_START):
                theme = chosen.removeprefix(AT_THE_START)
                why = "It has other kinds of colours, so only from the start:"
                self.done(Notice(f"{why} --theme {theme}", refused=True))
            elif chosen.startswith(LOOK):
                self._change_look(chosen.removeprefix(LOOK))
            else:
                node, action = keys.actions[chosen.removeprefix(COMMAND)]
                # Behind the closing of the dialog, because the action may open another.
                self.call_later(self.app.run_action, action, node)

        self.app.push_screen(PickDialog("What do you want to do? (or an item)", find), run)

    def _change_look(self, name: str) -> None:
        """Paint in another theme until the coder leaves."""
        self.app.register_theme(THEMES[name])
        self.app.theme = name
        self.done(None)

    def _finder(self) -> "Finder":
        from coder_tui.tui.coding.finder import Finder  # not before the first frame

        return Finder(self.desk.study.assignments(self.desk.coder))

    def _go(self, blind_id: str | None) -> None:
        """Open what was chosen from a list."""
        stays = blind_id is None or blind_id == self.desk.item.blind_id
        self.done(None if stays or blind_id is None else self.desk.go_to_item(blind_id))

    def _how_far(self, blind_id: str) -> tuple[int, int]:
        """Give answers given and dimensions asked of an item of one's own."""
        sheet = read_sheet(self.desk.study.connection, self.desk.coder, blind_id)
        asked: tuple[Dimension, ...] = self.desk.study.rubric.open_dimensions(sheet.answers)
        return sum(each.id in sheet.answers for each in asked), len(asked)

    def _why_skipped(self, blind_id: str) -> str:
        """Give the reason for which an item of one's own was skipped."""
        return skip_reason(self.desk.study.connection, self.desk.coder, blind_id) or ""
