"""Which part of the plane the view shows as time goes on: it stays, as far as it can. Knows no Qt.

Fitted to the start, the current point, the optimum and the lowest point of the slice, a view holds what of the path
comes later by growing as little as it must, and is the fitted one again when time goes back. A view that was chosen by
hand stays as it is; only when the current point leaves it, it is moved by the least.
"""

from __future__ import annotations

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.session.landscape import Landscape
from bpgui.ui.landscape_range import Pair, Range


class Framing:
    """The view of one landscape after the other."""

    def __init__(self) -> None:
        self._data: object = None
        self._fitted_to: Float64 | None = None
        self._by_hand: Range | None = None
        self._was_in_view = False
        self._latest: Range | None = None

    def view(self, landscape: Landscape, data: object, size: Pair, is_held: bool) -> Range | None:
        """What is in view now, None where nothing is known. data: that of which another landscape is another one.

        is_held: the start is in a person's hand, and under it nothing may move.
        """
        if landscape.slice is None or landscape.here is None or landscape.optimum is None:
            self._latest = None
        elif not is_held or self._latest is None:
            self._latest = self._found(landscape, landscape.here, landscape.optimum, data, size)
        return self._latest

    def _found(self, landscape: Landscape, here: Float64, optimum: Float64, data: object, size: Pair) -> Range:
        path = landscape.drawn_path
        if (data, landscape.axes) != self._data:
            self._data, self._by_hand, self._fitted_to = (data, landscape.axes), None, None
        if self._by_hand is not None:
            return self._by_hands_choice(here, size)
        if self._fitted_to is None:
            self._fitted_to = _all_points(landscape, path)
        fitted = Range.around(self._fitted_to, size)
        return fitted.with_points(np.array([path.min(axis=0), path.max(axis=0), optimum]))

    def fit(self) -> None:
        """Show all again, from the next view on."""
        self._by_hand = self._fitted_to = None

    @property
    def is_by_hand(self) -> bool:
        """Whether the view was chosen by hand, and isn't the fitted one."""
        return self._by_hand is not None

    def choose(self, view: Range) -> None:
        """A view that was chosen by hand, with or without the current point in it."""
        self._by_hand, self._was_in_view = view, False

    def _by_hands_choice(self, here: Float64, size: Pair) -> Range:
        assert self._by_hand is not None
        view = self._by_hand.resized(size)
        if self._was_in_view and not view.holds(here):
            view = view.panned_to(here)
        self._was_in_view = view.holds(here)
        self._by_hand = view
        return view


def _all_points(landscape: Landscape, path: Float64) -> Float64:
    assert landscape.slice is not None
    assert landscape.optimum is not None
    return np.vstack([path, landscape.optimum, landscape.slice.lowest])
