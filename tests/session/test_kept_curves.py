"""Curves that are kept: what they are, what they are called, how many there can be, and that nothing changes them."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.loss_curve import LossCurve
from bpgui.session.document import Document
from bpgui.session.kept_curves import MOST_KEPT, KeptCurves
from bpgui.session.session import Session
from tests.oracles import iterate
from tests.session.documents import note, one_weight
from tests.strategies import proof

RATES = tuple(Fraction(n, 100) for n in (5, 1, 20))


def names(session: Session) -> list[str]:
    return [kept.name for kept in session.kept.curves]


def a_curve(rate: float = 0.1) -> LossCurve:
    return Session(one_weight()).course.descent.curve.at_rate(rate)


def plain_losses(document: Document, rate: float, count: int) -> list[float]:
    x, w, b, y = (document.matrix(matrix).values for matrix in (Matrix.x, Matrix.w, Matrix.b, Matrix.y))
    a = float(document.convention.a(document.shape))
    return [state.loss for state in islice(iterate(x, w, b, y, rate, a), count)]


@pytest.mark.parametrize("convention", LossConvention)
def test_each_compared_curve_is_what_plain_iteration_gives(convention: LossConvention) -> None:
    session = Session(note())
    session.set_convention(convention)
    rates = [Fraction(1, 100), Fraction(1, 50), Fraction(1, 7)]
    session.compare(rates, 60)
    losses = [kept.curve.losses(np.arange(30.0)) for kept in session.kept.curves]
    for found, rate in zip(losses, rates, strict=True):
        np.testing.assert_allclose(found, plain_losses(session.document, float(rate), 30), rtol=1e-9, atol=1e-20)


def test_the_curve_of_now_is_kept_with_as_much_of_it_as_was_seen() -> None:
    session = Session(note())
    session.run(70)
    session.go_to(3)
    session.keep_curve()
    kept = session.kept.curves[0]
    assert (kept.name, kept.seen, kept.is_shown, kept.look) == ("η = 0.05, start 1", 70, True, 0)
    np.testing.assert_allclose(
        kept.curve.losses(np.arange(40.0)), plain_losses(session.document, 0.05, 40), rtol=1e-9, atol=1e-20
    )


def test_a_diverging_curve_knows_its_end() -> None:
    session = Session(one_weight())
    session.compare([Fraction(1)], 10)
    last = session.kept.curves[0].curve.last
    session.set_learning_rate("1")
    assert last == session.course.last_iteration


def test_comparing_is_one_command_in_the_order_given_and_changes_nothing_else() -> None:
    session = Session(note())
    session.run(5)
    position, document, edits = session.position, session.document, session.edits
    session.compare(RATES, 200)
    assert names(session) == ["η = 0.05, start 1", "η = 0.01, start 1", "η = 0.2, start 1"]
    assert {kept.seen for kept in session.kept.curves} == {200}
    assert (session.position, session.document, session.edits) == (position, document, edits)
    assert session.notice == "3 curves from this start are kept, each at its own learning rate."


def test_a_curve_of_the_same_rate_and_start_takes_the_place_of_the_one_before() -> None:
    session = Session(note())
    session.compare(RATES, 100)
    session.set_kept(session.kept.with_shown(0, False))
    session.run(40)
    session.keep_curve()
    assert names(session) == ["η = 0.05, start 1", "η = 0.01, start 1", "η = 0.2, start 1"]
    assert (session.kept.curves[0].seen, session.kept.curves[0].is_shown) == (100, True)
    session.run(500)
    session.keep_curve()
    assert session.kept.curves[0].seen == 540


def test_starts_are_counted_as_curves_are_kept_from_them() -> None:
    session = Session(note())
    session.keep_curve()
    session.enter(Matrix.w, 0, 0, "9")
    session.enter(Matrix.w, 0, 0, "8")
    assert session.curve_name(Fraction(1, 2)) == "η = 0.5, start 2"
    assert session.curve_name(Fraction(1, 2)) == "η = 0.5, start 2"
    session.keep_curve()
    session.enter(Matrix.x, 0, 0, "7")
    session.keep_curve()
    session.set_learning_rate("0.1")
    session.keep_curve()
    assert names(session) == ["η = 0.05, start 1", "η = 0.05, start 2", "η = 0.05, start 3", "η = 0.1, start 3"]


def test_a_rate_is_named_as_it_would_be_typed() -> None:
    session = Session(note())
    session.compare([Fraction(1, 3), Fraction("1e-12"), Fraction(10)], 5)
    assert names(session) == ["η = 1/3, start 1", "η = 1e−12, start 1", "η = 10, start 1"]


def test_another_factor_is_named() -> None:
    session = Session(note())
    session.set_convention(LossConvention.sum_of_squares)
    session.keep_curve()
    assert names(session) == ["η = 0.05, start 1, L not divided"]


def test_a_kept_curve_outlives_every_edit_but_not_the_document() -> None:
    session = Session(note())
    session.keep_curve()
    before = session.kept.curves[0].curve.losses(np.arange(20.0))
    session.enter(Matrix.x, 0, 0, "3")
    session.set_learning_rate("0.01")
    session.set_convention(LossConvention.per_entry)
    np.testing.assert_array_equal(session.kept.curves[0].curve.losses(np.arange(20.0)), before)
    session.load(one_weight())
    assert session.kept.curves == ()


def test_no_more_are_kept_than_can_be_told_apart_and_a_sentence_says_so() -> None:
    session = Session(note())
    session.compare([Fraction(n, 1000) for n in range(1, MOST_KEPT + 1)], 10)
    assert session.kept.is_full
    before = session.kept
    session.keep_curve()
    assert session.kept == before
    assert session.notice == "12 curves are kept, as many as can be told apart: remove one first."
    session.set_learning_rate("0.001")
    session.keep_curve()
    assert session.kept.curves[0].name == before.curves[0].name
    assert session.notice.startswith("The loss curve is kept, as “η = ")


# --- the list


def test_a_curve_can_be_renamed_but_not_to_the_name_of_another_or_to_nothing() -> None:
    kept = KeptCurves().with_kept("a", a_curve(), 1).with_kept("b", a_curve(), 1)
    assert [each.name for each in kept.renamed(0, "  mine ").curves] == ["mine", "b"]
    for name in ("b", " b ", "", "   ", "a"):
        assert kept.renamed(0, name) == kept


def test_hidden_curves_are_kept_but_not_shown() -> None:
    kept = KeptCurves().with_kept("a", a_curve(), 1).with_kept("b", a_curve(), 1).with_shown(0, False)
    assert [each.name for each in kept.shown] == ["b"]
    assert [each.name for each in kept.with_shown(0, True).shown] == ["a", "b"]
    assert [each.name for each in kept.without(1).curves] == ["a"]


@proof
@given(st.lists(st.tuples(st.booleans(), st.integers(0, MOST_KEPT - 1)), max_size=60))
def test_no_two_curves_look_alike_and_each_keeps_its_look(changes: list[tuple[bool, int]]) -> None:
    kept, looks, count = KeptCurves(), {}, 0
    for is_added, index in changes:
        if is_added and not kept.is_full:
            count += 1
            kept = kept.with_kept(f"curve {count}", a_curve(), count)
        elif kept.curves:
            kept = kept.without(index % len(kept.curves))
        taken = [each.look for each in kept.curves]
        assert len(set(taken)) == len(taken)
        assert set(taken) <= set(range(MOST_KEPT))
        for each in kept.curves:
            assert looks.setdefault(each.name, each.look) == each.look


def test_under_another_convention_curves_of_the_notes_say_that_they_are() -> None:
    session = Session(note())
    session.forward()
    session.keep_curve()
    session.set_convention(LossConvention.per_entry)
    session.keep_curve()
    assert [kept.name for kept in session.kept.curves] == ["η = 0.05, start 1, L ÷ N", "η = 0.05, start 1, L ÷ N·K"]
    session.set_convention(LossConvention.sum_of_squares)
    assert [kept.name for kept in session.kept.curves] == ["η = 0.05, start 1, L ÷ N", "η = 0.05, start 1, L ÷ N·K"]
