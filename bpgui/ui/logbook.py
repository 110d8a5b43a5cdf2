"""Opens and closes the card of history, stops and notes, and takes the keyboard there and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from bpgui.ui.arrangement import Arrangement
from bpgui.ui.logbook_card import PAGES, LogbookCard


class Logbook(QObject):
    """Each action shows its page, with the keyboard in it; from there it closes the card again.

    `share_the_room` lets all panels take their places; `way_back`: where the keyboard goes if it came from nowhere.
    """

    def __init__(
        self,
        card: LogbookCard,
        arrangement: Arrangement,
        actions: Mapping[str, QAction],
        share_the_room: Callable[[], object],
        way_back: QWidget,
    ) -> None:
        super().__init__(card)
        self._card, self._arrangement, self._share_the_room = card, arrangement, share_the_room
        self._way_back = self._came_from = way_back
        arrangement.show_panel("logbook", False)
        for page in PAGES:
            actions[f"show_{page}"].triggered.connect(lambda checked=False, page=page: self.show(page))
        actions["add_stop"].triggered.connect(lambda checked=False: self._name_new_stop())
        card.closed.connect(self.close)
        card.left.connect(self.leave)

    def show(self, page: str) -> None:
        """Show a page, and bring the keyboard there; where it is there already, close the card."""
        focus = QApplication.focusWidget()
        is_inside = focus is not None and self._card.isAncestorOf(focus)
        if is_inside and self._card.page == page and self._card.isVisible():
            self.close()
            return
        if focus is not None and not is_inside:
            self._came_from = focus
        self._card.show_page(page)
        self._arrangement.show_panel("logbook", True)
        self._share_the_room()
        self._card.take_keyboard()

    def _name_new_stop(self) -> None:
        """Show the stop that was just made, with its name to be typed; then the keyboard goes back."""
        if self._arrangement.is_focused:  # the sentence alone tells of it
            return
        focus = QApplication.focusWidget()
        is_inside = focus is not None and self._card.isAncestorOf(focus)
        if focus is not None and not is_inside:
            self._came_from = focus
        self._card.show_page("stops")
        self._arrangement.show_panel("logbook", True)
        self._share_the_room()
        self._card.stops.list.name_new(None if is_inside else self.leave)

    def close(self) -> None:
        """Close the card."""
        self.leave()
        self._arrangement.show_panel("logbook", False)
        self._share_the_room()

    def leave(self) -> None:
        """Give the keyboard back; the card stays."""
        back = self._came_from if isValid(self._came_from) and self._came_from.isVisible() else self._way_back
        back.setFocus()
