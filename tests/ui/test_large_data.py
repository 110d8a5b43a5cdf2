"""Data so large that they are solved off the window's thread: here they are called large long before."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpgui.core.cells import INPUTS
from bpgui.core.factorisation import Factorisation
from bpgui.session import course
from bpgui.session.course import NOT_READY, Course
from bpgui.ui.background import BackgroundSolver
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person, free
from tests.ui.plain import agrees, moment
from tests.ui.what_is_shown import everything


class Gate:
    """Holds every factorisation back until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open, self.started, self.ended = Event(), 0, 0
        factorise = Course.factorise

        def held_back(course: Course, progress: Callable[[float], None] = lambda done: None) -> Factorisation:
            if not course.is_large:
                return factorise(course, progress)
            self.started += 1
            try:
                while not self.is_open.wait(0.001):
                    progress(0.0)
                return factorise(course, progress)
            finally:
                self.ended += 1

        monkeypatch.setattr(Course, "factorise", held_back)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setattr(course, "LARGE", 20)
    return Gate(monkeypatch)


@pytest.fixture
def unsolved(gate: Gate, make_window: MakeWindow, qtbot: QtBot) -> Person:
    """Someone before large data that are still being worked out."""
    person = Person(make_window(), qtbot)
    assert not person.window.bridge.session.course.is_solved
    return person


def solver(person: Person) -> BackgroundSolver:
    found = person.window.findChild(BackgroundSolver)
    assert isinstance(found, BackgroundSolver)
    return found


def test_iterations_are_stepped_through_before_the_course_is_solved(unsolved: Person) -> None:
    unsolved.press(Key.Key_F7)
    assert unsolved.cell("loss") == "23.4"
    unsolved.press(Key.Key_F9)
    assert unsolved.iteration == "1"
    assert unsolved.cell("w", 1, 1) == "0.86"
    unsolved.press(Key.Key_F9)
    unsolved.press(Key.Key_PageUp)
    assert unsolved.iteration == "1"


def test_a_run_says_that_the_course_is_still_worked_out_and_works_once_it_is(unsolved: Person, gate: Gate) -> None:
    unsolved.press(Key.Key_F7)
    before = unsolved.position
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.sentence == NOT_READY
    assert unsolved.position == before
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert unsolved.position == before
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.iteration == "1000"


def test_what_was_shown_before_it_was_solved_is_shown_after(unsolved: Person, gate: Gate) -> None:
    unsolved.press(Key.Key_F9)
    unsolved.press(Key.Key_F8)
    before = {**everything(unsolved.window), "loss_panel": None}
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert {**everything(unsolved.window), "loss_panel": None} == before


def test_the_window_answers_while_it_is_worked_out(unsolved: Person) -> None:
    unsolved.press(Key.Key_PageDown, times=10)
    unsolved.enter("w", 1, 1, "4")
    assert unsolved.cell("w", 1, 1) == "4"
    assert unsolved.cell("y_hat", 1, 1) == "1"


def test_an_edit_of_w_keeps_the_factorisation_that_is_under_way(unsolved: Person, gate: Gate) -> None:
    unsolved.enter("w", 1, 1, "4")
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert gate.started == 1
    assert unsolved.window.bridge.session.course.is_solved
    unsolved.type_into("iteration", "50")
    assert unsolved.iteration == "50"


def test_a_newer_document_wins_over_an_older_computation(unsolved: Person, gate: Gate) -> None:
    unsolved.qtbot.waitUntil(lambda: gate.started == 1)
    unsolved.enter("x", 1, 1, "3")
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    session = unsolved.window.bridge.session
    assert gate.started == 2
    assert session.course.is_solved
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    given = [session.document.matrix(matrix).fractions.tolist() for matrix in INPUTS]
    numbers = moment(*given, rate=session.document.learning_rate, iteration=1000)
    for name in ("x", "w", "b", "y_hat", "dL_dw"):
        for texts, of_row in zip(unsolved.matrix(name), numbers[name], strict=True):
            assert all(agrees(text, value) for text, value in zip(texts, of_row, strict=True))


def test_an_older_result_that_comes_late_is_not_taken(unsolved: Person, gate: Gate) -> None:
    older = unsolved.window.bridge.session.course
    unsolved.enter("x", 1, 1, "3")
    factorisation = Factorisation.of(older.document.x.values, older.document.y.values)
    solver(unsolved)._on_factorised(older, factorisation)
    assert not unsolved.window.bridge.session.course.is_solved


def test_the_same_example_loaded_again_is_solved_too(unsolved: Person, gate: Gate) -> None:
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    for _ in range(2):
        with unsolved.qtbot.waitSignal(solver(unsolved).solved):
            unsolved.choose("example_1")
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.iteration == "1000"


def test_loading_the_same_example_while_it_is_worked_out_ends_well(unsolved: Person, gate: Gate) -> None:
    unsolved.choose("example_1")
    unsolved.choose("example_2")
    unsolved.choose("example_1")
    gate.is_open.set()
    unsolved.qtbot.waitUntil(lambda: unsolved.window.bridge.session.course.is_solved)


def test_small_data_after_large_need_no_solver(unsolved: Person, gate: Gate) -> None:
    unsolved.choose("example_5")
    assert unsolved.window.bridge.session.course.is_solved
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.iteration == "1000"
    gate.is_open.set()


def test_closing_the_window_while_it_is_worked_out_ends_the_work(
    gate: Gate, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    qtbot.waitUntil(lambda: gate.started == 1)
    assert gate.ended == 0
    free(window)
    assert gate.ended == 1


def test_the_loss_panel_says_that_the_course_is_worked_out(unsolved: Person, gate: Gate) -> None:
    assert unsolved.find(QLabel, "loss_sentence").text().startswith("Working out")
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert not unsolved.find(QLabel, "loss_sentence").text().startswith("Working out")
