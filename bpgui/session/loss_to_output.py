"""∂L/∂ŷ from L, in steps: why there is no sum, and where the 2 comes from. The course note takes it as given."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.session.pieces import (
    CLOSE,
    EQUALS,
    OPEN,
    PLUS,
    Kind,
    Line,
    Piece,
    Style,
    named,
    of_term,
    squared,
    words,
)
from bpgui.session.term_line import TermState
from bpgui.session.term_pieces import in_letters
from bpgui.session.written_terms import WrittenTerms

_HENCE = {convention: "3  hence the 2" for convention in LossConvention} | {
    LossConvention.half_per_example: "3  the 2 and the ½ cancel"
}
_THE_OTHERS = Piece(Kind.ordinary, "⋯", r"\cdots", "the other terms", state=TermState.to_come)


def from_the_loss(written: WrittenTerms) -> list[Line]:
    """From L's one term that holds the output, through both of its factors, to the 2."""
    entry, network = written.entry, written.screen.network
    error = named(entry._replace(matrix=Matrix.error))
    state = written.state(0)
    loss, only = named(Cell(Matrix.loss, 0, 0)), of_term([squared(error)], 0, state)
    a, others = in_letters(network.equation(Matrix.loss).sums[0].coefficient), network.shape.entries(Matrix.error) > 1
    around = [_THE_OTHERS, PLUS], [PLUS, _THE_OTHERS]
    inside = [*around[0], *only, *around[1]] if others else only
    whole = [*a, OPEN, *inside, CLOSE] if a and others else [*a, *inside]
    twice = of_term([error, PLUS, error], 0, state)
    return [
        Line(Style.formula, (loss, EQUALS, *whole), heading="1  its one term of L"),
        Line(
            Style.prose,
            tuple(
                words(
                    "That term is error times error. The product rule takes the derivative of one factor at a time, "
                    "which is 1, and leaves the other:",
                )
            ),
        ),
        Line(
            Style.formula,
            (named(entry), EQUALS, *a, OPEN, *twice, CLOSE) if a else (named(entry), EQUALS, *twice),
            heading="2  product rule",
        ),
        Line(Style.formula, (EQUALS, *written.symbols()), heading=_HENCE[network.convention], continues=True),
    ]
