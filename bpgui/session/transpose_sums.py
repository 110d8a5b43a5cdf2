"""The products that make ∂L/∂w and ∂L/∂b, and their sums over the first examples, for the entries that are seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Array
from bpgui.core.numbers import Number
from bpgui.session.course import Moment, number_of

_MOST_KEPT = 100


class RunningSums:
    """Of one moment. Products and sums are worked out when they are asked for; the latest are kept."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._values = moment.exact or moment.values
        self._kept: dict[Cell, tuple[Array, Array]] = {}
        self._remembered: dict[Hashable, frozenset[str]] = {}

    @property
    def is_ready(self) -> bool:
        """Whether nothing takes a pass over the data any more: large ones are worked out off the window's thread."""
        return not self.moment.values.in_one_pass or self.moment.values.is_evaluated

    def product(self, gradient: Matrix, example: int, row: int, column: int) -> Number:
        """The product of one example for one entry of ∂L/∂w, or of ∂L/∂b, where the input is always 1."""
        return number_of(self._terms(Cell(gradient, row, column))[0][example])

    def sum(self, gradient: Matrix, row: int, column: int, examples: int) -> Number:
        """The sum of the first examples' products; of all of them, the entry itself."""
        entry = Cell(gradient, row, column)
        if examples == self._values.network.shape.N:
            return self.moment.number(entry)
        return number_of(self._terms(entry)[1][examples - 1])

    def remembered(self, key: Hashable, make: Callable[[], frozenset[str]]) -> frozenset[str]:
        """Texts that were made once for this moment."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]

    def _terms(self, entry: Cell) -> tuple[Array, Array]:
        """The values of an entry's terms, and the sum after each."""
        if entry not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            values = self._values.term_values(entry)
            self._kept[entry] = values, np.add.accumulate(values)
        return self._kept[entry]
