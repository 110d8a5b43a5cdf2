"""Cells that a network can't be made of: missing ones, and those that are no numbers. Pointed at, never filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpgui.core.numbers import grouped
from bpgui.session.data_table import DataTable, shortened
from bpgui.session.import_choices import ImportChoices, Role

MOST_LISTED = 1000
_MISSING = {"", "?", "-", "–", "—", "na", "n/a", "n.a.", "nan", "none", "null", "missing"}


def is_missing(text: str) -> bool:
    """Whether what stands where a number is expected only says that there is none."""
    return text.strip().lower() in _MISSING


class Problem(NamedTuple):
    """One cell, or one row that is too long, where column is None; counted from 0. `text` is what stands there."""

    row: int
    column: int | None
    text: str

    def told(self, table: DataTable) -> str:
        """It in words: row 7, column 3 (petal length): missing."""
        where = f"row {grouped(self.row + 1)}"
        if self.column is None:
            return f"{where}: {self.text}"
        if is_missing(self.text):
            what = f"missing, “{shortened(self.text)}”" if self.text else "missing"
        else:
            what = f"“{shortened(self.text)}” is no number"
        return f"{where}, {table.called(self.column)}: {what}"


@dataclass(frozen=True, eq=False)
class Problems:
    """All of them in the rows that are taken. `listed`: the first ones, row by row."""

    listed: tuple[Problem, ...]
    missing: int
    unreadable: int
    too_long: int
    rows: NDArray[np.intp]
    """The rows that have any, in order."""

    @property
    def count(self) -> int:
        """How many there are."""
        return self.missing + self.unreadable + self.too_long

    @property
    def told(self) -> str:
        """How many of each kind there are, in one sentence."""
        if not self.count:
            return "No cell is missing or unreadable."
        kinds = (
            _count(self.missing, "cell is missing", "cells are missing"),
            _count(self.unreadable, "cell is no number", "cells are no numbers"),
            _count(self.too_long, "row is too long", "rows are too long"),
        )
        in_rows = f"in {_count(len(self.rows), 'row', 'rows')}"
        return f"{', '.join(filter(None, kinds))}, {in_rows}."


def is_problem(table: DataTable, column: int, row: int, role: Role) -> bool:
    """Whether a cell can't be used for its role."""
    match role:
        case Role.x | Role.y:
            return not np.isfinite(table.values[row, column])
        case Role.label:
            return table.text(row, column) == ""
    return False


def problems_of(table: DataTable, choices: ImportChoices, rows: NDArray[np.intp]) -> Problems:
    """What is wrong in some rows, in the columns that are used."""
    is_taken = np.zeros(table.row_count, dtype=bool)
    is_taken[rows] = True
    bad: list[tuple[int, NDArray[np.intp]]] = []
    for column in sorted(table.words):
        where = _bad_rows(table, column, choices.roles[column])
        where = where[is_taken[where]]
        if len(where):
            bad.append((column, where))
    missing = sum(int(_are_missing(table, column, where).sum()) for column, where in bad)
    total = sum(len(where) for _, where in bad)
    long_rows = np.array([row for row in sorted(table.too_long) if is_taken[row]], dtype=np.intp)
    all_rows = np.unique(np.concatenate([long_rows, *(where for _, where in bad)]))
    return Problems(_list(table, bad, long_rows), missing, total - missing, len(long_rows), all_rows)


def _bad_rows(table: DataTable, column: int, role: Role) -> NDArray[np.intp]:
    match role:
        case Role.x | Role.y:
            return np.flatnonzero(~np.isfinite(table.values[:, column]))
        case Role.label:
            return np.flatnonzero(_is_empty(table, column, np.arange(table.row_count)))
    return np.empty(0, dtype=np.intp)


def _is_empty(table: DataTable, column: int, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    words = table.words[column]
    if "" not in words.texts:
        return np.zeros(len(rows), dtype=bool)
    return np.asarray(words.codes[rows] == words.texts.index(""))


def _are_missing(table: DataTable, column: int, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    words = table.words[column]
    codes = [code for code, text in enumerate(words.texts) if is_missing(text)]
    return np.isin(words.codes[rows], codes)


def _list(
    table: DataTable, bad: Sequence[tuple[int, NDArray[np.intp]]], long_rows: NDArray[np.intp]
) -> tuple[Problem, ...]:
    first = [(row, column) for column, where in bad for row in where[:MOST_LISTED].tolist()]
    cells = [Problem(row, column, table.text(row, column)) for row, column in sorted(first)[:MOST_LISTED]]
    rows = [
        Problem(row, None, f"{table.too_long[row]} cells for {table.column_count} columns")
        for row in long_rows[:MOST_LISTED].tolist()
    ]
    together = sorted(cells + rows, key=lambda problem: (problem.row, -1 if problem.column is None else problem.column))
    return tuple(together[:MOST_LISTED])


def _count(number: int, one: str, several: str) -> str:
    return "" if number == 0 else f"1 {one}" if number == 1 else f"{grouped(number)} {several}"
