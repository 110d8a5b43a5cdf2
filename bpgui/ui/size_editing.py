"""What changes the size of the network, its names and its classes within the grids, and the sections of their menus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from bpgui.core.cells import Matrix
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.class_editing import ClassEditing
from bpgui.ui.grid_menu import Section
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.name_editing import NameEditing
from bpgui.ui.size_lines import LineEditing
from bpgui.ui.worksheet_plan import Name


class SizeEditing(QObject):
    """Rows, columns, names, classes and fill, for all grids of a window."""

    def __init__(
        self,
        window: QWidget,
        bridge: SessionBridge,
        frames: Mapping[Name, MatrixFrame],
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._fill = actions["fill"]
        of_all = tuple(frames.values())
        self.names = NameEditing(bridge, of_all, self)
        self.lines = LineEditing(bridge, of_all, self.names, window)
        self.classes = ClassEditing(bridge, frames[Matrix.y].view, window)

    @property
    def sections(self) -> tuple[Section, ...]:
        """What the menu of a grid offers of all this."""
        return self._fill_section, self.classes.section, self.lines.section

    def _fill_section(self, view: MatrixView) -> list[QAction | QMenu]:
        return [self._fill] if view.matrix_model.is_editable else []
