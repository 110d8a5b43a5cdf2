"""Cells of text become numbers: many at once where all are plain, one by one where something else stands among them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from bpgui.core.numbers import LARGEST, MINUS, NumberError, exact_value, parse_number
from bpgui.session.data_table import Slice, number_text

_LARGEST = float(LARGEST)
_MOST_REMEMBERED = 50_000
_LEADING_ZERO = re.compile(r"^[ \t]*[+-]?0[0-9]", re.MULTILINE)
_CAN_BEGIN = frozenset("0123456789.,+-" + MINUS)


class _Read(NamedTuple):
    """One cell: its value, NaN where it is no number; its text, where it is no plain number; and its exact value."""

    value: float
    text: str | None = None
    exact: Fraction | None = None


class CellReader:
    """Reads cells of text with one decimal sign. What a cell is never depends on its neighbours.

    A number stands in float64, a fraction such as 1/3 exactly. What has the other decimal sign in it is no number.
    """

    def __init__(self, decimal_comma: bool = False) -> None:
        self._comma = decimal_comma
        self._remembered: dict[str, _Read] = {}

    def column(self, cells: Sequence[str]) -> Slice:
        """Some cells under each other."""
        return self._all_plain(cells) or self._one_by_one(cells)

    def mixed(self, cells: Sequence[object]) -> Slice:
        """The same of a spreadsheet's cells: numbers, texts, dates, true and false."""
        kinds = set(map(type, cells))
        if kinds <= {float, int}:
            return numbers(np.array(cells, dtype=np.float64))
        part = Slice(np.empty(len(cells)))
        for row, cell in enumerate(cells):
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                self._put(part, row, _number(float(cell)))
            elif isinstance(cell, str) or cell is None:
                self._put(part, row, self._read(cell or ""))
            else:
                self._put(part, row, _Read(math.nan, str(cell).lower() if isinstance(cell, bool) else str(cell)))
        return part

    def is_number(self, cell: str) -> bool:
        """Whether a cell would be read as a number."""
        return math.isfinite(self._read(cell).value)

    def _all_plain(self, cells: Sequence[str]) -> Slice | None:
        together = "\n".join(cells)
        if MINUS in together:
            cells, together = [cell.replace(MINUS, "-") for cell in cells], together.replace(MINUS, "-")
        if not together.isascii() or "_" in together or _LEADING_ZERO.search(together):
            return None
        if self._comma:
            if "." in together:
                return None
            cells = [cell.replace(",", ".") for cell in cells] if "," in together else cells
        try:
            values = np.fromiter(map(float, cells), np.float64, len(cells))
        except ValueError:
            return None
        return Slice(values) if (np.abs(values) <= _LARGEST).all() else None

    def _one_by_one(self, cells: Sequence[str]) -> Slice:
        part = Slice(np.empty(len(cells)))
        for row, cell in enumerate(cells):
            self._put(part, row, self._read(cell))
        return part

    @staticmethod
    def _put(part: Slice, row: int, read: _Read) -> None:
        part.values[row] = read.value
        if read.text is not None:
            part.texts[row] = read.text
        if read.exact is not None:
            part.exact[row] = read.exact

    def _read(self, cell: str) -> _Read:
        read = self._remembered.get(cell)
        if read is None:
            read = self._read_anew(cell.strip())
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[cell] = read
        return read

    def _read_anew(self, text: str) -> _Read:
        no_number = _Read(math.nan, text)
        if not text or text[0] not in _CAN_BEGIN or ("." if self._comma else ",") in text:
            return no_number
        if "/" in text:
            try:
                fraction = parse_number(text)
            except NumberError:
                return no_number
            value = float(fraction)
            return _Read(value, None, fraction if exact_value(value) != fraction else None)
        plain = text.replace(MINUS, "-").replace(",", ".")
        if not plain.isascii() or "_" in plain:
            return no_number
        try:
            value = float(plain)
        except ValueError:
            return no_number
        if not abs(value) <= _LARGEST:
            return no_number
        # 007 is a number, and a name that is not 7
        return _Read(value, text if _LEADING_ZERO.match(plain) else None)


def numbers(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Slice:
    """A column of floats: NaN counts as an empty cell, and what is beyond ±1e50 can't be used."""
    part = Slice(values)
    for row in np.flatnonzero(~(np.abs(values) <= _LARGEST)).tolist():
        read = _number(values[row].item())
        part.values[row] = read.value
        part.texts[row] = read.text or ""
    return part


def _number(value: float) -> _Read:
    if math.isnan(value):
        return _Read(math.nan, "")
    return _Read(value) if abs(value) <= _LARGEST else _Read(math.nan, number_text(value))
