"""Stops in a network that gets another size: they stay at the entries where they are."""

from __future__ import annotations

from collections.abc import Iterable

from bpgui.core.cells import Cell, Shape
from bpgui.core.equations import Network
from bpgui.session.edits import Edit, shape_after
from bpgui.session.line_edits import InsertLines, RemoveLines
from bpgui.session.line_moves import moved
from bpgui.session.position import Position, Timeline
from bpgui.session.stops import Stop


def moved_stops(stops: tuple[Stop, ...], edits: Iterable[Edit], shape: Shape) -> tuple[Stop, ...]:
    """Stops after some edits of a document of a shape; those whose entry went with its line stand where it was."""
    lines = [edit for edit in edits if isinstance(edit, InsertLines | RemoveLines)]
    if not lines or not stops:
        return stops
    after = shape
    for edit in lines:
        after = shape_after(edit, after)
    return tuple(_moved(stop, lines, shape, after) for stop in stops)


def place_after(before: tuple[Stop, ...], after: tuple[Stop, ...], number: int | None) -> int | None:
    """The number of a stop when the list is another: of the same stop, or of the one that has taken its place.

    Of one that was taken out, it is the number of the one before it, so that one goes on to the one that followed it.
    """
    if number is None or number >= len(before) or after is before:
        return number
    same = next((index for index, stop in enumerate(after) if stop is before[number]), None)
    if same is not None:
        return same
    if len(after) == len(before):  # renamed, or another place
        return number
    before_it = min(number, len(after)) - 1
    return before_it if before_it >= 0 else None


def _moved(stop: Stop, lines: Iterable[InsertLines | RemoveLines], before: Shape, after: Shape) -> Stop:
    selection = stop.selection
    if selection is not None and before.contains(selection):
        selection = moved(selection, lines) or nearest(selection, after)
    return Stop(stop.name, _moved_position(stop.position, lines, before, after), selection)


def _moved_position(position: Position, lines: Iterable[Edit], before: Shape, after: Shape) -> Position:
    was, now = (Timeline(Network(shape)) for shape in (before, after))
    equation = position.equation
    if position.terms >= was.total(equation):
        return now.end(position.iteration, equation)
    entry = was.entry_at(position)
    if entry is None:
        return position
    length, length_now = (timeline.network.terms_per_entry(equation) for timeline in (was, now))
    terms = (position.terms - 1) % length + 1
    there = moved(entry, lines) or nearest(entry, after)
    terms_now = length_now if terms == length else min(terms, length_now)
    return position._replace(terms=after.number_of(there) * length_now + terms_now)


def nearest(cell: Cell, shape: Shape) -> Cell:
    """A cell, or the one next to it that a network of a shape has."""
    rows, columns = shape.of(cell.matrix)
    return Cell(cell.matrix, min(cell.row, rows - 1), min(cell.column, columns - 1))
