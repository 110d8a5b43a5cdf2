"""Time as a position, and the stops that the five step sizes make on it.

A position is an iteration, an equation, and how many of that equation's terms have been added, entry after entry and
row by row. Every entry of an equation has equally many terms, so this one count says which entries are finished, which
one is under way, and how far. A step is the next stop after a position, a step back the last stop before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Network, Stage


class StepSize(Enum):
    """How far one step goes."""

    guided = "guided"
    term = "term"
    entry = "entry"
    equation = "equation"
    iteration = "iteration"


class Position(NamedTuple):
    """A moment: the iteration t, the equation under way (by the matrix it makes), and its terms added so far."""

    iteration: int
    equation: Matrix
    terms: int


_TERM_BY_TERM = (Matrix.y_hat, Matrix.dL_dw, Matrix.dL_db)
_ENTRIES_WHOLE = 2
_LONGEST_TERM_BY_TERM = 9
_FIRST_OF_MANY = 3


@dataclass(frozen=True)
class Timeline:
    """The order of time for one network, with the equations that a view hides passed in one go."""

    network: Network
    hidden: frozenset[Matrix] = frozenset()

    @cached_property
    def equations(self) -> tuple[Matrix, ...]:
        """All equations in order, hidden ones too."""
        return tuple(equation.makes for equation in self.network.equations)

    @cached_property
    def _place(self) -> dict[Matrix, int]:
        return {matrix: place for place, matrix in enumerate(self.equations)}

    @property
    def visible(self) -> tuple[Matrix, ...]:
        """The equations that are stepped through."""
        return tuple(matrix for matrix in self.equations if matrix not in self.hidden)

    def total(self, equation: Matrix) -> int:
        """How many terms all entries of an equation have together."""
        return self.network.shape.entries(equation) * self.network.terms_per_entry(equation)

    def start(self, iteration: int) -> Position:
        """The very start of an iteration: nothing is computed."""
        return Position(iteration, self.equations[0], 0)

    def end(self, iteration: int, equation: Matrix) -> Position:
        """Where an equation is complete."""
        return Position(iteration, equation, self.total(equation))

    def end_of_stage(self, iteration: int, *stages: Stage) -> Position:
        """Where the last visible equation of some stages is complete."""
        of_stages = [e.makes for e in self.network.equations if e.stage in stages and e.makes not in self.hidden]
        return self.end(iteration, of_stages[-1])

    def order(self, position: Position) -> tuple[int, int, int]:
        """What positions are compared by: a later moment has a greater one."""
        index = self._place[position.equation]
        if position.terms == self.total(position.equation):
            return position.iteration, index + 1, 0
        return position.iteration, index, position.terms

    def settled(self, position: Position) -> Position:
        """The same moment, with the start of an equation written as the end of the one before."""
        place = self._place[position.equation]
        if position.terms or not place:
            return position
        return self.end(position.iteration, self.equations[place - 1])

    def terms_known(self, cell: Cell, position: Position) -> int:
        """How many terms of a cell have been added at a position. Inputs have none."""
        mine, at_work = self._place[cell.matrix], self._place[position.equation]
        length = self.network.terms_per_entry(cell.matrix)
        if mine != at_work:
            return length if mine < at_work else 0
        return min(max(position.terms - self.network.shape.number_of(cell) * length, 0), length)

    def is_known(self, cell: Cell, position: Position) -> bool:
        """Whether a cell's value may be shown: it is an input, or all of its terms have been added."""
        if cell.matrix.is_input:
            return True
        return self.terms_known(cell, position) == self.network.terms_per_entry(cell.matrix)

    def entry_at(self, position: Position) -> Cell | None:
        """The entry to which the last term was added; None at the start of an equation."""
        if position.terms == 0:
            return None
        length = self.network.terms_per_entry(position.equation)
        return self.network.shape.cell_at(position.equation, (position.terms - 1) // length)

    def first_term_of(self, iteration: int, entry: Cell) -> Position:
        """Where the first term of an entry has been added."""
        length = self.network.terms_per_entry(entry.matrix)
        return Position(iteration, entry.matrix, self.network.shape.number_of(entry) * length + 1)

    def next(self, position: Position, size: StepSize) -> Position:
        """The next stop within the iteration or, at its end, the start of the next one."""
        if position.equation not in self.hidden:
            later = self._stop_after(position.equation, position.terms, size)
            if later is not None:
                return position._replace(terms=later)
        after = self._place[position.equation] + 1
        for equation in self.equations[after:]:
            if equation not in self.hidden:
                first = self._stop_after(equation, 0, size)
                assert first is not None
                return Position(position.iteration, equation, first)
        return self.start(position.iteration + 1)

    def previous(self, position: Position, size: StepSize) -> Position:
        """The last stop before a position; from the start of an iteration, the end of the one before."""
        position = self.settled(position)
        if position.equation not in self.hidden:
            earlier = self._stop_before(position.equation, position.terms, size)
            if earlier is not None:
                return position._replace(terms=earlier)
        before = self._place[position.equation]
        for equation in reversed(self.equations[:before]):
            if equation not in self.hidden:
                return self.end(position.iteration, equation)
        if position.terms > 0 or position.equation is not self.equations[0]:
            return self.start(position.iteration)
        if position.iteration == 0:
            return position
        return self.end(position.iteration - 1, self.visible[-1])

    def _stop_after(self, equation: Matrix, terms: int, size: StepSize) -> int | None:
        length, total = self.network.terms_per_entry(equation), self.total(equation)
        if terms >= total:
            return None
        match size:
            case StepSize.term:
                return terms + 1
            case StepSize.entry:
                return (terms // length + 1) * length
            case StepSize.equation | StepSize.iteration:
                return total
            case StepSize.guided:
                entry_start, within = terms - terms % length, terms % length
                if within:
                    return entry_start + _after(self._guided_terms(length), within)
                return _after(self._guided_stops(equation), terms)

    def _stop_before(self, equation: Matrix, terms: int, size: StepSize) -> int | None:
        length = self.network.terms_per_entry(equation)
        entry_start, within = terms - terms % length, terms % length
        match size:
            case StepSize.term:
                earlier = terms - 1
            case StepSize.entry:
                earlier = entry_start if within else terms - length
            case StepSize.equation | StepSize.iteration:
                earlier = 0
            case StepSize.guided if within:
                earlier = entry_start + _before(self._guided_terms(length), within)
            case StepSize.guided:
                earlier = _before(self._guided_stops(equation), terms)
        return earlier if earlier > 0 else None

    def _guided_terms(self, length: int) -> Sequence[int]:
        """The stops within one entry: every term, or of very many the first ones and then the rest."""
        if length <= _LONGEST_TERM_BY_TERM:
            return range(1, length + 1)
        return (*range(1, _FIRST_OF_MANY + 1), length)

    def _guided_stops(self, equation: Matrix) -> list[int]:
        """As the note goes: the first entry (here and there term by term), a few entries whole, then the rest."""
        length, total = self.network.terms_per_entry(equation), self.total(equation)
        if equation in _TERM_BY_TERM:
            whole = [length * (entry + 2) for entry in range(_ENTRIES_WHOLE)]
            stops = {*self._guided_terms(length), *whole, total}
        else:
            stops = {length, total}
        return sorted(stop for stop in stops if stop <= total)


def _after(stops: Sequence[int], value: int) -> int:
    return stops[bisect_right(stops, value)]


def _before(stops: Sequence[int], value: int) -> int:
    place = bisect_left(stops, value)
    return stops[place - 1] if place else 0
