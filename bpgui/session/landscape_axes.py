"""Over which two entries of w or b the landscape lies, and how a person chooses them by selecting cells."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.session.view import Axes

ACROSS, UP = 0, 1

_STANDS_FOR = {
    Matrix.w: Matrix.w,
    Matrix.b: Matrix.b,
    Matrix.w_next: Matrix.w,
    Matrix.b_next: Matrix.b,
    **{gradient: of for gradient, of in GRADIENT_OF.items() if of in (Matrix.w, Matrix.b)},
}


def parameter_meant_by(cell: Cell | None) -> Cell | None:
    """The entry of w or b that a cell is, is the gradient of, or the next value of; None for all others."""
    return None if cell is None or cell.matrix not in _STANDS_FOR else cell._replace(matrix=_STANDS_FOR[cell.matrix])


def gradient_of(parameter: Cell) -> Cell:
    """The entry of ∂L/∂w or ∂L/∂b that belongs to an entry of w or b."""
    return parameter._replace(matrix=Matrix.dL_dw if parameter.matrix is Matrix.w else Matrix.dL_db)


def place_in_W(parameter: Cell, shape: Shape) -> tuple[int, int]:
    """Row and column of an entry of w or b in W = [w; b]."""
    return (parameter.row if parameter.matrix is Matrix.w else shape.D), parameter.column


def axes_that_exist(axes: Axes | None, shape: Shape) -> Axes | None:
    """The axes, or the principal directions where a network of this shape has no such entries."""
    if axes is None or not all(axis.matrix in (Matrix.w, Matrix.b) and shape.contains(axis) for axis in axes):
        return None
    return axes


def with_axis(axes: Axes | None, which: int, parameter: Cell) -> Axes:
    """The axes with another one across (0) or up (1). Choosing the other one's entry exchanges the two.

    After the principal directions the other axis is that of the same class: b_k for w_jk, and w_1k for b_k.
    """
    if axes is None:
        other = Cell(Matrix.b if parameter.matrix is Matrix.w else Matrix.w, 0, parameter.column)
    else:
        other = axes[1 - which] if axes[1 - which] != parameter else axes[which]
    return (parameter, other) if which == ACROSS else (other, parameter)
