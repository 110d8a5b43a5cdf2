"""The loss plot as places between 0 and 1, ready to be drawn. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.session.loss_readout import LossReadout, iteration_text, rounding_text, sampled
from bpgui.ui.loss_axes import IterationAxis, LinearIterations, LinearLoss, LogIterations, LogLoss, LossAxis

MOST_POINTS = 2000
_FEW_ITERATIONS = 20
_SMALLEST_FLOOR = 1e-300
_ABOVE_THE_TOP = 1.5


class Points(NamedTuple):
    """Points to be joined by a line."""

    across: Float64
    up: Float64


NO_POINTS = Points(np.empty(0), np.empty(0))


class Mark(NamedTuple):
    """A line across the whole plot at a place, with a text."""

    place: float
    text: str


class Dot(NamedTuple):
    """The point of the iteration shown; hollow where its loss is not known yet, and it stands at the last that is."""

    across: float
    up: float
    is_filled: bool


@dataclass(frozen=True, eq=False)
class Picture:
    """All that is drawn. single: points that stand for themselves, beyond a break or being few."""

    iterations: IterationAxis
    losses: LossAxis | None
    known: Points
    prediction: Points
    earlier: Points
    single: Points
    single_ahead: Points
    dot: Dot | None
    cursor: float
    floor: Mark | None
    end: Mark | None
    has_break: bool
    is_growing: bool

    def dot_at(self, iteration: int, loss: float) -> Dot:
        """Where an iteration and its loss stand."""
        assert self.losses is not None
        return Dot(place_of(self.iterations, iteration), float(self.losses.places(np.array([loss]))[0]), True)


def picture(readout: LossReadout, log_iterations: bool, log_loss: bool, points: int, end: int | None = None) -> Picture:
    """The picture of what may be known, with about so many points to a curve; `end` holds the axis of iterations."""
    end = end or readout.end
    axis = _iteration_axis(end, log_iterations)
    most = min(max(points, 2), MOST_POINTS - 2)
    t, L = _sampled_curve(readout, end, most, log_iterations)
    earlier_t, earlier_L = _sampled_earlier(readout, end, most, log_iterations)
    losses = _loss_axis(readout, t, L, earlier_L, log_loss)
    known = -1 if readout.known is None else readout.known
    few = end <= _FEW_ITERATIONS
    alone = (t < 1) if log_iterations else np.zeros(t.shape, dtype=bool)
    single = (alone | few) & (t <= known)
    ahead = (alone | few) & (t > known)
    return Picture(
        iterations=axis,
        losses=losses,
        known=_points(axis, losses, t, L, ~alone & (t <= known)),
        prediction=_points(axis, losses, t, L, ~alone & (t >= known) & (known < (t[-1] if len(t) else 0))),
        earlier=_points(axis, losses, earlier_t, earlier_L, (earlier_t >= 1) | (not log_iterations)),
        single=_points(axis, losses, t, L, single),
        single_ahead=_points(axis, losses, t, L, ahead),
        dot=_dot(readout, axis, losses),
        cursor=place_of(axis, min(readout.iteration, end)),
        floor=_floor(readout, losses),
        end=_end(readout, axis),
        has_break=log_iterations,
        is_growing=len(L) > 1 and bool(L[-1] > L[0]),
    )


def _iteration_axis(end: int, in_log: bool) -> IterationAxis:
    return LogIterations(end) if in_log else LinearIterations(end)


def _sampled_curve(readout: LossReadout, end: int, most: int, in_log: bool) -> tuple[Float64, Float64]:
    if readout.known is None:
        return np.empty(0), np.empty(0)
    if readout.curve is None:
        return np.array([float(readout.known)]), np.array([readout.loss(readout.known)])
    last = min(max(readout.last_drawn or 0, readout.known), end)
    if readout.ends_at is not None:
        last = min(last, readout.ends_at)
    inside = [float(t) for t in (readout.known, 1) if t <= last]
    t = np.unique(np.concatenate([sampled(0, last, most, in_log), inside]))
    return t, readout.curve.losses(t)


def _sampled_earlier(readout: LossReadout, end: int, most: int, in_log: bool) -> tuple[Float64, Float64]:
    curve = readout.earlier
    if curve is None:
        return np.empty(0), np.empty(0)
    t = sampled(0, min(end, readout.earlier_furthest), most, in_log)
    return t, curve.losses(t)


def _loss_axis(readout: LossReadout, t: Float64, L: Float64, earlier_L: Float64, in_log: bool) -> LossAxis | None:
    if len(L) == 0 and len(earlier_L) == 0:
        return None
    if in_log:
        floor = _log_floor(readout.curve or readout.earlier)
        drawn = np.concatenate([L, earlier_L])
        return LogLoss.holding(float(drawn.min()), float(drawn.max()), floor)
    # a curve that grows leaves through the top: the axis holds what has been passed, so that this is not flattened
    passed = L[t <= max(readout.known or 0, readout.furthest if readout.predicts else 0)]
    largest = max([float(values.max()) for values in (passed, earlier_L[:1]) if len(values)], default=0.0)
    return LinearLoss.holding(largest)


def _log_floor(curve: LossCurve | None) -> float:
    return _SMALLEST_FLOOR if curve is None else max(curve.rounding, _SMALLEST_FLOOR)


def _points(
    axis: IterationAxis, losses: LossAxis | None, t: Float64, L: Float64, which: npt.NDArray[np.bool_]
) -> Points:
    if losses is None or not np.any(which):
        return NO_POINTS
    return _cut(Points(axis.places(t[which]), losses.places(L[which])))


def _cut(points: Points) -> Points:
    """The points up to where the line leaves through the top; a loss over iterations does so once at most."""
    above = np.flatnonzero(points.up > _ABOVE_THE_TOP)
    if len(above) == 0:
        return points
    first = int(above[0])
    if first == 0:
        return NO_POINTS
    (x0, x1), (y0, y1) = points.across[first - 1 : first + 1], points.up[first - 1 : first + 1]
    across, up = points.across[: first + 1].copy(), points.up[: first + 1].copy()
    across[first], up[first] = x0 + (x1 - x0) * ((_ABOVE_THE_TOP - y0) / (y1 - y0)), _ABOVE_THE_TOP
    return Points(across, up)


def _dot(readout: LossReadout, axis: IterationAxis, losses: LossAxis | None) -> Dot | None:
    if readout.known is None or losses is None or readout.known > axis.end:
        return None
    up = float(losses.places(np.array([readout.loss(readout.known)]))[0])
    return Dot(place_of(axis, readout.known), up, readout.known == readout.iteration)


def _floor(readout: LossReadout, losses: LossAxis | None) -> Mark | None:
    if readout.curve is None or not isinstance(losses, LogLoss):
        return None
    place = float(losses.places(np.array([losses.floor]))[0])
    return Mark(place, f"{rounding_text(readout.curve)}, rounding") if 0 < place <= 1 else None


def _end(readout: LossReadout, axis: IterationAxis) -> Mark | None:
    last = readout.ends_at
    if last is None or last > axis.end:
        return None
    return Mark(place_of(axis, last), f"ends at {iteration_text(last)}")


def place_of(axis: IterationAxis, iteration: int) -> float:
    """Where an iteration stands."""
    return float(axis.places(np.array([float(iteration)]))[0])
