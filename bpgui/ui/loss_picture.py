"""The loss plot as places between 0 and 1, ready to be drawn. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import grouped
from bpgui.session.loss_modes import ModeShare
from bpgui.session.loss_readout import LossReadout
from bpgui.session.loss_words import rounding_text
from bpgui.ui.loss_axes import LogLoss, LossAxis
from bpgui.ui.loss_fit import loss_axis
from bpgui.ui.loss_iteration_axes import (
    IterationAxis,
    LinearIterations,
    LogIterations,
    iterations_in_view,
    place_of,
)
from bpgui.ui.loss_trace import EMPTY, NO_POINTS, Heights, Points, Trace, points_of
from bpgui.ui.loss_window import FITTED, PlotView, Span

_FEW_ITERATIONS = 20
_OUT_OF_VIEW = 0.05
_KEPT_IN_MIND = 48


class Mark(NamedTuple):
    """A line across the whole plot at a place, with a text."""

    place: float
    text: str


class Dot(NamedTuple):
    """The point of the iteration shown; hollow where its loss is not known yet, and it stands at the last that is."""

    across: float
    up: float
    is_filled: bool


class Other(NamedTuple):
    """Another curve than the one under way: a kept one, with its look by number, or that before the last edit."""

    name: str
    curve: LossCurve
    last: int
    look: int | None
    points: Points


class ModeLine(NamedTuple):
    """A mode's share, up to the position and ahead of it."""

    mode: ModeShare
    known: Points
    prediction: Points


@dataclass(frozen=True, eq=False)
class Picture:
    """All that is drawn. single: points that stand for themselves, beyond a break or being few; lowest: the loss that
    no training can beat; rounding: below it nothing but rounding is left."""

    iterations: IterationAxis
    losses: LossAxis | None
    known: Points
    prediction: Points
    earlier: Other | None
    kept: tuple[Other, ...]
    modes: tuple[ModeLine, ...]
    single: Points
    single_ahead: Points
    dot: Dot | None
    cursor: float
    lowest: Mark | None
    rounding: Mark | None
    end: Mark | None

    def dot_at(self, iteration: int, loss: float, is_share: bool = False) -> Dot:
        """Where an iteration and its loss, or a share of it, stand."""
        assert self.losses is not None
        heights = self.losses.bare_places if is_share else self.losses.places
        return Dot(place_of(self.iterations, iteration), float(heights(np.array([loss]))[0]), True)


def iteration_axis(readout: LossReadout, view: PlotView) -> IterationAxis:
    """The axis of iterations: what is zoomed to, or all there is."""
    first, last = view.window.iterations or (0.0, float(view.held_end or readout.end))
    return LogIterations(last, first) if view.log_iterations else LinearIterations(last, first)


def picture(readout: LossReadout, view: PlotView) -> Picture:
    """The picture of what may be known, looked at in some way."""
    axis = iteration_axis(readout, view)
    span = (axis.start, axis.end) if view.window.iterations is None else _seen(axis, readout)
    own, earlier = _own(readout, view, span), _earlier(readout, view, span)
    kept = [_kept(readout, view, span, number) for number in range(len(readout.kept))]
    losses = loss_axis(readout, view.window, view.log_loss, own, [earlier, *kept])
    if losses is None and not view.window.is_fitted:  # nothing is in view: the axis stays what it is for all
        losses = _axis_of_all(readout, view)

    def other(trace: Trace) -> Points:
        if losses is None or trace is EMPTY:
            return NO_POINTS
        return _line(trace, axis, losses, view.width, view.height, view.log_iterations)

    def line(which: npt.NDArray[np.bool_]) -> Points:
        if losses is None:
            return NO_POINTS
        return points_of(own, axis, losses.places, which & (own.t >= 1) if view.log_iterations else which)

    if losses is not None and own is not EMPTY:
        own = own.looked_at_closely(axis, losses.places, view.width, view.height, view.log_iterations)
    known = -1 if readout.known is None else readout.known
    t = own.t
    stand_alone = (t < 1) if view.log_iterations else np.zeros(t.shape, dtype=bool)
    stand_alone |= iterations_in_view(axis) <= _FEW_ITERATIONS
    heights: Heights = losses.places if losses is not None else np.zeros_like
    return Picture(
        iterations=axis,
        losses=losses,
        known=line(t <= known),
        prediction=line(t >= known) if len(t) and t[-1] > known else NO_POINTS,
        earlier=_earlier_line(readout, other(earlier)),
        kept=tuple(
            Other(k.name, k.curve, readout.last_drawn_of(k, int(np.ceil(span[1]))), k.look, other(trace))
            for k, trace in zip(readout.kept, kept, strict=True)
        ),
        modes=_modes(readout, view, axis, losses, own),
        single=points_of(own, axis, heights, stand_alone & (t <= known)) if losses else NO_POINTS,
        single_ahead=points_of(own, axis, heights, stand_alone & (t > known)) if losses else NO_POINTS,
        dot=_dot(readout, axis, losses),
        cursor=place_of(
            axis, min(readout.iteration, axis.end) if view.window.iterations is None else readout.iteration
        ),
        lowest=_lowest(readout, losses),
        rounding=_rounding(readout, losses),
        end=_end(readout, axis),
    )


# --- first looks at the curves


def _seen(axis: IterationAxis, readout: LossReadout) -> Span:
    """What is zoomed to, up to the edges of the box, which lie a little beyond."""
    longest = max(float(readout.longest), axis.end)
    return max(axis.value(-_OUT_OF_VIEW), 0.0), min(axis.value(1 + _OUT_OF_VIEW), longest)


def _own(readout: LossReadout, view: PlotView, span: Span) -> Trace:
    if readout.known is None:
        return EMPTY
    if readout.curve is None:
        return Trace(None, np.array([float(readout.known)]), np.array([readout.loss(readout.known)]))
    last = readout.last_drawn(int(np.ceil(span[1])))
    assert last is not None
    return Trace.of(readout.curve, span[0], min(last, span[1]), view.log_iterations, (readout.known, 1))


def _earlier(readout: LossReadout, view: PlotView, span: Span) -> Trace:
    if readout.earlier is None:
        return EMPTY
    return _first_look(readout.earlier, span[0], min(readout.earlier_furthest, span[1]), view.log_iterations)


def _kept(readout: LossReadout, view: PlotView, span: Span, number: int) -> Trace:
    kept = readout.kept[number]
    last = readout.last_drawn_of(kept, int(np.ceil(span[1])))
    return _first_look(kept.curve, span[0], min(last, span[1]), view.log_iterations)


# curves that stand still while another one follows the learning rate are not worked out anew with each of its moves


@lru_cache(maxsize=_KEPT_IN_MIND)
def _first_look(curve: LossCurve, first: float, last: float, in_log: bool) -> Trace:
    return Trace.of(curve, first, last, in_log, (1,))


@lru_cache(maxsize=_KEPT_IN_MIND)
def _line(trace: Trace, axis: IterationAxis, losses: LossAxis, width: int, height: int, in_log: bool) -> Points:
    close = trace.looked_at_closely(axis, losses.places, width, height, in_log)
    return points_of(close, axis, losses.places, close.t >= 1 if in_log else None)


def _axis_of_all(readout: LossReadout, view: PlotView) -> LossAxis | None:
    all_of_it = PlotView(FITTED, view.held_end, view.log_iterations, view.log_loss, view.width, view.height)
    return picture(readout, all_of_it).losses


# --- what is drawn of them


def _earlier_line(readout: LossReadout, points: Points) -> Other | None:
    if readout.earlier is None:
        return None
    return Other("before the last edit", readout.earlier, readout.earlier_furthest, None, points)


def _modes(
    readout: LossReadout, view: PlotView, axis: IterationAxis, losses: LossAxis | None, own: Trace
) -> tuple[ModeLine, ...]:
    if losses is None or not len(own.t) or readout.known is None:
        return ()
    lines = []
    for mode in readout.modes:
        trace = Trace.of(mode.curve, own.t[0], own.t[-1], view.log_iterations, (readout.known, 1))
        trace = trace.looked_at_closely(axis, losses.bare_places, view.width, view.height, view.log_iterations)
        drawn = trace.t >= 1 if view.log_iterations else trace.t >= 0
        known, ahead = drawn & (trace.t <= readout.known), drawn & (trace.t >= readout.known)
        lines.append(
            ModeLine(
                mode,
                points_of(trace, axis, losses.bare_places, known),
                points_of(trace, axis, losses.bare_places, ahead) if trace.t[-1] > readout.known else NO_POINTS,
            )
        )
    return tuple(lines)


def _dot(readout: LossReadout, axis: IterationAxis, losses: LossAxis | None) -> Dot | None:
    if readout.known is None or losses is None:
        return None
    across = place_of(axis, readout.known)
    up = float(losses.places(np.array([readout.loss(readout.known)]))[0])
    return Dot(across, up, readout.known == readout.iteration) if _is_in_view(across, up) else None


def _lowest(readout: LossReadout, losses: LossAxis | None) -> Mark | None:
    lowest = readout.lowest
    if lowest is None or losses is None or (isinstance(losses, LogLoss) and lowest <= losses.floor):
        return None
    place = float(losses.places(np.array([lowest]))[0])
    return Mark(place, f"lowest loss L* {readout.lowest_text}") if -_OUT_OF_VIEW / 2 < place <= 1 else None


def _rounding(readout: LossReadout, losses: LossAxis | None) -> Mark | None:
    if readout.curve is None or readout.curve.rounding == 0 or not isinstance(losses, LogLoss):
        return None
    place = float(losses.places(np.array([losses.floor]))[0])
    return Mark(place, f"{rounding_text(readout.curve)}, rounding") if 0 < place <= 1 else None


def _end(readout: LossReadout, axis: IterationAxis) -> Mark | None:
    last = readout.ends_at
    if last is None or not axis.start <= last <= axis.end:
        return None
    return Mark(place_of(axis, last), f"ends at {grouped(last)}")


def _is_in_view(across: float, up: float) -> bool:
    return all(-_OUT_OF_VIEW < place < 1 + _OUT_OF_VIEW for place in (across, up))
