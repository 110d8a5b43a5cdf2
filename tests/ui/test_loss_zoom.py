"""Zoom and pan in the loss plot, with wheel, mouse and keys, while time stands still or is followed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.session.session import Session
from bpgui.ui.loss_axes import LinearLoss, LogLoss
from bpgui.ui.loss_iteration_axes import place_of
from tests.session.documents import state_of
from tests.ui.loss_hands import Button, Modifier, Shown
from tests.ui.person import Person

Key = Qt.Key
LINEAR_AND_LOG = pytest.mark.parametrize("log", [False, True], ids=["linear", "log"])


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """A panel after a run of 1000 iterations, its axis to 1200."""
    found = Shown(qtbot)
    found.do(Session.forward, lambda s: s.run(1000))
    return found


def middle(shown: Shown) -> QPoint:
    return shown.plot.square().center().toPoint()


# --- the wheel


@LINEAR_AND_LOG
def test_the_wheel_zooms_about_what_is_under_the_pointer(shown: Shown, log: bool) -> None:
    shown.panel.set_log(iterations=log)
    at = shown.at(300)
    under = shown.picture.iterations.value(shown.plot.place_at(at.x()))
    for _ in range(5):
        shown.wheel(at, 1)
        assert shown.picture.iterations.value(shown.plot.place_at(at.x())) == pytest.approx(under, rel=1e-3)
    first, last = shown.span()
    assert 0 < first < 300 < last < 1200


@LINEAR_AND_LOG
def test_as_many_notches_back_show_everything_again(shown: Shown, log: bool) -> None:
    shown.panel.set_log(iterations=log)
    at = shown.at(1100)
    for notches in (*[1] * 4, *[-1] * 4):
        shown.wheel(at, notches)
    assert shown.span() == (0, 1200)
    assert shown.panel.navigator.window.is_fitted


@LINEAR_AND_LOG
def test_the_wheel_goes_on_to_a_billion(shown: Shown, log: bool) -> None:
    shown.panel.set_log(iterations=log)
    for _ in range(100):
        shown.wheel(shown.at(0), -1)
    assert shown.span() == (0, 10**9)
    assert shown.picture.prediction.across[-1] == pytest.approx(1)
    shown.move(QPoint(round(shown.plot.x_at(1)), 200))
    assert shown.text("loss_readout").replace("\N{THIN SPACE}", "").startswith("t = 1000000000   L < ")


def test_where_time_ends_the_wheel_ends_soon_after(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "0.3")
    shown.do(Session.forward, lambda s: s.run(20))
    last = shown.session.course.last_iteration
    for _ in range(60):
        shown.wheel(shown.at(0), -1)
    assert last < shown.span()[1] < 1.3 * last
    assert shown.picture.end is not None


def test_deep_down_single_iterations_are_points_with_ticks_that_say_which(shown: Shown) -> None:
    for _ in range(60):
        shown.wheel(shown.at(700), 1)
    first, last = shown.span()
    assert last - first == pytest.approx(4)
    assert first < 700 < last
    assert 4 <= len(shown.picture.single.across) <= 6
    assert len(shown.picture.iterations.ticks(10).labelled) >= 4


def test_time_stands_still_while_one_zooms_and_pans(shown: Shown) -> None:
    before = state_of(shown.session)
    shown.wheel(shown.at(900), 5)
    shown.wheel(shown.at(900), 2, Modifier.ControlModifier)
    shown.drag(middle(shown), QPoint(90, 20), Button.MiddleButton)
    shown.qtbot.keyClick(shown.plot, Key.Key_Minus)
    assert state_of(shown.session) == before


def test_the_wheel_with_ctrl_and_over_the_axis_zooms_losses(shown: Shown) -> None:
    over_the_axis = QPoint(round(shown.plot.box().left()) - 10, middle(shown).y())
    for at, modifier in ((middle(shown), Modifier.ControlModifier), (over_the_axis, Modifier.NoModifier)):
        before, height = shown.picture.losses, shown.plot.height_at(at.y())
        assert isinstance(before, LinearLoss)
        shown.wheel(at, 1, modifier)
        after = shown.picture.losses
        assert isinstance(after, LinearLoss)
        assert after.top - after.bottom == pytest.approx((before.top - before.bottom) / 1.25)
        assert after.value(height) == pytest.approx(before.value(height))
    assert shown.span() == (0, 1200)


def test_with_shift_the_wheel_pans(shown: Shown) -> None:
    shown.wheel(shown.at(600), 4)
    first, last = shown.span()
    shown.wheel(middle(shown), -1, Modifier.ShiftModifier)
    assert shown.span()[0] > first
    assert shown.span()[1] - shown.span()[0] == pytest.approx(last - first)


def test_a_logarithmic_axis_of_losses_is_zoomed_too_and_another_kind_of_axis_is_fitted_again(shown: Shown) -> None:
    shown.panel.set_log(loss=True)
    for _ in range(6):
        shown.wheel(middle(shown), 1, Modifier.ControlModifier)
    assert isinstance(shown.picture.losses, LogLoss)
    assert shown.picture.losses.top - shown.picture.losses.bottom < 3
    shown.panel.set_log(loss=False)
    assert shown.picture.losses == LinearLoss(25.0)


# --- dragging


@pytest.mark.parametrize(
    ("button", "modifier"),
    [
        (Button.MiddleButton, Modifier.NoModifier),
        (Button.RightButton, Modifier.NoModifier),
        (Button.LeftButton, Modifier.ShiftModifier),
    ],
)
@LINEAR_AND_LOG
def test_what_is_taken_hold_of_goes_with_the_hand(shown: Shown, button: Button, modifier: Modifier, log: bool) -> None:
    shown.panel.set_log(iterations=log)
    for _ in range(5):
        shown.wheel(shown.at(400), 1)
    start = shown.at(400)
    shown.drag(start, QPoint(-60, 0), button, modifier)
    assert shown.picture.iterations.value(shown.plot.place_at(start.x() - 60)) == pytest.approx(400, rel=0.01)
    assert shown.session.iteration == 1000


def test_the_axis_can_be_dragged_itself(shown: Shown) -> None:
    shown.wheel(shown.at(600), 4)
    first, last = shown.span()
    shown.drag(QPoint(middle(shown).x(), round(shown.plot.box().bottom()) + 8), QPoint(50, 0))
    assert shown.span()[0] < first
    assert shown.span()[1] - shown.span()[0] == pytest.approx(last - first)
    shown.drag(QPoint(round(shown.plot.box().left()) - 10, middle(shown).y()), QPoint(0, 40))
    assert isinstance(shown.picture.losses, LinearLoss)
    assert shown.panel.navigator.window.losses is not None
    assert shown.session.iteration == 1000


def test_losses_that_fit_go_on_fitting_while_iterations_are_dragged(shown: Shown) -> None:
    for _ in range(6):
        shown.wheel(shown.at(60), 1)
    shown.drag(middle(shown), QPoint(30, 70), Button.MiddleButton)
    assert shown.panel.navigator.window.losses is None
    shown.wheel(middle(shown), 1, Modifier.ControlModifier)
    before = shown.picture.losses
    assert isinstance(before, LinearLoss)
    shown.drag(middle(shown), QPoint(0, 40), Button.MiddleButton)
    assert isinstance(shown.picture.losses, LinearLoss)
    assert shown.picture.losses.top - shown.picture.losses.bottom == pytest.approx(before.top - before.bottom)
    assert shown.picture.losses != before


def test_nothing_is_dragged_to_before_iteration_0(shown: Shown) -> None:
    shown.wheel(shown.at(600), 4)
    shown.drag(middle(shown), QPoint(5000, 0), Button.RightButton)
    assert shown.span()[0] == 0


def test_a_left_drag_still_travels_within_what_is_zoomed_to(shown: Shown) -> None:
    for _ in range(5):
        shown.wheel(shown.at(400), 1)
    first, last = shown.span()
    shown.drag(shown.at(400), shown.at(450) - shown.at(400))
    shown.wait_for_iteration(450)
    shown.drag(shown.at(450), QPoint(5000, 0))
    assert shown.session.iteration == int(last)
    assert shown.span() == (first, last)


# --- keys


def test_plus_and_minus_zoom_about_the_cursor(shown: Shown) -> None:
    shown.do(lambda s: s.go_to(300))
    for key, modifier in ((Key.Key_Plus, Modifier.NoModifier), (Key.Key_Plus, Modifier.ShiftModifier)):
        x, (first, last) = shown.plot.x_at(shown.picture.cursor), shown.span()
        shown.qtbot.keyClick(shown.plot, key, modifier)
        assert shown.plot.x_at(shown.picture.cursor) == pytest.approx(x)
        assert shown.span()[1] - shown.span()[0] == pytest.approx((last - first) / 1.25)
    for _ in range(2):
        shown.qtbot.keyClick(shown.plot, Key.Key_Minus)
    assert shown.span() == (0, 1200)


def test_shift_and_arrows_pan_and_0_fits(shown: Shown) -> None:
    for _ in range(4):
        shown.qtbot.keyClick(shown.plot, Key.Key_Plus)
    first, last = shown.span()
    shown.qtbot.keyClick(shown.plot, Key.Key_Left, Modifier.ShiftModifier)
    assert shown.span() == pytest.approx((first - 0.1 * (last - first), last - 0.1 * (last - first)))
    shown.qtbot.keyClick(shown.plot, Key.Key_Right, Modifier.ShiftModifier)
    assert shown.span() == pytest.approx((first, last))
    shown.qtbot.keyClick(shown.plot, Key.Key_0)
    assert shown.span() == (0, 1200)
    assert shown.session.iteration == 1000


# --- time goes on


def test_the_view_follows_the_cursor_by_as_little_as_needed(shown: Shown) -> None:
    for _ in range(8):
        shown.wheel(shown.at(1000), 1)
    first, last = shown.span()
    assert first < 1000 < last
    shown.do(lambda s: s.go_to(int(last) - 1))
    assert shown.span() == (first, last)
    shown.do(lambda s: s.go_to(int(last) + 40))
    assert shown.picture.cursor == pytest.approx(1)
    assert shown.span()[1] - shown.span()[0] == pytest.approx(last - first)
    shown.do(lambda s: s.go_to(100))
    assert shown.picture.cursor == pytest.approx(0)


def test_what_is_zoomed_away_from_stays_away_until_one_travels(shown: Shown) -> None:
    for _ in range(10):
        shown.wheel(shown.at(100), 1)
    span = shown.span()
    assert span[1] < 1000
    shown.do(lambda s: s.set_learning_rate("0.06"), lambda s: s.set_digits(3))
    assert shown.span() == span
    shown.qtbot.keyClick(shown.plot, Key.Key_Left)
    assert shown.session.iteration == 999
    assert 0 <= shown.picture.cursor <= 1 + 1e-9


def test_another_document_is_seen_whole(shown: Shown) -> None:
    shown.wheel(shown.at(600), 6)
    shown.bridge.load(shown.session.document)
    assert shown.panel.navigator.window.is_fitted


# --- to see everything again


@pytest.mark.parametrize("iteration", [0, 400])
def test_a_double_click_shows_all_and_leaves_time_where_it_was(shown: Shown, iteration: int) -> None:
    shown.do(Session.reset)
    if iteration:
        shown.do(lambda s: s.go_to(iteration), Session.backward, lambda s: s.select(None))
    before = state_of(shown.session)
    shown.wheel(shown.at(600), 6)
    shown.double_click(shown.at(700))
    assert shown.span() == (0, 1200)
    assert state_of(shown.session) == before
    assert shown.session.furthest == 1000


def test_a_double_click_beyond_what_was_reached_leaves_that_too(shown: Shown) -> None:
    for _ in range(6):
        shown.wheel(shown.at(0), -1)
    shown.double_click(shown.at(3000))
    assert (shown.session.iteration, shown.session.furthest) == (1000, 1000)
    assert shown.span() == (0, 1200)


def test_a_double_click_on_the_cursor_itself_goes_nowhere(shown: Shown) -> None:
    shown.qtbot.mouseClick(shown.plot.viewport(), Button.LeftButton, pos=shown.at(300))
    shown.do(lambda s: s.go_to(600))
    shown.double_click(shown.at(600, beside=3))
    assert shown.session.iteration == 600


def test_a_double_click_on_an_axis_fits_that_one(shown: Shown) -> None:
    shown.wheel(shown.at(600), 4)
    shown.wheel(middle(shown), 1, Modifier.ControlModifier)
    span = shown.span()
    shown.double_click(QPoint(round(shown.plot.box().left()) - 10, middle(shown).y()))
    assert shown.panel.navigator.window.losses is None
    assert shown.span() == span
    shown.double_click(QPoint(middle(shown).x(), round(shown.plot.box().bottom()) + 8))
    assert shown.span() == (0, 1200)


def test_a_button_shows_all_again_and_is_there_only_then(shown: Shown) -> None:
    button = shown.panel.findChild(QToolButton, "fit_loss")
    assert button is not None
    assert not button.isVisible()
    places = [label.geometry() for label in (shown.toggle("log_iterations"), shown.plot)]
    shown.wheel(shown.at(600), 4)
    assert button.isVisible()
    assert [label.geometry() for label in (shown.toggle("log_iterations"), shown.plot)] == places
    button.setFocus()
    shown.qtbot.mouseClick(button, Button.LeftButton)
    assert shown.span() == (0, 1200)
    assert not button.isVisible()
    QApplication.processEvents()
    assert shown.plot.hasFocus()


def test_the_action_shows_all_again(person: Person) -> None:
    person.window.load_the_rest()
    panel = person.window.loss_panel
    person.window.bridge.do(lambda session: session.run(1000))
    plot = panel.findChild(QToolButton, "fit_loss")
    assert plot is not None
    panel.navigator.see(panel.navigator.window.with_iterations((10.0, 50.0), 1200))
    assert plot.isVisible()
    person.press(Key.Key_A, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert panel.navigator.window.is_fitted


# --- what is read


def test_pointing_reads_in_the_zoomed_view_what_stands_there(shown: Shown) -> None:
    for _ in range(12):
        shown.wheel(shown.at(500), 1)
    shown.move(shown.at(503))
    expected = shown.session.course.descent.loss(503)
    t, loss, distance = shown.text("loss_readout").split("   ")
    assert t == "t = 503"
    assert float(loss.removeprefix("L ≈ ")) == pytest.approx(expected, rel=0.01)
    assert distance.startswith("‖W − W*‖ ≈ ")


def test_an_edit_starts_anew_where_one_looks(shown: Shown) -> None:
    for _ in range(6):
        shown.wheel(shown.at(1000), 1)
    shown.do(lambda s: s.enter(Matrix.w, 0, 0, "3"))
    assert shown.session.iteration == 0
    assert shown.picture.cursor == pytest.approx(place_of(shown.picture.iterations, 0))
    assert 0 <= shown.picture.cursor <= 1


def test_a_pointer_at_rest_reads_what_is_under_it_after_each_change_of_the_axes(shown: Shown) -> None:
    at = shown.at(300)
    shown.move(at)
    shown.plot.setFocus()
    seen = {shown.text("loss_readout")}
    for change in (
        lambda: shown.wheel(at, 3),
        lambda: shown.wheel(at, 2, Modifier.ShiftModifier),
        lambda: shown.qtbot.keyClick(shown.plot, Key.Key_Plus),
        lambda: shown.qtbot.keyClick(shown.plot, Key.Key_Right, Modifier.ShiftModifier),
        lambda: shown.qtbot.keyClick(shown.plot, Key.Key_0),
        lambda: shown.panel.set_log(iterations=True),
        lambda: shown.do(lambda s: s.set_learning_rate("0.3")),
    ):
        change()
        readout = shown.text("loss_readout")
        assert readout.split("   ")[0] == f"t = {shown.plot.iteration_at(at.x()):,}".replace(",", " ")
        seen.add(readout)
    assert len(seen) >= 6


def test_a_pointer_at_rest_reads_nothing_once_it_has_left_or_time_was_sent_elsewhere(shown: Shown) -> None:
    shown.do(lambda s: s.go_to(100))
    shown.move(shown.at(500))
    assert shown.text("loss_readout").startswith(f"t = {shown.plot.iteration_at(shown.at(500).x())} ")
    shown.plot.setFocus()
    shown.qtbot.keyClick(shown.plot, Key.Key_Right)
    shown.wait_for_iteration(101)
    assert shown.text("loss_readout").startswith("t = 101 ")
    shown.qtbot.keyClick(shown.plot, Key.Key_Plus)
    assert shown.text("loss_readout").startswith("t = 101 ")
    at = shown.at(300)
    shown.wheel(at, 1)
    assert shown.text("loss_readout").startswith(f"t = {shown.plot.iteration_at(at.x())} ")
    QApplication.sendEvent(shown.plot, QEvent(QEvent.Type.Leave))
    shown.qtbot.keyClick(shown.plot, Key.Key_Plus)
    assert shown.text("loss_readout").startswith("t = 101 ")


def test_after_a_pan_by_hand_the_pointer_reads_again(shown: Shown) -> None:
    start = shown.at(600)
    shown.wheel(start, 4)
    shown.drag(start, QPoint(-60, 0), Button.RightButton)
    expected = shown.plot.iteration_at(start.x() - 60)
    assert shown.text("loss_readout").split("   ")[0] == f"t = {expected}"
