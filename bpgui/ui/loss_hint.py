"""When logarithmic axes would show more than linear ones do. Knows no Qt."""

from __future__ import annotations

from functools import lru_cache

from bpgui.core.loss_curve import LossCurve
from bpgui.session.loss_readout import LossReadout
from bpgui.ui.loss_iteration_axes import IterationAxis, LinearIterations

HINT = "Logarithmic axes (log t, log L) show more of this."

_FALLEN_TO, _WITHIN = 0.01, 0.1
_FEWEST_KEPT = 2
_KEPT_IN_MIND = 48


def would_show_more_in_log(readout: LossReadout, axis: IterationAxis) -> bool:
    """Whether lines that are to be told apart have all fallen at the very beginning of a linear axis.

    Of a loss that may not be told yet nothing is given away.
    """
    has_lines_to_tell_apart = bool(readout.modes) or len(readout.kept) >= _FEWEST_KEPT
    if not has_lines_to_tell_apart or not isinstance(axis, LinearIterations):
        return False
    fallen = [_fallen_at(kept.curve) for kept in readout.kept]
    if readout.curve is not None:
        own = _fallen_at(readout.curve)
        is_told = readout.foretells or (own is not None and readout.known is not None and own <= readout.known)
        fallen.append(own if is_told else None)
    latest = max((axis.end if t is None else t for t in fallen), default=axis.end)
    return axis.start <= latest <= axis.start + _WITHIN * (axis.end - axis.start)


@lru_cache(maxsize=_KEPT_IN_MIND)
def _fallen_at(curve: LossCurve) -> int | None:
    return curve.first_with_excess(_FALLEN_TO)
