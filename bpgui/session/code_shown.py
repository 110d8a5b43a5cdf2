"""The numbers that are shown, as a program can hold its own against them."""

from __future__ import annotations

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.numbers import MINUS
from bpgui.session.export_matrices import known_matrices
from bpgui.session.screen import Screen

MOST_COMPARED = 20_000
"""Of a larger matrix so many numbers are compared: its first rows, or as much of the first as that."""

Texts = list[list[str]]


def shown_texts(screen: Screen) -> dict[Matrix, Texts]:
    """What stands in the cells of each known matrix, in the signs that programs read."""
    return {matrix: _texts(screen, matrix) for matrix in known_matrices(screen)}


def is_cut(screen: Screen, matrix: Matrix) -> bool:
    """Whether not all of a matrix is compared."""
    return screen.network.shape.entries(matrix) > MOST_COMPARED


def shown_shape(screen: Screen, matrix: Matrix) -> tuple[int, int]:
    """How many rows and columns of a matrix are compared."""
    rows, columns = screen.network.shape.of(matrix)
    columns = min(columns, MOST_COMPARED)
    return min(rows, max(MOST_COMPARED // columns, 1)), columns


def rounded_up(number: float) -> str:
    """At least as much, and not much more, with one digit: 3e-14."""
    return f"{min(2 * number, 1e300):.0e}" if number > 0 else "0.0"


def as_array(texts: Texts) -> np.ndarray:
    """Texts as an archive without pickles holds them."""
    return np.array(texts, dtype=np.str_)


def _texts(screen: Screen, matrix: Matrix) -> Texts:
    rows, columns = shown_shape(screen, matrix)
    return [[_plain(screen.shown_in_cell(Cell(matrix, i, j)).text) for j in range(columns)] for i in range(rows)]


def _plain(text: str) -> str:
    return text.replace(MINUS, "-").removeprefix("≈").replace("< ", "<")
