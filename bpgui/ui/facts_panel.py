"""The card of facts: the numbers behind descent."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import Card, restyle_title
from bpgui.ui.facts_view import FactsView
from bpgui.ui.theme import LIGHT, Theme


class FactsPanel(Card):
    """Shows the facts of the session as they are now; while it is hidden, it costs nothing."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self.setAccessibleName("The numbers behind it")
        self._heading = QLabel("THE NUMBERS BEHIND IT")
        self.view = FactsView(bridge)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self._heading)
        self._rows.addWidget(self.view, 1)
        self.apply_theme(LIGHT, 1.0)
        bridge.changed.connect(self._on_changed)

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._theme, self._scale = theme, scale
        restyle_title(self._heading, theme, scale)
        self._rows.setContentsMargins(round(9 * scale), round(6 * scale), round(3 * scale), round(4 * scale))
        self._rows.setSpacing(round(2 * scale))
        self.setMinimumSize(round(240 * scale), round(110 * scale))
        self.view.set_looks(theme, scale)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for some of the facts."""
        return QSize(round(352 * self._scale), round(240 * self._scale))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.refresh()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.view.refresh()
