"""The optimum w*, b* in a window of its own: beside w and b of now, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.cells import PARAMETERS, Matrix
from bpgui.core.inputs import InputError
from bpgui.session.course import NOT_READY
from bpgui.session.optimum import Optimum, Which, start_from_optimum
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fitting import grow_to_content, take_scale
from bpgui.ui.optimum_grid import OptimumGrid, TypesetSign, metrics_for
from bpgui.ui.theme import Theme

_COLUMN = {Which.now: 0, Which.optimum: 2, Which.difference: 4}
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter


def show_optimum(parent: QWidget, bridge: SessionBridge, jump: QAction, theme: Theme, scale: float) -> OptimumDialog:
    """Open the optimum, or bring the window that is open for it to the front; `jump` is the action that goes there."""
    open_already = (each for each in parent.findChildren(OptimumDialog) if each.isVisible())
    dialog = next(open_already, None) or OptimumDialog(bridge, jump, theme, scale, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class OptimumDialog(QDialog):
    """w − w* and b − b*, what is special about them, and the ways there. It follows the session."""

    def __init__(self, bridge: SessionBridge, jump: QAction, theme: Theme, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("optimum_dialog")
        self.setWindowTitle("The optimum w*, b*")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._theme, self._scale = bridge, theme, scale
        self._lowest, self._how_many, self._how_far, self._why_not = QLabel(), QLabel(), QLabel(), QLabel()
        self._jump, self._start = QPushButton("&Jump to it"), QPushButton("&Start from it")
        optimum = Optimum(bridge.session, bridge.screen)
        self._grids = {(m, which): OptimumGrid(optimum, m, which) for m in PARAMETERS for which in Which}
        self._signs: list[TypesetSign] = []
        self._arranged_for: object = None
        self._arrange()
        self._tie_scroll_bars()
        self._jump.clicked.connect(jump.trigger)
        self._start.clicked.connect(self._start_from_it)
        bridge.changed.connect(self._refresh)
        self._refresh()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme, self._scale = theme, scale
        self._arranged_for = None
        self._refresh()

    # --- putting together

    def _arrange(self) -> None:
        for label, name, words in (
            (self._lowest, "optimum_lowest", "The lowest loss"),
            (self._how_many, "optimum_how_many", "How many optima there are"),
            (self._how_far, "optimum_how_far", "How far it is"),
            (self._why_not, "optimum_why_not", "Why descent does not come to it"),
        ):
            label.setObjectName(name)
            label.setAccessibleDescription(words)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bold = QFont()  # of which the weight alone counts: the size is the window's
        bold.setWeight(QFont.Weight.DemiBold)
        self._lowest.setFont(bold)
        self._jump.setObjectName("optimum_jump")
        self._jump.setToolTip("Go to the iteration from which on w and b no longer change (Alt+End)")
        self._start.setObjectName("optimum_start")
        self._start.setToolTip("Let descent begin anew, at iteration 0, with w* and b*")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        for button in (self._jump, self._start, close):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self._why_not, 1)
        for widget in (self._jump, self._start, buttons):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        for label in (self._lowest, self._how_many, self._how_far):
            layout.addWidget(label)
        layout.addSpacing(2 * layout.spacing())
        layout.addLayout(self._matrices())
        layout.addStretch(1)
        layout.addLayout(foot)
        close.setFocus()

    def _matrices(self) -> QGridLayout:
        grid = QGridLayout()
        for row, matrix in enumerate(PARAMETERS):
            now = rf"\mathbf{{{matrix}}}"
            optimal = rf"{now}^*"
            names = {Which.now: now, Which.optimum: optimal, Which.difference: f"{now}-{optimal}"}
            for which, column in _COLUMN.items():
                words = self._grids[matrix, which].accessibleName()
                grid.addWidget(self._sign(names[which], words, matrix), 2 * row, column, _TOP)
                grid.addWidget(self._grids[matrix, which], 2 * row + 1, column, _TOP)
            for column, latex, words in ((1, "-", "minus"), (3, "=", "equals")):
                grid.addWidget(self._sign(latex, words), 2 * row + 1, column, Qt.AlignmentFlag.AlignCenter)
        grid.setColumnStretch(5, 1)
        return grid

    def _sign(self, latex: str, words: str, matrix: Matrix | None = None) -> TypesetSign:
        sign = TypesetSign(latex, words, matrix)
        self._signs.append(sign)
        return sign

    def _tie_scroll_bars(self) -> None:
        across = [grid.horizontalScrollBar() for grid in self._grids.values()]
        down = [grid.verticalScrollBar() for (matrix, _), grid in self._grids.items() if matrix is Matrix.w]
        for bars in (across, down):
            for bar in bars:
                bar.valueChanged.connect(lambda value, bars=bars: _follow(bars, value))

    # --- what is shown

    def _refresh(self) -> None:
        optimum = Optimum(self._bridge.session, self._bridge.screen)
        for grid in self._grids.values():
            grid.grid.show_optimum(optimum)
        self._lowest.setText(optimum.lowest_loss)
        self._how_many.setText(optimum.how_many)
        self._how_far.setText(optimum.how_far)
        why_not = optimum.why_no_jump
        self._why_not.setText("" if why_not == NOT_READY else why_not)
        self._jump.setEnabled(not why_not)
        self._start.setEnabled(optimum.is_known and not optimum.is_the_start)
        arranged_for = optimum.shape, optimum.view.digits, optimum.view.fractions
        if arranged_for != self._arranged_for:
            self._arranged_for = arranged_for
            take_scale(self, self._scale, lambda scale: self._take_sizes(optimum, scale))
        grow_to_content(self)

    def _take_sizes(self, optimum: Optimum, scale: float) -> None:
        metrics = metrics_for(optimum, scale)
        for grid in self._grids.values():
            grid.set_looks(self._theme, metrics)
        for sign in self._signs:
            sign.set_looks(self._theme, metrics)

    def _start_from_it(self) -> None:
        try:
            self._bridge.do(start_from_optimum)
        except InputError as error:
            self._why_not.setText(str(error))


def _follow(bars: list[QScrollBar], value: int) -> None:
    for bar in bars:
        bar.setValue(value)
