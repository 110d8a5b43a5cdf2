"""What a derivation prints, read back by another reader, worked out by sympy, and held against the exact numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.equations import LossConvention
from bpgui.core.notation import cell_symbol
from bpgui.core.values import Values
from bpgui.session.derivation import OUTPUTS_THROUGH, Derivation, derive
from bpgui.session.pieces import Kind, Line, Style, line_text
from bpgui.session.position import Position
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session
from bpgui.session.view import View
from tests.session.documents import all_cells, document, document_of, note, positions
from tests.session.read_back import (
    ETA,
    REST,
    UNKNOWN,
    Expression,
    Reader,
    evaluated,
    fraction,
    rational,
    sides_of,
    symbol_of,
)
from tests.strategies import Problem, fractions, integers, learning_rates, problems, proof

PROOF = settings(proof, max_examples=120)
OF_EACH = settings(proof, max_examples=50)
MADE = tuple(matrix for matrix in Matrix if not matrix.is_input)
GRADIENTS = tuple(GRADIENT_OF)
MADE_FROM = {Matrix.x: Matrix.dL_dx, Matrix.w: Matrix.dL_dw, Matrix.b: Matrix.dL_db, Matrix.y: Matrix.dL_dy_hat}
"""The gradient that tells of the influence of each input."""
either = st.booleans()
all_rates = st.one_of(learning_rates, st.fractions(0, 2, max_denominator=10**9))
NUMBER = re.compile(r"\(?−?\d[\d.e−/]*\)?²?")
IN_NUMBERS, AT_ONCE, INFLUENCE = "in numbers", "all entries at once", "its whole influence on L"


@dataclass(frozen=True)
class Told:
    """A derivation, and what is true of the network that it is about."""

    problem: Problem
    session: Session

    @property
    def entry(self) -> Cell:
        """The entry that is derived."""
        assert self.session.selection is not None
        return self.session.selection

    @cached_property
    def screen(self) -> Screen:
        """What is on screen."""
        return Screen(self.session)

    @cached_property
    def derivation(self) -> Derivation:
        """What is read back."""
        derived = derive(self.screen)
        assert derived is not None
        return derived

    @cached_property
    def exact(self) -> Values:
        """All numbers."""
        return self.problem.exact()

    @cached_property
    def so_far(self) -> Fraction:
        """The sum of the terms that are added."""
        added = self.session.timeline.terms_known(self.entry, self.session.position)
        return sum((Fraction(value) for value in self.exact.term_values(self.entry, added)), Fraction(0))

    @cached_property
    def values(self) -> dict[Expression, Expression]:
        """The values of all symbols."""
        cells = (cell for cell in all_cells(self.session.document) if cell.matrix is not Matrix.error)
        of_cells = {symbol_of(cell): rational(Fraction(self.exact[cell])) for cell in cells}
        return of_cells | {ETA: rational(self.problem.learning_rate), REST: sympy.Integer(0)}

    @cached_property
    def reader(self) -> Reader:
        """A reader that has read ŷ and L in their own derivations."""
        reader, shape = Reader(self.problem.shape), self.problem.shape
        reader.outputs = {
            symbol_of(cell): reader.text(self._right_side_of_the_sum(cell)) for cell in shape.cells(Matrix.y_hat)
        }
        reader.loss = reader.text(self._right_side_of_the_sum(Cell(Matrix.loss, 0, 0)))
        return reader

    def _right_side_of_the_sum(self, entry: Cell) -> str:
        derived = derive(self.screen, entry)
        assert derived is not None
        return line_text(next(line for line in derived.lines if line.heading == "as a sum")).split(" = ")[1]

    def value_of(self, expression: Expression) -> Fraction:
        """The value of what was read."""
        return fraction(evaluated(expression, self.values))

    @property
    def symbolic(self) -> list[Line]:
        """The formulas in symbols, up to the numbers."""
        found = []
        for line in self.derivation.lines:
            if line.heading in (IN_NUMBERS, AT_ONCE) or line.style is Style.result:
                break
            found += [line] if line.style is Style.formula else []
        return found

    def with_heading(self, heading: str) -> list[Line]:
        """The formulas under a heading, and those that go on with them."""
        found: list[Line] = []
        is_under = False
        for line in self.derivation.lines:
            is_under = line.heading == heading if line.heading or line.style is Style.result else is_under
            found += [line] if is_under and line.style is Style.formula else []
        return found

    @property
    def prose(self) -> list[str]:
        """The sentences."""
        return [line_text(line) for line in self.derivation.lines if line.style is Style.prose]


@st.composite
def told(
    draw: st.DrawFn,
    entries: tuple[Matrix, ...] = tuple(Matrix),
    numbers: st.SearchStrategy[Fraction] | None = None,
    rates: st.SearchStrategy[Fraction] = all_rates,
    in_fractions: st.SearchStrategy[bool] = either,
    largest: int = 3,
) -> Told:
    """The derivation of any entry of some matrices: while it is made, when all is finished, or at any position."""
    problem = draw(problems(largest, numbers, rates))
    session = Session(
        document_of(problem), View(frozenset(), digits=draw(st.integers(0, 3)), fractions=draw(in_fractions))
    )
    matrix = draw(st.sampled_from(entries))
    entry = draw(st.sampled_from(list(problem.shape.cells(matrix))))
    made = entry._replace(matrix=MADE_FROM.get(matrix, matrix))
    terms = draw(st.integers(1, session.document.network.terms_per_entry(made.matrix)))
    first = session.timeline.first_term_of(0, made)
    under_way = first._replace(terms=first.terms + terms - 1)
    end = session.timeline.end(0, Matrix.b_next)
    session.move_to(draw(st.one_of(st.just(end), st.just(under_way), positions(session.timeline, latest=0))))
    session.select(entry)
    session.unfold(1000)
    return Told(problem, session)


def whole_value(known: Told) -> Fraction:
    """The value of the derived entry; of an input its whole influence on L."""
    matrix = known.entry.matrix
    value = Fraction(known.exact[known.entry._replace(matrix=MADE_FROM.get(matrix, matrix))])
    return -value if matrix is Matrix.y else value


# --- in symbols


@PROOF
@given(told())
def test_every_form_in_symbols_is_the_entry_and_its_latex_says_the_same(known: Told) -> None:
    lines = known.symbolic
    assert lines
    for line in lines:
        for sign, text, latex in known.reader.sides(line):
            assert text == latex, line_text(line)
            assert sign in ("", "=")
            is_the_loss = line.heading == "1  its one term of L"
            if not is_the_loss:
                assert known.value_of(text) == whole_value(known), line_text(line)


@PROOF
@given(told(OUTPUTS_THROUGH))
def test_the_chain_rule_names_every_output_in_which_a_parameter_stands_and_its_derivative(known: Told) -> None:
    parameter = symbol_of(known.entry._replace(matrix=GRADIENT_OF[known.entry.matrix]))
    opening, derivative = known.prose[:2]
    stands_in = {output for output, read in known.reader.outputs.items() if parameter in read.free_symbols}
    name, first, _, last, count = re.fullmatch(  # type: ignore[union-attr]
        r"(\S+) stands in (\S+?)(?: (and|…) (\S+))? and nowhere else: (\S+) terms?\.", opening
    ).groups()
    ends = {known.reader.text(end) for end in (first, last) if end}
    assert known.reader.text(name) == parameter
    assert ends <= stands_in
    assert (len(ends) == 1) == (len(stands_in) == 1)
    assert count == ["no", "one", "two", "three"][len(stands_in)]

    output, of, times, partial, same = re.fullmatch(  # type: ignore[union-attr]
        r"(\S+) holds (\S+) once, times (\S+): so (\S+) = (\S+)\.", derivative
    ).groups()
    assert times == same
    assert known.reader.text(of) == parameter
    letter = {Matrix.dL_dx: "k"}.get(known.entry.matrix, "i")
    sizes = range(1, known.problem.shape.size(letter) + 1)
    under_letters = [{letter: value} for value in sizes]
    assert {known.reader.text(output, letters) for letters in under_letters} == stands_in
    for letters in under_letters:
        assert known.reader.text(partial, letters) == known.reader.text(times, letters)


@PROOF
@given(told(OUTPUTS_THROUGH))
def test_the_terms_of_the_chain_rule_pass_through_the_outputs_one_after_the_other(known: Told) -> None:
    chain = [line for line in known.symbolic if "· ∂ŷ" in line_text(line)][-1]
    parameter = symbol_of(known.entry._replace(matrix=GRADIENT_OF[known.entry.matrix]))
    factors = re.findall(r"(∂L/∂ŷ\S+) · (∂ŷ\S+)", line_text(chain))
    stands_in = [output for output, read in known.reader.outputs.items() if parameter in read.free_symbols]
    written = [known.reader.text(gradient).name.removeprefix("dL_d") for gradient, _ in factors]
    assert written == [output.name for output in stands_in]
    assert [f"∂ŷ{gradient.removeprefix('∂L/∂ŷ')}" for gradient, _ in factors] == [
        partial.split("/")[0] for _, partial in factors
    ]


@PROOF
@given(told((Matrix.dL_dy_hat,)))
def test_every_step_from_the_loss_to_the_output_is_the_derivative_of_the_one_before(known: Told) -> None:
    first, product_rule, hence = known.symbolic
    output = symbol_of(known.entry._replace(matrix=Matrix.y_hat))
    one_term = known.reader.sides(first)[1][1]
    assert sympy.expand(sympy.diff(one_term - known.reader.loss, output)) == 0
    assert (REST in one_term.free_symbols) == (known.problem.shape.entries(Matrix.error) > 1)
    for line in (product_rule, hence):
        step = known.reader.sides(line)[-1][1]
        assert sympy.expand(step - sympy.diff(known.reader.loss, output)) == 0


@PROOF
@given(told(GRADIENTS))
def test_a_gradient_is_the_derivative_of_the_loss_that_is_printed(known: Told) -> None:
    of = symbol_of(known.entry._replace(matrix=GRADIENT_OF[known.entry.matrix]))
    loss = known.reader.loss
    if known.entry.matrix is not Matrix.dL_dy_hat:
        loss = loss.xreplace(known.reader.outputs)
    assert known.value_of(sympy.diff(loss, of)) == whole_value(known)


# --- in numbers


def assert_holds_as_printed(known: Told, line: Line, start: Fraction) -> None:
    """No "=" of a line stands between things that differ, read as they are printed."""
    before = start
    for sign, text, latex in known.reader.sides(line):
        assert text == latex, line_text(line)
        value = known.value_of(text)
        assert sign != "=" or value == before, line_text(line)
        before = value


@pytest.mark.parametrize("matrix", MADE)
@OF_EACH
@given(st.data())
def test_every_equality_in_numbers_holds_as_it_is_printed(matrix: Matrix, data: st.DataObject) -> None:
    known = data.draw(told((matrix,)))
    numeric = known.with_heading(IN_NUMBERS)
    assert len(numeric) == (known.screen.knowledge(known.entry) is not Knowledge.unknown)
    for line in numeric:
        assert_holds_as_printed(known, line, known.so_far)
    for line in known.derivation.lines:
        if line.style is Style.result:
            name, (sign, value) = sides_of(line)
            is_finished = known.screen.knowledge(known.entry) is Knowledge.known
            printed = line_text(Line(Style.formula, name[1]))
            assert printed == (cell_symbol(known.entry) if is_finished else "so far")
            read = known.reader.text(line_text(Line(Style.formula, value)))
            assert (fraction(read) == known.so_far) == (sign == "="), line_text(line)
            assert known.reader.latex("".join(piece.latex for piece in line.pieces[-1:])) == read


@settings(proof, max_examples=250)
@given(told(GRADIENTS))
def test_the_check_is_the_slope_and_says_exactly_what_it_prints(known: Told) -> None:
    checks = known.with_heading("check: central difference with h = 1")
    assert len(checks) == (known.screen.knowledge(known.entry) is Knowledge.known)
    for line in checks:
        assert_holds_as_printed(known, line, whole_value(known))
        quotient, *numbers = known.reader.sides(line)
        assert known.value_of(quotient[1]) == whole_value(known)
        assert len(numbers) == 2
        assert any(f"The same as {cell_symbol(known.entry)}, exactly." in said for said in known.prose)


def true_matrix(known: Told, matrix: Matrix) -> Expression:
    """All entries of a matrix."""
    rows, columns = known.problem.shape.of(matrix)
    return sympy.Matrix(rows, columns, lambda i, k: rational(Fraction(known.exact[Cell(matrix, i, k)])))


@pytest.mark.parametrize("matrix", MADE)
@OF_EACH
@given(st.data())
def test_the_matrices_multiplied_as_they_are_printed_make_the_one_that_is_printed(
    matrix: Matrix, data: st.DataObject
) -> None:
    known = data.draw(told((matrix,)))
    lines = known.with_heading(AT_ONCE)
    has_matrices = known.entry.matrix is not Matrix.loss
    assert bool(lines) == (has_matrices and known.screen.knowledge(known.entry) is Knowledge.known)
    before = true_matrix(known, known.entry.matrix)
    for line in lines:
        for sign, text, latex in known.reader.sides(line):
            assert text == latex, line_text(line)
            value = evaluated(text, known.values)
            assert value.shape == before.shape
            for here, there in zip(value, before, strict=True):
                assert sign != "=" or here == there or UNKNOWN in (here, there), line_text(line)
            if not text.free_symbols - {UNKNOWN} or sign == "≈":
                before = value


@PROOF
@given(told(MADE))
def test_a_matrix_in_numbers_has_a_box_for_what_is_not_known(known: Told) -> None:
    for line in known.with_heading(AT_ONCE):
        for piece in line.pieces:
            if len(piece.cells) == 1:
                is_known = known.screen.knowledge(piece.cells[0]) in (Knowledge.known, Knowledge.given)
                assert (piece.text != "□") == is_known
                assert piece.marked == (piece.cells[0] == known.entry)


# --- inputs


@PROOF
@given(told(INPUTS))
def test_the_influence_of_a_given_number_is_the_derivative_of_the_loss(known: Told) -> None:
    loss = known.reader.loss.xreplace(known.reader.outputs)
    assert known.value_of(sympy.diff(loss, symbol_of(known.entry))) == whole_value(known)
    results = [line for line in known.derivation.lines if line.style is Style.result]
    for line in results:
        (_, of), (sign, value) = sides_of(line)
        assert known.value_of(known.reader.text(line_text(Line(Style.formula, of)))) == whole_value(known)
        printed = fraction(known.reader.text(line_text(Line(Style.formula, value))))
        assert (printed == whole_value(known)) == (sign == "=")
    gradient = known.entry._replace(matrix=MADE_FROM[known.entry.matrix])
    assert len(results) == (known.screen.knowledge(gradient) is Knowledge.known)
    if results:
        way = {True: "raises", False: "lowers"}[whole_value(known) > 0]
        assert (f"a little {way} L" in known.prose[-1]) == (whole_value(known) != 0)


@PROOF
@given(told(INPUTS))
def test_a_given_number_stands_in_the_terms_of_the_entries_that_are_named(known: Told) -> None:
    used = next(line for line in known.derivation.lines if line.heading == "where it is used")
    network = known.session.document.exact_network
    stands_in = [
        cell
        for cell in all_cells(known.session.document)
        if not cell.matrix.is_input and any(known.entry in term.cells for term in network.terms(cell))
    ]
    expected: list[Cell] = []
    for matrix in dict.fromkeys(cell.matrix for cell in stands_in):
        of_matrix = [cell for cell in stands_in if cell.matrix is matrix]
        expected += dict.fromkeys([of_matrix[0], of_matrix[-1]])
    assert [cell for piece in used.pieces for cell in piece.cells] == expected


# --- "≈" only where it must be


@PROOF
@given(told(numbers=integers, rates=st.integers(0, 3).map(Fraction), in_fractions=st.just(False)))
def test_where_all_numbers_are_integers_nothing_is_nearly_equal(known: Told) -> None:
    known.session.set_convention(LossConvention.sum_of_squares)
    derived = derive(Screen(known.session))
    assert derived is not None
    assert not any("≈" in line_text(line) for line in derived.lines)


short = st.fractions(-3, 3, max_denominator=2)


@settings(proof, max_examples=200)
@given(told(numbers=short, rates=st.sampled_from([Fraction(1, 20), Fraction(1, 3), Fraction(2)]), largest=2))
def test_as_fractions_short_numbers_are_all_exact(known: Told) -> None:
    known.session.set_fractions(True)
    derived = derive(Screen(known.session))
    assert derived is not None
    said = " ".join(line_text(line) for line in derived.lines)
    assert "≈" not in said
    assert not re.search(r"\d\.\d", said)


@settings(proof, max_examples=30)
@given(st.lists(fractions, min_size=17, max_size=40), st.integers(1, 40))
def test_a_long_sum_unfolded_is_read_back_whole_and_folded_says_how_many_are_left_out(
    numbers: list[Fraction], added: int
) -> None:
    length = len(numbers)
    session = Session(document([[number] for number in numbers], [[2]], [[1]], [[n] for n in range(length)]))
    session.set_fractions(True)
    added = min(added, length)
    session.move_to(Position(0, Matrix.dL_dw, added))
    problem = Problem(session.document.shape, {}, Fraction(1), session.document.convention)
    for unfolded in range(0, length, 7):
        session.unfolded = unfolded
        known = Told(problem, session)
        written = {
            piece.term for line in known.symbolic for piece in line.pieces if piece.term is not None and piece.cells
        }
        assert {*range(min(3 + unfolded, length)), length - 1, added - 1} <= written
        more = re.findall(r"… (\d+) more …", line_text(known.symbolic[-2]))
        assert sum(map(int, more)) == length - len(written)
    session.unfolded = length
    known = Told(problem, session)
    (line,) = known.with_heading(IN_NUMBERS)
    total = known.screen.number(known.entry)
    ((sign, text, _),) = known.reader.sides(line)
    printed = fraction(text.xreplace({REST: sympy.Integer(0)}))
    assert (REST in text.free_symbols) == (added < length)
    assert sign == "≈" or printed == total


@pytest.mark.parametrize("t", [40, 400])
@pytest.mark.parametrize("in_fractions", [False, True])
def test_what_a_float_says_is_never_called_equal(t: int, in_fractions: bool) -> None:
    session = Session(note())
    session.set_fractions(in_fractions)
    session.move_to(session.timeline.end(0, Matrix.b_next))
    session.go_to(t)
    for cell in all_cells(session.document):
        session.select(cell)
        derived = derive(Screen(session))
        assert derived is not None
        for line in derived.lines:
            for sign, parts in sides_of(line):
                is_number = any(isinstance(p.text, str) and p.text[:1].isdigit() for p in line_pieces(parts))
                assert not (sign == "=" and is_number) or line.style is Style.prose, line_text(line)
        said = " ".join(line_text(line) for line in derived.lines)
        assert "exactly" not in said.replace("its slope exactly", "")


def line_pieces(parts: tuple) -> tuple:  # type: ignore[type-arg]
    """The pieces of parts of a line, those that stand for numbers of cells."""
    return tuple(piece for piece in Line(Style.formula, parts).pieces if piece.cells or piece.owner is Matrix.loss)


# --- which cells the pieces stand for


@PROOF
@given(told())
def test_every_cell_of_a_piece_exists_and_is_named_by_it_or_has_its_number(known: Told) -> None:
    shape = known.problem.shape
    for line in known.derivation.lines:
        for piece in line.pieces:
            for cell in piece.cells:
                assert shape.contains(cell)
                if NUMBER.fullmatch(piece.text):
                    shown = (known.screen.shown_cell(cell).text, known.screen.shown_cell(cell).text.replace("−", ""))
                    of_target = known.entry.matrix is Matrix.y and line.style is Style.result
                    assert of_target or piece.text.strip("()²").lstrip("(") in shown
                elif piece.text != "□":
                    assert cell_symbol(cell) in piece.text


@PROOF
@given(told(MADE))
def test_every_cell_of_a_formula_is_in_the_terms_of_the_entry_and_carries_its_term(known: Told) -> None:
    terms = known.session.document.exact_network.terms(known.entry)
    added = known.session.timeline.terms_known(known.entry, known.session.position)
    parameter = known.screen.parameter_of(known.entry)
    for line in (*known.symbolic, *known.with_heading(IN_NUMBERS)):
        for piece in line.pieces:
            for cell in piece.cells:
                number = terms.number_holding(cell)
                gradient = cell._replace(matrix=Matrix.dL_dy_hat)
                is_partial = piece.text.startswith("∂ŷ") and cell.matrix is Matrix.y_hat
                if is_partial:
                    number = terms.number_holding(gradient)
                if number is None:
                    assert cell in (known.entry, parameter, Cell(Matrix.loss, 0, 0))
                else:
                    assert piece.term == number
            if piece.term is not None and piece.state is not None:
                assert (piece.state.value == "to come") == (piece.term >= added)
        if line.heading == IN_NUMBERS:
            assert {piece.term for piece in line.pieces if piece.term is not None} == set(range(added))


@PROOF
@given(told())
def test_no_number_of_a_cell_is_given_away_that_the_position_does_not_know(known: Told) -> None:
    """A piece with digits stands for known cells alone, or for the entry that is under way itself."""
    for line in known.derivation.lines:
        for piece in line.pieces:
            if piece.kind is Kind.ordinary and NUMBER.fullmatch(piece.text):
                for cell in piece.cells:
                    knowledge = known.screen.knowledge(cell)
                    if cell == known.entry:
                        assert knowledge is not Knowledge.unknown
                    else:
                        assert knowledge in (Knowledge.known, Knowledge.given)
    headings = {line.heading for line in known.derivation.lines}
    has_result = any(line.style is Style.result for line in known.derivation.lines)
    if known.entry.matrix in MADE:
        knowledge = known.screen.knowledge(known.entry)
        assert (IN_NUMBERS in headings) == has_result == (knowledge is not Knowledge.unknown)
        is_finished = knowledge is Knowledge.known
        assert (AT_ONCE in headings) == (is_finished and known.entry.matrix is not Matrix.loss)
        assert any(heading.startswith("check") for heading in headings) == (
            is_finished and known.entry.matrix in GRADIENT_OF
        )
