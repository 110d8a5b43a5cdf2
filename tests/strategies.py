"""Random networks for hypothesis: shapes, matrices of every awkward kind, loss conventions, learning rates.

All numbers are fractions, so that a problem can be worked out exactly; `Problem.floats` gives it in float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Matrix, Shape
from bpgui.core.equations import Array, LossConvention, Network
from bpgui.core.inputs import Float64
from bpgui.core.values import Values

proof = settings(max_examples=60, deadline=None, derandomize=True)
"""For properties: the same examples every time, so that the suite never fails by chance, and however slow."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A network with its inputs in exact fractions."""

    shape: Shape
    given: dict[Matrix, Array]
    learning_rate: Fraction
    convention: LossConvention

    def exact(self) -> Values:
        """All matrices in fractions."""
        return Values(Network(self.shape, self.learning_rate, self.convention), self.given)

    def floats(self) -> Values:
        """All matrices in float64."""
        network = Network(self.shape, float(self.learning_rate), self.convention)
        return Values(network, {matrix: as_floats(array) for matrix, array in self.given.items()})

    def inputs(self) -> tuple[Float64, Float64, Float64, Float64]:
        """x, w, b and y in float64."""
        x, w, b, y = (as_floats(self.given[matrix]) for matrix in INPUTS)
        return x, w, b, y


def as_floats(array: Array) -> Float64:
    """An array of fractions in float64."""
    return np.array([[float(value) for value in row] for row in array], dtype=np.float64)


def as_fractions(rows: list[list[Fraction]]) -> Array:
    """An object array of fractions."""
    array = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            array[i, j] = Fraction(value)
    return array


def shapes(largest: int = 6) -> st.SearchStrategy[Shape]:
    """N, D and K from 1: tall, wide, square and single."""
    size = st.integers(1, largest)
    return st.builds(Shape, size, size, size)


integers = st.integers(-9, 9).map(Fraction)
fractions = st.fractions(-5, 5, max_denominator=12)
decimals = st.builds(lambda n, e: Fraction(n) * Fraction(10) ** e, st.integers(-999, 999), st.integers(-6, 4))
sparse = st.sampled_from([Fraction(0), Fraction(0), Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 3)])
KINDS_OF_NUMBERS = (integers, fractions, decimals, sparse)


@st.composite
def matrices(draw: st.DrawFn, rows: int, columns: int, numbers: st.SearchStrategy[Fraction]) -> Array:
    """A matrix; now and then with a repeated row or column, a constant column, or nothing but zeros."""
    array = as_fractions([[draw(numbers) for _ in range(columns)] for _ in range(rows)])
    match draw(st.sampled_from(["plain", "plain", "same rows", "same columns", "constant column", "zero"])):
        case "same rows":
            array[-1, :] = array[0, :]
        case "same columns":
            array[:, -1] = array[:, 0]
        case "constant column":
            array[:, 0] = array[0, 0]
        case "zero":
            array = as_fractions([[Fraction(0)] * columns] * rows)
    return array


learning_rates = st.fractions(0, 2, max_denominator=100)


@st.composite
def problems(
    draw: st.DrawFn,
    largest: int = 6,
    numbers: st.SearchStrategy[Fraction] | None = None,
    rates: st.SearchStrategy[Fraction] = learning_rates,
) -> Problem:
    """A network of any shape, its inputs, learning rate and loss convention."""
    shape = draw(shapes(largest))
    of_kind = draw(st.sampled_from(KINDS_OF_NUMBERS)) if numbers is None else numbers
    given = {matrix: draw(matrices(*shape.of(matrix), of_kind)) for matrix in INPUTS}
    return Problem(shape, given, draw(rates), draw(st.sampled_from(LossConvention)))
