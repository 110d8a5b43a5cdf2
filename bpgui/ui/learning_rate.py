"""η: a logarithmic slider with the best rate and the bound marked on it, and a field that takes any number."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from bpgui.core.numbers import NumberError, typed_text
from bpgui.session.rates import (
    HIGHEST_DECADE,
    LOWEST_DECADE,
    RateMarks,
    rate_marks,
    rate_words,
    short,
    take_best_rate,
    take_limit,
)
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.elided_field import ElidedField
from bpgui.ui.rate_slider import STEPS_PER_DECADE, Mark, RateSlider
from bpgui.ui.theme import Theme

_DIGITS = 3
_FIELD, _GAP = 76, 8
_WIDEST_SLIDER = 420
_NARROWEST_BESIDE_WORDS = 170
_WORDS = ("learning rate η", "rate η", "η")
_TAKES = {Mark.best: take_best_rate, Mark.limit: take_limit}
_HOW = "Drag to change it, with Shift finely; the marks are the best rate and the bound"


class LearningRate(QWidget):
    """Shows and sets η. The whole course changes as the slider is dragged; a whole drag is one edit."""

    entry_refused = Signal(str)
    """What was typed can't be read; the old value stays."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scale = 1.0
        self._steps_before: int | None = None
        self._steps_after: object = None
        self._latest = QTimer(self, singleShot=True, interval=0)
        self._latest.timeout.connect(self._take_slider)
        self._label = QLabel(_WORDS[-1])
        self.slider = RateSlider()
        self.slider.setObjectName("learning_rate_slider")
        self.slider.setAccessibleName("Learning rate η, logarithmic")
        self.slider.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.field = ElidedField()
        self.field.setObjectName("learning_rate")
        self.field.setAccessibleName("Learning rate η")
        self.field.setToolTip("The learning rate η: a number such as 0.05, 1e-3 or 1/20")
        self._label.setBuddy(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_GAP, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._label, self.slider, self.field):
            layout.addWidget(widget)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.turn_began.connect(self._begin)
        self.slider.sliderReleased.connect(self._on_released)
        self.slider.mark_clicked.connect(lambda mark: self._take(_TAKES[mark]))
        self.slider.customContextMenuRequested.connect(self._open_menu)
        self.field.editingFinished.connect(self.take)
        self._bridge.changed.connect(self._refresh)
        self._bridge.document_loaded.connect(lambda: self.field.setModified(False))

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._scale = scale
        self.slider.set_looks(theme, scale)
        self.slider.setMaximumWidth(round(_WIDEST_SLIDER * scale))
        self.field.setFixedWidth(round(_FIELD * scale))
        self._label.ensurePolished()
        self.setMaximumWidth(self._width_of(_WORDS[0]) + round((_WIDEST_SLIDER + _FIELD) * scale) + _GAP)
        self._choose_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room for them besides a slider wide enough, the words stand in full."""
        super().resizeEvent(event)
        self._choose_words()

    def sizeHint(self) -> QSize:
        """Room for the slider, the field and the shortest words."""
        hint = super().sizeHint()
        return QSize(hint.width() - self._label.sizeHint().width() + self._width_of(_WORDS[-1]), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _choose_words(self) -> None:
        room = self.width() - self.field.width() - _GAP - _NARROWEST_BESIDE_WORDS * self._scale
        self._label.setText(next((words for words in _WORDS if self._width_of(words) <= room), _WORDS[-1]))

    def _width_of(self, words: str) -> int:
        return self._label.fontMetrics().horizontalAdvance(words)

    # --- what is shown

    def _refresh(self) -> None:
        session = self._bridge.session
        rate, fractions = session.document.learning_rate, session.view.fractions
        if not self.field.isModified():
            self.field.show_whole(typed_text(rate, fractions))
        marks = rate_marks(session)
        blocked = self.slider.blockSignals(True)
        self.slider.set_decades(*((LOWEST_DECADE, HIGHEST_DECADE) if marks is None else marks.decades))
        if not self.slider.isSliderDown():
            self.slider.setValue(_slider_value(float(rate)) if rate else self.slider.minimum())
        self.slider.blockSignals(blocked)
        self._show_marks(marks)
        words = rate_words(session)
        self.slider.setAccessibleDescription(words)
        self.slider.setToolTip(f"{words}. {_HOW}" if marks else words)

    def _show_marks(self, marks: RateMarks | None) -> None:
        if marks is None:
            self.slider.set_marks({}, {})
            return
        places = {Mark.best: _slider_value(marks.best), Mark.limit: _slider_value(marks.limit)}
        tips = {
            Mark.best: f"The best rate 2/(λₘₐₓ + λₘᵢₙ) ≈ {short(marks.best)}: at it the slowest part of the error "
            "shrinks fastest. Click to take it.",
            Mark.limit: f"The bound 2/λₘₐₓ ≈ {short(marks.limit)}: beyond it, where it is hatched, descent diverges. "
            "Click to take it.",
        }
        self.slider.set_marks(places, tips)

    # --- what is done

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

    def _on_slider_moved(self) -> None:
        if self.slider.isSliderDown():
            self._latest.start()  # only the latest place is followed, so that nothing lags behind the hand
            return
        is_elsewhere = self._steps_after is not None and self._bridge.session.history.done is not self._steps_after
        if is_elsewhere or not self.slider.is_turned:
            self._begin()
        self._take_slider()

    def _on_released(self) -> None:
        if self._latest.isActive():
            self._latest.stop()
            self._take_slider()
        self._refresh()

    def _begin(self) -> None:
        """All that is set from now on is one edit."""
        self._steps_before = len(self._bridge.session.history.done)
        self._steps_after = None

    def _take_slider(self) -> None:
        text = f"{10 ** (self.slider.value() / STEPS_PER_DECADE):.{_DIGITS}g}"
        session = self._bridge.session
        continues = self._steps_before is not None and len(session.history.done) > self._steps_before
        if Fraction(text) != session.document.learning_rate:
            self._bridge.do(lambda session: session.set_learning_rate(text, continues))
        self._steps_after = session.history.done

    def _take(self, rate: Callable[[Session], object]) -> None:
        self._bridge.do(rate)

    def _open_menu(self, place: QPoint) -> None:
        marks = rate_marks(self._bridge.session)
        if marks is None:
            return
        menu = QMenu(self)
        menu.setObjectName("learning_rate_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, take in (
            (f"Set to the &best rate ≈ {short(marks.best)}", take_best_rate),
            (f"Set to the bo&und ≈ {short(marks.limit)}", take_limit),
        ):
            menu.addAction(text).triggered.connect(lambda checked=False, take=take: self._take(take))
        menu.popup(self.slider.mapToGlobal(place))


def _slider_value(rate: float) -> int:
    return round(STEPS_PER_DECADE * math.log10(rate))
