"""Programs that are exported: run, they print what was on screen, and they notice when it is something else."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.resource_files import resource_path
from bpgui.session.code_data import number_code
from bpgui.session.code_rounding import LONGEST_LOOP, roundings
from bpgui.session.code_script import archive_content, needs_archive, script, why_no_program
from bpgui.session.code_sections import Language, Program
from bpgui.session.document import Document, Names
from bpgui.session.export_matrices import known_matrices, values_of
from bpgui.session.position import Position
from bpgui.session.problems import read_example
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import document, document_of, hidden_sets, note, of_size, one_weight, positions
from tests.session.programs import Ran, on_screen, printed, run
from tests.strategies import problems, proof

HAS_TORCH = importlib.util.find_spec("torch") is not None
LANGUAGES = [
    Language.numpy,
    pytest.param(Language.torch, marks=pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed")),
]
FAR = [LONGEST_LOOP + 1, 10**6, 10**9]


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    """Any network with any names, at any position near or far, seen with any number of decimals or as fractions."""
    given_document = document_of(draw(problems(largest=4)))
    named = [tuple(draw(st.text(max_size=8)) for _ in range(size)) for size in given_document.shape]
    names = Names(*(each if draw(st.booleans()) else () for each in named))
    session = Session(replace(given_document, names=names, title=draw(st.text(max_size=8))))
    session.set_digits(draw(st.integers(0, 10)))
    session.set_fractions(draw(st.booleans()))
    for matrix in draw(hidden_sets):
        session.set_hidden(frozenset({matrix}), True)
    t = draw(st.integers(0, 4) | st.integers(0, 300) | st.sampled_from(FAR))
    session.go_to(min(t, session.course.last_iteration))
    session.move_to(draw(positions(session.timeline))._replace(iteration=session.iteration))
    return Screen(session)


def at(given_document: Document, iteration: int, digits: int = 2) -> Screen:
    """All of an iteration, as far as its gradients."""
    session = Session(given_document)
    session.set_digits(digits)
    session.backward()
    session.go_to(iteration)
    return Screen(session)


def irises() -> Document:
    """All 150 of them."""
    found = [read_example(path, resource_path("data", "iris.csv")) for path in resource_path("examples").glob("*.json")]
    return next(each.document for each in found if each.document.shape.N == 150)


# --- what is on screen comes out


@proof
@given(screens())
def test_a_numpy_script_prints_what_is_on_screen(screen: Screen) -> None:
    ran = run(Program(screen, Language.numpy))
    assert ran.printed == on_screen(screen)
    assert ran.found["differ"] == 0


@pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed")
@proof
@given(screens())
def test_a_pytorch_script_prints_what_is_on_screen(screen: Screen) -> None:
    ran = run(Program(screen, Language.torch))
    assert ran.printed == on_screen(screen)
    assert ran.found["differ"] == 0


@proof
@given(screens())
def test_no_number_is_further_off_than_the_script_says_it_may_be(screen: Screen) -> None:
    program = Program(screen, Language.numpy)
    ran, lost = run(program), roundings(screen, program.is_looped)
    for matrix in known_matrices(screen):
        off = np.abs(np.array(ran.matrix(matrix)) - values_of(screen, matrix)).max()
        assert off == 0 or off <= lost[matrix]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iteration", [0, 1, 3, 300])
def test_in_ordinary_numbers_every_last_digit_counts(language: Language, iteration: int) -> None:
    screen = at(note(), iteration, digits=8)
    ran = run(Program(screen, language))
    assert ran.found == {"agree": 111, "lost": 0, "differ": 0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("convention", LossConvention)
def test_each_loss_convention_has_its_formula(language: Language, convention: LossConvention) -> None:
    screen = at(replace(note(), convention=convention), 2, digits=6)
    program = Program(screen, language)
    assert run(program).printed == on_screen(screen)
    code = {
        LossConvention.per_example: "a = 1 / N  #",
        LossConvention.per_entry: "a = 1 / (N * K)  #",
        LossConvention.half_per_example: "a = 1 / (2 * N)  #",
        LossConvention.sum_of_squares: "a = 1  #",
    }
    assert [each for each in LossConvention if code[each] in script(program)] == [convention]


@pytest.mark.parametrize("language", LANGUAGES)
def test_fractions_are_written_as_fractions(language: Language) -> None:
    given_document = document([["1/3", "0.1"]], [[1], ["-2/7"]], [[0]], [["1e-9"]], Fraction(1, 3))
    screen = at(given_document, 2)
    code = script(Program(screen, language))
    assert "[[1/3, 0.1]]" in code
    assert "-2/7" in code
    assert "[[1e-09]]" in code
    assert "learning_rate = 1/3  # η" in code
    assert run(Program(screen, language)).printed == on_screen(screen)


@given(st.fractions(max_denominator=10**30) | st.floats(-1e50, 1e50).map(Fraction))
@settings(proof)
def test_numbers_in_the_text_have_the_same_bits(value: Fraction) -> None:
    read = eval(number_code(value))
    assert float(read).hex() == float(value).hex()


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_on_screen_as_fractions_are_compared_as_fractions(language: Language) -> None:
    session = Session(document([["1/3", 2]], [[1], ["2/7"]], [["1/9"]], [["0.5"]]))
    session.set_fractions(True)
    session.backward()
    screen = Screen(session)
    ran = run(Program(screen, language))
    assert ran.printed["y_hat"] == [["64/63"]]
    assert ran.printed == on_screen(screen)


# --- far away


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iteration", FAR)
def test_far_away_there_is_no_loop(language: Language, iteration: int) -> None:
    screen = at(replace(note(), learning_rate=Fraction("1e-9")), iteration, digits=6)
    program = Program(screen, language)
    code = script(program)
    assert "for t in range" not in code
    assert "lies too far away for a loop" in code
    ran = run(program)
    assert ran.printed == on_screen(screen)
    assert ran.found["lost"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_up_to_a_stated_iteration_there_is_one(language: Language) -> None:
    screen = at(replace(note(), learning_rate=Fraction("1e-3")), LONGEST_LOOP)
    program = Program(screen, language)
    assert "for t in range(iterations):" in script(program)
    assert run(program).printed == on_screen(screen)


def test_a_loop_that_would_run_away_from_the_optimum_is_not_taken() -> None:
    given_document = document([["0.1"], ["0.7"]], [["0.3"]], [["0.2"]], [["0.23"], ["0.41"]], Fraction(5))
    screen = at(given_document, 300)  # a start at the optimum, and a rate past the bound
    program = Program(screen, Language.numpy)
    assert "for t in range" not in script(program)
    assert "rounding would add up" in script(program)
    assert run(program).printed == on_screen(screen)


def test_where_nothing_but_rounding_is_left_the_script_says_so() -> None:
    ran = run(Program(at(note(), 100_000), Language.numpy))
    assert ran.found["differ"] == 0
    assert ran.found["lost"] == ran.said.count("~") - 1 > 0
    assert "rounding may reach their last digit" in ran.said


# --- nothing else


def test_what_lies_ahead_is_neither_printed_nor_compared() -> None:
    session = Session(note())
    session.move_to(Position(0, Matrix.dL_dw, 9))
    ran = run(Program(Screen(session), Language.numpy))
    assert list(ran.printed) == ["x", "w", "b", "y", "y_hat", "error", "L", "dL_dy_hat"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("learning_rate = 0.05", "learning_rate = 0.051"),
        ("a = 1 / N ", "a = 1 / (N + 1) "),
        ("iterations = 2", "iterations = 3"),
        ("[ 1,  0,  2, -1],", "[ 1,  0,  2, -1.1],"),
        ("x @ w + b", "x @ w - b"),
    ],
)
def test_a_script_that_works_out_something_else_notices(language: Language, old: str, new: str) -> None:
    code = script(Program(at(note(), 2), language))
    assert old in code
    with pytest.raises(AssertionError, match="Numbers that differ from those of bpgui"):
        Ran([code.replace(old, new)])


def test_one_number_that_is_one_off_in_its_last_digit_is_noticed_and_printed_whole() -> None:
    screen = at(note(), 3)
    code = script(Program(screen, Language.numpy))
    shown = screen.look(Cell(Matrix.y_hat, 0, 1)).text
    assert shown == "1.79"
    with pytest.raises(AssertionError, match=r"differ from those of bpgui: 1$"):
        Ran([code.replace("-0.62   1.79  -1.08", "-0.62   1.78  -1.08")])


# --- as a file


def run_file(path: Path) -> str:
    """What a program in a file prints, run from another folder with nothing but its own path."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(path)], capture_output=True, cwd=Path.cwd(), env=environment, timeout=100
    )
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")
    return ran.stdout.decode("ascii").replace("\r\n", "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_script_runs_by_itself(language: Language, tmp_path: Path) -> None:
    screen = at(note(), 3)
    path = tmp_path / "the note, ŷ.py"
    path.write_text(script(Program(screen, language)), encoding="utf-8")
    assert printed(run_file(path)) == on_screen(screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_data_stand_in_an_archive_beside_the_script(language: Language, tmp_path: Path) -> None:
    screen = at(irises(), 1000, digits=4)
    assert needs_archive(screen)
    program = Program(screen, language, "irises-data.npz")
    code = script(program)
    assert len(code.splitlines()) < 220
    assert code.isprintable() or "irises-data.npz" in code
    (tmp_path / "irises.py").write_text(code, encoding="utf-8")
    (tmp_path / "irises-data.npz").write_bytes(b"".join(archive_content(program)))
    said = run_file(tmp_path / "irises.py")
    shown = {name: rows[:40] for name, rows in on_screen(screen).items()}
    assert printed(said) == shown
    compared = sum(screen.network.shape.entries(matrix) for matrix in known_matrices(screen))
    assert f"to the last printed digit: {compared}\n" in said


def test_of_very_many_numbers_only_the_first_are_compared(tmp_path: Path) -> None:
    session = Session(of_size(30_000, 2, 3))
    session.backward()
    program = Program(Screen(session), Language.numpy, "zeros-data.npz")
    code = script(program)
    assert "only the first are compared" in code
    (tmp_path / "zeros.py").write_text(code, encoding="utf-8")
    (tmp_path / "zeros-data.npz").write_bytes(b"".join(archive_content(program)))
    assert "Numbers that agree with bpgui" in run_file(tmp_path / "zeros.py")


def test_while_large_data_are_worked_out_there_is_no_program() -> None:
    session = Session(of_size(60_000, 100, 10))
    assert "not worked out yet" in why_no_program(Screen(session))
    assert why_no_program(at(one_weight(), 0)) == ""


def test_no_line_of_a_script_is_very_long() -> None:
    makers: list[Callable[[], Screen]] = [lambda: at(note(), 3), lambda: at(note(), 10**6), lambda: at(irises(), 3)]
    for make in makers:
        for language in Language:
            screen = make()
            archive = "some-data.npz" if needs_archive(screen) else ""
            for line in script(Program(screen, language, archive)).splitlines():
                assert len(line) <= 120, line
