"""The check under a finished entry of a gradient: the central difference of L in it, in numbers."""

from __future__ import annotations

from fractions import Fraction

from bpgui.core.cells import Matrix
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.notation import cell_latex, cell_symbol
from bpgui.core.numbers import format_number
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


def check_lines(written: WrittenTerms) -> list[Line]:
    """(L(c + 1) − L(c − 1)) / 2, which must be the gradient; none for what is no gradient, or not finished."""
    entry, screen = written.entry, written.screen
    if entry.matrix not in GRADIENT_OF or not written.is_finished:
        return []
    cell = entry._replace(matrix=GRADIENT_OF[entry.matrix])
    check = screen.central_difference(entry)
    above, below, value = (screen.shown(n) for n in (check.above, check.below, check.value))
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
    gradient = screen.number(entry)
    assert gradient is not None
    if gradient == check.value:
        how = "exactly" if isinstance(gradient, Fraction) else "to the last digit"
        agrees = words(f"The same as {{}}, {how}.", named(entry))
    else:
        difference = format_number(abs(float(gradient) - float(check.value)), 1).text
        agrees = words(f"The same as {{}}, but for rounding: they differ by {difference}.", named(entry))
    why = words("L is a parabola in {}: so this is its slope exactly, for any h.", named(cell))
    return [
        Line(Style.formula, parts, heading="check: central difference with h = 1"),
        Line(Style.prose, (*agrees, *why)),
    ]
