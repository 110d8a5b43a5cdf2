"""How all entries collect into matrices: the end of a derivation, with the derived entry marked."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.session.pieces import (
    BLANK,
    CLOSE,
    EQUALS,
    MINUS_SIGN,
    ONE,
    OPEN,
    PLUS,
    Command,
    Grid,
    Kind,
    Line,
    Part,
    Piece,
    Style,
    named,
    number,
    of_term,
    plain,
    relation,
    whole_matrix,
    words,
)
from bpgui.session.screen import Knowledge
from bpgui.session.term_pieces import in_letters
from bpgui.session.written_terms import WrittenTerms, listed

_LONGEST_SIDE = 6
_SKIPPED = Piece(Kind.ordinary, "…", r"\cdots", "and so on")
_ROW_SKIPPED = Piece(Kind.ordinary, "⋮", r"\vdots", "and so on")


def matrix_form(written: WrittenTerms) -> list[Line]:
    """The equation in matrices, in symbols and in numbers; none for L, and none before the entry is finished."""
    if not written.is_finished or written.entry.matrix is Matrix.loss:
        return []
    symbols, sign, numbers = _Matrices(written).both_sides()
    name, heading = whole_matrix(written.entry.matrix), "all entries at once"
    if written.entry.matrix is Matrix.error:  # its name is its formula
        return [Line(Style.formula, (name, sign, *numbers), heading)]
    lines = [Line(Style.formula, (name, EQUALS, *symbols), heading)]
    if written.entry.matrix in (Matrix.dL_dw, Matrix.dL_db):
        lines.append(Line(Style.prose, tuple(_said(written))))
    if written.entry.matrix is Matrix.y_hat:
        lines.append(Line(Style.prose, tuple(words("{} is added to every row.", whole_matrix(Matrix.b)))))
    lines.append(Line(Style.formula, (sign, *numbers), continues=True))
    return lines


def _said(written: WrittenTerms) -> list[Piece]:
    asked = "Why the transpose?"
    link = Piece(Kind.word, asked, rf"\text{{{asked}}}", asked, command=Command.why_transpose)
    if written.entry.matrix is Matrix.dL_db:
        return [*words("A row of ones adds down each column: one sum a class."), link]
    commute = (
        "Numbers commute, so {} could stand first in a product; matrices don’t: here the row of {} must stand before "
        "the column of {}."
    )
    first = named(written.terms[0].cells[0])
    names = whole_matrix(Matrix.x, transposed=True), whole_matrix(Matrix.dL_dy_hat)
    return [*words(commute, first, *names), link]


class _Matrices:
    """The matrices of an equation, each with the cells that make the entry marked as its terms."""

    def __init__(self, written: WrittenTerms) -> None:
        self.written = written
        self.screen = written.screen
        self.entry = written.entry
        self.is_rounded = False

    def both_sides(self) -> tuple[list[Part], Piece, list[Part]]:
        """The right side in symbols; the sign before the numbers; the right side in numbers, and what it makes."""
        x, w, b, y = Matrix.x, Matrix.w, Matrix.b, Matrix.y
        symbols: list[Part]
        numbers: list[Part]
        match self.entry.matrix:
            case Matrix.y_hat:
                symbols = [whole_matrix(x), whole_matrix(w), PLUS, whole_matrix(b)]
                numbers = [self.grid(x), self.grid(w), PLUS, self.grid(b)]
            case Matrix.error:
                symbols = [whole_matrix(Matrix.y_hat), MINUS_SIGN, whole_matrix(y)]
                numbers = [self.grid(Matrix.y_hat), MINUS_SIGN, self.grid(y)]
            case Matrix.dL_dy_hat:
                twice_a = self.written.terms[0].coefficient
                symbols = [*in_letters(twice_a), OPEN, whole_matrix(Matrix.error), CLOSE]
                numbers = [*self.written.size_in_figures(twice_a), self.grid(Matrix.error)]
            case Matrix.dL_dw:
                symbols = [whole_matrix(x, transposed=True), whole_matrix(Matrix.dL_dy_hat)]
                numbers = [self.grid(x, transposed=True), self.grid(Matrix.dL_dy_hat)]
            case Matrix.dL_db:
                ones = plain("1ᵀ", r"\mathbf{1}^{\mathsf{T}}", "a row of ones times")
                symbols = [ones, whole_matrix(Matrix.dL_dy_hat)]
                numbers = [self._ones(), self.grid(Matrix.dL_dy_hat)]
            case Matrix.dL_dx:
                symbols = [whole_matrix(Matrix.dL_dy_hat), whole_matrix(w, transposed=True)]
                numbers = [self.grid(Matrix.dL_dy_hat), self.grid(w, transposed=True)]
            case _:
                of, gradient = (w, Matrix.dL_dw) if self.entry.matrix is Matrix.w_next else (b, Matrix.dL_db)
                symbols = [whole_matrix(of), MINUS_SIGN, plain("η", r"\eta", "eta"), whole_matrix(gradient)]
                numbers = [self.grid(of), MINUS_SIGN, *self._learning_rate(), self.grid(gradient)]
        sign = self._relation()
        result = self.grid(self.entry.matrix)
        return symbols, sign, [*numbers, self._relation(), result]

    def _relation(self) -> Piece:
        return relation("≈" if self.is_rounded else "=")

    def grid(self, matrix: Matrix, transposed: bool = False) -> Grid:
        """A matrix in numbers, as far as they are known; of large ones the corners, and what belongs to the entry."""
        rows, columns = self.screen.network.shape.of(matrix)
        row_at, column_at = self._at(matrix)
        shown_rows = _with_gaps(rows, row_at)
        shown_columns = _with_gaps(columns, column_at)
        made = [[self._piece(matrix, row, column, transposed) for column in shown_columns] for row in shown_rows]
        if transposed:
            made = [list(column) for column in zip(*made, strict=True)]
        return Grid(tuple(tuple(row) for row in made))

    def _at(self, matrix: Matrix) -> tuple[int | None, int | None]:
        fixed = self.written.terms.indices
        row, column = (fixed.get(letter) for letter in matrix.axes)
        return row, column

    def _piece(self, matrix: Matrix, row: int | None, column: int | None, transposed: bool) -> Piece:
        if row is None or column is None:
            is_down = (column if transposed else row) is None and (row if transposed else column) is not None
            return _ROW_SKIPPED if is_down else _SKIPPED
        cell = Cell(matrix, row, column)
        term = self.written.terms.number_holding(cell)
        if self.screen.knowledge(cell) not in (Knowledge.known, Knowledge.given):
            return BLANK._replace(cells=(cell,), owner=matrix)
        shown = self.screen.shown_cell(cell)
        self.is_rounded = self.is_rounded or shown.rounded
        made = number(shown.text, matrix, (cell,))
        if cell == self.entry:
            return made._replace(marked=True)
        return of_term([made], term, self.written.state(term))[0] if term is not None else made

    def _ones(self) -> Grid:
        count = self.screen.network.shape.N
        return Grid((tuple(_SKIPPED if n is None else ONE for n in _with_gaps(count, None)),))

    def _learning_rate(self) -> list[Piece]:
        coefficient = self.written.terms[len(self.written.terms) - 1].coefficient
        self.is_rounded = self.is_rounded or self.written.coefficient_shown(coefficient).rounded
        return self.written.size_in_figures(coefficient)


def _with_gaps(length: int, at: int | None) -> list[int | None]:
    """The rows or columns that are shown, with None where some are skipped."""
    shown: list[int | None] = []
    before = -1
    for place in listed(length, at, longest=_LONGEST_SIDE):
        if place > before + 1:
            shown.append(None)
        shown.append(place)
        before = place
    return shown
