"""Data so large that they are solved off the window's thread: here they are called large long before."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QThread, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from bpgui.core import factorisation
from bpgui.core.cells import INPUTS
from bpgui.core.factorisation import Factorisation
from bpgui.session import course
from bpgui.session.course import NOT_READY, Course
from bpgui.session.document import Document
from bpgui.ui import background
from bpgui.ui.background import BackgroundSolver, SolvingState
from bpgui.ui.solving_bar import CANCELLED, SolvingBar
from bpgui.ui.theme import DARK
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person, free
from tests.ui.plain import agrees, moment
from tests.ui.what_is_shown import everything


class Gate:
    """Holds every factorisation back until it is opened.

    While it is deaf, they don't look whether they are cancelled. What is put into `errors` is raised, one by one.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open, self.started, self.ended = Event(), 0, 0
        self.is_deaf = False
        self.errors: list[Exception] = []
        factorise = Course.factorise

        def held_back(course: Course, progress: Callable[[float], None] = lambda done: None) -> Factorisation:
            if not course.is_large:
                return factorise(course, progress)
            self.started += 1
            try:
                while not self.is_open.wait(0.001):
                    if not self.is_deaf:
                        progress(0.0)
                if self.errors:
                    raise self.errors.pop(0)
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
    before = everything(unsolved.window)
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    after = everything(unsolved.window)
    assert before["can"] <= after["can"]
    tells_of_the_course = ("loss_panel", "slider", "can")
    assert {**after, **dict.fromkeys(tells_of_the_course)} == {**before, **dict.fromkeys(tells_of_the_course)}


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
    gate.is_deaf = True
    unsolved.qtbot.waitUntil(lambda: gate.started == 1)
    older = unsolved.window.bridge.session.course
    unsolved.enter("x", 1, 1, "3")
    assert gate.ended == 0
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    newer = unsolved.window.bridge.session.course
    assert (gate.started, gate.ended) == (2, 2)
    assert not older.is_solved
    expected = Factorisation.of(newer.document.x.values, newer.document.y.values)
    assert np.array_equal(newer.descent.factorisation.R_x, expected.R_x)


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
    bar = unsolved.find(SolvingBar, "solving")
    unsolved.qtbot.waitUntil(bar.isVisible)
    assert says(bar).startswith("Working out")
    assert unsolved.find(QLabel, "loss_sentence").text() == ""
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert not bar.isVisible()
    assert unsolved.find(QLabel, "loss_sentence").text() != ""


# --- going on by the equations


def plain_descent(document: Document, iterations: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """w and b of each iteration, as plain numpy has them."""
    x, w, b, y = (document.matrix(matrix).values for matrix in INPUTS)
    rate, found = float(document.learning_rate), [(w, b)]
    for _ in range(iterations):
        gradient = 2 / len(x) * (x @ w + b - y)
        w, b = w - rate * (x.T @ gradient), b - rate * gradient.sum(axis=0, keepdims=True)
        found.append((w, b))
    return found


def test_iterations_stepped_through_are_those_of_plain_numpy_and_stay_what_they_were(
    unsolved: Person, gate: Gate
) -> None:
    session = unsolved.window.bridge.session
    for _ in range(6):
        unsolved.press(Key.Key_F9)
    before = [session.course.parameters(t) for t in range(7)]
    for visited, plain in zip(before, plain_descent(session.document, 6), strict=True):
        for ours, theirs in zip(visited, plain, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-13)  # the order of a sum's terms may differ
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    for t, visited in enumerate(before):
        for now, then in zip(session.course.parameters(t), visited, strict=True):
            assert np.array_equal(now, then)


# --- progress


def test_progress_rises_to_the_end_and_is_told_in_the_windows_thread(
    unsolved: Person, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factorisation, "_ROWS_IN_A_BLOCK", 1)
    monkeypatch.setattr(background, "_LEAST_SECONDS_BETWEEN_REPORTS", 0.0)
    told: list[float] = []
    threads = set()
    solver(unsolved).progressed.connect(lambda done: (told.append(done), threads.add(QThread.currentThread())))
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    examples = unsolved.window.bridge.session.document.shape.N
    assert told == sorted(told)
    assert len(set(told)) >= examples
    assert [done for done in told if done == 1.0][:1] == [1.0]
    assert max(done for done in told if done < 1.0) < 0.9, "the SVD has no share"
    assert threads == {QApplication.instance().thread()}  # type: ignore[union-attr]


def test_progress_is_not_told_more_often_than_twenty_times_a_second(unsolved: Person, gate: Gate) -> None:
    told: list[float] = []
    began = time.monotonic()
    solver(unsolved).progressed.connect(told.append)
    unsolved.qtbot.waitUntil(lambda: len(told) >= 5)
    assert len(told) <= (time.monotonic() - began) / 0.05 + 2


def test_progress_begins_anew_with_newer_data(unsolved: Person, gate: Gate) -> None:
    told: list[float] = []
    solver(unsolved).progressed.connect(told.append)
    unsolved.enter("x", 1, 1, "3")
    assert solver(unsolved).progress == 0.0
    assert 0.0 in told


# --- cancelled, and begun anew


def test_a_cancelled_computation_ends_and_is_not_begun_again_by_stepping(unsolved: Person, gate: Gate) -> None:
    unsolved.qtbot.waitUntil(lambda: gate.started == 1)
    solver(unsolved).cancel()
    assert solver(unsolved).state is SolvingState.cancelled
    unsolved.qtbot.waitUntil(lambda: gate.ended == 1)
    unsolved.press(Key.Key_F9, times=3)
    unsolved.enter("w", 1, 1, "4")
    assert unsolved.iteration == "0"
    unsolved.press(Key.Key_F9)
    assert unsolved.iteration == "1"
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.sentence == NOT_READY
    assert gate.started == 1
    assert solver(unsolved).state is SolvingState.cancelled


def test_it_is_worked_out_after_all_when_it_is_begun_anew(unsolved: Person, gate: Gate) -> None:
    solver(unsolved).cancel()
    unsolved.press(Key.Key_F9)
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        solver(unsolved).restart()
        assert solver(unsolved).state is SolvingState.working
        gate.is_open.set()
    assert solver(unsolved).state is SolvingState.idle
    assert unsolved.iteration == "1"
    unsolved.press(Key.Key_R, Modifier.ControlModifier)
    assert unsolved.iteration == "1001"


def test_other_data_are_worked_out_after_a_cancel(unsolved: Person, gate: Gate) -> None:
    solver(unsolved).cancel()
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        unsolved.enter("y", 1, 1, "3")
        gate.is_open.set()


def test_small_data_after_a_cancel_leave_nothing_to_say(unsolved: Person, gate: Gate) -> None:
    solver(unsolved).cancel()
    unsolved.choose("example_5")
    assert solver(unsolved).state is SolvingState.idle


def test_cancelled_after_its_last_look_it_stays_cancelled(unsolved: Person, gate: Gate) -> None:
    gate.is_deaf = True
    unsolved.qtbot.waitUntil(lambda: gate.started == 1)
    solver(unsolved).cancel()
    gate.is_open.set()
    finish_and_hear(unsolved)
    assert solver(unsolved).state is SolvingState.cancelled
    assert not unsolved.window.bridge.session.course.is_solved
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        solver(unsolved).restart()


def test_cancelled_between_its_end_and_the_news_of_it_it_stays_cancelled(unsolved: Person, gate: Gate) -> None:
    gate.is_open.set()
    finish(unsolved)
    solver(unsolved).cancel()
    finish_and_hear(unsolved)
    assert solver(unsolved).state is SolvingState.cancelled
    assert not unsolved.window.bridge.session.course.is_solved


def test_a_cancel_after_the_end_does_nothing(unsolved: Person, gate: Gate) -> None:
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    solver(unsolved).cancel()
    solver(unsolved).restart()
    assert solver(unsolved).state is SolvingState.idle
    assert gate.started == 1
    assert unsolved.window.bridge.session.course.is_solved


def test_begun_anew_again_and_again_only_the_last_is_taken(unsolved: Person, gate: Gate) -> None:
    gate.is_deaf = True
    for _ in range(5):
        solver(unsolved).cancel()
        solver(unsolved).restart()
    solved = []
    solver(unsolved).solved.connect(lambda: solved.append(True))
    gate.is_open.set()
    unsolved.qtbot.waitUntil(lambda: bool(solved))
    finish_and_hear(unsolved)
    assert solved == [True]


def finish(person: Person) -> None:
    """Wait until nothing is being worked out any more; the window has not heard of it."""
    for pool in solver(person).findChildren(QThreadPool):
        pool.waitForDone()


def finish_and_hear(person: Person) -> None:
    """Wait until nothing is being worked out any more, and the window has heard of it."""
    finish(person)
    QApplication.processEvents()


# --- failed

REASONS = [
    (MemoryError(), "there is not enough memory"),
    (np.linalg.LinAlgError("SVD did not converge"), "the singular values of x could not be found"),
]


@pytest.mark.parametrize(("error", "why"), REASONS)
def test_why_it_failed_is_told_and_it_can_be_begun_anew(
    unsolved: Person, gate: Gate, error: Exception, why: str
) -> None:
    gate.errors.append(error)
    gate.is_open.set()
    unsolved.qtbot.waitUntil(lambda: solver(unsolved).state is SolvingState.failed)
    assert solver(unsolved).failure == f"Not worked out: {why}. Iterations can be stepped through one by one."
    unsolved.press(Key.Key_F9)
    assert unsolved.iteration == "1"
    assert gate.started == 1
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        solver(unsolved).restart()
    assert solver(unsolved).failure == ""


def test_a_failure_of_older_data_is_not_told(unsolved: Person, gate: Gate) -> None:
    gate.is_deaf = True
    gate.errors.append(MemoryError())
    unsolved.qtbot.waitUntil(lambda: gate.started == 1)
    unsolved.enter("x", 1, 1, "3")
    states = []
    solver(unsolved).state_changed.connect(lambda: states.append(solver(unsolved).state))
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert states == [SolvingState.idle]


def test_a_factorisation_that_nothing_can_be_made_of_has_failed(
    unsolved: Person, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(course: Course, factorisation: Factorisation) -> None:
        raise MemoryError

    monkeypatch.setattr(Course, "solve_with", fail)
    gate.is_open.set()
    unsolved.qtbot.waitUntil(lambda: solver(unsolved).state is SolvingState.failed)
    assert gate.started == 1


def test_a_bug_is_told_as_a_failure_and_as_a_bug(unsolved: Person, gate: Gate) -> None:
    gate.errors.append(RuntimeError("a bug"))
    with unsolved.qtbot.captureExceptions() as caught:
        gate.is_open.set()
        unsolved.qtbot.waitUntil(lambda: solver(unsolved).state is SolvingState.failed)
    assert [str(error) for _, error, _ in caught] == ["a bug"]
    assert "something went wrong" in solver(unsolved).failure


# --- the bar


@pytest.fixture
def bar(unsolved: Person) -> SolvingBar:
    """The bar of a window whose data are being worked out, once it is there."""
    found = unsolved.find(SolvingBar, "solving")
    unsolved.qtbot.waitUntil(found.isVisible)
    return found


def part(bar: SolvingBar, kind: type, name: str):  # type: ignore[no-untyped-def]
    """A part of the bar, by its name."""
    found = bar.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def says(bar: SolvingBar) -> str:
    """What the bar says."""
    return str(part(bar, QLabel, "solving_sentence").text()).replace("\N{NO-BREAK SPACE}", " ")


def buttons(bar: SolvingBar) -> list[str]:
    """The names of the buttons that are there."""
    return [button.objectName() for button in bar.findChildren(QToolButton) if button.isVisible()]


def test_the_bar_says_how_far_it_is(unsolved: Person, gate: Gate, bar: SolvingBar) -> None:
    assert says(bar) == "Working out the course of descent… 0 %"
    assert part(bar, QProgressBar, "solving_progress").isVisible()
    assert buttons(bar) == ["cancel_solving"]
    solver(unsolved).progressed.emit(0.4299)
    assert says(bar) == "Working out the course of descent… 42 %"
    assert part(bar, QProgressBar, "solving_progress").value() == 42
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        gate.is_open.set()
    assert not bar.isVisible()


def test_the_bar_does_not_flicker_for_what_is_soon_done(
    gate: Gate, make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.is_open.set()
    person = Person(make_window(), qtbot)
    qtbot.waitUntil(lambda: person.window.bridge.session.course.is_solved)
    shown = []
    monkeypatch.setattr(SolvingBar, "showEvent", lambda bar, event: shown.append(True))
    with qtbot.waitSignal(solver(person).solved):
        person.enter("x", 1, 1, "3")
    assert not shown


def test_a_person_cancels_and_begins_anew_with_the_mouse(unsolved: Person, gate: Gate, bar: SolvingBar) -> None:
    part(bar, QToolButton, "cancel_solving").click()
    assert says(bar) == CANCELLED
    assert buttons(bar) == ["restart_solving"]
    assert not part(bar, QProgressBar, "solving_progress").isVisible()
    unsolved.qtbot.waitUntil(lambda: gate.ended == gate.started)
    unsolved.press(Key.Key_F9)
    assert says(bar) == CANCELLED
    with unsolved.qtbot.waitSignal(solver(unsolved).solved):
        part(bar, QToolButton, "restart_solving").click()
        assert buttons(bar) == ["cancel_solving"]
        gate.is_open.set()
    assert not bar.isVisible()


def test_a_person_cancels_and_begins_anew_with_the_keyboard(unsolved: Person, gate: Gate, bar: SolvingBar) -> None:
    part(bar, QToolButton, "cancel_solving").setFocus()
    unsolved.press(Key.Key_Space)
    assert says(bar) == CANCELLED
    assert part(bar, QToolButton, "restart_solving").hasFocus()
    unsolved.press(Key.Key_Space)
    assert solver(unsolved).state is SolvingState.working
    assert part(bar, QToolButton, "cancel_solving").hasFocus()
    gate.is_open.set()


def test_the_bar_tells_of_a_failure(unsolved: Person, gate: Gate, bar: SolvingBar) -> None:
    gate.errors.append(MemoryError())
    gate.is_open.set()
    unsolved.qtbot.waitUntil(lambda: buttons(bar) == ["restart_solving"])
    assert says(bar) == solver(unsolved).failure
    assert "memory" in says(bar)


def test_all_parts_of_the_bar_have_names_for_who_listens(bar: SolvingBar) -> None:
    widgets = [bar, *bar.findChildren(QToolButton), *bar.findChildren(QProgressBar)]
    assert len(widgets) == 4
    assert all(widget.accessibleName() for widget in widgets)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_bar_fits_a_narrow_panel_whatever_it_says(unsolved: Person, bar: SolvingBar, scale: float) -> None:
    bar.apply_theme(DARK, scale)
    sentence = part(bar, QLabel, "solving_sentence")
    room = round(322 * scale)  # of a panel 340 wide
    for act in (lambda: solver(unsolved).progressed.emit(1.0), solver(unsolved).cancel):
        act()
        bar.resize(room, bar.heightForWidth(room))
        bar.layout().activate()
        assert bar.minimumSizeHint().width() <= room
        assert sentence.heightForWidth(sentence.width()) <= sentence.height()


# --- threads


@pytest.mark.parametrize(("given", "expected"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_products_keep_to_one_thread_unless_a_person_wants_more(given: dict[str, str], expected: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | given
    script = "import bpgui, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected
