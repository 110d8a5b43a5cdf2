"""What the facts are made of: the numbers themselves, as far as they may be known now, and how they are shown."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.descent import Descent
from bpgui.core.equations import Array, LossConvention
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import Number, Shown, decimals_for, format_number, grouped
from bpgui.session.course import LAST_ITERATION
from bpgui.session.loss_words import distance_text, rounding_text
from bpgui.session.rates import rate_marks
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session

ENOUGH, NEARLY_ALL = 0.01, 0.0001
"""Shares of the excess loss L − L* at the start."""

_LOSS = Cell(Matrix.loss, 0, 0)
_LONGEST = 10


def longest_value(digits: int) -> int:
    """How many characters a value has at most, with so many decimals."""
    return max(_LONGEST, digits + 5)


class FactNumbers:
    """Worked out when they are asked for; None where they can't be known yet, or where there is no such number."""

    def __init__(self, session: Session, screen: Screen) -> None:
        self._session, self._screen = session, screen
        self.shape: Shape = session.document.shape
        self.convention: LossConvention = session.document.convention
        self.learning_rate: Fraction = session.document.learning_rate
        self.iteration = session.iteration
        self.is_solved = session.course.is_solved
        self._found: dict[tuple[float, bool], int | None] = {}

    # --- how they are shown

    def shown(self, number: Number | None) -> Shown | None:
        """A number with the chosen decimals; below 1 with so many that as many of its figures are seen."""
        if number is None:
            return None
        view = self._screen.view
        return format_number(
            number, decimals_for(float(number), view.digits), longest_value(view.digits), view.fractions
        )

    def said(self, number: Number) -> str:
        """A number in a sentence: "about 0.28", or 0.25 where that is all of it."""
        shown = self.shown(number)
        assert shown is not None
        return f"about {shown.text}" if shown.rounded else shown.text

    # --- of the data

    @cached_property
    def _descent(self) -> Descent | None:
        return self._session.course.descent if self.is_solved else None

    @cached_property
    def curve(self) -> LossCurve | None:
        """The loss over iterations."""
        return None if self._descent is None else self._descent.curve

    @property
    def rank(self) -> int | None:
        """How many columns of [x 1] are independent of each other."""
        return None if self._descent is None else self._descent.factorisation.rank

    @property
    def flat_directions(self) -> int:
        """How many of the D + 1 curvatures are 0."""
        assert self.rank is not None
        return self.shape.D + 1 - self.rank

    @property
    def steepest(self) -> float | None:
        """λ_max."""
        return None if self.curve is None else float(self.curve.curvature[0])

    @property
    def flattest(self) -> float | None:
        """λ_min, of those that aren't 0."""
        return None if self.curve is None else float(self.curve.curvature[-1])

    @property
    def condition(self) -> float | None:
        """λ_max / λ_min."""
        return None if self.steepest is None or self.flattest is None else self.steepest / self.flattest

    @property
    def bound(self) -> float | None:
        """2/λ_max."""
        return None if self._descent is None else self._descent.learning_rate_limit

    @property
    def side_of_bound(self) -> str:
        """Where η lies: within the bound, on it, or past it; empty while the bound isn't known."""
        marks = rate_marks(self._session)
        return "" if marks is None else marks.side(self.learning_rate)

    @property
    def best_rate(self) -> float | None:
        """2/(λ_max + λ_min)."""
        return None if self._descent is None else self._descent.best_learning_rate

    # --- of descent

    @cached_property
    def best_curve(self) -> LossCurve | None:
        """The loss over iterations at the best learning rate."""
        return None if self.curve is None or self.best_rate is None else self.curve.at_rate(self.best_rate)

    def first_iteration(self, share: float, at_best: bool) -> int | None:
        """The first iteration whose excess loss is such a share of the start's, or less; None if there is none."""
        curve = self.best_curve if at_best else self.curve
        if curve is None:
            return None
        if (share, at_best) not in self._found:
            self._found[share, at_best] = curve.first_with_excess(share)
        return self._found[share, at_best]

    def iterations(self, share: float, at_best: bool) -> Shown | None:
        """The same as it is shown."""
        found = self.first_iteration(share, at_best)
        if found is None:
            return None
        if found > LAST_ITERATION:  # so far away that rounding may move it
            return format_number(float(found), 1)
        return Shown(grouped(found), False)

    @property
    def excess_at_start(self) -> float | None:
        """L − L* at the start, if L was seen there."""
        is_seen = self.iteration > 0 or self.loss is not None
        return self.curve.excess(0) if self.curve is not None and is_seen else None

    @property
    def is_at_optimum_from_the_start(self) -> bool:
        """Whether descent starts where it would end."""
        return self.curve is not None and not self.curve.weight.any()

    # --- of now

    @property
    def loss(self) -> Shown | None:
        """L, if the position knows it."""
        if self._screen.knowledge(_LOSS) is not Knowledge.known:
            return None
        shown = self._screen.shown_cell(_LOSS)
        return shown if shown.text.startswith("<") else self.shown(self._screen.number(_LOSS))

    @property
    def optimal_loss(self) -> Shown | None:
        """L*: 0 where [x 1] reaches every y."""
        if self.curve is None:
            return None
        if self.reaches_every_target:
            return Shown("0", False)
        if self.curve.floor < self.curve.rounding:
            return Shown(rounding_text(self.curve), True)
        return self.shown(self.curve.floor)

    @property
    def reaches_every_target(self) -> bool:
        """Whether some w and b make ŷ = y, whatever y is: the rows of [x 1] are independent of each other."""
        return self.rank == self.shape.N

    @cached_property
    def gradient(self) -> Number | None:
        """‖∂L/∂w‖, if the position knows all of ∂L/∂w."""
        _, D, K = self.shape
        if self._screen.knowledge(Cell(Matrix.dL_dw, D - 1, K - 1)) is not Knowledge.known:
            return None
        moment = self._session.course.moment(self.iteration)
        return length(moment.exact.whole(Matrix.dL_dw) if moment.exact else moment.values.whole(Matrix.dL_dw))

    @property
    def distance(self) -> Shown | None:
        """‖W − W*‖, as the loss panel has it."""
        if self.curve is None:
            return None
        return Shown(distance_text(self.curve, self.iteration, self._screen.view.digits).removeprefix("≈ "), True)


def length(numbers: Array) -> Number:
    """The root of the sum of squares: exactly, where the numbers are exact and so is their root."""
    squares = sum(number * number for number in numbers.flat) if numbers.dtype == object else None
    if isinstance(squares, Fraction):
        root = Fraction(math.isqrt(squares.numerator), math.isqrt(squares.denominator))
        if root * root == squares:
            return root
    return math.hypot(*(float(number) for number in numbers.flat))
