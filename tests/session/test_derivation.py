"""The derivation of an entry, line by line, on the note's example."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

import pytest

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.terms import Terms
from bpgui.session.derivation import Derivation, derive
from bpgui.session.pieces import Command, Grid, Line, Piece, Style, line_text, line_words
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.term_line import TermState
from bpgui.session.view import GRADIENT_OF_X
from bpgui.session.written_terms import LONGEST_LIST, UNFOLDED_AT_ONCE, listed
from tests.session.documents import LOSS, all_cells, document, note, of_size, one_weight, session_at

W12 = Cell(Matrix.dL_dw, 0, 1)

PRODUCT_RULE = (
    "That term is error times error. The product rule takes the derivative of one factor at a time, which is 1, and "
    "leaves the other:"
)
X = "[1  0  2  −1; 0  1  −1  2; 2  1  0  0; −1  2  1  1; 1  −1  0  3]"
X_TRANSPOSED = "[1  0  2  −1  1; 0  1  1  2  −1; 2  −1  0  1  0; −1  2  0  1  3]"
W = "[1  0  −1; 0  1  1; −1  1  0; 1  −1  0]"
W_TRANSPOSED = "[1  0  −1  1; 0  1  1  −1; −1  1  0  0]"
OUTPUTS = "[−2  4  −2; 3  −1  0; 2  2  −2; −1  3  2; 4  −3  −3]"
TARGETS = "[1  0  0; 0  1  0; 0  0  1; 1  0  0; 0  1  0]"
ERRORS = "[−3  4  −2; 3  −2  0; 2  2  −3; −2  3  2; 4  −4  −3]"
UPSTREAM = "[−1.2  1.6  −0.8; 1.2  −0.8  0; 0.8  0.8  −1.2; −0.8  1.2  0.8; 1.6  −1.6  −1.2]"
OF_W = "[2.8  0.4  −5.2; −1.2  4  1.6; −4.4  5.2  −0.8; 7.6  −6.8  −2]"
OF_X = "[−0.4  0.8  2.8  −2.8; 1.2  −0.8  −2  2; 2  −0.4  0  0; −1.6  2  2  −2; 2.8  −2.8  −3.2  3.2]"
NEW_W = "[0.86  −0.02  −0.74; 0.06  0.8  0.92; −0.78  0.74  0.04; 0.62  −0.66  0.1]"
TRANSPOSE = (
    "Numbers commute, so ∂L/∂ŷ₁₂ could stand first in a product; matrices don’t: here the row of xᵀ must stand before "
    "the column of ∂L/∂ŷ. Why the transpose?"
)

IN_SYMBOLS = {
    Matrix.y_hat: [
        "Row 1 of x times column 2 of w, and b₂ added.",
        "as a sum: ŷ₁₂ = Σⱼ x₁ⱼ · wⱼ₂ + b₂",
        "= x₁₁ · w₁₂ + x₁₂ · w₂₂ + x₁₃ · w₃₂ + x₁₄ · w₄₂ + b₂",
        "row · column: = [x₁₁  x₁₂  x₁₃  x₁₄] [w₁₂  w₂₂  w₃₂  w₄₂]ᵀ + b₂",
    ],
    Matrix.error: [
        "What the network says, ŷ₁₂, minus what it should say, y₁₂.",
        "(ŷ − y)₁₂ = ŷ₁₂ − y₁₂",
    ],
    Matrix.loss: [
        "All 15 squared errors, divided by the number of examples, 5, not by the 15 entries.",
        "as a sum: L = (1/N) Σᵢ Σₖ (ŷ − y)ᵢₖ²",
        "= (1/N)((ŷ − y)₁₁² + (ŷ − y)₁₂² + (ŷ − y)₁₃² + (ŷ − y)₂₁² + (ŷ − y)₂₂² + (ŷ − y)₂₃² + (ŷ − y)₃₁² + "
        "(ŷ − y)₃₂² + (ŷ − y)₃₃² + (ŷ − y)₄₁² + (ŷ − y)₄₂² + (ŷ − y)₄₃² + (ŷ − y)₅₁² + (ŷ − y)₅₂² + (ŷ − y)₅₃²)",
    ],
    Matrix.dL_dy_hat: [
        "ŷ₁₂ stands in one of the 15 terms of L alone: hence no sum.",
        "1  its one term of L: L = (1/N)(⋯ + (ŷ − y)₁₂² + ⋯)",
        PRODUCT_RULE,
        "2  product rule: ∂L/∂ŷ₁₂ = (1/N)((ŷ − y)₁₂ + (ŷ − y)₁₂)",
        "3  hence the 2: = (2/N) · (ŷ − y)₁₂",
    ],
    Matrix.dL_dw: [
        "w₁₂ stands in ŷ₁₂ … ŷ₅₂ and nowhere else: five terms.",
        "1  chain rule: ∂L/∂w₁₂ = Σᵢ ∂L/∂ŷᵢ₂ · ∂ŷᵢ₂/∂w₁₂",
        "= ∂L/∂ŷ₁₂ · ∂ŷ₁₂/∂w₁₂ + ∂L/∂ŷ₂₂ · ∂ŷ₂₂/∂w₁₂ + ∂L/∂ŷ₃₂ · ∂ŷ₃₂/∂w₁₂ + ∂L/∂ŷ₄₂ · ∂ŷ₄₂/∂w₁₂ + ∂L/∂ŷ₅₂ · ∂ŷ₅₂/∂w₁₂",
        "ŷᵢ₂ holds w₁₂ once, times xᵢ₁: so ∂ŷᵢ₂/∂w₁₂ = xᵢ₁.",
        "2  substituted: = ∂L/∂ŷ₁₂ · x₁₁ + ∂L/∂ŷ₂₂ · x₂₁ + ∂L/∂ŷ₃₂ · x₃₁ + ∂L/∂ŷ₄₂ · x₄₁ + ∂L/∂ŷ₅₂ · x₅₁",
        "3  row · column: = [∂L/∂ŷ₁₂  ∂L/∂ŷ₂₂  ∂L/∂ŷ₃₂  ∂L/∂ŷ₄₂  ∂L/∂ŷ₅₂] [x₁₁  x₂₁  x₃₁  x₄₁  x₅₁]ᵀ",
    ],
    Matrix.dL_db: [
        "b₂ stands in ŷ₁₂ … ŷ₅₂ and nowhere else: five terms.",
        "1  chain rule: ∂L/∂b₂ = Σᵢ ∂L/∂ŷᵢ₂ · ∂ŷᵢ₂/∂b₂",
        "= ∂L/∂ŷ₁₂ · ∂ŷ₁₂/∂b₂ + ∂L/∂ŷ₂₂ · ∂ŷ₂₂/∂b₂ + ∂L/∂ŷ₃₂ · ∂ŷ₃₂/∂b₂ + ∂L/∂ŷ₄₂ · ∂ŷ₄₂/∂b₂ + ∂L/∂ŷ₅₂ · ∂ŷ₅₂/∂b₂",
        "ŷᵢ₂ holds b₂ once, times 1: so ∂ŷᵢ₂/∂b₂ = 1.",
        "2  substituted: = ∂L/∂ŷ₁₂ · 1 + ∂L/∂ŷ₂₂ · 1 + ∂L/∂ŷ₃₂ · 1 + ∂L/∂ŷ₄₂ · 1 + ∂L/∂ŷ₅₂ · 1",
        "3  row · column: = [∂L/∂ŷ₁₂  ∂L/∂ŷ₂₂  ∂L/∂ŷ₃₂  ∂L/∂ŷ₄₂  ∂L/∂ŷ₅₂] [1  1  1  1  1]ᵀ",
    ],
    Matrix.dL_dx: [
        "x₁₂ stands in ŷ₁₁ … ŷ₁₃ and nowhere else: three terms.",
        "1  chain rule: ∂L/∂x₁₂ = Σₖ ∂L/∂ŷ₁ₖ · ∂ŷ₁ₖ/∂x₁₂",
        "= ∂L/∂ŷ₁₁ · ∂ŷ₁₁/∂x₁₂ + ∂L/∂ŷ₁₂ · ∂ŷ₁₂/∂x₁₂ + ∂L/∂ŷ₁₃ · ∂ŷ₁₃/∂x₁₂",
        "ŷ₁ₖ holds x₁₂ once, times w₂ₖ: so ∂ŷ₁ₖ/∂x₁₂ = w₂ₖ.",
        "2  substituted: = ∂L/∂ŷ₁₁ · w₂₁ + ∂L/∂ŷ₁₂ · w₂₂ + ∂L/∂ŷ₁₃ · w₂₃",
        "3  row · column: = [∂L/∂ŷ₁₁  ∂L/∂ŷ₁₂  ∂L/∂ŷ₁₃] [w₂₁  w₂₂  w₂₃]ᵀ",
    ],
    Matrix.w_next: [
        "The gradient says where L rises, so w₁₂ goes the other way, by η times its size.",
        "new w₁₂ = w₁₂ − η · ∂L/∂w₁₂",
    ],
    Matrix.b_next: [
        "The gradient says where L rises, so b₂ goes the other way, by η times its size.",
        "new b₂ = b₂ − η · ∂L/∂b₂",
    ],
}

HALF_BUILT = {
    Matrix.y_hat: (2, ["in numbers: = 1 · 0 + 0 · 1 + ⋯", "so far = 0"]),
    Matrix.error: (1, ["in numbers: = 4 − ⋯", "so far = 4"]),
    Matrix.loss: (2, ["in numbers: = (1/5)((−3)² + 4² + ⋯)", "so far = 5"]),
    Matrix.dL_dw: (3, ["in numbers: = 1.6 · 1 + (−0.8) · 0 + 0.8 · 2 + ⋯", "so far = 3.2"]),
    Matrix.dL_db: (2, ["in numbers: = 1.6 + (−0.8) + ⋯", "so far = 0.8"]),
    Matrix.dL_dx: (2, ["in numbers: = (−1.2) · 0 + 1.6 · 1 + ⋯", "so far = 1.6"]),
    Matrix.w_next: (1, ["in numbers: = 0 − ⋯", "so far = 0"]),
    Matrix.b_next: (1, ["in numbers: = 1 − ⋯", "so far = 1"]),
}
"""How many of the entry's terms are added, and what is said of them; ∂L/∂ŷ has one term alone."""

FINISHED = {
    Matrix.y_hat: [
        "in numbers: = 1 · 0 + 0 · 1 + 2 · 1 + (−1) · (−1) + 1",
        "ŷ₁₂ = 4",
        "all entries at once: ŷ = x w + b",
        "b is added to every row.",
        f"= {X} {W} + [0  1  −1] = {OUTPUTS}",
    ],
    Matrix.error: [
        "in numbers: = 4 − 0",
        "(ŷ − y)₁₂ = 4",
        f"all entries at once: ŷ − y = {OUTPUTS} − {TARGETS} = {ERRORS}",
    ],
    Matrix.loss: [
        "in numbers: = (1/5)((−3)² + 4² + (−2)² + 3² + (−2)² + 0² + 2² + 2² + (−3)² + (−2)² + 3² + 2² + 4² + (−4)² + "
        "(−3)²)",
        "L = 23.4",
    ],
    Matrix.dL_dy_hat: [
        "in numbers: = (2/5) · 4",
        "∂L/∂ŷ₁₂ = 1.6",
        "check: central difference with h = 1: (L(ŷ₁₂ + 1) − L(ŷ₁₂ − 1)) / 2 = (1/2)(25.2 − 22) = 1.6",
        "The same as ∂L/∂ŷ₁₂, exactly. L is a parabola in ŷ₁₂: so this is its slope exactly, for any h.",
        "all entries at once: ∂L/∂ŷ = (2/N)(ŷ − y)",
        f"= (2/5) {ERRORS} = {UPSTREAM}",
    ],
    Matrix.dL_dw: [
        "in numbers: = 1.6 · 1 + (−0.8) · 0 + 0.8 · 2 + 1.2 · (−1) + (−1.6) · 1",
        "∂L/∂w₁₂ = 0.4",
        "check: central difference with h = 1: (L(w₁₂ + 1) − L(w₁₂ − 1)) / 2 = (1/2)(25.2 − 24.4) = 0.4",
        "The same as ∂L/∂w₁₂, exactly. L is a parabola in w₁₂: so this is its slope exactly, for any h.",
        "all entries at once: ∂L/∂w = xᵀ ∂L/∂ŷ",
        TRANSPOSE,
        f"= {X_TRANSPOSED} {UPSTREAM} = {OF_W}",
    ],
    Matrix.dL_db: [
        "in numbers: = 1.6 + (−0.8) + 0.8 + 1.2 + (−1.6)",
        "∂L/∂b₂ = 1.2",
        "check: central difference with h = 1: (L(b₂ + 1) − L(b₂ − 1)) / 2 = (1/2)(25.6 − 23.2) = 1.2",
        "The same as ∂L/∂b₂, exactly. L is a parabola in b₂: so this is its slope exactly, for any h.",
        "all entries at once: ∂L/∂b = 1ᵀ ∂L/∂ŷ",
        "A row of ones adds down each column: one sum a class. Why the transpose?",
        f"= [1  1  1  1  1] {UPSTREAM} = [1.6  1.2  −2.4]",
    ],
    Matrix.dL_dx: [
        "in numbers: = (−1.2) · 0 + 1.6 · 1 + (−0.8) · 1",
        "∂L/∂x₁₂ = 0.8",
        "check: central difference with h = 1: (L(x₁₂ + 1) − L(x₁₂ − 1)) / 2 = (1/2)(24.6 − 23) = 0.8",
        "The same as ∂L/∂x₁₂, exactly. L is a parabola in x₁₂: so this is its slope exactly, for any h.",
        "all entries at once: ∂L/∂x = ∂L/∂ŷ wᵀ",
        f"= {UPSTREAM} {W_TRANSPOSED} = {OF_X}",
    ],
    Matrix.w_next: [
        "in numbers: = 0 − 0.05 · 0.4",
        "new w₁₂ = −0.02",
        "The next iteration, 1, starts with it as w₁₂.",
        "all entries at once: new w = w − η ∂L/∂w",
        f"= {W} − 0.05 {OF_W} = {NEW_W}",
    ],
    Matrix.b_next: [
        "in numbers: = 1 − 0.05 · 1.2",
        "new b₂ = 0.94",
        "The next iteration, 1, starts with it as b₂.",
        "all entries at once: new b = b − η ∂L/∂b",
        "= [0  1  −1] − 0.05 [1.6  1.2  −2.4] = [−0.08  0.94  −0.88]",
    ],
}

MADE = list(IN_SYMBOLS)


def second_of(matrix: Matrix) -> Cell:
    """The entry in row 1, column 2; L itself."""
    return Cell(matrix, 0, 0 if matrix is Matrix.loss else 1)


def derived(session: Session, entry: Cell | None = None) -> Derivation:
    """The derivation that a session shows."""
    found = derive(Screen(session), entry)
    assert found is not None
    return found


def told(session: Session) -> list[str]:
    """All lines, with what is said over them."""
    return [f"{line.heading}: {text}" if line.heading else text for line, text in texts(derived(session).lines)]


def texts(lines: Iterable[Line]) -> list[tuple[Line, str]]:
    """Lines, each with its text."""
    return [(line, line_text(line)) for line in lines]


def at_the_end(session: Session, selection: Cell) -> Session:
    """A session where everything of its iteration is known."""
    session.move_to(session.timeline.end(session.iteration, Matrix.b_next))
    session.select(selection)
    return session


# --- what is made


@pytest.mark.parametrize("matrix", MADE)
def test_at_the_start_an_entry_is_told_in_symbols_alone(matrix: Matrix) -> None:
    session = Session(note())
    session.select(second_of(matrix))
    found = derived(session)
    assert told(session) == [*IN_SYMBOLS[matrix], f"{found.title} is not computed yet."]
    assert found.at_work is None
    states = {piece.state for line in found.lines for piece in line.pieces if piece.term is not None}
    assert states == {TermState.to_come}


@pytest.mark.parametrize("matrix", list(HALF_BUILT))
def test_of_a_half_built_entry_the_added_terms_are_in_numbers(matrix: Matrix) -> None:
    added, expected = HALF_BUILT[matrix]
    entry, session = second_of(matrix), Session(note())
    session.build(entry)
    session.move_to(session.position._replace(terms=session.position.terms + added - 1))
    assert told(session) == [*IN_SYMBOLS[matrix], *expected]
    found = derived(session)
    assert found.entry == entry == session.selection
    assert found.at_work == len(IN_SYMBOLS[matrix])
    assert found.lines[found.at_work].heading == "in numbers"
    for line in found.lines:
        for piece in line.pieces:
            if piece.term is not None:
                expected_state = (
                    TermState.added
                    if piece.term < added - 1
                    else (TermState.current if piece.term == added - 1 else TermState.to_come)
                )
                assert piece.state is expected_state


@pytest.mark.parametrize("matrix", MADE)
def test_a_finished_entry_is_told_whole(matrix: Matrix) -> None:
    session = at_the_end(Session(note()), second_of(matrix))
    assert told(session) == [*IN_SYMBOLS[matrix], *FINISHED[matrix]]
    states = {piece.state for line in derived(session).lines for piece in line.pieces if piece.term is not None}
    assert states == {TermState.added}


def test_the_term_added_last_is_current_until_another_entry_is_touched() -> None:
    session = session_at(note(), Position(0, Matrix.dL_dw, 10), W12)
    (numeric,) = [line for line in derived(session).lines if line.heading == "in numbers"]
    states = {piece.term: piece.state for piece in numeric.pieces if piece.term is not None}
    assert states == {**dict.fromkeys(range(4), TermState.added), 4: TermState.current}
    session.step()
    session.select(W12)
    (numeric,) = [line for line in derived(session).lines if line.heading == "in numbers"]
    assert {piece.state for piece in numeric.pieces if piece.term is not None} == {TermState.added}


def test_in_numbered_lines_every_piece_of_a_term_carries_its_number() -> None:
    found = derived(session_at(note(), Position(0, Matrix.dL_dw, 8), W12))
    numbered = [line for line in found.lines if line.numbered]
    assert [line.heading for line in numbered] == ["2  substituted", "in numbers"]
    substituted = [(piece.text, piece.term) for piece in numbered[0].pieces]
    assert substituted[:8] == [
        ("=", None),
        ("∂L/∂ŷ₁₂", 0),
        ("·", 0),
        ("x₁₁", 0),
        ("+", 1),
        ("∂L/∂ŷ₂₂", 1),
        ("·", 1),
        ("x₂₁", 1),
    ]


def test_the_entry_is_marked_in_its_matrix_and_its_terms_in_theirs() -> None:
    found = derived(at_the_end(Session(note()), W12))
    grids = [part for part in found.lines[-1].parts if isinstance(part, Grid)]
    marked = [[(i, k) for i, row in enumerate(g.rows) for k, piece in enumerate(row) if piece.marked] for g in grids]
    assert marked == [[], [], [(0, 1)]]
    in_terms = [
        [(i, k, piece.term) for i, row in enumerate(g.rows) for k, piece in enumerate(row) if piece.term is not None]
        for g in grids
    ]
    assert in_terms == [[(0, n, n) for n in range(5)], [(n, 1, n) for n in range(5)], []]


def test_what_of_a_matrix_is_not_known_yet_is_a_box() -> None:
    session = session_at(note(), Position(0, Matrix.dL_db, 7), Cell(Matrix.dL_db, 0, 0))
    assert told(session)[-1] == f"= [1  1  1  1  1] {UPSTREAM} = [1.6  □  □]"


def test_the_question_why_the_transpose_can_be_clicked() -> None:
    found = derived(at_the_end(Session(note()), W12))
    asks = [piece for line in found.lines for piece in line.pieces if piece.command is Command.why_transpose]
    assert [piece.text for piece in asks] == ["Why the transpose?"]


def test_any_entry_can_be_derived_without_being_selected() -> None:
    session = at_the_end(Session(note()), LOSS)
    found = derived(session, W12)
    assert [line_text(line) for line in found.lines] == [
        line_text(line) for line in derived(at_the_end(Session(note()), W12)).lines
    ]
    assert (found.entry, found.title) == (W12, "∂L/∂w₁₂")


def test_nothing_selected_has_no_derivation() -> None:
    assert derive(Screen(Session(note()))) is None


def test_a_line_is_spoken_with_what_stands_over_it() -> None:
    found = derived(session_at(note(), Position(0, Matrix.dL_dw, 8), W12))
    assert line_words(found.lines[1]) == (
        "1  chain rule: ∂L/∂w row 1 column 2 equals the sum over i from 1 to 5 of ∂L/∂ŷᵢ₂ times "
        "derivative of ŷᵢ₂ with respect to w row 1 column 2"
    )
    assert line_words(found.lines[-2]) == (
        "in numbers: equals 1.6 times 1 plus minus 0.8 times 0 plus 0.8 times 2 plus and so on"
    )
    assert line_words(found.lines[-1]) == "so far equals 3.2"


# --- what is given

GIVEN = {
    Matrix.x: (
        "ŷ₁₁ … ŷ₁₃, ∂L/∂w₂₁ … ∂L/∂w₂₃",
        "∂L/∂x₁₂ = ∂L/∂ŷ₁₁ · w₂₁ + ∂L/∂ŷ₁₂ · w₂₂ + ∂L/∂ŷ₁₃ · w₂₃",
        "∂L/∂x₁₂ is not computed yet.",
        "∂L/∂x₁₂ = 0.8",
        "raises",
    ),
    Matrix.w: (
        "ŷ₁₂ … ŷ₅₂, new w₁₂",
        "∂L/∂w₁₂ = ∂L/∂ŷ₁₂ · x₁₁ + ∂L/∂ŷ₂₂ · x₂₁ + ∂L/∂ŷ₃₂ · x₃₁ + ∂L/∂ŷ₄₂ · x₄₁ + ∂L/∂ŷ₅₂ · x₅₁",
        "∂L/∂w₁₂ is not computed yet.",
        "∂L/∂w₁₂ = 0.4",
        "raises",
    ),
    Matrix.b: (
        "ŷ₁₂ … ŷ₅₂, new b₂",
        "∂L/∂b₂ = ∂L/∂ŷ₁₂ + ∂L/∂ŷ₂₂ + ∂L/∂ŷ₃₂ + ∂L/∂ŷ₄₂ + ∂L/∂ŷ₅₂",
        "∂L/∂b₂ is not computed yet.",
        "∂L/∂b₂ = 1.2",
        "raises",
    ),
    Matrix.y: (
        "(ŷ − y)₁₂",
        "∂L/∂y₁₂ = − ∂L/∂ŷ₁₂",
        "∂L/∂ŷ₁₂ is not computed yet.",
        "∂L/∂y₁₂ = −1.6",
        "lowers",
    ),
}


NUMBERS_OF_THE_INFLUENCE = {
    Matrix.x: "in numbers: = (−1.2) · 0 + 1.6 · 1 + (−0.8) · 1",
    Matrix.w: "in numbers: = 1.6 · 1 + (−0.8) · 0 + 0.8 · 2 + 1.2 · (−1) + (−1.6) · 1",
    Matrix.b: "in numbers: = 1.6 + (−0.8) + 0.8 + 1.2 + (−1.6)",
}


def test_the_influence_of_x_is_told_as_soon_as_all_that_makes_it_is_known_while_its_gradient_is_hidden() -> None:
    session = Session(note())
    session.select(second_of(Matrix.x))
    session.move_to(session.timeline.end(0, Matrix.error))
    session.select(second_of(Matrix.x))
    assert told(session)[-1] == "∂L/∂x₁₂ is not computed yet."
    session.move_to(session.timeline.end(0, Matrix.dL_dy_hat))
    session.select(second_of(Matrix.x))
    assert "∂L/∂x₁₂ = 0.8" in told(session)
    session.set_hidden(GRADIENT_OF_X, False)  # then a step leads to it, and nothing is told before
    assert told(session)[-1] == "∂L/∂x₁₂ is not computed yet."


def test_numbers_that_are_too_rounded_to_make_their_sum_are_said_to_be() -> None:
    session = Session(note())
    session.run(1000)
    session.select(Cell(Matrix.dL_dw, 0, 1))
    too_rounded = "Rounded as they are written, these numbers do not make it: show more decimals."
    assert too_rounded in told(session)
    session.set_digits(6)
    assert too_rounded not in told(session)


def test_a_check_that_floats_can_not_make_is_not_said_to_agree() -> None:
    session = Session(note())
    session.set_learning_rate("3")
    session.run(10**9)
    session.select(Cell(Matrix.dL_dw, 0, 2))
    said = " ".join(told(session))
    assert "too few to tell ∂L/∂w₁₃ by h = 1" in said
    assert "The same" not in said


def test_the_numbers_of_a_check_are_written_so_that_their_difference_survives() -> None:
    session = Session(note())
    session.run(1000)
    session.select(Cell(Matrix.dL_dw, 0, 1))
    line = next(line for line in told(session) if "(L(w₁₂ + 1)" in line)
    above, below = (float(text) for text in re.findall(r"1\.[0-9]+", line)[:2])
    gradient = float(session.course.moment(1000).number(Cell(Matrix.dL_dw, 0, 1)))
    assert (above - below) / 2 == pytest.approx(gradient, rel=0.05)


def test_the_numbers_of_a_check_differ_though_the_loss_is_large_enough_for_an_exponent() -> None:
    N = 12
    size = [[100 + 5 * i, i % 6 + 1] for i in range(N)]
    price = [[700_000 - 30_000 * i] for i in range(N)]
    session = Session(document(size, [[0], [0]], [[0]], price))
    entry = Cell(Matrix.dL_db, 0, 0)
    at_the_end(session, entry)
    line = next(line for line in told(session) if "(L(b₁ + 1)" in line)
    above, below = (float(text) for text in re.findall(r"[0-9.]+e[0-9]+", line)[:2])
    gradient = float(session.course.moment(0).number(entry))
    assert (above - below) / 2 == pytest.approx(gradient, rel=0.05)


@pytest.mark.parametrize("matrix", list(GIVEN))
def test_a_given_number_says_where_it_is_used_and_when_it_is_known_its_influence(matrix: Matrix) -> None:
    used, influence, unknown, known, does = GIVEN[matrix]
    session = Session(note())
    session.select(second_of(matrix))
    name = derived(session).title
    opening = [
        f"{name} is given: it is made of nothing else.",
        f"where it is used: In {used}.",
        f"its whole influence on L: {influence}",
    ]
    assert told(session) == [*opening, unknown]
    assert derived(session).at_work is None
    finished = told(at_the_end(session, second_of(matrix)))
    numbers = NUMBERS_OF_THE_INFLUENCE.get(matrix)
    assert finished[:-1] == [*opening, *([numbers] if numbers else []), known]
    assert finished[-1].startswith(f"Raising {name} a little {does} L, ")


def test_hidden_entries_are_not_among_those_that_use_a_number() -> None:
    session = Session(note())
    session.set_hidden(frozenset({Matrix.w_next, Matrix.b_next}), True)
    session.select(Cell(Matrix.w, 0, 1))
    assert told(session)[1] == "where it is used: In ŷ₁₂ … ŷ₅₂."
    session.set_hidden(frozenset({Matrix.dL_dx}), False)
    assert told(session)[1] == "where it is used: In ŷ₁₂ … ŷ₅₂, ∂L/∂x₁₁ … ∂L/∂x₅₁."


def test_a_number_of_no_influence_says_so() -> None:
    session = at_the_end(Session(one_weight(y="7")), Cell(Matrix.w, 0, 0))
    assert told(session)[-2:] == ["∂L/∂w₁₁ = 0", "A small change of w₁₁ leaves L as it is, to first order."]


def test_later_w_and_b_are_what_the_last_update_made_and_x_and_y_are_still_given() -> None:
    session = at_the_end(Session(note()), Cell(Matrix.w, 0, 1))
    session.go_to(3)
    assert told(session)[0] == (
        "w₁₂ is what the last update made of it: w₁₂ − η ∂L/∂w₁₂, with the numbers of iteration 2."
    )
    for matrix, opening in (
        (Matrix.b, "b₂ is what the last update made of it: b₂ − η ∂L/∂b₂, with the numbers of iteration 2."),
        (Matrix.x, "x₁₂ is given: it is made of nothing else."),
        (Matrix.y, "y₁₂ is given: it is made of nothing else."),
    ):
        session.select(second_of(matrix))
        assert told(session)[0] == opening
    session.select(second_of(Matrix.w_next))
    assert "The next iteration, 4, starts with it as w₁₂." in told(session)


# --- loss conventions and sizes


@pytest.mark.parametrize(
    ("convention", "about", "under_sigma", "first", "steps", "loss", "gradient"),
    [
        (
            LossConvention.per_example,
            "All 15 squared errors, divided by the number of examples, 5, not by the 15 entries.",
            "L = (1/N) Σᵢ Σₖ (ŷ − y)ᵢₖ²",
            "= (1/5)((−3)² + 4² + ",
            ["L = (1/N)(⋯ + (ŷ − y)₁₂² + ⋯)", "(1/N)((ŷ − y)₁₂ + (ŷ − y)₁₂)", "3  hence the 2: = (2/N) · (ŷ − y)₁₂"],
            "L = 23.4",
            "in numbers: = (2/5) · 4",
        ),
        (
            LossConvention.per_entry,
            "All 15 squared errors, divided by the number of entries, 15.",
            "L = (1/(N·K)) Σᵢ Σₖ (ŷ − y)ᵢₖ²",
            "= (1/15)((−3)² + 4² + ",
            [
                "L = (1/(N·K))(⋯ + (ŷ − y)₁₂² + ⋯)",
                "(1/(N·K))((ŷ − y)₁₂ + (ŷ − y)₁₂)",
                "3  hence the 2: = (2/(N·K)) · (ŷ − y)₁₂",
            ],
            "L = 7.8",
            "in numbers: = (2/15) · 4",
        ),
        (
            LossConvention.half_per_example,
            "All 15 squared errors, divided by twice the number of examples, 10.",
            "L = (1/(2N)) Σᵢ Σₖ (ŷ − y)ᵢₖ²",
            "= (1/10)((−3)² + 4² + ",
            [
                "L = (1/(2N))(⋯ + (ŷ − y)₁₂² + ⋯)",
                "(1/(2N))((ŷ − y)₁₂ + (ŷ − y)₁₂)",
                "3  the 2 and the ½ cancel: = (1/N) · (ŷ − y)₁₂",
            ],
            "L = 11.7",
            "in numbers: = (1/5) · 4",
        ),
        (
            LossConvention.sum_of_squares,
            "All 15 squared errors, added up and divided by nothing.",
            "L = Σᵢ Σₖ (ŷ − y)ᵢₖ²",
            "= (−3)² + 4² + ",
            ["L = ⋯ + (ŷ − y)₁₂² + ⋯", "(ŷ − y)₁₂ + (ŷ − y)₁₂", "3  hence the 2: = 2 · (ŷ − y)₁₂"],
            "L = 117",
            "in numbers: = 2 · 4",
        ),
    ],
)
def test_the_factor_is_the_one_of_the_loss_convention(
    convention: LossConvention,
    about: str,
    under_sigma: str,
    first: str,
    steps: list[str],
    loss: str,
    gradient: str,
) -> None:
    session = Session(note())
    session.set_convention(convention)
    of_loss = told(at_the_end(session, LOSS))
    assert of_loss[:2] == [about, f"as a sum: {under_sigma}"]
    assert of_loss[3].startswith(f"in numbers: {first}")
    assert of_loss[4] == loss
    of_output = told(at_the_end(session, second_of(Matrix.dL_dy_hat)))
    assert [of_output[1], of_output[3], of_output[4]] == [
        f"1  its one term of L: {steps[0]}",
        f"2  product rule: ∂L/∂ŷ₁₂ = {steps[1]}",
        steps[2],
    ]
    assert of_output[5] == gradient


def test_one_example_one_feature_and_one_class_need_no_sum() -> None:
    session = at_the_end(Session(one_weight(Fraction(1, 2))), Cell(Matrix.dL_dw, 0, 0))
    assert told(session)[:6] == [
        "w₁₁ stands in ŷ₁₁ and nowhere else: one term.",
        "1  chain rule: ∂L/∂w₁₁ = ∂L/∂ŷ₁₁ · ∂ŷ₁₁/∂w₁₁",
        "ŷ₁₁ holds w₁₁ once, times x₁₁: so ∂ŷ₁₁/∂w₁₁ = x₁₁.",
        "2  substituted: = ∂L/∂ŷ₁₁ · x₁₁",
        "3  row · column: = [∂L/∂ŷ₁₁] [x₁₁]ᵀ",
        "in numbers: = (−4) · 2",
    ]
    assert not any(line.numbered for line in derived(session).lines if line.heading == "in numbers")
    assert told(at_the_end(session, Cell(Matrix.dL_db, 0, 0)))[5:7] == ["in numbers: = −4", "∂L/∂b₁ = −4"]
    assert told(at_the_end(session, LOSS)) == [
        "The squared error, divided by the number of examples, 1.",
        "as a sum: L = (1/N) Σᵢ Σₖ (ŷ − y)ᵢₖ²",
        "= (1/N) · (ŷ − y)₁₁²",
        "in numbers: = (−2)²",
        "L = 4",
    ]
    assert told(at_the_end(session, Cell(Matrix.dL_dy_hat, 0, 0)))[:6] == [
        "ŷ₁₁ stands in the one term of L alone: hence no sum.",
        "1  its one term of L: L = (1/N) (ŷ − y)₁₁²",
        PRODUCT_RULE,
        "2  product rule: ∂L/∂ŷ₁₁ = (1/N)((ŷ − y)₁₁ + (ŷ − y)₁₁)",
        "3  hence the 2: = (2/N) · (ŷ − y)₁₁",
        "in numbers: = 2 · (−2)",
    ]


@pytest.mark.parametrize(
    ("shape", "matrix", "opening", "chain"),
    [
        ((2, 1, 1), Matrix.dL_dw, "w₁₁ stands in ŷ₁₁ and ŷ₂₁ and nowhere else: two terms.", "Σᵢ ∂L/∂ŷᵢ₁ · ∂ŷᵢ₁/∂w₁₁"),
        ((1, 2, 3), Matrix.dL_dw, "w₁₁ stands in ŷ₁₁ and nowhere else: one term.", "∂L/∂ŷ₁₁ · ∂ŷ₁₁/∂w₁₁"),
        ((3, 2, 1), Matrix.dL_dx, "x₁₁ stands in ŷ₁₁ and nowhere else: one term.", "∂L/∂ŷ₁₁ · ∂ŷ₁₁/∂x₁₁"),
        ((13, 1, 1), Matrix.dL_db, "b₁ stands in ŷ₁₁ … ŷ₁₃,₁ and nowhere else: 13 terms.", "Σᵢ ∂L/∂ŷᵢ₁ · ∂ŷᵢ₁/∂b₁"),
    ],
)
def test_a_sum_is_written_only_where_there_is_more_than_one_term(
    shape: tuple[int, int, int], matrix: Matrix, opening: str, chain: str
) -> None:
    session = Session(of_size(*shape))
    session.select(Cell(matrix, 0, 0))
    lines = told(session)
    assert lines[0] == opening
    assert lines[1].endswith(f" = {chain}")


def test_indices_of_two_digits_take_a_comma() -> None:
    session = Session(of_size(2, 1, 12))
    session.select(Cell(Matrix.dL_dw, 0, 11))
    assert told(session)[:2] == [
        "w₁,₁₂ stands in ŷ₁,₁₂ and ŷ₂,₁₂ and nowhere else: two terms.",
        "1  chain rule: ∂L/∂w₁,₁₂ = Σᵢ ∂L/∂ŷᵢ,₁₂ · ∂ŷᵢ,₁₂/∂w₁,₁₂",
    ]


# --- numbers


def test_as_fractions_all_numbers_of_the_derivation_are_fractions() -> None:
    session = at_the_end(Session(note()), second_of(Matrix.w_next))
    session.set_fractions(True)
    assert told(session)[2:4] == ["in numbers: = 0 − (1/20) · 2/5", "new w₁₂ = −1/50"]
    assert told(session)[-1].startswith(f"= {W} − (1/20) [14/5  2/5  −26/5; ")
    session.select(W12)
    assert told(session)[6:9] == [
        "in numbers: = 8/5 · 1 + (−4/5) · 0 + 4/5 · 2 + 6/5 · (−1) + (−8/5) · 1",
        "∂L/∂w₁₂ = 2/5",
        "check: central difference with h = 1: (L(w₁₂ + 1) − L(w₁₂ − 1)) / 2 = (1/2)(126/5 − 122/5) = 2/5",
    ]


def test_where_fractions_are_out_of_reach_a_note_says_why() -> None:
    session = at_the_end(Session(note()), W12)
    session.go_to(60)
    why = "Numbers are decimals here: with a network of this size, fractions are kept up to iteration 20."
    assert why not in told(session)
    session.set_fractions(True)
    lines = told(session)
    assert any(line.startswith("∂L/∂w₁₂ ≈ ") for line in lines[: lines.index(why)])
    session.select(Cell(Matrix.w, 0, 1))
    assert told(session)[-1] == why


def test_rounded_numbers_are_nearly_equal_to_what_they_stand_for() -> None:
    session = at_the_end(Session(document([["1/3"]], [[3]], [[0]], [["1/3"]])), Cell(Matrix.y_hat, 0, 0))
    assert told(session)[4:] == [
        "in numbers: ≈ 0.33 · 3 + 0",
        "ŷ₁₁ = 1",
        "all entries at once: ŷ = x w + b",
        "b is added to every row.",
        "≈ [0.33] [3] + [0] ≈ [1]",
    ]
    session.select(Cell(Matrix.dL_dy_hat, 0, 0))
    assert told(session)[5:8] == [
        "in numbers: ≈ 2 · 0.67",
        "∂L/∂ŷ₁₁ ≈ 1.33",
        "check: central difference with h = 1: (L(ŷ₁₁ + 1) − L(ŷ₁₁ − 1)) / 2 ≈ (1/2)(2.78 − 0.11) ≈ 1.33",
    ]


def test_a_rounded_learning_rate_or_slope_is_nearly_equal_though_all_else_is_exact() -> None:
    session = at_the_end(Session(note()), second_of(Matrix.w_next))
    session.set_learning_rate("1234567/9876543")
    assert told(session)[2] == "in numbers: ≈ 0 − 0.1249999114 · 0.4"
    assert told(session)[-1].startswith(f"≈ {W} − 0.1249999114 {OF_W} ≈ [")
    halves = document([[0]] * 4, [[0]], [[0]], [[-1], [-2], [0], [0]])
    session = at_the_end(Session(halves), Cell(Matrix.dL_dy_hat, 0, 0))
    session.set_digits(0)
    assert told(session)[7] == (
        "check: central difference with h = 1: (L(ŷ₁₁ + 1) − L(ŷ₁₁ − 1)) / 2 = (1/2)(2 − 1) ≈ 1"
    )


def test_of_floats_the_check_says_by_how_much_they_differ() -> None:
    session = at_the_end(Session(note()), W12)
    session.go_to(60)
    (said,) = [line for line in told(session) if line.startswith("The same as")]
    assert said.startswith("The same as ∂L/∂w₁₂, but for rounding: they differ by ")
    difference = said.split("differ by ")[1].split(". ")[0].replace("−", "-")
    assert 0 < float(difference) < 1e-12


def test_a_loss_that_is_lost_in_rounding_is_said_to_be_less() -> None:
    session = at_the_end(Session(note()), LOSS)
    session.go_to(10**6)
    result = told(session)[-1]
    assert result.startswith("L < ")
    assert result.endswith("e−29")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("0.05", [("0.05", "0.05")]),
        ("1/3", [("(1/3)", r"\frac{1}{3}")]),
        ("1", []),
        ("0", [("0", "0")]),
        ("1e−12", [("1e−12", r"1\cdot 10^{-12}")]),
        ("25e20", [("2.5e21", r"2.5\cdot 10^{21}")]),
    ],
)
def test_the_learning_rate_is_written_alike_in_text_and_in_latex(rate: str, expected: list[tuple[str, str]]) -> None:
    session = Session(note())
    session.set_learning_rate(rate)
    at_the_end(session, second_of(Matrix.b_next))
    numeric, *_, matrices = (line for line in derived(session).lines if line.continues)
    texts_of = [
        [(piece.text, piece.latex) for piece in line.pieces if not piece.cells and piece.text[:1] in "(0123456789"]
        for line in (numeric, matrices)
    ]
    assert texts_of == [expected, expected]


def test_at_the_last_iteration_before_all_leaves_float64_every_entry_can_be_derived() -> None:
    session = Session(note())
    session.set_learning_rate("10")
    last = session.course.last_iteration
    session.go_to(last)
    session.move_to(session.timeline.end(last, Matrix.b_next))
    for cell in all_cells(session.document):
        session.select(cell)
        assert all(line_text(line) for line in derived(session).lines)


# --- long sums


@pytest.mark.parametrize(
    ("length", "current", "unfolded", "expected"),
    [
        (1, None, 0, [0]),
        (LONGEST_LIST, None, 0, list(range(16))),
        (17, None, 0, [0, 1, 2, 16]),
        (1000, 0, 0, [0, 1, 2, 999]),
        (1000, 4, 0, [0, 1, 2, 3, 4, 999]),
        (1000, 5, 0, [0, 1, 2, 5, 999]),
        (1000, 997, 0, [0, 1, 2, 997, 998, 999]),
        (1000, 999, 4, [0, 1, 2, 3, 4, 5, 6, 999]),
        (20, None, 200, list(range(20))),
    ],
)
def test_of_a_long_sum_the_first_terms_the_current_and_the_last_are_listed(
    length: int, current: int | None, unfolded: int, expected: list[int]
) -> None:
    assert listed(length, current, unfolded) == expected


def test_a_long_sum_is_folded_around_the_term_under_way() -> None:
    session = session_at(of_size(150, 4, 3), Position(0, Matrix.dL_dw, 150 + 75), W12)
    lines = told(session)
    assert lines[0] == "w₁₂ stands in ŷ₁₂ … ŷ₁₅₀,₂ and nowhere else: 150 terms."
    assert lines[4] == (
        "2  substituted: = ∂L/∂ŷ₁₂ · x₁₁ + ∂L/∂ŷ₂₂ · x₂₁ + ∂L/∂ŷ₃₂ · x₃₁ + … 71 more … + ∂L/∂ŷ₇₅,₂ · x₇₅,₁ + "
        "… 74 more … + ∂L/∂ŷ₁₅₀,₂ · x₁₅₀,₁"
    )
    assert lines[5] == (
        "3  row · column: = [∂L/∂ŷ₁₂  ∂L/∂ŷ₂₂  ∂L/∂ŷ₃₂  …  ∂L/∂ŷ₇₅,₂  …  ∂L/∂ŷ₁₅₀,₂] "
        "[x₁₁  x₂₁  x₃₁  …  x₇₅,₁  …  x₁₅₀,₁]ᵀ"
    )
    assert lines[6] == "in numbers: = 0 · 0 + 0 · 0 + 0 · 0 + … 71 more … + 0 · 0 + ⋯"


def test_what_is_left_out_unfolds_and_folds_again_with_another_selection() -> None:
    session = Session(of_size(150, 4, 3))
    session.select(W12)

    def commands() -> list[Piece]:
        return [p for line in derived(session).lines for p in line.pieces if p.command is Command.unfold]

    assert {piece.text for piece in commands()} == {"… 146 more …", "…"}
    session.unfold(100)
    assert {piece.text for piece in commands()} == {"… 46 more …", "…"}
    session.unfold(UNFOLDED_AT_ONCE)
    assert commands() == []
    substituted = next(line for line in derived(session).lines if line.heading == "2  substituted")
    assert [p.term for p in substituted.pieces if p.text.startswith("x")] == list(range(150))
    session.select(Cell(Matrix.dL_dw, 0, 0))
    assert {piece.text for piece in commands()} == {"… 146 more …", "…"}


def test_large_matrices_show_their_corners_and_what_belongs_to_the_entry() -> None:
    session = at_the_end(Session(of_size(150, 4, 3)), Cell(Matrix.y_hat, 99, 1))
    x, w, b, y_hat = (part for part in derived(session).lines[-1].parts if isinstance(part, Grid))
    assert [len(grid.rows) for grid in (x, w, b, y_hat)] == [7, 4, 1, 7]
    assert [row[0].text for row in y_hat.rows] == ["0", "0", "0", "⋮", "0", "⋮", "0"]
    assert [row[1].marked for row in y_hat.rows] == [False] * 4 + [True] + [False] * 2
    session.select(Cell(Matrix.dL_dw, 0, 1))
    x_transposed = next(part for part in derived(session).lines[-1].parts if isinstance(part, Grid))
    assert [piece.text for piece in x_transposed.rows[0]] == ["0", "0", "0", "…", "0"]


@pytest.mark.parametrize("matrix", MADE)
@pytest.mark.parametrize("part", ["start", "under way", "finished"])
def test_a_long_sum_costs_no_more_than_a_short_one(monkeypatch: pytest.MonkeyPatch, matrix: Matrix, part: str) -> None:
    """As many pieces of 60 000 examples as of 150, and no more than so many terms asked for."""
    asked = 0
    term_of = Terms.__getitem__

    def counting(terms: Terms, number: int) -> object:
        nonlocal asked
        asked += 1
        return term_of(terms, number)

    counts = []
    for size in (150, 60_000):
        session = Session(of_size(size, 3, 2))
        entry = second_of(matrix)
        terms = session.document.network.terms_per_entry(matrix)
        if part == "finished":
            session.move_to(session.timeline.end(0, matrix))
        elif part == "under way":
            session.build(entry)
            session.move_to(session.position._replace(terms=session.position.terms + terms // 2))
        session.select(entry)
        asked = 0
        with monkeypatch.context() as patched:
            patched.setattr(Terms, "__getitem__", counting)
            found = derived(session)
        counts.append((asked, sum(len(line.pieces) for line in found.lines if line.style is not Style.prose)))
    (_, pieces), (asked_of_many, pieces_of_many) = counts
    assert pieces == pieces_of_many
    assert 0 < asked_of_many < 100
