"""The ticks of the loss plot's axes: round numbers, or powers of ten, at places between 0 and 1. Knows no Qt.

Round numbers are worked out in decimals, so that at the deepest zoom too each tick says exactly where it stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from bpgui.core.numbers import MINUS, grouped

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DECADES_WITH_MINOR_TICKS = 7
_MOST_DECADES_EACH_WITH_A_TICK = 60
_FEW_DECADES = 2.5
_DECADE_STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
_PARTS = {1: 5, 2: 4, 5: 5}
_PARTS_OF_WHOLE_NUMBERS = {1: 1, 2: 2, 5: 5}
_SLACK, _SLACK_OF_ENDS = 1e-9, 2e-6
_MOST_FIGURES_BEFORE_A_POWER = 3
_LONGEST_PLAIN = 6
_MOST_FIGURES = 5
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-3, 5e4

Place = Callable[[float], float]
"""Where a value stands on an axis."""
Texts = Callable[[Sequence[Decimal]], Sequence[str]]
"""How the ticks of an axis are written."""


class Ticks(NamedTuple):
    """Ticks at places along an axis: those with a text, and the small ones between."""

    labelled: list[tuple[float, str]]
    minor: list[float]


class Step(NamedTuple):
    """1, 2 or 5 times a power of ten."""

    mantissa: int
    power: int

    @property
    def size(self) -> float:
        """How much that is."""
        return times_power(self.mantissa, self.power)

    def multiples(self, low: float, high: float) -> list[Decimal]:
        """The multiples from `low` to `high`, exactly."""
        numbers = _numbers(low, high, self.size)
        return [Decimal(number * self.mantissa).scaleb(self.power) for number in numbers]


def _numbers(low: float, high: float, size: float) -> range:
    """The multiples of a size between two values; these are rounded, and ends that are multiples count as such."""
    slack = _SLACK_OF_ENDS + 4 * float(np.finfo(np.float64).eps) * max(abs(low), abs(high)) / size
    return range(math.ceil(low / size - slack), math.floor(high / size + slack) + 1)


def round_step(width: float, most: int) -> Step:
    """The smallest step of which at most so many fit."""
    power = math.floor(math.log10(width / max(most, 1)))
    for mantissa in (1, 2, 5):
        if width / times_power(mantissa, power) <= most:
            return Step(mantissa, power)
    return Step(1, power + 1)


def times_power(mantissa: float, power: int) -> float:
    """mantissa · 10^power."""
    # read as a literal is: 0.06 and not 0.06000000000000001; and finite at the very end of float64
    return min(float(f"{mantissa}e{power}"), float(np.finfo(np.float64).max))


# --- how numbers are written


def power_text(exponent: int) -> str:
    """A power of ten: 10⁻³."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def plain_power(exponent: int) -> str:
    """A power of ten, written out up to 1000."""
    return power_text(exponent) if exponent > 3 else format(Decimal(1).scaleb(exponent), "f")


def plain(value: Decimal) -> str:
    """A number written out, in groups of three figures from five figures on."""
    text = format(value.normalize(), "f")
    return text.replace("-", MINUS) if abs(value) < 10_000 else grouped(int(value))


def with_power(value: Decimal) -> str:
    """A number and its power of ten: 2·10⁸, and 10⁸ alone."""
    if value == 0:
        return "0"
    exponent = value.adjusted()
    front = format(value.scaleb(-exponent).normalize(), "f")
    return power_text(exponent) if front == "1" else f"{front}·{power_text(exponent)}"


def iteration_texts(iterations: Sequence[Decimal]) -> list[str]:
    """Whole numbers: written out, or from a million on with powers of ten if they have few figures."""
    is_large = any(value >= 1_000_000 for value in iterations)
    figures = max((len(value.normalize().as_tuple().digits) for value in iterations), default=0)
    write = with_power if is_large and figures <= _MOST_FIGURES_BEFORE_A_POWER else plain
    return [write(value) for value in iterations]


class Unit(NamedTuple):
    """What the ticks of an axis of losses leave out, so that they stay short: they say (L − offset)/10^power."""

    offset: Decimal
    power: int

    @property
    def title(self) -> str:
        """What the axis is of."""
        name = f"L − {_value(self.offset)}" if self.offset else "loss L"
        return f"{name}, in {power_text(self.power)}" if self.power else name

    def texts(self, losses: Sequence[Decimal]) -> list[str]:
        """The ticks."""
        return [plain((loss - self.offset).scaleb(-self.power)) for loss in losses]


def unit_of(bottom: float, top: float) -> Unit:
    """The unit in which losses between these can be written in few figures."""
    largest, finest = _exponent(top), _exponent(top - bottom) - 1
    whole_figures, decimals = max(largest + 1, 1), max(-finest, 0)
    is_plain = _SMALLEST_PLAIN <= top <= _LARGEST_PLAIN
    if is_plain and whole_figures + (1 + decimals if decimals else 0) <= _LONGEST_PLAIN:
        return Unit(Decimal(0), 0)
    if largest - finest < _MOST_FIGURES:
        return Unit(Decimal(0), largest)
    power = finest + 1
    parts = Decimal(bottom).scaleb(-power - 1)
    return Unit(Decimal(math.floor(parts)).scaleb(power + 1), power)


def _exponent(value: float) -> int:
    return math.floor(math.log10(value) + _SLACK)


def _value(value: Decimal) -> str:
    return plain(value) if _SMALLEST_PLAIN <= value <= _LARGEST_PLAIN else with_power(value)


# --- ticks


def round_ticks(low: float, high: float, most: int, place: Place, texts: Texts, whole: bool = False) -> Ticks:
    """Multiples of 1, 2 or 5 times a power of ten between two values; `whole` numbers alone."""
    step = round_step(high - low, most)
    if whole and step.power < 0:
        step = Step(1, 0)
    values = step.multiples(low, high)
    labelled = [(place(float(value)), text) for value, text in zip(values, texts(values), strict=True)]
    parts = (_PARTS_OF_WHOLE_NUMBERS if whole and step.power == 0 else _PARTS)[step.mantissa]
    part = step.size / parts
    minor = [place(number * part) for number in _numbers(low, high, part) if number % parts]
    return Ticks(labelled, minor)


def decade_ticks(low: float, high: float, most: int, text: Callable[[int], str]) -> Ticks:
    """The powers of ten between two logarithms, with small ticks between where there is room."""
    first, last = math.ceil(low - _SLACK), math.floor(high + _SLACK)
    every = next((step for step in _DECADE_STEPS if (last - first) / step < max(most, 2)), _DECADE_STEPS[-1])

    def place(exponent: float) -> float:
        return (exponent - low) / (high - low)

    decades = range(first, last + 1)
    has_two = len([exponent for exponent in decades if exponent % every == 0]) > 1
    rest = 0 if has_two else last % every
    labelled = [(place(exponent), text(exponent)) for exponent in decades if exponent % every == rest]
    minor = [place(exponent) for exponent in decades if exponent % every != rest]
    if every == 1 and high - low <= _MOST_DECADES_WITH_MINOR_TICKS:
        within = [math.log10(figure) for figure in range(2, 10)]
        between = [exponent + part for exponent in range(first - 1, last + 1) for part in within]
        minor = [place(exponent) for exponent in between if low <= exponent <= high]
    elif last - first > _MOST_DECADES_EACH_WITH_A_TICK:
        minor = []
    return Ticks(labelled, minor)


def few_decade_ticks(low: float, high: float, most: int, texts: Texts) -> Ticks:
    """1, 2 and 5 times the powers of ten between two logarithms: of them, so many as there is room for."""
    exponents = range(math.floor(low), math.floor(high + _SLACK) + 1)
    for figures in ((1, 2, 5), (1, 3), (1,)):
        values = [
            Decimal(figure).scaleb(exponent)
            for exponent in exponents
            for figure in figures
            if low - _SLACK <= exponent + math.log10(figure) <= high + _SLACK
        ]
        if len(values) <= most:
            break
    labelled = [
        ((math.log10(value) - low) / (high - low), text) for value, text in zip(values, texts(values), strict=True)
    ]
    minor = [exponent + math.log10(figure) for exponent in exponents for figure in range(1, 10)]
    return Ticks(labelled, [(log - low) / (high - low) for log in minor if low <= log <= high])


def are_few_decades(low: float, high: float) -> bool:
    """Whether so few powers of ten lie between two logarithms that ticks are needed between them."""
    return high - low < _FEW_DECADES
