"""The pieces that mathematics is written in: as text, as LaTeX and in words, and the room between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.session.pieces import (
    BLANK,
    CLOSE,
    EQUALS,
    MINUS_SIGN,
    NEARLY_EQUALS,
    ONE,
    OPEN,
    PLUS,
    TIMES,
    TO_COME,
    Grid,
    Kind,
    Line,
    Part,
    Piece,
    Style,
    factor,
    indexed,
    line_text,
    line_words,
    named,
    number,
    of_term,
    parts_text,
    plain,
    relation,
    room,
    squared,
    whole_matrix,
    words,
)
from bpgui.session.term_line import TermState
from tests.strategies import proof

X11, W11, ERROR = Cell(Matrix.x, 0, 0), Cell(Matrix.w, 0, 0), Cell(Matrix.error, 1, 2)
SIGMA = Piece(Kind.sum, "Σᵢ", r"\sum_{i=1}^{5}", "the sum over i from 1 to 5 of")


def formula(*parts: Part, heading: str = "") -> Line:
    return Line(Style.formula, parts, heading)


# --- making them


@pytest.mark.parametrize(
    ("piece", "text", "latex", "said"),
    [
        (named(X11), "x₁₁", "x_{11}", "x row 1 column 1"),
        (named(ERROR), "(ŷ − y)₂₃", r"(\hat{y}_{23}-y_{23})", "ŷ − y row 2 column 3"),
        (indexed(Matrix.y_hat, "i", "2"), "ŷᵢ₂", r"\hat{y}_{i2}", "ŷᵢ₂"),
        (whole_matrix(Matrix.x), "x", r"\mathbf{x}", "x, the inputs"),
        (whole_matrix(Matrix.x, transposed=True), "xᵀ", r"\mathbf{x}^{\mathsf{T}}", "x transposed"),
        (whole_matrix(Matrix.w_next), "new w", r"\mathrm{new}\;\mathbf{w}", "new w, the weights after the update"),
        (number("−0.8"), "−0.8", "{-}0.8", "minus 0.8"),
        (number("8/5"), "8/5", r"\frac{8}{5}", "8 over 5"),
        (number("−3.1e−9"), "−3.1e−9", r"{-}3.1\cdot 10^{-9}", "minus 3.1 times ten to the minus 9"),
        (number("< 4e−29"), "< 4e−29", r"<4\cdot 10^{-29}", "less than 4 times ten to the minus 29"),
        (factor("0.8"), "0.8", "0.8", "0.8"),
        (factor("−0.8"), "(−0.8)", "({-}0.8)", "minus 0.8"),
        (factor("−8/5"), "(−8/5)", r"\left({-}\frac{8}{5}\right)", "minus 8 over 5"),
        (factor("8/5"), "8/5", r"\frac{8}{5}", "8 over 5"),
        (factor("4", power=2), "4²", "4^2", "4 squared"),
        (factor("−4", power=2), "(−4)²", "({-}4)^2", "minus 4 all squared"),
        (factor("0.5", power=2), "0.5²", "0.5^2", "0.5 squared"),
        (factor("1/2", power=2), "(1/2)²", r"\left(\frac{1}{2}\right)^2", "1 over 2 squared"),
        (factor("1e−9", power=2), "(1e−9)²", r"(1\cdot 10^{-9})^2", "1 times ten to the minus 9 squared"),
        (squared(named(ERROR)), "(ŷ − y)₂₃²", r"(\hat{y}_{23}-y_{23})^2", "ŷ − y row 2 column 3 squared"),
        (plain("η", r"\eta", "eta"), "η", r"\eta", "eta"),
        (plain("1ᵀ", r"\mathbf{1}^{\mathsf{T}}"), "1ᵀ", r"\mathbf{1}^{\mathsf{T}}", "1ᵀ"),
    ],
)
def test_a_piece_says_itself_in_text_in_latex_and_in_words(piece: Piece, text: str, latex: str, said: str) -> None:
    assert (piece.text, piece.latex, piece.words) == (text, latex, said)


def test_a_named_cell_and_its_number_stand_for_it_and_have_its_matrix() -> None:
    for piece in (named(X11), number("3", Matrix.x, (X11,)), factor("−3", Matrix.x, (X11,), power=2)):
        assert (piece.owner, piece.cells) == (Matrix.x, (X11,))
    assert indexed(Matrix.x, "i", "1").cells == ()


def test_pieces_of_a_term_have_its_number_and_state() -> None:
    made = of_term([PLUS, named(X11)], 3, TermState.current)
    assert [(piece.text, piece.term, piece.state) for piece in made] == [
        ("+", 3, TermState.current),
        ("x₁₁", 3, TermState.current),
    ]


def test_the_sign_of_equality() -> None:
    assert relation("=") is EQUALS
    assert relation("≈") is NEARLY_EQUALS


# --- sentences


def test_a_sentence_has_pieces_in_their_places_with_what_follows_glued() -> None:
    made = words("{} stands in {}: so {}.", named(X11), named(W11), ONE)
    assert [(piece.text, piece.glued, piece.kind) for piece in made] == [
        ("x₁₁", False, Kind.ordinary),
        ("stands", False, Kind.word),
        ("in", False, Kind.word),
        ("w₁₁", False, Kind.ordinary),
        (":", True, Kind.word),
        ("so", False, Kind.word),
        ("1", False, Kind.ordinary),
        (".", True, Kind.word),
    ]
    line = Line(Style.prose, tuple(made))
    assert line_text(line) == "x₁₁ stands in w₁₁: so 1."
    assert line_words(line) == "x row 1 column 1 stands in w row 1 column 1: so one."


def test_what_stands_before_a_place_is_glued_to_the_piece() -> None:
    made = words("so ({}), then", named(X11))
    assert [(piece.text, piece.glued) for piece in made] == [
        ("so", False),
        ("(", False),
        ("x₁₁", True),
        ("),", True),
        ("then", False),
    ]


def test_a_large_number_is_one_word_with_its_thin_spaces() -> None:
    made = words("It has 60\u2009000 terms.")
    assert [piece.text for piece in made] == ["It", "has", "60\u2009000", "terms."]


plain_words = st.text("abcxyz,.’", min_size=1, max_size=6)


@proof
@given(st.lists(st.one_of(plain_words, st.just("{}")), max_size=12))
def test_a_sentence_reads_as_it_was_written(written: list[str]) -> None:
    pieces = [named(Cell(Matrix.x, n, 0)) for n, word in enumerate(written) if word == "{}"]
    left = iter(pieces)
    expected = " ".join(next(left).text if word == "{}" else word for word in written)
    assert parts_text(words(" ".join(written), *pieces)) == expected


# --- lines


def test_a_line_in_text_and_in_words() -> None:
    line = formula(
        named(Cell(Matrix.dL_dw, 0, 0)),
        EQUALS,
        plain("(1/N)", r"\frac{1}{N}", "1 over N"),
        OPEN,
        factor("−0.8"),
        TIMES,
        ONE,
        PLUS,
        TO_COME,
        CLOSE,
        heading="in numbers",
    )
    assert line_text(line) == "∂L/∂w₁₁ = (1/N)((−0.8) · 1 + ⋯)"
    assert line_words(line) == (
        "in numbers: ∂L/∂w row 1 column 1 equals 1 over N open parenthesis minus 0.8 times one plus and so on "
        "close parenthesis"
    )


def test_grids_in_text_and_in_words() -> None:
    row = Grid(((number("1"), number("−2")),))
    column = Grid(((number("3"), BLANK),), transposed=True)
    line = formula(EQUALS, row, column, PLUS, Grid(((ONE,), (ONE,))))
    assert line_text(line) == "= [1  −2] [3  □]ᵀ + [1; 1]"
    assert line_words(line) == (
        "equals bracket 1, minus 2, end of bracket bracket 3, not computed yet, end of bracket, transposed plus "
        "bracket row 1: one; row 2: one, end of bracket"
    )
    assert [piece.text for piece in line.pieces] == ["=", "1", "−2", "3", "□", "+", "1", "1"]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (ONE, EQUALS, "1 ="),
        (EQUALS, ONE, "= 1"),
        (ONE, PLUS, "1 +"),
        (MINUS_SIGN, ONE, "− 1"),
        (ONE, TIMES, "1 ·"),
        (TIMES, OPEN, "· ("),
        (ONE, OPEN, "1("),
        (OPEN, ONE, "(1"),
        (ONE, CLOSE, "1)"),
        (OPEN, OPEN, "(("),
        (CLOSE, CLOSE, "))"),
        (EQUALS, OPEN, "= ("),
        (PLUS, OPEN, "+ ("),
        (CLOSE, PLUS, ") +"),
        (SIGMA, SIGMA, "Σᵢ Σᵢ"),
        (SIGMA, named(X11), "Σᵢ x₁₁"),
        (whole_matrix(Matrix.x), whole_matrix(Matrix.w), "x w"),
        (Grid(((ONE,),)), Grid(((ONE,),)), "[1] [1]"),
        (ONE, Grid(((ONE,),)), "1 [1]"),
    ],
)
def test_what_stands_between_two_parts(before: Part, after: Part, text: str) -> None:
    assert parts_text((before, after)) == text
    between = room(before, after)
    assert between.blank == (" " in text)
    assert between.ems >= 0


def test_nothing_stands_before_the_first_part_or_a_glued_one() -> None:
    assert room(None, ONE) == (0, False, False)
    assert room(ONE, words("{}.", ONE)[1]) == (0, False, False)


PARTS: list[Part] = [
    EQUALS,
    PLUS,
    MINUS_SIGN,
    TIMES,
    OPEN,
    CLOSE,
    ONE,
    SIGMA,
    named(X11),
    words("word")[0],
    Grid(((ONE, ONE),)),
]


@proof
@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=8))
def test_a_line_breaks_before_signs_beside_words_and_beside_grids_alone(parts: list[Part]) -> None:
    for before, after in pairwise(parts):
        between = room(before, after)
        assert between.blank or not between.may_break
        kinds = [part.kind if isinstance(part, Piece) else None for part in (before, after)]
        may = kinds[1] in (Kind.relation, Kind.operator) or Kind.word in kinds or None in kinds
        assert may or not between.may_break


@proof
@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_the_text_of_a_line_is_that_of_its_parts(parts: list[Part]) -> None:
    assert parts_text(parts).replace(" ", "") == "".join(parts_text((part,)).replace(" ", "") for part in parts)
    assert not parts_text(parts).startswith(" ")
