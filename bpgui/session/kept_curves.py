"""Loss curves that were kept, to be compared: frozen values, each apart from any document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from bpgui.core.equations import LossConvention
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import entered_text

MOST_KEPT = 12
"""So many curves can be told apart."""


class Start(NamedTuple):
    """The start of a curve: its number, counted from 1, and the fingerprint of x, y, w and b."""

    number: int
    fingerprint: str


@dataclass(frozen=True, eq=False)
class KeptCurve:
    """One curve: its name, the colour and dashes it has (by number, from 0), and how far it had been gone along."""

    name: str
    curve: LossCurve
    look: int
    seen: int
    is_shown: bool = True
    start: Start | None = None


@dataclass(frozen=True)
class KeptCurves:
    """The kept curves, in the order in which they were kept. Every change is a new value."""

    curves: tuple[KeptCurve, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether no more can be told apart."""
        return len(self.curves) >= MOST_KEPT

    @property
    def shown(self) -> Sequence[KeptCurve]:
        """Those that are drawn."""
        return [kept for kept in self.curves if kept.is_shown]

    def has(self, name: str) -> bool:
        """Whether a curve of that name is kept."""
        return any(kept.name == name for kept in self.curves)

    def start_of(self, fingerprint: str) -> Start:
        """The start with a fingerprint: the one that a curve is kept from already, or the next one."""
        starts = {kept.start for kept in self.curves if kept.start is not None}
        known = next((start for start in starts if start.fingerprint == fingerprint), None)
        return known or Start(max((start.number for start in starts), default=0) + 1, fingerprint)

    def with_kept(self, name: str, curve: LossCurve, seen: int, start: Start | None = None) -> KeptCurves:
        """With one more. Of the same name, it takes the place of the one before: it is drawn anew, and shown."""
        for index, kept in enumerate(self.curves):
            if kept.name == name:
                return self._with(
                    index, replace(kept, curve=curve, seen=max(seen, kept.seen), is_shown=True, start=start)
                )
        taken = {kept.look for kept in self.curves}
        look = next(number for number in range(MOST_KEPT + 1) if number not in taken)
        return KeptCurves((*self.curves, KeptCurve(name, curve, look, seen, start=start)))

    def renamed(self, index: int, name: str) -> KeptCurves:
        """With another name for one; an empty one, or that of another, changes nothing."""
        if not name.strip() or self.has(name.strip()):
            return self
        return self._with(index, replace(self.curves[index], name=name.strip()))

    def told_from(self, convention: LossConvention) -> KeptCurves:
        """The same, where another convention than the note's is taken: those of the note's say that they are."""
        if convention is LossConvention.per_example:
            return self
        of_note = LossConvention.per_example.division
        others = tuple(f", {each.division}" for each in LossConvention)
        return KeptCurves(
            tuple(
                kept if kept.name.endswith(others) else replace(kept, name=f"{kept.name}, {of_note}")
                for kept in self.curves
            )
        )

    def with_shown(self, index: int, is_shown: bool) -> KeptCurves:
        """With one shown or hidden."""
        return self._with(index, replace(self.curves[index], is_shown=is_shown))

    def without(self, index: int) -> KeptCurves:
        """Without one of them."""
        return KeptCurves(self.curves[:index] + self.curves[index + 1 :])

    def _with(self, index: int, kept: KeptCurve) -> KeptCurves:
        return KeptCurves((*self.curves[:index], kept, *self.curves[index + 1 :]))


def name_of(learning_rate: Fraction, start: int, convention: LossConvention) -> str:
    """How a curve is called at first: by learning rate and start, and by what L is divided by where that isn't N."""
    name = f"η = {entered_text(learning_rate)}, start {start}"
    return name if convention is LossConvention.per_example else f"{name}, {convention.division}"
