"""Documents that the tests of the session work on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document
from bpgui.session.position import Position, Timeline
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X, UPDATED_PARAMETERS
from bpgui.session.visits import Visits
from tests.strategies import Problem

LOSS = Cell(Matrix.loss, 0, 0)
HIDEABLE = [frozenset(), GRADIENT_OF_X, UPDATED_PARAMETERS, GRADIENT_OF_X | UPDATED_PARAMETERS]
hidden_sets = st.sampled_from(HIDEABLE)

Rows = Sequence[Sequence[int | float | str | Fraction]]


def document(
    x: Rows,
    w: Rows,
    b: Rows,
    y: Rows,
    learning_rate: Fraction | int = Fraction(1, 100),
    convention: LossConvention = LossConvention.per_example,
) -> Document:
    """A document of nested lists."""
    given = (InputMatrix.from_rows(m, rows) for m, rows in zip(INPUTS, (x, w, b, y), strict=True))
    return Document(*given, learning_rate=Fraction(learning_rate), convention=convention)


def document_of(problem: Problem) -> Document:
    """A random problem as a document."""
    x, w, b, y = ([list(row) for row in problem.given[m]] for m in INPUTS)
    return document(x, w, b, y, problem.learning_rate, problem.convention)


def case(name: str) -> dict[str, Any]:
    """One of the published cases."""
    path = Path(__file__).parent.parent / "cases" / f"{name}.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def note() -> Document:
    """The note's integers: 5×4×3, η = 0.05."""
    given = case("note-size-integers")
    return document(given["x"], given["w"], given["b"], given["y"], Fraction("0.05"))


def one_weight(learning_rate: Fraction | int = Fraction("0.05"), y: str = "9") -> Document:
    """2·3 + 1 against 9; λ = 10, so that η past 1/5 diverges."""
    return document([[2]], [[3]], [[1]], [[y]], learning_rate)


def of_size(N: int, D: int, K: int) -> Document:
    """Zeros of any size: for tests of time, to which numbers are all one."""
    sizes = {Matrix.x: (N, D), Matrix.w: (D, K), Matrix.b: (1, K), Matrix.y: (N, K)}
    return Document(*(InputMatrix.from_array(m, np.zeros(size)) for m, size in sizes.items()))


def session_at(given: Document, position: Position, selection: Cell | None = None) -> Session:
    """A session that stands at a position."""
    session = Session(given)
    session.move_to(position)
    session.visits = Visits() if selection is None else Visits((selection,))
    return session


def all_cells(given: Document) -> Iterator[Cell]:
    """Every cell of every matrix."""
    return (cell for matrix in Matrix for cell in given.shape.cells(matrix))


def exact_of(given: Document) -> dict[Matrix, list[list[Fraction]]]:
    """x, w, b and y exactly, fit to be compared."""
    return {m: given.matrix(m).fractions.tolist() for m in INPUTS}


def state_of(session: Session) -> tuple[object, ...]:
    """All that an action could change, fit to be compared."""
    kept = (session.document, session.position, session.selection, session.view, session.notice, session.edits)
    return (*kept, session.earlier_curve, session.furthest, session.has_run)


@st.composite
def positions(draw: st.DrawFn, timeline: Timeline, latest: int = 2) -> Position:
    """Any position, also between stops, and at the start of a later equation."""
    equation = draw(st.sampled_from(timeline.equations))
    return Position(draw(st.integers(0, latest)), equation, draw(st.integers(0, timeline.total(equation))))
