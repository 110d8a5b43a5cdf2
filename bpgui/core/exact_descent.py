"""Gradient descent in fractions, iteration by iteration, for networks so small that this takes no time.

All entries share one denominator, so that a step is made of whole numbers: a tenth of the time that the equations take
with a Fraction an entry, which is cancelled after each product and each sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from bpgui.core.equations import Array


class ExactDescent:
    """w and b of any iteration, exactly: arrays of Fractions."""

    def __init__(self, x: Array, y: Array, w: Array, b: Array, step: Fraction, digits: int) -> None:
        """`step` is 2aη, by which xᵀ(xw + b − y) is taken from w; b belongs to a feature that is always 1.

        It ends where a numerator or a denominator has more than so many digits.
        """
        inputs, self._of_x = _over_one_denominator(np.vstack([x.T, np.full((1, len(x)), Fraction(1))]).T)
        targets, self._of_y = _over_one_denominator(y)
        self._curvature, self._pull = inputs.T @ inputs, inputs.T @ targets
        self._step = step
        self._latest = _over_one_denominator(np.vstack([w, b]))
        self._parameters = [(w, b)]
        self._longest = 10**digits
        self._has_ended = False

    def parameters(self, iteration: int) -> tuple[Array, Array] | None:
        """w and b of an iteration; None past the end."""
        while len(self._parameters) <= iteration and not self._has_ended:
            self._go_on()
        return self._parameters[iteration] if iteration < len(self._parameters) else None

    def _go_on(self) -> None:
        numerators, denominator = self._latest
        # x̃ᵀ(x̃v − y), with x̃ = X/p, y = Y/q and v = V/d, is (q XᵀX V − p d XᵀY) / (p² q d)
        gradient = self._of_y * (self._curvature @ numerators) - self._of_x * denominator * self._pull
        common = self._step.denominator * self._of_x**2 * self._of_y
        numerators = common * numerators - self._step.numerator * gradient
        denominator *= common
        shared = math.gcd(denominator, *numerators.flat)
        self._latest = numerators // shared, denominator // shared
        after = _fractions(*self._latest)
        self._has_ended = any(max(abs(f.numerator), f.denominator) > self._longest for f in after.flat)
        if not self._has_ended:
            self._parameters.append((after[:-1], after[-1:]))


def _over_one_denominator(array: Array) -> tuple[Array, int]:
    """Whole numbers, and what all of them are divided by."""
    denominator = math.lcm(*(each.denominator for each in array.flat))
    return _like(array, (each.numerator * (denominator // each.denominator) for each in array.flat)), denominator


def _fractions(numerators: Array, denominator: int) -> Array:
    made = _like(numerators, (Fraction(each, denominator) for each in numerators.flat))
    made.flags.writeable = False
    return made


def _like(array: Array, entries: Iterable[Fraction | int]) -> Array:
    return np.array(list(entries), dtype=object).reshape(array.shape)
