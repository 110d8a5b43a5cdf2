"""Where the worksheet and the panels beside it stand: as usual, in Focus, or with the loss panel enlarged."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bpgui.ui.settings import Settings

_SHARES_OF_HEIGHT = {"derivation": 58, "loss": 42, "facts": 32}
_SHARES_OF_ALL_THREE = {"derivation": 40, "loss": 44, "facts": 44}
_SHARE_OF_FOCUS = 0.585
_SHARE_OF_ENLARGED = 0.46


class Arrangement(QSplitter):
    """The worksheet at the left, and the derivation over the loss over the facts at the right.

    In Focus there is the derivation alone, below the worksheet. Enlarged, the loss takes the derivation's place and
    half of the width. Which of the panels a person wants to see is told by `show_panel`.
    """

    def __init__(self, worksheet: QWidget, panels: Mapping[str, QWidget]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._panels = panels
        self._wanted = dict.fromkeys(panels, True)
        self._is_moved = self._column_is_moved = False
        self.is_focused = self.is_enlarged = False
        self._column = QSplitter(Qt.Orientation.Vertical)
        for panel in self._panels.values():
            self._column.addWidget(panel)
        beside = QWidget()
        self._margins = QVBoxLayout(beside)
        self._margins.addWidget(self._column)
        self.addWidget(worksheet)
        self.addWidget(beside)
        self.setStretchFactor(0, 1)
        for splitter in (self, self._column):
            splitter.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_moved)
        self._column.splitterMoved.connect(self._on_column_moved)
        self._show_panels()

    def show_panel(self, name: str, is_shown: bool) -> None:
        """Show or hide a panel: derivation, loss or facts."""
        self._wanted[name] = is_shown
        self._show_panels()

    def is_wanted(self, name: str) -> bool:
        """Whether a panel is shown wherever it has a place."""
        return self._wanted[name]

    def set_focused(self, is_focused: bool) -> None:
        """Show the equation at work and its derivation alone, or everything."""
        self.is_focused = is_focused
        self.setOrientation(Qt.Orientation.Vertical if is_focused else Qt.Orientation.Horizontal)
        self._show_panels()

    def set_enlarged(self, is_enlarged: bool) -> None:
        """Give the loss the place of the derivation, and half of the width; or take it back."""
        self.is_enlarged = is_enlarged
        self._show_panels()

    def share_the_room(self, width: int, zoom: float) -> None:
        """Give each its share of a window so wide, until a person has dragged otherwise."""
        self._margins.setContentsMargins(8 if self.is_focused else 0, 5, 8, 5)
        if self.is_focused:
            height = round(_SHARE_OF_FOCUS * self.height())
            self.setSizes([height, self.height() - height])
        elif self.is_enlarged:
            panels = round(_SHARE_OF_ENLARGED * width)
            self.setSizes([width - panels, panels])
        elif not self._is_moved:
            self.setSizes(_shares(width, zoom))
        if not self._column_is_moved or self.is_enlarged:
            is_full = not any(panel.isHidden() for panel in self._panels.values())
            shares = _SHARES_OF_ALL_THREE if is_full else _SHARES_OF_HEIGHT
            self._column.setSizes(
                [0 if panel.isHidden() else shares[name] * 10 for name, panel in self._panels.items()]
            )

    def restore(self, settings: Settings) -> None:
        """Where a person had dragged the dividers to."""
        self._column_is_moved = self._column.restoreState(settings.blob("column"))
        self._is_moved = self.restoreState(settings.blob("splitter"))

    def remember(self, settings: Settings) -> None:
        """Write down where a person has dragged the dividers to."""
        if self.is_focused or self.is_enlarged:
            return
        if self._column_is_moved:
            settings.set_blob("column", self._column.saveState())
        if self._is_moved:
            settings.set_blob("splitter", self.saveState())

    def _show_panels(self) -> None:
        for name, panel in self._panels.items():
            if self.is_focused:
                panel.setVisible(name == "derivation")
            elif self.is_enlarged:
                panel.setVisible(name == "loss" or (name == "facts" and self._wanted[name]))
            else:
                panel.setVisible(self._wanted[name])

    def _on_moved(self) -> None:
        self._is_moved = self._is_moved or not (self.is_focused or self.is_enlarged)

    def _on_column_moved(self) -> None:
        self._column_is_moved = True


def _shares(width: int, zoom: float) -> list[int]:
    """What the worksheet and the panels beside it get of the window's width, until a person says otherwise."""
    panels = max(352, min(width - 930, round(0.32 * width)), min(round(352 * zoom), round(0.4 * width)))
    return [width - panels, panels]
