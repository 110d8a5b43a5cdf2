"""Edits along an index letter: examples, features or classes are put in, taken out, or named otherwise.

One line along i is a row of x and of y, along j a column of x and a row of w, along k a column of w, b and y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bpgui.core.cells import INPUTS, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document, Names
from bpgui.session.origin import Standardised

LINES_ALONG = {"i": ("example", "examples"), "j": ("feature", "features"), "k": ("class", "classes")}
"""What one line, and what several, along each index letter are called."""

NewNames = Mapping[str, tuple[int, tuple[str, ...]]]
"""By index letter: names, and the place of the line that the first of them is for."""


@dataclass(frozen=True, eq=False)
class Lines:
    """What stands in some lines along an index letter (i, j or k), from the one counted `place` on.

    parts: of each matrix that has that letter, its rows or columns there; names: theirs, "" where there is none;
    standardised: of a document whose x is standardised, how that was done to them.
    """

    letter: str
    place: int
    parts: Mapping[Matrix, InputMatrix]
    names: tuple[str, ...]
    standardised: Standardised | None = None

    @classmethod
    def of_zeros(cls, document: Document, letter: str, place: int, count: int) -> Lines:
        """New lines for a document, with nothing but zeros in them, and no names."""
        parts = {}
        for matrix in matrices_along(letter):
            rows, columns = document.shape.of(matrix)
            size = (count, columns) if axis_of(matrix, letter) == 0 else (rows, count)
            parts[matrix] = InputMatrix.zeros(*size)
        how = document.standardised if letter in Matrix.x.axes else None
        return cls(letter, place, parts, ("",) * count, how and how.new_lines(letter, count))

    @classmethod
    def in_document(cls, document: Document, letter: str, place: int, count: int) -> Lines:
        """What stands there in a document."""
        parts = {}
        for matrix in matrices_along(letter):
            rows, columns = document.shape.of(matrix)
            is_row = axis_of(matrix, letter) == 0
            region = (place, 0, count, columns) if is_row else (0, place, rows, count)
            parts[matrix] = document.matrix(matrix).block(*region)
        names = document.names.along(letter)
        how = document.standardised if letter in Matrix.x.axes else None
        named = names[place : place + count] if names else ("",) * count
        return cls(letter, place, parts, named, how and how.lines(letter, place, count))

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.names)

    @property
    def words(self) -> str:
        """They as a person counts them: example 3, features 2 to 4."""
        one, several = LINES_ALONG[self.letter]
        if self.count == 1:
            return f"{one} {self.place + 1}"
        return f"{several} {self.place + 1} to {self.place + self.count}"


@dataclass(frozen=True, eq=False)
class InsertLines:
    """Lines along an index letter are put in: rows or columns of every matrix that has it."""

    lines: Lines

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"Insert {self.lines.words}"

    def apply(self, document: Document) -> Document:
        """The document with them."""
        lines = self.lines
        before = document.names.along(lines.letter) or ("",) * document.shape.size(lines.letter)
        names = (*before[: lines.place], *lines.names, *before[lines.place :])
        larger = {
            matrix: document.matrix(matrix).with_lines(axis_of(matrix, lines.letter), lines.place, part)
            for matrix, part in lines.parts.items()
        }
        how = document.standardised
        if how is not None and lines.standardised is not None:
            how = how.with_lines(lines.letter, lines.place, lines.standardised)
        named = document.names.with_names(lines.letter, names)
        return replace(document.with_matrices(larger), names=named, standardised=how)

    def inverse(self) -> RemoveLines:
        """The edit that undoes it."""
        return RemoveLines(self.lines)


@dataclass(frozen=True, eq=False)
class RemoveLines:
    """Lines along an index letter are taken out: rows or columns of every matrix that has it."""

    lines: Lines

    @property
    def name(self) -> str:
        """What it is called in the history."""
        return f"Delete {self.lines.words}"

    def apply(self, document: Document) -> Document:
        """The document without them."""
        letter, place, count = self.lines.letter, self.lines.place, self.lines.count
        before = document.names.along(letter)
        smaller = {
            matrix: document.matrix(matrix).without_lines(axis_of(matrix, letter), place, count)
            for matrix in self.lines.parts
        }
        names = before[:place] + before[place + count :]
        how = document.standardised
        if how is not None and self.lines.standardised is not None:
            how = how.without_lines(letter, place, count)
        named = document.names.with_names(letter, names)
        return replace(document.with_matrices(smaller), names=named, standardised=how)

    def inverse(self) -> InsertLines:
        """The edit that undoes it."""
        return InsertLines(self.lines)


@dataclass(frozen=True)
class NamesEdit:
    """The lines along an index letter get other names."""

    letter: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in the history."""
        renamed = [number for number, (old, new) in enumerate(zip(self.old, self.new, strict=False), 1) if old != new]
        one, several = LINES_ALONG[self.letter]
        return f"Name of {one} {renamed[0]}" if len(renamed) == 1 else f"Names of the {several}"

    def apply(self, document: Document) -> Document:
        """The document with the new names."""
        return replace(document, names=document.names.with_names(self.letter, self.new))

    def inverse(self) -> NamesEdit:
        """The edit that undoes it."""
        return replace(self, old=self.new, new=self.old)


def matrices_along(letter: str) -> tuple[Matrix, ...]:
    """The inputs that have lines along an index letter."""
    return tuple(matrix for matrix in INPUTS if letter in matrix.axes)


def axis_of(matrix: Matrix, letter: str) -> int:
    """Whether the lines along an index letter are rows (0) or columns (1) of a matrix."""
    return matrix.axes.index(letter)


def new_names(names: Names, shape: Shape, new: NewNames) -> list[NamesEdit]:
    """The edits that give some lines other names, as far as there are such lines."""
    edits = []
    for letter, (place, given) in new.items():
        before, size = names.along(letter), shape.size(letter)
        after = list(before or ("",) * size)
        after[place : place + len(given)] = given[: size - place]
        if tuple(after) != before:
            edits.append(NamesEdit(letter, before, tuple(after)))
    return edits
