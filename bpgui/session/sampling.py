"""Which iterations are looked at, and how long an axis is that holds them."""

from __future__ import annotations

import numpy as np

from bpgui.core.inputs import Float64

SHORTEST_AXIS = 10
"""An axis of iterations is never shorter."""

_ROUND_ENDS = (1, 1.2, 1.5, 2, 3, 5, 10)


def round_end(reached: float) -> int:
    """The round number, of few, at which an axis ends that has to hold so many iterations."""
    reached = max(reached, SHORTEST_AXIS)
    power = 10 ** (len(str(int(reached))) - 1)
    return next(int(end * power) for end in _ROUND_ENDS if end * power >= reached)


def sampled(first: int, last: int, most: int, evenly_in_log: bool) -> Float64:
    """Whole numbers from `first` to `last`, both of them among these, ascending, each once, at most so many (≥ 2).

    Evenly spaced, or so that their logarithms are.
    """
    if last - first < most:
        return np.arange(first, last + 1, dtype=np.float64)
    if not evenly_in_log:
        found = np.rint(np.linspace(first, last, most))
    else:
        start = max(first, 1)
        steps = np.rint(np.geomspace(start, last, most - (start - first)))
        found = np.concatenate([[first], steps]) if start > first else steps
    found[0], found[-1] = first, last
    unique: Float64 = np.unique(found)
    return unique
