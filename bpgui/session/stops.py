"""Stops: named places of a lecture, each a position with what is selected there."""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Cell
from bpgui.core.notation import cell_symbol, symbol
from bpgui.core.numbers import grouped
from bpgui.session.position import Position, Timeline


@dataclass(frozen=True)
class Stop:
    """A place to come back to: its name, the position, and the selected cell."""

    name: str
    position: Position
    selection: Cell | None = None


def name_for(stops: tuple[Stop, ...]) -> str:
    """What the next stop is called at first: “Stop 3”, with the first number that is free."""
    taken = {stop.name for stop in stops}
    return next(name for number in range(len(stops) + 1, 2 * len(stops) + 2) if (name := f"Stop {number}") not in taken)


def place_in_words(stop: Stop, timeline: Timeline) -> str:
    """Where a stop is: “t = 3, ∂L/∂w₁₂, 3 of 5 terms; x₂₁ selected”."""
    place = f"t = {grouped(stop.position.iteration)}, {_place_in_iteration(stop.position, timeline)}"
    entry = timeline.entry_at(stop.position)
    if stop.selection is None or stop.selection == entry:
        return place
    return f"{place}; {cell_symbol(stop.selection)} selected"


def _place_in_iteration(position: Position, timeline: Timeline) -> str:
    equation, entry = position.equation, timeline.entry_at(position)
    if position.terms >= timeline.total(equation):
        return f"{symbol(equation)} complete"
    if entry is None:
        return "its start" if equation is timeline.equations[0] else f"before {symbol(equation)}"
    length = timeline.network.terms_per_entry(equation)
    terms = (position.terms - 1) % length + 1
    return cell_symbol(entry) if terms == length else f"{cell_symbol(entry)}, {terms} of {length} terms"
