"""The edits that make a new document of one: small frozen values (region, old, new), each with an inverse.

Undo, the history and autosave hold these, and never copies of a document. Two that follow one another may be joined, as
a drag of the slider is one edit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import entered_text
from bpgui.session.annotations import Annotations
from bpgui.session.document import Document
from bpgui.session.line_edits import InsertLines, NamesEdit, RemoveLines
from bpgui.session.origin import DataSource, Standardised


@dataclass(frozen=True, eq=False)
class EntriesEdit:
    """A rectangle of an input gets other numbers; (row, column) is its upper left corner."""

    matrix: Matrix
    row: int
    column: int
    old: InputMatrix
    new: InputMatrix

    @classmethod
    def of(cls, document: Document, matrix: Matrix, row: int, column: int, new: InputMatrix) -> EntriesEdit:
        """The edit that gives a rectangle of a document other numbers."""
        return cls(matrix, row, column, document.matrix(matrix).block(row, column, *new.size), new)

    @property
    def name(self) -> str:
        """What it is called in the history."""
        rows, columns = self.new.size
        if (rows, columns) == (1, 1):
            return f"{cell_symbol(Cell(self.matrix, self.row, self.column))} = {entered_text(self.new.exact_at(0, 0))}"
        return f"{rows}×{columns} numbers in {self.matrix}"

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is in the rectangle."""
        rows, columns = self.new.size
        within = 0 <= cell.row - self.row < rows and 0 <= cell.column - self.column < columns
        return cell.matrix is self.matrix and within

    def apply(self, document: Document) -> Document:
        """The document with the new numbers."""
        given = document.matrix(self.matrix)
        return document.with_matrix(self.matrix, given.with_block(self.row, self.column, self.new))

    def inverse(self) -> EntriesEdit:
        """The edit that undoes it."""
        return replace(self, old=self.new, new=self.old)


@dataclass(frozen=True, eq=False)
class StartEdit:
    """Descent starts from other parameters: those of the moment at which a grid was edited, or of the landscape."""

    old: tuple[InputMatrix, InputMatrix]
    new: tuple[InputMatrix, InputMatrix]

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return "Another start"

    def apply(self, document: Document) -> Document:
        """The document with the new w and b."""
        w, b = self.new
        return replace(document, w=w, b=b)

    def inverse(self) -> StartEdit:
        """The edit that undoes it."""
        return StartEdit(self.new, self.old)


@dataclass(frozen=True)
class LearningRateEdit:
    """η gets another value. It keeps the iteration and the start."""

    old: Fraction
    new: Fraction

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"η = {entered_text(self.new)}"

    def apply(self, document: Document) -> Document:
        """The document with the new η."""
        return replace(document, learning_rate=self.new)

    def inverse(self) -> LearningRateEdit:
        """The edit that undoes it."""
        return LearningRateEdit(self.new, self.old)


@dataclass(frozen=True)
class ConventionEdit:
    """Another loss convention. It keeps the iteration and the start."""

    old: LossConvention
    new: LossConvention

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return self.new.division

    def apply(self, document: Document) -> Document:
        """The document with the new convention."""
        return replace(document, convention=self.new)

    def inverse(self) -> ConventionEdit:
        """The edit that undoes it."""
        return ConventionEdit(self.new, self.old)


Origin = tuple[int | None, DataSource | None, Standardised | None]
"""Where the numbers came from: seed, source, standardised."""


@dataclass(frozen=True, eq=False)
class OriginEdit:
    """What is told of where the numbers came from."""

    old: Origin
    new: Origin

    @classmethod
    def of(cls, document: Document, new: Origin) -> OriginEdit:
        """The edit that tells something else of a document."""
        return cls((document.seed, document.source, document.standardised), new)

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return "Where the numbers came from"

    def apply(self, document: Document) -> Document:
        """The document that tells it."""
        seed, source, standardised = self.new
        return replace(document, seed=seed, source=source, standardised=standardised)

    def inverse(self) -> OriginEdit:
        """The edit that undoes it."""
        return OriginEdit(self.new, self.old)


@dataclass(frozen=True, eq=False)
class DocumentEdit:
    """Another document takes the place of one, as a whole: an example, or imported data. It holds no copy of either."""

    old: Document
    new: Document

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"Load “{self.new.title}”" if self.new.title else "Another document"

    def apply(self, document: Document) -> Document:
        """The new one."""
        return self.new

    def inverse(self) -> DocumentEdit:
        """The edit that undoes it."""
        return DocumentEdit(self.new, self.old)


@dataclass(frozen=True, eq=False)
class AnnotationsEdit:
    """What a person keeps with the document gets another value: kept curves, stops, notes. The document stays."""

    old: Annotations
    new: Annotations

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return "Kept curves, stops or notes"

    def apply(self, document: Document) -> Document:
        """The same document."""
        return document

    def inverse(self) -> AnnotationsEdit:
        """The edit that undoes it."""
        return AnnotationsEdit(self.new, self.old)


Edit = (
    EntriesEdit
    | StartEdit
    | LearningRateEdit
    | ConventionEdit
    | InsertLines
    | RemoveLines
    | NamesEdit
    | OriginEdit
    | DocumentEdit
    | AnnotationsEdit
)


def joined(earlier: Edit, later: Edit) -> Edit | None:
    """Two edits as one, if the later one goes on with the earlier: of η, of the start, or of what is annotated."""
    match earlier, later:
        case LearningRateEdit(), LearningRateEdit():
            return LearningRateEdit(earlier.old, later.new)
        case StartEdit(), StartEdit():
            return StartEdit(earlier.old, later.new)
        case AnnotationsEdit(), AnnotationsEdit():
            return AnnotationsEdit(earlier.old, later.new)
    return None


def shape_after(edit: Edit, shape: Shape) -> Shape:
    """The size of the network after an edit, from that before it."""
    match edit:
        case InsertLines(lines) | RemoveLines(lines):
            change = lines.count if isinstance(edit, InsertLines) else -lines.count
            return shape.with_size(lines.letter, shape.size(lines.letter) + change)
        case DocumentEdit():
            return edit.new.shape
    return shape


def changes_nothing(edit: Edit) -> bool:
    """Whether an edit of η, of the start or of what is annotated ends where it began."""
    match edit:
        case LearningRateEdit() | StartEdit() | AnnotationsEdit():
            return bool(edit.old == edit.new)
    return False
