"""Nothing that lies after the position can be read off a screen.

Every cell that is not known yet is given a wrong number, and all that a screen says must stay the same.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.values import Values
from bpgui.session.course import Course, Moment
from bpgui.session.derivation import Derivation, derive
from bpgui.session.document import Document
from bpgui.session.position import Position, Timeline
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.sentence import sentence
from bpgui.session.view import View
from tests.session.documents import LOSS, all_cells, document_of, hidden_sets, note, positions, session_at
from tests.strategies import Problem, integers, learning_rates, matrices, problems, proof

WRONG = Fraction(98765432, 1000)
FAR = 800
"""Beyond the budget of fractions for every network here."""


class WrongAhead(Course):
    """A course in which whatever lies after a position is wrong, and may not even be asked for in other iterations."""

    def __init__(self, document: Document, timeline: Timeline, position: Position) -> None:
        super().__init__(document)
        self._timeline = timeline
        self._position = position

    def moment(self, iteration: int) -> Moment:
        """The values, right as far as they are known."""
        right = super().moment(iteration)
        assert iteration <= self._position.iteration
        if iteration < self._position.iteration:
            return right
        exact = None if right.exact is None else self._wrong_ahead(right.exact, WRONG)
        return Moment(self._wrong_ahead(right.values, float(WRONG)), exact, right.loss_rounding)

    def loss(self, iteration: int) -> float:
        """L, where it is known."""
        assert self._timeline.is_known(LOSS, self._position) or iteration < self._position.iteration
        assert iteration <= self._position.iteration
        return super().loss(iteration)

    def _wrong_ahead(self, values: Values, wrong: Fraction | float) -> Values:
        everything = {}
        for matrix in Matrix:
            array = values.whole(matrix).copy()
            for cell in values.network.shape.cells(matrix):
                if not self._timeline.is_known(cell, self._position):
                    array[cell.row, cell.column] = wrong
            everything[matrix] = array
        return Values(values.network, everything)


def said_by(screen: Screen) -> list[Any]:
    """All that can be read off a screen."""
    cells = [(screen.look(cell), screen.whole(cell), screen.spoken(cell)) for cell in all_cells(screen.document)]
    selected = screen.selection
    others = [] if selected is None else [derive(screen, selected._replace(matrix=m)) for m in same_size(screen)]
    return [cells, sentence(screen), derive(screen), others, screen.loss_change]


def same_size(screen: Screen) -> list[Matrix]:
    """The matrices that have as many rows and columns as the selected cell's."""
    assert screen.selection is not None
    shape = screen.network.shape
    return [matrix for matrix in Matrix if shape.of(matrix) == shape.of(screen.selection.matrix)]


@settings(proof, max_examples=120)
@given(st.data(), hidden_sets)
def test_wrong_numbers_ahead_change_nothing_on_screen(data: st.DataObject, hidden: frozenset[Matrix]) -> None:
    shown = document_of(data.draw(problems(3)))
    timeline = Timeline(shown.network, hidden)
    latest = Course(shown).last_iteration
    here = timeline.settled(data.draw(positions(timeline)))
    here = here._replace(iteration=min(data.draw(st.sampled_from([0, 1, 2, FAR])), latest))
    session = session_at(shown, here, data.draw(st.sampled_from([None, *all_cells(shown)])))
    session.view = View(hidden, digits=data.draw(st.integers(0, 10)), fractions=data.draw(st.booleans()))
    expected = said_by(Screen(session))
    session.course = WrongAhead(shown, timeline, here)
    assert said_by(Screen(session)) == expected


def derivations_at(given_: Document, position: Position, fractions: bool) -> list[Derivation | None]:
    """The derivations of all cells."""
    session = session_at(given_, position)
    session.set_fractions(fractions)
    return [derive(Screen(session), cell) for cell in all_cells(given_)]


@settings(proof, max_examples=40)
@given(st.data(), problems(2), learning_rates, st.booleans())
def test_before_the_update_no_derivation_gives_the_learning_rate_away(
    data: st.DataObject, problem: Problem, other: Fraction, fractions: bool
) -> None:
    one = document_of(problem)
    timeline = Timeline(one.network)
    before = timeline.equations[: timeline.equations.index(Matrix.w_next)]
    equation = data.draw(st.sampled_from(before))
    here = Position(0, equation, data.draw(st.integers(1, timeline.total(equation))))
    another = document_of(replace(problem, learning_rate=other))
    assert derivations_at(one, here, fractions) == derivations_at(another, here, fractions)


@settings(proof, max_examples=40)
@given(st.data(), problems(2), st.booleans())
def test_in_the_forward_pass_no_derivation_depends_on_the_targets(
    data: st.DataObject, problem: Problem, fractions: bool
) -> None:
    one = document_of(problem)
    here = Position(0, Matrix.y_hat, data.draw(st.integers(0, Timeline(one.network).total(Matrix.y_hat))))
    targets = data.draw(matrices(*problem.shape.of(Matrix.y), integers))
    another = document_of(replace(problem, given=problem.given | {Matrix.y: targets}))
    assert derivations_at(one, here, fractions) == derivations_at(another, here, fractions)


@proof
@given(st.data())
def test_cells_that_are_not_known_are_empty_and_say_so(data: st.DataObject) -> None:
    session = session_at(note(), data.draw(positions(Timeline(note().network))))
    screen = Screen(session)
    for cell in all_cells(session.document):
        unknown = session.timeline.terms_known(cell, session.position) == 0 if not cell.matrix.is_input else False
        assert (screen.look(cell).text == "") == unknown
        assert (screen.number(cell) is None) == unknown
        assert ("not computed yet" in screen.spoken(cell)) == unknown
        assert ("not computed yet" in screen.whole(cell)) == unknown
        assert (screen.knowledge(cell) is Knowledge.unknown) == unknown


@proof
@given(st.data())
def test_an_entry_under_way_shows_its_running_sum_marked_as_unfinished(data: st.DataObject) -> None:
    session = session_at(note(), data.draw(positions(Timeline(note().network))))
    screen = Screen(session)
    for cell in all_cells(session.document):
        if screen.knowledge(cell) is not Knowledge.unfinished:
            assert "…" not in screen.look(cell).text
            continue
        added = session.timeline.terms_known(cell, session.position)
        exact = session.course.moment(session.iteration).exact
        assert exact is not None
        terms = list(session.document.exact_network.terms(cell))[:added]
        running = Fraction(0)
        for coefficient, cells in terms:
            value = Fraction(coefficient.value)
            for factor in cells:
                value *= exact[factor]
            running += value
        assert screen.number(cell) == running
        assert screen.look(cell).text == screen.shown(running).text + "…"
        assert screen.spoken(cell).startswith(f"{screen.spoken(cell).split(',')[0]}, sum so far ")


@pytest.mark.parametrize("t", [0, 1, 25])
def test_the_loss_and_its_change_are_known_with_its_last_term_alone(t: int) -> None:
    for terms in (1, 14, 15):
        screen = Screen(session_at(note(), Position(t, Matrix.loss, terms)))
        assert (screen.knowledge(LOSS) is Knowledge.known) == (terms == 15)
        assert (screen.loss_change is not None) == (terms == 15 and t > 0)
