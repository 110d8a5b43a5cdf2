"""How much of each matrix float64 may lose when another program works it out, and whether a loop would lose too much.

Bounds of the usual kind: so many additions of numbers of such a size, each rounded by a part of 2⁻⁵²; and how much
each matrix passes on to the next. They decide nothing that a person sees; exported programs state them, so that a
number that lies on the border between two texts, or is nothing but rounding, is not called wrong.
"""

from __future__ import annotations

import math

import numpy as np

from bpgui.core.cells import Matrix
from bpgui.core.descent import Descent
from bpgui.core.factorisation import EPSILON
from bpgui.core.powers import LOG_LARGEST, one_minus_powers
from bpgui.session.screen import Screen

LONGEST_LOOP = 10_000
"""A program goes through so many iterations one by one, and no more ..."""
MOST_PRODUCTS = 10**10
"""... and through fewer where each has very many products."""

_SHARE_OF_LAST_DIGIT = 0.05
_MUCH_WORSE = 100
_FASTEST = 1e6
"""Instead of −log 0."""


def can_loop(screen: Screen) -> bool:
    """Whether a plain loop gets to the iteration that is shown in good time, and with all digits that are shown."""
    t = screen.position.iteration
    if t == 0:
        return True
    if t > LONGEST_LOOP or t * screen.course.products > MOST_PRODUCTS:
        return False
    lost, lost_solved = _lost_in_loop(screen), _lost_when_solved(screen)
    last_digit = 10.0**-screen.view.digits
    return lost <= max(_SHARE_OF_LAST_DIGIT * last_digit * min(1.0, _largest_now(screen)), _MUCH_WORSE * lost_solved)


def roundings(screen: Screen, is_looped: bool) -> dict[Matrix, float]:
    """For each matrix, by how much any of its entries may differ in another program that computes in float64."""
    N, _, K = shape = screen.network.shape
    f = screen.course.descent.factorisation
    a, rate = float(screen.network.a), abs(float(screen.document.learning_rate))
    each = _factor(screen)
    x_largest, y_largest = f.column_largest, f.y_largest
    in_a_row, in_a_column = float(x_largest.sum()), N * float(x_largest.max())
    values = screen.course.moment(screen.position.iteration).values
    W, errors = _largest_now(screen), float(np.abs(values.whole(Matrix.error)).max())
    gradient = 2 * a * errors
    lost = {Matrix.x: each * float(x_largest.max()), Matrix.y: each * y_largest}
    of_w = _lost_when_solved(screen) + (_lost_in_loop(screen) if is_looped else 0.0)
    of_y_hat = in_a_row * of_w + each * in_a_row * W
    of_error = of_y_hat + each * y_largest
    of_gradient = 2 * a * of_error + each * gradient
    of_dL_dw = in_a_column * of_gradient + each * in_a_column * gradient
    lost |= {
        Matrix.w: of_w,
        Matrix.b: of_w,
        Matrix.y_hat: of_y_hat,
        Matrix.error: of_error,
        Matrix.loss: a * shape.entries(Matrix.error) * (2 * errors * of_error + of_error**2 + each * errors**2),
        Matrix.dL_dy_hat: of_gradient,
        Matrix.dL_dw: of_dL_dw,
        Matrix.dL_db: N * (of_gradient + each * gradient),
        Matrix.dL_dx: K * (W * of_gradient + gradient * of_w + each * W * gradient),
        Matrix.w_next: of_w + rate * of_dL_dw + each * W,
        Matrix.b_next: of_w + rate * of_dL_dw + each * W,
    }
    return lost


def _factor(screen: Screen) -> float:
    N, D, _ = screen.network.shape
    return EPSILON * (8 + math.sqrt(N + D + 1))


def _largest_now(screen: Screen) -> float:
    values = screen.course.moment(screen.position.iteration).values
    return float(max(np.abs(values.whole(matrix)).max() for matrix in (Matrix.w, Matrix.b)))


def _lost_when_solved(screen: Screen) -> float:
    """Of w and b, where the iteration is reached at once: the closed form, with x, y, w and b rounded."""
    descent, t = screen.course.descent, float(screen.position.iteration)
    each, start = _factor(screen), float(np.abs(descent.start).max())
    lost = each * (start + _largest_now(screen))
    if t == 0:
        return lost
    f, curve = descent.factorisation, descent.curve
    moves = curve.weight > 0  # the others stand still, whatever their rounding is
    s, steep, of_modes = f.s[: f.rank][moves], descent.steepness[moves], np.sqrt(curve.weight[moves])
    if not moves.any() or not steep.any():
        return lost
    summands = np.linalg.norm(np.abs(f.R_y) + np.abs(f.R_x) @ np.abs(descent.start), axis=0).max()
    error = math.sqrt(float((of_modes**2).sum()) + f.residual)
    with np.errstate(all="ignore"):
        reached = np.abs(one_minus_powers(steep, np.array([t]))[0])
        # t ηλ |1 − ηλ|^(t − 1): by how much a power changes when ηλ does by its own size
        changed = np.exp(np.log(t * steep) + (t - 1) * np.maximum(curve.log_factor[moves], -_FASTEST))
        lost += each * float((reached / s).max() * summands + ((reached + changed) / s * of_modes).sum())
        return lost + each * float(f.s[0]) * error * float(((reached + 2 * changed) / s**2).max())


def _lost_in_loop(screen: Screen) -> float:
    """Of w and b, where each iteration is rounded: it adds up, and grows where descent does."""
    descent, t = screen.course.descent, screen.position.iteration
    if t == 0:
        return 0.0
    at_start, now = float(np.abs(descent.start).max()), _largest_now(screen)
    growth = t * max(float(descent.curve.log_factor.max()), 0.0)
    step = _step(descent)
    pull = step * descent.factorisation.y_largest * descent.factorisation.shape.N
    pull *= float(descent.factorisation.column_largest.max())
    moving = 1 + float(descent.steepness[0])
    grown = math.exp(min(growth, LOG_LARGEST))
    return _factor(screen) * t * (moving * (now + at_start * grown) + pull * grown)


def _step(descent: Descent) -> float:
    return 2 * float(descent.convention.a(descent.factorisation.shape)) * abs(descent.learning_rate)
