"""Setting the start in the landscape: one press, or one drag, is one edit, and can be taken back whole."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from bpgui.core.cells import Matrix
from bpgui.core.equations import Stage
from bpgui.core.inputs import Float64, InputMatrix, NotFiniteError
from bpgui.core.numbers import LARGEST
from bpgui.session.landscape import Landscape
from bpgui.session.session import TOO_LARGE_TO_START_FROM, Session

_FURTHER_DIGITS = 2
_MOST_DECIMALS = 300


def neat(value: float, pixel: float) -> Fraction:
    """A value rounded to the decimals that a pixel warrants: to the largest power of ten that isn't wider than it."""
    exponent = _power_within(pixel)
    return round(Fraction(value) / exponent) * exponent


def neat_step(pixel: float) -> Fraction:
    """The smallest of 1, 2, 5, 10, … times a power of ten that moves by a pixel at least."""
    power = _power_within(pixel)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= Fraction(pixel) * Fraction(999, 1000))


class StartDrag:
    """The start in a person's hand, from where it is taken at one iteration.

    The two parameters of the axes get the values that are given, and all others keep those that they have at the
    moment at which it begins, which are then those of t = 0. Along principal directions all of w and b change. The
    loss of the new start is known, as that was of which the contours are.
    """

    def __init__(self, session: Session, landscape: Landscape) -> None:
        """Take hold. Raises NotFiniteError where w and b are too large to be started from."""
        self._session = session
        self._landscape = landscape
        document = session.document
        if session.iteration == 0:
            self._parameters = document.w, document.b
        else:
            try:
                self._parameters = session.course.parameters_as_inputs(session.iteration)
            except NotFiniteError as error:
                raise NotFiniteError(TOO_LARGE_TO_START_FROM) from error
        self._before = session.course, session.history, session.new_entries
        self._whereabouts = session.whereabouts
        self._standing = session.standing
        self._latest = session.course
        self._has_moved = False

    @property
    def is_latest(self) -> bool:
        """Whether nothing but this has changed the document since."""
        return self._session.course is self._latest

    def move_to(self, across: Fraction, up: Fraction, pixel: tuple[float, float]) -> None:
        """Let descent start where the coordinates are these; a pixel is so much of each. Raises NotFiniteError."""
        if not self.is_latest:
            return
        if max(abs(across), abs(up)) > LARGEST:
            raise NotFiniteError("This is beyond ±1e50, too large to start from: go back in time, or press 0.")
        w, b = self._moved(across, up, pixel)
        session = self._session
        if session.iteration == 0 and w.same_as(session.document.w) and b.same_as(session.document.b):
            return
        session.start_from(w, b, continues=self._has_moved)
        if not session.is_forward_complete:  # or the landscape would be gone from under the hand
            loss_is_known = session.timeline.end_of_stage(0, Stage.forward, Stage.loss)
            session.be_again(session.whereabouts._replace(position=loss_is_known))
        self._has_moved = True
        self._latest = session.course

    def take_back(self) -> None:
        """As if nothing had been moved: the document, the iteration and the curve before are there again."""
        if not self._has_moved or not self.is_latest:
            return
        session = self._session
        session.course, session.history, session.new_entries = self._before
        session.stand(self._standing)
        session.be_again(self._whereabouts)
        self._latest, self._has_moved = session.course, False

    def _moved(self, across: Fraction, up: Fraction, pixel: tuple[float, float]) -> tuple[InputMatrix, InputMatrix]:
        w, b = self._parameters
        landscape = self._landscape
        if landscape.axes is not None:
            for axis, value in zip(landscape.axes, (across, up), strict=True):
                if axis.matrix is Matrix.w:
                    w = w.with_block(axis.row, axis.column, InputMatrix.from_rows(axis.matrix, [[value]]))
                else:
                    b = b.with_block(axis.row, axis.column, InputMatrix.from_rows(axis.matrix, [[value]]))
            return w, b
        plane, here = landscape.plane, landscape.here
        assert plane is not None
        assert here is not None
        by = (float(across) - here[0]) * plane.across.matrix + (float(up) - here[1]) * plane.up.matrix
        return (
            InputMatrix.from_array(Matrix.w, _rounded(w.values + by[:-1], min(pixel))),
            InputMatrix.from_array(Matrix.b, _rounded(b.values + by[-1:], min(pixel))),
        )


def _power_within(pixel: float) -> Fraction:
    exponent = math.floor(math.log10(pixel) + 1e-9)
    return Fraction(10) ** max(exponent, -_MOST_DECIMALS)


def _rounded(values: Float64, pixel: float) -> Float64:
    """Decimals that a person could have typed, and so many that the eye doesn't see what is left out."""
    decimals = _FURTHER_DIGITS - math.floor(math.log10(pixel))
    rounded: Float64 = np.round(values, min(max(decimals, 0), 15))
    return rounded
