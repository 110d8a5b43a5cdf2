"""What the loss panel says, and which iterations it draws. Nothing after the position is given away.

The loss is known up to the iteration t that is shown, or to t − 1 while that of t is not computed yet. What lies ahead
is a prediction, made once descent has been run, unless it is switched off; before anything is known there is nothing:
no curve, range or bound. Kept curves are what a person asked to see: each is drawn as far as it had been gone along,
and beyond that where there is a prediction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bpgui.core.cells import Cell, Matrix
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import Number, Shown, grouped
from bpgui.session.course import LAST_ITERATION
from bpgui.session.kept_curves import KeptCurve
from bpgui.session.loss_modes import ModeShare, mode_shares
from bpgui.session.loss_words import (
    DISTANCE,
    NOTHING_YET,
    course_sentence,
    distance_text,
    loss_text,
    lowest_text,
    share_text,
)
from bpgui.session.sampling import SHORTEST_AXIS, round_end
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.session import Session

_LOSS = Cell(Matrix.loss, 0, 0)
_GAP = "   "


@dataclass(frozen=True)
class LossReadout:
    """A snapshot of what may be known of the loss.

    known: the last iteration whose loss is known, or None; here: the loss at `iteration` where that is known, and
    `shown` its text, as the loss's own cell has it; earlier: the curve before the last edit, seen up to
    `earlier_furthest`; curve: None while nothing is known or descent is not solved yet; kept: the kept curves that are
    shown; foretells: whether what lies ahead may be told at all, and predicts: whether the curve is drawn beyond
    `known`; has_modes: whether each mode's share is drawn.
    """

    iteration: int
    known: int | None
    here: Number | None
    shown: Shown | None
    curve: LossCurve | None
    earlier: LossCurve | None
    earlier_furthest: int
    kept: tuple[KeptCurve, ...]
    foretells: bool
    predicts: bool
    has_modes: bool
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
            kept=tuple(session.kept.shown),
            foretells=session.view.prediction,
            predicts=is_solved and session.has_run and known is not None and session.view.prediction,
            has_modes=session.view.modes,
            furthest=session.furthest,
            is_solved=is_solved,
            learning_rate=session.document.learning_rate,
            digits=session.view.digits,
            fractions=session.view.fractions,
        )

    # --- which iterations

    @property
    def ends_at(self) -> int | None:
        """The last iteration whose values are all finite, where it may be told; None if time goes on."""
        if self.curve is None or self.curve.last is None or self.curve.last > LAST_ITERATION:
            return None
        is_told = self.foretells or (self.known is not None and self.known >= self.curve.last)
        return self.curve.last if is_told else None

    @property
    def end(self) -> int:
        """Where the axis of iterations ends: a round number, which moves on seldom, but soon after where time ends.

        It holds what was reached of every curve that is shown.
        """
        own = round_end(1.1 * max(self.furthest, self.earlier_furthest))
        own = own if self.ends_at is None else min(own, self._soon_after_the_end)
        return max([own, *(round_end(_reached(kept)) for kept in self.kept)])

    @property
    def longest(self) -> int:
        """How far the axis of iterations can be drawn out."""
        return LAST_ITERATION if self.ends_at is None else max(self.end, self._soon_after_the_end)

    @property
    def _soon_after_the_end(self) -> int:
        assert self.ends_at is not None
        return max(SHORTEST_AXIS, math.ceil(1.2 * self.ends_at))

    def last_drawn(self, end: int) -> int | None:
        """The last iteration at which the curve may be drawn on an axis that ends there."""
        if self.known is None:
            return None
        last = max(end, self.known) if self.predicts else self.known
        return last if self.ends_at is None else min(last, self.ends_at)

    def last_drawn_of(self, kept: KeptCurve, end: int) -> int:
        """The last iteration at which a kept curve may be drawn on an axis that ends there."""
        last = max(end, kept.seen) if self.predicts else kept.seen
        return last if kept.curve.last is None else min(last, kept.curve.last)

    def shows(self, iteration: int) -> bool:
        """Whether the loss at an iteration may be shown: it is known, or predicted."""
        if not self.is_solved:
            return iteration == self.known
        last = self.last_drawn(LAST_ITERATION)
        return last is not None and 0 <= iteration <= max(last, self.known or 0)

    # --- values

    def loss(self, iteration: int) -> float:
        """L at an iteration that is shown."""
        if self.here is not None and iteration == self.iteration:
            return float(self.here)
        assert self.curve is not None
        return self.curve.loss(iteration)

    @property
    def lowest(self) -> float | None:
        """The loss that no training can beat, where it may be told."""
        return self.curve.floor if self.curve is not None and self.predicts else None

    @cached_property
    def modes(self) -> tuple[ModeShare, ...]:
        """Each mode's share of the loss, if that is drawn."""
        return mode_shares(self.curve, self.digits) if self.has_modes and self.curve is not None else ()

    # --- what is said

    def parts(self, iteration: int) -> tuple[str, ...]:
        """As in "t = 120", "L ≈ 0.0132", "‖W − W*‖ ≈ 0.41", "prediction"; nothing of what may not be known."""
        if not self.shows(iteration):
            return ()
        said = [f"t = {grouped(iteration)}", f"L {self._value(iteration)}"]
        if self.curve is not None:
            said.append(f"{DISTANCE} {distance_text(self.curve, iteration, self.digits)}")
        if self.known is None or iteration > self.known:
            said.append("prediction")
        return tuple(said)

    def parts_of_kept(self, name: str, curve: LossCurve, iteration: int) -> tuple[str, ...]:
        """The same of another curve than the one under way, after its name."""
        loss, distance = curve.loss(iteration), distance_text(curve, iteration, self.digits)
        said = f"t = {grouped(iteration)}", f"L {loss_text(loss, curve, self.digits)}", f"{DISTANCE} {distance}"
        return (name, *said)

    def parts_of_mode(self, mode: ModeShare, iteration: int) -> tuple[str, ...]:
        """What a mode adds to the loss; nothing where the loss itself may not be known."""
        if not self.shows(iteration):
            return ()
        said = f"adds {share_text(mode.curve.loss(iteration), self.digits)}"
        ahead = ("prediction",) if self.known is None or iteration > self.known else ()
        return (mode.name, f"t = {grouped(iteration)}", said, *ahead)

    @property
    def parts_here(self) -> tuple[str, ...]:
        """The readout while nothing is pointed at: of the iteration shown."""
        return self.parts(self.iteration) if self.known == self.iteration else ()

    def text(self, iteration: int) -> str:
        """All that is read at an iteration, in one line."""
        return joined(self.parts(iteration))

    @property
    def here_text(self) -> str:
        """The same of the iteration shown, once its loss is known."""
        return joined(self.parts_here)

    def description(self, first: int, last: int) -> str:
        """The plot in a sentence or two, for those who can't see it; it shows these iterations."""
        shown = f"Iterations {first} to {last}"
        others = f" Kept curves: {'; '.join(kept.name for kept in self.kept)}." if self.kept else ""
        if self.known is None:
            return f"{shown}. The loss is not known yet.{others}"
        end = self.last_drawn(last)
        predicted = f", predicted to {end}" if self.predicts and end != self.known else ""
        here = f"Loss at iteration {self.known}: {_in_words(self._value(self.known))}."
        lowest = "" if self.lowest is None else f" Lowest loss: {_in_words(self.lowest_text)}."
        return f"{here} {shown}, known to {self.known}{predicted}.{lowest}{others}"

    @property
    def lowest_text(self) -> str:
        """The lowest loss with the sign before it."""
        assert self.curve is not None
        return lowest_text(self.curve, self.digits)

    @property
    def sentence(self) -> str:
        """What the learning rate does to the loss; no word before the loss has been seen and descent is solved."""
        if self.known is None:
            return NOTHING_YET if self.is_solved else ""
        if self.curve is None:
            return ""
        return course_sentence(
            self.curve, self.learning_rate, self.fractions, self.foretells or self.ends_at is not None
        )

    def _value(self, iteration: int) -> str:
        shown = self.shown
        if shown is not None and iteration == self.iteration and ("<" in shown.text or not shown.rounded):
            return shown.text if "<" in shown.text else f"= {shown.text}"
        return loss_text(self.loss(iteration), self.curve, self.digits)


def joined(parts: Sequence[str]) -> str:
    """What is read, in one line."""
    return _GAP.join(parts)


def _reached(kept: KeptCurve) -> int:
    return kept.seen if kept.curve.last is None else min(kept.seen, kept.curve.last)


def _in_words(value: str) -> str:
    return value.replace("= ", "").replace("≈", "about").replace("<", "less than")
