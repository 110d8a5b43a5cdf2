"""What the cards beside the worksheet have in common: their ground, and how their titles are set."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QWidget

from bpgui.ui.fonts import text_font
from bpgui.ui.theme import LIGHT, Theme

_TITLE_PIXELS, _RADIUS = 10, 8


class Card(QWidget):
    """A panel on a ground of its own, with round corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._scale = LIGHT, 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and its edge."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(QColor(self._theme.card))
            inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inside, _RADIUS * self._scale, _RADIUS * self._scale)


def title_font(scale: float) -> QFont:
    """The face of a card's title."""
    font = text_font(_TITLE_PIXELS * scale, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return font


def restyle_title(label: QLabel, theme: Theme, scale: float) -> None:
    """Set a label as a card's title."""
    label.setFont(title_font(scale))
    set_colour(label, theme.text_pale)


def set_colour(label: QLabel, colour: str) -> None:
    """Give a label's text a colour."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    label.setPalette(palette)
