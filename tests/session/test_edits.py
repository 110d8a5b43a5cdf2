"""What an edit does to the document, to the position and to the curve."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputError, InputMatrix
from bpgui.core.numbers import NumberError
from bpgui.session.edits import ConventionEdit, EntriesEdit, LearningRateEdit, StartEdit
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import (
    LOSS,
    case,
    document,
    document_of,
    exact_of,
    note,
    one_weight,
    positions,
    session_at,
    state_of,
)
from tests.strategies import Problem, fractions, problems, proof

THIRD_OF_W12 = Position(0, Matrix.dL_dw, 8)
UNREADABLE = ["", " ", "abc", "nan", "inf", "-inf", "1_0", "0x10", "1/0", "1e60", "1,2,3", "1.2.3", "--1", "1e999", "½"]


@pytest.fixture
def session() -> Session:
    """The note, at its start."""
    return Session(note())


def test_an_edit_at_iteration_0_keeps_the_place_and_all_that_is_shown_follows(session: Session) -> None:
    session.move_to(Position(0, Matrix.loss, 15))
    before = Screen(session).number(LOSS)
    session.enter(Matrix.y, 0, 0, "5")
    assert session.position == Position(0, Matrix.loss, 15)
    assert session.selection == Cell(Matrix.y, 0, 0)
    assert session.earlier_curve is None
    # ŷ₁₁ is −2: its square of (−2 − 1)² becomes (−2 − 5)²
    assert Screen(session).number(LOSS) == before + Fraction(49 - 9, 5)


@pytest.mark.parametrize("matrix", INPUTS)
def test_an_edit_later_on_starts_anew_from_the_parameters_of_that_moment(session: Session, matrix: Matrix) -> None:
    session.move_to(THIRD_OF_W12._replace(iteration=3))
    w, b = session.course.parameters_as_inputs(3)
    earlier = session.course.descent.curve
    session.enter(matrix, 0, 1, "7")
    assert session.position == THIRD_OF_W12
    assert session.earlier_curve is earlier
    assert session.furthest == 0
    expected = exact_of(note()) | {Matrix.w: w.fractions.tolist(), Matrix.b: b.fractions.tolist()}
    expected[matrix][0][1] = Fraction(7)
    assert exact_of(session.document) == expected
    assert [type(edit) for edit in session.edits] == [StartEdit, EntriesEdit]


def test_the_parameters_of_that_moment_are_taken_over_exactly(session: Session) -> None:
    session.run(2)
    shown = Screen(session).number(Cell(Matrix.w, 1, 1))
    assert isinstance(shown, Fraction)
    session.enter(Matrix.b, 0, 0, "1/3")
    assert session.document.w.exact_at(1, 1) == shown
    assert session.document.b.exact_at(0, 0) == Fraction(1, 3)


def test_only_the_latest_earlier_curve_is_kept(session: Session) -> None:
    for t in (5, 9):
        session.run(t)
        latest = session.course.descent.curve
        session.enter(Matrix.x, 0, 0, str(t))
    assert session.earlier_curve is latest


def test_the_learning_rate_and_the_convention_keep_time_and_start(session: Session) -> None:
    session.move_to(THIRD_OF_W12._replace(iteration=40))
    session.select(Cell(Matrix.x, 0, 0))
    before = exact_of(session.document)
    session.set_learning_rate("1/30")
    session.set_convention(LossConvention.per_entry)
    assert session.position == THIRD_OF_W12._replace(iteration=40)
    assert session.selection == Cell(Matrix.x, 0, 0)
    assert session.document.learning_rate == Fraction(1, 30)
    assert session.document.convention is LossConvention.per_entry
    assert exact_of(session.document) == before
    assert session.earlier_curve is None
    fresh = session_at(session.document, session.position)
    assert session.course.loss(40) == fresh.course.loss(40)
    assert session.course.moment(40).number(LOSS) == fresh.course.moment(40).number(LOSS)


def test_the_factorisation_outlives_edits_of_parameters_and_rate_but_not_of_data(session: Session) -> None:
    factorisation = session.course.descent.factorisation
    session.set_learning_rate("0.1")
    session.set_convention(LossConvention.sum_of_squares)
    session.enter(Matrix.w, 0, 0, "3")
    session.run(5)
    session.enter(Matrix.b, 0, 0, "3")
    assert session.course.descent.factorisation is factorisation
    session.enter(Matrix.x, 0, 0, "3")
    assert session.course.descent.factorisation is not factorisation


def test_a_rate_past_the_bound_moves_time_back_to_the_last_finite_iteration_with_a_sentence() -> None:
    session = Session(one_weight())
    session.run(10_000)
    session.set_learning_rate("1")
    last = session.course.last_iteration
    assert session.position == Position(last, Matrix.dL_db, 1)
    assert session.furthest == last
    assert session.notice == f"Descent diverges: iteration {last} is the last whose values are all finite."
    session.set_learning_rate("0.05")
    assert session.iteration == session.furthest == 10_000
    assert session.notice == ""


def test_who_goes_elsewhere_past_the_bound_stays_there_when_time_goes_on_again() -> None:
    session = Session(one_weight())
    session.run(10_000)
    session.set_learning_rate("1")
    session.go_to(7)
    session.set_learning_rate("0.05")
    assert session.iteration == 7
    assert session.furthest == 10_000


def test_other_numbers_in_a_matrix_forget_where_time_ended() -> None:
    session = Session(one_weight())
    session.run(10_000)
    session.set_learning_rate("1")
    session.go_to(3)
    session.enter(Matrix.w, 0, 0, "4")
    session.set_learning_rate("0.05")
    assert session.iteration == 0
    assert session.furthest == 0


def test_a_drag_that_comes_back_to_where_it_began_is_no_edit() -> None:
    session = Session(one_weight())
    session.run(10_000)
    session.set_learning_rate("0.04")
    before = state_of(session)
    for continues, rate in ((False, "0.3"), (True, "1"), (True, "0.3"), (True, "0.04")):
        session.set_learning_rate(rate, continues)
    assert len(session.edits) == 1
    assert state_of(session)[1:] == before[1:]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cant_be_read_changes_nothing_at_all(session: Session, text: str) -> None:
    session.run(3)
    session.select(Cell(Matrix.w, 0, 0))
    before = state_of(session)
    for matrix in INPUTS:
        with pytest.raises(NumberError, match=r"\.$"):
            session.enter(matrix, 0, 0, text)
    with pytest.raises(NumberError, match=r"\.$"):
        session.set_learning_rate(text)
    assert state_of(session) == before


def test_a_negative_rate_is_refused(session: Session) -> None:
    before = state_of(session)
    with pytest.raises(NumberError, match="can't be negative"):
        session.set_learning_rate("−0.1")
    assert state_of(session) == before


def test_a_start_beyond_what_may_be_given_is_refused_and_changes_nothing() -> None:
    session = Session(one_weight(1))
    session.run(60)  # w is about 9⁶⁰
    before = state_of(session)
    with pytest.raises(InputError, match="go back to an earlier iteration"):
        session.enter(Matrix.x, 0, 0, "3")
    assert state_of(session) == before


@pytest.mark.parametrize("text", ["0.25", ".25", "25e-2", "0,25", "1/4", " 1 / 4 ", "+0.25"])
def test_numbers_may_be_written_in_many_ways(session: Session, text: str) -> None:
    session.enter(Matrix.x, 0, 0, text)
    assert session.document.x.exact_at(0, 0) == Fraction(1, 4)


@pytest.mark.parametrize("iteration", [0, 3, 10_000])
def test_entering_the_value_that_is_there_is_no_edit(session: Session, iteration: int) -> None:
    session.run(iteration)
    before = session.document
    for matrix in INPUTS:
        shown = session.shown_input(matrix, 0, 1)
        session.enter(matrix, 0, 1, str(shown if isinstance(shown, Fraction) else repr(shown)))
        assert session.document is before
        assert session.selection == Cell(matrix, 0, 1)
    session.set_learning_rate("5e-2")
    session.set_convention(LossConvention.per_example)
    assert session.document is before
    assert session.edits == ()
    assert session.iteration == iteration


def test_a_third_stays_a_third_across_all_other_edits(session: Session) -> None:
    session.enter(Matrix.w, 2, 1, "1/3")
    session.enter(Matrix.w, 2, 0, "0.1")
    session.enter(Matrix.x, 0, 0, "4")
    session.set_learning_rate("0.2")
    assert session.shown_input(Matrix.w, 2, 1) == Fraction(1, 3)
    assert session.shown_input(Matrix.w, 2, 0) == Fraction(1, 10)
    session.enter(Matrix.w, 2, 1, "0.3333333333333333")
    assert session.shown_input(Matrix.w, 2, 1) == Fraction(3333333333333333, 10**16)


def test_the_parameters_shown_later_are_those_of_that_moment() -> None:
    session = Session(one_weight())
    session.update()
    assert session.shown_input(Matrix.w, 0, 0) == Fraction("3.4")
    assert session.shown_input(Matrix.b, 0, 0) == Fraction("1.2")
    assert session.shown_input(Matrix.x, 0, 0) == 2


@proof
@given(st.data(), problems(4))
def test_every_edit_has_an_inverse_that_restores_the_document(data: st.DataObject, problem: Problem) -> None:
    session = Session(document_of(problem))
    before = session.document
    session.move_to(data.draw(positions(session.timeline, latest=1 if session.course.last_iteration else 0)))
    for matrix in INPUTS:
        rows, columns = before.shape.of(matrix)
        row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
        session.enter(matrix, row, column, str(data.draw(fractions)))
    session.set_learning_rate(str(data.draw(st.fractions(0, 3, max_denominator=9))))
    session.set_convention(data.draw(st.sampled_from(LossConvention)))
    after = session.document
    for edit in reversed(session.edits):
        after = edit.inverse().apply(after)
        assert edit.inverse().inverse().apply(after) is not after
    assert exact_of(after) == exact_of(before)
    for matrix in INPUTS:
        assert after.matrix(matrix).values.tolist() == before.matrix(matrix).values.tolist()
        assert dict(after.matrix(matrix).exact) == dict(before.matrix(matrix).exact)
    assert after.learning_rate == before.learning_rate
    assert after.convention is before.convention


def test_applying_an_edit_leaves_the_document_that_it_is_applied_to_as_it_was() -> None:
    before = note()
    kept = exact_of(before)
    new = InputMatrix.from_rows(Matrix.x, [[Fraction(1, 3), Fraction(8)], [Fraction(-1), Fraction(1, 10)]])
    edit = EntriesEdit.of(before, Matrix.x, 1, 1, new)
    after = edit.apply(before)
    assert exact_of(before) == kept
    assert after.x.fractions[1:3, 1:3].tolist() == new.fractions.tolist()
    assert exact_of(edit.inverse().apply(after)) == kept
    assert LearningRateEdit(before.learning_rate, Fraction(1)).apply(before).learning_rate == 1
    convention = ConventionEdit(before.convention, LossConvention.sum_of_squares)
    assert convention.inverse().apply(convention.apply(before)).convention is before.convention


def test_edits_arrive_together_as_one_change_of_the_document(session: Session) -> None:
    session.run(4)
    start = StartEdit((session.document.w, session.document.b), session.course.parameters_as_inputs(4))
    two = InputMatrix.from_rows(Matrix.x, [[2]])
    session.edit(start, EntriesEdit.of(session.document, Matrix.x, 0, 0, two))
    assert session.iteration == 0
    assert session.edits[0] is start


def test_documents_whose_matrices_dont_fit_are_refused() -> None:
    given = case("note-size-integers")
    with pytest.raises(InputError, match=r"^w: expected 4×3, got 3×3; x has 4 columns, so w needs 4 rows\.$"):
        document(given["x"], given["w"][:3], given["b"], given["y"])
