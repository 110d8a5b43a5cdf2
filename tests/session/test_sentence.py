"""The one sentence, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from bpgui.core.cells import Cell, Matrix
from bpgui.session.document import Names
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.sentence import about_an_input, sentence
from bpgui.session.session import Session
from bpgui.session.view import View
from tests.session.documents import LOSS, document, note, one_weight, session_at

GUIDED = """\
Press Step (Page Down): it works out the forward pass ŷ = xw + b, beginning with ŷ₁₁, term by term.
ŷ₁₁, term 1 of 5: x₁₁ · w₁₁ = 1 · 1 = 1; sum so far 1
ŷ₁₁, term 2 of 5: x₁₂ · w₂₁ = 0 · 0 = 0; sum so far 1
ŷ₁₁, term 3 of 5: x₁₃ · w₃₁ = 2 · (−1) = −2; sum so far −1
ŷ₁₁, term 4 of 5: x₁₄ · w₄₁ = (−1) · 1 = −1; sum so far −2
ŷ₁₁, term 5 of 5: b₁ = 0; sum −2: what the network says for example 1, class 1.
ŷ₁₂, term 5 of 5: b₂ = 1; sum 4: what the network says for example 1, class 2.
ŷ₁₃, term 5 of 5: b₃ = −1; sum −2: what the network says for example 1, class 3.
ŷ is complete, all 5×3 entries. ŷ₅₃ = −3: what the network says for example 5, class 3.
(ŷ − y)₁₁ = −2 − 1 = −3: ŷ₁₁ is 3 too low.
ŷ − y is complete, all 5×3 entries. (ŷ − y)₅₃ = −3 − 0 = −3: ŷ₅₃ is 3 too low.
L = 23.4: the smaller, the better w and b.
∂L/∂ŷ₁₁ = (2/5) · (−3) = −1.2: raising ŷ₁₁ lowers L.
∂L/∂ŷ is complete, all 5×3 entries. ∂L/∂ŷ₅₃ = (2/5) · (−3) = −1.2: raising ŷ₅₃ lowers L.
∂L/∂w₁₁, term 1 of 5: ∂L/∂ŷ₁₁ · x₁₁ = (−1.2) · 1 = −1.2; sum so far −1.2
∂L/∂w₁₁, term 2 of 5: ∂L/∂ŷ₂₁ · x₂₁ = 1.2 · 0 = 0; sum so far −1.2
∂L/∂w₁₁, term 3 of 5: ∂L/∂ŷ₃₁ · x₃₁ = 0.8 · 2 = 1.6; sum so far 0.4
∂L/∂w₁₁, term 4 of 5: ∂L/∂ŷ₄₁ · x₄₁ = (−0.8) · (−1) = 0.8; sum so far 1.2
∂L/∂w₁₁, term 5 of 5: ∂L/∂ŷ₅₁ · x₅₁ = 1.6 · 1 = 1.6; sum 2.8: \
raising w₁₁ raises L, so the update lowers it by η × 2.8.
∂L/∂w₁₂, term 5 of 5: ∂L/∂ŷ₅₂ · x₅₁ = (−1.6) · 1 = −1.6; sum 0.4: \
raising w₁₂ raises L, so the update lowers it by η × 0.4.
∂L/∂w₁₃, term 5 of 5: ∂L/∂ŷ₅₃ · x₅₁ = (−1.2) · 1 = −1.2; sum −5.2: \
raising w₁₃ lowers L, so the update raises it by η × 5.2.
∂L/∂w is complete, all 4×3 entries. ∂L/∂w₄₃ = −2: raising w₄₃ lowers L, so the update raises it by η × 2.
∂L/∂b₁, term 1 of 5: ∂L/∂ŷ₁₁ = −1.2; sum so far −1.2
∂L/∂b₁, term 2 of 5: ∂L/∂ŷ₂₁ = 1.2; sum so far 0
∂L/∂b₁, term 3 of 5: ∂L/∂ŷ₃₁ = 0.8; sum so far 0.8
∂L/∂b₁, term 4 of 5: ∂L/∂ŷ₄₁ = −0.8; sum so far 0
∂L/∂b₁, term 5 of 5: ∂L/∂ŷ₅₁ = 1.6; sum 1.6: raising b₁ raises L, so the update lowers it by η × 1.6.
∂L/∂b₂, term 5 of 5: ∂L/∂ŷ₅₂ = −1.6; sum 1.2: raising b₂ raises L, so the update lowers it by η × 1.2.
∂L/∂b is complete, all 1×3 entries. ∂L/∂b₃ = −2.4: raising b₃ lowers L, so the update raises it by η × 2.4.
new w₁₁ = 1 − 0.05 · 2.8 = 0.86: w₁₁ falls from 1.
new w is complete, all 4×3 entries. new w₄₃ = 0 − 0.05 · (−2) = 0.1: w₄₃ rises from 0.
new b₁ = 0 − 0.05 · 1.6 = −0.08: b₁ falls from 0.
new b is complete, all 1×3 entries. new b₃ = −1 − 0.05 · (−2.4) = −0.88: b₃ rises from −1.
Iteration 1 starts: w and b have their new values. Press Step (Page Down) to see what they make of x."""


def said(session: Session) -> str:
    """The sentence of a session."""
    return sentence(Screen(session))


def test_the_note_is_told_word_for_word() -> None:
    session = Session(note())
    told = [said(session)]
    while session.iteration == 0:
        session.step()
        told.append(said(session))
    assert told == GUIDED.split("\n")


def test_a_term_is_told_as_the_note_tells_it() -> None:
    session = session_at(note(), Position(0, Matrix.dL_dw, 8), Cell(Matrix.dL_dw, 0, 1))
    assert said(session) == "∂L/∂w₁₂, term 3 of 5: ∂L/∂ŷ₃₂ · x₃₁ = 0.8 · 2 = 1.6; sum so far 3.2"


@pytest.mark.parametrize(
    ("matrix", "row", "column", "expected"),
    [
        (Matrix.dL_dw, 0, 1, "∂L/∂w₁₂ = 0.4: raising w₁₂ raises L, so the update lowers it by η × 0.4."),
        (Matrix.dL_db, 0, 1, "∂L/∂b₂ = 1.2: raising b₂ raises L, so the update lowers it by η × 1.2."),
        (Matrix.y_hat, 0, 0, "ŷ₁₁ = −2: what the network says for example 1, class 1."),
        (Matrix.x, 0, 3, "x₁₄ = −1: type in x to change it. It stands in the outlined entries of ŷ, ∂L/∂w."),
        (Matrix.w, 1, 1, "w₂₂ = 1: type in w to change it. It stands in the outlined entries of ŷ, new w."),
        (
            Matrix.y,
            0,
            0,
            "y₁₁ = 1: type in y to change it. It stands in the outlined entries of ŷ − y. Example 1 is in class 1.",
        ),
        (
            Matrix.w_next,
            0,
            0,
            "new w₁₁ is not computed yet. It will have 2 terms: press Enter to go there and build it.",
        ),
        (
            Matrix.dL_dx,
            0,
            1,
            "∂L/∂x₁₂ is not computed yet. It will have 3 terms: press Enter to go there and build it.",
        ),
    ],
)
def test_a_clicked_cell_is_explained(matrix: Matrix, row: int, column: int, expected: str) -> None:
    session = Session(note())
    session.backward()
    session.select(Cell(matrix, row, column))
    assert said(session) == expected


def test_the_gradient_of_x_is_what_a_layer_before_would_receive() -> None:
    session = Session(note(), View(frozenset()))
    session.build(Cell(Matrix.dL_dx, 0, 0))
    session.finish_entry()
    assert said(session) == (
        "∂L/∂x₁₁, term 3 of 3: ∂L/∂ŷ₁₃ · w₁₃ = (−0.8) · (−1) = 0.8; sum −0.4: "
        "raising x₁₁ lowers L; a layer before this one would receive ∂L/∂x₁₁."
    )


def test_the_classes_are_called_by_their_names() -> None:
    named = replace(note(), names=Names(classes=("setosa", "versicolor", "virginica")))
    session = Session(named)
    session.finish_entry()
    assert said(session).endswith("what the network says for example 1, class setosa.")


def test_an_entry_that_is_right_and_gradients_of_zero_are_said_to_be_so() -> None:
    session = Session(one_weight(y="7"))
    told = []
    while session.iteration == 0:
        session.step()
        told.append(said(session))
    assert told[2:] == [
        "(ŷ − y)₁₁ = 7 − 7 = 0: ŷ₁₁ is right.",
        "L = 0² = 0: the smaller, the better w and b.",
        "∂L/∂ŷ₁₁ = 2 · 0 = 0: a small change of ŷ₁₁ leaves L as it is, to first order.",
        "∂L/∂w₁₁ = 0 · 2 = 0: a small change of w₁₁ leaves L as it is, to first order, so the update leaves it alone.",
        "∂L/∂b₁ = 0: a small change of b₁ leaves L as it is, to first order, so the update leaves it alone.",
        "new w₁₁ = 3 − 0.05 · 0 = 3: w₁₁ stays as it is.",
        "new b₁ = 1 − 0.05 · 0 = 1: b₁ stays as it is.",
        "Iteration 1 starts: w and b have their new values. Press Step (Page Down) to see what they make of x.",
    ]


@pytest.mark.parametrize(
    ("rate", "written"),
    [
        (Fraction("0.05"), "= 3 − 0.05 · (−8) = 3.4"),
        (Fraction("0.005"), "= 3 − 0.005 · (−8) = 3.04"),
        (Fraction(1, 3), "= 3 − (1/3) · (−8) ≈ 5.67"),
        (Fraction(0), "= 3 − 0 · (−8) = 3"),
        (Fraction(1), "= 3 − (−8) = 11"),
        (Fraction(2), "= 3 − 2 · (−8) = 19"),
        (Fraction(12345678901, 33333333333), "≈ 3 − 0.370370367 · (−8) ≈ 5.96"),
    ],
)
def test_the_learning_rate_is_written_whole_where_that_can_be(rate: Fraction, written: str) -> None:
    session = Session(one_weight(rate))
    session.build(Cell(Matrix.w_next, 0, 0))
    session.finish_entry()
    assert said(session).startswith(f"new w₁₁ {written}: w₁₁ ")


def test_after_a_run_it_says_what_has_become_of_the_loss() -> None:
    session = Session(one_weight())
    session.run(1)
    assert said(session) == "Iteration 1: L = 1. Down 3 since iteration 0. Click any number to see what it is made of."
    session.set_learning_rate("1/3")
    assert said(session) == (
        "Iteration 1: L ≈ 21.78. Up about 17.78 since iteration 0. Click any number to see what it is made of."
    )
    session.set_learning_rate("0")
    assert said(session) == (
        "Iteration 1: L = 4. The same as at iteration 0. Click any number to see what it is made of."
    )
    session.select(LOSS)
    assert said(session) == "L = (−2)² = 4: the smaller, the better w and b. The same as at iteration 0."


def test_a_loss_lost_in_rounding_is_said_to_be_less_than_the_rounding_and_not_to_move() -> None:
    session = Session(note())
    session.run(10**6)
    assert re.fullmatch(
        r"Iteration 1\u2009000\u2009000: L < \d(\.\d)?e−\d\d\. Click any number to see what it is made of\.",
        said(session),
    )
    session.select(LOSS)
    assert re.fullmatch(r"L < \d(\.\d)?e−\d\d: the smaller, the better w and b\.", said(session))


def test_nothing_but_rounding_is_never_called_a_rise_of_the_loss() -> None:
    """The floor of this singular x is 1/3; descent has long reached it."""
    singular = document(
        [[1, 0, 2], [0, 1, 0], [2, 1, 4], [-1, 2, -2]],
        [[1, 0], [0, 1], [-1, 1]],
        [[0, 1]],
        [[1, 0], [0, 1], [0, 1], [1, 0]],
        Fraction("0.05"),
    )
    session = Session(singular)
    for t in range(300, 5000, 37):
        session.go_to(t)
        assert "Up" not in said(session)
    session.go_to(10**6)
    assert said(session) == (
        "Iteration 1\u2009000\u2009000: L ≈ 0.33. The same as at iteration 999\u2009999. "
        "Click any number to see what it is made of."
    )


def test_where_descent_ends_the_notice_is_the_sentence() -> None:
    session = Session(one_weight(1))
    session.run(1000)
    assert said(session) == session.notice
    assert said(session).startswith("Descent diverges: iteration ")


def test_parameters_of_a_later_iteration_are_not_called_given() -> None:
    session = Session(note())
    session.update()
    session.select(Cell(Matrix.w, 0, 0))
    assert sentence(Screen(session)) == (
        "w₁₁ = 0.86, as the last update made it. Typing another number in w starts anew from here, at iteration 0."
    )
    assert about_an_input(Screen(session)).startswith(
        "w₁₁ is what the last update made of it: w₁₁ − η ∂L/∂w₁₁, with the numbers of iteration 0."
    )
    session.select(Cell(Matrix.x, 0, 0))
    assert about_an_input(Screen(session)).startswith("x₁₁ is given: it is made of nothing else.")


def test_a_change_of_iteration_is_told_whatever_is_selected() -> None:
    session = Session(note())
    session.backward()
    for selected in (Cell(Matrix.x, 0, 0), Cell(Matrix.dL_dw, 0, 1), None):
        session.select(selected)
        session.go_to(session.iteration + 1)
        assert sentence(Screen(session)).startswith(f"Iteration {session.iteration}: L ≈ ")
        assert session.selection == selected
