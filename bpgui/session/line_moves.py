"""Where a cell stands after lines were put in or taken out: what is selected stays the same entry."""

from __future__ import annotations

from collections.abc import Iterable

from bpgui.core.cells import Cell
from bpgui.session.edits import Edit
from bpgui.session.line_edits import InsertLines, RemoveLines


def moved(cell: Cell, edits: Iterable[Edit]) -> Cell | None:
    """The place of a cell after some edits, of any matrix that has such lines; None where it went with them."""
    for edit in edits:
        if isinstance(edit, InsertLines | RemoveLines):
            at = [cell.row, cell.column]
            for axis, letter in enumerate(cell.matrix.axes):
                if letter == edit.lines.letter:
                    place = _place_after(at[axis], edit)
                    if place is None:
                        return None
                    at[axis] = place
            cell = Cell(cell.matrix, *at)
    return cell


def _place_after(place: int, edit: InsertLines | RemoveLines) -> int | None:
    first, count = edit.lines.place, edit.lines.count
    if place < first:
        return place
    if isinstance(edit, InsertLines):
        return place + count
    return place - count if place >= first + count else None
