"""The check under a finished entry of a gradient: the central difference of L in it, in numbers."""

from __future__ import annotations

import math
from fractions import Fraction

from bpgui.core.cells import Matrix
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.notation import cell_latex, cell_symbol
from bpgui.core.numbers import Number, format_number
from bpgui.session.pieces import (
    MINUS_SIGN,
    Line,
    Style,
    factor,
    named,
    number,
    parenthesised,
    plain,
    relation,
    words,
)
from bpgui.session.written_terms import WrittenTerms

_TOO_FAR, _SMALL = 1e-6, 1e-3
"""A central difference further than this from its gradient, in parts of it or of _SMALL, has lost its digits."""
_MOST_DECIMALS, _MOST_IN_MANTISSA = 12, 15
_WITH_EXPONENT = 1e9
"""From here on numbers are written with an exponent."""


def check_lines(written: WrittenTerms) -> list[Line]:
    """(L(c + 1) − L(c − 1)) / 2, which must be the gradient; none for what is no gradient, or not finished."""
    entry, screen = written.entry, written.screen
    if entry.matrix not in GRADIENT_OF or not written.is_finished:
        return []
    cell = entry._replace(matrix=GRADIENT_OF[entry.matrix])
    check = screen.central_difference(entry)
    tell_apart = _DigitsThatTellApart(check.above, check.below, screen.view.digits)
    above, below = (
        format_number(n, tell_apart.digits_of(n), fractions=screen.view.fractions) for n in (check.above, check.below)
    )
    value = screen.shown(check.value)
    name, latex = cell_symbol(cell), cell_latex(cell)
    quotient = plain(
        f"(L({name} + 1) − L({name} − 1)) / 2",
        rf"\frac{{L({latex}+1)-L({latex}-1)}}{{2}}",
        f"L at {name} plus 1, minus L at {name} minus 1, over 2",
    )
    exact_inside = not (above.rounded or below.rounded)
    parts = (
        quotient,
        relation("=" if exact_inside else "≈"),
        plain("(1/2)", r"\frac{1}{2}", "one half of"),
        *parenthesised([number(above.text, Matrix.loss), MINUS_SIGN, factor(below.text, Matrix.loss)]),
        relation("=" if exact_inside and not value.rounded else "≈"),
        number(value.text, entry.matrix),
    )
    line = Line(Style.formula, parts, heading="check: central difference with h = 1")
    gradient = screen.number(entry)
    assert gradient is not None
    if gradient == check.value:
        how = "exactly" if isinstance(gradient, Fraction) else "to the last digit"
        agrees = words(f"The same as {{}}, {how}.", named(entry))
    elif _is_lost(float(gradient), float(check.value)):
        said = "Floats know L to 16 digits, too few to tell {} by h = 1 here. Check all gradients takes a fitting h."
        return [line, Line(Style.prose, tuple(words(said, named(entry))))]
    else:
        difference = format_number(abs(float(gradient) - float(check.value)), 1).text
        agrees = words(f"The same as {{}}, but for rounding: they differ by {difference}.", named(entry))
    why = words("L is a parabola in {}: so this is its slope exactly, for any h.", named(cell))
    return [line, Line(Style.prose, (*agrees, *why))]


def _is_lost(gradient: float, difference: float) -> bool:
    """Whether a central difference in floats has kept too few digits to say anything."""
    return abs(gradient - difference) > _TOO_FAR * max(abs(gradient), _SMALL)


class _DigitsThatTellApart:
    """So many decimals that two numbers, written with them, still differ by what they differ by."""

    def __init__(self, above: Number, below: Number, digits: int) -> None:
        self._least = digits
        difference = abs(float(above) - float(below))
        is_told = difference > 0 and math.isfinite(difference)
        self._first_place = math.floor(math.log10(difference)) if is_told else None

    def digits_of(self, value: Number) -> int:
        """The decimals of one of them; those of the mantissa, where it is so large that it has an exponent."""
        if self._first_place is None:
            return self._least
        size = abs(float(value))
        before = math.floor(math.log10(size)) if size >= _WITH_EXPONENT else 0
        return max(self._least, min(before + 1 - self._first_place, _MOST_IN_MANTISSA if before else _MOST_DECIMALS))
