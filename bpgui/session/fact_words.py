"""What each fact means, in a sentence or two with this network's own numbers."""

from __future__ import annotations

from bpgui.core.numbers import Number, grouped
from bpgui.session.course import LAST_ITERATION, NOT_READY
from bpgui.session.fact_numbers import FactNumbers

_ALMOST_ONE = 1e-9


def examples(N: int) -> str:
    """N."""
    rows = "one row" if N == 1 else f"{grouped(N)} rows"
    return f"x, y and ŷ have {rows}: each is one example, with its inputs, its targets and what the network says."


def features(D: int) -> str:
    """D."""
    return f"Each example has {_count(D, 'number')}: x has a column for each, and w a row."


def classes(K: int) -> str:
    """K."""
    outputs = "one output" if K == 1 else f"{grouped(K)} outputs, one for each class"
    return f"The network gives {outputs}: w, b, y and ŷ have a column for each."


def rank(numbers: FactNumbers) -> str:
    """The rank of [x 1]."""
    columns = numbers.shape.D + 1
    said = "[x 1] is x with a column of ones beside it, as if b were weights of an input that is always 1. "
    if numbers.rank is None:
        return said + NOT_READY
    if numbers.flat_directions == 0:
        return (
            f"{said}All of its {grouped(columns)} columns are independent, so one w and b alone have the lowest loss."
        )
    independent = "one is" if numbers.rank == 1 else f"{grouped(numbers.rank)} are"
    return (
        f"{said}Of its {grouped(columns)} columns only {independent} independent: w and b can be changed without "
        "changing any ŷ, and so many of them have the lowest loss."
    )


def steepest(numbers: FactNumbers) -> str:
    """λ_max."""
    said = "The more [x 1] stretches a direction, by s, the more L is curved in it, and the faster descent is there. "
    if numbers.steepest is None:
        return said + NOT_READY
    return f"{said}In the steepest one {_each_iteration(numbers, numbers.steepest, 'ηλₘₐₓ')}."


def flattest(numbers: FactNumbers) -> str:
    """λ_min, and how many are 0."""
    said = "The flattest direction that isn't level takes longest"
    if numbers.flattest is None:
        return f"{said}. {NOT_READY}"
    said = f"{said}: in it {_each_iteration(numbers, numbers.flattest, 'ηλₘᵢₙ')}."
    flat = numbers.flat_directions
    if flat == 0:
        return said
    curvatures = "One more curvature is" if flat == 1 else f"{grouped(flat)} more curvatures are"
    directions = "that direction" if flat == 1 else "those directions"
    return f"{said} {curvatures} 0: along {directions} L stays the same, and descent never moves."


def condition(numbers: FactNumbers) -> str:
    """κ."""
    if numbers.condition is None:
        return "How much more L is curved in its steepest direction than in its flattest. " + NOT_READY
    times = numbers.said(numbers.condition)
    if numbers.condition - 1 < _ALMOST_ONE:
        return "L is curved alike in all directions, so that one learning rate suits them all."
    return (
        f"The steepest direction is curved {times} times as much as the flattest. The larger this is, the longer "
        "descent takes: no learning rate suits both."
    )


def learning_rate(numbers: FactNumbers) -> str:
    """η."""
    said = "The update takes η times the gradient off w and b"
    if numbers.bound is None:
        return f"{said}. {NOT_READY}"
    return f"{said}. This η is {numbers.said(float(numbers.learning_rate) / numbers.bound)} times the bound."


def best_rate(numbers: FactNumbers) -> str:
    """2/(λ_max + λ_min)."""
    if numbers.condition is None:
        return "At this η the slowest of all directions is fastest. " + NOT_READY
    taken = 2 / (numbers.condition + 1)
    if 1 - taken < _ALMOST_ONE:
        return "At this η one iteration leads to the lowest loss."
    return (
        "At this η each iteration takes as much of the error away in the steepest direction as in the flattest, "
        f"{numbers.said(taken)} of it; at any other η one of the two is slower. It is best in the long run: at first "
        "another η may be faster."
    )


def bound(numbers: FactNumbers) -> str:
    """2/λ_max."""
    if numbers.bound is None:
        return "Past this η descent diverges. " + NOT_READY
    here = {"past": "is past it", "on": "is the bound itself", "within": "is within it"}[numbers.side_of_bound]
    return (
        "Past this η each step goes so far beyond the bottom of the steepest direction that it ends higher than it "
        f"began: descent diverges. The η of now {here}."
    )


def iterations(numbers: FactNumbers, share: float, at_best: bool) -> str:
    """When the excess loss is so small, or why it never is."""
    if numbers.curve is None:
        return "L − L* is how far the loss is above the lowest one. " + NOT_READY
    if numbers.is_at_optimum_from_the_start:
        return "Descent starts at the lowest loss: L − L* is 0 from the start."
    found = numbers.first_iteration(share, at_best)
    rate = numbers.best_rate if at_best else numbers.learning_rate
    assert rate is not None
    at = f"At {'the best' if at_best else 'this'} η, {numbers.said(rate)}"
    if found is None:
        return f"L − L* is how far the loss is above the lowest one. {_why_never(numbers)}"
    excess = numbers.excess_at_start
    start = "" if excess is None else f": {numbers.said(excess)} at the start"
    said = (
        f"L − L* is how far the loss is above the lowest one{start}. {at}, "
        f"it is down to {share * 100:g} % of its start at iteration {grouped(found)}"
    )
    if found > LAST_ITERATION:
        return f"{said}, far beyond iteration {grouped(LAST_ITERATION)}, the last that is shown."
    if not at_best and numbers.curve.grows:
        return f"{said}, but then it grows again: η is past the bound."
    return f"{said}."


def loss(numbers: FactNumbers) -> str:
    """L now."""
    if numbers.loss is None:
        return "Not worked out yet at this iteration: Forward does it."
    return "The sum of all squared errors, times the factor before it: the smaller, the better w and b."


def optimal_loss(numbers: FactNumbers) -> str:
    """L*."""
    said = "No w and b make the loss any lower"
    if numbers.curve is None:
        return f"{said}. {NOT_READY}"
    if numbers.reaches_every_target:
        rows = "[x 1] has one row" if numbers.shape.N == 1 else "all rows of [x 1] are independent"
        return f"{said}. It is 0 here, whatever y is: {rows}, and so every target can be met."
    return f"{said}: what is left of ŷ − y at it is what x can't explain."


def gradient(numbers: FactNumbers) -> str:
    """‖∂L/∂w‖ now."""
    said = "All entries of ∂L/∂w, squared, added up, and the root of that"
    if numbers.gradient is None:
        return f"{said}. Not worked out yet at this iteration: Backward does it."
    step = float(numbers.learning_rate) * float(numbers.gradient)
    return f"{said}. The next update moves w by η times as far: {numbers.said(step)}. At the lowest loss it is 0."


def distance(numbers: FactNumbers) -> str:
    """‖W − W*‖ now."""
    said = "How far w and b, taken together as W, are from w* and b*, to which descent tends"
    if numbers.curve is None:
        return f"{said}. {NOT_READY}"
    if numbers.distance is not None and numbers.distance.text.startswith("<"):
        return f"{said}. Nothing but rounding is left of it."
    if numbers.iteration == 0:
        return f"{said}."
    return f"{said}. At the start it was {numbers.said(numbers.curve.distance(0))}."


def _why_never(numbers: FactNumbers) -> str:
    if numbers.learning_rate == 0:
        return "It stays as it is: with η = 0 nothing changes."
    if numbers.side_of_bound == "past":
        return "It never falls so low: η is past the bound, and descent diverges."
    if numbers.side_of_bound == "on":
        return "It never falls so low: η is the bound, where the steepest direction goes to and fro for ever."
    return "At an η so small it takes more iterations than can be counted exactly."


def _each_iteration(numbers: FactNumbers, curvature: float, steepness: str) -> str:
    """What one iteration does to the error in a direction."""
    step = float(numbers.learning_rate) * curvature
    if step == 0:
        return "nothing changes, as η = 0"
    if abs(step - 1) < _ALMOST_ONE:
        return "one iteration leads to the bottom"
    if step < 1:
        return f"each iteration takes away {numbers.said(step)} of what is left of the error, {steepness}"
    left = numbers.said(step - 1)
    if step < 2:
        return f"each iteration goes past the bottom, and leaves {left} of the error on the other side, {steepness} − 1"
    return f"each iteration goes so far past the bottom that {left} times the error is on the other side: it grows"


def _count(number: Number, noun: str) -> str:
    return f"{int(number)} {noun}" if number == 1 else f"{grouped(int(number))} {noun}s"
