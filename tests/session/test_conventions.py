"""The four loss conventions: each against autograd, for a whole descent; and the table that compares them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import Float64, InputMatrix
from bpgui.session.conventions import NOT_KNOWN, ConventionRow, conventions, why_it_matters
from bpgui.session.derivation import derive
from bpgui.session.derivation_latex import as_latex
from bpgui.session.document import Document, equivalent_learning_rate
from bpgui.session.pieces import line_text
from bpgui.session.screen import Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from tests.session.documents import LOSS, case, document, document_of, note, one_weight, positions
from tests.strategies import problems, proof

CONVENTIONS = pytest.mark.parametrize("convention", LossConvention)
NOTE, TORCH, HALF, SUM = LossConvention

AS_OTHERS_WRITE_IT: dict[LossConvention, Callable[[Any], Any]] = {
    NOTE: lambda error: anp.sum(error**2) / error.shape[0],
    TORCH: lambda error: anp.mean(error**2),
    HALF: lambda error: anp.mean(anp.sum(error**2, axis=1)) / 2,
    SUM: lambda error: anp.sum(error**2),
}


def rows(session: Session) -> dict[LossConvention, ConventionRow]:
    return {row.convention: row for row in conventions(session, Screen(session))}


def text_of(number: str) -> str:
    return number.split(" ", 1)[1]


class ByAutograd:
    """Plain gradient descent, whose gradients autograd takes from the loss as others write it."""

    def __init__(self, given: Document, convention: LossConvention) -> None:
        x, y = given.x.values, given.y.values
        self.w, self.b = given.w.values, given.b.values
        self.loss = lambda w, b: AS_OTHERS_WRITE_IT[convention](anp.dot(x, w) + b - y)
        self.gradients = autograd.grad(self.loss, (0, 1))

    def update(self, rate: float) -> None:
        dL_dw, dL_db = self.gradients(self.w, self.b)
        self.w, self.b = self.w - rate * dL_dw, self.b - rate * dL_db


def shown(session: Session, matrix: Matrix) -> Float64:
    """A matrix of the iteration that is shown, in floats."""
    screen, shape = Screen(session), session.document.shape
    size = shape.of(matrix)
    return np.array([float(screen.number(cell) or 0) for cell in shape.cells(matrix)]).reshape(size)


# --- against autograd


@CONVENTIONS
@pytest.mark.parametrize("name", ["note-size-integers", "loss-conventions", "one-weight"])
def test_loss_gradients_and_descent_are_those_of_autograd(name: str, convention: LossConvention) -> None:
    data = case(name)
    given = document(data["x"], data["w"], data["b"], data["y"], Fraction("0.02"))
    session = Session(given)
    session.set_convention(convention)
    session.backward()
    plain = ByAutograd(given, convention)
    for t in range(12):
        session.go_to(t)
        assert shown(session, Matrix.loss)[0, 0] == pytest.approx(float(plain.loss(plain.w, plain.b)), rel=1e-11)
        for matrix, expected in zip((Matrix.dL_dw, Matrix.dL_db), plain.gradients(plain.w, plain.b), strict=True):
            assert np.allclose(shown(session, matrix), expected, rtol=1e-10, atol=1e-12)
        assert np.allclose(shown(session, Matrix.w), plain.w, rtol=1e-10, atol=1e-12)
        assert np.allclose(shown(session, Matrix.b), plain.b, rtol=1e-10, atol=1e-12)
        plain.update(0.02)


@CONVENTIONS
def test_the_solved_descent_follows_the_convention_too(convention: LossConvention) -> None:
    rng = np.random.default_rng(4)
    x, w, b, y = (rng.normal(size=size) for size in ((40, 5), (5, 3), (1, 3), (40, 3)))
    given = document(x.tolist(), w.tolist(), b.tolist(), y.tolist(), Fraction("0.004"))
    session = Session(given)
    session.set_convention(convention)
    session.backward()
    plain = ByAutograd(session.document, convention)
    for _ in range(300):
        plain.update(0.004)
    session.go_to(300)
    assert shown(session, Matrix.loss)[0, 0] == pytest.approx(float(plain.loss(plain.w, plain.b)), rel=1e-10)
    assert np.allclose(shown(session, Matrix.w), plain.w, rtol=1e-9)


# --- the same way at another rate


@given(problems(largest=4), st.sampled_from(LossConvention))
@proof
def test_at_the_equivalent_rate_w_and_b_go_exactly_the_same_way(problem: Any, convention: LossConvention) -> None:
    session, other = (Session(document_of(problem)) for _ in range(2))
    other.set_convention(convention, keep_course=True)
    ratio = convention.a(problem.shape) / problem.convention.a(problem.shape)
    assert other.document.learning_rate == session.document.learning_rate / ratio
    for t in range(4):
        here, there = (each.course.moment(t) for each in (session, other))
        if here.exact is None or there.exact is None:
            break
        for matrix in (Matrix.w, Matrix.b):
            assert (here.exact.whole(matrix) == there.exact.whole(matrix)).all()
        assert there.exact[LOSS] == here.exact[LOSS] * ratio
        for gradient in (Matrix.dL_dy_hat, Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx):
            assert (there.exact.whole(gradient) == here.exact.whole(gradient) * ratio).all()


@CONVENTIONS
@pytest.mark.parametrize("t", [1, 50, 100_000])
def test_at_the_equivalent_rate_floats_go_the_same_way_to_rounding(t: int, convention: LossConvention) -> None:
    session, other = Session(note()), Session(note())
    other.set_convention(convention, keep_course=True)
    for here, there in zip(session.course.descent.parameters(t), other.course.descent.parameters(t), strict=True):
        assert np.allclose(here, there, rtol=1e-11, atol=1e-13)


@CONVENTIONS
def test_with_the_same_rate_descent_is_slower_by_the_ratio_of_the_factors(convention: LossConvention) -> None:
    session = Session(note())
    session.set_convention(convention)
    assert session.document.learning_rate == Fraction("0.05")
    equivalent = Session(note())
    equivalent.set_learning_rate(str(Fraction("0.05") * convention.a(note().shape) * 5))
    for t in (1, 9):
        for matrix in (Matrix.w, Matrix.b):
            here, there = (each.course.moment(t).exact for each in (session, equivalent))
            assert here is not None
            assert there is not None
            assert (here.whole(matrix) == there.whole(matrix)).all()


def test_the_notes_convention_is_the_default() -> None:
    assert note().convention is LossConvention.per_example
    assert (
        next(row for row in conventions(Session(note()), Screen(Session(note()))) if row.is_chosen).convention is NOTE
    )


# --- the table


def test_the_published_question_is_answered() -> None:
    data = case("loss-conventions")
    session = Session(document(data["x"], data["w"], data["b"], data["y"]))
    session.forward()
    found = rows(session)
    assert found[NOTE].loss == f"= {data['expect']['L']}"
    assert found[SUM].loss == f"= {data['expect']['sum']}"
    assert found[TORCH].loss == f"≈ {data['expect']['mean']:.2f}"
    session.set_fractions(True)
    assert rows(session)[TORCH].loss == "= 19/3"


def test_the_table_of_the_note_by_hand() -> None:
    session = Session(note())
    session.forward()
    found = rows(session)
    assert [row.a for row in found.values()] == ["1/5", "1/15", "1/10", "1"]
    assert [row.loss for row in found.values()] == ["= 23.4", "= 7.8", "= 11.7", "= 117"]
    assert [row.gradients for row in found.values()] == ["× 1", "× 1/3", "× 1/2", "× 5"]
    assert [row.learning_rate for row in found.values()] == ["= 0.05", "= 0.15", "= 0.1", "= 0.01"]
    assert [row.is_chosen for row in found.values()] == [True, False, False, False]
    assert [row.formula for row in found.values()] == [
        "L = (1/N) Σ (ŷ − y)²",
        "L = (1/(N·K)) Σ (ŷ − y)²",
        "L = (1/(2N)) Σ (ŷ − y)²",
        "L = Σ (ŷ − y)²",
    ]


@pytest.mark.parametrize("chosen", LossConvention)
@CONVENTIONS
def test_what_a_row_says_is_what_comes_of_choosing_it(chosen: LossConvention, convention: LossConvention) -> None:
    session = Session(note())
    session.set_convention(chosen)
    session.backward()
    session.go_to(3)
    session.set_digits(6)
    row, before = rows(session)[convention], shown(session, Matrix.dL_dw)
    limit = session.course.descent.learning_rate_limit
    session.set_convention(convention, keep_course=True)
    screen = Screen(session)
    assert float(text_of(row.loss)) == pytest.approx(float(screen.number(LOSS) or 0), rel=1e-5)
    after = shown(session, Matrix.dL_dw)
    assert np.allclose(after, before * float(Fraction(row.gradients.removeprefix("× "))), rtol=1e-12)
    assert float(text_of(row.bound)) == pytest.approx(session.course.descent.learning_rate_limit, rel=1e-5)
    assert float(text_of(row.bound)) / limit == pytest.approx(
        1 / float(Fraction(row.gradients.removeprefix("× "))), rel=1e-5
    )
    assert float(text_of(row.learning_rate)) == pytest.approx(float(session.document.learning_rate), rel=1e-5)
    assert rows(session)[convention].is_chosen
    assert rows(session)[convention].gradients == "× 1"


@given(st.data())
@proof
def test_the_loss_is_told_where_it_is_known_and_nowhere_else(data: st.DataObject) -> None:
    session = Session(note())
    session.move_to(data.draw(positions(session.timeline)))
    is_known = Screen(session).knowledge(LOSS).value == "known"
    for row in conventions(session, Screen(session)):
        assert (row.loss != NOT_KNOWN) == is_known


def test_a_loss_that_is_lost_in_rounding_is_so_in_all_conventions() -> None:
    session = Session(one_weight())
    session.backward()
    session.run(1000)
    for row in conventions(session, Screen(session)):
        assert row.loss.startswith("< ")


def test_large_data_have_no_bound_before_they_are_solved() -> None:
    rng = np.random.default_rng(2)
    sizes = {Matrix.x: (40_000, 16), Matrix.w: (16, 3), Matrix.b: (1, 3), Matrix.y: (40_000, 3)}
    session = Session(Document(*(InputMatrix.from_array(m, rng.normal(size=size)) for m, size in sizes.items())))
    assert [row.bound for row in conventions(session, Screen(session))] == [NOT_KNOWN] * 4
    session.solve_with(session.course.factorise())
    assert all(row.bound.startswith("≈ ") for row in conventions(session, Screen(session)))


def test_the_sentence_has_this_networks_own_numbers() -> None:
    assert "K = 3 entries" in why_it_matters(Session(note()))
    assert "trains 3 times slower" in why_it_matters(Session(note()))
    assert "Here K = 1" in why_it_matters(Session(one_weight()))


# --- everything else follows


@CONVENTIONS
def test_derivations_sentences_and_latex_have_the_factor_of_the_convention(convention: LossConvention) -> None:
    session = Session(note())
    session.set_convention(convention)
    session.backward()
    shape = session.document.shape
    a, letters = convention.a(shape), convention.value
    twice, twice_letters = 2 * a, convention.notation_of_2a

    def lines_of(cell: Cell) -> str:
        session.select(cell)
        derivation = derive(Screen(session))
        assert derivation is not None
        return "\n".join(line_text(line) for line in derivation.lines)

    of_loss = lines_of(LOSS)
    if a == 1:
        assert "L = Σᵢ Σₖ (ŷ − y)ᵢₖ²" in of_loss
    else:
        assert f"L = ({letters}) Σᵢ Σₖ" in of_loss
        assert f"= ({a})((−3)²" in of_loss
    of_y_hat = lines_of(Cell(Matrix.dL_dy_hat, 0, 0))
    in_text = f"({twice_letters})" if "/" in twice_letters else twice_letters
    numbers = f"({twice})" if twice.denominator > 1 else str(twice)
    assert f"= {in_text} · (ŷ − y)₁₁" in of_y_hat
    assert f"= {numbers} · (−3)" in of_y_hat
    assert f"= {numbers} · (−3) = " in sentence(Screen(session))
    derivation = derive(Screen(session))
    assert derivation is not None
    in_latex = as_latex([derivation])
    if twice.denominator > 1:
        assert rf"\frac{{{twice.numerator}}}{{{twice.denominator}}}" in in_latex
    wrong = {"2/5", "2/15", "1/5"} - {str(twice), str(a)}
    for other in wrong:
        assert f"({other})" not in of_y_hat


def test_the_equivalent_rate_is_exact() -> None:
    given = document([[1, 2]], [[1, 2, 3], [0, 1, 0]], [[0, 0, 0]], [[1, 1, 1]], Fraction(1, 7))
    assert equivalent_learning_rate(given, TORCH) == Fraction(3, 7)
    assert equivalent_learning_rate(given, HALF) == Fraction(2, 7)
