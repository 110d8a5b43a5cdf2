"""The numbers that `bpgui solve` prints."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpgui.core.cells import Matrix
from bpgui.session.problems import read_problem
from bpgui.session.session import Session
from tests.solve_command import CASES, KEYS, NOTE, ONE_WEIGHT, Printed


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Printed:
    """`bpgui solve`."""
    return Printed(capsys)


def numbers(state: object) -> Iterator[float]:
    """All numbers in a state."""
    match state:
        case dict():
            for value in state.values():
                yield from numbers(value)
        case list():
            for value in state:
                yield from numbers(value)
        case int() | float():
            yield state


def flat(value: Any) -> np.ndarray:
    """A published number, or matrix of them, in float64."""
    return np.array(np.vectorize(lambda each: float(Fraction(each)))(np.array(value)))


@pytest.mark.parametrize("name", ["loss-conventions", "note-size-integers", "one-weight"])
def test_the_published_cases_are_reproduced(command: Printed, name: str) -> None:
    path = CASES / f"{name}.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    expect, now, after = case["expect"], command.solved(path), command.solved(path, "--iterations", 1)
    found = {"L": now["loss"], "w_next": after["w"], "b_next": after["b"], "L_next": after["loss"]} | now
    compared = {key for key in expect if key in found}
    assert compared >= {"L", "dL_dw", "dL_db"}
    for key in compared:
        np.testing.assert_allclose(flat(found[key]), flat(expect[key]), rtol=0, atol=case["tolerance"], err_msg=key)


@pytest.mark.parametrize(("name", "missing"), [("cs231n-affine-forward", "y"), ("upstream-gradient", "w")])
def test_the_cases_that_test_equations_only_lack_a_matrix_and_are_told_so(
    command: Printed, name: str, missing: str
) -> None:
    said = command.refused(CASES / f"{name}.json")
    assert said == f"{name}.json: the matrix {missing} is missing; expected x, w, b and y."


@pytest.mark.parametrize("t", [0, 1, 7, 1000, 10**9, 2**53])
def test_any_iteration_can_be_asked_for(command: Printed, t: int) -> None:
    found = command.solved(NOTE, "--iterations", t)
    assert found["iteration"] == t
    assert all(math.isfinite(number) for number in numbers(found))
    if t <= 10**9:
        session = Session(read_problem(NOTE))
        w, b = session.course.parameters(t)
        assert found["w"] == w.tolist()
        assert found["b"] == b.tolist()
        for matrix in (Matrix.y_hat, Matrix.error, Matrix.dL_dy_hat, Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx):
            shown = session.course.moment(t).values.whole(matrix)
            np.testing.assert_allclose(found[matrix.value], shown, rtol=1e-12, atol=1e-14)
    if t >= 10**9:
        assert found["loss"] < 1e-28


def test_every_number_is_printed_in_full(command: Printed, tmp_path: Path) -> None:
    rows = [[0.1 + 0.2, 1 / 3], [2**-0.5, 1e-17], [123456.789e-3, -1e15]]
    path = tmp_path / "full.json"
    path.write_text(json.dumps({"x": rows, "w": [[math.pi], [1e-9]], "b": [["1/3"]], "y": [[0], [1], [2]]}))
    found = command.solved(path)
    assert found["w"] == [[math.pi], [1e-9]]
    assert found["b"] == [[1 / 3]]
    expected = np.array(rows) @ np.array(found["w"]) + np.array(found["b"])
    np.testing.assert_allclose(found["y_hat"], expected, rtol=1e-15)


def test_numbers_may_be_fractions_in_text(command: Printed, tmp_path: Path) -> None:
    path = tmp_path / "thirds.json"
    path.write_text('{"x": [["1/3"]], "w": [["3"]], "b": [["−1/3"]], "y": [["0,5"]], "learning_rate": "1/20"}', "utf-8")
    found = command.solved(path)
    assert found["y_hat"] == [[pytest.approx(2 / 3)]]
    assert found["error"] == [[pytest.approx(1 / 6)]]


@pytest.mark.parametrize(
    ("rate", "w"), [("0", 3), ("1/20", 3.4), ("0.05", 3.4), ("0,05", 3.4), (".5e-1", 3.4), ("1", 11)]
)
def test_another_learning_rate_may_be_given(command: Printed, rate: str, w: float) -> None:
    found = command.solved(ONE_WEIGHT, "--learning-rate", rate, "--iterations", 1)
    assert found["w"] == [[pytest.approx(w, rel=1e-14)]]
    assert command.solved(ONE_WEIGHT, f"--learning-rate={rate}")["loss"] == 4


def test_a_learning_rate_of_zero_stands_still_for_a_billion_iterations(command: Printed) -> None:
    at_first = command.solved(NOTE, "--learning-rate", 0)
    later = command.solved(NOTE, "--learning-rate", 0, "--iterations", 10**9)
    assert later | {"iteration": 0} == at_first


def test_the_rate_of_a_file_without_one_is_a_hundredth(command: Printed, tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    path.write_text('{"x": [[2]], "w": [[3]], "b": [[1]], "y": [[9]]}')
    assert command.solved(path, "--iterations", 1)["w"] == [[pytest.approx(3.08)]]


def test_past_the_last_finite_iteration_that_iteration_is_named(command: Printed) -> None:
    said = command.refused(ONE_WEIGHT, "--learning-rate", 1, "--iterations", 10**9)
    last = int(said.removesuffix(".").rsplit(" ", 1)[1])
    assert said == (
        "The learning rate is past its bound, and descent diverges: "
        f"the last iteration whose values are all finite is {last}."
    )
    found = command.solved(ONE_WEIGHT, "--learning-rate", 1, "--iterations", last)
    assert all(math.isfinite(number) for number in numbers(found))
    assert found["loss"] > 1e300
    assert command.refused(ONE_WEIGHT, "--learning-rate", 1, "--iterations", last + 1) == said


@pytest.mark.parametrize("size", ["1e50", "-1e50", "1e-300", "0"])
def test_extreme_numbers_are_solved_or_refused_but_never_nan(command: Printed, tmp_path: Path, size: str) -> None:
    path = tmp_path / "extreme.json"
    path.write_text(json.dumps({"x": [[size, size]], "w": [[size], [size]], "b": [[size]], "y": [[size]]}))
    found = command.solved(path)
    assert list(found) == KEYS
