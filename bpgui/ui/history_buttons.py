"""Undo and redo as two small buttons, beside the menus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from bpgui.ui.icons import themed_icon
from bpgui.ui.theme import Theme

_ICON_PIXELS = 16
_ICONS = {"undo": "undo-2", "redo": "redo-2"}


class HistoryButtons(QWidget):
    """An arrow back and an arrow forward; what they do is told by their actions. `beside` stands at their right."""

    def __init__(self, actions: Mapping[str, QAction], beside: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("history_buttons")
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for name in _ICONS:
            button = self._buttons[name] = QToolButton()
            button.setDefaultAction(actions[name])
            button.setObjectName(f"{name}_button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(name.capitalize())
            layout.addWidget(button)
        if beside is not None:
            layout.addSpacing(6)
            layout.addWidget(beside)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        pixels = round(_ICON_PIXELS * scale)
        for name, button in self._buttons.items():
            button.defaultAction().setIcon(themed_icon(_ICONS[name], theme, pixels, self.devicePixelRatioF()))
            button.defaultAction().setIconVisibleInMenu(False)
            button.setIconSize(QSize(pixels, pixels))
