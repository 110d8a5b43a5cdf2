"""The row above the landscape: what the axes are, and the buttons by which they are chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bpgui.session.landscape import Landscape
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.theme import Theme

_WHERE = ("across", "up")
_TEXTS = (("across: ", "up: ", "principal directions"), ("across: ", "up: ", "principal"), ("→ ", "↑ ", "principal"))
"""What stands on the buttons, before the names of the axes, where there is less and less room."""

_SPACING = 6


class LandscapeControls(QWidget):
    """Two buttons that wait for an entry each while they are down, one for the principal directions, and "fit".

    The place of "fit" is kept free while the view is fitted, where the others leave room for it.
    """

    axis_pressed = Signal(int)
    """The button of an axis: 0 across, 1 up."""
    principal_wanted = Signal()
    fit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self._names = ("…", "…")
        self.axes = tuple(
            LossToggle(f"landscape_{where}", "", f"Choose the parameter {where}", self) for where in _WHERE
        )
        says = "Principal directions: the steepest and the flattest direction in which descent moves"
        self.principal = LossToggle("landscape_principal", "", says, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button in (*self.axes, self.principal):
            self._row.addWidget(button)
        self.fit = LossToggle("landscape_fit", "fit", "Show all of the landscape again (0 in the drawing)", self)
        self.fit.setCheckable(False)
        self.fit.hide()
        self._is_zoomed = False
        self._row.addWidget(self.fit)
        self._row.addStretch(1)
        for which, button in enumerate(self.axes):
            button.clicked.connect(lambda checked, which=which: self.axis_pressed.emit(which))
        self.principal.clicked.connect(lambda: self.principal_wanted.emit())
        self.fit.clicked.connect(lambda: self.fit_wanted.emit())

    def show_axes(self, landscape: Landscape, waiting: int | None) -> None:
        """Show what the axes are, and which of them waits."""
        self._names = landscape.names
        for which, (button, where, name) in enumerate(zip(self.axes, _WHERE, self._names, strict=True)):
            button.setChecked(which == waiting)
            what = "press, then select an entry of w or b" if which != waiting else "waits for an entry of w or b"
            button.setAccessibleDescription(f"{where}: {name}; {what}")
        self.principal.setChecked(landscape.is_principal)
        self._fit_to_width()

    def show_fit(self, is_zoomed: bool) -> None:
        """Offer to fit the view, where it is zoomed."""
        self._is_zoomed = is_zoomed
        self._fit_to_width()

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._scale = scale
        for button in (*self.axes, self.principal, self.fit):
            button.restyle(theme, scale)
        self._row.setSpacing(round(_SPACING * scale))
        self._fit_to_width()

    def sizeHint(self) -> QSize:
        """Room for all that could stand on the buttons."""
        return QSize(self._width_with(*_TEXTS[0]) + self._room_for_fit, self.principal.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the least."""
        return QSize(self._width_with(*_TEXTS[-1]), self.principal.sizeHint().height())

    def _width_with(self, *before: str) -> int:
        texts = f"{before[0]}{self._names[0]}", f"{before[1]}{self._names[1]}", before[2]
        width = 2 * _SPACING * self._scale
        for button, text in zip((*self.axes, self.principal), texts, strict=True):
            metrics = QFontMetricsF(button.font())
            around = button.sizeHint().width() - metrics.horizontalAdvance(button.text())
            width += metrics.horizontalAdvance(text) + around + 1
        return math.ceil(width)

    @property
    def _room_for_fit(self) -> int:
        return math.ceil(self.fit.sizeHint().width() + _SPACING * self._scale)

    def _fit_to_width(self) -> None:
        room = self.width() - self._room_for_fit
        chosen = next((texts for texts in _TEXTS if self._width_with(*texts) <= room), _TEXTS[-1])
        policy = self.fit.sizePolicy()
        policy.setRetainSizeWhenHidden(self._width_with(*chosen) <= room)
        self.fit.setSizePolicy(policy)
        self.fit.setVisible(self._is_zoomed and policy.retainSizeWhenHidden())
        texts = f"{chosen[0]}{self._names[0]}", f"{chosen[1]}{self._names[1]}", chosen[2]
        for button, text in zip((*self.axes, self.principal), texts, strict=True):
            button.setText(text)
            button.updateGeometry()
        self.updateGeometry()
        self._row.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_to_width()
