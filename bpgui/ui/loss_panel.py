"""The loss panel: the loss over iterations, what it reads under the pointer, and a sentence on where descent leads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpgui.session.loss_readout import LossReadout
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.loss_picture import picture
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from bpgui.ui.loss_plot import LossPlot

_LEAST_WIDTH_FOR_ONE_ROW = 500
_LONGEST_SENTENCE = (
    "η = 0.123 is past the bound 2/λₘₐₓ ≈ 0.1234: the loss falls at first, then grows without end, and "
    "after iteration 123456 its values leave float64."
)


class LossPanel(QWidget):
    """Loss over iterations. Its plot comes with `load_plot`; until then its place is empty, and nothing jumps."""

    log_changed = Signal()
    """An axis has become linear or logarithmic."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme, self._scale = LIGHT, 1.0
        self._plot: LossPlot | None = None
        self._drawn: object = None
        self._pointed_at: int | None = None
        self._held_end: int | None = None
        self._wanted: int | None = None
        self._travel = QTimer(self, singleShot=True, interval=0)
        self._travel.timeout.connect(self._on_travel)
        self.setObjectName("loss_panel")
        self.setAccessibleName("Loss over iterations")
        self._make_parts()
        self.apply_theme(LIGHT, 1.0)
        bridge.changed.connect(self.refresh)

    def _make_parts(self) -> None:
        self._title, self._readout, self._sentence = QLabel("LOSS OVER ITERATIONS", self), QLabel(self), QLabel(self)
        self._readout.setObjectName("loss_readout")
        self._readout.setAccessibleName("Loss read from the plot")
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence.setObjectName("loss_sentence")
        self._sentence.setAccessibleName("Where descent leads")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for label in (self._title, self._readout, self._sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._log_iterations = LossToggle("log_iterations", "log t", "Logarithmic axis of iterations", self)
        self._log_loss = LossToggle("log_loss", "log L", "Logarithmic axis of losses", self)
        for toggle in (self._log_iterations, self._log_loss):
            toggle.toggled.connect(self._on_log_toggled)
        self._place = QWidget(self)
        self._place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._head = QGridLayout()
        self._head.setColumnStretch(1, 1)
        for column, part in ((0, self._title), (2, self._log_iterations), (3, self._log_loss)):
            self._head.addWidget(part, 0, column)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self._place, 1)
        self._rows.addWidget(self._sentence)

    # --- the axes

    @property
    def is_log_iterations(self) -> bool:
        """Whether the axis of iterations is logarithmic."""
        return self._log_iterations.isChecked()

    @property
    def is_log_loss(self) -> bool:
        """Whether the axis of losses is logarithmic."""
        return self._log_loss.isChecked()

    def set_log(self, iterations: bool | None = None, loss: bool | None = None) -> None:
        """Make an axis logarithmic or linear; None leaves it as it is."""
        if iterations is not None:
            self._log_iterations.setChecked(iterations)
        if loss is not None:
            self._log_loss.setChecked(loss)

    def _on_log_toggled(self) -> None:
        self.refresh()
        self.log_changed.emit()

    # --- what is shown

    def load_plot(self) -> None:
        """Bring the plot, which takes a while to import, to the place that waits for it."""
        if self._plot is not None:
            return
        from bpgui.ui.loss_plot import LossPlot  # after the first paint: pyqtgraph takes as long as all else together

        bridge = self._bridge
        self._plot = plot = LossPlot(self)
        plot.restyle(self._theme, self._scale)
        self._rows.replaceWidget(self._place, plot)
        self._place.deleteLater()
        QWidget.setTabOrder(self._log_loss, plot)
        plot.travel_requested.connect(self._on_travel_requested)
        plot.travel_ended.connect(self._on_travel_ended)
        plot.steps_requested.connect(self._on_steps_requested)
        plot.start_requested.connect(lambda: self._go_to(0))
        plot.furthest_requested.connect(lambda: self._go_to(bridge.session.furthest))
        plot.pointed_at.connect(self._on_pointed_at)
        plot.resized.connect(self.refresh)
        plot.show()
        self._rows.activate()
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        readout = LossReadout.of(self._bridge.session, self._bridge.screen)
        points = 0 if self._plot is None else self._plot.points_across
        to_draw = (readout, self.is_log_iterations, self.is_log_loss, points, self._held_end)
        if to_draw == self._drawn:
            return
        self._drawn, self._shown = to_draw, readout
        self._sentence.setText(readout.sentence)
        if self._plot is not None:
            self._picture = picture(readout, self.is_log_iterations, self.is_log_loss, points, self._held_end)
            self._plot.draw(self._picture)
            self._plot.setAccessibleDescription(readout.description)
        self._show_readout()

    def _show_readout(self) -> None:
        readout, t = self._shown, self._pointed_at
        self._readout.setText(readout.here_text if t is None else readout.text(t))
        if self._plot is not None:
            is_seen = t is not None and readout.shows(t) and self._picture.losses is not None
            self._plot.point_out(self._picture.dot_at(t, readout.loss(t)) if t is not None and is_seen else None)

    def _on_pointed_at(self, iteration: int | None) -> None:
        if iteration != self._pointed_at:
            self._pointed_at = iteration
            self._show_readout()

    # --- travelling in time

    def _on_travel_requested(self, iteration: int) -> None:
        # only the latest wish is followed, so that travelling never lags behind the hand
        if self._held_end is None:
            self._held_end = self._shown.end
        self._wanted = min(iteration, self._bridge.session.course.last_iteration)
        self._travel.start()

    def _on_travel(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._go_to(wanted)

    def _on_travel_ended(self) -> None:
        self._travel.stop()
        self._on_travel()
        self._held_end = None
        self.refresh()

    def _on_steps_requested(self, steps: int) -> None:
        self._go_to(max(self._bridge.session.iteration + steps, 0))

    def _go_to(self, iteration: int) -> None:
        self._on_pointed_at(None)
        if iteration != self._bridge.session.iteration:
            self._bridge.do(lambda session: session.go_to(iteration))

    # --- looks

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._theme, self._scale = theme, scale
        title = text_font(10 * scale, QFont.Weight.DemiBold)
        title.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
        self._title.setFont(title)
        for part in (self._readout, self._sentence):
            part.setFont(text_font(TEXT_PIXELS * scale))
        for part, colour in ((self._title, theme.text_pale), (self._readout, theme.text), (self._sentence, theme.text)):
            palette = part.palette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            part.setPalette(palette)
        for toggle in (self._log_iterations, self._log_loss):
            toggle.restyle(theme, scale)
        margin = round(9 * scale)
        self._rows.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._rows.setSpacing(round(4 * scale))
        self.setMinimumSize(round(240 * scale), round(150 * scale))
        self._head.setHorizontalSpacing(round(6 * scale))
        self._head.setVerticalSpacing(round(3 * scale))
        self._readout.setFixedHeight(math.ceil(QFontMetricsF(self._readout.font()).height()))
        if self._plot is not None:
            self._plot.restyle(theme, scale)
        self._fit_to_width()
        self.refresh()
        self.update()

    def sizeHint(self) -> QSize:
        """Room to read the curve."""
        return QSize(round(500 * self._scale), round(360 * self._scale))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the readout has a row of its own; the sentence keeps room for its longest."""
        super().resizeEvent(event)
        self._fit_to_width()

    def _fit_to_width(self) -> None:
        self._head.removeWidget(self._readout)
        is_wide = self.width() >= _LEAST_WIDTH_FOR_ONE_ROW * self._scale
        self._head.addWidget(self._readout, *((0, 1, 1, 1) if is_wide else (1, 0, 1, 4)))
        self._readout.setContentsMargins(round(12 * self._scale) if is_wide else 0, 0, 0, 0)
        margins = self._rows.contentsMargins()
        room = QRect(0, 0, max(self.width(), self.minimumWidth()) - margins.left() - margins.right(), 10_000)
        needed = QFontMetrics(self._sentence.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, _LONGEST_SENTENCE)
        self._sentence.setFixedHeight(needed.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card that the panel is."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(QColor(self._theme.card))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8 * self._scale, 8 * self._scale
            )
