"""The course of descent from one document: the values of every matrix at any iteration.

Up to a stated budget they are worked out in fractions, iteration by iteration from the start, so that every number is
exact. Beyond it float64 takes over: the solved descent gives w and b of any iteration, and the equations the rest. For
data so large that solving takes a while, iterations advance by the equations, and w and b of each are kept, until the
factorisation is there.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.check import CentralDifference, central_difference
from bpgui.core.descent import Descent
from bpgui.core.equations import Array
from bpgui.core.exact_descent import ExactDescent
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64, InputMatrix
from bpgui.core.numbers import Number, Shown, grouped
from bpgui.core.values import Progress, Values
from bpgui.session.document import Document

LAST_ITERATION = 10**9
"""The last iteration that the program shows."""

EXACT_PRODUCTS = 3000
"""Fractions are used while a forward pass has at most so many products ..."""
EXACT_PRODUCTS_TO_GET_THERE = 1500
"""... the iterations from the start to the one shown have at most so many together ..."""
EXACT_DIGITS = 60
"""... and numerators and denominators at most so many digits."""

LARGE = 2_000_000
"""A network with more products than this in a forward pass is worked out off the window's thread ..."""
LARGE_TO_SOLVE = 200_000_000
"""... and so is one that takes more than this to factorise: N (D + 1) min(N, D + 1)."""

_LARGEST_STEPPED_TO = 1e90
"""Up to here w and b, and inputs up to 1e50, make nothing that leaves float64."""

_KEPT_MOMENTS = 6


NOT_READY = "The course of descent is not worked out yet; iterations can be stepped through one by one."


class NotReadyError(Exception):
    """An iteration of large data that can't be reached before the factorisation is there."""


class Moment:
    """The values of all matrices at one iteration: exact where that is within the budget, else in float64."""

    def __init__(self, values: Values, exact: Values | None, loss_rounding: float) -> None:
        self.values = values
        self.exact = exact
        self.loss_rounding = loss_rounding
        self._running: tuple[Cell, Array, Array] | None = None
        self._central_differences: dict[Cell, CentralDifference] = {}
        self.texts: dict[tuple[Cell, int, bool], str] = {}
        """How cells were written last time, at so many decimals or as fractions: what a screen has once worked out."""
        self.shown: dict[tuple[Cell, int, bool], Shown] = {}
        """The same for sentences and derivations."""

    def number(self, cell: Cell) -> Number:
        """The value of a cell."""
        return self.values[cell] if self.exact is None else self.exact[cell]

    def central_difference(self, cell: Cell) -> CentralDifference:
        """The central difference of L in a cell, with h = 1: worked out once."""
        if cell not in self._central_differences:
            self._central_differences[cell] = central_difference(self.exact or self.values, cell)
        return self._central_differences[cell]

    def partial_sum(self, entry: Cell, count: int) -> Number:
        """The sum of the first terms of an entry."""
        if count == self.values.network.terms_per_entry(entry.matrix):
            return self.number(entry)
        return number_of(self.running_sums(entry, count)[1][-1])

    def sum_of_terms(self, entry: Cell) -> Number:
        """An entry as what its terms add up to, whatever its own equation says."""
        return number_of(self.running_sums(entry, self.values.network.terms_per_entry(entry.matrix))[1][-1])

    def running_sums(self, entry: Cell, count: int) -> tuple[Array, Array]:
        """The values of the first terms of an entry, and the sum after each: of one entry they are kept."""
        if self._running is None or self._running[0] != entry:
            values = (self.exact or self.values).term_values(entry)
            self._running = entry, values, np.add.accumulate(values)
        _, values, sums = self._running
        return values[:count], sums[:count]

    def is_lost_in_rounding(self, cell: Cell) -> bool:
        """Whether a cell is the loss, and so small that float64 tells nothing of it."""
        return cell.matrix is Matrix.loss and self.exact is None and self.number(cell) < self.loss_rounding


class Course:
    """All iterations of one document. Values are made when they are asked for; the few latest are kept."""

    def __init__(self, document: Document, factorisation: Factorisation | None = None, furthest: int = 0) -> None:
        self.document = document
        self.furthest = furthest
        self.products = document.shape.N * (document.shape.D + 1) * document.shape.K
        self._descent: Descent | None = None
        self._moments: dict[int, Moment] = {}
        self._exact: ExactDescent | None = None
        self._stepped = [(document.w.values, document.b.values)]
        if factorisation is not None:
            self.solve_with(factorisation)

    def followed_by(self, document: Document, keeps_data: bool, starts_anew: bool) -> Course:
        """The course of an edited document. Where x and y are the same, so is their factorisation."""
        factorisation = self._descent.factorisation if self._descent is not None and keeps_data else None
        return Course(document, factorisation, 0 if starts_anew else self.furthest)

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be solved while a person waits."""
        N, D, _ = self.document.shape
        return self.products > LARGE or N * (D + 1) * min(N, D + 1) > LARGE_TO_SOLVE

    @property
    def is_solved(self) -> bool:
        """Whether any iteration can be reached at once."""
        return self._descent is not None or not self.is_large

    @property
    def descent(self) -> Descent:
        """Gradient descent, solved. Raises NotReadyError for large data without a factorisation."""
        if self._descent is None:
            if self.is_large:
                raise NotReadyError(NOT_READY)
            self.solve_with(self.factorise())
        assert self._descent is not None
        return self._descent

    def factorise(self, progress: Progress = lambda done: None) -> Factorisation:
        """The dear part of solving, fit to be done on another thread."""
        return Factorisation.of(self.document.x.values, self.document.y.values, progress)

    def solve_with(self, factorisation: Factorisation) -> None:
        """Take a factorisation of this document's x and y."""
        document = self.document
        self._descent = Descent(
            factorisation,
            document.w.values,
            document.b.values,
            float(document.learning_rate),
            document.convention,
        )
        for moment in self._moments.values():
            moment.loss_rounding = self._descent.curve.rounding

    @property
    def last_iteration(self) -> int:
        """The last iteration that can be shown: all of its values are finite."""
        if not self.is_solved:
            return LAST_ITERATION
        last = self.descent.last_finite_iteration
        return LAST_ITERATION if last is None else min(last, LAST_ITERATION)

    @property
    def diverges(self) -> bool:
        """Whether time ends because the values leave float64."""
        return self.is_solved and self.descent.last_finite_iteration is not None

    def is_within_reach(self, iteration: int) -> bool:
        """Whether an iteration can be shown without first solving large data."""
        if self.is_solved:
            return True
        try:
            self.parameters(iteration)
        except NotReadyError:
            return False
        return True

    def parameters(self, iteration: int) -> tuple[Float64, Float64]:
        """w and b at an iteration, in float64. Raises NotReadyError or TimeEndsError."""
        if not self.is_solved:
            self._step_to(iteration)
        if iteration < len(self._stepped):
            return self._stepped[iteration]
        return self.descent.parameters(iteration)

    def _step_to(self, iteration: int) -> None:
        if iteration > self.furthest + 1:
            raise NotReadyError(NOT_READY)
        for t in range(len(self._stepped), iteration + 1):
            before = self.moment(t - 1).values
            w, b = before.whole(Matrix.w_next), before.whole(Matrix.b_next)
            if max(np.abs(w).max(), np.abs(b).max()) > _LARGEST_STEPPED_TO:
                raise NotReadyError(NOT_READY)
            self._stepped.append((w, b))

    def moment(self, iteration: int) -> Moment:
        """The values at an iteration. Raises NotReadyError or TimeEndsError."""
        if iteration not in self._moments:
            exactly = self._exact_parameters(iteration)
            w, b = (_floats(exactly[0]), _floats(exactly[1])) if exactly else self.parameters(iteration)
            given = {
                Matrix.x: self.document.x.values,
                Matrix.w: w,
                Matrix.b: b,
                Matrix.y: self.document.y.values,
            }
            rounding = self.descent.curve.rounding if self.is_solved else 0.0
            values = Values(self.document.network, given, by_blocks=self.is_large, in_one_pass=self.is_large)
            exact = self._exact_values(*exactly) if exactly else None
            self._moments[iteration] = Moment(values, exact, rounding)
        kept = self._moments.pop(iteration)
        self._moments[iteration] = kept
        while len(self._moments) > _KEPT_MOMENTS:
            del self._moments[next(iter(self._moments))]
        return kept

    def loss(self, iteration: int) -> float:
        """L at an iteration, in float64."""
        if self.is_solved:
            return self.descent.loss(iteration)
        return float(self.moment(iteration).number(Cell(Matrix.loss, 0, 0)))

    def why_in_decimals(self, iteration: int) -> str:
        """Why the numbers of an iteration are known in decimals only; empty where they are known exactly."""
        if self._exact_parameters(iteration) is not None:
            return ""
        if self.products > EXACT_PRODUCTS:
            return (
                f"Numbers are decimals here: the forward pass has {grouped(self.products)} products, and fractions "
                f"are kept up to {grouped(EXACT_PRODUCTS)}."
            )
        last = EXACT_PRODUCTS_TO_GET_THERE // self.products
        if iteration > last:
            return f"Numbers are decimals here: with a network of this size, fractions are kept up to iteration {last}."
        return f"Numbers are decimals here: as fractions, w and b would by now have more than {EXACT_DIGITS} digits."

    def parameters_as_inputs(self, iteration: int) -> tuple[InputMatrix, InputMatrix]:
        """w and b at an iteration, exactly as they are shown, to start anew from."""
        exactly = self._exact_parameters(iteration)
        if exactly is not None:
            w_rows, b_rows = ([list(row) for row in each] for each in exactly)
            return InputMatrix.from_rows(Matrix.w, w_rows), InputMatrix.from_rows(Matrix.b, b_rows)
        w, b = self.parameters(iteration)
        return InputMatrix.from_array(Matrix.w, w), InputMatrix.from_array(Matrix.b, b)

    def _exact_parameters(self, iteration: int) -> tuple[Array, Array] | None:
        if self.products > EXACT_PRODUCTS or self.products * iteration > EXACT_PRODUCTS_TO_GET_THERE:
            return None
        if self._exact is None:
            x, y, w, b = (self.document.matrix(m).fractions for m in (Matrix.x, Matrix.y, Matrix.w, Matrix.b))
            network = self.document.exact_network
            self._exact = ExactDescent(x, y, w, b, 2 * network.a * Fraction(network.learning_rate), EXACT_DIGITS)
        return self._exact.parameters(iteration)

    def _exact_values(self, w: Array, b: Array) -> Values:
        document = self.document
        given = {Matrix.x: document.x.fractions, Matrix.w: w, Matrix.b: b, Matrix.y: document.y.fractions}
        return Values(document.exact_network, given, by_blocks=False)


def number_of(value: Fraction | int | np.float64) -> Number:
    """An entry of an array as a number: a Fraction or a float."""
    return Fraction(value) if isinstance(value, Fraction | int) else float(value)


def _floats(fractions: np.ndarray) -> Float64:
    values: Float64 = np.array([[float(f) for f in row] for row in fractions])
    values.flags.writeable = False
    return values
