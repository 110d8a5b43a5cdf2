"""A rectangle of numbers that came as text: its exact values, and the one error with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import LARGEST, MINUS, NumberError, exact_value, grouped, parse_number

MOST_CHARACTERS = 5_000_000
MOST_NUMBERS = 200_000
"""What is read, or written, at once: more would hold the window up."""

LONGEST_FRACTION = 400
"""Fractions of more characters are neither written nor read; w and b of exact iterations are well below."""

_PLAIN = re.compile(r"[+-]?[0-9]{1,8}(?:\.[0-9]{0,7})?")
"""With so few figures a float64 is the number, as it is written."""
_LONGEST_FLOAT, _SMALLEST = 25, 1e-300
_LONG_FRACTION = re.compile("([+\\-\N{MINUS SIGN}]?[0-9]+)/([0-9]+)")
_LONGEST_QUOTED = 20


class TableError(ValueError):
    """A text that is no rectangle of numbers; what is told is a sentence that says where and what."""


class Table(NamedTuple):
    """A rectangle of numbers, and what is to be told of how its text was read; empty where nothing is."""

    block: InputMatrix
    read_as: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.block.size


def table_of(rows: Sequence[Sequence[str]], read_as: str = "") -> Table:
    """The numbers in the cells of a text, each as a person would type it. Raises TableError at the first that isn't."""
    count = sum(len(row) for row in rows)
    if count == 0:
        raise TableError("There are no numbers in it.")
    if count > MOST_NUMBERS:
        raise TableError(f"That is {grouped(count)} numbers; at most {grouped(MOST_NUMBERS)} are taken at once.")
    columns, is_one = len(rows[0]), count == 1
    values: list[float] = []
    exact: dict[tuple[int, int], Fraction] = {}
    for i, row in enumerate(rows):
        if len(row) != columns:
            raise TableError(f"Row {i + 1} has {count_of(len(row), 'number')}, row 1 has {columns}.")
        for j, cell in enumerate(row):
            known = _plain_value(cell.replace(",", "."))
            if known is not None:
                values.append(known)
                continue
            try:
                number = _number(cell)
            except NumberError as error:
                raise TableError(_told(str(error), "" if is_one else f"Row {i + 1}, column {j + 1}")) from None
            values.append(float(number))
            if exact_value(values[-1]) != number:
                exact[i, j] = number
    array = np.array(values, dtype=np.float64).reshape(len(rows), columns)
    array.flags.writeable = False
    return Table(InputMatrix(array, MappingProxyType(exact)), read_as)


def _plain_value(cell: str) -> float | None:
    """The value of most numbers, twenty times as fast as reading them in all their forms."""
    if _PLAIN.fullmatch(cell):
        return float(cell) + 0.0  # no minus zero
    if len(cell) <= _LONGEST_FLOAT and cell.isascii() and cell[-1:].isdigit() and "_" not in cell:
        try:
            value = float(cell)
        except ValueError:
            return None
        is_in_range = value == 0 or _SMALLEST <= abs(value) <= LARGEST
        return value + 0.0 if is_in_range and repr(value) == cell else None
    return None


def _told(error: str, where: str) -> str:
    if not error:
        return f"{where} is empty; expected a number." if where else "There are no numbers in it."
    return f"{where}: {error}" if where else error


def _number(cell: str) -> Fraction:
    stripped = cell.strip().removeprefix("=")  # as a spreadsheet takes =1/3
    if not stripped:
        raise NumberError("")
    if 100 < len(stripped) <= LONGEST_FRACTION and (match := _LONG_FRACTION.fullmatch(stripped)):
        numerator, denominator = int(match[1].replace(MINUS, "-")), int(match[2])
        if denominator and abs(numerator) <= LARGEST * denominator:
            return Fraction(numerator, denominator)
    return parse_number(stripped)


def is_number(cell: str) -> bool:
    """Whether a cell would be read as a number."""
    try:
        _number(cell)
    except NumberError:
        return False
    return True


def quoted(text: str) -> str:
    """The beginning of a text, between quotation marks."""
    short = " ".join(text[:100].split())
    return f"“{short if len(short) <= _LONGEST_QUOTED else short[: _LONGEST_QUOTED - 1] + '…'}”"


def count_of(count: int, noun: str, several: str = "") -> str:
    """1 number, 2 numbers; 1 class, 2 classes where the plural is given."""
    return f"{grouped(count)} {noun if count == 1 else several or noun + 's'}"
