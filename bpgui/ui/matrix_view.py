"""The cells of one matrix: a table without headers that scrolls inside its brackets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from bpgui.core.cells import Cell
from bpgui.core.notation import in_words
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.grid_table import GridTable
from bpgui.ui.matrix_delegate import MatrixDelegate
from bpgui.ui.matrix_model import MatrixModel
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class MatrixView(GridTable):
    """Shows a matrix, selects its cells, takes what is typed into an input."""

    focus_changed = Signal()

    def __init__(self, bridge: SessionBridge, model: MatrixModel, delegate: MatrixDelegate, parent: QWidget):
        super().__init__(parent)
        self._bridge = bridge
        self._matrix_model = model
        self._delegate = delegate
        self._is_entering = False
        self._is_pictured = False
        self.setObjectName(f"{model.matrix}_transposed" if model.transposed else model.matrix.value)
        words = f"{model.matrix} transposed" if model.transposed else in_words(model.matrix)
        self.setAccessibleName(words)
        self.setModel(model)
        self.setItemDelegate(delegate)
        model.modelReset.connect(self.range.clear)
        model.entry_refused.connect(self.stay)
        self.range.began.connect(lambda: self._select(self.currentIndex()))
        self._set_up_table()
        bridge.changed.connect(self._on_changed)
        bridge.document_loaded.connect(self._describe)
        self._describe()

    @property
    def matrix_model(self) -> MatrixModel:
        """The model."""
        return self._matrix_model

    def set_looks(self, theme: Theme, metrics: Metrics) -> None:
        """Take other colours and sizes."""
        self._delegate.set_looks(theme, metrics)
        self.horizontalHeader().setDefaultSectionSize(int(metrics.cell_width))
        self.verticalHeader().setDefaultSectionSize(int(metrics.row_height))
        self.viewport().update()

    @property
    def shows_focus(self) -> bool:
        """Whether it shows that the keyboard is in it."""
        return self.hasFocus() and not self._is_pictured

    def set_pictured(self, is_pictured: bool) -> None:
        """While it is pictured, for paper say, it shows neither the keyboard's place nor scroll bars."""
        self._is_pictured = is_pictured
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setHidden(is_pictured)

    def show_cell(self, cell: Cell) -> None:
        """Scroll until a cell is in view."""
        index = self._matrix_model.index_of(cell)
        if not self.viewport().rect().contains(self.visualRect(index)):  # where it is, nothing costs time
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def place_of(self, cell: Cell) -> QRect:
        """Where a cell stands, in the coordinates of the matrix's frame."""
        return self.visualRect(self._matrix_model.index_of(cell)).translated(self.pos() + self.viewport().pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells that the event asks for."""
        region, asked = event.region(), event.rect()
        model = self._matrix_model
        rows = _between(self.rowAt(asked.top()), self.rowAt(asked.bottom()), model.rowCount())
        columns = _between(self.columnAt(asked.left()), self.columnAt(asked.right()), model.columnCount())
        current = self.currentIndex() if self.shows_focus else QModelIndex()
        focused = (current.row(), current.column())
        is_one = region.rectCount() == 1
        if is_one and asked.contains(self.viewport().rect()):
            model.forget_painted()
        width, height = self.horizontalHeader().defaultSectionSize(), self.verticalHeader().defaultSectionSize()
        look, paint = model.look_to_paint, self._delegate.paint_cell
        shapes = [(column, model.column_shape(column)) for column in columns]
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chosen = self.place_of_range()
            if chosen is not None:
                self._delegate.paint_range_ground(painter, chosen)
            for row in rows:
                top = self.rowViewportPosition(row)
                for column, shape in shapes:
                    left = self.columnViewportPosition(column)
                    if is_one or region.intersects(QRect(left, top, width, height)):
                        rect = QRectF(left, top, width, height)
                        paint(painter, rect, look(row, column), (row, column) == focused, shape)
            if chosen is not None:
                self._delegate.paint_range_outline(painter, chosen)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._pages(event):
            event.accept()  # elsewhere these keys go from stop to stop
            return True
        return super().event(event)

    def _pages(self, event: QKeyEvent) -> bool:
        """Whether a key pages this grid: one that shows all of its rows has no use for it."""
        is_page = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        is_with_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return is_page and is_with_control and self.verticalScrollBar().maximum() > 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        index = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:  # what the line of the editor leaves over
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if self._matrix_model.is_editable:
                self.go_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            else:
                self._build(index)
        elif control and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (1 if key == Qt.Key.Key_PageDown else -1) * bar.pageStep())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus() and not self._is_entering:
            self._select(current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here puts the keyboard in a cell, and selects nothing yet."""
        self._is_entering = True  # Qt too makes a cell the current one
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self._matrix_model.index(0, 0))
        self._is_entering = False
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _set_up_table(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setAutoScroll(False)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(4)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if self._matrix_model.is_editable
            else triggers.NoEditTriggers
        )
        self.clicked.connect(self._select)
        self.entered.connect(self._point_at)
        self.viewportEntered.connect(lambda: self._point_at(QModelIndex()))
        self.doubleClicked.connect(self._on_double_clicked)

    def _describe(self) -> None:
        model = self._matrix_model
        use = "Enter builds an entry step by step"
        if model.is_editable:
            use = "type to change a number"
        elif model.transposed:
            use = f"a view of {model.matrix}, where its numbers can be changed"
        size = f"{_count(model.rowCount(), 'row')}, {_count(model.columnCount(), 'column')}"
        self.setAccessibleDescription(f"{size}; {use}")

    def _select(self, index: Index) -> None:
        cell = self._matrix_model.cell(index)
        if cell != self._bridge.session.selection:
            self._bridge.do(lambda session: session.select(cell))

    def _build(self, index: Index) -> None:
        cell = self._matrix_model.cell(index)
        self._bridge.do(lambda session: session.build(cell))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(QModelIndex())

    def _point_at(self, index: Index) -> None:
        """Pointing at a cell marks the term in which it stands."""
        terms = self._bridge.screen.terms
        term = None if terms is None or not index.isValid() else terms.number_holding(self._matrix_model.cell(index))
        if term != self._bridge.session.pointed_term:
            self._bridge.do(lambda session: session.point_at(term))

    def _on_double_clicked(self, index: Index) -> None:
        if not self._matrix_model.is_editable:
            self._build(index)

    def _on_changed(self) -> None:
        """The selected cell is the current one here too, so that arrows go on from it."""
        selection = self._bridge.session.selection
        if selection is not None and selection.matrix is self._matrix_model.matrix:
            index = self._matrix_model.index_of(selection)
            if index != self.currentIndex():
                self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)


def _between(first: int, last: int, count: int) -> range:
    """From the first to the last of some rows or columns; beyond the last of all Qt says −1."""
    return range(max(first, 0), count if last < 0 else last + 1)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
