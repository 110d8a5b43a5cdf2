"""The edits that give a network another size; all matrices that share an index letter follow together."""

from __future__ import annotations

from bpgui.core.cells import INPUTS, Matrix, Shape
from bpgui.core.inputs import EmptyMatrixError, InputMatrix, ShapeError
from bpgui.core.numbers import grouped
from bpgui.session.document import Document
from bpgui.session.edits import Edit
from bpgui.session.line_edits import LINES_ALONG, InsertLines, Lines, RemoveLines, axis_of

MOST_NUMBERS = 100_000_000
"""A matrix may have so many entries: in float64 they take 0.8 GB."""


def insertion(document: Document, letter: str, place: int, count: int) -> InsertLines:
    """Lines of zeros before the one counted `place`. Raises ShapeError where a matrix would be too large."""
    shape = document.shape
    check_size(shape.with_size(letter, shape.size(letter) + count))
    return InsertLines(Lines.of_zeros(document, letter, place, count))


def removal(document: Document, letter: str, place: int, count: int) -> RemoveLines:
    """Some lines taken out. Raises EmptyMatrixError where none would be left."""
    if count >= document.shape.size(letter):
        one, several = LINES_ALONG[letter]
        raise EmptyMatrixError(f"At least one {one} must be left: not all {several} can be deleted.")
    return RemoveLines(Lines.in_document(document, letter, place, count))


def sizing(document: Document, shape: Shape) -> list[Edit]:
    """From one size to another: lines are put in, or taken out, at the end. Raises ShapeError or EmptyMatrixError."""
    check_size(shape)
    edits: list[Edit] = []
    for letter in LINES_ALONG:
        size, wanted = document.shape.size(letter), shape.size(letter)
        if wanted == size:
            continue
        edit: Edit = (
            insertion(document, letter, size, wanted - size)
            if wanted > size
            else removal(document, letter, wanted, size - wanted)
        )
        edits.append(edit)
        document = edit.apply(document)
    return edits


def shape_to_hold(shape: Shape, matrix: Matrix, row: int, column: int, block: InputMatrix) -> Shape:
    """The least size, not smaller than a given one, in which a rectangle fits into an input at (row, column)."""
    for letter in matrix.axes:
        if letter in LINES_ALONG:
            axis = axis_of(matrix, letter)
            needed = (row, column)[axis] + block.size[axis]
            shape = shape.with_size(letter, max(shape.size(letter), needed))
    return shape


def check_size(shape: Shape) -> None:
    """Raises ShapeError where a size is less than 1, or a matrix would have more entries than MOST_NUMBERS."""
    for letter, (_, several) in LINES_ALONG.items():
        if shape.size(letter) < 1:
            raise ShapeError(f"The number of {several} must be 1 or more.")
    largest = max(INPUTS, key=shape.entries)
    if shape.entries(largest) > MOST_NUMBERS:
        raise ShapeError(
            f"{largest} would have {grouped(shape.entries(largest))} entries; at most {grouped(MOST_NUMBERS)} "
            "are taken."
        )
