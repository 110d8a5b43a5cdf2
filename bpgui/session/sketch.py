"""What a small picture of a document shows: its points, or its matrices, and how the loss falls from its start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.descent import Descent
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64
from bpgui.session.document import Document

_MOST_POINTS, _MOST_LINES = 200, 8
_FALLEN, _LONGEST, _SHORTEST = 0.01, 400, 12
"""The curve is drawn until so little of the loss above its floor is left, within so many iterations."""


class SketchPoint(NamedTuple):
    """An example: where it is, and its class, counted from 0; None where y is a height."""

    across: float
    up: float
    kind: int | None


class SketchLine(NamedTuple):
    """All (x, y) with across·x + up·y = constant."""

    across: float
    up: float
    constant: float


@dataclass(frozen=True, eq=False)
class Sketch:
    """What is drawn of a document; read once, and cheap for small ones."""

    document: Document

    @cached_property
    def points(self) -> tuple[SketchPoint, ...]:
        """The examples as points of a plane, where one or two features let them be; else none."""
        _, D, K = self.document.shape
        x, y = self._some(Matrix.x, _MOST_POINTS), self._some(Matrix.y, _MOST_POINTS)
        if D == 1 and K == 1:
            return tuple(SketchPoint(float(at), float(up), None) for (at,), (up,) in zip(x, y, strict=True))
        if D != 2:
            return ()
        kinds = y.argmax(axis=1) if K > 1 else (y[:, 0] > self._middle).astype(int)
        return tuple(SketchPoint(float(a), float(u), int(kind)) for (a, u), kind in zip(x, kinds, strict=True))

    @cached_property
    def lines(self) -> tuple[SketchLine, ...]:
        """ŷ over x at the start and at the optimum, or where ŷ turns from one of two classes to the other."""
        _, D, K = self.document.shape
        w, b = self._descent.optimum()
        if D == 1 and K == 1:
            start = SketchLine(-float(self.document.w.values[0, 0]), 1.0, float(self.document.b.values[0, 0]))
            return start, SketchLine(-float(w[0, 0]), 1.0, float(b[0, 0]))
        if D != 2 or K > 2 or not self._has_two_classes:
            return ()
        normal = w[:, 0] - w[:, 1] if K == 2 else w[:, 0]
        constant = b[0, 1] - b[0, 0] if K == 2 else self._middle - b[0, 0]
        if not np.linalg.norm(normal) > 1e-9 * (1 + abs(constant)):
            return ()  # ŷ is the same everywhere
        return (SketchLine(float(normal[0]), float(normal[1]), float(constant)),)

    def grid(self, matrix: Matrix) -> Float64:
        """Some rows and columns of x, w, b or y, between −1 and 1."""
        assert matrix in INPUTS
        some = self._some(matrix, _MOST_LINES)
        some = some[:, _places(some.shape[1], _MOST_LINES)]
        largest = np.abs(some).max()
        return some / largest if largest > 0 else some

    @cached_property
    def losses(self) -> tuple[float, ...]:
        """L from iteration 0 on, as a share of the first."""
        descent = self._descent
        first, floor = descent.loss(0), descent.optimal_loss
        if not first > 0:
            return (0.0,) * _SHORTEST
        last = descent.last_finite_iteration
        longest = _LONGEST if last is None else min(_LONGEST, last)
        reached = 1
        while reached < longest and descent.loss(reached) - floor > _FALLEN * (first - floor):
            reached *= 2
        end = min(max(2 * reached, _SHORTEST), longest)
        return tuple(min(descent.loss(t) / first, 2.0) for t in range(end + 1))

    @cached_property
    def floor(self) -> float:
        """The loss that no training can beat, as a share of the first."""
        first = self._descent.loss(0)
        return self._descent.optimal_loss / first if first > 0 else 0.0

    @cached_property
    def _descent(self) -> Descent:
        document = self.document
        factorisation = Factorisation.of(document.x.values, document.y.values)
        rate, convention = float(document.learning_rate), document.convention
        return Descent(factorisation, document.w.values, document.b.values, rate, convention)

    def _some(self, matrix: Matrix, most: int) -> Float64:
        values = self.document.matrix(matrix).values
        return values[_places(values.shape[0], most)]

    @property
    def _middle(self) -> float:
        y = self.document.y.values
        return float(y.min() + y.max()) / 2

    @property
    def _has_two_classes(self) -> bool:
        return len(np.unique(self.document.y.values)) == 2


def _places(count: int, most: int) -> list[int]:
    """All of them, or so many evenly spread."""
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most))})
