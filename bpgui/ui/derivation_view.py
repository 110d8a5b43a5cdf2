"""The derivation on screen: typeset lines that wrap, in which every piece can be pointed at and followed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from bpgui.session.piece_told import told_of
from bpgui.session.pieces import Line, Piece
from bpgui.session.visits import Path
from bpgui.session.written_terms import UNFOLDED_AT_ONCE
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.derivation_layout import Flow, LineLayout, Placed, Sizes, flow
from bpgui.ui.derivation_model import DerivationModel
from bpgui.ui.derivation_painting import LinePainter, Pointing
from bpgui.ui.theme import LIGHT, Theme
from bpgui.ui.typeset import Stamps

Index = QModelIndex | QPersistentModelIndex
_STEP_OF_KEY: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_MOST_PLACES = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class DerivationView(QListView):
    """Shows the lines of a DerivationModel. Arrows go from piece to piece, Enter follows one."""

    command_requested = Signal(object)
    """A piece with a Command was clicked, or entered by key; unfolding is done here."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivation")
        self.setAccessibleName("Derivation of the selected entry")
        self._bridge = bridge
        self.lines = DerivationModel(bridge, self)
        self._flows: dict[int, tuple[Line, Flow]] = {}
        self._room: float | None = None
        self._heights: list[int] | None = None
        self._pointed: object = None
        self._at: tuple[int, int] | None = None
        self._seen: object = None
        self._path: Path = ()
        self._places: dict[Path, tuple[int, tuple[int, int] | None]] = {}
        self.set_looks(LIGHT, 1.0)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.lines.derivation_changed.connect(self._on_derivation_changed)
        bridge.changed.connect(self._on_changed)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._sizes = Sizes(scale)
        self._painter = LinePainter(theme, self._sizes, Stamps())
        self._forget_layouts()

    # --- what stands where

    @property
    def room(self) -> float:
        """The width that lines wrap at: what is left beside a scroll bar, so that nothing jumps where one comes."""
        if self._room is None:
            beside = self.verticalScrollBar().sizeHint().width() + 2.0 * self._margin
            self._room = max(self.width() - beside, 60.0)
        return self._room

    @property
    def _margin(self) -> float:
        return 3.0

    def layout_of(self, row: int) -> LineLayout:
        """A line laid out at the present width."""
        return self._flow(row).layout

    def _flow(self, row: int) -> Flow:
        line, known = self.lines.lines[row], self._flows.get(row)
        if known is not None and known[0] is line:
            return known[1]
        made = flow(line, self.room, self._sizes)
        self._flows[row] = line, made
        return made

    def piece_at(self, point: QPointF) -> tuple[int, Placed] | None:
        """The row and the piece under a point of the viewport."""
        index = self.indexAt(point.toPoint())
        if not index.isValid():
            return None
        corner = self.visualRect(index).topLeft()
        placed = self.layout_of(index.row()).at(point - QPointF(corner) - QPointF(self._margin, 0))
        return None if placed is None else (index.row(), placed)

    def place_of(self, row: int, number: int) -> QRect:
        """Where a piece is in the viewport: a row's piece by its number among all that can be pointed at."""
        corner = self.visualRect(self.lines.index(row)).topLeft()
        rect = self._stops(row)[number].rect
        return rect.translated(QPointF(corner) + QPointF(self._margin, 0)).toRect()

    def size_of(self, row: int) -> QSize:
        """The size of a line."""
        return QSize(round(self.room), round(self._flow(row).height))

    def paint_line(self, painter: QPainter, rect: QRect, row: int) -> None:
        """Paint a line in its place."""
        session, layout = self._bridge.session, self.layout_of(row)
        at = self._stops(row)[self._at[1]] if self._at is not None and self._at[0] == row and self.hasFocus() else None
        pointing = Pointing(session.pointed_term, frozenset(session.pointed_cells), at)
        corner = QPointF(rect.topLeft()) + QPointF(self._margin, 0)
        painter.save()
        painter.translate(corner)
        visible = QRectF(self.viewport().rect()).translated(-corner)
        self._painter.paint(painter, self.lines.lines[row], layout, pointing, visible)
        painter.restore()

    # --- the pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.piece_at(event.position())
        self._point_at(found[1].piece if found is not None else None)
        can_be_followed = found is not None and self._can_be_followed(found[1].piece)
        shape = Qt.CursorShape.PointingHandCursor if can_be_followed else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.piece_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._follow(found[1].piece)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What comes under the pointer is pointed at."""
        super().wheelEvent(event)
        found = self.piece_at(event.position())
        self._point_at(found[1].piece if found is not None else None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Hovering over a piece tells its cell whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.piece_at(QPointF(event.pos()))
            said = "" if found is None else told_of(self._bridge.screen, found[1].piece)
            QToolTip.showText(event.globalPos() + QPoint(0, round(14 * self._sizes.scale)), said, self)
            return True
        return super().viewportEvent(event)

    # --- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _STEP_OF_KEY:
            self._go_on(_STEP_OF_KEY[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_to_row(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            rows = [row for row in range(len(self.lines.lines)) if self._stops(row)]
            if rows:
                self._go_to(*((rows[0], 0) if key == Qt.Key.Key_Home else (rows[-1], len(self._stops(rows[-1])) - 1)))
        elif key in _ENTER and self._at is not None:
            self._follow(self._stops(self._at[0])[self._at[1]].piece)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go_to_row(1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)
        self.viewport().update()

    def _go_on(self, step: int) -> None:
        stops = [(row, n) for row in range(len(self.lines.lines)) for n in range(len(self._stops(row)))]
        if stops:
            place = stops.index(self._at) + step if self._at in stops else 0
            self._go_to(*stops[min(max(place, 0), len(stops) - 1)])

    def _go_to_row(self, step: int) -> None:
        """To the piece of the next line that is nearest across."""
        at_row = self._at[0] if self._at is not None else -1
        x = self._stops(at_row)[self._at[1]].rect.center().x() if self._at is not None else 0.0
        rows = [row for row in range(len(self.lines.lines)) if self._stops(row)]
        further = [row for row in rows if (row > at_row if step > 0 else row < at_row)]
        if further:
            row = further[0] if step > 0 else further[-1]
            stops = self._stops(row)
            self._go_to(row, min(range(len(stops)), key=lambda n: abs(stops[n].rect.center().x() - x)))

    def _go_to(self, row: int, number: int) -> None:
        self._at = row, number
        piece = self._stops(row)[number].piece
        self.setCurrentIndex(self.lines.index(row))
        self._show(self.place_of(row, number))
        follow = "; Enter goes to it" if self._can_be_followed(piece) else ""
        self.setAccessibleDescription(f"{piece.words}{follow}")
        self._point_at(piece)
        self.viewport().update()

    def _stops(self, row: int) -> list[Placed]:
        return [p for p in self.layout_of(row).placed if p.piece.cells or p.piece.command is not None]

    # --- what comes of it

    def _point_at(self, piece: Piece | None) -> None:
        session = self._bridge.session
        cells = () if piece is None else tuple(cell for cell in piece.cells if self._bridge.screen.may_follow(cell))
        term = piece.term if piece is not None and not cells else None
        if (term, cells) != (session.pointed_term, session.pointed_cells):
            self._bridge.do(lambda session: session.point_at(term, cells))

    def _can_be_followed(self, piece: Piece) -> bool:
        if piece.command is not None:
            return True
        screen = self._bridge.screen
        return bool(piece.cells) and piece.cells[0] != screen.selection and screen.may_follow(piece.cells[0])

    def _follow(self, piece: Piece) -> None:
        match piece.command:
            case None if self._can_be_followed(piece):
                self._bridge.do(lambda session: session.follow(piece.cells[0]))
            case None:
                pass
            case command if command.name == "unfold":
                self._bridge.do(lambda session: session.unfold(UNFOLDED_AT_ONCE))
            case command:
                self.command_requested.emit(command)

    # --- what happens elsewhere

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # not QListView's, which would lay out all lines even where none is higher than before
        QAbstractItemView.dataChanged(self, first, last, roles)

    def _on_changed(self) -> None:
        # the model tells of lines that differ
        session = self._bridge.session
        before, self._pointed = self._pointed, (session.pointed_term, session.pointed_cells)
        if self._pointed != before:
            self.viewport().update()

    def _on_derivation_changed(self) -> None:
        screen = self._bridge.screen
        selection, position = screen.selection, (screen.position, screen.course)
        before, self._seen = self._seen, (selection, position)
        path, self._path = self._path, screen.path
        if len(self._places) > _MOST_PLACES:
            self._places.clear()
        self._places[path] = self.verticalScrollBar().value(), self._at
        self._flows = {row: known for row, known in self._flows.items() if row < len(self.lines.lines)}
        if not isinstance(before, tuple) or before[0] != selection:
            self._at = None
        if self._at is not None and (
            self._at[0] >= len(self.lines.lines) or self._at[1] >= len(self._stops(self._at[0]))
        ):
            self._at = None
        self._lay_out_if_heights_differ()
        if isinstance(before, tuple) and before[1] == position:
            if before[0] != selection:
                is_back = path in self._bridge.session.visits.later
                value, self._at = self._places.get(screen.path, (0, None)) if is_back else (0, None)
                self.verticalScrollBar().setValue(value)
        else:
            self._show_what_is_at_work()

    def _lay_out_if_heights_differ(self) -> None:
        heights = [self.size_of(row).height() for row in range(len(self.lines.lines))]
        if heights != self._heights:
            self._heights = heights
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()  # now, or all would be painted twice

    def _show_what_is_at_work(self) -> None:
        """Scroll so that the numbers, and the sum so far or the result under them, are seen at the bottom."""
        derivation = self.lines.derivation
        if derivation is None or derivation.at_work is None:
            self.scrollToTop()
            return
        numbers, result = (self.visualRect(self.lines.index(derivation.at_work + n)) for n in (0, 1))
        bar = self.verticalScrollBar()
        last = result.bottom() - self.viewport().height() + round(4 * self._sizes.scale)
        tops = (self.visualRect(self.lines.index(row)).top() for row in range(derivation.at_work + 1))
        whole = next((top for top in tops if top >= last), numbers.top())  # no line is cut in two at the top
        bar.setValue(bar.value() + min(whole, numbers.top()))

    def _show(self, rect: QRect) -> None:
        """Scroll until a part of the viewport is seen, no further than needed."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.bottom() > height:
            bar.setValue(bar.value() + min(rect.bottom() - height + 2, rect.top()))
        elif rect.top() < 0:
            bar.setValue(bar.value() + rect.top())

    def _forget_layouts(self) -> None:
        self._flows, self._room, self._heights = {}, None, None
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._flows, self._room, self._heights = {}, None, None
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()
            if self._bridge.screen.current_term is not None:
                self._show_what_is_at_work()


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, view: DerivationView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.size_of(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._view.paint_line(painter, option.rect, index.row())
