"""The list of facts: names and symbols at the left, values under each other at the right, and one fact open."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bpgui.session.fact_numbers import longest_value
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.facts_model import FactsModel
from bpgui.ui.facts_painting import FactPainter
from bpgui.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FactsView(QListView):
    """A click, Return or Space opens a fact, and closes it again; arrows go from fact to fact."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts_list")
        self.setAccessibleName("The numbers behind descent")
        self.setAccessibleDescription("Return opens a number: its formula, and what it means")
        self._bridge = bridge
        self.facts = FactsModel(bridge, self)
        self._tallest = 0
        self._made_for: object = None
        self.set_looks(LIGHT, 1.0)
        self.setModel(self.facts)
        self.setItemDelegate(_FactDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._painter = FactPainter(theme, scale)
        self._lay_out()

    def refresh(self) -> None:
        """Read the facts anew. An open one never gets lower meanwhile, so that nothing jumps as numbers change."""
        open_row, before = self._open_row, self._tallest
        self.facts.refresh()
        if open_row is not None and self._height_of_open(open_row) != before:
            self.scheduleDelayedItemsLayout()

    # --- what stands where

    @property
    def room(self) -> int:
        """The width of a row: what is left beside a scroll bar, so that nothing jumps where one comes."""
        return max(self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth(), 60)

    def size_of(self, row: int) -> QSize:
        """The size of a row."""
        fact = self.facts.fact(row)
        if fact is None:
            return QSize(self.room, self._painter.heading_height(is_first=row == 0))
        return QSize(self.room, self._height_of_open(row) if self.facts.is_open(row) else self._painter.line_height)

    def paint_row(self, painter: QPainter, rect: QRect, row: int, is_pointed_at: bool) -> None:
        """Paint a row in its place."""
        fact = self.facts.fact(row)
        if fact is None:
            self._painter.paint_heading(painter, rect, str(self.facts.rows[row]))
            return
        has_keyboard = self.hasFocus() and self.currentIndex().row() == row
        longest = longest_value(self._bridge.session.view.digits)
        self._painter.paint_fact(painter, rect, fact, longest, self.facts.is_open(row), is_pointed_at, has_keyboard)

    @property
    def _open_row(self) -> int | None:
        return next((row for row in range(len(self.facts.rows)) if self.facts.is_open(row)), None)

    def _height_of_open(self, row: int) -> int:
        fact = self.facts.fact(row)
        assert fact is not None
        made_for = fact.name, self.room
        if made_for != self._made_for:
            self._made_for, self._tallest = made_for, 0
        self._tallest = max(self._tallest, self._painter.height_of_open(fact, self.room))
        return self._tallest

    def _lay_out(self) -> None:
        self._made_for = None
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _toggle(self, index: Index) -> None:
        fact = self.facts.fact(index.row())
        if fact is None:
            return
        self._made_for = None
        self.facts.toggle(index.row())
        self.doItemsLayout()
        self.scrollTo(self.facts.index(index.row()))
        if self.facts.is_open(index.row()) and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, fact.meaning))

    # --- pointer and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.facts.fact(index.row()) is not None:
            self.setCurrentIndex(index)
            self._toggle(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_fact = self.facts.fact(self.indexAt(event.position().toPoint()).row()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_fact else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at = event.key(), self.currentIndex()
        places = [row for row in range(len(self.facts.rows)) if self.facts.fact(row) is not None]
        if event.matches(QKeySequence.StandardKey.Copy) and (fact := self.facts.fact(at.row())) is not None:
            QGuiApplication.clipboard().setText(f"{fact.text}\n{fact.formula}\n{fact.meaning}")
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _STEPS and at.row() in places:
            place = places.index(at.row()) + _STEPS[key]
            self._go_to(places[min(max(place, 0), len(places) - 1)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(places[0 if key == Qt.Key.Key_Home else -1])
        elif key in _ENTER and at.isValid():
            self._toggle(at)
        else:
            event.ignore()

    def _go_to(self, row: int) -> None:
        self.setCurrentIndex(self.facts.index(row))
        if row > 0 and self.facts.fact(row - 1) is None:  # its heading, too
            self.scrollTo(self.facts.index(row - 1))
        self.scrollTo(self.facts.index(row))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.facts.fact(self.currentIndex().row()) is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go_to(1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()


class _FactDelegate(QStyledItemDelegate):
    def __init__(self, view: FactsView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.size_of(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_pointed_at = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._view.paint_row(painter, option.rect, index.row(), is_pointed_at)
