"""What the buttons do to time: steps, passes, update, runs and jumps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.session.course import LAST_ITERATION
from bpgui.session.position import Position, StepSize
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X
from tests.session.documents import note, of_size, one_weight, positions, state_of
from tests.strategies import proof

THIRD_OF_W12 = Position(0, Matrix.dL_dw, 8)
W12 = Cell(Matrix.dL_dw, 0, 1)
END_OF_GRADIENTS = Position(0, Matrix.dL_db, 15)
END_OF_FORWARD = Position(0, Matrix.loss, 15)


@pytest.fixture
def session() -> Session:
    """The note, at its start."""
    return Session(note())


def test_a_session_begins_at_the_start_with_nothing_selected(session: Session) -> None:
    assert session.position == Position(0, Matrix.y_hat, 0)
    assert session.is_at_start
    assert session.selection is None
    assert not session.is_forward_complete
    assert session.view.hidden == {Matrix.dL_dx}
    assert session.view.step_size is StepSize.guided


def test_a_step_selects_the_entry_that_it_touches(session: Session) -> None:
    session.select(Cell(Matrix.x, 0, 0))
    session.step()
    assert session.position == Position(0, Matrix.y_hat, 1)
    assert session.selection == Cell(Matrix.y_hat, 0, 0)
    session.step(StepSize.equation)
    assert session.selection == Cell(Matrix.y_hat, 4, 2)
    session.step_back(StepSize.term)
    assert session.selection == Cell(Matrix.y_hat, 4, 2)
    session.step_back(StepSize.entry)
    assert session.position.terms == 70
    assert session.selection == Cell(Matrix.y_hat, 4, 1)


def test_clicking_only_selects(session: Session) -> None:
    session.backward()
    before = session.position
    session.select(Cell(Matrix.w_next, 0, 0))
    assert session.position == before
    assert session.selection == Cell(Matrix.w_next, 0, 0)


def test_forward_goes_on_to_the_loss_and_then_no_further(session: Session) -> None:
    session.step()
    session.forward()
    assert session.position == END_OF_FORWARD
    assert session.selection == Cell(Matrix.loss, 0, 0)
    assert session.is_forward_complete
    assert not session.is_backward_complete
    before = state_of(session)
    session.forward()
    assert state_of(session) == before


def test_backward_completes_a_missing_forward_pass(session: Session) -> None:
    session.backward()
    assert session.position == END_OF_GRADIENTS
    assert session.is_forward_complete
    assert session.is_backward_complete
    before = state_of(session)
    session.backward()
    assert state_of(session) == before


def test_backward_ends_at_the_gradient_of_x_where_that_is_shown(session: Session) -> None:
    session.backward()
    session.set_hidden(GRADIENT_OF_X, False)
    assert not session.is_backward_complete
    session.backward()
    assert session.position == Position(0, Matrix.dL_dx, 60)
    assert session.is_backward_complete


def test_passes_never_lead_back(session: Session) -> None:
    session.move_to(Position(0, Matrix.w_next, 3))
    session.forward()
    session.backward()
    assert session.position == Position(0, Matrix.w_next, 3)


@proof
@given(st.data())
def test_update_completes_what_is_missing_and_starts_the_next_iteration(data: st.DataObject) -> None:
    session = Session(note())
    here = data.draw(positions(session.timeline))
    session.move_to(here)
    session.update()
    assert session.position == Position(here.iteration + 1, Matrix.y_hat, 0)
    assert session.selection is None


def test_stepping_through_the_update_and_update_itself_end_alike(session: Session) -> None:
    session.backward()
    while session.iteration == 0:
        session.step(StepSize.term)
    stepped = session.position
    session.reset()
    session.update()
    assert session.position == stepped


def test_run_and_go_to_keep_the_rest_of_the_position_and_the_selection(session: Session) -> None:
    session.move_to(THIRD_OF_W12)
    session.run(1000)
    assert session.position == THIRD_OF_W12._replace(iteration=1000)
    assert session.selection == W12
    session.go_to(7)
    assert session.position == THIRD_OF_W12._replace(iteration=7)
    session.go_to(-3)
    assert session.position == THIRD_OF_W12


def test_from_the_very_start_of_an_iteration_they_land_at_the_end_of_its_gradients(session: Session) -> None:
    session.run(1000)
    assert session.position == END_OF_GRADIENTS._replace(iteration=1000)
    assert session.selection is None
    session.update()
    assert session.position == Position(1001, Matrix.y_hat, 0)
    session.go_to(500)
    assert session.position == END_OF_GRADIENTS._replace(iteration=500)
    session.reset()
    session.set_hidden(GRADIENT_OF_X, False)
    session.step(StepSize.iteration)
    assert session.position == Position(1, Matrix.dL_dx, 60)


def test_a_step_of_one_iteration_goes_both_ways_and_back_to_the_very_start(session: Session) -> None:
    session.set_step_size(StepSize.iteration)
    session.move_to(THIRD_OF_W12)
    for t in (1, 2, 3):
        session.step()
        assert session.position == THIRD_OF_W12._replace(iteration=t)
    for t in (2, 1, 0):
        session.step_back()
        assert session.position == THIRD_OF_W12._replace(iteration=t)
    session.step_back()
    assert session.is_at_start
    before = session.position
    session.step_back()
    assert session.position == before


def test_reset_only_travels(session: Session) -> None:
    session.run(30)
    session.reset()
    assert session.is_at_start
    assert session.furthest == 30
    assert session.has_run
    assert session.edits == ()


def test_a_billion_iterations_are_a_jump_and_then_time_ends(session: Session) -> None:
    session.run(10**9)
    assert session.iteration == LAST_ITERATION
    assert session.notice == ""
    assert not session.can_advance
    assert session.can_step
    session.run(1)
    assert session.iteration == LAST_ITERATION
    assert session.notice == "This is iteration 1\u2009000\u2009000\u2009000, the last that is shown."


def test_nothing_travels_past_the_last_finite_iteration_and_a_sentence_names_it() -> None:
    session = Session(one_weight(1))  # 1 − ηλ = −9
    last = session.course.last_iteration
    assert 100 < last < 400
    session.run(10**6)
    assert session.position == Position(last, Matrix.dL_db, 1)
    sentence = f"Descent diverges: iteration {last} is the last whose values are all finite."
    assert session.notice == sentence
    for onward in (session.update, lambda: session.step(StepSize.iteration), lambda: session.run(5)):
        session.select(None)
        before = session.position
        onward()
        assert session.position == before
        assert session.notice == sentence
    session.step()
    assert session.notice == ""
    assert session.position.equation is Matrix.w_next
    while session.can_step:
        session.step()
    assert session.position == session.timeline.end(last, Matrix.b_next)
    session.step()
    assert session.notice == sentence


def test_finishing_goes_to_the_end_of_the_entry_and_of_the_equation_under_way(session: Session) -> None:
    session.build(W12)
    assert session.position == Position(0, Matrix.dL_dw, 6)
    session.finish_entry()
    assert session.position == Position(0, Matrix.dL_dw, 10)
    assert session.selection == W12
    session.finish_equation()
    assert session.position == Position(0, Matrix.dL_dw, 60)
    session.finish_entry()
    assert session.position == Position(0, Matrix.dL_db, 5)


def test_building_goes_to_the_first_term_of_an_entry_ahead_or_behind(session: Session) -> None:
    session.run(3)
    for entry in (Cell(Matrix.y_hat, 3, 2), Cell(Matrix.b_next, 0, 1), Cell(Matrix.loss, 0, 0)):
        session.build(entry)
        assert session.iteration == 3
        assert session.timeline.terms_known(entry, session.position) == 1
        assert session.selection == entry


def test_building_an_input_only_selects_it(session: Session) -> None:
    session.backward()
    session.build(Cell(Matrix.w, 1, 1))
    assert session.position == END_OF_GRADIENTS
    assert session.selection == Cell(Matrix.w, 1, 1)


def test_going_to_the_start_of_an_equation_is_going_to_the_end_of_the_one_before(session: Session) -> None:
    session.move_to(Position(2, Matrix.dL_dw, 0))
    assert session.position == Position(2, Matrix.dL_dy_hat, 15)
    assert session.selection == Cell(Matrix.dL_dy_hat, 4, 2)


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 3, 1), (3, 1, 2)])
def test_whoever_only_presses_step_is_led_through_iteration_after_iteration(shape: tuple[int, int, int]) -> None:
    session = Session(of_size(*shape))
    presses = 0
    while session.iteration < 3:
        assert session.can_step
        session.step()
        presses += 1
    assert presses < 100


def test_at_the_last_iteration_what_is_under_way_can_still_be_finished(session: Session) -> None:
    session.set_step_size(StepSize.iteration)
    session.run(10**9)
    session.move_to(session.timeline.start(session.iteration))
    assert not session.can_step
    assert session.can_go_on
    while session.can_go_on:
        session.finish_equation()
    assert session.position == session.timeline.end(LAST_ITERATION, session.timeline.visible[-1])
