"""The axes of losses of the loss plot: where a loss stands between 0 and 1. Knows no Qt.

Places run from 0 to 1 along an axis, whatever the values are, so that a loss of 10³⁰⁷ troubles nothing that draws it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.ui.loss_ticks import (
    Ticks,
    Unit,
    are_few_decades,
    decade_ticks,
    few_decade_ticks,
    plain,
    plain_power,
    power_text,
    round_step,
    round_ticks,
    times_power,
    unit_of,
    with_power,
)

LARGEST_LOSS = 1.7e308
_SMALLEST_TOP = 1e-290
_MANY_DECADES = 20
_LESS_THAN_A_DECADE = 0.6
_BASE_OTHER_THAN_0 = 0.25
_STEPS_IN_VIEW = 6
NARROWEST, NARROWEST_BY_LOGARITHMS = 1e-10, 1e-7
"""So much of the losses, as a part of them, can still be told apart on an axis: float64 has 16 digits, and logarithms
of it fewer."""


class LossAxis(Protocol):
    """An axis of losses."""

    def __hash__(self) -> int: ...

    @property
    def title(self) -> str:
        """What it is of, with what the ticks leave out."""
        ...

    def places(self, losses: Float64) -> Float64:
        """Where losses stand, in view or not."""
        ...

    def bare_places(self, shares: Float64) -> Float64:
        """Where shares of the loss stand: for them there is no rounding to stand on."""
        ...

    def value(self, place: float) -> float:
        """The loss that stands at a place, beyond the edges too."""
        ...

    def ticks(self, most: int) -> Ticks:
        """Ticks, at most about so many of them labelled."""
        ...


@dataclass(frozen=True)
class LinearLoss:
    """Evenly from `bottom` to `top`."""

    top: float
    bottom: float = 0.0

    @classmethod
    def holding(cls, largest: float) -> LinearLoss:
        """An axis from 0 to a round end that holds losses up to `largest`."""
        if not largest > _SMALLEST_TOP:
            return cls(1.0)
        power = math.floor(math.log10(largest))
        for mantissa in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10):
            top = times_power(mantissa, power)
            if largest <= top:
                return cls(top)
        return cls(largest)

    @classmethod
    def between(cls, smallest: float, largest: float) -> LinearLoss:
        """An axis with round ends that shows the shape of what lies between two losses.

        It starts at 0 if that is near, or if they are one and the same as far as can be told.
        """
        is_flat = largest - smallest < NARROWEST * largest
        if not largest > _SMALLEST_TOP or smallest < _BASE_OTHER_THAN_0 * largest or is_flat:
            return cls.holding(largest)
        step = round_step(largest - smallest, _STEPS_IN_VIEW).size
        bottom, top = math.floor(smallest / step) * step, math.ceil(largest / step) * step
        return cls(min(max(top, bottom + step), LARGEST_LOSS), max(bottom, 0.0))

    @property
    def title(self) -> str:
        """With the power of ten, and the loss, that the ticks leave out."""
        return self._unit.title

    @property
    def _unit(self) -> Unit:
        return unit_of(self.bottom, self.top)

    def places(self, losses: Float64) -> Float64:
        """L/top, where it starts at 0."""
        with np.errstate(over="ignore"):
            return (np.maximum(losses, 0.0) - self.bottom) / (self.top - self.bottom)

    bare_places = places

    def value(self, place: float) -> float:
        """The loss at a place."""
        return self.bottom + place * (self.top - self.bottom)

    def ticks(self, most: int) -> Ticks:
        """Round losses, in the unit."""
        return round_ticks(self.bottom, self.top, most, self._place, self._unit.texts)

    def _place(self, loss: float) -> float:
        return (loss - self.bottom) / (self.top - self.bottom)


@dataclass(frozen=True)
class LogLoss:
    """10^bottom to 10^top by their logarithms. What lies below `floor`, 0 too, stands at the floor."""

    bottom: float
    top: float
    floor: float

    @classmethod
    def holding(cls, smallest: float, largest: float, floor: float) -> LogLoss:
        """An axis of whole decades that holds these losses; it ends just below the floor where they reach it."""
        top = math.ceil(math.log10(max(largest, floor)) - 1e-9)
        if smallest > floor:
            bottom = min(math.floor(math.log10(smallest) + 1e-9), top - 1)
            if top - bottom > _MANY_DECADES:
                bottom = 10 * (bottom // 10)
            return cls(float(bottom), float(top), floor)
        lowest = math.log10(floor)
        top = max(top, math.ceil(lowest + 1))
        return cls(lowest - 0.04 * (top - lowest), float(top), floor)

    @classmethod
    def between(cls, smallest: float, largest: float, floor: float) -> LogLoss:
        """An axis that shows the shape of what lies between two losses, within a decade too."""
        is_flat = largest - smallest < NARROWEST_BY_LOGARITHMS * largest
        if smallest <= floor or largest >= 10 * smallest or is_flat:
            return cls.holding(smallest, largest, floor)
        within = LinearLoss.between(smallest, largest)
        bottom = within.bottom if within.bottom > 0 else times_power(1, math.floor(math.log10(smallest)))
        return cls(math.log10(bottom), math.log10(within.top), floor)

    @property
    def title(self) -> str:
        """Within a decade with what the ticks leave out; else these are powers of ten."""
        return self._unit.title if self._is_within_a_decade else "loss L"

    @property
    def _is_within_a_decade(self) -> bool:
        return self.top - self.bottom < _LESS_THAN_A_DECADE

    @property
    def _unit(self) -> Unit:
        return unit_of(10.0**self.bottom, 10.0**self.top)

    def places(self, losses: Float64) -> Float64:
        """Where losses stand."""
        return self.bare_places(np.maximum(losses, self.floor))

    def bare_places(self, shares: Float64) -> Float64:
        """Where shares of the loss stand; those that are 0, far below."""
        logs = np.log10(np.maximum(shares, np.finfo(np.float64).tiny))
        return (logs - self.bottom) / (self.top - self.bottom)

    def value(self, place: float) -> float:
        """The loss at a place."""
        return float(min(10.0 ** min(self.bottom + place * (self.top - self.bottom), 308.2), LARGEST_LOSS))

    def ticks(self, most: int) -> Ticks:
        """The powers of ten; between few of them round losses too."""
        low, high = self.bottom, self.top
        if self._is_within_a_decade:
            return round_ticks(10.0**low, 10.0**high, most, self._place, self._unit.texts)
        is_short = low >= -3 and high <= 4
        if are_few_decades(low, high):
            write = plain if is_short else with_power
            return few_decade_ticks(low, high, most, lambda values: [write(value) for value in values])
        return decade_ticks(low, high, most, plain_power if is_short else power_text)

    def _place(self, loss: float) -> float:
        return (math.log10(loss) - self.bottom) / (self.top - self.bottom)
