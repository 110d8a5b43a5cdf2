"""The window onto the loss plot: which iterations and losses are seen, zoomed and panned. Knows no Qt.

A window is a small frozen value; each zoom and pan makes a new one. Zooming keeps what is under the pointer where it
is, panning keeps the size, and both stop where there is nothing more to see.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from bpgui.ui.loss_axes import LARGEST_LOSS, NARROWEST, NARROWEST_BY_LOGARITHMS, LogLoss, LossAxis
from bpgui.ui.loss_iteration_axes import IterationAxis, place_of

Span = tuple[float, float]
"""From, to."""

FEWEST_ITERATIONS = 4.0
"""So many iterations at least are seen, from edge to edge."""

_SMALLEST_LOSS = 1e-290
_AS_GOOD_AS_FITTED = 0.004


@dataclass(frozen=True)
class PlotWindow:
    """Iterations from, to, and losses from, to; None where they are fitted to what there is."""

    iterations: Span | None = None
    losses: Span | None = None

    @property
    def is_fitted(self) -> bool:
        """Whether everything is seen."""
        return self == FITTED

    def with_iterations(self, span: Span, end: float) -> PlotWindow:
        """With other iterations; those from 0 to `end`, as near as one can see, are all there are."""
        first, last = span
        is_all = first <= _AS_GOOD_AS_FITTED * end and abs(last - end) <= _AS_GOOD_AS_FITTED * end
        return replace(self, iterations=None if is_all else span)

    def with_losses(self, span: Span | None) -> PlotWindow:
        """With other losses."""
        return replace(self, losses=span)


FITTED = PlotWindow()


@dataclass(frozen=True)
class PlotView:
    """How the plot is looked at: through which window, how long the axis is held to be, on which kinds of axes, and at
    what size in pixels."""

    window: PlotWindow = FITTED
    held_end: int | None = None
    log_iterations: bool = False
    log_loss: bool = False
    width: int = 600
    height: int = 300


# --- iterations


def zoomed_iterations(axis: IterationAxis, place: float, factor: float, longest: float) -> Span:
    """So many times as much, about a place; from 0 to `longest` at most."""
    first, last = (axis.value(place + (edge - place) * factor) for edge in (0.0, 1.0))
    first, last = max(first, 0.0), min(last, longest)
    if last - first >= FEWEST_ITERATIONS:
        return first, last
    first = max(min(axis.value(place) - place * FEWEST_ITERATIONS, longest - FEWEST_ITERATIONS), 0.0)
    return first, first + FEWEST_ITERATIONS


def panned_iterations(axis: IterationAxis, shift: float, longest: float) -> Span:
    """Further on by a share of the axis, or back, within 0 to `longest`."""
    shift = max(min(shift, place_of(axis, longest) - 1), place_of(axis, 0))
    return max(axis.value(shift), 0.0), min(axis.value(1 + shift), longest)


def iterations_with(axis: IterationAxis, iteration: int, longest: float) -> Span:
    """Panned by as little as brings an iteration into view."""
    place = place_of(axis, iteration)
    return panned_iterations(axis, min(place, 0.0) + max(place - 1, 0.0), longest)


# --- losses


def zoomed_losses(axis: LossAxis, place: float, factor: float) -> Span:
    """So many times as much, about a place."""
    return _within(axis, place + (0 - place) * factor, place + (1 - place) * factor)


def panned_losses(axis: LossAxis, shift: float) -> Span:
    """Higher by a share of the axis, or lower."""
    lowest = _place_of_lowest(axis)
    shift = max(shift, min(lowest, 0.0))
    return _within(axis, shift, 1 + shift)


def _within(axis: LossAxis, low: float, high: float) -> Span:
    bottom, top = max(axis.value(max(low, _place_of_lowest(axis))), 0.0), min(axis.value(high), LARGEST_LOSS)
    narrowest = NARROWEST_BY_LOGARITHMS if isinstance(axis, LogLoss) else NARROWEST
    if top - bottom < max(narrowest * top, _SMALLEST_LOSS):
        return axis.value(0), axis.value(1)
    return bottom, top


def _place_of_lowest(axis: LossAxis) -> float:
    """Where the lowest loss stands that makes sense: 0, or just below the rounding on a logarithmic axis."""
    if isinstance(axis, LogLoss):
        return (math.log10(axis.floor) - 0.5 - axis.bottom) / (axis.top - axis.bottom)
    return (0.0 - axis.value(0)) / (axis.value(1) - axis.value(0))
