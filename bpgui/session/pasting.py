"""What can be done with numbers that don't fit where they are pasted: enlarge the network, or take what fits."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bpgui.core.cells import Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import grouped
from bpgui.session.document import Document
from bpgui.session.line_edits import LINES_ALONG
from bpgui.session.sizes import shape_to_hold
from bpgui.session.table import count_of


@dataclass(frozen=True, eq=False)
class Misfit:
    """A rectangle of numbers that goes beyond the end of an input, and the size of the network then."""

    matrix: Matrix
    row: int
    column: int
    block: InputMatrix
    shape: Shape

    @property
    def question(self) -> str:
        """What doesn't fit, and where."""
        rows, columns = self.shape.of(self.matrix)
        where = (
            f"column {self.column + 1}" if self.matrix is Matrix.b else f"row {self.row + 1}, column {self.column + 1}"
        )
        height, width = self.block.size
        one_row = "; b has one row, for all examples" if self.matrix is Matrix.b and height > 1 else ""
        return (
            f"{grouped(height)}×{grouped(width)} numbers don't fit into {self.matrix} at {where}: "
            f"{self.matrix} is {grouped(rows)}×{grouped(columns)}{one_row}."
        )

    @property
    def larger(self) -> Shape | None:
        """The size of network in which they fit; None where there is none, since b has one row."""
        if self.matrix is Matrix.b and self.block.size[0] > 1:
            return None
        return shape_to_hold(self.shape, self.matrix, self.row, self.column, self.block)

    @property
    def enlarge(self) -> str:
        """What enlarging is called: "Enlarge the network to N = 6"."""
        assert self.larger is not None
        sizes = zip(Shape._fields, self.larger, self.shape, strict=True)
        return (
            f"Enlarge the network to {', '.join(f'{name} = {grouped(n)}' for name, n, before in sizes if n > before)}"
        )

    @property
    def enlarging(self) -> str:
        """What enlarging does."""
        assert self.larger is not None
        added = [
            count_of(self.larger.size(letter) - self.shape.size(letter), one, several)
            for letter, (one, several) in LINES_ALONG.items()
            if self.larger.size(letter) > self.shape.size(letter)
        ]
        return f"adds {_listed(added)}; entries that the numbers don't cover are zero, and marked as new."

    @property
    def fitting(self) -> InputMatrix:
        """The upper left part of the numbers, as far as there is room."""
        rows, columns = self.shape.of(self.matrix)
        height, width = self.block.size
        return self.block.block(0, 0, min(height, rows - self.row), min(width, columns - self.column))

    @property
    def taking_what_fits(self) -> str:
        """What pasting a part does."""
        (height, width), (rows, columns) = self.block.size, self.fitting.size
        parts = [
            f"the first {grouped(fits)} of {count_of(whole, noun)}"
            if fits > 1
            else f"the first of {count_of(whole, noun)}"
            for fits, whole, noun in ((rows, height, "row"), (columns, width, "column"))
            if fits < whole
        ]
        left_out = height * width - rows * columns
        is_one = "is" if left_out == 1 else "are"
        return f"takes {_listed(parts)}; {count_of(left_out, 'number')} {is_one} left out."


def misfit(document: Document, matrix: Matrix, row: int, column: int, block: InputMatrix) -> Misfit | None:
    """What is to be asked where a rectangle goes beyond the end of an input; None where it fits."""
    rows, columns = document.shape.of(matrix)
    height, width = block.size
    if row + height <= rows and column + width <= columns:
        return None
    return Misfit(matrix, row, column, block, document.shape)


def filled_with(one: InputMatrix, rows: int, columns: int) -> InputMatrix:
    """A rectangle with one number in all of its cells."""
    values = np.full((rows, columns), one.values[0, 0])
    values.flags.writeable = False
    if not one.exact:
        return InputMatrix(values)
    cells = ((i, j) for i in range(rows) for j in range(columns))
    return InputMatrix(values, MappingProxyType(dict.fromkeys(cells, one.exact[0, 0])))


def _listed(parts: list[str]) -> str:
    return " and ".join(parts)
