"""Standardising is told, exact where it can be, and taken back bit by bit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document
from bpgui.session.entering import TOO_LARGE_TO_START_FROM
from bpgui.session.import_standardise import (
    constant_features,
    deviation_told,
    is_standardised,
    means_and_deviations,
    standardise_x,
    take_standardising_back,
)
from bpgui.session.session import Session
from tests.session import documents

values = st.floats(-1e6, 1e6, allow_nan=False)
tables = st.tuples(st.integers(1, 8), st.integers(1, 4)).flatmap(lambda size: arrays(np.float64, size, elements=values))


def session_of(x: np.ndarray, exact: dict[tuple[int, int], Fraction] | None = None) -> Session:
    rows, columns = x.shape
    matrix = InputMatrix.from_array(Matrix.x, x)
    matrix = InputMatrix(matrix.values, exact or {})
    zeros = (InputMatrix.zeros(*size) for size in ((columns, 1), (1, 1), (rows, 1)))
    return Session(Document(matrix, *zeros))


@given(tables)
def test_it_is_taken_back_bit_by_bit(x: np.ndarray) -> None:
    session = session_of(x)
    before = session.document
    standardise_x(session)
    take_standardising_back(session)
    assert session.document.same_as(before)
    assert [step.name for step in session.history.done] == ["Standardise x", "Take standardising back"]
    session.undo()
    session.undo()
    assert session.document.same_as(before)


@given(tables)
def test_features_have_mean_0_and_deviation_1_and_constant_ones_are_0(x: np.ndarray) -> None:
    session = session_of(x)
    standardise_x(session)
    made, how = session.document.x.values, session.document.standardised
    assert how is not None
    for j in range(x.shape[1]):
        if (x[:, j] == x[0, j]).all():
            assert how.deviations[j] == 0
            assert not made[:, j].any()
        elif np.ptp(x[:, j]) > max(1e-6 * np.abs(x[:, j]).max(), 1e-300):  # else rounding is most of it
            assert made[:, j].mean() == pytest.approx(0, abs=1e-6)
            assert made[:, j].std() == pytest.approx(1, abs=1e-6)


def test_the_deviation_divides_by_how_many_there_are() -> None:
    means, deviations = means_and_deviations(np.array([[1.0, 0.1], [3.0, 0.1], [5.0, 0.1]]))
    assert means.tolist() == [3.0, 0.1]
    assert deviations.tolist() == [np.sqrt(8 / 3), 0.0]


def test_many_values_far_from_zero_keep_their_digits() -> None:
    near = np.random.default_rng(1).normal(size=(300_000, 3))
    means, deviations = means_and_deviations(near + 1e9)
    assert means - 1e9 == pytest.approx(near.mean(axis=0), abs=1e-6)
    assert deviations == pytest.approx(near.std(axis=0), rel=1e-6)


def test_what_was_typed_since_is_turned_back_by_the_formula_and_the_rest_is_as_it_was() -> None:
    x = np.array([[0.1, 7.0], [0.2, 8.0], [0.4, 11.0]])
    session = session_of(x, {(1, 0): Fraction(1, 5) + Fraction(1, 10**30)})
    standardise_x(session)
    session.enter(Matrix.x, 0, 1, "1/3")
    session.enter(Matrix.x, 2, 1, "0")
    how = session.document.standardised
    assert how is not None
    take_standardising_back(session)
    made = session.document.x
    assert made.values[:, 0].tolist() == x[:, 0].tolist()
    assert made.exact == {(1, 0): Fraction(1, 5) + Fraction(1, 10**30)}
    assert made.values[0, 1] == pytest.approx(how.means[1] + how.deviations[1] / 3)
    assert made.values[1, 1] == 8.0
    assert made.values[2, 1] == how.means[1]


def test_rows_and_columns_put_in_or_taken_out_keep_the_originals_of_the_others() -> None:
    x = np.array([[0.1, 7.0], [0.2, 8.0], [0.4, 11.0]])
    session = session_of(x)
    standardise_x(session)
    before = session.document
    session.insert_lines("i", 1, 1)
    session.insert_lines("j", 0, 1)
    session.remove_lines("i", 0, 1)
    session.remove_lines("j", 1, 1)
    standing = session.document
    take_standardising_back(session)
    made = session.document.x.values
    assert made[0, 1] == pytest.approx(26 / 3)  # a new row is at the mean
    assert made[1:, 1].tolist() == [8.0, 11.0]
    assert not made[:, 0].any()  # a new feature is as it is
    session.undo()
    assert session.document.same_as(standing)
    for _ in range(4):
        session.undo()
    assert session.document.same_as(before)
    take_standardising_back(session)
    assert session.document.x.values.tolist() == x.tolist()


def test_what_is_said_of_it() -> None:
    assert deviation_told(5.84333, 0.82530) == "mean 5.843, deviation 0.8253"
    assert deviation_told(3.0, 0.0) == "mean 3, constant: only centred"
    session = session_of(np.array([[1.0, 2.0, 5.0], [1.0, 3.0, 5.0]]))
    standardise_x(session)
    how = session.document.standardised
    assert how is not None
    assert constant_features(how.deviations, ("age", "", "size")) == " Constant, and so only centred: age, size."
    assert constant_features([0.0] * 9, ()).endswith("feature 3, feature 4, 5 more.")
    assert constant_features([1.0], ()) == ""
    assert session.notice == (
        "x is standardised: (value − mean) / deviation, feature by feature. "
        "Constant, and so only centred: feature 1, feature 3."
    )


def test_twice_is_once_and_back_without_is_nothing() -> None:
    session = Session(documents.note())
    take_standardising_back(session)
    assert session.history.done == ()
    standardise_x(session)
    assert is_standardised(session)
    standardise_x(session)
    assert len(session.history.done) == 1


@pytest.mark.parametrize("takes_back", [False, True])
def test_at_a_later_iteration_descent_begins_anew_from_there_as_with_any_x_that_is_typed(takes_back: bool) -> None:
    session = Session(documents.note())
    if takes_back:
        standardise_x(session)
    session.run(5)
    before, here = session.document, session.course.parameters_as_inputs(5)
    if takes_back:
        take_standardising_back(session)
    else:
        standardise_x(session)
    assert session.iteration == 0
    assert session.document.w.same_as(here[0])
    assert session.document.b.same_as(here[1])
    assert session.history.latest is not None
    typed = Session(before)
    typed.run(5)
    typed.enter(Matrix.x, 0, 0, "7")
    assert (session.document.w.same_as(typed.document.w), session.position) == (True, typed.position)
    session.undo()
    assert session.document.same_as(before)
    assert session.iteration == 5


def test_where_w_is_too_large_to_start_from_it_says_so_and_changes_nothing() -> None:
    session = Session(documents.note())
    session.set_learning_rate("9")
    session.run(300)
    before, done = session.document, len(session.history.done)
    standardise_x(session)
    assert session.notice == TOO_LARGE_TO_START_FROM
    assert session.document is before
    assert len(session.history.done) == done
