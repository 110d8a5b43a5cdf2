"""Powers of 1 − ηλ at very many iterations, by logarithms: taken directly they lose half of their digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bpgui.core.inputs import Float64

LOG_LARGEST = math.log(np.finfo(np.float64).max)
"""The logarithm of the largest float64."""


def log(values: Float64 | float) -> Float64:
    """The logarithm; −∞ of 0."""
    with np.errstate(divide="ignore"):
        return np.log(values)


def log_sum(logs: Float64) -> float:
    """log Σ exp(logs), where the sum itself may leave float64."""
    largest = float(logs.max())
    if largest == -math.inf:
        return largest
    with np.errstate(under="ignore"):
        return largest + math.log(float(np.exp(logs - largest).sum()))


ON_THE_BOUND = 4 * float(np.finfo(np.float64).eps)
"""η and 2/λ are the same where they differ by no more than this part: the rounding of either."""


def log_factor(steepness: Float64) -> Float64:
    """log |1 − ηλ| of each ηλ. Near 0 and near 2 log1p keeps the digits that 1 − ηλ would lose.

    Where ηλ is 2 but for rounding, it is 2: what neither falls nor grows must not be told to do either.
    """
    with np.errstate(divide="ignore"):
        found = np.where(steepness <= 1, np.log1p(-np.minimum(steepness, 1)), np.log1p(np.maximum(steepness, 1) - 2))
    return np.where(np.abs(steepness - 2) <= 2 * ON_THE_BOUND, 0.0, found)


def squared_powers(iterations: Float64, log_factor: Float64) -> Float64:
    """(1 − ηλ)^(2t), a row an iteration and a column a mode."""
    return _exp(_times(2.0 * iterations[:, None], log_factor[None, :]))


def powers(steepness: Float64, iterations: Float64) -> Float64:
    """(1 − ηλ)^t with its sign, a row an iteration (whole numbers in float64) and a column a mode."""
    size = _exp(_times(iterations[:, None], log_factor(steepness)[None, :]))
    return np.where(_is_negative(steepness, iterations), -size, size)


def one_minus_powers(steepness: Float64, iterations: Float64) -> Float64:
    """1 − (1 − ηλ)^t, a row an iteration (whole numbers in float64) and a column a mode."""
    exponent = np.minimum(_times(iterations[:, None], log_factor(steepness)[None, :]), LOG_LARGEST)
    with np.errstate(under="ignore"):
        return np.where(_is_negative(steepness, iterations), 1 + np.exp(exponent), -np.expm1(exponent))


def _is_negative(steepness: Float64, iterations: Float64) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (steepness > 1)[None, :] & (iterations % 2 == 1)[:, None]
    return found


def _times(iterations: Float64, log_factor: Float64) -> Float64:
    # 0 · −∞ is 0 here: (1 − ηλ)^0 is 1 even where 1 − ηλ = 0
    with np.errstate(invalid="ignore"):
        return np.where(iterations == 0, 0.0, iterations * log_factor)


def _exp(exponent: Float64) -> Float64:
    # finite, so that a mode that isn't there (weight 0) stays so: 0 · ∞ would be NaN
    with np.errstate(under="ignore"):
        return np.exp(np.minimum(exponent, LOG_LARGEST))
