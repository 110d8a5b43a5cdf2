"""Stops: named places of a lecture, each a position with what is selected there."""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Cell
from bpgui.session.position import Position


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
