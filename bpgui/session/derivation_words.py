"""What a lecturer says beside the formulas of a derivation."""

from __future__ import annotations

from bpgui.core.cells import Cell, Matrix
from bpgui.core.chain_rule import link
from bpgui.core.equations import LossConvention
from bpgui.core.numbers import grouped
from bpgui.session.pieces import ONE, Piece, indexed, named, plain, words
from bpgui.session.written_terms import WrittenTerms

_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_in_words(count: int, noun: str) -> str:
    """five terms, one term, 150 terms."""
    said = _IN_WORDS[count] if count < len(_IN_WORDS) else grouped(count)
    return f"{said} {noun}" if count == 1 else f"{said} {noun}s"


def about(written: WrittenTerms) -> list[Piece]:
    """The line that opens a derivation: what the entry is made of, and why of nothing else."""
    entry, shape = written.entry, written.screen.network.shape
    match entry.matrix:
        case Matrix.dL_dw | Matrix.dL_db | Matrix.dL_dx:
            return _where_it_stands(written)
        case Matrix.y_hat:
            row, column = (plain(str(index + 1), str(index + 1)) for index in (entry.row, entry.column))
            bias = named(Cell(Matrix.b, 0, entry.column))
            return words("Row {} of x times column {} of w, and {} added.", row, column, bias)
        case Matrix.error:
            said, target = (named(entry._replace(matrix=m)) for m in (Matrix.y_hat, Matrix.y))
            return words("What the network says, {}, minus what it should say, {}.", said, target)
        case Matrix.loss:
            return words(_about_the_loss(written.screen.network.convention, shape.N, shape.N * shape.K))
        case Matrix.dL_dy_hat:
            output = named(entry._replace(matrix=Matrix.y_hat))
            count = shape.N * shape.K
            where = "the one term" if count == 1 else f"one of the {count_in_words(count, 'term')}"
            return words(f"{{}} stands in {where} of L alone: hence no sum.", output)
    updated = named(entry._replace(matrix=Matrix.w if entry.matrix is Matrix.w_next else Matrix.b))
    return words("The gradient says where L rises, so {} goes the other way, by η times its size.", updated)


def about_the_derivative(written: WrittenTerms) -> list[Piece]:
    """What lies between form 1 and form 2: why ∂ŷ/∂w is an x, and ∂ŷ/∂b is 1."""
    parameter = written.screen.parameter_of(written.entry)
    assert parameter is not None
    if len(written.terms) == 1:
        found = link(written.screen.network, written.entry, 0)
        output, partial = named(found.through), written.chain()[-1]
        times = named(found.derivative.cells[0]) if found.derivative.cells else ONE
    else:
        output, partial = written.output_under_letters(), written.partial_under_letters()
        factors = written.terms.sums[0].factors
        times = indexed(factors[1].matrix, *written.indices(factors[1])) if len(factors) > 1 else ONE
    return words("{} holds {} once, times {}: so {} = {}.", output, named(parameter), times, partial, times)


def about_the_step(written: WrittenTerms) -> list[Piece]:
    """What a finished updated parameter means for the next iteration."""
    if written.entry.matrix not in (Matrix.w_next, Matrix.b_next):
        return []
    parameter = named(written.entry._replace(matrix=Matrix.w if written.entry.matrix is Matrix.w_next else Matrix.b))
    return words(f"The next iteration, {written.screen.position.iteration + 1}, starts with it as {{}}.", parameter)


def _where_it_stands(written: WrittenTerms) -> list[Piece]:
    """w₁₂ stands in ŷ₁₂ … ŷ₅₂ and nowhere else: five terms."""
    parameter, length = written.screen.parameter_of(written.entry), len(written.terms)
    assert parameter is not None
    first, last = (named(link(written.screen.network, written.entry, n).through) for n in (0, length - 1))
    terms = count_in_words(length, "term")
    if length == 1:
        return words(f"{{}} stands in {{}} and nowhere else: {terms}.", named(parameter), first)
    between = "and" if length == 2 else "…"
    return words(f"{{}} stands in {{}} {between} {{}} and nowhere else: {terms}.", named(parameter), first, last)


def _about_the_loss(convention: LossConvention, examples: int, entries: int) -> str:
    squares = f"All {entries} squared errors" if entries > 1 else "The squared error"
    match convention:
        case LossConvention.per_example:
            of_all = f", not by the {entries} entries" if entries != examples else ""
            return f"{squares}, divided by the number of examples, {examples}{of_all}."
        case LossConvention.per_entry:
            return f"{squares}, divided by the number of entries, {entries}."
        case LossConvention.half_per_example:
            return f"{squares}, divided by twice the number of examples, {2 * examples}."
        case LossConvention.sum_of_squares:
            return f"{squares}, added up and divided by nothing."
