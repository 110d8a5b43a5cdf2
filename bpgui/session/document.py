"""The document, immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from bpgui.core.cells import INPUTS, Matrix, Shape
from bpgui.core.equations import LossConvention, Network
from bpgui.core.inputs import InputMatrix, check_network
from bpgui.session.origin import DataSource, Standardised


@dataclass(frozen=True)
class Names:
    """What the examples, features and classes are called; empty where they are only numbered.

    Of some that are named, "" is one that is only numbered.
    """

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

    def called(self, letter: str, place: int) -> str:
        """What one along an index letter is called, or else its number, counted from 1."""
        names = self.along(letter)
        return (names[place] if names else "") or str(place + 1)

    def with_names(self, letter: str, names: tuple[str, ...]) -> Names:
        """The same with other names along an index letter: none, if all of them are empty."""
        names = names if any(names) else ()
        match letter:
            case "i":
                return replace(self, examples=names)
            case "j":
                return replace(self, features=names)
            case "k":
                return replace(self, classes=names)
        raise KeyError(letter)


@dataclass(frozen=True, eq=False)
class Document:
    """A linear network, its data and how it learns. Raises ShapeError if the matrices don't fit together.

    seed: that of the random numbers it was last filled with; source: the file that x and y were read from;
    standardised: how x was standardised, if it was.
    """

    x: InputMatrix
    w: InputMatrix
    b: InputMatrix
    y: InputMatrix
    learning_rate: Fraction = Fraction(1, 100)
    convention: LossConvention = LossConvention.per_example
    names: Names = Names()
    title: str = ""
    seed: int | None = None
    source: DataSource | None = None
    standardised: Standardised | None = None

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
        return self.with_matrices({matrix: given})

    def with_matrices(self, given: Mapping[Matrix, InputMatrix]) -> Document:
        """The same document with some other matrices. Raises ShapeError if they don't fit together."""
        x, w, b, y = (given.get(matrix, self.matrix(matrix)) for matrix in INPUTS)
        return replace(self, x=x, w=w, b=b, y=y)

    def has_numbers_of(self, other: Document) -> bool:
        """Whether it differs from another one in words alone."""
        return (
            all(self.matrix(matrix) is other.matrix(matrix) for matrix in INPUTS)
            and self.learning_rate == other.learning_rate
            and self.convention is other.convention
        )

    def same_as(self, other: Document) -> bool:
        """Whether all of it is the same, bit by bit."""
        return (
            all(self.matrix(matrix).same_as(other.matrix(matrix)) for matrix in INPUTS)
            and (self.learning_rate, self.convention) == (other.learning_rate, other.convention)
            and (self.names, self.title) == (other.names, other.title)
            and (self.seed, self.source) == (other.seed, other.source)
            and _same_standardising(self.standardised, other.standardised)
        )

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same x, w, b and y, bit by bit, and another one for any other."""
        return "-".join(self.matrix(matrix).fingerprint[:16] for matrix in INPUTS)

    @cached_property
    def network(self) -> Network:
        """The equations in float64."""
        return Network(self.shape, float(self.learning_rate), self.convention)

    @cached_property
    def exact_network(self) -> Network:
        """The equations in fractions."""
        return Network(self.shape, self.learning_rate, self.convention)


def equivalent_learning_rate(document: Document, convention: LossConvention) -> Fraction:
    """The η at which w and b go through the same values under another loss convention: η a stays as it is."""
    shape = document.shape
    return document.learning_rate * document.convention.a(shape) / convention.a(shape)


def _same_standardising(one: Standardised | None, other: Standardised | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.means, one.deviations) == (other.means, other.deviations) and one.original.same_as(other.original)
