"""The derivation of the selected entry, as the course note writes it: in words, in symbols, in numbers, and checked.

One description, with no Qt, from which the panel, LaTeX, plain text and spoken words are made. The symbols and numbers
are read off core's terms. It holds numbers for added terms alone, and the check of finished entries alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import Shown
from bpgui.session.derivation_check import check_lines
from bpgui.session.derivation_words import about, about_the_derivative, about_the_step
from bpgui.session.input_lines import input_lines
from bpgui.session.loss_to_output import from_the_loss
from bpgui.session.matrix_form import matrix_form
from bpgui.session.pieces import EQUALS, Line, Part, Piece, Style, named, number, relation, words
from bpgui.session.screen import Screen
from bpgui.session.written_terms import WrittenTerms

OUTPUTS_THROUGH = (Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx)
"""The gradients that reach L through outputs, by the chain rule."""


_TOO_ROUNDED = "Rounded as they are written, these numbers do not make it: show more decimals."


@dataclass(frozen=True)
class Derivation:
    """The derivation of an entry, line by line, and which line is at work: the one in numbers,
    which the result, or the sum so far, follows."""

    entry: Cell
    lines: tuple[Line, ...]
    at_work: int | None

    @property
    def title(self) -> str:
        """The entry by its name."""
        return cell_symbol(self.entry)


def derive(screen: Screen, entry: Cell | None = None) -> Derivation | None:
    """The derivation of an entry (the selected one), as far as the position lets it be known; None for nothing."""
    entry = entry or screen.selection
    if entry is None:
        return None
    note = [Line(Style.prose, tuple(words(screen.number_note)))] if screen.number_note else []
    if entry.matrix.is_input:
        return Derivation(entry, (*input_lines(screen, entry), *note), None)
    written = WrittenTerms(screen, entry)
    symbols = [Line(Style.prose, tuple(about(written))), *_symbolic(written)]
    numeric = _numeric(written)
    after = [*check_lines(written), *matrix_form(written)]
    at_work = len(symbols) if written.added else None
    return Derivation(entry, (*symbols, *numeric, *note, *after), at_work)


def _symbolic(written: WrittenTerms) -> list[Line]:
    matrix = written.entry.matrix
    if matrix in OUTPUTS_THROUGH:
        return _by_the_chain_rule(written)
    if matrix is Matrix.dL_dy_hat:
        return from_the_loss(written)
    lines: list[Line] = []
    entry = named(written.entry)
    is_sum = any(each.summed for each in written.terms.sums)
    if is_sum:
        lines.append(_formula(entry, EQUALS, *written.under_sum_sign(), heading="as a sum"))
        lines.append(_continued(*written.symbols(), numbered=True))
    else:
        lines.append(_formula(entry, EQUALS, *written.symbols(), numbered=True))
    if matrix is Matrix.y_hat:
        lines.append(_continued(*_row_times_column(written), heading="row · column"))
    return lines


def _by_the_chain_rule(written: WrittenTerms) -> list[Line]:
    """The three forms of the note."""
    entry = named(written.entry)
    lines = []
    chain, substituted = written.chain(), _with_ones(written)
    if len(written.terms) > 1:
        lines.append(_formula(entry, EQUALS, *written.under_sum_sign(chain=True), heading="1  chain rule"))
        lines.append(_continued(*chain))
    else:
        lines.append(_formula(entry, EQUALS, *chain, heading="1  chain rule"))
    lines.append(Line(Style.prose, tuple(about_the_derivative(written))))
    lines.append(_continued(*substituted, heading="2  substituted", numbered=True))
    lines.append(_continued(*_row_times_column(written), heading="3  row · column"))
    return lines


def _with_ones(written: WrittenTerms) -> list[Piece]:
    """The terms in symbols; of ∂L/∂b each times the 1 that ∂ŷ/∂b is."""
    return written.symbols_with_ones() if written.entry.matrix is Matrix.dL_db else written.symbols()


def _row_times_column(written: WrittenTerms) -> list[Part]:
    row, column = written.row_and_column()
    parts: list[Part] = [row, column]
    return [*parts, *written.symbols_of_the_rest()]


def _numeric(written: WrittenTerms) -> list[Line]:
    """The added terms in numbers, and what they make: the result, or the sum so far."""
    screen, entry, added = written.screen, written.entry, written.added
    if added == 0:
        return [Line(Style.prose, tuple(words("{} is not computed yet.", named(entry))))]
    sign = relation("=" if written.are_numbers_exact else "≈")
    lines = [
        Line(
            Style.formula,
            (sign, *written.numbers()),
            heading="in numbers",
            continues=True,
            numbered=len(written.terms) > 1,
        )
    ]
    if written.is_finished:
        lines.append(Line(Style.result, (named(entry), *_value(screen.shown_cell(entry), entry))))
        if not written.add_up_as_written:
            lines.append(Line(Style.prose, tuple(words(_TOO_ROUNDED))))
        lines += [Line(Style.prose, tuple(sentence)) for sentence in [about_the_step(written)] if sentence]
    else:
        total = screen.number(entry)
        assert total is not None
        lines.append(Line(Style.result, (*words("so far"), *_value(screen.shown(total), entry))))
    return lines


def _value(shown: Shown, entry: Cell) -> list[Piece]:
    value = number(shown.text, entry.matrix, (entry,))
    return [value] if shown.text.startswith("<") else [relation(shown.equals), value]


def _formula(*parts: Part, heading: str = "", numbered: bool = False) -> Line:
    return Line(Style.formula, parts, heading, False, numbered)


def _continued(*parts: Part, heading: str = "", numbered: bool = False) -> Line:
    return Line(Style.formula, (EQUALS, *parts), heading, True, numbered)
