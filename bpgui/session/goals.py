"""Until when to run: an iteration, a loss, or a gradient norm. The iteration that reaches it is worked out at once."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import format_number, grouped
from bpgui.session.course import LAST_ITERATION

_DIGITS = 3


class Goal(Enum):
    """What is to be reached."""

    iteration = "iteration"
    loss = "loss"
    gradient_norm = "gradient norm"


class GoalError(ValueError):
    """A goal that is never reached, with a sentence that says why."""


def iteration_that_reaches(goal: Goal, target: Fraction, curve: LossCurve) -> int:
    """The first iteration at which the goal is reached, or lies behind. Raises GoalError if there is none to show."""
    match goal:
        case Goal.iteration:
            return _to_iteration(target, curve)
        case Goal.loss:
            return _to_loss(target, curve)
        case Goal.gradient_norm:
            return _to_gradient_norm(target, curve)


def iteration_of_optimum(curve: LossCurve) -> int:
    """The first iteration from which on w and b are the optimum. Raises GoalError if it can't be shown."""
    if curve.arrival is None:
        raise GoalError("At this learning rate descent never comes to the optimum: it lies past the bound, or on it.")
    if curve.arrival > LAST_ITERATION:
        raise GoalError(
            f"At this learning rate descent is at the optimum only after iteration {grouped(LAST_ITERATION)}, the last "
            "that is shown."
        )
    return curve.arrival


def _to_iteration(target: Fraction, curve: LossCurve) -> int:
    if target.denominator != 1 or not 0 <= target <= LAST_ITERATION:
        raise GoalError(f"Expected a whole number from 0 to {grouped(LAST_ITERATION)}.")
    if curve.last is not None and target > curve.last:
        raise GoalError(f"Descent diverges: iteration {grouped(curve.last)} is the last whose values are all finite.")
    return int(target)


def _to_loss(target: Fraction, curve: LossCurve) -> int:
    if target < 0:
        raise GoalError("A sum of squares is never negative: expected a loss of 0 or more.")
    if target <= curve.floor:
        lowest = format_number(curve.floor, _DIGITS).text
        raise GoalError(f"No training gets there: the lowest loss is L* ≈ {lowest}.")
    found = curve.first_with_loss(float(target))
    return _found(found, curve, "the loss")


def _to_gradient_norm(target: Fraction, curve: LossCurve) -> int:
    if target <= 0:
        raise GoalError("The gradient comes as near to 0 as one likes, but not there: expected a number above 0.")
    return _found(curve.first_with_gradient_norm(float(target)), curve, "the gradient norm")


def _found(iteration: int | None, curve: LossCurve, what: str) -> int:
    if iteration is None:
        why = "descent diverges at this learning rate" if curve.grows else "what is left of it never goes away"
        raise GoalError(f"{what.capitalize()} never falls so low: {why}.")
    if iteration > LAST_ITERATION:
        raise GoalError(
            f"{what.capitalize()} is so low only after iteration {grouped(LAST_ITERATION)}, the last that is shown."
        )
    return iteration
