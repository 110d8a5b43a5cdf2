"""The window onto the loss plot, its axes and ticks at every zoom, and the points that are drawn."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.session.course import LAST_ITERATION
from bpgui.session.loss_readout import LossReadout
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.ui.loss_axes import LinearLoss, LogLoss, LossAxis
from bpgui.ui.loss_iteration_axes import IterationAxis, LinearIterations, LogIterations, iteration_at, place_of
from bpgui.ui.loss_picture import Picture, picture
from bpgui.ui.loss_trace import Points, Trace, points_of
from bpgui.ui.loss_window import (
    FEWEST_ITERATIONS,
    PlotView,
    PlotWindow,
    iterations_with,
    panned_iterations,
    panned_losses,
    zoomed_iterations,
    zoomed_losses,
)
from tests.session.documents import document, document_of, note
from tests.strategies import Problem, problems, proof
from tests.ui.tick_texts import loss_in, number_in


@st.composite
def iteration_axes(draw: st.DrawFn, longest: int = LAST_ITERATION) -> IterationAxis:
    """An axis that any zoom may have come to."""
    span = draw(st.one_of(st.floats(FEWEST_ITERATIONS, min(60, longest)), st.floats(FEWEST_ITERATIONS, longest)))
    start = draw(st.one_of(st.just(0.0), st.floats(0, longest - span)))
    kind = draw(st.sampled_from([LinearIterations, LogIterations]))
    return kind(start + span, start)


@st.composite
def loss_axes(draw: st.DrawFn) -> LossAxis:
    """An axis that any fit or zoom may have come to."""
    top = 10.0 ** draw(st.floats(-280, 300))
    bottom = draw(st.one_of(st.just(0.0), st.floats(0.001, 0.999), st.floats(1e-9, 1e-3).map(lambda part: 1 - part)))
    if draw(st.booleans()):
        return LinearLoss(top, bottom * top)
    decades = min(draw(st.one_of(st.floats(1e-6, 3), st.floats(1, 300))), math.log10(top) + 299)
    return LogLoss(math.log10(top) - decades, math.log10(top), 10.0 ** max(math.log10(top) - decades - 1, -300))


places = st.floats(0, 1)
factors = st.floats(0.2, 5)


# --- axes


@proof
@given(iteration_axes(), st.data())
def test_each_iteration_in_view_leads_to_its_place_and_back(axis: IterationAxis, data: st.DataObject) -> None:
    t = data.draw(st.integers(math.ceil(axis.start), math.floor(axis.end)))
    place = place_of(axis, t)
    assert -1e-9 <= place <= 1 + 1e-9
    assert iteration_at(axis, place) == pytest.approx(t, abs=1e-9 * axis.end + 1e-6)
    assert axis.value(place) == pytest.approx(t, rel=1e-9, abs=1e-6)


@proof
@given(iteration_axes(), places, places)
def test_what_comes_later_stands_further_right(axis: IterationAxis, one: float, other: float) -> None:
    earlier, later = sorted((one, other))
    assert axis.value(earlier) <= axis.value(later)


@proof
@given(loss_axes(), places)
def test_each_loss_in_view_leads_to_its_place_and_back(axis: LossAxis, place: float) -> None:
    assert float(axis.bare_places(np.array([axis.value(place)]))[0]) == pytest.approx(place, abs=1e-6)


# --- ticks


@proof
@given(iteration_axes(), st.integers(2, 12))
def test_ticks_of_iterations_say_what_stands_there_each_something_else(axis: IterationAxis, most: int) -> None:
    labelled, minor = axis.ticks(most)
    texts = [text for _, text in labelled]
    assert len(set(texts)) == len(texts)
    assert len(texts) <= most + 2
    for place, text in labelled:
        value = number_in(text)
        assert value == value.to_integral_value()
        assert place_of(axis, float(value)) == pytest.approx(place, abs=1e-6)
    assert all(-1e-6 <= place <= 1 + 1e-6 for place in [*(place for place, _ in labelled), *minor])


def test_neighbouring_iterations_far_out_can_be_read() -> None:
    labelled, minor = LinearIterations(123_456_009, 123_456_001).ticks(8)
    assert [text.replace("\N{THIN SPACE}", " ") for _, text in labelled] == [
        f"123 456 00{last}" for last in range(1, 10)
    ]
    assert minor == []
    assert [text for _, text in LogIterations(123_456_009, 123_456_001).ticks(8).labelled] == [
        text for _, text in labelled
    ]


def test_round_numbers_of_iterations_are_short() -> None:
    assert [text for _, text in LinearIterations(10**9).ticks(5).labelled] == [
        "0",
        "2·10⁸",
        "4·10⁸",
        "6·10⁸",
        "8·10⁸",
        "10⁹",
    ]


@proof
@given(iteration_axes(), st.integers(3, 12))
def test_there_is_always_a_tick_to_read(axis: IterationAxis, most: int) -> None:
    assert len(axis.ticks(most).labelled) >= 2


@proof
@given(loss_axes(), st.integers(2, 12))
def test_ticks_of_losses_say_with_the_title_what_stands_there_each_something_else(axis: LossAxis, most: int) -> None:
    labelled, minor = axis.ticks(most)
    texts = [text for _, text in labelled]
    assert len(set(texts)) == len(texts)
    for place, text in labelled:
        loss = float(loss_in(text, axis.title))
        assert float(axis.bare_places(np.array([loss]))[0]) == pytest.approx(place, abs=1e-4)
    assert all(len(text) <= 8 for text in texts), texts
    assert all(-1e-6 <= place <= 1 + 1e-6 for place in [*(place for place, _ in labelled), *minor])


@proof
@given(st.floats(1e-280, 1e300), st.one_of(st.floats(0, 1), st.floats(1e-11, 1e-3).map(lambda part: 1 - part)))
def test_a_fitted_part_is_held_and_fills_its_axis(largest: float, share: float) -> None:
    smallest = share * largest
    axis = LinearLoss.between(smallest, largest)
    low, high = axis.places(np.array([smallest, largest]))
    assert -1e-6 <= low <= high <= 1 + 1e-6
    assert axis.bottom == 0 or high - low > 0.5 or largest - smallest < 2e-10 * largest
    assert len(axis.ticks(4).labelled) >= 2


@proof
@given(st.floats(1e-200, 1e200), st.floats(1e-9, 1), st.floats(1, 9.9))
def test_a_fitted_part_within_a_decade_is_held_and_fills_its_axis(smallest: float, flat: float, ratio: float) -> None:
    largest = smallest * (1 + flat * (ratio - 1))
    axis = LogLoss.between(smallest, largest, smallest * 1e-50)
    low, high = axis.places(np.array([smallest, largest]))
    assert -1e-6 <= low <= high <= 1 + 1e-6
    assert len(axis.ticks(4).labelled) >= 2


# --- zoom and pan


@proof
@given(iteration_axes(), places, factors, st.sampled_from([10**9, 10**6, 5000]))
def test_zooming_stays_between_the_ends_and_shows_a_few_iterations(
    axis: IterationAxis, place: float, factor: float, longest: int
) -> None:
    first, last = zoomed_iterations(axis, place, factor, max(longest, axis.end))
    assert first >= 0
    assert last <= max(longest, axis.end) * (1 + 1e-12)
    assert last - first >= FEWEST_ITERATIONS * (1 - 1e-6)


@proof
@given(iteration_axes(), places, factors)
def test_zooming_keeps_what_is_under_the_pointer_there(axis: IterationAxis, place: float, factor: float) -> None:
    first, last = zoomed_iterations(axis, place, factor, 1e12)
    assume(first >= 1 or (axis.start == 0 == first and isinstance(axis, LinearIterations)))
    assume(last - first > FEWEST_ITERATIONS * 1.01)
    assume(first > 0 or factor < 1)
    other = type(axis)(last, first)
    assert float(other.places(np.array([axis.value(place)]))[0]) == pytest.approx(place, abs=1e-3)


@proof
@given(iteration_axes(10**6), places, st.integers(1, 12))
def test_so_many_notches_in_and_out_again_lead_back(axis: IterationAxis, place: float, notches: int) -> None:
    spans = [(axis.start, axis.end)]
    for _ in range(notches):
        here = type(axis)(spans[-1][1], spans[-1][0])
        spans.append(zoomed_iterations(here, place, 0.8, 1e9))
    assume(all(end - start > 1.3 * FEWEST_ITERATIONS for start, end in spans))
    assume(isinstance(axis, LinearIterations) or axis.start >= 1)
    here = type(axis)(spans[-1][1], spans[-1][0])
    for _ in range(notches):
        here = type(axis)(*reversed(zoomed_iterations(here, place, 1.25, 1e9)))
    assert (here.start, here.end) == pytest.approx(spans[0], rel=1e-6, abs=1e-3)


def test_wheel_after_wheel_one_comes_to_a_billion_and_no_further() -> None:
    for kind in (LinearIterations, LogIterations):
        axis: IterationAxis = kind(10.0)
        for _ in range(120):
            axis = kind(*reversed(zoomed_iterations(axis, 0.3, 1.25, 1e9)))
        assert (axis.start, axis.end) == (0, 1e9)


@proof
@given(iteration_axes(), st.floats(-2, 2))
def test_panning_keeps_the_size_and_stops_at_the_ends(axis: IterationAxis, shift: float) -> None:
    first, last = panned_iterations(axis, shift, max(1e9, axis.end))
    assert 0 <= first < last <= max(1e9, axis.end) * (1 + 1e-12)
    if isinstance(axis, LinearIterations):
        assert last - first == pytest.approx(axis.end - axis.start, rel=1e-6, abs=1e-3)


@proof
@given(iteration_axes(), st.integers(0, 10**9))
def test_an_iteration_is_brought_into_view_by_as_little_as_needed(axis: IterationAxis, t: int) -> None:
    first, last = iterations_with(axis, t, 1e9 + axis.end)
    assert first - 1e-3 - 1e-6 * t <= t <= last + 1e-3 + 1e-6 * t
    if axis.start <= t <= axis.end:
        assert (first, last) == pytest.approx((axis.start, axis.end), rel=1e-6, abs=1e-6)
    elif isinstance(axis, LinearIterations):
        assert min(abs(t - first), abs(t - last)) <= 1e-3 + 1e-6 * t


@proof
@given(loss_axes(), places, factors, st.floats(-2, 2))
def test_zoomed_and_panned_losses_are_losses(axis: LossAxis, place: float, factor: float, shift: float) -> None:
    for bottom, top in (zoomed_losses(axis, place, factor), panned_losses(axis, shift)):
        assert 0 <= bottom < top < math.inf


def test_nearly_all_is_all() -> None:
    assert PlotWindow().with_iterations((0.001, 1200.5), 1200).is_fitted
    assert not PlotWindow().with_iterations((0, 1300), 1200).is_fitted
    assert not PlotWindow().with_iterations((20, 1200), 1200).is_fitted


# --- what is drawn


def picture_of(session: Session, view: PlotView) -> Picture:
    return picture(LossReadout.of(session, Screen(session)), view)


def assert_true_losses(line: Points, shown: Picture, session: Session, inside: bool = True) -> None:
    assert shown.losses is not None
    seen = (line.up > -0.49) & (line.up < 1.49) if inside else np.ones(len(line.up), dtype=bool)
    for across, up in zip(line.across[seen], line.up[seen], strict=True):
        t = round(shown.iterations.value(across))
        assert place_of(shown.iterations, t) == pytest.approx(across, abs=1e-6), "between two iterations"
        loss = np.array([session.course.descent.loss(t)])
        assert float(shown.losses.places(loss)[0]) == pytest.approx(up, rel=1e-6, abs=1e-6)


views = st.builds(
    PlotView,
    st.just(PlotWindow()),
    log_iterations=st.booleans(),
    log_loss=st.booleans(),
    width=st.integers(50, 1500),
    height=st.integers(20, 800),
)


@proof
@given(problems(rates=st.fractions(0, 1, max_denominator=200)), st.integers(0, 10**9), views, st.data())
def test_every_point_that_is_drawn_is_a_true_loss(
    problem: Problem, run: int, view: PlotView, data: st.DataObject
) -> None:
    session = Session(document_of(problem))
    session.forward()
    session.run(run)
    longest = LossReadout.of(session, Screen(session)).longest
    if data.draw(st.booleans()):
        axis = data.draw(iteration_axes(max(longest, 10)))
        view = PlotView(PlotWindow((axis.start, axis.end)), None, view.log_iterations, view.log_loss)
    shown = picture_of(session, view)
    for line in (shown.known, shown.prediction, shown.single, shown.single_ahead):
        assert np.isfinite(line.across).all()
        assert np.isfinite(line.up).all()
        if shown.losses is not None:
            assert_true_losses(line, shown, session)
    if len(shown.known.across) and len(shown.prediction.across):
        assert shown.known.across[-1] == shown.prediction.across[0]


@proof
@given(problems(rates=st.fractions(0, 1, max_denominator=200)), st.integers(30, 10**9), views)
def test_between_the_points_the_line_is_as_good_as_the_curve(problem: Problem, run: int, view: PlotView) -> None:
    session = Session(document_of(problem))
    session.forward()
    session.run(run)
    shown = picture_of(session, view)
    assert shown.losses is not None
    line = Points(*(np.concatenate([getattr(shown.known, n), getattr(shown.prediction, n)]) for n in ("across", "up")))
    x, y = line.across * view.width, np.clip(line.up, -0.1, 1.1) * view.height
    first = 1 if view.log_iterations else 0
    last = session.course.last_iteration
    spread = np.linspace(place_of(shown.iterations, first), min(1, place_of(shown.iterations, last)), 500)
    t = np.unique([min(max(round(shown.iterations.value(place)), first), last) for place in spread]).astype(float)
    true_x = shown.iterations.places(t) * view.width
    true_y = np.clip(shown.losses.places(session.course.descent.curve.losses(t)), -0.1, 1.1) * view.height
    assert max(distances(true_x, true_y, x, y)) < 1.2  # pixels


def distances(xs: np.ndarray, ys: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[float]:
    """How far points are from a line of straight pieces."""
    along, up = np.diff(x), np.diff(y)
    length = np.maximum(along**2 + up**2, 1e-12)
    found = []
    for px, py in zip(xs, ys, strict=True):
        share = np.clip(((px - x[:-1]) * along + (py - y[:-1]) * up) / length, 0, 1)
        found.append(float(np.hypot(x[:-1] + share * along - px, y[:-1] + share * up - py).min()))
    return found


def test_a_billion_iterations_take_hardly_more_points_than_a_hundred() -> None:
    for log in (False, True):
        session = Session(note())
        session.forward()
        counts = []
        for run in (100, 10**4, 10**9):
            session.go_to(0)
            session.run(run)
            shown = picture_of(session, PlotView(log_iterations=log, log_loss=True, width=1000, height=400))
            counts.append(len(shown.known.across) + len(shown.prediction.across))
        assert max(counts) < 400


def test_while_iterations_are_zoomed_the_losses_fit_what_is_seen() -> None:
    session = Session(note())
    session.forward()
    session.run(1000)
    whole, late = (picture_of(session, PlotView(PlotWindow(span))) for span in (None, (600.0, 1000.0)))
    assert isinstance(whole.losses, LinearLoss)
    assert isinstance(late.losses, LinearLoss)
    assert whole.losses.bottom == 0
    assert late.losses.top < 0.01 * whole.losses.top
    seen = late.known.up[(late.known.across >= 0) & (late.known.across <= 1)]
    assert seen.max() - seen.min() > 0.5


def test_a_flat_late_part_shows_its_shape_over_a_base_that_is_not_zero() -> None:
    session = Session(document([[0], [1], [2], [3]], [[0]], [[0]], [[1], [0], [1], [0]], Fraction(1, 10)))
    session.forward()
    session.run(1000)
    late = picture_of(session, PlotView(PlotWindow((30.0, 60.0))))
    assert isinstance(late.losses, LinearLoss)
    assert late.losses.bottom > 0.1
    seen = late.known.up[(late.known.across >= 0) & (late.known.across <= 1)]
    assert seen.max() - seen.min() > 0.3


def test_where_nothing_is_known_in_view_the_axis_of_losses_stays() -> None:
    session = Session(note())
    session.forward()
    shown = picture_of(session, PlotView(PlotWindow((100.0, 200.0))))
    assert len(shown.known.across) == 0
    assert shown.losses == picture_of(session, PlotView()).losses


def test_few_iterations_in_view_are_points() -> None:
    session = Session(note())
    session.forward()
    session.run(10**6)
    session.go_to(500_004)
    shown = picture_of(session, PlotView(PlotWindow((500_000.5, 500_008.5))))
    assert [round(shown.iterations.value(place)) for place in shown.single.across if place > 0] == list(
        range(500_001, 500_005)
    )
    assert [round(shown.iterations.value(place)) for place in shown.single_ahead.across if place < 1] == list(
        range(500_005, 500_009)
    )


@proof
@given(problems(rates=st.fractions(1, 20, max_denominator=3)), views)
def test_a_line_that_leaves_the_view_is_kept_near_it(problem: Problem, view: PlotView) -> None:
    session = Session(document_of(problem))
    session.forward()
    session.run(200)
    shown = picture_of(session, view)
    for line in (shown.known, shown.prediction):
        assert np.all(np.diff(line.across) >= -1e-12)
        assert np.all((line.up <= 1.5) & (line.up >= -0.5))


def test_where_a_line_leaves_the_view_it_is_cut_and_not_bent() -> None:
    losses = np.array([0.0, 1.0, 4.0, 100.0, 3.0, 0.0])
    axis = LinearIterations(10.0)
    line = points_of(Trace(None, np.arange(6.0), losses), axis, LinearLoss(4.0).places)
    plain = Points(axis.places(np.arange(6.0)), losses / 4)
    for across, up in zip(line.across, line.up, strict=True):
        assert up == pytest.approx(min(float(np.interp(across, *plain)), 1.5))
    assert np.count_nonzero(line.up == 1.5) == 3
