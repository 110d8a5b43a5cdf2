"""`bpgui solve`, as a script or a test calls it: one JSON object, or one sentence and status 2; no display, no Qt."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpgui import __version__, cli
from bpgui.core.cells import Matrix
from bpgui.session.problems import read_problem
from bpgui.session.session import Session

CASES = Path(__file__).parent / "cases"
NOTE, ONE_WEIGHT = CASES / "note-size-integers.json", CASES / "one-weight.json"
KEYS = (
    "iteration w b y_hat error loss dL_dy_hat dL_dw dL_db dL_dx learning_rate_limit optimal_loss"  # the order
).split()
WITHOUT_QT = (
    "import sys; sys.modules['PySide6'] = None; sys.argv[0] = 'bpgui'; from bpgui.cli import main; sys.exit(main())"
)


def run(*arguments: object, program: tuple[str, ...] = ("-m", "bpgui")) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without a display."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=Path(__file__).parent.parent,
        timeout=60,
    )


def solved(*arguments: object) -> dict[str, Any]:
    """What `solve` prints; it must be JSON as the standard has it, without NaN, and nothing else."""
    done = run("solve", *arguments)
    assert done.stderr == ""
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    found: dict[str, Any] = json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name))
    return found


class Printed:
    """`solve` in this process, for the many cases that need no process of their own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def solved(self, *arguments: object) -> dict[str, Any]:
        """What it prints."""
        assert cli.main(["solve", *map(str, arguments)]) == 0
        printed = self._capsys.readouterr()
        assert printed.err == ""
        found: dict[str, Any] = json.loads(printed.out, parse_constant=lambda name: pytest.fail(name))
        return found

    def refused(self, *arguments: object) -> str:
        """The one sentence with which it refuses."""
        assert cli.main(["solve", *map(str, arguments)]) == 2
        printed = self._capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.splitlines()) == 1
        assert printed.err.endswith(".\n")
        assert printed.err.startswith("bpgui solve: ")
        return printed.err.removeprefix("bpgui solve: ").removesuffix("\n")


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


# --- in a process of its own


def test_the_note_is_solved_without_a_display() -> None:
    found = solved(NOTE)
    expected = json.loads(NOTE.read_text(encoding="utf-8"))["expect"]
    assert list(found) == KEYS
    assert found["iteration"] == 0
    assert found["loss"] == 23.4
    assert found["y_hat"] == expected["y_hat"]
    np.testing.assert_allclose(found["dL_dw"], flat(expected["dL_dw"]), atol=1e-12)
    assert found["learning_rate_limit"] == pytest.approx(expected["learning_rate_limit"])


def test_it_runs_where_qt_cant_be_imported() -> None:
    done = run("solve", NOTE, "--iterations", 3, program=("-c", WITHOUT_QT))
    assert done.returncode == 0
    assert json.loads(done.stdout)["iteration"] == 3


def test_it_doesnt_import_qt_where_it_could() -> None:
    program = "import sys; from bpgui.cli import main; main(sys.argv[1:]); print(sorted(sys.modules), file=sys.stderr)"
    done = run("solve", NOTE, program=("-c", program))
    assert "numpy" in done.stderr
    assert not any(name in done.stderr for name in ("PySide6", "shiboken6", "pyqtgraph"))


def test_bad_input_gets_one_sentence_and_status_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"x": [[1, true]]}', encoding="utf-8")
    for arguments in ((path,), (NOTE, "--iterations", "abc"), (tmp_path / "none.json",), ()):
        done = run("solve", *arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("bpgui solve: ")


def test_the_version_needs_no_qt_either() -> None:
    done = run("--version", program=("-c", WITHOUT_QT))
    assert done.stdout.split() == ["bpgui", __version__]


# --- the numbers


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


# --- what is refused


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "1e3", "1_000", "", "٣", "9" * 30, "9007199254740993"])
def test_iterations_are_whole_numbers_from_0(command: Printed, text: str) -> None:
    said = command.refused(NOTE, f"--iterations={text}")
    assert "from 0 to 9007199254740992" in said


def test_a_negative_number_may_stand_apart_and_is_refused_all_the_same(command: Printed) -> None:
    assert command.refused(NOTE, "--iterations", "-5").startswith("--iterations: expected a whole number from 0")
    expected = "The learning rate can't be negative: expected 0 or more."
    assert command.refused(NOTE, "--learning-rate", "-0.1") == expected
    assert command.refused(NOTE, "--learning-rate=-1/20") == expected


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "1e60", "1/0", "0x10", "1_0", ""])
def test_what_is_no_learning_rate_is_refused(command: Printed, text: str) -> None:
    command.refused(NOTE, f"--learning-rate={text}")


@pytest.mark.parametrize("arguments", [[], ["--iterations"], [NOTE, NOTE], [NOTE, "--speed", 3]])
def test_mistaken_arguments_get_one_sentence_without_the_usage(command: Printed, arguments: list[object]) -> None:
    assert command.refused(*arguments).endswith("see “bpgui solve --help”.")


def test_nothing_in_a_file_can_break_the_line_or_the_terminal(command: Printed, tmp_path: Path) -> None:
    path = tmp_path / "rude.json"
    path.write_text(json.dumps({"x": [["1\n\x1b[31m2"]]}))
    assert "\x1b" not in command.refused(path)
    path = tmp_path / "line\nbreak.json"
    command.refused(path)


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["solve", "--help"])
    assert left.value.code == 0
    assert "--learning-rate" in capsys.readouterr().out
