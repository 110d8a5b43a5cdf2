"""Grids that are too wide for a derivation's panel: the middle columns are left out, so that both brackets are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bpgui.session.pieces import Grid, Kind, Line, Part, Piece
from bpgui.session.term_line import TermState

FEWEST = 3
"""So many columns of a grid are kept at least, with "…" among them."""
_SKIPPED = Piece(Kind.ordinary, "…", r"\cdots", "and so on")


def columns_of(part: Part) -> int:
    """How many columns a grid has; of what is none, 0."""
    return len(part.rows[0]) if isinstance(part, Grid) else 0


def narrowed(line: Line, most: int) -> Line:
    """The line with at most so many columns in each of its grids; those that belong together lose the same ones."""
    return replace(line, parts=tuple(_grid(part, most) if isinstance(part, Grid) else part for part in line.parts))


def _grid(grid: Grid, most: int) -> Grid:
    count = columns_of(grid)
    if count <= max(most, FEWEST):
        return grid
    kept = _kept(count, max(most, FEWEST), _at_work(grid))
    return replace(grid, rows=tuple(_with_gaps(row, kept) for row in grid.rows))


def _at_work(grid: Grid) -> int | None:
    columns = zip(*grid.rows, strict=True)
    is_at_work = (any(p.state is TermState.current or p.marked for p in column) for column in columns)
    return next((number for number, is_meant in enumerate(is_at_work) if is_meant), None)


def _kept(count: int, room: int, at_work: int | None) -> list[int]:
    """The first ones, the one at work and the last, with room for "…" wherever some are skipped."""
    last = {count - 1}
    if at_work is not None:
        last.add(at_work)
    for first in range(room, 0, -1):
        kept = sorted({*range(first), *last})
        gaps = sum(b > a + 1 for a, b in pairwise(kept))
        if len(kept) + gaps <= room:
            return kept
    return sorted(last)


def _with_gaps(row: Sequence[Piece], kept: Sequence[int]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    before = -1
    for column in kept:
        if column > before + 1:
            made.append(_SKIPPED)
        made.append(row[column])
        before = column
    return tuple(made)
