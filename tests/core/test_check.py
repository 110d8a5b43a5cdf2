"""Central differences against L worked out anew from changed inputs, and the check of all gradients against them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core import check
from bpgui.core.cells import INPUTS, Cell, Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.check import (
    GRADIENTS,
    CentralDifference,
    ChecksUnderWay,
    GradientCheck,
    central_difference,
    check_gradients,
    fitting_h,
)
from bpgui.core.equations import Array, LossConvention, Network
from bpgui.core.values import Values
from tests.strategies import Problem, as_floats, problems, proof

LOSS = Cell(Matrix.loss, 0, 0)
widths = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)


def loss_with(values: Values, moved: Cell, change: Any) -> Any:
    """L, worked out whole, with one cell of x, w, b or ŷ another number."""
    given = {matrix: values.whole(matrix) for matrix in (*INPUTS, Matrix.y_hat)}
    if moved.matrix is not Matrix.y_hat:
        del given[Matrix.y_hat]
    array: Array = given[moved.matrix].copy()
    array[moved.row, moved.column] += change
    return Values(values.network, given | {moved.matrix: array})[LOSS]


def cells_and_gradients(shape: Shape) -> list[tuple[Cell, Cell]]:
    return [
        (Cell(GRADIENT_OF[gradient], entry.row, entry.column), entry)
        for gradient in GRADIENTS
        for entry in shape.cells(gradient)
    ]


def results_of(values: Values, gradients: tuple[Matrix, ...] = GRADIENTS) -> tuple[GradientCheck, ...]:
    return list(check_gradients(values, gradients))[-1].results


def random_values(shape: Shape, convention: LossConvention = LossConvention.per_example, **how: Any) -> Values:
    rng = np.random.default_rng(3)
    return Values(Network(shape, convention=convention), {m: rng.normal(size=shape.of(m)) for m in INPUTS}, **how)


@given(problems(largest=4), widths)
@proof
def test_both_losses_are_those_of_an_input_that_is_changed(problem: Problem, h: Fraction) -> None:
    values = problem.exact()
    for cell, _ in cells_and_gradients(problem.shape):
        expected = CentralDifference(cell, h, loss_with(values, cell, h), loss_with(values, cell, -h))
        assert central_difference(values, cell, h) == expected


@pytest.mark.parametrize("convention", LossConvention)
@given(problem=problems(largest=4), h=widths)
@proof
def test_in_fractions_the_value_is_the_gradient_for_any_h(
    convention: LossConvention, problem: Problem, h: Fraction
) -> None:
    values = Values(Network(problem.shape, 0, convention), problem.given)
    for cell, gradient in cells_and_gradients(problem.shape):
        difference = central_difference(values, cell, h)
        assert isinstance(difference.above, Fraction)
        assert isinstance(difference.value, Fraction)
        assert difference.value == values[gradient]


@given(problems(largest=4))
@proof
def test_in_floats_the_value_is_the_gradient_to_the_rounding_of_both_losses(problem: Problem) -> None:
    """Each loss is a sum of N·K squares of errors of D + 2 terms: rounded by some (N·K + 2D) ε of what it could be."""
    values, h = problem.floats(), 1.0
    x, w, b, y = (abs(array) for array in problem.inputs())
    N, D, K = problem.shape
    for cell, gradient in cells_and_gradients(problem.shape):
        move = {Matrix.w: x.max(), Matrix.x: w.max()}.get(cell.matrix, 1.0)
        largest = float(problem.exact().a) * N * K * ((x @ w + b + y).max() + move) ** 2
        found = central_difference(values, cell, Fraction(1))
        assert type(found.above) is type(found.value) is float
        assert abs(found.value - values[gradient]) <= 4 * (N * K + 2 * D + 8) * 2.3e-16 * largest / h


def test_h_is_1_unless_said() -> None:
    values = random_values(Shape(3, 2, 2))
    assert central_difference(values, Cell(Matrix.w, 1, 1)).h == 1


@pytest.mark.parametrize("scale", [1e-140, 1e-9, 1.0, 1e9, 1e45])
def test_a_fitting_h_keeps_digits_where_1_would_lose_them(scale: float) -> None:
    shape = Shape(5, 4, 3)
    plain = random_values(shape)
    given = {m: plain.whole(m) * (scale if m is not Matrix.w else 1) for m in INPUTS}
    values = Values(Network(shape), given)
    for cell, gradient in cells_and_gradients(shape):
        found = central_difference(values, cell, fitting_h(values, cell)).value
        size = np.abs(values.whole(gradient.matrix)).max()
        assert found == pytest.approx(values[gradient], abs=1e-13 * size)


def test_a_fitting_h_is_1_where_nothing_moves_or_nothing_is_off() -> None:
    shape = Shape(2, 2, 2)
    zeros = {m: np.zeros(shape.of(m)) for m in INPUTS}
    assert fitting_h(Values(Network(shape), zeros), Cell(Matrix.b, 0, 0)) == 1
    assert fitting_h(Values(Network(shape), zeros | {Matrix.y: np.ones((2, 2))}), Cell(Matrix.w, 0, 0)) == 1


@pytest.mark.parametrize("matrix", [Matrix.y, Matrix.error, Matrix.loss, Matrix.dL_dw])
def test_other_cells_are_not_moved(matrix: Matrix) -> None:
    with pytest.raises(KeyError):
        central_difference(random_values(Shape(2, 2, 2)), Cell(matrix, 0, 0))


@given(problems(largest=5))
@proof
def test_in_fractions_all_gradients_are_their_central_differences(problem: Problem) -> None:
    results = results_of(problem.exact())
    assert [result.gradient for result in results] == list(GRADIENTS)
    for result in results:
        assert result.entries == problem.shape.entries(result.gradient)
        assert result.largest == result.relative == result.allowed == 0
        assert isinstance(result.largest, Fraction)
        assert result.agrees


@given(problems())
@proof
def test_in_floats_all_gradients_are_their_central_differences_to_rounding(problem: Problem) -> None:
    values = problem.floats()
    for result in results_of(values):
        assert result.agrees
        assert 0 < result.allowed < 1e-12
        assert type(result.largest) is float
        assert result.largest <= result.allowed * bound(values, result.where)


def bound(values: Values, entry: Cell) -> float:
    """2a ‖ŷ − y‖ ‖d‖ of an entry, in plain words, and a little more for its own rounding."""
    error, x, w = (values.whole(matrix) for matrix in (Matrix.error, Matrix.x, Matrix.w))
    row, column = entry.row, entry.column
    match entry.matrix:
        case Matrix.dL_dw:
            errors, moves = error[:, column], x[:, row]
        case Matrix.dL_db:
            errors, moves = error[:, column], np.ones(len(x))
        case Matrix.dL_dx:
            errors, moves = error[row], w[column]
        case _:
            errors, moves = error[row, column], np.ones(1)
    return 1e-290 + 1.001 * 2 * float(values.a) * float(np.linalg.norm(errors) * np.linalg.norm(moves))


class Wrong(Values):
    """Values of which one entry of a gradient is off."""

    def __init__(self, right: Values, entry: Cell, by: Any) -> None:
        super().__init__(right.network, {m: right.whole(m) for m in (*INPUTS, Matrix.error, *GRADIENTS)})
        array = right.whole(entry.matrix).copy()
        array[entry.row, entry.column] += by
        self._whole[entry.matrix] = array


@given(problems(largest=4), st.data())
@proof
def test_a_wrong_entry_is_found_out_and_named(problem: Problem, data: st.DataObject) -> None:
    right = problem.exact()
    _, entry = data.draw(st.sampled_from(cells_and_gradients(problem.shape)))
    off = data.draw(st.fractions(-5, 5).filter(bool) | st.just(Fraction(1, 10**400)))
    for result in results_of(Wrong(right, entry, off)):
        assert result.agrees is (result.gradient is not entry.matrix)
        if not result.agrees:
            assert (result.where, result.largest) == (entry, abs(off))


@pytest.mark.parametrize("off", [1e-9, -3.0, float("nan"), float("inf")])
@pytest.mark.parametrize("gradient", GRADIENTS)
@pytest.mark.parametrize("at_once", [1, 65536])
def test_a_wrong_entry_is_found_out_in_floats_too(
    monkeypatch: pytest.MonkeyPatch, at_once: int, gradient: Matrix, off: float
) -> None:
    monkeypatch.setattr(check, "_FLOATS_AT_ONCE", at_once)
    shape = Shape(7, 5, 3)
    entry = list(shape.cells(gradient))[-2]
    for result in results_of(Wrong(random_values(shape), entry, off)):
        assert result.agrees is (result.gradient is not gradient)
        if not result.agrees:
            assert result.where == entry
            assert result.largest == pytest.approx(abs(off), nan_ok=True)


@pytest.mark.parametrize("wrong", ["the 2 of ∂L/∂ŷ", "another loss convention", "a sign", "the transpose of w"])
def test_usual_mistakes_are_found_out(wrong: str) -> None:
    right = random_values(Shape(4, 3, 3))
    mistaken = Wrong(right, Cell(Matrix.dL_db, 0, 0), 0.0)
    match wrong:
        case "the 2 of ∂L/∂ŷ":
            gradient = Matrix.dL_dy_hat
            mistaken._whole[gradient] = right.whole(gradient) / 2
        case "another loss convention":
            gradient = Matrix.dL_dw
            mistaken._whole[gradient] = right.whole(gradient) / 3
        case "a sign":
            gradient = Matrix.dL_db
            mistaken._whole[gradient] = -right.whole(gradient)
        case _:
            gradient = Matrix.dL_dx
            mistaken._whole[gradient] = right.whole(Matrix.dL_dy_hat) @ right.whole(Matrix.w)
    assert [result.gradient for result in results_of(mistaken) if not result.agrees] == [gradient]


@pytest.mark.parametrize("at_once", [1, 7, 60, 100_000])
@pytest.mark.parametrize("shape", [Shape(5, 4, 3), Shape(1, 1, 1), Shape(40, 2, 3), Shape(2, 33, 1), Shape(3, 1, 20)])
def test_blocks_of_any_size_find_what_brute_force_finds(
    monkeypatch: pytest.MonkeyPatch, at_once: int, shape: Shape
) -> None:
    """Each entry is off by something of its own; brute force looks at each with `central_difference`."""
    monkeypatch.setattr(check, "_FLOATS_AT_ONCE", at_once)
    right = random_values(shape)
    off = Wrong(right, Cell(Matrix.dL_db, 0, 0), 0.0)
    rng = np.random.default_rng(5)
    for gradient in GRADIENTS:
        off._whole[gradient] = right.whole(gradient) + rng.normal(size=shape.of(gradient))
    differences = {
        entry: abs(off[entry] - central_difference(right, cell).value) for cell, entry in cells_and_gradients(shape)
    }
    for result in results_of(off):
        own = {entry: by for entry, by in differences.items() if entry.matrix is result.gradient}
        assert result.entries == len(own)
        assert result.where == max(own, key=lambda entry: own[entry])
        assert result.largest == pytest.approx(max(own.values()), rel=1e-9)
        assert result.relative == pytest.approx(max(by / bound(right, e) for e, by in own.items()), rel=0.01)


@pytest.mark.parametrize("x_scale", [1e-300, 1e-160, 1.0, 1e50])
@pytest.mark.parametrize("w_scale", [1e-300, 1.0, 1e50])
@pytest.mark.parametrize("y_scale", [0.0, 1e-300, 1.0, 1e50])
def test_numbers_of_any_size_agree(x_scale: float, w_scale: float, y_scale: float) -> None:
    shape = Shape(6, 4, 3)
    plain = random_values(shape)
    scales = {Matrix.x: x_scale, Matrix.w: w_scale, Matrix.b: w_scale, Matrix.y: y_scale}
    values = Values(Network(shape), {m: plain.whole(m) * scale for m, scale in scales.items()})
    assert all(result.agrees for result in results_of(values))


def test_features_of_very_different_sizes_agree_each_by_itself() -> None:
    values = random_values(Shape(30, 4, 2))
    given = {m: values.whole(m) for m in INPUTS}
    given[Matrix.x] = given[Matrix.x] * np.array([1e40, 1e-200, 0.0, 1.0])
    assert all(result.agrees for result in results_of(Values(values.network, given)))


def test_large_values_are_checked_by_blocks() -> None:
    values = random_values(Shape(3000, 20, 4), by_blocks=True, in_one_pass=True)
    results = results_of(values)
    assert all(result.agrees for result in results)
    assert not values.is_kept(Matrix.dL_dx)


def test_only_the_gradients_that_are_asked_for_are_checked() -> None:
    values = Wrong(random_values(Shape(3, 2, 2)), Cell(Matrix.dL_dx, 0, 0), 1.0)
    results = results_of(values, (Matrix.dL_dw, Matrix.dL_db))
    assert [(result.gradient, result.agrees) for result in results] == [(Matrix.dL_dw, True), (Matrix.dL_db, True)]


@given(problems(largest=5))
@proof
def test_progress_grows_from_slice_to_slice_until_all_is_done(problem: Problem) -> None:
    for values in (problem.exact(), problem.floats()):
        under_way: Sequence[ChecksUnderWay] = list(check_gradients(values))
        assert all(a.done <= b.done and len(a.results) <= len(b.results) for a, b in pairwise(under_way))
        assert under_way[0].done < 1
        assert under_way[-1].done == 1
        assert len(under_way[-1].results) == len(GRADIENTS)
        assert all(len(step.results) < len(GRADIENTS) for step in under_way[:-1])


def test_what_is_given_stays_as_it_was() -> None:
    values = random_values(Shape(4, 3, 2))
    before = {m: values.whole(m).copy() for m in (*INPUTS, Matrix.error)}
    central_difference(values, Cell(Matrix.w, 0, 0))
    results_of(values)
    for matrix, array in before.items():
        assert np.array_equal(values.whole(matrix), array)


def test_fractions_as_floats_are_the_same_check() -> None:
    shape = Shape(3, 2, 2)
    given = {m: np.full(shape.of(m), Fraction(1, 3), dtype=object) for m in INPUTS}
    exact = Values(Network(shape), given)
    floats = Values(Network(shape), {m: as_floats(array) for m, array in given.items()})
    for cell, _ in cells_and_gradients(shape):
        assert float(central_difference(exact, cell).value) == pytest.approx(central_difference(floats, cell).value)
