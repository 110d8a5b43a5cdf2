"""The window: it arranges and connects, and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpgui.session.problems import Example
from bpgui.session.sentence import sentence
from bpgui.session.session import GRADIENT_OF_X, UPDATED_PARAMETERS, Session
from bpgui.ui.actions import ACTIONS, MENUS, ActionSpec, make_actions, specs
from bpgui.ui.background import BackgroundSolver
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.derivation_panel import DerivationPanel
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.help import show_about, show_keys
from bpgui.ui.loss_panel import LossPanel
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.settings import LARGEST_ZOOM, SMALLEST_ZOOM, ZOOM_STEP, Settings
from bpgui.ui.step_bar import StepBar
from bpgui.ui.stylesheet import stylesheet
from bpgui.ui.theme import ThemeName, theme_named
from bpgui.ui.toolbar import ToolBar
from bpgui.ui.worksheet import Worksheet

PLAY_INTERVAL = 700
"""Milliseconds from one step of Play to the next."""


class MainWindow(QMainWindow):
    """Worksheet, derivation, loss, step bar and sentence around one session."""

    def __init__(self, session: Session, settings: Settings, examples: Sequence[Example] = ()) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.bridge = SessionBridge(session, self)
        self._settings = settings
        self._theme = theme_named(settings.theme)
        self._zoom = settings.zoom
        session.set_digits(settings.digits)
        session.set_hidden(GRADIENT_OF_X, not settings.flag("dL_dx", False))
        session.set_hidden(UPDATED_PARAMETERS, not settings.flag("update", True))
        self._is_focused = False
        self._splitter_is_moved = False
        self.commands = make_actions(self)
        self.addActions(list(self.commands.values()))
        self._make_panels()
        self._make_menus(examples)
        self._connect_actions()
        self._play_timer = QTimer(self)
        self._play_timer.setInterval(PLAY_INTERVAL)
        self._play_timer.timeout.connect(self._play_one_step)
        self._solver = BackgroundSolver(self.bridge, self)
        self.bridge.changed.connect(self._refresh)
        self.bridge.document_loaded.connect(self._refresh_title)
        self._restore()
        self._apply_looks()
        self._refresh_title()
        self._refresh()

    def load_the_rest(self) -> None:
        """Load what is dear to import, once the window is shown: the typesetter and the plot."""
        self.worksheet.sheet.show_typeset()
        self.loss_panel.load_plot()
        self.loss_panel.apply_theme(self._theme, self._zoom)

    # --- putting together

    def _make_panels(self) -> None:
        bridge, theme = self.bridge, self._theme
        self.toolbar = ToolBar(bridge, self.commands, self)
        self.worksheet = Worksheet(bridge, theme)
        self.derivation_panel = DerivationPanel(bridge)
        self.loss_panel = LossPanel(bridge)
        self.step_bar = StepBar(bridge, theme)
        self.sentence = QLabel()
        self.sentence.setObjectName("sentence")
        self.sentence.setAccessibleName("What just happened")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.leave_focus = QToolButton()
        self.leave_focus.setObjectName("leave_focus")
        self.leave_focus.setText("Leave Focus (F)")
        self.leave_focus.hide()
        self._error = QLabel(self)
        self._error.setObjectName("input_error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.setObjectName("right")
        self._right.addWidget(self.derivation_panel)
        self._right.addWidget(self.loss_panel)
        beside = QWidget()
        self._margins = QVBoxLayout(beside)
        self._margins.addWidget(self._right)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("splitter")
        self._splitter.addWidget(self.worksheet)
        self._splitter.addWidget(beside)
        for splitter in (self._splitter, self._right):
            splitter.setChildrenCollapsible(False)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 1)
        self._right.setStretchFactor(0, 1)
        self._right.setStretchFactor(1, 1)
        self.setCentralWidget(self._stacked())

    def _stacked(self) -> QWidget:
        bottom = QWidget()
        below = QHBoxLayout(bottom)
        below.setContentsMargins(0, 0, 8, 0)
        below.addWidget(self.sentence, 1)
        below.addWidget(self.leave_focus)
        central = QWidget()
        self._layout = layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.step_bar)
        layout.addWidget(bottom)
        return central

    def _make_menus(self, examples: Sequence[Example]) -> None:
        menus = {name: self.menuBar().addMenu(f"&{name}") for name in MENUS}
        current = MENUS[0]
        for spec in ACTIONS:
            if isinstance(spec, ActionSpec):
                current = spec.menu
                menus[current].addAction(self.commands[spec.name])
            else:
                menus[current].addSeparator()
        for menu in menus.values():
            menu.setToolTipsVisible(True)
        for number, example in enumerate(examples, 1):
            action = menus["Examples"].addAction(f"&{number}  {example.title}")
            action.setObjectName(f"example_{number}")
            action.setToolTip(example.sentence)
            action.triggered.connect(lambda checked=False, chosen=example: self.load_example(chosen))

    def _connect_actions(self) -> None:
        for spec in specs():
            if spec.act is not None:
                act = spec.act
                self.commands[spec.name].triggered.connect(lambda checked=False, act=act: self.bridge.do(act))
        on = {name: action.triggered for name, action in self.commands.items()}
        on["quit"].connect(self.close)
        on["run"].connect(self._run)
        on["play"].connect(self._toggle_play)
        on["focus"].connect(lambda checked: self.set_focused(checked))
        on["zoom_in"].connect(lambda: self._set_zoom(self._zoom * ZOOM_STEP))
        on["zoom_out"].connect(lambda: self._set_zoom(self._zoom / ZOOM_STEP))
        on["zoom_reset"].connect(lambda: self._set_zoom(1.0))
        for name in ThemeName:
            on[f"theme_{name.value}"].connect(lambda checked=False, name=name: self._set_theme(name))
        on["show_dL_dx"].connect(lambda checked: self._show_equations("dL_dx", GRADIENT_OF_X, checked))
        on["show_update"].connect(lambda checked: self._show_equations("update", UPDATED_PARAMETERS, checked))
        on["show_loss"].connect(self._show_loss)
        on["log_iterations"].connect(lambda checked: self.loss_panel.set_log(iterations=checked))
        on["log_loss"].connect(lambda checked: self.loss_panel.set_log(loss=checked))
        on["keys"].connect(lambda: show_keys(self))
        on["about"].connect(lambda: show_about(self))
        self.leave_focus.clicked.connect(lambda: self.set_focused(False))
        self.loss_panel.log_changed.connect(self._on_log_changed)
        for field, refused in (
            (self.toolbar.learning_rate.field, self.toolbar.learning_rate.entry_refused),
            (self.toolbar.run_count, self.toolbar.run_count.entry_refused),
            (self.toolbar.iteration, self.toolbar.iteration.entry_refused),
        ):
            refused.connect(lambda said, field=field: self._say_beside(field, field.rect().bottomLeft(), said))
        for frame in self.worksheet.sheet.frames.values():
            frame.model.entry_refused.connect(
                lambda index, said, frame=frame: self._on_entry_refused(frame, index, said)
            )

    def _restore(self) -> None:
        settings = self._settings
        self.resize(1366, 768)
        self.restoreGeometry(settings.blob("geometry"))
        self._right.setSizes([46, 54])
        self._splitter_is_moved = self._splitter.restoreState(settings.blob("splitter"))
        self._right.restoreState(settings.blob("right"))
        self.loss_panel.set_log(
            iterations=settings.flag("log_iterations", False), loss=settings.flag("log_loss", False)
        )
        self.loss_panel.setVisible(settings.flag("loss", True))

    # --- what the actions do to the window

    def load_example(self, example: Example) -> None:
        """Show an example from its start."""
        self._stop_playing()
        self.bridge.load(example.document)

    def set_focused(self, focused: bool) -> None:
        """Show the equation at work and its derivation alone, or everything."""
        self._is_focused = focused
        self.step_bar.setFocus()  # what has the focus may be about to go
        for widget in (self.toolbar, self.menuBar()):
            widget.setVisible(not focused)
        self.leave_focus.setVisible(focused)
        self.loss_panel.setVisible(not focused and self._settings.flag("loss", True))
        self._splitter.setOrientation(Qt.Orientation.Vertical if focused else Qt.Orientation.Horizontal)
        self.worksheet.sheet.set_focused(focused)
        self._apply_looks()
        self._layout.activate()
        self._share_the_room()
        if not focused:
            self.toolbar.step_button.setFocus()
        self._refresh()

    def _run(self) -> None:
        self.toolbar.run_count.take()
        count = self.toolbar.run_count.value()
        self.bridge.do(lambda session: session.run(count))

    def _toggle_play(self) -> None:
        if self._play_timer.isActive():
            self._stop_playing()
        else:
            self._play_timer.start()
            self._play_one_step()
        self.toolbar.set_playing(self._play_timer.isActive())

    def _stop_playing(self) -> None:
        self._play_timer.stop()
        self.toolbar.set_playing(False)

    def _play_one_step(self) -> None:
        if self.bridge.session.can_step:
            self.bridge.do(Session.step)
        if not self.bridge.session.can_step:
            self._stop_playing()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._settings.zoom = self._zoom
        self._apply_looks()

    def _set_theme(self, name: ThemeName) -> None:
        self._theme = theme_named(name)
        self._settings.theme = name
        self._apply_looks()

    def _show_equations(self, name: str, matrices: frozenset, shown: bool) -> None:
        self._settings.set_flag(name, shown)
        self.bridge.do(lambda session: session.set_hidden(matrices, not shown))

    def _show_loss(self, shown: bool) -> None:
        self._settings.set_flag("loss", shown)
        self.loss_panel.setVisible(shown and not self._is_focused)

    def _on_log_changed(self) -> None:
        panel = self.loss_panel
        for name, is_log in (("log_iterations", panel.is_log_iterations), ("log_loss", panel.is_log_loss)):
            self.commands[name].setChecked(is_log)
            self._settings.set_flag(name, is_log)

    def _apply_looks(self) -> None:
        theme, scale = self._theme, self._zoom
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(theme.palette())
        application.setFont(text_font(TEXT_PIXELS * scale))
        self.setFont(text_font(TEXT_PIXELS * scale))
        self.setStyleSheet(stylesheet(theme, scale))
        self.toolbar.set_scale(scale)
        self.step_bar.set_looks(theme, scale * theme.enlarged)
        self.derivation_panel.set_looks(theme, scale * (1.45 if self._is_focused else 1.0))
        self.loss_panel.apply_theme(theme, scale)
        self.worksheet.sheet.set_looks(theme, scale)
        self.sentence.setFont(text_font(TEXT_PIXELS * scale * (1.4 if self._is_focused else 1.08 * theme.enlarged)))

    # --- what the session's changes do to the window

    def _refresh(self) -> None:
        self._error.hide()
        session = self.bridge.session
        self.sentence.setText(sentence(self.bridge.screen))
        for spec in specs():
            self.commands[spec.name].setEnabled(spec.enabled(session))
            if spec.checked is not None:
                self.commands[spec.name].setChecked(spec.checked(session))
        self._check_switches()
        if session.view.digits != self._settings.digits:
            self._settings.digits = session.view.digits

    def _check_switches(self) -> None:
        hidden = self.bridge.session.view.hidden
        checks: Mapping[str, bool] = {
            "play": self._play_timer.isActive(),
            "focus": self._is_focused,
            f"theme_{self._theme.name.value}": True,
            "show_dL_dx": not GRADIENT_OF_X & hidden,
            "show_update": not UPDATED_PARAMETERS & hidden,
            "show_loss": self._settings.flag("loss", True),
            "log_iterations": self.loss_panel.is_log_iterations,
            "log_loss": self.loss_panel.is_log_loss,
        }
        for name, checked in checks.items():
            self.commands[name].setChecked(checked)

    def _refresh_title(self) -> None:
        title = self.bridge.session.document.title
        self.setWindowTitle(f"{title} – bpgui" if title else "bpgui")

    def _on_entry_refused(self, frame: MatrixFrame, index: QModelIndex, said: str) -> None:
        below = frame.view.visualRect(index).bottomLeft()
        self._say_beside(frame.view.viewport(), below, said)

    def _say_beside(self, widget: QWidget, at: QPoint, said: str) -> None:
        self.sentence.setText(said)
        self._error.setText(said)
        self._error.setFixedWidth(round(320 * self._zoom))
        self._error.adjustSize()
        place = widget.mapTo(self, at) + QPoint(0, 4)
        place.setX(min(place.x(), self.width() - self._error.width() - 8))
        place.setY(min(place.y(), self.height() - self._error.height() - 8))
        self._error.move(place)
        self._error.show()
        self._error.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_the_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.toolbar.step_button.setFocus()

    def _share_the_room(self) -> None:
        self._margins.setContentsMargins(8 if self._is_focused else 0, 5, 8, 5)
        if self._is_focused:
            self._splitter.setSizes([600, 400])
        elif not self._splitter_is_moved:
            self._splitter.setSizes(_shares(self.width()))

    def _on_splitter_moved(self) -> None:
        self._splitter_is_moved = self._splitter_is_moved or not self._is_focused

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._error.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_playing()
        self._solver.stop()
        if not self._is_focused:
            self._settings.set_blob("geometry", self.saveGeometry())
            if self._splitter_is_moved:
                self._settings.set_blob("splitter", self._splitter.saveState())
            self._settings.set_blob("right", self._right.saveState())
        super().closeEvent(event)

    def action(self, name: str) -> QAction:
        """An action of the table, by its name."""
        return self.commands[name]


def _shares(width: int) -> list[int]:
    """What the worksheet and the panels beside it get of the window's width, until a person says otherwise."""
    panels = max(332, min(width - 930, round(0.32 * width)))
    return [width - panels, panels]
