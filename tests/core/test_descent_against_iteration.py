"""The solved descent against plain iteration, in float64 and in exact fractions. Tolerances: `Solved.holds`."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core import factorisation as factorisation_module
from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.equations import LossConvention, Network
from bpgui.core.factorisation import Factorisation
from bpgui.core.values import Values
from tests.core.descents import EPSILON, KINDS, Data, Solved, is_well_conditioned, random_data, solved
from tests.oracles import iterate
from tests.strategies import as_fractions, proof


def check(each: Solved, iterations: int, stride: int = 1, gathers: float = 0.0) -> None:
    """Hold every stride-th iteration against plain iteration in float64; each may gather a relative error."""
    a = float(each.descent.convention.a(each.descent.factorisation.shape))
    for t, plain in enumerate(islice(iterate(*each.data, each.descent.learning_rate, a), iterations)):
        if t % stride == 0:
            each.holds(t, *plain, gathered=t * gathers)


@pytest.mark.parametrize("convention", LossConvention)
@pytest.mark.parametrize("ratio", [0.0, 1e-6, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("kind", KINDS)
def test_descent_is_what_plain_iteration_comes_to(kind: str, ratio: float, convention: LossConvention) -> None:
    check(Solved.at(KINDS[kind], ratio, convention), iterations=120)


@given(solved(st.floats(0, 0.99)))
@proof
def test_any_small_descent_is_what_plain_iteration_comes_to(each: Solved) -> None:
    assume(is_well_conditioned(each))
    check(each, iterations=60)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ratio", [1.3, 2.0, 40.0])
def test_while_it_diverges_descent_is_what_plain_iteration_comes_to(kind: str, ratio: float) -> None:
    """Past the bound powers grow, and gather 8 ε an iteration relatively: no more, up to the last finite one."""
    each = Solved.at(KINDS[kind], ratio)
    last = each.descent.last_finite_iteration
    assert last is not None
    check(each, iterations=last + 1, stride=7, gathers=8 * EPSILON)


def test_the_note_over_thousands_of_iterations_is_what_plain_iteration_comes_to() -> None:
    check(Solved.at(KINDS["note"], 0.05 / 0.2773627062), iterations=5000, stride=50)


def test_a_large_descent_factorised_in_several_blocks_is_what_plain_iteration_comes_to() -> None:
    each = Solved.at(random_data(8, 9000, 30, 3), 0.7)
    assert len(each.data.x) > 2 * factorisation_module._ROWS_IN_A_BLOCK
    check(each, iterations=200, stride=10)


def test_real_scales_of_features_are_what_plain_iteration_comes_to() -> None:
    """Unscaled columns of 1e-2, 1 and 1e3: the condition, 1e5 or so, is part of the tolerance."""
    x, w, b, y = random_data(9, 50, 3, 2)
    check(Solved.at(Data(x * [1e-2, 1.0, 1e3] + [0, 5, 100], w, b, y), 0.9), iterations=1000, stride=20)


@pytest.mark.parametrize("ratio", [0.3, 0.95, 1.0])
@pytest.mark.parametrize("degree", [4, 8, 12])
def test_ill_conditioned_features_are_what_plain_iteration_comes_to(degree: int, ratio: float) -> None:
    """Powers of one number, as in fitting a polynomial: condition 1e2, 1e5 and 1e9, of which 200 ε are allowed in w."""
    points = np.linspace(0, 1, 20)
    x = np.vander(points, degree, increasing=True)[:, 1:]
    _, w, b, y = random_data(11, 20, degree - 1, 2)
    each = Solved.at(Data(x, w, b, y), ratio)
    assert each.condition > 10.0 ** (degree / 2)
    check(each, iterations=400, stride=9)


@pytest.mark.parametrize("rows", [1, 2, 5, 64])
def test_blocks_of_any_height_factorise_alike(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for N, D, K in ((20, 3, 2), (3, 5, 2), (7, 6, 4), (1, 1, 1)):
        x, _, _, y = random_data(10, N, D, K)
        at_once = Factorisation.of(x, y)
        done: list[float] = []
        with monkeypatch.context() as patch:
            patch.setattr(factorisation_module, "_ROWS_IN_A_BLOCK", rows)
            by_blocks = Factorisation.of(x, y, done.append)
        assert np.allclose(by_blocks.s, at_once.s, rtol=1e-12)
        assert by_blocks.rank == at_once.rank
        assert by_blocks.residual == pytest.approx(at_once.residual, rel=1e-10, abs=1e-28)
        assert np.array_equal(by_blocks.column_largest, np.append(np.abs(x).max(axis=0), 1))
        assert by_blocks.y_largest == np.abs(y).max()
        assert sorted(done) == done
        assert len(done) == -(-N // rows) + 1  # the SVD too
        assert done[-1] == 1


def test_factorising_can_be_cancelled() -> None:
    class CancelledError(Exception):
        pass

    def cancel(done: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        Factorisation.of(np.ones((3, 2)), np.ones((3, 1)), cancel)


@pytest.mark.parametrize("kind", ["note", "one weight", "singular", "wide", "constant column"])
@pytest.mark.parametrize("convention", LossConvention)
def test_descent_is_what_iteration_in_exact_fractions_comes_to(kind: str, convention: LossConvention) -> None:
    data = Data(*(array.round(2) for array in KINDS[kind]))
    each = Solved.at(data, 0.6, convention)
    exact = [as_fractions([[Fraction(v) for v in row] for row in array.tolist()]) for array in data]
    a = convention.a(each.descent.factorisation.shape)
    rate = Fraction(each.descent.learning_rate)
    for t, state in enumerate(islice(iterate(*exact, rate, a), 6)):
        each.holds(t, *state)


@given(solved(st.floats(0, 0.99)), st.integers(0, 10**6))
@proof
def test_an_iteration_of_the_equations_leads_from_each_moment_to_the_next(each: Solved, t: int) -> None:
    assume(is_well_conditioned(each))
    x, _, _, y = each.data
    w, b = each.descent.parameters(t)
    network = Network(Shape(*x.shape, y.shape[1]), each.descent.learning_rate, each.descent.convention)
    values = Values(network, {Matrix.x: x, Matrix.w: w, Matrix.b: b, Matrix.y: y})
    stepped = values.whole(Matrix.w_next), values.whole(Matrix.b_next)
    then = Values(network, {Matrix.x: x, Matrix.w: stepped[0], Matrix.b: stepped[1], Matrix.y: y})
    loss = Cell(Matrix.loss, 0, 0)
    each.holds(t, w, b, float(values[loss]))
    each.holds(t + 1, *stepped, float(then[loss]))
