"""The matrices that a person gives, checked, and kept exactly.

A float64 stands for the decimal that it is written as: 0.1 is 1/10. What a float64 cannot hold (1/3) stands in a small
mapping beside the array.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bpgui.core.cells import Matrix, Shape
from bpgui.core.equations import Array
from bpgui.core.numbers import LARGEST, NumberError, exact_value, parse_number

Float64 = NDArray[np.float64]
Given = int | float | str | Fraction
"""One number as a file or a caller gives it; a string is read as if it had been typed."""


class InputError(ValueError):
    """A matrix, or a set of matrices, that the network can't take; the text is a sentence for a person."""


class EmptyMatrixError(InputError):
    """A matrix without rows or columns."""


class ShapeError(InputError):
    """A matrix of the wrong size, or with rows of different lengths."""


class NotFiniteError(InputError):
    """NaN, an infinity, or a number beyond ±1e50."""


class EntryError(InputError):
    """An entry that is no number."""


@dataclass(frozen=True, eq=False)
class InputMatrix:
    """One given matrix: float64 values, read-only, and the exact values of those entries that a float can't hold."""

    values: Float64
    exact: Mapping[tuple[int, int], Fraction] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_array(cls, matrix: Matrix, array: NDArray[np.float64]) -> InputMatrix:
        """From an array, which is not copied if it is float64 and read-only. Raises InputError."""
        values = np.asarray(array, dtype=np.float64)
        if values.ndim != 2:
            raise ShapeError(f"{matrix}: expected rows and columns, got {values.ndim} dimensions.")
        _check_filled(matrix, *values.shape)
        if values.flags.writeable:
            values = values.copy()
            values.flags.writeable = False
        _check_finite(matrix, values)
        return cls(values)

    @classmethod
    def from_rows(cls, matrix: Matrix, rows: Sequence[Sequence[Given]]) -> InputMatrix:
        """From nested lists of numbers, or of strings such as "1/3". Raises InputError, naming the entry."""
        _check_filled(matrix, len(rows), len(rows[0]) if rows else 0)
        columns = len(rows[0])
        for number, row in enumerate(rows, 1):
            if len(row) != columns:
                raise ShapeError(f"{matrix}: row {number} has {_numbers(len(row))}, row 1 has {columns}.")
        values = np.empty((len(rows), columns))
        exact = {}
        for i, row in enumerate(rows):
            for j, given in enumerate(row):
                number_here = _read(matrix, i, j, given)
                values[i, j] = float(number_here)
                if isinstance(number_here, Fraction) and exact_value(values[i, j].item()) != number_here:
                    exact[i, j] = number_here
        values.flags.writeable = False
        _check_finite(matrix, values)
        return cls(values, MappingProxyType(exact))

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    def exact_at(self, row: int, column: int) -> Fraction:
        """The exact value of an entry."""
        return self.exact.get((row, column)) or exact_value(self.values[row, column].item())

    @cached_property
    def fractions(self) -> Array:
        """All entries exactly: an object array of Fractions."""
        rows, columns = self.size
        array = np.empty((rows, columns), dtype=object)
        for i in range(rows):
            for j in range(columns):
                array[i, j] = self.exact_at(i, j)
        array.flags.writeable = False
        return array

    @classmethod
    def zeros(cls, rows: int, columns: int) -> InputMatrix:
        """Nothing but zeros."""
        return cls(_read_only(np.zeros((rows, columns))))

    def block(self, row: int, column: int, rows: int, columns: int) -> InputMatrix:
        """A copy of a rectangle, whose upper left corner is (row, column)."""
        values = self.values[row : row + rows, column : column + columns].copy()
        exact = {
            (i - row, j - column): value
            for (i, j), value in self.exact.items()
            if 0 <= i - row < rows and 0 <= j - column < columns
        }
        return InputMatrix(_read_only(values), MappingProxyType(exact))

    def with_block(self, row: int, column: int, block: InputMatrix) -> InputMatrix:
        """The same matrix with other values in a rectangle, whose upper left corner is (row, column)."""
        return self.with_blocks([(row, column, block)])

    def with_blocks(self, blocks: Iterable[tuple[int, int, InputMatrix]]) -> InputMatrix:
        """The same matrix with other values in several rectangles, one after the other; it is copied but once."""
        values, exact = self.values.copy(), dict(self.exact)
        for row, column, block in blocks:
            rows, columns = block.size
            values[row : row + rows, column : column + columns] = block.values
            for i, j in [at for at in exact if 0 <= at[0] - row < rows and 0 <= at[1] - column < columns]:
                del exact[i, j]
            exact |= {(i + row, j + column): value for (i, j), value in block.exact.items()}
        return InputMatrix(_read_only(values), MappingProxyType(exact))

    def with_lines(self, axis: int, place: int, lines: InputMatrix) -> InputMatrix:
        """The same matrix with rows (axis 0) or columns (axis 1) put in before the one at `place`."""
        count = lines.size[axis]
        before, after = np.split(self.values, [place], axis=axis)
        values = np.concatenate([before, lines.values, after], axis=axis)
        exact = {_moved(at, axis, count if at[axis] >= place else 0): value for at, value in self.exact.items()}
        exact |= {_moved(at, axis, place): value for at, value in lines.exact.items()}
        return InputMatrix(_read_only(values), MappingProxyType(exact))

    def without_lines(self, axis: int, place: int, count: int) -> InputMatrix:
        """The same matrix without `count` rows (axis 0) or columns (axis 1), from the one at `place` on."""
        values = np.delete(self.values, slice(place, place + count), axis=axis)
        exact = {
            _moved(at, axis, -count if at[axis] >= place else 0): value
            for at, value in self.exact.items()
            if not place <= at[axis] < place + count
        }
        return InputMatrix(_read_only(values), MappingProxyType(exact))

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same matrix, bit by bit, and another one for any other."""
        hashed = hashlib.blake2b(repr((self.size, sorted(self.exact.items()))).encode(), digest_size=16)
        hashed.update(np.ascontiguousarray(self.values).data)
        return hashed.hexdigest()

    def same_as(self, other: InputMatrix) -> bool:
        """Whether all of it is the same, bit by bit."""
        return self is other or (
            self.size == other.size
            and self.exact == other.exact
            and bool(np.array_equal(_bits(self.values), _bits(other.values)))
        )


def _moved(at: tuple[int, int], axis: int, by: int) -> tuple[int, int]:
    row, column = at
    return (row + by, column) if axis == 0 else (row, column + by)


def _read_only(values: Float64) -> Float64:
    values.flags.writeable = False
    return values


def _bits(values: Float64) -> NDArray[np.uint64]:
    return np.ascontiguousarray(values).view(np.uint64)


def check_network(x: InputMatrix, w: InputMatrix, b: InputMatrix, y: InputMatrix) -> Shape:
    """The size of the network that four matrices make. Raises ShapeError, naming the one that doesn't fit."""
    N, D = x.size
    K = w.size[1]
    _check_size(Matrix.w, w, (D, K), f"x has {_count(D, 'column')}, so w needs {_count(D, 'row')}")
    _check_size(Matrix.b, b, (1, K), f"w has {_count(K, 'column')}, so b needs 1 row of {K}")
    _check_size(Matrix.y, y, (N, K), f"ŷ = x w + b is {N}×{K}, and so must y be")
    return Shape(N, D, K)


def _check_size(matrix: Matrix, given: InputMatrix, expected: tuple[int, int], because: str) -> None:
    if given.size != expected:
        rows, columns = given.size
        raise ShapeError(f"{matrix}: expected {expected[0]}×{expected[1]}, got {rows}×{columns}; {because}.")


def _check_filled(matrix: Matrix, rows: int, columns: int) -> None:
    if rows == 0 or columns == 0:
        raise EmptyMatrixError(f"{matrix}: expected at least one row and one column, got {rows}×{columns}.")


def _check_finite(matrix: Matrix, values: Float64) -> None:
    # the extremes first: they cost no memory, and NaN shows in them
    if not (values.min() >= -LARGEST and values.max() <= LARGEST):
        row, column = np.argwhere(~(np.abs(values) <= LARGEST))[0]
        raise NotFiniteError(
            f"{matrix}, row {row + 1}, column {column + 1}: expected a finite number between −1e50 and 1e50, "
            f"got {values[row, column]}."
        )


def _read(matrix: Matrix, row: int, column: int, given: Given) -> float | Fraction:
    where = f"{matrix}, row {row + 1}, column {column + 1}"
    if isinstance(given, str):
        try:
            return parse_number(given)
        except NumberError as error:
            raise EntryError(f"{where}: {error}") from None
    if isinstance(given, bool) or not isinstance(given, int | float | Fraction):
        raise EntryError(f"{where}: expected a number, got {type(given).__name__}.")
    if isinstance(given, int | Fraction) and not -LARGEST <= given <= LARGEST:
        raise NotFiniteError(f"{where}: expected a finite number between −1e50 and 1e50, got a larger one.")
    return Fraction(given) if isinstance(given, int) else given


def _numbers(count: int) -> str:
    return _count(count, "number")


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
