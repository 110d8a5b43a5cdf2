"""A table that is pasted with its names: numbers under a row of words, beside a column of words, or both."""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Matrix
from bpgui.core.numbers import grouped
from bpgui.session.line_edits import LINES_ALONG, NewNames
from bpgui.session.table import Table, TableError, is_number, quoted
from bpgui.session.table_reading import cells_of, read_cells

_MOST_TOLD = 4


@dataclass(frozen=True, eq=False)
class NamedTable:
    """The numbers, and the words above and beside them; () where there are none."""

    table: Table
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """What was found."""
        rows, columns = self.table.size
        words = f"{_listed(self.above)} in the first row" if self.above else ""
        if self.beside:
            words += f"{' and ' if words else ''}{_listed(self.beside)} in the first column"
        return f"There are words besides {grouped(rows)}×{grouped(columns)} numbers: {words}."

    def names_in(self, matrix: Matrix, row: int, column: int) -> NewNames:
        """The names that the words are, where the numbers go into a matrix from (row, column) on."""
        found = {matrix.axes[0]: (row, self.beside), matrix.axes[1]: (column, self.above)}
        return {letter: new for letter, new in found.items() if letter in LINES_ALONG and new[1]}


def read_named_table(text: str) -> NamedTable | None:
    """A table whose first row, first column, or both are words, while all the rest is numbers; else None."""
    try:
        rows = cells_of(text)
    except TableError:
        return None
    above: list[str] = []
    if len(rows) > 1 and _are_words(rows[0]):
        above, rows = rows[0], rows[1:]
    beside: list[str] = []
    if len(rows[0]) > 1 and _are_words([row[0] for row in rows if row]):
        beside, rows = [row[0] for row in rows if row], [row[1:] for row in rows]
        above = above[-len(rows[0]) :]  # without the corner
    if not above and not beside:
        return None
    try:
        table = read_cells(rows)
    except TableError:
        return None
    if above and len(above) != table.size[1]:
        return None
    return NamedTable(table, _names(above), _names(beside))


def named_told(names: NewNames) -> str:
    """What gets names, in words: the examples and the features."""
    return " and ".join(f"the {LINES_ALONG[letter][1]}" for letter in names)


def _are_words(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells) and not any(is_number(cell) for cell in cells)


def _names(cells: list[str]) -> tuple[str, ...]:
    names = tuple(" ".join(cell.split()) for cell in cells)
    return names if any(names) else ()


def _listed(names: tuple[str, ...]) -> str:
    told = ", ".join(quoted(name) if name else "none" for name in names[:_MOST_TOLD])
    return f"{told} and {grouped(len(names) - _MOST_TOLD)} more" if len(names) > _MOST_TOLD else told
