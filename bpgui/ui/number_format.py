"""The one place where the writing of numbers is chosen: as fractions, or with 0 to 10 decimals."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from bpgui.session.session import Session
from bpgui.session.view import MOST_DIGITS
from bpgui.ui.bridge import SessionBridge

_FRACTIONS = -1


class NumberFormat(QComboBox):
    """Fractions, 0 decimals, 1 decimal, …"""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number_format")
        self.setAccessibleName("How numbers are written")
        self.setToolTip("How numbers are written, everywhere (Ctrl+. Ctrl+, and Ctrl+/)")
        self._bridge = bridge
        self.addItem("fractions", _FRACTIONS)
        for digits in range(MOST_DIGITS + 1):
            self.addItem(f"{digits} decimal{'' if digits == 1 else 's'}", digits)
        self.activated.connect(self._on_chosen)
        bridge.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        view = self._bridge.session.view
        self.setCurrentIndex(self.findData(_FRACTIONS if view.fractions else view.digits))

    def _on_chosen(self, index: int) -> None:
        chosen = self.itemData(index)

        def choose(session: Session) -> None:
            session.set_fractions(chosen == _FRACTIONS)
            if chosen != _FRACTIONS:
                session.set_digits(chosen)

        self._bridge.do(choose)
