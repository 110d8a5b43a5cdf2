"""The ticks of the loss plot's axes: round numbers, or powers of ten, at places between 0 and 1. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from bpgui.session.loss_readout import iteration_text

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DECADES_WITH_MINOR_TICKS = 7
_MOST_DECADES_EACH_WITH_A_TICK = 60
_DECADE_STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
_PARTS = {1: 5, 2: 4, 5: 5}
_PARTS_OF_WHOLE_NUMBERS = {1: 1, 2: 2, 5: 5}


class Ticks(NamedTuple):
    """Ticks at places along an axis: those with a text, and the small ones between."""

    labelled: list[tuple[float, str]]
    minor: list[float]


def power_text(exponent: int) -> str:
    """A power of ten: 10⁻³."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def plain_power(exponent: int) -> str:
    """A power of ten, written out up to 1000."""
    return power_text(exponent) if exponent > 3 else format(Decimal(1).scaleb(exponent), "f")


def linear_ticks(end: float, most: int, least_step: int | None = None) -> Ticks:
    """Multiples, from 0 to `end`, of 1, 2 or 5 times a power of ten that is at least 10^least_step."""
    mantissa, power = _step(end, most)
    if least_step is not None and power < least_step:
        mantissa, power = 1, least_step
    step = times_power(mantissa, power)
    last = math.floor(end / step * (1 + 1e-9))
    labelled = [(number * step / end, _multiple_text(number * mantissa, power, end)) for number in range(last + 1)]
    parts = (_PARTS_OF_WHOLE_NUMBERS if power == least_step else _PARTS)[mantissa]
    count = math.floor(end / step * parts * (1 + 1e-9))
    minor = [number * (step / parts) / end for number in range(count + 1) if number % parts]
    return Ticks(labelled, minor)


def _step(end: float, most: int) -> tuple[int, int]:
    power = math.floor(math.log10(end / max(most, 1)))
    for mantissa in (1, 2, 5):
        if end / times_power(mantissa, power) <= most:
            return mantissa, power
    return 1, power + 1


def times_power(mantissa: float, power: int) -> float:
    """mantissa · 10^power."""
    # read as a literal is: 0.06 and not 0.06000000000000001; and finite at the very end of float64
    return min(float(f"{mantissa}e{power}"), float(np.finfo(np.float64).max))


def _multiple_text(mantissa: int, power: int, end: float) -> str:
    """mantissa · 10^power as a tick has it: plain where the axis is between 0.001 and a million, else a power."""
    if mantissa == 0:
        return "0"
    value = Decimal(mantissa).scaleb(power)
    if 1e-3 <= end < 1e6:
        text = format(value.normalize(), "f")
        return text if value < 10_000 else iteration_text(int(value))
    exponent = value.adjusted()
    front = format(value.scaleb(-exponent).normalize(), "f")
    return f"{front}·{power_text(exponent)}"


def decade_ticks(low: float, high: float, most: int, text: Callable[[int], str]) -> Ticks:
    """The powers of ten between two logarithms, with small ticks between where there is room."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    every = next((step for step in _DECADE_STEPS if (last - first) / step < max(most, 2)), _DECADE_STEPS[-1])

    def place(exponent: float) -> float:
        return (exponent - low) / (high - low)

    decades = range(first, last + 1)
    labelled = [(place(exponent), text(exponent)) for exponent in decades if exponent % every == 0]
    minor = [place(exponent) for exponent in decades if exponent % every]
    if every == 1 and high - low <= _MOST_DECADES_WITH_MINOR_TICKS:
        within = [math.log10(figure) for figure in range(2, 10)]
        between = [exponent + part for exponent in range(first - 1, last + 1) for part in within]
        minor = [place(exponent) for exponent in between if low <= exponent <= high]
    elif last - first > _MOST_DECADES_EACH_WITH_A_TICK:
        minor = []
    return Ticks(labelled, minor)
