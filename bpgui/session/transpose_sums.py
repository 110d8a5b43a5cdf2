"""The products that make ∂L/∂w and ∂L/∂b, and their sums over the first examples, for the entries that are seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Array
from bpgui.core.numbers import Number
from bpgui.core.values import ALL
from bpgui.session.course import Moment

_KEPT = 100


class RunningSums:
    """Of one moment. Columns and sums are worked out when they are asked for; the latest are kept."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._values = moment.exact or moment.values
        self._columns: dict[tuple[Matrix, int], Array] = {}
        self._sums: dict[Cell, Array] = {}
        self._remembered: dict[Hashable, frozenset[str]] = {}

    @property
    def is_ready(self) -> bool:
        """Whether nothing takes a pass over the data any more: large ones are worked out off the window's thread."""
        return not self.moment.values.in_one_pass or self.moment.values.is_evaluated

    def product(self, gradient: Matrix, example: int, row: int, column: int) -> Number:
        """The product of one example for one entry of ∂L/∂w, or of ∂L/∂b, where the input is always 1."""
        right = self._column(Matrix.dL_dy_hat, column)[example]
        return _number(right if gradient is Matrix.dL_db else self._column(Matrix.x, row)[example] * right)

    def sum(self, gradient: Matrix, row: int, column: int, examples: int) -> Number:
        """The sum of the first examples' products; of all of them, the entry itself."""
        entry = Cell(gradient, row, column)
        if examples == self._values.network.shape.N:
            return self.moment.number(entry)
        if entry not in self._sums:
            products = self._column(Matrix.dL_dy_hat, column)
            if gradient is Matrix.dL_dw:
                products = self._column(Matrix.x, row) * products
            _keep(self._sums, entry, np.add.accumulate(products))
        return _number(self._sums[entry][examples - 1])

    def remembered(self, key: Hashable, make: Callable[[], frozenset[str]]) -> frozenset[str]:
        """Texts that were made once for this moment."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]

    def _column(self, matrix: Matrix, column: int) -> Array:
        key = matrix, column
        if key not in self._columns:
            block = self._values.block(matrix, ALL, slice(column, column + 1))
            _keep(self._columns, key, np.ascontiguousarray(block[:, 0]))
        return self._columns[key]


def _keep(kept: dict[Any, Array], key: object, array: Array) -> None:
    while len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[key] = array


def _number(value: Any) -> Number:
    return Fraction(value) if isinstance(value, Fraction | int) else float(value)
