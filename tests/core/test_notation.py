"""How matrices, cells and numbers are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.notation import (
    cell_in_words,
    cell_latex,
    cell_symbol,
    equation_label,
    factor_latex,
    in_words,
    indexed_latex,
    indexed_symbol,
    latex,
    number_latex,
    subscript,
    symbol,
)
from bpgui.core.numbers import format_number
from tests.strategies import proof, shapes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("12.25", "12.25"),
        ("−0.8", "{-}0.8"),
        ("8/5", r"\frac{8}{5}"),
        ("−8/5", r"{-}\frac{8}{5}"),
        ("3.1e−9", r"3.1\cdot 10^{-9}"),
        ("−2e30", r"{-}2\cdot 10^{30}"),
        ("< 1e−29", r"<1\cdot 10^{-29}"),
    ],
)
def test_a_number_in_latex(text: str, expected: str) -> None:
    assert number_latex(text) == expected


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("", ""),
        ("1", ""),
        ("2", "2"),
        ("1/N", r"\frac{1}{N}"),
        ("2/5", r"\frac{2}{5}"),
        ("2/(N·K)", r"\frac{2}{N\,K}"),
        ("1/(2N)", r"\frac{1}{2N}"),
        ("−η", r"{-}\eta "),
        ("−1/3", r"{-}\frac{1}{3}"),
    ],
)
def test_a_factor_in_latex(notation: str, expected: str) -> None:
    assert factor_latex(notation) == expected


@pytest.mark.parametrize(
    ("cell", "text", "in_latex", "said"),
    [
        (Cell(Matrix.w, 0, 1), "w₁₂", "w_{12}", "w row 1 column 2"),
        (Cell(Matrix.w, 0, 11), "w₁,₁₂", "w_{1,12}", "w row 1 column 12"),
        (Cell(Matrix.b, 0, 1), "b₂", "b_{2}", "b column 2"),
        (Cell(Matrix.b, 0, 11), "b₁₂", "b_{12}", "b column 12"),
        (Cell(Matrix.loss, 0, 0), "L", "L", "L"),
        (Cell(Matrix.error, 4, 2), "(ŷ − y)₅₃", r"(\hat{y}_{53}-y_{53})", "ŷ − y row 5 column 3"),
        (Cell(Matrix.dL_dy_hat, 0, 1), "∂L/∂ŷ₁₂", r"\frac{\partial L}{\partial \hat{y}_{12}}", "∂L/∂ŷ row 1 column 2"),
        (Cell(Matrix.dL_db, 0, 0), "∂L/∂b₁", r"\frac{\partial L}{\partial b_{1}}", "∂L/∂b column 1"),
        (Cell(Matrix.w_next, 1, 0), "new w₂₁", r"\mathrm{new}\;w_{21}", "new w row 2 column 1"),
    ],
)
def test_a_cell_in_text_in_latex_and_in_words(cell: Cell, text: str, in_latex: str, said: str) -> None:
    assert (cell_symbol(cell), cell_latex(cell), cell_in_words(cell)) == (text, in_latex, said)


@pytest.mark.parametrize(
    ("matrix", "row", "column", "text", "in_latex"),
    [
        (Matrix.y_hat, "i", "2", "ŷᵢ₂", r"\hat{y}_{i2}"),
        (Matrix.w, "j", "k", "wⱼₖ", "w_{jk}"),
        (Matrix.x, "i", "12", "xᵢ,₁₂", "x_{i,12}"),
        (Matrix.b, "1", "k", "bₖ", "b_{k}"),
        (Matrix.error, "i", "k", "(ŷ − y)ᵢₖ", r"(\hat{y}_{ik}-y_{ik})"),
    ],
)
def test_an_entry_under_index_letters(matrix: Matrix, row: str, column: str, text: str, in_latex: str) -> None:
    assert (indexed_symbol(matrix, row, column), indexed_latex(matrix, row, column)) == (text, in_latex)


def test_subscripts() -> None:
    assert subscript(0, 1) == "₁₂"
    assert subscript(9, 0) == "₁₀,₁"
    assert subscript(None, 11) == "₁₂"
    assert subscript(None, None) == ""


@proof
@given(st.data(), shapes(120))
def test_no_two_cells_of_a_network_are_written_alike(data: st.DataObject, shape: Shape) -> None:
    matrix = data.draw(st.sampled_from(Matrix))
    rows, columns = shape.of(matrix)
    row, column = st.integers(0, rows - 1), st.integers(0, columns - 1)
    one, other = (Cell(matrix, data.draw(row), data.draw(column)) for _ in range(2))
    for write in (cell_symbol, cell_latex, cell_in_words):
        assert (write(one) == write(other)) == (one == other)


@pytest.mark.parametrize("write", [symbol, latex, in_words])
def test_no_two_matrices_are_written_alike(write: object) -> None:
    assert callable(write)
    assert len({write(matrix) for matrix in Matrix}) == len(Matrix)


def test_every_equation_has_a_label() -> None:
    assert equation_label(Matrix.y_hat) == "ŷ = xw + b"
    made = [matrix for matrix in Matrix if not matrix.is_input]
    assert len({equation_label(matrix) for matrix in made}) == len(made)


@proof
@given(st.fractions(), st.integers(0, 8), st.booleans())
def test_a_number_in_latex_has_the_digits_of_its_text(value: Fraction, digits: int, in_fractions: bool) -> None:
    text = format_number(value, digits, fractions=in_fractions).text
    written = number_latex(text)
    back = written.replace("{-}", "−").replace(r"\cdot 10^{", "e").replace("-", "−")
    back = back.replace(r"\frac{", "").replace("}{", "/").replace("}", "")
    assert back == text
