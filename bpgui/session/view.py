"""What is shown and how, apart from looks."""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Cell, Matrix
from bpgui.session.position import StepSize

UPDATED_PARAMETERS = frozenset({Matrix.w_next, Matrix.b_next})
GRADIENT_OF_X = frozenset({Matrix.dL_dx})
MOST_DIGITS = 10

Axes = tuple[Cell, Cell]
"""Two entries of w or b, across and up."""


@dataclass(frozen=True)
class View:
    """Hidden equations, step size, decimals, and whether numbers are written as fractions where they can be; whether
    the loss curve goes on beyond the position, and each mode's share of it is drawn; the landscape's axes, None for
    the principal directions."""

    hidden: frozenset[Matrix] = GRADIENT_OF_X
    step_size: StepSize = StepSize.guided
    digits: int = 2
    fractions: bool = False
    prediction: bool = True
    modes: bool = False
    landscape_axes: Axes | None = None


DEFAULT_VIEW = View()
