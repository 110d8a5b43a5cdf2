"""Derivations on their way out of the panel: of one entry or of a whole matrix, and in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpgui.core.cells import Cell
from bpgui.core.notation import symbol
from bpgui.core.numbers import grouped
from bpgui.session.derivation import Derivation, derive
from bpgui.session.pieces import Command, Grid, Line, Part, Piece, Style, line_text
from bpgui.session.screen import Screen

MOST_ENTRIES = 200
"""So many derivations leave the panel at once, and no more."""
_INDENT = "  "


class TooManyEntriesError(ValueError):
    """A matrix has more entries than MOST_ENTRIES; the text is a sentence for the person."""


def derivations_of(screen: Screen, entry: Cell, whole_matrix: bool = False) -> tuple[Derivation, ...]:
    """The derivation of an entry, or of all entries of its matrix, as far as each is known, without what is clicked.

    Raises TooManyEntriesError.
    """
    return tuple(each_derivation(screen, entry, whole_matrix))


def each_derivation(screen: Screen, entry: Cell, whole_matrix: bool = False) -> Iterator[Derivation]:
    """The same, one by one, each worked out when it is asked for. Raises TooManyEntriesError, at once."""
    count = count_of(screen, entry, whole_matrix)
    if count > MOST_ENTRIES:
        said = grouped(count)
        raise TooManyEntriesError(
            f"{symbol(entry.matrix)} has {said} entries; at most {MOST_ENTRIES} can be copied or saved at once. "
            "Choose this entry alone."
        )
    entries = screen.network.shape.cells(entry.matrix) if whole_matrix else (entry,)
    return (_without_links(made) for each in entries if (made := derive(screen, each)) is not None)


def count_of(screen: Screen, entry: Cell, whole_matrix: bool) -> int:
    """How many entries those are."""
    return screen.network.shape.entries(entry.matrix) if whole_matrix else 1


def as_text(derivations: Sequence[Derivation]) -> str:
    """Derivations in plain text, one under the other."""
    return "\n\n".join("\n".join(_text(each)) for each in derivations) + "\n"


def _text(derivation: Derivation) -> Iterator[str]:
    yield derivation.title
    for line in derivation.lines:
        if line.heading:
            yield from ("", line.heading)
        elif line.style is Style.prose:
            yield ""
        said = line_text(line)
        yield said if line.style is Style.prose else _INDENT * (2 if line.continues else 1) + said


def _without_links(derivation: Derivation) -> Derivation:
    """A derivation in which nothing is to be clicked."""
    return replace(derivation, lines=tuple(replace(line, parts=_unlinked(line)) for line in derivation.lines))


def _unlinked(line: Line) -> tuple[Part, ...]:
    return tuple(
        _unlinked_grid(part) if isinstance(part, Grid) else part._replace(command=None)
        for part in line.parts
        if isinstance(part, Grid) or part.command is not Command.why_transpose
    )


def _unlinked_grid(grid: Grid) -> Grid:
    def plain(piece: Piece) -> Piece:
        return piece._replace(command=None) if piece.command is not None else piece

    return replace(grid, rows=tuple(tuple(plain(piece) for piece in row) for row in grid.rows))
