"""Labels that set their text smaller where they have little room, down to a limit, before they leave anything out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from bpgui.ui.fonts import text_font

_SMALLEST = 0.8
_GAPS = "   ", "  "
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class FittingLabel(QLabel):
    """A text of several lines, set smaller where it would not fit; what is still too long can be read on hover."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels = 13.0
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def set_pixels(self, pixels: float) -> None:
        """The size of the text where there is room."""
        self._pixels = pixels
        self.setFont(text_font(pixels))
        self.update()

    def needed_height(self, text: str, width: float) -> float:
        """How high a text is in full size."""
        return self._bounds(self.font(), text, QRectF(0, 0, width, 1e5)).height()

    def fitting(self) -> tuple[str, QFont]:
        """What is seen: the text, in the largest font in which it fits, or else its beginning in the smallest."""
        font = text_font(self._pixels)
        for pixels in _sizes(self._pixels):
            font = text_font(pixels)
            if self._fits(font, self.text()):
                return self.text(), font
        words = self.text().split(" ")
        most = next((n for n in range(len(words) - 1, 0, -1) if self._fits(font, " ".join(words[:n]) + " …")), 0)
        return " ".join([*words[:most], "…"]), font

    def minimumSizeHint(self) -> QSize:
        """It takes what room there is."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is left out can be read on hover."""
        super().resizeEvent(event)
        self._tell_whole()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._tell_whole()

    def _tell_whole(self) -> None:
        self.setToolTip("" if self.fitting()[0] == self.text() else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, as large as it fits."""
        text, font = self.fitting()
        with QPainter(self) as painter:
            painter.setFont(font)
            painter.setPen(self.palette().windowText().color())
            painter.drawText(self.contentsRect(), _WRAPPED, text)

    def _fits(self, font: QFont, text: str) -> bool:
        room = QRectF(self.contentsRect())
        bounds = self._bounds(font, text, room)
        return bounds.height() <= room.height() + 1 and bounds.width() <= room.width() + 1

    @staticmethod
    def _bounds(font: QFont, text: str, room: QRectF) -> QRectF:
        return QFontMetricsF(font).boundingRect(QRectF(0, 0, room.width(), 1e5), _WRAPPED, text)


class PartsLabel(QLabel):
    """A line of a few parts. Where there is little room they stand closer, then smaller, and then a part is left out;
    the text that is heard is always all of it."""

    def __init__(self, name: str, words: str, spare: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._spare = 13.0, spare
        self._parts: tuple[str, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_pixels(self, pixels: float) -> None:
        """The size of the text where there is room."""
        self._pixels = pixels
        self.setFont(text_font(pixels))
        self.update()

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show other parts."""
        self._parts = tuple(parts)
        self.setText(_GAPS[0].join(self._parts))

    def fitting(self) -> tuple[str, QFont]:
        """What is seen: the text that fits, and its font. Parts that begin with the spare word are left out first."""
        room = self.contentsRect().width()
        few = tuple(part for part in self._parts if not part.startswith(self._spare))
        smallest = text_font(_SMALLEST * self._pixels)
        for parts in (self._parts, few):
            for gap in _GAPS:
                for pixels in _sizes(self._pixels) if gap == _GAPS[-1] else (self._pixels,):
                    text, font = gap.join(parts), text_font(pixels)
                    if QFontMetricsF(font).horizontalAdvance(text) <= room:
                        return text, font
        text = _GAPS[-1].join(few)
        return QFontMetricsF(smallest).elidedText(text, Qt.TextElideMode.ElideLeft, room), smallest

    def minimumSizeHint(self) -> QSize:
        """It takes what room there is."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The parts, as they fit."""
        text, font = self.fitting()
        with QPainter(self) as painter:
            painter.setFont(font)
            painter.setPen(self.palette().windowText().color())
            painter.drawText(self.contentsRect(), _ONE_LINE, text)


def _sizes(pixels: float) -> list[float]:
    least = round(_SMALLEST * pixels)
    return [float(size) for size in range(round(pixels), least - 1, -1)]
