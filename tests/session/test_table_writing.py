"""Rectangles of numbers as text: each form as its program takes it, and read back as the same numbers, bit by bit."""

from __future__ import annotations

import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import Number
from bpgui.session.table_reading import read_table
from bpgui.session.table_writing import Form, is_rounded, write_table
from tests.strategies import proof

THIRD = Fraction(1, 3)
EXAMPLE: list[list[Number]] = [[Fraction(1), Fraction(-1, 3)], [0.5, 1e-07]]

AS_WRITTEN = {
    Form.tabs: "1\t=-1/3\n0.5\t1e-07",
    Form.tabs_and_commas: "1\t=-1/3\n0,5\t1e-07",
    Form.csv: "1,-1/3\n0.5,1e-07",
    Form.numpy: "np.array([[1.0, -1/3], [0.5, 1e-07]])",
    Form.matlab: "[1 -1/3; 0.5 1e-07]",
    Form.latex: "\\begin{bmatrix}\n  1 & -\\frac{1}{3} \\\\\n  0.5 & 1 \\times 10^{-7}\n\\end{bmatrix}",
    Form.markdown: "|  |  |\n|---:|---:|\n| 1 | -1/3 |\n| 0.5 | 1e-07 |",
}

numbers = st.one_of(
    st.integers(-12, 1300).map(Fraction),
    st.fractions(-5, 5, max_denominator=97),
    st.floats(-1e50, 1e50).filter(lambda value: abs(value) >= 1e-300),
    st.decimals(-2000, 2000, places=3).map(Fraction),
    st.decimals(-1, 1, places=40).map(Fraction),
    st.builds(Fraction, st.integers(-(10**90), 10**90), st.integers(1, 10**90)).filter(
        lambda value: abs(value) <= 10**50
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[Number]]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 13))
    of = draw(st.sampled_from([numbers, st.integers(0, 1).map(Fraction), st.integers(-9, 2000).map(Fraction)]))
    return [[draw(of) for _ in range(columns)] for _ in range(rows)]


def bits(block: InputMatrix) -> tuple[bytes, dict[tuple[int, int], Fraction]]:
    return struct.pack(f"{block.values.size}d", *block.values.ravel()), dict(block.exact)


@pytest.mark.parametrize("form", Form)
def test_each_form_is_written_as_its_program_takes_it(form: Form) -> None:
    assert write_table(EXAMPLE, form) == AS_WRITTEN[form]


@pytest.mark.parametrize("form", Form)
@given(rows=tables())
@proof
def test_what_is_written_is_read_back_bit_by_bit(form: Form, rows: list[list[Number]]) -> None:
    given_block = InputMatrix.from_rows(Matrix.x, rows)
    read = read_table(write_table(rows, form), target=given_block.size)
    assert read.size == given_block.size
    assert bits(read.block) == bits(given_block)


@pytest.mark.parametrize("form", Form)
@given(rows=tables())
@proof
def test_one_cell_to_paste_at_is_enough_to_read_it_back(form: Form, rows: list[list[Number]]) -> None:
    given_block = InputMatrix.from_rows(Matrix.x, rows)
    assert bits(read_table(write_table(rows, form)).block) == bits(given_block)


def test_numpy_reads_what_is_written_for_it_as_floats() -> None:
    rows: list[list[Number]] = [[Fraction(1), THIRD], [Fraction(3), Fraction(4)]]
    made = eval(write_table(rows, Form.numpy), {"np": np})
    assert made.dtype == np.float64
    assert made.tolist() == [[1.0, 1 / 3], [3.0, 4.0]]
    whole = eval(write_table([[Fraction(1), Fraction(-2)]], Form.numpy), {"np": np})
    assert whole.dtype == np.float64


def test_long_tables_go_over_lines() -> None:
    rows: list[list[Number]] = [[0.123456, 0.234567, 0.345678]] * 5
    assert write_table(rows, Form.numpy).count("\n") == 6
    assert write_table(rows, Form.matlab).count("\n") == 4


def test_more_columns_than_a_bmatrix_takes_are_an_array() -> None:
    assert write_table([[Fraction(1)] * 10], Form.latex).startswith(r"\begin{bmatrix}")
    assert write_table([[Fraction(1)] * 11], Form.latex).startswith(r"\left[\begin{array}{rrrrrrrrrrr}")


def test_a_decimal_comma_before_three_figures_is_no_group_of_thousands() -> None:
    text = write_table([[Fraction("1.234")]], Form.tabs_and_commas)
    assert text == "1,2340"
    assert read_table(text).block.fractions.tolist() == [[Fraction("1.234")]]


def test_a_number_of_hundreds_of_figures_is_rounded_and_that_is_told() -> None:
    long = Fraction(10**300 + 1, 3**600)
    assert is_rounded(long)
    assert write_table([[long]], Form.tabs) == repr(float(long))
    for exact in (THIRD, Fraction("0.1"), Fraction(10**120 + 1, 3**250), Fraction("0.12345678901234567890123")):
        assert not is_rounded(exact)
    assert not is_rounded(0.1)


def test_decimals_that_end_are_written_to_their_end() -> None:
    assert write_table([[Fraction("-0.12345678901234567890123")]], Form.tabs) == "-0.12345678901234567890123"
    assert write_table([[Fraction(12345678901234567891)]], Form.tabs) == "12345678901234567891"
