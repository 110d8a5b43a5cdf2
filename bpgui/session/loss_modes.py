"""Each mode's share of the loss: a curve for each of the curvatures λ_i that matter."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bpgui.core.loss_curve import LossCurve
from bpgui.session.loss_words import short_text

MOST_MODES = 8
"""So many lines can be told apart; the other modes are drawn as one sum."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LONGEST = 8


@dataclass(frozen=True, eq=False)
class ModeShare:
    """What one mode, or several together, add to the loss: its name, a curve without a floor, and its place in the
    order from the steepest, 0, to the flattest that is drawn, 1; None for several together."""

    name: str
    curve: LossCurve
    flatness: float | None


def mode_shares(curve: LossCurve, digits: int) -> tuple[ModeShare, ...]:
    """The shares, steep to flat; of more than eight modes the eight largest at the start, and then all the others.

    Modes that nothing of the error lies in are left out.
    """
    there = np.flatnonzero(curve.weight > 0)
    largest = there[np.argsort(-curve.weight[there], kind="stable")[:MOST_MODES]]
    drawn = np.sort(largest)
    others = np.setdiff1d(there, drawn)
    last = max(len(drawn) - 1, 1)
    shares = [
        ModeShare(_name(index, float(curve.curvature[index]), digits), _part(curve, [index]), place / last)
        for place, index in enumerate(drawn.tolist())
    ]
    if len(others):
        name = "the other one" if len(others) == 1 else f"the other {len(others)}"
        shares.append(ModeShare(name, _part(curve, others.tolist()), None))
    return tuple(shares)


def _part(curve: LossCurve, which: list[int]) -> LossCurve:
    return replace(curve, curvature=curve.curvature[which], weight=curve.weight[which], floor=0.0, rounding=0.0)


def _name(index: int, curvature: float, digits: int) -> str:
    return f"λ{str(index + 1).translate(_SUBSCRIPTS)} ≈ {short_text(curvature, max(digits - 1, 1), _LONGEST)}"
