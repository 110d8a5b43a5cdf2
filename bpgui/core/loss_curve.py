"""The loss over iterations in a few numbers, and what else the modes of descent tell at any iteration.

Each mode i of the error shrinks, or grows, by the same factor 1 − ηλ_i at every iteration, and so at iteration t

    L_t = floor + a Σ_i ‖c_i‖² (1 − ηλ_i)^(2t)          the loss; its sum is the excess L_t − L*
    ‖W_t − W*‖² = 2a Σ_i ‖c_i‖²/λ_i (1 − ηλ_i)^(2t)     the distance to the optimum, as λ_i = 2a s_i²
    ‖∂L/∂W‖² = 2a Σ_i λ_i ‖c_i‖² (1 − ηλ_i)^(2t)        the norm of ∂L/∂w and ∂L/∂b together

All are sums of weights times squared powers: convex in t, so that the first iteration at which one of them is small
enough is found by halving, without going through those before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.core.powers import log_factor, squared_powers

LARGEST_ITERATION = 2**53
"""Iterations are counted exactly up to here; further than that nothing is asked."""


class TimeEndsError(ValueError):
    """An iteration was asked for that lies past the last one whose values are all finite."""

    def __init__(self, last: int) -> None:
        self.last = last
        super().__init__(
            f"The learning rate is past its bound, and descent diverges: "
            f"the last iteration whose values are all finite is {last}."
        )


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The loss over iterations in a few numbers: a kept curve is this, not a document.

    curvature: λ_i of each mode that moves, largest first; weight: its ‖c_i‖²; floor: the loss that no training can
    beat; rounding: the loss below which float64 tells nothing of ŷ − y; last: the last iteration whose values are all
    finite, None if there is no such end.
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
        return log_factor(self.learning_rate * self.curvature)

    @property
    def grows(self) -> bool:
        """Whether some part of the error grows with every iteration."""
        return bool(np.any((self.log_factor > 0) & (self.weight > 0)))

    @property
    def is_on_the_bound(self) -> bool:
        """Whether η is 2/λ_max, as far as float64 tells."""
        return bool(self.log_factor[0] == 0) and self.learning_rate > 0

    @property
    def learning_rate_limit(self) -> float:
        """2/λ_max: beyond it descent diverges."""
        return float(2 / self.curvature[0])

    @property
    def gradient_rounding(self) -> float:
        """The norm below which float64 tells nothing of ∂L/∂w and ∂L/∂b: ‖∂L/∂W‖² ≤ 2 λ_max (L − L*)."""
        return math.sqrt(2 * float(self.curvature[0]) * self.rounding)

    @property
    def distance_rounding(self) -> float:
        """The distance below which float64 tells nothing of W − W*: ‖W − W*‖² ≤ 2 (L − L*)/λ_min, of λ with weight."""
        counting = self.curvature[self.weight > 0] if self.weight.any() else self.curvature
        return math.sqrt(2 * self.rounding / float(counting.min()))

    # --- at any iteration

    def losses(self, iterations: Float64) -> Float64:
        """L at each of many iterations, given as whole numbers in float64."""
        return self.floor + self.excesses(iterations)

    def excesses(self, iterations: Float64) -> Float64:
        """L_t − L*: how far above the lowest loss."""
        return self._sums(self.a * self.weight, iterations)

    def distances(self, iterations: Float64) -> Float64:
        """‖W_t − W*‖: how far w and b together are from the optimum that they tend to."""
        return np.sqrt(self._sums(2 * self.a * self.weight / self.curvature, iterations))

    def gradient_norms(self, iterations: Float64) -> Float64:
        """The norm of ∂L/∂w and ∂L/∂b together."""
        return np.sqrt(self._sums(self._squared_gradient, iterations))

    def losses_of_modes(self, iterations: Float64) -> Float64:
        """a ‖c_i‖² (1 − ηλ_i)^(2t): what each mode adds to the loss, a row an iteration and a column a mode."""
        with np.errstate(over="ignore", under="ignore"):
            parts: Float64 = self.a * self.weight * squared_powers(iterations, self.log_factor)
        return parts

    def loss(self, iteration: int) -> float:
        """L at one iteration. Raises TimeEndsError past the last finite one."""
        return float(self.losses(self._one(iteration))[0])

    def excess(self, iteration: int) -> float:
        """L_t − L* at one iteration. Raises TimeEndsError past the last finite one."""
        return float(self.excesses(self._one(iteration))[0])

    def distance(self, iteration: int) -> float:
        """‖W_t − W*‖ at one iteration. Raises TimeEndsError past the last finite one."""
        return float(self.distances(self._one(iteration))[0])

    def gradient_norm(self, iteration: int) -> float:
        """The norm of ∂L/∂w and ∂L/∂b together. Raises TimeEndsError past the last finite iteration."""
        return float(self.gradient_norms(self._one(iteration))[0])

    # --- when

    def first_with_loss(self, target: float) -> int | None:
        """The first iteration whose loss is `target` or less; None if there is none."""
        return self._first(self.a * self.weight, target - self.floor) if target >= self.floor else None

    def first_with_excess(self, share: float) -> int | None:
        """The first iteration whose excess L_t − L* is such a share of that of iteration 0, or less."""
        return self._first(self.weight, share * float(self.weight.sum()))

    def first_with_gradient_norm(self, target: float) -> int | None:
        """The first iteration at which the norm of ∂L/∂w and ∂L/∂b together is `target` or less."""
        return self._first(self._squared_gradient, target * target) if target >= 0 else None

    @cached_property
    def arrival(self) -> int | None:
        """The first iteration from which on w and b are the optimum as far as float64 tells, None if there is none."""
        moving = self.log_factor[self.weight > 0]
        if moving.size == 0:
            return 0
        slowest = float(moving.max())
        return max(math.ceil(math.log(np.finfo(np.float64).eps) / slowest), 1) if slowest < 0 else None

    def at_rate(self, learning_rate: float) -> LossCurve:
        """The curve from the same start at another learning rate, without its end in float64."""
        return replace(self, learning_rate=learning_rate, last=None)

    # --- sums of weights times squared powers

    @property
    def _squared_gradient(self) -> Float64:
        return 2 * self.a * self.curvature * self.weight

    def _sums(self, weights: Float64, iterations: Float64) -> Float64:
        with np.errstate(under="ignore", over="ignore"):
            found: Float64 = squared_powers(iterations, self.log_factor) @ weights
        return found

    def _sum(self, weights: Float64, iteration: int) -> float:
        return float(self._sums(weights, np.array([float(iteration)]))[0])

    def _first(self, weights: Float64, target: float) -> int | None:
        """The first iteration at which the sum is `target` or less: it falls at most up to its lowest point."""
        if self._sum(weights, 0) <= target:
            return 0
        lowest = LARGEST_ITERATION if self.last is None else self.last
        if self.grows:
            lowest = self._halve(1, lowest, lambda t: self._sum(weights, t + 1) >= self._sum(weights, t))
        if self._sum(weights, lowest) > target:
            return None
        low, high = 1, 1
        while high < lowest and self._sum(weights, high) > target:
            low, high = high + 1, 2 * high
        return self._halve(low, min(high, lowest), lambda t: self._sum(weights, t) <= target)

    @staticmethod
    def _halve(low: int, high: int, is_reached: Callable[[int], bool]) -> int:
        """The first iteration from `low` to `high` that has been reached; `high` if none before it has."""
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if is_reached(middle) else (middle + 1, high)
        return low

    def _one(self, iteration: int) -> Float64:
        if self.last is not None and iteration > self.last:
            raise TimeEndsError(self.last)
        return np.array([float(iteration)])
