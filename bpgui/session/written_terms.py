"""The terms of an entry written out: in symbols, by the chain rule, as a row times a column, and in numbers.

Terms that were added are strong, the last one strongest, those to come pale and without numbers. Long sums show the
first terms, the current one and the last; the rest unfolds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property

from bpgui.core.cells import Cell, Matrix
from bpgui.core.chain_rule import link
from bpgui.core.notation import number_latex
from bpgui.core.numbers import MINUS, Shown
from bpgui.core.terms import Coefficient, Factor, Sum
from bpgui.session.pieces import (
    ONE,
    PLUS,
    TIMES,
    TO_COME,
    Grid,
    Kind,
    Piece,
    factor,
    indexed,
    named,
    number,
    of_term,
    parenthesised,
    plain,
    squared,
)
from bpgui.session.screen import Screen
from bpgui.session.term_line import TermState, coefficient_in_numbers
from bpgui.session.term_pieces import (
    in_letters,
    is_factored,
    joining_sign,
    left_out,
    partial_derivative,
    product,
    without_sign,
)

LONGEST_LIST = 16
"""A sum of more terms than this leaves some out."""
UNFOLDED_AT_ONCE = 200
_NEAR = 0.1
"""A sum of rounded numbers is near its value, if it is no further than this part of it."""
_FIRST = 3


def listed(length: int, current: int | None = None, unfolded: int = 0, longest: int = LONGEST_LIST) -> list[int]:
    """Which of so many terms are written: all, or the first, the current one and the last."""
    if length <= longest:
        return list(range(length))
    chosen = {*range(min(_FIRST + unfolded, length)), length - 1} | ({current} if current is not None else set())
    return sorted(chosen | {n - 1 for n in chosen if n - 2 in chosen})  # a gap of one is no shorter than the term


class WrittenTerms:
    """The terms of one entry, as far as the position lets them be known; all of one that is told anyway."""

    def __init__(self, screen: Screen, entry: Cell, is_told: bool = False) -> None:
        self.screen = screen
        self.entry = entry
        self.terms = screen.document.exact_network.terms(entry)
        known = screen.timeline.terms_known(entry, screen.position)
        self.added = len(self.terms) if is_told else known
        self._current = screen.current_term if entry == screen.selection else None

    @property
    def is_finished(self) -> bool:
        """Whether its last term is added."""
        return self.added == len(self.terms)

    @cached_property
    def listed(self) -> list[int]:
        """The numbers of the terms that are written, from 0."""
        current = self.added - 1 if 0 < self.added < len(self.terms) else self._current
        return listed(len(self.terms), current, self.screen.unfolded)

    @cached_property
    def are_numbers_exact(self) -> bool:
        """Whether every number in the written terms is shown whole, so that "=" may stand before them."""
        terms = [self.terms[n] for n in self.listed if n < self.added]
        return not any(
            self.coefficient_shown(term.coefficient).rounded
            or any(self.screen.shown_cell(cell).rounded for cell in term.cells)
            for term in terms
        )

    @cached_property
    def add_up_as_written(self) -> bool:
        """Whether the numbers of a finished entry, rounded as they are written, still come near its value."""
        if self.are_numbers_exact or len(self.listed) < len(self.terms):
            return True
        value = float(self.screen.number_of(self.entry))
        total = 0.0
        for coefficient, cells in (self.terms[n] for n in self.listed):
            texts = (self.screen.shown_cell(cell).text for cell in cells)
            total += float(coefficient.value) * math.prod(_read(text) for text in texts)
        return abs(total - value) <= _NEAR * abs(value)

    def state(self, term: int) -> TermState:
        """How far a term has come."""
        if term >= self.added:
            return TermState.to_come
        return TermState.current if term == self._current else TermState.added

    # --- four ways to write them

    def symbols(self) -> list[Piece]:
        """∂L/∂ŷ₁₂ · x₁₁ + ∂L/∂ŷ₂₂ · x₂₁ + …"""
        return self._written(self._in_symbols, in_letters)

    def symbols_with_ones(self) -> list[Piece]:
        """∂L/∂ŷ₁₂ · 1 + ∂L/∂ŷ₂₂ · 1 + …: of ∂L/∂b, whose ∂ŷ/∂b is 1."""
        return self._written(lambda term, is_first: [*self._in_symbols(term, is_first), TIMES, ONE], in_letters)

    def symbols_of_the_rest(self) -> list[Piece]:
        """+ b₃: the terms after the entry's first sum."""
        pieces: list[Piece] = []
        start = self.terms.sums[0].length(self.screen.network.shape)
        for term in range(start, len(self.terms)):
            sign = joining_sign(self.terms[term].coefficient)
            pieces += of_term([sign, *self._in_symbols(term, False)], term, self.state(term))
        return pieces

    def numbers(self) -> list[Piece]:
        """1.6 · 1 + (−0.8) · 0 + …: the added terms."""
        return self._written(self._in_numbers, self.size_in_figures, up_to=self.added)

    def chain(self) -> list[Piece]:
        """∂L/∂ŷ₁₂ · ∂ŷ₁₂/∂w₁₂ + …: of ∂L/∂w, ∂L/∂b and ∂L/∂x."""
        return self._written(self._by_the_chain_rule, in_letters)

    def row_and_column(self) -> tuple[Grid, Grid]:
        """[∂L/∂ŷ₁₂ ∂L/∂ŷ₂₂ …] [x₁₁ x₂₁ …]ᵀ, of the entry's first sum; 1 stands where a term has one cell."""
        count = self.terms.sums[0].length(self.screen.network.shape)
        columns: list[tuple[Piece, Piece]] = []
        before = -1
        for term in (n for n in self.listed if n < count):
            if term > before + 1:
                columns.append((left_out(term - before - 1, short=True),) * 2)
            cells = self.terms[term].cells
            pair = named(cells[0]), named(cells[1]) if len(cells) > 1 else ONE
            first, second = of_term(pair, term, self.state(term))
            columns.append((first, second))
            before = term
        return Grid((tuple(first for first, _ in columns),)), Grid((tuple(second for _, second in columns),), True)

    def under_sum_sign(self, chain: bool = False) -> list[Piece]:
        """Σᵢ ∂L/∂ŷᵢ₂ · xᵢ₁, or Σᵢ ∂L/∂ŷᵢ₂ · ∂ŷᵢ₂/∂w₁₂; sums of one term are written without Σ."""
        pieces: list[Piece] = []
        for each in self.terms.sums:
            pieces += [joining_sign(each.coefficient)] if pieces else []
            pieces += without_sign(in_letters(each.coefficient))
            pieces += [self._sum_sign(letter) for letter in each.summed]
            made = [indexed(f.matrix, *self.indices(f)) for f in dict.fromkeys(each.factors)]
            if chain:
                made = [made[0], self.partial_under_letters()]
            if len(each.factors) > len(dict.fromkeys(each.factors)):
                made = [squared(made[0])]
            pieces += product(made)
        return pieces

    def partial_under_letters(self) -> Piece:
        """∂ŷᵢ₂/∂w₁₂"""
        output = self.output_under_letters()
        return partial_derivative(output.text, output.latex, output.words, self._differentiated, ())

    def output_under_letters(self) -> Piece:
        """ŷᵢ₂: the outputs through which the cell reaches L."""
        return indexed(Matrix.y_hat, *self.indices(self.terms.sums[0].factors[0]))

    def indices(self, of: Factor) -> tuple[str, str]:
        """The indices of a factor, numbers from 1 where the entry fixes them, or letters."""
        fixed = self.terms.indices
        row, column = (str(fixed[letter] + 1) if letter in fixed else letter for letter in of.letters)
        return row, column

    def coefficient_shown(self, coefficient: Coefficient) -> Shown:
        """A coefficient in numbers, with its sign: (2/5), −0.05."""
        return coefficient_in_numbers(coefficient, self.screen.view.fractions)

    def size_in_figures(self, coefficient: Coefficient) -> list[Piece]:
        """A coefficient in numbers, without its sign: (2/5), 0.05; nothing where it is 1."""
        if abs(coefficient.value) == 1:
            return []
        size = self.coefficient_shown(coefficient).text.removeprefix(MINUS)
        bare = size.strip("()")
        return [plain(size, number_latex(bare), bare.replace("/", " over ").replace(MINUS, "minus "))]

    # --- the parts

    @property
    def _differentiated(self) -> Cell:
        parameter = self.screen.parameter_of(self.entry)
        assert parameter is not None
        return parameter

    def _sum_sign(self, letter: str) -> Piece:
        last = self.screen.network.shape.size(letter)
        return Piece(
            Kind.sum,
            "Σ" + {"i": "ᵢ", "j": "ⱼ", "k": "ₖ"}[letter],
            rf"\sum_{{{letter}=1}}^{{{last}}}",
            f"the sum over {letter} from 1 to {last} of",
        )

    def _written(
        self,
        write: Callable[[int, bool], Iterable[Piece]],
        factor_of: Callable[[Coefficient], list[Piece]],
        up_to: int | None = None,
    ) -> list[Piece]:
        """Terms joined by + and −. What stands before a whole Σ stands before them all, in parentheses."""
        pieces: list[Piece] = []
        start = 0
        for each in self.terms.sums:
            stop = start + each.length(self.screen.network.shape)
            terms = [n for n in self.listed if start <= n < stop and (up_to is None or n < up_to)]
            if terms:
                outside = without_sign(factor_of(each.coefficient)) if is_factored(each) else []
                joined = self._joined(each, terms, start, bool(pieces), write)
                if up_to is not None and start < up_to < stop:
                    joined += [PLUS, TO_COME]
                pieces += [*outside, *parenthesised(joined)] if outside else joined
            elif pieces:
                pieces += [joining_sign(each.coefficient), TO_COME]
            if up_to is not None and up_to < stop:
                break
            start = stop
        return pieces

    def _joined(
        self, of: Sum, terms: list[int], start: int, follows: bool, write: Callable[[int, bool], Iterable[Piece]]
    ) -> list[Piece]:
        pieces: list[Piece] = []
        before = start - 1
        for term in terms:
            if term > before + 1:
                pieces += [PLUS, left_out(term - before - 1)]
            is_first = not pieces and not follows
            sign = [] if is_first else [joining_sign(of.coefficient)]
            pieces += of_term([*sign, *write(term, is_first)], term, self.state(term))
            before = term
        return pieces

    def _in_symbols(self, term: int, is_first: bool) -> list[Piece]:
        coefficient, cells = self.terms[term]
        made = [named(cell) for cell in dict.fromkeys(cells)]
        if len(made) < len(cells):
            made = [squared(made[0])]
        outside = [] if self._is_factored(term) else without_sign(in_letters(coefficient))
        return product([*outside, *made])

    def _by_the_chain_rule(self, term: int, is_first: bool) -> list[Piece]:
        found = link(self.screen.network, self.entry, term)
        through = named(found.through)
        partial = partial_derivative(through.text, through.latex, through.words, self._differentiated, (found.through,))
        return product([named(found.gradient), partial])

    def _in_numbers(self, term: int, is_first: bool) -> list[Piece]:
        coefficient, cells = self.terms[term]
        distinct = list(dict.fromkeys(cells))
        outside = [] if self._is_factored(term) else self.size_in_figures(coefficient)
        write = number if is_first and not outside and len(cells) == 1 else factor
        power = {"power": 2} if len(distinct) < len(cells) else {}
        made = [write(self.screen.shown_cell(cell).text, cell.matrix, (cell,), **power) for cell in distinct]
        return product([*outside, *made])

    def _is_factored(self, term: int) -> bool:
        for each in self.terms.sums:
            length = each.length(self.screen.network.shape)
            if term < length:
                return is_factored(each)
            term -= length
        raise IndexError(term)


def _read(text: str) -> float:
    """A number as it was written, with more than a person may type: any size."""
    return float(Fraction(text.removeprefix("< ").replace(MINUS, "-")))
