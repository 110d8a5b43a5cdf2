"""The axes of the loss plot: where a value stands between 0 and 1. Knows no Qt.

Places run from 0 to 1 along an axis, whatever the values are, so that neither 10⁹ iterations nor a loss of 10³⁰⁷
troubles what draws them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.ui.loss_ticks import Ticks, decade_ticks, linear_ticks, plain_power, power_text, times_power

BREAK = 0.09
"""On a logarithmic axis of iterations, 0 stands at the left edge and 1 here: a break lies between."""

_SMALLEST_TOP = 1e-290
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-3, 5e4
_MANY_DECADES = 20


class IterationAxis(Protocol):
    """An axis from iteration 0 to `end`."""

    @property
    def end(self) -> int:
        """The last iteration."""
        ...

    def places(self, iterations: Float64) -> Float64:
        """Where iterations stand."""
        ...

    def iteration(self, place: float) -> int:
        """The iteration nearest to a place."""
        ...

    def ticks(self, most: int) -> Ticks:
        """Ticks, at most about so many of them labelled."""
        ...


class LossAxis(Protocol):
    """An axis of losses."""

    @property
    def unit(self) -> str:
        """The power of ten that the ticks leave out, if any."""
        ...

    def places(self, losses: Float64) -> Float64:
        """Where losses stand; those that no axis can show stand at its lower edge."""
        ...

    def ticks(self, most: int) -> Ticks:
        """Ticks, at most about so many of them labelled."""
        ...


@dataclass(frozen=True)
class LinearIterations:
    """0 to `end`, evenly."""

    end: int

    def places(self, iterations: Float64) -> Float64:
        """t/end."""
        return iterations / self.end

    def iteration(self, place: float) -> int:
        """The nearest iteration."""
        return min(max(round(place * self.end), 0), self.end)

    def ticks(self, most: int) -> Ticks:
        """Round numbers of iterations."""
        return linear_ticks(float(self.end), most, least_step=0)


@dataclass(frozen=True)
class LogIterations:
    """0 at the left edge, a break, and 1 to `end` by their logarithms."""

    end: int

    def places(self, iterations: Float64) -> Float64:
        """Where iterations stand."""
        logs = np.log10(np.maximum(iterations, 1.0)) / math.log10(self.end)
        return np.where(iterations < 1, 0.0, BREAK + (1 - BREAK) * logs)

    def iteration(self, place: float) -> int:
        """The nearest iteration; 0 from the middle of the break on."""
        if place < BREAK / 2:
            return 0
        exponent = (place - BREAK) / (1 - BREAK) * math.log10(self.end)
        return min(max(round(10 ** min(exponent, math.log10(self.end))), 1), self.end)

    def ticks(self, most: int) -> Ticks:
        """0, and the powers of ten."""
        ticks = decade_ticks(0.0, math.log10(self.end), most, plain_power)
        labelled = [(0.0, "0"), *((BREAK + (1 - BREAK) * place, text) for place, text in ticks.labelled)]
        return Ticks(labelled, [BREAK + (1 - BREAK) * place for place in ticks.minor])


@dataclass(frozen=True)
class LinearLoss:
    """0 to `top`, evenly."""

    top: float

    @classmethod
    def holding(cls, largest: float) -> LinearLoss:
        """An axis with a round end that holds losses up to `largest`."""
        if not largest > _SMALLEST_TOP:
            return cls(1.0)
        power = math.floor(math.log10(largest))
        for mantissa in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10):
            top = times_power(mantissa, power)
            if largest <= top:
                return cls(top)
        return cls(largest)

    @property
    def unit(self) -> str:
        """A power of ten, where the losses are too large or too small to be written plainly."""
        return power_text(self._power) if self._power else ""

    @property
    def _power(self) -> int:
        return 0 if _SMALLEST_PLAIN <= self.top <= _LARGEST_PLAIN else math.floor(math.log10(self.top))

    def places(self, losses: Float64) -> Float64:
        """L/top."""
        return np.maximum(losses, 0.0) / self.top

    def ticks(self, most: int) -> Ticks:
        """Round losses, in the unit."""
        return linear_ticks(self.top / 10.0**self._power, most)


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

    @property
    def unit(self) -> str:
        """None: the ticks are powers of ten."""
        return ""

    def places(self, losses: Float64) -> Float64:
        """Where losses stand."""
        logs = np.log10(np.maximum(losses, self.floor))
        return np.maximum((logs - self.bottom) / (self.top - self.bottom), 0.0)

    def ticks(self, most: int) -> Ticks:
        """The powers of ten."""
        is_short = self.bottom >= -3 and self.top <= 4
        return decade_ticks(self.bottom, self.top, most, plain_power if is_short else power_text)
