"""The loss panel under a person's hands: pointing, dragging, keys, and what is drawn."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.session.loss_readout import LossReadout
from bpgui.session.loss_words import rounding_text
from bpgui.session.problems import read_problem
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.loss_axes import LinearLoss, LogLoss
from bpgui.ui.loss_iteration_axes import LinearIterations, LogIterations, iteration_at, place_of
from bpgui.ui.loss_panel import LossPanel
from bpgui.ui.loss_picture import Picture, picture
from bpgui.ui.loss_window import PlotView
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR
from tests.strategies import proof
from tests.ui.loss_hands import CASE, Shown


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


@pytest.fixture
def diverging(qtbot: QtBot) -> Shown:
    return Shown(qtbot, "0.3")


# --- before and after the plot is there


def test_the_panel_comes_without_pyqtgraph() -> None:
    said = "import sys, bpgui.ui.loss_panel; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0


def test_the_plot_takes_the_place_that_was_kept_for_it(qtbot: QtBot) -> None:
    panel = LossPanel(SessionBridge(Session(read_problem(CASE))))
    qtbot.addWidget(panel)
    panel.resize(600, 500)
    panel.show()
    kept = panel.layout().itemAt(1).geometry()
    places = [label.geometry() for label in panel.findChildren(QLabel)]
    panel.load_plot()
    assert panel.findChild(QWidget, "loss_plot").geometry() == kept
    assert [label.geometry() for label in panel.findChildren(QLabel)] == places


def test_loading_the_plot_twice_brings_one(shown: Shown) -> None:
    shown.panel.load_plot()
    assert len(shown.panel.findChildren(QWidget, "loss_plot")) == 1


def test_everything_has_a_name_in_words(shown: Shown) -> None:
    for name in ("loss_plot", "loss_sentence", "loss_readout", "log_iterations", "log_loss"):
        widget = shown.panel.findChild(QWidget, name)
        assert widget is not None
        assert widget.accessibleName()
    assert shown.toggle("log_loss").toolTip()
    assert "not known yet" in shown.plot.accessibleDescription()


# --- what is drawn


def test_at_the_start_nothing_is_drawn_and_the_loss_axis_is_bare(shown: Shown) -> None:
    for log in (False, True):
        shown.panel.set_log(log, log)
        assert shown.picture.losses is None
        assert shown.picture.dot is None
        assert len(shown.picture.known.across) == len(shown.picture.prediction.across) == 0
        assert shown.text("loss_readout") == ""


def test_after_a_forward_pass_the_first_loss_is_a_filled_dot(shown: Shown) -> None:
    shown.do(Session.forward)
    assert shown.picture.dot is not None
    assert shown.picture.dot.is_filled
    assert shown.picture.dot.across == 0
    assert shown.text("loss_readout") == "t = 0   L = 23.4   ‖W − W*‖ ≈ 3.6"
    assert len(shown.picture.prediction.across) == 0


def test_the_curve_is_known_up_to_the_position_and_predicted_beyond(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000), lambda s: s.go_to(400))
    here = place_of(shown.picture.iterations, 400)
    assert shown.picture.known.across[-1] == shown.picture.prediction.across[0] == here
    assert shown.picture.prediction.across[-1] == 1


def test_while_the_loss_of_this_iteration_is_missing_the_dot_is_hollow_at_the_last_known(shown: Shown) -> None:
    shown.do(Session.update, Session.update)
    assert shown.picture.dot is not None
    assert not shown.picture.dot.is_filled
    assert shown.picture.dot.across == place_of(shown.picture.iterations, 1)
    assert shown.picture.cursor == place_of(shown.picture.iterations, 2)
    assert shown.picture.known.across[-1] == shown.picture.dot.across


def test_an_edit_leaves_the_earlier_curve(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.go_to(3), lambda s: s.enter(Matrix.w, 0, 0, "3"))
    assert shown.picture.earlier is not None
    assert len(shown.picture.earlier.points.across) > 0
    assert shown.session.iteration == 0


def test_a_drawn_curve_has_few_points_whatever_was_run(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(10**9))
    for log in (False, True):
        shown.panel.set_log(log, log)
        assert 20 < len(shown.picture.known.across) < 300
        assert np.isfinite(shown.picture.known.up).all()


def test_a_divergent_curve_ends_at_a_mark_with_its_iteration(diverging: Shown) -> None:
    diverging.do(Session.forward, lambda s: s.run(10_000), lambda s: s.go_to(5))
    last = diverging.session.course.last_iteration
    for log in (False, True):
        diverging.panel.set_log(log, log)
        assert diverging.picture.end is not None
        assert diverging.picture.end.text == f"ends at {last}"
        for points in (diverging.picture.known, diverging.picture.prediction):
            assert np.isfinite(points.up).all()
            assert points.across.max() <= diverging.picture.end.place + 1e-12
    assert f"After iteration {last}" in diverging.text("loss_sentence")


def test_on_a_logarithmic_axis_a_loss_lost_in_rounding_stands_at_the_floor(shown: Shown) -> None:
    shown.panel.set_log(loss=True)
    shown.do(Session.forward, lambda s: s.run(100_000))
    assert shown.picture.rounding is not None
    assert shown.picture.rounding.text == f"{rounding_text(shown.session.course.descent.curve)}, rounding"
    assert shown.picture.known.up.min() == pytest.approx(shown.picture.rounding.place)
    assert shown.picture.rounding.place > 0


def test_a_loss_of_exactly_zero_does_not_make_the_curve_vanish(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    for matrix, rows, columns in ((Matrix.y, 5, 3), (Matrix.w, 4, 3), (Matrix.b, 1, 3)):
        for row in range(rows):
            for column in range(columns):
                shown.session.enter(matrix, row, column, "0")
    shown.do(Session.forward, lambda s: s.run(100))
    shown.panel.set_log(True, True)
    assert np.isfinite(shown.picture.known.up).all()
    assert len(shown.picture.known.up) > 20
    assert shown.picture.dot is not None
    assert shown.picture.rounding is None
    shown.panel.grab()


def test_iteration_zero_stands_behind_a_break_on_a_logarithmic_axis(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000))
    shown.panel.set_log(iterations=True)
    assert shown.picture.iterations.break_at == pytest.approx(0.045)
    assert shown.picture.single.across.tolist() == [0]
    assert shown.picture.known.across[0] == place_of(shown.picture.iterations, 1) > 0


@proof
@given(st.integers(0, 30), st.integers(0, 12), st.booleans(), st.booleans(), st.booleans())
def test_what_is_drawn_does_not_depend_on_what_lies_ahead(
    iteration: int, steps: int, log_t: bool, log_loss: bool, other_rate: bool
) -> None:
    # two courses that part after this iteration: w is edited to have the same start, so only what is ahead differs
    def drawn(learning_rate: str) -> Picture:
        session = Session(read_problem(CASE))
        for _ in range(iteration):
            session.update()
        restarted = session.course.parameters_as_inputs(iteration)
        fresh = Session(session.document.with_matrix(Matrix.w, restarted[0]).with_matrix(Matrix.b, restarted[1]))
        fresh.set_learning_rate(learning_rate)
        for _ in range(steps):
            fresh.step()
        return picture(LossReadout.of(fresh, Screen(fresh)), PlotView(log_iterations=log_t, log_loss=log_loss))

    one, other = drawn("0.05"), drawn("0.01" if other_rate else "0.2")
    assert one.losses == other.losses
    assert one.iterations == other.iterations
    assert (one.lowest, one.end, one.earlier) == (other.lowest, other.end, other.earlier) == (None, None, None)
    for name in ("known", "prediction", "single", "single_ahead"):
        for these, those in zip(getattr(one, name), getattr(other, name), strict=True):
            assert np.array_equal(these, those)


# --- the axes


@pytest.mark.parametrize("kind", [LinearIterations, LogIterations])
@pytest.mark.parametrize("end", [12, 10**9])
def test_each_place_leads_back_to_its_iteration(kind: type[LinearIterations | LogIterations], end: int) -> None:
    axis = kind(end)
    for t in {0, 1, 2, 9, 12, end // 3, end - 1, end}:
        assert iteration_at(axis, place_of(axis, t)) == pytest.approx(t, rel=1e-6)
    assert iteration_at(axis, -5) == 0
    assert iteration_at(axis, 5) == end


def test_decades_are_labelled_and_zero_too() -> None:
    labelled, minor = LogIterations(1200).ticks(8)
    assert [text for _, text in labelled] == ["0", "1", "10", "100", "1000"]
    assert len(minor) == 3 * 8
    assert [text for _, text in LogIterations(10**9).ticks(6)[0]] == ["0", "1", "100", "10⁴", "10⁶", "10⁸"]


@proof
@given(st.floats(1e-300, 1.7e308), st.integers(2, 12))
def test_a_linear_axis_of_any_losses_has_few_short_ticks(largest: float, most: int) -> None:
    axis = LinearLoss.holding(largest)
    labelled, minor = axis.ticks(most)
    assert largest <= axis.top or axis.top == 1
    assert 2 <= len(labelled) <= most + 1
    assert max(len(text) for _, text in labelled) <= 7
    assert all(0 <= place <= 1 + 1e-9 for place in [*(place for place, _ in labelled), *minor])
    assert labelled[0] == (0, "0")


@proof
@given(st.floats(1e-300, 1e300), st.floats(1, 1e8), st.floats(1e-300, 1e-10), st.integers(2, 12))
def test_a_logarithmic_axis_holds_all_losses_from_the_floor_up(
    smallest: float, ratio: float, floor: float, most: int
) -> None:
    axis = LogLoss.holding(smallest, smallest * ratio, floor)
    places = axis.places(np.array([0.0, floor, smallest, smallest * ratio]))
    assert np.isfinite(places).all()
    assert (places[2:] >= -1e-9).all()
    assert (places <= 1 + 1e-9).all()
    assert len(axis.ticks(most).labelled) <= most + 1


def test_powers_have_true_minus_signs_and_raised_digits() -> None:
    texts = [text for _, text in LogLoss.holding(1e-9, 10, 1e-30).ticks(20).labelled]
    assert texts[:2] == ["10⁻⁹", "10⁻⁸"]
    assert texts[-1] == "10¹"


# --- pointing


def test_pointing_reads_the_nearest_iteration(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000), lambda s: s.go_to(400))
    shown.move(shown.at(10, beside=0))
    t = shown.plot.iteration_at(shown.at(10).x())
    assert shown.text("loss_readout").startswith(f"t = {t}   L ≈ ")
    shown.move(shown.at(800))
    assert shown.text("loss_readout").endswith("prediction")
    QApplication.sendEvent(shown.plot, QEvent(QEvent.Type.Leave))
    assert shown.text("loss_readout") == "t = 400   L ≈ 0.00576   ‖W − W*‖ ≈ 0.52"


def test_pointing_ahead_before_any_run_reads_nothing(shown: Shown) -> None:
    shown.do(Session.forward)
    shown.move(shown.at(7))
    assert shown.text("loss_readout") == ""


# --- travelling


def test_dragging_the_cursor_travels_in_time(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000))
    shown.press(shown.at(1000, beside=3))
    for t in (900, 700, 500):
        shown.move(shown.at(t, beside=3))
    # taken beside the line, it stays as far beside the pointer; a pixel is 2 or 3 iterations wide
    shown.qtbot.waitUntil(lambda: abs(shown.session.iteration - 500) <= 3)
    shown.release(shown.at(500, beside=3))
    assert abs(shown.session.iteration - 500) <= 3
    assert shown.picture.cursor == place_of(shown.picture.iterations, shown.session.iteration)


def test_only_the_latest_of_many_moves_is_travelled_to(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000))
    changes: list[int] = []
    shown.bridge.changed.connect(lambda: changes.append(shown.session.iteration))
    shown.press(shown.at(1000))
    for t in range(990, 500, -10):
        shown.move(shown.at(t))
    shown.qtbot.waitUntil(lambda: bool(changes))
    assert len(changes) == 1
    assert abs(changes[0] - 510) <= 3


def test_the_axis_stands_still_in_the_hand_and_follows_when_let_go(shown: Shown) -> None:
    shown.do(Session.forward)
    assert shown.picture.iterations.end == 10
    shown.press(shown.at(0))
    shown.move(shown.at(10))
    shown.wait_for_iteration(10)
    assert shown.picture.iterations.end == 10
    shown.release(shown.at(10))
    assert shown.picture.iterations.end == 12


def test_before_any_run_dragging_travels_within_the_axis(shown: Shown) -> None:
    shown.press(shown.at(0))
    shown.move(QPoint(5000, 100))
    shown.wait_for_iteration(10)
    shown.move(QPoint(-5000, 100))
    shown.wait_for_iteration(0)
    shown.release(QPoint(-5000, 100))


def test_a_click_brings_the_cursor(shown: Shown) -> None:
    shown.do(Session.forward)
    shown.qtbot.mouseClick(shown.plot.viewport(), Qt.MouseButton.LeftButton, pos=shown.at(6))
    assert shown.session.iteration == 6
    assert shown.plot.hasFocus()


def test_nothing_travels_past_the_end_of_time(diverging: Shown) -> None:
    diverging.do(Session.forward, lambda s: s.run(10_000), lambda s: s.go_to(5))
    at = diverging.at(diverging.picture.iterations.end)
    diverging.qtbot.mouseClick(diverging.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert diverging.session.iteration == diverging.session.course.last_iteration


def test_other_buttons_go_nowhere(shown: Shown) -> None:
    shown.do(Session.forward)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        shown.qtbot.mouseClick(shown.plot.viewport(), button, pos=shown.at(6))
    assert shown.session.iteration == 0
    assert QApplication.activePopupWidget() is None


def test_the_cursor_lights_up_under_the_pointer(shown: Shown) -> None:
    shown.do(Session.forward)
    for beside, is_over in ((4, True), (-4, True), (30, False)):
        shown.move(shown.at(0, beside=beside))
        is_lit = shown.plot.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
        assert is_lit == is_over


def test_keys_travel(shown: Shown) -> None:
    shown.do(Session.forward, lambda s: s.run(1000))
    shown.plot.setFocus()
    for key, iteration in (
        (Qt.Key.Key_Left, 999),
        (Qt.Key.Key_Left, 998),
        (Qt.Key.Key_Right, 999),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 1000),
    ):
        shown.qtbot.keyClick(shown.plot, key)
        assert shown.session.iteration == iteration


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_all_other_keys_are_left_to_the_window(shown: Shown, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    taken: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: object) -> None:
            if event.key() != Qt.Key.Key_Control:  # type: ignore[attr-defined]
                taken.append(event.key())  # type: ignore[attr-defined]

    window = Window()
    shown.panel.setParent(window)
    window.show()
    shown.panel.show()
    shown.do(Session.forward, lambda s: s.run(10))
    shown.plot.setFocus()
    shown.qtbot.keyClick(shown.plot, key, modifier)
    shown.panel.setParent(None)
    assert taken == [key]
    assert shown.session.iteration == 10


def test_tab_goes_from_switch_to_switch_to_the_plot(shown: Shown) -> None:
    shown.panel.activateWindow()
    shown.toggle("log_iterations").setFocus()
    shown.qtbot.waitUntil(lambda: shown.toggle("log_iterations").hasFocus())
    passed = []
    for _ in range(3):
        shown.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName())
    assert passed == ["log_loss", "to_landscape", "loss_plot"]


def test_focus_can_be_seen(shown: Shown) -> None:
    shown.panel.activateWindow()
    pictures = []
    for widget in (shown.toggle("log_iterations"), shown.toggle("log_loss"), shown.plot):
        widget.setFocus()
        shown.qtbot.waitUntil(widget.hasFocus)
        pictures.append(shown.panel.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


# --- the switches


def test_the_switches_make_the_axes_logarithmic_and_say_so(shown: Shown) -> None:
    shown.do(Session.forward)
    with shown.qtbot.waitSignal(shown.panel.log_changed):
        shown.qtbot.mouseClick(shown.toggle("log_iterations"), Qt.MouseButton.LeftButton)
    assert (shown.panel.is_log_iterations, shown.panel.is_log_loss) == (True, False)
    assert isinstance(shown.picture.iterations, LogIterations)
    with shown.qtbot.waitSignal(shown.panel.log_changed):
        shown.qtbot.keyClick(shown.toggle("log_loss"), Qt.Key.Key_Space)
    assert isinstance(shown.picture.losses, LogLoss)


def test_setting_an_axis_to_what_it_is_says_nothing(shown: Shown) -> None:
    with shown.qtbot.assertNotEmitted(shown.panel.log_changed):
        shown.panel.set_log(iterations=False)
        shown.panel.set_log()


# --- looks


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_each_theme_and_size_paints_over_all_of_the_panel(shown: Shown, theme: object) -> None:
    shown.do(Session.forward, lambda s: s.run(1000))
    shown.panel.apply_theme(theme, 1.5)  # type: ignore[arg-type]
    image = shown.panel.grab().toImage()
    assert image.pixelColor(image.width() // 2, 12 * image.height() // 20).name() == theme.card  # type: ignore[attr-defined]


def test_nothing_moves_while_numbers_appear(shown: Shown) -> None:
    places = [widget.geometry() for widget in shown.panel.findChildren(QWidget)]
    box = shown.plot.box()
    for action in (Session.forward, lambda s: s.run(100_000), lambda s: s.set_learning_rate("0.3")):
        shown.do(action)
        QApplication.processEvents()
        assert [widget.geometry() for widget in shown.panel.findChildren(QWidget)] == places
        assert shown.plot.box() == box


def test_a_step_within_an_iteration_draws_nothing_anew(shown: Shown) -> None:
    shown.do(Session.forward)
    drawn = shown.picture
    shown.do(Session.step, Session.step)
    assert shown.picture is drawn
