"""The axes of iterations of the loss plot: where an iteration stands between 0 and 1. Knows no Qt.

Places run from 0 to 1 along an axis, whatever is zoomed to, so that 10⁹ iterations trouble nothing that draws them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.ui.loss_ticks import Ticks, are_few_decades, decade_ticks, few_decade_ticks, iteration_texts, plain_power
from bpgui.ui.loss_ticks import round_ticks as ticks_of_round_numbers

BREAK = 0.09
"""On a logarithmic axis of iterations from 0 on, 0 stands at the left edge and 1 here: a break lies between."""

_LESS_THAN_A_DECADE = 0.6
_LARGEST_EXPONENT = 15.0


class IterationAxis(Protocol):
    """An axis of iterations from `start` to `end`, which need not be whole."""

    def __hash__(self) -> int: ...

    @property
    def start(self) -> float:
        """The left edge."""
        ...

    @property
    def end(self) -> float:
        """The right edge."""
        ...

    @property
    def break_at(self) -> float | None:
        """Where the axis is broken, if it is."""
        ...

    def places(self, iterations: Float64) -> Float64:
        """Where iterations stand."""
        ...

    def value(self, place: float) -> float:
        """What stands at a place, beyond the edges too; it need not be whole."""
        ...

    def ticks(self, most: int) -> Ticks:
        """Ticks, at most about so many of them labelled."""
        ...


@dataclass(frozen=True)
class LinearIterations:
    """Evenly from `start` to `end`."""

    end: float
    start: float = 0.0

    @property
    def break_at(self) -> float | None:
        """It never is."""
        return None

    def places(self, iterations: Float64) -> Float64:
        """t/end, where it starts at 0."""
        return (iterations - self.start) / (self.end - self.start)

    def value(self, place: float) -> float:
        """What stands at a place."""
        return self.start + place * (self.end - self.start)

    def ticks(self, most: int) -> Ticks:
        """Round numbers of iterations."""

        def place(value: float) -> float:
            return (value - self.start) / (self.end - self.start)

        return ticks_of_round_numbers(max(self.start, 0.0), self.end, most, place, iteration_texts, whole=True)


@dataclass(frozen=True)
class LogIterations:
    """By logarithms from 1 on; 0, where it is in view, stands apart behind a break."""

    end: float
    start: float = 0.0

    @property
    def break_at(self) -> float | None:
        """The middle between 0 and 1, if it is in view."""
        place = self._place(-self._broken / 2)
        return place if self.start < 1 and place > 0 else None

    def places(self, iterations: Float64) -> Float64:
        """Where iterations stand."""
        logs = np.where(iterations < 1, (iterations - 1) * self._broken, np.log10(np.maximum(iterations, 1.0)))
        return (logs - self._low) / (self._high - self._low)

    def value(self, place: float) -> float:
        """What stands at a place."""
        log = self._low + place * (self._high - self._low)
        if log < 0:
            return 1 + log / self._broken
        return float(10 ** min(log, _LARGEST_EXPONENT))

    def ticks(self, most: int) -> Ticks:
        """0, and round numbers or the powers of ten."""
        low, high = max(self._low, 0.0), self._high
        if high - low < _LESS_THAN_A_DECADE:
            ticks = ticks_of_round_numbers(
                max(self.start, 1.0),
                self.end,
                most,
                lambda value: self._place(math.log10(value)),
                iteration_texts,
                whole=True,
            )
        else:
            if are_few_decades(low, high):
                ticks = few_decade_ticks(low, high, most, iteration_texts)
            else:
                ticks = decade_ticks(low, high, most, plain_power)
            ticks = self._moved(ticks, low)
        if self.start <= 0:
            return Ticks([(0.0, "0"), *ticks.labelled], ticks.minor)
        return ticks

    def _moved(self, ticks: Ticks, low: float) -> Ticks:
        first = self._place(low)
        return Ticks(
            [(first + (1 - first) * place, text) for place, text in ticks.labelled],
            [first + (1 - first) * place for place in ticks.minor],
        )

    # the scale: logarithms from 0 on, and below that the break, evenly, so wide in decades

    @property
    def _broken(self) -> float:
        return BREAK / (1 - BREAK) * math.log10(self.end)

    @property
    def _low(self) -> float:
        return math.log10(self.start) if self.start >= 1 else (self.start - 1) * self._broken

    @property
    def _high(self) -> float:
        return math.log10(self.end)

    def _place(self, log: float) -> float:
        return (log - self._low) / (self._high - self._low)


def place_of(axis: IterationAxis, iteration: float) -> float:
    """Where an iteration stands."""
    return float(axis.places(np.array([float(iteration)]))[0])


def iteration_at(axis: IterationAxis, place: float) -> int:
    """The whole iteration nearest to a place, of those in view."""
    value = axis.value(place)
    if value < 1:  # in the break nothing is nearer than its middle says
        value = 0.0 if value < 0.5 else 1.0
    lowest, highest = math.ceil(max(axis.start, 0.0)), math.floor(axis.end)
    return min(max(round(value), lowest), highest)


def iterations_in_view(axis: IterationAxis) -> int:
    """How many whole iterations are in view."""
    return math.floor(axis.end) - math.ceil(max(axis.start, 0.0)) + 1
