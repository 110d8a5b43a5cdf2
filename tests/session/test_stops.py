"""Stops as the session keeps them: places by name, and the way from one to the next, whatever the network becomes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.numbers import grouped
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from bpgui.session.stops import Stop, place_in_words
from bpgui.session.view import UPDATED_PARAMETERS
from tests.session.documents import document_of, note, one_weight, positions
from tests.strategies import Problem, problems, proof

THIRD_OF_W12 = Position(3, Matrix.dL_dw, 8)
START = Position(0, Matrix.y_hat, 0)


@pytest.fixture
def session() -> Session:
    """The note, with three stops: at the start, in ∂L/∂w₁₂ of iteration 3, and after the forward pass."""
    session = Session(note())
    session.add_stop("start")
    session.move_to(THIRD_OF_W12)
    session.add_stop("bias")
    session.reset()
    session.forward()
    session.select(Cell(Matrix.x, 1, 0))
    session.latest_stop = 1
    session.add_stop("loss")
    return session


def names(session: Session) -> list[str]:
    return [stop.name for stop in session.stops]


def words(session: Session, number: int) -> str:
    return place_in_words(session.stops[number], session.timeline)


# --- making them


def test_a_stop_is_where_time_stands_with_what_is_selected(session: Session) -> None:
    assert [(stop.name, stop.position, stop.selection) for stop in session.stops] == [
        ("start", START, None),
        ("bias", THIRD_OF_W12, Cell(Matrix.dL_dw, 0, 1)),
        ("loss", Position(0, Matrix.loss, 15), Cell(Matrix.x, 1, 0)),
    ]
    assert session.notice == "“loss” is a stop now: number 3 of 3."
    assert session.latest_stop == session.stop_here == 2


def test_a_stop_without_a_name_gets_the_first_number_that_is_free() -> None:
    session = Session(note())
    for name in ("", "Stop 3", " ", "  "):
        session.add_stop(name)
        session.step()
    assert names(session) == ["Stop 1", "Stop 3", "Stop 4", "Stop 5"]


def test_a_new_stop_comes_after_the_one_that_one_is_at_or_has_come_from(session: Session) -> None:
    session.go_to_stop(0)
    session.step()
    session.add_stop("between")
    assert names(session) == ["start", "between", "bias", "loss"]
    assert session.latest_stop == 1


def test_places_are_told_in_words(session: Session) -> None:
    assert [words(session, number) for number in range(3)] == [
        "t = 0, its start",
        "t = 3, ∂L/∂w₁₂, 3 of 5 terms",
        "t = 0, L complete; x₂₁ selected",
    ]
    session.move_to(Position(12345, Matrix.y_hat, 10))
    session.select(None)
    session.add_stop()
    assert words(session, 3) == f"t = {grouped(12345)}, ŷ₁₂"


# --- going to them


def test_going_to_a_stop_is_being_there_and_says_its_name(session: Session) -> None:
    session.go_to_stop(1)
    assert (session.position, session.selection) == (THIRD_OF_W12, Cell(Matrix.dL_dw, 0, 1))
    assert sentence(Screen(session)) == "Stop 2 of 3: bias."
    assert session.has_run
    assert session.furthest == 3


def test_next_and_previous_go_through_the_list_and_end_at_its_ends(session: Session) -> None:
    session.latest_stop = None
    session.reset()
    session.step()
    session.select(None)
    seen = []
    while session.has_next_stop:
        session.next_stop()
        seen.append(session.stop_here)
    assert seen == [0, 1, 2]
    session.next_stop()
    assert session.stop_here == 2
    while session.has_previous_stop:
        session.previous_stop()
        seen.append(session.stop_here)
    assert seen == [0, 1, 2, 1, 0]
    assert not session.has_previous_stop


def test_who_has_gone_elsewhere_goes_back_to_the_stop_that_was_left_and_on_to_the_one_after_it(
    session: Session,
) -> None:
    session.go_to_stop(1)
    session.step()
    assert session.stop_here is None
    session.previous_stop()
    assert session.stop_here == 1
    session.step()
    session.next_stop()
    assert session.stop_here == 2


def test_two_stops_at_one_place_are_passed_one_after_the_other() -> None:
    session = Session(note())
    for name in "abc":
        session.add_stop(name)
    assert session.stop_here == 2
    session.previous_stop()
    assert session.notice == "Stop 2 of 3: b."
    session.previous_stop()
    assert session.notice == "Stop 1 of 3: a."
    session.next_stop()
    assert session.notice == "Stop 2 of 3: b."


def test_a_stop_beyond_the_end_of_time_leads_to_its_end_and_says_so() -> None:
    session = Session(one_weight())
    session.run(10_000)
    session.add_stop("far")
    session.reset()
    session.set_learning_rate("1")
    session.go_to_stop(0)
    last = session.course.last_iteration
    assert session.iteration == last < 10_000
    assert session.notice.startswith("Stop 1 of 1: far. Descent diverges")


def test_a_stop_in_what_is_hidden_leads_to_what_comes_before_it(session: Session) -> None:
    session.move_to(Position(1, Matrix.w_next, 4))
    session.add_stop("update")
    session.set_hidden(UPDATED_PARAMETERS, True)
    session.go_to_stop(3)
    assert session.position == session.timeline.end(1, Matrix.dL_db)
    assert session.selection is None
    assert session.notice == "Stop 4 of 4: update. What was selected there is hidden now."
    assert session.stop_here == 3


# --- the list is edited


def test_each_change_of_the_list_is_a_step_that_can_be_undone(session: Session) -> None:
    before = session.stops
    changes: list[tuple[Callable[[], None], list[str], str]] = [
        (
            lambda: session.rename_stop(1, " why  a sum "),
            ["start", "why a sum", "loss"],
            "Rename the stop “bias” to “why a sum”",
        ),
        (lambda: session.move_stop(2, 0), ["loss", "start", "bias"], "Make the stop “loss” number 1"),
        (lambda: session.remove_stop(0), ["bias", "loss"], "Remove the stop “start”"),
        (lambda: session.update_stop(1), ["start", "bias", "loss"], "Move the stop “bias” here"),
    ]
    for change, expected, called in changes:
        change()
        assert names(session) == expected
        assert session.history.latest is not None
        assert session.history.latest.name == called
        session.undo()
        assert session.stops == before


def test_a_stop_that_is_put_here_stands_here(session: Session) -> None:
    session.move_to(Position(7, Matrix.error, 4))
    session.update_stop(0)
    assert session.stops[0] == Stop("start", Position(7, Matrix.error, 4), Cell(Matrix.error, 0, 1))
    assert session.stop_here == session.latest_stop == 0


@pytest.mark.parametrize("name", ["", "   ", "bias", " bias "])
def test_a_name_that_is_none_or_the_same_changes_nothing(session: Session, name: str) -> None:
    history = session.history
    session.rename_stop(1, name)
    assert session.history is history


def test_moving_a_stop_to_where_it_is_changes_nothing(session: Session) -> None:
    history = session.history
    session.move_stop(2, 99)
    assert session.history is history


def test_where_one_is_in_the_list_follows_the_list(session: Session) -> None:
    session.go_to_stop(1)
    session.move_stop(1, 2)
    assert session.latest_stop == session.stop_here == 2
    session.move_stop(0, 1)
    assert session.latest_stop == 2
    session.remove_stop(0)
    assert session.latest_stop == 1
    session.undo()
    assert session.latest_stop == 2
    session.undo()
    session.undo()
    assert session.latest_stop == session.stop_here == 1


def test_from_a_stop_that_is_taken_out_one_goes_on_to_the_one_after_it(session: Session) -> None:
    session.go_to_stop(1)
    session.remove_stop(1)
    session.next_stop()
    assert session.notice == "Stop 2 of 2: loss."
    session.go_to_stop(0)
    session.remove_stop(0)
    session.next_stop()
    assert session.notice == "Stop 1 of 1: loss."
    session.remove_stop(0)
    assert not session.has_next_stop
    assert not session.has_previous_stop


# --- the network gets another size


def test_stops_stay_at_their_entries_when_lines_are_put_in(session: Session) -> None:
    before = session.stops
    session.insert_lines("j", 0)
    session.insert_lines("i", 5, 2)
    assert [words(session, number) for number in range(3)] == [
        "t = 0, its start",
        "t = 3, ∂L/∂w₂₂, 3 of 7 terms",
        "t = 0, L complete; x₂₂ selected",
    ]
    session.go_to_stop(1)
    assert session.selection == Cell(Matrix.dL_dw, 1, 1)
    assert session.notice == "Stop 2 of 3: bias."
    session.undo()
    session.undo()
    assert session.stops == before


def test_a_stop_whose_entry_is_taken_out_stands_at_the_nearest_one(session: Session) -> None:
    session.remove_lines("k", 1)
    assert words(session, 1) == "t = 3, ∂L/∂w₁₂, 3 of 5 terms"
    session.set_size(2, 1, 1)
    assert [words(session, number) for number in range(3)] == [
        "t = 0, its start",
        "t = 3, ∂L/∂w complete",
        "t = 0, L complete; x₂₁ selected",
    ]
    for number in range(3):
        session.go_to_stop(number)
        assert session.stop_here == number


def test_a_place_that_a_network_of_this_size_does_not_have_is_the_nearest_one_and_says_so() -> None:
    session = Session(one_weight())
    session.set_stops([Stop("lost", THIRD_OF_W12, Cell(Matrix.dL_dw, 3, 2)), Stop("here", START)])
    session.go_to_stop(0)
    assert session.position == Position(3, Matrix.dL_dw, 1)
    assert session.selection == Cell(Matrix.dL_dw, 0, 0)
    assert session.notice == (
        "Stop 1 of 2: lost. The network has another size now, and that place is no more: this is the nearest."
    )
    assert session.stop_here == 0
    session.next_stop()
    assert session.notice == "Stop 2 of 2: here."


@proof
@given(st.data(), problems(4))
def test_whatever_the_size_becomes_every_stop_can_be_gone_to_and_is_where_one_is_then(
    data: st.DataObject, problem: Problem
) -> None:
    session = Session(document_of(problem))
    latest = 1 if session.course.last_iteration else 0
    for _ in range(data.draw(st.integers(1, 4))):
        session.move_to(data.draw(positions(session.timeline, latest)))
        session.add_stop()
    before = session.stops
    session.set_size(*(data.draw(st.integers(1, 5)) for _ in range(3)))
    session.set_hidden(UPDATED_PARAMETERS, data.draw(st.booleans()))
    for number, stop in enumerate(session.stops):
        complete = before[number].position.terms == Session(document_of(problem)).timeline.total(stop.position.equation)
        assert not complete or stop.position.terms == session.timeline.total(stop.position.equation)
        if stop.position.iteration <= session.course.last_iteration:
            session.go_to_stop(number)
            assert session.stop_here == number
            assert session.selection is None or session.document.shape.contains(session.selection)
            assert not session.notice.endswith("this is the nearest.")


# --- notes


def test_typing_notes_is_one_step_until_something_else_is_done() -> None:
    session = Session(note())
    for text in ("N", "No", "Not"):
        session.set_notes(text)
    assert len(session.history.done) == 1
    session.enter(Matrix.x, 0, 0, "5")
    session.set_notes("Note")
    session.set_notes("Notes", continues=False)
    assert [step.name for step in session.history.done] == ["Notes", "x₁₁ = 5", "Notes", "Notes"]
    session.undo()
    assert session.annotations.notes == "Note"
    session.go_in_history(0)
    assert session.annotations.notes == ""


def test_notes_that_are_as_they_were_are_no_step() -> None:
    session = Session(note())
    session.set_notes("a")
    session.set_notes("")
    assert session.history.done == ()
    session.set_notes("")
    assert session.history.done == ()
