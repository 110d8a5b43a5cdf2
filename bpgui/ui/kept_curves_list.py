"""The list of kept curves under the loss plot: their names, each after a piece of its line. It is the plot's legend."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QListView, QMenu, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.kept_curves_delegate import KeptCurvesDelegate, icon_size
from bpgui.ui.kept_curves_model import KeptCurvesModel
from bpgui.ui.theme import Theme, blend

USUAL_ROWS, MOST_ROWS = 3, 6
_TEXT_PIXELS = 12


class KeptCurvesList(QListView):
    """A row a curve: Space shows and hides it, F2 renames it, Delete removes it. It is not there while none is kept."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kept_curves")
        self.setAccessibleName("Kept curves")
        self.setAccessibleDescription("Space shows or hides a curve, F2 renames it, Delete removes it.")
        self._rows_seen = 0
        self._rows_allowed = USUAL_ROWS
        self._scale = 1.0
        self.curves = KeptCurvesModel(bridge, self)
        self.setModel(self.curves)
        self._delegate = KeptCurvesDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed | QListView.EditTrigger.DoubleClicked)
        for signal in (self.curves.rowsInserted, self.curves.rowsRemoved, self.curves.modelReset):
            signal.connect(self._fit_to_rows)
        self._fit_to_rows()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._scale = scale
        self.setFont(text_font(_TEXT_PIXELS * scale))
        self._delegate.scale = scale
        self.setIconSize(QSize(*icon_size(scale)))
        palette, card = self.palette(), QColor(theme.card)
        for group, strength in ((QPalette.ColorGroup.Active, 0.16), (QPalette.ColorGroup.Inactive, 0.0)):
            palette.setColor(group, QPalette.ColorRole.Highlight, blend(card, QColor(theme.accent), strength))
            palette.setColor(group, QPalette.ColorRole.HighlightedText, QColor(theme.text))
        self.setPalette(palette)
        self.curves.set_looks(theme, scale, self.devicePixelRatioF())
        self._fit_to_rows()

    @property
    def least_height(self) -> int:
        """What the list needs: at most three rows, and nothing while none is kept."""
        return self._height_of(min(self.curves.rowCount(), USUAL_ROWS))

    def show_more_rows(self, room: int) -> None:
        """Show up to six rows, as `room` beyond what the list needs allows."""
        more = room // max(self.sizeHintForRow(0), 1)
        self._rows_allowed = min(max(USUAL_ROWS + more, USUAL_ROWS), MOST_ROWS)
        self.setFixedHeight(max(self._height_of(min(self.curves.rowCount(), self._rows_allowed)), 1))

    def _height_of(self, rows: int) -> int:
        return rows * self.sizeHintForRow(0) + 2 * self.frameWidth() if rows else 0

    def _fit_to_rows(self) -> None:
        rows = self.curves.rowCount()
        self.setFixedHeight(max(self._height_of(min(rows, self._rows_allowed)), 1))
        self.setVisible(rows > 0)
        if rows > self._rows_seen:
            self.doItemsLayout()
            self.updateGeometries()
            self.scrollToBottom()
        self._rows_seen = rows
        if not self.currentIndex().isValid() and rows:
            self.setCurrentIndex(self.curves.index(0))

    def _remove_current(self) -> None:
        if self.currentIndex().isValid():
            self.curves.remove(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; Return renames, as F2 does."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove_current()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a curve."""
        index = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        is_shown = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        other = Qt.CheckState.Unchecked if is_shown else Qt.CheckState.Checked
        menu = QMenu(self)
        menu.setObjectName("kept_curves_menu")
        done: tuple[tuple[str, str, Callable[[], object]], ...] = (
            (
                "&Hide" if is_shown else "&Show",
                "Space",
                lambda: self.curves.setData(index, other, Qt.ItemDataRole.CheckStateRole),
            ),
            ("&Rename…", "F2", lambda: self.edit(index)),
            ("Re&move", "Del", self._remove_current),
        )
        for text, key, act in done:
            action = menu.addAction(f"{text}\t{key}")
            action.triggered.connect(lambda checked=False, act=act: act())
        by_keys = event.reason() != QContextMenuEvent.Reason.Mouse
        at = self.visualRect(index).bottomLeft() + QPoint(round(20 * self._scale), 0) if by_keys else event.pos()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))
