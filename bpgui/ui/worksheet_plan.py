"""What stands where on the worksheet, as the note writes it: strips of cards, in which matrices and signs stand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpgui.core.cells import Matrix
from bpgui.core.notation import factor_latex

X_TRANSPOSED = "x_transposed"
W_TRANSPOSED = "w_transposed"
"""xᵀ and wᵀ are views of x and w, not matrices of their own; on the worksheet they have places of their own."""

Name = Matrix | str


@dataclass(frozen=True)
class Sign:
    """Mathematics between matrices: a LaTeX piece, its width at a size of 1, and its size beside a matrix's name.

    The width stands here, and not only in the typeset piece, so that everything has its place before the typesetter is
    loaded, and nothing jumps when it is. The tests hold it against the piece.
    """

    latex: str
    width: float
    size: float = 1.15
    equates: Matrix | None = None
    """It is a sign of equality before that matrix, and becomes ≈ where what is shown there is rounded."""
    factor: tuple[float, float] | None = None
    """Where in it, from and to at a size of 1, the factor of L stands, or the Σ where that is 1: it can be clicked."""


@dataclass(frozen=True)
class Shown:
    """A matrix with its name, and for b perhaps its row repeated in ghost rows."""

    name: Name
    has_ghost_rows: bool = False


@dataclass(frozen=True)
class Below:
    """A sign and a matrix without a name, under a matrix of the row above and in the same columns."""

    sign: Sign
    name: Matrix
    under: Matrix


@dataclass(frozen=True)
class Card:
    """Signs and matrices in a row under a caption, and perhaps one more matrix below."""

    caption: str
    row: tuple[Sign | Shown, ...]
    below: Below | None = None


Strip = tuple[Card, ...]
PLUS, EQUALS, MINUS = Sign("+", 0.72, 1.3), Sign("=", 0.72, 1.3), Sign("-", 0.72, 1.3)
IS_THE_LOSS = Sign("=", 0.72, 1.3, equates=Matrix.loss)


def whole_worksheet(a: Fraction, hidden: frozenset[Matrix]) -> tuple[Strip, ...]:
    """All equations that the view shows: forward, loss, backward with the update beside it, ∂L/∂x."""
    forward = Card(
        "FORWARD",
        (Shown(Matrix.x), Shown(Matrix.w), PLUS, Shown(Matrix.b, has_ghost_rows=True), EQUALS, Shown(Matrix.y_hat)),
    )
    loss = Card(
        "LOSS",
        (
            Sign(r"\hat{\mathbf{y}}-", 1.65),
            Shown(Matrix.y),
            EQUALS,
            Shown(Matrix.error),
            _loss(a),
            IS_THE_LOSS,
            Shown(Matrix.loss),
        ),
    )
    backward = Card(
        "BACKWARD",
        (Shown(X_TRANSPOSED), Shown(Matrix.dL_dy_hat), EQUALS, Shown(Matrix.dL_dw)),
        Below(_SUM_OF_COLUMNS, Matrix.dL_db, under=Matrix.dL_dy_hat),
    )
    update = Card(
        "UPDATE",
        (Shown(Matrix.w_next),),
        Below(_NEW_B, Matrix.b_next, under=Matrix.w_next),
    )
    of_x = Card("BACKWARD TO x", (_OF_X, Shown(W_TRANSPOSED), EQUALS, Shown(Matrix.dL_dx)))
    strips: list[Strip] = [(forward,), (loss,)]
    strips.append((backward,) if Matrix.w_next in hidden else (backward, update))
    if Matrix.dL_dx not in hidden:
        strips.append((of_x,))
    return tuple(strips)


def focused_worksheet(equation: Matrix, a: Fraction) -> tuple[Strip, ...]:
    """The equation at work, alone."""
    match equation:
        case Matrix.y_hat:
            row: tuple[Sign | Shown, ...] = (
                Shown(Matrix.x),
                Shown(Matrix.w),
                PLUS,
                Shown(Matrix.b, has_ghost_rows=True),
                EQUALS,
                Shown(Matrix.y_hat),
            )
        case Matrix.error:
            row = (Shown(Matrix.y_hat), MINUS, Shown(Matrix.y), EQUALS, Shown(Matrix.error))
        case Matrix.loss:
            row = (Shown(Matrix.error), _loss(a), IS_THE_LOSS, Shown(Matrix.loss))
        case Matrix.dL_dy_hat:
            row = (Shown(Matrix.error), _times(2 * a), Shown(Matrix.dL_dy_hat))
        case Matrix.dL_dw:
            row = (Shown(X_TRANSPOSED), Shown(Matrix.dL_dy_hat), EQUALS, Shown(Matrix.dL_dw))
        case Matrix.dL_dx:
            row = (Shown(Matrix.dL_dy_hat), Shown(W_TRANSPOSED), EQUALS, Shown(Matrix.dL_dx))
        case Matrix.w_next:
            row = (Shown(Matrix.w), _MINUS_ETA, Shown(Matrix.dL_dw), EQUALS, Shown(Matrix.w_next))
        case Matrix.b_next:
            row = (Shown(Matrix.b), _MINUS_ETA, Shown(Matrix.dL_db), EQUALS, Shown(Matrix.b_next))
        case Matrix.dL_db:
            below = Below(_SUM_OF_COLUMNS, Matrix.dL_db, under=Matrix.dL_dy_hat)
            return ((Card("", (Shown(Matrix.dL_dy_hat),), below),),)
        case _:
            raise KeyError(equation)
    return ((Card("", row),),)


_SUM_OF_COLUMNS = Sign(r"\Sigma\!\downarrow\;\;\frac{\partial L}{\partial \mathbf{b}}\;=", 5.09, 0.8)
_NEW_B = Sign(r"\mathbf{b}-\eta\frac{\partial L}{\partial \mathbf{b}}", 3.92, 0.68)
_OF_X = Sign(r"\frac{\partial L}{\partial \hat{\mathbf{y}}}", 1.35, 0.9)
_MINUS_ETA = Sign(r"-\;\eta", 1.67, 1.2)
_BEFORE_THE_FACTOR, _BEFORE_A_WHOLE_FACTOR, _BEFORE_THE_SUM = 2.71, 2.5, 2.74
_BESIDE_A_FRACTION, _WIDTH_OF_SUM = 0.444, 0.55


def _loss(a: Fraction) -> Sign:
    squares = r"\Sigma\,(\hat{\mathbf{y}}-\mathbf{y})^2"
    width = width_of_factor(a)
    left = _BEFORE_THE_FACTOR if a.denominator > 1 else _BEFORE_A_WHOLE_FACTOR if a != 1 else _BEFORE_THE_SUM
    right = left + (width - _BESIDE_A_FRACTION if a.denominator > 1 else width if a != 1 else _WIDTH_OF_SUM)
    latex = rf"L\,=\,{factor_latex(str(a))}\,{squares}"
    return Sign(latex, 7.1 + width, factor=(left, right))


def _times(factor: Fraction) -> Sign:
    if factor == 1:
        return EQUALS
    return Sign(rf"\cdot\;{factor_latex(str(factor))}=", 2.22 + width_of_factor(factor))


def width_of_factor(factor: Fraction) -> float:
    """The width of a factor before a sum, typeset at a size of 1."""
    digits = 0.495 * max(len(str(factor.numerator)), len(str(factor.denominator)))
    if factor.denominator == 1:
        return 0.0 if factor == 1 else digits
    return digits + _BESIDE_A_FRACTION
