"""The window: it arranges and connects, and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QWidget,
)

from bpgui.core.cells import Matrix
from bpgui.session.examples import ExampleFile
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X, UPDATED_PARAMETERS
from bpgui.ui.action_spec import Act
from bpgui.ui.actions import specs
from bpgui.ui.background import BackgroundSolver
from bpgui.ui.go_to_dialog import show_go_to
from bpgui.ui.grid_clipboard import GridClipboard
from bpgui.ui.grid_menu import GridMenus
from bpgui.ui.history_keys import HistoryKeys
from bpgui.ui.logbook import Logbook
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.menus import fill_menu_bar
from bpgui.ui.pages import connect_pages
from bpgui.ui.panel_window import PanelWindow
from bpgui.ui.player import Player
from bpgui.ui.settings import ZOOM_STEP, Settings
from bpgui.ui.size_editing import SizeEditing
from bpgui.ui.theme import ThemeName
from bpgui.ui.warming import Warming
from bpgui.ui.window_pages import connect_window_pages, load_example

if TYPE_CHECKING:
    from bpgui.ui.documents import Documents


class MainWindow(PanelWindow):
    """The panels around one session, connected with one another, with the menus, and with what is remembered."""

    refreshed = Signal()
    """Actions and switches are as the session is."""
    closed = Signal()
    """It goes away, with a person's consent."""

    def __init__(self, session: Session, settings: Settings, examples: Sequence[ExampleFile] = ()) -> None:
        session.set_digits(settings.digits)
        session.set_fractions(settings.fractions)
        session.set_pace(settings.pace, is_told=False)
        session.set_hidden(GRADIENT_OF_X, not settings.flag("dL_dx", False))
        session.set_hidden(UPDATED_PARAMETERS, not settings.flag("update", True))
        super().__init__(session, settings)
        self.setObjectName("main_window")
        self.documents: Documents | None = None
        fill_menu_bar(self.menuBar(), self.commands, examples, lambda example: load_example(self, example))
        self._player = Player(self.bridge, self)
        self._solver = BackgroundSolver(self.bridge, self)
        self._connect_actions()
        self._connect_panels()
        self._restore()
        self._apply_looks()
        self._take_the_view()
        self._refresh()

    def load_the_rest(self) -> None:
        """Load what is dear to import, once the window is shown: the typesetter and the plot."""
        self.worksheet.sheet.show_typeset()
        self.loss_panel.load_plot()
        self.loss_card.apply_theme(self._theme, self._scale_of_loss)
        self.warming = Warming(self.bridge, self)

    # --- putting together

    def _connect_actions(self) -> None:
        for spec in specs():
            if spec.act is not None:
                self.commands[spec.name].triggered.connect(lambda checked=False, act=spec.act: self._do(act))
        on = {name: action.triggered for name, action in self.commands.items()}
        on["run"].connect(self._run)
        on["play"].connect(self._player.toggle)
        self._player.stop_for(self.commands[name] for name in ("export", "save_derivation"))
        on["go_to_iteration"].connect(self._ask_for_iteration)
        on["focus"].connect(self.set_focused)
        on["zoom_in"].connect(lambda: self.set_zoom(self._zoom * ZOOM_STEP))
        on["zoom_out"].connect(lambda: self.set_zoom(self._zoom / ZOOM_STEP))
        on["zoom_reset"].connect(lambda: self.set_zoom(1.0))
        for name in ThemeName:
            on[f"theme_{name.value}"].connect(lambda checked=False, name=name: self.set_theme(name))
        on["show_dL_dx"].connect(lambda checked: self._show_equations("dL_dx", GRADIENT_OF_X, checked))
        on["show_update"].connect(lambda checked: self._show_equations("update", UPDATED_PARAMETERS, checked))
        on["show_loss"].connect(self._show_loss)
        on["show_facts"].connect(self._show_facts)
        self.worksheet.sheet.factor_button.clicked.connect(self.commands["loss_conventions"].trigger)
        on["enlarge_loss"].connect(self._enlarge_loss)
        on["log_iterations"].connect(lambda checked: self.loss_panel.set_log(iterations=checked))
        on["log_loss"].connect(lambda checked: self.loss_panel.set_log(loss=checked))
        on["fit_plot"].connect(lambda: self.loss_card.fit())
        on["export"].connect(self._show_export)
        on["show_landscape"].connect(self._show_landscape)
        connect_window_pages(self)
        HistoryKeys(self.bridge, self.commands, self._do, self)
        Logbook(self.logbook_card, self.arrangement, self.commands, self._share_the_room, self.toolbar.step_button)
        connect_pages(self, self.bridge, self.commands, lambda: (self._theme, self._zoom), self.sentence_bar.say)
        self.derivation_panel.view.command_requested.connect(lambda command: self.commands["why_transpose"].trigger())

    def _show_export(self) -> None:
        from bpgui.ui.data_export_dialog import show_data_export  # not at the start: it takes a tenth of a second

        show_data_export(self, self.bridge)

    def _connect_panels(self) -> None:
        self.bridge.changed.connect(self._refresh)
        self.bridge.document_loaded.connect(self._take_the_view)
        self._player.playing_changed.connect(self._on_playing_changed)
        self.sentence_bar.focus_left.connect(lambda: self.set_focused(False))
        self.loss_panel.log_changed.connect(self._on_log_changed)
        self.loss_panel.watch(self._solver)
        self.loss_card.page_wanted.connect(self._show_landscape)
        self.loss_card.landscape.refused.connect(self.sentence_bar.say)
        self.size_fields.refused.connect(self._on_field_refused)
        bar = self.toolbar
        for field, refused in (
            (bar.learning_rate.field, bar.learning_rate.entry_refused),
            (bar.run_count, bar.run_count.entry_refused),
            (bar.iteration, bar.iteration.entry_refused),
        ):
            refused.connect(lambda said, field=field: self._on_field_refused(field, said))
        views = [frame.view for frame in self.worksheet.sheet.frames.values()]
        self.grid_clipboard = GridClipboard(self, self.bridge, views, self.commands, self.sentence_bar.say)
        self.size_editing = SizeEditing(self, self.bridge, self.worksheet.sheet.frames, self.commands)
        self.grid_menus = GridMenus(views, self.grid_clipboard.section, *self.size_editing.sections)
        for frame in self.worksheet.sheet.frames.values():
            frame.model.entry_refused.connect(lambda index, said, at=frame: self._on_entry_refused(at, index, said))

    def _restore(self) -> None:
        settings = self.settings
        self.resize(1366, 768)
        self.restoreGeometry(settings.blob("geometry"))
        self.arrangement.restore(settings)
        is_log = {name: settings.flag(f"log_{name}", False) for name in ("iterations", "loss")}
        self.loss_panel.set_log(**is_log)
        self.arrangement.show_panel("loss", settings.flag("loss", True))
        self.arrangement.show_panel("facts", settings.flag("facts", False))

    # --- what the actions do to the window

    def set_focused(self, focused: bool) -> None:
        """Show the equation at work and its derivation alone, or everything."""
        self.step_bar.setFocus()  # what has the keyboard may be about to go
        for widget in (self.toolbar, self.menuBar()):
            widget.setVisible(not focused)
        self.sentence_bar.set_focused(focused)
        self.arrangement.set_focused(focused)
        self.worksheet.sheet.set_focused(focused)
        self._apply_looks()
        self._layout.activate()
        self._share_the_room()
        if not focused:
            self.toolbar.step_button.setFocus()
        self._refresh()

    def _do(self, act: Act) -> None:
        """Do something to the session, with all numbers that stand in the fields, taken or not."""
        if self.toolbar.take_what_is_typed() and self.size_fields.take():
            self.bridge.do(act)
        else:
            self._refresh()  # an action that Qt has checked was not done

    def _ask_for_iteration(self) -> None:
        if self.arrangement.is_focused:
            show_go_to(self, self.bridge)
        else:
            self.toolbar.iteration.setFocus()
            self.toolbar.iteration.selectAll()

    def _run(self) -> None:
        self._do(lambda session: session.run(self.toolbar.run_count.value()))

    def take_looks_of(self, other: PanelWindow) -> None:
        super().take_looks_of(other)
        self._refresh()

    def _show_equations(self, name: str, matrices: frozenset[Matrix], shown: bool) -> None:
        self.settings.set_flag(name, shown)
        self.bridge.do(lambda session: session.set_hidden(matrices, not shown))

    def _show_loss(self, shown: bool) -> None:
        self.settings.set_flag("loss", shown)
        self.arrangement.show_panel("loss", shown)
        self._share_the_room()

    def _show_facts(self, shown: bool) -> None:
        self.settings.set_flag("facts", shown)
        self.arrangement.show_panel("facts", shown)
        self._share_the_room()

    def _show_landscape(self, is_shown: bool) -> None:
        self.loss_card.show_landscape(is_shown)
        if not self.arrangement.is_wanted("loss"):
            self._show_loss(True)
        self._refresh()

    def _enlarge_loss(self, is_enlarged: bool) -> None:
        self.arrangement.set_enlarged(is_enlarged)
        self.loss_card.apply_theme(self._theme, self._scale_of_loss)
        self._share_the_room()

    # --- what happens elsewhere

    def _refresh(self) -> None:
        session = self.bridge.session
        for spec in specs():
            self.commands[spec.name].setEnabled(spec.enabled(session))
            if spec.checked is not None:
                self.commands[spec.name].setChecked(spec.checked(session))
        for name, checked in self._switches().items():
            self.commands[name].setChecked(checked)
        self._remember_the_view()
        self.refreshed.emit()

    def _take_the_view(self) -> None:
        self._view = self.bridge.session.view

    def _remember_the_view(self) -> None:
        """What is chosen here is remembered, and what a file or another window has is not."""
        view, before, settings = self.bridge.session.view, self._view, self.settings
        self._view = view
        if view.digits != before.digits:
            settings.digits = view.digits
        if view.fractions != before.fractions:
            settings.fractions = view.fractions
        if view.pace is not before.pace:
            settings.pace = view.pace

    def _switches(self) -> Mapping[str, bool]:
        """Which of the window's own actions are on."""
        hidden = self.bridge.session.view.hidden
        return {
            "play": self._player.is_playing,
            "focus": self.arrangement.is_focused,
            f"theme_{self._theme.name.value}": True,
            "show_dL_dx": not GRADIENT_OF_X & hidden,
            "show_update": not UPDATED_PARAMETERS & hidden,
            "show_loss": self.settings.flag("loss", True),
            "show_facts": self.settings.flag("facts", False),
            "enlarge_loss": self.arrangement.is_enlarged,
            "show_landscape": self.loss_card.is_landscape,
            "log_iterations": self.loss_panel.is_log_iterations,
            "log_loss": self.loss_panel.is_log_loss,
        }

    def _on_playing_changed(self, playing: bool) -> None:
        self.toolbar.set_playing(playing)
        self.commands["play"].setChecked(playing)

    def _on_log_changed(self) -> None:
        panel = self.loss_panel
        for name, is_log in (("log_iterations", panel.is_log_iterations), ("log_loss", panel.is_log_loss)):
            self.commands[name].setChecked(is_log)
            self.settings.set_flag(name, is_log)

    def _on_entry_refused(self, frame: MatrixFrame, index: QModelIndex, said: str) -> None:
        self.sentence_bar.say(said)
        self._error.say(said, frame.view.viewport(), frame.view.visualRect(index).bottomLeft(), self._zoom)

    def _on_field_refused(self, field: QWidget, said: str) -> None:
        self.sentence_bar.say(said)
        self._error.say(said, field, field.rect().bottomLeft(), self._zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what stands in the way: the sentence beside a field, then Focus."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._error.isVisible():
            self._error.hide()
        elif self.arrangement.is_focused:
            self.set_focused(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.toolbar.step_button.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._error.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._player.stop()
        self._solver.stop()
        if not self.arrangement.is_focused:
            self.settings.set_blob("geometry", self.saveGeometry())
        self.arrangement.remember(self.settings)
        super().closeEvent(event)
        self.closed.emit()

    def action(self, name: str) -> QAction:
        """An action of the table, by its name."""
        return self.commands[name]
