"""A layout that goes on in a second line where the first is full, so that nothing is cut off at any size."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets side by side, in as many lines as they need; from `set_right_from` on, they end at the right edge.

    One that can grow takes what is free in its line, up to its largest width.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right_from: int | None = None

    def set_right_from_here(self) -> None:
        """What is added from now on stands at the right."""
        self._right_from = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = QSize()
        for item in self._items:
            widest = widest.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return widest + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, moves: bool) -> int:
        margins: QMargins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        y = inside.top()
        for line in self._lines(inside.width()):
            height = max(self._items[index].sizeHint().height() for index in line)
            if moves:
                self._place_line(line, inside, y, height)
            y += height + self.spacing()
        return y - self.spacing() - inside.top() + margins.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = []
        used = 0
        for index, item in enumerate(self._items):
            needed = item.sizeHint().width()
            if not lines or used + self.spacing() + needed > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append(index)
            used += self.spacing() + needed
        return lines

    def _place_line(self, line: list[int], inside: QRect, y: int, height: int) -> None:
        sizes = [self._items[index].sizeHint() for index in line]
        spare = inside.width() - sum(size.width() for size in sizes) - self.spacing() * (len(line) - 1)
        x = inside.left()
        for index, size in zip(line, sizes, strict=True):
            item = self._items[index]
            if spare > 0 and item.expandingDirections() & Qt.Orientation.Horizontal:
                taken = min(spare, max(item.maximumSize().width() - size.width(), 0))
                size.setWidth(size.width() + taken)
                spare -= taken
            if index == self._right_from:
                x += max(spare, 0)
            self._items[index].setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
            x += size.width() + self.spacing()
