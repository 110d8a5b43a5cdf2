"""How matrices and cells are written: in text with subscripts, in LaTeX for the typesetter, and in words."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.core.numbers import MINUS

_SUBSCRIPTS = str.maketrans("0123456789ijk", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖ")

_TEXT = {
    Matrix.x: "x",
    Matrix.w: "w",
    Matrix.b: "b",
    Matrix.y: "y",
    Matrix.y_hat: "ŷ",
    Matrix.error: "ŷ − y",
    Matrix.loss: "L",
    Matrix.dL_dy_hat: "∂L/∂ŷ",
    Matrix.dL_dw: "∂L/∂w",
    Matrix.dL_db: "∂L/∂b",
    Matrix.dL_dx: "∂L/∂x",
    Matrix.w_next: "new w",
    Matrix.b_next: "new b",
}

_LATEX = {
    Matrix.x: r"\mathbf{x}",
    Matrix.w: r"\mathbf{w}",
    Matrix.b: r"\mathbf{b}",
    Matrix.y: r"\mathbf{y}",
    Matrix.y_hat: r"\hat{\mathbf{y}}",
    Matrix.error: r"\hat{\mathbf{y}}-\mathbf{y}",
    Matrix.loss: r"L",
    Matrix.dL_dy_hat: r"\frac{\partial L}{\partial \hat{\mathbf{y}}}",
    Matrix.dL_dw: r"\frac{\partial L}{\partial \mathbf{w}}",
    Matrix.dL_db: r"\frac{\partial L}{\partial \mathbf{b}}",
    Matrix.dL_dx: r"\frac{\partial L}{\partial \mathbf{x}}",
    Matrix.w_next: r"\mathbf{w}-\eta\frac{\partial L}{\partial \mathbf{w}}",
    Matrix.b_next: r"\mathbf{b}-\eta\frac{\partial L}{\partial \mathbf{b}}",
}

_LATEX_OF_AN_ENTRY = {
    Matrix.x: r"x#",
    Matrix.w: r"w#",
    Matrix.b: r"b#",
    Matrix.y: r"y#",
    Matrix.y_hat: r"\hat{y}#",
    Matrix.error: r"(\hat{y}#-y#)",
    Matrix.loss: r"L",
    Matrix.dL_dy_hat: r"\frac{\partial L}{\partial \hat{y}#}",
    Matrix.dL_dw: r"\frac{\partial L}{\partial w#}",
    Matrix.dL_db: r"\frac{\partial L}{\partial b#}",
    Matrix.dL_dx: r"\frac{\partial L}{\partial x#}",
    Matrix.w_next: r"\mathrm{new}\;w#",
    Matrix.b_next: r"\mathrm{new}\;b#",
}

_WORDS = {
    Matrix.x: "x, the inputs",
    Matrix.w: "w, the weights",
    Matrix.b: "b, the biases",
    Matrix.y: "y, the targets",
    Matrix.y_hat: "y hat, the outputs",
    Matrix.error: "y hat minus y, the errors",
    Matrix.loss: "L, the loss",
    Matrix.dL_dy_hat: "gradient of L with respect to y hat",
    Matrix.dL_dw: "gradient of L with respect to w",
    Matrix.dL_db: "gradient of L with respect to b",
    Matrix.dL_dx: "gradient of L with respect to x",
    Matrix.w_next: "new w, the weights after the update",
    Matrix.b_next: "new b, the biases after the update",
}

_FORMULA = {
    Matrix.y_hat: "ŷ = xw + b",
    Matrix.error: "ŷ − y",
    Matrix.loss: "L",
    Matrix.dL_dy_hat: "∂L/∂ŷ",
    Matrix.dL_dw: "∂L/∂w",
    Matrix.dL_db: "∂L/∂b",
    Matrix.dL_dx: "∂L/∂x",
    Matrix.w_next: "new w",
    Matrix.b_next: "new b",
}


def symbol(matrix: Matrix) -> str:
    """A matrix in text: "∂L/∂w"."""
    return _TEXT[matrix]


def latex(matrix: Matrix) -> str:
    """A matrix as the typesetter takes it."""
    return _LATEX[matrix]


def in_words(matrix: Matrix) -> str:
    """A matrix in words, for a person who listens."""
    return _WORDS[matrix]


def equation_label(matrix: Matrix) -> str:
    """The short label of the equation that makes a matrix."""
    return _FORMULA[matrix]


def subscript(row: int | None, column: int | None) -> str:
    """Indices, counted from 1: ₁₂, with a comma where one has two digits: ₁,₁₂. None stands for no index."""
    indices = [str(index + 1) for index in (row, column) if index is not None]
    separator = "," if any(len(index) > 1 for index in indices) else ""
    return separator.join(indices).translate(_SUBSCRIPTS)


def cell_symbol(cell: Cell) -> str:
    """A cell in text: w₁₂, b₂, L, ∂L/∂w₁₂, (ŷ − y)₁₂, new w₁₂."""
    name = f"({_TEXT[cell.matrix]})" if cell.matrix is Matrix.error else _TEXT[cell.matrix]
    row_letter, column_letter = tuple(cell.matrix.axes)
    return name + subscript(None if row_letter == "1" else cell.row, None if column_letter == "1" else cell.column)


def indexed_symbol(matrix: Matrix, row: str, column: str) -> str:
    """An entry at any indices, numbers from 1 or letters: ŷᵢ₂. An axis of length one has no index."""
    name = f"({_TEXT[matrix]})" if matrix is Matrix.error else _TEXT[matrix]
    return name + _joined(matrix, row, column).translate(_SUBSCRIPTS)


def indexed_latex(matrix: Matrix, row: str, column: str) -> str:
    """An entry at any indices in LaTeX: \\hat{y}_{i2}."""
    indices = _joined(matrix, row, column)
    return _LATEX_OF_AN_ENTRY[matrix].replace("#", f"_{{{indices}}}" if indices else "")


def cell_latex(cell: Cell) -> str:
    """A cell in LaTeX: \\frac{\\partial L}{\\partial w_{12}}, (\\hat{y}_{12}-y_{12})."""
    return indexed_latex(cell.matrix, str(cell.row + 1), str(cell.column + 1))


def _joined(matrix: Matrix, row: str, column: str) -> str:
    letters = tuple(matrix.axes)
    indices = [index for letter, index in zip(letters, (row, column), strict=True) if letter != "1"]
    return ("," if any(len(index) > 1 for index in indices) else "").join(indices)


def number_latex(text: str) -> str:
    """A number as the program writes it, in LaTeX: −0.8, 8/5 as a fraction, 3.1e−9 as a power of ten, "< 1e−29"."""
    if text.startswith("< "):
        return "<" + number_latex(text[2:])
    sign, size = ("{-}", text[1:]) if text.startswith(MINUS) else ("", text)
    if "/" in size:
        numerator, denominator = size.split("/")
        return rf"{sign}\frac{{{numerator}}}{{{denominator}}}"
    if "e" in size:
        mantissa, exponent = size.split("e")
        return rf"{sign}{mantissa}\cdot 10^{{{exponent.replace(MINUS, '-')}}}"
    return sign + size


def factor_latex(notation: str) -> str:
    """A factor as it is written, in LaTeX: 2/N as a fraction, −η; 1 is left out."""
    if notation in ("1", ""):
        return ""
    sign, size = ("{-}", notation[1:]) if notation.startswith(MINUS) else ("", notation)
    if "/" in size:
        numerator, denominator = size.split("/")
        denominator = denominator.strip("()").replace("·", r"\,")
        return rf"{sign}\frac{{{numerator}}}{{{denominator}}}"
    return sign + size.replace("η", r"\eta ")


def cell_in_words(cell: Cell) -> str:
    """A cell in words: "∂L/∂w row 1 column 2", "b column 2", "L"."""
    row_letter, column_letter = tuple(cell.matrix.axes)
    words = _TEXT[cell.matrix]
    if row_letter != "1":
        words += f" row {cell.row + 1}"
    if column_letter != "1":
        words += f" column {cell.column + 1}"
    return words
