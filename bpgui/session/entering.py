"""What a person does to the numbers of a document: types, fills, resizes, names, and sets how it learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix, NotFiniteError, ShapeError
from bpgui.core.numbers import NumberError, exact_value, grouped, parse_number
from bpgui.session.classes import class_of_all, one_hot
from bpgui.session.document import Document, equivalent_learning_rate
from bpgui.session.editing import after
from bpgui.session.edits import (
    AnnotationsEdit,
    ConventionEdit,
    Edit,
    EntriesEdit,
    LearningRateEdit,
    OriginEdit,
    StartEdit,
)
from bpgui.session.line_edits import LINES_ALONG, NamesEdit, NewNames, new_names
from bpgui.session.origin import Standardised
from bpgui.session.retracing import Retracing
from bpgui.session.size_words import size_words
from bpgui.session.sizes import insertion, removal, shape_to_hold, sizing

TOO_LARGE_TO_START_FROM = (
    "By now w and b are beyond ±1e50, too large to start anew from: go back to an earlier iteration to type."
)


class Entering(Retracing):
    """All that changes numbers. At t > 0 w and b of that moment become the start, at t = 0, whatever is edited."""

    def enter(self, matrix: Matrix, row: int, column: int, text: str) -> None:
        """Give an entry of x, w, b or y another value, as typed.

        Raises NumberError or InputError, and then changes nothing.
        """
        value = parse_number(text)
        shown = self.shown_input(matrix, row, column)
        is_as_it_was = value == (shown if isinstance(shown, Fraction) else exact_value(shown))
        if is_as_it_was and not self.new_entries.holds(Cell(matrix, row, column)):
            self.select(Cell(matrix, row, column))
        else:
            self.put(matrix, row, column, InputMatrix.from_rows(matrix, [[value]]))

    def put(
        self,
        matrix: Matrix,
        row: int,
        column: int,
        block: InputMatrix,
        name: str = "",
        seed: int | None = None,
        grows: bool = False,
        selects: Cell | None = None,
        names: NewNames | None = None,
    ) -> None:
        """Give a rectangle of an input other values, in one step, and select a cell: its first one, unless told.

        `seed`: of random values; `grows`: the network is enlarged where the rectangle doesn't fit; `names`: of lines,
        as far as there are such lines. Raises InputError where it can't be put there, and then changes nothing.
        """
        edits: list[Edit] = [*self._restart_here()]
        document = after(edits, self.document)
        if grows:
            edits += sizing(document, shape_to_hold(document.shape, matrix, row, column, block))
            document = after(edits, self.document)
        rows, columns = document.shape.of(matrix)
        height, width = block.size
        if not (0 <= row <= rows - height and 0 <= column <= columns - width):
            raise ShapeError(f"{height}×{width} numbers don't fit into {matrix} there: it is {rows}×{columns}.")
        entries = EntriesEdit.of(document, matrix, row, column, block)
        edits.append(entries)
        if seed is not None:
            edits.append(OriginEdit.of(document, (seed, document.source, document.standardised)))
        edits += new_names(document.names, document.shape, names or {})
        self.edit(*edits, name=name or entries.name, selects=selects or Cell(matrix, row, column))

    def put_standardised(self, x: InputMatrix, how: Standardised | None, name: str) -> None:
        """Give x other values, with what it takes to undo them, in one step. Raises InputError, and changes nothing."""
        document = self.document
        origin = OriginEdit.of(document, (document.seed, document.source, how))
        self.edit(*self._restart_here(), EntriesEdit.of(document, Matrix.x, 0, 0, x), origin, name=name)

    def set_class(self, row: int, class_number: int, rows: int = 1) -> None:
        """Let an example, or some from it on, be in one class: a 1 in their rows of y, and zeros besides.

        Classes are counted from 0.
        """
        if class_of_all(self.document, row, rows) == class_number:
            self.select(Cell(Matrix.y, row, class_number))
            return
        which = f"Example {row + 1} is" if rows == 1 else f"Examples {row + 1} to {row + rows} are"
        name = f"{which} in class {self.document.names.called('k', class_number)}"
        block = one_hot(rows, self.document.shape.K, class_number)
        self.put(Matrix.y, row, 0, block, name, selects=Cell(Matrix.y, row, class_number))
        self.notice = self.notice or f"{name} now."

    # --- the size of the network, and names

    def insert_lines(self, letter: str, place: int, count: int = 1, selects: Cell | None = None) -> None:
        """Put in examples (i), features (j) or classes (k) before the one counted `place`: zeros, marked as new."""
        self._resize(lambda document: [insertion(document, letter, place, count)], selects=selects)

    def remove_lines(self, letter: str, place: int, count: int = 1, selects: Cell | None = None) -> None:
        """Take out examples (i), features (j) or classes (k). Raises EmptyMatrixError where none would be left."""
        self._resize(lambda document: [removal(document, letter, place, count)], selects=selects)

    def set_size(self, N: int, D: int, K: int) -> None:
        """Another size of the network: lines are put in, or taken out, at the end. Raises InputError."""
        shape = Shape(N, D, K)
        if shape != self.document.shape:
            name = f"Size N = {grouped(N)}, D = {grouped(D)}, K = {grouped(K)}"
            self._resize(lambda document: sizing(document, shape), name)

    def rename(self, letter: str, place: int, name: str) -> None:
        """Another name for an example (i), a feature (j) or a class (k); an empty one leaves it numbered."""
        before = self.document.names.along(letter)
        names = list(before or ("",) * self.document.shape.size(letter))
        names[place] = " ".join(name.split())
        if tuple(names) != before and (before or any(names)):
            one = LINES_ALONG[letter][0]
            which = f"{one} {place + 1}"
            says = f"{which.capitalize()} is “{names[place]}”" if names[place] else f"No name for {which}"
            self.edit(NamesEdit(letter, before, tuple(names) if any(names) else ()), name=says)
            self.notice = self.notice or f"{says}."

    def _resize(self, edits_of: Callable[[Document], list[Edit]], name: str = "", selects: Cell | None = None) -> None:
        restart = self._restart_here()
        edits = (*restart, *edits_of(after(restart, self.document)))
        self.edit(*edits, name=name, selects=selects)
        self.notice = self.notice or size_words(edits)

    def shown_input(self, matrix: Matrix, row: int, column: int) -> Fraction | float:
        """The value of an entry of x, w, b or y at this iteration."""
        if matrix in (Matrix.x, Matrix.y) or self.iteration == 0:
            return self.document.matrix(matrix).exact_at(row, column)
        return self.course.moment(self.iteration).number(Cell(matrix, row, column))

    def set_learning_rate(self, text: str, continues: bool = False) -> None:
        """Another η, as typed; `continues`: it goes on with the edit before, as one drag of the slider does.

        Raises NumberError, and then changes nothing.
        """
        value = parse_number(text)
        if value < 0:
            raise NumberError("The learning rate can't be negative: expected 0 or more.")
        if value != self.document.learning_rate:
            self.edit(LearningRateEdit(self.document.learning_rate, value), continues=continues)

    def set_convention(self, convention: LossConvention, keep_course: bool = False) -> None:
        """Another loss convention; `keep_course`: with the learning rate at which w and b go as they did."""
        document = self.document
        if convention is document.convention:
            return
        chosen = ConventionEdit(document.convention, convention)
        edits: list[Edit] = [chosen]
        if keep_course:
            rate = equivalent_learning_rate(document, convention)
            edits.append(LearningRateEdit(document.learning_rate, rate))
        told = self.annotations.kept.told_from(convention)
        if told != self.annotations.kept:
            edits.append(AnnotationsEdit(self.annotations, replace(self.annotations, kept=told)))
        self.edit(*edits, name=chosen.name)

    def start_from(self, w: InputMatrix, b: InputMatrix, continues: bool = False) -> None:
        """Let descent start from other w and b; `continues`: it goes on with the edit before, as one drag does."""
        self.edit(StartEdit((self.document.w, self.document.b), (w, b)), continues=continues)

    def _restart_here(self) -> tuple[StartEdit, ...]:
        if self.iteration == 0:
            return ()
        document = self.document
        try:
            here = self.course.parameters_as_inputs(self.iteration)
        except NotFiniteError as error:
            raise NotFiniteError(TOO_LARGE_TO_START_FROM) from error
        return (StartEdit((document.w, document.b), here),)
