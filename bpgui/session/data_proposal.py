"""How a text file seems to be written: delimiter, decimal sign, header. A person sees it, and can change it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from bpgui.session.data_cells import CellReader
from bpgui.session.data_reading import Delimiter, Reading

_LINES = 100
_ENOUGH = 0.8
_WITH_COMMA = re.compile(r"[+\-−]?[0-9]*,[0-9]+(?:[eE][+\-−]?[0-9]+)?")
_WITH_POINT = re.compile(r"[+\-−]?[0-9]*\.[0-9]+(?:[eE][+\-−]?[0-9]+)?")
_IN_ORDER = (Delimiter.comma, Delimiter.tab, Delimiter.semicolon, Delimiter.bar, Delimiter.spaces)

Rows = Sequence[Sequence[str]]


def proposed_reading(sample: str) -> Reading:
    """Of the delimiters that make equally long rows, the one that leaves the most cells to be numbers."""
    lines = [line for line in re.split(r"\r\n|\n|\r", sample) if line.strip()][:_LINES]
    best, best_score = Reading(), -1.0
    for delimiter in _IN_ORDER:
        rows = _rows(lines, delimiter)
        score = _score(rows)
        if score > best_score:
            comma = has_decimal_commas(rows)
            best, best_score = Reading((), delimiter, comma, has_header(rows, CellReader(comma))), score
    return best


def _rows(lines: Sequence[str], delimiter: Delimiter) -> list[list[str]]:
    if delimiter is Delimiter.spaces:
        return [line.split() for line in lines]
    rows: list[list[str]] = []
    # what can't be read is told when all of the file is
    with suppress(csv.Error):
        for row in csv.reader([f"{line}\n" for line in lines], delimiter=delimiter.value, skipinitialspace=True):
            rows += [row] if row else []
    return rows


def _score(rows: Rows) -> float:
    """Nothing for what makes no columns, little for uneven rows; else how equal they are, and how much is numbers."""
    widths = Counter(map(len, rows))
    if not widths:
        return -1.0
    width, count = widths.most_common(1)[0]
    if width == 1:
        return 0.0
    if count < _ENOUGH * widths.total():
        return 0.1 * count / widths.total()
    reader = CellReader(has_decimal_commas(rows))
    cells = [cell for row in rows for cell in row]
    return count / widths.total() + sum(map(reader.is_number, cells)) / len(cells)


def has_decimal_commas(rows: Rows) -> bool:
    """Whether more cells have a decimal comma than a decimal point."""
    cells = [cell.strip() for row in rows for cell in row]
    commas = sum(1 for cell in cells if _WITH_COMMA.fullmatch(cell))
    return commas > sum(1 for cell in cells if _WITH_POINT.fullmatch(cell))


def has_header(rows: Rows, reader: CellReader) -> bool:
    """Whether the first row has no number, and numbers stand below it."""
    if len(rows) < 2 or any(reader.is_number(cell) for cell in rows[0]) or not any(cell.strip() for cell in rows[0]):
        return False
    return any(reader.is_number(cell) for row in rows[1:] for cell in row)
