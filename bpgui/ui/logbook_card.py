"""The card of history, stops and notes: three pages in one place, beside the work, one at a time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import Card
from bpgui.ui.history_view import HistoryView
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.notes_page import NotesPage
from bpgui.ui.stops_page import StopsPage
from bpgui.ui.theme import LIGHT, Theme

PAGES = ("history", "stops", "notes")
_SAYS = {
    "history": "All changes of the document (Ctrl+H)",
    "stops": "The stops of a lecture (F4)",
    "notes": "Notes in plain text (F6)",
}


class LogbookCard(Card):
    """Shows one of its pages; Escape gives the keyboard back, and the cross closes the card."""

    closed = Signal()
    left = Signal()
    """Escape: the keyboard is wanted where it was before."""

    def __init__(self, bridge: SessionBridge, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logbook")
        self.setAccessibleName("History, stops and notes")
        self.history, self.stops, self.notes = HistoryView(bridge), StopsPage(bridge, actions), NotesPage(bridge)
        self._pages = QStackedWidget()
        self._switches = {name: LossToggle(f"logbook_{name}", name.capitalize(), _SAYS[name], self) for name in PAGES}
        self._close = LossToggle("logbook_close", "×", "Close history, stops and notes", self)
        self._close.setCheckable(False)
        self._close.clicked.connect(self.closed)
        self._head = QHBoxLayout()
        for name, page in zip(PAGES, (self.history, self.stops, self.notes), strict=True):
            self._pages.addWidget(page)
            self._head.addWidget(self._switches[name])
            self._switches[name].clicked.connect(lambda checked=False, name=name: self.show_page(name))
        self._head.addStretch(1)
        self._head.addWidget(self._close)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self._pages, 1)
        self.apply_theme(LIGHT, 1.0)
        self.show_page("history")

    @property
    def page(self) -> str:
        """The page that is shown: history, stops or notes."""
        return PAGES[self._pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show one of the pages."""
        self._pages.setCurrentIndex(PAGES.index(name))
        for each, switch in self._switches.items():
            switch.setChecked(each == name)

    def take_keyboard(self) -> None:
        """Bring the keyboard into the page that is shown."""
        page: QWidget = {"history": self.history, "stops": self.stops.list, "notes": self.notes}[self.page]
        (page if page.isVisibleTo(self) else self.stops.add_button).setFocus()

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._theme, self._scale = theme, scale
        for button in (*self._switches.values(), self._close):
            button.restyle(theme, scale)
        for page in (self.history, self.stops, self.notes):
            page.set_looks(theme, scale)
        margin = round(9 * scale)
        self._head.setSpacing(round(4 * scale))
        self._rows.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._rows.setSpacing(round(4 * scale))
        self.setMinimumSize(round(240 * scale), round(110 * scale))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for some of the rows."""
        return QSize(round(352 * self._scale), round(220 * self._scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
