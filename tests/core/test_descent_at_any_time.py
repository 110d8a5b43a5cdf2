"""The solved descent a billion iterations on, against matrix powers in decimals of 120 digits.

Also: learning rates at which a formula could come apart (0, exactly at the bound, convergence in one step), starts at
which there is nothing to do, and that nothing ever is NaN.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.descent import Descent
from bpgui.core.equations import LossConvention
from bpgui.core.factorisation import Factorisation
from tests.core.descents import EPSILON, KINDS, NOTE, ONE_WEIGHT, Data, Solved, is_well_conditioned, solved
from tests.oracles import at_iteration
from tests.strategies import proof

BILLION = 10**9
TIMES = (0, 1, 2, 3, 10, 1001, 10**6, BILLION - 1, BILLION)


def check(each: Solved, t: int, gathered: float = 0.0) -> None:
    """Hold one iteration against decimals."""
    descent = each.descent
    a = descent.convention.a(descent.factorisation.shape)
    each.holds(t, *at_iteration(*each.data, descent.learning_rate, a, t), gathered=gathered)


@pytest.mark.parametrize("t", TIMES)
@pytest.mark.parametrize("ratio", [1e-12, 1e-9, 1e-3, 0.5, 0.999])
@pytest.mark.parametrize("kind", KINDS)
def test_any_iteration_up_to_a_billion_is_that_of_matrix_powers(kind: str, ratio: float, t: int) -> None:
    check(Solved.at(KINDS[kind], ratio), t)


@given(solved(st.floats(1e-12, 0.999)), st.integers(0, BILLION), st.sampled_from(LossConvention))
@proof
def test_any_iteration_of_any_small_problem_is_that_of_matrix_powers(
    each: Solved, t: int, convention: LossConvention
) -> None:
    assume(is_well_conditioned(each))
    check(each, t)


@pytest.mark.parametrize("t", [1, 1000, 10**7, BILLION])
@pytest.mark.parametrize("steepness", [1e-15, 1e-12, 1e-9, 1e-7])
def test_a_tiny_step_over_a_billion_iterations_keeps_all_its_digits(steepness: float, t: int) -> None:
    """One weight, where the power is a number: (1 − ηλ)^t itself loses 8 digits, and here it is ε of the exponent."""
    x, _, _, y = ONE_WEIGHT
    zero = np.zeros((1, 1))  # so that nothing hides how far w has moved
    rate = steepness / (2 * (2 * 2 + 1))  # the only λ is 2 (x² + 1)
    descent = Descent(Factorisation.of(x, y), zero, zero, rate)
    expected_w, expected_b, expected_loss = at_iteration(x, zero, zero, y, rate, Fraction(1), t)
    for found, expected in zip(descent.parameters(t), (expected_w[0, 0], expected_b[0, 0]), strict=True):
        assert abs(Decimal(found.item()) - expected) <= 20 * Decimal(EPSILON) * expected
    allowed = Decimal((20 + 4 * t * steepness) * EPSILON)
    assert abs(Decimal(descent.loss(t)) - expected_loss) <= allowed * expected_loss


@pytest.mark.parametrize("t", [1, 2, 1001, 10**6, BILLION])
@pytest.mark.parametrize("kind", KINDS)
def test_exactly_at_the_bound_descent_swings_without_end(kind: str, t: int) -> None:
    """There ηλ is 2 to ε, and t such factors gather no more than 8 t ε."""
    each = Solved.at(KINDS[kind], 1.0)
    assert each.descent.last_finite_iteration is None
    check(each, t, gathered=8 * t * EPSILON)


@pytest.mark.parametrize("kind", KINDS)
def test_past_the_bound_an_iteration_is_that_of_matrix_powers(kind: str) -> None:
    each = Solved.at(KINDS[kind], 1.00001)
    last = each.descent.last_finite_iteration
    assert last is not None
    assert last > 10**7
    for t in (1, 1000, 10**6, 10**7):
        check(each, t, gathered=8 * t * EPSILON)


@pytest.mark.parametrize("kind", KINDS)
def test_with_a_learning_rate_of_zero_nothing_moves(kind: str) -> None:
    each = Solved.at(KINDS[kind], 0.0)
    for t in TIMES:
        w, b = each.descent.parameters(t)
        assert (w == each.data.w).all()
        assert (b == each.data.b).all()
        assert each.descent.loss(t) == each.descent.loss(0)
    assert each.descent.last_finite_iteration is None


def test_where_the_step_is_exactly_the_inverse_curvature_one_iteration_is_enough() -> None:
    y = np.array([[7.0, -2.0]])
    descent = Descent(Factorisation.of(np.zeros((1, 1)), y), np.ones((1, 2)), np.zeros((1, 2)), 0.5)
    assert descent.learning_rate * descent.curvature[0] == 1
    assert descent.loss(0) == pytest.approx(53, rel=1e-14)
    for t in (1, 2, 3, BILLION):
        w, b = descent.parameters(t)
        assert (w == 1).all()
        assert np.allclose(b, y, rtol=1e-15, atol=0)
        assert descent.loss(t) == 0
    assert np.isfinite(descent.curve.losses(np.array([0.0, 1.0, 2.0]))).all()


@pytest.mark.parametrize("N", [1, 5, 150, 5000])
@pytest.mark.parametrize("with_residual", [False, True])
def test_a_start_that_is_the_optimum_stays_there_even_past_the_bound(N: int, with_residual: bool) -> None:
    """In integers the gradient there is exactly zero: nothing but the rounding of the solution could run away."""
    rng = np.random.default_rng(N)
    x, w, b = (rng.integers(-4, 5, size).astype(np.float64) for size in ((N, 3), (3, 2), (1, 2)))
    off = np.zeros((N, 2))
    if with_residual:  # two examples that are alike, and whose targets lie on either side
        x, off = np.vstack([x, x]), np.vstack([off + 1, off - 1])
    each = Solved.at(Data(x, w, b, x @ w + b + off), 3.0)
    assert each.descent.last_finite_iteration is None
    assert each.descent.loss(10**6) == pytest.approx(2.0 * with_residual, rel=1e-12, abs=1e-24)
    found_w, found_b = each.descent.parameters(10**6)
    assert (found_w == w).all()
    assert (found_b == b).all()


def test_features_of_very_different_size_start_at_the_loss_that_they_have() -> None:
    """The bias is lost beside 1e20 and does not move, but its part of the loss is there."""
    x = np.array([[1e20], [1e20], [3e20]])
    each = Solved.at(Data(x, np.zeros((1, 1)), np.full((1, 1), 5.0), np.ones((3, 1))), 0.5)
    assert each.descent.factorisation.rank == 1
    assert each.descent.loss(0) == pytest.approx(16, rel=1e-12)


RATIOS = st.sampled_from([0.0, 1e-300, 1e-12, 0.3, 0.5, 1.0, 1.0 + 1e-9, 1.1, 2.0, 1e6, 1e100])


@given(solved(RATIOS), st.sampled_from([*TIMES, 2**53]))
@proof
def test_nothing_is_ever_nan_or_infinite(each: Solved, t: int) -> None:
    descent = each.descent
    if descent.last_finite_iteration is not None:
        t = min(t, descent.last_finite_iteration)
    assert all(np.isfinite(array).all() for array in (*descent.parameters(t), *descent.optimum()))
    assert np.isfinite([descent.loss(t), descent.optimal_loss, descent.learning_rate_limit]).all()
    assert descent.loss(t) >= 0
    assert not np.isnan(descent.curve.losses(np.array([0.0, 1.0, 1e9, 2.0**53]))).any()


@pytest.mark.parametrize("ratio", [0.3, 1.5])
def test_a_mode_that_is_not_there_does_not_make_nan(ratio: float) -> None:
    each = Solved.at(Data(*(np.zeros(size) for size in ((2, 1), (1, 1), (1, 1), (2, 1)))), ratio)
    assert each.descent.loss(BILLION) == 0
    assert all((array == 0).all() for array in each.descent.parameters(BILLION))


def test_the_curve_says_what_each_loss_says() -> None:
    each = Solved.at(NOTE, 0.7)
    iterations = np.array([0.0, 1.0, 2.0, 77.0, 1e4, 1e9])
    for t, loss in zip(iterations, each.descent.curve.losses(iterations), strict=True):
        assert loss == pytest.approx(each.descent.loss(int(t)), rel=1e-14)
