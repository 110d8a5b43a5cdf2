"""The ticks of the landscape's axes: round numbers between any two. Knows no Qt."""

from __future__ import annotations

import math
from typing import NamedTuple

from bpgui.session.landscape_levels import decimal_text

_PARTS = {1: 5, 2: 4, 5: 5}


class RoundTicks(NamedTuple):
    """Ticks at values: those with a text, and the small ones between."""

    labelled: list[tuple[float, str]]
    minor: list[float]


def ticks_between(low: float, high: float, most: int) -> RoundTicks:
    """Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, about so many of them at most."""
    power = math.floor(math.log10((high - low) / max(most, 1)))
    sizes = [(mantissa, power + up) for up in (0, 1) for mantissa in (1, 2, 5)]
    mantissa, exponent = next(size for size in sizes if (high - low) / (size[0] * 10.0 ** size[1]) <= max(most, 1))
    step = float(f"{mantissa}e{exponent}")
    numbers = _multiples(low, high, step)
    labelled = [(number * step, decimal_text(number * mantissa, exponent)) for number in numbers]
    part = _PARTS[mantissa]
    minor = [number * (step / part) for number in _multiples(low, high, step / part) if number % part]
    return RoundTicks(labelled, minor)


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
