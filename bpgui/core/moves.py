"""How far each error ŷ − y moves when a cell of x, w, b or ŷ does, read off the terms of ŷ.

    ŷ_ik = Σ_j x_ij w_jk + b_k        w_jk + h moves ŷ_ik by h x_ij,  b_k + h by h,  x_ij + h by h w_jk

That is h × the term of ŷ without the cell. With y given, the error moves as ŷ does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Array, Network, scaled
from bpgui.core.terms import Factor, Sum
from bpgui.core.values import ALL, Values

_ERROR = Factor(Matrix.error, "ik")

Block = Mapping[str, slice]
"""Of each index letter, the part that it runs over."""


def is_exact(values: Values) -> bool:
    """Whether the numbers are Fractions."""
    return values.whole(Matrix.error).dtype == object


def order_of(gradient: Matrix) -> str:
    """The letter that is summed over (1 for none), and those of an entry: of ∂L/∂w_jk "ijk", of ∂L/∂x_ij "kij"."""
    summed = [letter for letter in _ERROR.letters if letter not in gradient.axes]
    return "".join(summed or "1") + gradient.axes


def errors_and_moves(values: Values, moved: Matrix, order: str, block: Block) -> tuple[Array, Array]:
    """ŷ − y, and how far each moves with its cell for h = 1; the axes in the order of the letters."""
    error = _laid_out(values, _ERROR, order, block)
    move = _product(values, _term_without(values.network, moved), order, block)
    return error, np.broadcast_to(move, (len(error), *move.shape[1:]))


def moved_errors(values: Values, cell: Cell) -> tuple[Block, Array]:
    """The block of ŷ − y that moves with a cell of x, w, b or ŷ, and how far for h = 1. KeyError for another cell."""
    indices = Factor(cell.matrix, cell.matrix.axes).indices_of(cell)
    block = {each: slice(indices[each], indices[each] + 1) if each in indices else ALL for each in "ikj"}
    return block, _product(values, _term_without(values.network, cell.matrix), "ikj", block)[:, :, 0]


def _term_without(network: Network, moved: Matrix) -> Sum:
    """What stands beside a cell in its term of ŷ: for w_jk, x_ij; for b and for ŷ itself nothing, that is 1."""
    if moved is Matrix.y_hat:
        return Sum(())
    for each in network.equation(Matrix.y_hat).sums:
        for place, factor in enumerate(each.factors):
            if factor.matrix is moved:
                return replace(each, factors=each.factors[:place] + each.factors[place + 1 :])
    raise KeyError(moved)


def _product(values: Values, term: Sum, order: str, block: Block) -> Array:
    one: Array = np.full((1, 1, 1), Fraction(1), dtype=object) if is_exact(values) else np.ones((1, 1, 1))
    product = math.prod((_laid_out(values, each, order, block) for each in term.factors), start=one)
    return scaled(product, term.coefficient.value)


def _laid_out(values: Values, factor: Factor, order: str, block: Block) -> Array:
    """A block of a matrix with an axis for each of three letters, of length 1 for those that it doesn't have."""
    array = values.block(factor.matrix, block[factor.letters[0]], block[factor.letters[1]])
    array = array.transpose([factor.letters.index(letter) for letter in order if letter in factor.letters])
    return array[tuple(ALL if letter in factor.letters else None for letter in order)]
