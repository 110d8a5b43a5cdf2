"""The losses whose contours are drawn: round numbers, ever closer to the lowest loss of the slice."""

from __future__ import annotations

import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bpgui.core.numbers import MINUS

_MANTISSAS = (1, 2, 5)
_FEW = 6
_LARGEST_FLOAT = Fraction(sys.float_info.max)
_LEAST_OF_LOWEST = 1e-11
"""Beside a lowest loss, excesses smaller than this part of it are lost in rounding."""


class Level(NamedTuple):
    """A loss with a contour, and how it is written."""

    loss: float
    text: str


def levels(lowest: float, smallest: float, largest: float, most: int) -> list[Level]:
    """At most so many losses between the smallest and the largest in view, smallest first; lowest: that of the slice.

    Their excesses over the lowest go as 1, 2, 5, 10, …, and each loss is rounded to the first figure of its excess:
    as near to the lowest point as far from it there are some contours, and all have short names. Where few of these
    are in view, far from the lowest point, they are multiples of a round number instead.
    """
    if not largest - smallest > max(_LEAST_OF_LOWEST * largest, 1e-300) or not math.isfinite(largest):
        return []
    found = [level for level in _ever_closer(lowest, largest, most) if level.loss > smallest]
    return found if len(found) >= _FEW else _evenly(smallest, largest, most)


def _ever_closer(lowest: float, largest: float, most: int) -> list[Level]:
    power = math.floor(math.log10(largest - lowest))
    found: dict[Fraction, Level] = {}
    for number in range(4 * most):
        down, which = divmod(number, 3)
        exponent = power - down
        step = Fraction(_MANTISSAS[2 - which]) * Fraction(10) ** exponent
        if step < Fraction(_LEAST_OF_LOWEST) * Fraction(lowest) or len(found) == most:
            break
        units = round((Fraction(lowest) + step) / Fraction(10) ** exponent)
        value = units * Fraction(10) ** exponent
        if value <= _LARGEST_FLOAT and lowest < float(value) <= largest:
            found.setdefault(value, Level(float(value), decimal_text(units, exponent)))
    return [found[value] for value in sorted(found)]


def _evenly(smallest: float, largest: float, most: int) -> list[Level]:
    power = math.floor(math.log10((largest - smallest) / most))
    sizes = ((mantissa, power + up) for up in (0, 1) for mantissa in _MANTISSAS)
    mantissa, exponent = next(size for size in sizes if (largest - smallest) / (size[0] * 10.0 ** size[1]) < most)
    step = mantissa * Fraction(10) ** exponent
    numbers = range(math.floor(Fraction(smallest) / step), math.floor(Fraction(largest) / step) + 1)
    found = [Level(float(n * step), decimal_text(n * mantissa, exponent)) for n in numbers]
    return [level for level in found if smallest < level.loss <= largest]


def decimal_text(units: int, exponent: int) -> str:
    """units · 10^exponent, whole: plain from 0.001 to a million, else as 2.5e−7."""
    value = Decimal(units).scaleb(exponent).normalize()
    if value == 0:
        return "0"
    first = value.adjusted()
    text = format(value, "f") if -3 <= first < 6 else f"{format(value.scaleb(-first), 'f')}e{first}"
    return text.replace("-", MINUS)
