"""Gradient descent solved: the loss and the parameters at any iteration, without going through those before it.

Write x̃ = [x 1], W = [w; b] and take the thin SVD x̃ = U S Vᵀ. With R₀ = y − x̃W₀ and C = UᵀR₀ (row c_i belongs to s_i),
each mode i of the residual shrinks by the same factor at every iteration, where λ_i = 2a s_i² is its curvature:

    L_t = floor + a Σ_i ‖c_i‖² (1 − ηλ_i)^(2t)
    W_t = W₀ + V diag((1 − (1 − ηλ_i)^t) / s_i) C
    floor = the loss that no training can beat

Modes with s_i ≤ ε max(N, D+1) s_max have λ_i = 0: their part of W never moves, and their ‖c_i‖² belongs to the floor.
What it needs of the data is in `factorisation`, the loss over iterations in `loss_curve`. It holds for this network; a
second layer or an activation needs iteration.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bpgui.core.equations import LossConvention
from bpgui.core.factorisation import EPSILON, Factorisation
from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LARGEST_ITERATION, LossCurve, TimeEndsError
from bpgui.core.powers import LOG_LARGEST, log, log_factor, log_sum, one_minus_powers


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
    def start(self) -> Float64:
        """W₀ = [w; b] of the start."""
        return np.vstack([self.w, self.b])

    @cached_property
    def _C(self) -> Float64:
        # through R: as U S Vᵀ its columns would all be rounded as the largest is. What cancellation alone has left over
        # is 0, or else descent past the bound would run away from an optimum that it starts on.
        f = self.factorisation
        C = f.U.T @ (f.R_y - f.R_x @ self.start)
        summands = np.linalg.norm(np.abs(f.R_y) + np.abs(f.R_x) @ np.abs(self.start), axis=0)
        rounding = 4 * math.sqrt(f.shape.N + f.shape.D + 1) * EPSILON * summands
        return np.where(np.abs(C) > rounding, C, 0.0)

    @property
    def C(self) -> Float64:
        """C = UᵀR₀ of the modes that move: row c_i is what of the error at the start belongs to λ_i."""
        return self._C[self._moves]

    @cached_property
    def curvature(self) -> Float64:
        """λ_i = 2a s_i², largest first, of the modes that move."""
        found: Float64 = 2 * self._a * self.factorisation.s[self._moves] ** 2
        return found

    @property
    def learning_rate_limit(self) -> float:
        """2/λ_max: beyond it descent diverges."""
        return float(2 / self.curvature[0])

    @property
    def best_learning_rate(self) -> float:
        """2/(λ_max + λ_min): at it the slowest of the modes shrinks fastest."""
        return float(2 / (self.curvature[0] + self.curvature[-1]))

    def at_rate(self, learning_rate: float) -> Descent:
        """Descent from the same start at another learning rate."""
        return replace(self, learning_rate=learning_rate)

    @cached_property
    def optimal_loss(self) -> float:
        """The floor: the loss that no w and b can beat. Where the rows of x̃ are independent, x̃ reaches any y."""
        if self.factorisation.rank == self.factorisation.shape.N:
            return 0.0
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
        return self._split(self.start + self._moved(one_minus_powers(self.steepness, np.array([float(iteration)]))[0]))

    def optimum(self) -> tuple[Float64, Float64]:
        """The w and b that descent tends to: the ones nearest to the start among those with the lowest loss."""
        return self._split(self.start + self._moved(np.ones_like(self.curvature)))

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
    def steepness(self) -> Float64:
        """ηλ_i of the modes that move."""
        return self.learning_rate * self.curvature

    @cached_property
    def _log_factor(self) -> Float64:
        return log_factor(self.steepness)

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
        of_entries = f.shape.N * f.shape.K * (EPSILON * scale) ** 2
        of_modes = (EPSILON * float(f.s[0]) * float(np.linalg.norm(W - self.start))) ** 2
        return self._a * (f.shape.D + 1) * (of_entries + of_modes)

    def _is_finite(self, t: int) -> bool:
        # in logarithms, where nothing overflows. Σ (ŷ − y)² is the first to leave float64: next to ŷ − y, all else is
        # small beside its square (s_max ≥ √N, for the ones in x̃), but for η ∂L/∂w at an absurd η
        log_modes = log(self._weight) + 2 * t * self._log_factor
        log_squares = log_sum(np.append(log_modes, log(self.optimal_loss / self._a)))
        step = 2 * self._a * self.factorisation.s[0] * abs(self.learning_rate)
        return max(log_squares, float(log(step)) + log_squares / 2) < LOG_LARGEST
