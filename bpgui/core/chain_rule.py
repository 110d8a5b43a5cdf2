"""The chain rule, link by link: how a cell c reaches L.

    ∂L/∂c = Σ over the entries e in whose terms c stands of ∂L/∂e · ∂e/∂c

∂e/∂c is the term of e that holds c, without c: of ŷ_ik = … + x_ij w_jk + … it is x_ij for w_jk, and 1 for b_k.
"""

from __future__ import annotations

from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Network
from bpgui.core.terms import Term

GRADIENT_OF = {
    Matrix.dL_dw: Matrix.w,
    Matrix.dL_db: Matrix.b,
    Matrix.dL_dx: Matrix.x,
    Matrix.dL_dy_hat: Matrix.y_hat,
}
"""The matrix in whose cells each gradient differentiates."""


class Link(NamedTuple):
    """One term of the chain rule for ∂L/∂c: `gradient` is ∂L/∂e, `through` is e, `derivative` is ∂e/∂c as a term."""

    gradient: Cell
    through: Cell
    derivative: Term


def derivative(network: Network, entry: Cell, cell: Cell) -> Term:
    """∂entry/∂cell: the one term of an entry in which the cell stands once, without the cell.

    Raises ValueError where the cell doesn't stand in the entry.
    """
    terms = network.terms(entry)
    number = terms.number_holding(cell)
    if number is None:
        raise ValueError(f"{cell} stands in no term of {entry}")
    coefficient, cells = terms[number]
    place = cells.index(cell)
    return Term(coefficient, cells[:place] + cells[place + 1 :])


def link(network: Network, gradient_entry: Cell, number: int) -> Link:
    """The term with that number, from 0, of the chain rule for an entry of ∂L/∂w, ∂L/∂b or ∂L/∂x."""
    cell = gradient_entry._replace(matrix=GRADIENT_OF[gradient_entry.matrix])
    through = _outputs(network, cell, number)
    return Link(through._replace(matrix=Matrix.dL_dy_hat), through, derivative(network, through, cell))


def _outputs(network: Network, cell: Cell, number: int) -> Cell:
    """The output with that number, from 0, among those in whose terms a cell stands."""
    region = next(region for region in network.influences(cell) if region.matrix is Matrix.y_hat)
    row = number if region.row is None else region.row
    column = number if region.column is None else region.column
    return Cell(Matrix.y_hat, row, column)
