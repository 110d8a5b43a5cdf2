"""N, D and K, always at hand: three spin boxes at the right of the menu bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QSpinBox, QWidget

from bpgui.core.cells import Shape
from bpgui.core.inputs import InputError
from bpgui.core.numbers import grouped, parse_whole
from bpgui.session.sizes import MOST_NUMBERS
from bpgui.ui.bridge import SessionBridge

SIZES = {"N": "examples", "D": "features", "K": "classes"}
"""What is counted by each."""
_MEANT = {
    "N": "N, the number of examples: rows of x and y",
    "D": "D, the number of features: columns of x and rows of w",
    "K": "K, the number of classes: columns of w, b and y",
}
_LEAST_FIGURES = 4


class SizeBox(QSpinBox):
    """A whole number from 1 on, taken on Return, or when one leaves; all else is refused in a sentence."""

    refused = Signal(str)

    def __init__(self, letter: str, name: str) -> None:
        super().__init__()
        self._letter = letter
        self._was_refused = False
        self.setObjectName(name)
        self.setAccessibleName(f"{letter}, the number of {SIZES[letter]}")
        self.setToolTip(f"{_MEANT[letter]}. Type a number, or press ↑ and ↓")
        self.setKeyboardTracking(False)
        self.setRange(1, MOST_NUMBERS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._say_if_refused)

    def show_value(self, value: int) -> None:
        """Show another number, which nobody has typed."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    def take(self) -> bool:
        """Take what is typed, if anything is; whether it could be read."""
        self.interpretText()
        was_refused = self._was_refused
        self._say_if_refused()
        return not was_refused

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Anything may be typed: what can't be taken is told, rather than swallowed."""
        return QValidator.State.Acceptable, text, place

    def valueFromText(self, text: str) -> int:
        typed = parse_whole(text)
        self._was_refused = typed is None or not self.minimum() <= typed <= self.maximum()
        return self.value() if self._was_refused or typed is None else typed

    def textFromValue(self, value: int) -> str:
        return str(value)

    def event(self, event: QEvent) -> bool:
        """Undo is the window's, unless a number is just being typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if is_undo and self.text() == self.textFromValue(self.value()):
                event.ignore()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns only the box that has the keyboard: one that is passed by stays."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _say_if_refused(self) -> None:
        if self._was_refused:
            self._was_refused = False
            self.refused.emit(f"Expected a whole number of {SIZES[self._letter]}, from 1 to {grouped(self.maximum())}.")


class SizeFields(QWidget):
    """Shows and sets the size of the network, each number as soon as it is taken."""

    refused = Signal(QWidget, str)
    """A field, and why what was typed there can't be taken; the old value stays."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("size_fields")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._bridge = bridge
        self.boxes = {letter: SizeBox(letter, f"size_{letter}") for letter in SIZES}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 4, 1)
        layout.setSpacing(4)
        for letter, box in self.boxes.items():
            label = QLabel(f"{letter} =")
            label.setBuddy(box)
            label.setToolTip(_MEANT[letter])
            layout.addSpacing(6)
            layout.addWidget(label)
            layout.addWidget(box)
            box.valueChanged.connect(lambda value, letter=letter: self._set(letter, value))
            box.refused.connect(lambda said, box=box: self.refused.emit(box, said))
        bridge.changed.connect(self._refresh)
        self._refresh()

    def set_scale(self, scale: float) -> None:
        """Take another scale."""
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(round(4 * scale))
        self._fit()

    def take(self) -> bool:
        """Take what is typed, if anything is; whether all of it could be read."""
        return all([box.take() for box in self.boxes.values()])

    def _refresh(self) -> None:
        shape = self._bridge.session.document.shape
        before = {letter: box.value() for letter, box in self.boxes.items()}
        if before != shape._asdict():
            for letter, box in self.boxes.items():
                box.show_value(getattr(shape, letter))
            self._fit()

    def _fit(self) -> None:
        for box in self.boxes.values():
            box.ensurePolished()
            of_text = box.fontMetrics()
            figures = of_text.horizontalAdvance("0" * max(_LEAST_FIGURES, len(box.text())))
            box.setFixedWidth(figures + round(1.9 * of_text.height()))

    def _set(self, letter: str, value: int) -> None:
        shape: Shape = self._bridge.session.document.shape._replace(**{letter: value})
        box = self.boxes[letter]
        try:
            self._bridge.do(lambda session: session.set_size(*shape))
        except InputError as error:
            box.show_value(getattr(self._bridge.session.document.shape, letter))
            self.refused.emit(box, str(error))


class MenuCorner(QObject):
    """Puts a widget at the right of a menu bar, as long as all menus have room beside it."""

    def __init__(self, bar: QMenuBar, widget: QWidget) -> None:
        super().__init__(bar)
        self._bar, self._widget = bar, widget
        bar.setCornerWidget(widget)
        bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar has another size, or other letters."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self.fit()
        return False

    def fit(self) -> None:
        """Be there, or not."""
        bar, of_text = self._bar, self._bar.fontMetrics()
        padding = 2 * of_text.averageCharWidth() + 6
        menus = sum(of_text.horizontalAdvance(action.text()) + padding for action in bar.actions())
        self._widget.setVisible(menus + self._widget.sizeHint().width() < bar.width())
