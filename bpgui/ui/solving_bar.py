"""How far large data have been worked out, with a way to stop it; and why not, with a way to begin anew."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from bpgui.ui.background import BackgroundSolver, SolvingState
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.theme import LIGHT, Theme, blend

CANCELLED = "Not worked out: iterations can be stepped through one by one."

_LEAST_MILLISECONDS = 300
"""What is done sooner than this is not told: nothing flickers while medium data are edited."""
_THICKNESS = 4
_NO_BREAK = "\N{NO-BREAK SPACE}"


class SolvingBar(QWidget):
    """Hidden while there is nothing to say. It says nothing before it is given a solver to `watch`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._solver: BackgroundSolver | None = None
        self._late = QTimer(self, singleShot=True, interval=_LEAST_MILLISECONDS)
        self._late.timeout.connect(self._show_working)
        self.setObjectName("solving")
        self.setAccessibleName("Working out the course of descent")
        self._says = QLabel(self)
        self._says.setObjectName("solving_sentence")
        self._says.setTextFormat(Qt.TextFormat.PlainText)
        self._says.setWordWrap(True)
        self._bar = _ThinBar(self)
        self._bar.setObjectName("solving_progress")
        self._bar.setAccessibleName("Part of the course of descent that is worked out")
        self._cancel = _button("cancel_solving", "Cancel", "Stop working out the course of descent", self)
        self._restart = _button("restart_solving", "Work it out", "Work out the course of descent", self)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setColumnStretch(0, 1)
        self._layout.addWidget(self._says, 0, 0)
        self._layout.addWidget(self._cancel, 0, 1)
        self._layout.addWidget(self._restart, 0, 1)
        self._layout.addWidget(self._bar, 1, 0, 1, 2)
        self.apply_theme(LIGHT, 1.0)
        self.hide()

    def watch(self, solver: BackgroundSolver) -> None:
        """Show how this solver gets on, from now on, and let it be stopped and begun anew."""
        self._solver = solver
        solver.state_changed.connect(self._on_state_changed)
        solver.progressed.connect(self._on_progressed)
        self._cancel.clicked.connect(solver.cancel)
        self._restart.clicked.connect(solver.restart)
        self._on_state_changed()

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._says.setFont(text_font(TEXT_PIXELS * scale))
        palette = self._says.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.text))
        self._says.setPalette(palette)
        self._bar.restyle(theme, scale)
        for button in (self._cancel, self._restart):
            button.restyle(theme, scale)
        self._layout.setHorizontalSpacing(round(6 * scale))
        self._layout.setVerticalSpacing(round(4 * scale))

    # --- what is shown

    def _on_state_changed(self) -> None:
        assert self._solver is not None
        self._late.stop()
        match self._solver.state:
            case SolvingState.idle:
                self.hide()
            case SolvingState.working if self.isHidden():
                self._late.start()
            case SolvingState.working:
                self._show_working()
            case SolvingState.cancelled:
                self._show(CANCELLED, is_working=False)
            case SolvingState.failed:
                self._show(self._solver.failure, is_working=False)

    def _show_working(self) -> None:
        assert self._solver is not None
        self._on_progressed(self._solver.progress)
        self._show(self._says.text(), is_working=True)

    def _on_progressed(self, done: float) -> None:
        percent = int(100 * done)
        self._bar.setValue(percent)
        self._says.setText(f"Working out the course of descent…{_NO_BREAK}{percent}{_NO_BREAK}%")

    def _show(self, said: str, is_working: bool) -> None:
        has_focus = self._cancel.hasFocus() or self._restart.hasFocus()
        self._says.setText(said)
        self._bar.setVisible(is_working)
        shown, hidden = (self._cancel, self._restart) if is_working else (self._restart, self._cancel)
        shown.show()
        self.show()
        if has_focus:
            shown.setFocus()
        hidden.hide()
        if QAccessible.isActive() and not is_working:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._says, said))


class _ThinBar(QProgressBar):
    """A line that fills from the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setTextVisible(False)

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme = theme
        self.setFixedHeight(round(_THICKNESS * scale))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole, and over it the part that is done."""
        theme, whole = self._theme, QRectF(self.rect())
        done = QRectF(whole)
        done.setWidth(whole.width() * self.value() / self.maximum())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for rect, colour in (
                (whole, blend(QColor(theme.card), QColor(theme.text), 0.18)),
                (done, QColor(theme.accent)),
            ):
                painter.setBrush(colour)
                painter.drawRoundedRect(rect, whole.height() / 2, whole.height() / 2)


def _button(name: str, text: str, says: str, parent: QWidget) -> LossToggle:
    # looks as the switches of the panel do, but is pressed
    button = LossToggle(name, text, says, parent)
    button.setCheckable(False)
    return button
