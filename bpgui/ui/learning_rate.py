"""η: a slider with a logarithmic scale, and a field that takes any number."""

from __future__ import annotations

import math
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSlider, QWidget

from bpgui.core.numbers import NumberError, format_number, typed_text, whole_text
from bpgui.ui.bridge import SessionBridge

_STEPS_PER_DECADE = 50
_LOWEST, _HIGHEST = -5, 1


class LearningRate(QWidget):
    """Shows and sets η. The whole course changes as the slider is dragged."""

    entry_refused = Signal(str)
    """What was typed can't be read; the old value stays."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._label = QLabel("learning rate η")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("learning_rate_slider")
        self.slider.setAccessibleName("Learning rate η, logarithmic")
        self.slider.setRange(_LOWEST * _STEPS_PER_DECADE, _HIGHEST * _STEPS_PER_DECADE)
        self.slider.setPageStep(_STEPS_PER_DECADE)
        self.field = QLineEdit()
        self.field.setObjectName("learning_rate")
        self.field.setAccessibleName("Learning rate η")
        self.field.setToolTip("The learning rate η: a number such as 0.05, 1e-3 or 1/20")
        self._label.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._label, self.slider, self.field):
            layout.addWidget(widget)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.field.editingFinished.connect(self.take)
        bridge.changed.connect(self._refresh)
        bridge.document_loaded.connect(lambda: self.field.setModified(False))
        self._refresh()

    def set_scale(self, scale: float) -> None:
        """Take another scale."""
        self.slider.setFixedWidth(round(64 * scale))
        self.field.setFixedWidth(round(64 * scale))

    def _refresh(self) -> None:
        rate, fractions = self._bridge.session.document.learning_rate, self._bridge.session.view.fractions
        if not self.field.isModified():
            self.field.setText(typed_text(rate, fractions))
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(_slider_value(rate))
        self.slider.blockSignals(blocked)
        self.slider.setAccessibleDescription(f"η = {whole_text(rate, fractions)}")

    def _on_slider_moved(self, value: int) -> None:
        rate = Fraction(f"{10 ** (value / _STEPS_PER_DECADE):.2g}")
        self._bridge.do(lambda session: session.set_learning_rate(format_number(rate, 10).text))

    def take(self) -> bool:
        """Take what is typed, if anything is; whether it could be read."""
        if not self.field.isModified():
            return True
        text = self.field.text()
        self.field.setModified(False)
        try:
            self._bridge.do(lambda session: session.set_learning_rate(text))
        except NumberError as error:
            self._refresh()
            self.entry_refused.emit(str(error))
            return False
        return True


def _slider_value(rate: Fraction) -> int:
    if rate <= 0:
        return _LOWEST * _STEPS_PER_DECADE
    return round(_STEPS_PER_DECADE * math.log10(rate))
