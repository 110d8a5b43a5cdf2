"""What is on screen, as a function of document, position, selection and view: each cell's text and part.

Nothing after the position is known here, so nothing that is read off a screen can give it away.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix, Region
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.check import CentralDifference
from bpgui.core.equations import Array
from bpgui.core.notation import cell_in_words, cell_symbol
from bpgui.core.numbers import Number, Shown, format_in_cell, format_number, whole_text
from bpgui.core.terms import Terms
from bpgui.session.course import Moment
from bpgui.session.session import Session

UNFINISHED_MARK = "…"
NEW_ENTRY = "new, nothing typed yet"
_MOST_TEXTS = 10_000

LARGEST_NUMBERED_SUM = 9
"""Up to so many terms carry their numbers in the cells; of more, the current pair alone."""


class Knowledge(Enum):
    """How much of a cell's value the position lets be known."""

    given = "given"
    known = "known"
    unfinished = "unfinished"
    unknown = "unknown"


class Part(Enum):
    """What a cell is to the selected one."""

    none = "none"
    selected = "selected"
    added = "added"
    current = "current"
    to_come = "to come"
    parameter = "parameter"
    influenced = "influenced"


class CellLook(NamedTuple):
    """One cell as it is shown. `term` counts from 1; `numbered`: its number stands in the cell's corner; `pointed`:
    the pointer, or the keyboard, is on that term; `is_new`: it came with a new row or column, and was not typed yet."""

    text: str
    knowledge: Knowledge
    part: Part
    term: int | None = None
    numbered: bool = False
    pointed: bool = False
    is_new: bool = False


class TermValues(NamedTuple):
    """The values of terms in order, and the sum after each: arrays of floats or of Fractions."""

    values: Array
    sums: Array


class Screen:
    """A snapshot of a session; it costs nothing until it is asked."""

    def __init__(self, session: Session) -> None:
        self.document = session.document
        self.course = session.course
        self.timeline = session.timeline
        self.position = session.position
        self.path = session.visits.path
        self.selection = session.selection
        self.unfolded = session.unfolded
        self.view = session.view
        self.notice = session.notice
        self.pointed_term = session.pointed_term
        self.pointed_cells = session.pointed_cells
        self.has_arrived = session.has_arrived
        self._new_entries = session.new_entries
        self.network = self.document.network
        self._knowledge: dict[Matrix, Knowledge] = {}
        self._looks: dict[Cell, CellLook] = {}

    @cached_property
    def terms(self) -> Terms | None:
        """The terms of the selected entry; None if an input, or nothing, is selected."""
        if self.selection is None or self.selection.matrix.is_input:
            return None
        return self.document.exact_network.terms(self.selection)

    @cached_property
    def terms_added(self) -> int:
        """How many of the selected entry's terms are added."""
        return 0 if self.terms is None else self.timeline.terms_known(self.terms.entry, self.position)

    @cached_property
    def current_term(self) -> int | None:
        """The number, from 0, of the term added last, if the selected entry is the one that was touched last."""
        if self.terms is None or self.selection != self.timeline.entry_at(self.position):
            return None
        return (self.position.terms - 1) % len(self.terms)

    @cached_property
    def term_values(self) -> TermValues:
        """The values of the selected entry's added terms, and the sums so far."""
        assert self.selection is not None
        values, sums = self._moment.running_sums(self.selection, self.terms_added)
        if self.terms_added == len(self.terms or ()):
            sums = sums.copy()
            sums[-1] = self._moment.number(self.selection)  # a product of matrices may add up in another order
        return TermValues(values, sums)

    @cached_property
    def influenced(self) -> tuple[Region, ...]:
        """The entries in whose terms the selected cell stands."""
        if self.selection is None:
            return ()
        return tuple(r for r in self.network.influences(self.selection) if r.matrix not in self.view.hidden)

    @cached_property
    def parameter(self) -> Cell | None:
        """The cell whose gradient is selected."""
        return None if self.selection is None else self.parameter_of(self.selection)

    def parameter_of(self, entry: Cell) -> Cell | None:
        """The cell of which an entry is the gradient."""
        return entry._replace(matrix=GRADIENT_OF[entry.matrix]) if entry.matrix in GRADIENT_OF else None

    def may_follow(self, cell: Cell) -> bool:
        """Whether a cell can be selected: its matrix is on screen."""
        return cell.matrix not in self.view.hidden

    def central_difference(self, entry: Cell) -> CentralDifference:
        """The central difference of L, with h = 1, that must be a finished entry of a gradient."""
        cell = self.parameter_of(entry)
        assert cell is not None
        return self._moment.central_difference(cell)

    def knowledge(self, cell: Cell) -> Knowledge:
        """How much of a cell is known: equally much of all cells of a matrix, but for the one at work."""
        known = self._knowledge.get(cell.matrix)
        if known is None:
            known = self._knowledge_of(cell)
            if cell.matrix is not self.position.equation:
                self._knowledge[cell.matrix] = known
        return known

    def _knowledge_of(self, cell: Cell) -> Knowledge:
        if cell.matrix.is_input:
            return Knowledge.given
        added = self.timeline.terms_known(cell, self.position)
        if added == 0:
            return Knowledge.unknown
        return Knowledge.known if added == self.network.terms_per_entry(cell.matrix) else Knowledge.unfinished

    def can_be_told(self, entry: Cell) -> bool:
        """Whether an entry is known, or of a hidden matrix, to which no step leads, and all that makes it is known."""
        if self.knowledge(entry) is Knowledge.known:
            return True
        made_of = self.network.equation(entry.matrix).uses
        return entry.matrix in self.view.hidden and all(
            self.knowledge(self._last(matrix)) in (Knowledge.known, Knowledge.given) for matrix in made_of
        )

    def told(self, entry: Cell) -> Shown:
        """An entry that can be told, as derivations write it."""
        return self.shown(self.number_of(entry))

    def number_of(self, entry: Cell) -> Number:
        """The value of an entry that can be told: its own, or the sum of its terms."""
        if self.knowledge(entry) is Knowledge.known:
            return self._moment.number(entry)
        return self._moment.sum_of_terms(entry)

    def _last(self, matrix: Matrix) -> Cell:
        rows, columns = self.network.shape.of(matrix)
        return Cell(matrix, rows - 1, columns - 1)

    def number(self, cell: Cell) -> Number | None:
        """The value of a cell, the sum so far of one under way, or None where nothing is known."""
        match self.knowledge(cell):
            case Knowledge.unknown:
                return None
            case Knowledge.unfinished:
                added = self.timeline.terms_known(cell, self.position)
                return self._moment.partial_sum(cell, added)
            case Knowledge.known:
                return self._moment.number(cell)
            case Knowledge.given:
                return self._given(cell)

    def shown(self, number: Number) -> Shown:
        """A number as sentences and derivations write it."""
        return format_number(number, self.view.digits, fractions=self.view.fractions)

    def shown_cell(self, cell: Cell) -> Shown:
        """A known cell's value as sentences and derivations write it: "< …" where it is lost in rounding."""
        knowledge, key = self.knowledge(cell), (cell, self.view.digits, self.view.fractions)
        is_kept = knowledge in (Knowledge.known, Knowledge.given) and cell.matrix is not Matrix.loss
        if is_kept and key in self._moment.shown:
            return self._moment.shown[key]
        number = self.number(cell)
        assert number is not None
        if knowledge is Knowledge.known and self._moment.is_lost_in_rounding(cell):
            return Shown(f"< {format_number(self._moment.loss_rounding, 1).text}", True)
        shown = self.shown(number)
        if is_kept:
            if len(self._moment.shown) >= _MOST_TEXTS:
                self._moment.shown.clear()
            self._moment.shown[key] = shown
        return shown

    def shown_in_cell(self, cell: Cell) -> Shown:
        """A known cell's value as its matrix writes it, or the sum so far of one under way, without its mark."""
        number = self.number(cell)
        assert number is not None
        if self.knowledge(cell) is Knowledge.known and self._moment.is_lost_in_rounding(cell):
            return self.shown_cell(cell)
        return format_in_cell(number, self.view.digits, self.view.fractions)

    @property
    def number_note(self) -> str:
        """Why numbers are not written as fractions, though that is chosen; empty where they are."""
        return self.course.why_in_decimals(self.position.iteration) if self.view.fractions else ""

    def look(self, cell: Cell) -> CellLook:
        """A cell as its matrix shows it: worked out once, for who compares it and for who paints it."""
        look = self._looks.get(cell)
        if look is None:
            if len(self._looks) >= _MOST_TEXTS:
                self._looks.clear()
            look = self._looks[cell] = self._look(cell)
        return look

    def _look(self, cell: Cell) -> CellLook:
        knowledge = self.knowledge(cell)
        part, term = self._part(cell)
        numbered = term is not None and self.terms is not None
        if numbered and len(self.terms or ()) > LARGEST_NUMBERED_SUM:
            numbered = part is Part.current or term == self.pointed_term
        number = None if term is None else term + 1
        pointed = cell in self.pointed_cells or (term is not None and term == self.pointed_term)
        is_new = self._new_entries.holds(cell)
        return CellLook(self._text(cell, knowledge), knowledge, part, number, numbered, pointed, is_new)

    def common_look(self, matrix: Matrix) -> object:
        """What all looks of a matrix follow from, if none of its cells has a part or is under way; else None.

        While it stays equal, every cell of the matrix looks as before.
        """
        if matrix in self._taking_part or (not matrix.is_input and matrix is self.position.equation):
            return None
        knowledge = self.knowledge(Cell(matrix, 0, 0))
        if knowledge is Knowledge.unknown:
            return knowledge
        rounding = self._moment.loss_rounding if matrix is Matrix.loss else 0.0
        view = self.view
        shown = self.document, self.position.iteration, view.digits, view.fractions
        return *shown, knowledge, rounding, self._new_entries

    @cached_property
    def _taking_part(self) -> frozenset[Matrix]:
        pointed = {cell.matrix for cell in self.pointed_cells}
        if self.selection is None:
            return frozenset(pointed)
        found = {*pointed, self.selection.matrix, *(region.matrix for region in self.influenced)}
        if self.terms is not None:
            found.update(self.network.equation(self.selection.matrix).uses)
        if self.parameter is not None:
            found.add(self.parameter.matrix)
        return frozenset(found)

    def whole(self, cell: Cell) -> str:
        """A cell's value whole, with its name, as hovering shows it."""
        number = self.number(cell)
        match self.knowledge(cell):
            case Knowledge.unknown:
                return f"{cell_symbol(cell)}: not computed yet"
            case Knowledge.unfinished:
                assert number is not None
                return f"{cell_symbol(cell)}: sum so far {whole_text(number, self.view.fractions)}"
        if cell.matrix is Matrix.loss and self._moment.is_lost_in_rounding(cell):
            return f"L {self.shown_cell(cell).text}: nothing but rounding is left of ŷ − y"
        assert number is not None
        whole = whole_text(number, self.view.fractions)
        return f"{cell_symbol(cell)} {whole}" if whole.startswith("≈") else f"{cell_symbol(cell)} = {whole}"

    def spoken(self, cell: Cell, where: str = "") -> str:
        """A cell in words: matrix, row, column, value, and its part in the selection."""
        look = self.look(cell)
        match look.knowledge:
            case Knowledge.unknown:
                value = "not computed yet"
            case Knowledge.unfinished:
                value = f"sum so far {_in_words(look.text.removesuffix(UNFINISHED_MARK))}"
            case Knowledge.given | Knowledge.known:
                value = _in_words(look.text)
        parts = [where or cell_in_words(cell), value]
        if look.is_new:
            parts.append(NEW_ENTRY)
        entry = "" if self.selection is None else cell_in_words(self.selection)
        match look.part:
            case Part.selected:
                parts.append("selected")
            case Part.added | Part.to_come:
                parts.append(f"contributes to {entry}, term {look.term}")
            case Part.current:
                parts.append(f"contributes to {entry}, term {look.term}, current term")
            case Part.parameter:
                parts.append(f"{entry} is its gradient")
            case Part.influenced:
                parts.append(f"influenced by {entry}")
        return ", ".join(parts)

    @cached_property
    def loss_change(self) -> tuple[int, Number, Number] | None:
        """(t − 1, L then, L now), where L of this iteration is known and it is not the first.

        In decimals both are of the solved descent, so that nothing but rounding is never said to be a change.
        """
        loss = Cell(Matrix.loss, 0, 0)
        if self.position.iteration == 0 or self.knowledge(loss) is not Knowledge.known:
            return None
        now = self.position.iteration
        if self._moment.exact is not None:
            return now - 1, self.course.moment(now - 1).number(loss), self._moment.number(loss)
        if self.course.loss(now - 1) < self._moment.loss_rounding:
            return None
        return now - 1, self.course.loss(now - 1), self.course.loss(now)

    @cached_property
    def _moment(self) -> Moment:
        return self.course.moment(self.position.iteration)

    def _given(self, cell: Cell) -> Number:
        if cell.matrix in (Matrix.x, Matrix.y) or self.position.iteration == 0:
            return self.document.matrix(cell.matrix).exact_at(cell.row, cell.column)
        return self._moment.number(cell)

    def _text(self, cell: Cell, knowledge: Knowledge) -> str:
        if knowledge is Knowledge.unknown:
            return ""
        if knowledge is Knowledge.unfinished:
            return self.shown_in_cell(cell).text + UNFINISHED_MARK
        if cell.matrix is Matrix.loss:  # what is lost in its rounding may change
            return self.shown_in_cell(cell).text
        texts, key = self._moment.texts, (cell, self.view.digits, self.view.fractions)
        text = texts.get(key)
        if text is None:
            if len(texts) >= _MOST_TEXTS:
                texts.clear()
            text = texts[key] = self.shown_in_cell(cell).text
        return text

    def _part(self, cell: Cell) -> tuple[Part, int | None]:
        if self.selection is None:
            return Part.none, None
        if cell == self.selection:
            return Part.selected, None
        term = None if self.terms is None else self.terms.number_holding(cell)
        if term is not None:
            if term == self.current_term:
                return Part.current, term
            return (Part.added if term < self.terms_added else Part.to_come), term
        if cell == self.parameter:
            return Part.parameter, None
        if any(region.contains(cell) for region in self.influenced):
            return Part.influenced, None
        return Part.none, None


def _in_words(text: str) -> str:
    """A cell's text as it is said."""
    return text.replace("≈", "about ")
