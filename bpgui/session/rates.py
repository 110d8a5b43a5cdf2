"""What is said of learning rates: of the one of now, and of several that are to be compared.

The best rate and the bound come from the curvatures λ alone: the best is 2/(λ_max + λ_min), the bound 2/λ_max.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from bpgui.core.descent import Descent
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import MINUS, NumberError, entered_text, exact_value, grouped, parse_number, typed_text
from bpgui.core.powers import ON_THE_BOUND
from bpgui.session.course import LAST_ITERATION
from bpgui.session.kept_curves import MOST_KEPT
from bpgui.session.session import Session

LOWEST_DECADE, HIGHEST_DECADE = -5, 1
"""A slider goes from 1e−5 to 10 at least."""

SHARE = 0.01
"""When so much of the excess L − L* is left, most of descent is over: what rates are compared by."""

_DIGITS = 3
_BELOW, _ABOVE = 2, 0.5
_JUST_WITHIN, _JUST_PAST, _NEXT_TO = 0.99, 1.05, 0.95
_FURTHEST_SEEN = 1_000_000
_TIMES_THE_QUICKEST = 100
_LEAST_SEEN = 10


@dataclass(frozen=True)
class RateMarks:
    """The two learning rates that stand out: the best one, and the bound beyond which descent diverges."""

    best: float
    limit: float

    @property
    def decades(self) -> tuple[int, int]:
        """The powers of ten between which a slider goes, so that the bound and some room about it are among them."""
        place = math.log10(self.limit)
        return min(LOWEST_DECADE, math.floor(place) - _BELOW), max(HIGHEST_DECADE, math.ceil(place + _ABOVE))

    def side(self, rate: Fraction) -> str:
        """Where a rate lies: within the bound, on it as far as float64 tells, or past it."""
        if abs(rate - exact_value(self.limit)) <= ON_THE_BOUND * self.limit:
            return "on"
        return "past" if rate > self.limit else "within"

    @property
    def best_rate(self) -> Fraction:
        """The best rate, to six digits: fit to be read, and none the worse."""
        return _rounded(self.best, self.limit, 6)

    @property
    def limit_rate(self) -> Fraction:
        """The bound, in as few digits as float64 tells it in; never past it."""
        return _shortest(self.limit, self.limit)


def rate_marks(session: Session) -> RateMarks | None:
    """The marks for the data of now; None while large data aren't solved."""
    return _marks_of(session.course.descent) if session.course.is_solved else None


def take_best_rate(session: Session) -> None:
    """Set η to the best rate."""
    session.set_learning_rate(typed_text(_marks_of(session.course.descent).best_rate))


def take_limit(session: Session) -> None:
    """Set η to the bound."""
    session.set_learning_rate(typed_text(_marks_of(session.course.descent).limit_rate))


def rate_words(session: Session) -> str:
    """The learning rate in words, as in "η = 0.05, within the bound 0.308; best 0.301"."""
    rate, marks = session.document.learning_rate, rate_marks(session)
    eta = f"η = {typed_text(rate, session.view.fractions)}"
    if marks is None:
        return eta
    return f"{eta}, {marks.side(rate)} the bound {short(marks.limit)}; best {short(marks.best)}"


def short(value: float) -> str:
    """A number to three significant digits: 0.308, 1.23e−7."""
    rounded = _rounded(value)
    if not Fraction(1, 10**4) <= rounded < 10**6:
        mantissa, exponent = f"{float(rounded):.2e}".split("e")
        return f"{float(mantissa):g}e{int(exponent)}".replace("-", MINUS)
    return typed_text(rounded)


# --- rates that are compared


class TypedRate(NamedTuple):
    """One learning rate as it was typed, and what it is; or, where it can't be read, why."""

    text: str
    rate: Fraction | None
    refusal: str = ""


def typed_rates(text: str) -> tuple[TypedRate, ...]:
    """Learning rates as typed, between spaces or semicolons, each once.

    A comma is that of a decimal, or, before a space, one that sets numbers apart.
    """
    found: dict[object, TypedRate] = {}
    for part in re.split(r"[;\s]+", re.sub(r"\s*/\s*", "/", text.strip())):
        number = part.rstrip(",")
        if number:
            typed = _read(number)
            found.setdefault(number if typed.rate is None else typed.rate, typed)
    return tuple(found.values())


def parse_rates(text: str) -> tuple[Fraction, ...]:
    """All learning rates that were typed. Raises NumberError about the first that can't be read."""
    rates = []
    for _, rate, refusal in typed_rates(text):
        if rate is None:
            raise NumberError(refusal)
        rates.append(rate)
    if not rates:
        raise NumberError("Expected learning rates with spaces between them, such as 0.1 0.2 1/3.")
    return tuple(rates)


def as_typed(rates: Sequence[Fraction]) -> str:
    """Learning rates as a person would type them, fit to be parsed again."""
    return "  ".join(entered_text(rate) for rate in rates)


def _read(number: str) -> TypedRate:
    try:
        rate = parse_number(number)
    except NumberError as error:
        return TypedRate(number, None, str(error))
    if rate < 0:
        return TypedRate(number, None, f"“{number}” is negative: a learning rate is 0 or more.")
    return TypedRate(number, rate)


def suggested_rates(session: Session) -> tuple[Fraction, ...]:
    """Rates that show what there is to see: η first where it is none of the others, then from small to just past."""
    marks = _marks_of(session.course.descent)
    # where curvatures are far apart the best rate lies next to the bound: another one there would show the same
    shares = (0.1, 0.5) if marks.best > _NEXT_TO * marks.limit else (0.1, 0.5, _JUST_WITHIN)
    within = {_rounded(marks.limit * share, marks.limit) for share in shares}
    found = sorted(within | {_rounded(marks.best, marks.limit), _rounded(marks.limit * _JUST_PAST)})
    rate = session.document.learning_rate
    return tuple(found if rate in found else (rate, *found))


def too_many(session: Session, rates: Sequence[Fraction]) -> str:
    """Why so many curves can't be kept; empty where they can. One that is kept already takes no more room."""
    room = MOST_KEPT - len(session.kept.curves)
    new = sum(not session.kept.has(session.curve_name(rate)) for rate in rates)
    if new <= room:
        return ""
    kept = f", and {len(session.kept.curves)} are kept already" if session.kept.curves else ""
    take = f"take {new - room} of these {new} away" if room else "remove some of those first"
    return f"At most {MOST_KEPT} curves can be told apart{kept}: {take}."


class Outlook(NamedTuple):
    """What descent from a start does at a learning rate: where that lies, and what comes of it."""

    where: str
    what: str


def outlook(session: Session, rate: Fraction) -> Outlook:
    """What descent from this start does at a learning rate."""
    descent = session.course.descent
    curve, side = _curve_at(descent, rate), _marks_of(descent).side(rate)
    there = curve.first_with_excess(SHARE)
    if rate == 0:
        what = "nothing changes"
    elif curve.grows and curve.last is not None and curve.last <= LAST_ITERATION:
        what = f"diverges: numbers too large after iteration {grouped(curve.last)}"
    elif there is None:
        what = "grows, but slowly" if curve.grows and side == "past" else "never down to 1 % of the excess loss"
    elif there > LAST_ITERATION:
        what = f"more than {grouped(LAST_ITERATION)} iterations to 1 % of the excess loss"
    else:
        what = f"{grouped(there)} {'iteration' if there == 1 else 'iterations'} to 1 % of the excess loss"
    if side == "past" and not curve.grows:
        what += ", as nothing in this start's error can grow"
    return Outlook(f"{side} the bound", what)


def iterations_to_compare(session: Session, rates: Sequence[Fraction]) -> int:
    """How far curves are worth drawing: until the slowest that gets there is down to 1 % of the excess.

    No further than a hundred times what the quickest takes: beyond that it would be a line along the axis.
    """
    curves = [_curve_at(session.course.descent, rate) for rate in rates if rate > 0]
    times = [t for curve in curves if not curve.grows and (t := curve.first_with_excess(SHARE)) is not None]
    quickest = max(min(times, default=0), 1)
    wanted = min(max(times, default=0), _TIMES_THE_QUICKEST * quickest, _FURTHEST_SEEN)
    return max(wanted, session.furthest, _LEAST_SEEN)


def _curve_at(descent: Descent, rate: Fraction) -> LossCurve:
    return descent.at_rate(float(rate)).curve


def _marks_of(descent: Descent) -> RateMarks:
    return RateMarks(descent.best_learning_rate, descent.learning_rate_limit)


def _rounded(value: float, limit: float = math.inf, digits: int = _DIGITS) -> Fraction:
    """To some significant digits; where that would pass the limit, towards zero."""
    rounded = Fraction(f"{value:.{digits - 1}e}")
    if rounded <= limit:
        return rounded
    return rounded - Fraction(10) ** (math.floor(math.log10(rounded)) - digits + 1)


def _shortest(value: float, limit: float) -> Fraction:
    """The number of fewest digits that is a value but for rounding, and not past the limit."""
    for digits in range(1, 17):
        short = Fraction(f"{value:.{digits - 1}e}")
        if abs(short - exact_value(value)) <= ON_THE_BOUND * value and float(short) <= limit:
            return short
    return exact_value(value)
