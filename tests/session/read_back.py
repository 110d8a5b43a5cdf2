"""Mathematics read back: the plain text of a derivation, or its LaTeX, as expressions of sympy.

A reader of its own: of the program it knows the names of the matrices and nothing else. Entries become symbols, Σ is
gone through, ∂ŷ/∂… is differentiated by sympy, and so is L where it is called as a function of one of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import sympy

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.session.pieces import Kind, Line, Part, Piece, parts_text

Expression = Any
"""A sympy expression or matrix: sympy comes without types."""

_OF_NAME = {
    "x": Matrix.x,
    "w": Matrix.w,
    "b": Matrix.b,
    "y": Matrix.y,
    "ŷ": Matrix.y_hat,
    "L": Matrix.loss,
    "∂L/∂ŷ": Matrix.dL_dy_hat,
    "∂L/∂w": Matrix.dL_dw,
    "∂L/∂b": Matrix.dL_db,
    "∂L/∂x": Matrix.dL_dx,
    "new w": Matrix.w_next,
    "new b": Matrix.b_next,
}
_TO_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖ", "0123456789ijk")
_SUB = "[₀-₉ᵢⱼₖ]+(?:,[₀-₉ᵢⱼₖ]+)?"
_TEXT = re.compile(
    rf"""
      ∂ŷ(?P<of_at>{_SUB})/∂(?P<by>[xwb])(?P<by_at>{_SUB})
    | \(ŷ\ −\ y\)(?P<error_at>{_SUB})
    | (?P<name>∂L/∂[ŷwbxy]|new\ [wb]|[ŷxwbyL])(?P<at>{_SUB})?
    | (?P<number>\d+(?:\.\d+)?(?:e−?\d+)?)
    | \[(?P<grid>[^\]]*)\]
    | Σ(?P<sum>[ᵢⱼₖ])
    | (?P<sign>[+−·/()²ᵀNKη⋯□])
    | (?P<blank>\s+)
    """,
    re.VERBOSE,
)
_NAMED_LATEX = r"\\hat\{\\mathbf\{y\}\}|\\mathbf\{[xwby]\}|\\hat\{y\}|[xwbyL]"
_LATEX = re.compile(
    rf"""
      (?P<blank>\s+|\\,|\\;|\\left|\\right|\\Big)
    | (?P<frac>\\frac(?=\{{))
    | (?P<new>\\mathrm\{{new\}}\\;)?(?P<name>{_NAMED_LATEX})(?:_\{{(?P<at>[^}}]*)\}})?
    | 10\^\{{(?P<exponent>-?\d+)\}}
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<one>\\mathbf\{{1\}})
    | \\sum_\{{(?P<sum>[ijk])=1\}}\^\{{(?P<last>\d+)\}}
    | (?P<sign>\^\{{\\mathsf\{{T\}}\}}|\^2|\\cdots|\\cdot|\\eta|\\square|\{{-\}}|[-+()NK])
    """,
    re.VERBOSE,
)
_SIGNS_OF_LATEX = {
    r"^{\mathsf{T}}": "ᵀ",
    "^2": "²",
    r"\cdots": "⋯",
    r"\cdot": "·",
    r"\eta": "η",
    r"\square": "□",
    "{-}": "−",
    "-": "−",
}


class UnreadableError(ValueError):
    """What is no mathematics, or none that is known here."""


class _Token(NamedTuple):
    kind: str
    value: Any


class Name(NamedTuple):
    """An entry under indices, or a whole matrix (None); ∂L/∂y and ŷ − y have no matrix of their own here."""

    of: str
    at: tuple[str, ...] | None


# --- from text and LaTeX to tokens


def _indices(of: str, at: str | None) -> tuple[str, ...] | None:
    if at is None:
        return None
    plain = at.translate(_TO_PLAIN)
    if of in ("b", "∂L/∂b", "new b"):
        return (plain,)
    return tuple(plain.split(",")) if "," in plain else tuple(plain)


def _tokens_of_text(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        found = _TEXT.match(text, place)
        if found is None:
            raise UnreadableError(f"{text[place:]!r} in {text!r}")
        place = found.end()
        if found["of_at"]:
            by = Name(found["by"], _indices(found["by"], found["by_at"]))
            tokens.append(_Token("partial", (Name("ŷ", _indices("ŷ", found["of_at"])), by)))
        elif found["error_at"]:
            tokens.append(_Token("name", Name("ŷ − y", _indices("ŷ − y", found["error_at"]))))
        elif found["name"]:
            tokens.append(_Token("name", Name(found["name"], _indices(found["name"], found["at"]))))
        elif found["number"]:
            tokens.append(_Token("number", Fraction(found["number"].replace("−", "-"))))
        elif found["grid"] is not None:
            rows = [[_tokens_of_text(cell) for cell in row.split("  ")] for row in found["grid"].split("; ")]
            tokens.append(_Token("grid", rows))
        elif found["sum"]:
            tokens.append(_Token("sum", (found["sum"].translate(_TO_PLAIN), None)))
        elif found["sign"]:
            tokens.append(_Token("sign", found["sign"]))
    return tokens


def _tokens_of_latex(latex: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(latex):
        found = _LATEX.match(latex, place)
        if found is None:
            raise UnreadableError(f"{latex[place:]!r} in {latex!r}")
        place = found.end()
        if found["frac"]:
            above, place = _group(latex, place)
            below, place = _group(latex, place)
            tokens += _fraction(above, below)
        elif found["name"]:
            tokens.append(_Token("name", _name_of_latex(found, "new " if found["new"] else "")))
        elif found["exponent"]:
            tokens.append(_Token("number", Fraction(10) ** int(found["exponent"])))
        elif found["number"]:
            tokens.append(_Token("number", Fraction(found["number"])))
        elif found["one"]:
            tokens.append(_Token("number", Fraction(1)))
        elif found["sum"]:
            tokens.append(_Token("sum", (found["sum"], int(found["last"]))))
        elif found["sign"]:
            tokens.append(_Token("sign", _SIGNS_OF_LATEX.get(found["sign"], found["sign"])))
    return tokens


def _group(latex: str, place: int) -> tuple[str, int]:
    """What stands between the brace here and the one that closes it, and the place after that."""
    if latex[place] != "{":
        raise UnreadableError(latex)
    depth = 0
    for end in range(place, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[end], 0)
        if depth == 0:
            return latex[place + 1 : end], end + 1
    raise UnreadableError(latex)


def _name_of_latex(found: re.Match[str], before: str) -> Name:
    name = found["name"]
    of = before + ("ŷ" if "hat" in name else name.removeprefix(r"\mathbf{").removesuffix("}"))
    return Name(of, _indices(of, found["at"]))


def _fraction(above: str, below: str) -> list[_Token]:
    if above.startswith(r"\partial "):
        of, by = (_LATEX.fullmatch(part.removeprefix(r"\partial ")) for part in (above, below))
        if of is None or by is None or not below.startswith(r"\partial "):
            raise UnreadableError(f"{above} over {below}")
        if of["name"] == "L":
            return [_Token("name", _name_of_latex(by, "∂L/∂"))]
        return [_Token("partial", (_name_of_latex(of, ""), _name_of_latex(by, "")))]
    opening, closing, over = (_Token("sign", sign) for sign in "()/")
    inside = [opening, *_tokens_of_latex(above), closing, over, opening, *_tokens_of_latex(below), closing]
    return [opening, *inside, closing]


def _latex_of_parts(parts: Sequence[Part]) -> list[_Token]:
    tokens: list[_Token] = []
    for part in parts:
        if isinstance(part, Piece):
            tokens += _tokens_of_latex(part.latex)
        else:
            tokens.append(_Token("grid", [[_tokens_of_latex(piece.latex) for piece in row] for row in part.rows]))
            tokens += [_Token("sign", "ᵀ")] * part.transposed
    return tokens


# --- symbols and their values


def symbol_of(cell: Cell) -> Expression:
    """The symbol of a cell; of an entry of ŷ − y the difference of two."""
    if cell.matrix is Matrix.error:
        return symbol_of(cell._replace(matrix=Matrix.y_hat)) - symbol_of(cell._replace(matrix=Matrix.y))
    return sympy.Symbol(f"{cell.matrix}_{cell.row + 1}_{cell.column + 1}")


REST = sympy.Symbol("rest")
"""What ⋯ stands for: a number in which no cell stands that is written beside it."""
UNKNOWN = sympy.Symbol("unknown")
ETA = sympy.Symbol("eta")


def rational(number: Fraction | int) -> Expression:
    """A fraction in sympy."""
    return sympy.Rational(Fraction(number).numerator, Fraction(number).denominator)


def fraction(expression: Expression) -> Fraction:
    """A number of sympy's as a Fraction; a matrix with one entry as that entry."""
    if isinstance(expression, sympy.MatrixBase):
        if expression.shape != (1, 1):
            raise UnreadableError(f"{expression} is no number")
        expression = expression[0, 0]
    if not isinstance(expression, sympy.Rational):
        raise UnreadableError(f"{expression} is no number")
    return Fraction(int(expression.p), int(expression.q))


# --- reading


class Reader:
    """Reads what is written about a network of some size.

    `outputs` are the entries of ŷ as expressions of x, w and b, in which ∂ŷ/∂… is differentiated; `loss` is L as an
    expression of ŷ and y, which is evaluated where L stands before a parenthesis, and differentiated for ∂L/∂y.
    """

    def __init__(
        self, shape: Shape, outputs: Mapping[Expression, Expression] | None = None, loss: Expression = None
    ) -> None:
        self.shape = shape
        self.outputs = dict(outputs or {})
        self.loss = loss

    def text(self, text: str, letters: Mapping[str, int] | None = None) -> Expression:
        """Read plain text, with values for the index letters that are not summed over."""
        return self._read(_tokens_of_text(text), letters)

    def latex(self, latex: str, letters: Mapping[str, int] | None = None) -> Expression:
        """Read LaTeX."""
        return self._read(_tokens_of_latex(latex), letters)

    def sides(self, line: Line) -> list[tuple[str, Expression, Expression]]:
        """What stands between the signs of a line, each with the sign before it, read from its text and its LaTeX."""
        return [
            (sign, self.text(parts_text(parts)), self._read(_latex_of_parts(parts), None))
            for sign, parts in sides_of(line)
        ]

    def _read(self, tokens: list[_Token], letters: Mapping[str, int] | None) -> Expression:
        return _Parser(self, tokens, dict(letters or {})).whole()

    def named(self, name: Name, letters: Mapping[str, int]) -> Expression:
        """An entry as a symbol, or a matrix of them."""
        if name.at is None and name.of != "L":
            matrix = _OF_NAME[name.of]
            rows, columns = self.shape.of(matrix)
            return sympy.Matrix(rows, columns, lambda i, k: symbol_of(Cell(matrix, i, k)))
        numbers = [letters[index] if index in letters else int(index) for index in name.at or ()]
        if name.of == "∂L/∂y":
            cell = self._cell(Matrix.y, numbers)
            return sympy.diff(self.loss, symbol_of(cell))
        return symbol_of(self._cell(Matrix.error if name.of == "ŷ − y" else _OF_NAME[name.of], numbers))

    def derivative(self, of: Name, by: Name, letters: Mapping[str, int]) -> Expression:
        """∂ŷ/∂…, by sympy."""
        return sympy.diff(self.outputs[self.named(of, letters)], self.named(by, letters))

    def loss_at(self, moved: Expression) -> Expression:
        """L with one of its cells replaced, as in L(w₁₂ + 1)."""
        (cell,) = moved.free_symbols
        loss = self.loss if cell in self.outputs else self.loss.xreplace(self.outputs)
        return loss.xreplace({cell: moved})

    def _cell(self, matrix: Matrix, numbers: list[int]) -> Cell:
        given = iter(numbers)
        row, column = (0 if letter == "1" else next(given) - 1 for letter in matrix.axes)
        cell = Cell(matrix, row, column)
        if not self.shape.contains(cell) or list(given):
            raise UnreadableError(f"no entry {numbers} in {matrix}")
        return cell


def sides_of(line: Line) -> list[tuple[str, tuple[Part, ...]]]:
    """What stands between the signs of a line, each with the sign before it; the first has none."""
    sides: list[tuple[str, list[Part]]] = [("", [])]
    for part in line.parts:
        if isinstance(part, Piece) and part.kind is Kind.relation:
            sides.append((part.text, []))
        else:
            sides[-1][1].append(part)
    return [(sign, tuple(parts)) for sign, parts in sides if parts]


class _Parser:
    """sum = [−] product {± product};  product = power {(· or / or nothing) power};  power = atom [ᵀ] [²]"""

    def __init__(self, reader: Reader, tokens: list[_Token], letters: dict[str, int]) -> None:
        self._reader = reader
        self._tokens = tokens
        self._letters = letters
        self._place = 0

    def whole(self) -> Expression:
        read = self._sum()
        if self._place < len(self._tokens):
            raise UnreadableError(f"{self._tokens[self._place :]} is left over")
        return read

    def _sum(self) -> Expression:
        read = -self._product() if self._takes("−") else self._product()
        while self._next in ("+", "−"):
            sign = self._take().value
            read = _added(read, self._product() if sign == "+" else -self._product())
        return read

    def _product(self) -> Expression:
        read = self._power()
        while self._next not in ("+", "−", ")", None):
            if self._takes("/"):
                read = read / self._power()
            else:
                self._takes("·")
                read = read * self._power()
        return read

    def _power(self) -> Expression:
        read = self._atom()
        if self._takes("ᵀ"):
            read = read.T if isinstance(read, sympy.MatrixBase) else sympy.ones(1, self._reader.shape.N) * read
        return read**2 if self._takes("²") else read

    def _atom(self) -> Expression:
        kind, value = self._take()
        match kind:
            case "number":
                return rational(value)
            case "name" if value.of == "L" and self._takes("("):
                return self._reader.loss_at(self._closed(self._sum()))
            case "name":
                return self._reader.named(value, self._letters)
            case "partial":
                return self._reader.derivative(*value, self._letters)
            case "grid":
                rows = [[_Parser(self._reader, cell, self._letters).whole() for cell in row] for row in value]
                return sympy.Matrix(rows)
            case "sum":
                return self._summed(*value)
        match value:
            case "(":
                return self._closed(self._sum())
            case "N" | "K":
                return sympy.Integer(self._reader.shape.size({"N": "i", "K": "k"}[value]))
            case "η":
                return ETA
            case "⋯":
                return REST
            case "□":
                return UNKNOWN
        raise UnreadableError(f"{value} in {self._tokens}")

    def _summed(self, letter: str, last: int | None) -> Expression:
        """The rest of the product, once for each value of the letter."""
        start, size = self._place, self._reader.shape.size(letter)
        if last not in (None, size) or letter in self._letters:
            raise UnreadableError(f"the sum over {letter} up to {last}")
        total: Expression = sympy.Integer(0)
        for value in range(1, size + 1):
            self._place, self._letters[letter] = start, value
            total = _added(total, self._product())
        del self._letters[letter]
        return total

    def _closed(self, read: Expression) -> Expression:
        if not self._takes(")"):
            raise UnreadableError(f"a parenthesis stays open in {self._tokens}")
        return read

    @property
    def _next(self) -> Any:
        """The sign that comes next, "" for what is no sign, None at the end."""
        if self._place == len(self._tokens):
            return None
        kind, value = self._tokens[self._place]
        return value if kind == "sign" else ""

    def _take(self) -> _Token:
        if self._place == len(self._tokens):
            raise UnreadableError(f"{self._tokens} ends too early")
        self._place += 1
        return self._tokens[self._place - 1]

    def _takes(self, sign: str) -> bool:
        if self._next != sign:
            return False
        self._place += 1
        return True


def _added(one: Expression, other: Expression) -> Expression:
    """Numbers, or matrices: one of a single row is added to every row, one of a single entry is that entry."""
    matrices = [isinstance(each, sympy.MatrixBase) for each in (one, other)]
    if all(matrices):
        rows = max(one.rows, other.rows)
        one, other = (each if each.rows == rows else sympy.Matrix([each] * rows) for each in (one, other))
    elif any(matrices):
        one, other = (each[0, 0] if isinstance(each, sympy.MatrixBase) else each for each in (one, other))
    return one + other


def evaluated(expression: Expression, value_of: Mapping[Expression, Expression]) -> Expression:
    """An expression, or each entry of a matrix, with values for its symbols."""
    if isinstance(expression, sympy.MatrixBase):
        return expression.applyfunc(lambda entry: entry.xreplace(value_of))
    return expression.xreplace(value_of)
