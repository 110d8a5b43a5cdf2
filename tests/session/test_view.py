"""What is shown, and how: hidden equations, decimals, and what outlives another document."""

from __future__ import annotations

import pytest

from bpgui.core.cells import Cell, Matrix
from bpgui.session.position import Position, StepSize
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X, UPDATED_PARAMETERS
from tests.session.documents import note, one_weight, state_of


@pytest.fixture
def session() -> Session:
    """The note, at its start."""
    return Session(note())


def test_hiding_the_equation_under_way_goes_back_to_what_came_before(session: Session) -> None:
    session.set_hidden(GRADIENT_OF_X, False)
    session.move_to(Position(0, Matrix.w_next, 3))
    session.set_hidden(UPDATED_PARAMETERS, True)
    assert session.position == Position(0, Matrix.dL_dx, 60)
    session.set_hidden(GRADIENT_OF_X, True)
    assert session.position == Position(0, Matrix.dL_db, 15)
    session.step()
    assert session.position == Position(1, Matrix.y_hat, 0)


def test_hiding_the_selected_entry_deselects_it_and_moves_nothing(session: Session) -> None:
    session.select(Cell(Matrix.w_next, 0, 0))
    session.set_hidden(UPDATED_PARAMETERS, True)
    assert session.selection is None
    assert session.is_at_start


def test_decimals_are_kept_between_0_and_10(session: Session) -> None:
    for asked, kept in ((4, 4), (-1, 0), (99, 10)):
        session.set_digits(asked)
        assert session.view.digits == kept


def test_loading_another_document_forgets_the_first_but_not_the_view(session: Session) -> None:
    session.set_step_size(StepSize.entry)
    session.run(20)
    session.enter(Matrix.x, 0, 0, "3")
    session.load(one_weight())
    fresh = Session(session.document, session.view)
    assert session.view.step_size is StepSize.entry
    assert state_of(session) == state_of(fresh)
