"""The optimum beside now: its entries against least squares, and what is said of it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from bpgui.core.cells import PARAMETERS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import Float64, InputMatrix, NotFiniteError
from bpgui.session.course import NOT_READY
from bpgui.session.document import Document
from bpgui.session.edits import StartEdit
from bpgui.session.optimum import Optimum, Which, start_from_optimum
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import document, note, one_weight

CONVENTIONS = pytest.mark.parametrize("convention", LossConvention)
DEPENDENT = [[1, 2, 3], [0, 1, 1], [2, 0, 2], [1, 1, 2], [3, -1, 2]]
"""The third column is the sum of the others."""


def optimum_of(session: Session) -> Optimum:
    return Optimum(session, Screen(session))


def dependent(learning_rate: str = "0.02") -> Document:
    w, b, y = [[1, 0], [0, "1/2"], [2, -1]], [[0, 1]], [[1, 0], [2, 1], [0, 3], [1, 1], [-1, 2]]
    return document(DEPENDENT, w, b, y, Fraction(learning_rate))


def stacked(given: Document) -> tuple[Float64, Float64, Float64]:
    """[x 1], the start as [w; b], and y."""
    x = np.hstack([given.x.values, np.ones((given.shape.N, 1))])
    return x, np.vstack([given.w.values, given.b.values]), given.y.values


def nearest_optimum(given: Document) -> Float64:
    x, W, y = stacked(given)
    return W + np.linalg.pinv(x) @ (y - x @ W)


def entries(optimum: Optimum, which: Which) -> Float64:
    """w over b, as they are written."""

    def number(cell: Cell) -> float:
        return float(optimum.text(which, cell).replace("−", "-"))

    rows = [[number(cell) for cell in optimum.shape.cells(matrix)] for matrix in PARAMETERS]
    return np.array(rows[0] + rows[1]).reshape(-1, optimum.shape.K)


@CONVENTIONS
@pytest.mark.parametrize("make", [note, dependent, one_weight])
@pytest.mark.parametrize("t", [0, 5])
def test_every_entry_is_that_of_least_squares_nearest_to_the_start(make, t: int, convention: LossConvention) -> None:  # type: ignore[no-untyped-def]
    session = Session(make())
    session.set_convention(convention)
    session.set_digits(9)
    session.backward()
    session.go_to(t)
    optimum, expected = optimum_of(session), nearest_optimum(session.document)
    w, b = session.course.parameters(t)
    now = np.vstack([w, b])
    assert np.allclose(entries(optimum, Which.optimum), expected, atol=2e-9)
    assert np.allclose(entries(optimum, Which.now), now, atol=2e-9)
    assert np.allclose(entries(optimum, Which.difference), now - expected, atol=3e-9)


def test_an_entry_that_is_nothing_but_rounding_is_written_as_zero() -> None:
    session = Session(note())
    raw = session.course.descent.optimum()[0]
    assert 0 < abs(raw[1, 0]) < 1e-15
    optimum = optimum_of(session)
    assert optimum.text(Which.optimum, Cell(Matrix.w, 1, 0)) == "0"
    assert optimum.text(Which.difference, Cell(Matrix.w, 1, 0)) == "0"
    session.go_to_optimum()
    differences = [optimum_of(session).text(Which.difference, cell) for cell in session.document.shape.cells(Matrix.w)]
    assert differences == ["0"] * 12


def test_a_small_entry_that_is_no_rounding_is_kept() -> None:
    session = Session(document([[1], [2]], [[1]], [[0]], [["1e-9"], ["2e-9"]]))
    assert optimum_of(session).text(Which.optimum, Cell(Matrix.w, 0, 0)) == "1e−9"


def test_hovering_tells_name_and_value_whole() -> None:
    optimum = optimum_of(Session(note()))
    assert optimum.whole(Which.now, Cell(Matrix.w, 0, 2)) == "w₁₃ = −1"
    assert optimum.whole(Which.optimum, Cell(Matrix.b, 0, 0)).startswith("b*₁ = 0.5")
    assert optimum.whole(Which.difference, Cell(Matrix.w, 0, 0)).startswith("w₁₁ − w*₁₁ = 1.2")


# --- what is said


def test_the_note_has_one_optimum_that_meets_every_target() -> None:
    optimum = optimum_of(Session(note()))
    assert optimum.lowest_loss == "The lowest loss is L* = 0: no w and b make it lower."
    assert "all gradients are 0" in optimum.how_many
    assert "No other w and b have this loss: all 5 columns" in optimum.how_many


def test_of_many_optima_it_is_the_nearest_to_the_start() -> None:
    session = Session(dependent())
    assert "only 3 are independent of the 4 columns" in optimum_of(session).how_many
    assert "nearest to the start" in optimum_of(session).how_many
    x, W, y = stacked(session.document)
    expected = nearest_optimum(session.document)
    along = np.linalg.svd(x)[2][-1][:, None]  # a direction in which no ŷ changes
    for step in (-0.5, 0.5):
        other = expected + step * along
        assert np.allclose(x @ other, x @ expected)
        assert np.linalg.norm(other - W) > np.linalg.norm(expected - W)
    lowest = float(optimum_of(session).lowest_loss.split("≈ ")[1].split(":")[0])
    assert lowest == pytest.approx(((x @ expected - y) ** 2).sum() / 5, abs=0.01)


def test_the_gradients_are_zero_at_it() -> None:
    session = Session(dependent())
    start_from_optimum(session)
    session.backward()
    screen = Screen(session)
    for matrix in (Matrix.dL_dw, Matrix.dL_db):
        for cell in session.document.shape.cells(matrix):
            assert abs(float(screen.number(cell) or 0)) < 1e-13


@pytest.mark.parametrize(("t", "said"), [(0, "At iteration 0 w and b are ‖W − W*‖ ≈ "), (10_000, "there, as far as")])
def test_how_far_it_is_now(t: int, said: str) -> None:
    session = Session(one_weight())
    session.go_to(t)
    assert said in optimum_of(session).how_far
    if t == 0:
        distance = float(optimum_of(session).how_far.split("≈ ")[1].split(" ")[0])
        W = stacked(session.document)[1]
        assert distance == pytest.approx(np.linalg.norm(W - nearest_optimum(session.document)), rel=0.05)


@pytest.mark.parametrize(("rate", "why"), [("0.3", "past the bound"), ("0", "past the bound"), ("0.05", "")])
def test_why_there_is_no_way_to_it(rate: str, why: str) -> None:
    session = Session(one_weight())
    session.set_learning_rate(rate)
    assert (why in optimum_of(session).why_no_jump) if why else optimum_of(session).why_no_jump == ""
    session.go_to_optimum()
    if why:
        assert session.notice == optimum_of(session).why_no_jump
        assert session.iteration == 0
    else:
        assert session.iteration > 0


# --- starting from it


@CONVENTIONS
def test_started_from_it_descent_stays_there(convention: LossConvention) -> None:
    session = Session(dependent())
    session.set_convention(convention)
    session.backward()
    session.run(4)
    floor = session.course.descent.optimal_loss
    start_from_optimum(session)
    assert session.iteration == 0
    assert isinstance(session.edits[-1], StartEdit)
    assert optimum_of(session).is_the_start
    assert not session.course.descent.curve.weight.any()
    assert session.course.descent.optimal_loss == pytest.approx(floor, rel=1e-12)
    for t in (0, 1, 1000):
        w, b = session.course.descent.parameters(t)
        assert np.array_equal(w, session.document.w.values)
        assert np.array_equal(b, session.document.b.values)


def test_it_is_not_the_start_as_long_as_that_is_another() -> None:
    assert not optimum_of(Session(note())).is_the_start


def test_an_optimum_beyond_what_may_be_typed_is_no_start() -> None:
    session = Session(document([["1e-12"], ["-1e-12"]], [[0]], [[0]], [["1e45"], ["-1e45"]]))
    assert np.abs(session.course.descent.optimum()[0]).max() == pytest.approx(1e57, rel=1e-9)
    before = session.document
    with pytest.raises(NotFiniteError):
        start_from_optimum(session)
    assert session.document is before


# --- large data


def test_large_data_have_no_optimum_before_they_are_solved() -> None:
    rng = np.random.default_rng(2)
    sizes = {Matrix.x: (40_000, 16), Matrix.w: (16, 3), Matrix.b: (1, 3), Matrix.y: (40_000, 3)}
    session = Session(Document(*(InputMatrix.from_array(m, rng.normal(size=size)) for m, size in sizes.items())))
    optimum, cell = optimum_of(session), Cell(Matrix.w, 3, 1)
    assert not optimum.is_known
    assert optimum.lowest_loss == optimum.why_no_jump == NOT_READY
    assert optimum.how_many == optimum.how_far == ""
    assert optimum.text(Which.now, cell) != ""
    assert optimum.text(Which.optimum, cell) == optimum.text(Which.difference, cell) == ""
    session.solve_with(session.course.factorise())
    expected = nearest_optimum(session.document)[3, 1]
    assert float(optimum_of(session).text(Which.optimum, cell).replace("−", "-")) == pytest.approx(expected, abs=0.006)
