"""The lowest loss, the parameters that have it, and the bound on the learning rate."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.descent import Descent
from bpgui.core.equations import LossConvention
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64
from tests.core.descents import (
    CONSTANT_COLUMN,
    EPSILON,
    KINDS,
    NOTE,
    SINGULAR,
    Data,
    Solved,
    is_well_conditioned,
    random_data,
    solved,
)
from tests.oracles import iterate
from tests.strategies import proof

ANY_RATIO = st.just(0.5)


def with_ones(x: Float64) -> Float64:
    """x̃ = [x 1]."""
    return np.hstack([x, np.ones((len(x), 1))])


def loss_at(each: Solved, W: Float64) -> float:
    """L by its formula."""
    a = float(each.descent.convention.a(each.descent.factorisation.shape))
    return a * float(((with_ones(each.data.x) @ W - each.data.y) ** 2).sum())


def scale_of_loss(each: Solved, W: Float64) -> float:
    """What L would be if nothing in ŷ − y cancelled: its rounding is measured by this, times ε²."""
    size = np.abs(with_ones(each.data.x)) @ np.abs(W) + np.abs(each.data.y)
    return float((size**2).sum())


@given(solved(ANY_RATIO))
@proof
def test_at_the_optimum_the_gradient_is_zero_to_rounding(each: Solved) -> None:
    """Rounding grows with the condition on the way to W, and is then as large in the gradient as x̃ makes it."""
    assume(is_well_conditioned(each))
    W, x1 = np.vstack(each.descent.optimum()), with_ones(each.data.x)
    gradient = x1.T @ (x1 @ W - each.data.y)
    largest = np.abs(x1).max() * np.sqrt(scale_of_loss(each, np.maximum(np.abs(W), np.abs(each.start))))
    assert np.abs(gradient).max() <= 100 * EPSILON * each.condition * len(x1) * largest


@given(solved(ANY_RATIO), st.integers(0, 2**32 - 1))
@proof
def test_no_neighbour_of_the_optimum_has_a_lower_loss(each: Solved, seed: int) -> None:
    assume(is_well_conditioned(each))
    W = np.vstack(each.descent.optimum())
    optimal, rng = each.descent.optimal_loss, np.random.default_rng(seed)
    rounding = (100 * EPSILON * each.condition) ** 2 * scale_of_loss(each, np.maximum(np.abs(W), np.abs(each.start)))
    assert loss_at(each, W) == pytest.approx(optimal, rel=1e-10, abs=rounding)
    for distance in (1e-6, 1e-3, 1.0, 100.0):
        neighbour = W + distance * rng.normal(size=W.shape)
        assert loss_at(each, neighbour) >= optimal * (1 - 1e-10) - rounding


@given(solved(ANY_RATIO))
@proof
def test_the_optimum_is_the_one_nearest_to_the_start(each: Solved) -> None:
    """numpy's least squares gives the shortest way from the start to the lowest loss, for any rank."""
    assume(is_well_conditioned(each))
    x1 = with_ones(each.data.x)
    shortest = np.linalg.lstsq(x1, each.data.y - x1 @ each.start, rcond=1e-13)[0]
    found = np.vstack(each.descent.optimum())
    largest = np.abs(found).max() + np.abs(each.start).max() + np.abs(each.data.y).max()
    assert np.abs(found - (each.start + shortest)).max() <= 1e-10 * max(1.0, each.condition) * largest


@pytest.mark.parametrize("kind", KINDS)
def test_the_optimum_is_where_descent_ends(kind: str) -> None:
    descent = Solved.at(KINDS[kind], 0.9).descent
    for found, expected in zip(descent.parameters(10**9), descent.optimum(), strict=True):
        assert np.allclose(found, expected, rtol=1e-12, atol=1e-13)
    assert descent.loss(10**9) == pytest.approx(descent.optimal_loss, rel=1e-12, abs=1e-28)


def test_the_floor_of_a_square_or_wide_problem_is_nothing_but_rounding() -> None:
    for data in (NOTE, random_data(3, 3, 6, 2), random_data(4, 1, 1, 1)):
        each = Solved.at(data, 0.5)
        assert 0 <= each.descent.optimal_loss < 1e-28
        assert each.descent.curve.rounding > 0


def test_the_floor_of_a_tall_problem_is_a_residual_norm() -> None:
    each = Solved.at(random_data(11, 200, 3, 2), 0.5)
    residuals = np.linalg.lstsq(with_ones(each.data.x), each.data.y)[1]
    assert each.descent.optimal_loss == pytest.approx(residuals.sum() / 200, rel=1e-12)


def test_a_floor_far_below_the_targets_keeps_its_digits() -> None:
    """Targets of 1e6 that miss a plane by 1e-6: as ‖R₀‖² − Σ‖c‖² nothing would be left of it."""
    x = np.arange(8.0).reshape(8, 1) - 3.5
    off = 1e-6 * np.array([[1.0], [-1], [-1], [1], [1], [-1], [-1], [1]])  # at right angles to x and to 1
    y = 1e6 * x + 2e6 + off
    descent = Descent(Factorisation.of(x, y), np.zeros((1, 1)), np.zeros((1, 1)), 0.01)
    assert descent.optimal_loss == pytest.approx(1e-12, rel=1e-3)


@pytest.mark.parametrize(("data", "rank"), [(SINGULAR, 3), (CONSTANT_COLUMN, 2), (NOTE, 5)])
def test_the_rank_is_that_of_x_with_its_column_of_ones(data: Data, rank: int) -> None:
    assert Factorisation.of(data.x, data.y).rank == rank == np.linalg.matrix_rank(with_ones(data.x))


def test_what_a_singular_x_can_not_reach_never_moves() -> None:
    each = Solved.at(SINGULAR, 0.9)
    unreached = np.array([2.0, -1, 0, 0])  # x's second column is twice its first
    assert np.abs(with_ones(SINGULAR.x) @ unreached).max() == 0
    for t in (1, 1000, 10**9):
        moved = np.vstack(each.descent.parameters(t)) - each.start
        assert np.abs(unreached @ moved).max() <= 1e-14
        assert np.abs(moved).max() > 0.01


@given(solved(ANY_RATIO), st.sampled_from(LossConvention))
@proof
def test_the_limit_is_two_over_the_largest_curvature(each: Solved, convention: LossConvention) -> None:
    descent = Solved.at(each.data, 0.5, convention).descent
    x1 = with_ones(each.data.x)
    hessian = 2 * float(convention.a(descent.factorisation.shape)) * x1.T @ x1
    assert descent.learning_rate_limit == pytest.approx(2 / np.linalg.eigvalsh(hessian).max(), rel=1e-12)


@pytest.mark.parametrize("convention", LossConvention)
@pytest.mark.parametrize("kind", KINDS)
def test_on_one_side_of_the_limit_plain_iteration_falls_and_on_the_other_it_explodes(
    kind: str, convention: LossConvention
) -> None:
    below, above = (Solved.at(KINDS[kind], ratio, convention) for ratio in (0.99, 1.01))
    assert below.descent.last_finite_iteration is None
    assert above.descent.last_finite_iteration is not None
    a = float(convention.a(below.descent.factorisation.shape))
    falling = [s.loss for s in islice(iterate(*below.data, below.descent.learning_rate, a), 1500)]
    exploding = [s.loss for s in islice(iterate(*above.data, above.descent.learning_rate, a), 1500)]
    assert all(later <= earlier * (1 + 1e-12) + 1e-28 for earlier, later in pairwise(falling))
    assert exploding[-1] > 1e6 * max(exploding[0], 1e-3)
