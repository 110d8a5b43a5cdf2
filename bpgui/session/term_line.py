"""One term of the selected entry in text: its symbols, its numbers, its value, and the sum so far.

It holds numbers for added terms alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bpgui.core.cells import Cell
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import MINUS, Shown, format_number
from bpgui.core.terms import Coefficient, Term
from bpgui.session.screen import Screen

_DECIMALS_OF_A_COEFFICIENT = 10
_LONGEST_FRACTION = 12


class TermState(Enum):
    """How far a term has come."""

    added = "added"
    current = "current"
    to_come = "to come"


@dataclass(frozen=True)
class TermLine:
    """One term: its number from 1, its symbols, and, once it is added, its numbers, its value and the sum so far."""

    number: int
    cells: tuple[Cell, ...]
    symbols: str
    state: TermState
    numbers: str = ""
    inputs_rounded: bool = False
    value: Shown | None = None
    sum_so_far: Shown | None = None

    @property
    def sign_of_numbers(self) -> str:
        """= or ≈, as it may stand between the symbols and the numbers."""
        return "≈" if self.inputs_rounded else "="

    @property
    def sign_of_value(self) -> str:
        """= or ≈, as it may stand between the numbers and the value: what they are printed as, they must also make."""
        return "≈" if self.inputs_rounded or self.value is None or self.value.rounded else "="


def term_line(screen: Screen, number: int) -> TermLine:
    """One term of the selected entry, by its number from 0."""
    terms = screen.terms
    assert terms is not None
    term = terms[number]
    symbols = term_symbols(term)
    if number >= screen.terms_added:
        return TermLine(number + 1, term.cells, symbols, TermState.to_come)
    values, sums = screen.term_values
    return TermLine(
        number=number + 1,
        cells=term.cells,
        symbols=symbols,
        state=TermState.current if number == screen.current_term else TermState.added,
        numbers=_numbers(screen, term),
        inputs_rounded=coefficient_in_numbers(term.coefficient, screen.view.fractions).rounded
        or any(screen.shown_cell(c).rounded for c in term.cells),
        value=screen.shown(values[number]),
        sum_so_far=screen.shown(sums[number]),
    )


def term_symbols(term: Term) -> str:
    """A term in symbols: "∂L/∂ŷ₃₂ · x₃₁", "(2/N) · (ŷ − y)₁₂", "(1/N) · (ŷ − y)₁₂²", "−y₁₂"."""
    cells = [cell_symbol(cell) for cell in dict.fromkeys(term.cells)]
    if len(cells) < len(term.cells):
        cells[0] += "²"
    notation = term.coefficient.notation
    if notation == MINUS:
        return MINUS + " · ".join(cells)
    if "/" in notation:
        notation = f"({notation})"
    return " · ".join([notation, *cells] if notation else cells)


def in_parentheses(text: str) -> str:
    """A factor as it stands in a product: negative numbers in parentheses."""
    return f"({text})" if text.startswith(MINUS) else text


def expression(lines: Sequence[TermLine]) -> str:
    """Added terms in numbers, one after the other: "1 − 0.05 · 2.8"."""
    said = lines[0].numbers
    for line in lines[1:]:
        sign, rest = (MINUS, line.numbers[1:]) if line.numbers.startswith(MINUS) else ("+", line.numbers)
        said += f" {sign} {rest}"
    return said


def _numbers(screen: Screen, term: Term) -> str:
    texts = [screen.shown_cell(cell).text for cell in dict.fromkeys(term.cells)]
    value = term.coefficient.value
    if value == 1 and len(term.cells) == 1:
        return texts[0]
    cells = [in_parentheses(text) for text in texts]
    if len(cells) < len(term.cells):
        cells[0] = f"({texts[0]})²" if "/" in texts[0] else f"{cells[0]}²"
    if value == 1:
        return " · ".join(cells)
    if value == -1:
        return MINUS + " · ".join(cells)
    return " · ".join([coefficient_in_numbers(term.coefficient, screen.view.fractions).text, *cells])


def coefficient_in_numbers(coefficient: Coefficient, fractions: bool = False) -> Shown:
    """A coefficient as far as possible whole: 2/N as (2/5), −η as −0.005 or −(1/3); with fractions as −(1/200)."""
    value, notation = abs(Fraction(coefficient.value)), coefficient.notation
    sign = MINUS if notation.startswith(MINUS) else ""
    size = format_number(value, _DECIMALS_OF_A_COEFFICIENT)
    is_short = len(str(value)) <= _LONGEST_FRACTION
    if value.denominator > 1 and ("/" in notation or ((size.rounded or fractions) and is_short)):
        size = Shown(f"({value})", False)
    return Shown(sign + size.text, size.rounded)
