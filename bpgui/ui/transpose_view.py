"""The view "Why the transpose?": ∂L/∂w, or ∂L/∂b, in three ways at once, stepped together by one clock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from bpgui.core.cells import Matrix
from bpgui.session.course import Moment
from bpgui.session.session import Session
from bpgui.session.transpose import Explanation
from bpgui.session.transpose_order import Order, Way
from bpgui.session.transpose_sums import RunningSums
from bpgui.session.transpose_words import answer, remark
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme
from bpgui.ui.transpose_controls import TransposeControls
from bpgui.ui.transpose_shapes import ShapesPicture
from bpgui.ui.transpose_ways import ThreeWays

_WORDS, _USUAL_WIDTH, _USUAL_HEIGHT = 15.5, 1180.0, 600.0
_LOOK_AGAIN, _TITLE_BAR = 100, 30


def show_transpose(parent_window: QWidget, bridge: SessionBridge, theme: Theme, scale: float) -> TransposeView:
    """Open the view over a window; where it is open already, bring it to the front."""
    view = parent_window.findChild(TransposeView)
    if view is None or not view.isVisible():  # a closed one may not be deleted yet
        view = TransposeView(bridge, theme, scale, parent_window)
        view.setGeometry(_inside(parent_window))
        view.show()
    view.raise_()
    view.activateWindow()
    return view


def _inside(window: QWidget) -> QRect:
    """The place of a window, less what a title bar takes of the screen."""
    free = window.screen().availableGeometry().adjusted(0, _TITLE_BAR, 0, 0)
    return window.geometry().intersected(free)


class TransposeView(QDialog):
    """The same ∂L/∂w in three ways, on the current numbers. The clock is its own, and starts at 0."""

    def __init__(self, bridge: SessionBridge, theme: Theme, scale: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transpose_view")
        self.setWindowTitle("Why the transpose?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(640, 460)
        self._bridge, self._theme, self._asked_scale = bridge, theme, scale
        self._gradient, self._clock = Matrix.dL_dw, 0
        self._shape = bridge.session.document.shape
        self._sums = RunningSums(self._moment())
        self._explanation = self._explain()
        self._make_parts()
        self._arrange_parts()
        self._make_keys()
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_AGAIN)
        self._look_again.timeout.connect(self.refresh)
        bridge.changed.connect(self.refresh)
        bridge.document_loaded.connect(self.refresh)
        self.set_looks(theme, scale)
        self.refresh()
        (self.controls.step if self._explanation.is_known else self._work_out).setFocus()

    @property
    def explanation(self) -> Explanation:
        """What is shown."""
        return self._explanation

    # --- putting together

    def _make_parts(self) -> None:
        self.controls = TransposeControls()
        self._answer, self._remark = QLabel(), QLabel()
        self._answer.setObjectName("transpose_answer")
        self._remark.setObjectName("transpose_remark")
        for label in (self._answer, self._remark):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._work_out = QPushButton("Work out ∂L/∂ŷ")
        self._work_out.setObjectName("work_out")
        self._work_out.setAccessibleName("Work out the gradient of L with respect to y hat")
        self._work_out.setAutoDefault(False)
        self._work_out.clicked.connect(self._on_work_out)
        self.ways = ThreeWays(self._explanation, self._theme)
        self.shapes = ShapesPicture(self._theme)
        self.controls.gradient_chosen.connect(self._on_gradient_chosen)
        self.controls.seen_chosen.connect(self.see)
        for button, act in self._acts():
            button.clicked.connect(act)

    def _acts(self) -> tuple[tuple[QToolButton, Callable[[], None]], ...]:
        controls = self.controls
        return (
            (controls.back, self.step_back),
            (controls.step, self.step),
            (controls.start, self.go_to_start),
            (controls.end, self.go_to_end),
        )

    def _arrange_parts(self) -> None:
        told = QHBoxLayout()
        told.addWidget(self._work_out)
        told.addWidget(self._remark, 1)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.controls)
        self._layout.addWidget(self._answer)
        self._layout.addLayout(told)
        self._layout.addWidget(self.ways, 1)
        self._layout.addWidget(self.shapes)

    def _make_keys(self) -> None:
        for keys, act in (
            ("PgDown", self.step),
            ("PgUp", self.step_back),
            ("Home", self.go_to_start),
            ("End", self.go_to_end),
            ("0", lambda: self.see(None)),
            ("1", lambda: self.see(Way.entry_by_entry)),
            ("2", lambda: self.see(Way.row_by_column)),
            ("3", lambda: self.see(Way.outer_products)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what a person does

    def step(self) -> None:
        """One step on, of the chosen size."""
        self._go_to(self._order.after(self._clock, self.controls.stride))

    def step_back(self) -> None:
        """One step back."""
        self._go_to(self._order.before(self._clock, self.controls.stride))

    def go_to_start(self) -> None:
        """Back to where no product is done."""
        self._go_to(0)

    def go_to_end(self) -> None:
        """On to where all are done."""
        self._go_to(self._order.total)

    def see(self, way: Way | None) -> None:
        """See one way alone, large, or all three."""
        self.controls.set_seen(way)
        self.ways.see(way)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale; words grow as far as the view has room."""
        self._theme, self._asked_scale = theme, scale
        self._apply_scale()

    def refresh(self) -> None:
        """Show the session as it is now. The clock goes on while the sizes are the same."""
        shape = self._bridge.session.document.shape
        if shape != self._shape:
            self._shape, self._clock = shape, 0
        moment = self._moment()
        if moment is not self._sums.moment:
            self._sums = RunningSums(moment)
        self._explanation = self._explain()
        self._show_explanation()

    # --- inside

    @property
    def _order(self) -> Order:
        return Order(self._shape, self._gradient)

    def _moment(self) -> Moment:
        session = self._bridge.session
        return session.course.moment(session.iteration)

    def _explain(self) -> Explanation:
        return Explanation(self._bridge.screen, self._gradient, self._clock, self._sums)

    def _go_to(self, clock: int) -> None:
        if not self._explanation.is_ready or clock == self._clock:
            return
        self._clock = clock
        self.refresh()
        if QAccessible.isActive():
            said = self._explanation.product_line(self.ways.seen[0])
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _on_gradient_chosen(self, gradient: Matrix) -> None:
        if gradient is not self._gradient:
            self._gradient, self._clock = gradient, 0
            self.refresh()

    def _on_work_out(self) -> None:
        def work_out(session: Session) -> None:
            session.move_to(session.timeline.end(session.iteration, Matrix.dL_dy_hat))

        self._bridge.do(work_out)
        self.controls.step.setFocus()

    def _show_explanation(self) -> None:
        explanation = self._explanation
        self.controls.show_clock(explanation)
        self._answer.setText(answer(explanation))
        self._remark.setText(remark(explanation))
        self._work_out.setVisible(not explanation.is_known)
        self.ways.show_explanation(explanation)
        self.shapes.show_shapes(self._shape, self._gradient)
        is_waiting = explanation.is_known and not explanation.is_ready
        if is_waiting != self._look_again.isActive():
            self._look_again.start() if is_waiting else self._look_again.stop()

    def _apply_scale(self) -> None:
        room = min(self.width() / _USUAL_WIDTH, self.height() / _USUAL_HEIGHT)
        scale = max(min(self._asked_scale * self._theme.enlarged, room), 0.7)
        self._layout.setContentsMargins(*(round(6 * scale),) * 4)
        self._layout.setSpacing(round(5 * scale))
        self.controls.set_looks(self._theme, scale)
        self._answer.setFont(text_font(_WORDS * scale, QFont.Weight.Medium))
        self._remark.setFont(text_font(_WORDS * scale))
        self._work_out.setFont(text_font(14 * scale, QFont.Weight.DemiBold))
        self._work_out.setStyleSheet(
            f"QPushButton {{ background: {self._theme.accent}; color: {self._theme.accent_text};"
            f" border: 2px solid {self._theme.accent}; border-radius: {round(6 * scale)}px;"
            f" padding: {round(2 * scale)}px {round(10 * scale)}px; }}"
            f"QPushButton:focus {{ border-color: {self._theme.text}; }}"
        )
        self.ways.set_looks(self._theme, scale)
        self.shapes.set_looks(self._theme, scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_scale()
