"""The network: a list of equations in the order in which they are computed.

Each equation says its formula twice, as numpy reads it and as a sum of terms, and the tests hold one against the other:

    forward    ŷ = x w + b                    ŷ_ik = Σ_j x_ij w_jk + b_k
               ŷ − y
    loss       L = a Σ_i Σ_k (ŷ_ik − y_ik)²   a = 1/N: over all entries, divided by the number of examples alone
    backward   ∂L/∂ŷ = 2a (ŷ − y)
               ∂L/∂w = xᵀ ∂L/∂ŷ               ∂L/∂w_jk = Σ_i ∂L/∂ŷ_ik x_ij
               ∂L/∂b = column sums of ∂L/∂ŷ   ∂L/∂b_k = Σ_i ∂L/∂ŷ_ik
               ∂L/∂x = ∂L/∂ŷ wᵀ               ∂L/∂x_ij = Σ_k ∂L/∂ŷ_ik w_jk
    update     w ← w − η ∂L/∂w,   b ← b − η ∂L/∂b
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from bpgui.core.cells import Cell, Matrix, Region, Shape
from bpgui.core.numbers import MINUS, Number
from bpgui.core.terms import MINUS_ONE, Coefficient, Factor, Sum, Terms, influenced_by

if TYPE_CHECKING:
    from bpgui.core.values import Values

Array = NDArray[Any]
"""float64, or object where the numbers are Fractions."""


class LossConvention(Enum):
    """What the sum of squares is multiplied by. The note's is `per_example`."""

    per_example = "1/N"
    per_entry = "1/(N·K)"
    half_per_example = "1/(2N)"
    sum_of_squares = "1"

    def a(self, shape: Shape) -> Fraction:
        """The factor a of L = a Σ (ŷ − y)²."""
        match self:
            case LossConvention.per_example:
                return Fraction(1, shape.N)
            case LossConvention.per_entry:
                return Fraction(1, shape.N * shape.K)
            case LossConvention.half_per_example:
                return Fraction(1, 2 * shape.N)
            case LossConvention.sum_of_squares:
                return Fraction(1)

    @property
    def notation_of_2a(self) -> str:
        """How 2a is written, in letters."""
        match self:
            case LossConvention.per_example:
                return "2/N"
            case LossConvention.per_entry:
                return "2/(N·K)"
            case LossConvention.half_per_example:
                return "1/N"
            case LossConvention.sum_of_squares:
                return "2"

    @property
    def division(self) -> str:
        """What the sum of squares is divided by, said of L."""
        match self:
            case LossConvention.per_example:
                return "L ÷ N"
            case LossConvention.per_entry:
                return "L ÷ N·K"
            case LossConvention.half_per_example:
                return "L ÷ 2N"
            case LossConvention.sum_of_squares:
                return "L not divided"


class Stage(Enum):
    """Which pass an equation belongs to."""

    forward = "forward"
    loss = "loss"
    backward = "backward"
    update = "update"


@dataclass(frozen=True)
class Equation:
    """One equation: the matrix it makes, how to evaluate a block of it, and the sums that make each entry."""

    makes: Matrix
    stage: Stage
    evaluate: Callable[[Values, slice, slice], Array]
    sums: tuple[Sum, ...]

    @property
    def uses(self) -> tuple[Matrix, ...]:
        """The matrices that stand in it, in the order of the formula."""
        return tuple(dict.fromkeys(factor.matrix for each in self.sums for factor in each.factors))


def scaled(array: Array, by: Number) -> Array:
    """An array times a number. A fraction multiplies and divides, so that floats round once: 3·(2/5) is 1.2."""
    if isinstance(by, Fraction):
        return array * by.numerator / by.denominator if by.denominator != 1 else array * by.numerator
    return array * by


def evaluate_y_hat(m: Values, rows: slice, columns: slice) -> Array:
    """ŷ = x w + b"""
    return m.x[rows, :] @ m.w[:, columns] + m.b[:, columns]


def evaluate_error(m: Values, rows: slice, columns: slice) -> Array:
    """ŷ − y"""
    return m.y_hat[rows, columns] - m.y[rows, columns]


def evaluate_loss(m: Values, rows: slice, columns: slice) -> Array:
    """L = a Σ (ŷ − y)²"""
    return scaled((m.error[:, :] ** 2).sum(keepdims=True), m.a)


def evaluate_dL_dy_hat(m: Values, rows: slice, columns: slice) -> Array:
    """∂L/∂ŷ = 2a (ŷ − y)"""
    return scaled(m.error[rows, columns], 2 * m.a)


def evaluate_dL_dw(m: Values, rows: slice, columns: slice) -> Array:
    """∂L/∂w = xᵀ ∂L/∂ŷ"""
    return m.x[:, rows].T @ m.dL_dy_hat[:, columns]


def evaluate_dL_db(m: Values, rows: slice, columns: slice) -> Array:
    """∂L/∂b = column sums of ∂L/∂ŷ"""
    sums: Array = m.dL_dy_hat[:, columns].sum(axis=0, keepdims=True)
    return sums


def evaluate_dL_dx(m: Values, rows: slice, columns: slice) -> Array:
    """∂L/∂x = ∂L/∂ŷ wᵀ"""
    return m.dL_dy_hat[rows, :] @ m.w[columns, :].T


def evaluate_w_next(m: Values, rows: slice, columns: slice) -> Array:
    """w − η ∂L/∂w"""
    return m.w[rows, columns] - scaled(m.dL_dw[rows, columns], m.learning_rate)


def evaluate_b_next(m: Values, rows: slice, columns: slice) -> Array:
    """b − η ∂L/∂b"""
    return m.b[rows, columns] - scaled(m.dL_db[rows, columns], m.learning_rate)


@dataclass(frozen=True)
class Network:
    """The equations at given sizes, loss convention and learning rate."""

    shape: Shape
    learning_rate: Number = Fraction(1, 100)
    convention: LossConvention = LossConvention.per_example

    @property
    def a(self) -> Fraction:
        """The factor a of L = a Σ (ŷ − y)²."""
        return self.convention.a(self.shape)

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """All equations, each after those that it uses."""
        a = Coefficient(self.a, self.convention.value)
        twice_a = Coefficient(2 * self.a, self.convention.notation_of_2a)
        minus_eta = Coefficient(-self.learning_rate, MINUS + "η")
        x, w, b, y = (Factor(m, m.axes) for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
        y_hat, error = Factor(Matrix.y_hat, "ik"), Factor(Matrix.error, "ik")
        dL_dy_hat = Factor(Matrix.dL_dy_hat, "ik")
        dL_dw, dL_db = Factor(Matrix.dL_dw, "jk"), Factor(Matrix.dL_db, "1k")
        forward, loss, backward, update = Stage
        return (
            Equation(Matrix.y_hat, forward, evaluate_y_hat, (Sum((x, w), "j"), Sum((b,)))),
            Equation(Matrix.error, loss, evaluate_error, (Sum((y_hat,)), Sum((y,), "", MINUS_ONE))),
            Equation(Matrix.loss, loss, evaluate_loss, (Sum((error, error), "ik", a),)),
            Equation(Matrix.dL_dy_hat, backward, evaluate_dL_dy_hat, (Sum((error,), "", twice_a),)),
            Equation(Matrix.dL_dw, backward, evaluate_dL_dw, (Sum((dL_dy_hat, x), "i"),)),
            Equation(Matrix.dL_db, backward, evaluate_dL_db, (Sum((dL_dy_hat,), "i"),)),
            Equation(Matrix.dL_dx, backward, evaluate_dL_dx, (Sum((dL_dy_hat, w), "k"),)),
            Equation(Matrix.w_next, update, evaluate_w_next, (Sum((w,)), Sum((dL_dw,), "", minus_eta))),
            Equation(Matrix.b_next, update, evaluate_b_next, (Sum((b,)), Sum((dL_db,), "", minus_eta))),
        )

    @cached_property
    def _by_matrix(self) -> dict[Matrix, Equation]:
        return {equation.makes: equation for equation in self.equations}

    def equation(self, matrix: Matrix) -> Equation:
        """The equation that makes a matrix. Raises KeyError for an input."""
        return self._by_matrix[matrix]

    def terms(self, entry: Cell) -> Terms:
        """The terms whose sum is an entry. Raises KeyError for a cell of an input."""
        return Terms(self.shape, self.equation(entry.matrix).sums, entry.matrix.axes, entry)

    def terms_per_entry(self, matrix: Matrix) -> int:
        """How many terms each entry of a matrix has: all of its entries have equally many."""
        return self._lengths[matrix]

    @cached_property
    def _lengths(self) -> dict[Matrix, int]:
        return {e.makes: sum(each.length(self.shape) for each in e.sums) for e in self.equations}

    def influences(self, cell: Cell) -> tuple[Region, ...]:
        """The entries in whose terms a cell stands."""
        return tuple(
            region for equation in self.equations for region in influenced_by(cell, equation.makes, equation.sums)
        )
