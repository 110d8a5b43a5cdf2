"""Matrices, their shapes, and the cells in them.

N training examples, D features, K classes. Each matrix is written with two index letters: i runs over the
examples, j over the features, k over the classes, and 1 stands for an axis of length one. Indices count from
0 in the code and from 1 on screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Matrix(StrEnum):
    """The matrices of the network by the note's symbols, which are also their names in Qt and in files."""

    x = "x"
    w = "w"
    b = "b"
    y = "y"
    y_hat = "y_hat"
    error = "error"
    loss = "loss"
    dL_dy_hat = "dL_dy_hat"
    dL_dw = "dL_dw"
    dL_db = "dL_db"
    dL_dx = "dL_dx"
    w_next = "w_next"
    b_next = "b_next"

    @property
    def axes(self) -> str:
        """The index letters of its rows and columns, such as "jk" for w."""
        return _AXES[self]

    @property
    def is_input(self) -> bool:
        """Whether a person gives it, rather than an equation."""
        return self in INPUTS


_AXES = {
    Matrix.x: "ij",
    Matrix.w: "jk",
    Matrix.b: "1k",
    Matrix.y: "ik",
    Matrix.y_hat: "ik",
    Matrix.error: "ik",
    Matrix.loss: "11",
    Matrix.dL_dy_hat: "ik",
    Matrix.dL_dw: "jk",
    Matrix.dL_db: "1k",
    Matrix.dL_dx: "ij",
    Matrix.w_next: "jk",
    Matrix.b_next: "1k",
}

INPUTS = (Matrix.x, Matrix.w, Matrix.b, Matrix.y)
PARAMETERS = (Matrix.w, Matrix.b)


class Cell(NamedTuple):
    """One entry of one matrix."""

    matrix: Matrix
    row: int
    column: int


class Shape(NamedTuple):
    """The size of a network: N examples, D features, K classes."""

    N: int
    D: int
    K: int

    def size(self, letter: str) -> int:
        """How far an index letter runs: "i" to N, "j" to D, "k" to K, "1" to 1."""
        match letter:
            case "i":
                return self.N
            case "j":
                return self.D
            case "k":
                return self.K
            case "1":
                return 1
        raise KeyError(letter)

    def with_size(self, letter: str, size: int) -> Shape:
        """The same with another N for "i", D for "j", K for "k"."""
        return self._replace(**{{"i": "N", "j": "D", "k": "K"}[letter]: size})

    def of(self, matrix: Matrix) -> tuple[int, int]:
        """Rows and columns of a matrix."""
        row_letter, column_letter = tuple(matrix.axes)
        return self.size(row_letter), self.size(column_letter)

    def entries(self, matrix: Matrix) -> int:
        """How many entries a matrix has."""
        rows, columns = self.of(matrix)
        return rows * columns

    def cells(self, matrix: Matrix) -> Iterator[Cell]:
        """All cells of a matrix, row by row."""
        rows, columns = self.of(matrix)
        return (Cell(matrix, row, column) for row in range(rows) for column in range(columns))

    def cell_at(self, matrix: Matrix, number: int) -> Cell:
        """The cell that is counted `number`, from 0, when a matrix is read row by row."""
        row, column = divmod(number, self.of(matrix)[1])
        return Cell(matrix, row, column)

    def number_of(self, cell: Cell) -> int:
        """The place of a cell, from 0, when its matrix is read row by row."""
        return cell.row * self.of(cell.matrix)[1] + cell.column

    def contains(self, cell: Cell) -> bool:
        """Whether there is such a cell."""
        rows, columns = self.of(cell.matrix)
        return 0 <= cell.row < rows and 0 <= cell.column < columns


class Region(NamedTuple):
    """Some cells of a matrix: one row or all of them (None), one column or all of them (None)."""

    matrix: Matrix
    row: int | None
    column: int | None

    def contains(self, cell: Cell) -> bool:
        """Whether a cell lies in it."""
        return cell.matrix is self.matrix and self.row in (None, cell.row) and self.column in (None, cell.column)
