"""The preview of a data file: a table whose columns are chosen, and given roles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bpgui.core.cells import Matrix
from bpgui.session.import_choices import Role
from bpgui.ui.import_preview_model import LOOK_ROLE, Look, PreviewModel
from bpgui.ui.theme import Theme, blend

_MARGIN = 8
_MEASURED = 300
"""So many columns are as wide as their names need; the others have the usual width."""
_LEAST, _WIDEST = "deviation 0.12345", 19
"""What any column has room for, and characters."""
_GROUND_OF_CHOSEN = 0.14
_KEYS = {
    Qt.Key.Key_X: Role.x,
    Qt.Key.Key_L: Role.label,
    Qt.Key.Key_Y: Role.y,
    Qt.Key.Key_N: Role.names,
    Qt.Key.Key_Delete: Role.left_out,
    Qt.Key.Key_Backspace: Role.left_out,
}
_MATRIX_OF = {Role.x: Matrix.x, Role.label: Matrix.y, Role.y: Matrix.y}
_HELP = (
    "Choose columns, and then what they are for: with the list above, or with the keys X, L (label), Y, "
    "N (names) and Delete (left out)"
)


class ImportPreview(QTableView):
    """Whole columns are chosen in it, several with Shift or Control; keys give them a role."""

    role_wanted = Signal(object)
    """A Role, for the columns that are chosen."""
    columns_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.preview = PreviewModel()
        self.setModel(self.preview)
        self.setObjectName("import_preview")
        self.setAccessibleName("Preview of the file")
        self.setAccessibleDescription(_HELP)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setHorizontalHeader(_Header(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setHighlightSections(False)
        rows.setSectionsClickable(False)
        self.setStyleSheet(
            f"QTableView#import_preview {{ background: {theme.card}; border: 1px solid {theme.border}; }}"
            f"QTableView#import_preview:focus {{ border: 2px solid {theme.accent}; }}"
            f"QHeaderView {{ background: {theme.ground}; border: none; }}"
            f"QHeaderView::section {{ background: {theme.ground}; color: {theme.text_pale}; border: none; "
            f"padding: 0 {_MARGIN}px; }}"
            f"QTableCornerButton::section {{ background: {theme.ground}; border: none; }}"
        )
        self.preview.modelReset.connect(self._take_room)
        self._chosen: frozenset[int] = frozenset()
        self.selectionModel().selectionChanged.connect(self._on_selected)

    def columns(self) -> list[int]:
        """The columns that are chosen, counted from 0."""
        return sorted(self._chosen)

    def is_chosen(self, column: int) -> bool:
        """Whether a column is chosen. Qt's own isColumnSelected goes through all rows, a second for a million."""
        return column in self._chosen

    def _on_selected(self) -> None:
        chosen: set[int] = set()
        for part in self.selectionModel().selection().toList():
            chosen.update(range(part.left(), part.right() + 1))
        self._chosen = frozenset(chosen)
        self.horizontalHeader().viewport().update()
        self.columns_chosen.emit()

    def go_to(self, row: int, column: int) -> None:
        """Show a cell."""
        index = self.preview.index(row, column)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        role = _KEYS.get(Qt.Key(event.key())) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if role is None:
            super().keyPressEvent(event)
        elif self.columns():
            self.role_wanted.emit(role)

    def _take_room(self) -> None:
        of_text = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(round(1.55 * of_text.height()))
        header, character = self.horizontalHeader(), of_text.averageCharWidth()
        least = of_text.horizontalAdvance(_LEAST)
        header.setDefaultSectionSize(least + 2 * _MARGIN)
        table = self.preview.table
        for column in range(min(self.preview.columnCount(), _MEASURED)):
            texts = [*(table.names[column : column + 1] if table is not None else ())]
            texts += [str(self.preview.index(row, column).data()) for row in range(min(self.preview.rowCount(), 12))]
            widest = max((of_text.horizontalAdvance(text) for text in texts), default=0)
            header.resizeSection(column, max(least, min(widest, _WIDEST * character)) + 2 * _MARGIN + 2)


class _CellDelegate(QStyledItemDelegate):
    """What is used in the colour of text, what isn't pale, and what can't be used in a frame."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, look = self._theme, index.data(LOOK_ROLE)
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, blend(QColor(theme.card), QColor(theme.accent), _GROUND_OF_CHOSEN))
        text = str(index.data() or "")
        if look is Look.problem:
            text = text or "missing"
            painter.setPen(QPen(QColor(theme.warning), 2))
            painter.drawRect(QRectF(rect).adjusted(2, 2, -2, -2))
        colours = {Look.used: theme.text, Look.unused: theme.text_ghost, Look.problem: theme.warning}
        painter.setPen(QColor(colours[look]))
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        elided = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), elided)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        painter.restore()


class _Header(QHeaderView):
    """Over each column its role, in the colour of the matrix it goes to, its name, and how it is standardised."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setObjectName("import_columns")
        self.setAccessibleName("Columns of the file")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(4 * self.fontMetrics().lineSpacing() + 8))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        lines = model.headerData(section, self.orientation(), LOOK_ROLE)
        if not isinstance(model, PreviewModel) or lines is None:
            return
        theme, role = self._theme, model.role_of(section)
        view = self.parent()
        is_chosen = isinstance(view, ImportPreview) and view.is_chosen(section)
        painter.save()
        ground = QColor(theme.ground)
        painter.fillRect(rect, blend(ground, QColor(theme.accent), _GROUND_OF_CHOSEN) if is_chosen else ground)
        hue = theme.hue(_MATRIX_OF[role]) if role in _MATRIX_OF else QColor(theme.text_pale)
        painter.fillRect(QRect(rect.left() + 1, rect.bottom() - 2, rect.width() - 2, 3), hue)
        room = rect.adjusted(_MARGIN, 4, -_MARGIN, -5)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._write(painter, font, hue, lines[0], room)
        room.setTop(room.top() + self.fontMetrics().lineSpacing())
        self._write(painter, self.font(), QColor(theme.text), lines[1] or f"column {section + 1}", room)
        for part in lines[2].removesuffix(": only centred").split(", "):
            room.setTop(room.top() + self.fontMetrics().lineSpacing())
            self._write(painter, self.font(), QColor(theme.text_pale), part, room)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, font: QFont, colour: QColor, text: str, room: QRect) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        of_text = QFontMetrics(font)
        line = QRect(room.left(), room.top(), room.width(), of_text.lineSpacing())
        elided = of_text.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
