"""`bpgui solve`: the state of a problem at one iteration, as plain data."""

from __future__ import annotations

from typing import Any

from bpgui.core.cells import Cell, Matrix
from bpgui.core.descent import Descent
from bpgui.core.factorisation import Factorisation
from bpgui.core.loss_curve import LARGEST_ITERATION
from bpgui.core.values import Values
from bpgui.session.document import Document

_PRINTED = (
    Matrix.w,
    Matrix.b,
    Matrix.y_hat,
    Matrix.error,
    Matrix.loss,
    Matrix.dL_dy_hat,
    Matrix.dL_dw,
    Matrix.dL_db,
    Matrix.dL_dx,
)


def solve(document: Document, iteration: int) -> dict[str, Any]:
    """All matrices at an iteration, in float64, with the bound on the learning rate and the optimal loss.

    Raises TimeEndsError past the last finite iteration, ValueError for one that is negative or beyond 2⁵³.
    """
    if not 0 <= iteration <= LARGEST_ITERATION:
        raise ValueError(f"expected an iteration from 0 to {LARGEST_ITERATION}, got {iteration}.")
    x, y = document.x.values, document.y.values
    descent = Descent(
        Factorisation.of(x, y),
        document.w.values,
        document.b.values,
        float(document.learning_rate),
        document.convention,
    )
    w, b = descent.parameters(iteration)
    values = Values(document.network, {Matrix.x: x, Matrix.w: w, Matrix.b: b, Matrix.y: y})
    state: dict[str, Any] = {"iteration": iteration}
    for matrix in _PRINTED:
        state[matrix.value] = values.whole(matrix).tolist()
    state["loss"] = values[Cell(Matrix.loss, 0, 0)]
    state["learning_rate_limit"] = descent.learning_rate_limit
    state["optimal_loss"] = descent.optimal_loss
    return state
