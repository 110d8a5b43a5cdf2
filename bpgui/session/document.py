"""The document, immutable, and the edits that make a new one of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from bpgui.core.cells import Matrix, Shape
from bpgui.core.equations import LossConvention, Network
from bpgui.core.inputs import InputMatrix, check_network


@dataclass(frozen=True)
class Names:
    """What the examples, features and classes are called; empty where they are only numbered."""

    examples: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def along(self, letter: str) -> tuple[str, ...]:
        """The names along an index letter: i, j or k."""
        match letter:
            case "i":
                return self.examples
            case "j":
                return self.features
            case "k":
                return self.classes
        return ()


@dataclass(frozen=True, eq=False)
class Document:
    """A linear network, its data and how it learns. Raises ShapeError if the matrices don't fit together."""

    x: InputMatrix
    w: InputMatrix
    b: InputMatrix
    y: InputMatrix
    learning_rate: Fraction = Fraction(1, 100)
    convention: LossConvention = LossConvention.per_example
    names: Names = Names()
    title: str = ""

    def __post_init__(self) -> None:
        self.shape  # noqa: B018  checks that the matrices fit

    @cached_property
    def shape(self) -> Shape:
        """N, D and K."""
        return check_network(self.x, self.w, self.b, self.y)

    def matrix(self, matrix: Matrix) -> InputMatrix:
        """One of x, w, b and y."""
        match matrix:
            case Matrix.x:
                return self.x
            case Matrix.w:
                return self.w
            case Matrix.b:
                return self.b
            case Matrix.y:
                return self.y
        raise KeyError(matrix)

    def with_matrix(self, matrix: Matrix, given: InputMatrix) -> Document:
        """The same document with another x, w, b or y."""
        match matrix:
            case Matrix.x:
                return replace(self, x=given)
            case Matrix.w:
                return replace(self, w=given)
            case Matrix.b:
                return replace(self, b=given)
            case Matrix.y:
                return replace(self, y=given)
        raise KeyError(matrix)

    @cached_property
    def network(self) -> Network:
        """The equations in float64."""
        return Network(self.shape, float(self.learning_rate), self.convention)

    @cached_property
    def exact_network(self) -> Network:
        """The equations in fractions."""
        return Network(self.shape, self.learning_rate, self.convention)


Block = tuple[tuple[Fraction, ...], ...]
"""The numbers of a rectangle, row by row."""


@dataclass(frozen=True)
class EntriesEdit:
    """A rectangle of an input gets other numbers; (row, column) is its upper left corner."""

    matrix: Matrix
    row: int
    column: int
    old: Block
    new: Block

    @classmethod
    def of_one(cls, document: Document, matrix: Matrix, row: int, column: int, value: Fraction) -> EntriesEdit:
        """The edit that gives one entry another value."""
        return cls(matrix, row, column, ((document.matrix(matrix).exact_at(row, column),),), ((value,),))

    def apply(self, document: Document) -> Document:
        """The document with the new numbers."""
        given = document.matrix(self.matrix)
        return document.with_matrix(self.matrix, given.with_block(self.row, self.column, self.new))

    def inverse(self) -> EntriesEdit:
        """The edit that undoes it."""
        return replace(self, old=self.new, new=self.old)

    def continued_by(self, later: Edit) -> Edit | None:
        """Typing is never joined."""
        return None


@dataclass(frozen=True, eq=False)
class StartEdit:
    """Descent starts from other parameters: those of the moment at which a grid was edited."""

    old: tuple[InputMatrix, InputMatrix]
    new: tuple[InputMatrix, InputMatrix]

    def apply(self, document: Document) -> Document:
        """The document with the new w and b."""
        w, b = self.new
        return replace(document, w=w, b=b)

    def inverse(self) -> StartEdit:
        """The edit that undoes it."""
        return StartEdit(self.new, self.old)

    def continued_by(self, later: Edit) -> Edit | None:
        """This edit and a later one as one, if both are of the start: a drag on the landscape."""
        return StartEdit(self.old, later.new) if isinstance(later, StartEdit) else None


@dataclass(frozen=True)
class LearningRateEdit:
    """η gets another value. It keeps the iteration and the start."""

    old: Fraction
    new: Fraction

    def apply(self, document: Document) -> Document:
        """The document with the new η."""
        return replace(document, learning_rate=self.new)

    def inverse(self) -> LearningRateEdit:
        """The edit that undoes it."""
        return LearningRateEdit(self.new, self.old)

    def continued_by(self, later: Edit) -> Edit | None:
        """This edit and a later one as one, if both are of η: a drag of the slider."""
        return LearningRateEdit(self.old, later.new) if isinstance(later, LearningRateEdit) else None


@dataclass(frozen=True)
class ConventionEdit:
    """Another loss convention. It keeps the iteration and the start."""

    old: LossConvention
    new: LossConvention

    def apply(self, document: Document) -> Document:
        """The document with the new convention."""
        return replace(document, convention=self.new)

    def inverse(self) -> ConventionEdit:
        """The edit that undoes it."""
        return ConventionEdit(self.new, self.old)

    def continued_by(self, later: Edit) -> Edit | None:
        """A choice is never joined."""
        return None


Edit = EntriesEdit | StartEdit | LearningRateEdit | ConventionEdit


def equivalent_learning_rate(document: Document, convention: LossConvention) -> Fraction:
    """The η at which w and b go through the same values under another loss convention: η a stays as it is."""
    shape = document.shape
    return document.learning_rate * document.convention.a(shape) / convention.a(shape)
