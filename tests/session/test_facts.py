"""The numbers behind descent, each against a formula of its own: eigenvalues, plain iteration, the equations."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import Float64, InputMatrix
from bpgui.session.document import Document
from bpgui.session.fact_numbers import length
from bpgui.session.facts import NEVER, NOT_YET, Fact, facts
from bpgui.session.optimum import start_from_optimum
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session
from tests.session.documents import LOSS, document, note, one_weight, positions
from tests.strategies import proof

DIGITS = 6
CONVENTIONS = pytest.mark.parametrize("convention", LossConvention)


def session_of(given: Document, digits: int = DIGITS) -> Session:
    session = Session(given)
    session.set_digits(digits)
    return session


def all_of(session: Session) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts(session, Screen(session))}


def value(session: Session, name: str) -> float:
    """A fact's number as it is read."""
    return float(all_of(session)[name].value.replace("−", "-").replace("\N{THIN SPACE}", ""))


def random_document(seed: int, N: int, D: int, K: int, convention: LossConvention) -> Document:
    rng = np.random.default_rng(seed)
    sizes = {Matrix.x: (N, D), Matrix.w: (D, K), Matrix.b: (1, K), Matrix.y: (N, K)}
    return Document(
        *(InputMatrix.from_array(m, rng.normal(size=size)) for m, size in sizes.items()), convention=convention
    )


class Plain:
    """The same network in plain numpy, with x̃ = [x 1] and W = [w; b]."""

    def __init__(self, given: Document) -> None:
        self.x = np.hstack([given.x.values, np.ones((given.shape.N, 1))])
        self.start = np.vstack([given.w.values, given.b.values])
        self.y = given.y.values
        self.a = float(given.convention.a(given.shape))
        self.rate = float(given.learning_rate)

    @property
    def curvatures(self) -> Float64:
        return np.sort(np.linalg.eigvalsh(2 * self.a * self.x.T @ self.x))[::-1]

    @property
    def optimum(self) -> Float64:
        """The nearest to the start: the smallest change that meets the normal equations."""
        return self.start + np.linalg.pinv(self.x) @ (self.y - self.x @ self.start)

    def loss(self, W: Float64) -> float:
        return float(self.a * ((self.x @ W - self.y) ** 2).sum())

    def gradient(self, W: Float64) -> Float64:
        return 2 * self.a * self.x.T @ (self.x @ W - self.y)

    def at(self, iterations: int, rate: float | None = None) -> Float64:
        W = self.start
        for _ in range(iterations):
            W = W - (self.rate if rate is None else rate) * self.gradient(W)
        return W

    def first_with_excess(self, share: float, rate: float, most: int = 20_000) -> int | None:
        floor, W = self.loss(self.optimum), self.start
        wanted = share * (self.loss(W) - floor)
        for t in range(most):
            if self.loss(W) - floor <= wanted:
                return t
            W = W - rate * self.gradient(W)
        return None


@CONVENTIONS
@pytest.mark.parametrize("size", [(6, 3, 2), (9, 4, 3), (12, 1, 1)])
def test_curvatures_bound_and_best_rate_are_those_of_the_eigenvalues(
    size: tuple[int, int, int], convention: LossConvention
) -> None:
    given = random_document(3, *size, convention)
    session, eigenvalues = session_of(given), Plain(given).curvatures
    largest, smallest = eigenvalues[0], eigenvalues[-1]
    for name, expected in (
        ("largest", largest),
        ("smallest", smallest),
        ("condition", largest / smallest),
        ("bound", 2 / largest),
        ("best_rate", 2 / (largest + smallest)),
    ):
        assert value(session, name) == pytest.approx(expected, rel=1e-5), name
        assert all_of(session)[name].equals == "≈"
    assert all_of(session)["rank"].value == f"{size[1] + 1} of {size[1] + 1}"


@CONVENTIONS
@pytest.mark.parametrize("part_of_the_bound", [0.05, 0.5, 0.9])
def test_iterations_to_so_small_an_excess_are_those_of_plain_iteration(
    part_of_the_bound: float, convention: LossConvention
) -> None:
    given = random_document(5, 12, 3, 2, convention)
    plain = Plain(given)
    largest, smallest = plain.curvatures[0], plain.curvatures[-1]
    session = session_of(given)
    session.set_learning_rate(f"{part_of_the_bound * 2 / largest:.6g}")
    rate = float(session.document.learning_rate)
    for name, share in (("iterations_to_1_%", 0.01), ("iterations_to_0.01_%", 0.0001)):
        assert value(session, name) == plain.first_with_excess(share, rate)
        assert value(session, f"{name}_at_best") == plain.first_with_excess(share, 2 / (largest + smallest))


@CONVENTIONS
@pytest.mark.parametrize("t", [0, 1, 7, 200])
def test_what_is_true_now_is_what_the_equations_say(t: int, convention: LossConvention) -> None:
    given = random_document(8, 7, 3, 2, convention)
    plain = Plain(given)
    session = session_of(given)
    session.set_learning_rate(f"{0.4 / plain.curvatures[0]:.6g}")
    plain.rate = float(session.document.learning_rate)
    session.backward()
    session.go_to(t)
    W = plain.at(t)
    assert value(session, "loss") == pytest.approx(plain.loss(W), rel=1e-5)
    assert value(session, "gradient") == pytest.approx(np.linalg.norm(plain.gradient(W)[:-1]), rel=1e-5)
    assert value(session, "distance") == pytest.approx(np.linalg.norm(W - plain.optimum), rel=0.03)
    assert value(session, "optimal_loss") == pytest.approx(plain.loss(plain.optimum), rel=1e-5)
    assert f"At iteration {t}" in all_of(session)["loss"].heading.replace("Now, at", "At")


def test_the_numbers_of_the_note_by_hand() -> None:
    session = session_of(note(), digits=2)
    session.backward()
    found = all_of(session)
    assert [found[name].value for name in "NDK"] == ["5", "4", "3"]
    assert found["learning_rate"].text == "chosen η = 0.05"
    assert found["loss"].text == "loss L = 23.4"
    # 7.6² + 6.8² + … of ∂L/∂w as the note has it
    gradient = Screen(session).course.moment(0).exact
    assert gradient is not None
    squares = sum(number**2 for number in gradient.whole(Matrix.dL_dw).flat)
    assert found["gradient"].value == f"{math.sqrt(squares):.2f}"
    assert found["optimal_loss"].text == "lowest loss L* = 0"
    assert "every target can be met" in found["optimal_loss"].meaning
    assert "0.18 times the bound" in found["learning_rate"].meaning


def test_the_length_of_a_gradient_is_exact_where_its_root_is() -> None:
    assert length(np.array([[Fraction(3), Fraction(-4)]], dtype=object)) == Fraction(5)
    assert isinstance(length(np.array([[Fraction(3, 7), Fraction(4, 7)]], dtype=object)), Fraction)
    found = length(np.array([[Fraction(1), Fraction(1)]], dtype=object))
    assert isinstance(found, float)
    assert found == pytest.approx(math.sqrt(2))
    assert length(np.array([[1e200, 1e200]])) == pytest.approx(math.sqrt(2) * 1e200)


# --- nothing is told ahead of its step


def test_the_loss_and_the_gradient_wait_for_their_equations() -> None:
    session = session_of(note())
    assert all_of(session)["loss"].value == NOT_YET
    assert "Forward" in all_of(session)["loss"].meaning
    assert all_of(session)["gradient"].value == NOT_YET
    assert "Backward" in all_of(session)["gradient"].meaning
    session.forward()
    assert all_of(session)["loss"].value == "23.4"
    assert all_of(session)["gradient"].value == NOT_YET
    session.backward()
    assert all_of(session)["gradient"].equals == "≈"


@given(st.data())
@proof
def test_what_lies_ahead_stands_nowhere_among_the_facts(data: st.DataObject) -> None:
    session = session_of(note())
    session.move_to(data.draw(positions(session.timeline)))
    screen, found = Screen(session), all_of(session)
    is_known = {
        "loss": screen.knowledge(LOSS) is Knowledge.known,
        "gradient": all(
            screen.knowledge(cell) is Knowledge.known for cell in session.document.shape.cells(Matrix.dL_dw)
        ),
    }
    for name, known in is_known.items():
        assert (found[name].value != NOT_YET) == known
        assert bool(found[name].equals) == known
    if session.iteration == 0 and not is_known["loss"]:
        texts = " ".join(fact.text + fact.meaning for fact in found.values())
        assert "23.4" not in texts  # L* is 0 here, and so L − L* at the start would be L


def test_the_excess_at_the_start_is_told_once_the_loss_was_seen() -> None:
    session = session_of(note())
    assert "23.4" not in all_of(session)["iterations_to_1_%"].meaning
    session.forward()
    assert "23.4 at the start" in all_of(session)["iterations_to_1_%"].meaning


# --- what never comes, and why


@pytest.mark.parametrize(
    ("rate", "why"),
    [("0", "with η = 0 nothing changes"), ("0.3", "past the bound"), ("0.2", "to and fro for ever"), ("1e-20", "more")],
)
def test_an_excess_that_never_gets_so_small_says_why(rate: str, why: str) -> None:
    session = session_of(one_weight())
    session.set_learning_rate(rate)
    found = all_of(session)
    for name in ("iterations_to_1_%", "iterations_to_0.01_%"):
        assert found[name].value == NEVER
        assert not found[name].equals
        assert why in found[name].meaning
        assert found[f"{name}_at_best"].value == "1"


def test_past_the_bound_the_facts_say_so() -> None:
    session = session_of(one_weight())
    session.set_learning_rate("0.3")
    found = all_of(session)
    assert "is past it" in found["bound"].meaning
    assert "2 times the error is on the other side: it grows" in found["largest"].meaning
    assert "1.5 times the bound" in found["learning_rate"].meaning


def test_descent_that_starts_at_the_optimum_says_so() -> None:
    session = session_of(one_weight(y="7"))
    for name in ("iterations_to_1_%", "iterations_to_0.01_%_at_best"):
        assert all_of(session)[name].text.endswith("= 0")
        assert "starts at the lowest loss" in all_of(session)[name].meaning


def test_so_many_iterations_that_rounding_counts_are_about() -> None:
    session = session_of(one_weight())
    session.set_learning_rate("1e-11")
    found = all_of(session)["iterations_to_1_%"]
    assert found.equals == "≈"
    assert float(found.value.replace("−", "-")) == pytest.approx(math.log(0.01) / (2 * math.log1p(-1e-10)), rel=0.1)
    assert "far beyond iteration" in found.meaning


# --- flat directions


def test_columns_that_depend_on_each_other_leave_flat_directions() -> None:
    x = [[1, 2, 3], [0, 1, 1], [2, 0, 2], [1, 1, 2], [3, -1, 2]]  # the third is the sum of the others
    session = session_of(document(x, [[0]] * 3, [[0]], [[1]] * 5))
    found, eigenvalues = all_of(session), Plain(session.document).curvatures
    assert found["rank"].value == "3 of 4"
    assert "only 3 are independent" in found["rank"].meaning
    assert value(session, "smallest") == pytest.approx(eigenvalues[2], rel=1e-5)
    assert "One more curvature is 0" in found["smallest"].meaning
    assert "never moves" in found["smallest"].meaning


def test_the_smallest_curvature_without_flat_directions_speaks_of_none() -> None:
    assert "0: along" not in all_of(session_of(note()))["smallest"].meaning


def test_one_example_alone_has_one_direction() -> None:
    found = all_of(session_of(one_weight()))
    assert found["rank"].value == "1 of 2"
    assert "only one is independent" in found["rank"].meaning
    assert found["condition"].value == "1"
    assert "alike in all directions" in found["condition"].meaning
    assert "one iteration leads to the lowest loss" in found["best_rate"].meaning


# --- how they are written


@pytest.mark.parametrize("digits", [0, 2, 5, 10])
def test_a_sign_of_equality_stands_before_nothing_that_is_rounded(digits: int) -> None:
    session = session_of(note(), digits)
    session.backward()
    exact = {"N": 5, "D": 4, "K": 3, "learning_rate": Fraction("0.05"), "loss": Fraction("23.4"), "optimal_loss": 0}
    for name, fact in all_of(session).items():
        if fact.equals == "=" and name in exact:
            assert Fraction(fact.value) == exact[name]
        elif name in ("largest", "smallest", "condition", "bound", "best_rate", "distance"):
            assert fact.equals == "≈"


def test_fractions_are_written_where_numbers_are_exact() -> None:
    session = session_of(note())
    session.set_fractions(True)
    session.forward()
    assert all_of(session)["loss"].value == "117/5"
    assert all_of(session)["learning_rate"].value == "1/20"


def test_small_numbers_keep_their_figures() -> None:
    session = session_of(note(), digits=2)
    assert all_of(session)["best_rate"].value == "0.276"
    assert all_of(session)["bound"].value == "0.277"


@CONVENTIONS
def test_formulas_have_the_factor_of_the_convention(convention: LossConvention) -> None:
    session = session_of(note())
    session.set_convention(convention)
    found = all_of(session)
    twice, once = convention.notation_of_2a, convention.value
    assert found["largest"].formula == f"λₘₐₓ = {f'({twice})' if '/' in twice else twice} sₘₐₓ²"
    assert found["loss"].formula == f"L = {'' if once == '1' else f'({once}) '}Σ (ŷ − y)²"


def test_they_are_as_many_in_the_same_order_whatever_is_known() -> None:
    session = session_of(note())
    names = list(all_of(session))
    assert len(names) == len(facts(session, Screen(session))) == 18
    for act in (Session.forward, Session.backward, Session.update, start_from_optimum):
        act(session)
        assert list(all_of(session)) == names


def test_every_fact_says_something_of_itself() -> None:
    session = session_of(note())
    for fact in facts(session, Screen(session)):
        assert fact.meaning.endswith((".", "!"))
        assert fact.title
        assert fact.latex
        assert fact.formula
        assert fact.in_words.startswith(f"{fact.title}: ")


def test_large_data_tell_what_is_known_before_they_are_solved() -> None:
    session = session_of(random_document(1, 40_000, 16, 3, LossConvention.per_example))
    assert not session.course.is_solved
    found = all_of(session)
    assert found["N"].value == "40\N{THIN SPACE}000"
    assert found["learning_rate"].value == "0.01"
    for name in set(found) - {"N", "D", "K", "learning_rate"}:
        assert found[name].value in (NOT_YET, NEVER), name
    session.solve_with(session.course.factorise())
    assert all_of(session)["largest"].equals == "≈"


def test_where_float64_ends_the_facts_still_stand() -> None:
    session = session_of(one_weight())
    session.set_learning_rate("0.3")
    session.backward()
    session.run(10**9)
    assert session.iteration == session.course.last_iteration
    found = all_of(session)
    assert "e" in found["loss"].value
    assert found["distance"].equals == "≈"


def test_an_excess_that_is_small_before_it_grows_says_both() -> None:
    x = [[1], [2], [3], [4]]
    given = document(x, [[0]], [[0]], [[1], [2], [3], [4]])
    plain = Plain(given)
    steep = np.linalg.eigh(plain.x.T @ plain.x)[1][:, 1]
    flat = np.linalg.eigh(plain.x.T @ plain.x)[1][:, 0]
    W = plain.optimum + (3 * flat + 1e-9 * steep)[:, None]
    session = session_of(given)
    w, b = (InputMatrix.from_array(m, part) for m, part in ((Matrix.w, W[:-1]), (Matrix.b, W[-1:])))
    session.start_from(w, b)
    session.set_learning_rate(f"{2.05 / plain.curvatures[0]:.6g}")
    assert session.course.descent.curve.grows
    found = all_of(session)["iterations_to_1_%"]
    plain = Plain(session.document)
    assert int(found.value) == plain.first_with_excess(0.01, plain.rate, 500)
    assert "but then it grows again" in found.meaning
