"""What the modes tell of any iteration: excess, distance, gradient norm, shares, and when something is reached."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix, Shape
from bpgui.core.equations import Network
from bpgui.core.loss_curve import LossCurve, TimeEndsError
from bpgui.core.values import Values
from tests.core.descents import EPSILON, KINDS, Solved, is_well_conditioned, solved
from tests.oracles import iterate
from tests.strategies import proof

SOME = np.array([0.0, 1.0, 2.0, 3.0, 10.0, 77.0, 1e4, 1e9])
RATIOS = [0.05, 0.5, 0.9, 1.0]


def gradient_norm_by_the_equations(each: Solved, t: int) -> float:
    """‖[∂L/∂w; ∂L/∂b]‖ as the network works it out."""
    x, _, _, y = each.data
    w, b = each.descent.parameters(t)
    network = Network(Shape(*x.shape, y.shape[1]), each.descent.learning_rate, each.descent.convention)
    values = Values(network, {Matrix.x: x, Matrix.w: w, Matrix.b: b, Matrix.y: y})
    return float(np.linalg.norm(np.vstack([values.whole(Matrix.dL_dw), values.whole(Matrix.dL_db)])))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_shares_of_the_modes_and_the_lowest_loss_add_up_to_the_loss(kind: str, ratio: float) -> None:
    curve = Solved.at(KINDS[kind], ratio).descent.curve
    shares = curve.losses_of_modes(SOME)
    assert (shares >= 0).all()
    assert np.allclose(shares.sum(axis=1) + curve.floor, curve.losses(SOME), rtol=1e-14, atol=0)
    assert np.allclose(curve.excesses(SOME) + curve.floor, curve.losses(SOME), rtol=1e-14, atol=0)


@given(solved(st.floats(0.01, 0.99)), st.integers(0, 10**6))
@proof
def test_the_distance_is_that_of_the_parameters_from_the_optimum(each: Solved, t: int) -> None:
    assume(is_well_conditioned(each))
    here, there = (np.vstack(each.descent.parameters(t)), np.vstack(each.descent.optimum()))
    largest = max(np.abs(here).max(), np.abs(there).max(), np.abs(each.start).max())
    # of the difference of two nearly equal matrices nothing is left below their own rounding
    allowed = 200 * EPSILON * each.condition * largest * here.size
    assert abs(each.descent.curve.distance(t) - np.linalg.norm(here - there)) <= allowed


@given(solved(st.floats(0.01, 0.99)), st.integers(0, 300))
@proof
def test_the_gradient_norm_is_that_of_the_equations(each: Solved, t: int) -> None:
    assume(is_well_conditioned(each))
    curve, s = each.descent.curve, each.descent.factorisation.s
    scale = float(np.abs(each.data.x).max(initial=1) * np.abs(each.start).max() + np.abs(each.data.y).max())
    scale += float(np.abs(np.vstack(each.descent.optimum())).max() * s[0])
    # rounding of ŷ − y, seen through 2a x̃ᵀ
    allowed = 200 * EPSILON * each.condition * 2 * curve.a * float(s[0]) * len(each.data.x) * scale
    found, expected = curve.gradient_norm(t), gradient_norm_by_the_equations(each, t)
    assert abs(found - expected) <= 1e-9 * expected + allowed


@pytest.mark.parametrize("ratio", [0.03, 0.4, 0.9, 1.2])
@pytest.mark.parametrize("share", [0.5, 0.01, 1e-4])
@pytest.mark.parametrize("kind", ["small", "note", "one weight", "wide", "singular"])
def test_when_so_little_is_left_is_when_plain_iteration_first_has_it(kind: str, share: float, ratio: float) -> None:
    each = Solved.at(KINDS[kind], ratio)
    curve = each.descent.curve
    found = curve.first_with_excess(share)
    a, most = float(each.descent.convention.a(each.descent.factorisation.shape)), 4000
    most = min(most, (curve.last or most) + 1)
    losses = [state.loss for state in islice(iterate(*each.data, each.descent.learning_rate, a), most)]
    excesses = np.array([loss - curve.floor for loss in losses])
    if found is None or found >= most:
        assert (excesses > share * excesses[0] * (1 - 1e-6)).all()
    else:
        # a digit of the two iterations may be rounding: so much to either side
        assert excesses[found] <= share * excesses[0] * (1 + 1e-6)
        assert (excesses[:found] > share * excesses[0] * (1 - 1e-6)).all()


@st.composite
def curves(draw: st.DrawFn) -> LossCurve:
    """Any sum of a few modes: falling, growing, swinging, or falling before it grows."""
    count = draw(st.integers(1, 4))
    curvature = np.sort([draw(st.floats(1e-3, 3.0)) for _ in range(count)])[::-1].copy()
    weight = np.array([draw(st.sampled_from([0.0, 1e-9, 1e-3, 1.0, 50.0])) for _ in range(count)])
    floor = draw(st.sampled_from([0.0, 0.25, 3.0]))
    rate = draw(st.floats(0, 0.8))
    return LossCurve(0.2, rate, curvature, weight, floor, 1e-30, None)


@given(curves(), st.floats(1e-12, 1.2))
@proof
def test_the_first_iteration_with_a_loss_or_gradient_is_found_as_by_going_through_them(
    curve: LossCurve, part: float
) -> None:
    most = 3000
    t = np.arange(float(most))
    for values, find in (
        (curve.losses(t), curve.first_with_loss),
        (curve.gradient_norms(t), curve.first_with_gradient_norm),
    ):
        target = part * float(values[0])
        reached = np.flatnonzero(values <= target)
        found = find(target)
        if len(reached) == 0:
            assert found is None or found >= most
        else:
            # where a value is the target to rounding, squaring it may fall on either side
            assert found is not None
            slack = np.flatnonzero(values <= target * (1 + 1e-12))
            assert slack[0] <= found <= reached[0] or (found <= most and values[found] <= target * (1 + 1e-12))


def test_below_the_lowest_loss_nothing_is_ever_found() -> None:
    curve = Solved.at(KINDS["one feature, one class"], 0.5).descent.curve
    assert curve.floor > 0
    assert curve.first_with_loss(curve.floor * 0.999) is None
    assert curve.first_with_loss(curve.loss(0)) == 0


def test_a_loss_that_falls_before_it_grows_is_found_on_its_way_down() -> None:
    """A tiny fast mode past the bound, beside a large slow one: the lowest loss is passed, and then left for good."""
    curve = LossCurve(1.0, 1.0, np.array([2.2, 0.5]), np.array([1e-6, 1.0]), 0.0, 1e-30, 500)
    t = np.arange(501.0)
    lowest = int(np.argmin(curve.losses(t)))
    assert 0 < lowest < 100
    assert curve.first_with_loss(float(curve.losses(t)[lowest])) == lowest
    assert curve.first_with_loss(float(curve.losses(t)[lowest]) * 0.99) is None


@pytest.mark.parametrize("ratio", [0.01, 0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
def test_on_arrival_the_parameters_are_the_optimum_to_rounding_and_half_way_they_are_not(
    kind: str, ratio: float
) -> None:
    each = Solved.at(KINDS[kind], ratio)
    arrival = each.descent.curve.arrival
    assert arrival is not None
    there = np.vstack(each.descent.optimum())
    scale = np.abs(there - each.start).max()
    assert np.abs(np.vstack(each.descent.parameters(arrival)) - there).max() <= 100 * EPSILON * each.condition * scale
    if arrival > 1:
        assert np.abs(np.vstack(each.descent.parameters(arrival // 3)) - there).max() > 1e-9 * scale


@pytest.mark.parametrize("ratio", [0.0, 1.0, 1.5])
def test_where_descent_never_comes_to_the_optimum_there_is_no_arrival(ratio: float) -> None:
    assert Solved.at(KINDS["note"], ratio).descent.curve.arrival is None


def test_a_start_at_the_optimum_has_arrived() -> None:
    each = Solved.at(KINDS["note"], 0.5)
    w, b = each.descent.optimum()
    assert Solved.at(each.data._replace(w=w, b=b), 0.5).descent.curve.arrival == 0


@given(solved(st.floats(0.01, 0.99)))
@proof
def test_at_the_best_learning_rate_the_slowest_mode_shrinks_fastest(each: Solved) -> None:
    descent = each.descent
    best = descent.best_learning_rate
    slowest = [
        float(np.abs(1 - rate * descent.curvature).max())
        for rate in (best * 0.98, best * 0.999, best * 1.001, best * 1.02)
    ]
    at_best = float(np.abs(1 - best * descent.curvature).max())
    assert at_best <= min(slowest) + 1e-12
    assert best <= descent.learning_rate_limit * (1 + 1e-15)


@pytest.mark.parametrize("rate", [0.001, 0.2, 3.0])
def test_another_rate_from_the_same_start_is_a_descent_of_its_own(rate: float) -> None:
    each = Solved.at(KINDS["note"], 0.5)
    other = Solved(each.data, each.descent.at_rate(rate)).descent
    assert other.learning_rate == rate
    assert np.array_equal(other.curve.at_rate(rate).losses(SOME[:5]), other.curve.losses(SOME[:5]))
    assert np.array_equal(each.descent.curve.at_rate(rate).losses(SOME[:5]), other.curve.losses(SOME[:5]))
    assert (other.last_finite_iteration is None) == (rate < each.descent.learning_rate_limit)


def test_past_the_end_every_question_of_one_iteration_is_refused() -> None:
    curve = Solved.at(KINDS["note"], 3.0).descent.curve
    assert curve.last is not None
    for ask in (curve.loss, curve.excess, curve.distance, curve.gradient_norm):
        ask(0)
        with pytest.raises(TimeEndsError):
            ask(curve.last + 1)
