"""A preview of what is copied or saved: words, or a picture as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontDatabase, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from bpgui.ui.derivation_picture import SLIDE_WIDTH
from bpgui.ui.theme import Theme, blend

_SQUARE = 8


class ExportPreview(QStackedWidget):
    """Words, a picture, or a sentence that says why there is neither."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._area, self._picture, self._sentence = QPlainTextEdit(), QScrollArea(), QLabel(), QLabel()
        self._words.setObjectName("export_words")
        self._words.setAccessibleName("Preview")
        self._words.setReadOnly(True)
        self._words.setTabChangesFocus(True)
        self._picture.setObjectName("export_picture")
        self._picture.setAccessibleName("Preview")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._area.setAccessibleName("Preview")
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._sentence.setObjectName("export_no_preview")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMargin(24)
        for page in (self._words, self._area, self._sentence):
            self.addWidget(page)

    @property
    def factor(self) -> float:
        """How many pixels of the screen a picture's pixel takes, so that it has room in the width."""
        return min(self._area.viewport().width() / SLIDE_WIDTH, 1.0) * self.devicePixelRatio()

    def show_words(self, words: str, fixed: bool) -> None:
        """Show words, in a face of fixed width or in the window's."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if fixed else self.font()
        font.setPixelSize(self.fontInfo().pixelSize())
        self._words.setFont(font)
        wrap = QPlainTextEdit.LineWrapMode
        self._words.setLineWrapMode(wrap.NoWrap if fixed else wrap.WidgetWidth)
        if self._words.toPlainText() != words:
            self._words.setPlainText(words)
        self.setCurrentWidget(self._words)

    def show_picture(self, image: QImage, theme: Theme, described: str) -> None:
        """Show a picture; where it is transparent, on squares."""
        pixmap = QPixmap.fromImage(_on_squares(image, theme) if image.hasAlphaChannel() else image)
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        self._picture.setPixmap(pixmap)
        self._picture.setAccessibleDescription(described)
        self.setCurrentWidget(self._area)

    def show_sentence(self, sentence: str) -> None:
        """Show that there is nothing to show, and why."""
        self._sentence.setText(sentence)
        self.setCurrentWidget(self._sentence)


def _on_squares(image: QImage, theme: Theme) -> QImage:
    """The picture on the usual sign of a transparent ground, in shades that its own colours are read on."""
    squares = QPixmap(2 * _SQUARE, 2 * _SQUARE)
    squares.fill(QColor(theme.card))
    shade = blend(QColor(theme.card), QColor(theme.text), 0.1)
    painter = QPainter(squares)
    painter.fillRect(0, 0, _SQUARE, _SQUARE, shade)
    painter.fillRect(_SQUARE, _SQUARE, _SQUARE, _SQUARE, shade)
    painter.end()
    made = QImage(image.size(), QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.fillRect(QRectF(image.rect()), QBrush(squares))
    painter.drawImage(0, 0, image)
    painter.end()
    return made
