"""What is said of a given number: where it is used, and its whole influence on L."""

from __future__ import annotations

from bpgui.core.cells import PARAMETERS, Cell, Matrix, Region
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.notation import cell_latex, cell_symbol
from bpgui.core.numbers import MINUS, Number, Shown
from bpgui.session.pieces import EQUALS, MINUS_SIGN, Line, Piece, Style, named, number, plain, relation, words
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.written_terms import WrittenTerms

_GRADIENT = {of: gradient for gradient, of in GRADIENT_OF.items()}


def input_lines(screen: Screen, cell: Cell) -> list[Line]:
    """The lines of an entry of x, w, b or y."""
    lines = [Line(Style.prose, tuple(_about(screen, cell)))]
    lines.append(Line(Style.prose, tuple(_where_it_stands(screen, cell)), heading="where it is used"))
    influence = _of_a_target(screen, cell) if cell.matrix is Matrix.y else _of_others(screen, cell)
    return [*lines, *influence]


def _about(screen: Screen, cell: Cell) -> list[Piece]:
    t = screen.position.iteration
    if t == 0 or cell.matrix not in PARAMETERS:
        return words("{} is given: it is made of nothing else.", named(cell))
    gradient = named(cell._replace(matrix=Matrix.dL_dw if cell.matrix is Matrix.w else Matrix.dL_db))
    return words(
        f"{{}} is what the last update made of it: {{}} − η {{}}, with the numbers of iteration {t - 1}.",
        named(cell),
        named(cell),
        gradient,
    )


def _where_it_stands(screen: Screen, cell: Cell) -> list[Piece]:
    regions = [region for region in screen.network.influences(cell) if screen.may_follow(Cell(region.matrix, 0, 0))]
    ends: list[Piece] = []
    said = []
    for region in regions:
        cells = dict.fromkeys(_ends(screen, region))
        ends += [named(end) for end in cells]
        said.append(" … ".join("{}" for _ in cells))
    return words(f"In {', '.join(said)}.", *ends)


def _ends(screen: Screen, region: Region) -> tuple[Cell, Cell]:
    rows, columns = screen.network.shape.of(region.matrix)
    row, column = region.row, region.column
    first = Cell(region.matrix, row or 0, column or 0)
    last = Cell(region.matrix, rows - 1 if row is None else row, columns - 1 if column is None else column)
    return first, last


def _of_others(screen: Screen, cell: Cell) -> list[Line]:
    gradient = cell._replace(matrix=_GRADIENT[cell.matrix])
    written = WrittenTerms(screen, gradient, screen.can_be_told(gradient))
    formula = (named(gradient), EQUALS, *written.symbols())
    lines = [Line(Style.formula, formula, heading="its whole influence on L")]
    if not screen.can_be_told(gradient):
        return [*lines, *_value(named(gradient), None, gradient, None, cell)]
    sign = relation("=" if written.are_numbers_exact else "≈")
    lines.append(Line(Style.formula, (sign, *written.numbers()), heading="in numbers", continues=True))
    return [*lines, *_value(named(gradient), screen.told(gradient), gradient, screen.number_of(gradient), cell)]


def _of_a_target(screen: Screen, cell: Cell) -> list[Line]:
    """∂L/∂y = −∂L/∂ŷ: a target stands in its error with a minus."""
    upstream = cell._replace(matrix=Matrix.dL_dy_hat)
    text = f"∂L/∂{cell_symbol(cell)}"
    gradient = plain(text, rf"\frac{{\partial L}}{{\partial {cell_latex(cell)}}}")
    value = screen.number(upstream) if screen.knowledge(upstream) is Knowledge.known else None
    minus = None if value is None else -value
    shown = None if minus is None else screen.shown(minus)
    return [
        Line(Style.formula, (gradient, EQUALS, MINUS_SIGN, named(upstream)), heading="its whole influence on L"),
        *_value(gradient, shown, upstream, minus, cell),
    ]


def _value(gradient: Piece, shown: Shown | None, entry: Cell, value: Number | None, cell: Cell) -> list[Line]:
    if shown is None or value is None:
        return [Line(Style.prose, tuple(words("{} is not computed yet.", named(entry))))]
    result = Line(Style.result, (gradient, relation(shown.equals), number(shown.text, entry.matrix, (entry,))))
    if value == 0:
        said = "A small change of {} leaves L as it is, to first order."
    else:
        rate, way = shown.text.removeprefix(MINUS), "raises" if value > 0 else "lowers"
        rate = f"about {rate}" if shown.rounded else rate
        said = f"Raising {{}} a little {way} L, at the rate of {rate}."
    return [result, Line(Style.prose, tuple(words(said, named(cell))))]
