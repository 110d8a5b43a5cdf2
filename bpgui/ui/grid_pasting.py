"""Pasting into a grid: what is on the clipboard is read, put there, or asked about where it doesn't fit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bpgui.core.cells import Cell
from bpgui.core.inputs import InputError, InputMatrix
from bpgui.session.line_edits import NewNames
from bpgui.session.pasting import Misfit, filled_with, misfit
from bpgui.session.table import Table, TableError
from bpgui.session.table_names import NamedTable, named_told, read_named_table
from bpgui.session.table_reading import read_table
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.grid_range import Rectangle
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.paste_dialog import PasteDialog, PasteNamesDialog

Say = Callable[[str], object]

NO_TEXT = "There is no text on the clipboard that could be pasted."


class GridPasting(QObject):
    """Puts numbers into grids, each time as one step, and says what it did."""

    def __init__(self, window: QWidget, bridge: SessionBridge, say: Say) -> None:
        super().__init__(window)
        self._window, self._bridge, self._say = window, bridge, say

    def paste(self, view: MatrixView, chosen: Rectangle) -> None:
        """Put the numbers on the clipboard into a grid, from the upper left of the chosen cells on."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            refuse(view, NO_TEXT)
            return
        try:
            table = _read(text, view, chosen)
        except TableError as error:
            self._ask_about_words(view, chosen, read_named_table(text), str(error))
        else:
            self._take(view, chosen, table)

    def _ask_about_words(self, view: MatrixView, chosen: Rectangle, found: NamedTable | None, refusal: str) -> None:
        if found is None:
            refuse(view, refusal)
            return
        names = found.names_in(view.matrix_model.matrix, chosen.row, chosen.column)
        PasteNamesDialog(
            found.question,
            named_told(names),
            lambda: self._take(view, chosen, found.table, names),
            lambda: self._take(view, chosen, found.table),
            self._window,
        ).open()

    def _take(self, view: MatrixView, chosen: Rectangle, table: Table, names: NewNames | None = None) -> None:
        matrix = view.matrix_model.matrix
        is_one = table.size == (1, 1) and chosen.is_several
        block = filled_with(table.block, chosen.rows, chosen.columns) if is_one else table.block
        wrong = misfit(self._bridge.session.document, matrix, chosen.row, chosen.column, block)
        if wrong is None:
            self._put_pasted(view, chosen, table, block, names=names)
        else:
            self._ask(view, chosen, table, wrong, names)

    def put(
        self,
        view: MatrixView,
        at: Rectangle,
        block: InputMatrix,
        name: str = "",
        grows: bool = False,
        names: NewNames | None = None,
    ) -> bool:
        """Put a block where it belongs, as one step; the selected cell stays if it is there. Refusals are told."""
        matrix = view.matrix_model.matrix
        current = view.currentIndex()
        stays = at.contains(current.row(), current.column())
        selects = Cell(matrix, current.row(), current.column()) if stays else Cell(matrix, at.row, at.column)
        try:
            self._bridge.do(
                lambda session: session.put(
                    matrix, at.row, at.column, block, name=name, grows=grows, selects=selects, names=names
                )
            )
        except InputError as error:
            refuse(view, str(error))
            return False
        return True

    def _put_pasted(
        self,
        view: MatrixView,
        chosen: Rectangle,
        table: Table,
        block: InputMatrix,
        grows: bool = False,
        names: NewNames | None = None,
    ) -> None:
        place = Rectangle(chosen.row, chosen.column, *block.size)
        matrix = view.matrix_model.matrix
        if self.put(view, place, block, f"Paste {place.words} into {matrix}", grows, names):
            view.range.choose(place)
            read_as = f", {table.read_as}" if table.read_as else ""
            with_names = ", with their names" if names else ""
            self._say(f"{place.words[0].upper()}{place.words[1:]} pasted into {matrix}{with_names}{read_as}.")

    def _ask(self, view: MatrixView, chosen: Rectangle, table: Table, wrong: Misfit, names: NewNames | None) -> None:
        PasteDialog(
            wrong,
            lambda: self._put_pasted(view, chosen, table, wrong.block, grows=True, names=names),
            lambda: self._put_pasted(view, chosen, table, wrong.fitting, names=names),
            self._window,
        ).open()


def refuse(view: MatrixView, said: str) -> None:
    """Say beside the current cell why something can't be done."""
    view.matrix_model.entry_refused.emit(view.currentIndex(), said)


def _read(text: str, view: MatrixView, chosen: Rectangle) -> Table:
    rows, columns = chosen.rows, chosen.columns
    if not chosen.is_several and view.matrix_model.columnCount() == chosen.column + 1:
        rows = max(view.matrix_model.rowCount() - chosen.row, 2)  # there is room for one column only
    data = QGuiApplication.clipboard().mimeData()
    if data is not None and data.hasHtml() and "<table" in data.html().lower():
        try:
            return read_table(text, (rows, columns), is_of_cells=True)
        except TableError:
            pass  # a table of another kind, with its text in a form of its own
    return read_table(text, (rows, columns))
