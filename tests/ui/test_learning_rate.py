"""The slider of the learning rate under a person's hands: dragged, turned, clicked on its marks, and looked at."""

from __future__ import annotations

import math
from fractions import Fraction
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from bpgui.core.equations import LossConvention
from bpgui.core.factorisation import Factorisation
from bpgui.session import course
from bpgui.session.course import Course
from bpgui.session.document import Document
from bpgui.session.edits import LearningRateEdit
from bpgui.session.rates import RateMarks, rate_marks
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.learning_rate import LearningRate
from bpgui.ui.rate_slider import STEPS_PER_DECADE, Mark, RateSlider
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme, blend
from tests.session.documents import document, of_size, one_weight
from tests.strategies import proof
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_looks import contrast
from tests.ui.what_is_shown import everything

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Hand:
    """A hand on the slider: places are rates."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.slider = person.find(RateSlider, "learning_rate_slider")
        self._held = NONE

    @property
    def session(self) -> Session:
        return self.person.window.bridge.session

    @property
    def rate(self) -> Fraction:
        return self.session.document.learning_rate

    def place(self, rate: float) -> QPointF:
        x = self.slider.x_of(STEPS_PER_DECADE * math.log10(rate))
        return QPointF(x, self.slider.height() / 2)

    def mouse(self, kind: QEvent.Type, place: QPointF, keys: Modifier = Modifier.NoModifier) -> None:
        if kind is QEvent.Type.MouseButtonPress:
            self._held = LEFT
        elif kind is QEvent.Type.MouseButtonRelease:
            self._held = NONE
        button = NONE if kind is QEvent.Type.MouseMove else LEFT
        where = QPointF(self.slider.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(self.slider, QMouseEvent(kind, place, where, button, self._held, keys))

    def press(self, rate: float) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, self.place(rate))

    def move(self, rate: float, keys: Modifier = Modifier.NoModifier) -> None:
        """Move, and wait until the window has followed."""
        self.mouse(QEvent.Type.MouseMove, self.place(rate), keys)
        QApplication.processEvents()

    def release(self, rate: float) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, self.place(rate))

    def drag(self, *rates: float) -> None:
        """From the first over the others to the last."""
        self.press(rates[0])
        for rate in rates[1:]:
            self.move(rate)
        self.release(rates[-1])

    def click_mark(self, mark: Mark) -> None:
        place = self.slider.place_of(mark)
        self.mouse(QEvent.Type.MouseButtonPress, place)
        self.mouse(QEvent.Type.MouseButtonRelease, place)

    def turn(self, clicks: int) -> None:
        place = QPointF(self.slider.rect().center())
        event = QWheelEvent(
            place,
            QPointF(self.slider.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120 * clicks),
            NONE,
            Modifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.slider, event)


@pytest.fixture
def hand(person: Person) -> Hand:
    return Hand(person)


def marks_of(hand: Hand) -> RateMarks:
    marks = rate_marks(hand.session)
    assert marks is not None
    return marks


# --- dragging


def test_dragging_changes_everything_at_once(hand: Hand) -> None:
    person = hand.person
    person.press(Key.Key_F9)
    person.press(Key.Key_F7)
    hand.press(0.05)
    seen = []
    for rate in (0.06, 0.1, 0.2):
        hand.move(rate)
        assert float(hand.rate) == pytest.approx(rate, rel=0.06)
        assert person.find(QLineEdit, "learning_rate").text() == f"{float(hand.rate):g}"
        seen.append((person.cell("w", 1, 1), person.cell("loss"), hand.slider.accessibleDescription()))
    assert len(set(seen)) == 3
    hand.release(0.2)
    assert person.iteration == "1"


def test_a_whole_drag_is_one_edit(hand: Hand) -> None:
    hand.drag(0.05, 0.06, 0.1, 0.2, 0.15)
    (edit,) = hand.session.edits
    assert isinstance(edit, LearningRateEdit)
    assert (edit.old, edit.new) == (Fraction("0.05"), hand.rate)
    hand.drag(float(hand.rate), 0.1)
    assert len(hand.session.edits) == 2


def test_a_drag_joins_no_edit_that_was_there_before(hand: Hand) -> None:
    hand.person.type_into("learning_rate", "0.07")
    hand.press(0.07)
    hand.release(0.07)
    hand.drag(0.07, 0.1, 0.2)
    assert [edit.old for edit in hand.session.edits] == [Fraction("0.05"), Fraction("0.07")]


def test_a_drag_that_comes_back_leaves_no_trace(hand: Hand) -> None:
    hand.person.press(Key.Key_R, Modifier.ControlModifier)
    before, position = everything(hand.person.window), hand.session.position
    hand.press(0.05)
    for rate in (0.1, 0.27, 0.4, 5.0):
        hand.move(rate)
    last = hand.session.course.last_iteration
    assert hand.person.iteration == str(last)
    assert last < 1000
    assert hand.person.sentence == f"Descent diverges: iteration {last} is the last whose values are all finite."
    for rate in (0.3, 0.05):
        hand.move(rate)
    hand.release(0.05)
    assert hand.session.position == position
    assert hand.session.furthest == 1000
    assert hand.session.edits == ()
    assert everything(hand.person.window) == before


def test_only_the_latest_of_many_moves_is_followed(hand: Hand, qtbot: QtBot) -> None:
    changes: list[Fraction] = []
    hand.person.window.bridge.changed.connect(lambda: changes.append(hand.rate))
    hand.press(0.05)
    for rate in (0.06, 0.07, 0.08, 0.09, 0.1):
        hand.mouse(QEvent.Type.MouseMove, hand.place(rate))
    assert changes == []
    qtbot.waitUntil(lambda: bool(changes))
    assert len(changes) == 1
    assert float(changes[0]) == pytest.approx(0.1, rel=0.06)
    hand.mouse(QEvent.Type.MouseMove, hand.place(0.2))
    hand.release(0.2)
    assert float(hand.rate) == pytest.approx(0.2, rel=0.06)


def test_what_else_happens_during_a_drag_takes_nothing_from_the_hand(hand: Hand) -> None:
    hand.press(0.05)
    hand.mouse(QEvent.Type.MouseMove, hand.place(0.2))
    hand.person.window.bridge.do(lambda session: session.step())
    QApplication.processEvents()
    assert float(hand.rate) == pytest.approx(0.2, rel=0.06)
    hand.release(0.2)
    assert float(hand.rate) == pytest.approx(0.2, rel=0.06)


def test_taken_beside_its_middle_the_knob_does_not_jump(hand: Hand) -> None:
    beside = hand.place(0.05) + QPointF(4, 0)
    hand.mouse(QEvent.Type.MouseButtonPress, beside)
    hand.mouse(QEvent.Type.MouseButtonRelease, beside)
    assert hand.session.edits == ()


def test_a_click_beside_the_knob_brings_it_there(hand: Hand) -> None:
    hand.drag(0.001)
    assert float(hand.rate) == pytest.approx(0.001, rel=0.06)


def test_with_shift_it_is_followed_ten_times_more_slowly(hand: Hand) -> None:
    start, far = hand.place(0.05), hand.place(0.05) + QPointF(40, 0)
    hand.mouse(QEvent.Type.MouseButtonPress, start)
    hand.mouse(QEvent.Type.MouseMove, far, Modifier.ShiftModifier)
    hand.mouse(QEvent.Type.MouseButtonRelease, far)
    moved = hand.slider.x_of(hand.slider.value()) - start.x()
    assert moved == pytest.approx(4, abs=0.2)


def test_dragging_past_the_ends_stops_there_and_comes_back_with_the_hand(hand: Hand) -> None:
    hand.press(0.05)
    hand.mouse(QEvent.Type.MouseMove, QPointF(5000, 10))
    QApplication.processEvents()
    assert hand.rate == 10
    hand.mouse(QEvent.Type.MouseMove, QPointF(-5000, 10))
    QApplication.processEvents()
    assert hand.rate == Fraction("1e-5")
    hand.move(0.05)
    hand.release(0.05)
    assert hand.rate == Fraction("0.05")


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_other_buttons_move_nothing(hand: Hand, button: Qt.MouseButton) -> None:
    hand.person.qtbot.mouseClick(hand.slider, button, pos=QPoint(20, 13))
    assert hand.session.edits == ()


# --- keys and wheel


def test_each_key_is_an_edit_of_its_own(hand: Hand) -> None:
    hand.slider.setFocus()
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Up):
        before = hand.rate
        hand.person.press(key)
        assert 1.01 < hand.rate / before < 1.04
    hand.person.press(Key.Key_Left, times=3)
    assert hand.rate == Fraction("0.05")
    assert len(hand.session.edits) == 6
    hand.person.press(Key.Key_End)
    assert hand.rate == 10
    hand.person.press(Key.Key_Home)
    assert hand.rate == Fraction("1e-5")


def test_turning_the_wheel_is_one_edit_until_something_else_is_done(hand: Hand) -> None:
    for _ in range(3):
        hand.turn(-1)
    assert len(hand.session.edits) == 1
    assert hand.rate < Fraction("0.045")
    QApplication.sendEvent(hand.slider, QEvent(QEvent.Type.Leave))
    hand.turn(-1)
    assert len(hand.session.edits) == 2
    hand.person.type_into("learning_rate", "0.2")
    hand.turn(1)
    hand.turn(1)
    assert [edit.old for edit in hand.session.edits][2:] == [hand.session.edits[1].new, Fraction("0.2")]
    hand.slider.setFocus()
    hand.person.press(Key.Key_Left)
    hand.turn(1)
    assert len(hand.session.edits) == 6


def test_a_wheel_after_a_drag_is_another_edit(hand: Hand) -> None:
    hand.drag(0.05, 0.1)
    hand.turn(1)
    assert len(hand.session.edits) == 2


@proof
@given(st.integers(-5 * STEPS_PER_DECADE, STEPS_PER_DECADE - 1))
def test_each_place_is_a_rate_of_three_digits_and_the_next_is_hardly_larger(value: int) -> None:
    bridge = SessionBridge(Session(one_weight()))
    rates = []
    for place in (value, value + 1):
        bridge.do(lambda session: session.set_learning_rate("0.5"))
        widget = LearningRate(bridge)
        widget.slider.setValue(place)
        rates.append(bridge.session.document.learning_rate)
        widget.deleteLater()
    assert all(rate == Fraction(f"{float(rate):.3g}") for rate in rates)
    assert 1 <= rates[1] / rates[0] <= Fraction(102, 100)
    assert float(rates[0]) == pytest.approx(10 ** (value / STEPS_PER_DECADE), rel=0.006)


# --- the marks


def test_a_click_on_a_mark_sets_exactly_that_rate(hand: Hand) -> None:
    marks = marks_of(hand)
    hand.click_mark(Mark.best)
    assert float(hand.rate) == pytest.approx(marks.best, rel=1e-5)
    hand.click_mark(Mark.limit)
    assert float(hand.rate) == pytest.approx(marks.limit, rel=1e-15)
    assert len(hand.session.edits) == 2
    assert "on the bound" in hand.slider.accessibleDescription()


def test_a_drag_that_begins_on_a_mark_is_a_drag(hand: Hand) -> None:
    place = hand.slider.place_of(Mark.limit)
    hand.mouse(QEvent.Type.MouseButtonPress, place)
    hand.mouse(QEvent.Type.MouseMove, place + QPointF(20, 0))
    QApplication.processEvents()
    assert hand.rate > marks_of(hand).limit
    hand.mouse(QEvent.Type.MouseButtonRelease, place + QPointF(20, 0))
    assert len(hand.session.edits) == 1
    hand.mouse(QEvent.Type.MouseButtonPress, hand.slider.place_of(Mark.best))
    hand.mouse(QEvent.Type.MouseButtonRelease, QPointF(3, 3))
    assert len(hand.session.edits) == 1


@pytest.mark.parametrize(("name", "key"), [("best_rate", Key.Key_B), ("rate_at_the_bound", Key.Key_J)])
def test_keys_set_them_too(hand: Hand, name: str, key: Key) -> None:
    hand.person.press(key, Modifier.ControlModifier)
    marks = marks_of(hand)
    expected, nearness = (marks.best, 1e-5) if name == "best_rate" else (marks.limit, 1e-15)
    assert float(hand.rate) == pytest.approx(expected, rel=nearness)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_its_own_menu_sets_them_too_and_says_what_they_are(hand: Hand) -> None:
    place = hand.slider.rect().center()
    said = []
    for number in (0, 1):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, hand.slider.mapToGlobal(place))
        QApplication.sendEvent(hand.slider, event)
        menu = hand.person.find(QMenu, "learning_rate_menu")
        action = menu.actions()[number]
        said.append(action.text().replace("&", ""))
        hand.person.qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        hand.person.qtbot.waitUntil(lambda: hand.person.window.findChild(QMenu, "learning_rate_menu") is None)
        assert len(hand.session.edits) == number + 1
    assert said == ["Set to the best rate ≈ 0.276", "Set to the bound ≈ 0.277"]
    assert float(hand.rate) == pytest.approx(marks_of(hand).limit, rel=1e-15)


def test_what_rests_on_a_mark_reads_what_it_is(hand: Hand) -> None:
    said = {}
    for name, place in (
        ("best", hand.slider.place_of(Mark.best)),
        ("limit", hand.slider.place_of(Mark.limit)),
        ("none", QPointF(20, 13)),
    ):
        at = place.toPoint()
        QApplication.sendEvent(hand.slider, QHelpEvent(QEvent.Type.ToolTip, at, hand.slider.mapToGlobal(at)))
        said[name] = QToolTip.text()
    assert said["best"].startswith("The best rate 2/(λₘₐₓ + λₘᵢₙ) ≈ 0.276")
    assert said["limit"].startswith("The bound 2/λₘₐₓ ≈ 0.277")
    assert said["none"].startswith("η = 0.05, within the bound 0.277; best 0.276")
    QToolTip.hideText()


def test_the_marks_follow_the_data_and_the_convention(hand: Hand) -> None:
    before = hand.slider.place_of(Mark.limit).x()
    hand.person.window.bridge.do(lambda session: session.set_convention(LossConvention.sum_of_squares))
    assert hand.slider.place_of(Mark.limit).x() < before
    assert "bound 0.0555" in hand.slider.accessibleDescription()
    hand.person.enter("x", 1, 1, "100")
    assert "bound 9.99e−5" in hand.slider.accessibleDescription()


WIDE = document([["3e4"], ["-3e4"]], [[1]], [[0]], [[0], [1]])
MANY_CLASSES = of_size(2, 1, 900)


@pytest.mark.parametrize(
    ("given", "convention"), [(WIDE, LossConvention.per_example), (MANY_CLASSES, LossConvention.per_entry)]
)
def test_however_small_or_large_the_bound_it_can_be_dragged_to_and_past(
    hand: Hand, given: Document, convention: LossConvention
) -> None:
    hand.person.window.bridge.load(given)
    hand.person.window.bridge.do(lambda session: session.set_convention(convention))
    limit = marks_of(hand).limit
    assert limit < 2e-9 or limit > 300
    decades = hand.slider.minimum(), hand.slider.maximum()
    hand.press(0.01)
    for rate in (limit / 10, limit, limit * 2):
        hand.move(rate)
        assert float(hand.rate) == pytest.approx(rate, rel=0.1)
        assert (hand.slider.minimum(), hand.slider.maximum()) == decades
    hand.release(limit * 2)
    hand.click_mark(Mark.limit)
    assert float(hand.rate) == pytest.approx(limit, rel=1e-15)


def test_while_large_data_are_not_solved_there_are_no_marks(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_open, factorise = Event(), Course.factorise

    def held_back(course: Course, progress: object = None) -> Factorisation:
        if course.is_large:
            is_open.wait(60)
        return factorise(course)

    monkeypatch.setattr(course, "LARGE", 20)
    monkeypatch.setattr(Course, "factorise", held_back)
    hand = Hand(Person(make_window(), qtbot))
    try:
        assert hand.slider.accessibleDescription() == "η = 0.05"
        assert not hand.person.can("best_rate")
        assert hand.slider.mark_at(QPointF(hand.slider.rect().center())) is None
        hand.drag(0.05, 0.1)
        assert float(hand.rate) == pytest.approx(0.1, rel=0.06)
        hand.slider.customContextMenuRequested.emit(QPoint(5, 5))
        assert hand.person.window.findChild(QMenu, "learning_rate_menu") is None
    finally:
        is_open.set()
    qtbot.waitUntil(lambda: "bound" in hand.slider.accessibleDescription())
    assert hand.slider.mark_at(hand.slider.place_of(Mark.limit)) is Mark.limit


# --- looks


def colours(hand: Hand, area: QRect) -> set[str]:
    image = hand.slider.grab().toImage()
    ratio = image.devicePixelRatio()
    return {
        image.pixelColor(round(x * ratio), round(y * ratio)).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK), ("projector", PROJECTOR)])
def test_the_range_beyond_the_bound_is_coloured_and_hatched_in_every_theme(hand: Hand, name: str, theme: Theme) -> None:
    hand.person.choose(f"theme_{name}")
    hand.person.type_into("learning_rate", "1e-4")
    hand.person.window.resize(1600, 800)
    QApplication.processEvents()
    limit, middle = round(hand.slider.place_of(Mark.limit).x()), hand.slider.height() // 2
    beyond = colours(hand, QRect(limit + 10, middle - 2, 40, 4))
    within = colours(hand, QRect(limit - 60, middle - 2, 30, 4))
    assert len(within) == 1
    assert blend(QColor(theme.ground), QColor(theme.warning), 0.22).name() in beyond
    assert max(contrast(one, other) for one in beyond for other in beyond) >= 3
    assert not beyond & within


def test_the_two_marks_differ_in_shape_and_place(hand: Hand) -> None:
    best, limit = hand.slider.place_of(Mark.best), hand.slider.place_of(Mark.limit)
    assert limit.y() < hand.slider.height() / 2 < best.y()
    widths = {}
    for mark, place in ((Mark.best, best), (Mark.limit, limit)):
        x, y = round(place.x()), round(place.y())
        across = [[QRect(x + dx, y + dy, 1, 1) for dx in range(-7, 8)] for dy in (-2, 0, 2)]
        widths[mark] = [sum(contrast(*colours(hand, at), LIGHT.ground) > 2 for at in row) for row in across]
    assert widths[Mark.best][0] < widths[Mark.best][1] < widths[Mark.best][2]
    assert len(set(widths[Mark.limit])) == 1
    assert 0 < widths[Mark.limit][0] <= 4


@pytest.mark.parametrize(("width", "lines"), [(1280, 1), (1366, 1), (1920, 1), (1000, 2)])
def test_the_slider_takes_what_is_free_and_the_toolbar_stays_in_few_lines(hand: Hand, width: int, lines: int) -> None:
    window, toolbar = hand.person.window, hand.person.find(QWidget, "toolbar")
    window.resize(width, 720)
    QApplication.processEvents()
    children = [child for child in toolbar.children() if isinstance(child, QWidget) and child.isVisible()]
    assert len({child.geometry().center().y() // 10 for child in children}) == lines
    assert all(toolbar.rect().contains(child.geometry()) for child in children)
    for child in children:
        assert not any(child.geometry().intersects(other.geometry()) for other in children if other is not child)
    assert hand.slider.width() >= 110
    assert hand.slider.width() <= 420


def test_the_slider_is_wider_where_there_is_more_room_and_the_words_stand_in_full(hand: Hand) -> None:
    widths, words = [], []
    for width in (1280, 1366, 1920):
        hand.person.window.resize(width, 720)
        QApplication.processEvents()
        widths.append(hand.slider.width())
        words.append(hand.person.find(LearningRate, "").findChild(QLabel).text())
    assert widths == sorted(widths)
    assert widths[-1] >= 300
    assert words[0] == "η"
    assert words[-1] == "learning rate η"


def test_the_whole_of_a_long_number_begins_at_its_first_digit(hand: Hand) -> None:
    hand.click_mark(Mark.limit)
    field = hand.person.find(QLineEdit, "learning_rate")
    assert field.whole.startswith("0.277362")
    assert field.cursorPosition() == 0


def test_a_rate_that_is_longer_than_its_field_ends_in_dots_and_is_whole_while_it_is_edited(hand: Hand) -> None:
    field = hand.person.find(QLineEdit, "learning_rate")
    hand.person.type_into("learning_rate", "1234567/98765432")
    hand.person.find(RateSlider, "learning_rate_slider").setFocus()
    hand.person.choose("fractions")
    assert field.text().endswith("…")
    assert "1234567/98765432".startswith(field.text()[:-1])
    assert field.fontMetrics().horizontalAdvance(field.text()) < field.width()
    field.setFocus()
    assert field.text() == "1234567/98765432"
    assert hand.rate == Fraction(1234567, 98765432)
    hand.person.press(Key.Key_Tab)
    assert field.text().endswith("…")
    assert hand.rate == Fraction(1234567, 98765432)
