"""The axis of losses that fits what is drawn. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.session.loss_readout import LossReadout
from bpgui.ui.loss_axes import LinearLoss, LogLoss, LossAxis
from bpgui.ui.loss_trace import Trace
from bpgui.ui.loss_window import PlotWindow

_SMALLEST_FLOOR = 1e-300
_FAR_BELOW = 1e-3
_SMALLEST = 1e-290
_SHARES_THAT_ARE_SEEN = 1e-4


def loss_axis(
    readout: LossReadout, window: PlotWindow, log_loss: bool, own: Trace, others: Sequence[Trace]
) -> LossAxis | None:
    """The axis: what is zoomed to, or what holds the curve under way and others; None where nothing is known."""
    if not len(own.t) and not any(len(trace.t) for trace in others):
        return None
    if window.losses is not None:
        bottom, top = window.losses
        if not log_loss:
            return LinearLoss(top, bottom)
        floor = _log_floor(readout, others)
        return LogLoss(float(np.log10(max(bottom, _SMALLEST_FLOOR))), float(np.log10(top)), floor)
    is_part = window.iterations is not None
    return (_fitted_log if log_loss else _fitted_linear)(readout, is_part, own, others)


def _fitted_linear(readout: LossReadout, is_part: bool, own: Trace, others: Sequence[Trace]) -> LossAxis:
    # a curve that grows leaves through the top: the axis holds what has been passed, so that this is not flattened
    values = [part for part in (_passed(readout, own), *map(_calm, others)) if len(part)]
    largest = max((float(part.max()) for part in values), default=0.0)
    if not is_part:
        return LinearLoss.holding(largest)
    smallest = min([trace.lowest for trace in (own, *others) if len(trace.t)], default=0.0)
    return LinearLoss.between(min(smallest, largest), largest)


def _fitted_log(readout: LossReadout, is_part: bool, own: Trace, others: Sequence[Trace]) -> LossAxis:
    floor = _log_floor(readout, others)
    largest = max(float(part.max()) for part in (own.L, *map(_calm, others)) if len(part))
    smallest = min(trace.lowest for trace in (own, *others) if len(trace.t))
    lowest = readout.lowest
    if lowest is not None and not is_part and max(floor, _FAR_BELOW * smallest) < lowest < smallest:
        smallest = lowest
    if readout.modes:
        smallest = min(smallest, _SHARES_THAT_ARE_SEEN * largest)
    fit = LogLoss.between if is_part else LogLoss.holding
    return fit(min(smallest, largest), max(largest, _SMALLEST), floor)


def _passed(readout: LossReadout, own: Trace) -> Float64:
    """The losses of the curve under way that have been passed, if any of these is in view; else all that are."""
    passed = own.t <= max(readout.known or 0, readout.furthest if readout.predicts else 0)
    return own.L[passed] if passed.any() else own.L


def _calm(other: Trace) -> Float64:
    """The losses of another curve, up to what it began with: one that grows would flatten all the rest."""
    if other.curve is None or not other.curve.grows:
        return other.L
    return np.minimum(other.L, other.L[0])


def _log_floor(readout: LossReadout, others: Sequence[Trace]) -> float:
    curves: list[LossCurve | None] = [readout.curve, *(trace.curve for trace in others)]
    return max(next((curve.rounding for curve in curves if curve is not None), 0.0), _SMALLEST_FLOOR)
