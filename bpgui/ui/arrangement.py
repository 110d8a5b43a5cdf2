"""Where the worksheet and the panels beside it stand: as usual, in Focus, or with the loss panel enlarged."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bpgui.ui.settings import Settings

_SHARES_OF_HEIGHT = {"derivation": 58, "loss": 42, "facts": 32, "logbook": 42}
_SHARES_OF_THREE = {"derivation": 40, "loss": 44, "facts": 44}
_SHARES_WITH_THE_LOGBOOK = {"derivation": 46, "loss": 36, "facts": 36, "logbook": 44}
_SHARES_OF_THE_FOOT_OF_FOCUS = {"derivation": 60, "logbook": 40}
_SHARE_OF_FOCUS = 0.585
_SHARE_OF_ENLARGED = 0.46


class Arrangement(QSplitter):
    """The worksheet at the left; the derivation, the loss, the facts and the logbook under each other at the right.

    Where they are too many for the window, the facts and then the loss give their place to the logbook. In Focus there
    is the derivation alone, below the worksheet, and the logbook beside it if it is asked for there.
    Enlarged, the loss takes the derivation's place and
    half of the width. Which of the panels a person wants to see is told by `show_panel`.
    """

    def __init__(self, worksheet: QWidget, panels: Mapping[str, QWidget]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._panels = panels
        self._wanted = dict.fromkeys(panels, True)
        self._is_moved = self._column_is_moved = False
        self._left_out: frozenset[str] = frozenset()
        self.is_focused = self.is_enlarged = self._is_logbook_in_focus = False
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
        """Show or hide a panel: derivation, loss, facts or logbook."""
        self._wanted[name] = is_shown
        self._is_logbook_in_focus = self.is_focused and self._wanted["logbook"]
        self._show_panels()

    def is_wanted(self, name: str) -> bool:
        """Whether a panel is shown wherever it has a place."""
        return self._wanted[name]

    def set_focused(self, is_focused: bool) -> None:
        """Show the equation at work and its derivation alone, or everything."""
        self.is_focused = is_focused
        self._is_logbook_in_focus = False
        self.setOrientation(Qt.Orientation.Vertical if is_focused else Qt.Orientation.Horizontal)
        self._column.setOrientation(Qt.Orientation.Horizontal if is_focused else Qt.Orientation.Vertical)
        self._show_panels()

    def set_enlarged(self, is_enlarged: bool) -> None:
        """Give the loss the place of the derivation, and half of the width; or take it back."""
        self.is_enlarged = is_enlarged
        self._show_panels()

    def share_the_room(self, width: int, zoom: float) -> None:
        """Give each its share of a window so wide, until a person has dragged otherwise."""
        self._margins.setContentsMargins(8 if self.is_focused else 0, 5, 8, 5)
        self._leave_out_what_has_no_room()
        if self.is_focused:
            height = round(_SHARE_OF_FOCUS * self.height())
            self.setSizes([height, self.height() - height])
        elif self.is_enlarged:
            panels = round(_SHARE_OF_ENLARGED * width)
            self.setSizes([width - panels, panels])
        elif not self._is_moved:
            self.setSizes(_shares(width, zoom))
        self._share_the_column()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._leave_out_what_has_no_room():
            self._share_the_column()

    def _share_the_column(self) -> None:
        if self.is_focused or self.is_enlarged or not self._column_is_moved:
            self._column.setSizes(
                [0 if panel.isHidden() else self._shares_of_height[name] * 10 for name, panel in self._panels.items()]
            )

    @property
    def _shares_of_height(self) -> Mapping[str, int]:
        if self.is_focused:
            return _SHARES_OF_THE_FOOT_OF_FOCUS
        if not self._panels["logbook"].isHidden():
            return _SHARES_WITH_THE_LOGBOOK
        is_full = not any(panel.isHidden() for name, panel in self._panels.items() if name != "logbook")
        return _SHARES_OF_THREE if is_full else _SHARES_OF_HEIGHT

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
                panel.setVisible(name == "derivation" or (name == "logbook" and self._is_logbook_in_focus))
            elif self.is_enlarged:
                panel.setVisible(name == "loss" or (name in ("facts", "logbook") and self._wanted[name]))
            else:
                panel.setVisible(self._wanted[name] and name not in self._left_out)

    def _leave_out_what_has_no_room(self) -> bool:
        left_out = self._without_room
        if left_out == self._left_out:
            return False
        self._left_out = left_out
        self._show_panels()
        return True

    @property
    def _without_room(self) -> frozenset[str]:
        """What gives its place to the logbook while that is open, where the window is too low for all."""
        left_out: frozenset[str] = frozenset()
        for name in ("facts", "loss") if self._wanted["logbook"] else ():
            shown = [panel for each, panel in self._panels.items() if self._wanted[each] and each not in left_out]
            least = sum(max(panel.minimumHeight(), panel.minimumSizeHint().height()) for panel in shown)
            if least + (len(shown) + 1) * self.handleWidth() <= self.height():
                break
            left_out |= {name}
        return left_out

    def _on_moved(self) -> None:
        self._is_moved = self._is_moved or not (self.is_focused or self.is_enlarged)

    def _on_column_moved(self) -> None:
        self._column_is_moved = True


def _shares(width: int, zoom: float) -> list[int]:
    """What the worksheet and the panels beside it get of the window's width, until a person says otherwise."""
    panels = max(352, min(width - 930, round(0.32 * width)), min(round(352 * zoom), round(0.4 * width)))
    return [width - panels, panels]
