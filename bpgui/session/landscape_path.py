"""The path of descent on a plane: which iterations are drawn, and where they are."""

from __future__ import annotations

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.core.landscape import Plane
from bpgui.session.course import LAST_ITERATION

MOST_ONE_BY_ONE, LEAST_ONE_BY_ONE = 1000, 200
_POWERS_ONE_BY_ONE = 200_000
_PAIRS_IN_A_DECADE = 50


def drawn_iterations(last: int, one_by_one: int) -> Float64:
    """Whole numbers from 0 to `last`: each of the first so many, then pairs (even, odd), evenly in their logarithms.

    Past 1/λ descent swings to and fro at every iteration: pairs show both sides of it, where one iteration in so many
    would show a line that it never takes.
    """
    first = np.arange(min(last + 1, one_by_one), dtype=np.float64)
    if last < one_by_one:
        return first
    count = int(_PAIRS_IN_A_DECADE * np.log10(last / one_by_one)) + 2
    even = np.unique(2 * np.floor(np.geomspace(one_by_one, last, count) / 2))
    pairs = np.stack([even, even + 1], axis=1).ravel()
    found: Float64 = np.concatenate([first, pairs[pairs <= last]])
    return found


class DrawnPath:
    """The path on one plane, as far as it has been asked for: it is worked out once, and ends where it is to end."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        last = plane.descent.last_finite_iteration
        modes = plane.descent.factorisation.rank
        most = min(max(_POWERS_ONE_BY_ONE // modes, LEAST_ONE_BY_ONE), MOST_ONE_BY_ONE)
        self.one_by_one = most - most % 2
        """The first so many iterations are all drawn."""
        end = LAST_ITERATION if last is None else min(last, LAST_ITERATION)
        self.iterations = drawn_iterations(end, self.one_by_one)
        self._points = np.empty((0, 2))

    def up_to(self, iteration: int) -> Float64:
        """The points from iteration 0 to one, the two last iterations among them: coordinates, a row each."""
        if iteration < self.one_by_one:
            return self._first(iteration + 1)
        before = int(np.searchsorted(self.iterations, iteration - 1))
        latest = self.plane.coordinates(np.array([iteration - 1.0, float(iteration)]))
        return np.concatenate([self._first(before), latest])

    def _first(self, count: int) -> Float64:
        known = len(self._points)
        if count > known:
            more = self.iterations[known : max(count, min(2 * known, len(self.iterations)))]
            self._points = np.concatenate([self._points, self.plane.coordinates(more)])
        return self._points[:count]

    def moves_unseen(self, iteration: int, pixel: tuple[float, float]) -> bool:
        """Whether some iteration that is left out, up to one, moves by more than a pixel, of so much across and up."""
        first = self.one_by_one
        if iteration <= first:
            return False
        ends = np.array([first, first + 1.0, iteration - 1.0, float(iteration)])
        places = self.plane.coordinates(ends) / np.array(pixel)
        return bool(np.abs(places[1::2] - places[::2]).max() > 1)
