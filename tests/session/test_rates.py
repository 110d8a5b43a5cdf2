"""What is said of learning rates, and which are proposed: held against numpy, and against plain iteration."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.numbers import NumberError, parse_number
from bpgui.session.document import Document
from bpgui.session.kept_curves import MOST_KEPT
from bpgui.session.rates import (
    RateMarks,
    as_typed,
    iterations_to_compare,
    outlook,
    parse_rates,
    rate_marks,
    rate_words,
    short,
    suggested_rates,
    take_best_rate,
    take_limit,
    too_many,
    typed_rates,
)
from bpgui.session.session import Session
from tests.oracles import iterate
from tests.session.documents import document, document_of, note, of_size, one_weight
from tests.strategies import Problem, problems, proof

MOST = 2000


def marks_of(session: Session) -> RateMarks:
    marks = rate_marks(session)
    assert marks is not None
    return marks


def curvatures(given: Document) -> np.ndarray:
    """The eigenvalues of the second derivative of L, largest first, as numpy finds them without a factorisation."""
    x1 = np.hstack([given.x.values, np.ones((given.shape.N, 1))])
    return np.linalg.eigvalsh(2 * float(given.convention.a(given.shape)) * x1.T @ x1)[::-1]


def plain_excess(given: Document, rate: Fraction, floor: float) -> list[float]:
    """How far L is above the floor, iteration by iteration, until it leaves the ordinary numbers."""
    x, w, b, y = (given.matrix(matrix).values for matrix in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
    a = float(given.convention.a(given.shape))
    losses = (state.loss for state in islice(iterate(x, w, b, y, float(rate), a), MOST))
    found: list[float] = []
    for loss in losses:
        if not loss < 1e200:
            break
        found.append(loss - floor)
    return found


# --- the marks


@pytest.mark.parametrize("convention", LossConvention)
def test_the_marks_are_the_best_rate_and_the_bound(convention: LossConvention) -> None:
    session = Session(note())
    session.set_convention(convention)
    found = curvatures(session.document)
    assert marks_of(session).limit == pytest.approx(2 / found[0], rel=1e-12)
    assert marks_of(session).best == pytest.approx(2 / (found[0] + found[-1]), rel=1e-12)


def test_on_each_side_of_the_bound_plain_iteration_does_what_is_said() -> None:
    session = Session(note())
    limit = Fraction(marks_of(session).limit)
    excess = {share: plain_excess(note(), limit * share, 0.0) for share in (Fraction(99, 100), Fraction(101, 100))}
    assert excess[Fraction(99, 100)][-1] < excess[Fraction(99, 100)][500] < excess[Fraction(99, 100)][0]
    assert excess[Fraction(101, 100)][-1] > 1e6 * excess[Fraction(101, 100)][500]


@proof
@given(problems())
def test_the_best_rate_to_six_digits_and_exactly_the_bound_can_be_set(problem: Problem) -> None:
    session = Session(document_of(problem))
    marks = marks_of(session)
    take_best_rate(session)
    assert float(session.document.learning_rate) == pytest.approx(marks.best, rel=1e-5)
    take_limit(session)
    rate = session.document.learning_rate
    assert float(rate) == pytest.approx(marks.limit, rel=1e-15)
    assert float(rate) <= marks.limit
    assert marks.side(rate) == "on"
    assert not session.course.diverges
    assert session.course.descent.curve.learning_rate <= marks.limit


def test_a_best_rate_that_is_a_round_number_is_set_as_one() -> None:
    session = Session(one_weight())
    take_best_rate(session)
    assert session.document.learning_rate == Fraction(1, 10)


def test_while_large_data_are_not_solved_there_are_no_marks() -> None:
    session = Session(of_size(2001, 1000, 1))
    assert rate_marks(session) is None
    assert rate_words(session) == "η = 0.01"


@pytest.mark.parametrize(
    ("limit", "decades"),
    [
        (0.277, (-5, 1)),
        (1.0, (-5, 1)),
        (3.1, (-5, 1)),
        (3.3, (-5, 2)),
        (300, (-5, 3)),
        (1e-2, (-5, 1)),
        (9.9e-4, (-6, 1)),
        (1e-9, (-11, 1)),
        (1e-100, (-102, 1)),
    ],
)
def test_a_slider_has_the_bound_among_its_decades_with_room_on_both_sides(
    limit: float, decades: tuple[int, int]
) -> None:
    lowest, highest = RateMarks(limit / 2, limit).decades
    assert (lowest, highest) == decades
    assert 10.0**lowest <= limit / 100
    assert limit * 3 <= 10.0**highest


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("0.05", "η = 0.05, within the bound 0.277; best 0.276"),
        ("0.3", "η = 0.3, past the bound 0.277; best 0.276"),
        ("0", "η = 0, within the bound 0.277; best 0.276"),
    ],
)
def test_the_learning_rate_in_words_says_on_which_side_of_the_bound_it_is(rate: str, words: str) -> None:
    session = Session(note())
    session.set_learning_rate(rate)
    assert rate_words(session) == words


def test_on_the_bound_it_says_so_and_fractions_are_kept() -> None:
    session = Session(one_weight(Fraction(1, 5)))
    session.set_fractions(True)
    assert rate_words(session) == "η = 1/5, on the bound 0.2; best 0.1"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.27736, "0.277"), (300.2, "300"), (1.2345e-7, "1.23e−7"), (2e-9, "2e−9"), (0.0999951, "0.1"), (9.996, "10")],
)
def test_a_mark_is_said_to_three_digits(value: float, text: str) -> None:
    assert short(value) == text


# --- rates to compare: which are proposed


@proof
@given(problems())
def test_the_proposed_rates_lie_where_they_should(problem: Problem) -> None:
    session = Session(document_of(problem))
    marks, rate = marks_of(session), session.document.learning_rate
    rates = suggested_rates(session)
    assert len(set(rates)) == len(rates)
    assert rate in rates
    others = list(rates) if rates[0] != rate else list(rates[1:])
    assert others == sorted(others)
    assert [marks.side(each) for each in sorted(set(others) - {rate})].count("past") <= 1
    assert marks.limit * 1.01 < max(set(others) | {rate})
    is_next_to_the_bound = marks.best > 0.95 * marks.limit
    for share in (0.1, 0.5, marks.best / marks.limit, *(() if is_next_to_the_bound else (0.99,))):
        assert any(math.isclose(each, marks.limit * share, rel_tol=0.0101) and each <= marks.limit for each in rates)
    assert all(float(each) == float(f"{float(each):.2e}") for each in set(others) - {rate})
    assert parse_rates(as_typed(rates)) == rates


def test_the_rate_of_now_comes_first_where_it_is_no_other() -> None:
    session = Session(note())
    assert as_typed(suggested_rates(session)) == "0.05  0.0277  0.139  0.276  0.291"
    session.set_learning_rate("0.139")
    assert as_typed(suggested_rates(session)) == "0.0277  0.139  0.276  0.291"
    session.set_learning_rate("1/3")
    assert as_typed(suggested_rates(session)).startswith("1/3  0.0277")


# --- rates to compare: what is typed


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("0.1 0.2", ["1/10", "1/5"]),
        ("0,1 0,2;1e-3", ["1/10", "1/5", "1/1000"]),
        ("0.1, 0.2, 0.3", ["1/10", "1/5", "3/10"]),
        ("1/3 1 / 7", ["1/3", "1/7"]),
        (" ; 0.1 ;; 0.10\t.1 ", ["1/10"]),
        ("0", ["0"]),
    ],
)
def test_rates_are_typed_between_spaces_or_semicolons(text: str, rates: list[str]) -> None:
    assert parse_rates(text) == tuple(Fraction(rate) for rate in rates)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expected learning rates"),
        ("  ; ", "Expected learning rates"),
        ("0.1 fast 0.2", "“fast” is not a number here"),
        ("0.1,0.2", "“0.1,0.2” is not a number here"),
        ("0.1 -2", "“-2” is negative"),
        ("1/0", "“1/0” divides by zero"),
        ("0.1 1e99", "“1e99” is too large"),
    ],
)
def test_what_cant_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(NumberError, match=r"\.$") as refused:
        parse_rates(text)
    assert str(refused.value).startswith(said)


def test_beside_what_cant_be_read_the_others_are_read() -> None:
    typed = typed_rates("0.1 fast 0.2")
    assert [each.text for each in typed] == ["0.1", "fast", "0.2"]
    assert [each.rate for each in typed] == [Fraction(1, 10), None, Fraction(1, 5)]
    assert typed[1].refusal


@proof
@given(st.lists(st.fractions(0, 100, max_denominator=10_000), min_size=1, max_size=8, unique=True))
def test_rates_as_typed_are_read_again_as_what_they_were(rates: list[Fraction]) -> None:
    read = parse_rates(as_typed(rates))
    for found, rate in zip(read, rates, strict=True):
        assert found == rate or math.isclose(found, rate, rel_tol=1e-15)


# --- rates to compare: what comes of them


@proof
@given(problems(), st.floats(0.02, 1.6))
def test_what_is_said_of_a_rate_is_what_plain_iteration_finds(problem: Problem, ratio: float) -> None:
    session = Session(document_of(problem))
    marks, descent = marks_of(session), session.course.descent
    rate = parse_number(f"{marks.limit * ratio:.6g}")
    # the start's error has to be more than rounding, and no mode may be slower than can be gone through here
    excess = plain_excess(session.document, rate, descent.optimal_loss)
    s = descent.factorisation.s[: descent.factorisation.rank]
    assume(excess[0] > 1e-6 * (1 + descent.optimal_loss) and s[0] < 1e4 * s[-1])
    where, what = outlook(session, rate)
    assert where == f"{marks.side(rate)} the bound"
    there = next((t for t, left in enumerate(excess) if left <= 0.01 * excess[0]), None)
    if what.startswith("diverges"):
        assert ratio > 1
        assert len(excess) < MOST or excess[-1] > excess[len(excess) // 2]
    elif " to 1 % of the excess loss" in what and what[0].isdigit() and there is not None:
        said = int(what.split(" iter")[0].replace("\u2009", ""))
        lost = 1e-9 * max(excess[0], descent.optimal_loss)
        assert said == there or abs(excess[min(said, there)] - 0.01 * excess[0]) <= lost
    else:
        assert there is None


@pytest.mark.parametrize(
    ("rate", "where", "what"),
    [
        ("0", "within the bound", "nothing changes"),
        ("0.1", "within the bound", "1 iteration to 1 % of the excess loss"),
        ("0.05", "within the bound", "4 iterations to 1 % of the excess loss"),
        ("0.2", "on the bound", "never down to 1 % of the excess loss"),
        ("1e-12", "within the bound", "more than 1\u2009000\u2009000\u2009000 iterations to 1 % of the excess loss"),
        ("1", "past the bound", "diverges: numbers too large after iteration 161"),
    ],
)
def test_of_one_weight_it_is_known_by_hand(rate: str, where: str, what: str) -> None:
    session = Session(one_weight())
    assert outlook(session, Fraction(rate)) == (where, what)
    if what.startswith("diverges"):
        session.set_learning_rate(rate)
        assert session.course.last_iteration == 161


def test_past_the_bound_what_cannot_grow_is_said_not_to() -> None:
    # the columns of x̃ are orthogonal, with λ = 8 for w and 2 for b; all of the error is b's
    session = Session(document([[2], [-2]], [[0]], [[1]], [[0], [0]]))
    assert marks_of(session).limit == pytest.approx(0.25)
    where, what = outlook(session, Fraction("0.3"))
    assert where == "past the bound"
    assert what.endswith(", as nothing in this start's error can grow")


def test_curves_are_seen_until_the_slowest_of_them_is_down_to_a_hundredth() -> None:
    session = Session(one_weight())
    assert iterations_to_compare(session, parse_rates("0.05 0.02")) == 11
    assert iterations_to_compare(session, parse_rates("0.05 0.02 0.3")) == 11
    assert iterations_to_compare(session, parse_rates("0.1")) == 10
    assert iterations_to_compare(session, parse_rates("0.3 0")) == 10
    session.run(500)
    assert iterations_to_compare(session, parse_rates("0.05 0.02")) == 500


def test_one_that_is_far_too_slow_does_not_press_the_others_to_the_edge() -> None:
    session = Session(one_weight())
    assert iterations_to_compare(session, parse_rates("0.05 1e-12")) == 400
    assert iterations_to_compare(session, parse_rates("1e-9 1e-12")) == 1_000_000


def test_more_than_can_be_told_apart_are_refused_in_a_sentence() -> None:
    session = Session(note())
    rates = [Fraction(n, 1000) for n in range(1, MOST_KEPT + 2)]
    assert too_many(session, rates[:MOST_KEPT]) == ""
    assert too_many(session, rates) == "At most 12 curves can be told apart: take 1 of these 13 away."
    session.compare(rates[:10], 10)
    assert too_many(session, rates[5:12]) == ""
    assert too_many(session, rates[5:]) == (
        "At most 12 curves can be told apart, and 10 are kept already: take 1 of these 3 away."
    )
    session.compare(rates[10:12], 10)
    assert too_many(session, rates[:12]) == ""
    assert too_many(session, rates[12:]) == (
        "At most 12 curves can be told apart, and 12 are kept already: remove some of those first."
    )
