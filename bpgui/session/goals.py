"""Until when to run: an iteration, a loss, or a gradient norm. The iteration that reaches it is worked out at once."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import NumberError, entered_text, grouped, parse_number, parse_whole
from bpgui.session.course import LAST_ITERATION
from bpgui.session.loss_words import lowest_text

_DIGITS = 3
_ROUNDING_OF_FLOOR = 64 * 2.0**-52
_LOST_IN_ROUNDING = (
    "So near to its lowest, nothing but rounding is left of L and its gradient: numbers of 16 digits can't tell when "
    "that is reached."
)
_NOT_WHOLE = f"Expected a whole number from 0 to {grouped(LAST_ITERATION)}."


class Goal(Enum):
    """What is to be reached."""

    iteration = "iteration"
    loss = "loss"
    gradient_norm = "gradient norm"


class GoalError(ValueError):
    """A goal that is never reached, with a sentence that says why."""


def parse_target(goal: Goal, text: str) -> Fraction:
    """The number that a person typed for a goal. Raises NumberError."""
    if goal is not Goal.iteration:
        return parse_number(text)
    whole = parse_whole(text)
    if whole is None:
        raise NumberError(_NOT_WHOLE)
    return Fraction(whole)


def asked_for(goal: Goal, target: Fraction) -> str:
    """What is asked for, as in "the first iteration with L ≤ 0.01"; where that lies is not said."""
    if goal is Goal.iteration:
        return f"iteration {grouped(int(target))}"
    return f"the first iteration{_with(goal, target)}"


def reached(goal: Goal, target: Fraction, iteration: int) -> str:
    """What has been reached, as in "Iteration 87 is the first with L ≤ 0.01."; nothing where no more was asked for."""
    return "" if goal is Goal.iteration else f"Iteration {grouped(iteration)} is the first{_with(goal, target)}."


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


def _with(goal: Goal, target: Fraction) -> str:
    return f" with {'L' if goal is Goal.loss else 'a gradient norm'} ≤ {entered_text(target)}"


def _to_iteration(target: Fraction, curve: LossCurve) -> int:
    if target.denominator != 1 or not 0 <= target <= LAST_ITERATION:
        raise GoalError(_NOT_WHOLE)
    if curve.last is not None and target > curve.last:
        raise GoalError(f"Descent diverges: iteration {grouped(curve.last)} is the last whose values are all finite.")
    return int(target)


def _to_loss(target: Fraction, curve: LossCurve) -> int:
    if target < 0:
        raise GoalError("A sum of squares is never negative: expected a loss of 0 or more.")
    if curve.loss(0) <= target:
        return 0
    if target <= curve.floor:
        raise GoalError(f"No training gets there: the lowest loss is L* {lowest_text(curve, _DIGITS)}.")
    if target - Fraction(curve.floor) < max(curve.rounding, _ROUNDING_OF_FLOOR * curve.floor):
        raise GoalError(_LOST_IN_ROUNDING)
    found = curve.first_with_loss(float(target))
    return _found(found, curve, "the loss")


def _to_gradient_norm(target: Fraction, curve: LossCurve) -> int:
    if curve.gradient_norm(0) <= target:
        return 0
    if target <= 0:
        raise GoalError("The gradient comes as near to 0 as one likes, but not there: expected a number above 0.")
    if float(target) < curve.gradient_rounding:
        raise GoalError(_LOST_IN_ROUNDING)
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
