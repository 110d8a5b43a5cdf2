"""What the terms of a sum are put together from: coefficients, signs, products, derivatives, what is left out."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_in_words, cell_latex, cell_symbol, factor_latex
from bpgui.core.numbers import MINUS, grouped
from bpgui.core.terms import Coefficient, Sum
from bpgui.session.pieces import MINUS_SIGN, PLUS, TIMES, Command, Kind, Piece, plain


def left_out(count: int, short: bool = False) -> Piece:
    """What stands for terms that are left out; clicking it unfolds them."""
    more = grouped(count)
    if short:
        return Piece(Kind.ordinary, "…", r"\cdots", f"{count} more", command=Command.unfold)
    written = rf"\cdots\text{{ {count} more }}\cdots"
    return Piece(Kind.word, f"… {more} more …", written, f"{count} more terms", command=Command.unfold)


def partial_derivative(text: str, latex: str, words: str, by: Cell, cells: tuple[Cell, ...]) -> Piece:
    """∂ŷ₁₂/∂w₁₂, given how ŷ₁₂ is written; `cells` are those that it stands for besides w₁₂."""
    return Piece(
        Kind.ordinary,
        f"∂{text}/∂{cell_symbol(by)}",
        rf"\frac{{\partial {latex}}}{{\partial {cell_latex(by)}}}",
        f"derivative of {words} with respect to {cell_in_words(by)}",
        Matrix.y_hat,
        (*cells, by),
    )


def is_factored(each: Sum) -> bool:
    """Whether what stands before a Σ is written once, before all of its terms."""
    return bool(each.summed) and abs(each.coefficient.value) != 1


def joining_sign(coefficient: Coefficient) -> Piece:
    """The + or − before a term that is not the first."""
    return MINUS_SIGN if coefficient.notation.startswith(MINUS) else PLUS


def in_letters(coefficient: Coefficient) -> list[Piece]:
    """A coefficient as it is written: 2/N, −η, or nothing."""
    text = coefficient.notation
    if text in ("", "1"):
        return []
    in_text = f"({text})" if "/" in text else text
    return [plain(in_text, factor_latex(text), text.replace("/", " over ").replace("η", "eta"))]


def without_sign(coefficient: list[Piece]) -> list[Piece]:
    """A coefficient after the sign that joins its term: −η is η after a minus."""
    return [
        piece._replace(
            text=piece.text.removeprefix(MINUS),
            latex=piece.latex.removeprefix("{-}"),
            words=piece.words.removeprefix(MINUS).removeprefix("minus "),
        )
        for piece in coefficient
        if piece.text != MINUS
    ]


def product(factors: list[Piece]) -> list[Piece]:
    """Factors with dots between them."""
    pieces = factors[:1]
    for each in factors[1:]:
        pieces += [TIMES, each]
    return pieces
