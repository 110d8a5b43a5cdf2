"""The loss panel: the loss over iterations, what it reads under the pointer, and a sentence on where descent leads.

From above: the head with its switches, the plot, the list of kept curves while there are any, and the sentence.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpgui.session.loss_readout import LossReadout
from bpgui.session.loss_words import DISTANCE, DISTANCE_TOLD
from bpgui.ui.background import BackgroundSolver
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import Card, restyle_title, set_colour
from bpgui.ui.fitting_label import FittingLabel, PartsLabel
from bpgui.ui.fonts import TEXT_PIXELS
from bpgui.ui.kept_curves_list import KeptCurvesList
from bpgui.ui.loss_hint import HINT, would_show_more_in_log
from bpgui.ui.loss_navigator import LossNavigator
from bpgui.ui.loss_picture import Dot, ModeLine, Other, picture
from bpgui.ui.loss_pointing import Pointer, line_at
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.loss_window import PlotView
from bpgui.ui.solving_bar import SolvingBar
from bpgui.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from bpgui.ui.loss_plot import LossPlot

_TITLE, _SHORT_TITLE = "LOSS OVER ITERATIONS", "LOSS"
_LEAST_WIDTH_FOR_ONE_ROW = 660
_LEAST_BOX, _USUAL_BOX, _LARGEST_SCALE_OF_LEAST_BOX = 66, 96, 1.4
_AROUND_THE_BOX = 54
_AMPLE_PLOT = 350
"""Where the plot is higher than that, the list of kept curves may have more rows."""

_LEAST_LINES, _USUAL_LINES = 2, 3
_LONGEST_SENTENCE = (
    "η = 0.123456 is past the bound 2/λₘₐₓ ≈ 0.1234: the loss falls at first, then grows. After iteration "
    "12345 numbers become too large for the computer, over 1.8·10³⁰⁸."
)


class LossPanel(Card):
    """Loss over iterations. Its plot comes with `load_plot`; until then its place is empty, and nothing jumps."""

    log_changed = Signal()
    """An axis has become linear or logarithmic."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._plot: LossPlot | None = None
        self._drawn: object = None
        self._pointer: Pointer | None = None
        self.navigator = LossNavigator(bridge, self)
        self.setObjectName("loss_panel")
        self.setAccessibleName("Loss over iterations")
        self._make_parts()
        self.apply_theme(LIGHT, 1.0)
        bridge.changed.connect(self.refresh)
        self.navigator.window_changed.connect(self.refresh)
        self.navigator.travelled.connect(self._on_travelled)

    def _make_parts(self) -> None:
        self._title = QLabel(_TITLE, self)
        self._readout = PartsLabel("loss_readout", "Loss read from the plot", DISTANCE, self)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._readout.setToolTip(DISTANCE_TOLD)
        self._sentence = FittingLabel("loss_sentence", "Where descent leads", self)
        self._log_iterations = LossToggle("log_iterations", "log t", "Logarithmic axis of iterations", self)
        self._log_loss = LossToggle("log_loss", "log L", "Logarithmic axis of losses", self)
        self._log_iterations.toggled.connect(self._on_log_toggled)
        self._log_loss.toggled.connect(self._on_log_toggled)
        self._log_loss.toggled.connect(self.navigator.fit_losses)
        self._fit = LossToggle("fit_loss", "fit", "Show all of the curve again (0 in the plot)", self)
        self._fit.setCheckable(False)
        self._fit.clicked.connect(self._on_fit_clicked)
        self.to_landscape = LossToggle(
            "to_landscape", "landscape", "Contours of the loss over two parameters instead (Ctrl+L)", self
        )
        self.to_landscape.setCheckable(False)
        policy = self._fit.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._fit.setSizePolicy(policy)
        self._place = QWidget(self)
        self._place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._kept = KeptCurvesList(self._bridge, self)
        self._kept.curves.rowsInserted.connect(self._fit_to_size)
        self._kept.curves.rowsRemoved.connect(self._fit_to_size)
        self._kept.curves.modelReset.connect(self._fit_to_size)
        self._head = QGridLayout()
        self._head.setColumnStretch(1, 1)
        self._buttons = (self._fit, self._log_iterations, self._log_loss, self.to_landscape)
        for column, part in enumerate((self._title, *self._buttons)):
            self._head.addWidget(part, 0, column + (column > 0))
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self._place, 1)
        self._rows.addWidget(self._kept)
        self._solving = SolvingBar(self)
        below = QGridLayout()
        below.addWidget(self._sentence, 0, 0)
        below.addWidget(self._solving, 0, 0, Qt.AlignmentFlag.AlignTop)  # one speaks where the other has nothing to say
        self._rows.addLayout(below)

    def watch(self, solver: BackgroundSolver) -> None:
        """Show how far large data have been worked out."""
        self._solving.watch(solver)

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

    def fit(self) -> None:
        """Show all of the curve again."""
        self.navigator.fit()

    def _on_fit_clicked(self) -> None:
        if self._plot is not None and self._fit.hasFocus():
            self._plot.setFocus()  # the button is about to go
        self.fit()

    def _on_log_toggled(self) -> None:
        self.refresh()
        self.log_changed.emit()

    # --- what is shown

    @property
    def plot(self) -> LossPlot | None:
        """The plot alone, once it is loaded."""
        return self._plot

    def load_plot(self) -> None:
        """Bring the plot, which takes a while to import, to the place that waits for it."""
        if self._plot is not None:
            return
        from bpgui.ui.loss_plot import LossPlot  # after the first paint: pyqtgraph takes as long as all else together

        self._plot = plot = LossPlot(self)
        plot.restyle(self._theme, self._scale)
        self._rows.replaceWidget(self._place, plot)
        self._place.deleteLater()
        QWidget.setTabOrder(self._log_loss, self.to_landscape)
        QWidget.setTabOrder(self.to_landscape, plot)
        QWidget.setTabOrder(plot, self._kept)
        self.navigator.steer(plot)
        plot.pointed_at.connect(self._on_pointed_at)
        plot.resized.connect(self.refresh)
        plot.show()
        self._rows.activate()
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        readout = LossReadout.of(self._bridge.session, self._bridge.screen)
        view = self.navigator.follow(readout, self._view())
        if (readout, view) == self._drawn:
            return
        self._drawn, self._shown = (readout, view), readout
        self._fit.setVisible(not view.window.is_fitted)
        if self._plot is not None:
            self._picture = picture(readout, view)
            self._plot.draw(self._picture)
            axis = self._picture.iterations
            self._plot.setAccessibleDescription(readout.description(math.ceil(axis.start), math.floor(axis.end)))
        sentence = readout.sentence
        if self._plot is not None and would_show_more_in_log(readout, self._picture.iterations):
            sentence = f"{sentence} {HINT}".lstrip()
        if self._sentence.text() != sentence:
            self._sentence.setText(sentence)
        self._show_readout()

    def _view(self) -> PlotView:
        view = PlotView(log_iterations=self.is_log_iterations, log_loss=self.is_log_loss)
        if self._plot is None:
            return view
        square, ratio = self._plot.square(), self._plot.devicePixelRatioF()
        width, height = max(round(square.width() * ratio), 1), max(round(square.height() * ratio), 1)
        return PlotView(log_iterations=view.log_iterations, log_loss=view.log_loss, width=width, height=height)

    def _show_readout(self) -> None:
        readout, pointer = self._shown, self._pointer
        line = self._line_at(pointer)
        if pointer is None:
            parts = readout.parts_here
        elif isinstance(line, Other):
            parts = readout.parts_of_kept(line.name, line.curve, pointer.iteration)
        elif isinstance(line, ModeLine):
            parts = readout.parts_of_mode(line.mode, pointer.iteration)
        else:
            parts = readout.parts(pointer.iteration)
        self._readout.show_parts(parts)
        if self._plot is not None:
            self._plot.point_out(self._dot_at(pointer, line) if pointer is not None and parts else None)

    def _line_at(self, pointer: Pointer | None) -> Other | ModeLine | None:
        if pointer is None or self._plot is None:
            return None
        square = self._plot.square()
        line = line_at(self._picture, pointer, square.width(), square.height(), self._scale)
        return None if isinstance(line, Other) and pointer.iteration > line.last else line

    def _dot_at(self, pointer: Pointer, line: Other | ModeLine | None) -> Dot | None:
        t, picture = pointer.iteration, self._picture
        if picture.losses is None:
            return None
        if isinstance(line, Other):
            return picture.dot_at(t, line.curve.loss(t))
        if isinstance(line, ModeLine):
            return picture.dot_at(t, line.mode.curve.loss(t), is_share=True)
        return picture.dot_at(t, self._shown.loss(t))

    def _on_travelled(self) -> None:
        if self._plot is not None:
            self._plot.forget_pointer()
        self._on_pointed_at(None)

    def _on_pointed_at(self, pointer: Pointer | None) -> None:
        if pointer != self._pointer:
            self._pointer = pointer
            self._show_readout()

    # --- looks

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._theme, self._scale = theme, scale
        restyle_title(self._title, theme, scale)
        for text in (self._readout, self._sentence):
            text.set_pixels(TEXT_PIXELS * scale)
            set_colour(text, theme.text)
        for button in self._buttons:
            button.restyle(theme, scale)
        self._solving.apply_theme(theme, scale)
        self._kept.set_looks(theme, scale)
        margin = round(9 * scale)
        self._rows.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._rows.setSpacing(round(4 * scale))
        self._head.setHorizontalSpacing(round(6 * scale))
        self._head.setVerticalSpacing(round(3 * scale))
        self._readout.setFixedHeight(math.ceil(QFontMetricsF(self._readout.font()).height()))
        if self._plot is not None:
            self._plot.restyle(theme, scale)
        self._fit_to_size()
        self.refresh()
        self.update()

    def sizeHint(self) -> QSize:
        """Room to read the curve."""
        return QSize(round(500 * self._scale), round(360 * self._scale))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the readout has a row of its own; the sentence keeps room for its longest."""
        super().resizeEvent(event)
        self._fit_to_size()

    def _fit_to_size(self) -> None:
        self._head.removeWidget(self._readout)
        is_wide = self.width() >= _LEAST_WIDTH_FOR_ONE_ROW * self._scale
        self._head.addWidget(self._readout, *((0, 1, 1, 1) if is_wide else (1, 0, 1, 6)))
        self._readout.setContentsMargins(round(12 * self._scale) if is_wide else 0, 0, 0, 0)
        buttons = sum(part.sizeHint().width() for part in self._buttons)
        margins = self._rows.contentsMargins()
        room = self.width() - margins.left() - margins.right() - buttons - 5 * self._head.horizontalSpacing()
        is_long = QFontMetricsF(self._title.font()).horizontalAdvance(_TITLE) <= room
        self._title.setText(_TITLE if is_long else _SHORT_TITLE)
        self._share_the_height()
        self._rows.activate()

    def _share_the_height(self) -> None:
        """Three lines of the sentence where that leaves the plot its least height, and its longest where there is room.

        Where it has less, the sentence is set smaller.
        """
        scale = self._scale
        margins, spacing = self._rows.contentsMargins(), self._rows.spacing()
        line = math.ceil(QFontMetricsF(self._sentence.font()).height())
        kept = self._kept.least_height + spacing if self._kept.least_height else 0
        besides = margins.top() + margins.bottom() + self._head.sizeHint().height() + kept + 2 * spacing
        around, of_box = _AROUND_THE_BOX * scale, min(scale, _LARGEST_SCALE_OF_LEAST_BOX)
        least, usual = (round(around + box * of_box) for box in (_LEAST_BOX, _USUAL_BOX))
        self.setMinimumSize(round(240 * scale), besides + least + _LEAST_LINES * line)
        width = max(self.width(), self.minimumWidth()) - margins.left() - margins.right()
        needed = math.ceil(self._sentence.needed_height(_LONGEST_SENTENCE, width)) + 2
        height = max(self.height(), self.minimumHeight()) - besides
        room = max(height - usual, min(height - least, _USUAL_LINES * line))
        of_sentence = max(min(needed, room), _LEAST_LINES * line)
        self._sentence.setFixedHeight(of_sentence)
        self._kept.show_more_rows(height - of_sentence - round(_AMPLE_PLOT * scale))
