"""The menu of a grid, put together from sections that each know what they offer there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from bpgui.ui.matrix_view import MatrixView

Section = Callable[[MatrixView], Sequence[QAction | QMenu]]
"""What stands in one part of the menu of a grid: actions and submenus, asked for whenever the menu opens.

`view.currentIndex()` is the cell of the menu, and `view.range` knows which cells are chosen. What a section makes anew
each time it makes with `view` as the parent, and reuses or deletes.
"""


def grid_menu(view: MatrixView, sections: Sequence[Section]) -> QMenu:
    """The menu of a grid, with a line between its sections; those that offer nothing there are left out."""
    menu = QMenu(view)
    menu.setObjectName("grid_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for offered in filter(None, (section(view) for section in sections)):
        if not menu.isEmpty():
            menu.addSeparator()
        for each in offered:
            if isinstance(each, QMenu):
                menu.addMenu(each)
            else:
                menu.addAction(each)
    return menu


class GridMenus:
    """Opens the menu of each grid. Other parts add their sections to `sections`."""

    def __init__(self, views: Sequence[MatrixView], *sections: Section) -> None:
        self.sections = list(sections)
        for view in views:
            view.menu_wanted.connect(lambda at, view=view: self.open(view, at))

    def open(self, view: MatrixView, at: QPoint) -> None:
        """Open the menu of a grid at a point of the screen."""
        menu = grid_menu(view, self.sections)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)
