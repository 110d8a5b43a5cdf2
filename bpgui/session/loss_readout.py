"""What the loss panel says, and which iterations it draws. Nothing after the position is given away.

The loss is known up to the iteration t that is shown, or to t − 1 while that of t is not computed yet. What lies ahead
is a prediction, made once descent has been run; before anything is known there is nothing: no curve, range or bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import Number, Shown, format_number
from bpgui.session.course import LAST_ITERATION
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session

BOUND = "2/λₘₐₓ"
NOTHING_YET = "The loss appears here once a forward pass has worked it out."
UNDER_WAY = "Working out the course of descent…"

_LOSS = Cell(Matrix.loss, 0, 0)
_SHORTEST_AXIS = 10
_ROUND_ENDS = (1, 1.2, 1.5, 2, 3, 5, 10)
_SMALLEST_PLAIN = 1e-3
_LONGEST = 10


@dataclass(frozen=True)
class LossReadout:
    """A snapshot of what may be known of the loss.

    known: the last iteration whose loss is known, or None; here: the loss at `iteration` where that is known, and
    `shown` its text, as the loss's own cell has it; earlier: the curve before the last edit, seen up to
    `earlier_furthest`; curve: None while nothing is known or descent is not solved yet;
    predicts: whether the curve is drawn beyond `known`; end: the last iteration of the axis.
    """

    iteration: int
    known: int | None
    here: Number | None
    shown: Shown | None
    curve: LossCurve | None
    earlier: LossCurve | None
    earlier_furthest: int
    predicts: bool
    furthest: int
    is_solved: bool
    learning_rate: Fraction
    digits: int
    fractions: bool

    @classmethod
    def of(cls, session: Session, screen: Screen) -> LossReadout:
        """What may be known of the loss in this session; `screen` is its screen."""
        t, is_solved = session.iteration, session.course.is_solved
        is_known = screen.knowledge(_LOSS) is Knowledge.known
        known = t if is_known else t - 1 if t > 0 and is_solved else None
        return cls(
            iteration=t,
            known=known,
            here=screen.number(_LOSS) if is_known else None,
            shown=screen.shown_cell(_LOSS) if is_known else None,
            curve=session.course.descent.curve if is_solved and known is not None else None,
            earlier=session.earlier_curve,
            earlier_furthest=session.earlier_furthest,
            predicts=is_solved and session.has_run and known is not None,
            furthest=session.furthest,
            is_solved=is_solved,
            learning_rate=session.document.learning_rate,
            digits=session.view.digits,
            fractions=session.view.fractions,
        )

    # --- which iterations

    @property
    def ends_at(self) -> int | None:
        """The last iteration whose values are all finite, once the loss has been seen; None if time goes on."""
        if self.curve is None or self.curve.last is None or self.curve.last > LAST_ITERATION:
            return None
        return self.curve.last

    @property
    def end(self) -> int:
        """Where the axis of iterations ends: a round number, which moves on seldom, but soon after where time ends."""
        end = round_end(1.1 * max(self.furthest, self.earlier_furthest))
        return end if self.ends_at is None else min(end, max(_SHORTEST_AXIS, math.ceil(1.2 * self.ends_at)))

    @property
    def last_drawn(self) -> int | None:
        """The last iteration at which the curve may be drawn."""
        if self.known is None:
            return None
        last = self.end if self.predicts else self.known
        return last if self.ends_at is None else min(last, self.ends_at)

    def shows(self, iteration: int) -> bool:
        """Whether the loss at an iteration may be shown: it is known, or a prediction that is drawn."""
        if not self.is_solved:
            return iteration == self.known
        return self.last_drawn is not None and 0 <= iteration <= max(self.last_drawn, self.known or 0)

    def loss(self, iteration: int) -> float:
        """L at an iteration that is shown."""
        if self.here is not None and iteration == self.iteration:
            return float(self.here)
        assert self.curve is not None
        return self.curve.loss(iteration)

    # --- what is said

    def text(self, iteration: int) -> str:
        """As in "t = 120   L ≈ 0.0132", and whether it is a prediction; empty for what may not be known."""
        if not self.shows(iteration):
            return ""
        mark = "   prediction" if self.known is None or iteration > self.known else ""
        return f"t = {iteration_text(iteration)}   L {self._value(iteration)}{mark}"

    @property
    def here_text(self) -> str:
        """The readout while nothing is pointed at: of the iteration shown."""
        return self.text(self.iteration) if self.known == self.iteration else ""

    @property
    def description(self) -> str:
        """The plot in a sentence, for those who can't see it."""
        if self.known is None:
            return f"Iterations 0 to {self.end}. The loss is not known yet."
        predicted = f", predicted to {self.last_drawn}" if self.predicts and self.last_drawn != self.known else ""
        value = self._value(self.known).replace("= ", "").replace("≈", "about").replace("<", "less than")
        here = f"Loss at iteration {self.known}: {value}."
        return f"{here} Iterations 0 to {self.end}, known to {self.known}{predicted}."

    @property
    def sentence(self) -> str:
        """What the learning rate does to the loss; no word of it before the loss has been seen."""
        if self.known is None:
            return NOTHING_YET if self.is_solved else UNDER_WAY
        if self.curve is None:
            return UNDER_WAY
        return self._course(self.curve)

    def _course(self, curve: LossCurve) -> str:
        if self.learning_rate == 0:
            return "η = 0: nothing changes."
        limit = 2 / float(curve.curvature[0])
        rate = format_number(self.learning_rate, 6, fractions=self.fractions)
        bound = format_number(limit, 4)
        eta, of_bound = f"η {rate.equals} {rate.text}", f"{BOUND} ≈ {bound.text}"
        if curve.learning_rate <= limit:
            return f"{eta} is within the bound {of_bound}: the loss never rises."
        if curve.last is None and not is_growing(curve):
            return f"{eta} is past the bound {of_bound}, but nothing in this start's error can grow."
        at_once = curve.loss(1) > curve.loss(0) if curve.last is None or curve.last > 0 else True
        grows = "grows with every iteration" if at_once else "falls at first, then grows without end"
        end = (
            "" if curve.last is None else f", and after iteration {iteration_text(curve.last)} its values leave float64"
        )
        return f"{eta} is past the bound {of_bound}: the loss {grows}{end}."

    def _value(self, iteration: int) -> str:
        if (
            self.shown is not None
            and iteration == self.iteration
            and ("<" in self.shown.text or not self.shown.rounded)
        ):
            return self.shown.text if "<" in self.shown.text else f"= {self.shown.text}"
        loss = self.loss(iteration)
        if self.curve is not None and loss < self.curve.rounding:
            return rounding_text(self.curve)
        return f"≈ {format_number(loss, _decimals(loss, self.digits), _LONGEST).text}"


def iteration_text(iteration: int) -> str:
    """An iteration, from five digits on in groups of three."""
    return str(iteration) if iteration < 10_000 else f"{iteration:,}".replace(",", "\N{THIN SPACE}")


def rounding_text(curve: LossCurve) -> str:
    """What a loss is said to be where nothing but rounding is left of ŷ − y."""
    return f"< {format_number(curve.rounding, 1).text}"


def is_growing(curve: LossCurve) -> bool:
    """Whether some part of the error grows with every iteration."""
    return bool(np.any((curve.log_factor > 0) & (curve.weight > 0)))


def round_end(reached: float) -> int:
    """The round number, of few, at which an axis ends that has to hold so many iterations."""
    reached = max(reached, _SHORTEST_AXIS)
    power = 10 ** (len(str(int(reached))) - 1)
    return next(int(end * power) for end in _ROUND_ENDS if end * power >= reached)


def sampled(first: int, last: int, most: int, evenly_in_log: bool) -> Float64:
    """Whole numbers from `first` to `last`, both of them among these, ascending, each once, at most so many (≥ 2).

    Evenly spaced, or so that their logarithms are.
    """
    if last - first < most:
        return np.arange(first, last + 1, dtype=np.float64)
    if not evenly_in_log:
        found = np.rint(np.linspace(first, last, most))
    else:
        start = max(first, 1)
        steps = np.rint(np.geomspace(start, last, most - (start - first)))
        found = np.concatenate([[first], steps]) if start > first else steps
    found[0], found[-1] = first, last
    unique: Float64 = np.unique(found)
    return unique


def _decimals(value: float, digits: int) -> int:
    """So many decimals that a value below 1 shows one significant digit more than that."""
    if not _SMALLEST_PLAIN <= abs(value) < 1:
        return digits
    return digits - math.floor(math.log10(abs(value)))
