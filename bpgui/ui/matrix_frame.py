"""A matrix as mathematics shows it: typeset name and size, indices or names, brackets, and the cells between them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bpgui.core.cells import Cell, Matrix
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.matrix_delegate import MatrixDelegate, paint_number
from bpgui.ui.matrix_model import MatrixModel
from bpgui.ui.matrix_title import MatrixTitle
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme

_LONGEST_NAME, _LONGEST_WHERE_TIGHT = 66, 30
_MOST_MEASURED = 200
_NAMED_ROWS = {Matrix.x: "i", Matrix.y: "i", Matrix.w: "j", Matrix.dL_dw: "j", Matrix.w_next: "j"}
"""Beside which matrices the names of rows stand: examples beside what is given of them, features beside the weights."""
_SHORT_WHERE_TIGHT = (Matrix.x, Matrix.dL_dw, Matrix.w_next)
"""Elsewhere there is room, or, beside w, the names are to be read whole."""


class Head(NamedTuple):
    """What stands over the cells: the heights of the strip of the name and of that of the indices."""

    name: float
    indices: float


NO_HEAD = Head(0.0, 2.0)


class MatrixFrame(QWidget):
    """The name, indices and brackets around a MatrixView. The worksheet places it and says how much it shows."""

    def __init__(
        self,
        bridge: SessionBridge,
        matrix: Matrix,
        theme: Theme,
        transposed: bool = False,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self._bridge = bridge
        self.matrix = matrix
        self.transposed = transposed
        self._theme = theme
        view = bridge.session.view
        self._metrics = Metrics.at(1.0, view.digits, 21, fractions=view.fractions)
        self._head = NO_HEAD
        self._typesets = False
        self._ghost_rows = 0
        self._ghosts: list[str] = []
        emphasis = 1.3 if matrix is Matrix.loss else 1.0
        model = MatrixModel(bridge, matrix, transposed, self)
        self.view = MatrixView(bridge, model, MatrixDelegate(matrix, theme, self._metrics, emphasis), self)
        self.view.horizontalScrollBar().valueChanged.connect(self.update)
        self.view.verticalScrollBar().valueChanged.connect(self.update)
        self.view.focus_changed.connect(self.update)
        bridge.changed.connect(self._on_changed)

    @property
    def model(self) -> MatrixModel:
        """The model of the cells."""
        return self.view.matrix_model

    @property
    def letters(self) -> str:
        """The index letters of its rows and columns."""
        return self.model.axis_letters()

    @property
    def is_boxed(self) -> bool:
        """Whether it is a number in a box rather than a matrix: the loss."""
        return self.matrix is Matrix.loss

    def show_typeset(self) -> None:
        """From now on the name is typeset; until then its place is empty."""
        self._typesets = True
        self.update()

    # --- names

    @property
    def header_font(self) -> QFont:
        """The font of numbers and names beside rows and over columns."""
        return text_font(self._metrics.small)

    def named_letter(self, axis: int) -> str:
        """The index letter whose names stand beside its rows (axis 0) or over its columns (1); "" where none do.

        Elsewhere examples are numbered, and named when pointed at: their names are long, and many.
        """
        letter = self.letters[axis]
        if axis == 0:
            return self._letter_beside_rows(self._metrics)
        return letter if letter in "jk" else ""

    def _letter_beside_rows(self, metrics: Metrics) -> str:
        letter = self.letters[0]
        named = "j" if self.transposed else _NAMED_ROWS.get(self.matrix)
        is_further = self.transposed or not self.matrix.is_input
        return letter if letter == named and (metrics.has_names_of_gradients or not is_further) else ""

    def header_at(self, place: QPoint) -> tuple[int, int] | None:
        """The row (axis 0) or column (1) whose number or name stands at a place of the frame, with its axis first."""
        cells = self.view.geometry()
        if self.is_boxed or self._head.name == 0:
            return None
        if cells.left() <= place.x() < cells.right() and self._head.name <= place.y() < cells.top():
            column = self.view.columnAt(place.x() - cells.left())
            return (1, column) if column >= 0 and self.letters[1] != "1" else None
        if place.x() < cells.left() and cells.top() <= place.y() < cells.bottom():
            row = self.view.rowAt(place.y() - cells.top())
            return (0, row) if row >= 0 and self.letters[0] != "1" else None
        return None

    def header_box(self, axis: int, place: int) -> QRect:
        """Where the number or name of a row (axis 0) or a column (1) stands."""
        metrics, cells = self._metrics, self._cells_rect()
        if axis == 0:
            top = cells.top() + self.view.rowViewportPosition(place)
            return QRectF(0, top, self.row_header_width(metrics), metrics.row_height).toRect()
        left = cells.left() + self.view.columnViewportPosition(place)
        top = self._head.name + self._head.indices - metrics.header_height
        return QRectF(left, top, metrics.cell_width, metrics.header_height).toRect()

    # --- what the worksheet asks and says

    def head(self, metrics: Metrics) -> Head:
        """The heights that its name and its column indices need; names that are too long for a line take two."""
        lines = 2 if any(len(self.header_lines(name, metrics)) > 1 for name in self._column_names()) else 1
        return Head(self._title.height(metrics), metrics.header_height + (lines - 1) * round(11 * metrics.scale))

    def row_header_width(self, metrics: Metrics) -> float:
        """The width of the strip of row numbers or names."""
        if self.is_boxed or self.letters[0] == "1":
            return round(4 * metrics.scale)
        of_small = QFontMetricsF(text_font(metrics.small))
        names = self._names_beside_rows(metrics)[:_MOST_MEASURED]
        if names:
            numbers = (str(number) for number, name in enumerate(names, 1) if not name)
            widest = max(of_small.horizontalAdvance(text) for text in (*filter(None, names), *numbers))
            is_short = metrics.is_tight and self.matrix in _SHORT_WHERE_TIGHT
            longest = _LONGEST_WHERE_TIGHT if is_short else _LONGEST_NAME
            return min(widest, longest * metrics.scale) + round(6 * metrics.scale)
        return of_small.horizontalAdvance(str(self.model.rowCount())) + round(6 * metrics.scale)

    def title_left(self, metrics: Metrics, columns: int) -> float:
        """How far from its left edge its name begins, when it shows so many columns."""
        middle = self.row_header_width(metrics) + metrics.bracket + columns * metrics.cell_width / 2
        return max(middle - self._title.width(metrics) / 2, 2.0)

    def size_for(self, metrics: Metrics, rows: int, columns: int, head: Head = NO_HEAD, ghost_rows: int = 0) -> QSize:
        """How large it is when it shows so many rows and columns under a head; without one, its name is left out."""
        if self.is_boxed:
            return QSize(round(metrics.cell_width * 1.9), round(metrics.row_height * 1.65))
        width = self.row_header_width(metrics) + 2 * metrics.bracket + columns * metrics.cell_width
        height = sum(head) + max(rows, ghost_rows) * metrics.row_height + 2
        width += metrics.scroll_bar if rows < self.model.rowCount() else 0
        height += metrics.scroll_bar if columns < self.model.columnCount() else 0
        if head.name > 0:
            width = max(width, self._title.width(metrics) + 4 * metrics.scale)
        return QSize(round(width), round(height))

    def arrange(self, metrics: Metrics, rows: int, columns: int, head: Head, ghost_rows: int = 0) -> None:
        """Take sizes from the worksheet."""
        self._metrics, self._head, self._ghost_rows = metrics, head, ghost_rows
        self.view.set_looks(self._theme, metrics)
        if self.is_boxed:
            inset = round(5 * metrics.scale)
            size = self.size_for(metrics, 1, 1)
            self.view.horizontalHeader().setDefaultSectionSize(size.width() - 2 * inset)
            self.view.verticalHeader().setDefaultSectionSize(size.height() - 2 * inset)
            self.view.setGeometry(inset, inset, size.width() - 2 * inset, size.height() - 2 * inset)
        else:
            width = columns * metrics.cell_width + (metrics.scroll_bar if rows < self.model.rowCount() else 0)
            height = rows * metrics.row_height
            if columns < self.model.columnCount():  # the bar stands under the ghost rows, not across them
                height = max(rows, ghost_rows) * metrics.row_height + metrics.scroll_bar
            self.view.setGeometry(QRectF(*self._cells_at(), width, height).toRect())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.view.set_looks(theme, self._metrics)
        self.update()

    def _on_changed(self) -> None:
        # all else that is painted here changes with the arrangement, the looks, the focus or the scroll bars
        if self._ghost_rows and self._ghosts != self._ghost_texts():
            self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.is_boxed:
                self._paint_box(painter)
            else:
                if not self.view.geometry().contains(event.rect()):  # cells alone, most of the time
                    self._paint_head(painter)
                self._paint_brackets(painter)
                self._paint_ghost_rows(painter)

    def _paint_head(self, painter: QPainter) -> None:
        if self._head.name > 0 and self._typesets:
            self._title.paint(painter, self._metrics, self._theme, self._cells_rect(), self._head.name)
        self._paint_column_headers(painter)
        self._paint_row_headers(painter)

    def _names_beside_rows(self, metrics: Metrics) -> tuple[str, ...]:
        return self._bridge.session.document.names.along(self._letter_beside_rows(metrics))

    @property
    def _title(self) -> MatrixTitle:
        twice_a = 2 * self._bridge.session.document.network.a
        is_standardised = self.matrix is Matrix.x and self._bridge.session.document.standardised is not None
        note = "standardised" if is_standardised else ""
        return MatrixTitle(self.matrix, self.transposed, twice_a, self.model.rowCount(), self.model.columnCount(), note)

    def _column_names(self) -> tuple[str, ...]:
        return self._bridge.session.document.names.along(self.named_letter(1))

    def header_lines(self, name: str, metrics: Metrics) -> list[str]:
        """A name in one line, or in two, the first as full as whole words make it, the second cut where it must be."""
        of_font = QFontMetricsF(text_font(metrics.small))
        room = metrics.cell_width - 2
        if of_font.horizontalAdvance(name) <= room:
            return [name]
        words = name.split(" ")
        fitting = (n for n in range(len(words) - 1, 1, -1) if of_font.horizontalAdvance(" ".join(words[:n])) <= room)
        first = next(fitting, 1)
        lines = " ".join(words[:first]), " ".join(words[first:])
        return [of_font.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines if line]

    def _cells_at(self) -> tuple[float, float]:
        left = self.row_header_width(self._metrics) + self._metrics.bracket
        return round(left), round(sum(self._head)) + 1

    def _cells_rect(self) -> QRectF:
        return QRectF(self.view.geometry())

    def _paint_column_headers(self, painter: QPainter) -> None:
        if self._head.name == 0 or self.letters[1] == "1":
            return
        metrics = self._metrics
        painter.setFont(text_font(metrics.small))
        painter.setPen(QColor(self._theme.text_pale))
        cells, names = self._cells_rect(), self._column_names()
        line_height = round(11 * metrics.scale)
        for column in self._visible(Qt.Orientation.Horizontal):
            left = cells.left() + self.view.columnViewportPosition(column)
            lines = self.header_lines((names[column] if names else "") or str(column + 1), metrics)
            top = self._head.name + self._head.indices - metrics.header_height - (len(lines) - 1) * line_height
            for number, line in enumerate(lines):
                box = QRectF(left, top + number * line_height, metrics.cell_width, metrics.header_height)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)

    def _paint_row_headers(self, painter: QPainter) -> None:
        if self.letters[0] == "1":
            return
        metrics = self._metrics
        font = text_font(metrics.small)
        of_font = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text_pale))
        cells = self._cells_rect()
        width = self.row_header_width(metrics) - round(3 * metrics.scale)
        names = self._names_beside_rows(metrics)
        modes = Qt.TextElideMode  # examples are often told apart by a number at the end
        elided = modes.ElideMiddle if self.letters[0] == "i" else modes.ElideRight
        for row in self._visible(Qt.Orientation.Vertical):
            top = cells.top() + self.view.rowViewportPosition(row)
            name = (names[row] if names else "") or str(row + 1)
            text = of_font.elidedText(name, elided, width)
            box = QRectF(0, top, width, metrics.row_height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_brackets(self, painter: QPainter) -> None:
        metrics = self._metrics
        has_focus = self.view.shows_focus
        colour = self._theme.accent if has_focus else self._theme.bracket
        painter.setPen(QPen(QColor(colour), (2.6 if has_focus else 1.5) * metrics.scale))
        cells = self._cells_rect()
        height = min(cells.height(), self.model.rowCount() * metrics.row_height)
        tick, away = 4 * metrics.scale, 3.0 * metrics.scale
        right_of_cells = cells.left() + min(cells.width(), self.model.columnCount() * metrics.cell_width)
        if cells.width() > right_of_cells - cells.left():
            right_of_cells = cells.right()
        for x, inward in ((cells.left() - away, 1), (right_of_cells + away, -1)):
            top, bottom = cells.top() - 1, cells.top() + height + 1
            painter.drawLine(QLineF(x, top, x, bottom))
            painter.drawLine(QLineF(x, top, x + inward * tick, top))
            painter.drawLine(QLineF(x, bottom, x + inward * tick, bottom))

    def _paint_ghost_rows(self, painter: QPainter) -> None:
        """b's row, repeated for every example to which it is added."""
        if not self._ghost_rows:
            return
        metrics = self._metrics
        painter.setFont(metrics.font())
        painter.setPen(QColor(self._theme.text_ghost))
        cells = self._cells_rect()
        self._ghosts = self._ghost_texts()
        for column, text in zip(self._visible(Qt.Orientation.Horizontal), self._ghosts, strict=True):
            left = cells.left() + self.view.columnViewportPosition(column)
            for row in range(1, self._ghost_rows):
                box = QRectF(left, cells.top() + row * metrics.row_height, metrics.cell_width, metrics.row_height)
                paint_number(painter, metrics, box, text)

    def _ghost_texts(self) -> list[str]:
        screen = self._bridge.screen
        return [screen.look(Cell(self.matrix, 0, c)).text for c in self._visible(Qt.Orientation.Horizontal)]

    def _paint_box(self, painter: QPainter) -> None:
        has_focus = self.view.shows_focus
        line = 2.0 * self._metrics.scale
        painter.setPen(QPen(QColor(self._theme.accent if has_focus else self._theme.text), line))
        painter.setBrush(QColor(self._theme.card))
        half = line / 2 + 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)

    @property
    def in_view(self) -> tuple[range, range]:
        """The rows and the columns that are scrolled to."""
        return self._visible(Qt.Orientation.Vertical), self._visible(Qt.Orientation.Horizontal)

    def _visible(self, orientation: Qt.Orientation) -> range:
        vertical = orientation == Qt.Orientation.Vertical
        bar = self.view.verticalScrollBar() if vertical else self.view.horizontalScrollBar()
        count = self.model.rowCount() if vertical else self.model.columnCount()
        size = self.view.viewport().height() if vertical else self.view.viewport().width()
        step = self._metrics.row_height if vertical else self._metrics.cell_width
        first = bar.value()
        return range(first, min(count, first + max(round(size / step), 1)))
