"""The four loss conventions side by side: how L, the gradients, the bound and η rescale between them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.notation import factor_latex
from bpgui.core.numbers import Number, decimals_for, format_number
from bpgui.session.document import equivalent_learning_rate
from bpgui.session.fact_numbers import longest_value
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session

NOT_KNOWN = "not yet"
"""What stands for a number that the position doesn't know."""

_LOSS = Cell(Matrix.loss, 0, 0)
_LEAST_DECIMALS_OF_A_RATE = 3
_USED_BY = {
    LossConvention.per_example: "the course note",
    LossConvention.per_entry: "PyTorch: mean over all entries",
    LossConvention.half_per_example: "many courses: half the mean",
    LossConvention.sum_of_squares: "least squares: the plain sum",
}


@dataclass(frozen=True)
class ConventionRow:
    """One convention, in texts. Numbers have their = or ≈ before them; `loss` is NOT_KNOWN until L is.

    `a` is the factor of L here; `gradients` is what all gradients are multiplied by, compared with the chosen
    convention; `learning_rate` is the η with which w and b go as they do now.
    """

    convention: LossConvention
    is_chosen: bool
    formula: str
    latex: str
    used_by: str
    a: str
    loss: str
    gradients: str
    bound: str
    learning_rate: str

    @property
    def in_words(self) -> str:
        """For a person who listens."""
        return f"{self.formula}, {self.used_by}{', chosen' if self.is_chosen else ''}"


def conventions(session: Session, screen: Screen) -> tuple[ConventionRow, ...]:
    """All four; `screen` is the session's screen."""
    return tuple(_row(session, screen, convention) for convention in LossConvention)


def why_it_matters(session: Session) -> str:
    """Why people trip over this, in sentences with this network's own numbers."""
    K = session.document.shape.K
    said = "The factor before Σ moves no optimum, but it multiplies L, all gradients and so every step of descent."
    if K == 1:
        return (
            f"{said} PyTorch’s mean is over the K entries of each example too: its gradients are K times smaller than "
            "the note’s, and the same η trains K times slower. Here K = 1, and the two are the same."
        )
    return (
        f"{said} PyTorch’s mean is over the K = {K} entries of each example too: its gradients are {K} times smaller "
        f"than the note’s, and the same η trains {K} times slower. With {K} times the η it goes exactly the same way."
    )


def _row(session: Session, screen: Screen, convention: LossConvention) -> ConventionRow:
    document = session.document
    a = convention.a(document.shape)
    ratio = a / document.network.a
    letters = convention.value
    factor = "" if letters == "1" else f"({letters}) "
    squares = r"\Sigma\,(\hat{\mathbf{y}}-\mathbf{y})^2"
    return ConventionRow(
        convention=convention,
        is_chosen=convention is document.convention,
        formula=f"L = {factor}Σ (ŷ − y)²",
        latex=rf"L\,=\,{factor_latex(letters)}\,{squares}",
        used_by=_USED_BY[convention],
        a=str(a),
        loss=_loss(screen, ratio),
        gradients=f"× {ratio}",
        bound=_bound(session, screen, ratio),
        learning_rate=_written(equivalent_learning_rate(document, convention), screen, _LEAST_DECIMALS_OF_A_RATE),
    )


def _loss(screen: Screen, ratio: Fraction) -> str:
    """L of the same errors, if L is known."""
    if screen.knowledge(_LOSS) is not Knowledge.known:
        return NOT_KNOWN
    if screen.shown_cell(_LOSS).text.startswith("<"):
        rounding = screen.course.descent.curve.rounding * float(ratio)
        return f"< {format_number(rounding, 1).text}"
    loss = screen.number(_LOSS)
    assert loss is not None
    return _written(loss * ratio if isinstance(loss, Fraction) else loss * float(ratio), screen)


def _bound(session: Session, screen: Screen, ratio: Fraction) -> str:
    if not session.course.is_solved:
        return NOT_KNOWN
    return _written(session.course.descent.learning_rate_limit / float(ratio), screen)


def _written(number: Number, screen: Screen, least_decimals: int = 0) -> str:
    digits = decimals_for(float(number), max(screen.view.digits, least_decimals))
    shown = format_number(number, digits, longest_value(screen.view.digits), screen.view.fractions)
    return f"{shown.equals} {shown.text}"
