"""Numbers that others have published, or that were worked by hand: every number of `expect`, at each file's tolerance.

Two of the files test equations only: one has no y, the other starts at the gradient that arrives from above.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.descent import Descent
from bpgui.core.equations import Array, LossConvention, Network
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import InputMatrix, check_network
from bpgui.core.numbers import exact_value, parse_number
from bpgui.core.values import Values

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.json"))
LOSS = Cell(Matrix.loss, 0, 0)
OF_DESCENT = {"L_next", "learning_rate_limit", "optimal_loss"}


class Case:
    """One file, with its matrices."""

    def __init__(self, path: Path) -> None:
        self.content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.expect: dict[str, Any] = self.content["expect"]
        self.tolerance: float = self.content["tolerance"]
        self.inputs = {
            matrix: InputMatrix.from_rows(matrix, self.content[matrix])
            for matrix in Matrix
            if matrix.value in self.content
        }
        self.learning_rate = exact_value(self.content.get("learning_rate", 0.01))

    @property
    def shape(self) -> Shape:
        """The size, whichever matrices are there."""
        N, D = self.inputs[Matrix.x].size
        of_classes = self.inputs.get(Matrix.w) or self.inputs[Matrix.dL_dy_hat]
        return Shape(N, D, of_classes.size[1])

    def exact(self, convention: LossConvention = LossConvention.per_example) -> Values:
        """All matrices in fractions."""
        network = Network(self.shape, self.learning_rate, convention)
        return Values(network, {matrix: given.fractions for matrix, given in self.inputs.items()})

    def floats(self, convention: LossConvention = LossConvention.per_example) -> Values:
        """All matrices in float64."""
        network = Network(self.shape, float(self.learning_rate), convention)
        return Values(network, {matrix: given.values for matrix, given in self.inputs.items()})

    def descent(self) -> Descent:
        """Its descent, solved."""
        x, w, b, y = (self.inputs[m].values for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
        return Descent(Factorisation.of(x, y), w, b, float(self.learning_rate))


def next_values(values: Values) -> Values:
    """One iteration later, by the equations."""
    given = {matrix: values.whole(matrix) for matrix in (Matrix.x, Matrix.y)}
    given |= {Matrix.w: values.whole(Matrix.w_next), Matrix.b: values.whole(Matrix.b_next)}
    return Values(values.network, given)


BY_EQUATIONS: dict[str, Callable[[Case, Callable[..., Values]], Any]] = {
    "y_hat": lambda case, values: values().whole(Matrix.y_hat),
    "L": lambda case, values: values()[LOSS],
    "sum": lambda case, values: values(LossConvention.sum_of_squares)[LOSS],
    "mean": lambda case, values: values(LossConvention.per_entry)[LOSS],
    "dL_dw": lambda case, values: values().whole(Matrix.dL_dw),
    "dL_db": lambda case, values: values().whole(Matrix.dL_db),
    "w_next": lambda case, values: values().whole(Matrix.w_next),
    "b_next": lambda case, values: values().whole(Matrix.b_next),
    "L_next": lambda case, values: next_values(values())[LOSS],
}
BY_DESCENT: dict[str, Callable[[Case], Any]] = {
    "L": lambda case: case.descent().loss(0),
    "w_next": lambda case: case.descent().parameters(1)[0],
    "b_next": lambda case: case.descent().parameters(1)[1],
    "L_next": lambda case: case.descent().loss(1),
    "learning_rate_limit": lambda case: case.descent().learning_rate_limit,
    "optimal_loss": lambda case: case.descent().optimal_loss,
}


def as_array(expected: Any) -> Array:
    """A published number or matrix in float64; "117/5" is read as it is typed."""
    if isinstance(expected, str):
        return np.array(float(parse_number(expected)))
    return np.array(expected, dtype=np.float64)


def cases_and_keys(of: dict[str, Any]) -> list[Any]:
    """Every number of every file that can be had this way; a file without y has no descent."""
    found = []
    for path in CASES:
        case = Case(path)
        has_descent = Matrix.y in case.inputs
        found += [
            pytest.param(case, key, id=f"{path.stem}-{key}")
            for key in case.expect
            if key in of and (of is BY_EQUATIONS or has_descent)
        ]
    return found


def test_all_five_files_are_here_and_every_number_in_them_is_asked_for() -> None:
    assert [path.stem for path in CASES] == [
        "cs231n-affine-forward",
        "loss-conventions",
        "note-size-integers",
        "one-weight",
        "upstream-gradient",
    ]
    for path in CASES:
        assert set(Case(path).expect) <= set(BY_EQUATIONS) | set(BY_DESCENT)
        assert set(Case(path).expect) & set(BY_EQUATIONS)


@pytest.mark.parametrize(("case", "key"), cases_and_keys(BY_EQUATIONS))
def test_the_equations_give_the_published_number_in_floats(case: Case, key: str) -> None:
    found = np.asarray(BY_EQUATIONS[key](case, case.floats))
    expected = as_array(case.expect[key])
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= case.tolerance


@pytest.mark.parametrize(("case", "key"), cases_and_keys(BY_EQUATIONS))
def test_the_equations_give_the_published_number_in_fractions(case: Case, key: str) -> None:
    found = np.asarray(BY_EQUATIONS[key](case, case.exact))
    assert all(isinstance(value, Fraction) for value in found.ravel())
    assert np.abs(found.astype(np.float64) - as_array(case.expect[key])).max() <= case.tolerance


@pytest.mark.parametrize(("case", "key"), cases_and_keys(BY_DESCENT))
def test_the_solved_descent_gives_the_published_number(case: Case, key: str) -> None:
    found = np.asarray(BY_DESCENT[key](case))
    assert np.abs(found - as_array(case.expect[key])).max() <= case.tolerance


@pytest.mark.parametrize("stem", ["loss-conventions", "note-size-integers", "one-weight"])
def test_the_integers_of_the_cases_come_out_exactly_in_fractions(stem: str) -> None:
    """Integers and finite decimals, "117/5" and "86823/6250" among them: no tolerance but for the endless 6.33…."""
    case = next(Case(path) for path in CASES if path.stem == stem)
    for key in case.expect.keys() - {"mean", "learning_rate_limit", "optimal_loss"}:
        expected = case.expect[key]
        rows = expected if isinstance(expected, list) else [[expected]]
        exactly = InputMatrix.from_rows(Matrix.x, rows).fractions
        found = np.asarray(BY_EQUATIONS[key](case, case.exact)).reshape(exactly.shape)
        assert (found == exactly).all(), key
    if "mean" in case.expect:
        assert case.exact(LossConvention.per_entry)[LOSS] == Fraction(19, 3)


def test_the_cases_that_are_whole_problems_fit_together() -> None:
    whole = [case for case in map(Case, CASES) if Matrix.y in case.inputs]
    assert len(whole) == 3
    for case in whole:
        four = (case.inputs[m] for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
        assert check_network(*four) == case.shape
