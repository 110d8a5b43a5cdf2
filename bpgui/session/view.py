"""What is shown and how, apart from looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bpgui.core.cells import Cell, Matrix
from bpgui.session.position import StepSize

UPDATED_PARAMETERS = frozenset({Matrix.w_next, Matrix.b_next})
GRADIENT_OF_X = frozenset({Matrix.dL_dx})
MOST_DIGITS = 10

Axes = tuple[Cell, Cell]
"""Two entries of w or b, across and up."""


class Pace(Enum):
    """How soon Play takes the next step: in so many milliseconds. Slowest first."""

    slow = 1500
    steady = 700
    quick = 250
    fast = 50

    def changed_by(self, steps: int) -> Pace:
        """The pace so many places faster, or slower where it is negative; the last one there is, at the ends."""
        paces = list(Pace)
        return paces[min(max(paces.index(self) + steps, 0), len(paces) - 1)]


@dataclass(frozen=True)
class View:
    """Hidden equations, step size, decimals, and whether numbers are written as fractions where they can be; whether
    the loss curve goes on beyond the position, and each mode's share of it is drawn; the landscape's axes, None for
    the principal directions; the pace of Play, and whether it goes by 1, 2, 4, … iterations."""

    hidden: frozenset[Matrix] = GRADIENT_OF_X
    step_size: StepSize = StepSize.guided
    digits: int = 2
    fractions: bool = False
    prediction: bool = True
    modes: bool = False
    landscape_axes: Axes | None = None
    pace: Pace = Pace.steady
    accelerates: bool = False


DEFAULT_VIEW = View()
