"""A widget that loses the keys while there is no room for it, and then has them again."""

from textual.widget import Widget


class KeepsFocus(Widget):
    """Stands second among the bases of a widget: style sheets follow the first."""

    _lost_focus = False
    """Whether it had the focus when it went out of sight."""

    def on_hide(self) -> None:
        """Remember that the keys were for this widget: Textual takes the focus away."""
        self._lost_focus = self._lost_focus or self.has_focus

    def on_show(self) -> None:
        """Take the focus back, behind what may still be on its way to take it away."""
        if self._lost_focus:
            self.app.call_later(self._take_back)

    def _take_back(self) -> None:
        self._lost_focus = False
        if self.is_attached and self.screen.focused is None:
            self.screen.set_focus(self, scroll_visible=False)
