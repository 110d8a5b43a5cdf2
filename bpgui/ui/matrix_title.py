"""The name of a matrix over its cells: typeset, with its size beside it."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from bpgui.core.cells import Matrix
from bpgui.core.notation import factor_latex, latex, symbol
from bpgui.ui.fonts import text_font
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme
from bpgui.ui.typeset import piece
from bpgui.ui.worksheet_plan import width_of_factor

FRACTIONS = (Matrix.dL_dy_hat, Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx)
UPDATES = (Matrix.w_next, Matrix.b_next)

WIDTHS = {
    Matrix.x: 0.56,
    Matrix.w: 0.89,
    Matrix.b: 0.57,
    Matrix.y: 0.58,
    Matrix.y_hat: 0.6,
    Matrix.error: 2.49,
    Matrix.loss: 0.59,
    Matrix.dL_dw: 1.64,
    Matrix.dL_db: 1.31,
    Matrix.dL_dx: 1.32,
    Matrix.w_next: 4.56,
    Matrix.b_next: 3.92,
}
"""The width of each name at a size of 1, so that it has its room before the typesetter is loaded."""
_WIDTH_OF_TRANSPOSED, _WIDTH_OF_DL_DY_HAT = 0.38, 6.11


class MatrixTitle:
    """The name of one matrix, at the sizes of the worksheet."""

    def __init__(
        self, matrix: Matrix, transposed: bool, twice_a: Fraction, rows: int, columns: int, note: str = ""
    ) -> None:
        self._matrix = matrix
        self._is_tall = matrix in FRACTIONS or matrix in UPDATES
        self.latex = latex(matrix)
        if matrix is Matrix.dL_dy_hat:
            self.latex += rf"={factor_latex(str(twice_a))}(\hat{{\mathbf{{y}}}}-\mathbf{{y}})"
            self.width_at_one = _WIDTH_OF_DL_DY_HAT + width_of_factor(twice_a)
        elif transposed:
            self.latex += r"^{\mathsf{T}}"
            self.width_at_one = WIDTHS[matrix] + _WIDTH_OF_TRANSPOSED
        else:
            self.width_at_one = WIDTHS[matrix]
        self._beside = f"{rows}×{columns}, {note}" if note else f"{rows}×{columns}"
        if matrix in UPDATES:
            self._beside = f"= {symbol(matrix)}  {self._beside}"

    def height(self, metrics: Metrics) -> float:
        """The height that it needs."""
        return round((30 if self._is_tall else 21) * metrics.scale)

    def width(self, metrics: Metrics) -> float:
        """The width that it needs."""
        return self._name_width(metrics) + QFontMetricsF(text_font(metrics.small)).horizontalAdvance(self._beside)

    def paint(self, painter: QPainter, metrics: Metrics, theme: Theme, cells: QRectF, height: float) -> None:
        """Paint it over the middle of its cells, in a strip of that height."""
        left = max(cells.center().x() - self.width(metrics) / 2, 2.0)
        name, size, middle = piece(self.latex), self._size(metrics), height / 2
        baseline = middle + (name.ascent - name.descent) * size / 2 if self._is_tall else height - 5.5 * metrics.scale
        name.paint(painter, left, baseline, size, theme.hue(self._matrix))
        painter.setFont(text_font(metrics.small))
        painter.setPen(QColor(theme.text_pale))
        text_base = middle + 3.5 * metrics.scale if self._matrix in FRACTIONS else baseline
        painter.drawText(QPointF(left + self._name_width(metrics), text_base), self._beside)

    def _size(self, metrics: Metrics) -> float:
        return metrics.fraction if self._is_tall else metrics.name

    def _name_width(self, metrics: Metrics) -> float:
        return self.width_at_one * self._size(metrics) + 5 * metrics.scale
