"""The check of the gradients in words: what it says, where fractions end, and what it may not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import Array
from bpgui.core.inputs import InputMatrix
from bpgui.core.values import Values
from bpgui.session.document import Document
from bpgui.session.gradient_check import GradientCheckReport, can_check, check, subject_of
from bpgui.session.position import StepSize
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X, UPDATED_PARAMETERS
from tests.session.documents import HIDEABLE, document_of, note, of_size, one_weight
from tests.strategies import Problem, problems, proof


def backward(document: Document, iteration: int = 0, show_x: bool = False) -> Session:
    session = Session(document)
    session.set_hidden(GRADIENT_OF_X, not show_x)
    if iteration:
        session.go_to(iteration)
    session.backward()
    return session


def last(session: Session) -> GradientCheckReport:
    return list(check(session))[-1]


def test_what_the_note_s_example_comes_to() -> None:
    report = last(backward(note(), show_x=True))
    said = "All 50 entries of the four gradients agree: in fractions exactly, in floats within [1-9]e−1[5-9]."
    assert re.fullmatch(said, report.sentence)
    assert [row.gradient for row in report.rows] == [Matrix.dL_dy_hat, Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx]
    assert [row.entries for row in report.rows] == ["15", "12", "3", "20"]
    assert {row.fractions for row in report.rows} == {"0"}
    assert report.agrees


def test_within_is_never_less_than_the_largest_difference() -> None:
    report = last(backward(note(), show_x=True))
    said = float(report.sentence.removesuffix(".").split()[-1].replace("−", "-"))
    assert all(float(row.floats.replace("−", "-")) <= said for row in report.rows)


def test_a_gradient_that_the_view_hides_is_left_out() -> None:
    report = last(backward(note()))
    assert report.sentence.startswith("All 30 entries of the three gradients agree")
    assert Matrix.dL_dx not in [row.gradient for row in report.rows]
    assert "ŷ, w or b" in report.remarks[0]
    assert "ŷ, w, b or x" in last(backward(note(), show_x=True)).remarks[0]


def test_the_largest_difference_has_its_place() -> None:
    for row in last(backward(note(), show_x=True)).rows:
        if row.floats == "0":
            assert (row.where, row.where_in_words) == ("–", "nowhere")
        else:
            assert row.where.startswith("∂L/∂")
            assert "column" in row.where_in_words


def test_where_fractions_have_ended_it_says_so_and_checks_floats() -> None:
    report = last(backward(note(), 5000))
    assert report.agrees
    assert "in floats within" in report.sentence
    assert "in fractions" not in report.sentence
    assert {row.fractions for row in report.rows} == {"–"}
    assert any("fractions are kept up to" in remark for remark in report.remarks)


def test_it_says_why_a_central_difference_is_the_gradient() -> None:
    remark = last(backward(note())).remarks[0]
    assert "(L(c + h) − L(c − h)) / 2h" in remark
    assert "quadratic" in remark
    assert "In fractions h is 1" in remark


def test_floats_that_are_never_off_are_said_to_be_exact() -> None:
    report = last(backward(of_size(2, 2, 2)))
    assert report.sentence == "All 10 entries of the three gradients agree: in fractions exactly, in floats too."
    assert len(report.remarks) == 1


def test_one_entry_is_said_as_it_is() -> None:
    assert last(backward(one_weight(), show_x=True)).sentence.startswith("All 4 entries of the four gradients agree")


def test_a_large_number_of_entries_is_grouped() -> None:
    rng = np.random.default_rng(1)
    shape = of_size(700, 4, 3).shape
    given = (InputMatrix.from_array(m, rng.normal(size=shape.of(m))) for m in INPUTS)
    report = last(backward(Document(*given)))
    assert report.rows[0].entries == "2100"
    assert report.sentence.startswith("All 2115 entries")
    assert report.agrees


@pytest.mark.parametrize("exactly", [True, False])
def test_a_wrong_gradient_is_named(monkeypatch: pytest.MonkeyPatch, exactly: bool) -> None:
    session = backward(note())
    moment = session.course.moment(0)
    mistaken = moment.exact if exactly else moment.values
    assert mistaken is not None
    whole = Values.whole

    def one_is_wrong(values: Values, matrix: Matrix) -> Array:
        array = whole(values, matrix)
        if values is mistaken and matrix is Matrix.dL_dw:
            array = array.copy()
            array[2, 1] += Fraction(1, 2) if exactly else 0.5
        return array

    monkeypatch.setattr(Values, "whole", one_is_wrong)
    report = last(session)
    numbers = "fractions" if exactly else "floats"
    assert report.sentence == (f"∂L/∂w does not agree: in {numbers}, ∂L/∂w₃₂ and its central difference are 0.5 apart.")
    assert report.agrees is False


def test_numbers_come_row_by_row_and_the_sentence_at_the_end() -> None:
    reports = list(check(backward(note())))
    assert reports[0].done == 0
    assert reports[0].sentence == "Checking all 30 entries of the three gradients…"
    assert all(not row.floats and not row.where and not row.fractions for row in reports[0].rows)
    assert [report.is_complete for report in reports] == [False] * (len(reports) - 1) + [True]
    assert all(a.done <= b.done for a, b in pairwise(reports))
    assert reports[-1].done == 1


def before_the_end(session: Session) -> None:
    session.backward()
    session.step_back(StepSize.term)


@pytest.mark.parametrize("go", [lambda session: None, Session.forward, before_the_end])
def test_before_the_backward_pass_is_complete_there_is_no_check(go: Callable[[Session], None]) -> None:
    session = Session(note())
    go(session)
    assert not can_check(session)
    with pytest.raises(ValueError, match="not all known"):
        next(check(session))


def test_once_the_gradients_are_known_they_stay_to_be_checked_until_the_iteration_ends() -> None:
    session = backward(note())
    subject = subject_of(session)
    session.step(StepSize.entry)
    assert can_check(session)
    assert subject_of(session) == subject
    session.update()
    assert not can_check(session)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.enter(Matrix.x, 0, 0, "7"),
        lambda session: session.set_learning_rate("0.2"),
        lambda session: session.go_to(1),
        lambda session: session.set_hidden(GRADIENT_OF_X, False),
    ],
)
def test_what_a_check_is_of_changes_with_document_iteration_and_gradients(change: Callable[[Session], None]) -> None:
    session = backward(note())
    subject = subject_of(session)
    change(session)
    assert subject_of(session) != subject


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_digits(5),
        lambda session: session.select(Cell(Matrix.x, 0, 0)),
        lambda session: session.set_hidden(UPDATED_PARAMETERS, True),
    ],
)
def test_it_is_the_same_check_whatever_else_is_done(change: Callable[[Session], None]) -> None:
    session = backward(note())
    subject = subject_of(session)
    change(session)
    assert subject_of(session) == subject


@given(problems(largest=4))
@proof
def test_every_problem_agrees_at_every_iteration(problem: Problem) -> None:
    for hidden in HIDEABLE[:2]:
        for iteration in (0, 1, 40):
            session = backward(document_of(problem), iteration, show_x=not hidden)
            report = last(session)
            assert report.agrees, report.sentence
            assert report.sentence.startswith("All ")
