"""The landscape under a person's hands: what is drawn and where, setting the start, moving about, choosing axes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import Float64
from bpgui.core.landscape_slice import Slice
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_start import neat, neat_step
from bpgui.session.landscape_words import NOTHING_YET
from bpgui.session.problems import read_problem
from bpgui.session.screen import Screen
from bpgui.session.session import TOO_LARGE_TO_START_FROM, Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.landscape_canvas import LandscapeCanvas
from bpgui.ui.landscape_labels import Box, Labels
from bpgui.ui.landscape_picture import Mark, Picture
from bpgui.ui.landscape_range import Range
from bpgui.ui.landscape_shapes import clipped, contour_lines, thinned
from bpgui.ui.landscape_ticks import ticks_between
from bpgui.ui.landscape_view import LandscapeView
from bpgui.ui.main_window import MainWindow
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.session.documents import document, one_weight, state_of
from tests.strategies import proof
from tests.ui.person import Person

CASE = Path(__file__).parents[1] / "cases" / "note-size-integers.json"
OVER = (Cell(Matrix.w, 0, 1), Cell(Matrix.b, 0, 1))
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Key, Kind = Qt.Key, QEvent.Type


class Shown:
    """The view on screen, and a person's hands on it."""

    def __init__(self, qtbot: QtBot, rate: str = "", axes: tuple[Cell, Cell] | None = OVER, start: bool = True) -> None:
        self.qtbot = qtbot
        self.session = Session(read_problem(CASE))
        self.session.set_landscape_axes(axes)
        if rate:
            self.session.set_learning_rate(rate)
        if start:
            self.session.backward()
        self.bridge = SessionBridge(self.session)
        self.view = LandscapeView(self.bridge)
        qtbot.addWidget(self.view)
        self.view.resize(600, 500)
        self.view.show()
        qtbot.waitExposed(self.view)
        QApplication.processEvents()
        self._down = NONE

    # --- eyes

    @property
    def canvas(self) -> LandscapeCanvas:
        found = self.view.findChild(QWidget, "landscape_drawing")
        assert isinstance(found, LandscapeCanvas)
        return found

    @property
    def picture(self) -> Picture:
        assert self.canvas.picture is not None
        return self.canvas.picture

    @property
    def range(self) -> Range:
        found = self.view.shown_range
        assert found is not None
        return found

    @property
    def landscape(self) -> Landscape:
        return Landscape.of(self.session, Screen(self.session))

    @property
    def slice(self) -> Slice:
        assert self.landscape.slice is not None
        return self.landscape.slice

    def says(self, name: str) -> str:
        label = self.view.findChild(QLabel, name)
        assert label is not None
        return label.text().replace("\u00a0", " ")

    def button(self, name: str) -> QToolButton:
        found = self.view.findChild(QToolButton, name)
        assert found is not None
        return found

    @property
    def here(self) -> tuple[Fraction, Fraction]:
        """The two parameters of the start, exactly."""
        return tuple(self.session.document.matrix(c.matrix).exact_at(c.row, c.column) for c in OVER)  # type: ignore[return-value]

    # --- hands

    def do(self, *actions: Callable[[Session], object]) -> None:
        for action in actions:
            self.bridge.do(action)

    def at(self, across: float, up: float) -> QPoint:
        """The pixel of the widget nearest to coordinates."""
        right, down = self.range.pixels(np.array([across, up]))
        return (self.canvas.plot.topLeft() + QPointF(float(right), float(down))).toPoint()

    def under(self, at: QPoint) -> tuple[Fraction, Fraction]:
        """What a press at a pixel of the widget gives the two parameters."""
        place = QPointF(at) - self.canvas.plot.topLeft()
        point = self.range.point(place.x(), place.y())
        return neat(point[0], self.range.pixel[0]), neat(point[1], self.range.pixel[1])

    def _mouse(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
        moving = kind is Kind.MouseMove
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(self.canvas.mapToGlobal(at)),
            NONE if moving else button,
            self._down,
            PLAIN,
        )
        QApplication.sendEvent(self.canvas, event)
        QApplication.processEvents()

    def move(self, at: QPoint) -> None:
        self._mouse(Kind.MouseMove, at, NONE)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self.move(at)
        self._down = button
        self.canvas.setFocus()
        self._mouse(Kind.MouseButtonPress, at, button)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self._down = NONE
        self._mouse(Kind.MouseButtonRelease, at, button)

    def click(self, at: QPoint) -> None:
        self.press(at)
        self.release(at)

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self.press(start, button)
        for share in (0.25, 0.5, 0.75, 1.0):
            self.move(start + QPointF(end - start).toPoint() * share)
        self.release(end, button)

    def double_click(self, at: QPoint) -> None:
        self.click(at)
        self._down = LEFT
        self._mouse(Kind.MouseButtonDblClick, at, LEFT)
        self.release(at)

    def wheel(self, at: QPoint, notches: int) -> None:
        event = QWheelEvent(
            QPointF(at),
            QPointF(self.canvas.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            NONE,
            PLAIN,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, held: int = 0) -> bool:
        """Press a key on the drawing, and hold it for so many repetitions; whether it was taken."""
        self.canvas.setFocus()
        taken = False
        for repeats in range(held + 1):
            event = QKeyEvent(Kind.KeyPress, key, modifiers, "", repeats > 0)
            QApplication.sendEvent(self.canvas, event)
            taken = event.isAccepted()
        return taken


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


# --- nothing before the first loss, and nothing ahead


def test_before_the_first_forward_pass_there_is_an_empty_frame_and_a_sentence(qtbot: QtBot) -> None:
    shown = Shown(qtbot, start=False)
    assert shown.canvas.picture is None
    assert shown.says("landscape_sentence") == NOTHING_YET
    assert shown.says("landscape_readout") == ""
    shown.click(QPoint(200, 200))
    shown.wheel(QPoint(200, 200), 1)
    shown.key(Key.Key_Left)
    assert shown.session.edits == ()
    shown.do(Session.forward)
    assert shown.picture.contours
    assert shown.picture.arrow is None
    shown.do(Session.backward)
    assert shown.picture.arrow is not None


def test_the_point_is_hollow_until_its_loss_is_known(shown: Shown) -> None:
    assert shown.picture.is_known
    shown.do(Session.update)
    assert not shown.picture.is_known
    assert "The loss of t = 1 is not known yet." in shown.says("landscape_sentence")
    shown.do(Session.forward)
    assert shown.picture.is_known


def test_the_buttons_are_whole_from_the_first_moment_on(qtbot: QtBot) -> None:
    view = LandscapeView(SessionBridge(Session(read_problem(CASE))))
    qtbot.addWidget(view)
    view.resize(334, 218)
    view.show()
    for button in view.findChildren(QToolButton):
        assert button.width() >= button.sizeHint().width()


# --- what is drawn, and where


def test_every_contour_has_its_loss_all_along(shown: Shown) -> None:
    assert len(shown.picture.contours) >= 6
    innermost, outermost = (shown.picture.contours[n].level.loss - shown.slice.lowest_loss for n in (0, -1))
    assert innermost < 0.01 * outermost
    for contour in shown.picture.contours:
        for line in contour.lines:
            losses = shown.slice.losses(coordinates(shown.range, line))
            assert losses == pytest.approx([contour.level.loss] * len(line), rel=1e-9)


def test_there_are_contours_to_see_wherever_one_looks(shown: Shown) -> None:
    for place in ((-0.4, 1.3), (0.15, 0.3), (0.3, 1.4)):
        shown.view.fit()
        for _ in range(6):
            shown.wheel(shown.at(*place), 3)
            assert 4 <= len(shown.picture.contours) <= 12


def coordinates(view: Range, places: Float64) -> Float64:
    return np.array([view.point(x, y) for x, y in places.tolist()])


@pytest.mark.parametrize("rate", ["0.05", "0.26", "0.3"])
@pytest.mark.parametrize("t", [0, 1, 5, 2000])
def test_points_stand_where_they_are(qtbot: QtBot, rate: str, t: int) -> None:
    shown = Shown(qtbot, rate)
    last = min(t, shown.session.course.last_iteration)
    shown.do(lambda session: session.go_to(last))
    shown.view.fit()
    w, b = shown.session.course.parameters(last)
    places = {Mark.here: (w[0, 1], b[0, 1])}
    if t == 5 and rate != "0.3":
        best_w, best_b = shown.session.course.descent.optimum()
        places |= {Mark.start: (0.0, 1.0), Mark.optimum: (best_w[0, 1], best_b[0, 1])}
        places[Mark.lowest] = tuple(shown.slice.lowest)
    for mark, place in places.items():
        assert shown.picture.marks[mark] == pytest.approx(shown.range.pixels(np.array(place)), abs=1e-6)


def test_the_path_goes_from_iteration_to_iteration(shown: Shown) -> None:
    shown.do(lambda session: session.go_to(5))
    found = shown.picture.path
    assert len(found) == 5
    for t in range(5):
        ends = []
        for each in (t, t + 1):
            w, b = shown.session.course.parameters(each)
            ends.extend(shown.range.pixels(np.array([w[0, 1], b[0, 1]])))
        assert found[t] == pytest.approx(ends)
    shown.do(lambda session: session.go_to(2))
    assert len(shown.picture.path) == 2


def test_the_arrow_points_the_way_the_next_step_goes(shown: Shown) -> None:
    shown.do(lambda session: session.go_to(3))
    assert shown.picture.arrow is not None
    start, end = (np.array(each) for each in shown.picture.arrow)
    shown.do(lambda session: session.go_to(4))
    step = shown.picture.path[-1]
    direction, expected = end - start, step[2:] - step[:2]
    assert direction / np.linalg.norm(direction) == pytest.approx(expected / np.linalg.norm(expected))


def test_where_both_axes_have_one_scale_the_arrow_is_at_a_right_angle_to_the_contour(qtbot: QtBot) -> None:
    shown = Shown(qtbot, axes=None)
    assert shown.range.is_equal
    assert shown.picture.arrow is not None
    start, end = (np.array(each) for each in shown.picture.arrow)
    contour = shown.slice.contour(shown.slice.loss(*shown.landscape.here))  # type: ignore[misc]
    assert contour is not None
    line = np.concatenate(contour_lines(contour, shown.range))
    nearest = int(np.argmin(np.hypot(*(line - start).T)))
    along = line[nearest + 1] - line[nearest - 1]
    cosine = along @ (end - start) / np.linalg.norm(along) / np.linalg.norm(end - start)
    assert abs(cosine) < 0.02


def test_lowest_point_and_optimum_are_both_named_until_they_are_one(shown: Shown) -> None:
    named = [text for text, _ in shown.picture.labels]
    assert "optimum" in named
    assert "lowest here" in named
    shown.do(Session.go_to_optimum)
    assert Mark.lowest not in shown.picture.marks
    assert "optimum" in [text for text, _ in shown.picture.labels]


def test_over_principal_directions_the_point_of_both_is_lowest_here_until_the_optimum_is_reached(qtbot: QtBot) -> None:
    shown = Shown(qtbot, axes=None)
    assert Mark.lowest in shown.picture.marks
    assert [text for text, _ in shown.picture.labels] == ["lowest here"]
    shown.do(Session.go_to_optimum)
    assert "optimum" in [text for text, _ in shown.picture.labels]
    assert Mark.lowest not in shown.picture.marks


def test_a_lowest_point_that_floats_cannot_tell_is_not_marked(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "0.5", axes=None)
    shown.view.resize(334, 190)
    QApplication.processEvents()
    assert not shown.range.is_equal, "of 1e153 across, not even a pixel up"
    shown.do(lambda session: session.go_to(368), Session.backward)
    assert Mark.lowest not in shown.picture.marks
    assert Mark.optimum in shown.picture.marks
    assert shown.picture.contours == []
    assert "No contours: 16 digits can't tell where they run." in shown.says("landscape_sentence")
    assert "held as" in shown.says("landscape_sentence")
    assert "Lowest" not in shown.says("landscape_sentence")


def test_at_the_optimum_there_is_no_arrow(shown: Shown) -> None:
    shown.do(Session.go_to_optimum, Session.backward)
    assert shown.picture.arrow is None
    assert "The gradient is 0 here, but for rounding." in shown.says("landscape_sentence")


@pytest.mark.parametrize("axes", [OVER, None])
@pytest.mark.parametrize("t", [3, 60, 1000])
def test_no_text_of_a_contour_lies_over_the_path(qtbot: QtBot, axes: tuple[Cell, Cell] | None, t: int) -> None:
    shown = Shown(qtbot, axes=axes)
    shown.do(lambda session: session.go_to(t), Session.backward)
    assert shown.picture.level_labels
    ends = shown.picture.path.reshape(-1, 2, 2)
    along = ends[:, :1] + np.linspace(0, 1, 200)[None, :, None] * (ends[:, 1:] - ends[:, :1])
    for text, box in shown.picture.level_labels:
        inside = np.all((along >= box[:2]) & (along <= np.add(box[:2], box[2:])), axis=-1)
        assert not inside.any(), text


def test_no_text_lies_over_another_or_over_a_point(shown: Shown) -> None:
    for t in (0, 1, 3, 10, 200):
        shown.do(lambda session, t=t: session.go_to(t))
        boxes = [box for _, box in (*shown.picture.labels, *shown.picture.level_labels)]
        assert len(boxes) >= 4
        for number, box in enumerate(boxes):
            assert not any(box.meets(other) for other in boxes[:number])
            for x, y in shown.picture.marks.values():
                assert not box.meets(Box(x - 3, y - 3, 6, 6))


def test_the_current_point_is_seen_in_the_accent_of_the_theme(shown: Shown) -> None:
    for theme in (LIGHT, DARK, PROJECTOR):
        shown.view.apply_theme(theme, 1.0)
        place = shown.canvas.plot.topLeft() + QPointF(*shown.picture.marks[Mark.here])
        image = shown.canvas.grab().toImage()
        assert image.pixelColor(place.toPoint()) == QColor(theme.accent)


def test_a_feature_of_zeros_has_points_but_no_contours(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.bridge.load(document([[0, 1], [0, 2]], [[1, 0], [0, 1]], [[0, 0]], [[1, 0], [0, 1]]))
    shown.do(
        lambda session: session.set_landscape_axes((Cell(Matrix.w, 0, 0), Cell(Matrix.w, 0, 1))),
        Session.backward,
    )
    assert shown.picture.contours == []
    assert Mark.here in shown.picture.marks
    assert "there are no contours" in shown.says("landscape_sentence")
    shown.canvas.grab()


def test_straight_contours_have_their_texts_too(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.bridge.load(one_weight())
    shown.do(
        lambda session: session.set_landscape_axes((Cell(Matrix.w, 0, 0), Cell(Matrix.b, 0, 0))),
        Session.backward,
    )
    assert len(shown.picture.contours) >= 4
    assert shown.picture.level_labels


@pytest.mark.parametrize("axes", [OVER, None])
def test_a_diverging_path_is_drawn_to_its_end(qtbot: QtBot, axes: tuple[Cell, Cell] | None) -> None:
    shown = Shown(qtbot, "0.4", axes)
    shown.do(lambda session: session.go_to(session.course.last_iteration))
    assert Mark.here in shown.picture.marks
    width, height = shown.range.size
    assert np.all(np.isfinite(shown.picture.path))
    assert np.all(np.abs(shown.picture.path) <= 3 + max(width, height))
    shown.canvas.grab()


# --- the readout


def test_pointing_reads_the_two_parameters_and_the_loss_there(shown: Shown) -> None:
    assert shown.says("landscape_readout") == "w₁₂ = 0   b₂ = 1   L = 23.4"
    place = shown.at(-0.2, 0.5)
    shown.move(place)
    assert shown.says("landscape_readout") == shown.landscape.read(*shown.under(place))
    shown.move(QPoint(2, 2))
    assert shown.says("landscape_readout") == "w₁₂ = 0   b₂ = 1   L = 23.4"
    shown.move(place)
    QApplication.sendEvent(shown.canvas, QEvent(Kind.Leave))
    assert shown.says("landscape_readout") == "w₁₂ = 0   b₂ = 1   L = 23.4"


# --- setting the start


def test_a_click_sets_the_start(shown: Shown) -> None:
    place = shown.at(-0.21, 0.6)
    expected = shown.under(place)
    others = shown.session.document.w.exact_at(3, 2)
    shown.click(place)
    shown.qtbot.waitUntil(lambda: shown.here == expected)
    assert shown.session.document.w.exact_at(3, 2) == others
    assert shown.session.iteration == 0
    assert expected[0] == Fraction(round(expected[0] * 1000), 1000), "a neat number of decimals"
    assert len(shown.session.edits) == 1
    assert shown.picture.marks[Mark.here] == pytest.approx(
        tuple(shown.range.pixels(np.array([float(each) for each in expected])))
    )


def test_at_a_later_iteration_a_click_begins_anew_from_the_parameters_of_that_moment(shown: Shown) -> None:
    shown.do(lambda session: session.go_to(3))
    held = shown.session.course.moment(3).number(Cell(Matrix.w, 2, 0))
    shown.click(shown.at(0.1, 0.9))
    shown.qtbot.waitUntil(lambda: shown.session.iteration == 0)
    assert shown.session.document.w.exact_at(2, 0) == held
    assert "held as at t = 0" in shown.says("landscape_sentence")
    assert len(shown.picture.path) == 0


def test_a_drag_follows_the_hand_and_is_one_edit(shown: Shown) -> None:
    start, end = shown.at(0.1, 1.2), shown.at(-0.3, 0.4)
    shown.press(start)
    shown.qtbot.waitUntil(lambda: shown.here == shown.under(start))
    before = shown.range
    shown.move(end)
    shown.qtbot.waitUntil(lambda: shown.here == shown.under(end))
    assert shown.range == before, "nothing moves under the hand"
    shown.release(end)
    assert len(shown.session.edits) == 1
    assert shown.range == before


def test_escape_takes_a_drag_back_to_where_it_began(shown: Shown) -> None:
    shown.do(lambda session: session.run(6))
    before = state_of(shown.session)
    start = shown.at(0.1, 1.2)
    shown.press(start)
    shown.move(shown.at(-0.3, 0.4))
    shown.qtbot.waitUntil(lambda: shown.session.iteration == 0)
    assert shown.key(Key.Key_Escape)
    assert state_of(shown.session) == before
    shown.move(shown.at(-0.1, 0.4))
    shown.release(shown.at(-0.1, 0.4))
    QApplication.processEvents()
    assert state_of(shown.session) == before


def test_escape_without_a_drag_is_for_others(shown: Shown) -> None:
    assert not shown.key(Key.Key_Escape)


def test_taken_at_the_point_it_keeps_its_distance_from_the_hand(shown: Shown) -> None:
    place = shown.at(0, 1) + QPoint(4, 3)
    before = state_of(shown.session)
    shown.press(place)
    QApplication.processEvents()
    assert state_of(shown.session) == before, "a press on the point alone changes nothing"
    shown.move(place + QPoint(50, 20))
    expected = shown.under(shown.at(0, 1) + QPoint(50, 20))
    shown.qtbot.waitUntil(lambda: state_of(shown.session) != before)
    assert [float(each) for each in shown.here] == pytest.approx([float(each) for each in expected], abs=0.01)
    shown.release(place + QPoint(50, 20))


def test_dragged_beyond_the_edge_the_start_stays_at_it(shown: Shown) -> None:
    corner = shown.range.high
    shown.drag(shown.at(0.1, 1.2), QPoint(5000, -5000))
    shown.qtbot.waitUntil(lambda: len(shown.session.edits) == 1)
    assert [float(each) for each in shown.here] == pytest.approx(corner, abs=0.01)


def test_a_double_click_fits_the_view_and_moves_no_start(shown: Shown) -> None:
    fitted = shown.range
    shown.wheel(shown.at(0.1, 1.2), 5)
    assert shown.range != fitted
    before = state_of(shown.session)
    shown.double_click(shown.at(0.1, 1.1))
    QApplication.processEvents()
    assert shown.range == fitted
    assert state_of(shown.session) == before


def test_along_principal_directions_all_of_w_and_b_change(qtbot: QtBot) -> None:
    shown = Shown(qtbot, axes=None)
    before = shown.session.document.w.values
    shown.click(shown.at(0.5, -0.5))
    qtbot.waitUntil(lambda: len(shown.session.edits) == 1)
    assert np.count_nonzero(shown.session.document.w.values != before) > 6
    assert shown.landscape.here == pytest.approx([0.5, -0.5], abs=0.02)


def test_a_start_that_is_too_far_out_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "0.4")
    shown.do(lambda session: session.go_to(session.course.last_iteration))
    before = state_of(shown.session)
    with qtbot.waitSignal(shown.view.refused) as refused:
        shown.click(QPoint(300, 200))
    assert refused.args == [TOO_LARGE_TO_START_FROM]
    assert shown.says("landscape_sentence").startswith(TOO_LARGE_TO_START_FROM)
    assert state_of(shown.session) == before
    shown.do(lambda session: session.go_to(0))
    assert TOO_LARGE_TO_START_FROM not in shown.says("landscape_sentence")


def test_what_is_beyond_the_largest_number_is_refused(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    before = state_of(shown.session)
    for _ in range(30):
        shown.wheel(shown.at(0, 1), -40)
    with qtbot.waitSignal(shown.view.refused) as refused:
        shown.click(QPoint(500, 60))
    assert "beyond ±1e50" in refused.args[0]
    assert state_of(shown.session) == before


# --- the keyboard


@pytest.mark.parametrize(
    ("key", "across", "up"),
    [(Key.Key_Left, -1, 0), (Key.Key_Right, 1, 0), (Key.Key_Up, 0, 1), (Key.Key_Down, 0, -1)],
)
@pytest.mark.parametrize(("modifier", "times"), [(PLAIN, 1), (SHIFT, 10)])
def test_arrows_move_the_start_by_a_pixel_or_ten(
    shown: Shown, key: Qt.Key, across: int, up: int, modifier: Qt.KeyboardModifier, times: int
) -> None:
    steps = [neat_step(pixel) for pixel in shown.range.pixel]
    assert shown.key(key, modifier)
    assert shown.here == (across * times * steps[0], 1 + up * times * steps[1])
    assert len(shown.session.edits) == 1


def test_a_key_that_is_held_is_one_edit_and_one_that_is_pressed_again_another(shown: Shown) -> None:
    step = neat_step(shown.range.pixel[0])
    shown.key(Key.Key_Right, held=5)
    assert shown.here[0] == 6 * step
    assert len(shown.session.edits) == 1
    shown.key(Key.Key_Right)
    assert shown.here[0] == 7 * step
    assert len(shown.session.edits) == 2


def test_what_is_typed_while_a_key_is_held_stays(shown: Shown) -> None:
    step = neat_step(shown.range.pixel[0])
    shown.key(Key.Key_Right)
    shown.do(lambda session: session.enter(Matrix.w, 3, 2, "5"))
    shown.key(Key.Key_Right, held=1)
    assert shown.session.document.w.exact_at(3, 2) == 5
    assert shown.here[0] == 3 * step
    held = QKeyEvent(Kind.KeyPress, Key.Key_Right, PLAIN, "", True)
    shown.do(lambda session: session.enter(Matrix.w, 3, 1, "7"))
    QApplication.sendEvent(shown.canvas, held)
    assert shown.session.document.w.exact_at(3, 1) == 7
    assert shown.here[0] == 4 * step


def test_after_the_keys_have_moved_the_start_the_view_follows_the_path_again(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "0.4")
    shown.key(Key.Key_Right)
    shown.do(lambda session: session.go_to(12))
    assert Mark.here in shown.picture.marks


def test_plus_and_minus_zoom_around_the_current_point_and_0_fits(shown: Shown) -> None:
    fitted, place = shown.range, shown.picture.marks[Mark.here]
    assert shown.key(Key.Key_Plus, SHIFT)
    assert shown.range.pixel[0] == pytest.approx(fitted.pixel[0] / 1.25)
    assert shown.picture.marks[Mark.here] == pytest.approx(place)
    shown.key(Key.Key_Minus)
    assert shown.range.pixel == pytest.approx(fitted.pixel)
    shown.key(Key.Key_Minus)
    assert shown.key(Key.Key_0)
    assert shown.range == fitted


def test_other_keys_are_left_to_the_window(shown: Shown) -> None:
    for key, modifiers in (
        (Key.Key_Home, PLAIN),
        (Key.Key_End, PLAIN),
        (Key.Key_F, PLAIN),
        (Key.Key_PageDown, PLAIN),
        (Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        assert not shown.key(key, modifiers)
    assert shown.session.edits == ()


# --- the view


def test_the_fitted_view_holds_start_current_point_optimum_and_lowest_point(shown: Shown) -> None:
    for t in (0, 3, 100):
        shown.do(lambda session, t=t: session.go_to(t))
        shown.view.fit()
        width, height = shown.range.size
        points = np.array([shown.landscape.here, shown.landscape.optimum, shown.slice.lowest, (0.0, 1.0)])
        assert shown.range.holds(points, 0.1 * min(width, height))


def test_the_view_stays_while_time_goes_on_and_back(shown: Shown) -> None:
    fitted = shown.range
    for t in (1, 2, 3, 10, 100, 1000, 4, 0):
        shown.do(lambda session, t=t: session.go_to(t))
        assert shown.range == fitted


@pytest.mark.parametrize("rate", ["0.27", "0.4"])
def test_a_path_that_leaves_the_view_widens_it_by_the_least_and_back_in_time_it_is_as_it_was(
    qtbot: QtBot, rate: str
) -> None:
    shown = Shown(qtbot, rate, axes=None)
    fitted = shown.range
    widths = []
    for t in (1, 2, 3, 10, 11, 12):
        shown.do(lambda session, t=t: session.go_to(t))
        assert Mark.here in shown.picture.marks
        assert shown.range.is_equal
        widths.append(shown.range.pixel[0])
    assert widths == sorted(widths), "to and fro, it is not zoomed in and out"
    assert widths[-1] > fitted.pixel[0]
    shown.do(lambda session: session.go_to(0))
    assert shown.range == fitted


def test_the_wheel_zooms_around_the_pointer(shown: Shown) -> None:
    place = shown.at(-0.2, 0.5)
    before, pixel = shown.under(place), shown.range.pixel
    shown.wheel(place, 3)
    assert shown.range.pixel[0] == pytest.approx(pixel[0] / 1.2**3)
    assert [float(each) for each in shown.under(place)] == pytest.approx([float(each) for each in before], abs=0.005)
    shown.wheel(place, -3)
    assert shown.range.pixel == pytest.approx(pixel)


@pytest.mark.parametrize("button", [RIGHT, Qt.MouseButton.MiddleButton])
def test_the_other_buttons_pan(shown: Shown, button: Qt.MouseButton) -> None:
    before = shown.picture.marks[Mark.here]
    start = shown.at(-0.2, 0.5)
    shown.drag(start, start + QPoint(40, -20), button)
    assert shown.picture.marks[Mark.here] == pytest.approx((before[0] + 40, before[1] - 20))
    assert shown.session.edits == ()


def test_a_view_chosen_by_hand_stays_until_the_point_leaves_it_and_then_moves_by_the_least(shown: Shown) -> None:
    shown.wheel(shown.at(0, 1), 12)
    chosen = shown.range
    shown.do(lambda session: session.set_digits(3))
    assert shown.range == chosen
    shown.do(lambda session: session.go_to(4))
    moved = shown.range
    assert moved.pixel == chosen.pixel
    assert moved != chosen
    x, y = shown.picture.marks[Mark.here]
    width, height = moved.size
    assert min(x, y, width - x, height - y) == pytest.approx(10, abs=0.01)


def test_fit_is_offered_while_the_view_is_zoomed_and_moves_no_other_button(shown: Shown) -> None:
    fitted, place = shown.range, shown.button("landscape_principal").geometry()
    assert not shown.button("landscape_fit").isVisible()
    shown.wheel(shown.at(0, 1), 3)
    assert shown.button("landscape_fit").isVisible()
    assert shown.button("landscape_principal").geometry() == place
    shown.button("landscape_fit").setFocus()
    QTest.keyClick(shown.button("landscape_fit"), Key.Key_Space)
    assert shown.range == fitted
    assert not shown.button("landscape_fit").isVisible()
    assert shown.view.focusWidget() is shown.canvas


@pytest.mark.parametrize("width", [240, 334, 600])
def test_fit_has_its_place_or_is_not_there(shown: Shown, width: int) -> None:
    shown.view.resize(width, 220)
    QApplication.processEvents()
    shown.wheel(shown.at(0, 1), 3)
    QApplication.processEvents()
    fit = shown.button("landscape_fit")
    assert fit.isVisible()
    assert fit.mapTo(shown.view, fit.rect().bottomRight()).x() <= width
    for name in ("landscape_across", "landscape_up", "landscape_principal", "landscape_fit"):
        assert shown.button(name).width() >= shown.button(name).sizeHint().width()


def test_where_there_is_no_room_for_fit_the_other_buttons_are_whole(qtbot: QtBot) -> None:
    shown = Shown(qtbot, axes=None)
    shown.view.resize(240, 150)
    QApplication.processEvents()
    shown.wheel(shown.at(0, 0), 3)
    QApplication.processEvents()
    for name in ("landscape_across", "landscape_up", "landscape_principal", "landscape_fit"):
        button = shown.button(name)
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
            assert button.mapTo(shown.view, button.rect().bottomRight()).x() <= 240


def test_what_the_hands_can_do_is_told_by_the_drawing_however_little_room_there_is(shown: Shown) -> None:
    shown.view.resize(240, 150)
    QApplication.processEvents()
    assert "Click or drag" not in shown.says("landscape_sentence")
    assert "Click or drag to set the start." in shown.canvas.toolTip()


def test_out_of_view_the_point_has_no_arrow(shown: Shown) -> None:
    assert "The arrow points" in shown.says("landscape_sentence")
    shown.drag(QPoint(300, 200), QPoint(300, 3000), RIGHT)
    assert shown.picture.arrow is None
    assert "arrow" not in shown.says("landscape_sentence")
    assert "The point of t = 0 is out of view." in shown.says("landscape_sentence")


def test_a_point_that_was_left_out_by_hand_is_left_out(shown: Shown) -> None:
    shown.drag(QPoint(300, 200), QPoint(300, 3000), RIGHT)
    chosen = shown.range
    assert Mark.here not in shown.picture.marks
    shown.do(lambda session: session.go_to(4))
    assert shown.range == chosen


def test_other_axes_and_other_data_are_fitted_anew(shown: Shown) -> None:
    shown.wheel(shown.at(0, 1), 12)
    shown.do(lambda session: session.set_landscape_axes((Cell(Matrix.w, 3, 0), Cell(Matrix.w, 3, 1))))
    fitted = shown.range
    shown.view.fit()
    assert shown.range == fitted
    shown.do(lambda session: session.enter(Matrix.x, 0, 0, "40"))
    fitted = shown.range
    shown.view.fit()
    assert shown.range == fitted


def test_a_start_typed_beyond_the_view_widens_it_and_one_in_it_moves_nothing(shown: Shown) -> None:
    before = shown.range
    shown.do(lambda session: session.enter(Matrix.w, 0, 1, "-0.1"))
    assert shown.range == before
    shown.do(lambda session: session.enter(Matrix.w, 0, 1, "90"))
    assert shown.range != before
    assert Mark.here in shown.picture.marks


def test_the_slider_of_the_learning_rate_moves_no_view(shown: Shown) -> None:
    shown.do(lambda session: session.go_to(5))
    before = shown.range
    for rate in ("0.06", "0.02", "0.1"):
        shown.do(lambda session, rate=rate: session.set_learning_rate(rate))
        assert shown.range == before


def test_another_size_is_fitted_too(shown: Shown) -> None:
    shown.view.resize(352, 230)
    QApplication.processEvents()
    assert shown.range.size == shown.canvas.plot_size
    fitted = shown.range
    shown.view.fit()
    assert shown.range == fitted


def test_while_hidden_it_waits_and_then_shows_what_is_there(shown: Shown) -> None:
    shown.view.hide()
    shown.do(lambda session: session.go_to(4))
    assert len(shown.picture.path) == 0
    shown.view.show()
    assert len(shown.picture.path) == 4


# --- axes, beside a worksheet


class Beside:
    """The view in the window, and a person before it."""

    def __init__(self, window: MainWindow, person: Person) -> None:
        self.person, self.window = person, window
        window.bridge.do(Session.backward)
        person.choose("show_landscape")
        self.view = person.find(LandscapeView, "landscape")
        person.qtbot.waitUntil(self.view.isVisible)

    def button(self, name: str) -> QToolButton:
        found = self.view.findChild(QToolButton, f"landscape_{name}")
        assert found is not None
        return found

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), LEFT)

    @property
    def texts(self) -> tuple[str, str]:
        return self.button("across").text(), self.button("up").text()

    @property
    def sentence(self) -> str:
        return self.person.says("landscape_sentence")

    @property
    def axes(self) -> tuple[Cell, Cell] | None:
        return self.window.bridge.session.view.landscape_axes


@pytest.fixture
def beside(window: MainWindow, person: Person) -> Beside:
    return Beside(window, person)


def test_axes_are_chosen_by_clicking_entries(beside: Beside) -> None:
    assert beside.texts == ("across: steepest", "up: flattest")
    assert beside.button("principal").isChecked()
    beside.click("across")
    assert beside.button("across").isChecked()
    assert beside.sentence.startswith("Select the entry of w or b that is to be across")
    beside.person.click_cell("w", 1, 2)
    assert beside.axes == OVER
    assert beside.texts == ("across: w₁₂", "up: b₂")
    assert not beside.button("across").isChecked()
    assert not beside.button("principal").isChecked()
    assert "Select the entry" not in beside.sentence
    beside.click("up")
    beside.person.click_cell("dL_dw", 3, 1)
    assert beside.texts == ("across: w₁₂", "up: w₃₁")
    beside.click("up")
    beside.person.click_cell("b", 1, 3)
    assert beside.texts == ("across: w₁₂", "up: b₃")
    beside.click("principal")
    assert beside.axes is None
    assert beside.button("principal").isChecked()


def test_axes_are_chosen_by_the_keyboard(beside: Beside) -> None:
    beside.person.go_into("w", 2, 1)
    beside.click("across")
    beside.person.table("w").setFocus()
    beside.person.press(Key.Key_Right)
    assert beside.texts == ("across: w₂₂", "up: b₂")


def test_pressed_again_a_button_takes_the_selected_entry(beside: Beside) -> None:
    beside.person.click_cell("w", 4, 3)
    beside.button("across").setFocus()
    beside.person.press(Key.Key_Space)
    assert "press the button again for w₄₃" in beside.sentence
    beside.person.press(Key.Key_Space)
    assert beside.texts == ("across: w₄₃", "up: b₃")


def test_other_cells_and_steps_choose_nothing(beside: Beside) -> None:
    beside.click("across")
    beside.person.click_cell("x", 1, 1)
    beside.person.press(Key.Key_PageUp, times=3)
    beside.person.press(Key.Key_PageDown, times=2)
    assert beside.axes is None
    assert beside.button("across").isChecked()
    beside.person.click_cell("b", 1, 1)
    assert beside.axes == (Cell(Matrix.b, 0, 0), Cell(Matrix.w, 0, 0))


def test_escape_leaves_the_axis_as_it_is(beside: Beside) -> None:
    beside.click("up")
    beside.person.press(Key.Key_Escape)
    assert not beside.button("up").isChecked()
    beside.person.click_cell("w", 1, 2)
    assert beside.axes is None


def test_a_button_pressed_again_with_nothing_selected_waits_no_more(beside: Beside) -> None:
    beside.person.click_cell("x", 1, 1)
    beside.click("up")
    beside.click("up")
    assert not beside.button("up").isChecked()
    beside.click("up")
    beside.click("across")
    assert beside.button("across").isChecked()
    assert not beside.button("up").isChecked()


def test_with_another_document_no_axis_waits_and_axes_that_are_not_there_are_the_principal_ones(beside: Beside) -> None:
    beside.click("across")
    beside.person.click_cell("w", 4, 3)
    beside.click("up")
    beside.window.bridge.load(one_weight())
    assert not beside.button("up").isChecked()
    assert beside.texts == ("across: steepest", "up: flattest")
    beside.window.bridge.do(Session.forward)
    assert beside.texts == ("across: steepest", "up: flat")
    assert beside.button("principal").isChecked()


# --- looks, and for those who can't see


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.7])
def test_everything_scales(shown: Shown, theme: Theme, scale: float) -> None:
    shown.view.apply_theme(theme, scale)
    QApplication.processEvents()
    assert shown.view.minimumWidth() == round(240 * scale)
    for name in ("landscape_across", "landscape_up", "landscape_principal"):
        assert shown.button(name).font().pixelSize() == round(12 * scale)
    for name, size in (("landscape_readout", 13), ("landscape_sentence", 12)):
        label = shown.view.findChild(QLabel, name)
        assert label is not None
        assert label.font().pixelSize() == round(size * scale)
    shown.canvas.grab()


@pytest.mark.parametrize("size", [(240, 150), (334, 218), (700, 600)])
@pytest.mark.parametrize("axes", [OVER, None])
def test_nothing_is_cut_at_any_size(qtbot: QtBot, size: tuple[int, int], axes: tuple[Cell, Cell] | None) -> None:
    shown = Shown(qtbot, axes=axes)
    shown.do(lambda session: session.go_to(1000))
    shown.view.resize(*size)
    QApplication.processEvents()
    for name in ("landscape_across", "landscape_up", "landscape_principal"):
        button = shown.button(name)
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(shown.view, button.rect().bottomRight()).x() <= size[0]
    readout, label = (shown.view.findChild(QLabel, f"landscape_{name}") for name in ("readout", "sentence"))
    assert readout is not None
    assert label is not None
    assert readout.sizeHint().width() <= readout.width()
    assert ("…" in readout.text()) == (size[0] < 300 and axes is None)
    assert label.heightForWidth(label.width()) <= label.height() + 1
    assert shown.canvas.geometry().bottom() <= label.geometry().top()
    assert min(shown.canvas.plot_size) > 30


@pytest.mark.parametrize(("size", "scale"), [((334, 218), 1.0), ((240, 150), 1.0), ((500, 350), 1.5)])
@pytest.mark.parametrize("axes", [OVER, None])
def test_what_is_held_and_projected_is_said_however_small_it_is(
    qtbot: QtBot, size: tuple[int, int], scale: float, axes: tuple[Cell, Cell] | None
) -> None:
    shown = Shown(qtbot, axes=axes)
    shown.view.apply_theme(LIGHT, scale)
    shown.view.resize(*size)
    shown.do(lambda session: session.go_to(1000))
    QApplication.processEvents()
    said = shown.says("landscape_sentence")
    assert "held as" in said
    assert "t = 1000" in said
    assert "path is a projection" in said
    label = shown.view.findChild(QLabel, "landscape_sentence")
    assert label is not None
    assert label.heightForWidth(label.width()) <= label.height() + 1


def test_what_is_urgent_is_said_first(shown: Shown) -> None:
    shown.view.resize(240, 150)
    QApplication.processEvents()
    QTest.mouseClick(shown.button("landscape_up"), LEFT)
    assert shown.says("landscape_sentence").startswith("Select the entry of w or b that is to be up")


def test_it_is_described_in_words(shown: Shown) -> None:
    shown.do(lambda session: session.go_to(2))
    interface = QAccessible.queryAccessibleInterface(shown.canvas)
    assert interface.text(QAccessible.Text.Name) == "Landscape of the loss"
    text = interface.text(QAccessible.Text.Description)
    for part in ("w row 1 column 2, across", "Iteration 2", "loss", "optimum", "projection", "Click or drag"):
        assert part in text
    for name in ("landscape_across", "landscape_up", "landscape_principal"):
        assert shown.button(name).accessibleName()
        assert shown.button(name).focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "across: w₁₂" in shown.button("landscape_across").accessibleDescription()
    assert shown.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_focus_is_seen(shown: Shown) -> None:
    shown.view.activateWindow()
    shown.qtbot.waitUntil(shown.view.isActiveWindow)
    shown.button("landscape_across").setFocus()
    edge = shown.canvas.plot.topLeft().toPoint() + QPoint(30, -2)
    without = shown.canvas.grab().toImage().pixelColor(edge)
    shown.canvas.setFocus()
    assert shown.canvas.grab().toImage().pixelColor(edge) == QColor(LIGHT.accent)
    assert without != QColor(LIGHT.accent)


# --- parts of the drawing, without Qt

numbers = st.floats(-1e6, 1e6)
sizes = st.tuples(st.floats(50, 1500), st.floats(50, 900))
points_of_the_plane = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6).map(np.array)


@proof
@given(points_of_the_plane, sizes, st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_is_the_same_place(points: Float64, size: tuple[float, float], x: float, y: float) -> None:
    view = Range.around(points, size)
    right, down = x * size[0], y * size[1]
    assert view.pixels(np.array(view.point(right, down))) == pytest.approx([right, down], abs=1e-3)
    assert view.holds(points, 0.12 * min(size))
    zoomed = view.zoomed(3.0, right, down)
    assert zoomed.point(right, down) == pytest.approx(view.point(right, down), rel=1e-9, abs=1e-6 * view.pixel[0])


@proof
@given(points_of_the_plane, sizes, points_of_the_plane)
def test_a_view_grows_no_more_than_it_must(points: Float64, size: tuple[float, float], more: Float64) -> None:
    view = Range.around(points, size)
    grown = view.with_points(more)
    if view.holds(more):
        assert grown is view
    else:
        assert grown.holds(more, 9.9)
        assert np.all(np.array(grown.low) <= np.array(view.low) + 1e-9 * np.abs(view.low) + 11 * np.array(grown.pixel))
        assert grown.is_equal == view.is_equal


def test_axes_have_one_scale_where_the_ranges_allow_it() -> None:
    assert Range.around(np.array([[0.0, 0], [2.0, 1.0]]), (300, 200)).is_equal
    apart = Range.around(np.array([[0.0, 0], [2000.0, 1.0]]), (300, 200))
    assert not apart.is_equal
    assert apart.pixel[0] / apart.pixel[1] == pytest.approx(2000 * 200 / 300)


def ellipse_slice(seed: int, longest: float) -> Slice:
    rng = np.random.default_rng(seed)
    T = np.array([[rng.uniform(0.2, 3), rng.normal()], [0.0, 10 ** -rng.uniform(0, longest)]])
    return Slice(1.0, np.zeros(2), np.zeros(2), rng.normal(size=2), 0.25, T)


@proof
@given(st.integers(0, 10**6), st.floats(-6, 3), st.sampled_from([0.5, 4.0, 8.0]))
def test_contours_are_exact_however_far_one_zooms_in(seed: int, power: float, longest: float) -> None:
    slice = ellipse_slice(seed, longest)
    rng = np.random.default_rng(seed + 1)
    angle = rng.uniform(0, 2 * np.pi, 1)
    contour = slice.contour(0.25 + 10.0**power)
    on_it = contour.points(angle)[0]  # type: ignore[union-attr]
    pixel = 10.0 ** rng.uniform(-4, 0) * 10.0 ** (power / 2)
    view = Range((float(on_it[0]), float(on_it[1])), (pixel, pixel), (400.0, 300.0))
    lines = contour_lines(contour, view)  # type: ignore[arg-type]
    assert lines, "a point of it is in the middle of the view"
    distance = np.inf
    for line in lines:
        assert np.all(line >= -4)
        assert np.all(line <= np.array(view.size) + 4)
        middles = (line[1:] + line[:-1]) / 2
        for places in (line, middles):
            assert np.abs(pixels_off(slice, view, places, 10.0**power)).max() < 0.1
        distance = min(distance, float(from_line(np.array(view.size) / 2, line)))
    assert distance < 0.1


def pixels_off(slice: Slice, view: Range, places: Float64, excess: float) -> Float64:
    """How far places are from the contour, by what L is there and how steep it is: in pixels."""
    from_lowest = coordinates(view, places) - slice.lowest
    r = from_lowest @ slice.T.T
    steep = np.hypot(*((r @ slice.T) * np.array(view.pixel)).T) / np.hypot(*r.T)
    off: Float64 = (np.hypot(*r.T) - excess**0.5) / steep
    return off


def from_line(point: Float64, line: Float64) -> float:
    start, move = line[:-1], np.diff(line, axis=0)
    share = np.clip(((point - start) * move).sum(axis=1) / np.maximum((move**2).sum(axis=1), 1e-12), 0, 1)
    return float(np.hypot(*(start + share[:, None] * move - point).T).min())


@proof
@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=8), sizes)
def test_what_is_clipped_is_what_is_in_view(points: list[tuple[float, float]], size: tuple[float, float]) -> None:
    array = np.array(points)
    found = clipped(array, size)
    tolerance = 1e-6
    assert np.all(found[:, ::2] >= -3 - tolerance)
    assert np.all(found[:, ::2] <= size[0] + 3 + tolerance)
    assert np.all(found[:, 1::2] >= -3 - tolerance)
    assert np.all(found[:, 1::2] <= size[1] + 3 + tolerance)
    for start, end in pairwise(array):
        shares = np.linspace(0, 1, 101)[:, None]
        along = start + shares * (end - start)
        inside = along[np.all((along > 0) & (along < np.array(size)), axis=1)]
        for place in inside[::10]:
            near = [from_line(place, segment.reshape(2, 2)) for segment in found]
            assert min(near, default=np.inf) < 1e-3


def test_lines_of_any_length_are_clipped_to_finite_ones() -> None:
    points = np.array([[1e150, -1e150], [-1e150, 1e150], [10.0, 10.0], [10.0, 1e140]])
    found = clipped(points, (300.0, 200.0))
    assert np.all(np.isfinite(found))
    assert found[-1].tolist() == [10, 10, 10, 203]


def test_of_a_path_that_stands_still_little_is_left_and_of_one_that_swings_all() -> None:
    still = np.column_stack([np.linspace(100, 100.1, 1000), np.full(1000, 50.0)])
    assert len(thinned(still)) < 12
    assert thinned(still)[-1].tolist() == still[-1].tolist()
    t = np.arange(1000)
    swinging = np.column_stack([100 + 80 * (-0.999) ** t, 50 + 0.05 * t])
    kept = thinned(swinging)
    assert kept[:, 0].min() == swinging[:, 0].min()
    assert np.all(np.abs(np.diff(np.sign(kept[:-4, 0] - 100))) == 2), "each line goes from one side to the other"


@proof
@given(numbers, st.floats(1e-6, 1e6), st.integers(2, 12))
def test_ticks_are_round_and_few(low: float, span: float, most: int) -> None:
    ticks = ticks_between(low, low + span, most)
    values = [value for value, _ in ticks.labelled]
    assert len(values) <= most + 1
    assert all(low - 1e-6 * span <= value <= low + 1.000001 * span for value in values + ticks.minor)
    assert len(set(text for _, text in ticks.labelled)) == len(values)
    for value, text in ticks.labelled:
        assert float(text.replace("−", "-")) == pytest.approx(value, rel=1e-9, abs=1e-9 * span)


def test_texts_on_lines_keep_away_from_others_and_names_do_if_they_can() -> None:
    across = np.array([[0.0, 30.0, 50.0, 30.0]])
    labels = Labels((100.0, 60.0), lambda text: 10.0 * len(text), 12.0, 2.0, [], across)
    line = np.column_stack([np.linspace(20, 80, 61), np.full(61, 30.0)])
    found = labels.on("on", line, np.array([50.0, 30.0]))
    assert found is not None
    assert found.x > 50
    assert labels.on("on", line[:30], np.array([50.0, 30.0])) is None
    name = labels.beside("name", (50.0, 30.0))
    assert name is not None
    assert name.y > 30 or name.y + name.height < 30
    everywhere = np.array([[0.0, y, 100.0, y] for y in range(60)])
    assert Labels((100.0, 60.0), lambda text: 20.0, 12.0, 2.0, [], everywhere).beside("x", (50.0, 30.0)) is not None


def test_texts_find_places_beside_each_other_or_none() -> None:
    labels = Labels((100.0, 60.0), lambda text: 10.0 * len(text), 12.0, 2.0, [])
    found = [labels.beside("four", (50.0, 30.0)) for _ in range(12)]
    boxes = [box for box in found if box is not None]
    assert 2 <= len(boxes) < 12
    assert all(not one.meets(other) for one in boxes for other in boxes if one is not other)
    assert labels.beside("far too long", (50.0, 30.0)) is None
