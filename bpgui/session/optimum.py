"""The optimum w*, b* beside w and b of now: entry by entry, when it is asked for, and in sentences."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.descent import Descent
from bpgui.core.factorisation import EPSILON
from bpgui.core.inputs import Float64, InputMatrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import Number, format_in_cell, grouped, whole_text
from bpgui.session.course import NOT_READY
from bpgui.session.fact_numbers import FactNumbers
from bpgui.session.goals import GoalError, iteration_of_optimum
from bpgui.session.loss_words import DISTANCE
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import View

_AT_REST = "At w* and b* all gradients are 0, so that descent stays there."


class Which(Enum):
    """w and b of now, those at the optimum, or what the first are more."""

    now = "now"
    optimum = "optimum"
    difference = "difference"


class _OptimalParameters(NamedTuple):
    """w* and b*, and the rounding of their entries: what is nothing but that is 0."""

    w: Float64
    b: Float64
    rounding: float

    @classmethod
    def of(cls, descent: Descent) -> _OptimalParameters:
        found = descent.optimum()
        rounding = 4 * EPSILON * max(float(np.abs(each).max()) for each in (*found, descent.w, descent.b))
        w, b = (np.where(np.abs(each) > rounding, each, 0.0) for each in found)
        return cls(w, b, rounding)


class Optimum:
    """A snapshot of both; entries are worked out when they are looked at. Nothing of it is known while `is_known` is
    False, as the data are still being factorised."""

    def __init__(self, session: Session, screen: Screen) -> None:
        self._session, self._screen = session, screen
        self._numbers = FactNumbers(session, screen)

    @property
    def is_known(self) -> bool:
        """Whether the optimum can be told."""
        return self._numbers.is_solved

    @property
    def shape(self) -> Shape:
        """The size of the network."""
        return self._numbers.shape

    @property
    def view(self) -> View:
        """How numbers are written."""
        return self._screen.view

    # --- entries of w and b

    def text(self, which: Which, cell: Cell) -> str:
        """An entry as cells write it; empty while the optimum is not known."""
        number = self._number(which, cell)
        return "" if number is None else format_in_cell(number, self.view.digits, self.view.fractions).text

    def whole(self, which: Which, cell: Cell) -> str:
        """An entry with its name, as hovering shows it."""
        number = self._number(which, cell)
        if number is None:
            return ""
        whole = whole_text(number, self.view.fractions)
        return f"{self.name(which, cell)} {whole if whole.startswith('≈') else f'= {whole}'}"

    def name(self, which: Which, cell: Cell) -> str:
        """What an entry is called: w₁₂, w*₁₂, w₁₂ − w*₁₂."""
        now = cell_symbol(cell)
        optimal = now.replace(cell.matrix.value, f"{cell.matrix.value}*", 1)
        return {Which.now: now, Which.optimum: optimal, Which.difference: f"{now} − {optimal}"}[which]

    def _number(self, which: Which, cell: Cell) -> Number | None:
        now = self._screen.number(cell)
        if which is Which.now or now is None or not self.is_known:
            return now if which is Which.now else None
        w, b = self._parameters
        optimal = float((w if cell.matrix is Matrix.w else b)[cell.row, cell.column])
        if which is Which.optimum:
            return optimal
        difference = float(now) - optimal
        return difference if abs(difference) > self._rounding else 0.0

    @property
    def _parameters(self) -> tuple[Float64, Float64]:
        return self._known.w, self._known.b

    @cached_property
    def _known(self) -> _OptimalParameters:
        return _OptimalParameters.of(self._session.course.descent)

    @property
    def _rounding(self) -> float:
        # the rounding of x and y grows by s_max / s_min on the way to W: nearer than that, now and optimum are the same
        return self._known.rounding * self._session.course.descent.factorisation.condition

    # --- sentences

    @property
    def lowest_loss(self) -> str:
        """L*."""
        shown = self._numbers.optimal_loss
        if shown is None:
            return NOT_READY
        value = shown.text if shown.text.startswith("<") else f"{shown.equals} {shown.text}"
        return f"The lowest loss is L* {value}: no w and b make it lower."

    @property
    def how_many(self) -> str:
        """That the gradients are 0 there; and whether it is the only one, or else which one it is."""
        if self._numbers.rank is None:
            return ""
        columns = grouped(self._numbers.shape.D + 1)
        if self._numbers.flat_directions == 0:
            return f"{_AT_REST} No other w and b have this loss: all {columns} columns of [x 1] are independent."
        independent = "one is" if self._numbers.rank == 1 else f"{grouped(self._numbers.rank)} are"
        return (
            f"{_AT_REST} Many w and b have this loss, as only {independent} independent of the {columns} columns of "
            "[x 1]. These are the ones nearest to the start, to which descent tends."
        )

    @property
    def how_far(self) -> str:
        """How far w and b of now are from it."""
        shown = self._numbers.distance
        if shown is None:
            return ""
        here = f"At iteration {grouped(self._numbers.iteration)} w and b are "
        if shown.text.startswith("<"):
            return f"{here}there, as far as numbers of 16 digits tell."
        sign = "" if shown.text.startswith(">") else "≈ "
        return f"{here}{DISTANCE} {sign}{shown.text} away from it."

    @property
    def why_no_jump(self) -> str:
        """Why descent can't be followed to the optimum; empty if it can."""
        if self._numbers.curve is None:
            return NOT_READY
        try:
            iteration_of_optimum(self._numbers.curve)
        except GoalError as error:
            return str(error)
        return ""

    @property
    def is_the_start(self) -> bool:
        """Whether descent starts at just these w and b."""
        document = self._session.document
        w, b = self._parameters
        return np.array_equal(document.w.values, w) and np.array_equal(document.b.values, b)


def start_from_optimum(session: Session) -> None:
    """Let descent start from w* and b*. Raises NotFiniteError where they are beyond what may be typed."""
    known = _OptimalParameters.of(session.course.descent)
    session.start_from(InputMatrix.from_array(Matrix.w, known.w), InputMatrix.from_array(Matrix.b, known.b))
