"""Matrices in files: small ones as rows of numbers, large ones as the bytes of their numbers.

What a float64 can't hold exactly stands as text, "1/3": in its row, or beside the bytes.
"""

from __future__ import annotations

import binascii
import itertools
from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated

import msgspec
import numpy as np

from bpgui.core.cells import Matrix
from bpgui.core.inputs import EntryError, Float64, Given, InputMatrix, NotFiniteError, ShapeError
from bpgui.core.numbers import NumberError, grouped
from bpgui.session.file_text import (
    Lines,
    Literal,
    exact_number,
    exact_text,
    listed,
    number,
    numbers,
    quoted,
    read_exactly,
    written,
)
from bpgui.session.sizes import MOST_NUMBERS

MOST_WRITTEN_OUT = 20_000
"""A matrix with more entries than this goes as bytes."""

_BYTES_A_LINE = 48_000
_EXACT_INTEGERS = 2**53
_LONGEST_TYPED = 100
Count = Annotated[int, msgspec.Meta(ge=1, le=MOST_NUMBERS)]


class Packed(msgspec.Struct):
    """A large matrix: the bytes of its rows in base64, float64 with the lowest byte first, some rows a line."""

    rows: Count
    columns: Count
    float64: list[msgspec.Raw]
    exact: list[tuple[Count, Count, str]] = []


Rows = list[list[int | float | str]]


# --- written


def matrix_pieces(given: InputMatrix, indent: int = 0) -> Iterator[str]:
    """A matrix as JSON, in pieces."""
    if given.values.size <= MOST_WRITTEN_OUT:
        yield written(_rows(given), indent)
    else:
        yield from _packed(given, indent)


def _rows(given: InputMatrix) -> Lines:
    exact, rows = given.exact, given.values.tolist()
    if not exact:
        return Lines(map(numbers, rows))
    return Lines(
        listed([exact_number(exact[i, j]) if (i, j) in exact else number(each) for j, each in enumerate(row)])
        for i, row in enumerate(rows)
    )


def _packed(given: InputMatrix, indent: int) -> Iterator[str]:
    rows, columns = given.size
    inner, innermost = " " * (indent + 2), " " * (indent + 4)
    yield f'{{\n{inner}"rows": {rows},\n{inner}"columns": {columns},\n{inner}"float64": [\n'
    at_once = max(_BYTES_A_LINE // (8 * columns), 1)
    for first in range(0, rows, at_once):
        part = np.ascontiguousarray(given.values[first : first + at_once], dtype="<f8")
        text = binascii.b2a_base64(part.data, newline=False).decode("ascii")
        yield f'{innermost}"{text}"' + ("\n" if first + at_once >= rows else ",\n")
    exact = [
        Literal(f"[{row + 1}, {column + 1}, {quoted(exact_text(value))}]")
        for (row, column), value in sorted(given.exact.items())
    ]
    beside = f',\n{inner}"exact": {written(Lines(exact), indent + 2)}' if exact else ""
    yield f"{inner}]{beside}\n{' ' * indent}}}"


# --- read


def read_matrix(matrix: Matrix, given: Rows | Packed, called: str = "") -> InputMatrix:
    """A matrix of a file. Raises InputError; its text begins with what the matrix is called in the file."""
    try:
        return _unpacked(matrix, given) if isinstance(given, Packed) else matrix_of_rows(matrix, given)
    except (EntryError, ShapeError, NotFiniteError) as error:
        if called:
            raise type(error)(called + str(error).removeprefix(matrix.value)) from None
        raise


def matrix_of_rows(matrix: Matrix, rows: Rows) -> InputMatrix:
    """A matrix of nested lists, quickly where they are nothing but numbers. Raises InputError."""
    entries = sum(map(len, rows))
    if entries > MOST_NUMBERS:
        raise ShapeError(f"{matrix}: expected at most {grouped(MOST_NUMBERS)} entries, got {grouped(entries)}.")
    values = _as_array(rows)
    if values is not None:
        return InputMatrix.from_array(matrix, values)
    exactly: list[list[Given]] = [
        [_longer(matrix, i, j, each) if isinstance(each, str) else each for j, each in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    return InputMatrix.from_rows(matrix, exactly)


def _as_array(rows: Rows) -> Float64 | None:
    """The numbers, if all of them are such, as many in each row, and float64 holds them."""
    kinds = set(map(type, itertools.chain.from_iterable(rows)))
    if not rows or not rows[0] or not kinds <= {int, float} or len(set(map(len, rows))) != 1:
        return None
    try:
        values = np.array(rows, dtype=np.float64)
    except OverflowError:
        return None
    return None if int in kinds and np.abs(values).max() >= _EXACT_INTEGERS else values


def _longer(matrix: Matrix, row: int, column: int, text: str) -> Fraction | str:
    """What is longer than a person may type, as a number."""
    if len(text) <= _LONGEST_TYPED:
        return text
    try:
        return read_exactly(text)
    except NumberError as error:
        raise EntryError(f"{matrix}, row {row + 1}, column {column + 1}: {error}") from None


def _unpacked(matrix: Matrix, given: Packed) -> InputMatrix:
    entries = given.rows * given.columns
    if entries > MOST_NUMBERS:
        raise ShapeError(f"{matrix}: expected at most {grouped(MOST_NUMBERS)} entries, got {grouped(entries)}.")
    size = f"{grouped(given.rows)}×{grouped(given.columns)} numbers"
    if sum(len(memoryview(line)) for line in given.float64) < 8 * entries:
        raise ShapeError(f"{matrix}, float64: expected the bytes of {size}, got fewer.")
    values = np.empty(8 * entries, dtype=np.uint8)
    filled = 0
    for count, line in enumerate(given.float64, 1):
        part = _bytes(line, f"{matrix}, float64, line {count}")
        if filled + len(part) > len(values):
            raise ShapeError(f"{matrix}, float64: expected the bytes of {size}, got more.")
        values[filled : filled + len(part)] = np.frombuffer(part, dtype=np.uint8)
        filled += len(part)
    if filled < len(values):
        raise ShapeError(f"{matrix}, float64: expected the bytes of {size}, got fewer.")
    array = values.view("<f8").reshape(given.rows, given.columns).astype(np.float64, copy=False)
    exact = _put_in(matrix, array, given)
    array.flags.writeable = False
    checked = InputMatrix.from_array(matrix, array)
    return InputMatrix(checked.values, MappingProxyType(exact))


def _put_in(matrix: Matrix, array: Float64, given: Packed) -> dict[tuple[int, int], Fraction]:
    exact = {}
    for row, column, text in given.exact:
        where = f"{matrix}, row {row}, column {column}"
        if row > given.rows or column > given.columns:
            raise ShapeError(f"{where}: there is no such entry.")
        try:
            exact[row - 1, column - 1] = value = read_exactly(text)
        except NumberError as error:
            raise EntryError(f"{where}: {error}") from None
        array[row - 1, column - 1] = float(value)
    return exact


def _bytes(line: msgspec.Raw, where: str) -> bytes:
    try:
        return msgspec.json.decode(line, type=bytes)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise EntryError(f"{where}: expected text in base64.") from None
