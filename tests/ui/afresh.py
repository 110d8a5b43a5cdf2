"""What the window must show, worked out afresh from document, position, selection and view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import cell_symbol, equation_label
from bpgui.core.numbers import typed_text
from bpgui.session.derivation import derive
from bpgui.session.document import Document
from bpgui.session.facts import facts
from bpgui.session.history import Step
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_words import description
from bpgui.session.loss_readout import LossReadout
from bpgui.session.pieces import line_text, line_words
from bpgui.session.screen import Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from bpgui.session.stops import place_in_words
from bpgui.ui.actions import specs
from bpgui.ui.matrix_model import NEW_HINT
from tests.ui.what_is_shown import OF_THE_FILE

LONGEST_NAME = 48
"""In the menu."""


def afresh(session: Session) -> Session:
    """A session that never went anywhere, put where another one is: the same inputs, place, selection and view."""
    old = session.document
    given = {m.value: InputMatrix.from_rows(m, old.matrix(m).fractions.tolist()) for m in INPUTS}
    made = Session(replace(old, **given), session.view)
    made.position = session.position
    made.visits, made.unfolded, made.notice = session.visits, session.unfolded, session.notice
    made.pointed_term, made.pointed_cells = session.pointed_term, session.pointed_cells
    made.has_arrived, made.has_run = session.has_arrived, session.has_run
    made.earlier_curve, made.earlier_furthest = session.earlier_curve, session.earlier_furthest
    made.annotations, made.new_entries = session.annotations, session.new_entries
    made.history, made.latest_stop = session.history, session.latest_stop
    made.course.furthest = session.furthest
    return made


def expected(session: Session) -> dict[str, Any]:
    """All that the window must show, in the form of `what_is_shown.everything`."""
    screen = Screen(session)
    readout = LossReadout.of(session, screen)
    position = session.position
    derivation = derive(screen)
    lines = derivation.lines if derivation is not None else ()
    shown: dict[str, Any] = {matrix.value: _matrix(screen, matrix) for matrix in Matrix}
    shown["x_transposed"] = _transposed(screen)
    shown |= {
        "sentence": sentence(screen),
        "iteration": str(position.iteration),
        "learning_rate": typed_text(session.document.learning_rate, session.view.fractions),
        "step_size": session.view.step_size.value,
        "step_bar": f"{equation_label(position.equation)}: {position.terms} of "
        f"{session.timeline.total(position.equation)} terms",
        "derivation": [(line_text(line), line_words(line)) for line in lines],
        "path": " › ".join(cell_symbol(cell) for cell in session.visits.path),
        "loss_panel": (readout.sentence, readout.here_text),
        "kept_curves": [kept.name for kept in session.kept.curves],
        "can": {spec.name for spec in specs() if spec.enabled(session)} - OF_THE_FILE,
    }
    return shown


def expected_besides(session: Session) -> dict[str, Any]:
    """What the panels must show that are not always open: the facts, and the landscape in words."""
    screen = Screen(session)
    return {
        "facts": [fact.text for fact in facts(session, screen)],
        "landscape": description(Landscape.of(session, screen)),
    }


def expected_of_the_history(session: Session) -> dict[str, Any]:
    """The same for `what_is_shown.of_the_history`."""
    return {
        "undo": _with_name("&Undo", session.history.done),
        "redo": _with_name("&Redo", session.history.undone),
        "history_list": _history(session),
        "stops_list": [
            f"Stop {number} of {len(session.stops)}: {stop.name}, {place_in_words(stop, session.timeline)}"
            + (", here" if session.stop_here == number - 1 else "")
            for number, stop in enumerate(session.stops, 1)
        ],
    }


def _history(session: Session) -> list[str]:
    done = ["The document as it was opened", *(step.name for step in session.history.done)]
    undone = [f"{step.name}, undone" for step in reversed(session.history.undone)]
    return [*(f"{name}, done" for name in done[:-1]), f"{done[-1]}, now", *undone]


def _with_name(text: str, steps: Sequence[Step]) -> str:
    if not steps:
        return text
    name = steps[-1].name
    return f"{text} {name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + '…'}"


def _matrix(screen: Screen, matrix: Matrix) -> list[list[tuple[str, str, str]]]:
    rows, columns = screen.document.shape.of(matrix)
    return [[_cell(screen, Cell(matrix, row, column)) for column in range(columns)] for row in range(rows)]


def _cell(screen: Screen, cell: Cell, where: str = "") -> tuple[str, str, str]:
    names = _names(screen.document, cell)
    new = NEW_HINT if screen.look(cell).is_new else ""
    hover = "\n".join(filter(None, (screen.whole(cell), ", ".join(names[::-1] if where else names), new)))
    return screen.look(cell).text, screen.spoken(cell, where), hover


def _names(document: Document, cell: Cell) -> list[str]:
    along = (document.names.along(letter) for letter in cell.matrix.axes)
    return [names[place] for names, place in zip(along, cell[1:], strict=True) if names and names[place]]


def _transposed(screen: Screen) -> list[list[tuple[str, str, str]]]:
    rows, columns = screen.document.shape.of(Matrix.x)
    return [
        [
            _cell(screen, cell, f"x transposed row {column + 1} column {row + 1}, that is {cell_symbol(cell)}")
            for row in range(rows)
            for cell in [Cell(Matrix.x, row, column)]
        ]
        for column in range(columns)
    ]
