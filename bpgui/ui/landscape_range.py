"""Which part of the plane is in view: coordinates to pixels and back. Knows no Qt.

A pixel is so much across and so much up. The two need not be the same: a weight of a feature in thousands and a bias
may go their ways in ranges a thousand times apart, and neither must be a dot. Where the ranges allow it they are made
the same, for then descent sets out at a right angle to the contour, as one expects of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from bpgui.core.inputs import Float64

MARGIN = 0.13
"""How much of the height or the width stays free at each side when the view is fitted."""

_LARGEST_RATIO_MADE_EQUAL = 2.0
_INSIDE = 10.0
_FINEST = 1e-11
_COARSEST = 1e160

Pair = tuple[float, float]


@dataclass(frozen=True)
class Range:
    """A part of the plane, in a plot of `size` pixels: its centre, and how much a pixel is, across and up."""

    centre: Pair
    pixel: Pair
    size: Pair

    @classmethod
    def around(cls, points: Float64, size: Pair) -> Range:
        """A view that holds points, given a row each, with some margin."""
        low, high = points.min(axis=0), points.max(axis=0)
        centre = low + (high - low) / 2
        spans = high - low
        usable = [(1 - 2 * MARGIN) * max(pixels, 1.0) for pixels in size]
        across, up = (float(span / pixels) for span, pixels in zip(spans, usable, strict=True))
        if max(across, up) <= _FINEST * float(np.abs(points).max()):
            across = up = 2 * max(1.0, float(np.abs(points).max())) / min(usable)
        if min(across, up) * _LARGEST_RATIO_MADE_EQUAL >= max(across, up) or min(across, up) == 0:
            across = up = max(across, up)
        return cls(_pair(centre), (across, up), size)._within_limits()

    @property
    def is_equal(self) -> bool:
        """Whether both axes have the same scale."""
        return math.isclose(*self.pixel, rel_tol=1e-9)

    # --- there and back

    def pixels(self, points: Float64) -> Float64:
        """Where points are, from the upper left corner; the last axis is (across, up), then (right, down)."""
        from_centre = (points - np.array(self.centre)) / np.array(self.pixel)
        return np.array(self.size) / 2 + from_centre * np.array([1.0, -1.0])

    def vector(self, along: Float64) -> Float64:
        """How far a vector of the plane goes, in pixels to the right and down."""
        found: Float64 = along / np.array(self.pixel) * np.array([1.0, -1.0])
        return found

    def point(self, right: float, down: float) -> Pair:
        """The coordinates of a pixel."""
        return (
            self.centre[0] + (right - self.size[0] / 2) * self.pixel[0],
            self.centre[1] - (down - self.size[1] / 2) * self.pixel[1],
        )

    @property
    def low(self) -> Pair:
        """The coordinates of the lower left corner."""
        return self.point(0, self.size[1])

    @property
    def high(self) -> Pair:
        """The coordinates of the upper right corner."""
        return self.point(self.size[0], 0)

    def holds(self, points: Float64, inset: float = 0.0) -> bool:
        """Whether all points are in view, so many pixels from the edges."""
        places = self.pixels(points)
        return bool(np.all(places >= inset) and np.all(places <= np.array(self.size) - inset))

    # --- other views

    def resized(self, size: Pair) -> Range:
        """As much more, or less, as another size shows."""
        return replace(self, size=size)

    def panned(self, right: float, down: float) -> Range:
        """What is in view goes so many pixels to the right and down."""
        (across, up), (pixel_across, pixel_up) = self.centre, self.pixel
        return replace(self, centre=(across - right * pixel_across, up + down * pixel_up))

    def zoomed(self, factor: float, right: float, down: float) -> Range:
        """So many times larger, with the point under a pixel staying where it is."""
        held = self.point(right, down)
        zoomed = replace(self, pixel=(self.pixel[0] / factor, self.pixel[1] / factor))._within_limits()
        moved = zoomed.pixels(np.array(held)) - (right, down)
        return zoomed.panned(-float(moved[0]), -float(moved[1]))

    def panned_to(self, point: Float64) -> Range:
        """Moved by the least that brings a point into view, and coarser where that alone would lose all digits."""
        place = self.pixels(point)
        inside = np.clip(place, _INSIDE, np.maximum(np.array(self.size) - _INSIDE, _INSIDE))
        return self.panned(*_pair(inside - place))._within_limits()

    def with_points(self, points: Float64) -> Range:
        """The least larger view that holds points as well; itself, if it does."""
        if self.holds(points):
            return self
        room = [max(pixels - 2 * _INSIDE, 1.0) for pixels in self.size]
        inset = _INSIDE * np.array(self.pixel)
        low = np.minimum(points.min(axis=0), np.array(self.low) + inset)
        high = np.maximum(points.max(axis=0), np.array(self.high) - inset)
        across, up = (float(span / pixels) for span, pixels in zip(high - low, room, strict=True))
        if self.is_equal:
            across = up = max(across, up)
        return Range(_pair(low + (high - low) / 2), (across, up), self.size)._within_limits()

    def _within_limits(self) -> Range:
        finest = [max(_FINEST * abs(centre), 1e-300) for centre in self.centre]
        limited = [min(max(pixel, least), _COARSEST) for pixel, least in zip(self.pixel, finest, strict=True)]
        if self.is_equal:
            limited = [max(limited)] * 2
        return replace(self, pixel=(limited[0], limited[1]))


def _pair(values: Float64) -> Pair:
    return float(values[0]), float(values[1])
