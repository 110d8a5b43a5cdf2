"""Figures of a run, and the one table in which they are printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FRAME = 1000 / 60
"""Milliseconds: what is painted within it has kept up with a screen that shows 60 pictures a second."""


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, how often, in which unit, and against what.

    `over` is the share above a frame; `processor` the 99th percentile of the processor's time in the window's thread,
    which the other programs of a busy machine don't add to.
    `ratio` is of the median, to what `against` names.
    """

    section: str
    name: str
    median: float
    unit: str = "ms"
    count: int = 1
    p99: float | None = None
    largest: float | None = None
    over: float | None = None
    processor: float | None = None
    ratio: float | None = None
    against: str = ""

    @classmethod
    def of_presses(cls, section: str, name: str, taken: Sequence[tuple[float, float]]) -> Figure:
        """Key presses, each from the press to the last paint that it led to: on the clock, and of the processor."""
        milliseconds = [clock for clock, _ in taken]
        median = percentile(milliseconds, 50)
        return cls(
            section,
            name,
            median,
            count=len(milliseconds),
            p99=percentile(milliseconds, 99),
            largest=max(milliseconds),
            over=sum(value > FRAME for value in milliseconds) / len(milliseconds),
            processor=percentile([processor for _, processor in taken], 99),
            ratio=median / FRAME,
            against="a frame",
        )


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many per cent do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1]


def table(figures: Sequence[Figure]) -> str:
    """All figures, section after section, in columns."""
    heading = ("", "median", "99 %", "largest", "> frame", "CPU 99 %", "times", "median is")
    rows: list[tuple[str, ...]] = [heading]
    section = ""
    for figure in figures:
        if figure.section != section:
            section = figure.section
            rows += [("",), (section,)]
        rows.append(_row(figure))
    widths = [max(len(row[column]) for row in rows if len(row) > 1) for column in range(len(heading))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} × {figure.against}"
    return (
        f"  {figure.name}",
        f"{_number(figure.median)} {figure.unit}",
        _optional(figure.p99),
        _optional(figure.largest),
        "" if figure.over is None else f"{figure.over:.1%}",
        _optional(figure.processor),
        str(figure.count),
        ratio,
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    if len(row) == 1:
        return row[0]
    cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True))]
    return "  ".join([*cells, row[-1]]).rstrip()


def _optional(value: float | None) -> str:
    return "" if value is None else _number(value)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
