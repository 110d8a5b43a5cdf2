"""y by class: rings to click, the space bar, and a menu of classes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputError
from bpgui.session.classes import class_of_all
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.class_rings import ClassRings
from bpgui.ui.grid_pasting import refuse
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.size_keys import done_by

_MOST_IN_A_MENU = 40


class ClassEditing(QObject):
    """Sets the classes of the chosen examples in y."""

    def __init__(self, bridge: SessionBridge, view: MatrixView, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._view = bridge, view
        self._menu = QMenu(window)
        self._menu.setObjectName("class_menu")
        self.rings = ClassRings(bridge, view)
        self.rings.class_wanted.connect(lambda row, number: self._set(row, 1, number))
        view.installEventFilter(self)

    def section(self, view: MatrixView) -> list[QAction | QMenu]:
        """The classes, of which one can be chosen for the chosen rows of y."""
        K = self._bridge.session.document.shape.K
        chosen = view.range.rectangle
        if not self._is_y(view) or chosen is None or not 1 < K <= _MOST_IN_A_MENU:
            return []
        rows = range(chosen.row, chosen.row + chosen.rows)
        which = f"example {rows[0] + 1}" if len(rows) == 1 else f"examples {rows[0] + 1} to {rows[-1] + 1}"
        self._menu.clear()
        self._menu.setTitle(f"Class of &{which}")
        document = self._bridge.session.document
        shared = class_of_all(document, chosen.row, chosen.rows)
        group = QActionGroup(self._menu)
        for number in range(K):
            name = document.names.called("k", number)
            mark = f"&{number + 1}" if number < 9 else str(number + 1)
            action = self._menu.addAction(mark if name == str(number + 1) else f"{mark}  {name.replace('&', '&&')}")
            action.setCheckable(True)
            action.setChecked(shared == number)
            group.addAction(action)
            action.triggered.connect(lambda checked=False, number=number: self._set(chosen.row, chosen.rows, number))
        return [self._menu]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key of the table, while y has the keyboard: the class is that of the column."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or done_by(event) != "class":
            return False
        chosen = self._view.range.rectangle
        if chosen is None or self._bridge.session.document.shape.K == 1:
            return False
        self._set(chosen.row, chosen.rows, self._view.currentIndex().column())
        return True

    def _is_y(self, view: MatrixView) -> bool:
        return view.matrix_model.matrix is Matrix.y

    def _set(self, row: int, rows: int, number: int) -> None:
        try:
            self._bridge.do(lambda session: session.set_class(row, number, rows))
        except InputError as error:
            refuse(self._view, str(error))
