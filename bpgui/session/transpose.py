"""Why the transpose? The products that make ∂L/∂w, taken in three orders.

    1 entry by entry     ∂L/∂w_jk = Σ_i x_ij ∂L/∂ŷ_ik
    2 row by column      ∂L/∂w_jk = row j of xᵀ times column k of ∂L/∂ŷ
    3 outer products     ∂L/∂w = Σ_i x_iᵀ ∂L/∂ŷ_i

One clock counts the products, from 0 to N·D·K. At each count every way has done equally many of them, 1 and 2 entry
after entry, 3 example after example; at the end all have done the same ones. For ∂L/∂b a column of ones stands for x.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import Number, Shown, format_in_cell
from bpgui.session.screen import UNFINISHED_MARK, CellLook, Knowledge, Part, Screen
from bpgui.session.term_line import in_parentheses
from bpgui.session.transpose_order import Order, Product, Way
from bpgui.session.transpose_sums import RunningSums

_FEW = 600


class GridName(Enum):
    """The matrices of a way."""

    left = "x"
    left_transposed = "x transposed"
    right = "gradient of L with respect to y hat"
    outer = "outer product of the example"
    result = "the sum so far"


@dataclass(frozen=True)
class Grid:
    """One matrix of a way at one moment: whose numbers it holds, its index letters and size, the cell at work (which
    must be in view), how each cell looks, and all texts that may ever stand in it, if those are few."""

    name: GridName
    matrix: Matrix
    letters: str
    rows: int
    columns: int
    at_work: tuple[int, int]
    look: Callable[[int, int], CellLook]
    texts_ever: frozenset[str] | None


class Explanation:
    """The three ways at one count of the clock. Nothing that the position, or the clock, has not reached is known."""

    def __init__(self, screen: Screen, gradient: Matrix, clock: int, sums: RunningSums) -> None:
        self.screen = screen
        self.order = Order(screen.document.shape, gradient)
        self.gradient = gradient
        self.sums = sums
        shape = self.order.shape
        last = Cell(Matrix.dL_dy_hat, shape.N - 1, shape.K - 1)
        self.is_known = screen.knowledge(last) is Knowledge.known
        self.is_ready = self.is_known and sums.is_ready
        self.clock = min(max(clock, 0), self.order.total) if self.is_ready else 0

    @property
    def is_of_weights(self) -> bool:
        """Whether it is about ∂L/∂w, and not about ∂L/∂b."""
        return self.gradient is Matrix.dL_dw

    @property
    def is_finished(self) -> bool:
        """Whether all products are done."""
        return self.is_ready and self.clock == self.order.total

    def at_work(self, way: Way) -> Product:
        """The product that was done last; before the first, the first."""
        return self.order.product(way, max(self.clock - 1, 0))

    def grids(self, way: Way) -> tuple[Grid, ...]:
        """The matrices of a way: two factors, for outer products that of the example, and the result."""
        example, row, column = self.at_work(way)
        N, K = self.order.shape.N, self.order.shape.K
        rows, columns = self.order.size
        j = "j" if self.is_of_weights else "1"
        left_texts, right_texts = self._factor_texts()
        left = partial(self._left_look, way)
        result_texts, outer_texts = self._sum_texts()
        if way is Way.entry_by_entry:
            first = Grid(GridName.left, Matrix.x, "i" + j, N, rows, (example, row), left, left_texts)
        else:
            turned = partial(_turned, left)
            first = Grid(GridName.left_transposed, Matrix.x, j + "i", rows, N, (row, example), turned, left_texts)
        right = partial(self._right_look, way)
        second = Grid(GridName.right, Matrix.dL_dy_hat, "ik", N, K, (example, column), right, right_texts)
        of_result = (self.gradient, j + "k", rows, columns, (row, column))
        result = Grid(GridName.result, *of_result, partial(self._result_look, way), result_texts)
        if way is not Way.outer_products:
            return first, second, result
        return first, second, Grid(GridName.outer, *of_result, self._outer_look, outer_texts), result

    # --- in words

    def product_line(self, way: Way) -> str:
        """The product that was done last, in symbols and in numbers; before the first, which one comes first."""
        example, row, column = self.at_work(way)
        right = Cell(Matrix.dL_dy_hat, example, column)
        left = cell_symbol(Cell(Matrix.x, example, row)) if self.is_of_weights else "1"
        symbols = f"{left} · {cell_symbol(right)}"
        if self.clock == 0:
            return f"First: {symbols}"
        one = self.screen.shown_cell(Cell(Matrix.x, example, row)) if self.is_of_weights else Shown("1", False)
        other = self.screen.shown_cell(right)
        value = self.screen.shown(self.sums.product(self.gradient, example, row, column))
        is_rounded = one.rounded or other.rounded
        numbers = f"{in_parentheses(one.text)} · {in_parentheses(other.text)}"
        first, second = ("≈" if is_rounded else "="), ("≈" if is_rounded else value.equals)
        return f"{symbols} {first} {numbers} {second} {value.text}"

    def sum_line(self, way: Way) -> str:
        """How far the entry at work has come."""
        example, row, column = self.at_work(way)
        N = self.order.shape.N
        entry = cell_symbol(Cell(self.gradient, row, column))
        if self.clock == 0:
            return f"{N} examples make {entry}" if N > 1 else f"One example makes {entry}"
        added = self.order.examples_added(way, self.clock, row, column)
        value = self.screen.shown(self.sums.sum(self.gradient, row, column, added))
        so_far = "" if added == N else " so far"
        return f"Example {example + 1} of {N}: {entry} {value.equals} {value.text}{so_far}"

    # --- cells

    def _in_cell(self, number: Number) -> str:
        view = self.screen.view
        return format_in_cell(number, view.digits, view.fractions).text

    def _factor_text(self, cell: Cell) -> str:
        number = self.screen.number(cell)
        return "" if number is None else self._in_cell(number)

    def _left_look(self, way: Way, example: int, row: int) -> CellLook:
        text = self._factor_text(Cell(Matrix.x, example, row)) if self.is_of_weights else "1"
        at = self.at_work(way)
        if way is Way.outer_products:
            part = self._part(row, at.row) if example == at.example else Part.none
        else:
            part = self._part(example, at.example) if row == at.row else Part.none
        return CellLook(text, Knowledge.given, part)

    def _right_look(self, way: Way, example: int, column: int) -> CellLook:
        cell = Cell(Matrix.dL_dy_hat, example, column)
        at = self.at_work(way)
        if way is Way.outer_products:
            part = self._part(column, at.column) if example == at.example else Part.none
        else:
            part = self._part(example, at.example) if column == at.column else Part.none
        knowledge = self.screen.knowledge(cell)
        return CellLook(self._factor_text(cell), knowledge, part)

    def _outer_look(self, row: int, column: int) -> CellLook:
        at = self.at_work(Way.outer_products)
        if not self.is_ready:
            return CellLook("", Knowledge.unknown, Part.none)
        columns = self.order.size[1]
        part = self._part(row * columns + column, at.row * columns + at.column)
        if part is Part.to_come:
            return CellLook("", Knowledge.unknown, part)
        product = self.sums.product(self.gradient, at.example, row, column)
        return CellLook(self._in_cell(product), Knowledge.known, part)

    def _result_look(self, way: Way, row: int, column: int) -> CellLook:
        at = self.at_work(way)
        part = Part.selected if self.is_ready and (row, column) == (at.row, at.column) else Part.none
        added = self.order.examples_added(way, self.clock, row, column)
        if added == 0:
            return CellLook("", Knowledge.unknown, part)
        text = self._in_cell(self.sums.sum(self.gradient, row, column, added))
        if added < self.order.shape.N:
            return CellLook(text + UNFINISHED_MARK, Knowledge.unfinished, part)
        return CellLook(text, Knowledge.known, part)

    def _part(self, place: int, at_work: int) -> Part:
        """What a cell is to the product at work, by where it stands in the order."""
        if place == at_work:
            return Part.current if self.clock else Part.to_come
        return Part.added if place < at_work else Part.to_come

    # --- all that may ever be shown, which columns are made wide enough for

    def _factor_texts(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        shape = self.order.shape
        if not self.is_of_weights:
            left: frozenset[str] | None = frozenset({"1"})
        else:
            left = self._texts_of(Matrix.x) if shape.N * shape.D <= _FEW else None
        return left, self._texts_of(Matrix.dL_dy_hat) if self.is_known and shape.N * shape.K <= _FEW else None

    def _texts_of(self, matrix: Matrix) -> frozenset[str]:
        key = (matrix, self.screen.view.digits, self.screen.view.fractions)
        return self.sums.remembered(key, lambda: frozenset(map(self._factor_text, self.order.shape.cells(matrix))))

    def _sum_texts(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        if not self.is_ready or self.order.total > _FEW:
            return None, None
        of_view = (self.gradient, self.screen.view.digits, self.screen.view.fractions)
        return (
            self.sums.remembered((*of_view, "sums"), self._all_sums),
            self.sums.remembered((*of_view, "products"), self._all_products),
        )

    def _all_sums(self) -> frozenset[str]:
        N = self.order.shape.N
        return frozenset(
            self._in_cell(self.sums.sum(self.gradient, cell.row, cell.column, added))
            + (UNFINISHED_MARK if added < N else "")
            for cell in self.order.shape.cells(self.gradient)
            for added in range(1, N + 1)
        )

    def _all_products(self) -> frozenset[str]:
        return frozenset(
            self._in_cell(self.sums.product(self.gradient, example, cell.row, cell.column))
            for cell in self.order.shape.cells(self.gradient)
            for example in range(self.order.shape.N)
        )


def _turned(look: Callable[[int, int], CellLook], row: int, column: int) -> CellLook:
    return look(column, row)
