"""Which entries came with new rows and columns, and have not been typed yet: they are zero, and marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bpgui.core.cells import INPUTS, PARAMETERS, Cell, Matrix
from bpgui.session.document import Document
from bpgui.session.edits import DocumentEdit, Edit, EntriesEdit, StartEdit
from bpgui.session.line_edits import InsertLines, RemoveLines, axis_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NewEntries:
    """A mask of each matrix that has new entries."""

    masks: Mapping[Matrix, Mask] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, cell: Cell) -> bool:
        """Whether an entry is new."""
        mask = self.masks.get(cell.matrix)
        return mask is not None and bool(mask[cell.row, cell.column])

    def after(self, edit: Edit, before: Document) -> NewEntries:
        """Those that are new after an edit of a document."""
        match edit:
            case InsertLines():
                return self._with_lines(edit, before)
            case RemoveLines():
                return self._without_lines(edit)
            case EntriesEdit() if edit.matrix in self.masks:
                mask = self.masks[edit.matrix].copy()
                rows, columns = edit.new.size
                mask[edit.row : edit.row + rows, edit.column : edit.column + columns] = False
                return _of({**self.masks, edit.matrix: mask})
            case StartEdit():
                return _of({matrix: mask for matrix, mask in self.masks.items() if matrix not in PARAMETERS})
            case DocumentEdit():
                return NewEntries()
        return self

    def _with_lines(self, edit: InsertLines, before: Document) -> NewEntries:
        masks = {}
        for matrix in INPUTS:
            mask = self.masks.get(matrix)
            part = edit.lines.parts.get(matrix)
            if part is not None:
                axis = axis_of(matrix, edit.lines.letter)
                mask = np.zeros(before.shape.of(matrix), dtype=bool) if mask is None else mask
                start, end = np.split(mask, [edit.lines.place], axis=axis)
                mask = np.concatenate([start, np.ones(part.size, dtype=bool), end], axis=axis)
            if mask is not None:
                masks[matrix] = mask
        return _of(masks)

    def _without_lines(self, edit: RemoveLines) -> NewEntries:
        masks = dict(self.masks)
        place, count = edit.lines.place, edit.lines.count
        for matrix in edit.lines.parts.keys() & masks.keys():
            masks[matrix] = np.delete(
                masks[matrix], slice(place, place + count), axis=axis_of(matrix, edit.lines.letter)
            )
        return _of(masks)


def _of(masks: Mapping[Matrix, Mask]) -> NewEntries:
    return NewEntries(MappingProxyType({matrix: mask for matrix, mask in masks.items() if mask.any()}))
