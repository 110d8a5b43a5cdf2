"""Run until: the iteration gone to is the first that reaches the goal, and where there is none a sentence says why."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import NumberError
from bpgui.session.course import LAST_ITERATION
from bpgui.session.goals import Goal, GoalError, asked_for, iteration_of_optimum, iteration_that_reaches, parse_target
from bpgui.session.position import Position
from bpgui.session.session import Session
from tests.core.descents import Solved, is_well_conditioned, solved
from tests.oracles import iterate
from tests.session.documents import document, note, of_size, one_weight, state_of
from tests.strategies import proof

MOST = 300
RATIOS = st.one_of(st.floats(0.01, 1.3), st.sampled_from([0.5, 1.0, 2.0]))
SUMS = (Goal.loss, Goal.gradient_norm)


def iterated(each: Solved) -> dict[Goal, list[float]]:
    """Losses and gradient norms of plain iteration, as far as they stay ordinary numbers."""
    a = float(each.descent.convention.a(each.descent.factorisation.shape))
    x, w, b, y = each.data
    losses, norms = [], []
    for state in islice(iterate(x, w, b, y, each.descent.learning_rate, a), MOST):
        if not state.loss < 1e200:
            break
        dL_dy_hat = 2 * a * (x @ state.w + state.b - y)
        losses.append(float(state.loss))
        norms.append(math.hypot(np.linalg.norm(x.T @ dL_dy_hat), np.linalg.norm(dL_dy_hat.sum(axis=0))))
    return {Goal.loss: losses, Goal.gradient_norm: norms}


def first(numbers: list[float], target: float) -> int | None:
    """By going through all of them."""
    return next((t for t, number in enumerate(numbers) if number <= target), None)


@proof
@given(solved(RATIOS), st.sampled_from(SUMS), st.floats(1e-6, 1.1), st.integers(0, 40))
def test_the_iteration_gone_to_is_the_first_that_plain_iteration_finds(
    each: Solved, goal: Goal, share: float, from_iteration: int
) -> None:
    assume(is_well_conditioned(each))
    numbers = iterated(each)[goal]
    lowest = each.descent.optimal_loss if goal is Goal.loss else 0.0
    start = numbers[min(from_iteration, len(numbers) - 1)]
    target = lowest + share * (start - lowest)
    # what hangs on the last digits is left out: two ways of rounding may differ by an iteration there
    clearance = 1e-7 * max(target, numbers[0] * 1e-6)
    assume(min(abs(number - target) for number in numbers) > clearance)
    assume(target - lowest > 1e-9 * max(numbers[0], lowest))
    found = first(numbers, target)
    try:
        reached = iteration_that_reaches(goal, Fraction(target), each.descent.curve)
    except GoalError:
        reached = None
    if found is None:
        assert reached is None or reached >= len(numbers)
    else:
        assert reached == found


@pytest.mark.parametrize(
    ("goal", "target", "iteration"),
    [
        (Goal.loss, "4", 0),
        (Goal.loss, "3.9", 1),
        (Goal.loss, "1", 1),
        (Goal.loss, "1/4", 2),
        (Goal.loss, "0.01", 5),
        (Goal.gradient_norm, "9", 0),
        (Goal.gradient_norm, "8", 1),
        (Goal.gradient_norm, "1e-3", 14),
        (Goal.iteration, "10^9", 10**9),
        (Goal.iteration, "0", 0),
    ],
)
def test_on_one_weight_the_first_iteration_is_had_by_hand(goal: Goal, target: str, iteration: int) -> None:
    # L = 4 / 4^t, and ∂L/∂w and ∂L/∂b are −8/2^t and −4/2^t
    curve = Session(one_weight()).course.descent.curve
    assert iteration_that_reaches(goal, parse_target(goal, target), curve) == iteration


@pytest.mark.parametrize("convention_of", [note, one_weight])
def test_far_iterations_are_found_as_well_as_near_ones(convention_of: object) -> None:
    session = Session(convention_of())  # type: ignore[operator]
    session.set_learning_rate("1e-6")
    curve = session.course.descent.curve
    for target in ("1", "0.1", "0.01"):
        t = iteration_that_reaches(Goal.loss, Fraction(target), curve)
        assert t > 10_000
        assert curve.loss(t) <= float(target) < curve.loss(t - 1)


def no_way(goal: Goal, target: str, curve: LossCurve) -> str:
    with pytest.raises(GoalError, match=r"\.$") as refused:
        iteration_that_reaches(goal, Fraction(target), curve)
    return str(refused.value)


def test_what_is_never_reached_is_refused_in_a_sentence() -> None:
    floored = Session(document([[1], [1]], [[0]], [[0]], [[0], [1]])).course.descent.curve
    assert "the lowest loss is L* ≈ 0.25" in no_way(Goal.loss, "0.2", floored)
    assert "the lowest loss is L* ≈ 0.25" in no_way(Goal.loss, "0", floored)
    assert "the lowest loss is L* = 0." in no_way(Goal.loss, "0", replace(floored, floor=0.0))
    assert "never negative" in no_way(Goal.loss, "-1", floored)
    assert "above 0" in no_way(Goal.gradient_norm, "0", floored)
    assert "above 0" in no_way(Goal.gradient_norm, "-3", floored)
    for number in ("-1", "1/2", str(LAST_ITERATION + 1)):
        assert "whole number from 0 to 1\u2009000\u2009000\u2009000" in no_way(Goal.iteration, number, floored)


def test_past_the_bound_what_lies_beyond_the_end_of_time_is_refused() -> None:
    curve = Session(one_weight(1)).course.descent.curve
    assert curve.last is not None
    assert "Descent diverges" in no_way(Goal.iteration, str(curve.last + 1), curve)
    assert iteration_that_reaches(Goal.iteration, Fraction(curve.last), curve) == curve.last
    assert "diverges at this learning rate" in no_way(Goal.loss, "1", curve)
    assert "diverges at this learning rate" in no_way(Goal.gradient_norm, "1", curve)
    assert iteration_that_reaches(Goal.loss, Fraction(5), curve) == 0


def test_what_takes_too_long_and_what_never_moves_are_told_apart() -> None:
    assert "only after iteration 1\u2009000\u2009000\u2009000" in no_way(
        Goal.loss, "0.01", Session(one_weight(Fraction("1e-12"))).course.descent.curve
    )
    assert "never falls so low" in no_way(Goal.loss, "0.01", Session(one_weight(0)).course.descent.curve)


def test_what_is_lost_in_rounding_is_not_said_to_be_reached() -> None:
    session = Session(note())
    curve = session.course.descent.curve
    for goal, target in ((Goal.loss, "1e-40"), (Goal.gradient_norm, "1e-20")):
        assert "rounding" in no_way(goal, target, curve)
    lowest = Session(document([[1], [1]], [[5]], [[3]], [[0], [1]])).course.descent.curve
    assert "rounding" in no_way(Goal.loss, "0.2500000000000000001", lowest)
    for goal, target in ((Goal.loss, "1e-20"), (Goal.gradient_norm, "1e-9")):
        session.run_until(goal, Fraction(target))
        values = session.course.moment(session.iteration).values
        gradients = [values.whole(matrix) for matrix in (Matrix.dL_dw, Matrix.dL_db)]
        shown = {
            Goal.loss: float(values.whole(Matrix.loss)[0, 0]),
            Goal.gradient_norm: math.hypot(*map(np.linalg.norm, gradients)),
        }
        assert shown[goal] <= float(target) * 1.001


def test_the_optimum_is_where_w_and_b_no_longer_change() -> None:
    session = Session(note())
    t = iteration_of_optimum(session.course.descent.curve)
    w, b = session.course.descent.optimum()
    now, before = session.course.descent.parameters(t), session.course.descent.parameters(t // 2)
    np.testing.assert_allclose(np.vstack(now), np.vstack([w, b]), rtol=0, atol=1e-14)
    assert np.abs(np.vstack(before) - np.vstack([w, b])).max() > 1e-12
    for rate, why in ((1, "never comes to the optimum"), (Fraction("1e-12"), "only after iteration")):
        with pytest.raises(GoalError, match=why):
            iteration_of_optimum(Session(one_weight(rate)).course.descent.curve)


def test_who_starts_at_the_optimum_is_there_already() -> None:
    curve = Session(of_size(3, 2, 2)).course.descent.curve
    for goal in SUMS:
        for target in (0, 1):
            assert iteration_that_reaches(goal, Fraction(target), curve) == 0
    assert iteration_of_optimum(curve) == 0


# --- what is typed and said


@pytest.mark.parametrize(
    ("goal", "typed", "asked"),
    [
        (Goal.loss, "0,01", "the first iteration with L ≤ 0.01"),
        (Goal.loss, " 1/3 ", "the first iteration with L ≤ 1/3"),
        (Goal.loss, "1e-40", "the first iteration with L ≤ 1e−40"),
        (Goal.loss, "1/100", "the first iteration with L ≤ 0.01"),
        (Goal.gradient_norm, "1e-3", "the first iteration with a gradient norm ≤ 0.001"),
        (Goal.iteration, "1e6", "iteration 1\u2009000\u2009000"),
        (Goal.iteration, "12 000", "iteration 12\u2009000"),
    ],
)
def test_what_is_asked_for_is_said_as_it_was_typed(goal: Goal, typed: str, asked: str) -> None:
    assert asked_for(goal, parse_target(goal, typed)) == asked


@pytest.mark.parametrize("goal", Goal)
@pytest.mark.parametrize("typed", ["", "soon", "nan", "1_0", "0.1.2"])
def test_what_cant_be_read_is_refused(goal: Goal, typed: str) -> None:
    with pytest.raises(NumberError, match=r"\.$"):
        parse_target(goal, typed)


@pytest.mark.parametrize("typed", ["1.000", "1,000", "1/1", "-1", "1.5", "1e-1"])
def test_an_iteration_is_a_whole_number_beyond_doubt(typed: str) -> None:
    with pytest.raises(NumberError, match="whole number from 0"):
        parse_target(Goal.iteration, typed)


# --- going there


def test_running_until_a_loss_keeps_the_place_in_the_iteration_and_says_where_it_is() -> None:
    session = Session(one_weight())
    session.forward()
    place = session.position
    session.run_until(Goal.loss, Fraction("0.01"))
    assert session.position == place._replace(iteration=5)
    assert session.notice == "Iteration 5 is the first with L ≤ 0.01."
    assert session.has_run
    session.run_until(Goal.loss, Fraction(3))
    assert session.iteration == 1
    session.run_until(Goal.iteration, Fraction(12))
    assert session.iteration == 12
    assert session.notice == ""


def test_from_the_very_start_it_lands_at_the_end_of_the_gradients() -> None:
    session = Session(note())
    session.run_until(Goal.gradient_norm, Fraction("0.1"))
    assert session.position == Position(session.iteration, Matrix.dL_db, 15)
    assert session.iteration > 10


def test_a_goal_that_is_refused_changes_nothing_at_all() -> None:
    session = Session(note())
    session.step()
    before = state_of(session)
    for goal, target in ((Goal.loss, -1), (Goal.loss, 0), (Goal.gradient_norm, 0), (Goal.iteration, -1)):
        with pytest.raises(GoalError):
            session.run_until(goal, Fraction(target))
        assert state_of(session) == before
