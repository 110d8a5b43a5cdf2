"""Which entries came with new rows and columns, and have not been typed yet: they are zero, and marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bpgui.core.cells import PARAMETERS, Cell, Matrix, Shape
from bpgui.session.edits import DocumentEdit, Edit, EntriesEdit, StartEdit
from bpgui.session.line_edits import InsertLines, Lines, RemoveLines, axis_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NewEntries:
    """A mask of each matrix that has new entries; or, of what an edit changes, of its rectangle or its lines alone."""

    masks: Mapping[Matrix, Mask] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, cell: Cell) -> bool:
        """Whether an entry is new."""
        mask = self.masks.get(cell.matrix)
        return mask is not None and bool(mask[cell.row, cell.column])

    def has_any(self, matrix: Matrix, row: int, column: int, rows: int, columns: int) -> bool:
        """Whether an entry of a rectangle is new."""
        mask = self.masks.get(matrix)
        return mask is not None and bool(mask[row : row + rows, column : column + columns].any())

    def after(self, edit: Edit, shape: Shape) -> NewEntries:
        """Those that are new after an edit of a document of a shape."""
        match edit:
            case EntriesEdit():
                return self._with_rectangle(edit, {})
            case StartEdit():
                return _of({matrix: mask for matrix, mask in self.masks.items() if matrix not in PARAMETERS})
            case InsertLines(lines):
                return self._with_lines(lines, {m: np.ones(part.size, bool) for m, part in lines.parts.items()}, shape)
            case RemoveLines(lines):
                return self._without_lines(lines)
            case DocumentEdit():
                return NewEntries()
        return self

    def changed_by(self, edit: Edit) -> NewEntries:
        """Of what an edit changes, what is new now: so much must be known to come back to before it."""
        match edit:
            case EntriesEdit():
                return self._part({edit.matrix: _rectangle(edit)})
            case StartEdit():
                return self._part(dict.fromkeys(PARAMETERS, (slice(None), slice(None))))
            case RemoveLines(lines):
                return self._part({matrix: _along(lines, matrix) for matrix in lines.parts})
            case DocumentEdit():
                return self
        return NewEntries()

    def before(self, edit: Edit, changed: NewEntries, shape: Shape) -> NewEntries:
        """Those that were new before an edit of a document of a shape; `changed`: those of what it changed."""
        match edit:
            case EntriesEdit():
                return self._with_rectangle(edit, changed.masks, shape)
            case StartEdit():
                return _of({**self.masks, **changed.masks})
            case InsertLines(lines):
                return self._without_lines(lines)
            case RemoveLines(lines):
                before = shape.with_size(lines.letter, shape.size(lines.letter) - lines.count)
                return self._with_lines(lines, changed.masks, before)
            case DocumentEdit():
                return changed
        return self

    def _part(self, where: Mapping[Matrix, tuple[slice, slice]]) -> NewEntries:
        return _of({m: self.masks[m][place].copy() for m, place in where.items() if m in self.masks})

    def _with_rectangle(self, edit: EntriesEdit, new: Mapping[Matrix, Mask], shape: Shape | None = None) -> NewEntries:
        known, in_rectangle = self.masks.get(edit.matrix), new.get(edit.matrix)
        if known is None and in_rectangle is None:
            return self
        if known is not None:
            if in_rectangle is None and not known[_rectangle(edit)].any():
                return self
            mask = known.copy()
        else:
            assert shape is not None
            mask = np.zeros(shape.of(edit.matrix), bool)
        mask[_rectangle(edit)] = False if in_rectangle is None else in_rectangle
        return _of({**self.masks, edit.matrix: mask})

    def _with_lines(self, lines: Lines, new: Mapping[Matrix, Mask], before: Shape) -> NewEntries:
        masks = dict(self.masks)
        for matrix, part in lines.parts.items():
            mask, in_lines = self.masks.get(matrix), new.get(matrix)
            if mask is None and in_lines is None:
                continue
            mask = np.zeros(before.of(matrix), bool) if mask is None else mask
            in_lines = np.zeros(part.size, bool) if in_lines is None else in_lines
            axis = axis_of(matrix, lines.letter)
            start, end = np.split(mask, [lines.place], axis=axis)
            masks[matrix] = np.concatenate([start, in_lines, end], axis=axis)
        return _of(masks)

    def _without_lines(self, lines: Lines) -> NewEntries:
        masks = dict(self.masks)
        taken = slice(lines.place, lines.place + lines.count)
        for matrix in lines.parts.keys() & masks.keys():
            masks[matrix] = np.delete(masks[matrix], taken, axis=axis_of(matrix, lines.letter))
        return _of(masks)


def _of(masks: Mapping[Matrix, Mask]) -> NewEntries:
    return NewEntries(MappingProxyType({matrix: mask for matrix, mask in masks.items() if mask.any()}))


def _rectangle(edit: EntriesEdit) -> tuple[slice, slice]:
    rows, columns = edit.new.size
    return slice(edit.row, edit.row + rows), slice(edit.column, edit.column + columns)


def _along(lines: Lines, matrix: Matrix) -> tuple[slice, slice]:
    along = slice(lines.place, lines.place + lines.count)
    return (along, slice(None)) if axis_of(matrix, lines.letter) == 0 else (slice(None), along)
