"""One idea carries the program: every entry is a sum of terms, and a term is a coefficient times named cells.

    ŷ_23 = Σ_j x_2j · w_j3 + b_3                 L = Σ_ik a · e_ik · e_ik,   e = ŷ − y
    ∂L/∂ŷ_23 = 2a · e_23                         ∂L/∂w_12 = Σ_i ∂L/∂ŷ_i2 · x_i1

An equation says so once, for all of its entries, in index letters: a `Sum` is such a Σ. Which cells make an entry, what
a cell influences, and which term holds it are read off the letters, without going through the terms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, overload

from bpgui.core.cells import Cell, Matrix, Region, Shape
from bpgui.core.numbers import Number


class Coefficient(NamedTuple):
    """A number that stands before the cells of a term, and how it is written: 2/5 as "2/N", −0.05 as "−η"."""

    value: Number
    notation: str


ONE = Coefficient(Fraction(1), "")
MINUS_ONE = Coefficient(Fraction(-1), "\N{MINUS SIGN}")


class Term(NamedTuple):
    """A coefficient times cells."""

    coefficient: Coefficient
    cells: tuple[Cell, ...]


class Factor(NamedTuple):
    """A matrix under index letters: Factor(Matrix.x, "ij") is x_ij."""

    matrix: Matrix
    letters: str

    def cell(self, indices: dict[str, int]) -> Cell:
        """The cell at given values of the letters."""
        row_letter, column_letter = tuple(self.letters)
        return Cell(self.matrix, indices[row_letter], indices[column_letter])

    def indices_of(self, cell: Cell) -> dict[str, int]:
        """The values of the letters at which this factor is that cell."""
        row_letter, column_letter = tuple(self.letters)
        return {row_letter: cell.row, column_letter: cell.column}


@dataclass(frozen=True)
class Sum:
    """Σ over `summed` letters of a coefficient times factors; without summed letters, one term."""

    factors: tuple[Factor, ...]
    summed: str = ""
    coefficient: Coefficient = ONE

    def length(self, shape: Shape) -> int:
        """How many terms it has."""
        return math.prod(shape.size(letter) for letter in self.summed)

    def term(self, shape: Shape, indices: dict[str, int], number: int) -> Term:
        """Its term with that number, for the entry at `indices`."""
        bound = indices | {"1": 0}
        for letter in reversed(self.summed):
            number, bound[letter] = divmod(number, shape.size(letter))
        return Term(self.coefficient, tuple(factor.cell(bound) for factor in self.factors))

    def number_holding(self, shape: Shape, indices: dict[str, int], cell: Cell) -> int | None:
        """The number of the term of the entry at `indices` in which a cell stands, if there is one."""
        for factor in self.factors:
            if factor.matrix is not cell.matrix:
                continue
            found = factor.indices_of(cell)
            if all(indices.get(letter, index) == index for letter, index in found.items()):
                number = 0
                for letter in self.summed:
                    number = number * shape.size(letter) + found[letter]
                return number
        return None


class Terms(Sequence[Term]):
    """The terms of one entry, in order, each made when it is asked for: an entry may have 60 000 of them."""

    def __init__(self, shape: Shape, sums: tuple[Sum, ...], letters: str, entry: Cell) -> None:
        self.entry = entry
        self.sums = sums
        self._shape = shape
        self._indices = {letters[0]: entry.row, letters[1]: entry.column} | {"1": 0}

    @cached_property
    def _lengths(self) -> list[int]:
        return [each.length(self._shape) for each in self.sums]

    def __len__(self) -> int:
        return sum(self._lengths)

    @overload
    def __getitem__(self, number: int) -> Term: ...
    @overload
    def __getitem__(self, number: slice) -> list[Term]: ...
    def __getitem__(self, number: int | slice) -> Term | list[Term]:
        if isinstance(number, slice):
            return [self[index] for index in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        for each, length in zip(self.sums, self._lengths, strict=True):
            if 0 <= number < length:
                return each.term(self._shape, self._indices, number)
            number -= length
        raise IndexError(number)

    def number_holding(self, cell: Cell) -> int | None:
        """The number, from 0, of the term in which a cell stands, or None. No cell stands in two terms of an entry."""
        before = 0
        for each, length in zip(self.sums, self._lengths, strict=True):
            number = each.number_holding(self._shape, self._indices, cell)
            if number is not None:
                return before + number
            before += length
        return None

    @property
    def indices(self) -> dict[str, int]:
        """The values of the index letters that the entry fixes."""
        return self._indices


def influenced_by(cell: Cell, makes: Matrix, sums: tuple[Sum, ...]) -> tuple[Region, ...]:
    """The entries of the matrix that `sums` make, in whose terms a cell stands."""
    found = []
    for each in sums:
        for factor in each.factors:
            if factor.matrix is cell.matrix:
                indices = factor.indices_of(cell) | {"1": 0}
                row_letter, column_letter = tuple(makes.axes)
                found.append(Region(makes, indices.get(row_letter), indices.get(column_letter)))
    return tuple(dict.fromkeys(found))
