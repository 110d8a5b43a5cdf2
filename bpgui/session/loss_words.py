"""What is said of the loss: how large it is, how far the optimum is, and where the learning rate leads."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import decimals_for, format_number, grouped

BOUND = "2/λₘₐₓ"
DISTANCE = "‖W − W*‖"
DISTANCE_TOLD = (
    "W is w with b below it, and W* the optimum that descent tends to, w* with b* below it. ‖W − W*‖ is the distance "
    "between them: the square root of the sum of all squared differences."
)
NOTHING_YET = "The loss appears here once a forward pass has worked it out."
OVER = "> 1.8e308"
"""What stands for a number that float64 doesn't hold."""

_LONGEST = 10
_SMALLEST_PLAIN = 1e-3
_LONGEST_DISTANCE = 8


def rounding_text(curve: LossCurve) -> str:
    """What a loss is said to be where nothing but rounding is left of ŷ − y."""
    return f"< {format_number(curve.rounding, 1).text}"


def loss_text(loss: float, curve: LossCurve | None, digits: int) -> str:
    """A loss with the sign before it: ≈ 0.0132, or < 4e−31 where it is lost in rounding."""
    if not math.isfinite(loss):
        return OVER
    if curve is not None and loss < curve.rounding:
        return rounding_text(curve)
    return f"≈ {short_text(loss, digits, _LONGEST)}"


def lowest_text(curve: LossCurve, digits: int) -> str:
    """L* with the sign before it: = 0 where w and b reach every y, and else as any loss."""
    return "= 0" if curve.floor == 0 else loss_text(curve.floor, curve, digits)


def share_text(share: float, digits: int) -> str:
    """A mode's share of the loss with the sign before it. There is no rounding that it could be lost in."""
    return f"≈ {short_text(share, digits, _LONGEST)}" if math.isfinite(share) else OVER


def distance_text(curve: LossCurve, iteration: int, digits: int) -> str:
    """‖W − W*‖ with the sign before it; where the loss is lost in rounding, no more is known than what it is below."""
    if curve.excess(iteration) < curve.rounding:
        return f"< {format_number(curve.distance_rounding, 0).text}"
    with np.errstate(over="ignore"):
        distance = curve.distance(iteration)
    if not math.isfinite(distance):
        return OVER
    return f"≈ {short_text(distance, max(digits - 1, 1), _LONGEST_DISTANCE)}"


def short_text(value: float, digits: int, longest: int) -> str:
    """A number in a line of text: below 1 with a figure more than `digits`, below 0.001 in the scientific form."""
    decimals = decimals_for(value, digits) if abs(value) >= _SMALLEST_PLAIN else digits
    before_point = max(math.floor(math.log10(abs(value))), 0) + 1 if value else 1
    room = longest - before_point - 1  # with more, a number such as 0.25 would be in the scientific form
    return format_number(value, min(decimals, room) if room > 0 else digits, longest).text


def course_sentence(curve: LossCurve, learning_rate: Fraction, fractions: bool, foretells: bool) -> str:
    """What the learning rate does to the loss; unless it may foretell, only on which side of the bound it is."""
    if learning_rate == 0:
        return "η = 0: nothing changes."
    limit = curve.learning_rate_limit
    side = "on" if curve.is_on_the_bound else "within" if curve.learning_rate <= limit else "past"
    digits = 4 if side == "on" else _digits_that_tell(curve.learning_rate, limit)
    rate, bound = format_number(learning_rate, max(digits, 6), fractions=fractions), format_number(limit, digits)
    compared = f"η {rate.equals} {rate.text} is {side} the bound {BOUND} ≈ {bound.text}"
    if not foretells:
        return f"{compared}."
    if side == "on":
        return f"{compared}: in the steepest direction the error swings from side to side and never shrinks."
    if side == "within":
        return f"{compared}: the loss never rises."
    if not curve.grows:
        return f"{compared}, but nothing in this start's error can grow."
    rises_at_once = curve.last == 0 or curve.loss(1) > curve.loss(0)
    grows = "grows with every iteration" if rises_at_once else "falls at first, then grows"
    if curve.last is None:
        return f"{compared}: the loss {grows}."
    return (
        f"{compared}: the loss {grows}. After iteration {grouped(curve.last)} numbers become too large for the "
        "computer, over 1.8·10³⁰⁸."
    )


def _digits_that_tell(rate: float, limit: float) -> int:
    """So many decimals that the two are seen to differ."""
    for digits in range(4, 16):
        if format_number(rate, digits).text != format_number(limit, digits).text:
            return digits
    return 16
