"""The buttons of the view "Why the transpose?": which gradient, which ways are seen, the clock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from bpgui.core.cells import Matrix
from bpgui.core.notation import in_words, symbol
from bpgui.session.transpose import Explanation
from bpgui.session.transpose_order import GRADIENTS, Stride, Way
from bpgui.session.transpose_words import progress
from bpgui.ui.flow_layout import FlowLayout
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme, blend

_TEXT = 14.0
_SEEN = (
    ("All three", None, "All three ways side by side (0)"),
    ("1", Way.entry_by_entry, "Entry by entry alone, large (1)"),
    ("2", Way.row_by_column, "Row times column alone, large (2)"),
    ("3", Way.outer_products, "The sum of outer products alone, large (3)"),
)


class TransposeControls(QWidget):
    """Switches and buttons in a row; it goes on in a second one where the first is full."""

    gradient_chosen = Signal(object)
    seen_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transpose_controls")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._gradients = {gradient: self._gradient_button(gradient) for gradient in GRADIENTS}
        self._seen = {way: self._seen_button(text, way, tip) for text, way, tip in _SEEN}
        self._exclusive(self._gradients.values(), self._seen.values())
        self._gradients[Matrix.dL_dw].setChecked(True)
        self._seen[None].setChecked(True)
        self.stride_chooser = self._make_stride_chooser()
        self.start = _button("transpose_start", "Start", "Back to where no product is done (Home)")
        self.back = _button("transpose_back", "Back", "One step back (PgUp)")
        self.step = _button("transpose_step", "Step", "One step on, of the size chosen beside it (PgDown)")
        self.end = _button("transpose_end", "End", "On to where all products are done (End)")
        self.step.setProperty("primary", True)
        self._by, self._progress = QLabel("by"), QLabel()
        self._by.setBuddy(self.stride_chooser)
        self._progress.setObjectName("transpose_progress")
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        for group in (
            _group(*self._gradients.values()),
            _group(*self._seen.values()),
            _group(self.start, self.back, self.step, self.end),
            _group(self._by, self.stride_chooser),
        ):
            flow.addWidget(group)
        flow.set_right_from_here()
        flow.addWidget(self._progress)
        self._flow = flow

    @property
    def stride(self) -> Stride:
        """How far one step goes."""
        return Stride(self.stride_chooser.currentData())

    def set_seen(self, way: Way | None) -> None:
        """Which way is seen, or all of them."""
        self._seen[way].setChecked(True)

    def show_clock(self, explanation: Explanation) -> None:
        """Show where the clock stands, and what can be done to it."""
        self._progress.setText(progress(explanation))
        can_go_back, can_go_on = explanation.clock > 0, explanation.is_ready and not explanation.is_finished
        for button, can in (
            (self.start, can_go_back),
            (self.back, can_go_back),
            (self.step, can_go_on),
            (self.end, can_go_on),
        ):
            button.setEnabled(can)
        self.updateGeometry()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._flow.setSpacing(round(12 * scale))
        self.setStyleSheet(_stylesheet(theme, scale))
        for widget in self.findChildren(QWidget):
            if isinstance(widget, QToolButton | QLabel | QComboBox):
                weight = QFont.Weight.DemiBold if isinstance(widget, QToolButton) else QFont.Weight.Normal
                widget.setFont(text_font(_TEXT * scale, weight))
        self.updateGeometry()

    def _gradient_button(self, gradient: Matrix) -> QToolButton:
        button = _button(f"transpose_{gradient.value}", symbol(gradient), f"The {in_words(gradient)}")
        button.setCheckable(True)
        button.setAccessibleName(in_words(gradient))
        button.clicked.connect(lambda: self.gradient_chosen.emit(gradient))
        return button

    def _seen_button(self, text: str, way: Way | None, tip: str) -> QToolButton:
        button = _button(f"transpose_see_{0 if way is None else way.value}", text, tip)
        button.setCheckable(True)
        button.setAccessibleName(tip.split(" (")[0])
        button.clicked.connect(lambda: self.seen_chosen.emit(way))
        return button

    def _exclusive(self, *sets: object) -> None:
        for buttons in sets:
            group = QButtonGroup(self)
            for button in buttons:  # type: ignore[attr-defined]
                group.addButton(button)

    def _make_stride_chooser(self) -> QComboBox:
        chooser = QComboBox()
        chooser.setObjectName("transpose_stride")
        chooser.setAccessibleName("Size of a step")
        chooser.setToolTip("How far one step goes")
        for stride in Stride:
            chooser.addItem(stride.value, stride)
        return chooser


def _button(name: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _group(*widgets: QWidget) -> QWidget:
    group = QWidget()
    layout = QHBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget)
    return group


def _stylesheet(theme: Theme, scale: float) -> str:
    def px(value: float) -> str:
        return f"{max(round(value * scale), 1)}px"

    pressed = blend(QColor(theme.button), QColor(theme.text), 0.16).name()
    disabled = blend(QColor(theme.ground), QColor(theme.text), 0.45).name()
    return f"""
    QToolButton {{
        background: {theme.button}; color: {theme.text}; border: 1px solid {theme.border};
        border-radius: {px(6)}; padding: {px(4)} {px(10)};
    }}
    QToolButton:hover, QToolButton:pressed {{ background: {pressed}; }}
    QToolButton:checked {{ border: 2px solid {theme.accent}; padding: {px(3)} {px(9)}; background: {pressed}; }}
    QToolButton:disabled {{ color: {disabled}; background: {theme.ground}; }}
    QToolButton[primary="true"] {{
        background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent};
    }}
    QToolButton[primary="true"]:disabled {{ background: {pressed}; color: {disabled}; border-color: {pressed}; }}
    QToolButton:focus {{ border: 2px solid {theme.text}; padding: {px(3)} {px(9)}; }}
    """
