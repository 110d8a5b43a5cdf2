"""Whatever a person does, in whatever order, all that is shown is what a fresh computation makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSlider, QTableView
from pytestqt.qtbot import QtBot

from bpgui.core.cells import INPUTS, Matrix
from bpgui.session.session import TOO_LARGE_TO_START_FROM
from bpgui.ui.history_view import HistoryView
from bpgui.ui.landscape_canvas import LandscapeCanvas
from bpgui.ui.step_bar import StepBar
from bpgui.ui.stops_list import StopsList
from tests.ui.afresh import afresh, expected, expected_besides, expected_of_the_history
from tests.ui.conftest import MakeWindow
from tests.ui.hands import ORDER, Hands
from tests.ui.person import Key, Modifier, Person
from tests.ui.pixels import is_painted_afresh
from tests.ui.plain import agrees, moment
from tests.ui.what_is_shown import everything, of_the_history

SMALL_EXAMPLES = (1, 2, 3, 5, 6)
ITERATIONS = (0, 1, 2, 3, 12, 700, 10**6, 10**9)
GOOD = ("0", "2", "−1", ".5", "0,25", "1/3", "−7/9", "1e-3", "12345.678", "1e20", "0.1")
BAD = ("", "x", "nan", "inf", "1_0", "0x10", "1/0", "--1", "1e51", "1 2", "−", "1,2,3")
RATES = ("0", "0.05", "1/3", "0.001", "0.2", "3", "1e6", "1e-12")
MOVES = ("step", "step", "step", "back", "back", "finish entry", "finish equation", "forward", "backward", "update")
VIEWS = ("∂L/∂x", "updated parameters", "focus", "dark", "light", "more decimals", "fewer decimals", "fractions")
PANELS = ("show_landscape", "show_facts", "show_modes", "show_prediction", "enlarge_loss")
HISTORY_KEYS = (
    (Key.Key_Z, Modifier.ControlModifier),
    (Key.Key_Z, Modifier.ControlModifier),
    (Key.Key_Y, Modifier.ControlModifier),
)
MOST_LINES = 6
GOALS = ("best_rate", "rate_at_the_bound", "optimum", "keep_curve")
MOST_ITERATED = 1000
WAYS_THROUGH_THE_DERIVATION = (Key.Key_Left, Key.Key_Right, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_End)


class AnyOrder(Hands):
    """A person who does anything, in a window that is never closed."""

    @initialize(number=st.sampled_from(SMALL_EXAMPLES))
    def start(self, number: int) -> None:
        if self.is_focused:
            self.press("focus")
        session = self.person.window.bridge.session
        while session.view.digits != 2:
            self.press("more decimals" if session.view.digits < 2 else "fewer decimals")
        panels = [(panel, panel in ("show_prediction", "show_facts")) for panel in PANELS]
        for name, shown in (("show_dL_dx", False), ("show_update", True), ("fractions", False), *panels):
            if self.person.action(name).isChecked() is not shown:
                self.person.choose(name)
        self.person.press(Key.Key_1, Modifier.ControlModifier)
        self.person.find(StepBar, "step_bar").setFocus()
        self.load(number)
        self.person.window.bridge.load(session.document)  # with a history of its own
        self.was = {}

    # --- time

    @rule(move=st.sampled_from(MOVES), times=st.integers(1, 4))
    def move(self, move: str, times: int) -> None:
        for _ in range(times):
            self.press(move)

    @rule()
    def reset(self) -> None:
        self.press("reset")

    @rule(size=st.integers(1, 5))
    def choose_step_size(self, size: int) -> None:
        self.person.press(Key(Key.Key_0 + size), Modifier.ControlModifier)

    @precondition(lambda self: not self.is_focused)
    @rule(iterations=st.sampled_from(ITERATIONS[1:]))
    def run(self, iterations: int) -> None:
        self.person.type_into("run_iterations", str(iterations))
        self.person.press(Key.Key_R, Modifier.ControlModifier)

    @precondition(lambda self: not self.is_focused)
    @rule(iteration=st.sampled_from(ITERATIONS))
    def go_to(self, iteration: int) -> None:
        self.person.type_into("iteration", str(iteration))

    @rule(key=st.sampled_from([Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End]))
    def press_on_the_step_bar(self, key: Qt.Key) -> None:
        self.person.find(StepBar, "step_bar").setFocus()
        self.person.press(key)

    @rule(part=st.floats(0.01, 0.99))
    def click_on_the_step_bar(self, part: float) -> None:
        bar = self.person.find(StepBar, "step_bar")
        place = QPoint(round(part * bar.width()), bar.height() // 2)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)

    # --- selecting

    @rule(data=st.data())
    def click(self, data: st.DataObject) -> None:
        name, row, column = self.cell_in_view(data)
        self.person.click_cell(name, row, column)

    @rule(data=st.data())
    def build(self, data: st.DataObject) -> None:
        name, row, column = self.cell_in_view(data, computed=True)
        self.person.click_cell(name, row, column)
        self.person.press(Key.Key_Return)

    @rule(data=st.data())
    def point_at(self, data: st.DataObject) -> None:
        name, row, column = self.cell_in_view(data)
        self.person.point_at(name, row, column)

    @rule(arrows=st.lists(st.sampled_from([Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down]), max_size=3))
    def press_arrows(self, arrows: list[Qt.Key]) -> None:
        if isinstance(QApplication.focusWidget(), QTableView):
            for arrow in arrows:
                self.person.press(arrow)

    # --- in the derivation

    @precondition(lambda self: bool(self.person.derivation))
    @rule(keys=st.lists(st.sampled_from(WAYS_THROUGH_THE_DERIVATION), min_size=1, max_size=6), follow=st.booleans())
    def go_through_the_derivation(self, keys: list[Qt.Key], follow: bool) -> None:
        self.person.derivation_view.setFocus()
        for key in keys:
            self.person.press(key)
        if follow:
            self.person.press(Key.Key_Return)

    @rule(keys=st.lists(st.sampled_from([Key.Key_Left, Key.Key_Left, Key.Key_Right]), min_size=1, max_size=4))
    def go_back_and_forward(self, keys: list[Qt.Key]) -> None:
        for key in keys:
            self.person.press(key, Modifier.AltModifier)

    # --- inputs

    @rule(data=st.data(), text=st.sampled_from(GOOD))
    def type_into_a_cell(self, data: st.DataObject, text: str) -> None:
        name, row, column = self.cell_in_view(data, computed=False)
        before = self.person.position.iteration
        document = self.person.window.bridge.session.document
        self.person.enter(name, row, column, text)
        if (
            self.person.says("input_error") == TOO_LARGE_TO_START_FROM
            and self.person.find(QLabel, "input_error").isVisible()
        ):
            AnyOrder.refused = TOO_LARGE_TO_START_FROM  # descent has diverged too far
            assert self.person.window.bridge.session.document is document
        else:
            self.take_over(before, name, row, column, text)

    @rule(data=st.data(), text=st.sampled_from(BAD))
    def type_nonsense_into_a_cell(self, data: st.DataObject, text: str) -> None:
        name, row, column = self.cell_in_view(data, computed=False)
        editor = self.person.open_editor(name, row, column)
        editor.selectAll()
        self.person.press(Key.Key_Delete)
        self.person.type(text)
        document = self.person.window.bridge.session.document
        self.person.finish_editing(name)
        AnyOrder.refused = self.person.says("input_error")
        assert self.refused == self.person.sentence
        assert self.person.window.bridge.session.document is document

    @precondition(lambda self: not self.is_focused)
    @rule(rate=st.sampled_from(RATES))
    def type_the_learning_rate(self, rate: str) -> None:
        self.person.type_into("learning_rate", rate)
        self.rate = Fraction(rate)

    @precondition(lambda self: not self.is_focused)
    @rule(key=st.sampled_from([Key.Key_Left, Key.Key_Right]))
    def move_the_slider(self, key: Qt.Key) -> None:
        self.person.find(QSlider, "learning_rate_slider").setFocus()
        self.person.press(key)
        self.rate = self.person.window.bridge.session.document.learning_rate

    @rule(goal=st.sampled_from(GOALS))
    def set_descent_going(self, goal: str) -> None:
        if self.person.can(goal):
            self.person.choose(goal)
            self.rate = self.person.window.bridge.session.document.learning_rate

    @precondition(lambda self: not self.is_focused)
    @rule(across=st.floats(0.1, 0.9), up=st.floats(0.1, 0.9))
    def click_on_the_landscape(self, across: float, up: float) -> None:
        canvas = self.person.find(LandscapeCanvas, "landscape_drawing")
        if not canvas.isVisible():
            self.person.choose("show_landscape")
        place = canvas.plot.topLeft() + QPointF(across * canvas.plot.width(), up * canvas.plot.height())
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
        document = self.person.window.bridge.session.document
        if self.person.sentence.endswith(("an earlier iteration to type.", "go back in time, or press 0.")):
            AnyOrder.refused = self.person.sentence  # descent has diverged too far
        self.given |= {m.value: document.matrix(m).fractions.tolist() for m in (Matrix.w, Matrix.b)}

    @precondition(lambda self: not self.is_focused)
    @rule(number=st.sampled_from(SMALL_EXAMPLES))
    def load(self, number: int) -> None:
        self.person.choose(f"example_{number}")
        document = self.person.window.bridge.session.document
        self.given = {m.value: document.matrix(m).fractions.tolist() for m in INPUTS}
        self.rate = document.learning_rate

    # --- the size of the network

    @rule(size=st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4)))
    def resize(self, size: tuple[int, int, int]) -> None:
        self.change_lines(lambda session: session.set_size(*size))
        self.cut_or_fill(*size)

    @rule(data=st.data(), letter=st.sampled_from("ijk"))
    def insert_a_line(self, data: st.DataObject, letter: str) -> None:
        size = self.person.window.bridge.session.document.shape.size(letter)
        place = data.draw(st.integers(0, size))
        if size < MOST_LINES:
            self.change_lines(lambda session: session.insert_lines(letter, place))
            self.put_in(letter, place)

    @rule(data=st.data(), letter=st.sampled_from("ijk"))
    def delete_a_line(self, data: st.DataObject, letter: str) -> None:
        size = self.person.window.bridge.session.document.shape.size(letter)
        place = data.draw(st.integers(0, size - 1))
        if size > 1:
            self.change_lines(lambda session: session.remove_lines(letter, place))
            self.take_out(letter, place)

    # --- the history

    @rule(key=st.sampled_from(HISTORY_KEYS), times=st.integers(1, 3))
    def undo_or_redo(self, key: tuple[Qt.Key, Qt.KeyboardModifier], times: int) -> None:
        self.person.find(StepBar, "step_bar").setFocus()  # in a field, and in an open cell, they are the text's own
        for _ in range(times):
            self.person.press(*key)
        self.be_in_the_history()

    @rule(data=st.data())
    def click_in_the_history(self, data: st.DataObject) -> None:
        history = self.person.find(HistoryView, "history_list")
        if not history.isVisible():
            self.person.press(Key.Key_H, Modifier.ControlModifier)
        row = data.draw(st.integers(0, history.model().rowCount() - 1))
        history.scrollTo(history.model().index(row, 0))
        place = history.visualRect(history.model().index(row, 0)).center()
        QTest.mouseClick(history.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.be_in_the_history()

    # --- stops

    @rule()
    def add_a_stop(self) -> None:
        self.person.press(Key.Key_F4, Modifier.ShiftModifier)

    @rule(key=st.sampled_from([Key.Key_PageUp, Key.Key_PageDown]))
    def go_from_stop_to_stop(self, key: Qt.Key) -> None:
        self.person.find(StepBar, "step_bar").setFocus()  # in a grid these keys page it
        self.person.press(key, Modifier.ControlModifier)

    @rule(key=st.sampled_from([Key.Key_Delete, Key.Key_Return, Key.Key_Up]), with_alt=st.booleans())
    def change_the_stops(self, key: Qt.Key, with_alt: bool) -> None:
        stops = self.person.find(StopsList, "stops_list")
        if not stops.hasFocus():
            self.person.press(Key.Key_F4)
        if stops.hasFocus():
            self.person.press(key, Modifier.AltModifier if with_alt and key is Key.Key_Up else Modifier.NoModifier)

    # --- looks

    @precondition(lambda self: not self.is_focused)
    @rule(panel=st.sampled_from(PANELS))
    def open_or_close_a_panel(self, panel: str) -> None:
        self.person.choose(panel)

    @rule(view=st.sampled_from(VIEWS))
    def change_the_view(self, view: str) -> None:
        self.press(view)

    # --- what must hold

    @invariant()
    def a_new_step_is_remembered(self) -> None:
        self.remember()

    @rule()
    def look_at_the_screen(self) -> None:
        self.person.find(StepBar, "step_bar").setFocus()  # no caret that blinks
        self.person.qtbot.waitUntil(is_painted_afresh(self.person))

    @invariant()
    def all_that_is_shown_is_what_a_fresh_computation_shows(self) -> None:
        session = self.person.window.bridge.session
        fresh, shown = afresh(session), everything(self.person.window)
        must = expected(fresh)
        if self.refused:
            must["sentence"] = self.refused
        for name, what in must.items():
            assert shown[name] == what, name
        for name, what in expected_besides(fresh).items():
            if name in shown:  # the panel is open
                assert shown[name] == what, name
        of_history = expected_of_the_history(fresh)
        for name, what in of_the_history(self.person.window).items():
            assert what == of_history[name], name
        if not self.refused:
            assert not re.search(r"\b(nan|inf)\b|∞", str(shown))

    @invariant()
    def known_numbers_are_right_and_unknown_ones_are_empty(self) -> None:
        position, digits = self.person.position, self.person.window.bridge.session.view.digits
        numbers: dict[str, Any] = {}
        if position.iteration <= MOST_ITERATED:
            numbers = plain_moment(frozen(self.given), self.rate, position.iteration)
        for name in (*numbers, *ORDER):
            rows, columns = len(self.person.matrix(name)), len(self.person.matrix(name)[0])
            complete, is_under_way = self.known_entries(name, rows * columns)
            for place, text in enumerate(text for row in self.person.matrix(name) for text in row):
                if place < complete and numbers:
                    row, column = divmod(place, columns)
                    assert agrees(text, numbers[name][row][column], digits), (name, row, column)
                elif place < complete:
                    assert text
                elif place == complete and is_under_way:
                    assert text.endswith("…")
                else:
                    assert text == "", (name, place)


def frozen(given: dict[str, list[list[Fraction]]]) -> tuple[Any, ...]:
    return tuple(tuple(tuple(row) for row in given[name]) for name in "xwby")


@lru_cache(maxsize=64)
def plain_moment(given: tuple[Any, ...], rate: Fraction, iteration: int) -> dict[str, Any]:
    """The plain numbers; none where plain iteration leaves what floats can hold well."""
    numbers = moment(*given, rate=rate, iteration=iteration)
    largest = max(abs(float(number)) for rows in numbers.values() for row in rows for number in row)
    return numbers if largest < 1e12 else {}


@pytest.fixture
def before_the_window(make_window: MakeWindow, qtbot: QtBot) -> Iterator[None]:
    AnyOrder.person = Person(make_window(), qtbot)
    AnyOrder.person.window.bridge.changed.connect(forget_what_was_refused)
    yield
    del AnyOrder.person


def forget_what_was_refused() -> None:
    AnyOrder.refused = ""


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("before_the_window")
def test_whatever_a_person_does_every_view_shows_what_a_fresh_computation_shows() -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=20,
            phases=(Phase.explicit, Phase.generate),  # to make a failing story shorter takes minutes
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )
