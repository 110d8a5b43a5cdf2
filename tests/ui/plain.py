"""The same numbers in a plain way, to hold the screen against: no formula, formatter or descent of bpgui's."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

Rows = Sequence[Sequence[Any]]
MOST_IN_FRACTIONS = 2
"""Iterations that are followed in fractions; their digits double with each."""


def moment(x: Rows, w: Rows, b: Rows, y: Rows, rate: Any, iteration: int) -> dict[str, list[list[Any]]]:
    """All matrices of the network at an iteration, by their names: fractions at first, then floats."""
    exactly = iteration <= MOST_IN_FRACTIONS
    x, w, b, y = (_array(rows, exactly) for rows in (x, w, b, y))
    rate = Fraction(rate) if exactly else float(rate)
    N = Fraction(len(x)) if exactly else len(x)
    for _ in range(iteration):
        gradient = 2 / N * (x @ w + b - y)
        w, b = w - rate * (x.T @ gradient), b - rate * gradient.sum(axis=0, keepdims=True)
    y_hat = x @ w + b
    error = y_hat - y
    gradient = 2 / N * error
    of_w, of_b = x.T @ gradient, gradient.sum(axis=0, keepdims=True)
    found = {
        "x": x,
        "w": w,
        "b": b,
        "y": y,
        "x_transposed": x.T,
        "y_hat": y_hat,
        "error": error,
        "loss": np.array([[(error**2).sum() / N]]),
        "dL_dy_hat": gradient,
        "dL_dw": of_w,
        "dL_db": of_b,
        "dL_dx": gradient @ w.T,
        "w_next": w - rate * of_w,
        "b_next": b - rate * of_b,
    }
    return {name: array.tolist() for name, array in found.items()}


def agrees(text: str, value: Any, digits: int = 2) -> bool:
    """Whether a text is a value: a fraction, rounded to so many decimals or, in scientific form, to its last digit."""
    if text.startswith("< "):
        return abs(value) <= read(text[2:])
    if "/" in text:
        slack = 0 if isinstance(value, Fraction) else Fraction(1, 10**6) * (1 + abs(Fraction(value)))
        return abs(Fraction(text.replace("−", "-")) - Fraction(value)) <= slack
    text = text.removeprefix("≈")
    mantissa, _, exponent = text.partition("e")
    decimals = len(mantissa.partition(".")[2]) if exponent else digits
    unit = Fraction(10) ** (_integer(exponent) - decimals)
    slack = 0 if isinstance(value, Fraction) else Fraction(1, 10**6) * (1 + abs(Fraction(value)))
    return abs(read(text) - Fraction(value)) <= unit / 2 + slack


def read(text: str) -> Fraction:
    """The number that a text stands for."""
    mantissa, _, exponent = text.partition("e")
    return Fraction(mantissa.replace("−", "-")) * Fraction(10) ** _integer(exponent)


def _integer(text: str) -> int:
    return int(text.replace("−", "-") or 0)


def _array(rows: Rows, exactly: bool) -> np.ndarray:
    if not exactly:
        return np.array([[float(number) for number in row] for row in rows])
    found = np.empty((len(rows), len(rows[0])), dtype=object)
    found[:] = [[Fraction(number) for number in row] for row in rows]
    return found
