"""What a rectangle of an input can be filled with: zeros, ones, small random numbers, integers fit for the hand.

The same seed gives the same numbers on every computer: numpy's PCG64, and decimals that are few enough to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import MINUS, NumberError, entered_text, grouped, parse_number, parse_whole
from bpgui.session.session import Session

LARGEST_SEED = 2**32 - 1
LARGEST_INTEGER = 99
_LARGEST_DEVIATION, _SMALLEST_DEVIATION = Fraction(10**6), Fraction(1, 10**6)


class Kind(Enum):
    """What may stand in every entry."""

    zeros = "zeros"
    ones = "ones"
    random = "small random numbers"
    integers = "integers"


class Place(NamedTuple):
    """A rectangle of an input."""

    matrix: Matrix
    row: int
    column: int
    rows: int
    columns: int

    @classmethod
    def whole(cls, matrix: Matrix, shape: Shape) -> Place:
        """All of a matrix."""
        return cls(matrix, 0, 0, *shape.of(matrix))

    def words(self, shape: Shape) -> str:
        """How it is called: w, w₁₂ or w₁₁ to w₂₃."""
        if (self.rows, self.columns) == shape.of(self.matrix):
            return self.matrix.value
        first = cell_symbol(Cell(self.matrix, self.row, self.column))
        if self.rows == self.columns == 1:
            return first
        last = Cell(self.matrix, self.row + self.rows - 1, self.column + self.columns - 1)
        return f"{first} to {cell_symbol(last)}"


@dataclass(frozen=True)
class Filling:
    """One way to fill. Random numbers are normal with mean 0 and a standard deviation; integers go from −n to n."""

    kind: Kind
    deviation: Fraction = Fraction(1, 10)
    largest: int = 2
    seed: int = 1

    @property
    def depends_on_the_seed(self) -> bool:
        """Whether another seed gives other numbers."""
        return self.kind in (Kind.random, Kind.integers)

    @property
    def decimals(self) -> int:
        """To how many decimals random numbers are rounded: as many as show two figures of the deviation."""
        decimals = 0
        while decimals < 7 and self.deviation * 10**decimals < 10:
            decimals += 1
        return decimals

    @property
    def shown_decimals(self) -> int:
        """How many decimals its numbers have at most."""
        return self.decimals if self.kind is Kind.random else 0

    @property
    def words(self) -> str:
        """What it fills with, in short: small random numbers, seed 7."""
        match self.kind:
            case Kind.random:
                return f"{self.kind.value}, seed {self.seed}"
            case Kind.integers:
                return f"{self.kind.value} from {MINUS}{self.largest} to {self.largest}, seed {self.seed}"
        return str(self.kind.value)

    @property
    def meant(self) -> str:
        """What that means, in a sentence."""
        match self.kind:
            case Kind.random:
                deviation = entered_text(self.deviation)
                return (
                    f"From the normal distribution with mean 0 and standard deviation {deviation}: about two in three "
                    f"lie between {MINUS}{deviation} and {deviation}. Rounded to {_decimals_words(self.decimals)}."
                )
            case Kind.integers:
                count = 2 * self.largest + 1
                return f"Each of the {count} integers from {MINUS}{self.largest} to {self.largest} is equally likely."
            case Kind.ones:
                return "Every entry is 1."
        return "Every entry is 0."

    def block(self, rows: int, columns: int) -> InputMatrix:
        """A rectangle of such numbers; fewer rows are the first ones of more."""
        generator = np.random.Generator(np.random.PCG64(self.seed))
        match self.kind:
            case Kind.zeros:
                return InputMatrix.zeros(rows, columns)
            case Kind.ones:
                values = np.ones((rows, columns))
            case Kind.random:
                values = generator.standard_normal((rows, columns))
                values *= float(self.deviation)
                values = np.round(values, self.decimals, out=values)
                values += 0.0  # −0 is written as 0
            case Kind.integers:
                integers = generator.integers(-self.largest, self.largest, (rows, columns), endpoint=True)
                values = integers.astype(np.float64)
        values.flags.writeable = False
        return InputMatrix(values)


def fill(session: Session, place: Place, filling: Filling) -> None:
    """Fill a rectangle of an input, in one step."""
    words = place.words(session.document.shape)
    block = filling.block(place.rows, place.columns)
    seed = filling.seed if filling.depends_on_the_seed else None
    session.put(place.matrix, place.row, place.column, block, f"Fill {words} with {filling.words}", seed=seed)
    are = "are" if " to " in words else "is"
    session.notice = session.notice or f"{words} {are} filled with {filling.words}."


def read_seed(text: str) -> int:
    """The seed that was typed. Raises NumberError."""
    return _whole(text, "The seed", 0, LARGEST_SEED)


def read_largest(text: str) -> int:
    """The largest of the integers, as typed. Raises NumberError."""
    return _whole(text, "The largest integer", 1, LARGEST_INTEGER)


def read_deviation(text: str) -> Fraction:
    """The standard deviation, as typed. Raises NumberError."""
    value = parse_number(text)
    if not _SMALLEST_DEVIATION <= value <= _LARGEST_DEVIATION:
        raise NumberError("The standard deviation must be a number from 0.000001 to 1000000.")
    return value


def _whole(text: str, what: str, lowest: int, highest: int) -> int:
    value = parse_whole(text)
    if value is None or not lowest <= value <= highest:
        raise NumberError(f"{what} must be a whole number from {lowest} to {grouped(highest)}.")
    return value


def _decimals_words(decimals: int) -> str:
    return {0: "whole numbers", 1: "1 decimal"}.get(decimals, f"{decimals} decimals")
