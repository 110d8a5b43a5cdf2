"""Gradients proved by the forward equations alone, with central differences.

    ∂L/∂c = (L(c + h) − L(c − h)) / 2h        for any h, exactly

L is of second degree in any one cell c of x, w, b or ŷ, so that

    L(c ± h) = L(c) ± h ∂L/∂c + (h²/2) ∂²L/∂c²

and nothing comes after that. The outer terms are the same on both sides, and cancel. Each ŷ in whose terms c stands
moves by h × its term without c, and L is summed anew. No backward equation is asked.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.equations import Array, scaled
from bpgui.core.inputs import Float64
from bpgui.core.moves import Block, errors_and_moves, is_exact, moved_errors, order_of
from bpgui.core.numbers import Number
from bpgui.core.values import Values

GRADIENTS = (Matrix.dL_dy_hat, Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx)

_FLOATS_AT_ONCE = 65536
_FRACTIONS_AT_ONCE = 64
_LEAST_ROWS = 16
_EPSILON = float(np.finfo(np.float64).eps)
_LEAST_WITH_ALL_DIGITS = float(np.finfo(np.float64).tiny) / _EPSILON


class CentralDifference(NamedTuple):
    """L on both sides of a cell: `above` with the cell at c + h, `below` with it at c − h."""

    cell: Cell
    h: Number
    above: Number
    below: Number

    @property
    def value(self) -> Number:
        """(L(c + h) − L(c − h)) / 2h"""
        return (self.above - self.below) / (2 * self.h)


def central_difference(values: Values, cell: Cell, h: Number = Fraction(1)) -> CentralDifference:
    """L with a cell of x, w, b or ŷ at c + h and at c − h. A moved ŷ is no longer xw + b: L is a function of it.

    In fractions it is exact for any h. Floats round both L, so that the value is known to about εL/h: see `fitting_h`.
    """
    block, per_h = moved_errors(values, cell)
    by = scaled(per_h, h)

    def loss(change: Array) -> Number:
        error = values.whole(Matrix.error).copy()
        error[block["i"], block["k"]] += change
        L: Number = scaled((error**2).sum(keepdims=True), values.a)[0, 0]
        return L if isinstance(L, Fraction) else float(L)

    return CentralDifference(cell, h, loss(by), loss(-by))


def fitting_h(values: Values, cell: Cell) -> Fraction:
    """The h at which floats lose least, as a power of two: it moves the errors about as far as they are from 0."""
    _, per_h = moved_errors(values, cell)
    size_of_error, size_of_move = (_norm(array.reshape(-1, 1)) for array in (values.whole(Matrix.error), per_h))
    if not size_of_error or not size_of_move:
        return Fraction(1)
    return Fraction(2) ** int(_exponent(size_of_error)[0] - _exponent(size_of_move)[0])


class GradientCheck(NamedTuple):
    """What came of one gradient: its entries against their central differences.

    largest, where: the largest |difference|, and the entry that it is at. relative: the largest of each entry's
    |difference| as a part of 2a ‖ŷ − y‖ ‖d‖, over the errors that the cell moves, d being how far it moves each. No
    gradient can be larger than that (Cauchy–Schwarz), and rounding is in proportion to it; the gradient itself may have
    come to nothing, at the lowest loss. allowed: the relative difference that rounding explains, 0 in fractions.
    """

    gradient: Matrix
    entries: int
    largest: Number
    where: Cell
    relative: float
    allowed: float

    @property
    def agrees(self) -> bool:
        """Whether every entry is its central difference: exactly in fractions, to rounding in floats."""
        return self.largest == 0 or (not isinstance(self.largest, Fraction) and self.relative <= self.allowed)


class ChecksUnderWay(NamedTuple):
    """The part of the work that is done, from 0 to 1, and the results that are there already."""

    done: float
    results: tuple[GradientCheck, ...]


def check_gradients(values: Values, gradients: tuple[Matrix, ...] = GRADIENTS) -> Iterator[ChecksUnderWay]:
    """Hold every entry of gradients against its central difference, in slices of a millisecond or so.

    The last that comes has all results. In floats h is a power of two of each entry's own, as in `fitting_h`.
    """
    products = {gradient: math.prod(_lengths(values.network.shape, gradient)) for gradient in gradients}
    done, results = 0, tuple[GradientCheck, ...]()
    for gradient in gradients:
        checking = _check(values, gradient)
        while True:
            try:
                done += next(checking)
            except StopIteration as finished:
                results = (*results, finished.value)
                break
            yield ChecksUnderWay(done / sum(products.values()), results)
        yield ChecksUnderWay(done / sum(products.values()), results)


def _check(values: Values, gradient: Matrix) -> Generator[int, None, GradientCheck]:
    """One gradient; says how many products it has gone through since it was last asked."""
    shape = values.network.shape
    lengths = _lengths(shape, gradient)
    at_once = _block_lengths(lengths, is_exact(values))
    largest: Number | None = None
    relative, where = 0.0, Cell(gradient, 0, 0)
    for rows in _slices(lengths[1], at_once[1]):
        for columns in _slices(lengths[2], at_once[2]):
            differences, bound = yield from _central_differences(values, gradient, rows, columns, at_once[0])
            off = np.abs(values.block(gradient, rows, columns) - differences)
            row, column = np.unravel_index(int(off.argmax()), off.shape)
            if largest is None or _is_worse(off[row, column], largest):
                largest = off[row, column]
                where = Cell(gradient, rows.start + int(row), columns.start + int(column))
            relative = float(np.maximum(relative, (off.astype(np.float64) / bound).max()))
    assert largest is not None
    allowed = 0.0 if is_exact(values) else 8 * _EPSILON * (lengths[0] + 8)
    largest = largest if isinstance(largest, Fraction) else float(largest)
    return GradientCheck(gradient, shape.entries(gradient), largest, where, relative, allowed)


def _central_differences(
    values: Values, gradient: Matrix, rows: slice, columns: slice, at_once: int
) -> Generator[int, None, tuple[Array, Float64]]:
    """(L(c + h) − L(c − h)) / 2h of a block of entries, and the most that each entry could be.

    Only the errors that c moves are gone through; the squares of the others are the same on both sides. The difference
    is taken square by square before the sum, since L as a whole would swallow the digits. Each entry has errors and
    moves measured in units of its own, powers of two that round nothing: in them both are about 1, h is 1, and no
    square leaves float64.
    """
    shape, order = values.network.shape, order_of(gradient)
    parts: list[Block] = [
        {order[0]: part, order[1]: rows, order[2]: columns} for part in _slices(shape.size(order[0]), at_once)
    ]
    size_of_error, size_of_move = np.zeros((1, 1)), np.zeros((1, 1))
    for part in parts:
        error, move = errors_and_moves(values, GRADIENT_OF[gradient], order, part)
        size_of_error = np.hypot(size_of_error, _norm(error))
        size_of_move = np.hypot(size_of_move, _norm(move))
        yield 0
    units = (0, 0) if is_exact(values) else (_exponent(size_of_error), _exponent(size_of_move))
    total: Array | int = 0
    for part in parts:
        error, move = map(_in_units, errors_and_moves(values, GRADIENT_OF[gradient], order, part), units)
        total = total + ((error + move) ** 2 - (error - move) ** 2).sum(axis=0)
        yield error.shape[0] * (rows.stop - rows.start) * (columns.stop - columns.start)
    bound = np.maximum(2 * float(values.a) * size_of_error * size_of_move, _LEAST_WITH_ALL_DIGITS)
    return _in_units(scaled(np.asarray(total), values.a / 2), -(units[0] + units[1])), bound


def _lengths(shape: Shape, gradient: Matrix) -> tuple[int, int, int]:
    summed, row, column = (shape.size(letter) for letter in order_of(gradient))
    return summed, row, column


def _block_lengths(lengths: tuple[int, int, int], exact: bool) -> tuple[int, int, int]:
    """How far to go along each letter at once, so that a slice is short and its arrays stay near the processor."""
    most = _FRACTIONS_AT_ONCE if exact else _FLOATS_AT_ONCE
    column = min(lengths[2], most)
    summed = min(lengths[0], max(most // (column * min(lengths[1], _LEAST_ROWS)), 1))
    return summed, min(lengths[1], max(most // (column * summed), 1)), column


def _slices(length: int, at_once: int) -> list[slice]:
    return [slice(start, min(start + at_once, length)) for start in range(0, length, at_once)]


def _is_worse(off: Number, largest: Number) -> bool:
    """Whether a difference is larger than the largest so far. NaN, which compares with nothing, is the largest."""
    return bool(off > largest or (off != off and largest == largest))


def _norm(array: Array) -> Float64:
    """‖array‖ along its first axis, whatever the size of its numbers."""
    sizes = np.abs(array.astype(np.float64, copy=False))
    largest = sizes.max(axis=0)
    unit = np.where(largest > 0, largest, 1.0)
    norm: Float64 = unit * np.sqrt(((sizes / unit) ** 2).sum(axis=0))
    return norm


def _exponent(size: Float64) -> Array:
    return np.frexp(size)[1]


def _in_units(array: Array, exponent: Array | int) -> Array:
    return array if array.dtype == object else np.ldexp(array, -exponent)
