"""The ticks of the landscape's axes: round numbers between any two. Knows no Qt."""

from __future__ import annotations

import math
from typing import NamedTuple

from bpgui.session.landscape_levels import decimal_text
from bpgui.ui.loss_ticks import round_step

_PARTS = {1: 5, 2: 4, 5: 5}


class RoundTicks(NamedTuple):
    """Ticks at values: those with a text, and the small ones between."""

    labelled: list[tuple[float, str]]
    minor: list[float]


def ticks_between(low: float, high: float, most: int) -> RoundTicks:
    """Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, about so many of them at most."""
    step = round_step(high - low, most)
    numbers = _multiples(low, high, step.size)
    labelled = [(number * step.size, decimal_text(number * step.mantissa, step.power)) for number in numbers]
    part = _PARTS[step.mantissa]
    minor = [number * (step.size / part) for number in _multiples(low, high, step.size / part) if number % part]
    return RoundTicks(labelled, minor)


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
