"""The derivation of the selected entry: its terms in symbols and in numbers, with the running sum.

One description, from which the panel, and later LaTeX, text and speech, are made. It holds numbers for added terms
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import MINUS, Shown, format_number
from bpgui.core.terms import Coefficient, Term
from bpgui.session.screen import Screen

LONGEST_LIST = 24
_FIRST, _AROUND, _LAST = 4, 3, 2
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


@dataclass(frozen=True)
class LeftOut:
    """Terms that a long list leaves out: so many."""

    count: int


@dataclass(frozen=True)
class Derivation:
    """The derivation of an entry. `result` is None until its last term is added."""

    entry: Cell
    formula: str
    lines: tuple[TermLine | LeftOut, ...]
    terms_added: int
    terms: int
    sum_so_far: Shown | None
    result: Shown | None


def derive(screen: Screen) -> Derivation | None:
    """The derivation of the selected entry, as far as the position lets it be known; None for inputs."""
    terms = screen.terms
    if terms is None:
        return None
    entry, length, added = terms.entry, len(terms), screen.terms_added
    lines: list[TermLine | LeftOut] = []
    before = -1
    for number in _listed(length, added):
        if number > before + 1:
            lines.append(LeftOut(number - before - 1))
        lines.append(term_line(screen, number))
        before = number
    is_finished = added == length
    return Derivation(
        entry=entry,
        formula=formula(screen, entry.matrix),
        lines=tuple(lines),
        terms_added=added,
        terms=length,
        sum_so_far=screen.shown(screen.term_values.sums[added - 1]) if 0 < added < length else None,
        result=screen.shown_cell(entry) if is_finished else None,
    )


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
        inputs_rounded=_in_numbers(term.coefficient).rounded or any(screen.shown_cell(c).rounded for c in term.cells),
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


def formula(screen: Screen, matrix: Matrix) -> str:
    """The equation that makes a matrix, with the network's own factor before the sum."""
    a, twice_a = screen.network.a, 2 * screen.network.a
    match matrix:
        case Matrix.y_hat:
            return "ŷ = x w + b"
        case Matrix.error:
            return "ŷ − y"
        case Matrix.loss:
            return f"L = {_factor(a)}Σ (ŷ − y)²"
        case Matrix.dL_dy_hat:
            return f"∂L/∂ŷ = {_factor(twice_a)}(ŷ − y)"
        case Matrix.dL_dw:
            return "∂L/∂w = xᵀ ∂L/∂ŷ"
        case Matrix.dL_db:
            return "∂L/∂b = column sums of ∂L/∂ŷ"
        case Matrix.dL_dx:
            return "∂L/∂x = ∂L/∂ŷ wᵀ"
        case Matrix.w_next:
            return "new w = w − η ∂L/∂w"
        case Matrix.b_next:
            return "new b = b − η ∂L/∂b"
    raise KeyError(matrix)


def in_parentheses(text: str) -> str:
    """A factor as it stands in a product: negative numbers in parentheses."""
    return f"({text})" if text.startswith(MINUS) else text


def _factor(value: Fraction) -> str:
    return "" if value == 1 else f"{value} " if value.denominator == 1 else f"({value}) "


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
        cells[0] += "²"
    if value == 1:
        return " · ".join(cells)
    if value == -1:
        return MINUS + " · ".join(cells)
    return " · ".join([_in_numbers(term.coefficient).text, *cells])


def _in_numbers(coefficient: Coefficient) -> Shown:
    """A coefficient as far as possible whole: 2/N as (2/5), −η as −0.005 or −(1/3)."""
    value, notation = abs(Fraction(coefficient.value)), coefficient.notation
    sign = MINUS if notation.startswith(MINUS) else ""
    size = format_number(value, _DECIMALS_OF_A_COEFFICIENT)
    if value.denominator > 1 and ("/" in notation or (size.rounded and len(str(value)) <= _LONGEST_FRACTION)):
        size = Shown(f"({value})", False)
    return Shown(sign + size.text, size.rounded)


def _listed(length: int, added: int) -> Iterator[int]:
    """The numbers of the terms that are listed: all; of very many the first, those around the current, the last."""
    if length <= LONGEST_LIST:
        yield from range(length)
        return
    current = max(added - 1, 0)
    chosen = {
        *range(_FIRST),
        *range(current - _AROUND, current + _AROUND + 1),
        *range(length - _LAST, length),
    }
    yield from sorted(number for number in chosen if 0 <= number < length)


def factor_latex(value: Fraction) -> str:
    """The factor before a sum as the typesetter takes it: 1 is left out."""
    if value == 1:
        return ""
    return str(value) if value.denominator == 1 else rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
