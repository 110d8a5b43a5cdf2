"""Why the transpose? The three ways against exact fractions, at any count of the clock."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.equations import Array
from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import grouped
from bpgui.session.document import Document
from bpgui.session.screen import CellLook, Knowledge, Part, Screen
from bpgui.session.session import Session
from bpgui.session.transpose import Explanation, Grid, GridName
from bpgui.session.transpose_order import GRADIENTS, Order, Stride, Way
from bpgui.session.transpose_shapes import conclusion, products_of_shapes, verdict
from bpgui.session.transpose_sums import RunningSums
from bpgui.session.transpose_words import answer, progress, remark
from tests.session.documents import document_of, note, positions
from tests.strategies import Problem, problems, proof, shapes

gradients = st.sampled_from(GRADIENTS)
ways = st.sampled_from(Way)


def explain(session: Session, gradient: Matrix, clock: int) -> Explanation:
    """What the view shows of a session."""
    return Explanation(Screen(session), gradient, clock, RunningSums(session.course.moment(session.iteration)))


def with_gradients(document: Document) -> Session:
    """A session in which ∂L/∂ŷ, and nothing after it, is known."""
    session = Session(document)
    session.move_to(session.timeline.end(0, Matrix.dL_dy_hat))
    return session


def of_note(clock: int, gradient: Matrix = Matrix.dL_dw) -> Explanation:
    return explain(with_gradients(note()), gradient, clock)


def grid(explanation: Explanation, way: Way, name: GridName) -> Grid:
    return next(each for each in explanation.grids(way) if each.name is name)


def texts(given_grid: Grid) -> list[list[str]]:
    return [[given_grid.look(r, c).text for c in range(given_grid.columns)] for r in range(given_grid.rows)]


def parts(given_grid: Grid) -> list[list[str]]:
    return [[given_grid.look(r, c).part.value for c in range(given_grid.columns)] for r in range(given_grid.rows)]


def exact_products(problem: Problem, gradient: Matrix) -> Array:
    """Every product in fractions, worked out by itself: [example, row, column]."""
    values = problem.exact()
    right = values.whole(Matrix.dL_dy_hat)
    left = values.whole(Matrix.x) if gradient is Matrix.dL_dw else np.full((problem.shape.N, 1), Fraction(1))
    return left[:, :, None] * right[:, None, :]


# --- the numbers


@proof
@given(problems(), gradients, ways)
def test_every_way_ends_at_the_gradient_exactly(problem: Problem, gradient: Matrix, way: Way) -> None:
    explanation = explain(with_gradients(document_of(problem)), gradient, 10**9)
    wanted = problem.exact().whole(gradient)
    assert explanation.is_finished
    for cell in problem.shape.cells(gradient):
        added = explanation.order.examples_added(way, explanation.clock, cell.row, cell.column)
        assert added == problem.shape.N
        total = explanation.sums.sum(gradient, cell.row, cell.column, added)
        assert isinstance(total, Fraction)
        assert total == wanted[cell.row, cell.column]
        look = grid(explanation, way, GridName.result).look(cell.row, cell.column)
        assert look.knowledge is Knowledge.known


@proof
@given(problems(), gradients, ways, st.data())
def test_at_any_clock_an_entry_is_the_sum_of_the_products_done(
    problem: Problem, gradient: Matrix, way: Way, data: st.DataObject
) -> None:
    order = Order(problem.shape, gradient)
    clock = data.draw(st.integers(0, order.total))
    explanation = explain(with_gradients(document_of(problem)), gradient, clock)
    products = exact_products(problem, gradient)
    done = np.full(order.size, Fraction(0))
    counted = np.zeros(order.size, dtype=int)
    for number in range(clock):
        example, row, column = order.product(way, number)
        done[row, column] += products[example, row, column]
        counted[row, column] += 1
    result = grid(explanation, way, GridName.result)
    for cell in problem.shape.cells(gradient):
        at = cell.row, cell.column
        added = order.examples_added(way, clock, *at)
        assert added == counted[at]
        if added == 0:
            assert result.look(*at).text == ""
            assert result.look(*at).knowledge is Knowledge.unknown
        else:
            assert explanation.sums.sum(gradient, *at, added) == done[at]
            assert (result.look(*at).knowledge is Knowledge.known) == (added == problem.shape.N)
            assert result.look(*at).text.endswith("…") == (added < problem.shape.N)


@proof
@given(shapes(), gradients, ways)
def test_every_way_takes_every_product_once(shape: Shape, gradient: Matrix, way: Way) -> None:
    order = Order(shape, gradient)
    taken = [order.product(way, number) for number in range(order.total)]
    assert len(set(taken)) == order.total
    rows, columns = order.size
    assert all(p.example < shape.N and p.row < rows and p.column < columns for p in taken)


@proof
@given(shapes(), gradients, st.sampled_from(Stride))
def test_steps_back_are_the_stops_of_the_steps_on(shape: Shape, gradient: Matrix, stride: Stride) -> None:
    order = Order(shape, gradient)
    stops = [0]
    while stops[-1] < order.total:
        stops.append(order.after(stops[-1], stride))
    assert stops == sorted(set(stops))
    assert [order.before(stop, stride) for stop in stops[1:]] == stops[:-1]
    assert order.before(0, stride) == 0
    assert order.after(order.total, stride) == order.total
    for clock in range(order.total + 1):
        assert order.before(clock, stride) == max([stop for stop in stops if stop < clock], default=0)
        assert order.after(clock, stride) == min([stop for stop in stops if stop > clock], default=order.total)


def test_a_step_of_an_entry_is_all_of_its_examples_and_a_step_of_an_example_all_of_its_entries() -> None:
    order = Order(Shape(5, 4, 3), Matrix.dL_dw)
    assert [order.after(0, stride) for stride in Stride] == [1, 5, 12, 60]
    assert [Order(Shape(5, 4, 3), Matrix.dL_db).after(0, stride) for stride in Stride] == [1, 5, 3, 15]


# --- nothing ahead


@proof
@given(problems(largest=4), gradients, ways, st.data())
def test_nothing_is_known_before_the_position_and_the_clock_let_it_be(
    problem: Problem, gradient: Matrix, way: Way, data: st.DataObject
) -> None:
    session = Session(document_of(problem))
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    explanation = explain(session, gradient, data.draw(st.integers(0, 64)))
    last = list(problem.shape.cells(Matrix.dL_dy_hat))[-1]
    assert explanation.is_known == (explanation.screen.knowledge(last) is Knowledge.known)
    right = grid(explanation, way, GridName.right)
    for cell in problem.shape.cells(Matrix.dL_dy_hat):
        is_known = explanation.screen.knowledge(cell) is Knowledge.known
        assert bool(right.look(cell.row, cell.column).text) == is_known
    if not explanation.is_known:
        assert explanation.clock == 0
        assert right.texts_ever is None
        for each in explanation.grids(way)[2:]:
            assert not any(text for row in texts(each) for text in row)
            assert each.texts_ever is None


def test_the_numbers_do_not_wait_for_the_window_to_have_worked_out_the_gradient() -> None:
    session = with_gradients(note())
    assert Screen(session).knowledge(Cell(Matrix.dL_dw, 0, 0)) is Knowledge.unknown
    result = grid(explain(session, Matrix.dL_dw, 60), Way.outer_products, GridName.result)
    assert texts(result)[0] == ["2.8", "0.4", "−5.2"]


def test_before_the_gradient_of_the_outputs_is_known_a_sentence_says_so() -> None:
    explanation = explain(Session(note()), Matrix.dL_dw, 7)
    assert remark(explanation) == "∂L/∂ŷ is not computed yet, so there is nothing to multiply."
    assert explanation.product_line(Way.row_by_column) == "First: x₁₁ · ∂L/∂ŷ₁₁"


def test_large_data_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpgui.session.course.LARGE", 20)
    monkeypatch.setattr("bpgui.session.course.EXACT_PRODUCTS", 0)
    session = with_gradients(note())
    values = session.course.moment(0).values
    explanation = explain(session, Matrix.dL_dw, 60)
    assert explanation.is_known
    assert not explanation.is_ready
    assert "being worked out" in remark(explanation)
    assert texts(grid(explanation, Way.row_by_column, GridName.result)) == [[""] * 3] * 4
    assert not values.is_evaluated
    values.evaluate_in_one_pass()
    explanation = explain(session, Matrix.dL_dw, 60)
    assert texts(grid(explanation, Way.row_by_column, GridName.result))[0] == ["2.8", "0.4", "−5.2"]


# --- what is seen


def test_entry_by_entry_a_column_of_x_and_a_column_of_the_gradient_are_at_work() -> None:
    explanation = of_note(18)  # entry (2, 1), three of five examples
    at_work = ["added", "added", "current", "to come", "to come"]
    left = grid(explanation, Way.entry_by_entry, GridName.left)
    assert parts(left) == [["none", part, "none", "none"] for part in at_work]
    assert parts(grid(explanation, Way.entry_by_entry, GridName.right)) == [[part, "none", "none"] for part in at_work]
    result = grid(explanation, Way.entry_by_entry, GridName.result)
    assert texts(result) == [["2.8", "0.4", "−5.2"], ["2…", "", ""], ["", "", ""], ["", "", ""]]
    assert result.look(1, 0) == CellLook("2…", Knowledge.unfinished, Part.selected)


def test_row_by_column_the_same_stands_in_a_row_of_the_transpose() -> None:
    explanation = of_note(18)
    turned = grid(explanation, Way.row_by_column, GridName.left_transposed)
    assert (turned.rows, turned.columns, turned.at_work) == (4, 5, (1, 2))
    assert parts(turned)[1] == ["added", "added", "current", "to come", "to come"]
    assert texts(turned)[1] == ["0", "1", "1", "2", "−1"]
    assert parts(turned)[0] == parts(turned)[2] == ["none"] * 5


def test_outer_products_take_an_example_at_a_time() -> None:
    explanation = of_note(18)  # example 2, six of twelve products
    turned = grid(explanation, Way.outer_products, GridName.left_transposed)
    assert [row[1] for row in parts(turned)] == ["added", "current", "to come", "to come"]
    right = grid(explanation, Way.outer_products, GridName.right)
    assert parts(right)[1] == ["added", "added", "current"]
    assert parts(right)[0] == ["none"] * 3
    outer = grid(explanation, Way.outer_products, GridName.outer)
    assert texts(outer) == [["0", "0", "0"], ["1.2", "−0.8", "0"], [""] * 3, [""] * 3]
    assert parts(outer)[1:3] == [["added", "added", "current"], ["to come"] * 3]
    result = grid(explanation, Way.outer_products, GridName.result)
    assert all(text.endswith("…") for row in texts(result) for text in row)


def test_for_b_a_column_of_ones_stands_for_x() -> None:
    explanation = of_note(7, Matrix.dL_db)
    left = grid(explanation, Way.entry_by_entry, GridName.left)
    assert texts(left) == [["1"]] * 5
    turned = grid(explanation, Way.row_by_column, GridName.left_transposed)
    assert texts(turned) == [["1"] * 5]
    assert explanation.product_line(Way.row_by_column) == "1 · ∂L/∂ŷ₂₂ = 1 · (−0.8) = −0.8"
    assert explanation.sum_line(Way.row_by_column) == "Example 2 of 5: ∂L/∂b₂ = 0.8 so far"
    assert "column of ones" in answer(explanation)


def test_the_product_is_told_in_numbers_and_rounded_ones_are_marked() -> None:
    assert of_note(8).product_line(Way.entry_by_entry) == "x₃₁ · ∂L/∂ŷ₃₂ = 2 · 0.8 = 1.6"
    assert of_note(8).sum_line(Way.entry_by_entry) == "Example 3 of 5: ∂L/∂w₁₂ = 3.2 so far"
    assert of_note(10).sum_line(Way.entry_by_entry) == "Example 5 of 5: ∂L/∂w₁₂ = 0.4"
    assert progress(of_note(8)) == "8 of 60 products"
    session = Session(note())
    session.update()
    session.move_to(session.timeline.end(1, Matrix.dL_dy_hat))
    session.set_digits(0)
    assert " ≈ " in explain(session, Matrix.dL_dw, 8).product_line(Way.entry_by_entry)


def test_one_sentence_says_that_all_end_together() -> None:
    assert remark(of_note(3)) == (
        "All three do the same 60 products, each in another order, and end together at the same ∂L/∂w."
    )
    assert remark(of_note(60)) == "All 60 products are done: three orders, one ∂L/∂w."
    assert grouped(156_800_000) == "156\u2009800\u2009000"


def test_a_large_matrix_costs_what_is_looked_at() -> None:
    N, D, K = 300, 40, 10
    generator = np.random.default_rng(0)
    sizes = {Matrix.x: (N, D), Matrix.w: (D, K), Matrix.b: (1, K), Matrix.y: (N, K)}
    session = with_gradients(Document(*(InputMatrix.from_array(m, generator.random(s)) for m, s in sizes.items())))
    explanation = explain(session, Matrix.dL_dw, 12_345)
    assert all(each.texts_ever is None for way in Way for each in explanation.grids(way))
    result = grid(explanation, Way.outer_products, GridName.result)
    values = session.course.moment(0).values
    x, right = values.whole(Matrix.x), values.whole(Matrix.dL_dy_hat)
    added = explanation.order.examples_added(Way.outer_products, 12_345, 7, 3)
    assert explanation.sums.sum(Matrix.dL_dw, 7, 3, added) == pytest.approx(x[:added, 7] @ right[:added, 3])
    assert result.look(7, 3).text.endswith("…")


# --- the shapes


@proof
@given(shapes(), gradients)
def test_the_table_of_shapes_is_what_numpy_says(shape: Shape, gradient: Matrix) -> None:
    x = np.zeros((shape.N, shape.D if gradient is Matrix.dL_dw else 1))
    right = np.zeros((shape.N, shape.K))
    arrays = {"x": x, "1": x, "∂L/∂ŷ": right}
    products = products_of_shapes(shape, gradient)
    assert len({product.text for product in products}) == 8
    wanted = shape.of(gradient)
    for product in products:
        one, other = (
            arrays[each.name].T if each.is_transposed else arrays[each.name] for each in (product.left, product.right)
        )
        assert (product.left.size, product.right.size) == (one.shape, other.shape)
        if one.shape[1] == other.shape[0]:
            assert product.size == (one @ other).shape
            assert product.fits == ((one @ other).shape == wanted)
            assert "×" in verdict(product, gradient)
        else:
            assert product.size is None
            assert not product.fits
            assert verdict(product, gradient) == f"{one.shape[1]} ≠ {other.shape[0]}: cannot"
    (gradient_product,) = (product for product in products if product.is_right)
    assert gradient_product.fits
    fitting = sum(product.fits for product in products)
    assert ("alone don’t decide" in conclusion(shape, gradient)) == (fitting > 1)


def test_where_sizes_differ_the_shapes_decide() -> None:
    shape = Shape(5, 4, 3)
    formed = [product.text for product in products_of_shapes(shape, Matrix.dL_dw) if product.can_be_formed]
    assert formed == ["xᵀ ∂L/∂ŷ", "(∂L/∂ŷ)ᵀ x"]
    assert [verdict(p, Matrix.dL_dw) for p in products_of_shapes(shape, Matrix.dL_dw) if p.can_be_formed] == [
        "4×3, like w",
        "3×4, like wᵀ",
    ]
    assert conclusion(shape, Matrix.dL_dw) == (
        "Shapes: of all products of x and ∂L/∂ŷ, only xᵀ ∂L/∂ŷ has the shape of w, 4×3."
    )
    assert "only 1ᵀ ∂L/∂ŷ has the shape of b, 1×3" in conclusion(shape, Matrix.dL_db)


def test_where_sizes_coincide_the_sum_over_the_examples_decides() -> None:
    assert conclusion(Shape(4, 4, 3), Matrix.dL_dw) == (
        "Shapes alone don’t decide here: x ∂L/∂ŷ has the shape of w, 4×3, too. "
        "The sum over the examples does, features down, classes across: xᵀ ∂L/∂ŷ."
    )


def test_where_all_sizes_are_the_same_every_product_can_be_formed() -> None:
    assert all(product.fits for product in products_of_shapes(Shape(6, 6, 6), Matrix.dL_dw))
    assert "7 other products have the shape of w, 6×6, too." in conclusion(Shape(6, 6, 6), Matrix.dL_dw)
