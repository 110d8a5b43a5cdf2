"""What is copied from a matrix: the numbers as they are at this moment, exactly where they are known so."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_symbol, symbol
from bpgui.core.numbers import Number, grouped
from bpgui.session.course import number_of
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.table import MOST_NUMBERS


class CopyError(ValueError):
    """Numbers that can't be copied; the text is a sentence that says why."""


def numbers_in(
    screen: Screen, matrix: Matrix, row: int, column: int, rows: int, columns: int
) -> tuple[tuple[Number, ...], ...]:
    """The numbers in a rectangle of a matrix, as shown now. Raises CopyError where one is not known yet."""
    if rows * columns > MOST_NUMBERS:
        raise CopyError(
            f"That is {grouped(rows * columns)} numbers; at most {grouped(MOST_NUMBERS)} are copied at once: "
            "choose fewer, or export the matrix to a file."
        )
    _check_known(screen, matrix, row, column, rows, columns)
    if matrix.is_input and (matrix in (Matrix.x, Matrix.y) or screen.position.iteration == 0):
        block = screen.document.matrix(matrix).block(row, column, rows, columns)
        given: list[list[Number]] = block.values.tolist()
        for (i, j), value in block.exact.items():
            given[i][j] = value
        return tuple(map(tuple, given))
    moment = screen.course.moment(screen.position.iteration)
    values = (moment.exact or moment.values).block(matrix, slice(row, row + rows), slice(column, column + columns))
    return tuple(tuple(map(number_of, line)) for line in values)


def _check_known(screen: Screen, matrix: Matrix, row: int, column: int, rows: int, columns: int) -> None:
    if matrix.is_input:
        return
    first, last = Cell(matrix, row, column), Cell(matrix, row + rows - 1, column + columns - 1)
    # entries are worked out row by row, so that what is not known yet comes last
    for cell in (first, last):
        match screen.knowledge(cell):
            case Knowledge.unknown:
                so_far = "is" if cell == first else "and others are"
                raise CopyError(f"{cell_symbol(cell)} {so_far} not computed yet, so there is nothing to copy.")
            case Knowledge.unfinished:
                raise CopyError(f"{cell_symbol(cell)} is still being added up: finish it, and copy then.")
    if matrix is Matrix.loss and screen.shown_cell(first).text.startswith("<"):
        raise CopyError(f"{symbol(matrix)} is lost in rounding here: there is no number to copy.")
