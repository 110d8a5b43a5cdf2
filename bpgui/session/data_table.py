"""The cells of a data file: numbers in one array, and beside it what is written where no plain number stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bpgui.core.inputs import Float64
from bpgui.core.numbers import MINUS, grouped

MOST_CELLS = 100_000_000
"""A table of more cells than this is refused: in float64 they take 0.8 GB."""
MOST_COLUMNS = 50_000

PLAIN = -1
"""The code of a cell that is a number, and is written as any number is."""

_LONGEST = 24


class DataError(ValueError):
    """Data that can't be read, or make no network; the text is one sentence that says what and where."""


class Words:
    """What is written in the cells of one column that are no plain numbers: a code for each row, a text for each code.

    An empty cell has the text "".
    """

    def __init__(self, codes: NDArray[np.int32], texts: tuple[str, ...]) -> None:
        self.codes = codes
        self.texts = texts

    def at(self, row: int) -> str | None:
        """The text of a row; None where a plain number stands."""
        code = int(self.codes[row])
        return None if code == PLAIN else self.texts[code]


@dataclass(frozen=True, eq=False)
class DataTable:
    """Rows and columns as they were read. Rows and columns count from 0 here, and from 1 in what is said of them."""

    values: Float64
    """NaN where a cell holds no number that can be used."""
    names: tuple[str, ...]
    """Of the columns; all of them empty without a header."""
    words: Mapping[int, Words] = field(default_factory=lambda: MappingProxyType({}))
    """By column, where not all cells are plain numbers."""
    exact: Mapping[tuple[int, int], Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """The fractions that a float can't hold."""
    too_long: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    """Rows with more cells than there are columns, and with how many."""
    has_header: bool = False
    """Whether the first row of the file was taken for the names."""
    notes: tuple[str, ...] = ()
    """What was done on reading that a person should know."""

    @property
    def row_count(self) -> int:
        """How many rows there are, without the header."""
        return len(self.values)

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return len(self.names)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, as short as it can be said."""
        words = self.words.get(column)
        written = None if words is None else words.at(row)
        if written is not None:
            return written
        exact = self.exact.get((row, column))
        return number_text(self.values[row, column].item()) if exact is None else f"{exact}".replace("-", MINUS)

    def called(self, column: int) -> str:
        """A column in words: column 3 (petal length)."""
        name = self.names[column]
        return f"column {column + 1} ({shortened(name)})" if name else f"column {column + 1}"


def number_text(value: float) -> str:
    """A number with all its digits, as briefly as it can be written: 5.1, 3, 1e−7."""
    return repr(value).removesuffix(".0").replace("-", MINUS)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A text from a file in one line, cut where it is long."""
    in_one_line = " ".join(text[: 4 * longest].split())
    return in_one_line if len(in_one_line) <= longest else in_one_line[: longest - 1] + "…"


@dataclass
class Slice:
    """Some rows of one column: values, and the texts of those cells that are no plain numbers, by row."""

    values: Float64
    texts: dict[int, str] = field(default_factory=dict)
    exact: dict[int, Fraction] = field(default_factory=dict)


class TableBuilder:
    """Puts a table together from blocks of rows. Raises DataError when it gets too large."""

    def __init__(self, names: Sequence[str]) -> None:
        check_size(1, len(names))
        self._names = tuple(names)
        self._blocks: list[Float64] = []
        self._codes: dict[int, list[tuple[int, NDArray[np.int32]]]] = {}
        self._texts: dict[int, dict[str, int]] = {}
        self._exact: dict[tuple[int, int], Fraction] = {}
        self.too_long: dict[int, int] = {}
        self.notes: list[str] = []
        self.has_header = False
        self.row_count = 0

    def add(self, columns: Sequence[Slice]) -> None:
        """Add rows, given column by column."""
        block = np.empty((len(columns[0].values), len(columns)))
        for column, part in enumerate(columns):
            block[:, column] = part.values
            if part.texts:
                self._add_texts(column, len(block), part.texts)
            for row, value in part.exact.items():
                self._exact[self.row_count + row, column] = value
        self.add_numbers(block)

    def add_numbers(self, block: Float64) -> None:
        """Add rows of plain numbers."""
        check_size(self.row_count + len(block), len(self._names))
        self._blocks.append(block)
        self.row_count += len(block)

    def _add_texts(self, column: int, count: int, texts: Mapping[int, str]) -> None:
        known = self._texts.setdefault(column, {})
        codes = np.full(count, PLAIN, dtype=np.int32)
        codes[list(texts)] = [known.setdefault(text, len(known)) for text in texts.values()]
        self._codes.setdefault(column, []).append((self.row_count, codes))

    def finish(self, step: Callable[[], object] = lambda: None) -> DataTable:
        """The table of all that was added, which it gives away; `step` is called now and then."""
        values = np.empty((self.row_count, len(self._names)))
        row, blocks = 0, self._blocks[::-1]
        self._blocks = []
        while blocks:
            block = blocks.pop()
            values[row : row + len(block)] = block
            row += len(block)
            step()
        return self._table(values)

    def so_far(self) -> DataTable:
        """The table of what was added until now."""
        return self._table(np.concatenate(self._blocks))

    def _table(self, values: Float64) -> DataTable:
        values.flags.writeable = False
        words = {}
        for column, parts in self._codes.items():
            codes = np.full(self.row_count, PLAIN, dtype=np.int32)
            for start, part in parts:
                codes[start : start + len(part)] = part
            codes.flags.writeable = False
            words[column] = Words(codes, tuple(self._texts[column]))
        return DataTable(
            values,
            self._names,
            MappingProxyType(words),
            MappingProxyType(dict(self._exact)),
            MappingProxyType(dict(self.too_long)),
            self.has_header,
            tuple(self.notes),
        )


def check_size(rows: int, columns: int) -> None:
    """Raise DataError if a table of this size is too large."""
    if columns > MOST_COLUMNS:
        raise DataError(f"there are {grouped(columns)} columns, more than the {grouped(MOST_COLUMNS)} that fit.")
    if rows * columns > MOST_CELLS:
        raise DataError(
            f"{grouped(rows)} rows of {grouped(columns)} cells are more than the {grouped(MOST_CELLS)} cells that fit."
        )
