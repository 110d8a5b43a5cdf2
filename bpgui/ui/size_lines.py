"""Rows and columns are put in, taken out and named from the menu of a grid, or of a header, and by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from bpgui.core.cells import Cell
from bpgui.core.inputs import InputError
from bpgui.session.line_edits import LINES_ALONG
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.grid_pasting import refuse
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.name_editing import Header, NameEditing
from bpgui.ui.size_keys import done_by, key_of

_KIND = ("row", "column")
_BEFORE, _AFTER = ("&above", "to the &left"), ("&below", "to the &right")


class LineEditing(QObject):
    """Changes the size of the network where a grid has the keyboard: as many lines as are chosen."""

    def __init__(self, bridge: SessionBridge, frames: Sequence[MatrixFrame], naming: NameEditing, window: QWidget):
        super().__init__(window)
        self._bridge, self._naming = bridge, naming
        self._menus = (QMenu(window), QMenu(window))
        for kind, menu in zip(_KIND, self._menus, strict=True):
            menu.setObjectName(f"{kind}_menu")
        naming.menu_wanted.connect(self._open_menu_of)
        for frame in frames:
            frame.view.installEventFilter(self)

    def section(self, view: MatrixView) -> list[QAction | QMenu]:
        """A menu for the chosen rows, and one for the chosen columns, of a matrix that is given."""
        return [self._fill(view, axis, *_chosen(view, axis)) for axis in (0, 1) if _has_lines(view, axis)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the table, while a grid has the keyboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, MatrixView):
            return False
        done, _, axis = done_by(event).partition("_")
        if not axis or not watched.currentIndex().isValid():
            return False
        self._do(done, watched, int(axis))
        return True

    def _do(self, done: str, view: MatrixView, axis: int) -> None:
        place, count = _chosen(view, axis)
        match done:
            case "name":
                self._naming.edit_at(view, axis, place)
            case _ if not _has_lines(view, axis):
                refuse(view, _why_not(view, axis))
            case "before":
                self._insert(view, axis, place, count)
            case "after":
                self._insert(view, axis, place + count, count)
            case "delete":
                self._delete(view, axis, place, count)

    def _insert(self, view: MatrixView, axis: int, place: int, count: int) -> None:
        letter = view.matrix_model.axis_letters()[axis]
        cell = _cell(view, axis, place)
        self._try(view, lambda: self._bridge.do(lambda s: s.insert_lines(letter, place, count, selects=cell)))

    def _delete(self, view: MatrixView, axis: int, place: int, count: int) -> None:
        letter = view.matrix_model.axis_letters()[axis]
        size = self._bridge.session.document.shape.size(letter)
        cell = _cell(view, axis, max(min(place, size - count - 1), 0))
        self._try(view, lambda: self._bridge.do(lambda s: s.remove_lines(letter, place, count, selects=cell)))

    def _try(self, view: MatrixView, act: Callable[[], object]) -> None:
        try:
            act()
        except InputError as error:
            refuse(view, str(error))

    # --- menus

    def _fill(self, view: MatrixView, axis: int, place: int, count: int) -> QMenu:
        """One of the two menus, for some rows or columns."""
        kind, letter = _KIND[axis], view.matrix_model.axis_letters()[axis]
        one, several = LINES_ALONG[letter]
        menu = self._menus[axis]
        menu.clear()
        which = f"{kind} {place + 1}" if count == 1 else f"{kind}s {place + 1} to {place + count}"
        marked = which.replace("row", "&Row").replace("column", "Col&umn")
        menu.setTitle(f"{marked} ({one if count == 1 else several})")
        added = f"a {kind}" if count == 1 else f"{count} {kind}s"
        offered: list[tuple[str, str, Callable[[], object]]] = [
            (f"Insert {added} {_BEFORE[axis]}", "before", lambda: self._insert(view, axis, place, count)),
            (f"Insert {added} {_AFTER[axis]}", "after", lambda: self._insert(view, axis, place + count, count)),
            (f"&Delete {which}", "delete", lambda: self._delete(view, axis, place, count)),
            (f"&Name of {one} {place + 1}…", "name", lambda: self._naming.edit_at(view, axis, place)),
        ]
        for text, done, act in offered:
            if done == "name" and not Header(_frame(view), axis, place).letter:
                continue
            action = menu.addAction(f"{text}\t{key_of(f'{done}_{axis}')}")
            action.setObjectName(f"{done}_{kind}")
            action.triggered.connect(lambda checked=False, act=act: act())
        return menu

    def _open_menu_of(self, header: Header, at: QPoint) -> None:
        view = header.frame.view
        if _has_lines(view, header.axis):
            view.setFocus()
            self._fill(view, header.axis, header.place, 1).popup(at)


def _frame(view: MatrixView) -> MatrixFrame:
    frame = view.parentWidget()
    assert isinstance(frame, MatrixFrame)
    return frame


def _has_lines(view: MatrixView, axis: int) -> bool:
    """Whether rows or columns can be put in there: of a given matrix, or of one seen from the side."""
    model = view.matrix_model
    return model.matrix.is_input and model.axis_letters()[axis] in LINES_ALONG


def _why_not(view: MatrixView, axis: int) -> str:
    model = view.matrix_model
    if model.matrix.is_input:
        return f"{model.matrix} has one {_KIND[axis]} alone: it is added to every example."
    return "This matrix is computed: it has as many rows and columns as x, w, b and y give it."


def _chosen(view: MatrixView, axis: int) -> tuple[int, int]:
    """The first of the chosen rows or columns, and how many they are."""
    chosen = view.range.rectangle
    if chosen is None:
        return 0, 1
    return (chosen.row, chosen.rows) if axis == 0 else (chosen.column, chosen.columns)


def _cell(view: MatrixView, axis: int, place: int) -> Cell:
    """The cell to select: in a certain row or column, where the keyboard is along the other."""
    model, current = view.matrix_model, view.currentIndex()
    row, column = max(current.row(), 0), max(current.column(), 0)
    row, column = (place, column) if axis == 0 else (row, place)
    return Cell(model.matrix, column, row) if model.transposed else Cell(model.matrix, row, column)
