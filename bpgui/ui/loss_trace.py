"""Curves as few points, each a true loss: as many as the eye can tell at the size and zoom of the moment. Knows no Qt.

A curve is looked at in some sixty places, and between two of them again and again wherever the straight line between
would be seen to be wrong. So 10⁹ iterations take about as many points as a hundred, and every zoom is sharp.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.session.sampling import sampled
from bpgui.ui.loss_iteration_axes import IterationAxis

FIRST_LOOK = 65
"""In so many places a curve is looked at before it is known where more are needed."""

_TOLERANCE = 0.15
_NARROW = 0.7
_MOST_ROUNDS = 12
_BEYOND = 0.5
_FAR = 1e6


class Points(NamedTuple):
    """Places to be joined by a line."""

    across: Float64
    up: Float64


NO_POINTS = Points(np.empty(0), np.empty(0))

Heights = Callable[[Float64], Float64]
"""Where losses stand."""


@dataclass(frozen=True, eq=False)
class Trace:
    """Some iterations of a curve, ascending, and their losses."""

    curve: LossCurve | None
    t: Float64
    L: Float64

    @classmethod
    def of(cls, curve: LossCurve, first: float, last: float, in_log: bool, also: tuple[int, ...] = ()) -> Trace:
        """A first look at a curve between two iterations, which are taken whole, and some others in between."""
        low, high = math.floor(max(first, 0.0)), math.ceil(last)
        if high < low:
            return EMPTY
        t = sampled(low, high, FIRST_LOOK, in_log)
        inside = [float(each) for each in also if low <= each <= high]
        t = np.union1d(t, inside) if inside else t
        return cls(curve, t, curve.losses(t))

    @property
    def lowest(self) -> float:
        """The lowest loss, found more closely than it is looked at where the curve falls and rises again."""
        at, t, L = int(self.L.argmin()), self.t, self.L
        for _ in range(_MOST_ROUNDS):
            if self.curve is None or not 0 < at < len(t) - 1 or t[at + 1] - t[at - 1] <= 2:
                break
            t = sampled(int(t[at - 1]), int(t[at + 1]), FIRST_LOOK, False)
            L = self.curve.losses(t)
            at = int(L.argmin())
        return float(L.min())

    def looked_at_closely(
        self, axis: IterationAxis, heights: Heights, width: float, height: float, in_log: bool
    ) -> Trace:
        """The same with more iterations, wherever straight lines between them would be seen to be wrong."""
        t, L = self.t, self.L
        for _ in range(_MOST_ROUNDS if self.curve is not None else 0):
            x, y = axis.places(t) * width, np.clip(heights(L), -_BEYOND, 1 + _BEYOND) * height
            between = _bent(x, y) & (np.diff(t) > 1) & (np.diff(x) > _NARROW)
            if not between.any():
                break
            before, after = t[:-1][between], t[1:][between]
            middle = np.sqrt(np.maximum(before, 1.0) * after) if in_log else (before + after) / 2
            new = np.clip(np.rint(middle), before + 1, after - 1)
            assert self.curve is not None
            where = np.flatnonzero(between) + 1
            t, L = np.insert(t, where, new), np.insert(L, where, self.curve.losses(new))
        return Trace(self.curve, t, L)


EMPTY = Trace(None, np.empty(0), np.empty(0))


def points_of(
    trace: Trace, axis: IterationAxis, heights: Heights, which: npt.NDArray[np.bool_] | None = None
) -> Points:
    """A trace as places, cut off where it leaves the view above or below."""
    t, L = (trace.t, trace.L) if which is None else (trace.t[which], trace.L[which])
    return _cut(Points(axis.places(t), heights(L))) if len(t) else NO_POINTS


def _bent(x: Float64, y: Float64) -> npt.NDArray[np.bool_]:
    """Between which neighbours the line may not be straight: next to a point that lies beside its neighbours' line."""
    if len(x) < 3:
        return np.zeros(max(len(x) - 1, 0), dtype=bool)
    across, up = x[2:] - x[:-2], y[2:] - y[:-2]
    beside = np.abs(across * (y[1:-1] - y[:-2]) - up * (x[1:-1] - x[:-2])) / np.maximum(np.hypot(across, up), 1e-9)
    is_off = beside > _TOLERANCE
    bent = np.zeros(len(x) - 1, dtype=bool)
    bent[:-1] |= is_off
    bent[1:] |= is_off
    return bent


def _cut(points: Points) -> Points:
    """The points with the line kept near the view: what goes on above or below it runs along there, unseen."""
    across, up = points.across, np.clip(points.up, -_FAR, _FAR)
    for limit in (-_BEYOND, 1 + _BEYOND):
        beyond = up > limit
        at = np.flatnonzero(beyond[1:] != beyond[:-1])
        if len(at):
            share = (limit - up[at]) / (up[at + 1] - up[at])
            crossing = across[at] + share * (across[at + 1] - across[at])
            across, up = np.insert(across, at + 1, crossing), np.insert(up, at + 1, limit)
    return Points(across, np.clip(up, -_BEYOND, 1 + _BEYOND))
