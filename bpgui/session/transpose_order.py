"""Three orders of the same products: those that make ∂L/∂w, or ∂L/∂b, counted by one clock.

Entry by entry and row by column take them entry after entry; the sum of outer products, example after example.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bpgui.core.cells import Matrix, Shape

GRADIENTS = (Matrix.dL_dw, Matrix.dL_db)


class Way(Enum):
    """The three orders."""

    entry_by_entry = 1
    row_by_column = 2
    outer_products = 3


class Stride(Enum):
    """How far one step of the clock goes."""

    product = "one product"
    entry = "one entry"
    example = "one example"
    everything = "all products"


class Product(NamedTuple):
    """Which product: of which example, for which entry."""

    example: int
    row: int
    column: int


@dataclass(frozen=True)
class Order:
    """The products that make a gradient, counted from 0 in the order of each way."""

    shape: Shape
    gradient: Matrix

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the gradient."""
        return self.shape.of(self.gradient)

    @property
    def entries(self) -> int:
        """How many entries the gradient has, which is also how many products an example has."""
        return self.shape.entries(self.gradient)

    @property
    def total(self) -> int:
        """How many products there are."""
        return self.shape.N * self.entries

    def product(self, way: Way, number: int) -> Product:
        """The product with that number."""
        if way is Way.outer_products:
            example, entry = divmod(number, self.entries)
        else:
            entry, example = divmod(number, self.shape.N)
        return Product(example, *divmod(entry, self.size[1]))

    def examples_added(self, way: Way, clock: int, row: int, column: int) -> int:
        """How many examples' products an entry has, after so many products in all: always those of the first ones."""
        entry = row * self.size[1] + column
        if way is Way.outer_products:
            examples, within = divmod(clock, self.entries)
            return examples + (entry < within)
        return min(max(clock - entry * self.shape.N, 0), self.shape.N)

    def after(self, clock: int, stride: Stride) -> int:
        """The next stop."""
        length = self._length(stride)
        return min((clock // length + 1) * length, self.total)

    def before(self, clock: int, stride: Stride) -> int:
        """The last stop before."""
        length = self._length(stride)
        return max((clock - 1) // length * length, 0)

    def _length(self, stride: Stride) -> int:
        match stride:
            case Stride.product:
                return 1
            case Stride.entry:
                return self.shape.N
            case Stride.example:
                return self.entries
            case Stride.everything:
                return self.total
