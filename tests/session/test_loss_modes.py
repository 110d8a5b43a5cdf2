"""Each mode's share of the loss."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.loss_curve import LossCurve
from bpgui.session.loss_modes import MOST_MODES, ModeShare, mode_shares
from bpgui.session.session import Session
from tests.session.documents import document, document_of, note
from tests.strategies import Problem, problems, proof


def curve_of(curvature: list[float], weight: list[float]) -> LossCurve:
    return LossCurve(0.5, 0.01, np.array(curvature), np.array(weight), 1.0, 1e-30, None)


def names(shares: tuple[ModeShare, ...]) -> list[str]:
    return [share.name for share in shares]


@proof
@given(problems(), st.integers(0, 50))
def test_the_shares_and_the_lowest_loss_are_the_loss(problem: Problem, t: int) -> None:
    curve = Session(document_of(problem)).course.descent.curve
    t = t if curve.last is None else min(t, curve.last)
    total = curve.floor + sum(share.curve.loss(t) for share in mode_shares(curve, 2))
    assert total == pytest.approx(curve.loss(t), rel=1e-12)


@proof
@given(problems(rates=st.fractions(0, 1, max_denominator=50)))
def test_each_mode_falls_or_grows_alone_and_never_zigzags(problem: Problem) -> None:
    curve = Session(document_of(problem)).course.descent.curve
    last = 30.0 if curve.last is None else float(min(30, curve.last))
    for share in mode_shares(curve, 2):
        if share.flatness is not None:
            ratios = np.diff(np.log(np.maximum(share.curve.losses(np.arange(0, last + 1)), 1e-300)))
            assert np.all(ratios <= 1e-9) or np.all(ratios >= -1e-9)


def test_they_are_named_by_their_curvatures_steep_to_flat() -> None:
    shares = mode_shares(Session(note()).course.descent.curve, 2)
    assert names(shares) == ["λ₁ ≈ 7.2", "λ₂ ≈ 4.1", "λ₃ ≈ 3.2", "λ₄ ≈ 1.5", "λ₅ ≈ 0.042"]
    assert [share.flatness for share in shares] == [0, 0.25, 0.5, 0.75, 1]


def test_a_mode_that_nothing_of_the_error_lies_in_is_left_out_and_the_others_keep_their_numbers() -> None:
    assert names(mode_shares(curve_of([3, 2, 1], [1, 0, 1]), 2)) == ["λ₁ ≈ 3", "λ₃ ≈ 1"]


def test_without_an_error_there_are_none() -> None:
    at_the_optimum = document(x=[[1]], w=[[0]], b=[[1]], y=[[1]], learning_rate=Fraction(1, 10))
    assert mode_shares(Session(at_the_optimum).course.descent.curve, 2) == ()


def test_of_many_the_largest_at_the_start_are_drawn_and_the_others_as_one_sum() -> None:
    weight = [1.0, 9, 2, 8, 3, 7, 4, 6, 5, 10]
    shares = mode_shares(curve_of(list(range(20, 0, -2)), weight), 2)
    assert len(shares) == MOST_MODES + 1
    assert names(shares)[0] == "λ₂ ≈ 18"
    assert names(shares)[-1] == "the other 2"
    assert shares[-1].curve.loss(0) == pytest.approx(0.5 * (1 + 2))
    assert mode_shares(curve_of(list(range(18, 0, -2)), weight[1:]), 2)[-1].name == "the other one"
