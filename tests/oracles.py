"""Gradient descent in plain ways, to hold the solved one against. None of them uses a formula of bpgui's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from bpgui.core.equations import Array
from bpgui.core.inputs import Float64

DIGITS = 120
"""Of the decimals of `at_iteration`: thirty squarings lose some ten of them, a condition of 1e16 some more."""


class State(NamedTuple):
    """Parameters and loss at one iteration."""

    w: Array
    b: Array
    loss: float


def iterate(x: Array, w: Array, b: Array, y: Array, rate: Any, a: Any) -> Iterator[State]:
    """Descent as the note writes it, one iteration after the other: in float64, or exactly in fractions."""
    while True:
        error = x @ w + b - y
        yield State(w, b, a * (error * error).sum())
        dL_dy_hat = 2 * a * error
        w = w - rate * (x.T @ dL_dy_hat)
        b = b - rate * dL_dy_hat.sum(axis=0, keepdims=True)


def at_iteration(
    x: Float64, w: Float64, b: Float64, y: Float64, rate: float, a: Fraction, t: int
) -> tuple[Array, Array, Decimal]:
    """w, b and the loss at iteration t in decimals of 120 digits, for t of any size.

    One iteration is an affine map, W ← A W + B with A = 1 − 2aη x̃ᵀx̃ and B = 2aη x̃ᵀy; its t-th power is had by
    squaring. No factorisation, no modes: singular, wide and divergent problems are nothing special here.
    """
    with localcontext(Context(prec=DIGITS, Emin=-(10**17), Emax=10**17)):
        x1 = decimals(np.hstack([x, np.ones((len(x), 1))]))
        targets = decimals(y)
        factor = Decimal(a.numerator) / Decimal(a.denominator)
        A = decimals(np.eye(x1.shape[1])) - 2 * factor * Decimal(rate) * (x1.T @ x1)
        B = 2 * factor * Decimal(rate) * (x1.T @ targets)
        W = decimals(np.vstack([w, b]))
        while t:
            if t % 2:
                W = A @ W + B
            A, B = A @ A, A @ B + B
            t //= 2
        error = x1 @ W - targets
        return W[:-1], W[-1:], factor * (error * error).sum()


def decimals(array: Float64) -> Array:
    """Floats exactly, as Decimals."""
    found = np.empty(array.shape, dtype=object)
    for place, value in np.ndenumerate(array):
        found[place] = Decimal(float(value))
    return found
