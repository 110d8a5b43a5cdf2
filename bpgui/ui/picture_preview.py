"""The preview of a picture: as large as there is room, or a sentence that says why there is none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from bpgui.ui.picture_content import as_image
from bpgui.ui.picture_recording import Recording

_LEAST_PREVIEW = QSize(280, 180)


class PicturePreview(QWidget):
    """The picture as large as there is room, or a sentence that says why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("picture_preview")
        self.setAccessibleName("Preview")
        self.setMinimumSize(_LEAST_PREVIEW)
        self._picture: Recording | None = None
        self._ground, self._sentence = QColor(), ""
        self._painted: tuple[float, QPixmap] | None = None

    def show_picture(self, picture: Recording, ground: QColor, described: str) -> None:
        """Show a picture on its ground."""
        self._picture, self._ground, self._sentence, self._painted = picture, ground, "", None
        self.setAccessibleDescription(described)
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show that there is nothing to show, and why."""
        self._picture, self._sentence = None, sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            room = self.rect().adjusted(0, 8, -1, -9)
            if self._picture is None:
                words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(room.adjusted(24, 0, -24, 0), words, self._sentence)
                return
            size = self._picture.size
            factor = min(room.width() / max(size.width(), 1), room.height() / max(size.height(), 1), 1.0)
            pixmap = self._pixmap(factor)
            place = pixmap.deviceIndependentSize().toSize()
            left, top = room.left() + (room.width() - place.width()) // 2, room.top()
            painter.drawPixmap(left, top, pixmap)
            painter.setPen(QPen(self.palette().placeholderText().color(), 1))
            painter.drawRect(left, top, place.width(), place.height())

    def _pixmap(self, factor: float) -> QPixmap:
        assert self._picture is not None
        if self._painted is None or self._painted[0] != factor:
            ratio = self.devicePixelRatioF()
            image = as_image(self._picture, self._ground, factor * ratio)
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._painted = factor, pixmap
        return self._painted[1]
