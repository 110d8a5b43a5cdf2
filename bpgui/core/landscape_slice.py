"""The loss over a plane through w and b: a quadratic of two coordinates, with its lowest point and its contours.

W = [w; b], x̃ = [x 1], R = y − x̃W; two directions u and v of parameters. With A = [x̃u x̃v], a column each, moving by
z = (α, β) takes x̃z from the error, and

    L(W + αu + βv) = a ‖R − A z‖² = L + g·z + ½ zᵀH z        g = −2a AᵀR,  H = 2a AᵀA

Gram and Schmidt take A apart into two orthonormal columns and a triangle T, and what of R they reach is r:

    L(W + z) = lowest + a ‖T (z − z*)‖²        T z* = r,  lowest = the loss of what A reaches nothing of

so that the lowest loss is a residual norm, and no difference of large numbers. The contour of a loss ℓ is T's inverse
image of a circle, ‖T (z − z*)‖² = (ℓ − lowest)/a: an ellipse, given by its centre and two conjugate half-diameters.
Where A has one column to speak of, T has one row, and the contours are parallel lines; where none, there are none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bpgui.core.factorisation import EPSILON
from bpgui.core.inputs import Float64

_ROUNDING = 4
"""Of the error that is left, so many √n ε of what was there is rounding, where n is the number of its entries."""


@dataclass(frozen=True, eq=False)
class Ellipse:
    """The points centre + cos φ · first + sin φ · second.

    Any two conjugate half-diameters make it as well as its axes do, and these keep their digits where it is a
    thousand million times as long as wide.
    """

    centre: Float64
    first: Float64
    second: Float64

    def points(self, angles: Float64) -> Float64:
        """Points of it, a row each."""
        return self.centre + np.cos(angles)[:, None] * self.first + np.sin(angles)[:, None] * self.second


@dataclass(frozen=True, eq=False)
class ParallelLines:
    """The two lines through centre + offset and centre − offset; offset 0 makes them one."""

    centre: Float64
    offset: Float64
    along: Float64


Contour = Ellipse | ParallelLines


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss over a plane, as coordinates (across, up) of it.

    here: where the parameters are through which it goes; gradient: ∂L/∂(across, up) there; lowest: where the loss is
    lowest, nearest to here if that is so at many points; T: as above, a row of zeros for each that it lacks; rounding:
    what of the lowest loss is nothing but that, as digits of the error cancel where it is far larger.
    """

    a: float
    here: Float64
    gradient: Float64
    lowest: Float64
    lowest_loss: float
    T: Float64
    rounding: float = 0.0

    @classmethod
    def of(cls, here: Float64, reach: tuple[Float64, Float64], R: Float64, a: float, floor: float, tol: float) -> Slice:
        """The slice through a point with error R where its two directions take `reach` from the error.

        floor: the loss that belongs to no entry of R; tol: what a column may keep of itself beside the other and
        still be rounding.
        """
        across, up = (each.ravel() for each in reach)
        error = R.ravel()
        of_error = _ROUNDING * math.sqrt(error.size) * EPSILON * float(np.linalg.norm(error))
        gradient = -2 * a * np.array([across @ error, up @ error])
        T = np.zeros((2, 2))
        r = np.zeros(2)
        length = math.sqrt(up @ up)
        T[0, 0] = math.sqrt(across @ across)
        if T[0, 0] > 0:
            unit = across / T[0, 0]
            T[0, 1] = unit @ up
            up = up - T[0, 1] * unit
            r[0] = unit @ error
            error = error - r[0] * unit
        T[1, 1] = math.sqrt(up @ up)
        if T[1, 1] > tol * length:
            unit = up / T[1, 1]
            r[1] = unit @ error
            error = error - r[1] * unit
        else:
            T[1, 1] = 0.0
        size = float(np.linalg.norm(error))
        return cls(a, here, gradient, here + _solved(T, r), floor + a * size * size, T, a * of_error**2)

    @property
    def rank(self) -> int:
        """In how many directions the loss changes: 2, 1 or 0."""
        return int(np.count_nonzero(self.T.any(axis=1)))

    @property
    def hessian(self) -> Float64:
        """H = 2a TᵀT, the second derivatives of L."""
        H: Float64 = 2 * self.a * self.T.T @ self.T
        return H

    def losses(self, points: Float64) -> Float64:
        """L at points, given as (across, up) along the last axis."""
        with np.errstate(over="ignore", under="ignore"):
            excess: Float64 = self.a * (((points - self.lowest) @ self.T.T) ** 2).sum(axis=-1)
        return self.lowest_loss + excess

    def loss(self, across: float, up: float) -> float:
        """L at one point."""
        return float(self.losses(np.array([across, up])))

    def contour(self, loss: float) -> Contour | None:
        """The points with such a loss; None where there are none, or where all points have the same."""
        if self.rank == 0 or loss < self.lowest_loss:
            return None
        radius = math.sqrt((loss - self.lowest_loss) / self.a)
        T = self.T
        if self.rank == 2:
            second = np.array([-T[0, 1] / T[0, 0], 1.0]) if T[0, 0] > 0 else np.array([0.0, 1.0])
            return Ellipse(self.lowest, np.array([radius / T[0, 0], 0.0]), second * (radius / T[1, 1]))
        row = _only_row(T)
        along = np.array([1.0, 0.0]) if row[0] == 0 else np.array([-row[1] / row[0], 1.0])
        return ParallelLines(self.lowest, _least(row, radius), along)


def _solved(T: Float64, r: Float64) -> Float64:
    if T[0, 0] > 0 and T[1, 1] > 0:
        up = r[1] / T[1, 1]
        return np.array([(r[0] - T[0, 1] * up) / T[0, 0], up])
    if not T.any():
        return np.zeros(2)
    return _least(_only_row(T), float(r[0] if T[0].any() else r[1]))


def _only_row(T: Float64) -> Float64:
    row: Float64 = T[0] if T[0].any() else T[1]
    return row


def _least(row: Float64, value: float) -> Float64:
    """A z with row · z = value: as much by the one coordinate as by the other, of those that count."""
    counts = row != 0
    found = np.zeros(2)
    found[counts] = value / int(counts.sum()) / row[counts]
    return found
