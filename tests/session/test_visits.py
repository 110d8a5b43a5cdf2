"""Where the selection has been: back and forward, and the path from cell to cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.session.position import StepSize
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import UPDATED_PARAMETERS
from bpgui.session.visits import Visits
from tests.session.documents import note
from tests.strategies import proof

W12, UPSTREAM, ERROR, OUTPUT = (Cell(m, 0, 1) for m in (Matrix.dL_dw, Matrix.dL_dy_hat, Matrix.error, Matrix.y_hat))
NEW_W, X = Cell(Matrix.w_next, 0, 1), Cell(Matrix.x, 0, 0)

some_cells = st.sampled_from([W12, UPSTREAM, ERROR, OUTPUT, NEW_W, X])


@st.composite
def visits(draw: st.DrawFn) -> Visits:
    """Any visits that a person can come to."""
    found = Visits()
    for _ in range(draw(st.integers(1, 12))):
        cell = draw(some_cells)
        match draw(st.sampled_from(["select", "follow", "step", "back", "forward", "clear"])):
            case "select":
                found = found.begin_at(cell)
            case "follow":
                found = found.follow(cell)
            case "step":
                found = found.carried_to(cell)
            case "back":
                found = found.back()
            case "forward":
                found = found.forward()
            case "clear":
                found = found.begin_at(None)
    return found


def test_following_makes_the_path_longer_and_selecting_begins_another() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).follow(ERROR)
    assert found.path == (W12, UPSTREAM, ERROR)
    assert found.selection == ERROR
    assert found.begin_at(X).path == (X,)
    assert found.begin_at(None).selection is None
    assert Visits().selection is None


def test_following_to_a_cell_on_the_path_goes_back_to_it() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).follow(ERROR).follow(UPSTREAM)
    assert found.path == (W12, UPSTREAM)
    assert found.back().path == (W12, UPSTREAM, ERROR)


def test_back_and_forward_go_through_the_paths_as_they_were_seen() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).begin_at(X)
    assert found.back().path == (W12, UPSTREAM)
    assert found.back().back().path == (W12,)
    assert found.back().back().back() == found.back().back()
    assert found.back().back().forward().path == (W12, UPSTREAM)
    assert found.back().back().forward().forward() == found
    assert found.forward() == found


def test_going_another_way_forgets_what_was_gone_back_from() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).back()
    assert found.later == ((W12, UPSTREAM),)
    assert found.begin_at(X).later == ()
    assert found.follow(ERROR).later == ()
    assert found.carried_to(OUTPUT).later == ()


def test_steps_leave_what_was_chosen_to_come_back_to_and_no_places_of_their_own() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).carried_to(X).carried_to(ERROR).carried_to(OUTPUT)
    assert found.path == (OUTPUT,)
    assert found.earlier == ((W12,), (W12, UPSTREAM))
    assert found.back().path == (W12, UPSTREAM)
    assert found.back().forward().path == (OUTPUT,)
    assert found.follow(X).back().path == (OUTPUT,)
    assert Visits().carried_to(X).carried_to(None) == Visits()


def test_selecting_what_is_selected_is_no_visit() -> None:
    found = Visits().begin_at(W12).follow(UPSTREAM).back()
    assert found.begin_at(W12) == found
    assert found.follow(W12) == found


def test_the_last_hundred_paths_are_kept() -> None:
    found = Visits()
    for row in range(150):
        found = found.begin_at(Cell(Matrix.x, row, 0))
    assert len(found.earlier) == 100
    assert found.earlier[-1] == (Cell(Matrix.x, 148, 0),)


@proof
@given(visits(), st.integers(1, 12))
def test_as_often_back_as_forward_returns(found: Visits, times: int) -> None:
    times = min(times, len(found.earlier))
    here = found
    for _ in range(times):
        here = here.back()
    assert times == 0 or here.path == found.earlier[-times]
    for _ in range(times):
        here = here.forward()
    if found.path:
        assert here == found
    else:  # nothing selected is no place to return to
        assert here.path == (found.earlier[-1] if times else ())


@proof
@given(visits())
def test_a_path_names_each_cell_once_and_no_place_to_go_to_is_empty(found: Visits) -> None:
    for path in (found.path, *found.earlier, *found.later):
        assert len(set(path)) == len(path)
    assert all(found.earlier)
    assert all(found.later)


@proof
@given(visits(), st.sets(some_cells))
def test_without_hidden_cells_no_path_passes_one_and_the_others_stay(found: Visits, hidden: set[Cell]) -> None:
    left = found.only(lambda cell: cell not in hidden)
    for before, after in ((found.earlier, left.earlier), (found.later, left.later)):
        assert list(after) == [path for path in before if not hidden & set(path)]
    assert left.path == (() if hidden & set(found.path) else found.path)


# --- of a session


def test_a_session_goes_back_and_forward_and_time_stands_still() -> None:
    session = Session(note())
    session.step(StepSize.equation)
    session.select(W12)
    session.follow(UPSTREAM)
    here = session.position
    session.go_back()
    assert session.selection == W12
    session.go_forward()
    assert Screen(session).path == (W12, UPSTREAM)
    assert session.position == here


def test_after_steps_a_session_goes_back_to_what_was_selected_before_them() -> None:
    session = Session(note())
    session.select(X)
    for _ in range(3):
        session.step()
    session.go_back()
    assert session.selection == X


def test_hiding_matrices_takes_their_cells_from_the_path_and_from_what_can_be_gone_back_to() -> None:
    session = Session(note())
    session.select(W12)
    session.select(NEW_W)
    session.follow(X)
    session.select(ERROR)
    session.set_hidden(UPDATED_PARAMETERS, True)
    assert session.visits == Visits((ERROR,), ((W12,),), ())
    session.select(NEW_W)
    session.set_hidden(frozenset({Matrix.w_next}), True)
    assert session.selection is None


def test_another_document_has_been_nowhere() -> None:
    session = Session(note())
    session.select(W12)
    session.select(ERROR)
    session.load(note())
    assert session.visits == Visits()
