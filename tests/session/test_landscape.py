"""The landscape as the position lets it be known, what it says, and the start that is set in it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import NotFiniteError
from bpgui.core.numbers import parse_number
from bpgui.session.document import Document
from bpgui.session.edits import StartEdit
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_axes import ACROSS, UP, parameter_meant_by, with_axis
from bpgui.session.landscape_levels import decimal_text, levels
from bpgui.session.landscape_path import MOST_ONE_BY_ONE, DrawnPath, drawn_iterations
from bpgui.session.landscape_start import StartDrag, neat, neat_step
from bpgui.session.landscape_words import (
    NOT_SOLVED_YET,
    NOTHING_YET,
    Drawn,
    choosing,
    description,
    in_short,
    sentences,
)
from bpgui.session.screen import Screen
from bpgui.session.session import TOO_LARGE_TO_START_FROM, Session
from tests.session.documents import (
    document,
    document_of,
    exact_of,
    note,
    of_size,
    one_weight,
    positions,
    session_at,
    state_of,
)
from tests.session.test_nothing_ahead import WrongAhead
from tests.strategies import problems, proof

PIXEL = (0.01, 0.01)


def w(row: int, column: int) -> Cell:
    return Cell(Matrix.w, row - 1, column - 1)


def b(column: int) -> Cell:
    return Cell(Matrix.b, 0, column - 1)


OVER = (w(1, 2), b(2))


def session_over(axes: tuple[Cell, Cell] | None = OVER, given: Document | None = None, rate: str = "") -> Session:
    session = Session(given or note())
    session.set_landscape_axes(axes)
    if rate:
        session.set_learning_rate(rate)
    return session


def seen(session: Session, before: Landscape | None = None) -> Landscape:
    return Landscape.of(session, Screen(session), before)


def said(session: Session) -> str:
    return " ".join(sentences(seen(session))).replace("\u00a0", " ")


# --- nothing after the position


def test_before_the_first_loss_there_is_nothing_but_a_sentence() -> None:
    session = session_over()
    for _ in range(3):
        landscape = seen(session)
        assert landscape.slice is None
        assert landscape.plane is None
        assert landscape.here is None
        assert landscape.here_text == ""
        assert landscape.read(Fraction(1), Fraction(1)) == ""
        assert landscape.optimum is None
        assert len(landscape.drawn_path) == 0
        assert sentences(landscape) == [NOTHING_YET]
        assert description(landscape) == NOTHING_YET
        session.step()


def test_with_the_loss_the_landscape_is_there_and_with_the_gradients_the_arrow() -> None:
    session = session_over()
    session.forward()
    assert seen(session).slice is not None
    assert seen(session).arrow is None
    session.backward()
    assert seen(session).arrow is not None


def test_the_arrow_waits_for_the_gradients_of_its_own_axes() -> None:
    session = session_over((w(1, 1), w(1, 2)))
    session.build(Cell(Matrix.dL_dw, 0, 1))
    assert seen(session).arrow is None
    session.finish_entry()
    assert seen(session).arrow is not None
    session.set_landscape_axes(None)
    assert seen(session).arrow is None
    session.backward()
    assert seen(session).arrow is not None


@pytest.mark.parametrize("axes", [OVER, (w(4, 3), w(4, 1))])
def test_the_arrow_is_the_negative_gradient(axes: tuple[Cell, Cell]) -> None:
    session = session_over(axes)
    session.backward()
    session.go_to(3)
    moment = session.course.moment(3)
    gradients = [Cell(Matrix.dL_dw if c.matrix is Matrix.w else Matrix.dL_db, c.row, c.column) for c in axes]
    arrow = seen(session).arrow
    assert arrow == pytest.approx([-float(moment.number(cell)) for cell in gradients])


def test_while_the_loss_of_an_iteration_is_unknown_the_slice_is_that_of_the_one_before() -> None:
    session = session_over()
    session.backward()
    session.update()
    landscape = seen(session)
    assert (landscape.iteration, landscape.known) == (1, 0)
    assert landscape.loss is None
    assert landscape.arrow is None
    assert "L" not in landscape.here_text
    assert "held as at t = 0. " in said(session)
    assert "The loss of t = 1 is not known yet." in said(session)
    assert landscape.slice is not None
    at_start = session.document
    assert landscape.slice.loss(float(at_start.w.values[0, 1]), float(at_start.b.values[0, 1])) == pytest.approx(23.4)
    session.forward()
    assert seen(session).known == 1
    assert seen(session).loss is not None


def test_the_path_ends_at_the_iteration_that_is_shown() -> None:
    session = session_over()
    session.backward()
    session.go_to(40)
    session.go_to(7)
    landscape = seen(session)
    assert len(landscape.drawn_path) == 8
    assert landscape.drawn_path[-1] == pytest.approx(landscape.here)


@proof
@given(st.data())
def test_nothing_that_lies_ahead_is_used(data: st.DataObject) -> None:
    given_document = document_of(data.draw(problems(largest=3)))
    session = Session(given_document)
    position = data.draw(positions(session.timeline))
    shape = given_document.shape
    axes = data.draw(st.sampled_from([None, (Cell(Matrix.w, 0, 0), Cell(Matrix.b, 0, shape.K - 1))]))
    session = session_at(given_document, position)
    session.set_landscape_axes(axes)
    right = seen(session)
    session.course = WrongAhead(given_document, session.timeline, position)
    blinded = seen(session)
    assert blinded.here_text == right.here_text
    assert sentences(blinded) == sentences(right)
    assert description(blinded) == description(right)
    assert (blinded.known, blinded.arrow is None) == (right.known, right.arrow is None)
    if right.known is not None:
        assert right.known <= position.iteration


# --- what is where


@proof
@given(st.data())
def test_the_current_point_is_what_the_grids_show(data: st.DataObject) -> None:
    session = Session(document_of(data.draw(problems(largest=3))))
    session.forward()
    shape = session.document.shape
    axes = (Cell(Matrix.w, shape.D - 1, 0), Cell(Matrix.b, 0, shape.K - 1))
    session.set_landscape_axes(axes)
    session.go_to(data.draw(st.integers(0, 5)))
    landscape, screen = seen(session), Screen(session)
    assert landscape.here is not None
    expected = [float(screen.number(cell)) for cell in axes]  # type: ignore[arg-type]
    assert landscape.here == pytest.approx(expected, rel=1e-9, abs=1e-9 * (1 + np.abs(expected).max()))
    assert landscape.here_shown == tuple(screen.shown_cell(cell) for cell in axes)


def test_a_point_is_read_with_its_loss() -> None:
    session = session_over()
    session.backward()
    expected = Session(note())
    expected.enter(Matrix.w, 0, 1, "0.25")
    expected.enter(Matrix.b, 0, 1, "-1/2")
    expected.forward()
    loss = Screen(expected).shown_cell(Cell(Matrix.loss, 0, 0))
    assert seen(session).read(Fraction("0.25"), Fraction("-0.5")) == f"w₁₂ = 0.25   b₂ = −0.5   L ≈ {loss.text}"


def test_values_are_rounded_as_everywhere() -> None:
    session = session_over()
    session.backward()
    session.set_digits(1)
    assert seen(session).read(Fraction("0.25"), Fraction(1)).startswith("w₁₂ ≈ 0.3   b₂ = 1   L ≈ ")
    session.go_to(2)
    session.set_fractions(True)
    assert "/" in seen(session).here_text


def test_what_is_nothing_but_rounding_of_a_distance_is_zero() -> None:
    session = session_over(None)
    session.backward()
    session.go_to(1000)
    assert seen(session).here_text.startswith("steepest ≈ 0   flattest ≈ ")


def test_the_lowest_point_of_a_slice_is_another_than_the_optimum_until_the_others_are_there() -> None:
    session = session_over()
    session.backward()
    assert seen(session).has_lowest_elsewhere
    assert "Lowest here is L ≈ 23.0" in said(session)
    session.go_to_optimum()
    assert not seen(session).has_lowest_elsewhere
    assert "Lowest is the optimum" in said(session)


def test_the_optimum_outside_of_the_slice_is_said_to_be_a_projection() -> None:
    session = session_over()
    session.backward()
    assert "the optimum (L* = 0) is shown as a projection." in said(session)
    session.go_to(3)
    assert "the optimum (L* = 0) is shown as a projection too." in said(session)
    session.set_landscape_axes(None)
    assert "the optimum (L* = 0) is projected onto the same point." in said(session)


def test_of_a_lowest_point_that_floats_cannot_tell_nothing_is_said() -> None:
    session = session_over(None, rate="0.5")
    session.backward()
    session.go_to(20)
    assert seen(session).knows_lowest
    assert "Lowest here is L ≈ 32.1" in said(session)
    session.go_to(368)
    assert not seen(session).knows_lowest
    assert "Lowest" not in said(session)
    assert "can't tell where it is lowest" in said(session)
    assert "No contours: 16 digits can't tell where they run." in sentences(seen(session), Drawn(has_contours=False))
    assert "e276" not in description(seen(session))
    session.set_landscape_axes(OVER)
    assert seen(session).knows_lowest, "over these two it is nearly as high as here"


@pytest.mark.parametrize("axes", [OVER, None])
def test_at_the_optimum_the_gradient_is_zero_but_for_rounding(axes: tuple[Cell, Cell] | None) -> None:
    session = session_over(axes)
    session.backward()
    session.go_to(5000)
    arrow = seen(session).arrow
    assert arrow is not None
    assert arrow.any()
    assert not seen(session).is_at_rest
    session.go_to_optimum()
    session.backward()
    assert seen(session).arrow == pytest.approx([0, 0], abs=0)
    assert "The gradient is 0 here, but for rounding." in said(session)
    assert "arrow" not in said(session)


def test_of_the_arrow_nothing_is_said_while_its_point_is_out_of_view() -> None:
    session = session_over()
    session.backward()
    text = " ".join(sentences(seen(session), Drawn(has_here=False))).replace("\u00a0", " ")
    assert "arrow" not in text
    assert "The point of t = 0 is out of view." in text


def test_a_landscape_without_changes_is_the_same_one_and_a_path_is_worked_out_once() -> None:
    session = session_over()
    session.backward()
    first = seen(session)
    session.select(w(1, 1))
    assert seen(session, first) is first
    session.go_to(9)
    second = seen(session, first)
    assert second is not first
    assert second.path is first.path
    session.set_learning_rate("0.06")
    third = seen(session, second)
    assert third.path is not first.path
    session.set_landscape_axes((w(4, 3), w(4, 2)))
    assert seen(session, third).here == pytest.approx(seen(session).here)
    session.set_landscape_axes(None)
    assert seen(session, third).here == pytest.approx(seen(session).here)


def test_large_data_wait_until_they_are_solved() -> None:
    session = session_over((w(1, 1), w(2, 1)), of_size(3000, 300, 4))
    session.forward()
    assert not session.course.is_solved
    assert sentences(seen(session)) == [NOT_SOLVED_YET]
    session.solve_with(session.course.factorise())
    assert seen(session).slice is not None


def test_a_path_that_diverges_is_finite() -> None:
    session = session_over(rate="0.3")
    session.backward()
    session.go_to(session.course.last_iteration)
    landscape = seen(session)
    assert np.all(np.isfinite(landscape.drawn_path))
    assert landscape.arrow is not None
    assert np.all(np.isfinite(landscape.arrow))
    assert all("inf" not in each and "nan" not in each for each in sentences(landscape))


# --- what is said


def test_it_says_what_is_held_and_that_the_path_is_a_projection() -> None:
    session = session_over()
    session.backward()
    assert "The 13 other parameters are held as at t = 0." in said(session)
    assert "path is a projection" not in said(session)
    session.go_to(1000)
    assert "held as at t = 1000. The path is a projection: it moves in these too." in said(session)


def test_in_short_it_says_the_same() -> None:
    session = session_over()
    session.forward()
    assert in_short(seen(session)).replace("\u00a0", " ") == "13 other parameters held as at t = 0."
    session.go_to(3)
    in_a_line = "13 other parameters held as at t = 3; the path is a projection."
    assert in_short(seen(session)).replace("\u00a0", " ") == in_a_line
    session.set_landscape_axes(None)
    assert in_short(seen(session)).startswith("All else held as at")
    session.load(one_weight())
    assert in_short(seen(session)) == NOTHING_YET
    session.forward()
    assert in_short(seen(session)) == "This is the whole of the loss."


def test_few_other_parameters_are_named() -> None:
    given_document = document([[1, 2], [0, 1], [2, -1]], [[1], [0]], [[1]], [[1], [2], [0]])
    session = session_over((w(1, 1), w(2, 1)), given_document)
    session.backward()
    assert "b₁ is held as at t = 0." in said(session)


def test_where_the_two_are_all_nothing_is_held_and_nothing_projected() -> None:
    session = session_over((w(1, 1), b(1)), one_weight())
    session.backward()
    session.go_to(3)
    assert "w₁₁ and b₁ are all the parameters: this is the whole of the loss." in said(session)
    assert "projection" not in said(session)
    assert "straight lines" in said(session)
    session.set_landscape_axes(None)
    assert "These two directions are all that there are" in said(session)


def test_principal_directions_are_explained_with_their_curvatures() -> None:
    session = session_over(None)
    session.backward()
    landscape = seen(session)
    assert landscape.titles == ("steepest direction, λ ≈ 7.21", "flattest direction, λ ≈ 0.0424")
    assert "distances from the optimum" in said(session)
    assert "In all other directions w and b are held as they are at t = 0." in said(session)


def test_a_direction_in_which_nothing_changes_is_called_flat() -> None:
    session = session_over(None, one_weight())
    session.backward()
    assert seen(session).titles[1] == "flat direction, λ = 0"


def test_a_feature_of_zeros_leaves_no_contours() -> None:
    given_document = document([[0, 1], [0, 2]], [[1, 0], [0, 1]], [[0, 0]], [[1, 0], [0, 1]])
    session = session_over((w(1, 1), w(1, 2)), given_document)
    session.backward()
    assert "Neither w₁₁ nor w₁₂ changes L: there are no contours." in said(session)
    assert "The gradient is zero along both axes." in said(session)


def test_the_description_says_it_in_words() -> None:
    session = session_over()
    session.backward()
    session.go_to(2)
    text = description(seen(session))
    assert text.startswith("Contours of the loss over w row 1 column 2, across, and b column 2, up. Iteration 2: w₁₂ ")
    assert "held as at iteration 2" in text
    assert "The path is a projection" in text
    assert "optimum" in text
    assert "≈" not in text


# --- axes


def test_axes_that_do_not_exist_are_the_principal_ones() -> None:
    session = session_over((w(4, 3), b(3)))
    session.load(one_weight())
    session.forward()
    assert seen(session).axes is None
    assert seen(session).slice is not None


def test_gradients_and_next_values_stand_for_their_parameter() -> None:
    for matrix, meant in (
        (Matrix.w, Matrix.w),
        (Matrix.dL_dw, Matrix.w),
        (Matrix.w_next, Matrix.w),
        (Matrix.b, Matrix.b),
        (Matrix.dL_db, Matrix.b),
        (Matrix.b_next, Matrix.b),
    ):
        assert parameter_meant_by(Cell(matrix, 0, 1)) == Cell(meant, 0, 1)
    for matrix in (Matrix.x, Matrix.y, Matrix.y_hat, Matrix.dL_dx, Matrix.dL_dy_hat, Matrix.loss):
        assert parameter_meant_by(Cell(matrix, 0, 0)) is None
    assert parameter_meant_by(None) is None


def test_one_axis_alone_takes_the_other_of_its_class_along() -> None:
    assert with_axis(None, ACROSS, w(3, 2)) == (w(3, 2), b(2))
    assert with_axis(None, UP, w(3, 2)) == (b(2), w(3, 2))
    assert with_axis(None, ACROSS, b(3)) == (b(3), w(1, 3))


def test_an_axis_is_changed_alone_and_both_are_exchanged_rather_than_the_same() -> None:
    assert with_axis(OVER, UP, w(4, 1)) == (w(1, 2), w(4, 1))
    assert with_axis(OVER, ACROSS, w(4, 1)) == (w(4, 1), b(2))
    assert with_axis(OVER, ACROSS, b(2)) == (b(2), w(1, 2))
    assert with_axis(OVER, ACROSS, w(1, 2)) == OVER


def test_an_axis_that_waits_says_what_for() -> None:
    assert choosing(0, None) == "Select the entry of w or b that is to be across. Escape: leave it as it is."
    assert "press the button again for b₂" in choosing(1, b(2))


# --- which iterations are drawn


@proof
@given(st.one_of(st.integers(0, 3000), st.integers(0, 10**9)), st.sampled_from([200, 1000]))
def test_drawn_iterations_are_each_at_first_and_then_in_pairs(last: int, one_by_one: int) -> None:
    found = drawn_iterations(last, one_by_one)
    assert np.all(np.diff(found) > 0)
    assert found[-1] <= last
    assert found[: min(last + 1, one_by_one)].tolist() == list(range(min(last + 1, one_by_one)))
    later = found[one_by_one:]
    assert np.all(later[::2] % 2 == 0)
    assert np.all(later[1::2] - later[: len(later[1::2]) * 2 : 2] == 1)
    assert len(later) < 800


@pytest.mark.parametrize("rate", ["0.05", "0.27"])
@pytest.mark.parametrize("t", [0, 1, 2, 999, 1000, 1001, 1002, 54321, 10**9])
def test_the_path_ends_with_the_last_two_iterations(t: int, rate: str) -> None:
    session = session_over(rate=rate)
    session.forward()
    plane = seen(session).plane
    assert plane is not None
    path = DrawnPath(plane)
    for asked in (t, 3, t):
        points = path.up_to(asked)
        assert len(points) <= MOST_ONE_BY_ONE + 700
        last = [asked - 1.0, float(asked)] if asked else [0.0]
        assert points[-len(last) :] == pytest.approx(plane.coordinates(np.array(last)))
        assert points[0] == pytest.approx(plane.start)
        assert len(points) == np.count_nonzero(path.iterations < asked - 1) + len(last)


def test_what_is_left_out_of_the_path_is_said_where_it_could_be_seen() -> None:
    # almost at the bound, it swings to and fro for thousands of iterations
    limit = session_over().course.descent.learning_rate_limit
    session = session_over(rate=f"{limit * 0.9999:.12f}")
    session.backward()
    session.go_to(5000)
    landscape = seen(session)
    assert landscape.path is not None
    assert landscape.path.moves_unseen(5000, PIXEL)
    assert not landscape.path.moves_unseen(5000, (10.0, 10.0))
    assert not landscape.path.moves_unseen(900, PIXEL)
    left_out = "From iteration 1000 on the path shows some of the iterations only."
    assert left_out in sentences(landscape, Drawn(leaves_out=True))
    assert left_out not in sentences(landscape)


# --- contour levels


@proof
@given(st.floats(0, 1e6), st.floats(1e-6, 1e6), st.integers(3, 14))
def test_levels_are_round_few_and_lie_between(lowest: float, excess: float, most: int) -> None:
    found = levels(lowest, lowest, lowest + excess, most)
    assert len(found) <= most
    losses = [level.loss for level in found]
    assert losses == sorted(set(losses))
    assert all(lowest < loss <= lowest + excess for loss in losses)
    for level in found:
        assert float(parse_number(level.text)) == level.loss
        distance = level.loss - lowest
        figures = level.text.partition("e")[0].replace(".", "").strip("0")
        assert len(figures) <= 3 + np.log10(level.loss / min(distance, excess / most))


def test_levels_come_ever_closer_to_the_lowest() -> None:
    assert [level.text for level in levels(0.0, 0.0, 12.0, 7)] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]
    assert [level.text for level in levels(23.02, 23.02, 24.7, 6)] == ["23.04", "23.07", "23.1", "23.2", "23.5", "24"]


def test_levels_near_the_largest_float_do_not_leave_it() -> None:
    assert [level.text for level in levels(1e300, 1e307, 1.7e308, 9)][-1] == "1.6e308"


def test_where_all_is_as_high_there_are_no_levels() -> None:
    assert levels(5.0, 5.0, 5.0, 10) == []
    assert levels(5.0, 5.0, 5.0 + 1e-12, 10) == []
    assert levels(0.0, 0.0, float("inf"), 10) == []
    assert levels(0.0, 0.0, 0.0, 10) == []


def test_far_from_the_lowest_point_levels_are_evenly_spaced() -> None:
    assert [level.text for level in levels(0.0, 7.0, 11.5, 6)] == ["8", "9", "10", "11"]
    assert [level.text for level in levels(1.0, 7.011, 7.0201, 8)] == ["7.012", "7.014", "7.016", "7.018", "7.02"]


def test_numbers_of_levels_and_ticks() -> None:
    assert decimal_text(25, -2) == "0.25"
    assert decimal_text(-25, -1) == "−2.5"
    assert decimal_text(2, 5) == "200000"
    assert decimal_text(2, 6) == "2e6"
    assert decimal_text(-15, -8) == "−1.5e−7"
    assert decimal_text(0, 3) == "0"


# --- setting the start


@pytest.mark.parametrize("t", [0, 3])
def test_the_start_set_is_what_a_person_would_have_typed(t: int) -> None:
    by_hand, typed = session_over(), session_over()
    for session in (by_hand, typed):
        session.backward()
        session.go_to(t)
    StartDrag(by_hand, seen(by_hand)).move_to(Fraction("0.31"), Fraction("-1.2"), PIXEL)
    typed.enter(Matrix.w, 0, 1, "0.31")
    typed.enter(Matrix.b, 0, 1, "-1.2")
    assert exact_of(by_hand.document) == exact_of(typed.document)
    assert by_hand.position == typed.position
    assert by_hand.iteration == 0
    assert (by_hand.earlier_curve is None) == (typed.earlier_curve is None)
    assert by_hand.earlier_furthest == typed.earlier_furthest
    assert by_hand.furthest == typed.furthest


def test_a_whole_drag_is_one_edit() -> None:
    session = session_over()
    session.backward()
    session.go_to(5)
    before = session.document
    drag = StartDrag(session, seen(session))
    for step in range(10):
        drag.move_to(Fraction(step, 10), Fraction(1, 4), PIXEL)
    assert len(session.edits) == 1
    edit = session.edits[0]
    assert isinstance(edit, StartEdit)
    assert edit.inverse().apply(session.document).w is before.w
    assert session.document.w.exact_at(0, 1) == Fraction(9, 10)
    assert session.document.b.exact_at(0, 1) == Fraction(1, 4)
    assert session.document.w.exact_at(0, 0) == session.course.moment(0).number(w(1, 1))


def test_two_drags_are_two_edits() -> None:
    session = session_over()
    session.backward()
    for value in (Fraction(1, 2), Fraction(1, 3)):
        StartDrag(session, seen(session)).move_to(value, value, PIXEL)
    assert len(session.edits) == 2


@pytest.mark.parametrize("axes", [OVER, None])
@pytest.mark.parametrize("t", [0, 4])
def test_a_drag_that_is_taken_back_has_never_been(t: int, axes: tuple[Cell, Cell] | None) -> None:
    session = session_over(axes)
    session.backward()
    session.run(9)
    session.go_to(t)
    before, course = state_of(session), session.course
    drag = StartDrag(session, seen(session))
    for step in range(4):
        drag.move_to(Fraction(step, 3), Fraction(1, 4), PIXEL)
    assert state_of(session) != before
    drag.take_back()
    assert state_of(session) == before
    assert session.course is course
    drag.take_back()
    assert state_of(session) == before


def test_what_came_after_a_drag_is_not_taken_back_with_it() -> None:
    session = session_over()
    session.backward()
    drag = StartDrag(session, seen(session))
    drag.move_to(Fraction(1, 2), Fraction(1, 4), PIXEL)
    session.enter(Matrix.w, 0, 0, "7")
    drag.take_back()
    drag.move_to(Fraction(3), Fraction(3), PIXEL)
    assert session.document.w.exact_at(0, 0) == 7
    assert session.document.w.exact_at(0, 1) == Fraction(1, 2)


def test_a_drag_that_goes_nowhere_is_no_edit() -> None:
    session = session_over()
    session.backward()
    StartDrag(session, seen(session)).move_to(Fraction(0), Fraction(1), PIXEL)
    assert session.edits == ()


def test_from_the_very_start_of_an_iteration_the_landscape_stays_in_view() -> None:
    session = session_over()
    session.backward()
    session.update()
    StartDrag(session, seen(session)).move_to(Fraction(1, 2), Fraction(1), PIXEL)
    landscape = seen(session)
    assert (landscape.iteration, landscape.known) == (0, 0)
    assert session.is_forward_complete
    assert not session.is_backward_complete


@proof
@given(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from([0, 2]))
def test_along_principal_directions_the_start_is_where_it_was_put(across: float, up: float, t: int) -> None:
    session = session_over(None)
    session.backward()
    session.go_to(t)
    before = seen(session)
    StartDrag(session, before).move_to(neat(across, 0.01), neat(up, 0.01), PIXEL)
    after = seen(session, before)
    assert after.here == pytest.approx([across, up], abs=0.02)
    typed = [str(value) for value in session.document.w.values.flat]
    assert all(len(text.partition(".")[2]) <= 4 for text in typed)


def test_through_the_optimum_a_drag_keeps_its_directions() -> None:
    session = session_over(None)
    session.backward()
    landscape = seen(session)
    drag = StartDrag(session, landscape)
    for across in (1, Fraction(1, 2), 0, Fraction(-1, 2), -1):
        drag.move_to(Fraction(across), Fraction(1), PIXEL)
        landscape = seen(session, landscape)
        assert landscape.here == pytest.approx([float(across), 1.0], abs=0.02)


def test_what_is_too_large_is_refused_and_changes_nothing() -> None:
    session = session_over()
    session.backward()
    before = state_of(session)
    drag = StartDrag(session, seen(session))
    with pytest.raises(NotFiniteError, match="beyond ±1e50"):
        drag.move_to(Fraction(10) ** 51, Fraction(0), (1e49, 1e49))
    assert state_of(session) == before


def test_far_out_in_a_diverging_descent_no_start_can_be_taken() -> None:
    session = session_over(rate="0.3")
    session.backward()
    session.go_to(session.course.last_iteration)
    with pytest.raises(NotFiniteError) as raised:
        StartDrag(session, seen(session))
    assert str(raised.value) == TOO_LARGE_TO_START_FROM


@proof
@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e5))
def test_a_neat_value_has_no_more_decimals_than_a_pixel_warrants(value: float, pixel: float) -> None:
    found = neat(value, pixel)
    assert abs(found - Fraction(value)) <= Fraction(pixel) / 2
    unit = Fraction(10) ** int(np.floor(np.log10(pixel) + 1e-9))
    assert (found / unit).denominator == 1


@proof
@given(st.floats(1e-9, 1e9))
def test_a_step_is_a_pixel_at_least_and_round(pixel: float) -> None:
    step = neat_step(pixel)
    assert 0.99 * pixel <= step <= 3 * pixel
    assert str(float(step)).strip("0.").split("e")[0].strip("0.") in ("1", "2", "5")
