"""What the loss panel says, and which iterations it draws."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.numbers import grouped
from bpgui.session.course import LAST_ITERATION
from bpgui.session.loss_readout import LossReadout
from bpgui.session.loss_words import NOTHING_YET, OVER, distance_text, rounding_text
from bpgui.session.position import StepSize
from bpgui.session.problems import read_problem
from bpgui.session.sampling import round_end, sampled
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import case, document, document_of, one_weight
from tests.strategies import Problem, problems, proof
from tests.ui.plain import agrees, moment, read

CASE = Path(__file__).parents[1] / "cases" / "note-size-integers.json"
iterations = st.one_of(st.integers(0, 300), st.integers(0, LAST_ITERATION))


def new_session(learning_rate: str = "") -> Session:
    session = Session(read_problem(CASE))
    if learning_rate:
        session.set_learning_rate(learning_rate)
    return session


def readout_of(session: Session) -> LossReadout:
    return LossReadout.of(session, Screen(session))


# --- which iterations are drawn


@proof
@given(iterations, iterations, st.integers(2, 2000), st.booleans())
def test_samples_are_whole_ascending_few_and_hold_both_ends(one: int, other: int, most: int, in_log: bool) -> None:
    first, last = sorted((one, other))
    found = sampled(first, last, most, in_log)
    assert found[0] == first
    assert found[-1] == last
    assert len(found) <= most
    assert np.all(np.diff(found) > 0)
    assert np.array_equal(found, np.rint(found))


def test_a_short_stretch_is_sampled_whole() -> None:
    assert sampled(3, 12, 10, True).tolist() == list(range(3, 13))


def test_samples_that_are_even_in_their_logarithms_hold_the_first_iterations() -> None:
    assert set(range(30)) <= set(sampled(0, 10**9, 2000, True).tolist())


@proof
@given(iterations)
def test_the_axis_holds_what_was_reached_and_is_at_most_twice_as_long(reached: int) -> None:
    assert max(10, reached) <= round_end(reached) <= 2 * max(10, reached)


def test_the_axis_moves_on_seldom() -> None:
    assert [round_end(1.1 * t) for t in (0, 9, 10, 100, 1000, 10_000)] == [10, 10, 12, 120, 1200, 12_000]
    assert len({round_end(1.1 * t) for t in range(1000)}) < 15


# --- nothing after the position


def test_before_the_first_forward_pass_nothing_is_said_or_drawn() -> None:
    session = new_session()
    readout = readout_of(session)
    assert (readout.known, readout.curve, readout.ends_at, readout.last_drawn(100)) == (None, None, None, None)
    assert (readout.lowest, readout.modes) == (None, ())
    assert readout.sentence == NOTHING_YET
    assert [readout.text(t) for t in range(readout.end + 1)] == [""] * (readout.end + 1)


def test_neither_is_it_back_at_the_start_after_a_run() -> None:
    session = new_session()
    session.run(1000)
    session.reset()
    readout = readout_of(session)
    assert readout.curve is None
    assert not readout.predicts
    assert readout.text(0) == readout.text(500) == readout.here_text == ""


def test_at_every_step_before_the_last_term_of_the_loss_it_stays_unknown() -> None:
    session = new_session()
    session.set_step_size(StepSize.entry)
    while not session.is_forward_complete:
        assert readout_of(session).curve is None
        session.step()
    assert readout_of(session).known == 0


@proof
@given(st.integers(0, 40), st.booleans(), st.integers(0, 60))
def test_without_a_run_no_iteration_after_the_last_known_loss_is_shown(t: int, complete: bool, asked: int) -> None:
    session = new_session()
    for _ in range(t):
        session.update()
    if complete:
        session.forward()
    readout = readout_of(session)
    known = t if complete else t - 1
    assert (readout.known is None) == (known < 0)
    assert readout.shows(asked) == (asked <= known)
    assert bool(readout.text(asked)) == (asked <= known)


@proof
@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 2 * 10**6))
def test_after_a_run_what_lies_ahead_is_called_a_prediction(run: int, back: int, asked: int) -> None:
    session = new_session()
    session.forward()
    session.run(run)
    session.go_to(max(run - back, 0))
    readout = readout_of(session)
    assert readout.shows(asked)
    assert ("prediction" in readout.text(asked)) == (session.iteration < asked)


def test_while_the_loss_of_an_iteration_is_missing_the_one_before_is_the_last_known() -> None:
    session = new_session()
    session.update()
    readout = readout_of(session)
    assert (readout.iteration, readout.known, readout.here_text) == (1, 0, "")
    assert readout.text(0).startswith("t = 0   L ≈ 23.4")


# --- what is said


def test_the_loss_reads_as_its_own_cell_does_where_that_is_exact() -> None:
    session = new_session()
    session.forward()
    assert readout_of(session).here_text == "t = 0   L = 23.4   ‖W − W*‖ ≈ 3.6"


def test_a_rounded_loss_has_three_figures() -> None:
    session = new_session()
    session.forward()
    session.run(1000)
    assert readout_of(session).text(400).startswith("t = 400   L ≈ 0.00576   ")
    assert readout_of(session).text(10).startswith("t = 10   L ≈ 0.575   ")


def test_more_decimals_show_more_of_it_and_it_stays_plain() -> None:
    session = new_session()
    session.set_digits(10)
    session.forward()
    session.run(1000)
    given = (case("note-size-integers")[name] for name in "xwby")
    plain = moment(*given, rate="0.05", iteration=40)["loss"][0][0]
    loss = readout_of(session).parts(40)[1].removeprefix("L ≈ ")
    assert "e" not in loss
    assert len(loss) == 10
    assert agrees(loss, plain, digits=8)


def test_below_the_rounding_the_loss_is_less_than_that() -> None:
    session = new_session()
    session.forward()
    session.run(100_000)
    readout = readout_of(session)
    t, loss, distance = readout.parts(90_000)
    assert (t, loss) == (f"t = {grouped(90_000)}", f"L {rounding_text(session.course.descent.curve)}")
    assert loss.startswith("L < ")
    assert distance.startswith("‖W − W*‖ < ")
    assert "e−" in distance


def test_a_learning_rate_within_the_bound_is_said_to_be() -> None:
    session = new_session()
    session.forward()
    assert readout_of(session).sentence == "η = 0.05 is within the bound 2/λₘₐₓ ≈ 0.2774: the loss never rises."


def test_past_the_bound_the_sentence_says_why_and_where_time_ends() -> None:
    session = new_session("0.3")
    session.forward()
    readout = readout_of(session)
    last = session.course.last_iteration
    assert readout.ends_at == last
    assert readout.sentence == (
        "η = 0.3 is past the bound 2/λₘₐₓ ≈ 0.2774: the loss falls at first, then grows. "
        f"After iteration {last} numbers become too large for the computer, over 1.8·10³⁰⁸."
    )


def test_far_past_the_bound_the_loss_grows_with_every_iteration() -> None:
    session = new_session("3")
    session.forward()
    assert "the loss grows with every iteration" in readout_of(session).sentence


def test_the_axis_ends_soon_after_time_does() -> None:
    session = new_session("0.3")
    session.forward()
    session.run(10_000)
    readout = readout_of(session)
    assert readout.ends_at is not None
    assert readout.ends_at < readout.end < 1.3 * readout.ends_at
    assert readout.last_drawn(readout.end) == readout.last_drawn(LAST_ITERATION) == readout.ends_at
    assert readout.text(readout.ends_at + 1) == ""


def test_no_learning_changes_nothing() -> None:
    session = new_session("0")
    session.forward()
    assert readout_of(session).sentence == "η = 0: nothing changes."


def test_a_start_without_error_cannot_diverge() -> None:
    session = Session(document(x=[[1]], w=[[0]], b=[[1]], y=[[1]], learning_rate=5))
    session.forward()
    readout = readout_of(session)
    assert readout.ends_at is None
    assert "past the bound" in readout.sentence
    assert "nothing in this start's error can grow" in readout.sentence


def test_while_large_data_is_worked_out_only_the_loss_that_is_shown_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpgui.session.course.LARGE", 1)
    session = new_session()
    assert readout_of(session).sentence == ""
    session.forward()
    readout = readout_of(session)
    assert (readout.known, readout.curve, readout.sentence) == (0, None, "")
    assert readout.here_text == "t = 0   L = 23.4"
    assert not readout.shows(1)


def test_the_description_says_where_the_loss_is_and_how_far_it_is_known() -> None:
    session = new_session()
    assert readout_of(session).description(0, 10) == "Iterations 0 to 10. The loss is not known yet."
    session.forward()
    session.run(1000)
    session.go_to(10)
    assert readout_of(session).description(0, 1200) == (
        "Loss at iteration 10: about 0.575. Iterations 0 to 1200, known to 10, predicted to 1200. Lowest loss: 0."
    )


def test_iterations_from_five_digits_on_are_grouped() -> None:
    assert [grouped(t) for t in (0, 9999, 10_000, 1_000_000)] == [
        "0",
        "9999",
        "10\N{THIN SPACE}000",
        "1\N{THIN SPACE}000\N{THIN SPACE}000",
    ]


# --- the distance to the optimum


@proof
@given(problems(rates=st.fractions(0, Fraction(1, 50), max_denominator=500)), st.integers(0, 12))
def test_the_distance_is_that_of_plain_iteration_to_what_least_squares_finds(problem: Problem, t: int) -> None:
    session = Session(document_of(problem))
    curve = session.course.descent.curve
    x, w, b, y = problem.inputs()
    ones, W = np.hstack([x, np.ones((len(x), 1))]), np.vstack([w, b])
    a = float(problem.convention.a(problem.shape))
    optimum = W + np.linalg.pinv(ones) @ (y - ones @ W)
    for _ in range(t):
        W = W - float(problem.learning_rate) * 2 * a * ones.T @ (ones @ W - y)
    plain = float(np.linalg.norm(W - optimum))
    if not np.isfinite(plain) or (curve.last is not None and t > curve.last):
        return
    sign, text = distance_text(curve, t, 10).split(" ")
    rounding = 1e-9 * (1 + np.abs(W).max() + np.abs(optimum).max())  # of pinv and of the iteration, not of ours
    if sign == "<":
        assert plain <= float(read(text)) + rounding
    else:
        assert float(read(text)) == pytest.approx(plain, rel=1e-3, abs=rounding)


def test_where_the_loss_is_lost_in_rounding_so_is_the_distance() -> None:
    session = new_session()
    session.forward()
    session.run(10**9)
    assert readout_of(session).parts_here[1:] == ("L < 4e−29", "‖W − W*‖ < 4e−14")


def test_a_distance_that_float64_does_not_hold_is_said_to_be_too_large() -> None:
    curve = replace(new_session().course.descent.curve, weight=np.array([1e300]), curvature=np.array([1e-300]))
    assert distance_text(curve, 0, 2) == OVER


# --- a prediction that is switched off


def silent(rate: str = "0.3", run: int = 40) -> Session:
    session = new_session(rate)
    session.set_prediction(False)
    session.forward()
    session.run(run)
    return session


def test_switched_off_nothing_ahead_is_given_away() -> None:
    session = silent()
    session.set_modes(True)
    session.keep_curve()
    readout = readout_of(session)
    assert (readout.predicts, readout.lowest, readout.ends_at) == (False, None, None)
    assert (readout.last_drawn(1000), readout.shows(40), readout.shows(41)) == (40, True, False)
    assert readout.last_drawn_of(readout.kept[0], 1000) == 40
    assert readout.parts_of_mode(readout.modes[0], 41) == ()
    assert readout.longest == LAST_ITERATION
    assert readout.sentence == "η = 0.3 is past the bound 2/λₘₐₓ ≈ 0.2774."
    assert "owest" not in readout.description(0, 50)


@proof
@given(st.integers(0, 30), st.sampled_from(["0.05", "0.2", "0.3", "3"]))
def test_switched_off_only_what_has_been_is_told(t: int, rate: str) -> None:
    session = silent(rate, t)
    readout = readout_of(session)
    assert readout.last_drawn(10**9) == readout.known == t
    assert "falls" not in readout.sentence
    assert "never" not in readout.sentence


def test_switched_off_the_end_of_time_is_told_once_it_is_reached() -> None:
    session = silent(run=10_000)
    readout = readout_of(session)
    assert readout.ends_at == session.course.last_iteration == session.iteration
    assert f"After iteration {session.iteration}" in readout.sentence


def test_the_lowest_loss_is_told_with_the_prediction() -> None:
    session = Session(document(x=[[1], [1]], w=[[0]], b=[[0]], y=[[0], [1]], learning_rate=Fraction(1, 10)))
    session.forward()
    assert readout_of(session).lowest is None
    session.run(3)
    assert readout_of(session).lowest == pytest.approx(1 / 4)
    assert readout_of(session).lowest_text == "≈ 0.25"


# --- kept curves


def test_the_axis_holds_what_was_seen_of_every_kept_curve_that_is_shown() -> None:
    session = new_session("0.3")
    session.forward()
    session.run(30)
    session.compare([Fraction(1, 20), Fraction(3)], 5000)
    end = readout_of(session).end
    assert end == 5000
    session.set_kept(session.kept.with_shown(0, False))
    assert readout_of(session).end < end  # the other one has come to its end long before


@proof
@given(st.fractions(0, 3, max_denominator=50), st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
def test_a_kept_curve_is_never_drawn_past_its_own_end(rate: Fraction, seen: int, end: int, runs: bool) -> None:
    session = new_session()
    session.forward()
    if runs:
        session.run(5)
    session.compare([rate], seen)
    readout = readout_of(session)
    (kept,) = readout.kept
    last = readout.last_drawn_of(kept, end)
    assert kept.curve.last is None or last <= kept.curve.last
    assert last <= (max(end, seen) if runs else seen)
    assert np.isfinite(kept.curve.loss(last))


def test_a_kept_curve_is_read_with_its_name() -> None:
    session = new_session()
    session.forward()
    session.compare([Fraction(1, 10)], 100)
    readout = readout_of(session)
    (kept,) = readout.kept
    name, t, loss, distance = readout.parts_of_kept(kept.name, kept.curve, 20)
    assert (name, t) == ("η = 0.1, start 1", "t = 20")
    session.set_learning_rate("0.1")
    session.run(20)
    assert readout_of(session).parts_here == (t, loss, distance)


def test_hidden_ones_are_not_shown() -> None:
    session = new_session()
    session.keep_curve()
    session.set_kept(session.kept.with_shown(0, False))
    assert readout_of(session).kept == ()


# --- on the bound, and next to it


def test_exactly_on_the_bound_the_sentence_says_that_the_error_swings() -> None:
    session = Session(one_weight())  # λ = 10
    session.set_learning_rate("0.2")
    session.run(10**9)
    said = readout_of(session).sentence
    assert said.startswith("η = 0.2 is on the bound 2/λₘₐₓ ≈ 0.2: in the steepest direction the error swings")
    assert session.iteration == 10**9
    assert session.document.learning_rate > 0
    assert session.course.loss(10**9) == pytest.approx(session.course.loss(0), rel=1e-12)


@pytest.mark.parametrize("nearness", ["1e-4", "1e-6", "1e-9"])
def test_next_to_the_bound_both_have_the_digits_in_which_they_differ(nearness: str) -> None:
    session = Session(one_weight())
    session.set_learning_rate(str(Fraction("0.2") * (1 - Fraction(nearness))))
    session.run(10)
    rate, bound = re.fullmatch(r"η . (\S+) is within the bound \S+ ≈ (\S+): .*", readout_of(session).sentence).groups()  # type: ignore[union-attr]
    assert float(rate) < float(bound)
