"""Matrices in LaTeX, set small enough to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpgui.session.latex_width import width
from bpgui.session.pieces import Grid, Kind, Part, Piece

_SIZES = {"": 1.0, r"\small": 0.93, r"\footnotesize": 0.85, r"\scriptsize": 0.77}
"""How large each size is beside 11 pt; letters don't shrink quite as much as their size says."""
_SMALLEST = {r"\tiny": 0.63}
"""For what fits in no other way."""

_GAP, _BRACKETS, _BOX = 0.92, 1.8, 0.5
_AT_EACH_END = 4
_SKIPPED = Piece(Kind.ordinary, "…", r"\cdots", "and so on")


def fitting(parts: Sequence[Part], available: float) -> tuple[list[Part], str]:
    """The parts, and the largest size in which each grid among them has room alone; of long rows their ends."""
    ends = [_ends(part) if isinstance(part, Grid) else part for part in parts]
    for tried, sizes in ((list(parts), _SIZES), (ends, _SIZES | _SMALLEST)):
        for size in sizes:
            if all(grid_width(part, size) <= available for part in tried if isinstance(part, Grid)):
                return tried, size
    return ends, next(iter(_SMALLEST))


def grid_width(grid: Grid, size: str = "") -> float:
    """The width of a grid in ems of the usual size."""
    columns = list(zip(*grid.rows, strict=True))
    inside = sum(max(width(piece.latex) for piece in column) for column in columns)
    boxes = _BOX if any(piece.marked for row in grid.rows for piece in row) else 0.0
    mark = 0.6 if grid.transposed else 0.0
    return inside * (_SIZES | _SMALLEST)[size] + _GAP * (len(columns) - 1) + boxes + _BRACKETS + mark


def grid_latex(grid: Grid, size: str = "") -> str:
    """A grid between brackets."""
    columns = ("c" if len(grid.rows) == 1 else "r") * len(grid.rows[0])
    is_high = any("frac" in piece.latex for row in grid.rows for piece in row)
    between = r" \\[3pt] " if is_high else r" \\ "
    inside = between.join(" & ".join(_entry(piece) for piece in row) for row in grid.rows)
    transposed = r"^{\mathsf{T}}" if grid.transposed else ""
    made = rf"\left[\begin{{array}}{{@{{\,}}{columns}@{{\,}}}} {inside} \end{{array}}\right]{transposed}"
    return rf"\mbox{{{size}$\displaystyle {made}$}}" if size else made


def _entry(piece: Piece) -> str:
    return rf"{{\setlength{{\fboxsep}}{{1.5pt}}\boxed{{{piece.latex}}}}}" if piece.marked else piece.latex


def _ends(grid: Grid) -> Grid:
    if len(grid.rows[0]) <= 2 * _AT_EACH_END + 1:
        return grid
    rows = ((*row[:_AT_EACH_END], _SKIPPED, *row[-_AT_EACH_END:]) for row in grid.rows)
    return replace(grid, rows=tuple(rows))
