"""The pieces that mathematics is written in, with no Qt: a line of a derivation is a row of pieces and grids.

A piece says itself in text, in LaTeX and in words, and knows the cells that it stands for. The panel, LaTeX, plain text
and spoken words are all made from these, so that none can say something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import (
    cell_in_words,
    cell_latex,
    cell_symbol,
    in_words,
    indexed_latex,
    indexed_symbol,
    latex,
    number_latex,
    symbol,
)
from bpgui.core.numbers import MINUS
from bpgui.session.term_line import TermState


class Kind(Enum):
    """What a piece is, from which the room around it follows."""

    ordinary = "a name or a number"
    relation = "= or ≈"
    operator = "+ or −"
    times = "·"
    opening = "("
    closing = ")"
    sum = "Σ"
    word = "a word of a sentence"


class Command(Enum):
    """What clicking a piece does, besides selecting a cell."""

    unfold = "unfold"
    why_transpose = "why transpose"


class Piece(NamedTuple):
    """The smallest thing that is written, pointed at and clicked.

    `owner` is the matrix whose colour it has; `cells` are what it stands for, and clicking it selects the first. `term`
    is the number, from 0, of the term of the derived entry that it belongs to, and `state` how far that term has come.
    A `glued` piece stands right after the one before it; a `marked` one is the derived entry itself.
    """

    kind: Kind
    text: str
    latex: str
    words: str
    owner: Matrix | None = None
    cells: tuple[Cell, ...] = ()
    term: int | None = None
    state: TermState | None = None
    command: Command | None = None
    glued: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Grid:
    """Pieces in rows and columns between brackets; `transposed` sets a ᵀ after them."""

    rows: tuple[tuple[Piece, ...], ...]
    transposed: bool = False


Part = Piece | Grid


class Style(Enum):
    """How a line is set."""

    prose = "prose"
    formula = "formula"
    result = "result"


@dataclass(frozen=True)
class Line:
    """One line of a derivation, which wraps where it is too long. `heading` says what follows, in a few words.

    `continues` lines begin with the sign that joins them to the line before; in a `numbered` line each term carries its
    number, the same as in the cells that make it.
    """

    style: Style
    parts: tuple[Part, ...]
    heading: str = ""
    continues: bool = False
    numbered: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces, those of grids too, in reading order."""
        found: list[Piece] = []
        for part in self.parts:
            found += [part] if isinstance(part, Piece) else [piece for row in part.rows for piece in row]
        return tuple(found)


# --- making pieces

EQUALS = Piece(Kind.relation, "=", "=", "equals")
NEARLY_EQUALS = Piece(Kind.relation, "≈", r"\approx", "is about")
PLUS = Piece(Kind.operator, "+", "+", "plus")
MINUS_SIGN = Piece(Kind.operator, MINUS, "-", "minus")
TIMES = Piece(Kind.times, "·", r"\cdot", "times")
OPEN = Piece(Kind.opening, "(", "(", "open parenthesis")
CLOSE = Piece(Kind.closing, ")", ")", "close parenthesis")
ONE = Piece(Kind.ordinary, "1", "1", "one")
TO_COME = Piece(Kind.ordinary, "⋯", r"\cdots", "and so on", state=TermState.to_come)
BLANK = Piece(Kind.ordinary, "□", r"\square", "not computed yet", state=TermState.to_come)

_LATEX_OF_THE_NEW = {Matrix.w_next: r"\mathrm{new}\;\mathbf{w}", Matrix.b_next: r"\mathrm{new}\;\mathbf{b}"}
"""In their own equations w − η ∂L/∂w and b − η ∂L/∂b, as matrices are titled, would say nothing."""


def relation(sign: str) -> Piece:
    """= or ≈."""
    return EQUALS if sign == "=" else NEARLY_EQUALS


def plain(text: str, latex_of_it: str, words: str = "") -> Piece:
    """A piece that stands for no cell."""
    return Piece(Kind.ordinary, text, latex_of_it, words or text)


@lru_cache(4096)
def named(cell: Cell) -> Piece:
    """A cell by its name."""
    return Piece(Kind.ordinary, cell_symbol(cell), cell_latex(cell), cell_in_words(cell), cell.matrix, (cell,))


def indexed(matrix: Matrix, row: str, column: str) -> Piece:
    """An entry under index letters: ŷᵢ₂. It stands for no cell of its own."""
    text = indexed_symbol(matrix, row, column)
    return Piece(Kind.ordinary, text, indexed_latex(matrix, row, column), text, matrix)


def whole_matrix(matrix: Matrix, transposed: bool = False) -> Piece:
    """A matrix by its name, or its transpose."""
    if transposed:
        return Piece(
            Kind.ordinary, f"{symbol(matrix)}ᵀ", latex(matrix) + r"^{\mathsf{T}}", f"{matrix} transposed", matrix
        )
    name = _LATEX_OF_THE_NEW.get(matrix) or latex(matrix)
    return Piece(Kind.ordinary, symbol(matrix), name, in_words(matrix), matrix)


def number(text: str, owner: Matrix | None = None, cells: tuple[Cell, ...] = ()) -> Piece:
    """A number as it is shown."""
    said = text
    for sign, word in (("e", " times ten to the "), ("/", " over "), ("< ", "less than "), (MINUS, "minus ")):
        said = said.replace(sign, word)
    return Piece(Kind.ordinary, text, number_latex(text), said, owner, cells)


def factor(text: str, owner: Matrix | None = None, cells: tuple[Cell, ...] = (), power: int = 1) -> Piece:
    """A number as it stands in a product: negative ones in parentheses, and whatever has a power."""
    made = number(text, owner, cells)
    needs = text.startswith(MINUS) or (power > 1 and not text.replace(".", "").isdigit())
    if needs:
        left, right = (r"\left(", r"\right)") if "frac" in made.latex else ("(", ")")
        made = made._replace(text=f"({text})", latex=f"{left}{made.latex}{right}")
    return squared(made) if power == 2 else made


def parenthesised(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in parentheses, in high ones where there are fractions."""
    if any(r"\frac" in piece.latex for piece in pieces):
        return [OPEN._replace(latex=r"\Big("), *pieces, CLOSE._replace(latex=r"\Big)")]
    return [OPEN, *pieces, CLOSE]


def squared(piece: Piece) -> Piece:
    """A piece to the power of two."""
    return piece._replace(
        text=f"{piece.text}²",
        latex=f"{piece.latex}^2",
        words=f"{piece.words}{' all' if piece.words.startswith('minus') else ''} squared",
    )


def words(sentence: str, *pieces: Piece) -> list[Piece]:
    """A sentence in words, with pieces in the places of {}; what follows one without a blank is glued to it."""
    found: list[Piece] = []
    left = iter(pieces)
    for word in sentence.split(" "):  # at blanks alone: thin ones stand within numbers
        before, place, after = word.partition("{}")
        glued = False
        for text in (before, place, after):
            if text:
                made = next(left) if text == "{}" else Piece(Kind.word, text, rf"\text{{{text}}}", text)
                found.append(made if made.glued == glued else made._replace(glued=glued))
                glued = True
    return found


def of_term(pieces: Iterable[Piece], term: int, state: TermState) -> list[Piece]:
    """Pieces that belong to a term."""
    return [piece._replace(term=term, state=state) for piece in pieces]


# --- the room between them


class Room(NamedTuple):
    """What stands between two pieces: so many ems, a blank or nothing in text, and whether the line may break."""

    ems: float
    blank: bool
    may_break: bool


_NONE = Room(0.0, False, False)


def room(before: Part | None, after: Part) -> Room:
    """The room between two parts of a line."""
    if before is None or (isinstance(after, Piece) and after.glued):
        return _NONE
    if isinstance(after, Grid) or isinstance(before, Grid):
        breaks_after = isinstance(before, Grid) or before.kind is Kind.word
        breaks_before = isinstance(after, Grid) or after.kind in (Kind.relation, Kind.operator, Kind.word)
        return Room(0.36, True, breaks_after and breaks_before)
    kinds = before.kind, after.kind
    if Kind.word in kinds:
        return Room(0.3, True, True)
    if Kind.relation in kinds:
        return Room(0.3, True, after.kind is Kind.relation)
    if Kind.closing is after.kind or Kind.opening is before.kind:
        return _NONE
    if Kind.operator in kinds:
        return Room(0.24, True, after.kind is Kind.operator)
    if Kind.times in kinds:
        return Room(0.16, True, False)
    if after.kind is Kind.opening:
        return Room(0.06, False, False)
    return Room(0.2, True, False)


def unbroken(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The runs of parts within which no line may break."""
    run: list[Part] = []
    for part in parts:
        if run and room(run[-1], part).may_break:
            yield run
            run = []
        run.append(part)
    if run:
        yield run


# --- reading lines


def line_text(line: Line) -> str:
    """A line in plain text."""
    return parts_text(line.parts)


def parts_text(parts: Sequence[Part]) -> str:
    """Parts of a line in plain text."""
    said = ""
    before: Part | None = None
    for part in parts:
        said += (" " if room(before, part).blank else "") + (part.text if isinstance(part, Piece) else _grid_text(part))
        before = part
    return said


def line_words(line: Line) -> str:
    """A line in words, for a person who listens."""
    said = [f"{line.heading}:"] if line.heading else []
    for part in line.parts:
        if isinstance(part, Piece) and part.glued and said:
            said[-1] += part.words
        else:
            said.append(part.words if isinstance(part, Piece) else _grid_words(part))
    return " ".join(said)


def _grid_text(grid: Grid) -> str:
    rows = "; ".join("  ".join(piece.text for piece in row) for row in grid.rows)
    return f"[{rows}]{'ᵀ' if grid.transposed else ''}"


def _grid_words(grid: Grid) -> str:
    rows = [", ".join(piece.words for piece in row) for row in grid.rows]
    said = rows[0] if len(rows) == 1 else "; ".join(f"row {n}: {row}" for n, row in enumerate(rows, 1))
    return f"bracket {said}, end of bracket{', transposed' if grid.transposed else ''}"
