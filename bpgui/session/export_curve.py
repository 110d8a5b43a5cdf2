"""The loss over iterations as a table: t, L, the distance to the optimum and the norm of the gradient.

Nothing ahead of the furthest iteration is told, unless the curve is predicted on screen too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import format_number, grouped
from bpgui.session.course import LAST_ITERATION, NOT_READY, Course
from bpgui.session.export_numbers import Fields
from bpgui.session.loss_readout import LossReadout
from bpgui.session.sampling import sampled

MOST_ROWS = 1_000_000
"""A table has at most so many rows: about as many as a spreadsheet takes."""
POINTS_AS_DRAWN = 2000
"""As many points as a drawn curve is made of."""

HEADING = ("t", "L", "distance_to_optimum", "gradient_norm")
_LOSS = Cell(Matrix.loss, 0, 0)
_ROWS_IN_A_CHUNK = 2000


class CurveError(ValueError):
    """What can't be exported; the text is a sentence for a person."""


@dataclass(frozen=True)
class CurveRows:
    """Which iterations: from first to last, every so many; or, `as_drawn`, so many as a drawn curve has points,
    spaced evenly, or on a logarithmic axis."""

    first: int
    last: int
    step: int = 1
    as_drawn: bool = False
    in_log: bool = False

    def iterations(self) -> Float64:
        """The iterations, as whole numbers in float64. Raises CurveError."""
        if self.first > self.last:
            raise CurveError(
                f"The last iteration, {grouped(self.last)}, comes before the first, {grouped(self.first)}."
            )
        if self.as_drawn:
            return sampled(self.first, self.last, POINTS_AS_DRAWN, self.in_log)
        count = (self.last - self.first) // self.step + 1
        if count > MOST_ROWS:
            least = math.ceil((self.last - self.first + 1) / MOST_ROWS)
            raise CurveError(
                f"That would be {grouped(count)} rows, and {grouped(MOST_ROWS)} is the limit: "
                f"take one iteration in {grouped(least)}, or a shorter range, or the curve as drawn."
            )
        return np.arange(self.first, self.last + 1, self.step, dtype=np.float64)


def last_that_may_be_told(readout: LossReadout) -> int:
    """The last iteration of the curve that may be exported. Raises CurveError where none may."""
    if not readout.is_solved:
        raise CurveError(NOT_READY)
    if readout.known is None or readout.curve is None:
        raise CurveError("The loss is not known yet: go forward first.")
    if readout.predicts:
        return LAST_ITERATION if readout.ends_at is None else readout.ends_at
    # what was gone to is known, but for an iteration under way, whose loss is still to come
    return readout.furthest if readout.furthest > readout.iteration else readout.known


def proposed_last(readout: LossReadout) -> int:
    """The iteration up to which one would export: what has been gone to. Raises CurveError."""
    return min(max(readout.known or 0, readout.furthest), last_that_may_be_told(readout))


def exact_losses(course: Course, iterations: Float64) -> dict[int, float]:
    """The floats nearest to L, for those of the first iterations that are known in fractions, as their cells are."""
    found = {}
    for t in map(int, iterations):
        if course.why_in_decimals(t):
            break
        found[t] = float(course.moment(t).number(_LOSS))
    return found


def curve_table(curve: LossCurve, iterations: Float64, fields: Fields, exact: Mapping[int, float]) -> Iterator[str]:
    """The table, in chunks; `exact`: what L is at some iterations, better known than by the curve.

    A field is empty where nothing but rounding is left, or the number leaves float64.
    """
    exactly = dict(zip(exact, fields.numbers(exact.values()), strict=True))

    def losses(t: Float64) -> list[str]:
        by_curve = _texts(fields, curve.losses(t), curve.rounding)
        return [exactly.get(at, text) for at, text in zip(t.tolist(), by_curve, strict=True)]

    yield fields.line(HEADING)
    for start in range(0, len(iterations), _ROWS_IN_A_CHUNK):
        t = iterations[start : start + _ROWS_IN_A_CHUNK]
        columns = (
            losses(t),
            _texts(fields, curve.distances(t), curve.distance_rounding),
            _texts(fields, curve.gradient_norms(t), curve.gradient_rounding),
        )
        yield "".join(fields.line(row) for row in zip(map(str, t.astype(np.int64).tolist()), *columns, strict=True))


def curve_note(readout: LossReadout) -> str:
    """What a person should know of the table."""
    curve = readout.curve
    if curve is None:
        return ""
    last = last_that_may_be_told(readout)
    far = "as far as is predicted" if readout.predicts else "the furthest that was gone to"
    which = f"Iterations 0 to {grouped(last)} can be had, {far}" if last else "Only iteration 0 is known so far"
    return (
        f"{which}; at most {grouped(MOST_ROWS)} rows at once. A loss below {format_number(curve.rounding, 0).text} is "
        "nothing but rounding, and its field is empty; so are such distances and norms."
    )


def _texts(fields: Fields, values: Float64, rounding: float) -> list[str]:
    is_told = (np.isfinite(values) & (values >= rounding)).tolist()
    return [text if told else "" for text, told in zip(fields.numbers(values.tolist()), is_told, strict=True)]
