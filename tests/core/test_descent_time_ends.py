"""Where descent diverges, time ends at the last iteration whose values are all finite, as plain iteration finds it."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix, Shape
from bpgui.core.equations import LossConvention, Network
from bpgui.core.loss_curve import TimeEndsError
from bpgui.core.values import Values
from tests.core.descents import KINDS, Data, Solved, solved
from tests.oracles import at_iteration
from tests.strategies import proof

OF_A_MOMENT = [matrix for matrix in Matrix if matrix not in (Matrix.w_next, Matrix.b_next)]


def first_moment(each: Solved) -> Values:
    """The values at the start, by the equations."""
    x, w, b, y = each.data
    network = Network(Shape(*x.shape, y.shape[1]), each.descent.learning_rate, each.descent.convention)
    return Values(network, {Matrix.x: x, Matrix.w: w, Matrix.b: b, Matrix.y: y})


def is_finite(values: Values) -> bool:
    """Whether every number of an iteration is finite, its gradients included."""
    return all(np.isfinite(values.whole(matrix)).all() for matrix in OF_A_MOMENT)


def last_finite_by_iteration(each: Solved) -> int:
    """The last iteration whose values are all finite, found by computing them all."""
    values, t = first_moment(each), 0
    with np.errstate(over="ignore", invalid="ignore"):
        while is_finite(values):
            given = {Matrix.w: values.whole(Matrix.w_next), Matrix.b: values.whole(Matrix.b_next)}
            given |= {matrix: values.whole(matrix) for matrix in (Matrix.x, Matrix.y)}
            values, t = Values(values.network, given), t + 1
            assert t < 50_000
    return t - 1


def leading_mode_is_there(each: Solved) -> bool:
    """Whether the fastest mode is more than rounding at the start, so that two ways of rounding agree on it."""
    weight = each.descent.curve.weight
    return bool(weight[0] > 1e-16 * weight.sum()) and weight.sum() > 0


RATIOS = st.sampled_from([1.07, 1.17, 1.53, 2.9, 21.3, 1.3e3, 1.7e10, 1.1e40, 1.9e90, 1.3e150])


@given(solved(RATIOS))
@proof
def test_time_ends_where_plain_iteration_leaves_float64(each: Solved) -> None:
    assume(leading_mode_is_there(each))
    assert each.descent.last_finite_iteration == last_finite_by_iteration(each)


@pytest.mark.parametrize("convention", LossConvention)
@pytest.mark.parametrize("ratio", [1.1, 1.4, 7.7])
@pytest.mark.parametrize("kind", KINDS)
def test_time_ends_for_every_kind_of_problem_where_plain_iteration_leaves_float64(
    kind: str, ratio: float, convention: LossConvention
) -> None:
    each = Solved.at(KINDS[kind], ratio, convention)
    assert each.descent.last_finite_iteration == last_finite_by_iteration(each)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slow_divergence_ends_where_decimals_leave_float64(kind: str) -> None:
    each = Solved.at(KINDS[kind], 1 + 1e-5)
    last = each.descent.last_finite_iteration
    assert last is not None
    assert last > 10**6
    largest = Fraction(sys.float_info.max)
    a = each.descent.convention.a(each.descent.factorisation.shape)
    squares = [Fraction(at_iteration(*each.data, each.descent.learning_rate, a, t)[2]) / a for t in (last, last + 1)]
    gathered = Fraction(8 * last * sys.float_info.epsilon)
    assert squares[0] <= largest * (1 + gathered)
    assert squares[1] >= largest * (1 - gathered)


@pytest.mark.parametrize("ratio", [1.01, 1.5, 30.0, 1e20])
@pytest.mark.parametrize("kind", KINDS)
def test_at_the_last_iteration_every_number_is_finite_the_next_parameters_too(kind: str, ratio: float) -> None:
    each = Solved.at(KINDS[kind], ratio)
    last = each.descent.last_finite_iteration
    assert last is not None
    w, b = each.descent.parameters(last)
    x, _, _, y = each.data
    values = first_moment(Solved(Data(x, w, b, y), each.descent))
    assert is_finite(values)
    assert np.isfinite(values.whole(Matrix.w_next)).all()
    assert np.isfinite(values.whole(Matrix.b_next)).all()
    assert np.isfinite(each.descent.loss(last))


def test_at_an_absurd_learning_rate_the_update_is_what_leaves_float64_first() -> None:
    zero = np.zeros((1, 1))
    each = Solved.at(Data(zero, zero, zero, np.full((1, 1), 1e-60)), 1e210)
    last = each.descent.last_finite_iteration
    assert last == 0 < last_finite_by_iteration(each)
    assert np.isfinite(first_moment(each).whole(Matrix.b_next)).all()


def test_past_the_end_an_error_names_the_last_iteration() -> None:
    descent = Solved.at(KINDS["note"], 3.0).descent
    last = descent.last_finite_iteration
    assert last is not None
    descent.parameters(last), descent.loss(last), descent.curve.loss(last)
    for ask in (descent.parameters, descent.loss, descent.curve.loss):
        for t in (last + 1, 10**9):
            with pytest.raises(TimeEndsError, match=rf"diverges: .* finite is {last}\.$") as raised:
                ask(t)
            assert raised.value.last == last


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("kind", KINDS)
def test_up_to_the_bound_time_has_no_end(kind: str, ratio: float) -> None:
    descent = Solved.at(KINDS[kind], ratio).descent
    assert descent.last_finite_iteration is None
    assert descent.curve.last is None
