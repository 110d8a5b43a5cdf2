"""How the data of a document are written in a program: as numbers in the text, or in an archive beside it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bpgui.core.cells import Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import exact_value

MOST_ROWS_IN_TEXT, MOST_COLUMNS_IN_TEXT = 30, 16
"""Larger data stand in an archive beside the program."""

_LONGEST_FRACTION = 24
_LARGEST_WHOLE = 1e15


def is_large(shape: Shape) -> bool:
    """Whether the data are too many to be read in a program's text."""
    return shape.N > MOST_ROWS_IN_TEXT or max(shape.D, shape.K) > MOST_COLUMNS_IN_TEXT


def number_code(value: Fraction) -> str:
    """A number as Python reads it, to the same bits: 3, 0.25, 1/3, 1e-05."""
    nearest = float(value)
    if exact_value(nearest) != value:
        fraction = f"{value.numerator}/{value.denominator}"
        if len(fraction) <= _LONGEST_FRACTION and not _ends(value):
            return fraction
    return float_code(nearest)


def float_code(value: float) -> str:
    """A float as Python reads it, whole numbers without their .0."""
    if value == int(value) and abs(value) < _LARGEST_WHOLE and repr(value) != "-0.0":
        return str(int(value))
    return repr(value)


def rows_code(given: InputMatrix) -> list[str]:
    """The rows of a matrix, as lists of numbers in columns."""
    rows, columns = given.size
    texts = [
        [
            number_code(given.exact[i, j]) if (i, j) in given.exact else float_code(given.values[i, j].item())
            for j in range(columns)
        ]
        for i in range(rows)
    ]
    widths = [max(len(row[j]) for row in texts) for j in range(columns)]
    return ["[" + ", ".join(text.rjust(wide) for text, wide in zip(row, widths, strict=True)) + "]" for row in texts]


def matrix_code(matrix: Matrix, given: InputMatrix, before: str, after: str) -> list[str]:
    """The assignment of a matrix: x = before[…]after."""
    rows = rows_code(given)
    if len(rows) == 1:
        return [f"{matrix} = {before}[{rows[0]}]{after}"]
    return [f"{matrix} = {before}[", *(f"    {row}," for row in rows), f"]{after}"]


def in_one_line(text: str) -> str:
    """A name or a title as a comment can hold it: on one line, and without signs that nobody sees."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def names_code(what: str, names: Sequence[str]) -> list[str]:
    """What the rows or columns are called, as a comment; nothing where they have no names."""
    if not any(names):
        return []
    return [f"{what}: {', '.join(in_one_line(name) or str(number) for number, name in enumerate(names, 1))}"]


def _ends(value: Fraction) -> bool:
    """Whether its decimals end."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1
