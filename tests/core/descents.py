"""Problems and tolerances that the tests of descent share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from bpgui.core.descent import Descent
from bpgui.core.equations import Array, LossConvention
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64
from tests.strategies import problems

EPSILON = float(np.finfo(np.float64).eps)


class Data(NamedTuple):
    """The four matrices in float64."""

    x: Float64
    w: Float64
    b: Float64
    y: Float64


@dataclass(frozen=True, eq=False)
class Solved:
    """A problem and its descent, at a learning rate that is so many times the limit."""

    data: Data
    descent: Descent

    @classmethod
    def at(cls, data: Data, ratio: float, convention: LossConvention = LossConvention.per_example) -> Solved:
        """With a learning rate of `ratio` times the limit."""
        factorisation = Factorisation.of(data.x, data.y)
        limit = Descent(factorisation, data.w, data.b, 1.0, convention).learning_rate_limit
        return cls(data, Descent(factorisation, data.w, data.b, ratio * limit, convention))

    @property
    def start(self) -> Float64:
        """w over b."""
        return np.vstack([self.data.w, self.data.b])

    @property
    def condition(self) -> float:
        """s_max / s_min over the modes that move: by so much may the rounding of x and y grow in w."""
        s = self.descent.factorisation.s
        return float(s[0] / s[self.descent.factorisation.rank - 1])

    def holds(self, t: int, w: Array, b: Array, loss: float | Decimal, gathered: float = 0.0) -> None:
        """Hold iteration t against an oracle; `gathered` is the relative error that its t powers may gather.

        Parameters: 200 ε · condition, of the largest one on the way (measured, a tenth of that is reached). Loss: by
        its root, the size of ŷ − y, 1e-10 of it; and 20 times the rounding of ŷ − y, which is all there is near zero.
        """
        expected, found = np.vstack([w, b]).astype(np.float64), np.vstack(self.descent.parameters(t))
        on_the_way = np.maximum(np.abs(self.start), np.abs(np.vstack(self.descent.optimum())))
        largest = max(np.abs(expected).max(), on_the_way.max())
        allowed = (200 * EPSILON * self.condition + gathered) * largest
        assert np.abs(found - expected).max() <= allowed, t

        x = self.data.x
        scale = np.hstack([np.abs(x), np.ones((len(x), 1))]) @ on_the_way + np.abs(self.data.y)
        a = float(self.descent.convention.a(self.descent.factorisation.shape))
        rounding = math.sqrt(a) * EPSILON * float(np.linalg.norm(scale))
        root = math.sqrt(loss)
        assert abs(math.sqrt(self.descent.loss(t)) - root) <= (1e-10 + gathered) * root + 20 * rounding, t


def random_data(seed: int, N: int, D: int, K: int) -> Data:
    """Ordinary numbers."""
    rng = np.random.default_rng(seed)
    return Data(*(rng.normal(size=size) for size in ((N, D), (D, K), (1, K), (N, K))))


NOTE = Data(
    np.array([[1.0, 0, 2, -1], [0, 1, -1, 2], [2, 1, 0, 0], [-1, 2, 1, 1], [1, -1, 0, 3]]),
    np.array([[1.0, 0, -1], [0, 1, 1], [-1, 1, 0], [1, -1, 0]]),
    np.array([[0.0, 1, -1]]),
    np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]]),
)
ONE_WEIGHT = Data(np.array([[2.0]]), np.array([[3.0]]), np.array([[1.0]]), np.array([[9.0]]))
SINGULAR = Data(np.array([[1.0, 2, 3], [2, 4, 1], [-1, -2, 0], [3, 6, 2], [0, 0, 1]]), *random_data(5, 5, 3, 2)[1:])
CONSTANT_COLUMN = Data(np.array([[4.0, 1], [4, -2], [4, 3], [4, 0]]), *random_data(6, 4, 2, 2)[1:])
KINDS = {
    "small": random_data(1, 6, 3, 2),
    "note": NOTE,
    "one weight": ONE_WEIGHT,
    "one example": random_data(2, 1, 3, 2),
    "one feature, one class": random_data(3, 7, 1, 1),
    "wide": random_data(4, 3, 6, 2),
    "singular": SINGULAR,
    "constant column": CONSTANT_COLUMN,
    "x zero": Data(np.zeros((3, 2)), *random_data(7, 3, 2, 2)[1:]),
}


@st.composite
def solved(draw: st.DrawFn, ratios: st.SearchStrategy[float]) -> Solved:
    """Any small problem, in any convention, at a learning rate of such a ratio to the limit."""
    problem = draw(problems())
    return Solved.at(Data(*problem.inputs()), draw(ratios), problem.convention)


def is_well_conditioned(each: Solved) -> bool:
    """Whether rounding grows to no more than 1e-11 or so; a rank that hangs on rounding is left out as well."""
    s = each.descent.factorisation.s
    beyond = s[each.descent.factorisation.rank :]
    return each.condition < 1e4 and (beyond.size == 0 or bool(beyond[0] <= 1e-14 * s[0]))
