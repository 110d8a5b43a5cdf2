"""Descent in whole numbers over one denominator gives what the equations give with a fraction an entry."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from bpgui.core.cells import Matrix, Shape
from bpgui.core.equations import Array, LossConvention, Network
from bpgui.core.exact_descent import ExactDescent
from bpgui.core.values import Values

MANY_DIGITS = 1000


def a_matrix(random: np.random.Generator, rows: int, columns: int) -> Array:
    entries = [
        Fraction(int(above), int(below))
        for above, below in zip(
            random.integers(-9, 10, rows * columns), random.integers(1, 8, rows * columns), strict=True
        )
    ]
    return np.array(entries, dtype=object).reshape(rows, columns)


def a_network(seed: int, shape: Shape) -> dict[Matrix, Array]:
    random = np.random.default_rng(seed)
    return {m: a_matrix(random, *shape.of(m)) for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y)}


def descent(given: dict[Matrix, Array], network: Network, digits: int = MANY_DIGITS) -> ExactDescent:
    step = 2 * network.a * Fraction(network.learning_rate)
    return ExactDescent(given[Matrix.x], given[Matrix.y], given[Matrix.w], given[Matrix.b], step, digits)


@pytest.mark.parametrize("learning_rate", [Fraction(1, 20), Fraction(0), Fraction(1, 3), Fraction(7)])
@pytest.mark.parametrize("convention", LossConvention)
@pytest.mark.parametrize("shape", [Shape(5, 4, 3), Shape(1, 1, 1), Shape(2, 5, 1)])
def test_every_iteration_is_what_the_equations_make_of_the_one_before(
    shape: Shape, convention: LossConvention, learning_rate: Fraction
) -> None:
    given = a_network(1, shape)
    network = Network(shape, learning_rate, convention)
    found = descent(given, network)
    for iteration in range(6):
        parameters = found.parameters(iteration)
        assert parameters is not None
        for matrix, array in zip((Matrix.w, Matrix.b), parameters, strict=True):
            assert array.shape == shape.of(matrix)
            assert (array == given[matrix]).all()
            assert all(type(entry) is Fraction for entry in array.flat)
        values = Values(network, given, by_blocks=False)
        given = given | {Matrix.w: values.whole(Matrix.w_next), Matrix.b: values.whole(Matrix.b_next)}


def test_it_ends_before_the_first_number_of_too_many_digits() -> None:
    given, network = a_network(2, Shape(3, 2, 2)), Network(Shape(3, 2, 2), Fraction(1, 7))
    whole, cut = descent(given, network), descent(given, network, digits=20)
    longest = []
    for iteration in range(12):
        w, b = whole.parameters(iteration) or pytest.fail("it ended")
        longest.append(max(max(abs(each.numerator), each.denominator) for each in (*w.flat, *b.flat)))
    first = next(iteration for iteration, size in enumerate(longest) if size > 10**20)
    assert 1 < first < 11
    assert cut.parameters(11) is None
    assert cut.parameters(first) is None
    assert cut.parameters(first - 1) is not None
    assert cut.parameters(0) is not None
