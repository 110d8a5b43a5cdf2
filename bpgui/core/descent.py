"""Gradient descent solved: the loss and the parameters at any iteration, without going through those before it.

Write x̃ = [x 1], W = [w; b] and take the thin SVD x̃ = U S Vᵀ. With R₀ = y − x̃W₀ and C = UᵀR₀ (row c_i belongs to s_i),
each mode i of the residual shrinks by the same factor at every iteration, where λ_i = 2a s_i² is its curvature:

    L_t = floor + a Σ_i ‖c_i‖² (1 − ηλ_i)^(2t)
    W_t = W₀ + V diag((1 − (1 − ηλ_i)^t) / s_i) C
    floor = the loss that no training can beat

Modes with s_i ≤ ε max(N, D+1) s_max have λ_i = 0: their part of W never moves, and their ‖c_i‖² belongs to the floor.
All comes from R of the QR factorisation of [x̃ y], built by blocks of examples: it has the S and V of x̃, and a U of its
own, small; the U of x̃ is never stored. It holds for this network; a second layer or an activation needs iteration.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from bpgui.core.cells import Shape
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import Float64
from bpgui.core.values import Progress

LARGEST_ITERATION = 2**53
"""Iterations are counted exactly up to here; further than that nothing is asked."""

_EPSILON = float(np.finfo(np.float64).eps)
_LOG_LARGEST = math.log(np.finfo(np.float64).max)
_ROWS_IN_A_BLOCK = 4096


class TimeEndsError(ValueError):
    """An iteration was asked for that lies past the last one whose values are all finite."""

    def __init__(self, last: int) -> None:
        self.last = last
        super().__init__(
            f"The learning rate is past its bound, and descent diverges: "
            f"the last iteration whose values are all finite is {last}."
        )


@dataclass(frozen=True, eq=False)
class Factorisation:
    """What descent needs of x and y, whatever the start, the learning rate and the loss convention.

    R_x, R_y: the rows of R of [x̃ y] that x̃ reaches, so that R_y − R_x W has the norms of y − x̃W; U, s, V: the SVD of
    R_x, singular values largest first; residual: Σ of squares of y that x̃ can't reach, as a residual norm;
    column_largest: max |x̃_ij| of each column.
    """

    R_x: Float64
    R_y: Float64
    U: Float64
    s: Float64
    V: Float64
    residual: float
    column_largest: Float64
    y_largest: float
    shape: Shape

    @classmethod
    def of(cls, x: Float64, y: Float64, progress: Progress = lambda done: None) -> Factorisation:
        """Factorise x (N×D) with y (N×K), block of examples by block of examples."""
        N, D = x.shape
        K = y.shape[1]
        R = np.empty((0, D + 1 + K))
        for start in range(0, N, _ROWS_IN_A_BLOCK):
            rows = slice(start, min(start + _ROWS_IN_A_BLOCK, N))
            block = np.hstack([x[rows], np.ones((rows.stop - rows.start, 1)), y[rows]])
            R = cast(Float64, np.linalg.qr(np.vstack([R, block]), mode="r"))
            progress(rows.stop / N)
        R_x, R_y, beyond = R[: D + 1, : D + 1], R[: D + 1, D + 1 :], R[D + 1 :, D + 1 :]
        U, s, Vt = np.linalg.svd(R_x, full_matrices=False)
        column_largest = np.append(np.maximum(x.max(axis=0), -x.min(axis=0)), 1.0)
        return cls(
            R_x=R_x,
            R_y=R_y,
            U=U,
            s=s,
            V=Vt.T,
            residual=float((beyond**2).sum()),
            column_largest=column_largest,
            y_largest=float(max(y.max(), -y.min())),
            shape=Shape(N, D, K),
        )

    @property
    def rank(self) -> int:
        """The rank of [x 1], to rounding."""
        N, D, _ = self.shape
        return int(np.count_nonzero(self.s > _EPSILON * max(N, D + 1) * self.s[0]))


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The loss over iterations in a few numbers: a kept curve is this, not a document.

    curvature: λ_i of each mode that moves; weight: its ‖c_i‖²; floor: the loss that no training can beat; rounding: the
    loss below which float64 tells nothing of ŷ − y; log_factor and sign: of 1 − ηλ_i.
    """

    a: float
    learning_rate: float
    curvature: Float64
    weight: Float64
    floor: float
    rounding: float
    last: int | None

    @cached_property
    def log_factor(self) -> Float64:
        """log |1 − ηλ_i|, without the loss of digits near 0 and near 2."""
        return _log_factor(self.learning_rate * self.curvature)

    def losses(self, iterations: Float64) -> Float64:
        """L at each of many iterations, given as whole numbers in float64."""
        exponent = _times(2.0 * iterations[:, None], self.log_factor[None, :])
        with np.errstate(under="ignore", over="ignore"):
            found: Float64 = self.floor + self.a * (_exp(exponent) @ self.weight)
        return found

    def loss(self, iteration: int) -> float:
        """L at one iteration. Raises TimeEndsError past the last finite one."""
        if self.last is not None and iteration > self.last:
            raise TimeEndsError(self.last)
        return float(self.losses(np.array([float(iteration)]))[0])


@dataclass(frozen=True, eq=False)
class Descent:
    """Gradient descent from one start, at one learning rate. A new start or rate costs nothing dear."""

    factorisation: Factorisation
    w: Float64
    b: Float64
    learning_rate: float
    convention: LossConvention = LossConvention.per_example

    @cached_property
    def _a(self) -> float:
        return float(self.convention.a(self.factorisation.shape))

    @cached_property
    def _moves(self) -> slice:
        return slice(self.factorisation.rank)

    @cached_property
    def _start(self) -> Float64:
        return np.vstack([self.w, self.b])

    @cached_property
    def _C(self) -> Float64:
        # through R: as U S Vᵀ its columns would all be rounded as the largest is. What cancellation alone has left over
        # is 0, or else descent past the bound would run away from an optimum that it starts on.
        f = self.factorisation
        C = f.U.T @ (f.R_y - f.R_x @ self._start)
        summands = np.linalg.norm(np.abs(f.R_y) + np.abs(f.R_x) @ np.abs(self._start), axis=0)
        rounding = 4 * math.sqrt(f.shape.N + f.shape.D + 1) * _EPSILON * summands
        return np.where(np.abs(C) > rounding, C, 0.0)

    @cached_property
    def curvature(self) -> Float64:
        """λ_i = 2a s_i², largest first, of the modes that move."""
        found: Float64 = 2 * self._a * self.factorisation.s[self._moves] ** 2
        return found

    @property
    def learning_rate_limit(self) -> float:
        """2/λ_max: beyond it descent diverges."""
        return float(2 / self.curvature[0])

    @cached_property
    def optimal_loss(self) -> float:
        """The floor: the loss that no w and b can beat."""
        unreachable = float((self._C[self.factorisation.rank :] ** 2).sum())
        return self._a * (self.factorisation.residual + unreachable)

    @cached_property
    def curve(self) -> LossCurve:
        """The loss over iterations, in a few numbers."""
        return LossCurve(
            a=self._a,
            learning_rate=self.learning_rate,
            curvature=self.curvature,
            weight=self._weight,
            floor=self.optimal_loss,
            rounding=self._rounding,
            last=self.last_finite_iteration,
        )

    def loss(self, iteration: int) -> float:
        """L_t. Raises TimeEndsError past the last finite iteration."""
        return self.curve.loss(iteration)

    def parameters(self, iteration: int) -> tuple[Float64, Float64]:
        """w (D×K) and b (1×K) at an iteration. Raises TimeEndsError past the last finite one."""
        if self.last_finite_iteration is not None and iteration > self.last_finite_iteration:
            raise TimeEndsError(self.last_finite_iteration)
        if iteration == 0:
            return self.w, self.b
        return self._split(self._start + self._moved(_one_minus_power(self._steepness, iteration)))

    def optimum(self) -> tuple[Float64, Float64]:
        """The w and b that descent tends to: the ones nearest to the start among those with the lowest loss."""
        return self._split(self._start + self._moved(np.ones_like(self.curvature)))

    @cached_property
    def last_finite_iteration(self) -> int | None:
        """The last iteration whose values are all finite in float64, or None if there is no such end."""
        growing = (self._log_factor > 0) & (self._weight > 0)
        if not growing.any():
            return None
        low, high = 0, 1
        while high < LARGEST_ITERATION and self._is_finite(high):
            low, high = high, 2 * high
        if high >= LARGEST_ITERATION:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is_finite(middle) else (low, middle)
        return low

    @property
    def _steepness(self) -> Float64:
        return self.learning_rate * self.curvature

    @cached_property
    def _log_factor(self) -> Float64:
        return _log_factor(self._steepness)

    @cached_property
    def _weight(self) -> Float64:
        weight: Float64 = (self._C[self._moves] ** 2).sum(axis=1)
        return weight

    def _moved(self, reached: Float64) -> Float64:
        f = self.factorisation
        moved: Float64 = f.V[:, self._moves] @ ((reached / f.s[self._moves])[:, None] * self._C[self._moves])
        return moved

    def _split(self, W: Float64) -> tuple[Float64, Float64]:
        W.flags.writeable = False
        return W[:-1], W[-1:]

    @cached_property
    def _rounding(self) -> float:
        # what is left of the loss when ŷ − y is nothing but rounding: about K (ε · scale)² of x w + b − y, and, where
        # the columns of x are of unequal size, more of W, which the SVD has to ε s_max in x̃; D + 1 such errors add up
        f = self.factorisation
        W = np.vstack(self.optimum())
        scale = float(f.column_largest @ np.abs(W).max(axis=1)) + f.y_largest
        of_entries = f.shape.N * f.shape.K * (_EPSILON * scale) ** 2
        of_modes = (_EPSILON * float(f.s[0]) * float(np.linalg.norm(W - self._start))) ** 2
        return self._a * (f.shape.D + 1) * (of_entries + of_modes)

    def _is_finite(self, t: int) -> bool:
        # in logarithms, where nothing overflows. Σ (ŷ − y)² is the first to leave float64: next to ŷ − y, all else is
        # small beside its square (s_max ≥ √N, for the ones in x̃), but for η ∂L/∂w at an absurd η
        log_modes = _log(self._weight) + 2 * t * self._log_factor
        log_squares = _log_sum(np.append(log_modes, _log(self.optimal_loss / self._a)))
        step = 2 * self._a * self.factorisation.s[0] * abs(self.learning_rate)
        return max(log_squares, float(_log(step)) + log_squares / 2) < _LOG_LARGEST


def _log(values: Float64 | float) -> Float64:
    with np.errstate(divide="ignore"):
        return np.log(values)


def _log_sum(logs: Float64) -> float:
    largest = float(logs.max())
    if largest == -math.inf:
        return largest
    with np.errstate(under="ignore"):
        return largest + math.log(float(np.exp(logs - largest).sum()))


def _log_factor(steepness: Float64) -> Float64:
    """log |1 − ηλ|. Near 0 and near 2 log1p keeps the digits that 1 − ηλ would lose."""
    with np.errstate(divide="ignore"):
        return np.where(steepness <= 1, np.log1p(-np.minimum(steepness, 1)), np.log1p(np.maximum(steepness, 1) - 2))


def _times(iterations: Float64 | float, log_factor: Float64) -> Float64:
    # 0 · −∞ is 0 here: (1 − ηλ)^0 is 1 even where 1 − ηλ = 0
    with np.errstate(invalid="ignore"):
        return np.where(iterations == 0, 0.0, iterations * log_factor)


def _exp(exponent: Float64) -> Float64:
    # finite, so that a mode that isn't there (weight 0) stays so: 0 · ∞ would be NaN
    return np.exp(np.minimum(exponent, _LOG_LARGEST))


def _one_minus_power(steepness: Float64, t: int) -> Float64:
    """1 − (1 − ηλ)^t."""
    exponent = np.minimum(_times(float(t), _log_factor(steepness)), _LOG_LARGEST)
    is_negative = (steepness > 1) & (t % 2 == 1)
    with np.errstate(under="ignore"):
        return np.where(is_negative, 1 + np.exp(exponent), -np.expm1(exponent))
