"""The first of the numbers that a matrix is to be filled with, as matrices show them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from bpgui.core.numbers import format_in_cell
from bpgui.session.filling import Filling, Place
from bpgui.ui.fonts import TEXT_PIXELS
from bpgui.ui.matrix_delegate import paint_number
from bpgui.ui.metrics import Metrics

_MOST_ROWS, _MOST_COLUMNS = 5, 7
_ROW_HEIGHT = 23
_MORE = "…"


class FillPreview(QWidget):
    """Five rows and seven columns at most, with an ellipsis where there are more. It keeps its room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fill_preview")
        self.setAccessibleName("Preview")
        self._texts: list[list[str]] = []
        self._digits = 0

    @property
    def texts(self) -> list[list[str]]:
        """What it shows, row by row."""
        return self._texts

    def show_filling(self, filling: Filling | None, place: Place) -> None:
        """Show the first numbers, or none."""
        self._texts = [] if filling is None else _texts(filling, place)
        self._digits = 0 if filling is None else filling.shown_decimals
        self.setAccessibleDescription("; ".join(" ".join(row) for row in self._texts))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for as many rows as there may be."""
        return QSize(0, round((_MOST_ROWS + 1) * _ROW_HEIGHT * self._scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = Metrics.at(self._scale, self._digits, _ROW_HEIGHT)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(metrics.font())
            for row, texts in enumerate(self._texts):
                for column, text in enumerate(texts):
                    is_more = text == _MORE
                    role = QPalette.ColorRole.Dark if is_more else QPalette.ColorRole.WindowText
                    painter.setPen(self.palette().color(role))
                    top = row * metrics.row_height
                    box = QRectF(column * metrics.cell_width, top, metrics.cell_width, metrics.row_height)
                    if is_more:
                        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                    else:
                        paint_number(painter, metrics, box, text)

    @property
    def _scale(self) -> float:
        return self.font().pixelSize() / TEXT_PIXELS if self.font().pixelSize() > 0 else 1.0


def _texts(filling: Filling, place: Place) -> list[list[str]]:
    rows, columns = min(place.rows, _MOST_ROWS), min(place.columns, _MOST_COLUMNS)
    block = filling.block(rows, place.columns)
    more = [_MORE] if place.columns > columns else []
    digits = filling.shown_decimals
    texts = [[format_in_cell(block.exact_at(r, c), digits).text for c in range(columns)] + more for r in range(rows)]
    return texts + ([[_MORE] * (columns + len(more))] if place.rows > rows else [])
