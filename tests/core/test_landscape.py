"""The landscape against the loss itself: slices, contours, lowest points, the path, and whether it is a projection."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.descent import Descent
from bpgui.core.equations import Array, LossConvention
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64
from bpgui.core.landscape import Plane
from bpgui.core.landscape_slice import Ellipse, ParallelLines, Slice
from bpgui.core.powers import powers
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
from tests.strategies import proof

RATIOS = st.sampled_from([0.0, 0.03, 0.4, 0.5, 0.77, 0.999, 1.02])
ITERATIONS = st.sampled_from([0, 1, 2, 3, 7, 40])
ANGLES = np.linspace(0, 2 * np.pi, 17)
CONVENTIONS = list(LossConvention)


@st.composite
def planes(draw: st.DrawFn) -> tuple[Solved, Plane]:
    """Any small problem, over two of its parameters or over its principal directions."""
    each = draw(solved(RATIOS).filter(is_well_conditioned))
    return each, draw(planes_of(each))


@st.composite
def planes_of(draw: st.DrawFn, each: Solved) -> Plane:
    if draw(st.booleans()):
        return Plane.principal(each.descent)
    rows, columns = each.start.shape
    places = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    across = draw(places)
    return Plane.of_entries(each.descent, across, draw(places.filter(lambda place: place != across)))


def plane_over(data: Data, across: tuple[int, int], up: tuple[int, int], ratio: float = 0.4) -> Plane:
    return Plane.of_entries(Solved.at(data, ratio).descent, across, up)


def parameters(each: Solved, t: int) -> Float64:
    return np.vstack(each.descent.parameters(t))


def at(plane: Plane, slice: Slice, W: Float64, point: Float64) -> Float64:
    """W moved on the plane to where its coordinates are those of a point."""
    across, up = point - slice.here
    return W + across * plane.across.matrix + up * plane.up.matrix


def exact_loss(each: Solved, W: Float64) -> Fraction:
    """L from its definition, in fractions, of the floats as they are."""
    x = np.hstack([each.data.x, np.ones((len(each.data.x), 1))])
    error = as_fractions(x) @ as_fractions(W) - as_fractions(each.data.y)
    factor = each.descent.convention.a(each.descent.factorisation.shape)
    return factor * (error * error).sum()


def as_fractions(array: Float64) -> Array:
    found = np.empty(array.shape, dtype=object)
    for place, value in np.ndenumerate(array):
        found[place] = Fraction(float(value))
    return found


def agree(each: Solved, found: float, exact: Fraction, W: Float64) -> bool:
    """Whether a loss is right: its root, the size of ŷ − y, to 1e-9 of it and to the rounding of x̃W − y."""
    x = np.abs(np.hstack([each.data.x, np.ones((len(each.data.x), 1))]))
    largest = np.maximum(np.abs(W), np.abs(each.start)) + np.abs(np.vstack(each.descent.optimum()))
    scale = float(np.linalg.norm(x @ largest + np.abs(each.data.y))) * float(each.descent.curve.a) ** 0.5
    root = float(exact) ** 0.5
    return abs(max(found, 0.0) ** 0.5 - root) <= 1e-9 * root + 400 * EPSILON * each.condition * scale


# --- slices


@proof
@given(planes(), ITERATIONS, st.floats(-4, 4), st.floats(-4, 4))
def test_a_slice_is_the_loss(of: tuple[Solved, Plane], t: int, across: float, up: float) -> None:
    each, plane = of
    slice, W = plane.slice_at(t), parameters(each, t)
    point = slice.here + np.array([across, up])
    moved = at(plane, slice, W, point)
    assert agree(each, slice.loss(*point), exact_loss(each, moved), moved)


@proof
@given(planes(), ITERATIONS, st.floats(0.001, 50))
def test_every_point_of_a_contour_has_its_loss(of: tuple[Solved, Plane], t: int, excess: float) -> None:
    each, plane = of
    slice, W = plane.slice_at(t), parameters(each, t)
    level = slice.lowest_loss + excess
    contour = slice.contour(level)
    match contour:
        case Ellipse():
            points = contour.points(ANGLES)
        case ParallelLines():
            steps = np.linspace(-3, 3, 5)[:, None] * contour.along
            points = np.vstack([contour.centre + contour.offset + steps, contour.centre - contour.offset + steps])
        case None:
            points = slice.here + np.random.default_rng(1).normal(size=(5, 2))
            level = slice.lowest_loss
    for point in points:
        moved = at(plane, slice, W, point)
        assert agree(each, level, exact_loss(each, moved), moved)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_contours_are_ellipses_where_the_loss_rises_everywhere(kind: str, convention: LossConvention) -> None:
    each = Solved.at(KINDS[kind], 0.4, convention)
    slice = Plane.principal(each.descent).slice_at(3)
    two = each.descent.factorisation.rank > 1
    assert isinstance(slice.contour(slice.lowest_loss + 1), Ellipse if two else ParallelLines)


def test_two_parameters_that_do_the_same_have_straight_contours() -> None:
    # the second column of x is twice the first
    slice = plane_over(SINGULAR, (0, 1), (1, 1)).slice_at(2)
    contour = slice.contour(slice.lowest_loss + 2)
    assert isinstance(contour, ParallelLines)
    assert contour.along[0] == pytest.approx(-2 * contour.along[1])


def test_a_constant_feature_and_the_bias_do_the_same() -> None:
    slice = plane_over(CONSTANT_COLUMN, (0, 0), (2, 0)).slice_at(0)
    assert slice.rank == 1


def test_a_feature_of_zeros_changes_nothing() -> None:
    data = Data(np.array([[0.0, 1], [0, 2], [0, -1]]), *random_data(8, 3, 2, 2)[1:])
    straight = plane_over(data, (0, 0), (1, 0)).slice_at(1)
    contour = straight.contour(straight.lowest_loss + 1)
    assert isinstance(contour, ParallelLines)
    assert contour.along.tolist() == [1, 0]
    upright = plane_over(data, (1, 0), (0, 0)).slice_at(1).contour(straight.lowest_loss + 1)
    assert isinstance(upright, ParallelLines)
    assert upright.along.tolist() == [0, 1]
    flat = plane_over(data, (0, 0), (0, 1)).slice_at(1)
    assert flat.rank == 0
    assert flat.contour(flat.lowest_loss + 1) is None
    assert flat.losses(np.array([[3.0, 4.0], [-1.0, 8.0]])).tolist() == [flat.lowest_loss] * 2


def test_there_is_no_contour_below_the_lowest_loss() -> None:
    slice = plane_over(NOTE, (0, 0), (1, 1)).slice_at(0)
    assert slice.contour(slice.lowest_loss * 0.999) is None


def test_a_feature_that_rounding_hides_changes_nothing() -> None:
    # beside the others it is less than ε: descent does not move its weights either
    data = Data(np.array([[1e-19, 1.0], [-2e-19, 2], [1e-19, -1]]), *random_data(8, 3, 2, 2)[1:])
    plane = plane_over(data, (0, 0), (1, 0))
    assert isinstance(plane.slice_at(1).contour(9.0), ParallelLines)
    assert plane.coordinates(np.array([0.0, 5.0]))[:, 0] == pytest.approx([data.w[0, 0]] * 2)


@pytest.mark.parametrize("sizes", [(1e6, 1e-3), (1e-3, 1e6)])
def test_features_of_very_unequal_size_keep_their_digits(sizes: Float64) -> None:
    # ŷ is the same as with x and w in ordinary units; the contour is a thousand million times as long as wide
    plain = random_data(9, 6, 2, 1)
    sizes = np.array(sizes)
    scaled = Data(plain.x * sizes, plain.w / sizes[:, None], plain.b, plain.y)
    one, other = (plane_over(data, (0, 0), (1, 0), 0.0).slice_at(0) for data in (plain, scaled))
    assert other.lowest * sizes == pytest.approx(one.lowest, rel=1e-10)
    assert other.lowest_loss == pytest.approx(one.lowest_loss, rel=1e-10)
    first, second = (slice.contour(2.0 + one.lowest_loss) for slice in (one, other))
    assert isinstance(first, Ellipse)
    assert isinstance(second, Ellipse)
    assert second.points(ANGLES) * sizes == pytest.approx(first.points(ANGLES), rel=1e-9, abs=1e-9)


def test_features_that_are_almost_alike_keep_their_digits() -> None:
    # the second is the first but for a part in ten million: exactly, by the normal equations in fractions
    x = np.array([[1.0, 1 + 1e-7], [2.0, 2 - 1e-7], [-1.0, -1 + 2e-7], [0.5, 0.5], [3.0, 3.0]])
    data = Data(x, np.array([[0.25], [0.5]]), np.array([[0.125]]), np.array([[1.0], [2], [-1], [0.5], [2]]))
    slice = plane_over(data, (0, 0), (1, 0), 0.0).slice_at(0)
    A, error = as_fractions(x), as_fractions(data.y) - Fraction(1, 8)
    (p, q), (_, s), (m, n) = (A.T @ A)[0], (A.T @ A)[1], (A.T @ error).ravel()
    best = [float((s * m - q * n) / (p * s - q * q)), float((p * n - q * m) / (p * s - q * q))]
    assert slice.lowest == pytest.approx(best, rel=1e-7)


# --- the lowest point, the slope and the curvature


@proof
@given(planes(), ITERATIONS, st.integers(0, 10**6))
def test_nothing_in_a_slice_is_lower_than_its_lowest_point(of: tuple[Solved, Plane], t: int, seed: int) -> None:
    _, plane = of
    slice = plane.slice_at(t)
    nearby = slice.lowest + np.random.default_rng(seed).normal(size=(50, 2))
    assert slice.losses(nearby).min() >= slice.lowest_loss
    assert slice.loss(*slice.lowest) == slice.lowest_loss


@proof
@given(planes(), ITERATIONS)
def test_the_lowest_point_is_that_of_least_squares(of: tuple[Solved, Plane], t: int) -> None:
    each, plane = of
    slice, W = plane.slice_at(t), parameters(each, t)
    x = np.hstack([each.data.x, np.ones((len(each.data.x), 1))])
    A = np.stack([(x @ direction.matrix).ravel() for direction in (plane.across, plane.up)], axis=1)
    sizes = np.where(slice.T.any(axis=0), np.linalg.norm(A, axis=0), 1.0)
    z = np.linalg.lstsq(A / sizes, (each.data.y - x @ W).ravel(), rcond=1e-10)[0] / sizes
    moved = at(plane, slice, W, slice.here + z)
    assert agree(each, slice.lowest_loss, exact_loss(each, moved), moved)
    assert (slice.lowest - slice.here) * sizes == pytest.approx(
        z * sizes, rel=1e-6, abs=1e-7 * each.condition * (1 + np.abs(W).max())
    )


@proof
@given(planes(), ITERATIONS)
def test_slope_and_curvature_are_the_differences_of_the_loss(of: tuple[Solved, Plane], t: int) -> None:
    # L is quadratic, so that central differences with any h are exact; in fractions, of the floats as they are
    each, plane = of
    slice, W = plane.slice_at(t), parameters(each, t)

    def L(across: int, up: int) -> Fraction:
        return exact_loss(each, at(plane, slice, W, slice.here + np.array([across, up], dtype=float)))

    slope = [(L(1, 0) - L(-1, 0)) / 2, (L(0, 1) - L(0, -1)) / 2]
    mixed = (L(1, 1) - L(1, -1) - L(-1, 1) + L(-1, -1)) / 4
    H = [[L(1, 0) - 2 * L(0, 0) + L(-1, 0), mixed], [mixed, L(0, 1) - 2 * L(0, 0) + L(0, -1)]]
    size = float(L(0, 0)) + float(np.abs(slice.hessian).max()) * (1 + float(np.abs(W).max())) ** 2
    allowed = 1e-11 * each.condition * (1 + size)
    assert slice.gradient == pytest.approx(np.array(slope, dtype=float), rel=1e-8, abs=allowed)
    assert slice.hessian == pytest.approx(np.array(H, dtype=float), rel=1e-8, abs=allowed)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_slope_and_curvature_are_those_of_autograd(convention: LossConvention) -> None:
    each = Solved.at(NOTE, 0.3, convention)
    factor = float(convention.a(each.descent.factorisation.shape))
    for plane in (Plane.of_entries(each.descent, (0, 1), (4, 1)), Plane.principal(each.descent)):
        slice, W = plane.slice_at(2), parameters(each, 2)
        u, v = plane.across.matrix, plane.up.matrix

        def L(z: Float64, W: Float64 = W, u: Float64 = u, v: Float64 = v) -> Float64:
            moved = W + z[0] * u + z[1] * v
            return factor * anp.sum((anp.dot(each.data.x, moved[:-1]) + moved[-1:] - each.data.y) ** 2)

        assert slice.gradient == pytest.approx(autograd.grad(L)(np.zeros(2)), rel=1e-11)
        assert slice.hessian == pytest.approx(autograd.hessian(L)(np.zeros(2)), rel=1e-10, abs=1e-10)


def test_the_lowest_loss_keeps_its_digits_beside_a_large_one() -> None:
    # one parameter is 1e8 away, and the loss of 1e16 leaves no digits of what is lowest: a difference would be lost
    x = np.array([[1.0, 2], [2, -1], [3, 1], [0, 5]])
    w = np.array([[1e8], [0.25]])
    y = x @ np.array([[0.5], [0.25]]) + 1e-7 * np.array([[1.0], [-1], [1], [0]])
    plane = plane_over(Data(x, w, np.zeros((1, 1)), y), (0, 0), (2, 0), 0.0)
    A = np.array([[Fraction(v) for v in (*row[:1], 1.0)] for row in x.tolist()], dtype=object)
    error = as_fractions(y) - as_fractions(x)[:, 1:] * Fraction("0.25")
    (p, q), (_, s), (m, n) = (A.T @ A)[0], (A.T @ A)[1], (A.T @ error).ravel()
    determinant = p * s - q * q
    best = np.array([[(s * m - q * n) / determinant], [(p * n - q * m) / determinant]], dtype=object)
    rest = error - A @ best
    assert plane.slice_at(0).lowest_loss == pytest.approx(float((rest * rest).sum() / 4), rel=1e-6)


# --- the path


@proof
@given(planes(), st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_the_path_is_where_the_parameters_are(of: tuple[Solved, Plane], iterations: list[int]) -> None:
    each, plane = of
    last = each.descent.last_finite_iteration
    asked = [t if last is None else min(t, last) for t in iterations]
    found = plane.coordinates(np.array(asked, dtype=float))
    optimum = np.vstack(each.descent.optimum()) if plane.is_principal else np.zeros_like(each.start)
    for t, place in zip(asked, found, strict=True):
        W = parameters(each, t)
        expected = [float(((W - optimum) * direction.matrix).sum()) for direction in (plane.across, plane.up)]
        largest = max(float(np.abs(W).max()), float(np.abs(optimum).max()), float(np.abs(each.start).max()))
        assert place == pytest.approx(expected, rel=1e-9, abs=400 * EPSILON * each.condition * largest * W.size)


@pytest.mark.parametrize("ratio", [0.1, 0.7, 0.98, 1.05])
@pytest.mark.parametrize("kind", ["small", "note", "wide", "singular"])
def test_the_path_is_that_of_plain_iteration(kind: str, ratio: float) -> None:
    each = Solved.at(KINDS[kind], ratio)
    data, rate, a = each.data, each.descent.learning_rate, each.descent.curve.a
    plane = Plane.of_entries(each.descent, (0, 0), (each.start.shape[0] - 1, 0))
    found = plane.coordinates(np.arange(60.0))
    w, b = data.w, data.b
    for t in range(60):
        assert found[t] == pytest.approx([w[0, 0], b[0, 0]], rel=1e-9, abs=1e-9)
        gradient = 2 * a * (data.x @ w + b - data.y)
        w, b = w - rate * data.x.T @ gradient, b - rate * gradient.sum(axis=0, keepdims=True)


def test_start_and_optimum_are_ends_of_the_path() -> None:
    each = Solved.at(NOTE, 0.9)
    plane = Plane.of_entries(each.descent, (1, 2), (4, 0))
    assert plane.start.tolist() == [NOTE.w[1, 2], NOTE.b[0, 0]]
    w, b = each.descent.optimum()
    assert plane.optimum == pytest.approx([w[1, 2], b[0, 0]])
    principal = Plane.principal(each.descent)
    assert principal.optimum.tolist() == [0, 0]
    assert principal.coordinates(np.array([0.0]))[0] == pytest.approx(principal.start)


def test_a_path_that_diverges_is_finite_to_its_end_and_so_are_its_slices() -> None:
    each = Solved.at(NOTE, 1.1)
    last = each.descent.last_finite_iteration
    assert last is not None
    for plane in (Plane.principal(each.descent), Plane.of_entries(each.descent, (0, 0), (1, 1))):
        assert np.all(np.isfinite(plane.coordinates(np.arange(last + 1.0))))
        slice = plane.slice_at(last)
        assert np.all(np.isfinite([*slice.lowest, *slice.gradient, slice.lowest_loss]))


@pytest.mark.parametrize("steepness", [0.0, 1e-9, 0.3, 1.0, 1.7, 2.0, 2.3])
def test_powers_have_their_sign_and_their_digits(steepness: float) -> None:
    iterations = [0, 1, 2, 3, 10, 501]
    found = powers(np.array([steepness]), np.array(iterations, dtype=float))[:, 0]
    with localcontext(prec=60):
        exact = [float((1 - Decimal(steepness)) ** t) if t else 1.0 for t in iterations]
    assert found == pytest.approx(exact, rel=1e-12, abs=1e-300)


# --- principal directions


@proof
@given(solved(RATIOS))
def test_directions_are_of_length_one_and_at_right_angles(each: Solved) -> None:
    plane = Plane.principal(each.descent)
    u, v = plane.across.matrix, plane.up.matrix
    assert np.linalg.norm(u) == pytest.approx(1)
    assert np.linalg.norm(v) == pytest.approx(1)
    assert (u * v).sum() == pytest.approx(0, abs=1e-12)


def test_the_steepest_and_the_flattest_direction_that_have_weight_are_taken() -> None:
    each = Solved.at(NOTE, 0.5)
    plane = Plane.principal(each.descent)
    assert plane.curvature(plane.across) == each.descent.curvature[0]
    assert plane.curvature(plane.up) == each.descent.curvature[-1]


def with_modes(data: Data, modes: dict[int, list[float]], ratio: float = 0.4) -> Descent:
    """From a start that is away from the optimum in some modes alone: by so much for each class."""
    f = Factorisation.of(data.x, data.y)
    W = np.vstack(Descent(f, data.w * 0, data.b * 0, 0.1).optimum())
    for mode, by in modes.items():
        W = W + np.outer(f.V[:, mode], by)
    descent = Descent(f, W[:-1], W[-1:], 1.0)
    return descent.at_rate(ratio * descent.learning_rate_limit)


def test_modes_without_weight_are_passed_over() -> None:
    descent = with_modes(random_data(11, 8, 3, 2), {1: [1.0, 2.0], 2: [0.5, 0.0]})
    plane = Plane.principal(descent)
    assert [plane.across.mode, plane.up.mode] == [1, 2]
    assert not plane.leaves(50)


def test_where_one_mode_has_weight_another_goes_with_it() -> None:
    plane = Plane.principal(with_modes(random_data(11, 8, 3, 2), {3: [1.0, 2.0]}))
    assert [plane.across.mode, plane.up.mode] == [0, 3]
    assert plane.coordinates(np.arange(9.0))[:, 0].tolist() == [0] * 9


def test_at_the_optimum_there_are_directions_too() -> None:
    plane = Plane.principal(with_modes(random_data(11, 8, 3, 2), {}))
    assert [plane.across.mode, plane.up.mode] == [0, 3]
    assert plane.coordinates(np.arange(5.0)).tolist() == [[0, 0]] * 5
    assert not plane.leaves(10)


def test_one_mode_alone_has_a_flat_direction_beside_it() -> None:
    plane = Plane.principal(Solved.at(KINDS["one example"], 0.4).descent)
    assert plane.up.mode is None
    assert plane.curvature(plane.up) == 0
    slice = plane.slice_at(1)
    assert slice.rank == 1
    assert slice.loss(0, 5) == slice.loss(0, -5)


def test_a_start_that_goes_through_the_optimum_keeps_its_directions() -> None:
    data = random_data(11, 8, 3, 2)
    places = []
    plane: Plane | None = None
    for step in (1.0, 0.5, 0.0, -0.5, -1.0):
        descent = with_modes(data, {1: [step, 2 * step], 2: [0.5, 0.1]})
        factorisation = plane.descent.factorisation if plane is not None else descent.factorisation
        descent = Descent(factorisation, descent.w, descent.b, descent.learning_rate)
        plane = Plane.principal(descent, plane)
        places.append(float(plane.start[0]))
        assert [plane.across.mode, plane.up.mode] == [1, 2]
    assert np.diff(places) == pytest.approx([np.diff(places)[0]] * 4)


def test_directions_of_other_data_are_not_kept() -> None:
    before = Plane.principal(with_modes(random_data(11, 8, 3, 2), {1: [1.0, 0], 2: [1.0, 0]}))
    plane = Plane.principal(with_modes(random_data(12, 8, 3, 2), {1: [1.0, 0]}), before)
    assert [plane.across.mode, plane.up.mode] == [1, 3]


def test_rounding_turns_no_direction_round() -> None:
    # the two classes take part equally, with opposite signs: which of them is larger is a matter of rounding
    data = random_data(11, 8, 3, 2)
    signs = [
        np.sign(Plane.principal(with_modes(data, {0: [1.0 + by, -1.0], 3: [1.0, 1.0]})).start[0])
        for by in (-1e-12, 0.0, 1e-12)
    ]
    assert len(set(signs)) == 1


# --- whether the path is a projection


@proof
@given(planes(), st.integers(0, 6))
def test_the_path_leaves_its_slice_just_when_other_parameters_move(of: tuple[Solved, Plane], t: int) -> None:
    each, plane = of
    moved = outside(each, plane, t)
    noise = 1e-11 * each.condition * (1 + float(np.abs(each.start).max()))
    assume(moved == 0 or moved > noise)
    assert plane.leaves(t) == (moved > noise)


def outside(each: Solved, plane: Plane, t: int) -> float:
    """How far the path to t goes beside the plane, by plain iteration in decimals of 60 digits."""
    with localcontext(prec=60):
        x = decimals(np.hstack([each.data.x, np.ones((len(each.data.x), 1))]))
        y, W = decimals(each.data.y), decimals(each.start)
        factor = each.descent.convention.a(each.descent.factorisation.shape)
        step = 2 * Decimal(factor.numerator) / Decimal(factor.denominator) * Decimal(each.descent.learning_rate)
        start, furthest = W, 0.0
        for _ in range(t):
            W = W - step * (x.T @ (x @ W - y))
            moved = (W - start).astype(np.float64)
            for direction in (plane.across, plane.up):
                moved = moved - (moved * direction.matrix).sum() * direction.matrix
            furthest = max(furthest, float(np.abs(moved).max()))
    return furthest if furthest > 1e-13 * (1 + float(np.abs(each.start).max())) else 0.0


def decimals(array: Float64) -> Array:
    found = np.empty(array.shape, dtype=object)
    for place, value in np.ndenumerate(array):
        found[place] = Decimal(float(value))
    return found


ORTHOGONAL = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
"""Columns at right angles to each other and to the ones of the bias: each parameter goes its own way."""


def test_where_only_the_two_move_the_path_stays_in_the_slice() -> None:
    best = np.array([[2.0, -1], [0.5, 3], [1, 0]])
    start = best + np.array([[1.0, 0], [0, 0], [0, -2.0]])
    y = ORTHOGONAL @ best[:-1] + best[-1:]
    each = Solved.at(Data(ORTHOGONAL, start[:-1], start[-1:], y), 0.3)
    assert not Plane.of_entries(each.descent, (0, 0), (2, 1)).leaves(10**9)
    beside = Plane.of_entries(each.descent, (0, 0), (1, 1))
    assert not beside.leaves(0)
    assert beside.leaves(1)


@pytest.mark.parametrize("seed", range(8))
def test_rounding_is_no_movement(seed: int) -> None:
    # columns as long as each other and at right angles: which modes there are is a matter of rounding
    rng = np.random.default_rng(seed)
    angles = 2 * np.pi * np.arange(5) / 5 + rng.normal()
    x = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    best = rng.normal(size=(3, 2))
    start = best.copy()
    start[0, 0] += 1.1
    start[1, 1] -= 0.7
    each = Solved.at(Data(x, start[:-1], start[-1:], x @ best[:-1] + best[-1:]), 0.3)
    assert not Plane.of_entries(each.descent, (0, 0), (1, 1)).leaves(10**9)


def test_a_lowest_loss_of_which_all_digits_cancel_is_within_its_rounding() -> None:
    each = Solved.at(NOTE, 0.5)
    plane = Plane.principal(each.descent)
    for t in (368, 370):
        slice, loss = plane.slice_at(t), each.descent.loss(t)
        assert slice.lowest_loss < slice.rounding
        assert slice.rounding < 1e-27 * loss
    assert plane.slice_at(3).lowest_loss > 1e20 * plane.slice_at(3).rounding


def test_little_is_not_nothing() -> None:
    each = Solved.at(NOTE, 1e-7)
    plane = Plane.of_entries(each.descent, (0, 0), (1, 1))
    assert plane.leaves(1)
    assert not plane.leaves(0)


def test_two_parameters_that_are_all_never_leave() -> None:
    each = Solved.at(KINDS["one feature, one class"], 0.6)
    assert not Plane.of_entries(each.descent, (0, 0), (1, 0)).leaves(1000)
    assert not Plane.principal(each.descent).leaves(1000)


def test_nothing_moves_at_a_learning_rate_of_zero() -> None:
    each = Solved.at(NOTE, 0.0)
    assert not Plane.principal(each.descent).leaves(10)
    assert not Plane.of_entries(each.descent, (0, 0), (1, 0)).leaves(10)
