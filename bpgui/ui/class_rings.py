"""Rings in the row of y under the pointer, or with the keyboard: one click sets the class of that example."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import QToolTip, QWidget

from bpgui.session.classes import class_of, class_words
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.matrix_delegate import MatrixDelegate
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.size_keys import key_of

_DIAMETER, _INSET, _DOT = 0.42, 0.07, 0.5
"""In heights of a row; of the dot, in diameters."""
_CATCHES = 2
"""Pixels around a ring that are clicked as well."""


class ClassRings(QWidget):
    """Lies over one row of y: a ring a class, filled for that of the example; none where a number needs the room."""

    class_wanted = Signal(int, int)
    """A row and a class, both counted from 0."""

    def __init__(self, bridge: SessionBridge, view: MatrixView) -> None:
        super().__init__(view.viewport())
        self.setObjectName("class_rings")
        self.setAccessibleName("The class of an example")
        self._bridge, self._view = bridge, view
        self._pointed_row: int | None = None
        self._row: int | None = None
        self._rings: dict[int, QRectF] = {}
        self._pointed_class: int | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        view.viewport().installEventFilter(self)
        view.focus_changed.connect(self.refresh)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self.refresh)
        bridge.document_loaded.connect(self._forget)
        bridge.changed.connect(self.refresh)

    @property
    def row(self) -> int | None:
        """The row in which rings are, counted from 0."""
        return self._row

    def ring(self, class_number: int) -> QRect | None:
        """Where the ring of a class is, in its own coordinates; None where there is none."""
        box = self._rings.get(class_number)
        return None if box is None else box.toAlignedRect()

    def refresh(self) -> None:
        """Be where the pointer is, or else the keyboard."""
        view = self._view
        current = view.currentIndex()
        has_keyboard = view.hasFocus() and current.isValid()
        self._row = self._pointed_row if self._pointed_row is not None else current.row() if has_keyboard else None
        self._rings = {} if self._row is None or self._bridge.session.document.shape.K == 1 else self._find_rings()
        if not self._rings:
            self.hide()
            return
        top = view.rowViewportPosition(self._row or 0)
        self.setGeometry(0, top, view.viewport().width(), view.verticalHeader().defaultSectionSize())
        region = QRegion()
        for box in self._rings.values():
            caught = box.adjusted(-_CATCHES, -_CATCHES, _CATCHES, _CATCHES).toAlignedRect()
            region += QRegion(caught, QRegion.RegionType.Ellipse)
        self.setMask(region)
        self.show()
        self.update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Where the pointer is in y."""
        match event.type():
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._point_at(None if event.buttons() else self._row_at(event.position().toPoint().y()))
            case QEvent.Type.Leave:
                self._point_at(None)
            case QEvent.Type.Resize:
                self.refresh()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        ink, accent = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Highlight)
        chosen = class_of(self._bridge.session.document, self._row) if self._row is not None else None
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, box in self._rings.items():
                is_pointed = number == self._pointed_class
                pen = QPen(accent if is_pointed else ink, box.width() / (5 if is_pointed else 8))
                painter.setPen(pen)
                painter.setBrush(palette.color(QPalette.ColorRole.Base))
                inset = pen.widthF() / 2 + 1
                painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
                if number == chosen:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(QColor(ink))
                    radius = _DOT * box.width() / 2
                    painter.drawEllipse(box.center(), radius, radius)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._told(self._class_at(event.pos().toPointF())), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_pointed_class(self._class_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_pointed_class(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The press sets the class, so that nothing can move away in between."""
        number = self._class_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None and self._row is not None:
            self.class_wanted.emit(self._row, number)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _find_rings(self) -> dict[int, QRectF]:
        view, row = self._view, self._row or 0
        model, delegate = view.matrix_model, view.itemDelegate()
        assert isinstance(delegate, MatrixDelegate)
        height, width = view.verticalHeader().defaultSectionSize(), view.horizontalHeader().defaultSectionSize()
        diameter, inset = round(_DIAMETER * height), _INSET * height
        found = {}
        first, last = view.columnAt(0), view.columnAt(view.viewport().width() - 1)
        for column in range(max(first, 0), (last if last >= 0 else model.columnCount() - 1) + 1):
            look = model.look(model.index(row, column))
            if delegate.free_at_the_left(width, look, model.column_shape(column)) >= inset + diameter:
                left = view.columnViewportPosition(column) + inset
                found[column] = QRectF(round(left), round(0.56 * height - diameter / 2), diameter, diameter)
        return found

    def _row_at(self, y: int) -> int | None:
        row = self._view.rowAt(y)
        return row if row >= 0 else None

    def _class_at(self, at: QPointF) -> int | None:
        """The mask lets no other places be pointed at than those of a ring."""
        near = {abs(box.center().x() - at.x()): number for number, box in self._rings.items()}
        return near[min(near)] if near else None

    def _point_at(self, row: int | None) -> None:
        if row != self._pointed_row:
            self._pointed_row = row
            self.refresh()

    def _set_pointed_class(self, number: int | None) -> None:
        if number != self._pointed_class:
            self._pointed_class = number
            self.update()

    def _forget(self) -> None:
        self._pointed_row = self._row = None
        self.hide()

    def _told(self, number: int | None) -> str:
        if number is None or self._row is None:
            return ""
        document = self._bridge.session.document
        what = f"Click, or {key_of('class')} in the cell: class {document.names.called('k', number)}"
        return f"{class_words(document, self._row)}\n{what}"
