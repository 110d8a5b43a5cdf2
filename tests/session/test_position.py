"""Time as a position: the stops of every step size, and what is known where."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.equations import Network, Stage
from bpgui.session.position import Position, StepSize, Timeline
from bpgui.session.view import GRADIENT_OF_X, UPDATED_PARAMETERS
from tests.session.documents import hidden_sets, positions
from tests.strategies import proof, shapes

WITHIN_AN_ITERATION = [StepSize.guided, StepSize.term, StepSize.entry, StepSize.equation]

timelines = st.builds(lambda shape, hidden: Timeline(Network(shape), hidden), shapes(5), hidden_sets)
any_hidden = st.sets(st.sampled_from([e.makes for e in Network(Shape(1, 1, 1)).equations]), max_size=8).map(frozenset)
any_timelines = st.builds(lambda shape, hidden: Timeline(Network(shape), hidden), shapes(3), any_hidden)


def stops(timeline: Timeline, size: StepSize, iterations: int = 1) -> list[Position]:
    """All stops from the very start to the start of a later iteration, both among them."""
    found = [timeline.start(0)]
    while found[-1] != timeline.start(iterations):
        found.append(timeline.next(found[-1], size))
        assert len(found) < 10_000
    return found


@proof
@given(st.one_of(timelines, any_timelines), st.sampled_from(WITHIN_AN_ITERATION))
def test_a_step_back_returns_to_the_stop_before(timeline: Timeline, size: StepSize) -> None:
    for before, after in pairwise(stops(timeline, size, iterations=2)):
        assert timeline.previous(after, size) == before


@proof
@given(st.data(), st.one_of(timelines, any_timelines), st.sampled_from(WITHIN_AN_ITERATION))
def test_a_step_always_leads_on_and_a_step_back_always_back(
    data: st.DataObject, timeline: Timeline, size: StepSize
) -> None:
    here = data.draw(positions(timeline))
    assert timeline.order(timeline.next(here, size)) > timeline.order(here)
    before = timeline.previous(here, size)
    if timeline.order(here) == timeline.order(timeline.start(0)):
        assert before == here
    else:
        assert timeline.order(before) < timeline.order(here)


@proof
@given(st.data(), st.one_of(timelines, any_timelines), st.sampled_from(WITHIN_AN_ITERATION))
def test_stepping_back_from_anywhere_ends_at_the_very_start(
    data: st.DataObject, timeline: Timeline, size: StepSize
) -> None:
    here = data.draw(positions(timeline, latest=1))
    for _ in range(5000):
        if here == timeline.start(0):
            break
        here = timeline.previous(here, size)
    assert here == timeline.start(0)


@proof
@given(timelines)
def test_every_stop_of_a_larger_size_is_one_of_the_smaller_sizes(timeline: Timeline) -> None:
    by_term, by_entry = set(stops(timeline, StepSize.term)), set(stops(timeline, StepSize.entry))
    guided, by_equation = set(stops(timeline, StepSize.guided)), set(stops(timeline, StepSize.equation))
    assert by_equation <= by_entry <= by_term
    assert by_equation <= guided <= by_term


@proof
@given(timelines)
def test_stepping_by_terms_adds_one_term_at_a_time_and_leaves_none_out(timeline: Timeline) -> None:
    visible = [m for m in timeline.equations if m not in timeline.hidden]
    each = [Position(0, matrix, terms + 1) for matrix in visible for terms in range(timeline.total(matrix))]
    assert stops(timeline, StepSize.term) == [timeline.start(0), *each, timeline.start(1)]


def test_guided_goes_as_the_note_does() -> None:
    """5×4×3, each stop as the terms added: entries of 5, 2, 15, 1, 5, 5, 2 and 2 terms."""
    timeline = Timeline(Network(Shape(5, 4, 3)), GRADIENT_OF_X)
    expected = {
        Matrix.y_hat: [1, 2, 3, 4, 5, 10, 15, 75],  # ŷ₁₁ term by term, ŷ₁₂, ŷ₁₃, the rest
        Matrix.error: [2, 30],  # one entry, the rest
        Matrix.loss: [15],
        Matrix.dL_dy_hat: [1, 15],
        Matrix.dL_dw: [1, 2, 3, 4, 5, 10, 15, 60],
        Matrix.dL_db: [1, 2, 3, 4, 5, 10, 15],  # no more than three entries
        Matrix.w_next: [2, 24],
        Matrix.b_next: [2, 6],
    }
    found = stops(timeline, StepSize.guided)
    assert found[1:-1] == [Position(0, matrix, terms) for matrix, at in expected.items() for terms in at]
    assert len(found) - 1 == 33  # presses, the one that starts the next iteration among them


def test_guided_builds_a_chosen_entry_term_by_term_and_goes_on_to_the_rest() -> None:
    timeline = Timeline(Network(Shape(5, 4, 3)))
    here = timeline.first_term_of(0, Cell(Matrix.dL_dw, 2, 1))  # the eighth of twelve entries
    found = []
    while here.equation is Matrix.dL_dw:
        found.append(here.terms)
        here = timeline.next(here, StepSize.guided)
    assert found == [36, 37, 38, 39, 40, 60]
    assert timeline.previous(Position(0, Matrix.dL_dw, 37), StepSize.guided).terms == 36
    assert timeline.previous(Position(0, Matrix.dL_dw, 36), StepSize.guided).terms == 35
    assert timeline.previous(Position(0, Matrix.dL_dw, 35), StepSize.guided).terms == 15


def test_long_sums_take_a_few_guided_presses() -> None:
    timeline = Timeline(Network(Shape(60_000, 784, 10)))
    found = stops(timeline, StepSize.guided)
    assert len(found) < 40
    assert [p.terms for p in found if p.equation is Matrix.dL_dw] == [1, 2, 3, 60_000, 120_000, 180_000, 470_400_000]
    assert [p.terms for p in found if p.equation is Matrix.y_hat][:4] == [0, 1, 2, 3]


@pytest.mark.parametrize("size", WITHIN_AN_ITERATION)
def test_hidden_equations_are_passed_in_one_go(size: StepSize) -> None:
    timeline = Timeline(Network(Shape(3, 2, 2)), GRADIENT_OF_X | UPDATED_PARAMETERS)
    assert all(p.equation not in timeline.hidden for p in stops(timeline, size, iterations=2))
    end = timeline.end(0, Matrix.dL_db)
    assert timeline.next(end, size) == timeline.start(1)
    assert timeline.previous(timeline.start(1), size) == end
    shown = Timeline(timeline.network, GRADIENT_OF_X)
    assert shown.next(end, StepSize.equation) == shown.end(0, Matrix.w_next)
    assert shown.is_known(Cell(Matrix.dL_dx, 0, 0), shown.next(end, size))
    assert shown.previous(shown.next(end, size), size) == end


@proof
@given(st.data(), timelines)
def test_what_is_known_stays_known_as_time_goes_on(data: st.DataObject, timeline: Timeline) -> None:
    positions_ = positions(timeline, latest=0)
    earlier, later = sorted((data.draw(positions_), data.draw(positions_)), key=timeline.order)
    for matrix in timeline.equations:
        for cell in timeline.network.shape.cells(matrix):
            length = timeline.network.terms_per_entry(matrix)
            assert 0 <= timeline.terms_known(cell, earlier) <= timeline.terms_known(cell, later) <= length
            assert timeline.is_known(cell, later) == (timeline.terms_known(cell, later) == length)


@proof
@given(st.data(), timelines)
def test_the_terms_known_of_the_equation_at_work_add_up_to_the_terms_added(
    data: st.DataObject, timeline: Timeline
) -> None:
    here = data.draw(positions(timeline))
    known = [timeline.terms_known(cell, here) for cell in timeline.network.shape.cells(here.equation)]
    assert sum(known) == here.terms
    unfinished = [count for count in known if 0 < count < timeline.network.terms_per_entry(here.equation)]
    assert len(unfinished) <= 1


@proof
@given(st.data(), timelines)
def test_a_step_touches_the_entry_that_it_adds_a_term_to(data: st.DataObject, timeline: Timeline) -> None:
    here = data.draw(positions(timeline))
    entry = timeline.entry_at(here)
    if here.terms == 0:
        assert entry is None
        return
    assert entry is not None
    assert timeline.terms_known(entry, here) > 0
    before = here._replace(terms=here.terms - 1)
    assert timeline.terms_known(entry, here) == timeline.terms_known(entry, before) + 1


@proof
@given(st.data(), timelines)
def test_going_to_an_entry_has_added_its_first_term_alone(data: st.DataObject, timeline: Timeline) -> None:
    matrix = data.draw(st.sampled_from(timeline.equations))
    entry = data.draw(st.sampled_from(list(timeline.network.shape.cells(matrix))))
    here = timeline.first_term_of(3, entry)
    assert here.iteration == 3
    assert timeline.terms_known(entry, here) == 1
    assert timeline.entry_at(here) == entry


@proof
@given(st.data(), timelines)
def test_the_start_of_an_equation_is_the_end_of_the_one_before(data: st.DataObject, timeline: Timeline) -> None:
    here = data.draw(positions(timeline))
    settled = timeline.settled(here)
    assert timeline.order(settled) == timeline.order(here)
    assert settled.terms > 0 or settled == timeline.start(here.iteration)


def test_the_ends_of_the_stages_are_those_of_their_last_visible_equations() -> None:
    timeline = Timeline(Network(Shape(2, 2, 2)), GRADIENT_OF_X)
    assert timeline.end_of_stage(4, Stage.forward, Stage.loss) == timeline.end(4, Matrix.loss)
    assert timeline.end_of_stage(4, Stage.backward) == timeline.end(4, Matrix.dL_db)
    assert Timeline(timeline.network).end_of_stage(4, Stage.backward) == timeline.end(4, Matrix.dL_dx)
    assert timeline.end_of_stage(4, Stage.update) == timeline.end(4, Matrix.b_next)
