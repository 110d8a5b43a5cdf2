"""The words and formulas of the three ways, and the names of their matrices."""

from __future__ import annotations

from bpgui.session.transpose import Explanation, Grid, GridName
from bpgui.session.transpose_order import Way
from bpgui.session.transpose_shapes import in_numbers

_INLINE_RIGHT = r"\partial L/\partial\hat{\mathbf{y}}"
_RIGHT = r"\frac{\partial L}{\partial\hat{\mathbf{y}}}"
_RIGHT_ROW = r"\frac{\partial L}{\partial\hat{\mathbf{y}}_{i}}"
_GRADIENT_OF_W, _GRADIENT_OF_B = r"\frac{\partial L}{\partial\mathbf{w}}", r"\frac{\partial L}{\partial\mathbf{b}}"
_RIGHT_CELL = r"\frac{\partial L}{\partial\hat{y}_{ik}}"

_HEADINGS = {
    Way.entry_by_entry: "Entry by entry",
    Way.row_by_column: "Row of xᵀ times column",
    Way.outer_products: "Sum of outer products, example by example",
}


def heading(way: Way, is_of_weights: bool) -> str:
    """A way in words: "2 Row of xᵀ times column"."""
    said = _HEADINGS[way]
    if not is_of_weights:
        said = said.replace("Row of xᵀ", "Row of ones")
    return f"{way.value}  {said}"


def formula(way: Way, is_of_weights: bool) -> str:
    """A way as the typesetter takes it."""
    entry = r"\frac{\partial L}{\partial w_{jk}}=" if is_of_weights else r"\frac{\partial L}{\partial b_{k}}="
    match way:
        case Way.entry_by_entry:
            return entry + r"\sum_{i}" + (r"x_{ij}\," if is_of_weights else r"1\cdot ") + _RIGHT_CELL
        case Way.row_by_column:
            row = r"(\text{row }j\text{ of }\mathbf{x}^{\mathsf{T}})" if is_of_weights else r"(\text{row of ones})"
            return entry + row + rf"\,(\text{{column }}k\text{{ of }}{_RIGHT})"
        case Way.outer_products:
            whole = _GRADIENT_OF_W if is_of_weights else _GRADIENT_OF_B
            left = r"\mathbf{x}_{i}^{\mathsf{T}}\," if is_of_weights else r"1\cdot "
            return whole + r"=\sum_{i}" + left + _RIGHT_ROW


def name_of(grid: Grid, explanation: Explanation, way: Way) -> tuple[str, str]:
    """The name of a matrix as the typesetter takes it, and what stands beside it."""
    size = in_numbers((grid.rows, grid.columns))
    is_of_weights = explanation.is_of_weights
    left = r"\mathbf{x}" if is_of_weights else r"\mathbf{1}"
    match grid.name:
        case GridName.left:
            return left, size
        case GridName.left_transposed:
            return left + r"^{\mathsf{T}}", size
        case GridName.right:
            return _INLINE_RIGHT, size
        case GridName.outer:
            left = r"\mathbf{x}_{i}^{\mathsf{T}}\," if is_of_weights else r"1\cdot "
            return left + _INLINE_RIGHT + "_{i}", f"i = {explanation.at_work(way).example + 1}"
        case GridName.result:
            is_under_way = explanation.clock > 0 and not explanation.is_finished
            name = r"\partial L/\partial\mathbf{w}" if is_of_weights else r"\partial L/\partial\mathbf{b}"
            return name, f"{size} so far" if is_under_way else size
