"""The values of all iterations: in fractions within the budget, then in float64; data too large to solve at once."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.loss_curve import TimeEndsError
from bpgui.session import course as course_module
from bpgui.session.course import EXACT_DIGITS, EXACT_PRODUCTS_TO_GET_THERE, Course, NotReadyError
from bpgui.session.document import Document
from bpgui.session.position import Position, StepSize
from bpgui.session.screen import Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from tests.oracles import State, iterate
from tests.session.documents import LOSS, document_of, note, of_size, one_weight
from tests.strategies import Problem, integers, problems, proof

NOT_READY = "The course of descent is not worked out yet; iterations can be stepped through one by one."


def inputs(given: Document) -> tuple[np.ndarray, ...]:
    """x, w, b and y in fractions."""
    return given.x.fractions, given.w.fractions, given.b.fractions, given.y.fractions


def after(iterations: int, states: Iterator[State]) -> State:
    """The state after so many iterations."""
    return next(islice(states, iterations, None))


@proof
@given(problems(4, rates=st.fractions(0, Fraction(1, 4), max_denominator=20)), st.integers(0, 3))
def test_within_the_budget_every_number_is_the_one_that_fractions_give(problem: Problem, t: int) -> None:
    given = document_of(problem)
    course = Course(given)
    if t > course.last_iteration:
        return
    moment = course.moment(t)
    expected = after(t, iterate(*inputs(given), given.learning_rate, given.network.a))
    if moment.exact is None:
        longest = max(len(str(abs(n))) for f in (*expected.w.flat, *expected.b.flat) for n in f.as_integer_ratio())
        assert longest > EXACT_DIGITS
        return
    assert moment.exact.whole(Matrix.w).tolist() == expected.w.tolist()
    assert moment.exact.whole(Matrix.b).tolist() == expected.b.tolist()
    assert moment.number(LOSS) == expected.loss


@proof
@given(problems(4, numbers=integers, rates=st.fractions(0, Fraction(1, 200), max_denominator=9000)))
def test_beyond_the_budget_decimals_take_over_where_fractions_end(problem: Problem) -> None:
    given = document_of(problem)
    course = Course(given)
    t = EXACT_PRODUCTS_TO_GET_THERE // course.products + 1
    if t > course.last_iteration:
        return
    assert course.moment(t).exact is None
    floats = (matrix.astype(np.float64) for matrix in inputs(given))
    expected = after(t, iterate(*floats, float(given.learning_rate), float(given.network.a)))
    w, b = course.parameters(t)
    scale = 1 + max(np.abs(w).max(), np.abs(b).max())
    np.testing.assert_allclose(w, expected.w, rtol=1e-9, atol=1e-9 * scale)
    np.testing.assert_allclose(b, expected.b, rtol=1e-9, atol=1e-9 * scale)
    assert course.loss(t) == pytest.approx(expected.loss, rel=1e-8, abs=1e-12 * scale**2)


def test_the_budget_of_the_note_is_twenty_iterations() -> None:
    course = Course(note())
    assert course.products == 75
    assert isinstance(course.moment(20).number(LOSS), Fraction)
    assert isinstance(course.moment(21).number(LOSS), float)
    assert float(course.moment(20).number(LOSS)) == pytest.approx(course.loss(20), rel=1e-12)


def test_fractions_end_where_they_have_too_many_digits() -> None:
    course = Course(one_weight(Fraction(1234567, 10**8)))
    exact = [course.moment(t).exact is not None for t in range(40)]
    assert exact[:3] == [True] * 3
    assert exact == sorted(exact, reverse=True)
    assert not exact[-1]
    for t in (exact.index(False) - 1, exact.index(False)):
        assert float(course.moment(t).number(LOSS)) == pytest.approx(course.loss(t), rel=1e-12)


def test_too_large_a_network_has_no_fractions_even_at_the_start() -> None:
    assert Course(of_size(60, 10, 5)).moment(0).exact is None


def test_the_same_moment_is_not_worked_out_twice_and_only_a_few_are_kept() -> None:
    course = Course(note())
    first = course.moment(0)
    course.moment(0).values.whole(Matrix.dL_dw)
    assert course.moment(0) is first
    assert first.values.is_kept(Matrix.dL_dw)
    for t in range(1, 6):
        course.moment(t)
    assert course.moment(0) is first
    for t in range(6, 12):
        course.moment(t)
    assert course.moment(0) is not first


def test_past_the_last_finite_iteration_there_is_nothing() -> None:
    course = Course(one_weight(1))
    assert course.diverges
    last = course.last_iteration
    moment = course.moment(last)
    for matrix in Matrix:
        assert np.isfinite(moment.values.whole(matrix)).all()
    with pytest.raises(TimeEndsError):
        course.moment(last + 1)


def test_parameters_as_inputs_are_exactly_the_ones_shown() -> None:
    course = Course(note())
    for t in (0, 3, 20, 21, 1000):
        w, b = course.parameters_as_inputs(t)
        for matrix, taken in ((Matrix.w, w), (Matrix.b, b)):
            shown = course.moment(t).number(Cell(matrix, 0, 1))
            assert (taken.exact_at(0, 1) if t <= 20 else float(taken.values[0, 1])) == shown


def test_a_network_is_large_by_its_products_or_by_what_solving_it_takes() -> None:
    assert not Course(of_size(150, 4, 3)).is_large
    assert Course(of_size(2000, 1000, 1)).is_large
    assert Course(of_size(800, 800, 1)).is_large  # 0.6 million products, but a factorisation of seconds
    assert not Course(of_size(2, 100_000, 1)).is_large


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Session:
    """The note, taken for large data that is not solved yet."""
    monkeypatch.setattr(course_module, "LARGE", 10)
    session = Session(note())
    assert session.course.is_large
    assert not session.course.is_solved
    return session


def test_large_data_is_stepped_through_by_the_equations_before_it_is_solved(large: Session) -> None:
    given = note()
    states = iterate(*inputs(given), given.learning_rate, given.network.a)
    for t, expected in zip(range(30), states, strict=False):
        assert large.iteration == t
        w, b = large.course.parameters(t)
        np.testing.assert_allclose(w, expected.w.astype(np.float64), rtol=1e-12)
        np.testing.assert_allclose(b, expected.b.astype(np.float64), rtol=1e-12)
        assert large.course.loss(t) == pytest.approx(float(expected.loss), rel=1e-12)
        large.update()
        assert large.notice == ""


def test_updates_that_nobody_looked_at_are_made_up_for(large: Session) -> None:
    for _ in range(4):
        large.update()
    assert large.iteration == 4
    large.step(StepSize.iteration)
    assert large.iteration == 5
    assert large.notice == ""
    large.go_to(2)
    assert large.iteration == 2


def test_far_jumps_give_a_notice_until_the_factorisation_is_there(
    large: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.run(1000)
    assert large.is_at_start
    assert large.notice == NOT_READY
    assert sentence(Screen(large)) == NOT_READY
    with pytest.raises(NotReadyError, match="worked out"):
        large.course.parameters(1000)
    with pytest.raises(NotReadyError):
        large.course.descent  # noqa: B018
    large.update()
    stepped_to = large.course.parameters(1)
    large.solve_with(large.course.factorise())
    assert large.course.is_solved
    large.run(1000)
    assert large.position == Position(1001, Matrix.dL_db, 15)
    assert large.notice == ""
    assert large.course.parameters(1) is stepped_to
    monkeypatch.undo()
    assert large.course.loss(1001) == Course(note()).loss(1001)


def test_an_edit_of_data_that_is_not_solved_keeps_to_the_rules_of_edits(large: Session) -> None:
    for _ in range(3):
        large.update()
    large.set_learning_rate("0.1")
    assert large.iteration == 3
    rate = note().learning_rate * 2
    expected = after(3, iterate(*inputs(note()), rate, note().network.a))
    np.testing.assert_allclose(large.course.parameters(3)[0], expected.w.astype(np.float64), rtol=1e-12)
    large.enter(Matrix.x, 0, 0, "3")
    assert large.iteration == 0
    assert large.earlier_curve is None  # there is none before it is solved
    large.run(2)
    assert large.notice == NOT_READY


def test_data_that_is_not_solved_never_leaves_float64(large: Session) -> None:
    large.set_learning_rate("1e30")
    for _ in range(10):
        large.update()
    assert 1 < large.iteration < 5
    assert large.notice == NOT_READY
    assert all(np.isfinite(large.course.moment(large.iteration).values.whole(m)).all() for m in Matrix)
    large.solve_with(large.course.factorise())
    assert large.course.diverges
    large.set_learning_rate("1e50")
    assert large.iteration <= large.course.last_iteration


def test_a_rate_that_drives_unsolved_data_out_of_float64_goes_back_to_the_start_and_says_so(large: Session) -> None:
    for _ in range(5):
        large.update()
    large.set_learning_rate("1e50")
    assert large.iteration == 0
    assert large.notice == NOT_READY


def test_progress_of_a_factorisation_is_told(large: Session) -> None:
    told: list[float] = []
    large.course.factorise(told.append)
    assert told[-1] == 1


def test_iterations_that_are_no_longer_kept_leave_memory_at_once(large: Session) -> None:
    gc.disable()  # which comes too seldom for arrays of many megabytes
    try:
        first = weakref.ref(large.course.moment(0).values)
        large.course.moment(0).values.evaluate_in_one_pass()
        for _ in range(10):
            large.update()
        assert first() is None
    finally:
        gc.enable()
