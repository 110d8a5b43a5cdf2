"""The small switches and buttons of the loss panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from bpgui.ui.fonts import text_font
from bpgui.ui.theme import LIGHT, Theme, blend

_TEXT_PIXELS = 12


class LossToggle(QToolButton):
    """A switch, filled while it is on; a thick edge while it has the focus."""

    def __init__(self, name: str, text: str, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._scale = LIGHT, 1.0
        self.setObjectName(name)
        self.setText(text)
        self.setAccessibleName(says)
        self.setToolTip(says)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme, self._scale = theme, scale
        self.setFont(text_font(_TEXT_PIXELS * scale))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The text with some room around it."""
        of_text = QFontMetricsF(self.font())
        width = of_text.horizontalAdvance(self.text()) + 14 * self._scale
        return QSize(round(width), round(of_text.height() + 6 * self._scale))

    def minimumSizeHint(self) -> QSize:
        """As much: the text is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, edge and text, each by what the switch is."""
        theme, on = self._theme, self.isChecked()
        ground, ink = QColor(theme.accent if on else theme.button), QColor(theme.accent_text if on else theme.text)
        edge = QColor(theme.text) if self.hasFocus() or self.underMouse() else blend(QColor(theme.card), ink, 0.45)
        if on and not self.hasFocus() and not self.underMouse():
            edge = ground
        width = 2 * self._scale if self.hasFocus() else 1
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(edge, width))
            painter.setBrush(ground)
            painter.drawRoundedRect(inside, 4 * self._scale, 4 * self._scale)
            painter.setPen(ink)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
