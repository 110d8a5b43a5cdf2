"""The landscape of the loss, as far as the position lets it be known: a frozen snapshot, as `loss_readout` makes one.

The loss over the plane is known once the loss at a point of it is: of the iteration t that is shown, or of t − 1 while
that of t is not computed yet, with all other parameters at their values of that iteration. The path ends at t, and the
arrow is there once the gradients are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.factorisation import EPSILON
from bpgui.core.inputs import Float64
from bpgui.core.landscape import Plane
from bpgui.core.landscape_slice import Slice
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import Shown, decimals_for, format_number
from bpgui.session.landscape_axes import axes_that_exist, gradient_of, place_in_W
from bpgui.session.landscape_path import DrawnPath
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session
from bpgui.session.view import Axes

_LOSS = Cell(Matrix.loss, 0, 0)
_LONGEST = 10
_SMALLEST_PLAIN = 1e-3
_BLURRED = 1e-20
"""Rounding of the lowest loss is one to speak of where it is more than such a part of the loss of the start."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """What may be known of the landscape.

    axes: the entries it lies over, None for the principal directions; known: the iteration of the slice, None while
    nothing is known, and then so are plane, path, slice and `here`, the coordinates at `iteration`; loss: L at
    `iteration` where that is known; arrow: −∂L/∂(across, up) where that is known, 0 where it is nothing but rounding.
    """

    axes: Axes | None
    shape: Shape
    iteration: int
    known: int | None
    is_solved: bool
    plane: Plane | None
    path: DrawnPath | None
    slice: Slice | None
    here: Float64 | None
    here_shown: tuple[Shown, Shown] | None
    loss: Shown | None
    arrow: Float64 | None
    digits: int
    fractions: bool
    made_for: tuple[object, ...]

    @classmethod
    def of(cls, session: Session, screen: Screen, before: Landscape | None = None) -> Landscape:
        """What may be known in this session; `screen` is its screen.

        Of the landscape before, what still holds is taken over: all of it where nothing has changed.
        """
        t, is_solved, view = session.iteration, session.course.is_solved, session.view
        is_known = screen.knowledge(_LOSS) is Knowledge.known
        known = (t if is_known else t - 1 if t > 0 else None) if is_solved else None
        shape = session.document.shape
        axes = axes_that_exist(view.landscape_axes, shape)
        has_arrow = is_known and all(screen.knowledge(c) is Knowledge.known for c in _gradients(axes, shape))
        descent = session.course.descent if known is not None else None
        made_for = (session.course, descent, t, known, has_arrow, axes, view.digits, view.fractions, is_solved)
        if before is not None and before.made_for == made_for:
            return before
        plane = None if known is None else _plane(session, axes, before)
        slice = None if plane is None or known is None else plane.slice_at(known)
        return cls(
            axes=axes,
            shape=shape,
            iteration=t,
            known=known,
            is_solved=is_solved,
            plane=plane,
            path=None if plane is None else _path(plane, before),
            slice=slice,
            here=None if plane is None else plane.coordinates(np.array([float(t)]))[0],
            here_shown=None if plane is None else _here_shown(screen, plane, axes, t),
            loss=screen.shown_cell(_LOSS) if is_known else None,
            arrow=_arrow(plane, slice, t) if plane is not None and slice is not None and has_arrow else None,
            digits=view.digits,
            fractions=view.fractions,
            made_for=made_for,
        )

    # --- what the axes are

    @property
    def is_principal(self) -> bool:
        """Whether it lies over principal directions."""
        return self.axes is None

    @property
    def names(self) -> tuple[str, str]:
        """The axes in short: w₁₂ and b₂, or "steepest" and "flattest"."""
        if self.axes is not None:
            return cell_symbol(self.axes[0]), cell_symbol(self.axes[1])
        is_flat = self.plane is not None and self.plane.up.mode is None
        return "steepest", "flat" if is_flat else "flattest"

    @property
    def titles(self) -> tuple[str, str]:
        """What stands at the axes."""
        if self.axes is not None or self.plane is None:
            return self.names
        across, up = (self.plane.curvature(each) for each in (self.plane.across, self.plane.up))
        return f"{self.names[0]} direction, λ {self._value(across)}", f"{self.names[1]} direction, λ {self._value(up)}"

    @property
    def others(self) -> int:
        """How many parameters, or directions, are held."""
        return (self.shape.D + 1) * self.shape.K - 2

    # --- what is where

    @property
    def drawn_path(self) -> Float64:
        """The path up to the iteration that is shown: coordinates, a row a point."""
        return np.empty((0, 2)) if self.path is None else self.path.up_to(self.iteration)

    @property
    def is_projection(self) -> bool:
        """Whether the path leaves the slice, so that what is drawn of it is a projection."""
        return self.plane is not None and self.plane.leaves(self.iteration)

    @property
    def optimum(self) -> Float64 | None:
        """The coordinates of w*, b*."""
        return None if self.plane is None else self.plane.optimum

    @property
    def has_lowest_elsewhere(self) -> bool:
        """Whether the lowest point of the slice is another one than w*, b*: other parameters are not at theirs."""
        if self.slice is None or self.plane is None:
            return False
        lowest, floor = self.slice.lowest_loss, self.plane.descent.optimal_loss
        return lowest > floor + max(self.plane.descent.curve.rounding, self.slice.rounding) + 1e-12 * lowest

    @property
    def knows_lowest(self) -> bool:
        """Whether the lowest point of the slice is more than rounding of a loss that is far larger where it lies."""
        if self.slice is None or self.plane is None:
            return False
        is_blurred = self.slice.rounding > _BLURRED * self.plane.descent.loss(0)
        return self.has_lowest_elsewhere or not is_blurred

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing but rounding is left of the gradient at the iteration that is shown."""
        return self.plane is not None and self.known == self.iteration and _is_at_rest(self.plane, self.iteration)

    # --- numbers

    def read(self, across: Fraction, up: Fraction) -> str:
        """The two parameters and the loss at a point: "w₁₂ = 0.31   b₁ = −0.2   L ≈ 0.532"."""
        if self.slice is None:
            return ""
        values = [format_number(value, self.digits, fractions=self.fractions) for value in (across, up)]
        return f"{self._pair(values[0], values[1])}   L {self.text_of_loss(self.slice.loss(float(across), float(up)))}"

    @property
    def here_text(self) -> str:
        """The readout while nothing is pointed at: the point of the iteration that is shown."""
        if self.here_shown is None:
            return ""
        return f"{self._pair(*self.here_shown)}{self._loss_here()}"

    def _loss_here(self) -> str:
        if self.loss is None or self.plane is None:
            return ""
        if self.loss.rounded and not self.loss.text.startswith("<"):
            return f"   L {self.text_of_loss(self.plane.descent.loss(self.iteration))}"
        return f"   L {_equals(self.loss)}"

    def _pair(self, across: Shown, up: Shown) -> str:
        return f"{self.names[0]} {_equals(across)}   {self.names[1]} {_equals(up)}"

    def text_of_loss(self, loss: float) -> str:
        """A loss behind its sign: "≈ 0.0132", or "< …" where nothing but rounding is left of ŷ − y."""
        assert self.plane is not None
        rounding = self.plane.descent.curve.rounding
        if loss == 0:
            return "= 0"
        return f"< {format_number(rounding, 1).text}" if loss < rounding else self._value(loss)

    def _value(self, value: float) -> str:
        if value == 0:
            return "= 0"
        digits = decimals_for(value, self.digits) if value >= _SMALLEST_PLAIN else self.digits
        return f"≈ {format_number(value, digits, _LONGEST).text}"


def _equals(shown: Shown) -> str:
    return shown.text if shown.text.startswith("<") else f"{shown.equals} {shown.text}"


def _plane(session: Session, axes: Axes | None, before: Landscape | None) -> Plane:
    descent, shape = session.course.descent, session.document.shape
    old = before.plane if before is not None and before.axes == axes else None
    if old is not None and old.descent is descent:
        return old
    if axes is None:
        return Plane.principal(descent, old)
    return Plane.of_entries(descent, place_in_W(axes[0], shape), place_in_W(axes[1], shape))


def _path(plane: Plane, before: Landscape | None) -> DrawnPath:
    if before is not None and before.path is not None and before.plane is plane:
        return before.path
    return DrawnPath(plane)


def _is_at_rest(plane: Plane, t: int) -> bool:
    curve = plane.descent.curve
    return curve.excess(t) < curve.rounding


def _arrow(plane: Plane, slice: Slice, t: int) -> Float64:
    return np.zeros(2) if _is_at_rest(plane, t) else -slice.gradient


def _gradients(axes: Axes | None, shape: Shape) -> tuple[Cell, Cell]:
    """The entries of ∂L/∂w and ∂L/∂b that must be known for the arrow."""
    if axes is None:
        return Cell(Matrix.dL_dw, shape.D - 1, shape.K - 1), Cell(Matrix.dL_db, 0, shape.K - 1)
    return gradient_of(axes[0]), gradient_of(axes[1])


def _here_shown(screen: Screen, plane: Plane, axes: Axes | None, t: int) -> tuple[Shown, Shown]:
    if axes is not None:
        return screen.shown_cell(axes[0]), screen.shown_cell(axes[1])
    rounding = EPSILON * max(float(np.abs(plane.descent.start).max()), float(np.abs(plane.start).max()))
    here = plane.coordinates(np.array([float(t)]))[0]
    across, up = (float(each) if abs(each) > rounding else 0.0 for each in here)
    return screen.shown(across), screen.shown(up)
