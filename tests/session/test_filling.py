"""What matrices are filled with: the same seed gives the same numbers, few decimals, one step with a name."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.inputs import InputMatrix, NotFiniteError
from bpgui.core.numbers import NumberError
from bpgui.session.filling import (
    LARGEST_INTEGER,
    LARGEST_SEED,
    Filling,
    Kind,
    Place,
    fill,
    read_deviation,
    read_largest,
    read_seed,
)
from bpgui.session.session import Session
from tests.session.documents import note, state_of

RANDOM = Filling(Kind.random, seed=7)
seeds = st.integers(0, LARGEST_SEED)
deviations = st.fractions(Fraction(1, 1000), Fraction(100))
kinds = st.builds(
    Filling, st.sampled_from(Kind), deviation=deviations, largest=st.integers(1, LARGEST_INTEGER), seed=seeds
)


def test_the_same_seed_gives_these_numbers_on_every_computer() -> None:
    assert RANDOM.block(2, 3).values.tolist() == [[0.0, 0.03, -0.03], [-0.09, -0.05, -0.1]]
    assert Filling(Kind.integers, largest=2, seed=7).block(2, 4).values.tolist() == [[2, 1, 1, 2], [0, 1, 2, -1]]


@given(kinds, st.integers(1, 6), st.integers(1, 6), st.integers(1, 6))
def test_fewer_rows_are_the_first_ones_of_more(filling: Filling, rows: int, more: int, columns: int) -> None:
    few, many = filling.block(rows, columns), filling.block(rows + more, columns)
    assert many.block(0, 0, rows, columns).same_as(few)


@given(kinds, st.integers(1, 6), st.integers(1, 6))
def test_numbers_are_of_their_kind_and_short_enough_to_be_read(filling: Filling, rows: int, columns: int) -> None:
    block = filling.block(rows, columns)
    values = block.values
    assert block.size == (rows, columns)
    assert not block.exact
    assert not np.signbit(values[values == 0]).any()
    match filling.kind:
        case Kind.zeros:
            assert not values.any()
        case Kind.ones:
            assert (values == 1).all()
        case Kind.integers:
            assert set(values.ravel()) <= set(range(-filling.largest, filling.largest + 1))
        case Kind.random:
            for value in block.fractions.ravel():
                assert (value * 10**filling.decimals).denominator == 1


@pytest.mark.parametrize(
    ("deviation", "decimals"), [("0.1", 2), ("0.01", 3), ("0.5", 2), ("1", 1), ("10", 0), ("1/3", 2), ("0.000001", 7)]
)
def test_decimals_show_two_figures_of_the_deviation(deviation: str, decimals: int) -> None:
    assert Filling(Kind.random, deviation=read_deviation(deviation)).decimals == decimals


def test_small_random_numbers_are_normal_with_the_deviation_that_is_stated() -> None:
    values = Filling(Kind.random, deviation=Fraction(1, 100), seed=3).block(200, 200).values
    assert abs(values.mean()) < 0.0003
    assert values.std() == pytest.approx(0.01, rel=0.02)
    assert (np.abs(values) < 0.01).mean() == pytest.approx(0.68, abs=0.04)


def test_integers_are_all_equally_likely() -> None:
    values = Filling(Kind.integers, largest=2, seed=3).block(200, 200).values
    counts = [(values == number).mean() for number in range(-2, 3)]
    assert counts == pytest.approx([0.2] * 5, abs=0.01)


@pytest.mark.parametrize("matrix", INPUTS)
def test_to_fill_is_one_step_with_a_name_and_keeps_the_seed(matrix: Matrix) -> None:
    session = Session(note())
    before = session.document
    fill(session, Place.whole(matrix, session.document.shape), RANDOM)
    assert [step.name for step in session.history.done] == [f"Fill {matrix} with small random numbers, seed 7"]
    assert session.notice == f"{matrix} is filled with small random numbers, seed 7."
    assert session.document.seed == 7
    assert session.document.matrix(matrix).same_as(RANDOM.block(*session.document.shape.of(matrix)))
    session.undo()
    assert session.document.same_as(before)
    session.redo()
    assert session.document.seed == 7


def test_a_part_is_filled_alone() -> None:
    session = Session(note())
    y, w = session.document.y, session.document.w
    fill(session, Place(Matrix.w, 1, 1, 2, 2), Filling(Kind.ones))
    assert session.document.w.values[1:3, 1:3].tolist() == [[1, 1], [1, 1]]
    assert session.document.w.values[0].tolist() == w.values[0].tolist()
    assert session.document.y is y
    assert session.document.seed is None
    assert session.history.done[-1].name == "Fill w₂₂ to w₃₃ with ones"
    assert session.notice == "w₂₂ to w₃₃ are filled with ones."
    assert session.selection == Cell(Matrix.w, 1, 1)
    fill(session, Place(Matrix.w, 1, 1, 1, 1), Filling(Kind.integers, largest=3, seed=2))
    assert session.history.done[-1].name == "Fill w₂₂ with integers from −3 to 3, seed 2"


def test_zeros_leave_the_seed_of_the_last_random_fill() -> None:
    session = Session(note())
    fill(session, Place.whole(Matrix.w, session.document.shape), RANDOM)
    fill(session, Place.whole(Matrix.b, session.document.shape), Filling(Kind.zeros))
    assert session.document.seed == 7


def test_at_a_later_iteration_descent_starts_anew_with_them() -> None:
    session = Session(note())
    session.go_to(5)
    _, b = session.course.parameters_as_inputs(5)
    fill(session, Place.whole(Matrix.w, session.document.shape), RANDOM)
    assert session.iteration == 0
    assert session.document.b.same_as(b)
    assert session.document.w.same_as(RANDOM.block(4, 3))


def test_where_w_and_b_are_too_large_to_start_from_nothing_is_filled() -> None:
    session = Session(note())
    session.set_learning_rate("1e3")
    session.go_to(session.course.last_iteration)
    before = state_of(session)
    with pytest.raises(NotFiniteError):
        fill(session, Place.whole(Matrix.x, session.document.shape), RANDOM)
    assert state_of(session) == before


def test_what_it_means_is_said() -> None:
    assert RANDOM.meant == (
        "From the normal distribution with mean 0 and standard deviation 0.1: about two in three lie between −0.1 "
        "and 0.1. Rounded to 2 decimals."
    )
    assert Filling(Kind.integers).meant == "Each of the 5 integers from −2 to 2 is equally likely."


@pytest.mark.parametrize("typed", ["nan", "inf", "1_0", "0x1F", "", "-1", "1.5", "4294967296", "1/2"])
def test_what_is_no_seed_is_refused(typed: str) -> None:
    with pytest.raises(NumberError, match="The seed must be a whole number from 0 to"):
        read_seed(typed)


@pytest.mark.parametrize("typed", ["nan", "inf", "1_0", "0x1F", "", "0", "-0.1", "1e7", "1/0"])
def test_what_is_no_deviation_is_refused(typed: str) -> None:
    with pytest.raises(NumberError):
        read_deviation(typed)


@pytest.mark.parametrize("typed", ["nan", "0", "-2", "100", "2.5", "1_0", "0x3"])
def test_what_is_no_largest_integer_is_refused(typed: str) -> None:
    with pytest.raises(NumberError, match="The largest integer must be a whole number from 1 to 99"):
        read_largest(typed)


def test_what_is_typed_is_understood() -> None:
    assert read_deviation("0,25") == read_deviation(".25") == read_deviation("1/4") == Fraction(1, 4)
    assert read_deviation("1e-3") == Fraction(1, 1000)
    assert (read_seed("1e6"), read_largest(" 12 ")) == (1_000_000, 12)


def test_a_place_is_called_by_its_cells() -> None:
    shape = note().shape
    assert Place.whole(Matrix.x, shape).words(shape) == "x"
    assert Place(Matrix.b, 0, 1, 1, 2).words(shape) == "b₂ to b₃"
    assert isinstance(RANDOM.block(1, 1), InputMatrix)
