"""The factor before Σ in the formula of L: it can be clicked, and asks what if one divides otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from bpgui.ui.theme import Theme
from bpgui.ui.worksheet_layout import PlacedSign

_GROUND, _PRESSED = 0.14, 0.28
_ABOVE, _BELOW, _BESIDE = 1.42, 0.78, 0.3
"""From the baseline and from the factor's sides, at a size of 1."""


class FactorButton(QAbstractButton):
    """Lies over the factor, which the worksheet paints. The keyboard has the action for it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("factor_of_loss")
        self.setAccessibleName("The factor of L")
        self.setAccessibleDescription("What if one divides otherwise? Opens the table of loss conventions")
        self.setToolTip("What if one divides otherwise? (Ctrl+M)")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme

    def lie_over(self, signs: list[PlacedSign]) -> None:
        """Take the place of the factor among the signs of the worksheet; where there is none, hide."""
        placed = next((each for each in signs if each.sign.factor is not None), None)
        self.setVisible(placed is not None)
        if placed is None or placed.sign.factor is None:
            return
        (left, right), size = placed.sign.factor, placed.size
        x, baseline = placed.at.x() + (left - _BESIDE) * size, placed.at.y()
        width, height = (right - left + 2 * _BESIDE) * size, (_ABOVE + _BELOW) * size
        self.setGeometry(QRectF(x, baseline - _ABOVE * size, width, height).toRect())
        self.raise_()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame and a tint while it is pointed at; the formula shows through."""
        if not self.underMouse():
            return
        ground = QColor(self._theme.accent)
        ground.setAlphaF(_PRESSED if self.isDown() else _GROUND)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
