"""The matrices that a person gives: kept exactly, and refused with a sentence that names matrix, expected and given."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix, Shape
from bpgui.core.inputs import (
    EmptyMatrixError,
    EntryError,
    InputError,
    InputMatrix,
    NotFiniteError,
    ShapeError,
    check_network,
)
from tests.strategies import proof, shapes


def ones(rows: int, columns: int) -> InputMatrix:
    """A matrix of ones."""
    return InputMatrix.from_array(Matrix.x, np.ones((rows, columns)))


@pytest.mark.parametrize(
    ("matrix", "rows", "error", "sentence"),
    [
        (Matrix.x, [], EmptyMatrixError, "x: expected at least one row and one column, got 0×0."),
        (Matrix.w, [[]], EmptyMatrixError, "w: expected at least one row and one column, got 1×0."),
        (Matrix.w, [[1, 2], [3]], ShapeError, "w: row 2 has 1 number, row 1 has 2."),
        (Matrix.y, [[1], [2], [3, 4, 5]], ShapeError, "y: row 3 has 3 numbers, row 1 has 1."),
        (
            Matrix.b,
            [[1, "2x"]],
            EntryError,
            "b, row 1, column 2: “2x” is not a number here: expected one such as",
        ),
        (Matrix.b, [["1/0"]], EntryError, "b, row 1, column 1: “1/0” divides by zero."),
        (Matrix.x, [[1], ["nan"]], EntryError, "x, row 2, column 1: “nan” is not a number here"),
        (Matrix.x, [["1e999"]], EntryError, "x, row 1, column 1: “1e999” is out of range"),
        (Matrix.x, [[True]], EntryError, "x, row 1, column 1: expected a number, got bool."),
        (Matrix.x, [[None]], EntryError, "x, row 1, column 1: expected a number, got NoneType."),
        (Matrix.x, [[1, [2]]], EntryError, "x, row 1, column 2: expected a number, got list."),
        (
            Matrix.y,
            [[1, float("nan")]],
            NotFiniteError,
            "y, row 1, column 2: expected a finite number .*got nan",
        ),
        (
            Matrix.y,
            [[1], [float("-inf")]],
            NotFiniteError,
            "y, row 2, column 1: expected a finite .*got -inf",
        ),
        (Matrix.w, [[1e51]], NotFiniteError, "w, row 1, column 1: expected a finite .* 1e50, got 1e\\+51"),
        (Matrix.w, [[10**400]], NotFiniteError, "w, row 1, column 1: expected a finite .* got a larger one"),
        (Matrix.w, [[Fraction(-(10**51))]], NotFiniteError, "w, row 1, column 1: expected a finite number"),
    ],
)
def test_bad_rows_are_refused_by_naming_the_place_the_expected_and_the_given(
    matrix: Matrix, rows: Any, error: type[InputError], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{sentence}"):
        InputMatrix.from_rows(matrix, rows)


@pytest.mark.parametrize(
    ("array", "error", "sentence"),
    [
        (np.ones(3), ShapeError, "x: expected rows and columns, got 1 dimensions."),
        (np.ones((2, 2, 2)), ShapeError, "x: expected rows and columns, got 3 dimensions."),
        (np.ones((0, 4)), EmptyMatrixError, "x: expected at least one row and one column, got 0×4."),
        (np.ones((4, 0)), EmptyMatrixError, "x: expected at least one row and one column, got 4×0."),
        (np.array([[1, 2], [3, np.nan]]), NotFiniteError, "x, row 2, column 2: .* got nan."),
        (np.array([[1, np.inf], [3, np.nan]]), NotFiniteError, "x, row 1, column 2: .* got inf."),
        (np.array([[1, -1.1e50]]), NotFiniteError, "x, row 1, column 2: .* got -1.1e\\+50."),
    ],
)
def test_bad_arrays_are_refused_by_naming_the_place_the_expected_and_the_given(
    array: Any, error: type[InputError], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{sentence}"):
        InputMatrix.from_array(Matrix.x, array)


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ([(5, 4), (3, 2), (1, 2), (5, 2)], "w: expected 4×2, got 3×2; x has 4 columns, so w needs 4 rows."),
        ([(5, 1), (3, 2), (1, 2), (5, 2)], "w: expected 1×2, got 3×2; x has 1 columns?, so w needs 1 row."),
        (
            [(5, 4), (4, 3), (1, 2), (5, 3)],
            "b: expected 1×3, got 1×2; w has 3 columns, so b needs 1 row of 3.",
        ),
        (
            [(5, 4), (4, 3), (3, 1), (5, 3)],
            "b: expected 1×3, got 3×1; w has 3 columns, so b needs 1 row of 3.",
        ),
        (
            [(5, 4), (4, 3), (1, 3), (4, 3)],
            r"y: expected 5×3, got 4×3; ŷ = x w \+ b is 5×3, and so must y be.",
        ),
        (
            [(5, 4), (4, 3), (1, 3), (5, 2)],
            r"y: expected 5×3, got 5×2; ŷ = x w \+ b is 5×3, and so must y be.",
        ),
    ],
)
def test_matrices_that_do_not_fit_are_refused_by_naming_the_one_and_why(
    sizes: list[tuple[int, int]], sentence: str
) -> None:
    with pytest.raises(ShapeError, match=f"^{sentence}$"):
        check_network(*(ones(*size) for size in sizes))


@given(shapes())
@proof
def test_matrices_that_fit_make_a_network_of_their_size(shape: Shape) -> None:
    four = (ones(*shape.of(matrix)) for matrix in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
    assert check_network(*four) == shape


def test_every_error_is_an_input_error_that_one_place_can_show() -> None:
    for error in (EmptyMatrixError, ShapeError, NotFiniteError, EntryError):
        assert issubclass(error, InputError)
        assert issubclass(error, ValueError)


def test_what_a_float_can_not_hold_is_kept_beside_it() -> None:
    matrix = InputMatrix.from_rows(Matrix.x, [["1/3", 0.1, "0.1"], [2, "−1e-3", "0,30000000000000000001"]])
    assert matrix.size == (2, 3)
    assert matrix.exact_at(0, 0) == Fraction(1, 3)
    assert matrix.exact_at(0, 1) == matrix.exact_at(0, 2) == Fraction(1, 10)
    assert matrix.exact_at(1, 1) == Fraction(-1, 1000)
    assert matrix.exact_at(1, 2) == Fraction(30000000000000000001, 10**20)
    assert set(matrix.exact) == {(0, 0), (1, 2)}
    assert matrix.values[0, 0] == 1 / 3


entries = (
    st.integers(-(10**20), 10**20) | st.floats(-1e50, 1e50) | st.fractions(-5, 5) | st.sampled_from(["1/7", "0,1"])
)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(entries, min_size=n, max_size=n), min_size=1, max_size=4)))
@proof
def test_every_entry_is_exact_and_its_float_is_the_nearest_one(rows: list[list[Any]]) -> None:
    matrix = InputMatrix.from_rows(Matrix.w, rows)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            text = "1/10" if entry == "0,1" else repr(entry) if isinstance(entry, float) else str(entry)
            exactly = Fraction(text)
            assert matrix.exact_at(i, j) == matrix.fractions[i, j] == exactly
            assert matrix.values[i, j] == float(exactly)
    assert not matrix.values.flags.writeable
    assert not matrix.fractions.flags.writeable


@given(st.fractions(-100, 100) | st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 3)]))
@proof
def test_an_entry_can_be_replaced_without_touching_the_matrix_it_came_from(value: Fraction) -> None:
    before = InputMatrix.from_rows(Matrix.x, [["1/3", 2], [3, "1/7"]])
    after = before.with_block(0, 0, InputMatrix.from_rows(Matrix.x, [[value]]))
    assert after.fractions.tolist() == [[value, 2], [3, Fraction(1, 7)]]
    assert after.values[0, 0] == float(value)
    assert before.exact_at(0, 0) == Fraction(1, 3)
    assert before.values[0, 0] == 1 / 3
    assert not after.values.flags.writeable
    assert (
        after.with_block(0, 0, InputMatrix.from_rows(Matrix.x, [["1/3"]])).fractions.tolist()
        == before.fractions.tolist()
    )


def test_a_rectangle_of_entries_can_be_replaced_at_once() -> None:
    before = InputMatrix.from_rows(Matrix.x, [["1/3", 2, 3], ["1/7", 5, 6]])
    after = before.with_block(0, 1, InputMatrix.from_rows(Matrix.x, [[8, "1/9"], [0, 7]]))
    assert after.fractions.tolist() == [[Fraction(1, 3), 8, Fraction(1, 9)], [Fraction(1, 7), 0, 7]]
    assert before.fractions.tolist() == [[Fraction(1, 3), 2, 3], [Fraction(1, 7), 5, 6]]


def test_an_array_that_nobody_can_write_to_is_taken_as_it_is() -> None:
    array = np.ones((3, 2))
    array.flags.writeable = False
    assert InputMatrix.from_array(Matrix.x, array).values is array


def test_an_array_that_somebody_can_write_to_is_copied() -> None:
    array = np.ones((3, 2))
    matrix = InputMatrix.from_array(Matrix.x, array)
    array[0, 0] = 7
    assert matrix.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        matrix.values[0, 0] = 2


def test_an_array_of_integers_becomes_one_of_floats() -> None:
    matrix = InputMatrix.from_array(Matrix.x, np.array([[1, 2]]))
    assert matrix.values.dtype == np.float64
    assert matrix.fractions.tolist() == [[1, 2]]
