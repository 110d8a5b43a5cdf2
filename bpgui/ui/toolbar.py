"""The buttons above the worksheet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QFontMetricsF
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from bpgui.session.course import LAST_ITERATION
from bpgui.session.position import StepSize
from bpgui.ui.action_spec import SEPARATOR
from bpgui.ui.actions import STEP_SIZE_NAMES, key_names, specs
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.flow_layout import FlowLayout
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.integer_field import IntegerField
from bpgui.ui.learning_rate import LearningRate
from bpgui.ui.play_actions import PLAY_MENU, play_tooltip
from bpgui.ui.theme import Theme


class ToolBar(QWidget):
    """Forward, Backward, Back, Step, Play, the step size, Update, Run; the learning rate and the iteration."""

    def __init__(self, bridge: SessionBridge, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bridge = bridge
        self._keys = {spec.name: key_names(spec) for spec in specs()}
        self.step_button = _button(actions["step"], "Step ▸")
        self.step_button.setProperty("primary", True)
        self.play_button = _button(actions["play"], "Play")
        self.play_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.play_button.setMenu(_play_menu(actions, self))
        self.step_size = self._make_step_size()
        self.run_count = self._make_run_count()
        self.learning_rate = LearningRate(bridge)
        self.iteration = self._make_iteration()
        self._flow = FlowLayout(self)
        for widget in (
            _group(_button(actions["forward"], "Forward"), _button(actions["backward"], "Backward")),
            _group(_button(actions["step_back"], "◂ Back"), self.step_button, self.play_button),
            _labelled("by", self.step_size),
            _button(actions["update"], "Update w and b"),
            _group(_button(actions["run"], "Run"), self.run_count, QLabel("iterations")),
        ):
            self._flow.addWidget(widget)
        self._flow.set_right_from_here()
        self._rates = _group(self.learning_rate, _labelled("iteration", self.iteration))
        self._rates.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow.addWidget(self._rates)
        self.set_playing(False)
        bridge.changed.connect(self._refresh)
        bridge.document_loaded.connect(lambda: self.iteration.setModified(False))
        self._refresh()

    def add(self, widget: QWidget) -> None:
        """Take one more control, at the right."""
        self._flow.addWidget(widget)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self.learning_rate.set_looks(theme, scale)
        for field in (self.run_count, self.iteration):
            field.fit_to(LAST_ITERATION)
        beside = self._rates.sizeHint().width() - self.learning_rate.sizeHint().width()
        self._rates.setMaximumWidth(self.learning_rate.maximumWidth() + beside)
        widest = QFontMetricsF(text_font(TEXT_PIXELS * scale, QFont.Weight.DemiBold)).horizontalAdvance("❚❚ Stop")
        self.play_button.setMinimumWidth(round(widest + 34 * scale))
        margin = round(8 * scale)
        self._flow.setContentsMargins(margin, round(4 * scale), margin, round(4 * scale))
        self._flow.setSpacing(round(6 * scale))

    def take_what_is_typed(self) -> bool:
        """Take what stands in the fields and was not taken yet; whether all of it could be read."""
        return self.learning_rate.take() and self.run_count.take() and self.iteration.take()

    def set_playing(self, playing: bool) -> None:
        """Whether Play is under way: the button then stops it."""
        self.play_button.defaultAction().setIconText("❚❚ Stop" if playing else "▶ Play")

    def _make_step_size(self) -> QComboBox:
        chooser = QComboBox()
        chooser.setObjectName("step_size")
        chooser.setAccessibleName("Step size")
        chooser.setToolTip("How far one step goes (Ctrl+1 to Ctrl+5)")
        for size in StepSize:
            chooser.addItem(STEP_SIZE_NAMES[size], size)
        chooser.activated.connect(self._on_step_size_chosen)
        return chooser

    def _make_run_count(self) -> IntegerField:
        count = IntegerField(
            "run_iterations", "How many iterations Run goes on by", "How many iterations Run goes on by"
        )
        count.set_range(1, LAST_ITERATION)
        count.set_value(1000)
        return count

    def _make_iteration(self) -> IntegerField:
        tip = "The iteration that is shown. Type a number to go to it"
        iteration = IntegerField("iteration", "Iteration", tip)
        iteration.value_entered.connect(self._on_iteration_entered)
        iteration.returnPressed.connect(self._on_iteration_returned)
        return iteration

    def _refresh(self) -> None:
        session = self._bridge.session
        self.play_button.defaultAction().setToolTip(play_tooltip(session.view, self._keys))
        self.step_size.setCurrentText(STEP_SIZE_NAMES[session.view.step_size])
        self.iteration.set_range(0, LAST_ITERATION)
        self.iteration.set_value(session.iteration)

    def _on_step_size_chosen(self, index: int) -> None:
        size = self.step_size.itemData(index)
        self._bridge.do(lambda session: session.set_step_size(size))

    def _on_iteration_returned(self) -> None:
        if self.iteration.take():
            self.step_button.setFocus()  # so that the window's keys go on from there

    def _on_iteration_entered(self, iteration: int) -> None:
        if iteration != self._bridge.session.iteration:
            self._bridge.do(lambda session: session.go_to(iteration))


def _play_menu(actions: Mapping[str, QAction], parent: QWidget) -> QMenu:
    menu = QMenu("How Play goes", parent)
    menu.setObjectName("play_menu")
    menu.setToolTipsVisible(True)
    for name in PLAY_MENU:
        if name == SEPARATOR:
            menu.addSeparator()
        else:
            menu.addAction(actions[name])
    return menu


def _button(action: QAction, text: str) -> QToolButton:
    action.setIconText(text)
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setObjectName(f"{action.objectName()}_button")
    button.setAccessibleName(text.strip("◂▸ "))
    return button


def _group(*widgets: QWidget) -> QWidget:
    group = QWidget()
    group.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    layout = QHBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget)
    return group


def _labelled(text: str, widget: QWidget) -> QWidget:
    label = QLabel(text)
    label.setBuddy(widget)
    return _group(label, widget)
