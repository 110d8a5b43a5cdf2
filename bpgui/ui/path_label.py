"""The path that was followed to the selected cell, such as ∂L/∂w₁₂ › ∂L/∂ŷ₃₂ › ŷ₃₂: each step back is a link."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from bpgui.core.cells import Cell
from bpgui.core.notation import cell_symbol
from bpgui.ui.bridge import SessionBridge

_BETWEEN = " › "


class PathLabel(QLabel):
    """Shows session.visits.path. Where it is too long for its room the first steps are left out."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivation_path")
        self.setAccessibleName("Path to the selected entry")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bridge = bridge
        self._path: tuple[Cell, ...] = ()
        self.linkActivated.connect(self._on_link)
        bridge.changed.connect(self._refresh)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_path()

    def _refresh(self) -> None:
        path = self._bridge.screen.path
        if path != self._path:
            self._path = path
            self._show_path()

    def _show_path(self) -> None:
        names = [cell_symbol(cell) for cell in self._path]
        of_text = QFontMetricsF(self.font())
        first = 0
        while first < len(names) - 1 and of_text.horizontalAdvance(_BETWEEN.join(["…", *names[first:]])) > self.width():
            first += 1
        steps = [f'<a href="{number}">{escape(names[number])}</a>' for number in range(first, len(names) - 1)]
        shown = [*(["…"] if first else []), *steps, *(f"<b>{escape(name)}</b>" for name in names[-1:])]
        self.setText(_BETWEEN.join(shown))
        self.setAccessibleDescription(_BETWEEN.join(names))

    def _on_link(self, step: str) -> None:
        cell = self._path[int(step)]
        self._bridge.do(lambda session: session.follow(cell))
